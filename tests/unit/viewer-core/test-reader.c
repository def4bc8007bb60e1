/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include <archive.h>
#include <archive_entry.h>
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

/* What a reading brought: SOP Instance UIDs in order, "path: reason" lines. */
typedef struct
{
  GPtrArray *uids;
  GPtrArray *skipped;
  GPtrArray *stored;
} Listing;

static gboolean
list (const OvrReadResult *result,
      gpointer data,
      GError **error)
{
  Listing *listing = data;

  if (result->instance != NULL)
    g_ptr_array_add (listing->uids, g_strdup (result->instance->sop_uid));
  else
    g_ptr_array_add (listing->skipped, g_strdup_printf ("%s: %s", result->path, result->reason));
  if (result->is_stored)
    g_ptr_array_add (listing->stored, g_strdup (result->path));
  return TRUE;
}

static void
listing_clear (Listing *listing)
{
  g_clear_pointer (&listing->uids, g_ptr_array_unref);
  g_clear_pointer (&listing->skipped, g_ptr_array_unref);
  g_clear_pointer (&listing->stored, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listing, listing_clear)

static Listing
read_path (const char *path,
           const OvrReadOptions *options)
{
  const char *paths[] = { path, NULL };
  Listing listing = { g_ptr_array_new_with_free_func (g_free), g_ptr_array_new_with_free_func (g_free),
                      g_ptr_array_new_with_free_func (g_free) };
  g_autoptr (GError) error = NULL;

  ovr_read_paths (paths, options, NULL, list, &listing, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < listing.skipped->len; i++)
    g_test_message ("skipped: %s", (const char *) listing.skipped->pdata[i]);
  return listing;
}

static gboolean
mentions (const Listing *listing,
          const char *first,
          const char *second)
{
  for (guint i = 0; i < listing->skipped->len; i++)
    if (strstr (listing->skipped->pdata[i], first) != NULL && strstr (listing->skipped->pdata[i], second) != NULL)
      return TRUE;
  return FALSE;
}

static void
test_folders_are_searched_in_order_of_names (Fixture *fixture,
                                             gconstpointer unused)
{
  g_autofree char *deep = in_folder (fixture, "b/c");
  g_auto (Listing) first = { NULL };
  g_auto (Listing) second = { NULL };

  g_mkdir_with_parents (deep, 0700);
  for (int i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("%03d", i);

      sample_save (sample_ct (name, i, i), i % 2 == 0 ? fixture->folder : deep, name);
    }
  first = read_path (fixture->folder, NULL);
  second = read_path (fixture->folder, &(OvrReadOptions){ .n_threads = 4 });
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
  g_auto (Listing) listing = { NULL };

  g_mkdir (inner, 0700);
  sample_save (sample_ct ("a", 1, 0.0), inner, "a");
  g_assert_cmpint (symlink ("..", loop), ==, 0);
  g_assert_cmpint (symlink ("nowhere", gone), ==, 0);
  listing = read_path (fixture->folder, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 1);
  g_assert_cmpuint (listing.skipped->len, ==, 1);
  g_assert_true (mentions (&listing, "dangling", "neither a file nor a folder"));
}

/* A pipe would hold the reading for ever. */
static void
test_pipes_are_not_opened (Fixture *fixture,
                           gconstpointer unused)
{
  g_autofree char *pipe = in_folder (fixture, "pipe");
  g_auto (Listing) listing = { NULL };

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  listing = read_path (fixture->folder, NULL);
  g_assert_true (mentions (&listing, "pipe", "neither a file nor a folder"));
}

static void
test_other_files_are_listed_and_stop_nothing (Fixture *fixture,
                                              gconstpointer unused)
{
  g_autofree char *letter = in_folder (fixture, "1-letter.txt");
  g_autofree char *empty = in_folder (fixture, "2-empty");
  g_auto (Listing) listing = { NULL };

  g_assert_true (g_file_set_contents (letter, "Dear colleague, here are the images.", -1, NULL));
  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  sample_save_stack (fixture->folder, 3, -1);
  listing = read_path (fixture->folder, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 3);
  g_assert_cmpuint (listing.skipped->len, ==, 2);
  g_assert_true (mentions (&listing, "1-letter.txt", "not a DICOM file"));
  g_assert_true (mentions (&listing, "2-empty", "not a DICOM file"));
}

static void
test_missing_path_is_an_error (Fixture *fixture,
                               gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "nothing here");
  const char *paths[] = { fixture->folder, path, NULL };
  g_autoptr (GError) error = NULL;
  Listing none = { NULL };

  sample_save (sample_ct ("a", 1, 0.0), fixture->folder, "a");
  /* Nothing is read before all paths were looked at: @none is never touched. */
  g_assert_false (ovr_read_paths (paths, NULL, NULL, list, &none, &error));
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
  g_auto (Listing) listing = { NULL };

  sample_save_stack (fixture->folder, 3, -1);
  g_mkdir (folder, 0700);
  sample_save (sample_ct ("b", 1, 0.0), folder, "b");
  g_chmod (file, 0);
  g_chmod (folder, 0);
  g_chmod (fixture->folder, 0755);

  if (is_root)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
  listing = read_path (fixture->folder, NULL);
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  g_chmod (folder, 0700);

  g_assert_cmpuint (listing.skipped->len, ==, 2);
  g_assert_true (mentions (&listing, "a1", "Permission denied"));
  g_assert_true (mentions (&listing, "closed", "can't be opened"));
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
  g_auto (Listing) listing = { NULL };

  g_mkdir (images, 0700);
  sample_save (sample_ct ("a", 1, 0.0), images, "im0001");
  sample_save (sample_ct ("b", 2, 2.0), images, "IM0002;1");
  sample_save (sample_ct ("c", 3, 4.0), images, "im0003.dcm");
  sample_save (sample_ct ("unlisted", 4, 6.0), images, "IM0009");
  add_record (index, "IMAGES\\IM0001", "a");
  add_record (index, "IMAGES\\IM0002", "b");
  add_record (index, "IMAGES\\IM0003", "c");
  sample_save (index, fixture->folder, "DICOMDIR");
  listing = read_path (path, NULL);
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
  g_auto (Listing) named = { NULL };
  g_auto (Listing) searched = { NULL };

  g_mkdir (images, 0700);
  sample_save (sample_ct ("a", 1, 0.0), images, "IM0001");
  sample_save (sample_ct ("unlisted", 4, 6.0), images, "IM0009");
  add_record (index, "IMAGES\\IM0001", "a");
  add_record (index, "IMAGES\\IM0002", "b");
  sample_save (index, fixture->folder, "DICOMDIR");

  named = read_path (path, NULL);
  g_assert_cmpuint (named.uids->len, ==, 1);
  g_assert_cmpuint (named.skipped->len, ==, 1);
  g_assert_true (mentions (&named, "IMAGES/IM0002", "not there"));

  /* The folder is searched anyway: the unlisted image comes too. */
  searched = read_path (fixture->folder, NULL);
  g_assert_cmpuint (searched.uids->len, ==, 2);
  g_assert_true (mentions (&searched, "IMAGES/IM0002", "not there"));
}

