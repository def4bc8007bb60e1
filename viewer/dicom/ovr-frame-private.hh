/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-frame.h"
#include "ovr-scan.hh"

#include <string>
#include <vector>

namespace ovr
{

/* No image is larger; what says so is damaged or hostile. */
constexpr guint64 MAX_FRAME_BYTES = G_GUINT64_CONSTANT (1) << 30;

/* Where a file's pixels are and what they look like, from its top level. */
struct Layout
{
  OvrFrameInfo info = {};
  const Syntax *syntax = nullptr;
  bool is_planar = false;   /* (0028,0006) is 1 */
  bool is_bits = false;     /* Bits Allocated is 1 */
  bool is_swapped = false;  /* stored as big endian words */
  bool has_byte_vr = false; /* OB: bytes are not swapped */

  /* The pixel data element. */
  guint64 offset = 0;
  guint64 length = 0;
  bool is_encapsulated = false;

  /* The value fields of (7fe0,0001) and (7fe0,0002); length 0 for none. */
  guint64 extended_offset = 0;
  guint64 extended_size = 0;

  gsize
  pixels () const
  {
    return static_cast<gsize> (info.rows) * info.columns;
  }

  gsize
  cell_size () const
  {
    return info.bits_allocated / 8;
  }

  /* Bytes of the frame's buffer. */
  gsize
  frame_size () const
  {
    if (info.photometric == OVR_PHOTOMETRIC_YBR_FULL_422)
      return pixels () * 2 * cell_size ();
    return pixels () * info.samples * cell_size ();
  }
};

/* Reads the layout and checks that nothing in it contradicts anything else. */
bool read_layout (const Opened &opened, Layout &out, GError **error);

/* The code stream of @frame (from 1), its fragments put together. */
GBytes *take_code_stream (Source &source, const Layout &layout, guint frame, GError **error);

/* Each takes a code stream and gives one frame's buffer; @layout.info is
 * brought into line with what the code stream holds. */
GBytes *decode_rle (GBytes *stream, Layout &layout, GError **error);
GBytes *decode_jpeg (GBytes *stream, Layout &layout, GError **error);

/* One frame of native data. */
GBytes *take_native (Source &source, const Layout &layout, guint frame, GError **error);

/* One byte, 0 or 1, for each of @n bits from bit @first on; the lowest bit of a
 * byte is the first (PS3.5 8.1.1). */
void unpack_bits (const guint8 *bits, guint64 first, gsize n, guint8 *out);

/* A zeroed buffer; throws where there is no memory. */
class Buffer
{
public:
  explicit Buffer (gsize size)
      : bytes (static_cast<guint8 *> (g_try_malloc0 (size > 0 ? size : 1))), n (size)
  {
    if (bytes == nullptr)
      throw std::bad_alloc ();
  }
  ~Buffer ()
  {
    g_free (bytes);
  }
  Buffer (const Buffer &) = delete;
  Buffer &operator= (const Buffer &) = delete;

  guint8 *
  data ()
  {
    return bytes;
  }

  /* Hands over the first @size bytes. */
  GBytes *
  take (gsize size)
  {
    g_assert (size <= n);
    return g_bytes_new_take (g_steal_pointer (&bytes), size);
  }

private:
  guint8 *bytes;
  gsize n;
};

} // namespace ovr
