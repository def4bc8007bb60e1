/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include <vector>

namespace ovr
{

/* One component of SIZ. */
struct J2kComponent
{
  guint precision = 0; /* bits, 1 to 38 */
  bool is_signed = false;
  guint dx = 0; /* reference grid points from sample to sample */
  guint dy = 0;
};

/* The main header of a JPEG 2000 code stream (ISO 15444-1 annex A), as far as
 * it says what an image it is and what decoding it costs. */
struct J2kHead
{
  gsize begin = 0; /* of the code stream in the bytes that were looked at */
  guint32 x0 = 0;
  guint32 y0 = 0;
  guint32 x1 = 0;
  guint32 y1 = 0;
  guint32 tile_width = 0;
  guint32 tile_height = 0;
  guint64 n_tiles = 0;
  std::vector<J2kComponent> components;
  bool has_colour_transform = false; /* RCT or ICT */
  bool has_part2_transform = false;  /* one over components: ISO 15444-2 annex J */
  bool is_reversible = false;
  guint smallest_precinct = 0; /* log2 of the samples in it */

  guint32
  columns () const
  {
    return x1 - x0;
  }
  guint32
  rows () const
  {
    return y1 - y0;
  }
};

/* Looks for a code stream in @bytes, which may be a JP2 file. FALSE where none
 * is or where its header contradicts itself. */
bool read_j2k_head (const guint8 *bytes, gsize size, J2kHead &out);

/* TRUE if decoding takes no more memory and time than a code stream of @size
 * bytes may ask for. Asked before anything is allocated. */
bool is_j2k_affordable (const J2kHead &head, gsize size);

/* FALSE for High-Throughput code streams (from their first byte on) that a
 * decoder could fall over. */
bool is_j2k_safe (const guint8 *bytes, gsize size, guint n_components);

} // namespace ovr
