/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-samples.h"

#include "ovr-medium.h"
#include "ovr-name-order.h"
#include "ovr-shared-text.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

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

/* An image @name in @folder below the fixture's, of patient @patient. */
static void
save (Fixture *fixture,
      const char *folder,
      const char *name,
      const char *patient)
{
  g_autofree char *path = g_build_filename (fixture->folder, folder, NULL);
  g_autofree char *image = g_strconcat (folder, "/", name, NULL);
  OvrDataset *dataset = sample_ct (image, 1, 0.0);

  g_mkdir_with_parents (path, 0700);
  ovr_dataset_set_text (dataset, TAG_PATIENT_NAME, patient);
  sample_save (dataset, path, name);
}

/* The paths of a listing below the fixture's folder, joined by spaces. */
static char *
order_of (Fixture *fixture,
          const SampleListing *listing)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < listing->paths->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            (const char *) listing->paths->pdata[i] + strlen (fixture->folder) + 1);
  return g_string_free (text, FALSE);
}

static void
test_numbers_in_names_count (void)
{
  static const char *const ordered[] = { "", "1", "2", "10", "A", "b", "C", "im2", "IM9", "im10", "IM10a", "im010b", "z" };

  for (guint i = 0; i < G_N_ELEMENTS (ordered); i++)
    for (guint k = 0; k < G_N_ELEMENTS (ordered); k++)
      {
        int order = ovr_name_compare (ordered[i], ordered[k]);

        g_assert_cmpint ((order > 0) - (order < 0), ==, (i > k) - (i < k));
      }
  g_assert_cmpint (ovr_name_compare ("IM1", "im1"), !=, 0);
  g_assert_cmpint (ovr_name_compare ("IM01", "IM1"), !=, 0);
}

/* One of each folder, then all by name. */
static void
test_folders_are_scouted_first (Fixture *fixture,
                                gconstpointer unused)
{
  g_autofree char *readme = g_build_filename (fixture->folder, "a", "AUTORUN.INF", NULL);
  g_auto (SampleListing) listing = { NULL };
  g_autofree char *order = NULL;

  save (fixture, "a", "IM10", "Anna");
  save (fixture, "a", "IM2", "Anna");
  save (fixture, "a", "IM9", "Anna");
  save (fixture, "b", "IM1", "Berta");
  save (fixture, "b", "IM2", "Berta");
  save (fixture, "b/c", "IM1", "Clara");
  g_assert_true (g_file_set_contents (readme, "[autorun]", -1, NULL));
  listing = sample_list (fixture->folder, NULL);
  order = order_of (fixture, &listing);
  g_assert_cmpstr (order, ==, "a/IM2 b/c/IM1 b/IM1 a/IM9 a/IM10 b/IM2");
  g_assert_cmpuint (listing.n_scouts, ==, 3);
  g_assert_cmpuint (g_array_index (listing.n_totals, guint, 0), ==, 0);
  for (guint i = 3; i < 7; i++)
    g_assert_cmpuint (g_array_index (listing.n_totals, guint, i), ==, 7);
}

/* A file manager hands over each file of a selection. */
static void
test_single_files_are_like_folders (Fixture *fixture,
                                    gconstpointer unused)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_auto (SampleListing) listing = { NULL };
  g_autofree char *order = NULL;

  for (int i = 0; i < 40; i++)
    {
      const char *folder = i < 20 ? "a" : "b";
      g_autofree char *name = g_strdup_printf ("%d", i);

      save (fixture, folder, name, "Anna");
      g_ptr_array_add (paths, g_build_filename (fixture->folder, folder, name, NULL));
    }
  g_ptr_array_add (paths, NULL);
  listing = sample_list_all ((const char *const *) paths->pdata, NULL);
  order = order_of (fixture, &listing);
  g_assert_true (g_str_has_prefix (order, "a/0 b/20 a/1 a/2 "));
  g_assert_cmpuint (listing.uids->len, ==, 40);
  g_assert_cmpuint (listing.n_scouts, ==, 2);
}

/* Archives are told of before the files beside them are read. */
static void
test_archives_are_scouted_too (Fixture *fixture,
                               gconstpointer unused)
{
  struct archive *archive = sample_archive_new (fixture->folder, "prior.zip", "zip", NULL, NULL);
  g_auto (SampleListing) listing = { NULL };

  sample_archive_add_image (archive, "IM1");
  sample_archive_add_image (archive, "IM2");
  sample_archive_close (archive);
  save (fixture, "now", "1", "Anna");
  save (fixture, "now", "2", "Anna");
  listing = sample_list (fixture->folder, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 4);
  g_assert_cmpuint (listing.n_scouts, ==, 2);
  g_assert_true (g_str_has_suffix (listing.paths->pdata[1], "prior.zip: IM1"));
  g_assert_cmpuint (g_array_index (listing.n_totals, guint, 2), ==, 4);
}

/* ---- DICOMDIR */

