/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-file.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *directory;
  char *path;
} Fixture;

static void
set_up (Fixture *self,
        gconstpointer data G_GNUC_UNUSED)
{
  self->directory = g_dir_make_tmp ("ovr-file-XXXXXX", NULL);
  g_assert_nonnull (self->directory);
  self->path = g_build_filename (self->directory, "it", NULL);
}

static void
tear_down (Fixture *self,
           gconstpointer data G_GNUC_UNUSED)
{
  g_remove (self->path);
  g_rmdir (self->directory);
  g_free (self->path);
  g_free (self->directory);
}

static void
test_read_gives_the_whole_file_up_to_the_limit (Fixture *self,
                                                gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = g_strnfill (200000, 'x');

  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
  bytes = ovr_file_read (self->path, 200000, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, 200000);

  g_assert_null (ovr_file_read (self->path, 199999, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
test_a_pipe_without_a_writer_does_not_hang (Fixture *self,
                                            gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (self->path, 0600), ==, 0);
  g_assert_null (ovr_file_read (self->path, 100, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
}

static void
test_an_endless_device_is_refused (Fixture *self G_GNUC_UNUSED,
                                   gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ovr_file_open ("/dev/zero", &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
}

static void
test_what_is_not_there_is_told_without_its_name (Fixture *self,
                                                 gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ovr_file_open (self->path, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (strstr (error->message, self->directory));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/file/read/whole-and-limit", Fixture, NULL, set_up, test_read_gives_the_whole_file_up_to_the_limit, tear_down);
  g_test_add ("/file/open/pipe", Fixture, NULL, set_up, test_a_pipe_without_a_writer_does_not_hang, tear_down);
  g_test_add ("/file/open/device", Fixture, NULL, set_up, test_an_endless_device_is_refused, tear_down);
  g_test_add ("/file/open/missing", Fixture, NULL, set_up, test_what_is_not_there_is_told_without_its_name, tear_down);
  return g_test_run ();
}
