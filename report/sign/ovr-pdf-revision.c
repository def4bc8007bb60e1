/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-revision.h"

#include "ovr-pdf-structure.h"

#define FLAG_HIDDEN 2

/* One comparison. */
typedef struct
{
  OvrPdfReader *before;
  OvrPdfReader *after;
  OvrPdfChange change;
  char *why;
  GHashTable *judged; /* gint64*: objects whose change was looked at and allowed */
  GHashTable *fields; /* gint64*: signature fields that may appear on pages */
} Compare;

static void
raise_to (Compare *self,
          OvrPdfChange change)
{
  self->change = MAX (self->change, change);
}

static void
object_to (Compare *self,
           const char *what,
           gint64 number)
{
  if (self->why == NULL)
    self->why = number >= 0 ? g_strdup_printf ("%s (object %" G_GINT64_FORMAT ")", what, number) : g_strdup (what);
  self->change = OVR_PDF_CHANGE_OTHER;
}

static void
mark (GHashTable *set,
      const OvrPdfValue *reference)
{
  if (reference != NULL && reference->type == OVR_PDF_REFERENCE)
    g_hash_table_add (set, g_memdup2 (&reference->integer, sizeof reference->integer));
}

static gboolean
is_one_of (const OvrPdfValue *name,
           const char *const *names)
{
  for (; *names != NULL; names++)
    if (ovr_pdf_value_is_name (name, *names))
      return TRUE;
  return FALSE;
}

/* Whether both dictionaries have the same entries but for the keys @allowed. */
static gboolean
same_but_for (Compare *self,
              const OvrPdfValue *before,
              const OvrPdfValue *after,
              const char *const *allowed)
{
  const OvrPdfValue *both[2] = { before, after };

  if (!ovr_pdf_value_is_dict (before) || !ovr_pdf_value_is_dict (after) || before->type != after->type)
    return FALSE;
  for (int side = 0; side < 2; side++)
    for (guint i = 0; i < both[side]->items->len; i += 2)
      {
        const OvrPdfValue *key = g_ptr_array_index (both[side]->items, i);

        if (!is_one_of (key, allowed) &&
            !ovr_pdf_value_equal (ovr_pdf_value_lookup (before, key->text), ovr_pdf_value_lookup (after, key->text),
                                  ovr_pdf_reader_get_data (self->after)))
          return FALSE;
      }
  return TRUE;
}

/* Nothing of it can be seen: hidden, or without any area (12.7.4.5). */
static gboolean
is_invisible (OvrPdfReader *file,
              const OvrPdfValue *field)
{
  const OvrPdfValue *rectangle = ovr_pdf_reader_lookup (file, field, "Rect");
  const OvrPdfValue *flags = ovr_pdf_reader_lookup (file, field, "F");
  double corner[4];

  if (rectangle == NULL)
    return TRUE;
  if (flags != NULL && flags->type == OVR_PDF_INTEGER && (flags->integer & FLAG_HIDDEN) != 0)
    return TRUE;
  if (rectangle->type != OVR_PDF_ARRAY || rectangle->items->len != 4)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    {
      const OvrPdfValue *value = ovr_pdf_reader_resolve (file, g_ptr_array_index (rectangle->items, i));

      if (value == NULL || (value->type != OVR_PDF_INTEGER && value->type != OVR_PDF_REAL))
        return FALSE;
      corner[i] = value->type == OVR_PDF_INTEGER ? (double) value->integer : value->real;
    }
  return !(corner[0] < corner[2] || corner[0] > corner[2]) || !(corner[1] < corner[3] || corner[1] > corner[3]);
}

/* A field that only the later revision has. */
static void
judge_new_field (Compare *self,
                 const OvrPdfValue *reference)
{
  const OvrPdfValue *field = ovr_pdf_reader_resolve (self->after, reference);
  const OvrPdfValue *value = ovr_pdf_reader_lookup (self->after, field, "V");
  const OvrPdfValue *kids = ovr_pdf_reader_lookup (self->after, field, "Kids");
  gint64 number = reference->type == OVR_PDF_REFERENCE ? reference->integer : -1;

  if (number < 0 || ovr_pdf_reader_get_entry (self->before, number) != NULL || kids != NULL ||
      !ovr_pdf_value_is_name (ovr_pdf_reader_lookup (self->after, field, "FT"), "Sig") ||
      !ovr_pdf_value_is_dict (value) || !is_invisible (self->after, field))
    {
      object_to (self, "a form field was added that is no invisible signature", number);
      return;
    }
  raise_to (self, ovr_pdf_value_is_name (ovr_pdf_reader_lookup (self->after, value, "SubFilter"), "ETSI.RFC3161")
                      ? OVR_PDF_CHANGE_EXTENDED
                      : OVR_PDF_CHANGE_SIGNED);
  mark (self->fields, reference);
}

