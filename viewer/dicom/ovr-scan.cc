/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-scan.hh"

#include <cstring>

namespace ovr
{

static const char SHORT_VRS[] = "AEASATCSDADSDTFDFLISLOLTPNSHSLSSSTTMUIULUS";
static const char LONG_VRS[] = "OBODOFOLOVOWSQSVUCUNURUTUV";

static bool
is_among (const char *vr,
          const char *list)
{
  for (; *list != '\0'; list += 2)
    if (vr[0] == list[0] && vr[1] == list[1])
      return true;
  return false;
}

bool
is_known_vr (const char *vr)
{
  return is_among (vr, SHORT_VRS) || is_among (vr, LONG_VRS);
}

guint16
Scanner::get16 (const guint8 *bytes) const
{
  return static_cast<guint16> (encoding.big_endian ? bytes[0] << 8 | bytes[1] : bytes[1] << 8 | bytes[0]);
}

guint32
Scanner::get32 (const guint8 *bytes) const
{
  const guint32 first = get16 (bytes);
  const guint32 second = get16 (bytes + 2);

  return encoding.big_endian ? first << 16 | second : second << 16 | first;
}

Encoding
Scanner::inside (const Element &element) const
{
  return element.has_vr ("UN") ? Encoding{ false, false } : encoding;
}

bool
Scanner::fits (const Element &element,
               guint64 end) const
{
  return element.is_undefined () || (element.value <= end && element.length <= end - element.value);
}

/* The VR is none that is known: it may be a later one (with a long length), a
 * damaged one, or absent. Takes the reading after which a later tag follows. */
static Step
read_odd (const Scanner &scanner,
          guint64 at,
          guint64 end,
          Element *out)
{
  Element readings[3] = { *out, *out, *out };
  const guint8 *head = scanner.source.look (at, 8);

  readings[0].length = scanner.get16 (head + 6);
  readings[0].value = at + 8;
  readings[2].length = scanner.get32 (head + 4);
  readings[2].value = at + 8;
  readings[2].vr[0] = readings[2].vr[1] = '\0';
  head = at + 12 <= end ? scanner.source.look (at, 12) : nullptr;
  readings[1].length = head != nullptr ? scanner.get32 (head + 8) : UNDEFINED_LENGTH;
  readings[1].value = at + 12;

  for (const Element &reading : readings)
    {
      if (reading.is_undefined () || reading.value > end || reading.length > end - reading.value)
        continue;
      const guint64 next = reading.value + reading.length;
      const guint8 *follower = next + 8 <= end ? scanner.source.look (next, 4) : nullptr;
      const guint32 tag = follower != nullptr
                              ? OVR_TAG (scanner.get16 (follower), scanner.get16 (follower + 2))
                              : 0;

      if (next == end || tag > out->tag)
        {
          *out = reading;
          return Step::OK;
        }
    }
  return Step::CUT;
}

Step
Scanner::read_explicit (guint64 at,
                        guint64 end,
                        Element *out) const
{
  const guint8 *head = source.look (at, 8);

  std::memcpy (out->vr, head + 4, 2);
  if (is_among (out->vr, SHORT_VRS))
    {
      out->length = get16 (head + 6);
      out->value = at + 8;
      return Step::OK;
    }
  if (!is_among (out->vr, LONG_VRS))
    return read_odd (*this, at, end, out);
  if (end - at < 12 || (head = source.look (at, 12)) == nullptr)
    return Step::CUT;
  out->length = get32 (head + 8);
  out->value = at + 12;
  return Step::OK;
}

Step
Scanner::read (guint64 at,
               guint64 end,
               Element *out) const
{
  const guint8 *head;
  Step step = Step::OK;

  *out = Element{};
  if (at >= end)
    return Step::END;
  if (end - at < 8 || (head = source.look (at, 8)) == nullptr)
    return Step::CUT;

  out->tag = OVR_TAG (get16 (head), get16 (head + 2));
  if (encoding.explicit_vr && out->tag >> 16 != 0xfffe)
    {
      step = read_explicit (at, end, out);
    }
  else
    {
      out->length = get32 (head + 4);
      out->value = at + 8;
    }
  if (step != Step::OK)
    return step;
  return fits (*out, end) ? Step::OK : Step::CUT;
}

/* Items until the sequence's end. */
Step
Scanner::skip_items (Encoding within,
                     guint64 at,
                     guint64 end,
                     guint64 *next,
                     unsigned depth) const
{
  const Scanner scanner (source, within);
  Element element;

  if (depth >= MAX_DEPTH)
    return Step::TOO_DEEP;
  for (;;)
    {
      Step step = scanner.read (at, end, &element);

      if (step != Step::OK)
        return step == Step::END ? Step::CUT : step;
      at = element.value;
      if (element.tag == TAG_SEQUENCE_END || element.tag == TAG_ITEM_END)
        {
          *next = at;
          return Step::OK;
        }
      if (element.tag == TAG_ITEM && element.is_undefined ())
        step = scanner.skip_items (within, at, end, &at, depth + 1);
      else
        step = scanner.after (element, end, &at, depth + 1);
      if (step != Step::OK)
        return step;
    }
}

Step
Scanner::after (const Element &element,
                guint64 end,
                guint64 *next,
                unsigned depth) const
{
  if (!element.is_undefined ())
    {
      *next = element.value + element.length;
      return Step::OK;
    }
  return skip_items (inside (element), element.value, end, next, depth);
}

} // namespace ovr
