/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-dataset-private.hh"

#include <dcmtk/dcmdata/dcbytstr.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcsequen.h>

#include <algorithm>
#include <cmath>

namespace ovr
{

bool
is_text_vr (DcmEVR evr)
{
  switch (evr)
    {
    case EVR_AE:
    case EVR_AS:
    case EVR_CS:
    case EVR_DA:
    case EVR_DS:
    case EVR_DT:
    case EVR_IS:
    case EVR_LO:
    case EVR_LT:
    case EVR_PN:
    case EVR_SH:
    case EVR_ST:
    case EVR_TM:
    case EVR_UC:
    case EVR_UI:
    case EVR_UR:
    case EVR_UT:
      return true;
    default:
      return false;
    }
}

/* TRUE where the Specific Character Set rules (PS3.5 6.2). */
static bool
is_charset_vr (DcmEVR evr)
{
  return evr == EVR_LO || evr == EVR_LT || evr == EVR_PN || evr == EVR_SH ||
         evr == EVR_ST || evr == EVR_UC || evr == EVR_UT;
}

static TextForm
text_form (DcmEVR evr)
{
  switch (evr)
    {
    case EVR_PN:
      return TextForm::NAMES;
    case EVR_LT:
    case EVR_ST:
    case EVR_UR:
    case EVR_UT:
      return TextForm::PROSE;
    default:
      return TextForm::VALUES;
    }
}

bool
raw_text (DcmElement &element,
          std::string &out)
{
  char *bytes = nullptr;
  Uint32 length = 0;

  if (dynamic_cast<DcmByteString *> (&element) == nullptr ||
      element.getString (bytes, length).bad () || bytes == nullptr)
    return false;
  out.assign (bytes, length);
  return true;
}

Text
element_text (const OvrDataset *self,
              DcmElement &element)
{
  static const Charset ascii ("");
  const DcmEVR evr = element.getVR ();
  std::string bytes;
  Text text;

  if (raw_text (element, bytes))
    {
      const Charset &charset = is_charset_vr (evr) ? self->text_charset () : ascii;

      text.values = charset.decode (bytes, text_form (evr), &text.doubt);
    }
  return text;
}

/* "" stands for a value that isn't there. */
static std::string
number_text (DcmElement &element,
             unsigned long index)
{
  OFString text;

  if (element.getOFString (text, index, OFTrue).bad ())
    return "";
  return std::string (text.c_str (), text.length ());
}

/* Values of other VRs than text: numbers and tags, as text. */
static Text
plain_values (DcmElement &element)
{
  Text text;

  switch (element.getVR ())
    {
    case EVR_AT:
    case EVR_FD:
    case EVR_FL:
    case EVR_SL:
    case EVR_SS:
    case EVR_SV:
    case EVR_UL:
    case EVR_US:
    case EVR_UV:
      for (unsigned long i = 0; i < element.getVM (); i++)
        text.values.push_back (number_text (element, i));
      break;
    default:
      break;
    }
  return text;
}

static Text
values_of (const OvrDataset *self,
           guint32 tag)
{
  DcmElement *element = find_element (self, tag);

  if (element == nullptr || element->getLength () == 0)
    return Text ();
  return is_text_vr (element->getVR ()) ? element_text (self, *element) : plain_values (*element);
}

static std::string
joined (const Text &text)
{
  std::string all;

  for (const std::string &value : text.values)
    {
      if (&value != &text.values.front ())
        all += '\\';
      all += value;
    }
  return all;
}

static bool
text_number (const std::string &value,
             double *out)
{
  char *end = nullptr;
  double number;

  if (value.empty ())
    return false;
  number = g_ascii_strtod (value.c_str (), &end);
  while (*end == ' ')
    end++;
  if (*end != '\0' || !std::isfinite (number))
    return false;
  *out = number;
  return true;
}

/* Number @index of @element as a double: exact for all VRs up to 53 bits. */
static bool
binary_number (DcmElement &element,
               unsigned long index,
               double *out)
{
  Float64 fd = 0.0;
  Float32 fl = 0.0f;
  Sint32 sl = 0;
  Sint16 ss = 0;
  Uint32 ul = 0;
  Uint16 us = 0;
  OFCondition found = EC_IllegalCall;

  switch (element.getVR ())
    {
    case EVR_FD:
    case EVR_OD:
      found = element.getFloat64 (fd, index);
      break;
    case EVR_FL:
    case EVR_OF:
      found = element.getFloat32 (fl, index);
      fd = static_cast<double> (fl);
      break;
    case EVR_SL:
      found = element.getSint32 (sl, index);
      fd = sl;
      break;
    case EVR_SS:
      found = element.getSint16 (ss, index);
      fd = ss;
      break;
    case EVR_UL:
      found = element.getUint32 (ul, index);
      fd = ul;
      break;
    case EVR_OW:
    case EVR_US:
    case EVR_lt:
    case EVR_xs:
      found = element.getUint16 (us, index);
      fd = us;
      break;
    default:
      break;
    }
  if (found.bad ())
    return false;
  *out = fd;
  return true;
}

static bool
number_at (const OvrDataset *self,
           guint32 tag,
           guint index,
           double *out)
{
  DcmElement *element = find_element (self, tag);

  if (element == nullptr || element->getLength () == 0)
    return false;
  if (!is_text_vr (element->getVR ()))
    return binary_number (*element, index, out);

  const Text text = element_text (self, *element);
  return index < text.values.size () && text_number (text.values[index], out);
}

static GBytes *
bytes_of (DcmElement &element)
{
  Uint8 *bytes = nullptr;
  Uint16 *words = nullptr;
  Uint32 *longs = nullptr;
  Float32 *floats = nullptr;
  Float64 *doubles = nullptr;
  const void *data = nullptr;
  std::string text;

  switch (element.getVR ())
    {
    case EVR_FD:
    case EVR_OD:
      element.getFloat64Array (doubles);
      data = doubles;
      break;
    case EVR_FL:
    case EVR_OF:
      element.getFloat32Array (floats);
      data = floats;
      break;
    case EVR_UL:
    case EVR_OL:
      element.getUint32Array (longs);
      data = longs;
      break;
    case EVR_SS:
      {
        Sint16 *shorts = nullptr;

        element.getSint16Array (shorts);
        data = shorts;
        break;
      }
    case EVR_US:
    case EVR_OW:
    case EVR_lt:
    case EVR_xs:
      element.getUint16Array (words);
      data = words;
      break;
    default:
      if (raw_text (element, text))
        return g_bytes_new (text.data (), text.size ());
      if (element.getUint8Array (bytes).good ())
        data = bytes;
      else if (element.getUint16Array (words).good ())
        data = words;
      break;
    }
  return data != nullptr ? g_bytes_new (data, element.getLength ()) : nullptr;
}

/* The sequence, or nullptr where @tag is none. */
static DcmSequenceOfItems *
find_sequence (const OvrDataset *self,
               guint32 tag)
{
  return dynamic_cast<DcmSequenceOfItems *> (find_element (self, tag));
}

/* The items of @tag as an array; empty where it is no sequence. */
static const std::vector<DcmItem *> &
items_of (const OvrDataset *self,
          guint32 tag)
{
  auto known = self->sequences.find (tag);

  if (known != self->sequences.end ())
    return known->second;

  std::vector<DcmItem *> &items = self->sequences[tag];
  DcmSequenceOfItems *sequence = find_sequence (self, tag);
  DcmObject *item = nullptr;

  while (sequence != nullptr && (item = sequence->nextInContainer (item)) != nullptr)
    items.push_back (static_cast<DcmItem *> (item));
  return items;
}

/* TRUE where each byte means the same in every character set. */
static bool
is_beyond_doubt (DcmElement &element)
{
  char *bytes = nullptr;
  Uint32 length = 0;

  return element.getString (bytes, length).good () &&
         (bytes == nullptr ||
          std::all_of (bytes, bytes + length, [] (char c) { return c >= 0 && c != 0x1b; }));
}

static bool
has_doubt (const OvrDataset *self)
{
  for (DcmObject *object = self->item->nextInContainer (nullptr); object != nullptr;
       object = self->item->nextInContainer (object))
    {
      DcmElement *element = static_cast<DcmElement *> (object);

      if (element->getVR () == EVR_SQ)
        {
          for (DcmItem *item : items_of (self, OVR_TAG (element->getGTag (), element->getETag ())))
            if (has_doubt (self->wrap (item)))
              return true;
        }
      else if (is_text_vr (element->getVR ()) && !is_beyond_doubt (*element) && element_text (self, *element).doubt)
        {
          return true;
        }
    }
  return false;
}

} // namespace ovr

