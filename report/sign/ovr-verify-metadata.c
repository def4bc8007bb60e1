/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-verify-private.h"

#include <string.h>

/* What our own reports say of themselves in their XMP packet, in which each of
 * our properties is an element of its own. Read of signed bytes only. */

#define LONGEST_TEXT 200

static void
on_text (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer data,
         GError **error)
{
  OvrVerification *result = data;
  const char *element = g_markup_parse_context_get_element (context);
  g_autofree char *value = NULL;
  guint64 version;

  if (element == NULL || length == 0 || length > LONGEST_TEXT)
    return;
  value = g_strndup (text, length);
  if (strcmp (element, "overread:Report") == 0 && result->number == NULL)
    result->number = g_steal_pointer (&value);
  else if (strcmp (element, "overread:Version") == 0 &&
           g_ascii_string_to_unsigned (value, 10, 1, G_MAXINT, &version, NULL))
    result->version = (int) version;
  else if (strcmp (element, "overread:Predecessor") == 0 && result->predecessor == NULL)
    result->predecessor = g_steal_pointer (&value);
}

void
ovr_verify_read_metadata (OvrPdfReader *revision,
                          OvrVerification *result)
{
  static const GMarkupParser parser = { NULL, NULL, on_text, NULL, NULL };
  const OvrPdfValue *root = ovr_pdf_reader_lookup (revision, ovr_pdf_reader_get_trailer (revision), "Root");
  const OvrPdfValue *metadata = ovr_pdf_reader_lookup (revision, root, "Metadata");
  g_autoptr (GMarkupParseContext) context = NULL;
  const char *xmp;

  if (metadata == NULL || metadata->type != OVR_PDF_STREAM || ovr_pdf_value_lookup (metadata, "Filter") != NULL)
    return;
  xmp = (const char *) ovr_pdf_reader_get_data (revision) + metadata->data_start;
  context = g_markup_parse_context_new (&parser, 0, result, NULL);
  /* A packet that breaks off has told what it could. */
  if (g_markup_parse_context_parse (context, xmp, (gssize) metadata->length, NULL))
    g_markup_parse_context_end_parse (context, NULL);
}

void
ovr_verify_forget_metadata (OvrVerification *result)
{
  g_clear_pointer (&result->number, g_free);
  g_clear_pointer (&result->predecessor, g_free);
  result->version = 0;
}
