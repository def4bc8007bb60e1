/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-private.hh"
#include "ovr-j2k-head.hh"

#include <openjpeg.h>

#include <cstring>
#include <limits>
#include <memory>

/* JPEG 2000 (ISO 15444-1) and High-Throughput JPEG 2000 (ISO 15444-15) by
 * OpenJPEG. Only the code stream is decoded: the boxes of a JP2 file have no
 * meaning in DICOM (PS3.5 8.2.4). */
namespace ovr
{

/* Bytes in memory as OpenJPEG reads them. */
struct Reader
{
  const guint8 *bytes;
  gsize size;
  gsize at;
};

static OPJ_SIZE_T
read_bytes (void *out,
            OPJ_SIZE_T wanted,
            void *data)
{
  Reader *reader = static_cast<Reader *> (data);
  const gsize n = MIN (wanted, reader->size - reader->at);

  if (n == 0)
    return static_cast<OPJ_SIZE_T> (-1);
  std::memcpy (out, reader->bytes + reader->at, n);
  reader->at += n;
  return n;
}

static OPJ_OFF_T
skip_bytes (OPJ_OFF_T wanted,
            void *data)
{
  Reader *reader = static_cast<Reader *> (data);
  const gsize left = reader->size - reader->at;

  if (wanted < 0)
    return -1;
  const gsize n = MIN (static_cast<gsize> (wanted), left);
  reader->at += n;
  return static_cast<OPJ_OFF_T> (n);
}

static OPJ_BOOL
seek_bytes (OPJ_OFF_T wanted,
            void *data)
{
  Reader *reader = static_cast<Reader *> (data);

  if (wanted < 0 || static_cast<guint64> (wanted) > reader->size)
    return OPJ_FALSE;
  reader->at = static_cast<gsize> (wanted);
  return OPJ_TRUE;
}

struct FreeCodec
{
  void
  operator() (opj_codec_t *codec) const
  {
    opj_destroy_codec (codec);
  }
};

struct FreeStream
{
  void
  operator() (opj_stream_t *stream) const
  {
    opj_stream_destroy (stream);
  }
};

struct FreeImage
{
  void
  operator() (opj_image_t *image) const
  {
    opj_image_destroy (image);
  }
};

using Image = std::unique_ptr<opj_image_t, FreeImage>;

/* nullptr where the code stream is damaged or cut: half a picture is none. Of
 * @n_wanted, 0 for all, components from @first on. */
static Image
run_decoder (Reader reader,
             guint first,
             guint n_wanted)
{
  const OPJ_UINT32 wanted[] = { first, first + 1, first + 2 };
  std::unique_ptr<opj_codec_t, FreeCodec> codec (opj_create_decompress (OPJ_CODEC_J2K));
  std::unique_ptr<opj_stream_t, FreeStream> stream (opj_stream_create (MIN (reader.size, OPJ_J2K_STREAM_CHUNK_SIZE), OPJ_TRUE));
  opj_dparameters_t parameters;
  opj_image_t *header = nullptr;

  if (codec == nullptr || stream == nullptr)
    throw std::bad_alloc ();
  opj_stream_set_user_data (stream.get (), &reader, nullptr);
  opj_stream_set_user_data_length (stream.get (), reader.size);
  opj_stream_set_read_function (stream.get (), read_bytes);
  opj_stream_set_skip_function (stream.get (), skip_bytes);
  opj_stream_set_seek_function (stream.get (), seek_bytes);
  opj_set_default_decoder_parameters (&parameters);
  if (!opj_setup_decoder (codec.get (), &parameters) || !opj_decoder_set_strict_mode (codec.get (), OPJ_TRUE) ||
      !opj_read_header (stream.get (), codec.get (), &header))
    return nullptr;
  Image image (header);
  if (n_wanted > 0 && !opj_set_decoded_components (codec.get (), n_wanted, wanted, OPJ_FALSE))
    return nullptr;
  if (!opj_decode (codec.get (), stream.get (), image.get ()) || !opj_end_decompress (codec.get (), stream.get ()))
    return nullptr;
  return image;
}

/* What has not come out of the decoder as its header promised is refused. */
static bool
is_as_promised (const opj_image_t &image,
                const J2kHead &head)
{
  if (image.numcomps != head.components.size ())
    return false;
  for (guint i = 0; i < image.numcomps; i++)
    {
      const opj_image_comp_t &component = image.comps[i];
      const J2kComponent &promised = head.components[i];

      if (component.data == nullptr || component.dx != promised.dx || component.dy != promised.dy ||
          component.w != (head.x1 + promised.dx - 1) / promised.dx - (head.x0 + promised.dx - 1) / promised.dx ||
          component.h != (head.y1 + promised.dy - 1) / promised.dy - (head.y0 + promised.dy - 1) / promised.dy ||
          component.w == 0 || component.h == 0)
        return false;
    }
  return true;
}

/* One component to every @step-th cell from @out on; each of its samples serves
 * the pixels up to the next one. */
template <typename Cell>
static void
put_component (const opj_image_comp_t &component,
               const J2kHead &head,
               Cell *out,
               guint step)
{
  const guint32 first_x = (head.x0 + component.dx - 1) / component.dx;
  const guint32 first_y = (head.y0 + component.dy - 1) / component.dy;

  for (guint32 y = 0; y < head.rows (); y++)
    {
      const guint32 from_y = (head.y0 + y) / component.dy;
      const OPJ_INT32 *row = component.data +
                             static_cast<gsize> (CLAMP (from_y, first_y, first_y + component.h - 1) - first_y) * component.w;

      if (component.dx == 1)
        {
          for (guint32 x = 0; x < head.columns (); x++, out += step)
            *out = static_cast<Cell> (row[x]);
          continue;
        }
      for (guint32 x = 0; x < head.columns (); x++, out += step)
        *out = static_cast<Cell> (row[CLAMP ((head.x0 + x) / component.dx, first_x, first_x + component.w - 1) - first_x]);
    }
}

static void
put_components (const opj_image_t &image,
                const J2kHead &head,
                const OvrFrameInfo &info,
                guint8 *cells)
{
  for (guint i = 0; i < info.samples; i++)
    {
      const opj_image_comp_t &component = image.comps[i];

      if (info.bits_allocated == 8)
        put_component (component, head, cells + i, info.samples);
      else if (info.bits_allocated == 16)
        put_component (component, head, reinterpret_cast<guint16 *> (cells) + i, info.samples);
      else
        put_component (component, head, reinterpret_cast<guint32 *> (cells) + i, info.samples);
    }
}

static bool
check_head (const J2kHead &head,
            gsize size,
            const OvrFrameInfo &info,
            GError **error)
{
  if (head.columns () != info.columns || head.rows () != info.rows || head.components.size () < info.samples)
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                   "the code stream has %u × %u × %u, the data set %u × %u × %u rows, columns and samples",
                   head.rows (), head.columns (), static_cast<guint> (head.components.size ()),
                   info.rows, info.columns, info.samples);
      return false;
    }
  if (!is_j2k_affordable (head, size))
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                           "the code stream asks for more than its size can be worth");
      return false;
    }
  return true;
}

