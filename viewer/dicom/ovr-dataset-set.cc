/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-dataset-private.hh"

#include <dcmtk/dcmdata/dcbytstr.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcsequen.h>

#include <cstring>

namespace ovr
{

/* US or SS: PS3.6 leaves it to Pixel Representation (0028,0103). */
static DcmEVR
settle_vr (const OvrDataset *self,
           const DcmTag &tag,
           bool is_negative)
{
  gint64 is_signed = 0;

  if (tag.getEVR () != EVR_xs)
    return tag.getEVR ();
  ovr_dataset_get_int (self->root (), OVR_TAG (0x0028, 0x0103), 0, &is_signed);
  return is_signed == 1 || is_negative ? EVR_SS : EVR_US;
}

/* Wrappers of items that go away with their sequence. */
static void
forget_items (OvrDataset *self,
              guint32 tag)
{
  DcmSequenceOfItems *sequence = dynamic_cast<DcmSequenceOfItems *> (find_element (self, tag));
  DcmObject *item = nullptr;

  while (sequence != nullptr && (item = sequence->nextInContainer (item)) != nullptr)
    self->children.erase (static_cast<DcmItem *> (item));
  self->sequences.erase (tag);
}

/* A new empty element of @tag in place of what was there; @vr EVR_UNKNOWN for
 * the dictionary's. nullptr where there can be none. */
static DcmElement *
replace (OvrDataset *self,
         guint32 tag,
         DcmEVR vr)
{
  DcmTag key (to_key (tag));
  DcmElement *element = nullptr;

  if (vr != EVR_UNKNOWN)
    key.setVR (DcmVR (vr));
  if (DcmItem::newDicomElementWithVR (element, key).bad ())
    return nullptr;
  forget_items (self, tag);
  self->forget_index ();
  if (self->item->insert (element, OFTrue).bad ())
    {
      delete element;
      return nullptr;
    }
  if (key == DCM_SpecificCharacterSet)
    self->charset.reset ();
  return element;
}

static void
put_text (OvrDataset *self,
          guint32 tag,
          const std::string &text)
{
  DcmTag key (to_key (tag));
  DcmEVR vr = settle_vr (self, key, text.compare (0, 1, "-") == 0);
  DcmElement *element;

  if (!is_text_vr (vr) && (vr == EVR_UN || vr == EVR_UNKNOWN))
    vr = EVR_LO;
  element = replace (self, tag, vr);
  if (element == nullptr || element->putString (text.c_str (), static_cast<Uint32> (text.size ())).bad ())
    g_critical ("(%04x,%04x) can't hold a text", tag >> 16, tag & 0xffff);
}

static void
recode (OvrDataset *self)
{
  self->forget_index ();
  self->item->findAndDeleteElement (DCM_SpecificCharacterSet);
  for (DcmObject *object = self->item->nextInContainer (nullptr); object != nullptr;
       object = self->item->nextInContainer (object))
    {
      DcmElement *element = static_cast<DcmElement *> (object);
      DcmSequenceOfItems *sequence = dynamic_cast<DcmSequenceOfItems *> (element);
      std::string bytes;

      if (sequence != nullptr && element->getVR () == EVR_SQ)
        {
          DcmObject *item = nullptr;

          while ((item = sequence->nextInContainer (item)) != nullptr)
            {
              OvrDataset *child = self->wrap (static_cast<DcmItem *> (item));

              child->text_charset (); /* before its own declaration goes */
              recode (child);
            }
        }
      else if (raw_text (*element, bytes) && !g_str_is_ascii (bytes.c_str ()))
        {
          std::string all;

          for (const std::string &value : element_text (self, *element).values)
            all += (all.empty () ? "" : "\\") + value;
          element->putString (all.c_str (), static_cast<Uint32> (all.size ()));
        }
    }
}

static void
forget_charsets (OvrDataset *self)
{
  self->charset.reset ();
  for (auto &child : self->children)
    forget_charsets (child.second.get ());
}

/* Turns every text of the whole data set into UTF-8, and says so. */
static void
become_utf8 (OvrDataset *root)
{
  if (root->text_charset ().is_utf8 ())
    return;
  recode (root);
  forget_charsets (root);
  root->item->putAndInsertString (DCM_SpecificCharacterSet, "ISO_IR 192");
}

/* The closest decimal of at most 16 characters (PS3.5 6.2, DS). */
static std::string
decimal_string (double value)
{
  char format[8];
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int precision = 17; precision > 0; precision--)
    {
      g_snprintf (format, sizeof format, "%%.%dg", precision);
      g_ascii_formatd (text, sizeof text, format, value);
      /* The shortest text among those that read back as the same number. */
      if (std::strlen (text) > 16)
        continue;
      while (precision > 1)
        {
          char shorter[G_ASCII_DTOSTR_BUF_SIZE];

          g_snprintf (format, sizeof format, "%%.%dg", --precision);
          g_ascii_formatd (shorter, sizeof shorter, format, value);
          if (g_ascii_strtod (shorter, nullptr) != g_ascii_strtod (text, nullptr))
            break;
          std::strcpy (text, shorter);
        }
      return text;
    }
  return "0";
}

