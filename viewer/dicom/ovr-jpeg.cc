/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-jpeg-private.hh"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dccodec.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcitem.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include <algorithm>
#include <cstring>
#include <memory>

/* JPEG (ISO 10918-1) and JPEG-LS (ISO 14495-1) by DCMTK's codecs. What they
 * are told about the image comes from the code stream itself. */
namespace ovr
{

/* What a code stream says of itself. */
struct StreamHead
{
  unsigned precision = 0; /* 0: no frame header */
  unsigned rows = 0;
  unsigned columns = 0;
  unsigned components = 0;
  guint8 ids[3] = { 0 };
  bool is_subsampled = false;
  unsigned marker = 0; /* of the frame header: SOF0 … */
  bool is_ls = false;
  bool is_lossless = false;
  bool has_jfif = false;
  int adobe_transform = -1;
};

static unsigned
get16 (const guint8 *bytes)
{
  return static_cast<unsigned> (bytes[0] << 8 | bytes[1]);
}

static void
read_frame_head (unsigned marker,
                 const guint8 *segment,
                 gsize length,
                 StreamHead &out)
{
  if (length < 8 + 3u * segment[7])
    return;
  out.precision = segment[2];
  out.rows = get16 (segment + 3);
  out.columns = get16 (segment + 5);
  out.components = segment[7];
  out.marker = marker;
  out.is_ls = marker == 0xf7;
  out.is_lossless = marker == 0xc3;
  for (unsigned i = 0; i < out.components && i < 3; i++)
    {
      out.ids[i] = segment[8 + 3 * i];
      out.is_subsampled = out.is_subsampled || segment[9 + 3 * i] != segment[9];
    }
}

/* Markers up to the first scan. What has no length (restarts, TEM, reserved
 * ones) has no business there, and DCMTK's codec does not come to an end when
 * it meets TEM: such a stream is taken as damaged. */
static StreamHead
read_head (const guint8 *stream,
           gsize size)
{
  StreamHead head;
  gsize at = 2;

  if (size < 2 || stream[0] != 0xff || stream[1] != 0xd8)
    return head;
  while (at + 4 <= size)
    {
      const unsigned marker = stream[at + 1];

      if (stream[at] != 0xff || marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9))
        break;
      if (marker == 0xff)
        {
          at++;
          continue;
        }
      const guint8 *segment = stream + at + 2;
      const gsize length = get16 (segment);
      if (length < 2 || length > size - at - 2)
        break;
      const bool is_frame = (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) || marker == 0xf7;

      if (is_frame)
        read_frame_head (marker, segment, length, head);
      else if (marker == 0xe0 && length >= 7 && segment[2] == 'J' && segment[3] == 'F')
        head.has_jfif = true;
      else if (marker == 0xee && length >= 14 && segment[2] == 'A' && segment[3] == 'd')
        head.adobe_transform = segment[13];
      else if (marker == 0xda)
        {
          /* JPEG-LS: NEAR follows the components; 0 is lossless. */
          if (head.is_ls && length > 3u + 2u * segment[2])
            head.is_lossless = segment[3 + 2 * segment[2]] == 0;
          break;
        }
      at += 2 + length;
    }
  return head;
}

/* What the samples are: markers and component names know better than the tag,
 * which many writers leave as it was before they compressed. */
static OvrPhotometric
photometric_of (const StreamHead &head,
                OvrPhotometric declared)
{
  const OvrPhotometric whole = without_subsampling (declared);
  const OvrPhotometric ybr = whole == OVR_PHOTOMETRIC_YBR_PARTIAL ? whole : OVR_PHOTOMETRIC_YBR_FULL;

  if (head.components != 3)
    return declared;
  if (head.adobe_transform >= 0)
    return head.adobe_transform == 0 ? OVR_PHOTOMETRIC_RGB : ybr;
  if (head.ids[0] == 'R' && head.ids[1] == 'G' && head.ids[2] == 'B')
    return OVR_PHOTOMETRIC_RGB;
  return head.is_subsampled || (head.has_jfif && !head.is_lossless) ? ybr : whole;
}

static Samples
samples_of (const StreamHead &head)
{
  return { head.precision, false, false };
}

static bool
check_head (const StreamHead &head,
            Layout &layout,
            GError **error)
{
  OvrFrameInfo &info = layout.info;

  if (head.precision == 0)
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_TRUNCATED,
                           "the code stream has no frame header");
      return false;
    }
  if (head.rows != info.rows || head.columns != info.columns || head.components != info.samples)
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                   "the code stream has %u × %u × %u, the data set %u × %u × %u rows, columns and samples",
                   head.rows, head.columns, head.components, info.rows, info.columns, info.samples);
      return false;
    }
  if (head.precision > 16 || head.precision < 2)
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                   "a code stream with %u bits", head.precision);
      return false;
    }
  info.photometric = photometric_of (head, info.photometric);
  layout.has_loss = !head.is_lossless;
  return fit_cells (layout, samples_of (head), error);
}

