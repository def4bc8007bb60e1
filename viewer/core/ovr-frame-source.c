/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-source.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <unistd.h>

static gboolean
is_same_file (const struct stat *a,
              const struct stat *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static OvrPixels *
load_fd (OvrFrameSource *self,
         int fd,
         guint frame,
         GError **error)
{
  struct stat status = { 0 };
  gboolean is_known = fstat (fd, &status) == 0;

  if (!is_known || self->header == NULL || !is_same_file (&status, &self->status))
    {
      ovr_frame_source_clear (self);
      self->header = ovr_dataset_read_fd (fd, OVR_READ_HEADER, error);
      self->status = status;
    }

  return self->header != NULL ? ovr_pixels_load_frame (self->header, fd, frame, error) : NULL;
}

OvrPixels *
ovr_frame_source_load (OvrFrameSource *self,
                       const OvrFrameKey *key,
                       GError **error)
{
  OvrPixels *pixels;
  int fd = g_open (key->path, O_RDONLY | O_CLOEXEC, 0);

  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code),
                   "a file of the study can't be opened: %s", g_strerror (code));
      return NULL;
    }

  pixels = load_fd (self, fd, key->frame, error);
  close (fd);
  return pixels;
}

void
ovr_frame_source_clear (OvrFrameSource *self)
{
  g_clear_pointer (&self->header, ovr_dataset_free);
}
