/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reader-private.h"

#include "ovr-study-tags.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* PS3.10 8.2 allows 8; some burners nest deeper. */
#define MAX_COMPONENTS 16

#define TAG_RECORD_TYPE OVR_TAG (0x0004, 0x1430)

/**
 * OvrDicomdir:
 * @path: the DICOMDIR
 * @root: its folder
 * @index: its records
 * @folders: folder → names in it (see list_names())
 * @found: (nullable): of all listed files those that are there, once looked for
 * @first: (nullable): the first of them
 */
struct _OvrDicomdir
{
  char *path;
  char *root;
  OvrDataset *index;
  GHashTable *folders;
  GPtrArray *found;
  char *first;
};

/* A name as ISO 9660 and its drivers change it: case, ";1", a last full stop.
 * With @bare also without ".DCM", which some burners add. (transfer full) */
static char *
normalize_name (const char *name,
                gboolean bare)
{
  char *key = g_ascii_strup (name, -1);
  char *version = strrchr (key, ';');
  gsize length;

  if (version != NULL && version[1] != '\0' && strspn (version + 1, "0123456789") == strlen (version + 1))
    *version = '\0';
  length = strlen (key);
  if (length > 1 && key[length - 1] == '.')
    key[--length] = '\0';
  if (bare && length > 4 && g_str_has_suffix (key, ".DCM"))
    key[length - 4] = '\0';
  return key;
}

/* (transfer full): normalized name → name of the folder's entries. */
static GHashTable *
list_names (const char *folder)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  DIR *stream = opendir (folder);
  const struct dirent *entry;

  while (stream != NULL && (entry = readdir (stream)) != NULL)
    for (int bare = 1; bare >= 0; bare--)
      {
        char *key = normalize_name (entry->d_name, bare != 0);

        /* An exact name beats one that had to lose its extension. */
        if (bare == 0 || !g_hash_table_contains (names, key))
          g_hash_table_insert (names, key, g_strdup (entry->d_name));
        else
          g_free (key);
      }
  if (stream != NULL)
    closedir (stream);
  return names;
}

/* The names of @folder, listed once. */
static GHashTable *
names_of (GHashTable *folders,
          const char *folder)
{
  GHashTable *names = g_hash_table_lookup (folders, folder);

  if (names == NULL)
    {
      names = list_names (folder);
      g_hash_table_insert (folders, g_strdup (folder), names);
    }
  return names;
}

