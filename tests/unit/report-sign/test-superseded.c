/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-superseded.h"

#include <glib/gstdio.h>

static void
expect (const char *folder,
        const char *name,
        const char *newer)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *found = ovr_superseded_find (path);

  g_assert_cmpstr (found, ==, newer);
}

static void
test_a_later_version_beside_it_is_found (void)
{
  static const char *const names[] = { "OR-2026-0412-7_v1_FINAL.pdf", "OR-2026-0412-7_v2_FINAL.pdf",
                                       "OR-2026-0412-7_v10_FINAL.pdf", "OR-2026-0412-7_v11_DRAFT.pdf",
                                       "OR-2026-0412-70_v12_FINAL.pdf", "letter.pdf" };
  g_autofree char *folder = g_dir_make_tmp ("ovr-superseded-XXXXXX", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_true (g_file_set_contents (path, "", 0, NULL));
    }
  expect (folder, "OR-2026-0412-7_v1_FINAL.pdf", "OR-2026-0412-7_v10_FINAL.pdf");
  expect (folder, "OR-2026-0412-7_v2_FINAL.pdf", "OR-2026-0412-7_v10_FINAL.pdf");
  expect (folder, "OR-2026-0412-7_v10_FINAL.pdf", NULL);
  expect (folder, "OR-2026-0412-70_v12_FINAL.pdf", NULL);
  expect (folder, "OR-2026-0412-7_v1_DRAFT.pdf", NULL);
  expect (folder, "letter.pdf", NULL);
  expect ("/nowhere", "OR-1_v1_FINAL.pdf", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/superseded/later-version", test_a_later_version_beside_it_is_found);
  return g_test_run ();
}