static bool
put_int (DcmElement &element,
         gint64 value,
         unsigned long index)
{
  switch (element.getVR ())
    {
    case EVR_US:
      return value >= 0 && value <= G_MAXUINT16 &&
             element.putUint16 (static_cast<Uint16> (value), index).good ();
    case EVR_SS:
      return value >= G_MININT16 && value <= G_MAXINT16 &&
             element.putSint16 (static_cast<Sint16> (value), index).good ();
    case EVR_UL:
      return value >= 0 && value <= G_MAXUINT32 &&
             element.putUint32 (static_cast<Uint32> (value), index).good ();
    case EVR_SL:
      return value >= G_MININT32 && value <= G_MAXINT32 &&
             element.putSint32 (static_cast<Sint32> (value), index).good ();
    case EVR_FD:
      return element.putFloat64 (static_cast<double> (value), index).good ();
    case EVR_FL:
      return element.putFloat32 (static_cast<float> (value), index).good ();
    default:
      return false;
    }
}

static void
put_ints (OvrDataset *self,
          guint32 tag,
          const gint64 *values,
          guint n)
{
  bool is_negative = false;
  bool is_put = true;
  std::string text;

  for (guint i = 0; i < n; i++)
    {
      is_negative = is_negative || values[i] < 0;
      text += (i > 0 ? "\\" : "") + std::to_string (values[i]);
    }

  const DcmEVR vr = settle_vr (self, DcmTag (to_key (tag)), is_negative);
  if (is_text_vr (vr))
    {
      put_text (self, tag, text);
      return;
    }
  DcmElement *element = replace (self, tag, vr);
  for (guint i = 0; i < n && element != nullptr; i++)
    is_put = is_put && put_int (*element, values[i], i);
  if (element == nullptr || !is_put)
    g_critical ("(%04x,%04x) can't hold these numbers", tag >> 16, tag & 0xffff);
}

static void
put_doubles (OvrDataset *self,
             guint32 tag,
             const double *values,
             guint n)
{
  const DcmEVR vr = DcmTag (to_key (tag)).getEVR ();
  std::string text;

  if (vr != EVR_FD && vr != EVR_FL)
    {
      for (guint i = 0; i < n; i++)
        text += (i > 0 ? "\\" : "") + decimal_string (values[i]);
      put_text (self, tag, text);
      return;
    }
  DcmElement *element = replace (self, tag, vr);
  if (element == nullptr)
    return;
  for (guint i = 0; i < n; i++)
    if (vr == EVR_FD)
      element->putFloat64 (values[i], i);
    else
      element->putFloat32 (static_cast<float> (values[i]), i);
}

