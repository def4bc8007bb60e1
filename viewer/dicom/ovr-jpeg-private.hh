/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-frame-private.hh"

namespace ovr
{

/* Decodes a JPEG lossless code stream into cells of @cell_size bytes (1, 2 or
 * 4), colour by pixel. FALSE for what is left to DCMTK: no lossless one, a rare
 * form, or damage; the cells are then worth nothing. @cells has room for as many
 * as the frame header promises. */
bool decode_jpeg_lossless (const guint8 *stream, gsize size, guint cell_size, guint8 *cells);

} // namespace ovr
