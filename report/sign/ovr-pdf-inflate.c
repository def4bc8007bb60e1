/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-reader-private.h"

#include <stdlib.h>
#include <zlib.h>

GBytes *
ovr_pdf_inflate (const guint8 *data,
                 gsize length,
                 gsize limit)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (65536);
  z_stream stream = { 0 };
  int status;

  if (length > G_MAXUINT || inflateInit (&stream) != Z_OK)
    return NULL;
  stream.next_in = (Bytef *) data;
  stream.avail_in = (uInt) length;
  do
    {
      stream.next_out = buffer;
      stream.avail_out = 65536;
      status = inflate (&stream, Z_NO_FLUSH);
      g_byte_array_append (out, buffer, 65536 - stream.avail_out);
    }
  while (status == Z_OK && out->len <= limit);
  inflateEnd (&stream);
  if (status != Z_STREAM_END || out->len > limit)
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

static guint8
paeth (int left,
       int up,
       int corner)
{
  int estimate = left + up - corner;
  int to_left = abs (estimate - left);
  int to_up = abs (estimate - up);
  int to_corner = abs (estimate - corner);

  if (to_left <= to_up && to_left <= to_corner)
    return (guint8) left;
  return (guint8) (to_up <= to_corner ? up : corner);
}

/* One row of PNG's filters (RFC 2083, 6) with one byte a pixel. */
static gboolean
unfilter_row (guint8 filter,
              const guint8 *in,
              guint8 *row,
              const guint8 *above,
              gsize columns)
{
  for (gsize i = 0; i < columns; i++)
    {
      int left = i > 0 ? row[i - 1] : 0;
      int up = above != NULL ? above[i] : 0;
      int corner = above != NULL && i > 0 ? above[i - 1] : 0;
      int guess;

      switch (filter)
        {
        case 0:
          guess = 0;
          break;
        case 1:
          guess = left;
          break;
        case 2:
          guess = up;
          break;
        case 3:
          guess = (left + up) / 2;
          break;
        case 4:
          guess = paeth (left, up, corner);
          break;
        default:
          return FALSE;
        }
      row[i] = (guint8) (in[i] + guess);
    }
  return TRUE;
}

GBytes *
ovr_pdf_unpredict (GBytes *data,
                   gsize columns)
{
  gsize length;
  const guint8 *in = g_bytes_get_data (data, &length);
  g_autofree guint8 *out = NULL;
  gsize rows;

  if (columns == 0 || length % (columns + 1) != 0)
    return NULL;
  rows = length / (columns + 1);
  out = g_malloc (MAX (rows * columns, 1));
  for (gsize row = 0; row < rows; row++)
    if (!unfilter_row (in[row * (columns + 1)], in + row * (columns + 1) + 1, out + row * columns,
                       row > 0 ? out + (row - 1) * columns : NULL, columns))
      return NULL;
  return g_bytes_new_take (g_steal_pointer (&out), rows * columns);
}
