/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-samples.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whom tests of refused permissions become: root is refused nothing. */
#define NOBODY 65534

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  fixture->folder = sample_folder ();
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  sample_remove (fixture->folder);
}

static char *
in_folder (Fixture *fixture,
           const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
test_folders_are_searched_in_order_of_names (Fixture *fixture,
                                             gconstpointer unused)
{
  g_autofree char *deep = in_folder (fixture, "b/c");
  g_auto (SampleListing) first = { NULL };
  g_auto (SampleListing) second = { NULL };

  g_mkdir_with_parents (deep, 0700);
  for (int i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("%03d", i);

      sample_save (sample_ct (name, i, i), i % 2 == 0 ? fixture->folder : deep, name);
    }
  first = sample_list (fixture->folder, NULL);
  second = sample_list (fixture->folder, &(OvrReadOptions){ .n_threads = 4 });
  g_assert_cmpuint (first.uids->len, ==, 100);
  g_assert_cmpuint (second.uids->len, ==, 100);
  for (guint i = 0; i < 100; i++)
    g_assert_cmpstr (first.uids->pdata[i], ==, second.uids->pdata[i]);
}

static void
test_links_in_circles_end (Fixture *fixture,
                           gconstpointer unused)
{
  g_autofree char *inner = in_folder (fixture, "inner");
  g_autofree char *loop = in_folder (fixture, "inner/loop");
  g_autofree char *gone = in_folder (fixture, "dangling");
  g_auto (SampleListing) listing = { NULL };

  g_mkdir (inner, 0700);
  sample_save (sample_ct ("a", 1, 0.0), inner, "a");
  g_assert_cmpint (symlink ("..", loop), ==, 0);
  g_assert_cmpint (symlink ("nowhere", gone), ==, 0);
  listing = sample_list (fixture->folder, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 1);
  g_assert_cmpuint (listing.skipped->len, ==, 1);
  g_assert_true (sample_mentions (&listing, "dangling", "neither a file nor a folder"));
}

/* A pipe would hold the reading for ever. */
static void
test_pipes_are_not_opened (Fixture *fixture,
                           gconstpointer unused)
{
  g_autofree char *pipe = in_folder (fixture, "pipe");
  g_auto (SampleListing) listing = { NULL };

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  listing = sample_list (fixture->folder, NULL);
  g_assert_true (sample_mentions (&listing, "pipe", "neither a file nor a folder"));
}

static void
test_other_files_are_listed_and_stop_nothing (Fixture *fixture,
                                              gconstpointer unused)
{
  g_autofree char *letter = in_folder (fixture, "1-letter.txt");
  g_autofree char *empty = in_folder (fixture, "2-empty");
  g_auto (SampleListing) listing = { NULL };

  g_assert_true (g_file_set_contents (letter, "Dear colleague, here are the images.", -1, NULL));
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  sample_save_stack (fixture->folder, 3, -1);
  listing = sample_list (fixture->folder, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 3);
  g_assert_cmpuint (listing.skipped->len, ==, 2);
  g_assert_true (sample_mentions (&listing, "1-letter.txt", "not a DICOM file"));
  g_assert_true (sample_mentions (&listing, "2-empty", "not a DICOM file"));
}

/* Nothing is read before all paths were looked at. */
static gboolean
take_nothing (const OvrReadResult *result,
              gpointer data,
              GError **error)
{
  g_assert_not_reached ();
}

static void
test_missing_path_is_an_error (Fixture *fixture,
                               gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "nothing here");
  const char *paths[] = { fixture->folder, path, NULL };
  g_autoptr (GError) error = NULL;

  sample_save (sample_ct ("a", 1, 0.0), fixture->folder, "a");
  g_assert_false (ovr_read_paths (paths, NULL, NULL, take_nothing, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, "nothing here"));
  g_assert_null (strstr (error->message, fixture->folder));
}

