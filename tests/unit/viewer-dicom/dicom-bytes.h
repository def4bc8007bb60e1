/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include <string.h>

/* Data sets written by hand, byte for byte, so that the tests of the reader do
 * not depend on the writer. Explicit VR little endian. */

static inline void
bytes_put16 (GByteArray *out,
             guint value)
{
  const guint8 two[2] = { (guint8) value, (guint8) (value >> 8) };

  g_byte_array_append (out, two, 2);
}

static inline void
bytes_put32 (GByteArray *out,
             guint32 value)
{
  bytes_put16 (out, value & 0xffff);
  bytes_put16 (out, value >> 16);
}

static inline gboolean
bytes_has_long_form (const char *vr)
{
  return vr[0] == 'O' || strcmp (vr, "SQ") == 0 || strcmp (vr, "UN") == 0 ||
         strcmp (vr, "UT") == 0 || strcmp (vr, "UC") == 0;
}

/* The head of an element whose value is @length bytes long. */
static inline void
bytes_head (GByteArray *out,
            guint32 tag,
            const char *vr,
            guint32 length)
{
  bytes_put16 (out, tag >> 16);
  bytes_put16 (out, tag & 0xffff);
  g_byte_array_append (out, (const guint8 *) vr, 2);
  if (bytes_has_long_form (vr))
    {
      bytes_put16 (out, 0);
      bytes_put32 (out, length);
    }
  else
    {
      bytes_put16 (out, length);
    }
}

static inline void
bytes_value (GByteArray *out,
             guint32 tag,
             const char *vr,
             const void *value,
             gsize length)
{
  const guint8 pad = ' ';

  bytes_head (out, tag, vr, (guint32) (length + length % 2));
  g_byte_array_append (out, value, (guint) length);
  if (length % 2 == 1)
    g_byte_array_append (out, &pad, 1);
}

static inline void
bytes_text (GByteArray *out,
            guint32 tag,
            const char *vr,
            const char *text)
{
  bytes_value (out, tag, vr, text, strlen (text));
}

static inline void
bytes_us (GByteArray *out,
          guint32 tag,
          guint value)
{
  bytes_head (out, tag, "US", 2);
  bytes_put16 (out, value);
}

/* An item's or a delimiter's head, which has no VR. */
static inline void
bytes_mark (GByteArray *out,
            guint32 tag,
            guint32 length)
{
  bytes_put16 (out, tag >> 16);
  bytes_put16 (out, tag & 0xffff);
  bytes_put32 (out, length);
}

/* Preamble, "DICM" and the transfer syntax. */
static inline GByteArray *
bytes_new_file (const char *transfer_syntax)
{
  static const guint8 preamble[128] = { 0 };
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, preamble, sizeof preamble);
  g_byte_array_append (out, (const guint8 *) "DICM", 4);
  bytes_text (out, 0x00020010, "UI", transfer_syntax);
  return out;
}
