/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-source.hh"

#include <algorithm>
#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

/* Most headers are below it, so that one read is enough. */
#define READ_AHEAD 16384u

namespace ovr
{

Source::Source (GBytes *bytes)
    : memory (g_bytes_ref (bytes)), total (g_bytes_get_size (bytes))
{
}

Source::Source (int descriptor)
    : fd (descriptor)
{
  struct stat status;

  if (fstat (descriptor, &status) == 0 && S_ISREG (status.st_mode) && status.st_size > 0)
    total = static_cast<guint64> (status.st_size);
}

Source::Source (std::vector<guint8> &&owned)
    : storage (std::move (owned)), total (storage.size ())
{
}

Source::~Source ()
{
  g_clear_pointer (&memory, g_bytes_unref);
}

bool
Source::fill (guint64 offset,
              gsize length,
              guint8 *into) const
{
  gsize done = 0;

  while (done < length)
    {
      const ssize_t n = pread (fd, into + done, length - done, static_cast<off_t> (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return false;
      done += static_cast<gsize> (n);
    }
  return true;
}

const guint8 *
Source::look (guint64 offset,
              gsize length)
{
  if (offset > total || length > total - offset)
    return nullptr;
  if (memory != nullptr)
    return static_cast<const guint8 *> (g_bytes_get_data (memory, nullptr)) + offset;
  if (fd < 0)
    return storage.data () + offset;

  if (offset < buffer_offset || offset + length > buffer_offset + buffer.size ())
    {
      const guint64 wanted = std::max<guint64> (length, READ_AHEAD);

      buffer.resize (static_cast<gsize> (std::min (wanted, total - offset)));
      buffer_offset = offset;
      if (!fill (offset, buffer.size (), buffer.data ()))
        {
          buffer.clear ();
          return nullptr;
        }
    }
  return buffer.data () + (offset - buffer_offset);
}

const guint8 *
Source::peek (guint64 offset,
              gsize length)
{
  g_return_val_if_fail (length <= sizeof small, nullptr);
  if (fd < 0 || (offset >= buffer_offset && offset + length <= buffer_offset + buffer.size ()))
    return look (offset, length);
  if (offset > total || length > total - offset || !fill (offset, length, small))
    return nullptr;
  return small;
}

GBytes *
Source::take (guint64 offset,
              gsize length)
{
  if (offset > total || length > total - offset)
    return nullptr;
  if (memory != nullptr)
    return g_bytes_new_from_bytes (memory, static_cast<gsize> (offset), length);
  if (fd < 0)
    return g_bytes_new (storage.data () + offset, length);

  std::unique_ptr<void, void (*) (void *)> block (g_try_malloc (length > 0 ? length : 1), g_free);
  if (block == nullptr || !fill (offset, length, static_cast<guint8 *> (block.get ())))
    return nullptr;
  return g_bytes_new_take (block.release (), length);
}

} // namespace ovr
