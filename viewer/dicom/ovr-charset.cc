/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-charset.hh"

#include <glib.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>

/* PS3.3 C.12.1.1.2 names the sets, PS3.5 6.1.2 says how they are switched.
 * Bytes from 0x00 to 0x7f are looked up in G0, the others in G1. A double-byte
 * set in G0 takes two bytes at once, so that a 0x5c inside is no delimiter. */

namespace ovr
{

struct SetInfo
{
  CodeSet set;
  int registration;   /* the number in "ISO_IR n" and "ISO 2022 IR n" */
  const char *escape; /* what designates it, without ESC */
  bool in_g1;
  unsigned width;    /* bytes a character */
  const char *codec; /* iconv's name */
};

static constexpr SetInfo SETS[] = {
  { CodeSet::NONE, 0, "", true, 1, nullptr },
  { CodeSet::ASCII, 6, "(B", false, 1, nullptr },
  { CodeSet::ROMAJI, 14, "(J", false, 1, nullptr },
  { CodeSet::KATAKANA, 13, ")I", true, 1, nullptr },
  { CodeSet::LATIN1, 100, "-A", true, 1, "ISO-8859-1" },
  { CodeSet::LATIN2, 101, "-B", true, 1, "ISO-8859-2" },
  { CodeSet::LATIN3, 109, "-C", true, 1, "ISO-8859-3" },
  { CodeSet::LATIN4, 110, "-D", true, 1, "ISO-8859-4" },
  { CodeSet::LATIN5, 148, "-M", true, 1, "ISO-8859-9" },
  { CodeSet::LATIN9, 203, "-b", true, 1, "ISO-8859-15" },
  { CodeSet::CYRILLIC, 144, "-L", true, 1, "ISO-8859-5" },
  { CodeSet::ARABIC, 127, "-G", true, 1, "ISO-8859-6" },
  { CodeSet::GREEK, 126, "-F", true, 1, "ISO-8859-7" },
  { CodeSet::HEBREW, 138, "-H", true, 1, "ISO-8859-8" },
  { CodeSet::THAI, 166, "-T", true, 1, "TIS-620" },
  { CodeSet::JIS_X_0208, 87, "$B", false, 2, "EUC-JP" },
  { CodeSet::JIS_X_0212, 159, "$(D", false, 2, "EUC-JP" },
  { CodeSet::KS_X_1001, 149, "$)C", true, 2, "EUC-KR" },
  { CodeSet::GB_2312, 58, "$)A", true, 2, "GB2312" },
};

static const SetInfo &
set_info (CodeSet set)
{
  return SETS[static_cast<unsigned> (set)];
}

static const char REPLACEMENT[] = "\xef\xbf\xbd";

/* One iconv descriptor for each codec and thread: opening one takes longer
 * than converting a name. */
class Converters
{
public:
  ~Converters ()
  {
    for (Slot &slot : slots)
      if (slot.name != nullptr)
        g_iconv_close (slot.converter);
  }

  GIConv
  get (const char *name)
  {
    for (Slot &slot : slots)
      {
        if (slot.name == nullptr)
          {
            slot.converter = g_iconv_open ("UTF-8", name);
            if (slot.converter == reinterpret_cast<GIConv> (-1))
              return slot.converter;
            slot.name = name;
          }
        if (std::strcmp (slot.name, name) == 0)
          return slot.converter;
      }
    return reinterpret_cast<GIConv> (-1);
  }

private:
  struct Slot
  {
    const char *name;
    GIConv converter;
  };

  std::array<Slot, 24> slots{};
};

/* Appends the one character that @unit is; FALSE if it is none. */
static bool
convert (const char *codec,
         const char *unit,
         gsize length,
         std::string &out)
{
  static thread_local Converters converters;
  GIConv converter = converters.get (codec);
  char buffer[16];
  char *in = const_cast<char *> (unit);
  char *to = buffer;
  gsize n_in = length;
  gsize n_out = sizeof buffer;

  if (converter == reinterpret_cast<GIConv> (-1))
    return false;
  if (g_iconv (converter, &in, &n_in, &to, &n_out) != 0 || n_in != 0)
    {
      g_iconv (converter, nullptr, nullptr, nullptr, nullptr);
      return false;
    }
  out.append (buffer, static_cast<gsize> (to - buffer));
  return true;
}

/* Walks through one value field. */
class Decoder
{
public:
  Decoder (const Charset &from, const std::string &field, TextForm how, bool *doubtful)
      : charset (from), bytes (field), form (how), doubt (doubtful)
  {
    reset ();
  }

