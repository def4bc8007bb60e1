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
  bool is_transformed = false; /* the tag says YBR_ICT or YBR_RCT */
  bool has_overlay = false;    /* an overlay plane in bits of the cells */

  /* What the code stream was found to be. */
  bool has_loss = false;

  /* Where the frame's samples begin among the components of a code stream that
   * it shares with others; -1 where it has one of its own. */
  int first_component = -1;

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

  bool
  is_subsampled () const
  {
    return info.photometric == OVR_PHOTOMETRIC_YBR_FULL_422 || info.photometric == OVR_PHOTOMETRIC_YBR_PARTIAL_422;
  }

  /* Bytes of a native frame as it is stored; 1-bit frames are packed. */
  gsize
  stored_size () const
  {
    return is_bits ? (pixels () * info.samples + 7) / 8 : frame_size ();
  }

  void
  note (OvrFrameNote what)
  {
    info.notes |= static_cast<guint32> (what);
  }

  /* Bytes of the frame's buffer. */
  gsize
  frame_size () const
  {
    if (is_subsampled ())
      return pixels () * 2 * cell_size ();
    return pixels () * info.samples * cell_size ();
  }
};

/* Reads the layout and checks that nothing in it contradicts anything else. */
bool read_layout (const Opened &opened, Layout &out, GError **error);

/* The code stream of @frame (from 1), its fragments put together. */
GBytes *take_code_stream (Source &source, Layout &layout, guint frame, GError **error);

/* Each takes a code stream and gives one frame's buffer; @layout.info is
 * brought into line with what the code stream holds. */
GBytes *decode_rle (GBytes *stream, Layout &layout, GError **error);
GBytes *decode_jpeg (GBytes *stream, Layout &layout, GError **error);
GBytes *decode_jpeg_2000 (GBytes *stream, Layout &layout, GError **error);
GBytes *decode_jpeg_xl (GBytes *stream, Layout &layout, GError **error);
GBytes *decode_deflated (GBytes *stream, Layout &layout, GError **error);
GBytes *decode_frames (GBytes *stream, Layout &layout, GError **error);

/* What a code stream says of its samples. */
struct Samples
{
  guint precision; /* bits, 1 to 32 */
  bool is_signed;  /* never so in JPEG, JPEG-LS and JPEG XL */
  bool tells_sign; /* whether the format could say it at all */
};

/* Makes room in Bits Allocated for @samples. FALSE and an error where there is
 * no such cell or no such size. */
bool fit_cells (Layout &layout, const Samples &samples, GError **error);

/* Once @cells (of Bits Allocated, @n of them) hold the code stream's samples:
 * brings Bits Stored, High Bit and sign of the layout and the signs' bits of
 * the cells into line with them. */
void settle_samples (Layout &layout, const Samples &samples, guint8 *cells, gsize n);

/* The colours that a decoder hands out, which subsampled ones no longer are. */
OvrPhotometric without_subsampling (OvrPhotometric photometric);

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
