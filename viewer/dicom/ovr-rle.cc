/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-private.hh"

#include <cstring>

/* RLE Lossless: PS3.5 annex G. */
namespace ovr
{

#define HEADER_SIZE 64u
#define MAX_SEGMENTS 15u

static guint32
get32 (const guint8 *bytes)
{
  return static_cast<guint32> (bytes[0]) | static_cast<guint32> (bytes[1]) << 8 |
         static_cast<guint32> (bytes[2]) << 16 | static_cast<guint32> (bytes[3]) << 24;
}

/* PackBits from @in to exactly @n_out bytes; FALSE where @in has not as many. */
static bool
unpack (const guint8 *in,
        gsize n_in,
        guint8 *out,
        gsize n_out)
{
  gsize from = 0;
  gsize to = 0;

  while (to < n_out)
    {
      if (from >= n_in)
        return false;
      const unsigned code = in[from++];
      if (code == 128)
        continue;
      const bool is_run = code > 128;
      const gsize wanted = is_run ? 257 - code : code + 1;
      const gsize n = MIN (wanted, n_out - to);

      if (n_in - from < (is_run ? 1 : n))
        return false;
      if (is_run)
        std::memset (out + to, in[from], n);
      else
        std::memcpy (out + to, in + from, n);
      from += is_run ? 1 : wanted;
      to += n;
    }
  return true;
}

/* Segment @index goes to every @step-th byte from @out on. */
static bool
decode_segment (const guint8 *stream,
                gsize size,
                unsigned index,
                std::vector<guint8> &plane,
                guint8 *out,
                gsize step)
{
  const guint32 n_segments = get32 (stream);
  const guint32 begin = get32 (stream + 4 + index * 4);
  const guint64 end = index + 1 < n_segments ? get32 (stream + 8 + index * 4) : size;

  if (begin < HEADER_SIZE || begin >= size || end <= begin || end > size)
    return false;
  if (step == 1)
    return unpack (stream + begin, static_cast<gsize> (end - begin), out, plane.size ());
  if (!unpack (stream + begin, static_cast<gsize> (end - begin), plane.data (), plane.size ()))
    return false;
  for (gsize i = 0; i < plane.size (); i++)
    out[i * step] = plane[i];
  return true;
}

/* 1-bit images have one segment of packed bits. */
static GBytes *
decode_bits (const guint8 *stream,
             gsize size,
             const Layout &layout)
{
  std::vector<guint8> packed ((layout.pixels () + 7) / 8);
  std::vector<guint8> bits (packed.size ());

  if (get32 (stream) != 1 || !decode_segment (stream, size, 0, packed, bits.data (), 1))
    return nullptr;
  Buffer buffer (layout.pixels ());
  unpack_bits (bits.data (), 0, layout.pixels (), buffer.data ());
  return buffer.take (layout.pixels ());
}

static GBytes *
decode_cells (const guint8 *stream,
              gsize size,
              const Layout &layout)
{
  const gsize cell_size = layout.cell_size ();
  const gsize n_segments = layout.info.samples * cell_size;
  const gsize step = n_segments;

  /* A run of two bytes stands for 128: less can't be enough. */
  if (get32 (stream) != n_segments || layout.pixels () / 64 > size)
    return nullptr;
  Buffer buffer (layout.pixels () * step);
  std::vector<guint8> plane (layout.pixels ());
  for (unsigned i = 0; i < n_segments; i++)
    {
      const gsize sample = i / cell_size;
      const gsize byte = cell_size - 1 - i % cell_size; /* the highest comes first */

      if (!decode_segment (stream, size, i, plane, buffer.data () + sample * cell_size + byte, step))
        return nullptr;
    }
  return buffer.take (layout.pixels () * step);
}

GBytes *
decode_rle (GBytes *stream,
            Layout &layout,
            GError **error)
{
  gsize size = 0;
  const guint8 *bytes = static_cast<const guint8 *> (g_bytes_get_data (stream, &size));
  GBytes *frame = nullptr;

  layout.info.photometric = without_subsampling (layout.info.photometric);
  if (size >= HEADER_SIZE && get32 (bytes) <= MAX_SEGMENTS)
    frame = layout.is_bits ? decode_bits (bytes, size, layout) : decode_cells (bytes, size, layout);
  if (frame == nullptr)
    g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_TRUNCATED,
                         "the RLE segments don't hold a whole frame");
  return frame;
}

} // namespace ovr
