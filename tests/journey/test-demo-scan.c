/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-demo-paper.h"
#include "ovr-demo-scan.h"
#include "ovr-source-file.h"

#include <glib/gstdio.h>
#include <string.h>

static const char letter[] = "Radiologie Fuchsberg\nAm Fuchsberg 12\n\nSehr geehrte Frau Kollegin Brandl,\n\n"
                             "Befund:\nKein Pleuraerguss. Herz normal groß. Mediastinal und hilär keine pathologisch vergrößerten Lymphknoten.\n\nSeite 1 von 2\n\n"
                             "Beurteilung:\n1. Raumforderung der rechten Nebenniere.\n\n"
                             "Mit freundlichen Grüßen\n\nDr. C. Vogt\n\nSeite 2 von 2\n";

static void
test_the_text_layer_says_what_the_letter_says (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ovr-scan-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "scan.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrDocument) document = NULL;
  g_auto (GStrv) lines = g_strsplit (letter, "\n", -1);
  const char *at;

  g_assert_true (ovr_demo_scan_write (letter, "17. Sep. 2026", path, &error));
  g_assert_no_error (error);
  document = ovr_source_read_file (file, OVR_DOCUMENT_ORIGINAL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (document->pages->len, ==, 2);
  at = document->text;
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      {
        at = strstr (at, lines[i]);
        g_test_message ("%s", lines[i]);
        g_assert_nonnull (at);
      }
  g_assert_null (strstr (document->text, "EINGEGANGEN"));
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_the_same_letter_gives_the_same_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ovr-scan-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "scan.pdf", NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gsize first_length;
  gsize second_length;

  g_assert_true (ovr_demo_scan_write (letter, "17. Sep. 2026", path, NULL));
  g_assert_true (g_file_get_contents (path, &first, &first_length, NULL));
  g_assert_true (ovr_demo_scan_write (letter, "17. Sep. 2026", path, NULL));
  g_assert_true (g_file_get_contents (path, &second, &second_length, NULL));
  g_assert_cmpmem (first, first_length, second, second_length);
  g_unlink (path);
  g_rmdir (folder);
}

static double
mean_around (const guint8 *grey,
             int x,
             int y)
{
  double sum = 0.0;

  for (int row = y - 4; row <= y + 4; row++)
    for (int column = x - 4; column <= x + 4; column++)
      sum += grey[row * OVR_DEMO_COLUMNS + column];
  return sum / 81.0;
}

/* Paper is light and grainy, the holes show the lid, and ink is dark where it
 * was put on the turned sheet. */
static void
test_paper_looks_like_paper (void)
{
  const OvrDemoSheet sheet = { 0.02, { 0.0, 0.0 }, 7 };
  cairo_surface_t *ink = cairo_image_surface_create (CAIRO_FORMAT_A8, OVR_DEMO_COLUMNS, OVR_DEMO_ROWS);
  cairo_t *cairo = cairo_create (ink);
  g_autofree guint8 *grey = NULL;
  double x = OVR_DEMO_COLUMNS / 2.0 + 600;
  double y = OVR_DEMO_ROWS / 2.0;
  double paper;

  ovr_demo_paper_place (&sheet, cairo);
  cairo_rectangle (cairo, x - 10, y - 10, 20, 20);
  cairo_fill (cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (ink);
  grey = ovr_demo_paper_scan (&sheet, ink);
  cairo_surface_destroy (ink);
  paper = mean_around (grey, OVR_DEMO_COLUMNS / 2, OVR_DEMO_ROWS / 2);
  g_assert_cmpfloat (paper, >, 215.0);
  g_assert_cmpfloat (paper, <, 250.0);
  g_assert_cmpint (grey[1000 * OVR_DEMO_COLUMNS + 800], !=, 255);
  /* Turned by 0.02 rad, 600 pixels out: 12 pixels lower. */
  g_assert_cmpfloat (mean_around (grey, (int) x, (int) y + 12), <, 60.0);
  /* A hole 12 mm from the edge and 40 mm above the middle. */
  g_assert_cmpfloat (mean_around (grey, 94 + 6, OVR_DEMO_ROWS / 2 - 315 - 14), <, paper - 20.0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("SOURCE_DATE_EPOCH", "1795453680", TRUE);
  g_test_add_func ("/demo/scan/text-layer", test_the_text_layer_says_what_the_letter_says);
  g_test_add_func ("/demo/scan/repeats", test_the_same_letter_gives_the_same_file);
  g_test_add_func ("/demo/scan/paper", test_paper_looks_like_paper);
  return g_test_run ();
}
