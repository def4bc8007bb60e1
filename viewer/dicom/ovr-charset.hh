/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string>
#include <vector>

namespace ovr
{

/* How a value field is cut and where code extensions fall back to the
 * character set of value 1 (PS3.5 6.1.2.5.3). */
enum class TextForm
{
  VALUES, /* "\" separates values */
  NAMES,  /* PN: "\", and "^" and "=" reset as well */
  PROSE,  /* ST, LT, UT, UR: one value in which "\" is a character */
};

/* A character set that a designation can put into G0 or G1. */
enum class CodeSet : unsigned char
{
  NONE,
  ASCII,
  ROMAJI,
  KATAKANA,
  LATIN1,
  LATIN2,
  LATIN3,
  LATIN4,
  LATIN5,
  LATIN9,
  CYRILLIC,
  ARABIC,
  GREEK,
  HEBREW,
  THAI,
  JIS_X_0208,
  JIS_X_0212,
  KS_X_1001,
  GB_2312,
};

/* The character sets that one Specific Character Set (0008,0005) declares, and
 * the way from its bytes to UTF-8. A value; immutable after construction. */
class Charset
{
public:
  /* @terms: the value field of (0008,0005), values joined by "\" */
  explicit Charset (const std::string &terms);

  /* Cuts @bytes into values as @form says and converts each. A byte without
   * meaning becomes U+FFFD and sets @doubt (which is never cleared). */
  std::vector<std::string> decode (const std::string &bytes,
                                   TextForm form,
                                   bool *doubt) const;

  /* TRUE for ISO_IR 192. */
  bool is_utf8 () const;

private:
  enum class Kind
  {
    ISO_2022,
    UTF8,
    GB18030,
    GBK,
  };

  void declare (const std::string &term, bool is_first);

  Kind kind = Kind::ISO_2022;
  CodeSet first_g0 = CodeSet::ASCII;
  CodeSet first_g1 = CodeSet::NONE;

  friend class Decoder;
};

} // namespace ovr
