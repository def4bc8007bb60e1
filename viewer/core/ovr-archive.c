/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reader-private.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define BLOCK_SIZE ((gsize) 256 * 1024)

/* What a GByteArray can surely grow to. */
#define LARGEST_MEMBER (G_GUINT64_CONSTANT (3) << 30)

/* Where ISO 9660's first volume descriptor has its name (ECMA-119, 8.1). */
#define ISO_MARK_OFFSET 32769

typedef struct archive Archive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

gboolean
ovr_archive_detect (const char *path)
{
  char zip[4];
  char iso[5];
  char dicom[4];
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gboolean is_zip, is_iso, is_dicom;

  if (fd < 0)
    return FALSE;
  is_zip = pread (fd, zip, sizeof zip, 0) == sizeof zip &&
           (memcmp (zip, "PK\3\4", 4) == 0 || memcmp (zip, "PK\5\6", 4) == 0);
  is_iso = pread (fd, iso, sizeof iso, ISO_MARK_OFFSET) == sizeof iso && memcmp (iso, "CD001", 5) == 0;
  is_dicom = pread (fd, dicom, sizeof dicom, 128) == sizeof dicom && memcmp (dicom, "DICM", 4) == 0;
  close (fd);
  return (is_zip || is_iso) && !is_dicom;
}

/* "disc.zip: images/IM0001", for people: a name from an archive may hold
 * anything. (transfer full) */
static char *
member_name (const char *path,
             struct archive_entry *entry)
{
  const char *name = archive_entry_pathname_utf8 (entry);
  g_autofree char *archive_name = g_filename_display_name (path);
  g_autofree char *valid = NULL;

  if (name == NULL)
    name = archive_entry_pathname (entry);
  valid = g_utf8_make_valid (name != NULL ? name : "?", -1);
  for (char *p = valid; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = '?';
  return g_strdup_printf ("%s: %s", archive_name, valid);
}

/* (transfer full) (nullable): the member's bytes; @reason says why not. */
static GBytes *
read_member (struct archive *archive,
             struct archive_entry *entry,
             guint64 limit,
             const char *too_large,
             const char **reason)
{
  gint64 stated = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : 0;
  g_autoptr (GByteArray) bytes = NULL;
  gsize used = 0;

  if (stated < 0 || (guint64) stated > limit)
    {
      *reason = too_large;
      return NULL;
    }

  /* The stated size is only a hint for the first block. */
  bytes = g_byte_array_sized_new ((guint) CLAMP (stated + 1, 4096, 16 * 1024 * 1024));
  for (;;)
    {
      gssize n;

      g_byte_array_set_size (bytes, (guint) (used + BLOCK_SIZE));
      n = archive_read_data (archive, bytes->data + used, BLOCK_SIZE);
      if (n <= 0)
        {
          if (n < 0)
            *reason = "damaged within the archive";
          break;
        }
      used += (gsize) n;
      if (used > limit)
        {
          *reason = too_large;
          break;
        }
    }
  if (*reason != NULL)
    return NULL;

  g_byte_array_set_size (bytes, (guint) used);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* One member into the reader. @left: bytes that the archive may still give. */
static gboolean
take_member (OvrReader *reader,
             struct archive *archive,
             struct archive_entry *entry,
             const char *path,
             guint64 max_member,
             guint64 *left)
{
  g_autofree char *name = member_name (path, entry);
  g_autoptr (GBytes) bytes = NULL;
  const char *reason = NULL;

  if (archive_entry_filetype (entry) == AE_IFDIR)
    return TRUE;
  if (archive_entry_filetype (entry) != AE_IFREG || archive_entry_hardlink (entry) != NULL)
    return ovr_reader_add_skipped (reader, name, "not a regular file");
  if (archive_entry_is_encrypted (entry))
    return ovr_reader_add_skipped (reader, name, "encrypted: unpack it with its password first");

  bytes = read_member (archive, entry, MIN (max_member, *left),
                       *left < max_member ? "the archive holds more than one may" : "larger than an archive's member may be",
                       &reason);
  if (bytes == NULL)
    return ovr_reader_add_skipped (reader, name, reason);
  *left -= g_bytes_get_size (bytes);
  return ovr_reader_add_bytes (reader, name, bytes);
}

static gboolean
take_members (OvrReader *reader,
              struct archive *archive,
              const char *path)
{
  guint64 max_member, left;
  struct archive_entry *entry;
  int code;

  ovr_reader_get_limits (reader, &max_member, &left);
  max_member = MIN (max_member, LARGEST_MEMBER);
  while ((code = archive_read_next_header (archive, &entry)) == ARCHIVE_OK || code == ARCHIVE_WARN)
    {
      if (!take_member (reader, archive, entry, path, max_member, &left))
        return FALSE;
      if (left == 0)
        return ovr_reader_add_skipped (reader, path, "the archive holds more than one may: the rest was not read");
    }
  return code == ARCHIVE_EOF ||
         ovr_reader_add_skipped (reader, path, "the archive is damaged: the rest could not be read");
}

gboolean
ovr_archive_read (OvrReader *reader,
                  const char *path)
{
  g_autoptr (Archive) archive = archive_read_new ();
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean ok;

  archive_read_support_format_zip (archive);
  archive_read_support_format_iso9660 (archive);
  if (fd >= 0 && archive_read_open_fd (archive, fd, BLOCK_SIZE) == ARCHIVE_OK)
    ok = take_members (reader, archive, path);
  else
    ok = ovr_reader_add_skipped (reader, path, "the archive can't be opened");

  if (fd >= 0)
    close (fd);
  return ok;
}
