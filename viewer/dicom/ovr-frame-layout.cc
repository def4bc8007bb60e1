/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-private.hh"

#include <cstdlib>
#include <cstring>

/* The attributes of the Image Pixel module (PS3.3 C.7.6.3), read from the top
 * level of the data set without building it. */
namespace ovr
{

struct Name
{
  const char *text;
  OvrPhotometric photometric;
};

static const Name NAMES[] = {
  { "MONOCHROME1", OVR_PHOTOMETRIC_MONOCHROME1 },
  { "MONOCHROME2", OVR_PHOTOMETRIC_MONOCHROME2 },
  { "PALETTE COLOR", OVR_PHOTOMETRIC_PALETTE },
  { "RGB", OVR_PHOTOMETRIC_RGB },
  { "YBR_FULL", OVR_PHOTOMETRIC_YBR_FULL },
  { "YBR_FULL_422", OVR_PHOTOMETRIC_YBR_FULL_422 },
  { "YBR_PARTIAL_422", OVR_PHOTOMETRIC_YBR_PARTIAL_422 },
  { "YBR_PARTIAL_420", OVR_PHOTOMETRIC_YBR_PARTIAL },
  { "XYB", OVR_PHOTOMETRIC_RGB },
  { "YBR_ICT", OVR_PHOTOMETRIC_RGB },
  { "YBR_RCT", OVR_PHOTOMETRIC_RGB },
};

static OvrPhotometric
photometric_of (const std::string &text)
{
  for (const Name &name : NAMES)
    if (text == name.text)
      return name.photometric;
  return OVR_PHOTOMETRIC_UNKNOWN;
}

/* A short text value without its padding. */
static std::string
short_text (const Scanner &scanner,
            const Element &element)
{
  const gsize length = MIN (element.length, 64u);
  const guint8 *bytes = scanner.source.look (element.value, length);
  std::string text (reinterpret_cast<const char *> (bytes), bytes != nullptr ? length : 0);

  while (!text.empty () && (text.back () == ' ' || text.back () == '\0'))
    text.pop_back ();
  while (!text.empty () && text.front () == ' ')
    text.erase (0, 1);
  return text;
}

static guint32
short_number (const Scanner &scanner,
              const Element &element)
{
  const guint8 *bytes = element.length >= 2 ? scanner.source.look (element.value, 2) : nullptr;

  return bytes != nullptr ? scanner.get16 (bytes) : 0;
}

static void
keep_pixels (const Scanner &scanner,
             const Element &element,
             OvrCellFormat format,
             Layout &out)
{
  out.offset = element.value;
  out.is_encapsulated = element.is_undefined ();
  out.length = element.is_undefined () ? 0 : element.length;
  out.has_byte_vr = element.has_vr ("OB");
  out.is_swapped = scanner.encoding.big_endian;
  out.info.format = format;
}

static void
keep_photometric (const std::string &text,
                  Layout &out)
{
  out.info.photometric = photometric_of (text);
  out.is_transformed = text == "YBR_ICT" || text == "YBR_RCT";
}

/* Overlay Bit Position (60xx,0102) other than 0: the plane is in the cells. */
static void
keep_overlay (const Scanner &scanner,
              const Element &element,
              Layout &out)
{
  if ((element.tag & 0xff01ffff) == OVR_TAG (0x6000, 0x0102) && short_number (scanner, element) != 0)
    out.has_overlay = true;
}

/* What is kept of one element. FALSE once the pixels have been met. */
static bool
keep (const Scanner &scanner,
      const Element &element,
      Layout &out)
{
  switch (element.tag)
    {
    case OVR_TAG (0x0028, 0x0002):
      out.info.samples = short_number (scanner, element);
      break;
    case OVR_TAG (0x0028, 0x0004):
      keep_photometric (short_text (scanner, element), out);
      break;
    case OVR_TAG (0x0028, 0x0006):
      out.is_planar = short_number (scanner, element) == 1;
      break;
    case OVR_TAG (0x0028, 0x0008):
      out.info.n_frames = static_cast<guint32> (CLAMP (std::strtol (short_text (scanner, element).c_str (), nullptr, 10), 1, G_MAXINT32));
      break;
    case OVR_TAG (0x0028, 0x0010):
      out.info.rows = short_number (scanner, element);
      break;
    case OVR_TAG (0x0028, 0x0011):
      out.info.columns = short_number (scanner, element);
      break;
    case OVR_TAG (0x0028, 0x0100):
      out.info.bits_allocated = short_number (scanner, element);
      break;
    case OVR_TAG (0x0028, 0x0101):
      out.info.bits_stored = short_number (scanner, element);
      break;
    case OVR_TAG (0x0028, 0x0102):
      out.info.high_bit = short_number (scanner, element);
      break;
    case OVR_TAG (0x0028, 0x0103):
      out.info.is_signed = short_number (scanner, element) == 1;
      break;
    case OVR_TAG (0x0028, 0x2110):
      out.info.lossy = short_text (scanner, element) == "01";
      break;
    case OVR_TAG (0x7fe0, 0x0001):
      out.extended_offset = element.value;
      out.extended_size = element.length;
      break;
    case OVR_TAG (0x7fe0, 0x0008):
      keep_pixels (scanner, element, OVR_CELL_FLOAT, out);
      return false;
    case OVR_TAG (0x7fe0, 0x0009):
      keep_pixels (scanner, element, OVR_CELL_DOUBLE, out);
      return false;
    case TAG_PIXEL_DATA:
      keep_pixels (scanner, element, OVR_CELL_INT, out);
      return false;
    default:
      keep_overlay (scanner, element, out);
      break;
    }
  return true;
}

static bool
find_pixels (const Opened &opened,
             Layout &out,
             GError **error)
{
  const Scanner scanner (*opened.body, opened.encoding);
  const guint64 end = opened.body->size ();
  guint64 at = opened.begin;

  for (;;)
    {
      Element element = {};
      Step step = scanner.read (at, end, &element);

      /* A cut pixel data element still has whole frames. */
      if (step == Step::CUT && element.tag >> 16 == 0x7fe0 && element.value != 0)
        step = Step::OK;
      if (step == Step::OK && !keep (scanner, element, out))
        return true;
      if (step == Step::OK)
        step = scanner.after (element, end, &at);
      if (step == Step::OK)
        continue;
      if (step == Step::END)
        g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID, "there are no pixel data");
      else if (step == Step::TOO_DEEP)
        g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID, "sequences lie too deep in each other");
      else
        g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_TRUNCATED, "the file ends before its pixel data");
      return false;
    }
}

