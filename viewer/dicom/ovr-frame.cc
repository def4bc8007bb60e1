/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-private.hh"

namespace ovr
{

static GBytes *
unpack_stream (GBytes *stream,
               Layout &layout,
               GError **error)
{
  switch (layout.syntax->packing)
    {
    case Packing::FRAMES:
      return decode_frames (stream, layout, error);
    case Packing::DEFLATED:
      return decode_deflated (stream, layout, error);
    case Packing::RLE:
      return decode_rle (stream, layout, error);
    case Packing::JPEG:
    case Packing::JPEG_LS:
      return decode_jpeg (stream, layout, error);
    case Packing::JPEG_2000:
      return decode_jpeg_2000 (stream, layout, error);
#ifdef HAVE_LIBJXL
    case Packing::JPEG_XL:
      return decode_jpeg_xl (stream, layout, error);
#endif
    default:
      g_assert_not_reached (); /* can_decode() was asked */
    }
}

static GBytes *
decode_packed (Source &source,
               Layout &layout,
               guint frame,
               GError **error)
{
  const Syntax &syntax = *layout.syntax;

  if (!can_decode (syntax))
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                   syntax.packing == Packing::VIDEO ? "%s (%s) is video, which is not supported" : "%s (%s) can't be decoded",
                   syntax.name, syntax.uid);
      return nullptr;
    }

  const OvrPhotometric declared = without_subsampling (layout.info.photometric);
  g_autoptr (GBytes) stream = take_code_stream (source, layout, frame, error);
  if (stream == nullptr)
    return nullptr;
  GBytes *cells = unpack_stream (stream, layout, error);
  if (without_subsampling (layout.info.photometric) != declared)
    layout.note (OVR_FRAME_NOTE_COLOUR);
  if (layout.has_loss && syntax.loss == Loss::NEVER)
    layout.note (OVR_FRAME_NOTE_LOSSY);
  layout.info.lossy = layout.info.lossy || layout.has_loss;
  return cells;
}

static GBytes *
decode (Source &source,
        guint frame,
        OvrFrameInfo *info,
        GError **error)
{
  Opened opened;
  Layout layout;
  GBytes *cells;

  if (!open_part10 (source, opened, error) || !read_layout (opened, layout, error))
    return nullptr;
  if (frame < 1 || frame > layout.info.n_frames)
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                   "frame %u of %u was asked for", frame, layout.info.n_frames);
      return nullptr;
    }
  cells = layout.is_encapsulated ? decode_packed (*opened.body, layout, frame, error)
                                 : take_native (*opened.body, layout, frame, error);
  if (cells != nullptr)
    *info = layout.info;
  return cells;
}

} // namespace ovr

GBytes *
ovr_frame_decode (GBytes *file,
                  guint frame,
                  OvrFrameInfo *info,
                  GError **error)
{
  g_return_val_if_fail (file != nullptr && info != nullptr, nullptr);
  return ovr::guard<GBytes *> (nullptr, error, [=] {
    ovr::Source source (file);

    return ovr::decode (source, frame, info, error);
  });
}

GBytes *
ovr_frame_decode_fd (int fd,
                     guint frame,
                     OvrFrameInfo *info,
                     GError **error)
{
  g_return_val_if_fail (fd >= 0 && info != nullptr, nullptr);
  return ovr::guard<GBytes *> (nullptr, error, [=] {
    ovr::Source source (fd);

    return ovr::decode (source, frame, info, error);
  });
}

gboolean
ovr_frame_can_decode (const char *transfer_syntax,
                      const char **name)
{
  const ovr::Syntax *syntax = ovr::find_syntax (transfer_syntax);

  if (name != nullptr)
    *name = syntax != nullptr ? syntax->name : nullptr;
  return syntax != nullptr && ovr::can_decode (*syntax);
}

const char *
ovr_frame_note_text (OvrFrameNote note)
{
  switch (note)
    {
    case OVR_FRAME_NOTE_COLOUR:
      return "The code stream's colour model differs from Photometric Interpretation; the code stream's was taken.";
    case OVR_FRAME_NOTE_SIGN:
      return "Code stream and Pixel Representation disagree on whether samples are signed.";
    case OVR_FRAME_NOTE_BITS:
      return "Samples need more bits than Bits Stored says; none was cut off.";
    case OVR_FRAME_NOTE_LOSSY:
      return "The transfer syntax is a lossless one, but the image was compressed with loss.";
    case OVR_FRAME_NOTE_WRAPPED:
      return "The code stream is wrapped in a JP2 file or other data, which were not used.";
    case OVR_FRAME_NOTE_TABLE:
      return "The offset table is wrong; the frame was found without it.";
    case OVR_FRAME_NOTE_SAMPLES:
      return "The code stream has more samples a pixel than the data set; the others were left out.";
    default:
      return nullptr;
    }
}
