/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-source-file.h"

#include "ovr-claim-splitter.h"
#include "ovr-source-pdf-private.h"

#include <string.h>

#define MAX_BYTES ((gsize) 64 * 1024 * 1024)
#define MAX_TEXT_BYTES ((gsize) 4 * 1024 * 1024)

G_DEFINE_QUARK (ovr_source_error, ovr_source_error)

char *
ovr_source_clean_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_new (NULL);

  for (const char *c = valid; *c != '\0'; c++)
    {
      if (*c == '\r')
        {
          if (c[1] != '\n')
            g_string_append_c (out, '\n');
        }
      else if ((guchar) *c >= 0x20 || *c == '\n' || *c == '\t' || *c == '\f')
        g_string_append_c (out, *c);
    }
  return g_string_free (out, FALSE);
}

static gboolean
is_pdf (const char *data,
        gsize size)
{
  return g_strstr_len (data, (gssize) MIN (size, 1024), "%PDF-") != NULL;
}

/* The text of @data in UTF-8; NULL where it is no text. (transfer full) */
static char *
decode (const char *data,
        gsize size)
{
  static const char utf8_mark[] = { '\xef', '\xbb', '\xbf' };
  gboolean is_utf16 = size >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0);

  if (is_utf16)
    return g_convert (data, (gssize) size, "UTF-8", "UTF-16", NULL, NULL, NULL);
  if (memchr (data, '\0', size) != NULL)
    return NULL;
  if (size >= sizeof utf8_mark && memcmp (data, utf8_mark, sizeof utf8_mark) == 0)
    {
      data += sizeof utf8_mark;
      size -= sizeof utf8_mark;
    }
  if (g_utf8_validate_len (data, size, NULL))
    return g_strndup (data, size);
  return g_convert (data, (gssize) size, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
}

static gboolean
read_text (GBytes *bytes,
           OvrDocument *document,
           GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autofree char *text = size > 0 ? decode (data, size) : NULL;
  OvrPage *page;

  if (size > MAX_TEXT_BYTES)
    {
      g_set_error_literal (error, OVR_SOURCE_ERROR, OVR_SOURCE_ERROR_TOO_LARGE, "The text is too long for a report");
      return FALSE;
    }
  if (text == NULL)
    {
      g_set_error_literal (error, OVR_SOURCE_ERROR, OVR_SOURCE_ERROR_FORMAT, "Neither text nor a PDF");
      return FALSE;
    }
  document->text = ovr_source_clean_text (text);
  document->origin = OVR_TEXT_TYPED;
  page = ovr_page_new ();
  page->number = 1;
  page->end = (int) g_utf8_strlen (document->text, -1);
  g_ptr_array_add (document->pages, page);
  return TRUE;
}

OvrDocument *
ovr_source_read (GBytes *bytes,
                 const char *file_name,
                 OvrDocumentRole role,
                 GError **error)
{
  g_autoptr (OvrDocument) document = ovr_document_new ();
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (size > MAX_BYTES)
    {
      g_set_error_literal (error, OVR_SOURCE_ERROR, OVR_SOURCE_ERROR_TOO_LARGE, "The file is too large for a report");
      return NULL;
    }
  if (size > 0 && is_pdf (data, size) ? !ovr_source_read_pdf (bytes, document, error)
                                      : !read_text (bytes, document, error))
    return NULL;
  document->role = role;
  document->source_file = g_strdup (file_name);
  document->source_sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  document->language = g_strdup (ovr_claim_guess_language (document->text));
  return g_steal_pointer (&document);
}

OvrDocument *
ovr_source_read_file (GFile *file,
                      OvrDocumentRole role,
                      GError **error)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GBytes) bytes = NULL;

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                            G_FILE_QUERY_INFO_NONE, NULL, error);
  if (info == NULL)
    return NULL;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error_literal (error, OVR_SOURCE_ERROR, OVR_SOURCE_ERROR_FORMAT, "Not a regular file");
      return NULL;
    }
  if (g_file_info_get_size (info) > (goffset) MAX_BYTES)
    {
      g_set_error_literal (error, OVR_SOURCE_ERROR, OVR_SOURCE_ERROR_TOO_LARGE, "The file is too large for a report");
      return NULL;
    }
  bytes = g_file_load_bytes (file, NULL, NULL, error);
  return bytes != NULL ? ovr_source_read (bytes, name, role, error) : NULL;
}
