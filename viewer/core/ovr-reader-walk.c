/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reader-private.h"

#include "ovr-name-order.h"

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
  return ovr_name_compare (((const Entry *) a)->name, ((const Entry *) b)->name);
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

gboolean
ovr_reader_is_no_image (const char *name)
{
  static const char *const endings[] = {
    ".bat", ".bmp", ".chm", ".css", ".dll", ".doc", ".docx", ".exe", ".gif", ".htm", ".html", ".icns", ".ico",
    ".inf", ".ini", ".jar", ".jpeg", ".jpg", ".js", ".log", ".md", ".pdf", ".png", ".rtf", ".sh", ".txt", ".xml", ".xsl"
  };
  const char *ending = strrchr (name, '.');
  const char *base;

  for (guint i = 0; ending != NULL && i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (ending, endings[i]) == 0)
      return TRUE;
  base = strrchr (name, '/');
  base = base != NULL ? base + 1 : name;
  return *base == '.' || ovr_reader_is_called_dicomdir (base);
}

static gboolean
is_called_archive (const char *name)
{
  static const char *const endings[] = { ".zip", ".iso", ".img", ".7z", ".rar", ".tar", ".tgz", ".gz" };
  const char *ending = strrchr (name, '.');

  for (guint i = 0; ending != NULL && i < G_N_ELEMENTS (endings); i++)
    if (g_ascii_strcasecmp (ending, endings[i]) == 0)
      return TRUE;
  return FALSE;
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

/* ---- The plan */

static void
planned_file_free (gpointer data)
{
  OvrPlannedFile *file = data;

  g_free (file->path);
  g_free (file->reason);
  g_free (file);
}

void
ovr_read_plan_init (OvrReadPlan *self)
{
  self->files = g_ptr_array_new_with_free_func (planned_file_free);
  self->archives = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_archive_free);
  self->indexes = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_dicomdir_free);
  self->named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->first = NULL;
}

void
ovr_read_plan_clear (OvrReadPlan *self)
{
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->archives);
  g_ptr_array_unref (self->indexes);
  g_hash_table_unref (self->named);
  g_hash_table_unref (self->folders);
  g_free (self->first);
}

void
ovr_read_plan_add (OvrReadPlan *self,
                   OvrReader *reader,
                   char *path,
                   char *reason)
{
  OvrPlannedFile *file = g_new (OvrPlannedFile, 1);

  *file = (OvrPlannedFile){ path, reason };
  g_ptr_array_add (self->files, file);
  ovr_reader_expect (reader, 1);
}

void
ovr_read_plan_add_index (OvrReadPlan *self,
                         OvrReader *reader,
                         OvrDicomdir *index)
{
  g_autoptr (GHashTable) patients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  /* A named one may be met again. */
  for (guint i = 0; i < self->indexes->len; i++)
    if (g_str_equal (ovr_dicomdir_get_path (self->indexes->pdata[i]), ovr_dicomdir_get_path (index)))
      {
        ovr_dicomdir_free (index);
        return;
      }

  g_ptr_array_add (self->indexes, index);
  for (guint i = 0; i < self->indexes->len; i++)
    ovr_dicomdir_add_patients (self->indexes->pdata[i], patients);
  ovr_reader_set_listed (reader, g_hash_table_size (patients));
}

/* ---- Walking */

/**
 * Walk:
 * @visited: folders that were walked
 * @first_index: indexes of the plan that this walk found
 * @has_begun: the plan's first file was queued
 */
typedef struct
{
  OvrReadPlan *plan;
  OvrReader *reader;
  GHashTable *visited;
  guint first_index;
  gboolean has_begun;
} Walk;

/* DICOMDIRs of a folder leave its list. On slow media the first image that one
 * of them lists is read before all else. */