gboolean
ovr_dataset_has (const OvrDataset *self,
                 guint32 tag)
{
  g_return_val_if_fail (self != nullptr, FALSE);
  return ovr::guard<gboolean> (FALSE, nullptr, [=] () -> gboolean {
    return ovr::find_element (self, tag) != nullptr;
  });
}

char *
ovr_dataset_get_text (const OvrDataset *self,
                      guint32 tag)
{
  g_return_val_if_fail (self != nullptr, nullptr);
  return ovr::guard<char *> (nullptr, nullptr, [=] {
    const std::string all = ovr::joined (ovr::values_of (self, tag));

    return all.empty () ? nullptr : g_strdup (all.c_str ());
  });
}

char *
ovr_dataset_get_value (const OvrDataset *self,
                       guint32 tag,
                       guint index)
{
  g_return_val_if_fail (self != nullptr, nullptr);
  return ovr::guard<char *> (nullptr, nullptr, [=] {
    const ovr::Text text = ovr::values_of (self, tag);

    if (index >= text.values.size () || text.values[index].empty ())
      return static_cast<char *> (nullptr);
    return g_strdup (text.values[index].c_str ());
  });
}

guint
ovr_dataset_get_n_values (const OvrDataset *self,
                          guint32 tag)
{
  g_return_val_if_fail (self != nullptr, 0);
  return ovr::guard<guint> (0, nullptr, [=] {
    const ovr::Text text = ovr::values_of (self, tag);

    return ovr::joined (text).empty () ? 0u : static_cast<guint> (text.values.size ());
  });
}

