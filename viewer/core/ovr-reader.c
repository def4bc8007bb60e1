/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reader-private.h"

#include "ovr-database.h"
#include "ovr-log.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

gboolean
ovr_reader_is_called_dicomdir (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return g_ascii_strncasecmp (name, "DICOMDIR", 8) == 0;
}

/* A DICOMDIR that was named stands for its files. FALSE: stop. */
static gboolean
plan_named_index (OvrReadPlan *plan,
                  OvrReader *reader,
                  const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  OvrDicomdir *index = ovr_dicomdir_load (path);
  GPtrArray *found = index != NULL ? ovr_dicomdir_find_all (index) : NULL;

  if (index != NULL)
    ovr_read_plan_add_index (plan, reader, index);
  if (found == NULL || found->len == 0)
    return ovr_read_plan_walk (plan, reader, folder);
  for (guint i = 0; i < found->len; i++)
    ovr_read_plan_add (plan, reader, g_strdup (found->pdata[i]), NULL);
  return TRUE;
}

/* A single file: the first one of its folder is read at once. */
static gboolean
plan_named_file (OvrReadPlan *plan,
                 OvrReader *reader,
                 char *path)
{
  const gboolean is_scout = g_hash_table_add (plan->folders, g_path_get_dirname (path));

  g_hash_table_add (plan->named, g_strdup (path));
  if (is_scout)
    return ovr_reader_add_file (reader, path);
  ovr_read_plan_add (plan, reader, path, NULL);
  return ovr_reader_may_go_on (reader);
}

/* Plans what was named and queues the scouts. FALSE: stop. */
static gboolean
plan_path (OvrReadPlan *plan,
           OvrReader *reader,
           const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);

  if (g_file_test (absolute, G_FILE_TEST_IS_DIR))
    return ovr_read_plan_walk (plan, reader, absolute);
  if (ovr_reader_is_called_dicomdir (absolute))
    return plan_named_index (plan, reader, absolute);
  if (!ovr_database_holds (absolute) && ovr_archive_detect (absolute) != OVR_ARCHIVE_NONE)
    {
      g_ptr_array_add (plan->archives, ovr_archive_new (absolute));
      return TRUE;
    }
  return plan_named_file (plan, reader, g_steal_pointer (&absolute));
}

/* Files of any name that turned out to be a DICOMDIR: those that were named
 * stand for what they list, others were only met. */
static gboolean
take_indexes (OvrReadPlan *plan,
              OvrReader *reader)
{
  g_autoptr (GPtrArray) paths = ovr_reader_steal_indexes (reader);

  for (guint i = 0; i < paths->len; i++)
    {
      const gboolean is_named = g_hash_table_contains (plan->named, paths->pdata[i]);
      OvrDicomdir *index;

      if (is_named && !plan_named_index (plan, reader, paths->pdata[i]))
        return FALSE;
      index = is_named ? NULL : ovr_dicomdir_load (paths->pdata[i]);
      if (index != NULL)
        ovr_read_plan_add_index (plan, reader, index);
    }
  return TRUE;
}

/* Archives from number *@n_scouted on, with those that were met. */
static gboolean
scout_archives (OvrReadPlan *plan,
                OvrReader *reader,
                guint *n_scouted)
{
  g_autoptr (GPtrArray) paths = ovr_reader_steal_archives (reader);

  for (guint i = 0; i < paths->len; i++)
    g_ptr_array_add (plan->archives, ovr_archive_new (paths->pdata[i]));
  for (; *n_scouted < plan->archives->len; (*n_scouted)++)
    if (!ovr_archive_scout (plan->archives->pdata[*n_scouted], reader))
      return FALSE;
  return ovr_reader_drain (reader);
}

