/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-private.hh"
#include "ovr-j2k-head.hh"

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
  Fragments (Source &from, Layout &of)
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
    const guint n = layout.info.n_frames;

    if (n == 1)
      return walk (first, G_MAXUINT64, nullptr);

    std::vector<Fragment> found = by_table (frame, layout.extended_offset, layout.extended_size, 8);
    if (found.empty ())
      found = by_table (frame, table.offset, table.length, 4);
    if (!found.empty ())
      return found;
    guint64 stop = 0;
    const std::vector<Fragment> all = walk (first, G_MAXUINT64, &stop);
    if (layout.syntax->packing == Packing::JPEG_2000)
      found = by_components (all, frame);
    if (!found.empty ())
      return found;
    if (table.length > 0 || layout.extended_size > 0)
      layout.note (OVR_FRAME_NOTE_TABLE);

    if (all.size () == n)
      return { all[frame - 1] };
    /* Of a file that was cut there are fewer. */
    const guint least = stop >= source.size () ? 1 : n;
    found = layout.syntax->packing == Packing::FRAMES ? by_sizes (all, frame) : by_starts (all, frame, least);
    return found.empty () ? by_ends (all, frame, least) : found;
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

  /* Fragments from @at on that begin before @end; @stop gets where the last
   * one ends. Some writers leave the pad byte out of an odd length. */
  std::vector<Fragment>
  walk (guint64 at,
        guint64 end,
        guint64 *stop)
  {
    std::vector<Fragment> found;
    Fragment fragment;

    while (at < end)
      {
        guint64 next;

        if (!read (at, &fragment, &next) && (found.empty () || found.back ().length % 2 == 0 || !read (at + 1, &fragment, &next)))
          break;
        found.push_back (fragment);
        at = next;
      }
    if (stop != nullptr)
      *stop = at;
    return found;
  }

  /* By the table of @width bytes an entry at @offset, if it can be right: the
   * frame begins where a code stream does, ends where the next one begins, and
   * holds one code stream. Only the extended table may have frames in another
   * order, each in one fragment (PS3.3 C.7.6.3.1.8). */
  std::vector<Fragment>
  by_table (guint frame,
            guint64 offset,
            guint64 length,
            unsigned width)
  {
    const guint n = layout.info.n_frames;
    guint64 zero;
    guint64 before = 0;
    guint64 begin;
    guint64 end = G_MAXUINT64;
    guint64 stop;

    if (length / width != n || !read_entry (offset, 0, width, &zero) || !read_entry (offset, frame - 1, width, &begin) ||
        (frame > 1 && !read_entry (offset, frame - 2, width, &before)) ||
        (frame < n && !read_entry (offset, frame, width, &end)))
      return {};
    const bool is_sorted = before < begin && begin < end;
    if (width == 4 && (zero != first || !is_sorted))
      return {};
    std::vector<Fragment> found = walk (begin, is_sorted ? end : begin + 1, &stop);
    if (found.empty () || (is_sorted && frame < n && stop != end && stop + 1 != end) || !begins_frame (found, 0))
      return {};
    if (has_signature ())
      for (gsize i = 1; i < found.size (); i++)
        if (begins_frame (found, i))
          return {};
    return found;
  }

  bool
  read_entry (guint64 offset,
              guint index,
              unsigned width,
              guint64 *out)
  {
    const guint8 *entry = source.peek (offset + static_cast<guint64> (index) * width, width);

    if (entry == nullptr || little (entry, width) > source.size ())
      return false;
    *out = first + little (entry, width);
    return true;
  }

  /* Whether the packing has a mark by which a frame's beginning is known. */
  bool
  has_signature () const
  {
    const Packing packing = layout.syntax->packing;

    return packing != Packing::FRAMES && packing != Packing::DEFLATED;
  }

  /* Whether fragment @index does; where it is a short one, its followers count. */
  bool
  begins_frame (const std::vector<Fragment> &all,
                gsize index)
  {
    guint8 head[12] = { 0 };
    gsize have = 0;

    for (; index < all.size () && have < sizeof head; index++)
      {
        const gsize n = MIN (all[index].length, sizeof head - have);
        const guint8 *bytes = source.peek (all[index].offset, n);

        if (bytes == nullptr)
          break;
        std::memcpy (head + have, bytes, n);
        have += n;
      }
    switch (layout.syntax->packing)
      {
      case Packing::JPEG:
      case Packing::JPEG_LS:
        return std::memcmp (head, "\xff\xd8\xff", 3) == 0;
      case Packing::JPEG_2000:
        return std::memcmp (head, "\xff\x4f\xff\x51", 4) == 0 || std::memcmp (head, "\0\0\0\x0cjP  ", 8) == 0;
      case Packing::JPEG_XL:
        return std::memcmp (head, "\xff\x0a", 2) == 0 || std::memcmp (head, "\0\0\0\x0cJXL ", 8) == 0;
      case Packing::RLE: /* the first segment follows the header */
        return little (head + 4, 4) == 64;
      default:
        return true;
      }
  }

  /* Without a table: a frame begins where a code stream does. Nothing where
   * fewer than @least do: one is damaged then, and numbers mean nothing. */
  std::vector<Fragment>
  by_starts (const std::vector<Fragment> &all,
             guint frame,
             guint least)
  {
    std::vector<Fragment> found;
    guint current = 0;

    if (!has_signature ())
      return {};
    for (gsize i = 0; i < all.size (); i++)
      {
        if (begins_frame (all, i))
          current++;
        if (current == frame)
          found.push_back (all[i]);
      }
    return current >= least && current <= layout.info.n_frames ? found : std::vector<Fragment> ();
  }

  /* How many frames a JPEG 2000 code stream has components for; 0 where its
   * header can't be read. */
  guint
  frames_in (const std::vector<Fragment> &stream)
  {
    const gsize length = MIN (stream[0].length, 65536u);
    const guint8 *bytes = source.look (stream[0].offset, length);
    J2kHead head;

    if (bytes == nullptr || !read_j2k_head (bytes, length, head))
      return 0;
    return static_cast<guint> (head.components.size ()) / layout.info.samples;
  }

  /* JPEG 2000 Part 2: a code stream may hold one frame after the other as its
   * components. Nothing where there is a code stream for each frame. */
  std::vector<Fragment>
  by_components (const std::vector<Fragment> &all,
                 guint frame)
  {
    std::vector<Fragment> stream;
    gsize n_streams = 0;
    guint before = 0;

    for (gsize i = 0; i < all.size (); i++)
      n_streams += begins_frame (all, i) ? 1 : 0;
    if (n_streams >= layout.info.n_frames)
      return {};
    for (gsize i = 0; i < all.size (); i++)
      {
        stream.push_back (all[i]);
        if (i + 1 < all.size () && !begins_frame (all, i + 1))
          continue;
        const guint n = frames_in (stream);
        if (n == 0)
          return {};
        if (frame <= before + n)
          {
            layout.first_component = n > 1 ? static_cast<int> ((frame - before - 1) * layout.info.samples) : -1;
            return stream;
          }
        before += n;
        stream.clear ();
      }
    return {};
  }

  /* Uncompressed frames: enough fragments for one, each of even length. */
  std::vector<Fragment>
  by_sizes (const std::vector<Fragment> &all,
            guint frame)
  {
    std::vector<Fragment> found;
    guint64 have = 0;
    guint current = 1;

    for (const Fragment &fragment : all)
      {
        have += fragment.length;
        if (current == frame)
          found.push_back (fragment);
        if (have < layout.stored_size ())
          continue;
        have = 0;
        if (current++ == frame)
          return found;
      }
    return {};
  }

  /* Where nothing has a beginning that is known: a frame ends where a code
   * stream does. */
  std::vector<Fragment>
  by_ends (const std::vector<Fragment> &all,
           guint frame,
           guint least)
  {
    std::vector<Fragment> found;
    guint current = 1;

    if (!has_signature ())
      return {};
    for (const Fragment &fragment : all)
      {
        if (current == frame)
          found.push_back (fragment);
        if (has_end (fragment))
          current++;
      }
    return current - 1 >= least && current - 1 <= layout.info.n_frames ? found : std::vector<Fragment> ();
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
  Layout &layout;
  Fragment table = { 0, 0 };
  guint64 first = 0;
};

GBytes *
take_code_stream (Source &source,
                  Layout &layout,
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
