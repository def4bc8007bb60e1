/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-j2k-head.hh"

#include <cstring>

namespace ovr
{

/* More than any image has; part 2's volumes need some. */
#define MAX_COMPONENTS 1024u

/* Samples are 32 bits wide while they are decoded. */
#define MAX_SAMPLES (G_GUINT64_CONSTANT (1) << 28)

/* Up to here an image may be as blank as it likes. */
#define FREE_SAMPLES (G_GUINT64_CONSTANT (1) << 25)
#define MAX_RATIO 4096u

/* A tile-part has at least an SOT segment and an SOD marker. */
#define SMALLEST_TILE 14u

static guint
get16 (const guint8 *bytes)
{
  return static_cast<guint> (bytes[0] << 8 | bytes[1]);
}

static guint32
get32 (const guint8 *bytes)
{
  return static_cast<guint32> (get16 (bytes)) << 16 | get16 (bytes + 2);
}

static bool
is_code_stream (const guint8 *bytes,
                gsize size)
{
  return size >= 4 && get32 (bytes) == 0xff4fff51u;
}

/* Offset of the code stream: where the bytes begin, or in the jp2c box of a JP2
 * file (ISO 15444-1 annex I). */
static bool
find_code_stream (const guint8 *bytes,
                  gsize size,
                  gsize *out)
{
  gsize at = 0;

  if (is_code_stream (bytes, size))
    {
      *out = 0;
      return true;
    }
  while (size - at >= 8)
    {
      guint64 length = get32 (bytes + at);
      guint64 head = 8;

      if (length == 1 && size - at >= 16)
        {
          length = static_cast<guint64> (get32 (bytes + at + 8)) << 32 | get32 (bytes + at + 12);
          head = 16;
        }
      if (std::memcmp (bytes + at + 4, "jp2c", 4) == 0 && size - at >= head)
        {
          *out = at + static_cast<gsize> (head);
          return is_code_stream (bytes + *out, size - *out);
        }
      if (length < head || length > size - at)
        return false;
      at += static_cast<gsize> (length);
    }
  return false;
}

/* SIZ: A.5.1. @segment starts at the length. */
static bool
read_size (const guint8 *segment,
           guint length,
           J2kHead &out)
{
  if (length < 41)
    return false;
  const guint n = get16 (segment + 36);
  const guint32 tile_x = get32 (segment + 28);
  const guint32 tile_y = get32 (segment + 32);

  out.x1 = get32 (segment + 4);
  out.y1 = get32 (segment + 8);
  out.x0 = get32 (segment + 12);
  out.y0 = get32 (segment + 16);
  out.tile_width = get32 (segment + 20);
  out.tile_height = get32 (segment + 24);
  if (n < 1 || n > MAX_COMPONENTS || length < 38 + 3 * n || out.x1 <= out.x0 || out.y1 <= out.y0 ||
      out.x1 > G_MAXINT32 || out.y1 > G_MAXINT32 || out.tile_width == 0 || out.tile_height == 0 ||
      tile_x > out.x0 || tile_y > out.y0 || out.tile_width <= out.x0 - tile_x || out.tile_height <= out.y0 - tile_y)
    return false;
  out.n_tiles = ((static_cast<guint64> (out.x1) - tile_x + out.tile_width - 1) / out.tile_width) *
                ((static_cast<guint64> (out.y1) - tile_y + out.tile_height - 1) / out.tile_height);
  for (guint i = 0; i < n; i++)
    {
      const guint8 *component = segment + 38 + 3 * i;
      J2kComponent read;

      read.precision = (component[0] & 0x7fu) + 1;
      read.is_signed = (component[0] & 0x80) != 0;
      read.dx = component[1];
      read.dy = component[2];
      if (read.dx == 0 || read.dy == 0 || read.precision > 32)
        return false;
      out.components.push_back (read);
    }
  return true;
}

/* SPcod and SPcoc: from the number of decomposition levels on. */
static void
read_style (const guint8 *style,
            guint length,
            bool has_precincts,
            J2kHead &out)
{
  guint smallest = 30;

  if (length < 5)
    return;
  out.is_reversible = out.is_reversible && style[4] == 1;
  for (guint i = 5; has_precincts && i < length && i < 38; i++)
    smallest = MIN (smallest, (style[i] & 15u) + (style[i] >> 4));
  out.smallest_precinct = MIN (out.smallest_precinct, smallest);
}

static bool
read_segment (guint marker,
              const guint8 *segment,
              guint length,
              J2kHead &out)
{
  const guint index = out.components.size () < 257 ? 1 : 2;

  switch (marker)
    {
    case 0xff51:
      return out.components.empty () && read_size (segment, length, out);
    case 0xff52: /* COD: A.6.1 */
      if (length < 12)
        return false;
      out.has_colour_transform = segment[6] == 1;
      out.has_part2_transform = out.has_part2_transform || segment[6] > 1;
      read_style (segment + 7, length - 7, (segment[2] & 1) != 0, out);
      return true;
    case 0xff53: /* COC: A.6.2 */
      if (length < 8 + index)
        return false;
      read_style (segment + 3 + index, length - 3 - index, (segment[2 + index] & 1) != 0, out);
      return true;
    case 0xff74: /* MCT, MCC and MCO: ISO 15444-2 A.3.7 to A.3.9 */
    case 0xff75:
    case 0xff77:
      out.has_part2_transform = true;
      return true;
    default:
      return true;
    }
}

bool
read_j2k_head (const guint8 *bytes,
               gsize size,
               J2kHead &out)
{
  bool has_style = false;

  out = J2kHead{};
  out.is_reversible = true;
  out.smallest_precinct = 30;
  if (!find_code_stream (bytes, size, &out.begin))
    return false;
  for (gsize at = out.begin + 2; size - at >= 4;)
    {
      const guint marker = get16 (bytes + at);
      const guint length = get16 (bytes + at + 2);

      if (marker == 0xff90) /* SOT: the main header is over */
        return !out.components.empty () && has_style;
      if (marker < 0xff00 || length < 2 || length > size - at - 2 ||
          !read_segment (marker, bytes + at + 2, length, out))
        return false;
      has_style = has_style || marker == 0xff52;
      at += 2 + length;
    }
  return false;
}

bool
is_j2k_affordable (const J2kHead &head,
                   gsize size)
{
  guint64 samples = 0;

  for (const J2kComponent &component : head.components)
    samples += (static_cast<guint64> (head.columns ()) / component.dx + 1) * (head.rows () / component.dy + 1);
  if (samples > MAX_SAMPLES || (samples > FREE_SAMPLES && samples / MAX_RATIO > size))
    return false;
  if (head.n_tiles > 65535 || head.n_tiles > size / SMALLEST_TILE || head.n_tiles * head.components.size () > 65536 * 4)
    return false;
  /* Each precinct takes a byte of a packet, and some hundred bytes of memory. */
  return samples >> head.smallest_precinct <= 4 * static_cast<guint64> (size) + 65536;
}

} // namespace ovr
