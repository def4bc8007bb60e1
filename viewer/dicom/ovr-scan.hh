/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dicom-private.hh"
#include "ovr-source.hh"
#include "ovr-syntax.hh"

#include <memory>
#include <string>

/* The structure of a data set, element by element (PS3.5 section 7), without
 * an object made for any of them. Every length is checked against what the
 * source has; what reads further than that is called cut. */
namespace ovr
{

constexpr guint32 UNDEFINED_LENGTH = 0xffffffffu;
constexpr guint32 TAG_ITEM = OVR_TAG (0xfffe, 0xe000);
constexpr guint32 TAG_ITEM_END = OVR_TAG (0xfffe, 0xe00d);
constexpr guint32 TAG_SEQUENCE_END = OVR_TAG (0xfffe, 0xe0dd);
constexpr guint32 TAG_PIXEL_DATA = OVR_TAG (0x7fe0, 0x0010);

/* Real data sets nest below ten levels. */
constexpr unsigned MAX_DEPTH = 64;

struct Encoding
{
  bool explicit_vr;
  bool big_endian;
};

/* One element's head. A VR of two NUL: none stood there. */
struct Element
{
  guint32 tag;
  char vr[3];
  guint32 length;
  guint64 value; /* offset of the value field */

  bool
  is_undefined () const
  {
    return length == UNDEFINED_LENGTH;
  }
  bool
  has_vr (const char *name) const
  {
    return vr[0] == name[0] && vr[1] == name[1];
  }
};

enum class Step
{
  OK,
  END,      /* nothing more here */
  CUT,      /* the source ends before the element does */
  TOO_DEEP, /* more than MAX_DEPTH */
};

class Scanner
{
public:
  Scanner (Source &from, Encoding how)
      : source (from), encoding (how)
  {
  }

  /* The element that starts at @at; @end is where its container ends. A
   * defined length that leaves the container is CUT. */
  Step read (guint64 at, guint64 end, Element *out) const;

  /* Where the element after @element starts. Walks through what has no
   * length. */
  Step after (const Element &element, guint64 end, guint64 *next, unsigned depth = 0) const;

  /* The encoding of the value of @element: that of UN is implicit little
   * endian whatever is around it (PS3.5 6.2.2). */
  Encoding inside (const Element &element) const;

  guint16 get16 (const guint8 *bytes) const;
  guint32 get32 (const guint8 *bytes) const;

  Source &source;
  const Encoding encoding;

private:
  Step read_explicit (guint64 at, guint64 end, Element *out) const;
  Step skip_items (Encoding within, guint64 at, guint64 end, guint64 *next, unsigned depth) const;
  bool fits (const Element &element, guint64 end) const;
};

bool is_known_vr (const char *vr);

/* A file that was found to be DICOM. */
struct Opened
{
  /* The meta information: elements of group 0002 from @meta_begin on. */
  guint64 meta_begin = 0;
  guint64 meta_end = 0;

  /* The data set. @body is @inflated for a deflated one. */
  Source *body = nullptr;
  std::unique_ptr<Source> inflated;
  guint64 begin = 0;
  Encoding encoding = { true, false };

  /* (0002,0010), else what was found. */
  std::string syntax;
  bool truncated = false;
};

/* Finds meta information, data set and encoding; believes the bytes rather than
 * the meta information where the two disagree. */
bool open_part10 (Source &source, Opened &out, GError **error);

} // namespace ovr