static bool
refuse (GError **error,
        const char *format,
        guint value,
        guint other)
{
  g_autofree char *text = g_strdup_printf (format, value, other);

  g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID, text);
  return false;
}

/* Bits Allocated as it is in the buffer, and bits that fit into it. */
static bool
settle_bits (Layout &out,
             GError **error)
{
  OvrFrameInfo &info = out.info;

  if (info.format != OVR_CELL_INT)
    {
      info.bits_allocated = info.format == OVR_CELL_FLOAT ? 32 : 64;
      info.bits_stored = info.bits_allocated;
      info.high_bit = info.bits_stored - 1;
      info.is_signed = TRUE;
      return true;
    }
  out.is_bits = info.bits_allocated == 1;
  if (out.is_bits)
    {
      info.bits_allocated = 8;
      info.bits_stored = 1;
      info.high_bit = 0;
    }
  if (info.bits_allocated != 8 && info.bits_allocated != 16 && info.bits_allocated != 32 && info.bits_allocated != 64)
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                   "Bits Allocated (0028,0100) is %u", info.bits_allocated);
      return false;
    }
  if (info.bits_stored == 0)
    info.bits_stored = info.bits_allocated;
  if (info.bits_stored > info.bits_allocated)
    return refuse (error, "Bits Stored (0028,0101) is %u with %u bits allocated", info.bits_stored, info.bits_allocated);
  if (info.high_bit == G_MAXUINT32)
    info.high_bit = info.bits_stored - 1;
  if (info.high_bit >= info.bits_allocated || info.high_bit + 1 < info.bits_stored)
    return refuse (error, "High Bit (0028,0102) is %u with %u bits stored", info.high_bit, info.bits_stored);
  return true;
}

static bool
settle_shape (Layout &out,
              GError **error)
{
  OvrFrameInfo &info = out.info;

  if (info.rows == 0 || info.columns == 0)
    return refuse (error, "an image has %u rows and %u columns", info.rows, info.columns);
  if (info.samples != 1 && info.samples != 3)
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                   "Samples per Pixel (0028,0002) is %u", info.samples);
      return false;
    }
  if (info.samples == 1 && info.photometric >= OVR_PHOTOMETRIC_RGB)
    return refuse (error, "Photometric Interpretation (0028,0004) is colour with %u of %u samples", 1, 3);
  if (!settle_bits (out, error))
    return false;
  if (out.is_bits && info.samples != 1)
    return refuse (error, "%u samples a pixel of %u bit", info.samples, 1);
  if (out.is_subsampled () && !out.is_encapsulated && info.columns % 2 != 0)
    return refuse (error, "subsampled colour with %u columns, %u samples", info.columns, info.samples);
  if (static_cast<guint64> (info.rows) * info.columns > MAX_FRAME_BYTES / (info.samples * out.cell_size ()))
    return refuse (error, "%u rows and %u columns are more than an image can have", info.rows, info.columns);
  return true;
}

bool
read_layout (const Opened &opened,
             Layout &out,
             GError **error)
{
  out.info.samples = 1;
  out.info.n_frames = 1;
  out.info.high_bit = G_MAXUINT32;
  out.syntax = find_syntax (opened.syntax.c_str ());
  if (out.syntax == nullptr)
    {
      /* A UID of digits and dots names no patient. */
      const bool is_uid = opened.syntax.size () <= 64 && opened.syntax.find_first_not_of ("0123456789.") == std::string::npos;

      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                   "the transfer syntax %s is not known here", is_uid ? opened.syntax.c_str () : "of this file");
      return false;
    }
  if (!find_pixels (opened, out, error) || !settle_shape (out, error))
    return false;
  if (out.is_encapsulated != (out.syntax->packing != Packing::NATIVE))
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                   "pixel data (7fe0,0010) are not packed as %s says", out.syntax->name);
      return false;
    }
  return true;
}

} // namespace ovr
