/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-jpeg-private.hh"

#include <array>
#include <memory>
#include <cstring>

/* JPEG lossless with Huffman codes: process 14 of ITU T.81, annex H. Twice as
 * fast as DCMTK's codec and equal to it; what is rare here (subsampling,
 * restarts within a row) or damaged is left to that one. */
namespace ovr
{

#define MAX_COMPONENTS 4u
#define LOOK_BITS 12u

/* One Huffman table. A look at the next LOOK_BITS bits gives code and
 * difference at once where both are in them. */
struct Huffman
{
  /* @used: bits of code and difference, 0 where the look was too short;
   * @length and @category: of the code alone, length 0 for none. */
  struct Look
  {
    gint16 difference;
    guint8 used;
    guint8 length : 5;
    guint8 padding : 3;
  };

  std::array<Look, 1u << LOOK_BITS> looks;
  std::array<guint8, 1u << LOOK_BITS> categories;
  std::array<guint32, 18> limits; /* of codes of each length, shifted to 16 bits */
  std::array<int, 17> offsets;    /* from a code to its place among the values */
  std::array<guint8, 256> values;
  bool is_set = false;

  bool set (const guint8 *counts, const guint8 *symbols, guint n);
};

/* T.81 F.2.2.1: what @bits of category @category stand for. */
static int
extend (guint bits,
        guint category)
{
  return bits < 1u << (category - 1) ? static_cast<int> (bits) - (1 << category) + 1 : static_cast<int> (bits);
}

/* T.81 annex C: @counts of codes of 1 to 16 bits, then their @n @symbols. */
bool
Huffman::set (const guint8 *counts,
              const guint8 *symbols,
              guint n)
{
  guint code = 0;
  guint index = 0;

  is_set = false;
  looks.fill (Look{});
  std::memcpy (values.data (), symbols, n);
  for (guint length = 1; length <= 16; length++)
    {
      offsets[length] = static_cast<int> (index) - static_cast<int> (code);
      for (guint i = 0; i < counts[length - 1]; i++, code++, index++)
        {
          const guint category = symbols[index];

          if (category > 16 || code >= 1u << length)
            return false;
          if (length > LOOK_BITS)
            continue;
          const guint spare = LOOK_BITS - length;
          for (guint rest = 0; rest < 1u << spare; rest++)
            {
              Look &look = looks[code << spare | rest];

              look.length = length & 31;
              categories[code << spare | rest] = static_cast<guint8> (category);
              if (category == 0)
                look.used = static_cast<guint8> (length);
              else if (category <= spare && category < 16)
                {
                  look.used = static_cast<guint8> (length + category);
                  look.difference = static_cast<gint16> (extend (rest >> (spare - category), category));
                }
            }
        }
      limits[length] = code << (16 - length);
      code <<= 1;
    }
  is_set = true;
  return true;
}

/* The entropy-coded bytes, without their stuffing. */
class BitReader
{
public:
  BitReader (const guint8 *from, const guint8 *to)
      : at (from), end (to)
  {
  }

  /* At least 32 bits in the accumulator, zeros after the end. */
  void
  fill ()
  {
    if (n_bits >= 32)
      return;
    if (end - at >= 4)
      {
        guint32 word;

        std::memcpy (&word, at, 4);
        word = GUINT32_FROM_BE (word);
        /* No byte of 0xff among the four. */
        if (((~word - 0x01010101u) & word & 0x80808080u) == 0)
          {
            bits |= static_cast<guint64> (word) << (32 - n_bits);
            n_bits += 32;
            at += 4;
            return;
          }
      }
    fill_slowly ();
  }

  guint
  peek (guint n) const
  {
    return static_cast<guint> (bits >> (64 - n));
  }

  void
  skip (guint n)
  {
    bits <<= n;
    n_bits -= n;
  }

  /* Whether more was taken than there is. */
  bool
  is_overdrawn () const
  {
    return n_bits < n_made_up;
  }

