/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-superseded.h"

#include <string.h>

/* "NUMBER_vVERSION_FINAL.pdf": the version, and where the number ends. */
static gboolean
parse_name (const char *name,
            gsize *number_length,
            guint64 *version)
{
  const char *mark = g_strrstr (name, "_v");
  char *end = NULL;

  if (mark == NULL || mark == name || !g_ascii_isdigit (mark[2]))
    return FALSE;
  *version = g_ascii_strtoull (mark + 2, &end, 10);
  *number_length = (gsize) (mark - name);
  return g_ascii_strcasecmp (end, "_FINAL.pdf") == 0;
}

char *
ovr_superseded_find (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GDir) dir = NULL;
  g_autofree char *newest = NULL;
  const char *other;
  gsize length;
  gsize other_length;
  guint64 version;
  guint64 other_version;

  if (!parse_name (name, &length, &version))
    return NULL;
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (other = g_dir_read_name (dir)) != NULL)
    if (parse_name (other, &other_length, &other_version) && other_version > version &&
        other_length == length && strncmp (other, name, length) == 0)
      {
        version = other_version;
        g_free (newest);
        newest = g_strdup (other);
      }
  return g_steal_pointer (&newest);
}