/* The code stream's own transform is undone by the decoder; what has none
 * though the tag says so was RGB from the beginning. */
static void
settle_colour (const J2kHead &head,
               Layout &layout)
{
  OvrFrameInfo &info = layout.info;

  if (info.samples != 3)
    return;
  if (layout.is_transformed != head.has_colour_transform)
    layout.note (OVR_FRAME_NOTE_COLOUR);
  info.photometric = head.has_colour_transform ? OVR_PHOTOMETRIC_RGB : without_subsampling (info.photometric);
}

/* Of a code stream that several frames share, the components of one are taken.
 * FALSE for transformations that mix the components of frames with each other. */
static bool
pick_components (J2kHead &head,
                 const Layout &layout,
                 GError **error)
{
  const bool is_shared = layout.first_component >= 0;

  if (head.has_part2_transform || (is_shared && head.has_colour_transform))
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                   "%s (%s) with a transformation over components can't be decoded",
                   layout.syntax->name, layout.syntax->uid);
      return false;
    }
  if (is_shared)
    {
      const auto first = head.components.begin () + layout.first_component;

      head.components = std::vector<J2kComponent> (first, first + layout.info.samples);
    }
  return true;
}

GBytes *
decode_jpeg_2000 (GBytes *stream,
                  Layout &layout,
                  GError **error)
{
  gsize size = 0;
  const guint8 *bytes = static_cast<const guint8 *> (g_bytes_get_data (stream, &size));
  Samples samples = { 0, false, true };
  J2kHead head;

  /* The byte that makes a fragment's length even. */
  if (size >= 3 && bytes[size - 1] == 0 && bytes[size - 2] == 0xd9 && bytes[size - 3] == 0xff)
    size--;
  if (!read_j2k_head (bytes, size, head))
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                           "the JPEG 2000 code stream's header is damaged");
      return nullptr;
    }
  const guint n_components = static_cast<guint> (head.components.size ());
  if (!check_head (head, size - head.begin, layout.info, error) || !pick_components (head, layout, error))
    return nullptr;
  for (guint i = 0; i < layout.info.samples; i++)
    {
      samples.precision = MAX (samples.precision, head.components[i].precision);
      samples.is_signed = samples.is_signed || head.components[i].is_signed;
    }
  if (!fit_cells (layout, samples, error))
    return nullptr;

  const bool is_safe = is_j2k_safe (bytes + head.begin, size - head.begin, n_components);
  const guint first = static_cast<guint> (MAX (layout.first_component, 0));
  const guint n_wanted = layout.first_component >= 0 ? layout.info.samples : 0;
  const Image image = is_safe ? run_decoder ({ bytes + head.begin, size - head.begin, 0 }, first, n_wanted) : nullptr;
  if (image == nullptr || !is_as_promised (*image, head))
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                   "the %s code stream is damaged", layout.syntax->name);
      return nullptr;
    }
  const gsize n = layout.pixels () * layout.info.samples;
  Buffer buffer (n * layout.cell_size ());
  put_components (*image, head, layout.info, buffer.data ());
  settle_samples (layout, samples, buffer.data (), n);
  settle_colour (head, layout);
  layout.has_loss = !head.is_reversible;
  if (head.begin > 0)
    layout.note (OVR_FRAME_NOTE_WRAPPED);
  if (head.components.size () > layout.info.samples)
    layout.note (OVR_FRAME_NOTE_SAMPLES);
  return buffer.take (n * layout.cell_size ());
}

} // namespace ovr
