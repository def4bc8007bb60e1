/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reader-private.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_SIZE ((gsize) 256 * 1024)

/* What a GByteArray can surely grow to. */
#define LARGEST_MEMBER (G_GUINT64_CONSTANT (3) << 30)

/* Archives in archives: a hospital's export packed by a patient's mail program
 * makes two. */
#define MAX_DEPTH 4

/* Deflate can't do better than 1032 to 1: what gives more than that from its
 * whole length has members that share their bytes, which only a bomb does. */
#define MAX_RATIO 1100
#define MIN_TOTAL (G_GUINT64_CONSTANT (1) << 20)

#define MAX_ATTEMPTS 3

typedef struct archive Archive;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_read_free)

/**
 * OvrArchive:
 * @path: (owned) (nullable): the file
 * @bytes: (owned) (nullable): the content of a member that is one
 * @name: (owned): for people: valid UTF-8
 * @kind: by content
 * @depth: archives around it
 * @taken: ordinals of members that scouting queued
 * @n_waiting: members that the reader was told to expect
 * @own_left: bytes that it may still give, with all archives in it
 * @left: (borrowed): @own_left of the outermost archive
 * @password: (owned) (nullable): opens a member, or is worth trying
 * @is_proven: it opened one
 * @gave_up: nobody knows the password
 * @is_offered: libarchive has it already, as it reads
 */
struct _OvrArchive
{
  char *path;
  GBytes *bytes;
  char *name;
  OvrArchiveKind kind;
  guint depth;
  GHashTable *taken;
  guint n_waiting;
  guint64 own_left;
  guint64 *left;
  char *password;
  gboolean is_proven;
  gboolean gave_up;
  gboolean is_offered;
};

OvrArchive *
ovr_archive_new (const char *path)
{
  OvrArchive *self = g_new0 (OvrArchive, 1);

  self->path = g_strdup (path);
  self->name = g_filename_display_name (path);
  self->kind = ovr_archive_detect (path);
  self->taken = g_hash_table_new (NULL, NULL);
  self->left = &self->own_left;
  return self;
}

/* One that is member @name of @outer. */
static OvrArchive *
new_inner (OvrArchive *outer,
           const char *name,
           GBytes *bytes)
{
  OvrArchive *self = g_new0 (OvrArchive, 1);

  self->bytes = g_bytes_ref (bytes);
  self->name = g_strdup (name);
  self->kind = ovr_archive_detect_bytes (bytes);
  self->depth = outer->depth + 1;
  self->taken = g_hash_table_new (NULL, NULL);
  self->left = outer->left;
  self->password = g_strdup (outer->password);
  return self;
}

static void
forget_password (OvrArchive *self)
{
  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  g_clear_pointer (&self->password, g_free);
}

void
ovr_archive_free (OvrArchive *self)
{
  forget_password (self);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_hash_table_unref (self->taken);
  g_free (self->path);
  g_free (self->name);
  g_free (self);
}

/* Only what was detected: a file that looks like several is read as one. */
static void
support (Archive *archive,
         OvrArchiveKind kind)
{
  switch (kind)
    {
    case OVR_ARCHIVE_ZIP:
      archive_read_support_format_zip (archive);
      break;
    case OVR_ARCHIVE_ISO:
      archive_read_support_format_iso9660 (archive);
      break;
    case OVR_ARCHIVE_GZIP:
      archive_read_support_filter_gzip (archive);
      archive_read_support_format_tar (archive);
      break;
    case OVR_ARCHIVE_TAR:
      archive_read_support_format_tar (archive);
      break;
    case OVR_ARCHIVE_SEVEN_ZIP:
      archive_read_support_format_7zip (archive);
      break;
    case OVR_ARCHIVE_RAR:
      archive_read_support_format_rar (archive);
      archive_read_support_format_rar5 (archive);
      break;
    case OVR_ARCHIVE_NONE:
    default:
      break;
    }
}

/* Once it is known, in the middle of reading. */
static const char *
offer_password (Archive *archive,
                void *data)
{
  OvrArchive *self = data;
  const char *password = self->is_offered ? NULL : self->password;

  self->is_offered = TRUE;
  return password;
}

/* From its start: (transfer full) (nullable). @password: to be tried; NULL for
 * the archive's own, also when it is found out later. libarchive leaves the
 * descriptor for us to close: *@fd. */
