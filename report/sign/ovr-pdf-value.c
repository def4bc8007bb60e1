/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-value.h"

#include <string.h>

void
ovr_pdf_value_free (OvrPdfValue *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

gboolean
ovr_pdf_value_is_dict (const OvrPdfValue *self)
{
  return self != NULL && (self->type == OVR_PDF_DICT || self->type == OVR_PDF_STREAM);
}

gboolean
ovr_pdf_value_is_name (const OvrPdfValue *self,
                       const char *name)
{
  return self != NULL && self->type == OVR_PDF_NAME && self->length == strlen (name) &&
         memcmp (self->text, name, self->length) == 0;
}

const OvrPdfValue *
ovr_pdf_value_lookup (const OvrPdfValue *self,
                      const char *key)
{
  if (!ovr_pdf_value_is_dict (self))
    return NULL;
  for (guint i = 0; i + 1 < self->items->len; i += 2)
    if (ovr_pdf_value_is_name (g_ptr_array_index (self->items, i), key))
      return g_ptr_array_index (self->items, i + 1);
  return NULL;
}

static gboolean
same_items (const OvrPdfValue *a,
            const OvrPdfValue *b,
            const guint8 *data)
{
  if (a->items->len != b->items->len)
    return FALSE;
  for (guint i = 0; i < a->items->len; i++)
    if (!ovr_pdf_value_equal (g_ptr_array_index (a->items, i), g_ptr_array_index (b->items, i), data))
      return FALSE;
  return TRUE;
}

/* The order of a dictionary's keys means nothing. */
static gboolean
same_entries (const OvrPdfValue *a,
              const OvrPdfValue *b,
              const guint8 *data)
{
  if (a->items->len != b->items->len)
    return FALSE;
  for (guint i = 0; i < a->items->len; i += 2)
    {
      const OvrPdfValue *key = g_ptr_array_index (a->items, i);
      const OvrPdfValue *other = ovr_pdf_value_lookup (b, key->text);

      if (other == NULL || !ovr_pdf_value_equal (g_ptr_array_index (a->items, i + 1), other, data))
        return FALSE;
    }
  return TRUE;
}

gboolean
ovr_pdf_value_equal (const OvrPdfValue *a,
                     const OvrPdfValue *b,
                     const guint8 *data)
{
  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL || a->type != b->type)
    return FALSE;
  switch (a->type)
    {
    case OVR_PDF_NULL:
      return TRUE;
    case OVR_PDF_BOOLEAN:
    case OVR_PDF_INTEGER:
      return a->integer == b->integer;
    case OVR_PDF_REAL:
      return !(a->real < b->real) && !(a->real > b->real);
    case OVR_PDF_STRING:
    case OVR_PDF_NAME:
      return a->length == b->length && memcmp (a->text, b->text, a->length) == 0;
    case OVR_PDF_ARRAY:
      return same_items (a, b, data);
    case OVR_PDF_DICT:
      return same_entries (a, b, data);
    case OVR_PDF_STREAM:
      return same_entries (a, b, data) && a->length == b->length &&
             memcmp (data + a->data_start, data + b->data_start, a->length) == 0;
    case OVR_PDF_REFERENCE:
      return a->integer == b->integer && a->generation == b->generation;
    default:
      g_return_val_if_reached (FALSE);
    }
}
