/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-private.hh"

#include <algorithm>
#include <cstring>

/* Native pixel data: PS3.5 section 8.2 and annex D. */
namespace ovr
{

void
unpack_bits (const guint8 *bits,
             guint64 first,
             gsize n,
             guint8 *out)
{
  for (gsize i = 0; i < n; i++)
    out[i] = static_cast<guint8> (bits[(first + i) / 8] >> ((first + i) % 8) & 1);
}

static void
reverse_cells (guint8 *bytes,
               gsize n_cells,
               gsize cell_size)
{
  for (gsize i = 0; i < n_cells; i++)
    std::reverse (bytes + i * cell_size, bytes + (i + 1) * cell_size);
}

/* Planes of one colour each become triplets. */
static void
interleave (const guint8 *planes,
            gsize pixels,
            gsize samples,
            gsize cell_size,
            guint8 *out)
{
  for (gsize sample = 0; sample < samples; sample++)
    for (gsize i = 0; i < pixels; i++)
      std::memcpy (out + (i * samples + sample) * cell_size,
                   planes + (sample * pixels + i) * cell_size, cell_size);
}

static GBytes *
out_of_data (const Layout &layout,
             guint frame,
             GError **error)
{
  g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_TRUNCATED,
               "frame %u of %u lies beyond the end of the pixel data", frame, layout.info.n_frames);
  return nullptr;
}

static GBytes *
take_bits (Source &source,
           const Layout &layout,
           guint frame,
           GError **error)
{
  const guint64 first = static_cast<guint64> (frame - 1) * layout.pixels ();
  const guint64 begin = first / 8;
  const guint64 end = (first + layout.pixels () + 7) / 8;

  if (end > layout.length)
    return out_of_data (layout, frame, error);
  const guint8 *bits = source.look (layout.offset + begin, static_cast<gsize> (end - begin));
  if (bits == nullptr)
    return out_of_data (layout, frame, error);

  Buffer buffer (layout.pixels ());
  if (layout.is_swapped && !layout.has_byte_vr)
    {
      /* 16-bit words in big endian order: the bytes of each are exchanged. */
      for (gsize i = 0; i < layout.pixels (); i++)
        {
          const guint64 byte = ((first + i) / 8) ^ 1;
          const guint8 *at = byte < layout.length ? source.look (layout.offset + byte, 1) : nullptr;

          buffer.data ()[i] = at != nullptr ? static_cast<guint8> (*at >> ((first + i) % 8) & 1) : 0;
        }
      return buffer.take (layout.pixels ());
    }
  unpack_bits (bits, first % 8, layout.pixels (), buffer.data ());
  return buffer.take (layout.pixels ());
}

/* Big endian words of 16 bits hold bytes in exchanged order, so a frame may
 * start in the middle of a word. */
static GBytes *
take_swapped_bytes (Source &source,
                    const Layout &layout,
                    guint64 begin,
                    guint frame,
                    GError **error)
{
  const guint64 first = begin & ~static_cast<guint64> (1);
  const guint64 end = (begin + layout.frame_size () + 1) & ~static_cast<guint64> (1);
  const guint8 *words = end <= layout.length ? source.look (layout.offset + first, static_cast<gsize> (end - first)) : nullptr;

  if (words == nullptr)
    return out_of_data (layout, frame, error);
  Buffer buffer (layout.frame_size ());
  for (gsize i = 0; i < layout.frame_size (); i++)
    buffer.data ()[i] = words[((begin - first) + i) ^ 1];
  return buffer.take (layout.frame_size ());
}

/* A slice whose cells lie as the processor wants them, or a copy. */
static GBytes *
align (GBytes *bytes,
       gsize cell_size)
{
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  if (reinterpret_cast<guintptr> (data) % cell_size == 0)
    return bytes;
  GBytes *copy = g_bytes_new (data, size);
  g_bytes_unref (bytes);
  return copy;
}

GBytes *
take_native (Source &source,
             const Layout &layout,
             guint frame,
             GError **error)
{
  const gsize size = layout.frame_size ();
  const gsize cell_size = layout.cell_size ();
  const guint64 begin = static_cast<guint64> (frame - 1) * size;
  const bool is_planar = layout.is_planar && layout.info.samples > 1;

  if (layout.is_bits)
    return take_bits (source, layout, frame, error);
  if (begin + size > layout.length)
    return out_of_data (layout, frame, error);
  if (layout.is_swapped && cell_size == 1 && !layout.has_byte_vr)
    {
      g_autoptr (GBytes) bytes = take_swapped_bytes (source, layout, begin, frame, error);

      if (bytes == nullptr || !is_planar)
        return g_steal_pointer (&bytes);
      Buffer triplets (size);
      interleave (static_cast<const guint8 *> (g_bytes_get_data (bytes, nullptr)), layout.pixels (), layout.info.samples, 1, triplets.data ());
      return triplets.take (size);
    }
  if (!layout.is_swapped && !is_planar)
    {
      GBytes *bytes = source.take (layout.offset + begin, size);

      return bytes != nullptr ? align (bytes, cell_size) : out_of_data (layout, frame, error);
    }

  const guint8 *stored = source.look (layout.offset + begin, size);
  if (stored == nullptr)
    return out_of_data (layout, frame, error);
  Buffer buffer (size);
  if (is_planar)
    interleave (stored, layout.pixels (), layout.info.samples, cell_size, buffer.data ());
  else
    std::memcpy (buffer.data (), stored, size);
  if (layout.is_swapped)
    reverse_cells (buffer.data (), size / cell_size, cell_size);
  return buffer.take (size);
}

} // namespace ovr
