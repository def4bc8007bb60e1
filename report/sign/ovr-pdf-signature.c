/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-signature.h"

/* Fields inside fields; forms nest three or four deep. */
#define MAX_FIELD_DEPTH 32
#define MAX_FIELDS 20000

typedef struct
{
  OvrPdfReader *file;
  GPtrArray *found;
  int visited;
} Walk;

static gint64
number_of (const OvrPdfValue *value)
{
  return value != NULL && value->type == OVR_PDF_REFERENCE ? value->integer : -1;
}

static void
read_range (OvrPdfReader *file,
            OvrPdfSignature *self)
{
  const OvrPdfValue *array = ovr_pdf_reader_lookup (file, self->value, "ByteRange");

  if (array == NULL || array->type != OVR_PDF_ARRAY || array->items->len != 4)
    return;
  for (guint i = 0; i < 4; i++)
    {
      const OvrPdfValue *value = ovr_pdf_reader_resolve (file, g_ptr_array_index (array->items, i));

      if (value == NULL || value->type != OVR_PDF_INTEGER || value->integer < 0)
        return;
      self->range[i] = (guint64) value->integer;
    }
  self->has_range = self->range[1] <= self->range[2];
}

static void
add_signature (Walk *walk,
               const OvrPdfValue *field,
               gint64 field_number)
{
  OvrPdfReader *file = walk->file;
  const OvrPdfValue *reference = ovr_pdf_value_lookup (field, "V");
  OvrPdfSignature *self;

  if (reference == NULL || reference->type == OVR_PDF_NULL)
    return;
  self = g_new0 (OvrPdfSignature, 1);
  self->field = field;
  self->field_number = field_number;
  self->value = ovr_pdf_reader_resolve (file, reference);
  self->value_number = number_of (reference);
  self->contents = ovr_pdf_reader_lookup (file, self->value, "Contents");
  if (self->contents != NULL && self->contents->type != OVR_PDF_STRING)
    self->contents = NULL;
  self->is_time_stamp = ovr_pdf_value_is_name (ovr_pdf_reader_lookup (file, self->value, "Type"), "DocTimeStamp") ||
                        ovr_pdf_value_is_name (ovr_pdf_reader_lookup (file, self->value, "SubFilter"), "ETSI.RFC3161");
  read_range (file, self);
  g_ptr_array_add (walk->found, self);
}

/* The field's type is inherited (12.7.3.1). */
static void
walk_fields (Walk *walk,
             const OvrPdfValue *fields,
             const OvrPdfValue *type,
             int depth)
{
  if (fields == NULL || fields->type != OVR_PDF_ARRAY || depth > MAX_FIELD_DEPTH)
    return;
  for (guint i = 0; i < fields->items->len && walk->visited < MAX_FIELDS; i++)
    {
      const OvrPdfValue *item = g_ptr_array_index (fields->items, i);
      const OvrPdfValue *field = ovr_pdf_reader_resolve (walk->file, item);
      const OvrPdfValue *own = ovr_pdf_reader_lookup (walk->file, field, "FT");

      walk->visited++;
      if (!ovr_pdf_value_is_dict (field))
        continue;
      if (own == NULL)
        own = type;
      if (ovr_pdf_value_is_name (own, "Sig"))
        add_signature (walk, field, number_of (item));
      walk_fields (walk, ovr_pdf_reader_lookup (walk->file, field, "Kids"), own, depth + 1);
    }
}

static int
compare_ends (gconstpointer a,
              gconstpointer b)
{
  const OvrPdfSignature *left = *(OvrPdfSignature *const *) a;
  const OvrPdfSignature *right = *(OvrPdfSignature *const *) b;
  guint64 left_end = left->range[2] + left->range[3];
  guint64 right_end = right->range[2] + right->range[3];

  return left_end < right_end ? -1 : left_end > right_end;
}

GPtrArray *
ovr_pdf_signatures_find (OvrPdfReader *file)
{
  const OvrPdfValue *root = ovr_pdf_reader_lookup (file, ovr_pdf_reader_get_trailer (file), "Root");
  const OvrPdfValue *form = ovr_pdf_reader_lookup (file, root, "AcroForm");
  Walk walk = { file, g_ptr_array_new_with_free_func (g_free), 0 };

  walk_fields (&walk, ovr_pdf_reader_lookup (file, form, "Fields"), NULL, 0);
  g_ptr_array_sort (walk.found, compare_ends);
  return walk.found;
}
