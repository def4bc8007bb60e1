/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-private.hh"

namespace ovr
{

static GBytes *
decode_packed (Source &source,
               Layout &layout,
               guint frame,
               GError **error)
{
  const Packing packing = layout.syntax->packing;

  if (packing == Packing::OTHER)
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                   "%s (%s) can't be decoded", layout.syntax->name, layout.syntax->uid);
      return nullptr;
    }

  g_autoptr (GBytes) stream = take_code_stream (source, layout, frame, error);
  if (stream == nullptr)
    return nullptr;
  return packing == Packing::RLE ? decode_rle (stream, layout, error) : decode_jpeg (stream, layout, error);
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
  return syntax != nullptr && syntax->packing != ovr::Packing::OTHER;
}
