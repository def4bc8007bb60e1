/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-file.h"

#include "ovr-database.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef O_NONBLOCK
#define O_NONBLOCK 0
#endif
#ifndef O_NOCTTY
#define O_NOCTTY 0
#endif
#ifndef O_CLOEXEC
#define O_CLOEXEC 0
#endif
#ifndef O_BINARY
#define O_BINARY 0
#endif

static void
set_errno_error (GError **error,
                 int number)
{
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));
}

int
ovr_file_open (const char *path,
               GError **error)
{
  struct stat info;
  int fd;

  g_return_val_if_fail (path != NULL, -1);

  if (ovr_database_holds (path))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "it is the library itself");
      return -1;
    }
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_BINARY);
  if (fd < 0)
    {
      set_errno_error (error, errno);
      return -1;
    }
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
    return fd;
  close (fd);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "not a regular file");
  return -1;
}

/* A file can grow between asking its size and reading: the limit is kept while
 * reading. */
static GBytes *
read_all (int fd,
          gsize max_bytes,
          GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 chunk[65536];
  ssize_t count;

  while ((count = read (fd, chunk, sizeof chunk)) != 0)
    {
      if (count < 0 && errno == EINTR)
        continue;
      if (count < 0)
        {
          set_errno_error (error, errno);
          return NULL;
        }
      if ((gsize) count > max_bytes - bytes->len)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the file is too large");
          return NULL;
        }
      g_byte_array_append (bytes, chunk, (guint) count);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

GBytes *
ovr_file_read (const char *path,
               gsize max_bytes,
               GError **error)
{
  int fd = ovr_file_open (path, error);
  GBytes *bytes;

  if (fd < 0)
    return NULL;
  bytes = read_all (fd, MIN (max_bytes, (gsize) G_MAXINT32), error);
  close (fd);
  return bytes;
}