static gboolean
take_indexes (Walk *self,
              const char *folder,
              GArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);
      g_autofree char *path = NULL;
      OvrDicomdir *index;

      if (entry->type != DT_REG || !ovr_reader_is_called_dicomdir (entry->name))
        continue;
      path = g_build_filename (folder, entry->name, NULL);
      index = ovr_dicomdir_load (path);
      if (index == NULL)
        continue;
      g_array_remove_index (entries, i--);
      if (ovr_reader_is_slow (self->reader) && self->plan->first == NULL)
        self->plan->first = g_strdup (ovr_dicomdir_find_first (index));
      ovr_read_plan_add_index (self->plan, self->reader, index);
      if (self->plan->first != NULL && !self->has_begun)
        {
          self->has_begun = TRUE;
          if (!ovr_reader_add_file (self->reader, g_strdup (self->plan->first)))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
may_scout (Walk *self)
{
  return !ovr_reader_is_slow (self->reader) || self->plan->indexes->len == self->first_index;
}

/* One entry of a folder. @scouted: an image of the folder was queued. */
static gboolean take_entry (Walk *self, const Entry *entry, char *path, gboolean *scouted, guint depth);

static gboolean
walk (Walk *self,
      const char *path,
      guint depth)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (GArray) entries = NULL;
  gboolean scouted = FALSE;

  if (fd < 0)
    {
      ovr_read_plan_add (self->plan, self->reader, g_strdup (path),
                         g_strdup_printf ("the folder can't be opened: %s", g_strerror (errno)));
      return TRUE;
    }
  if (!enter (self->visited, fd))
    {
      close (fd);
      return TRUE;
    }

  entries = list_folder (fd);
  if (!take_indexes (self, path, entries))
    return FALSE;
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      if (!take_entry (self, entry, g_build_filename (path, entry->name, NULL), &scouted, depth))
        return FALSE;
    }
  return ovr_reader_poll (self->reader);
}

static gboolean
take_entry (Walk *self,
            const Entry *entry,
            char *path,
            gboolean *scouted,
            guint depth)
{
  g_autofree char *owned = path;

  if (entry->type == DT_DIR && depth < MAX_DEPTH)
    return walk (self, path, depth + 1);
  if (entry->type != DT_REG)
    {
      ovr_read_plan_add (self->plan, self->reader, g_steal_pointer (&owned),
                         g_strdup (entry->type == DT_DIR ? "folders nested too deep" : "neither a file nor a folder"));
      return TRUE;
    }
  if (g_strcmp0 (path, self->plan->first) == 0)
    return TRUE;
  if (may_scout (self) && (is_called_archive (entry->name) || (!*scouted && !ovr_reader_is_no_image (entry->name))))
    {
      *scouted = *scouted || !is_called_archive (entry->name);
      return ovr_reader_add_file (self->reader, g_steal_pointer (&owned));
    }
  ovr_read_plan_add (self->plan, self->reader, g_steal_pointer (&owned), NULL);
  return TRUE;
}

/* ---- The order of a DICOMDIR */

static int
compare_places (gconstpointer a,
                gconstpointer b,
                gpointer data)
{
  guint place_a = GPOINTER_TO_UINT (g_hash_table_lookup (data, *(gconstpointer const *) a));
  guint place_b = GPOINTER_TO_UINT (g_hash_table_lookup (data, *(gconstpointer const *) b));

  return (place_a > place_b) - (place_a < place_b);
}

/* Files from number @first on come as the indexes list them, those that they
 * don't list thereafter, as they stand. */
static void
order_by_indexes (Walk *self,
                  guint first)
{
  OvrReadPlan *plan = self->plan;
  g_autoptr (GHashTable) listed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  guint n = 1;

  for (guint i = self->first_index; i < plan->indexes->len; i++)
    {
      GPtrArray *found = ovr_dicomdir_find_all (plan->indexes->pdata[i]);

      for (guint k = 0; k < found->len; k++)
        if (!g_hash_table_contains (listed, found->pdata[k]))
          g_hash_table_insert (listed, found->pdata[k], GUINT_TO_POINTER (n++));
    }
  for (guint i = 0; i < plan->files->len; i++)
    {
      OvrPlannedFile *file = plan->files->pdata[i];
      guint place = i < first ? 0 : GPOINTER_TO_UINT (g_hash_table_lookup (listed, file->path));

      g_hash_table_insert (places, file, GUINT_TO_POINTER (i < first ? i : place > 0 ? first + place
                                                                                     : first + n + i));
    }
  g_ptr_array_sort_with_data (plan->files, compare_places, places);
}

gboolean
ovr_read_plan_walk (OvrReadPlan *plan,
                    OvrReader *reader,
                    const char *folder)
{
  g_autoptr (GHashTable) visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Walk self = { plan, reader, visited, plan->indexes->len, plan->first != NULL };
  guint n_planned = plan->files->len;

  if (!walk (&self, folder, 0))
    return FALSE;
  if (ovr_reader_is_slow (reader) && plan->indexes->len > self.first_index)
    order_by_indexes (&self, n_planned);
  return TRUE;
}