static gboolean
scout (OvrReadPlan *plan,
       OvrReader *reader,
       const char *const *paths,
       guint *n_scouted)
{
  for (guint i = 0; paths[i] != NULL; i++)
    if (!plan_path (plan, reader, paths[i]))
      return FALSE;
  if (!ovr_reader_drain (reader) || !take_indexes (plan, reader) || !scout_archives (plan, reader, n_scouted))
    return FALSE;
  ovr_reader_set_scouted (reader);
  return TRUE;
}

/* A DICOMDIR among the files makes the plan grow. */
static gboolean
read_files (OvrReadPlan *plan,
            OvrReader *reader)
{
  guint n = 0;

  while (n < plan->files->len)
    {
      for (; n < plan->files->len; n++)
        {
          OvrPlannedFile *file = plan->files->pdata[n];

          ovr_reader_expect (reader, -1);
          if (!(file->reason == NULL ? ovr_reader_add_file (reader, g_steal_pointer (&file->path))
                                     : ovr_reader_add_skipped (reader, file->path, file->reason)))
            return FALSE;
        }
      if (!ovr_reader_drain (reader) || !take_indexes (plan, reader))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_archives (OvrReadPlan *plan,
               OvrReader *reader,
               guint *n_scouted)
{
  if (!scout_archives (plan, reader, n_scouted))
    return FALSE;
  for (guint i = 0; i < plan->archives->len; i++)
    if (!ovr_archive_read (plan->archives->pdata[i], reader) || !ovr_reader_drain (reader))
      return FALSE;
  return TRUE;
}

static gboolean
read_all (OvrReadPlan *plan,
          OvrReader *reader,
          const char *const *paths)
{
  guint n_scouted = 0;

  if (!scout (plan, reader, paths, &n_scouted) || !read_files (plan, reader) ||
      !read_archives (plan, reader, &n_scouted))
    return FALSE;
  for (guint i = 0; i < plan->indexes->len; i++)
    if (!ovr_dicomdir_report_missing (plan->indexes->pdata[i], reader))
      return FALSE;
  return TRUE;
}

/* What was named must be there and readable, or nothing is begun. */
static gboolean
check_path (const char *path,
            GError **error)
{
  struct stat info;
  int saved = 0;

  if (g_stat (path, &info) != 0 || g_access (path, S_ISDIR (info.st_mode) ? R_OK | X_OK : R_OK) != 0)
    saved = errno;
  else if (!S_ISDIR (info.st_mode) && !S_ISREG (info.st_mode))
    saved = EINVAL;
  if (saved == 0)
    return TRUE;

  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (saved), "%s",
               saved == EINVAL ? "neither a file nor a folder" : g_strerror (saved));
  return FALSE;
}

static gboolean
is_slow (const char *const *paths,
         OvrMedium medium)
{
  gboolean slow = medium > OVR_MEDIUM_DISK;

  for (guint i = 0; medium == OVR_MEDIUM_UNKNOWN && !slow && paths[i] != NULL; i++)
    slow = ovr_medium_of_path (paths[i]) > OVR_MEDIUM_DISK;
  return slow;
}

gboolean
ovr_read_paths (const char *const *paths,
                const OvrReadOptions *options,
                GCancellable *cancellable,
                OvrReadFunc func,
                gpointer data,
                GError **error)
{
  static const OvrReadOptions none = { 0 };
  OvrReadPlan plan;
  OvrReader *reader;
  gboolean ok;

  for (guint i = 0; paths[i] != NULL; i++)
    if (!check_path (paths[i], error))
      {
        g_autofree char *name = ovr_log_file (paths[i]);

        g_prefix_error (error, "%s: ", name);
        return FALSE;
      }

  if (options == NULL)
    options = &none;
  reader = ovr_reader_new (options, is_slow (paths, options->medium), cancellable, func, data);
  ovr_read_plan_init (&plan);
  ok = read_all (&plan, reader, paths);
  ok = ovr_reader_finish (reader, ok, error);
  ovr_read_plan_clear (&plan);
  return ok;
}
