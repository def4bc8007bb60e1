/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-scan.hh"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctag.h>

#include <cstring>

#include <zlib.h>

/* The beginning of a file: PS3.10 section 7, and what is met instead of it. */
namespace ovr
{

/* Deflate can't do better than 1032 to 1. */
#define MAX_INFLATION 1032u
#define MAX_INFLATED (G_GUINT64_CONSTANT (4) << 30)

static bool
inflate_body (const guint8 *data,
              gsize size,
              std::vector<guint8> &out)
{
  const guint64 limit = MIN (MAX_INFLATED, static_cast<guint64> (size) * MAX_INFLATION + 65536u);
  z_stream stream = {};
  int result = inflateInit2 (&stream, -MAX_WBITS);
  gsize fed = 0;

  if (result != Z_OK)
    return false;
  while (result == Z_OK && out.size () < limit)
    {
      const gsize before = out.size ();
      const gsize grown = static_cast<gsize> (MIN (limit, MAX (before * 2, 65536u)));

      try
        {
          out.resize (grown);
        }
      catch (...)
        {
          inflateEnd (&stream);
          throw;
        }
      if (stream.avail_in == 0)
        {
          stream.avail_in = static_cast<uInt> (MIN (size - fed, G_MAXUINT32));
          stream.next_in = const_cast<guint8 *> (data + fed);
          fed += stream.avail_in;
        }
      stream.next_out = out.data () + before;
      stream.avail_out = static_cast<uInt> (MIN (grown - before, G_MAXUINT32));
      const uInt room = stream.avail_out;
      result = inflate (&stream, Z_NO_FLUSH);
      out.resize (before + (room - stream.avail_out));
      if (result == Z_BUF_ERROR && stream.avail_out == 0)
        result = Z_OK;
    }
  inflateEnd (&stream);
  return result == Z_STREAM_END;
}

/* What the first element of the data set looks like. */
static Encoding
look_at_encoding (Source &source,
                  guint64 at)
{
  const guint8 *head = source.look (at, 8);
  Encoding found = { false, false };

  if (head == nullptr)
    return found;
  found.explicit_vr = is_known_vr (reinterpret_cast<const char *> (head + 4));
  found.big_endian = head[0] == 0 && head[1] != 0;
  return found;
}

/* TRUE if two elements, or the only one, make sense where a data set without
 * a preamble would start. */
static bool
is_plausible (Source &source,
              guint64 at)
{
  const Encoding encoding = look_at_encoding (source, at);
  const Scanner scanner (source, encoding);
  guint32 last = 0;

  for (int i = 0; i < 2; i++)
    {
      Element element;
      const Step step = scanner.read (at, source.size (), &element);

      if (step == Step::END && i > 0)
        return true;
      if (step != Step::OK || element.tag <= last)
        return false;
      const guint32 group = element.tag >> 16;
      const bool is_in_dictionary = DcmTag (static_cast<Uint16> (group), static_cast<Uint16> (element.tag)).getEVR () != EVR_UNKNOWN;
      if (i == 0 && (group < 0x0002 || group > 0x0028 || group % 2 != 0 || !is_in_dictionary))
        return false;
      if (scanner.after (element, source.size (), &at) != Step::OK)
        return false;
      last = element.tag;
    }
  return true;
}

/* Walks over the elements of group 0002 and keeps the transfer syntax. */
static void
walk_meta (Source &source,
           Opened &out)
{
  const Scanner scanner (source, { true, false });
  guint64 at = out.meta_begin;
  Element element;

  while (scanner.read (at, source.size (), &element) == Step::OK && element.tag >> 16 == 0x0002 &&
         !element.is_undefined ())
    {
      const guint8 *value = source.look (element.value, element.length);

      if (element.tag == OVR_TAG (0x0002, 0x0010) && value != nullptr)
        {
          out.syntax.assign (reinterpret_cast<const char *> (value), element.length);
          while (!out.syntax.empty () && (out.syntax.back () == '\0' || out.syntax.back () == ' '))
            out.syntax.pop_back ();
        }
      at = element.value + element.length;
    }
  out.meta_end = at;
}

static bool
start_body (Source &source,
            Opened &out,
            GError **error)
{
  const Syntax *syntax = find_syntax (out.syntax.c_str ());

  out.begin = out.meta_end;
  out.body = &source;
  if (syntax != nullptr && syntax->deflated)
    {
      const gsize size = static_cast<gsize> (source.size () - out.begin);
      const guint8 *packed = source.look (out.begin, size);
      std::vector<guint8> bytes;

      if (packed == nullptr)
        {
          g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_TRUNCATED, "the file can't be read");
          return false;
        }
      out.truncated = !inflate_body (packed, size, bytes);
      out.inflated = std::make_unique<Source> (std::move (bytes));
      out.body = out.inflated.get ();
      out.begin = 0;
    }
  if (out.begin + 8 > out.body->size ())
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_TRUNCATED,
                           "the file ends before its data set");
      return false;
    }
  out.encoding = look_at_encoding (*out.body, out.begin);
  if (out.syntax.empty ())
    out.syntax = out.encoding.big_endian ? EXPLICIT_BIG : out.encoding.explicit_vr ? EXPLICIT_LITTLE
                                                                                   : IMPLICIT_LITTLE;
  return true;
}

bool
open_part10 (Source &source,
             Opened &out,
             GError **error)
{
  const guint8 *head = source.look (0, 132);

  if (head != nullptr && std::memcmp (head + 128, "DICM", 4) == 0)
    {
      out.meta_begin = 132;
    }
  else if (!is_plausible (source, 0))
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_NOT_DICOM,
                           "no preamble, and the first bytes are no data set");
      return false;
    }
  walk_meta (source, out);
  return start_body (source, out, error);
}

} // namespace ovr