  /* On to the marker after the data; FALSE if it is none of the restarts. */
  bool
  restart (guint number)
  {
    while (end - at >= 2 && (at[0] != 0xff || at[1] == 0x00 || at[1] == 0xff))
      at++;
    if (end - at < 2 || at[1] != 0xd0 + (number & 7))
      return false;
    at += 2;
    bits = 0;
    n_bits = n_made_up = 0;
    return true;
  }

  const guint8 *
  position () const
  {
    return at;
  }

private:
  void
  fill_slowly ()
  {
    while (n_bits <= 56)
      {
        guint64 byte = 0;

        if (at < end && (at[0] != 0xff || (end - at >= 2 && at[1] == 0x00)))
          {
            byte = at[0];
            at += at[0] == 0xff ? 2 : 1;
          }
        else
          n_made_up += 8;
        bits |= byte << (56 - n_bits);
        n_bits += 8;
      }
  }

  const guint8 *at;
  const guint8 *const end;
  guint64 bits = 0;
  guint n_bits = 0;
  guint n_made_up = 0;
};

/* Codes longer than the look, and differences that the look had no room for.
 * -1 << 20 for a code that isn't one. */
static int
take_slowly (const Huffman &table,
             BitReader &reader,
             const Huffman::Look &look)
{
  guint length = look.length;
  guint category;

  if (length > 0)
    {
      category = table.categories[reader.peek (LOOK_BITS)];
    }
  else
    {
      const guint code = reader.peek (16);

      for (length = LOOK_BITS + 1; length <= 16 && code >= table.limits[length]; length++)
        ;
      if (length > 16)
        return -(1 << 20);
      category = table.values[static_cast<guint> (static_cast<int> (code >> (16 - length)) + table.offsets[length]) & 255];
    }
  reader.skip (length);
  if (category == 16)
    return 32768;
  if (category == 0)
    return 0;
  const guint extra = reader.peek (category);
  reader.skip (category);
  return extend (extra, category);
}

static inline int
take_difference (const Huffman &table,
                 BitReader &reader)
{
  reader.fill ();
  const Huffman::Look &look = table.looks[reader.peek (LOOK_BITS)];

  if (G_UNLIKELY (look.used == 0))
    return take_slowly (table, reader, look);
  reader.skip (look.used);
  return look.difference;
}

/* T.81 table H.1: from the samples left, above and left of that one. */
template <int Selector>
static inline int
predict (int left,
         int above,
         int corner)
{
  switch (Selector)
    {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return corner;
    case 4:
      return left + above - corner;
    case 5:
      return left + ((above - corner) >> 1);
    case 6:
      return above + ((left - corner) >> 1);
    default:
      return (left + above) >> 1;
    }
}

/* A row of @n pixels, Step components each. @above: the row before. The first
 * pixel is there already. */
template <int Selector, guint Step>
static bool
take_row (const Huffman *const *tables,
          BitReader &reader,
          guint n,
          const guint16 *above,
          guint16 *row)
{
  bool is_sound = true;

  for (guint x = 1; x < n; x++)
    for (guint c = 0; c < Step; c++)
      {
        const gsize i = static_cast<gsize> (x) * Step + c;
        const int difference = take_difference (*tables[c], reader);

        is_sound = is_sound && difference >= -32768;
        row[i] = static_cast<guint16> (predict<Selector> (row[i - Step], above[i], above[i - Step]) + difference);
      }
  return is_sound;
}

typedef bool (*TakeRow) (const Huffman *const *, BitReader &, guint, const guint16 *, guint16 *);

template <guint Step>
static TakeRow
row_taker (guint selector)
{
  static const TakeRow takers[] = {
    take_row<1, Step>, take_row<2, Step>, take_row<3, Step>, take_row<4, Step>,
    take_row<5, Step>, take_row<6, Step>, take_row<7, Step>
  };

  return takers[selector - 1];
}

/* One component or three in a scan. */
static TakeRow
row_taker_for (guint n_components,
               guint selector)
{
  return n_components == 1 ? row_taker<1> (selector) : row_taker<3> (selector);
}

struct Scan
{
  guint n_components = 0;
  guint places[3] = { 0 };                          /* which component of the frame */
  const Huffman *tables[3] = { nullptr, nullptr, nullptr };
  guint selector = 0;
  guint shift = 0; /* point transform */
};

class LosslessDecoder
{
public:
  LosslessDecoder (const guint8 *stream, gsize n, guint size_of_cell, guint8 *out)
      : bytes (stream), size (n), cell_size (size_of_cell), cells (out)
  {
  }

