/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"
#include "ovr-frame.h"

#include <glib/gstdio.h>

/* A folder of its own for what a phantom writes, and what is in it. */

static inline char *
files_new_directory (void)
{
  return g_dir_make_tmp ("overread-phantom-XXXXXX", NULL);
}

static inline void
files_remove (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      g_remove (path);
    }
  g_rmdir (directory);
}

static inline GBytes *
files_load (const char *directory,
            const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents = NULL;
  gsize length = 0;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, length);
}

static inline OvrDataset *
files_header (GBytes *file)
{
  g_autoptr (GError) error = NULL;
  OvrDataset *self = ovr_dataset_read_bytes (file, OVR_READ_HEADER, &error);

  g_assert_no_error (error);
  return self;
}

static inline GBytes *
files_frame (GBytes *file,
             guint frame,
             OvrFrameInfo *info)
{
  g_autoptr (GError) error = NULL;
  GBytes *cells = ovr_frame_decode (file, frame, info, &error);

  g_assert_no_error (error);
  return cells;
}

static inline void
files_assert_text (const OvrDataset *self,
                   guint32 tag,
                   const char *wanted)
{
  g_autofree char *text = ovr_dataset_get_text (self, tag);

  g_assert_cmpstr (text, ==, wanted);
}

/* Every file of the phantom says what it is. */
static inline void
files_assert_notice (const OvrDataset *self)
{
  g_autofree char *study = ovr_dataset_get_text (self, OVR_TAG (0x0008, 0x1030));

  files_assert_text (self, OVR_TAG (0x0010, 0x4000), "PHANTOM, not a patient");
  files_assert_text (self, OVR_TAG (0x0020, 0x4000), "PHANTOM, not a patient");
  g_assert_true (g_str_has_prefix (study, "PHANTOM "));
}
