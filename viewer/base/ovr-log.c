/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-log.h"

#include <string.h>

#define HASH_DIGITS 8

static const char *
salt (void)
{
  static char *value;

  if (g_once_init_enter (&value))
    g_once_init_leave (&value, g_uuid_string_random ());
  return value;
}

char *
ovr_log_hash (const char *identifying)
{
  g_autoptr (GChecksum) sum = NULL;

  if (identifying == NULL || *identifying == '\0')
    return g_strdup ("-");

  sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (sum, (const guchar *) salt (), -1);
  g_checksum_update (sum, (const guchar *) identifying, -1);
  return g_strndup (g_checksum_get_string (sum), HASH_DIGITS);
}

char *
ovr_log_file (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return g_path_get_basename (path);
}