static Archive *
open_archive (OvrArchive *self,
              const char *password,
              int *fd)
{
  g_autoptr (Archive) archive = archive_read_new ();
  int code;

  support (archive, self->kind);
  if (password != NULL)
    archive_read_add_passphrase (archive, password);
  else
    archive_read_set_passphrase_callback (archive, self, offer_password);
  self->is_offered = FALSE;
  *fd = self->path != NULL ? open (self->path, O_RDONLY | O_CLOEXEC) : -1;
  code = self->bytes != NULL
             ? archive_read_open_memory (archive, g_bytes_get_data (self->bytes, NULL), g_bytes_get_size (self->bytes))
         : *fd >= 0 ? archive_read_open_fd (archive, *fd, BLOCK_SIZE)
                    : ARCHIVE_FATAL;
  if (code == ARCHIVE_OK)
    return g_steal_pointer (&archive);
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
  return NULL;
}

static void
close_archive (Archive *archive,
               int fd)
{
  archive_read_free (archive);
  if (fd >= 0)
    close (fd);
}

/* FALSE at the end, and where the rest is damaged: *@damaged, then. */
static gboolean
go_to_next (Archive *archive,
            struct archive_entry **entry,
            gboolean *damaged)
{
  int code = archive_read_next_header (archive, entry);

  if (code == ARCHIVE_OK || code == ARCHIVE_WARN)
    return TRUE;
  if (damaged != NULL)
    *damaged = code != ARCHIVE_EOF;
  return FALSE;
}

static const char *
entry_path (struct archive_entry *entry)
{
  const char *name = archive_entry_pathname_utf8 (entry);

  if (name == NULL)
    name = archive_entry_pathname (entry);
  return name != NULL ? name : "?";
}

/* "disc.zip: images/IM0001", for people: a name from an archive may hold
 * anything. (transfer full) */
static char *
member_name (OvrArchive *self,
             struct archive_entry *entry)
{
  g_autofree char *valid = g_utf8_make_valid (entry_path (entry), -1);

