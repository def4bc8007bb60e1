/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-private.hh"

#include <cstring>

/* Encapsulated pixel data: PS3.5 annex A.4. Tables are hints: an offset is
 * followed only where a fragment starts there. */
namespace ovr
{

struct Fragment
{
  guint64 offset;
  guint32 length;
};

static guint64
little (const guint8 *bytes,
        unsigned n)
{
  guint64 value = 0;

  for (unsigned i = n; i > 0; i--)
    value = value << 8 | bytes[i - 1];
  return value;
}

class Fragments
{
public:
  Fragments (Source &from, const Layout &of)
      : source (from), layout (of)
  {
  }

  /* The basic offset table, which is the first item. */
  bool
  start ()
  {
    guint64 next;

    if (!read (layout.offset, &table, &next))
      return false;
    first = next;
    return true;
  }

  std::vector<Fragment>
  of_frame (guint frame)
  {
    std::vector<Fragment> found = by_extended_table (frame);

    if (found.empty ())
      found = by_table (frame);
    if (!found.empty ())
      return found;

    const std::vector<Fragment> all = walk (first, G_MAXUINT64);
    if (layout.info.n_frames == 1)
      return all;
    if (all.size () == layout.info.n_frames)
      return { all[frame - 1] };
    return by_ends (all, frame);
  }

private:
  /* The fragment whose head is at @at. FALSE for a delimiter and nonsense. */
  bool
  read (guint64 at,
        Fragment *out,
        guint64 *next)
  {
    const guint8 *head = source.peek (at, 8);

    if (head == nullptr || little (head, 2) != 0xfffe || little (head + 2, 2) != 0xe000)
      return false;
    out->offset = at + 8;
    out->length = static_cast<guint32> (little (head + 4, 4));
    /* The last fragment of a cut file: what there is of it. */
    if (out->length > source.size () - out->offset)
      out->length = static_cast<guint32> (source.size () - out->offset);
    *next = out->offset + out->length;
    return true;
  }

  std::vector<Fragment>
  walk (guint64 at,
        guint64 end)
  {
    std::vector<Fragment> found;
    Fragment fragment;

    while (at < end && read (at, &fragment, &at))
      found.push_back (fragment);
    return found;
  }

  std::vector<Fragment>
  by_table (guint frame)
  {
    if (table.length / 4 != layout.info.n_frames)
      return {};
    const guint8 *entry = source.peek (table.offset + (frame - 1) * 4u, 4);
    const guint64 begin = entry != nullptr ? little (entry, 4) : 0;
    guint64 end = G_MAXUINT64 - first;
    if (frame < layout.info.n_frames)
      {
        entry = source.peek (table.offset + frame * 4u, 4);
        end = entry != nullptr ? little (entry, 4) : 0;
      }
    if (entry == nullptr || end <= begin)
      return {};
    return walk (first + begin, first + end);
  }

  std::vector<Fragment>
  by_extended_table (guint frame)
  {
    Fragment fragment;
    guint64 next;

    if (layout.extended_size / 8 != layout.info.n_frames)
      return {};
    const guint8 *entry = source.peek (layout.extended_offset + (frame - 1) * G_GUINT64_CONSTANT (8), 8);
    const guint64 begin = entry != nullptr ? little (entry, 8) : G_MAXUINT64;
    /* With this table each frame is one fragment (PS3.3 C.7.6.3.1.8). */
    if (begin > source.size () || !read (first + begin, &fragment, &next))
      return {};
    return { fragment };
  }

  /* Without a table: a frame ends where a code stream does. */
  std::vector<Fragment>
  by_ends (const std::vector<Fragment> &all,
           guint frame)
  {
    std::vector<Fragment> found;
    guint current = 1;

    for (const Fragment &fragment : all)
      {
        if (current == frame)
          found.push_back (fragment);
        if (!has_end (fragment))
          continue;
        if (current++ == frame)
          return found;
      }
    return {};
  }

  bool
  has_end (const Fragment &fragment)
  {
    const guint32 n = MIN (fragment.length, 4u);
    const guint8 *tail = source.peek (fragment.offset + fragment.length - n, n);

    for (guint32 i = 0; tail != nullptr && i + 1 < n; i++)
      if (tail[i] == 0xff && tail[i + 1] == 0xd9)
        return true;
    return false;
  }

  Source &source;
  const Layout &layout;
  Fragment table = { 0, 0 };
  guint64 first = 0;
};

GBytes *
take_code_stream (Source &source,
                  const Layout &layout,
                  guint frame,
                  GError **error)
{
  Fragments fragments (source, layout);
  std::vector<Fragment> found;
  guint64 total = 0;

  if (fragments.start ())
    found = fragments.of_frame (frame);
  if (found.empty ())
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_TRUNCATED,
                   "the fragments of frame %u of %u are not there", frame, layout.info.n_frames);
      return nullptr;
    }
  if (found.size () == 1)
    return source.take (found[0].offset, found[0].length);

  for (const Fragment &fragment : found)
    total += fragment.length;
  Buffer buffer (static_cast<gsize> (total));
  gsize at = 0;
  for (const Fragment &fragment : found)
    {
      const guint8 *bytes = source.look (fragment.offset, fragment.length);

      if (bytes == nullptr)
        break;
      std::memcpy (buffer.data () + at, bytes, fragment.length);
      at += fragment.length;
    }
  return buffer.take (at);
}

} // namespace ovr