static void
test_dicomdir_never_leads_out (Fixture *fixture,
                               gconstpointer unused)
{
  g_autofree char *disc = in_folder (fixture, "disc");
  g_autofree char *path = in_folder (fixture, "disc/DICOMDIR");
  OvrDataset *index = new_index ();
  g_auto (Listing) listing = { NULL };

  g_mkdir (disc, 0700);
  sample_save (sample_ct ("secret", 1, 0.0), fixture->folder, "SECRET");
  sample_save (sample_ct ("a", 2, 2.0), disc, "A");
  add_record (index, "..\\SECRET", "secret");
  add_record (index, "/etc\\passwd", "x");
  add_record (index, "C:\\X", "y");
  add_record (index, "A", "a");
  sample_save (index, disc, "DICOMDIR");
  listing = read_path (path, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 1);
  g_assert_cmpuint (listing.skipped->len, ==, 3);
  g_assert_true (mentions (&listing, "SECRET", "refused"));
}

static void
test_damaged_dicomdir_falls_back_to_searching (Fixture *fixture,
                                               gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "DICOMDIR");
  g_auto (Listing) listing = { NULL };

  sample_save_stack (fixture->folder, 3, -1);
  g_assert_true (g_file_set_contents (path, "no index any more", -1, NULL));
  listing = read_path (path, NULL);
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
      g_auto (Listing) listing = { NULL };

      if (path == NULL)
        return;
      listing = read_path (path, NULL);
      g_assert_cmpuint (listing.uids->len, ==, 31);
      g_assert_cmpuint (listing.skipped->len, ==, 0);
    }
}

/* ---- Archives */

static void
add_member (struct archive *archive,
            const char *name,
            GBytes *bytes)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, (gint64) g_bytes_get_size (bytes));
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_data (archive, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)), ==,
                   (gssize) g_bytes_get_size (bytes));
  archive_entry_free (entry);
}

