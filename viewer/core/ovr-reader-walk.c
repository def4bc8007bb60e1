/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reader-private.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Deeper than any disc (ISO 9660: 8) and any archive by hand. */
#define MAX_DEPTH 100

/**
 * Entry:
 * @name: (owned): name within its folder
 * @type: DT_REG, DT_DIR or DT_UNKNOWN for all else
 */
typedef struct
{
  char *name;
  unsigned char type;
} Entry;

static void
clear_entry (gpointer data)
{
  g_free (((Entry *) data)->name);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (((const Entry *) a)->name, ((const Entry *) b)->name);
}

/* Links are followed; what isn't file or folder in the end is DT_UNKNOWN. */
static unsigned char
resolve_type (int folder,
              const struct dirent *entry)
{
  struct stat info;

  if (entry->d_type == DT_REG || entry->d_type == DT_DIR)
    return entry->d_type;
  if (fstatat (folder, entry->d_name, &info, 0) != 0)
    return DT_UNKNOWN;
  return S_ISREG (info.st_mode) ? DT_REG : S_ISDIR (info.st_mode) ? DT_DIR
                                                                  : DT_UNKNOWN;
}

/* (element-type Entry): by name. Takes @fd over. */
static GArray *
list_folder (int fd)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  DIR *stream = fdopendir (fd);
  const struct dirent *next;

  g_array_set_clear_func (entries, clear_entry);
  if (stream == NULL)
    {
      close (fd);
      return entries;
    }
  while ((next = readdir (stream)) != NULL)
    {
      Entry entry = { NULL, DT_UNKNOWN };

      if (strcmp (next->d_name, ".") == 0 || strcmp (next->d_name, "..") == 0)
        continue;
      entry.name = g_strdup (next->d_name);
      entry.type = resolve_type (dirfd (stream), next);
      g_array_append_val (entries, entry);
    }
  closedir (stream);
  g_array_sort (entries, compare_entries);
  return entries;
}

/* FALSE where the folder was walked already: links lead round in circles. */
static gboolean
enter (GHashTable *visited,
       int fd)
{
  struct stat info;

  return fstat (fd, &info) == 0 &&
         g_hash_table_add (visited, g_strdup_printf ("%" G_GINT64_MODIFIER "x:%" G_GINT64_MODIFIER "x",
                                                     (guint64) info.st_dev, (guint64) info.st_ino));
}

static gboolean
walk (OvrReader *reader,
      GHashTable *visited,
      const char *path,
      guint depth)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (GArray) entries = NULL;

  if (fd < 0)
    {
      g_autofree char *reason = g_strdup_printf ("the folder can't be opened: %s", g_strerror (errno));

      return ovr_reader_add_skipped (reader, path, reason);
    }
  if (!enter (visited, fd))
    {
      close (fd);
      return TRUE;
    }

  entries = list_folder (fd);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      g_autofree char *child = g_build_filename (path, entry->name, NULL);
      gboolean ok;

      if (entry->type == DT_REG)
        ok = ovr_reader_add_file (reader, g_steal_pointer (&child));
      else if (entry->type == DT_DIR && depth < MAX_DEPTH)
        ok = walk (reader, visited, child, depth + 1);
      else
        ok = ovr_reader_add_skipped (reader, child, entry->type == DT_DIR ? "folders nested too deep" : "neither a file nor a folder");
      if (!ok)
        return FALSE;
    }
  return TRUE;
}

gboolean
ovr_reader_walk (OvrReader *reader,
                 const char *folder)
{
  g_autoptr (GHashTable) visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return walk (reader, visited, folder, 0);
}