static void
test_refused_files_are_listed (Fixture *fixture,
                               gconstpointer unused)
{
  g_autofree char *file = in_folder (fixture, "a1");
  g_autofree char *folder = in_folder (fixture, "closed");
  const gboolean is_root = geteuid () == 0;
  g_auto (SampleListing) listing = { NULL };

  sample_save_stack (fixture->folder, 3, -1);
  g_mkdir (folder, 0700);
  sample_save (sample_ct ("b", 1, 0.0), folder, "b");
  g_chmod (file, 0);
  g_chmod (folder, 0);
  g_chmod (fixture->folder, 0755);

  if (is_root)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
  listing = sample_list (fixture->folder, NULL);
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_chmod (folder, 0700);

  g_assert_cmpuint (listing.skipped->len, ==, 2);
  g_assert_true (sample_mentions (&listing, "a1", "Permission denied"));
  g_assert_true (sample_mentions (&listing, "closed", "can't be opened"));
}

static gboolean
cancel_after_ten (const OvrReadResult *result,
                  gpointer data,
                  GError **error)
{
  static guint n;

  if (++n == 10)
    g_cancellable_cancel (data);
  return TRUE;
}

static void
test_cancelling_ends_it (Fixture *fixture,
                         gconstpointer unused)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const char *paths[] = { fixture->folder, NULL };
  g_autoptr (GError) error = NULL;

  sample_save_stack (fixture->folder, 60, -1);
  g_assert_false (ovr_read_paths (paths, NULL, cancellable, cancel_after_ten, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* ---- DICOMDIR */

/* Adds an IMAGE record to @index; components joined by "\". */
static void
add_record (OvrDataset *index,
            const char *file_id,
            const char *name)
{
  OvrDataset *record = ovr_dataset_append_item (index, TAG_RECORD_SEQUENCE);
  g_autofree char *image = g_strconcat ("image ", name, NULL);

  ovr_dataset_set_text (record, OVR_TAG (0x0004, 0x1430), "IMAGE");
  ovr_dataset_set_text (record, TAG_REFERENCED_FILE_ID, file_id);
  sample_set_uid (record, TAG_REFERENCED_INSTANCE, image);
}

static OvrDataset *
new_index (void)
{
  OvrDataset *index = ovr_dataset_new ();

  ovr_dataset_set_text (index, TAG_SOP_CLASS, "1.2.840.10008.1.3.10");
  sample_set_uid (index, TAG_SOP_INSTANCE, "index");
  return index;
}

/* The driver made names small and left the version on. */
static void
test_dicomdir_names_are_matched_loosely (Fixture *fixture,
                                         gconstpointer unused)
{
  g_autofree char *images = in_folder (fixture, "images");
  g_autofree char *path = in_folder (fixture, "DICOMDIR");
  OvrDataset *index = new_index ();
  g_auto (SampleListing) listing = { NULL };

  g_mkdir (images, 0700);
  sample_save (sample_ct ("a", 1, 0.0), images, "im0001");
  sample_save (sample_ct ("b", 2, 2.0), images, "IM0002;1");
  sample_save (sample_ct ("c", 3, 4.0), images, "im0003.dcm");
  sample_save (sample_ct ("unlisted", 4, 6.0), images, "IM0009");
  add_record (index, "IMAGES\\IM0001", "a");
  add_record (index, "IMAGES\\IM0002", "b");
  add_record (index, "IMAGES\\IM0003", "c");
  sample_save (index, fixture->folder, "DICOMDIR");
  listing = sample_list (path, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 3);
  g_assert_cmpuint (listing.skipped->len, ==, 0);
}

static void
test_missing_files_of_a_dicomdir_are_listed (Fixture *fixture,
                                             gconstpointer unused)
{
  g_autofree char *images = in_folder (fixture, "IMAGES");
  g_autofree char *path = in_folder (fixture, "DICOMDIR");
  OvrDataset *index = new_index ();
  g_auto (SampleListing) named = { NULL };
  g_auto (SampleListing) searched = { NULL };

  g_mkdir (images, 0700);
  sample_save (sample_ct ("a", 1, 0.0), images, "IM0001");
  sample_save (sample_ct ("unlisted", 4, 6.0), images, "IM0009");
  add_record (index, "IMAGES\\IM0001", "a");
  add_record (index, "IMAGES\\IM0002", "b");
  sample_save (index, fixture->folder, "DICOMDIR");

  named = sample_list (path, NULL);
  g_assert_cmpuint (named.uids->len, ==, 1);
  g_assert_cmpuint (named.skipped->len, ==, 1);
  g_assert_true (sample_mentions (&named, "IMAGES/IM0002", "not there"));

  /* The folder is searched anyway: the unlisted image comes too. */
  searched = sample_list (fixture->folder, NULL);
  g_assert_cmpuint (searched.uids->len, ==, 2);
  g_assert_true (sample_mentions (&searched, "IMAGES/IM0002", "not there"));
}

static void
test_dicomdir_never_leads_out (Fixture *fixture,
                               gconstpointer unused)
{
  g_autofree char *disc = in_folder (fixture, "disc");
  g_autofree char *path = in_folder (fixture, "disc/DICOMDIR");
  OvrDataset *index = new_index ();
  g_auto (SampleListing) listing = { NULL };

  g_mkdir (disc, 0700);
  sample_save (sample_ct ("secret", 1, 0.0), fixture->folder, "SECRET");
  sample_save (sample_ct ("a", 2, 2.0), disc, "A");
  add_record (index, "..\\SECRET", "secret");
  add_record (index, "/etc\\passwd", "x");
  add_record (index, "C:\\X", "y");
  add_record (index, "A", "a");
  sample_save (index, disc, "DICOMDIR");
  listing = sample_list (path, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 1);
  g_assert_cmpuint (listing.skipped->len, ==, 3);
  g_assert_true (sample_mentions (&listing, "SECRET", "refused"));
}

static void
test_damaged_dicomdir_falls_back_to_searching (Fixture *fixture,
                                               gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "DICOMDIR");
  g_auto (SampleListing) listing = { NULL };

  sample_save_stack (fixture->folder, 3, -1);
  g_assert_true (g_file_set_contents (path, "no index any more", -1, NULL));
  listing = sample_list (path, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 3);
}

static void
test_real_dicomdirs_are_read (Fixture *fixture,
                              gconstpointer unused)
{
  static const char *const names[] = { "DICOMDIR", "DICOMDIR-bigEnd", "DICOMDIR-implicit", "DICOMDIR-reordered" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *relative = g_strconcat ("dicomdir/pydicom/", names[i], NULL);
      g_autofree char *path = sample_path (relative);
      g_auto (SampleListing) listing = { NULL };

      if (path == NULL)
        return;
      listing = sample_list (path, NULL);
      g_assert_cmpuint (listing.uids->len, ==, 31);
      g_assert_cmpuint (listing.skipped->len, ==, 0);
    }
}

int
main (int argc,
      char **argv)
{
  const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/reader/order-of-names", test_folders_are_searched_in_order_of_names },
    { "/reader/links-in-circles-end", test_links_in_circles_end },
    { "/reader/pipes-are-not-opened", test_pipes_are_not_opened },
    { "/reader/other-files-are-listed", test_other_files_are_listed_and_stop_nothing },
    { "/reader/missing-path-is-an-error", test_missing_path_is_an_error },
    { "/reader/refused-files-are-listed", test_refused_files_are_listed },
    { "/reader/cancelling-ends-it", test_cancelling_ends_it },
    { "/reader/dicomdir-names-are-matched-loosely", test_dicomdir_names_are_matched_loosely },
    { "/reader/dicomdir-missing-files-are-listed", test_missing_files_of_a_dicomdir_are_listed },
    { "/reader/dicomdir-never-leads-out", test_dicomdir_never_leads_out },
    { "/reader/dicomdir-damaged-falls-back", test_damaged_dicomdir_falls_back_to_searching },
    { "/reader/dicomdir-real-ones-are-read", test_real_dicomdirs_are_read },
  };

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
