/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-signature.h"
#include "ovr-pdf-structure.h"

#include <string.h>

#define PROGRAM "Overread"

gboolean
ovr_pdf_structure_is_own (OvrPdfReader *file)
{
  const OvrPdfValue *info = ovr_pdf_reader_lookup (file, ovr_pdf_reader_get_trailer (file), "Info");
  const OvrPdfValue *producer = ovr_pdf_reader_lookup (file, info, "Producer");
  g_autoptr (GPtrArray) signatures = ovr_pdf_signatures_find (file);

  if (producer != NULL && producer->type == OVR_PDF_STRING && g_str_has_prefix (producer->text, PROGRAM))
    return TRUE;
  for (guint i = 0; i < signatures->len; i++)
    {
      const OvrPdfSignature *signature = g_ptr_array_index (signatures, i);
      const OvrPdfValue *build = ovr_pdf_reader_lookup (file, signature->value, "Prop_Build");
      const OvrPdfValue *app = ovr_pdf_reader_lookup (file, build, "App");

      if (ovr_pdf_value_is_name (ovr_pdf_reader_lookup (file, app, "Name"), PROGRAM))
        return TRUE;
    }
  return FALSE;
}

/* One classic table, and no way to another. */
static char *
check_one_revision (OvrPdfReader *file)
{
  GArray *sections = ovr_pdf_reader_get_sections (file);
  const OvrPdfValue *trailer = ovr_pdf_reader_get_trailer (file);

  if (sections->len != 1 || g_array_index (sections, OvrPdfSection, 0).number >= 0 ||
      ovr_pdf_value_lookup (trailer, "Prev") != NULL || ovr_pdf_value_lookup (trailer, "XRefStm") != NULL)
    return g_strdup ("it has more than one revision");
  if (ovr_pdf_value_lookup (trailer, "Encrypt") != NULL)
    return g_strdup ("it is encrypted");
  return ovr_pdf_structure_scan (file, 0);
}

/* Every object readable and in use: nothing lies ready to be swapped in. */
static char *
check_no_spare_objects (OvrPdfReader *file)
{
  g_autoptr (GArray) numbers = ovr_pdf_reader_dup_numbers (file);
  g_autoptr (GHashTable) reached = ovr_pdf_structure_reach (file, ovr_pdf_reader_get_trailer (file), NULL);

  for (guint i = 0; i < numbers->len; i++)
    {
      gint64 number = g_array_index (numbers, gint64, i);

      if (ovr_pdf_reader_get_object (file, number) == NULL)
        return g_strdup_printf ("object %" G_GINT64_FORMAT " cannot be read", number);
      if (!g_hash_table_contains (reached, &number))
        return g_strdup_printf ("object %" G_GINT64_FORMAT " is not used by anything", number);
    }
  return NULL;
}

/* Links, and the one signature field; no other annotation. */
static char *
check_annotations (OvrPdfReader *file,
                   const OvrPdfSignature *signature)
{
  g_autoptr (GArray) numbers = ovr_pdf_reader_dup_numbers (file);

  for (guint i = 0; i < numbers->len; i++)
    {
      const OvrPdfValue *page = ovr_pdf_reader_get_object (file, g_array_index (numbers, gint64, i));
      const OvrPdfValue *annotations = ovr_pdf_reader_lookup (file, page, "Annots");

      for (guint k = 0; annotations != NULL && annotations->type == OVR_PDF_ARRAY && k < annotations->items->len; k++)
        {
          const OvrPdfValue *annotation = ovr_pdf_reader_resolve (file, g_ptr_array_index (annotations->items, k));
          const OvrPdfValue *subtype = ovr_pdf_reader_lookup (file, annotation, "Subtype");

          if (annotation != signature->field && !ovr_pdf_value_is_name (subtype, "Link"))
            return g_strdup ("it has an annotation that Overread does not write");
        }
    }
  return NULL;
}

/* DocMDP with P = 1: certified, no change allowed (12.8.2.2). */
static char *
check_certified (OvrPdfReader *file,
                 const OvrPdfSignature *signature)
{
  const OvrPdfValue *root = ovr_pdf_reader_lookup (file, ovr_pdf_reader_get_trailer (file), "Root");
  const OvrPdfValue *permissions = ovr_pdf_reader_lookup (file, root, "Perms");
  const OvrPdfValue *references = ovr_pdf_reader_lookup (file, signature->value, "Reference");
  const OvrPdfValue *reference = NULL;
  const OvrPdfValue *level;

  if (references != NULL && references->type == OVR_PDF_ARRAY && references->items->len == 1)
    reference = ovr_pdf_reader_resolve (file, g_ptr_array_index (references->items, 0));
  level = ovr_pdf_reader_lookup (file, ovr_pdf_reader_lookup (file, reference, "TransformParams"), "P");
  if (!ovr_pdf_value_is_name (ovr_pdf_reader_lookup (file, reference, "TransformMethod"), "DocMDP") ||
      level == NULL || level->type != OVR_PDF_INTEGER || level->integer != 1 ||
      ovr_pdf_reader_lookup (file, permissions, "DocMDP") != signature->value)
    return g_strdup ("its signature does not forbid changes");
  return NULL;
}

char *
ovr_pdf_structure_check_own (OvrPdfReader *file)
{
  g_autoptr (GPtrArray) signatures = ovr_pdf_signatures_find (file);
  const OvrPdfSignature *signature;
  const char *active = ovr_pdf_structure_find_active (file);
  char *wrong = check_one_revision (file);

  if (wrong != NULL)
    return wrong;
  if (signatures->len != 1)
    return g_strdup ("it does not have exactly one signature");
  if (active != NULL)
    return g_strdup_printf ("it has active content (%s)", active);
  signature = g_ptr_array_index (signatures, 0);
  wrong = check_no_spare_objects (file);
  if (wrong == NULL)
    wrong = check_annotations (file, signature);
  if (wrong == NULL)
    wrong = check_certified (file, signature);
  return wrong;
}
