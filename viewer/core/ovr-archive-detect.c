/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-archive.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* What stands where, in all that is looked at: ISO 9660 has the name of its
 * first volume descriptor at 32769 (ECMA-119, 8.1), tar (POSIX ustar) at 257,
 * DICOM at 128 (PS3.10 7.1). */
typedef struct
{
  gsize offset;
  gsize length;
  const char *text;
  OvrArchiveKind kind;
} Mark;

static const Mark marks[] = {
  { 0, 4, "PK\3\4", OVR_ARCHIVE_ZIP },
  { 0, 4, "PK\5\6", OVR_ARCHIVE_ZIP },
  { 0, 6, "7z\xbc\xaf\x27\x1c", OVR_ARCHIVE_SEVEN_ZIP },
  { 0, 6, "Rar!\x1a\x07", OVR_ARCHIVE_RAR },
  { 0, 3, "\x1f\x8b\x08", OVR_ARCHIVE_GZIP },
  { 257, 5, "ustar", OVR_ARCHIVE_TAR },
  { 32769, 5, "CD001", OVR_ARCHIVE_ISO },
};

static const Mark dicom = { 128, 4, "DICM", OVR_ARCHIVE_NONE };

static gboolean
has_mark (int fd,
          GBytes *bytes,
          const Mark *mark)
{
  char found[8];

  if (bytes == NULL)
    return pread (fd, found, mark->length, (off_t) mark->offset) == (gssize) mark->length &&
           memcmp (found, mark->text, mark->length) == 0;
  return g_bytes_get_size (bytes) >= mark->offset + mark->length &&
         memcmp ((const char *) g_bytes_get_data (bytes, NULL) + mark->offset, mark->text, mark->length) == 0;
}

static OvrArchiveKind
detect (int fd,
        GBytes *bytes)
{
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (has_mark (fd, bytes, &marks[i]))
      return has_mark (fd, bytes, &dicom) ? OVR_ARCHIVE_NONE : marks[i].kind;
  return OVR_ARCHIVE_NONE;
}

OvrArchiveKind
ovr_archive_detect (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  OvrArchiveKind kind;

  if (fd < 0)
    return OVR_ARCHIVE_NONE;
  kind = detect (fd, NULL);
  close (fd);
  return kind;
}

OvrArchiveKind
ovr_archive_detect_bytes (GBytes *bytes)
{
  return detect (-1, bytes);
}