  for (char *p = valid; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = '?';
  return g_strdup_printf ("%s: %s", self->name, valid);
}

/* (transfer full) (nullable): the member's bytes; @reason says why not. */
static GBytes *
read_member (OvrReader *reader,
             Archive *archive,
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
  while (*reason == NULL)
    {
      gssize n;

      g_byte_array_set_size (bytes, (guint) (used + BLOCK_SIZE));
      n = archive_read_data (archive, bytes->data + used, BLOCK_SIZE);
      if (n == 0)
        break;
      if (n < 0)
        *reason = "damaged within the archive";
      used += (gsize) MAX (n, 0);
      if (used > limit)
        *reason = too_large;
      if (!ovr_reader_may_go_on (reader))
        *reason = "stopped";
    }
  if (*reason != NULL)
    return NULL;

  g_byte_array_set_size (bytes, (guint) used);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* ---- Passwords */

/* TRUE if @password opens member number @ordinal. Only its whole content tells:
 * the check that ZIP has before it lets one of 256 wrong ones pass. */
static gboolean
opens (OvrArchive *self,
       OvrReader *reader,
       guint ordinal,
       const char *password)
{
  struct archive_entry *entry = NULL;
  const char *reason = NULL;
  GBytes *bytes = NULL;
  int fd;
  Archive *archive = open_archive (self, password, &fd);

  if (archive == NULL)
    return FALSE;
  for (guint i = 0; i < ordinal; i++)
    if (!go_to_next (archive, &entry, NULL))
      {
        entry = NULL;
        break;
      }
  if (entry != NULL)
    bytes = read_member (reader, archive, entry, MIN (*self->left, LARGEST_MEMBER), "", &reason);
  close_archive (archive, fd);
  g_clear_pointer (&bytes, g_bytes_unref);
  return reason == NULL && entry != NULL;
}

/* Finds a password that opens member number @ordinal, the first one that needs
 * one. FALSE where nobody knows it. */
static gboolean
unlock (OvrArchive *self,
        OvrReader *reader,
        guint ordinal)
{
  if (self->is_proven || self->gave_up)
    return self->is_proven;

  /* libarchive decrypts no other kind. */
  self->gave_up = self->kind != OVR_ARCHIVE_ZIP;
  self->is_proven = !self->gave_up && self->password != NULL && opens (self, reader, ordinal, self->password);
  for (guint i = 0; i < MAX_ATTEMPTS && !self->is_proven && !self->gave_up; i++)
    {
      forget_password (self);
      self->password = ovr_reader_ask_password (reader, self->name, i);
      self->gave_up = self->password == NULL || !ovr_reader_may_go_on (reader);
      self->is_proven = !self->gave_up && opens (self, reader, ordinal, self->password);
    }
  self->gave_up = !self->is_proven;
  if (self->gave_up)
    forget_password (self);
  return self->is_proven;
}

/* ---- Members */

static gboolean
is_locked (struct archive_entry *entry)
{
  return archive_entry_is_data_encrypted (entry) || archive_entry_is_metadata_encrypted (entry);
}

/* The bytes of a regular member, with what it may unpack to taken from the
 * archive's account. (transfer full) (nullable) */
static GBytes *
get_member (OvrArchive *self,
            OvrReader *reader,
            Archive *archive,
            struct archive_entry *entry,
            guint ordinal,
            const char **reason)
{
  const gboolean locked = is_locked (entry);
  guint64 max_member, max_total;
  GBytes *bytes;

  if (locked && !unlock (self, reader, ordinal))
    {
      *reason = self->kind == OVR_ARCHIVE_ZIP ? "encrypted, and its password is not known"
                                              : "encrypted: unpack it with its password first";
      return NULL;
    }

  ovr_reader_get_limits (reader, &max_member, &max_total);
  max_member = MIN (max_member, LARGEST_MEMBER);
  bytes = read_member (reader, archive, entry, MIN (max_member, *self->left),
                       *self->left < max_member ? "the archive holds more than one may" : "larger than an archive's member may be",
                       reason);
  if (bytes == NULL && locked && g_strcmp0 (*reason, "damaged within the archive") == 0)
    *reason = "damaged within the archive, or its password is another one";
  if (bytes != NULL)
    *self->left -= g_bytes_get_size (bytes);
  return bytes;
}

static gboolean
read_inner (OvrArchive *self,
            OvrReader *reader,
            const char *name,
            GBytes *bytes)
{
  g_autoptr (OvrArchive) inner = NULL;

  if (self->depth + 1 >= MAX_DEPTH)
    return ovr_reader_add_skipped (reader, name, "archives nested too deep");
  inner = new_inner (self, name, bytes);
  return ovr_archive_read (inner, reader);
}

/* One member into the reader. */
static gboolean
take_member (OvrArchive *self,
             OvrReader *reader,
             Archive *archive,
             struct archive_entry *entry,
             guint ordinal)
{
  g_autofree char *name = member_name (self, entry);
  g_autoptr (GBytes) bytes = NULL;
  const char *reason = NULL;

  if (archive_entry_filetype (entry) != AE_IFREG || archive_entry_hardlink (entry) != NULL)
    return ovr_reader_add_skipped (reader, name, "not a regular file");

  bytes = get_member (self, reader, archive, entry, ordinal, &reason);
  if (!ovr_reader_may_go_on (reader))
    return FALSE;
  if (bytes == NULL)
    return ovr_reader_add_skipped (reader, name, reason);
  if (ovr_archive_detect_bytes (bytes) != OVR_ARCHIVE_NONE)
    return read_inner (self, reader, name, bytes);
  return ovr_reader_add_bytes (reader, name, bytes);
}

/* What the archive may unpack to in all, once it is begun. */
static void
open_account (OvrArchive *self,
              OvrReader *reader)
{
  guint64 max_member, max_total;
  struct stat info;

  if (self->path == NULL || self->own_left > 0)
    return;
  ovr_reader_get_limits (reader, &max_member, &max_total);
  self->own_left = max_total;
  if (stat (self->path, &info) == 0 && info.st_size > 0)
    self->own_left = MIN (max_total, MAX (MIN_TOTAL, (guint64) info.st_size * MAX_RATIO));
}

/* ---- The first go */

/* TRUE where passing over a member costs nothing. */
static gboolean
can_skip (OvrArchive *self)
{
  return self->kind == OVR_ARCHIVE_ZIP || self->kind == OVR_ARCHIVE_ISO || self->kind == OVR_ARCHIVE_TAR;
}

/* Queues a member that is the first of its folder; what is wrong with one is
 * told in the second go. FALSE: stop. */
static gboolean
scout_member (OvrArchive *self,
              OvrReader *reader,
              Archive *archive,
              struct archive_entry *entry,
              guint ordinal)
{
  g_autofree char *name = member_name (self, entry);
  g_autoptr (GBytes) bytes = NULL;
  const char *reason = NULL;

  bytes = get_member (self, reader, archive, entry, ordinal, &reason);
  if (bytes == NULL || ovr_archive_detect_bytes (bytes) != OVR_ARCHIVE_NONE)
    {
      *self->left += bytes != NULL ? g_bytes_get_size (bytes) : 0;
      return ovr_reader_may_go_on (reader);
    }
  g_hash_table_add (self->taken, GUINT_TO_POINTER (ordinal));
  return ovr_reader_add_bytes (reader, name, bytes);
}

static gboolean
scout_members (OvrArchive *self,
               OvrReader *reader,
               Archive *archive)
{
  g_autoptr (GHashTable) folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  struct archive_entry *entry;
  guint n_members = 0;

  for (guint ordinal = 1; go_to_next (archive, &entry, NULL); ordinal++)
    {
      if (!ovr_reader_may_go_on (reader))
        return FALSE;
      if (archive_entry_filetype (entry) == AE_IFDIR)
        continue;
      n_members++;
      if (archive_entry_filetype (entry) == AE_IFREG && archive_entry_hardlink (entry) == NULL &&
          !ovr_reader_is_no_image (entry_path (entry)) &&
          g_hash_table_add (folders, g_path_get_dirname (entry_path (entry))) &&
          !scout_member (self, reader, archive, entry, ordinal))
        return FALSE;
    }
  self->n_waiting = n_members - g_hash_table_size (self->taken);
  ovr_reader_expect (reader, (int) self->n_waiting);
  return TRUE;
}

gboolean
ovr_archive_scout (OvrArchive *self,
                   OvrReader *reader)
{
  Archive *archive;
  gboolean ok;
  int fd;

  open_account (self, reader);
  archive = can_skip (self) ? open_archive (self, NULL, &fd) : NULL;
  if (archive == NULL)
    return TRUE;
  ok = scout_members (self, reader, archive);
  close_archive (archive, fd);
  return ok;
}

/* ---- The second go */

/* A member that was waited for is queued now, or never. */
static void
stop_waiting (OvrArchive *self,
              OvrReader *reader,
              guint n)
{
  n = MIN (n, self->n_waiting);
  self->n_waiting -= n;
  ovr_reader_expect (reader, -(int) n);
}

static gboolean
add_no_tar (OvrArchive *self,
            OvrReader *reader)
{
  return ovr_reader_add_skipped (reader, self->name, "packed by gzip alone: unpack it first");
}

static gboolean
take_members (OvrArchive *self,
              OvrReader *reader,
              Archive *archive)
{
  struct archive_entry *entry;
  gboolean damaged = FALSE;
  guint ordinal = 0;

  while (go_to_next (archive, &entry, &damaged))
    {
      ordinal++;
      if (!ovr_reader_may_go_on (reader))
        return FALSE;
      if (archive_entry_filetype (entry) == AE_IFDIR || g_hash_table_contains (self->taken, GUINT_TO_POINTER (ordinal)))
        continue;
      stop_waiting (self, reader, 1);
      if (*self->left == 0)
        return ovr_reader_add_skipped (reader, self->name, "the archive holds more than one may: the rest was not read");
      if (!take_member (self, reader, archive, entry, ordinal))
        return FALSE;
    }
  /* One file packed alone: zeroes look like an empty tar. */
  if (ordinal == 0 && self->kind == OVR_ARCHIVE_GZIP)
    return add_no_tar (self, reader);
  return !damaged ||
         ovr_reader_add_skipped (reader, self->name, "the archive is damaged: the rest could not be read");
}

gboolean
ovr_archive_read (OvrArchive *self,
                  OvrReader *reader)
{
  Archive *archive;
  gboolean ok;
  int fd;

  open_account (self, reader);
  archive = open_archive (self, NULL, &fd);
  if (archive != NULL)
    {
      ok = take_members (self, reader, archive);
      close_archive (archive, fd);
    }
  else
    {
      ok = self->kind == OVR_ARCHIVE_GZIP ? add_no_tar (self, reader)
                                          : ovr_reader_add_skipped (reader, self->name, "the archive can't be opened");
    }
  stop_waiting (self, reader, self->n_waiting);
  return ok;
}