static void
put_bytes (OvrDataset *self,
           guint32 tag,
           GBytes *bytes,
           guint word_size)
{
  gsize size = 0;
  const guint8 *data = static_cast<const guint8 *> (g_bytes_get_data (bytes, &size));
  DcmElement *element = replace (self, tag, word_size == 2 ? EVR_OW : EVR_OB);
  OFCondition put = EC_IllegalCall;

  if (element != nullptr && word_size == 2 && size % 2 == 0)
    {
      std::vector<Uint16> words (size / 2);

      if (size > 0)
        std::memcpy (words.data (), data, size);
      put = element->putUint16Array (words.data (), static_cast<unsigned long> (words.size ()));
    }
  else if (element != nullptr && word_size == 1)
    {
      put = element->putUint8Array (data, static_cast<unsigned long> (size));
    }
  if (put.bad ())
    g_critical ("(%04x,%04x) can't hold %" G_GSIZE_FORMAT " bytes", tag >> 16, tag & 0xffff, size);
}

} // namespace ovr

void
ovr_dataset_set_text (OvrDataset *self,
                      guint32 tag,
                      const char *utf8)
{
  g_return_if_fail (self != nullptr && utf8 != nullptr);
  g_return_if_fail (g_utf8_validate (utf8, -1, nullptr));
  ovr::guard<int> (0, nullptr, [=] {
    if (!g_str_is_ascii (utf8))
      ovr::become_utf8 (self->root ());
    ovr::put_text (self, tag, utf8);
    return 0;
  });
}

void
ovr_dataset_set_int (OvrDataset *self,
                     guint32 tag,
                     gint64 value)
{
  ovr_dataset_set_ints (self, tag, &value, 1);
}

void
ovr_dataset_set_ints (OvrDataset *self,
                      guint32 tag,
                      const gint64 *values,
                      guint n)
{
  g_return_if_fail (self != nullptr && values != nullptr && n > 0);
  ovr::guard<int> (0, nullptr, [=] {
    ovr::put_ints (self, tag, values, n);
    return 0;
  });
}

void
ovr_dataset_set_doubles (OvrDataset *self,
                         guint32 tag,
                         const double *values,
                         guint n)
{
  g_return_if_fail (self != nullptr && values != nullptr && n > 0);
  ovr::guard<int> (0, nullptr, [=] {
    ovr::put_doubles (self, tag, values, n);
    return 0;
  });
}

void
ovr_dataset_set_bytes (OvrDataset *self,
                       guint32 tag,
                       GBytes *bytes,
                       guint word_size)
{
  g_return_if_fail (self != nullptr && bytes != nullptr);
  g_return_if_fail (word_size == 1 || word_size == 2);
  ovr::guard<int> (0, nullptr, [=] {
    ovr::put_bytes (self, tag, bytes, word_size);
    return 0;
  });
}

void
ovr_dataset_set_empty (OvrDataset *self,
                       guint32 tag)
{
  g_return_if_fail (self != nullptr);
  ovr::guard<int> (0, nullptr, [=] {
    ovr::replace (self, tag, ovr::settle_vr (self, DcmTag (ovr::to_key (tag)), false));
    return 0;
  });
}

OvrDataset *
ovr_dataset_append_item (OvrDataset *self,
                         guint32 sequence)
{
  g_return_val_if_fail (self != nullptr, nullptr);
  return ovr::guard<OvrDataset *> (nullptr, nullptr, [=] () -> OvrDataset * {
    DcmSequenceOfItems *items = dynamic_cast<DcmSequenceOfItems *> (ovr::find_element (self, sequence));
    auto item = std::make_unique<DcmItem> ();

    if (items == nullptr)
      items = dynamic_cast<DcmSequenceOfItems *> (ovr::replace (self, sequence, EVR_SQ));
    if (items == nullptr || items->append (item.get ()).bad ())
      return nullptr;
    self->sequences.erase (sequence);
    return self->wrap (item.release ());
  });
}