static OvrDataset *
new_index (void)
{
  OvrDataset *index = ovr_dataset_new ();

  ovr_dataset_set_text (index, TAG_SOP_CLASS, "1.2.840.10008.1.3.10");
  sample_set_uid (index, TAG_SOP_INSTANCE, "index");
  return index;
}

static void
add_patient (OvrDataset *index,
             const char *name)
{
  OvrDataset *record = ovr_dataset_append_item (index, TAG_RECORD_SEQUENCE);

  ovr_dataset_set_text (record, OVR_TAG (0x0004, 0x1430), "PATIENT");
  ovr_dataset_set_text (record, TAG_PATIENT_NAME, name);
  ovr_dataset_set_text (record, TAG_PATIENT_ID, "4711");
}

static void
add_image (OvrDataset *index,
           const char *file_id)
{
  OvrDataset *record = ovr_dataset_append_item (index, TAG_RECORD_SEQUENCE);

  ovr_dataset_set_text (record, OVR_TAG (0x0004, 0x1430), "IMAGE");
  ovr_dataset_set_text (record, TAG_REFERENCED_FILE_ID, file_id);
}

/* Two patients in one folder: the first file can't tell, the list does. */
static void
save_disc (Fixture *fixture)
{
  OvrDataset *index = new_index ();

  add_patient (index, "Muster^Anna");
  add_image (index, "IMAGES\\IM3");
  add_image (index, "IMAGES\\IM1");
  add_patient (index, "Muster^Berta");
  add_image (index, "IMAGES\\IM2");
  sample_save (index, fixture->folder, "DICOMDIR");
  save (fixture, "IMAGES", "IM1", "Muster^Anna");
  save (fixture, "IMAGES", "IM2", "Muster^Berta");
  save (fixture, "IMAGES", "IM3", "Muster^Anna");
  save (fixture, "IMAGES", "IM4", "Muster^Anna");
}

static void
test_dicomdir_tells_the_patients (Fixture *fixture,
                                  gconstpointer unused)
{
  g_auto (SampleListing) listing = { NULL };

  save_disc (fixture);
  listing = sample_list (fixture->folder, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 4);
  g_assert_cmpuint (listing.n_listed, ==, 2);
}

static void
test_slow_media_are_read_as_listed (Fixture *fixture,
                                    gconstpointer unused)
{
  g_auto (SampleListing) fast = { NULL };
  g_auto (SampleListing) slow = { NULL };
  g_autofree char *fast_order = NULL;
  g_autofree char *slow_order = NULL;

  save_disc (fixture);
  fast = sample_list (fixture->folder, &(OvrReadOptions){ .medium = OVR_MEDIUM_DISK });
  slow = sample_list (fixture->folder, &(OvrReadOptions){ .medium = OVR_MEDIUM_REMOVABLE });
  fast_order = order_of (fixture, &fast);
  slow_order = order_of (fixture, &slow);
  g_assert_cmpstr (fast_order, ==, "IMAGES/IM1 IMAGES/IM2 IMAGES/IM3 IMAGES/IM4");
  g_assert_cmpstr (slow_order, ==, "IMAGES/IM3 IMAGES/IM1 IMAGES/IM2 IMAGES/IM4");
}

/* Opened files, as the kernel saw them. */
typedef struct
{
  int inotify;
  guint n_opened;
  gboolean is_first;
} Watch;

static gboolean
count_opened (const OvrReadResult *result,
              gpointer data,
              GError **error)
{
  Watch *watch = data;
  char buffer[65536] __attribute__ ((aligned (8)));
  gssize size;

  if (!watch->is_first || result->instance == NULL)
    return TRUE;
  watch->is_first = FALSE;
  while ((size = read (watch->inotify, buffer, sizeof buffer)) > 0)
    for (gssize at = 0; at < size;)
      {
        const struct inotify_event *event = (const struct inotify_event *) (gpointer) (buffer + at);

        watch->n_opened += (event->mask & IN_ISDIR) == 0;
        at += (gssize) (sizeof *event + event->len);
      }
  return TRUE;
}

static guint
count_opened_before_the_first (Fixture *fixture)
{
  g_autofree char *images = g_build_filename (fixture->folder, "IMAGES", NULL);
  const char *paths[] = { fixture->folder, NULL };
  const OvrReadOptions options = { .medium = OVR_MEDIUM_REMOVABLE };
  Watch watch = { .inotify = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC), .is_first = TRUE };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (watch.inotify, >=, 0);
  g_assert_cmpint (inotify_add_watch (watch.inotify, fixture->folder, IN_OPEN), >=, 0);
  g_assert_cmpint (inotify_add_watch (watch.inotify, images, IN_OPEN), >=, 0);
  ovr_read_paths (paths, &options, NULL, count_opened, &watch, &error);
  g_assert_no_error (error);
  g_assert_false (watch.is_first);
  close (watch.inotify);
  return watch.n_opened;
}

