/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame.h"

#include <fcntl.h>
#include <unistd.h>

/* The samples by others: frames against what three independent decoders agree
 * on, and the malformed ones for nothing but an answer. */

/* Columns of REFERENCE.tsv. */
enum
{
  COLUMN_PATH = 0,
  COLUMN_SYNTAX = 1,
  COLUMN_STATUS = 7,
  COLUMN_MD5 = 9, /* first, middle and last frame */
  N_COLUMNS = 12,
};

static char *
sample_path (const char *name)
{
  const char *samples = g_getenv ("OVERREAD_SAMPLES");

  return g_build_filename (samples != NULL ? samples : "", "dicom", name, NULL);
}

static void
check_frame (int fd,
             guint frame,
             const char *md5,
             OvrFrameInfo *info)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) cells = ovr_frame_decode_fd (fd, frame, info, &error);
  g_autofree char *got = NULL;

  g_assert_no_error (error);
  got = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, cells);
  g_assert_cmpstr (got, ==, md5);
}

static gboolean
check_row (char **columns)
{
  g_autofree char *path = NULL;
  OvrFrameInfo info = { 0 };
  int fd;

  if (g_strv_length (columns) < N_COLUMNS || g_strcmp0 (columns[COLUMN_STATUS], "AGREE") != 0 ||
      !ovr_frame_can_decode (columns[COLUMN_SYNTAX], NULL))
    return FALSE;
  path = sample_path (columns[COLUMN_PATH]);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return FALSE;
  g_test_message ("%s", columns[COLUMN_PATH]);
  check_frame (fd, 1, columns[COLUMN_MD5], &info);
  if (info.n_frames > 1)
    {
      check_frame (fd, info.n_frames / 2 + 1, columns[COLUMN_MD5 + 1], &info);
      check_frame (fd, info.n_frames, columns[COLUMN_MD5 + 2], &info);
    }
  close (fd);
  return TRUE;
}

static void
test_frames_match_the_reference (void)
{
  g_autofree char *path = sample_path ("REFERENCE.tsv");
  g_autofree char *text = NULL;
  g_auto (GStrv) rows = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("the sample files are not here");
      return;
    }
  rows = g_strsplit (text, "\n", -1);
  for (guint i = 1; rows[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (rows[i], "\t", -1);

      n += check_row (columns) ? 1 : 0;
    }
  g_assert_cmpuint (n, >, 500);
}

static guint
walk (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autoptr (GBytes) cells = NULL;
      g_autoptr (GBytes) same = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *contents = NULL;
      g_autoptr (GBytes) file = NULL;
      OvrFrameInfo info = { 0 };
      gsize size = 0;
      int fd;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          n += walk (path);
          continue;
        }
      fd = open (path, O_RDONLY | O_CLOEXEC);
      cells = ovr_frame_decode_fd (fd, 1, &info, &error);
      close (fd);
      g_assert_true ((cells != NULL) != (error != NULL));
      g_file_get_contents (path, &contents, &size, NULL);
      file = g_bytes_new_take (g_steal_pointer (&contents), size);
      same = ovr_frame_decode (file, 1, &info, NULL);
      g_assert_cmpint (cells != NULL, ==, same != NULL);
      if (cells != NULL)
        g_assert_true (g_bytes_equal (cells, same));
      n++;
    }
  return n;
}

static void
test_hostile_files_get_an_answer (void)
{
  g_autofree char *directory = sample_path ("hostile");

  if (!g_file_test (directory, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("the sample files are not here");
      return;
    }
  g_assert_cmpuint (walk (directory), >, 10);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add_func ("/frame/reference", test_frames_match_the_reference);
  g_test_add_func ("/frame/hostile", test_hostile_files_get_an_answer);
  return g_test_run ();
}