/* A signature field that stood ready and was signed since. */
static void
judge_old_field (Compare *self,
                 const OvrPdfValue *reference)
{
  static const char *const allowed[] = { "V", "AP", "M", "MK", "F", "DA", NULL };
  const OvrPdfValue *before = ovr_pdf_reader_resolve (self->before, reference);
  const OvrPdfValue *after = ovr_pdf_reader_resolve (self->after, reference);
  const OvrPdfValue *value = ovr_pdf_reader_lookup (self->after, after, "V");

  if (before == NULL || ovr_pdf_value_equal (before, after, ovr_pdf_reader_get_data (self->after)) ||
      !ovr_pdf_value_is_name (ovr_pdf_reader_lookup (self->before, before, "FT"), "Sig") ||
      ovr_pdf_reader_lookup (self->before, before, "V") != NULL || !ovr_pdf_value_is_dict (value) ||
      !same_but_for (self, before, after, allowed))
    return;
  raise_to (self, ovr_pdf_value_is_name (ovr_pdf_reader_lookup (self->after, value, "SubFilter"), "ETSI.RFC3161") &&
                          is_invisible (self->after, after)
                      ? OVR_PDF_CHANGE_EXTENDED
                      : OVR_PDF_CHANGE_SIGNED);
  mark (self->judged, reference);
}

/* What was there stays, in its order, at the beginning. Returns how many. */
static gboolean
is_continued (Compare *self,
              const OvrPdfValue *before,
              const OvrPdfValue *after,
              guint *old_count)
{
  *old_count = before != NULL && before->type == OVR_PDF_ARRAY ? before->items->len : 0;
  if (after == NULL)
    return *old_count == 0;
  if (after->type != OVR_PDF_ARRAY || after->items->len < *old_count)
    return FALSE;
  for (guint i = 0; i < *old_count; i++)
    if (!ovr_pdf_value_equal (g_ptr_array_index (before->items, i), g_ptr_array_index (after->items, i),
                              ovr_pdf_reader_get_data (self->after)))
      return FALSE;
  return TRUE;
}

static gboolean
is_same_or_new (Compare *self,
                const OvrPdfValue *before,
                const OvrPdfValue *after,
                const char *key)
{
  const OvrPdfValue *old_value = ovr_pdf_value_lookup (before, key);

  return old_value == NULL ||
         ovr_pdf_value_equal (old_value, ovr_pdf_value_lookup (after, key), ovr_pdf_reader_get_data (self->after));
}

static void
judge_form (Compare *self,
            const OvrPdfValue *root_before,
            const OvrPdfValue *root_after)
{
  /* Defaults for fields that have none matter to nobody where none stood. */
  static const char *const allowed[] = { "Fields", "SigFlags", "DA", "DR", NULL };
  const OvrPdfValue *before = ovr_pdf_reader_lookup (self->before, root_before, "AcroForm");
  const OvrPdfValue *after = ovr_pdf_reader_lookup (self->after, root_after, "AcroForm");
  const OvrPdfValue *old_fields = ovr_pdf_reader_lookup (self->before, before, "Fields");
  const OvrPdfValue *new_fields = ovr_pdf_reader_lookup (self->after, after, "Fields");
  guint count;

  if (!same_but_for (self, before, after, allowed) || !is_continued (self, old_fields, new_fields, &count) ||
      !is_same_or_new (self, before, after, "DA") || !is_same_or_new (self, before, after, "DR"))
    {
      object_to (self, "the form was changed", -1);
      return;
    }
  for (guint i = 0; i < count; i++)
    judge_old_field (self, g_ptr_array_index (old_fields->items, i));
  for (guint i = count; new_fields != NULL && i < new_fields->items->len; i++)
    judge_new_field (self, g_ptr_array_index (new_fields->items, i));
  mark (self->judged, ovr_pdf_value_lookup (root_before, "AcroForm"));
  mark (self->judged, ovr_pdf_value_lookup (before, "Fields"));
}

/* The XMP may be brought up to date, if it is nothing else besides. */
static void
judge_metadata (Compare *self,
                const OvrPdfValue *root)
{
  const OvrPdfValue *reference = ovr_pdf_value_lookup (root, "Metadata");
  g_autoptr (GHashTable) elsewhere = ovr_pdf_structure_reach (self->before, root, "Metadata");

  if (reference != NULL && reference->type == OVR_PDF_REFERENCE &&
      !g_hash_table_contains (elsewhere, &reference->integer))
    mark (self->judged, reference);
}

