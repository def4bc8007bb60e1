/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-private.hh"

#include <jxl/decode.h>

#include <cstring>
#include <memory>

/* JPEG XL (ISO 18181-1) by libjxl. It has no signed samples. */
namespace ovr
{

/* What the decoder may take besides a frame's samples as floats. */
#define MEMORY_BASE (G_GUINT64_CONSTANT (256) << 20)
#define BYTES_A_SAMPLE 64u

/* What libjxl takes counts, so that a code stream of a few bytes can't have all
 * memory. Each block is preceded by its size. */
struct Purse
{
  guint64 left;
};

struct BlockHead
{
  alignas (16) guint64 size;
};

static void *
take_memory (void *data,
             size_t size)
{
  Purse *purse = static_cast<Purse *> (data);

  if (size > purse->left)
    return nullptr;
  void *block = g_try_malloc (size + sizeof (BlockHead));
  if (block == nullptr)
    return nullptr;
  static_cast<BlockHead *> (block)->size = size;
  purse->left -= size;
  return static_cast<guint8 *> (block) + sizeof (BlockHead);
}

static void
give_memory (void *data,
             void *address)
{
  if (address == nullptr)
    return;
  BlockHead *head = reinterpret_cast<BlockHead *> (static_cast<guint8 *> (address) - sizeof (BlockHead));
  static_cast<Purse *> (data)->left += head->size;
  g_free (head);
}

struct FreeDecoder
{
  void
  operator() (JxlDecoder *decoder) const
  {
    JxlDecoderDestroy (decoder);
  }
};

static bool
check_info (const JxlBasicInfo &jxl,
            Layout &layout,
            GError **error)
{
  const OvrFrameInfo &info = layout.info;

  if (jxl.ysize != info.rows || jxl.xsize != info.columns || jxl.num_color_channels != info.samples)
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                   "the code stream has %u × %u × %u, the data set %u × %u × %u rows, columns and samples",
                   jxl.ysize, jxl.xsize, jxl.num_color_channels, info.rows, info.columns, info.samples);
      return false;
    }
  if (jxl.exponent_bits_per_sample != 0 || jxl.bits_per_sample > 16)
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                   "a JPEG XL code stream with %u bits, %u of them of the exponent",
                   jxl.bits_per_sample, jxl.exponent_bits_per_sample);
      return false;
    }
  return fit_cells (layout, { jxl.bits_per_sample, false, false }, error);
}

/* libjxl 0.7 stretches samples of fewer bits to those of Stretched: back again
 * to @bits. They lie at the start of @cells, which become Cells. */
template <typename Stretched, typename Cell>
static void
shrink (guint8 *cells,
        gsize n,
        guint bits)
{
  constexpr guint32 FULL = static_cast<Stretched> (~Stretched (0));
  const guint32 top = (1u << bits) - 1;

  if (top == FULL && sizeof (Stretched) == sizeof (Cell))
    return;
  for (gsize i = n; i > 0; i--)
    {
      Stretched sample;

      std::memcpy (&sample, cells + (i - 1) * sizeof sample, sizeof sample);
      const Cell cell = static_cast<Cell> ((sample * top + FULL / 2) / FULL);
      std::memcpy (cells + (i - 1) * sizeof cell, &cell, sizeof cell);
    }
}

static void
shrink_cells (guint8 *cells,
              gsize n,
              guint bits,
              guint bits_allocated)
{
  if (bits > 8)
    bits_allocated == 16 ? shrink<guint16, guint16> (cells, n, bits) : shrink<guint16, guint32> (cells, n, bits);
  else if (bits_allocated == 8)
    shrink<guint8, guint8> (cells, n, bits);
  else
    bits_allocated == 16 ? shrink<guint8, guint16> (cells, n, bits) : shrink<guint8, guint32> (cells, n, bits);
}

static GBytes *
damaged (GError **error)
{
  g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                       "the JPEG XL code stream is damaged");
  return nullptr;
}

/* The first frame, once @decoder has seen the header. */
static GBytes *
take_image (JxlDecoder *decoder,
            const JxlBasicInfo &jxl,
            Layout &layout,
            GError **error)
{
  const gsize width = jxl.bits_per_sample > 8 ? 2 : 1;
  const JxlPixelFormat format = { layout.info.samples, width == 2 ? JXL_TYPE_UINT16 : JXL_TYPE_UINT8, JXL_LITTLE_ENDIAN, 0 };
  const gsize n = layout.pixels () * layout.info.samples;
  size_t needed = 0;

  if (JxlDecoderProcessInput (decoder) != JXL_DEC_NEED_IMAGE_OUT_BUFFER ||
      JxlDecoderImageOutBufferSize (decoder, &format, &needed) != JXL_DEC_SUCCESS || needed != n * width)
    return damaged (error);
  Buffer buffer (n * MAX (width, layout.cell_size ()));
  if (JxlDecoderSetImageOutBuffer (decoder, &format, buffer.data (), needed) != JXL_DEC_SUCCESS ||
      JxlDecoderProcessInput (decoder) != JXL_DEC_FULL_IMAGE)
    return damaged (error);
  shrink_cells (buffer.data (), n, jxl.bits_per_sample, layout.info.bits_allocated);
  settle_samples (layout, { jxl.bits_per_sample, false, false }, buffer.data (), n);
  return buffer.take (n * layout.cell_size ());
}

GBytes *
decode_jpeg_xl (GBytes *stream,
                Layout &layout,
                GError **error)
{
  gsize size = 0;
  const guint8 *bytes = static_cast<const guint8 *> (g_bytes_get_data (stream, &size));
  Purse purse = { MEMORY_BASE + static_cast<guint64> (layout.pixels ()) * layout.info.samples * BYTES_A_SAMPLE };
  const JxlMemoryManager memory = { &purse, take_memory, give_memory };
  const std::unique_ptr<JxlDecoder, FreeDecoder> decoder (JxlDecoderCreate (&memory));
  JxlBasicInfo jxl;

  if (decoder == nullptr)
    throw std::bad_alloc ();
  const JxlSignature signature = JxlSignatureCheck (bytes, size);
  if (signature != JXL_SIG_CODESTREAM && signature != JXL_SIG_CONTAINER)
    return damaged (error);
  if (JxlDecoderSubscribeEvents (decoder.get (), JXL_DEC_BASIC_INFO | JXL_DEC_FULL_IMAGE) != JXL_DEC_SUCCESS ||
      JxlDecoderSetKeepOrientation (decoder.get (), JXL_TRUE) != JXL_DEC_SUCCESS ||
      JxlDecoderSetInput (decoder.get (), bytes, size) != JXL_DEC_SUCCESS)
    return damaged (error);
  JxlDecoderCloseInput (decoder.get ());
  if (JxlDecoderProcessInput (decoder.get ()) != JXL_DEC_BASIC_INFO ||
      JxlDecoderGetBasicInfo (decoder.get (), &jxl) != JXL_DEC_SUCCESS)
    return damaged (error);
  if (!check_info (jxl, layout, error))
    return nullptr;

  /* Samples in another profile than the encoder was given are the XYB of lossy
   * ones; everything else may have loss or not and doesn't tell. */
  layout.has_loss = !jxl.uses_original_profile || layout.syntax->loss == Loss::ALWAYS;
  if (layout.info.samples == 3)
    layout.info.photometric = OVR_PHOTOMETRIC_RGB;
  return take_image (decoder.get (), jxl, layout, error);
}

} // namespace ovr
