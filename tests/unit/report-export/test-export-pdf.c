/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-fixture.h"

/* The file is kept where OVERREAD_EXPORT_OUT names a folder: for looking at. */
static GBytes *
export (const OvrReport *report,
        gboolean final,
        const char *name)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = export_fixture_export (report, final, &error);
  const char *folder = g_getenv ("OVERREAD_EXPORT_OUT");

  g_assert_no_error (error);
  if (folder != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
      g_assert_no_error (error);
    }
  return bytes;
}

static void
test_same_report_gives_same_bytes (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) first = export (report, TRUE, "final.pdf");
  g_autoptr (GBytes) second = export (report, TRUE, "final.pdf");

  g_assert_true (g_bytes_equal (first, second));
}

static void
test_draft (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) first = export (report, FALSE, "draft.pdf");

  g_assert_nonnull (first);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/pdf/same-bytes", test_same_report_gives_same_bytes);
  g_test_add_func ("/export/pdf/draft", test_draft);
  return g_test_run ();
}
