/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-j2k-head.hh"

#include <cstring>

/* OpenJPEG 2.5.0 ends the whole program by an assertion where the data of a
 * High-Throughput code block hold 0xff and then more than 0x8f, which no sound
 * ones do (ISO 15444-1 B.10.1, 15444-15 7.1): so nothing with such a pair
 * between its markers is given to it. */
namespace ovr
{

#define SOT_LENGTH 12u

/* Bit 6 of the code-block style: ISO 15444-15 A.4. */
#define STYLE_HT 0x40u

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

/* Whether a COD or COC segment asks for High-Throughput blocks. */
static bool
is_ht_style (guint marker,
             const guint8 *segment,
             guint length,
             guint n_components)
{
  const guint at = marker == 0xff52 ? 10 : n_components < 257 ? 7
                                                              : 8;

  return (marker == 0xff52 || marker == 0xff53) && length > at && (segment[at] & STYLE_HT) != 0;
}

/* Goes over marker segments from @at on to the marker @last; where that is, or
 * 0 if it doesn't come. */
static gsize
skip_segments (const guint8 *bytes,
               gsize at,
               gsize end,
               guint last,
               guint n_components,
               bool &has_ht)
{
  while (end - at >= 4)
    {
      const guint marker = get16 (bytes + at);

      if (marker == last)
        return at;
      const guint length = get16 (bytes + at + 2);
      if (marker < 0xff00 || length < 2 || length > end - at - 2)
        return 0;
      has_ht = has_ht || is_ht_style (marker, bytes + at + 2, length, n_components);
      at += 2 + length;
    }
  return end - at >= 2 && get16 (bytes + at) == last ? at : 0;
}

/* The packets of a tile-part: no pair of bytes as above, not at its end. */
static bool
are_packets_sound (const guint8 *from,
                   const guint8 *to)
{
  while ((from = static_cast<const guint8 *> (std::memchr (from, 0xff, static_cast<gsize> (to - from)))) != nullptr)
    {
      if (to - from < 2 || from[1] > 0x8f)
        return false;
      from++;
    }
  return true;
}

bool
is_j2k_safe (const guint8 *bytes,
             gsize size,
             guint n_components)
{
  bool has_ht = false;
  bool is_sound = true;
  gsize at = skip_segments (bytes, 2, size, 0xff90, n_components, has_ht);

  if (at == 0)
    return false;
  while (size - at >= SOT_LENGTH && get16 (bytes + at) == 0xff90)
    {
      const guint32 length = get32 (bytes + at + 6);
      const gsize end = length == 0 ? size - 2 : at + length;

      if (end > size || end < at + SOT_LENGTH)
        return !has_ht;
      const gsize data = skip_segments (bytes, at + SOT_LENGTH, end, 0xff93, n_components, has_ht);
      if (data == 0)
        return !has_ht;
      is_sound = is_sound && are_packets_sound (bytes + data + 2, bytes + end);
      at = end;
    }
  /* What comes after the last tile-part must be the end of it all. */
  is_sound = is_sound && (at == size || (size - at >= 2 && get16 (bytes + at) == 0xffd9));
  return is_sound || !has_ht;
}

} // namespace ovr
