/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-source-file.h"

#include <cairo-pdf.h>
#include <string.h>

static OvrDocument *
read_bytes (const void *data,
            gsize size,
            GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  return ovr_source_read (bytes, "befund.txt", OVR_DOCUMENT_ORIGINAL, error);
}

static void
assert_text (const void *data,
             gsize size,
             const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrDocument) document = read_bytes (data, size, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (document->text, ==, wanted);
  g_assert_cmpint (document->origin, ==, OVR_TEXT_TYPED);
  g_assert_cmpuint (document->pages->len, ==, 1);
  g_assert_cmpint (((OvrPage *) document->pages->pdata[0])->end, ==, g_utf8_strlen (wanted, -1));
}

static void
test_text_in_its_encodings (void)
{
  static const char utf8[] = "Kein Erguß.\r\nEnde\r";
  static const char marked[] = "\xef\xbb\xbfKein Erguß.";
  static const char windows[] = "Kein Ergu\xdf \x96 Ende";
  static const char utf16[] = "\xff\xfeK\0e\0i\0n\0";

  assert_text (utf8, sizeof utf8 - 1, "Kein Erguß.\nEnde\n");
  assert_text (marked, sizeof marked - 1, "Kein Erguß.");
  assert_text (windows, sizeof windows - 1, "Kein Erguß – Ende");
  assert_text (utf16, sizeof utf16 - 1, "Kein");
}

static void
test_what_it_is_stands_beside_it (void)
{
  static const char text[] = "Der Rundherd ist unverändert und nicht größer.";
  g_autoptr (OvrDocument) document = read_bytes (text, strlen (text), NULL);

  g_assert_cmpint (document->role, ==, OVR_DOCUMENT_ORIGINAL);
  g_assert_cmpstr (document->source_file, ==, "befund.txt");
  g_assert_cmpstr (document->language, ==, "de");
  g_assert_cmpuint (strlen (document->source_sha256), ==, 64);
  g_assert_null (document->id);
  g_assert_null (document->confirmed_by);
}

static cairo_status_t
append (void *closure,
        const unsigned char *data,
        unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
make_pdf (const char *const *pages)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, bytes, 300, 200);
  cairo_t *cr = cairo_create (surface);

  for (guint i = 0; pages[i] != NULL; i++)
    {
      cairo_select_font_face (cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
      cairo_move_to (cr, 20, 50);
      cairo_show_text (cr, pages[i]);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

static void
test_a_pdf_gives_text_and_pages (void)
{
  static const char *const texts[] = { "Kein Erguss.", "", "Größe 12 mm.", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = make_pdf (texts);
  g_autoptr (OvrDocument) document = ovr_source_read (bytes, "original.pdf", OVR_DOCUMENT_ORIGINAL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (document->origin, ==, OVR_TEXT_PDF);
  g_assert_cmpuint (document->pages->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const OvrPage *page = document->pages->pdata[i];
      g_autofree char *text = g_utf8_substring (document->text, page->start, page->end);

      g_assert_cmpint (page->number, ==, (int) i + 1);
      g_assert_cmpstr (g_strstrip (text), ==, texts[i]);
    }
}

static void
assert_refused (const void *data,
                gsize size,
                int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_bytes (data, size, &error));
  g_assert_error (error, OVR_SOURCE_ERROR, code);
}

static void
test_what_is_no_document_is_refused (void)
{
  static const char *const texts[] = { "Kein Erguss.", NULL };
  g_autoptr (GBytes) bytes = make_pdf (texts);
  g_autofree char *long_text = g_strnfill (5 * 1024 * 1024, 'a');

  assert_refused ("", 0, OVR_SOURCE_ERROR_FORMAT);
  assert_refused ("a\0b", 3, OVR_SOURCE_ERROR_FORMAT);
  assert_refused ("%PDF-1.7 and no more", 20, OVR_SOURCE_ERROR_FORMAT);
  assert_refused (g_bytes_get_data (bytes, NULL), 200, OVR_SOURCE_ERROR_FORMAT);
  assert_refused (long_text, strlen (long_text), OVR_SOURCE_ERROR_TOO_LARGE);
}

static void
test_a_file_that_is_not_there (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/befund.pdf");
  g_autoptr (GError) error = NULL;

  g_assert_null (ovr_source_read_file (file, OVR_DOCUMENT_ORIGINAL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/text", test_text_in_its_encodings);
  g_test_add_func ("/source/about", test_what_it_is_stands_beside_it);
  g_test_add_func ("/source/pdf", test_a_pdf_gives_text_and_pages);
  g_test_add_func ("/source/refused", test_what_is_no_document_is_refused);
  g_test_add_func ("/source/missing", test_a_file_that_is_not_there);
  return g_test_run ();
}