/* A data set with no more in it than the codec asks for. */
static void
describe (DcmItem &item,
          const StreamHead &head,
          const OvrFrameInfo &info,
          const char *photometric)
{
  const Uint16 allocated = head.precision > 8 ? 16 : 8;
  const Uint16 stored = static_cast<Uint16> (head.precision);

  item.putAndInsertUint16 (DCM_SamplesPerPixel, static_cast<Uint16> (info.samples));
  item.putAndInsertString (DCM_PhotometricInterpretation, photometric);
  if (info.samples > 1)
    item.putAndInsertUint16 (DCM_PlanarConfiguration, 0);
  item.putAndInsertString (DCM_NumberOfFrames, "1");
  item.putAndInsertUint16 (DCM_Rows, static_cast<Uint16> (info.rows));
  item.putAndInsertUint16 (DCM_Columns, static_cast<Uint16> (info.columns));
  item.putAndInsertUint16 (DCM_BitsAllocated, allocated);
  item.putAndInsertUint16 (DCM_BitsStored, stored);
  item.putAndInsertUint16 (DCM_HighBit, static_cast<Uint16> (stored - 1));
  item.putAndInsertUint16 (DCM_PixelRepresentation, info.is_signed ? 1 : 0);
}

/* DCMTK's codec by what the code stream is: that of the transfer syntax is now
 * and then another one. */
static E_TransferSyntax
codec_of (const StreamHead &head)
{
  if (head.is_ls)
    return EXS_JPEGLSLossless;
  if (head.marker == 0xc3)
    return EXS_JPEGProcess14;
  if (head.marker == 0xc2)
    return EXS_JPEGProcess10_12;
  return head.precision > 8 || head.marker == 0xc1 ? EXS_JPEGProcess2_4 : EXS_JPEGProcess1;
}

static bool
run_codec (GBytes *stream,
           const StreamHead &head,
           const Layout &layout,
           guint8 *out,
           gsize size)
{
  const DcmXfer xfer (codec_of (head));
  const char *photometric = layout.info.samples == 1 ? "MONOCHROME2" : layout.info.photometric == OVR_PHOTOMETRIC_RGB ? "RGB"
                                                                                                                      : "YBR_FULL";
  DcmItem item;
  DcmPixelSequence sequence (DcmTag (DCM_PixelData, EVR_OB));
  DcmPixelItem *table = new DcmPixelItem (DcmTag (DCM_PixelItemTag));
  DcmPixelItem *fragment = new DcmPixelItem (DcmTag (DCM_PixelItemTag));
  gsize length = 0;
  const Uint8 *bytes = static_cast<const Uint8 *> (g_bytes_get_data (stream, &length));
  Uint32 start = 0;
  OFString model;

  describe (item, head, layout.info, photometric);
  sequence.insert (table);
  sequence.insert (fragment);
  if (fragment->putUint8Array (bytes, static_cast<unsigned long> (length)).bad ())
    return false;
  return DcmCodecList::decodeFrame (xfer, nullptr, &sequence, &item, 0, start, out,
                                    static_cast<Uint32> (size), model)
      .good ();
}

/* @n samples of @from bytes each, packed at the start of @buffer, become cells
 * of @to bytes. */
static void
widen (guint8 *cells,
       gsize n,
       gsize from,
       gsize to)
{
  for (gsize i = n; from < to && i > 0; i--)
    {
      guint8 cell[4] = { 0 };

      std::memcpy (cell, cells + (i - 1) * from, from);
      std::memcpy (cells + (i - 1) * to, cell, to);
    }
}

/* By decoders of our own; what they leave alone DCMTK takes. */
static bool
decode_quickly (const StreamHead &head,
                const guint8 *bytes,
                gsize size,
                const Layout &layout,
                guint8 *cells)
{
  const guint cell_size = static_cast<guint> (layout.cell_size ());

  return head.is_lossless && !head.is_ls && decode_jpeg_lossless (bytes, size, cell_size, cells);
}

/* The code stream in @stream, which some writers wrap in something else. */
static GBytes *
unwrap (GBytes *stream,
        Layout &layout)
{
  static const guint8 START[] = { 0xff, 0xd8, 0xff };
  gsize size = 0;
  const guint8 *bytes = static_cast<const guint8 *> (g_bytes_get_data (stream, &size));
  const guint8 *found = std::search (bytes, bytes + size, START, START + sizeof START);

  if (found == bytes || found == bytes + size)
    return g_bytes_ref (stream);
  layout.note (OVR_FRAME_NOTE_WRAPPED);
  return g_bytes_new_from_bytes (stream, static_cast<gsize> (found - bytes), size - static_cast<gsize> (found - bytes));
}

GBytes *
decode_jpeg (GBytes *wrapped,
             Layout &layout,
             GError **error)
{
  g_autoptr (GBytes) stream = unwrap (wrapped, layout);
  gsize size = 0;
  const guint8 *bytes = static_cast<const guint8 *> (g_bytes_get_data (stream, &size));
  const StreamHead head = read_head (bytes, size);

  if (!check_head (head, layout, error))
    return nullptr;

  const gsize n = layout.pixels () * layout.info.samples;
  const gsize coded = n * (head.precision > 8 ? 2 : 1);
  Buffer buffer (n * layout.cell_size () + 2);
  if (!decode_quickly (head, bytes, size, layout, buffer.data ()))
    {
      if (!run_codec (stream, head, layout, buffer.data (), coded + coded % 2))
        {
          g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                       "the %s code stream is damaged", layout.syntax->name);
          return nullptr;
        }
      widen (buffer.data (), n, head.precision > 8 ? 2 : 1, layout.cell_size ());
    }
  settle_samples (layout, samples_of (head), buffer.data (), n);
  return buffer.take (n * layout.cell_size ());
}

} // namespace ovr
