/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-private.hh"

#include <zlib.h>

/* Frames that are native but for their wrapping: Encapsulated Uncompressed
 * (PS3.5 A.4.11) and Deflated Image Frame Compression (PS3.5 A.4.14). */
namespace ovr
{

/* The one frame in @stream, taken as native data are. */
static GBytes *
take_single (GBytes *stream,
             Layout &layout,
             GError **error)
{
  Source source (stream);
  Layout single = layout;

  single.offset = 0;
  single.length = source.size ();
  single.info.n_frames = 1;
  return take_native (source, single, 1, error);
}

GBytes *
decode_frames (GBytes *stream,
               Layout &layout,
               GError **error)
{
  return take_single (stream, layout, error);
}

/* Inflates to no more than @wanted bytes; FALSE where there are not as many.
 * @window_bits: negative for bare deflated data (RFC 1951), which is what the
 * standard asks for; some writers put zlib's head and tail around (RFC 1950). */
static bool
inflate_to (const guint8 *in,
            gsize n_in,
            int window_bits,
            guint8 *out,
            gsize wanted)
{
  z_stream state = {};

  if (inflateInit2 (&state, window_bits) != Z_OK)
    throw std::bad_alloc ();
  state.next_in = const_cast<Bytef *> (in);
  state.avail_in = static_cast<uInt> (n_in);
  state.next_out = out;
  state.avail_out = static_cast<uInt> (wanted);
  const int result = inflate (&state, Z_FINISH);
  const bool whole = state.avail_out == 0 && (result == Z_STREAM_END || result == Z_BUF_ERROR || result == Z_OK);
  inflateEnd (&state);
  return whole;
}

GBytes *
decode_deflated (GBytes *stream,
                 Layout &layout,
                 GError **error)
{
  gsize size = 0;
  const guint8 *bytes = static_cast<const guint8 *> (g_bytes_get_data (stream, &size));
  const gsize wanted = layout.stored_size ();

  /* Deflate's best is 1032 to 1: less can't be a whole frame. */
  if (size > G_MAXUINT32 || wanted / 1100 > size)
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_TRUNCATED,
                           "the deflated data don't hold a whole frame");
      return nullptr;
    }
  Buffer buffer (wanted);
  if (!inflate_to (bytes, size, -MAX_WBITS, buffer.data (), wanted) &&
      !inflate_to (bytes, size, MAX_WBITS, buffer.data (), wanted))
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_TRUNCATED,
                           "the deflated data don't hold a whole frame");
      return nullptr;
    }
  g_autoptr (GBytes) frame = buffer.take (wanted);
  return take_single (frame, layout, error);
}

} // namespace ovr
