/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-dataset-private.hh"

#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcsequen.h>

/* Longer values are cut: characters of text, and bytes of binary data. */
#define MAX_TEXT_CHARS 128
#define MAX_BYTES 16

namespace ovr
{

/* A line stays a line, and a terminal gets no control sequence from a file. */
static void
append_text (GString *out,
             const std::string &utf8)
{
  glong n = 0;

  for (const char *at = utf8.c_str (); *at != '\0'; at = g_utf8_next_char (at))
    {
      const gunichar c = g_utf8_get_char (at);

      if (n++ == MAX_TEXT_CHARS)
        {
          g_string_append (out, "…");
          return;
        }
      if (c == '\n')
        g_string_append (out, "\\n");
      else if (c == '\r')
        g_string_append (out, "\\r");
      else if (g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT)
        g_string_append (out, "·");
      else
        g_string_append_unichar (out, c);
    }
}

static void
append_bytes (GString *out,
              const OvrDataset *self,
              guint32 tag)
{
  g_autoptr (GBytes) bytes = ovr_dataset_get_bytes (self, tag);
  gsize size = 0;
  const guint8 *data;

  if (bytes == nullptr)
    return;
  data = static_cast<const guint8 *> (g_bytes_get_data (bytes, &size));
  for (gsize i = 0; i < size && i < MAX_BYTES; i++)
    g_string_append_printf (out, i > 0 ? " %02x" : "%02x", data[i]);
  if (size > MAX_BYTES)
    g_string_append_printf (out, " … %" G_GSIZE_FORMAT " bytes", size);
}

static void
append_value (GString *out,
              const OvrDataset *self,
              DcmElement &element)
{
  const guint32 tag = OVR_TAG (element.getGTag (), element.getETag ());

  if (is_text_vr (element.getVR ()))
    {
      bool is_first = true;

      g_string_append_c (out, '[');
      for (const std::string &value : element_text (self, element).values)
        {
          if (!is_first)
            g_string_append_c (out, '\\');
          append_text (out, value);
          is_first = false;
        }
      g_string_append_c (out, ']');
      return;
    }
  g_autofree char *numbers = ovr_dataset_get_text (self, tag);
  if (numbers != nullptr)
    append_text (out, numbers);
  else
    append_bytes (out, self, tag);
}

static void
append_item (GString *out,
             const OvrDataset *self,
             DcmItem *item,
             int depth)
{
  for (DcmObject *object = item->nextInContainer (nullptr); object != nullptr;
       object = item->nextInContainer (object))
    {
      DcmElement *element = static_cast<DcmElement *> (object);
      DcmSequenceOfItems *sequence = dynamic_cast<DcmSequenceOfItems *> (element);
      DcmTag tag (element->getTag ());

      g_string_append_printf (out, "%*s(%04x,%04x) %s ", depth * 2, "", element->getGTag (),
                              element->getETag (), DcmVR (element->getVR ()).getValidVRName ());
      if (sequence == nullptr)
        append_value (out, self, *element);
      else
        g_string_append_printf (out, "%lu item(s)", sequence->card ());
      g_string_append_printf (out, "  %s\n", tag.getTagName ());
      DcmObject *child = nullptr;
      for (unsigned n = 1; sequence != nullptr && (child = sequence->nextInContainer (child)) != nullptr; n++)
        {
          DcmItem *child_item = static_cast<DcmItem *> (child);

          g_string_append_printf (out, "%*sitem %u\n", depth * 2 + 2, "", n);
          append_item (out, self->wrap (child_item), child_item, depth + 2);
        }
    }
}

} // namespace ovr

char *
ovr_dataset_dump (const OvrDataset *self)
{
  g_return_val_if_fail (self != nullptr, nullptr);
  return ovr::guard<char *> (nullptr, nullptr, [=] {
    g_autoptr (GString) out = g_string_new (nullptr);

    if (self->parent == nullptr)
      ovr::append_item (out, self, self->file->getMetaInfo (), 0);
    ovr::append_item (out, self, self->item, 0);
    return g_string_free (static_cast<GString *> (g_steal_pointer (&out)), FALSE);
  });
}
