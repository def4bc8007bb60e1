/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-source-pdf-private.h"

#include <poppler.h>

/* A report has a few pages; a book isn't one. */
#define MAX_PAGES 500

static gboolean
refuse (GError **error,
        const GError *cause)
{
  if (g_error_matches (cause, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    g_set_error_literal (error, OVR_SOURCE_ERROR, OVR_SOURCE_ERROR_LOCKED, "The PDF wants a password");
  else
    g_set_error_literal (error, OVR_SOURCE_ERROR, OVR_SOURCE_ERROR_FORMAT, "The PDF is damaged");
  return FALSE;
}

/* Each page's text with a line break behind it. */
static void
append_page (PopplerDocument *pdf,
             int index,
             GString *text,
             OvrDocument *document)
{
  PopplerPage *page = poppler_document_get_page (pdf, index);
  g_autofree char *raw = page != NULL ? poppler_page_get_text (page) : NULL;
  g_autofree char *clean = ovr_source_clean_text (raw != NULL ? raw : "");
  OvrPage *entry = ovr_page_new ();

  g_clear_object (&page);
  entry->number = index + 1;
  entry->start = (int) g_utf8_strlen (text->str, -1);
  g_string_append (text, clean);
  entry->end = (int) g_utf8_strlen (text->str, -1);
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c (text, '\n');
  g_ptr_array_add (document->pages, entry);
}

static gboolean
read_pages (PopplerDocument *pdf,
            OvrDocument *document,
            GError **error)
{
  int n_pages = poppler_document_get_n_pages (pdf);
  GString *text;

  if (n_pages < 1)
    return refuse (error, NULL);
  if (n_pages > MAX_PAGES)
    {
      g_set_error (error, OVR_SOURCE_ERROR, OVR_SOURCE_ERROR_TOO_LARGE, "The PDF has %d pages", n_pages);
      return FALSE;
    }
  text = g_string_new (NULL);
  for (int i = 0; i < n_pages; i++)
    append_page (pdf, i, text, document);
  document->text = g_string_free (text, FALSE);
  document->origin = OVR_TEXT_PDF;
  return TRUE;
}

gboolean
ovr_source_read_pdf (GBytes *bytes,
                     OvrDocument *document,
                     GError **error)
{
  g_autoptr (GError) cause = NULL;
  PopplerDocument *pdf = poppler_document_new_from_bytes (bytes, NULL, &cause);
  gboolean ok;

  if (pdf == NULL)
    return refuse (error, cause);
  ok = read_pages (pdf, document, error);
  g_object_unref (pdf);
  return ok;
}
