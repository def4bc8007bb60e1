/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-dataset-private.hh"
#include "ovr-scan.hh"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcsequen.h>
#include <dcmtk/dcmdata/dcvrsv.h>
#include <dcmtk/dcmdata/dcvruv.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include <algorithm>
#include <cstring>

/* DCMTK holds the data set, but does not parse it: its parser recurses without
 * a limit and asks for as much memory as a length says. Here the scanner
 * checks each head first, and values are put in one by one. */
namespace ovr
{

/* Elements out of order make DCMTK search for their place. */
#define MAX_OUT_OF_ORDER 4096u

/* What the reading of one file goes through. */
struct Reading
{
  OvrReadScope scope;
  E_TransferSyntax xfer;
  bool is_signed = false;
  bool truncated = false;
  unsigned out_of_order = 0;
};

enum class Built
{
  OK,
  STOP, /* what there is stands; nothing more can be read */
  TOO_DEEP,
};

template <typename Word>
static std::vector<Word>
words_of (const guint8 *bytes,
          gsize length,
          bool big_endian)
{
  std::vector<Word> words (length / sizeof (Word));

  if (words.empty ())
    return words;
  std::memcpy (words.data (), bytes, words.size () * sizeof (Word));
  if (!big_endian || sizeof (Word) == 1)
    return words;
  guint8 *raw = reinterpret_cast<guint8 *> (words.data ());
  for (gsize i = 0; i < words.size (); i++)
    std::reverse (raw + i * sizeof (Word), raw + (i + 1) * sizeof (Word));
  return words;
}

static void
fill_numbers (DcmElement &element,
              const guint8 *bytes,
              gsize length,
              bool big_endian)
{
  const auto words = words_of<Uint16> (bytes, length, big_endian);
  const unsigned long n16 = static_cast<unsigned long> (words.size ());
  const unsigned long n32 = n16 / 2;
  const unsigned long n64 = n16 / 4;

  switch (element.getVR ())
    {
    case EVR_AT:
      element.putUint16Array (words.data (), n32);
      break;
    case EVR_SS:
      element.putSint16Array (reinterpret_cast<const Sint16 *> (words.data ()), n16);
      break;
    case EVR_SL:
      element.putSint32Array (words_of<Sint32> (bytes, length, big_endian).data (), n32);
      break;
    case EVR_OL:
    case EVR_UL:
    case EVR_up:
      element.putUint32Array (words_of<Uint32> (bytes, length, big_endian).data (), n32);
      break;
    case EVR_FL:
    case EVR_OF:
      element.putFloat32Array (words_of<Float32> (bytes, length, big_endian).data (), n32);
      break;
    case EVR_FD:
    case EVR_OD:
      element.putFloat64Array (words_of<Float64> (bytes, length, big_endian).data (), n64);
      break;
    case EVR_SV:
      static_cast<DcmSigned64bitVeryLong &> (element).putSint64Array (words_of<Sint64> (bytes, length, big_endian).data (), n64);
      break;
    case EVR_OV:
    case EVR_UV:
      static_cast<DcmUnsigned64bitVeryLong &> (element).putUint64Array (words_of<Uint64> (bytes, length, big_endian).data (), n64);
      break;
    default:
      element.putUint16Array (words.data (), n16);
      break;
    }
}

static void
fill (DcmElement &element,
      const guint8 *bytes,
      gsize length,
      bool big_endian)
{
  const DcmEVR vr = element.getVR ();

  if (is_text_vr (vr))
    {
      element.putString (reinterpret_cast<const char *> (bytes), static_cast<Uint32> (length));
      return;
    }
  switch (vr)
    {
    case EVR_AT:
    case EVR_FD:
    case EVR_FL:
    case EVR_OD:
    case EVR_OF:
    case EVR_OL:
    case EVR_OV:
    case EVR_OW:
    case EVR_PixelData:
    case EVR_SL:
    case EVR_SS:
    case EVR_SV:
    case EVR_UL:
    case EVR_US:
    case EVR_UV:
    case EVR_lt:
    case EVR_ox:
    case EVR_px:
    case EVR_up:
    case EVR_xs:
      if (length % 2 == 0 && !(vr == EVR_PixelData && element.getTag ().getEVR () == EVR_OB))
        {
          fill_numbers (element, bytes, length, big_endian);
          break;
        }
      [[fallthrough]];
    default:
      element.putUint8Array (bytes, static_cast<unsigned long> (length));
      break;
    }
}

/* The creator of the private block that @tag lies in (PS3.5 7.8.1). */
static std::string
private_creator (DcmItem &item,
                 guint32 tag)
{
  const guint32 block = (tag & 0xffff) >> 8;
  const char *creator = nullptr;

  if ((tag >> 16) % 2 == 0 || block < 0x10)
    return "";
  const DcmTagKey key (static_cast<Uint16> (tag >> 16), static_cast<Uint16> (block));
  return item.findAndGetString (key, creator).good () && creator != nullptr ? creator : "";
}

/* What the dictionary says; EVR_UN where it doesn't know the tag. */
static DcmEVR
dictionary_vr (DcmItem &item,
               guint32 tag,
               const Reading &reading)
{
  const std::string creator = private_creator (item, tag);
  const DcmEVR vr = DcmTag (to_key (tag), creator.empty () ? nullptr : creator.c_str ()).getEVR ();

  switch (vr)
    {
    case EVR_xs:
      return reading.is_signed ? EVR_SS : EVR_US;
    case EVR_UNKNOWN:
    case EVR_UNKNOWN2B:
    case EVR_na:
      return EVR_UN;
    case EVR_lt:
    case EVR_ox:
    case EVR_px:
      return EVR_OW;
    default:
      return vr;
    }
}

static DcmEVR
element_vr (DcmItem &item,
            const Element &element,
            const Reading &reading)
{
  const bool is_unknown = element.vr[0] == '\0' || element.has_vr ("UN") || !is_known_vr (element.vr);

  if (!is_unknown)
    return DcmVR (element.vr).getEVR ();
  const DcmEVR vr = dictionary_vr (item, element.tag, reading);
  return vr == EVR_UN && element.is_undefined () ? EVR_SQ : vr;
}

/* A place for the element, or nullptr where it can't be had (a repeated tag:
 * the first one stands). */
static DcmElement *
insert (DcmItem &item,
        guint32 tag,
        DcmEVR vr)
{
  DcmTag key (to_key (tag));
  DcmElement *element = nullptr;

  key.setVR (DcmVR (vr));
  if (DcmItem::newDicomElementWithVR (element, key).bad ())
    return nullptr;
  if (item.insert (element, OFFalse).bad ())
    {
      delete element;
      return nullptr;
    }
  return element;
}

static Built build (DcmItem &item, const Scanner &scanner, guint64 *at, guint64 end, bool is_open, Reading &reading, unsigned depth);

/* The items of a sequence whose value starts at *@at. */
static Built
build_items (DcmSequenceOfItems &sequence,
             const Scanner &scanner,
             guint64 *at,
             guint64 end,
             bool is_open,
             Reading &reading,
             unsigned depth)
{
  Element element;

  if (depth >= MAX_DEPTH)
    return Built::TOO_DEEP;
  for (;;)
    {
      const Step step = scanner.read (*at, end, &element);

      if (step == Step::END && !is_open)
        return Built::OK;
      if (step != Step::OK)
        {
          reading.truncated = true;
          return Built::STOP;
        }
      *at = element.value;
      if (element.tag == TAG_SEQUENCE_END)
        return Built::OK;
      if (element.tag != TAG_ITEM)
        return Built::STOP;

      DcmItem *item = new DcmItem ();
      if (sequence.append (item).bad ())
        {
          delete item;
          return Built::STOP;
        }
      const guint64 item_end = element.is_undefined () ? end : element.value + element.length;
      const Built built = build (*item, scanner, at, item_end, element.is_undefined (), reading, depth + 1);
      if (built == Built::TOO_DEEP || (built == Built::STOP && element.is_undefined ()))
        return built;
      if (!element.is_undefined ())
        *at = item_end;
    }
}

/* Fragments as they are, without looking into them. */
static Built
build_fragments (DcmItem &item,
                 const Scanner &scanner,
                 guint64 *at,
                 guint64 end,
                 Reading &reading)
{
  DcmElement *element = insert (item, TAG_PIXEL_DATA, EVR_OB);
  DcmPixelData *pixels = dynamic_cast<DcmPixelData *> (element);
  auto sequence = std::make_unique<DcmPixelSequence> (DcmTag (DCM_PixelData, EVR_OB));
  Element fragment;
  bool is_whole = false;

  while (scanner.read (*at, end, &fragment) == Step::OK)
    {
      *at = fragment.value;
      if (fragment.tag == TAG_SEQUENCE_END)
        {
          is_whole = true;
          break;
        }
      const guint8 *bytes = fragment.is_undefined () ? nullptr : scanner.source.look (fragment.value, fragment.length);
      if (fragment.tag != TAG_ITEM || bytes == nullptr)
        break;
      DcmPixelItem *pixel_item = new DcmPixelItem (DcmTag (DCM_PixelItemTag));
      sequence->insert (pixel_item);
      if (fragment.length > 0)
        pixel_item->putUint8Array (bytes, fragment.length);
      *at += fragment.length;
    }
  reading.truncated = reading.truncated || !is_whole;
  if (pixels != nullptr)
    pixels->putOriginalRepresentation (reading.xfer, nullptr, sequence.release ());
  return is_whole ? Built::OK : Built::STOP;
}

/* One element of any kind; *@at is moved behind it. */
static Built
build_element (DcmItem &item,
               const Scanner &scanner,
               const Element &element,
               guint64 *at,
               guint64 end,
               Reading &reading,
               unsigned depth)
{
  const DcmEVR vr = element_vr (item, element, reading);

  *at = element.value;
  if (element.is_undefined () && element.tag == TAG_PIXEL_DATA && vr != EVR_SQ)
    return build_fragments (item, scanner, at, end, reading);
  if (vr == EVR_SQ || element.is_undefined ())
    {
      const Scanner inner (scanner.source, scanner.inside (element));
      DcmSequenceOfItems *sequence = dynamic_cast<DcmSequenceOfItems *> (insert (item, element.tag, EVR_SQ));
      DcmSequenceOfItems unused (DcmTag (to_key (element.tag), EVR_SQ));
      const guint64 sequence_end = element.is_undefined () ? end : element.value + element.length;
      const Built built = build_items (sequence != nullptr ? *sequence : unused, inner, at, sequence_end,
                                       element.is_undefined (), reading, depth + 1);

      if (built == Built::TOO_DEEP || element.is_undefined ())
        return built;
      *at = sequence_end;
      return Built::OK;
    }

  const guint8 *bytes = scanner.source.look (element.value, element.length);
  DcmElement *leaf = bytes != nullptr ? insert (item, element.tag, vr) : nullptr;
  *at += element.length;
  if (leaf != nullptr && element.length > 0)
    fill (*leaf, bytes, element.length, scanner.encoding.big_endian && !element.has_vr ("UN"));
  if (element.tag == OVR_TAG (0x0028, 0x0103) && element.length >= 2 && bytes != nullptr)
    reading.is_signed = scanner.get16 (bytes) == 1;
  return bytes != nullptr ? Built::OK : Built::STOP;
}

/* The elements of one item. */
static Built
build (DcmItem &item,
       const Scanner &scanner,
       guint64 *at,
       guint64 end,
       bool is_open,
       Reading &reading,
       unsigned depth)
{
  guint32 last = 0;
  Element element;

  for (;;)
    {
      const Step step = scanner.read (*at, end, &element);

      if (step == Step::END && (!is_open || depth == 0))
        return Built::OK;
      if (step != Step::OK)
        {
          reading.truncated = true;
          return Built::STOP;
        }
      if (element.tag >> 16 == 0xfffe)
        {
          *at = element.value;
          return element.tag == TAG_ITEM_END ? Built::OK : Built::STOP;
        }
      if (depth == 0 && reading.scope == OVR_READ_HEADER && element.tag >= OVR_TAG (0x7fe0, 0x0001))
        return Built::OK;
      if (element.tag < last && ++reading.out_of_order > MAX_OUT_OF_ORDER)
        return Built::STOP;
      last = element.tag;

      const Built built = build_element (item, scanner, element, at, end, reading, depth);
      if (built != Built::OK)
        return built;
    }
}

/* Looks whether what follows the header is all there. */
static void
check_rest (const Scanner &scanner,
            guint64 at,
            Reading &reading)
{
  const guint64 end = scanner.source.size ();
  Element element;

  while (scanner.read (at, end, &element) == Step::OK)
    {
      if (!element.is_undefined () || element.tag != TAG_PIXEL_DATA)
        {
          if (scanner.after (element, end, &at) != Step::OK)
            break;
          continue;
        }
      /* Fragments: only their heads are read. */
      for (at = element.value;;)
        {
          const guint8 *head = scanner.source.peek (at, 8);

          if (head == nullptr)
            {
              reading.truncated = true;
              return;
            }
          const guint32 tag = OVR_TAG (scanner.get16 (head), scanner.get16 (head + 2));
          const guint32 length = scanner.get32 (head + 4);
          at += 8;
          if (tag != TAG_ITEM)
            break;
          at += length;
        }
    }
  if (at < end)
    reading.truncated = true;
}

static void
build_meta (DcmFileFormat &file,
            Source &source,
            const Opened &opened)
{
  const Scanner scanner (source, { true, false });
  Reading reading = { OVR_READ_ALL, EXS_LittleEndianExplicit };
  guint64 at = opened.meta_begin;

  build (*file.getMetaInfo (), scanner, &at, opened.meta_end, false, reading, 1);
}

static OvrDataset *
read_source (Source &source,
             OvrReadScope scope,
             GError **error)
{
  auto self = std::make_unique<OvrDataset> ();
  Opened opened;

  if (!open_part10 (source, opened, error))
    return nullptr;
  self->file = std::make_unique<DcmFileFormat> ();
  self->item = self->file->getDataset ();
  build_meta (*self->file, source, opened);

  const Scanner scanner (*opened.body, opened.encoding);
  Reading reading = { scope, to_xfer (opened.syntax.c_str ()) };
  guint64 at = opened.begin;
  const Built built = build (*self->item, scanner, &at, opened.body->size (), false, reading, 0);
  if (built == Built::TOO_DEEP)
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                   "sequences lie in each other deeper than %u levels", MAX_DEPTH / 2);
      return nullptr;
    }
  if (self->item->card () == 0)
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_TRUNCATED,
                           "no element of the data set is whole");
      return nullptr;
    }
  if (built == Built::OK && scope == OVR_READ_HEADER)
    check_rest (scanner, at, reading);
  if (scope == OVR_READ_HEADER)
    self->make_index ();
  self->syntax = opened.syntax;
  self->truncated = opened.truncated || reading.truncated;
  return self.release ();
}

} // namespace ovr

OvrDataset *
ovr_dataset_read_fd (int fd,
                     OvrReadScope scope,
                     GError **error)
{
  g_return_val_if_fail (fd >= 0, nullptr);
  return ovr::guard<OvrDataset *> (nullptr, error, [=] {
    ovr::Source source (fd);

    return ovr::read_source (source, scope, error);
  });
}

OvrDataset *
ovr_dataset_read_bytes (GBytes *bytes,
                        OvrReadScope scope,
                        GError **error)
{
  g_return_val_if_fail (bytes != nullptr, nullptr);
  return ovr::guard<OvrDataset *> (nullptr, error, [=] {
    ovr::Source source (bytes);

    return ovr::read_source (source, scope, error);
  });
}
