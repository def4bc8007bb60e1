/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-dcmtk.h"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dccodec.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcitem.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmdata/dcxfer.h>

gboolean
bench_dcmtk_decode (const char *syntax,
                    guint columns,
                    guint rows,
                    guint bits,
                    const guint8 *stream,
                    gsize size,
                    guint8 *out,
                    gsize out_size)
{
  const DcmXfer xfer (syntax);
  DcmItem item;
  DcmPixelSequence sequence (DcmTag (DCM_PixelData, EVR_OB));
  DcmPixelItem *table = new DcmPixelItem (DcmTag (DCM_PixelItemTag));
  DcmPixelItem *fragment = new DcmPixelItem (DcmTag (DCM_PixelItemTag));
  Uint32 start = 0;
  OFString model;

  /* The bridge has a decoder of its own for these and asks for none. */
  DcmRLEDecoderRegistration::registerCodecs ();
  item.putAndInsertUint16 (DCM_SamplesPerPixel, 1);
  item.putAndInsertString (DCM_PhotometricInterpretation, "MONOCHROME2");
  item.putAndInsertString (DCM_NumberOfFrames, "1");
  item.putAndInsertUint16 (DCM_Rows, static_cast<Uint16> (rows));
  item.putAndInsertUint16 (DCM_Columns, static_cast<Uint16> (columns));
  item.putAndInsertUint16 (DCM_BitsAllocated, bits > 8 ? 16 : 8);
  item.putAndInsertUint16 (DCM_BitsStored, static_cast<Uint16> (bits));
  item.putAndInsertUint16 (DCM_HighBit, static_cast<Uint16> (bits - 1));
  item.putAndInsertUint16 (DCM_PixelRepresentation, 0);
  sequence.insert (table);
  sequence.insert (fragment);
  return fragment->putUint8Array (stream, static_cast<unsigned long> (size)).good () &&
         DcmCodecList::decodeFrame (xfer, nullptr, &sequence, &item, 0, start, out,
                                    static_cast<Uint32> (out_size), model)
             .good ();
}