static void
judge_root (Compare *self)
{
  static const char *const allowed[] = { "DSS", "Extensions", "AcroForm", "Metadata", "Version", NULL };
  const OvrPdfValue *reference = ovr_pdf_value_lookup (ovr_pdf_reader_get_trailer (self->before), "Root");
  const OvrPdfValue *other = ovr_pdf_value_lookup (ovr_pdf_reader_get_trailer (self->after), "Root");
  const OvrPdfValue *before = ovr_pdf_reader_resolve (self->before, reference);
  const OvrPdfValue *after = ovr_pdf_reader_resolve (self->after, other);

  if (!ovr_pdf_value_equal (reference, other, NULL) || !same_but_for (self, before, after, allowed))
    {
      object_to (self, "the document catalogue was changed", reference != NULL ? reference->integer : -1);
      return;
    }
  if (!ovr_pdf_value_equal (ovr_pdf_value_lookup (ovr_pdf_reader_get_trailer (self->before), "Encrypt"),
                            ovr_pdf_value_lookup (ovr_pdf_reader_get_trailer (self->after), "Encrypt"), NULL))
    object_to (self, "the encryption was changed", -1);
  mark (self->judged, reference);
  judge_metadata (self, before);
  if (ovr_pdf_value_lookup (after, "DSS") != NULL)
    raise_to (self, OVR_PDF_CHANGE_EXTENDED);
  judge_form (self, before, after);
}

/* A page may get the signature fields found before as annotations. */
static void
judge_page (Compare *self,
            gint64 number)
{
  static const char *const allowed[] = { "Annots", NULL };
  const OvrPdfValue *before = ovr_pdf_reader_get_object (self->before, number);
  const OvrPdfValue *after = ovr_pdf_reader_get_object (self->after, number);
  const OvrPdfValue *old_list = ovr_pdf_reader_lookup (self->before, before, "Annots");
  const OvrPdfValue *new_list = ovr_pdf_reader_lookup (self->after, after, "Annots");
  const OvrPdfValue *old_place = ovr_pdf_value_lookup (before, "Annots");
  guint count;

  if (!same_but_for (self, before, after, allowed) || !is_continued (self, old_list, new_list, &count))
    {
      object_to (self, "a page was changed", number);
      return;
    }
  for (guint i = count; new_list != NULL && i < new_list->items->len; i++)
    {
      const OvrPdfValue *reference = g_ptr_array_index (new_list->items, i);

      if (reference->type != OVR_PDF_REFERENCE || !g_hash_table_contains (self->fields, &reference->integer))
        {
          object_to (self, "an annotation was added to a page", number);
          return;
        }
    }
  g_hash_table_add (self->judged, g_memdup2 (&number, sizeof number));
  mark (self->judged, old_place);
}

static void
judge_pages (Compare *self,
             GHashTable *visible)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, visible);
  while (self->change < OVR_PDF_CHANGE_OTHER && g_hash_table_iter_next (&iter, &key, NULL))
    {
      const OvrPdfValue *value = ovr_pdf_reader_get_object (self->before, *(gint64 *) key);

      if (ovr_pdf_value_is_name (ovr_pdf_value_lookup (value, "Type"), "Page"))
        judge_page (self, *(gint64 *) key);
    }
}

/* Whatever the earlier revision could show, and also what it named without
 * having it, must be as it was. Other objects can only be seen through those. */
static void
judge_rest (Compare *self,
            GHashTable *visible)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, visible);
  while (self->change < OVR_PDF_CHANGE_OTHER && g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint64 number = *(gint64 *) key;
      const OvrPdfValue *before = ovr_pdf_reader_get_object (self->before, number);
      const OvrPdfValue *after = ovr_pdf_reader_get_object (self->after, number);

      if (!g_hash_table_contains (self->judged, &number) &&
          !ovr_pdf_value_equal (before, after, ovr_pdf_reader_get_data (self->after)))
        object_to (self, "something that can be seen was changed", number);
    }
}

OvrPdfChange
ovr_pdf_revision_compare (OvrPdfReader *before,
                          OvrPdfReader *after,
                          char **why)
{
  Compare self = { before, after, OVR_PDF_CHANGE_NONE, NULL, NULL, NULL };
  const OvrPdfValue *root = ovr_pdf_reader_lookup (before, ovr_pdf_reader_get_trailer (before), "Root");
  g_autoptr (GHashTable) visible = ovr_pdf_structure_reach (before, root, "DSS");

  self.judged = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self.fields = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  judge_root (&self);
  if (self.change < OVR_PDF_CHANGE_OTHER)
    judge_pages (&self, visible);
  if (self.change < OVR_PDF_CHANGE_OTHER)
    judge_rest (&self, visible);
  g_hash_table_unref (self.judged);
  g_hash_table_unref (self.fields);
  *why = self.why;
  return self.change;
}
