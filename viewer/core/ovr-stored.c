/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-stored.h"

#include <string.h>

OvrCellLayout
ovr_stored_layout (const OvrFrameInfo *info)
{
  guint32 bits = info->bits_stored;
  guint32 high = info->high_bit;

  if (bits < 1 || bits > info->bits_allocated || bits > 32)
    bits = MIN (info->bits_allocated, 32);
  if (high + 1 < bits || high >= info->bits_allocated)
    high = bits - 1;

  return (OvrCellLayout){
    .shift = high + 1 - bits,
    .mask = bits == 32 ? G_MAXUINT32 : (1u << bits) - 1,
    .sign = info->is_signed ? 1u << (bits - 1) : 0,
  };
}

gint64
ovr_stored_from_cell (OvrCellLayout layout,
                      guint32 cell)
{
  guint32 value = cell >> layout.shift & layout.mask;

  return (gint64) (value ^ layout.sign) - (gint64) layout.sign;
}

void
ovr_stored_range (OvrCellLayout layout,
                  gint64 *lowest,
                  gint64 *highest)
{
  *lowest = -(gint64) layout.sign;
  *highest = (gint64) layout.mask - (gint64) layout.sign;
}

guint32
ovr_stored_cell (const OvrFrameInfo *info,
                 const guint8 *cells,
                 gsize index)
{
  guint32 wide;
  guint16 narrow;

  switch (info->bits_allocated)
    {
    case 8:
      return cells[index];
    case 16:
      memcpy (&narrow, cells + index * 2, sizeof narrow);
      return GUINT16_FROM_LE (narrow);
    default:
      memcpy (&wide, cells + index * 4, sizeof wide);
      return GUINT32_FROM_LE (wide);
    }
}

double
ovr_stored_value (const OvrFrameInfo *info,
                  const guint8 *cells,
                  gsize index)
{
  guint64 bits;
  double wide;
  float narrow;

  switch (info->format)
    {
    case OVR_CELL_FLOAT:
      {
        guint32 word;

        memcpy (&word, cells + index * 4, sizeof word);
        word = GUINT32_FROM_LE (word);
        memcpy (&narrow, &word, sizeof narrow);
        return (double) narrow;
      }
    case OVR_CELL_DOUBLE:
      memcpy (&bits, cells + index * 8, sizeof bits);
      bits = GUINT64_FROM_LE (bits);
      memcpy (&wide, &bits, sizeof wide);
      return wide;
    case OVR_CELL_INT:
    default:
      return (double) ovr_stored_from_cell (ovr_stored_layout (info),
                                            ovr_stored_cell (info, cells, index));
    }
}

static guint32
cell_bytes (const OvrFrameInfo *info)
{
  guint32 bits = info->bits_allocated;

  switch (info->format)
    {
    case OVR_CELL_FLOAT:
      return bits == 32 ? 4 : 0;
    case OVR_CELL_DOUBLE:
      return bits == 64 ? 8 : 0;
    case OVR_CELL_INT:
    default:
      return bits == 8 || bits == 16 || bits == 32 ? bits / 8 : 0;
    }
}

gsize
ovr_stored_frame_size (const OvrFrameInfo *info)
{
  gsize pixels = (gsize) info->columns * info->rows;

  if (info->columns < 1 || info->columns > G_MAXUINT16 || info->rows < 1 || info->rows > G_MAXUINT16)
    return 0;

  if (info->photometric == OVR_PHOTOMETRIC_YBR_FULL_422 || info->photometric == OVR_PHOTOMETRIC_YBR_PARTIAL_422)
    return info->samples == 3 && info->bits_allocated == 8 && info->format == OVR_CELL_INT
               ? (pixels + 1) / 2 * 4
               : 0;

  if (info->samples != 1 && info->samples != 3)
    return 0;

  return pixels * info->samples * cell_bytes (info);
}