gboolean
ovr_dataset_get_double (const OvrDataset *self,
                        guint32 tag,
                        guint index,
                        double *out)
{
  g_return_val_if_fail (self != nullptr && out != nullptr, FALSE);
  return ovr::guard<gboolean> (FALSE, nullptr, [=] () -> gboolean {
    return ovr::number_at (self, tag, index, out);
  });
}

gboolean
ovr_dataset_get_int (const OvrDataset *self,
                     guint32 tag,
                     guint index,
                     gint64 *out)
{
  g_return_val_if_fail (self != nullptr && out != nullptr, FALSE);
  return ovr::guard<gboolean> (FALSE, nullptr, [=] () -> gboolean {
    double number = 0.0;

    /* A double holds every whole number up to 2^53. */
    if (!ovr::number_at (self, tag, index, &number) ||
        std::fabs (number) > 9007199254740992.0 || number != std::floor (number))
      return FALSE;
    *out = static_cast<gint64> (number);
    return TRUE;
  });
}

gboolean
ovr_dataset_get_doubles (const OvrDataset *self,
                         guint32 tag,
                         double *out,
                         guint n)
{
  g_return_val_if_fail (self != nullptr && (out != nullptr || n == 0), FALSE);
  return ovr::guard<gboolean> (FALSE, nullptr, [=] () -> gboolean {
    std::vector<double> numbers (n);

    if (ovr_dataset_get_n_values (self, tag) != n)
      return FALSE;
    for (guint i = 0; i < n; i++)
      if (!ovr::number_at (self, tag, i, &numbers[i]))
        return FALSE;
    std::copy (numbers.begin (), numbers.end (), out);
    return TRUE;
  });
}

GBytes *
ovr_dataset_get_bytes (const OvrDataset *self,
                       guint32 tag)
{
  g_return_val_if_fail (self != nullptr, nullptr);
  return ovr::guard<GBytes *> (nullptr, nullptr, [=] () -> GBytes * {
    DcmElement *element = ovr::find_element (self, tag);

    if (element == nullptr || element->getLength () == 0)
      return nullptr;
    return ovr::bytes_of (*element);
  });
}

guint
ovr_dataset_get_n_items (const OvrDataset *self,
                         guint32 sequence)
{
  g_return_val_if_fail (self != nullptr, 0);
  return ovr::guard<guint> (0, nullptr, [=] {
    return static_cast<guint> (ovr::items_of (self, sequence).size ());
  });
}

const OvrDataset *
ovr_dataset_get_item (const OvrDataset *self,
                      guint32 sequence,
                      guint index)
{
  g_return_val_if_fail (self != nullptr, nullptr);
  return ovr::guard<const OvrDataset *> (nullptr, nullptr, [=] () -> const OvrDataset * {
    const std::vector<DcmItem *> &items = ovr::items_of (self, sequence);

    return index < items.size () ? self->wrap (items[index]) : nullptr;
  });
}

const OvrDataset *
ovr_dataset_get_frame_group (const OvrDataset *self,
                             guint frame,
                             guint32 sequence)
{
  const guint32 per_frame = OVR_TAG (0x5200, 0x9230);
  const guint32 shared = OVR_TAG (0x5200, 0x9229);
  const OvrDataset *group = nullptr;

  g_return_val_if_fail (self != nullptr, nullptr);
  if (frame >= 1)
    group = ovr_dataset_get_item (self, per_frame, frame - 1);
  if (group != nullptr)
    group = ovr_dataset_get_item (group, sequence, 0);
  if (group != nullptr)
    return group;
  group = ovr_dataset_get_item (self, shared, 0);
  return group != nullptr ? ovr_dataset_get_item (group, sequence, 0) : nullptr;
}

gboolean
ovr_dataset_has_charset_doubt (const OvrDataset *self)
{
  g_return_val_if_fail (self != nullptr, FALSE);
  return ovr::guard<gboolean> (FALSE, nullptr, [=] () -> gboolean {
    return ovr::has_doubt (self);
  });
}
