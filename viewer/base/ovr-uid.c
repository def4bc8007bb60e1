/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-uid.h"

#include <gio/gio.h>
#include <string.h>

#define UID_MAX_LENGTH 64

/* A 128-bit number, most significant byte first, in decimal. */
static char *
uid_from_bytes (const guint8 bytes[16])
{
  guint8 number[16];
  char digits[40];
  int n = 0;

  memcpy (number, bytes, sizeof number);
  for (gboolean rest = TRUE; rest;)
    {
      guint remainder = 0;

      rest = FALSE;
      for (gsize i = 0; i < sizeof number; i++)
        {
          guint part = remainder << 8 | number[i];

          number[i] = (guint8) (part / 10);
          remainder = part % 10;
          rest |= number[i] != 0;
        }
      digits[n++] = (char) ('0' + remainder);
    }

  GString *uid = g_string_new ("2.25.");
  while (n > 0)
    g_string_append_c (uid, digits[--n]);
  return g_string_free (uid, FALSE);
}

/* RFC 9562: version in the high half of byte 6, variant in the top of byte 8. */
static void
set_version (guint8 bytes[16],
             guint version)
{
  bytes[6] = (guint8) ((bytes[6] & 0x0f) | version << 4);
  bytes[8] = (guint8) ((bytes[8] & 0x3f) | 0x80);
}

char *
ovr_uid_new (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  guint8 bytes[16] = { 0 };
  gsize n = 0;

  for (const char *p = uuid; *p != '\0' && n < sizeof bytes; p++)
    if (*p != '-')
      {
        bytes[n++] = (guint8) (g_ascii_xdigit_value (p[0]) << 4 | g_ascii_xdigit_value (p[1]));
        p++;
      }

  return uid_from_bytes (bytes);
}

char *
ovr_uid_derive (const char *name)
{
  static const char prefix[] = "org.overread/";
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;

  g_return_val_if_fail (name != NULL, NULL);

  g_checksum_update (sum, (const guchar *) prefix, sizeof prefix - 1);
  g_checksum_update (sum, (const guchar *) name, (gssize) strlen (name));
  g_checksum_get_digest (sum, digest, &length);
  set_version (digest, 8);
  return uid_from_bytes (digest);
}

gboolean
ovr_uid_is_valid (const char *uid)
{
  gsize component = 0, length;

  if (uid == NULL)
    return FALSE;

  length = strlen (uid);
  if (length == 0 || length > UID_MAX_LENGTH)
    return FALSE;

  for (gsize i = 0; i <= length; i++)
    {
      if (uid[i] == '.' || uid[i] == '\0')
        {
          if (component == 0 || (component > 1 && uid[i - component] == '0'))
            return FALSE;
          component = 0;
        }
      else if (g_ascii_isdigit (uid[i]))
        component++;
      else
        return FALSE;
    }

  return TRUE;
}