/* Each one costs a fifth of a second on a disc. */
static void
test_slow_media_show_an_image_after_two_files (Fixture *fixture,
                                               gconstpointer unused)
{
  g_autofree char *index = g_build_filename (fixture->folder, "DICOMDIR", NULL);
  g_autofree char *viewer = g_build_filename (fixture->folder, "VIEWER.EXE", NULL);

  save_disc (fixture);
  g_assert_true (g_file_set_contents (viewer, "MZ", -1, NULL));
  g_assert_cmpuint (count_opened_before_the_first (fixture), ==, 2);
  g_assert_cmpint (g_remove (index), ==, 0);
  g_assert_cmpuint (count_opened_before_the_first (fixture), ==, 1);
}

/* ---- What files lie on */

static void
make_device (Fixture *fixture,
             const char *place,
             const char *name,
             const char *removable)
{
  g_autofree char *device = g_build_filename (fixture->folder, "devices", place, NULL);
  g_autofree char *flag = g_build_filename (device, "removable", NULL);
  g_autofree char *blocks = g_build_filename (fixture->folder, "class", "block", NULL);
  g_autofree char *link = g_build_filename (blocks, name, NULL);
  g_autofree char *target = g_build_filename ("..", "..", "devices", place, NULL);

  g_mkdir_with_parents (device, 0700);
  g_mkdir_with_parents (blocks, 0700);
  if (removable != NULL)
    g_assert_true (g_file_set_contents (flag, removable, -1, NULL));
  g_assert_cmpint (symlink (target, link), ==, 0);
}

static void
test_media_are_told_by_their_mounts (Fixture *fixture,
                                     gconstpointer unused)
{
  const char *sys = fixture->folder;

  make_device (fixture, "pci/ata1/block/sda", "sda", "0\n");
  make_device (fixture, "pci/ata1/block/sda/sda1", "sda1", NULL);
  make_device (fixture, "pci/mmc/block/mmcblk0", "mmcblk0", "1\n");
  make_device (fixture, "pci/mmc/block/mmcblk0/mmcblk0p1", "mmcblk0p1", NULL);
  make_device (fixture, "pci/usb1/1-2/block/sdb", "sdb", "0\n");
  make_device (fixture, "pci/usb1/1-2/block/sdb/sdb1", "sdb1", NULL);

  g_assert_cmpint (ovr_medium_of_mount ("iso9660", "/dev/sr0", sys), ==, OVR_MEDIUM_REMOVABLE);
  g_assert_cmpint (ovr_medium_of_mount ("udf", "/dev/sr0", sys), ==, OVR_MEDIUM_REMOVABLE);
  g_assert_cmpint (ovr_medium_of_mount ("ext4", "/dev/sda1", sys), ==, OVR_MEDIUM_DISK);
  g_assert_cmpint (ovr_medium_of_mount ("vfat", "/dev/mmcblk0p1", sys), ==, OVR_MEDIUM_REMOVABLE);
  g_assert_cmpint (ovr_medium_of_mount ("exfat", "/dev/sdb1", sys), ==, OVR_MEDIUM_REMOVABLE);
  g_assert_cmpint (ovr_medium_of_mount ("fuseblk", "/dev/sda1", sys), ==, OVR_MEDIUM_DISK);
  g_assert_cmpint (ovr_medium_of_mount ("nfs4", "server:/export", sys), ==, OVR_MEDIUM_NETWORK);
  g_assert_cmpint (ovr_medium_of_mount ("cifs", "//server/share", sys), ==, OVR_MEDIUM_NETWORK);
  g_assert_cmpint (ovr_medium_of_mount ("fuse.sshfs", "user@host:", sys), ==, OVR_MEDIUM_NETWORK);
  g_assert_cmpint (ovr_medium_of_mount ("tmpfs", "tmpfs", sys), ==, OVR_MEDIUM_UNKNOWN);
}

/* ---- Texts */

#define N_ROUNDS 100000

static gpointer
share (gpointer data)
{
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      const char *text = ovr_shared_text_get ("1.2.840.10008.5.1.4.1.1.2");
      const char *second = ovr_shared_text_ref (text);

      g_assert_cmpstr (second, ==, "1.2.840.10008.5.1.4.1.1.2");
      ovr_shared_text_unref (text);
      ovr_shared_text_unref (second);
    }
  return NULL;
}

static void
test_texts_are_shared_among_threads (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("share", share, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
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
    { "/reading-order/folders-are-scouted-first", test_folders_are_scouted_first },
    { "/reading-order/single-files-are-like-folders", test_single_files_are_like_folders },
    { "/reading-order/archives-are-scouted-too", test_archives_are_scouted_too },
    { "/reading-order/dicomdir-tells-the-patients", test_dicomdir_tells_the_patients },
    { "/reading-order/slow-media-as-listed", test_slow_media_are_read_as_listed },
    { "/reading-order/slow-media-after-two-files", test_slow_media_show_an_image_after_two_files },
    { "/reading-order/media-by-their-mounts", test_media_are_told_by_their_mounts },
  };

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add_func ("/reading-order/numbers-in-names", test_numbers_in_names_count);
  g_test_add_func ("/reading-order/texts-among-threads", test_texts_are_shared_among_threads);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