  bool
  run ()
  {
    gsize at = 2;
    gsize n_done = 0;

    while (size - at >= 4 && bytes[at] == 0xff)
      {
        const guint marker = bytes[at + 1];

        if (marker == 0xff)
          {
            at++;
            continue;
          }
        if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9))
          break;
        const guint length = static_cast<guint> (bytes[at + 2] << 8 | bytes[at + 3]);
        if (length < 2 || length > size - at - 2 || !read_segment (marker, bytes + at + 4, length - 2))
          return false;
        at += 2 + length;
        if (marker != 0xda)
          continue;
        if (!take_scan (at))
          return false;
        n_done += scan.n_components;
        if (n_done >= n_components)
          return true;
      }
    return false;
  }

private:
  bool
  read_segment (guint marker,
                const guint8 *segment,
                guint length)
  {
    switch (marker)
      {
      case 0xc3:
        return read_frame (segment, length);
      case 0xc4:
        return read_tables (segment, length);
      case 0xda:
        return read_scan (segment, length);
      case 0xdd:
        restart_interval = length >= 2 ? static_cast<guint> (segment[0] << 8 | segment[1]) : 0;
        return true;
      default: /* another kind of frame is none of this decoder's */
        return marker >= 0xd0 || marker == 0xc8 || marker == 0xcc;
      }
  }

  bool
  read_frame (const guint8 *segment,
              guint length)
  {
    if (n_components > 0 || length < 6 || length < 6u + 3u * segment[5])
      return false;
    precision = segment[0];
    rows = static_cast<guint> (segment[1] << 8 | segment[2]);
    columns = static_cast<guint> (segment[3] << 8 | segment[4]);
    n_components = segment[5];
    if (n_components < 1 || n_components > 3 || rows == 0 || columns == 0 || precision < 2 || precision > 16)
      return false;
    for (guint i = 0; i < n_components; i++)
      {
        ids[i] = segment[6 + 3 * i];
        if (segment[7 + 3 * i] != 0x11)
          return false;
      }
    return true;
  }

  bool
  read_tables (const guint8 *segment,
               guint length)
  {
    while (length >= 17)
      {
        const guint place = segment[0] & 15u;
        guint n = 0;

        for (guint i = 1; i <= 16; i++)
          n += segment[i];
        if (segment[0] >> 4 != 0 || place >= tables.size () || n > 256 || n > length - 17 ||
            !tables[place].set (segment + 1, segment + 17, n))
          return false;
        segment += 17 + n;
        length -= 17 + n;
      }
    return length == 0;
  }

  bool
  read_scan (const guint8 *segment,
             guint length)
  {
    const guint n = length > 0 ? segment[0] : 0;

    if ((n != 1 && n != n_components) || n < 1 || n == 2 || length < 1 + 2 * n + 3)
      return false;
    scan.n_components = n;
    for (guint i = 0; i < n; i++)
      {
        const guint table = segment[2 + 2 * i] >> 4;
        guint place = 0;

        while (place < n_components && ids[place] != segment[1 + 2 * i])
          place++;
        if (place == n_components || table >= tables.size () || !tables[table].is_set || (n > 1 && place != i))
          return false;
        scan.places[i] = place;
        scan.tables[i] = &tables[table];
      }
    scan.selector = segment[1 + 2 * n];
    scan.shift = segment[3 + 2 * n] & 15u;
    return scan.selector >= 1 && scan.selector <= 7 && scan.shift < precision;
  }

  /* The first pixel of a row: from above, or from the middle of the range
   * where the row is a first one. */
  bool
  take_first (BitReader &reader,
              const guint16 *above,
              guint16 *row) const
  {
    bool is_sound = true;

    for (guint c = 0; c < scan.n_components; c++)
      {
        const int from = above != nullptr ? above[c] : 1 << (precision - scan.shift - 1);
        const int difference = take_difference (*scan.tables[c], reader);

        is_sound = is_sound && difference >= -32768;
        row[c] = static_cast<guint16> (from + difference);
      }
    return is_sound;
  }

  /* All rows of a scan; @at becomes the offset of the marker after it. */
  bool
  take_scan (gsize &at)
  {
    const guint n = scan.n_components;
    const TakeRow first_taker = row_taker_for (n, 1);
    const TakeRow taker = row_taker_for (n, scan.selector);
    BitReader reader (bytes + at, bytes + size);
    std::vector<guint16> lines[2];
    guint rows_left = restart_interval / columns;
    guint n_restarts = 0;

    if (restart_interval % columns != 0)
      return false;
    lines[0].resize (static_cast<gsize> (columns) * n);
    lines[1].resize (static_cast<gsize> (columns) * n);
    bool is_first = true;
    for (guint y = 0; y < rows; y++)
      {
        guint16 *row = lines[y % 2].data ();
        const guint16 *above = lines[(y + 1) % 2].data ();

        if (restart_interval > 0 && rows_left-- == 0)
          {
            if (reader.is_overdrawn () || !reader.restart (n_restarts++))
              return false;
            rows_left = restart_interval / columns - 1;
            is_first = true;
          }
        if (!take_first (reader, is_first ? nullptr : above, row) ||
            !(is_first ? first_taker : taker) (scan.tables, reader, columns, above, row) || reader.is_overdrawn ())
          return false;
        put_row (y, row);
        is_first = false;
      }
    at = static_cast<gsize> (reader.position () - bytes);
    while (size - at >= 2 && (bytes[at] != 0xff || bytes[at + 1] == 0 || bytes[at + 1] == 0xff))
      at++;
    return true;
  }

  template <typename Cell>
  void
  put_cells (guint y,
             const guint16 *row)
  {
    Cell *out = reinterpret_cast<Cell *> (cells) + static_cast<gsize> (y) * columns * n_components;
    const gsize n = static_cast<gsize> (columns) * scan.n_components;

    if (scan.n_components == n_components)
      for (gsize i = 0; i < n; i++)
        out[i] = static_cast<Cell> (static_cast<guint16> (row[i] << scan.shift));
    else
      for (gsize i = 0; i < n; i++)
        out[i * n_components + scan.places[0]] = static_cast<Cell> (static_cast<guint16> (row[i] << scan.shift));
  }

  void
  put_row (guint y,
           const guint16 *row)
  {
    if (cell_size == 1)
      put_cells<guint8> (y, row);
    else if (cell_size == 2)
      put_cells<guint16> (y, row);
    else
      put_cells<guint32> (y, row);
  }

  const guint8 *const bytes;
  const gsize size;
  const guint cell_size;
  guint8 *const cells;

  guint precision = 0;
  guint rows = 0;
  guint columns = 0;
  guint n_components = 0;
  guint8 ids[3] = { 0 };
  guint restart_interval = 0;
  std::array<Huffman, MAX_COMPONENTS> tables;
  Scan scan;
};

bool
decode_jpeg_lossless (const guint8 *stream,
                      gsize size,
                      guint cell_size,
                      guint8 *cells)
{
  /* Its tables are too large for a thread's stack. */
  const std::unique_ptr<LosslessDecoder> decoder (new LosslessDecoder (stream, size, cell_size, cells));

  return decoder->run ();
}

} // namespace ovr