/* (transfer full) (nullable): where the file lies. */
static char *
find_file (GHashTable *folders,
           const char *root,
           GPtrArray *components)
{
  g_autofree char *path = g_strdup (root);

  for (guint i = 0; i < components->len; i++)
    {
      g_autofree char *key = normalize_name (components->pdata[i], FALSE);
      g_autofree char *bare = normalize_name (components->pdata[i], TRUE);
      GHashTable *names = names_of (folders, path);
      const char *name = g_hash_table_lookup (names, key);
      char *next;

      if (name == NULL)
        name = g_hash_table_lookup (names, bare);
      if (name == NULL)
        return NULL;
      next = g_build_filename (path, name, NULL);
      g_free (path);
      path = next;
    }
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

/* Files that were copied out of their folders, with the DICOMDIR among them:
 * the folder that the list begins with isn't there, the file is. */
static char *
find_moved (GHashTable *folders,
            const char *root,
            GPtrArray *components)
{
  g_autofree char *first = normalize_name (components->pdata[0], FALSE);
  g_autofree char *last = normalize_name (components->pdata[components->len - 1], FALSE);
  GHashTable *names = names_of (folders, root);
  const char *name = g_hash_table_lookup (names, last);
  g_autofree char *path = NULL;

  if (g_hash_table_contains (names, first) || name == NULL)
    return NULL;
  path = g_build_filename (root, name, NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

/* A component must be a plain name: nothing that leads out of the folder. */
static gboolean
is_plain_name (const char *name)
{
  return *name != '\0' && strcmp (name, ".") != 0 && strcmp (name, "..") != 0 &&
         strpbrk (name, "/:") == NULL;
}

/* (transfer full) (element-type utf8): the components of (0004,1500). */
static GPtrArray *
get_components (const OvrDataset *record)
{
  GPtrArray *components = g_ptr_array_new_with_free_func (g_free);
  guint n = ovr_dataset_get_n_values (record, TAG_REFERENCED_FILE_ID);

  for (guint i = 0; i < n && i <= MAX_COMPONENTS; i++)
    {
      char *value = ovr_dataset_get_value (record, TAG_REFERENCED_FILE_ID, i);

      g_ptr_array_add (components, value != NULL ? value : g_strdup (""));
    }
  return components;
}

static gboolean
are_plain (GPtrArray *components)
{
  for (guint i = 0; i < components->len; i++)
    if (!is_plain_name (components->pdata[i]))
      return FALSE;
  return components->len <= MAX_COMPONENTS;
}

/* Where the file of @record lies: (transfer full) (nullable). @components: those
 * of its name. */
static char *
find_record (OvrDicomdir *self,
             GPtrArray *components)
{
  char *path;

  if (components->len == 0 || !are_plain (components))
    return NULL;
  path = find_file (self->folders, self->root, components);
  return path != NULL ? path : find_moved (self->folders, self->root, components);
}

/* The file was read from another place than the one that is listed. */
static gboolean
is_elsewhere (OvrReader *reader,
              const OvrDataset *record)
{
  g_autofree char *uid = ovr_dataset_get_value (record, TAG_REFERENCED_INSTANCE, 0);

  return uid != NULL && ovr_reader_has_instance (reader, uid);
}

OvrDicomdir *
ovr_dicomdir_load (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  OvrDataset *index = NULL;
  OvrDicomdir *self;

  if (fd >= 0)
    {
      index = ovr_dataset_read_fd (fd, OVR_READ_HEADER, NULL);
      close (fd);
    }
  if (index == NULL || !ovr_dataset_has (index, TAG_RECORD_SEQUENCE))
    {
      g_clear_pointer (&index, ovr_dataset_free);
      return NULL;
    }

  self = g_new0 (OvrDicomdir, 1);
  self->path = g_strdup (path);
  self->root = g_path_get_dirname (path);
  self->index = index;
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
  return self;
}

void
ovr_dicomdir_free (OvrDicomdir *self)
{
  g_free (self->path);
  g_free (self->root);
  g_free (self->first);
  ovr_dataset_free (self->index);
  g_hash_table_unref (self->folders);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_free (self);
}

const char *
ovr_dicomdir_get_path (OvrDicomdir *self)
{
  return self->path;
}

const char *
ovr_dicomdir_find_first (OvrDicomdir *self)
{
  guint n = ovr_dataset_get_n_items (self->index, TAG_RECORD_SEQUENCE);

  for (guint i = 0; i < n && self->first == NULL; i++)
    {
      g_autoptr (GPtrArray) components = get_components (ovr_dataset_get_item (self->index, TAG_RECORD_SEQUENCE, i));

      self->first = find_record (self, components);
    }
  return self->first;
}

GPtrArray *
ovr_dicomdir_find_all (OvrDicomdir *self)
{
  guint n = ovr_dataset_get_n_items (self->index, TAG_RECORD_SEQUENCE);

  if (self->found != NULL)
    return self->found;
  self->found = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) components = get_components (ovr_dataset_get_item (self->index, TAG_RECORD_SEQUENCE, i));
      char *path = find_record (self, components);

      if (path != NULL)
        g_ptr_array_add (self->found, path);
    }
  return self->found;
}

void
ovr_dicomdir_add_patients (OvrDicomdir *self,
                           GHashTable *patients)
{
  guint n = ovr_dataset_get_n_items (self->index, TAG_RECORD_SEQUENCE);

  for (guint i = 0; i < n; i++)
    {
      const OvrDataset *record = ovr_dataset_get_item (self->index, TAG_RECORD_SEQUENCE, i);
      g_autofree char *type = ovr_dataset_get_value (record, TAG_RECORD_TYPE, 0);
      g_autofree char *id = NULL;
      g_autofree char *name = NULL;

      if (g_strcmp0 (type, "PATIENT") != 0)
        continue;
      id = ovr_dataset_get_text (record, TAG_PATIENT_ID);
      name = ovr_dataset_get_text (record, TAG_PATIENT_NAME);
      g_hash_table_add (patients, g_strdup_printf ("%s\n%s", id != NULL ? id : "", name != NULL ? name : ""));
    }
}

static gboolean
report_record (OvrDicomdir *self,
               OvrReader *reader,
               const OvrDataset *record,
               GPtrArray *components)
{
  g_autofree char *path = find_record (self, components);
  g_autofree char *listed = NULL;
  g_autofree char *name = NULL;
  gboolean plain;

  if (path != NULL || is_elsewhere (reader, record))
    return TRUE;
  plain = are_plain (components);
  g_ptr_array_add (components, NULL);
  listed = g_strjoinv ("/", (char **) components->pdata);
  name = g_strdup_printf ("%s: %s", self->path, listed);
  return ovr_reader_add_skipped (reader, name,
                                 plain ? "listed in the DICOMDIR, but not there"
                                       : "the DICOMDIR names a place outside its folder: refused");
}

gboolean
ovr_dicomdir_report_missing (OvrDicomdir *self,
                             OvrReader *reader)
{
  guint n = ovr_dataset_get_n_items (self->index, TAG_RECORD_SEQUENCE);

  for (guint i = 0; i < n; i++)
    {
      const OvrDataset *record = ovr_dataset_get_item (self->index, TAG_RECORD_SEQUENCE, i);
      g_autoptr (GPtrArray) components = get_components (record);

      if (components->len > 0 && !report_record (self, reader, record, components))
        return FALSE;
    }
  return TRUE;
}
