/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-colour.h"

#include <math.h>

static guint32
to_byte (double value)
{
  if (!(value > 0.0))
    return 0;
  return value >= 255.0 ? 255 : (guint32) floor (value + 0.5);
}

static guint32
pack (guint32 red,
      guint32 green,
      guint32 blue)
{
  return 0xff000000u | red << 16 | green << 8 | blue;
}

/* Y within 0…255 and chroma around 0, as YBR_FULL has them. */
static guint32
from_full (double luma,
           double b,
           double r)
{
  return pack (to_byte (luma + 1.402 * r),
               to_byte (luma - 0.114 * 1.772 / 0.587 * b - 0.299 * 1.402 / 0.587 * r),
               to_byte (luma + 1.772 * b));
}

guint32
ovr_colour_from_ybr (guint8 y,
                     guint8 cb,
                     guint8 cr)
{
  return from_full ((double) y, (double) cb - 128.0, (double) cr - 128.0);
}

/* YBR_PARTIAL: Y from 16 to 235, chroma from 16 to 240. */
static guint32
from_partial (double y,
              double cb,
              double cr)
{
  return from_full ((y - 16.0) * 255.0 / 219.0, (cb - 128.0) * 255.0 / 224.0, (cr - 128.0) * 255.0 / 224.0);
}

static gboolean
is_subsampled (const OvrFrameInfo *info)
{
  return info->photometric == OVR_PHOTOMETRIC_YBR_FULL_422 || info->photometric == OVR_PHOTOMETRIC_YBR_PARTIAL_422;
}

static gboolean
is_ybr (const OvrFrameInfo *info)
{
  return info->photometric == OVR_PHOTOMETRIC_YBR_FULL || info->photometric == OVR_PHOTOMETRIC_YBR_PARTIAL ||
         is_subsampled (info);
}

/* Where the four bytes of a pair of 422 pixels start; pairs run through the
 * whole frame without regard to the rows' ends. */
static const guint8 *
pair_of (const OvrFrameInfo *info,
         const guint8 *cells,
         guint32 column,
         guint32 row,
         guint *which)
{
  gsize index = (gsize) row * info->columns + column;

  *which = (guint) (index & 1);
  return cells + index / 2 * 4;
}

void
ovr_colour_samples (const OvrFrameInfo *info,
                    const guint8 *cells,
                    guint32 column,
                    guint32 row,
                    gint64 samples[3])
{
  gsize first = ((gsize) row * info->columns + column) * 3;
  OvrCellLayout layout = ovr_stored_layout (info);

  if (is_subsampled (info))
    {
      guint which;
      const guint8 *pair = pair_of (info, cells, column, row, &which);

      samples[0] = pair[which];
      samples[1] = pair[2];
      samples[2] = pair[3];
      return;
    }

  for (guint i = 0; i < 3; i++)
    samples[i] = ovr_stored_from_cell (layout, ovr_stored_cell (info, cells, first + i));
}

static void
rgb_row (const OvrFrameInfo *info,
         const guint8 *cells,
         guint32 row,
         guint32 *out)
{
  gint64 lowest;
  gint64 highest;

  ovr_stored_range (ovr_stored_layout (info), &lowest, &highest);
  for (guint32 x = 0; x < info->columns; x++)
    {
      gint64 s[3];
      guint32 byte[3];

      ovr_colour_samples (info, cells, x, row, s);
      for (guint i = 0; i < 3; i++)
        byte[i] = to_byte ((double) (s[i] - lowest) / (double) (highest - lowest) * 255.0);
      out[x] = pack (byte[0], byte[1], byte[2]);
    }
}

static void
rgb8_row (const OvrFrameInfo *info,
          const guint8 *cells,
          guint32 row,
          guint32 *out)
{
  const guint8 *in = cells + (gsize) row * info->columns * 3;

  for (guint32 x = 0; x < info->columns; x++, in += 3)
    out[x] = pack (in[0], in[1], in[2]);
}

static void
ybr_row (const OvrFrameInfo *info,
         const guint8 *cells,
         guint32 row,
         guint32 *out)
{
  const gboolean is_partial = info->photometric == OVR_PHOTOMETRIC_YBR_PARTIAL || info->photometric == OVR_PHOTOMETRIC_YBR_PARTIAL_422;
  /* Samples of more bits have the same colours with a fraction. */
  const double scale = ldexp (1.0, 8 - (int) CLAMP (info->bits_stored, 8, 32));

  for (guint32 x = 0; x < info->columns; x++)
    {
      gint64 s[3];
      double y;
      double b;
      double r;

      ovr_colour_samples (info, cells, x, row, s);
      y = (double) s[0] * scale;
      b = (double) s[1] * scale;
      r = (double) s[2] * scale;
      out[x] = is_partial ? from_partial (y, b, r) : from_full (y, b - 128.0, r - 128.0);
    }
}

static void
palette_row (const OvrFrameInfo *info,
             const guint8 *cells,
             const OvrPalette *palette,
             guint32 row,
             guint32 *out)
{
  gsize first = (gsize) row * info->columns;

  for (guint32 x = 0; x < info->columns; x++)
    out[x] = ovr_palette_lookup (palette, ovr_stored_value (info, cells, first + x));
}

void
ovr_colour_row (const OvrFrameInfo *info,
                const guint8 *cells,
                const OvrPalette *palette,
                guint32 row,
                guint32 *out)
{
  if (info->samples == 1)
    palette_row (info, cells, palette, row, out);
  else if (is_ybr (info))
    ybr_row (info, cells, row, out);
  else if (info->bits_allocated == 8 && info->bits_stored == 8 && !info->is_signed)
    rgb8_row (info, cells, row, out);
  else
    rgb_row (info, cells, row, out);
}