  std::vector<std::string>
  run ()
  {
    while (at < bytes.size ())
      step ();
    finish_value ();
    return std::move (values);
  }

private:
  guint8
  byte (gsize offset) const
  {
    return at + offset < bytes.size () ? static_cast<guint8> (bytes[at + offset]) : 0;
  }

  void
  reset ()
  {
    g0 = charset.first_g0;
    g1 = charset.first_g1;
  }

  void
  bad (gsize length)
  {
    value += REPLACEMENT;
    at += length;
    *doubt = true;
  }

  /* Pad characters: spaces in front are text in prose, elsewhere not. */
  void
  finish_value ()
  {
    gsize begin = 0;
    gsize end = value.find ('\0');

    if (end == std::string::npos)
      end = value.size ();
    while (end > 0 && value[end - 1] == ' ')
      end--;
    while (form != TextForm::PROSE && begin < end && value[begin] == ' ')
      begin++;
    values.push_back (value.substr (begin, end - begin));
    value.clear ();
  }

  void
  step ()
  {
    const guint8 c = byte (0);

    if (charset.kind == Charset::Kind::ISO_2022 && c == 0x1b)
      escape ();
    else if (c < 0x20)
      control (c);
    else if (charset.kind == Charset::Kind::ISO_2022 && c < 0x7f && set_info (g0).width == 2)
      pair (g0);
    else if (c < 0x80)
      plain (c);
    else if (charset.kind == Charset::Kind::UTF8)
      utf8 ();
    else if (charset.kind == Charset::Kind::ISO_2022)
      high (c);
    else
      chinese ();
  }

  void
  control (guint8 c)
  {
    reset ();
    value += static_cast<char> (c);
    at++;
  }

  void
  plain (guint8 c)
  {
    at++;
    if (c == '\\' && form != TextForm::PROSE)
      {
        reset ();
        finish_value ();
        return;
      }
    if (form == TextForm::NAMES && (c == '^' || c == '='))
      reset ();
    if (g0 == CodeSet::ROMAJI && c == '\\')
      value += "\xc2\xa5"; /* the yen sign */
    else if (g0 == CodeSet::ROMAJI && c == '~')
      value += "\xe2\x80\xbe"; /* the overline */
    else
      value += static_cast<char> (c);
  }

  void
  escape ()
  {
    for (const SetInfo &info : SETS)
      {
        const gsize length = std::strlen (info.escape);

        if (length == 0 || bytes.compare (at + 1, length, info.escape) != 0)
          continue;
        (info.in_g1 ? g1 : g0) = info.set;
        at += 1 + length;
        return;
      }
    bad (1);
  }

  /* One character of a double-byte set. EUC codes it with both high bits set,
   * and JIS X 0212 with 0x8f in front. */
  void
  pair (CodeSet set)
  {
    const char unit[3] = {
      '\x8f',
      static_cast<char> (byte (0) | 0x80),
      static_cast<char> (byte (1) | 0x80),
    };
    const bool has_prefix = set == CodeSet::JIS_X_0212;

    if ((byte (1) & 0x7f) < 0x21 ||
        !convert (set_info (set).codec, unit + (has_prefix ? 0 : 1), has_prefix ? 3 : 2, value))
      bad (1);
    else
      at += 2;
  }

  void
  high (guint8 c)
  {
    if (set_info (g1).width == 2)
      {
        pair (g1);
      }
    else if (g1 == CodeSet::KATAKANA && c >= 0xa1 && c <= 0xdf)
      {
        char utf8[6];

        value.append (utf8, static_cast<gsize> (g_unichar_to_utf8 (0xff61u + (c - 0xa1u), utf8)));
        at++;
      }
    else if (set_info (g1).codec != nullptr && c >= 0xa0 &&
             convert (set_info (g1).codec, bytes.data () + at, 1, value))
      {
        at++;
      }
    else
      {
        bad (1);
      }
  }