/* @names: of members, each an image of its own. */
static char *
make_archive (Fixture *fixture,
              gboolean iso,
              const char *const *names)
{
  struct archive *archive = archive_write_new ();
  char *path = in_folder (fixture, iso ? "disc.iso" : "images.zip");

  if (iso)
    archive_write_set_format_iso9660 (archive);
  else
    archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GBytes) bytes = sample_bytes (sample_ct (names[i], (int) i + 1, 2.0 * i));

      add_member (archive, names[i], bytes);
    }
  g_assert_cmpint (archive_write_free (archive), ==, ARCHIVE_OK);
  return path;
}

static void
test_archives_are_read_in_memory (Fixture *fixture,
                                  gconstpointer unused)
{
  static const char *const names[] = { "IMAGES/IM0001", "IMAGES/IM0002", "IM0003", NULL };

  for (int iso = 0; iso < 2; iso++)
    {
      g_autofree char *path = make_archive (fixture, iso != 0, names);
      g_auto (Listing) listing = read_path (path, NULL);

      g_assert_cmpuint (listing.uids->len, ==, 3);
      g_assert_cmpuint (listing.stored->len, ==, 0);
    }
}

static void
test_names_in_archives_never_become_paths (Fixture *fixture,
                                           gconstpointer unused)
{
  static const char *const names[] = { "../outside", "/tmp/ovr-study-absolute", "a/../../../outside", "ok", NULL };
  g_autofree char *path = make_archive (fixture, FALSE, names);
  g_autofree char *store = in_folder (fixture, "store");
  g_autofree char *outside = in_folder (fixture, "outside");
  g_auto (Listing) listing = { NULL };

  g_mkdir (store, 0700);
  listing = read_path (path, &(OvrReadOptions){ .store = store });
  g_assert_cmpuint (listing.uids->len, ==, 4);
  g_assert_cmpuint (listing.stored->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *folder = g_path_get_dirname (listing.stored->pdata[i]);

      g_assert_cmpstr (folder, ==, store);
      g_assert_true (g_file_test (listing.stored->pdata[i], G_FILE_TEST_IS_REGULAR));
    }
  g_assert_false (g_file_test (outside, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test ("/tmp/ovr-study-absolute", G_FILE_TEST_EXISTS));
}

static void
test_archives_are_limited (Fixture *fixture,
                           gconstpointer unused)
{
  static const char *const names[] = { "1", "2", "3", "4", NULL };
  g_autofree char *path = make_archive (fixture, FALSE, names);
  g_autoptr (GBytes) one = sample_bytes (sample_ct ("1", 1, 0.0));
  const guint64 size = g_bytes_get_size (one);
  g_auto (Listing) total = read_path (path, &(OvrReadOptions){ .max_total = 2 * size + size / 2 });
  g_auto (Listing) member = read_path (path, &(OvrReadOptions){ .max_member = size - 1 });

  g_assert_cmpuint (total.uids->len, ==, 2);
  g_assert_true (mentions (&total, "images.zip", "holds more than one may"));
  g_assert_cmpuint (member.uids->len, ==, 0);
  g_assert_cmpuint (member.skipped->len, ==, 4);
}

static void
test_cut_archive_gives_what_it_has (Fixture *fixture,
                                    gconstpointer unused)
{
  static const char *const names[] = { "1", "2", "3", "4", NULL };
  g_autofree char *path = make_archive (fixture, FALSE, names);
  g_autofree char *contents = NULL;
  g_auto (Listing) listing = { NULL };
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (path, contents, (gssize) length / 2, NULL));
  listing = read_path (path, NULL);
  g_assert_cmpuint (listing.uids->len, >, 0);
  g_assert_cmpuint (listing.uids->len, <, 4);
  g_assert_cmpuint (listing.skipped->len, >, 0);
}

/* An archive in a folder is read, an archive in an archive is not. */
static void
test_archives_in_folders_are_read (Fixture *fixture,
                                   gconstpointer unused)
{
  static const char *const names[] = { "1", "2", NULL };
  g_autofree char *path = make_archive (fixture, FALSE, names);
  g_auto (Listing) listing = { NULL };

  sample_save (sample_ct ("beside", 9, 0.0), fixture->folder, "beside");
  listing = read_path (fixture->folder, NULL);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (listing.uids->len, ==, 3);
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
    { "/reader/archives-are-read-in-memory", test_archives_are_read_in_memory },
    { "/reader/archive-names-never-become-paths", test_names_in_archives_never_become_paths },
    { "/reader/archives-are-limited", test_archives_are_limited },
    { "/reader/cut-archive-gives-what-it-has", test_cut_archive_gives_what_it_has },
    { "/reader/archives-in-folders-are-read", test_archives_in_folders_are_read },
  };

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
