/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-private.hh"

/* Code streams know the width and the sign of their samples, and tags claim
 * them once more. Where both fit what is there, the tag stands, since it may
 * know of overlays and of signs in a format without; where they don't, the code
 * stream does. */
namespace ovr
{

OvrPhotometric
without_subsampling (OvrPhotometric photometric)
{
  switch (photometric)
    {
    case OVR_PHOTOMETRIC_YBR_FULL_422:
      return OVR_PHOTOMETRIC_YBR_FULL;
    case OVR_PHOTOMETRIC_YBR_PARTIAL_422:
      return OVR_PHOTOMETRIC_YBR_PARTIAL;
    default:
      return photometric;
    }
}

bool
fit_cells (Layout &layout,
           const Samples &samples,
           GError **error)
{
  OvrFrameInfo &info = layout.info;

  if (samples.precision < 1 || samples.precision > 32 || info.bits_allocated > 32)
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                   "a code stream with %u bits in cells of %u", samples.precision, info.bits_allocated);
      return false;
    }
  while (info.bits_allocated < samples.precision)
    info.bits_allocated *= 2;
  if (layout.pixels () > MAX_FRAME_BYTES / (info.samples * layout.cell_size ()))
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                           "the image is larger than one can be");
      return false;
    }
  return true;
}

/* The lowest and highest sample, and whether each would still be itself after
 * all above @stored bits is cut off, read as unsigned or as signed number. */
struct Extent
{
  gint64 lowest;
  gint64 highest;
};

template <typename Cell>
static Extent
extent_of (const guint8 *cells,
           gsize n)
{
  const Cell *cell = reinterpret_cast<const Cell *> (cells);
  Cell lowest = cell[0];
  Cell highest = cell[0];

  for (gsize i = 1; i < n; i++)
    {
      lowest = cell[i] < lowest ? cell[i] : lowest;
      highest = cell[i] > highest ? cell[i] : highest;
    }
  return { static_cast<gint64> (lowest), static_cast<gint64> (highest) };
}

static Extent
measure (const guint8 *cells,
         gsize n,
         guint bits_allocated,
         bool is_signed)
{
  switch (bits_allocated)
    {
    case 8:
      return is_signed ? extent_of<gint8> (cells, n) : extent_of<guint8> (cells, n);
    case 16:
      return is_signed ? extent_of<gint16> (cells, n) : extent_of<guint16> (cells, n);
    default:
      return is_signed ? extent_of<gint32> (cells, n) : extent_of<guint32> (cells, n);
    }
}

static bool
fits (const Extent &extent,
      guint bits,
      bool is_signed)
{
  const gint64 half = G_GINT64_CONSTANT (1) << (bits - 1);

  return is_signed ? extent.lowest >= -half && extent.highest < half : extent.lowest >= 0 && extent.highest < 2 * half;
}

template <typename Unsigned, typename Signed>
static void
extend_cells (guint8 *cells,
              gsize n,
              guint bits)
{
  Unsigned *cell = reinterpret_cast<Unsigned *> (cells);
  const unsigned spare = static_cast<unsigned> (sizeof (Unsigned) * 8) - bits;

  for (gsize i = 0; i < n; i++)
    cell[i] = static_cast<Unsigned> (static_cast<Signed> (static_cast<Unsigned> (cell[i] << spare)) >> spare);
}

/* Takes bit @bits − 1 of each cell for its sign. */
static void
extend_signs (guint8 *cells,
              gsize n,
              guint bits_allocated,
              guint bits)
{
  if (bits >= bits_allocated)
    return;
  if (bits_allocated == 8)
    extend_cells<guint8, gint8> (cells, n, bits);
  else if (bits_allocated == 16)
    extend_cells<guint16, gint16> (cells, n, bits);
  else
    extend_cells<guint32, gint32> (cells, n, bits);
}

/* The tag says signed; the code stream holds patterns without a sign. They are
 * two's complement of the tag's width where they fit into it, as they are or
 * with their sign extended to the code stream's width. */
static guint
pattern_bits (const OvrFrameInfo &info,
              guint precision,
              guint8 *cells,
              gsize n)
{
  if (precision <= info.bits_stored || fits (measure (cells, n, info.bits_allocated, false), info.bits_stored, false))
    return info.bits_stored;
  extend_signs (cells, n, info.bits_allocated, precision);
  return fits (measure (cells, n, info.bits_allocated, true), info.bits_stored, true) ? info.bits_stored : precision;
}

void
settle_samples (Layout &layout,
                const Samples &samples,
                guint8 *cells,
                gsize n)
{
  OvrFrameInfo &info = layout.info;
  guint bits = info.bits_stored;

  if (n == 0 || layout.is_bits)
    return;
  if (samples.tells_sign && samples.is_signed != static_cast<bool> (info.is_signed))
    layout.note (OVR_FRAME_NOTE_SIGN);

  /* The cells' high bits are no part of the sample here: what is in them is
   * for the tags to tell. */
  if (info.high_bit + 1 > info.bits_stored && samples.precision > info.high_bit)
    return;

  if (samples.is_signed || !info.is_signed)
    {
      info.is_signed = samples.is_signed;
      if (samples.precision > bits && !layout.has_overlay &&
          !fits (measure (cells, n, info.bits_allocated, samples.is_signed), bits, samples.is_signed))
        bits = samples.precision;
    }
  else
    {
      bits = layout.has_overlay ? bits : pattern_bits (info, samples.precision, cells, n);
      extend_signs (cells, n, info.bits_allocated, bits);
    }
  if (bits > info.bits_stored)
    layout.note (OVR_FRAME_NOTE_BITS);
  info.bits_stored = bits;
  info.high_bit = bits - 1;
}

} // namespace ovr
