/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include <memory>
#include <vector>

namespace ovr
{

/* Bytes that can be looked at by offset: a block of memory, or a file through
 * its descriptor. A file is read with pread(), never mapped: a medium that
 * fails then gives an error and not a signal. One thread. */
class Source
{
public:
  explicit Source (GBytes *bytes);
  explicit Source (int descriptor);
  explicit Source (std::vector<guint8> &&owned);
  ~Source ();
  Source (const Source &) = delete;
  Source &operator= (const Source &) = delete;

  guint64
  size () const
  {
    return total;
  }

  /* @length bytes at @offset, valid until the next call; nullptr where there
   * are not as many. Reads ahead. */
  const guint8 *look (guint64 offset, gsize length);

  /* The same for up to 16 bytes somewhere else: reads no more than those and
   * leaves what look() gave valid. */
  const guint8 *peek (guint64 offset, gsize length);

  /* @length bytes at @offset as a block of its own: a slice where the source
   * is in memory. nullptr where there are not as many. */
  GBytes *take (guint64 offset, gsize length);

private:
  bool fill (guint64 offset, gsize length, guint8 *into) const;

  GBytes *memory = nullptr;
  std::vector<guint8> storage;
  int fd = -1;
  guint64 total = 0;
  guint64 buffer_offset = 0;
  std::vector<guint8> buffer;
  guint8 small[16] = { 0 };
};

} // namespace ovr