  void
  utf8 ()
  {
    const char *start = bytes.data () + at;
    const gunichar c = g_utf8_get_char_validated (start, static_cast<gssize> (bytes.size () - at));

    if (c == static_cast<gunichar> (-1) || c == static_cast<gunichar> (-2))
      {
        bad (1);
        return;
      }
    const gsize length = static_cast<gsize> (g_utf8_next_char (start) - start);
    value.append (start, length);
    at += length;
  }

  /* GB18030 and GBK: the second byte may be 0x5c. */
  void
  chinese ()
  {
    const bool is_gb18030 = charset.kind == Charset::Kind::GB18030;
    const gsize length = is_gb18030 && byte (1) >= 0x30 && byte (1) <= 0x39 ? 4 : 2;

    if (at + length > bytes.size () ||
        !convert (is_gb18030 ? "GB18030" : "GBK", bytes.data () + at, length, value))
      bad (1);
    else
      at += length;
  }

  const Charset &charset;
  const std::string &bytes;
  const TextForm form;
  bool *doubt;
  gsize at = 0;
  CodeSet g0 = CodeSet::ASCII;
  CodeSet g1 = CodeSet::NONE;
  std::string value;
  std::vector<std::string> values;
};

Charset::Charset (const std::string &terms)
{
  gsize begin = 0;
  bool is_first = true;

  while (begin <= terms.size ())
    {
      const gsize end = std::min (terms.find ('\\', begin), terms.size ());

      declare (terms.substr (begin, end - begin), is_first);
      is_first = false;
      begin = end + 1;
    }
}

/* Takes "ISO_IR 100" as well as what is met instead of it: "ISO-IR 100",
 * "ISO_IR_100", "iso 2022 ir 100". */
void
Charset::declare (const std::string &term,
                  bool is_first)
{
  char *upper = g_ascii_strup (term.c_str (), -1);
  const char *ir = std::strstr (upper, "IR");
  const std::string name = g_strstrip (upper);
  const int number = ir != nullptr ? std::atoi (ir + 2 + std::strspn (ir + 2, " _-")) : 0;

  g_free (upper);
  if (name.empty ())
    return;
  if (number == 192 || name == "GB18030" || name == "GBK")
    {
      kind = number == 192 ? Kind::UTF8 : name == "GBK" ? Kind::GBK
                                                        : Kind::GB18030;
      return;
    }
  for (const SetInfo &info : SETS)
    {
      if (info.registration != number || number == 0)
        continue;
      if (is_first && (info.set == CodeSet::KATAKANA || info.set == CodeSet::ROMAJI))
        first_g0 = CodeSet::ROMAJI;
      /* The only set that can hold the upper half stands in for a designation
       * that the writer left out. */
      if (info.in_g1 && (is_first || first_g1 == CodeSet::NONE))
        first_g1 = info.set;
      else if (info.set == CodeSet::ROMAJI && first_g1 == CodeSet::NONE)
        first_g1 = CodeSet::KATAKANA;
      return;
    }
}

bool
Charset::is_utf8 () const
{
  return kind == Kind::UTF8;
}

/* Value @begin … @end of @bytes without what only pads it. */
static std::string
trimmed (const std::string &bytes,
         gsize begin,
         gsize end,
         TextForm form)
{
  while (end > begin && bytes[end - 1] == ' ')
    end--;
  while (form != TextForm::PROSE && begin < end && bytes[begin] == ' ')
    begin++;
  return bytes.substr (begin, end - begin);
}

/* Text that every character set writes alike: most of all headers. */
static std::vector<std::string>
split_ascii (const std::string &bytes,
             TextForm form)
{
  std::vector<std::string> values;
  gsize begin = 0;

  for (gsize at = 0; form != TextForm::PROSE && at < bytes.size (); at++)
    if (bytes[at] == '\\')
      {
        values.push_back (trimmed (bytes, begin, at, form));
        begin = at + 1;
      }
  values.push_back (trimmed (bytes, begin, bytes.size (), form));
  return values;
}

std::vector<std::string>
Charset::decode (const std::string &bytes,
                 TextForm form,
                 bool *doubt) const
{
  const bool is_plain = first_g0 == CodeSet::ASCII &&
                        std::all_of (bytes.begin (), bytes.end (), [] (char c) { return c >= ' ' && c < 0x7f; });

  return is_plain ? split_ascii (bytes, form) : Decoder (*this, bytes, form, doubt).run ();
}

} // namespace ovr
