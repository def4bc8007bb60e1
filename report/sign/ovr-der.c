/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-der.h"

#include <string.h>

void
ovr_der_append (GByteArray *out,
                guint8 tag,
                const void *content,
                gsize length)
{
  guint8 head[2 + sizeof (gsize)];
  guint used = 0;

  head[used++] = tag;
  if (length < 0x80)
    {
      head[used++] = (guint8) length;
    }
  else
    {
      guint bytes = 0;

      for (gsize rest = length; rest != 0; rest >>= 8)
        bytes++;
      head[used++] = (guint8) (0x80 | bytes);
      for (guint i = bytes; i-- > 0;)
        head[used++] = (guint8) (length >> (8 * i));
    }
  g_byte_array_append (out, head, used);
  if (length > 0)
    g_byte_array_append (out, content, (guint) length);
}

void
ovr_der_append_take (GByteArray *out,
                     guint8 tag,
                     GByteArray *content)
{
  ovr_der_append (out, tag, content->data, content->len);
  g_byte_array_unref (content);
}

/* X.690 8.19: base 128, the first two arcs in one number. */
static GByteArray *
encode_oid (const char *dotted)
{
  GByteArray *out = g_byte_array_new ();
  g_auto (GStrv) arcs = g_strsplit (dotted, ".", -1);

  for (guint i = 1; arcs[i] != NULL; i++)
    {
      guint64 arc = g_ascii_strtoull (arcs[i], NULL, 10);
      guint8 digits[10];
      guint count = 0;

      if (i == 1)
        arc += 40 * g_ascii_strtoull (arcs[0], NULL, 10);
      do
        {
          digits[count] = (guint8) ((arc & 0x7f) | (count > 0 ? 0x80 : 0));
          count++;
          arc >>= 7;
        }
      while (arc != 0);
      while (count > 0)
        g_byte_array_append (out, &digits[--count], 1);
    }
  return out;
}

void
ovr_der_append_oid (GByteArray *out,
                    const char *dotted)
{
  ovr_der_append_take (out, OVR_DER_OID, encode_oid (dotted));
}

/* X.690 11.6: ascending as octet strings, the shorter padded with zeros. */
static int
compare_elements (gconstpointer a,
                  gconstpointer b)
{
  const GByteArray *left = *(GByteArray *const *) a;
  const GByteArray *right = *(GByteArray *const *) b;
  int order = memcmp (left->data, right->data, MIN (left->len, right->len));

  if (order != 0)
    return order;
  return left->len < right->len ? -1 : left->len > right->len;
}

void
ovr_der_append_set_of (GByteArray *out,
                       guint8 tag,
                       GPtrArray *elements)
{
  GByteArray *content = g_byte_array_new ();

  g_ptr_array_sort (elements, compare_elements);
  for (guint i = 0; i < elements->len; i++)
    {
      GByteArray *element = g_ptr_array_index (elements, i);

      g_byte_array_append (content, element->data, element->len);
    }
  ovr_der_append_take (out, tag, content);
  g_ptr_array_unref (elements);
}

static gboolean
read_length (const guint8 *data,
             gsize left,
             gsize *length,
             gsize *used)
{
  gsize value = 0;
  guint bytes;

  if (left < 1)
    return FALSE;
  if (data[0] < 0x80)
    {
      *length = data[0];
      *used = 1;
      return TRUE;
    }
  bytes = data[0] & 0x7f;
  if (bytes == 0 || bytes > 4 || left < 1 + bytes || data[1] == 0)
    return FALSE;
  for (guint i = 1; i <= bytes; i++)
    value = value << 8 | data[i];
  if (value < 0x80)
    return FALSE;
  *length = value;
  *used = 1 + bytes;
  return TRUE;
}

gboolean
ovr_der_read (const guint8 **at,
              gsize *left,
              OvrDer *element)
{
  gsize length;
  gsize used;

  if (*left < 2 || ((*at)[0] & 0x1f) == 0x1f || !read_length (*at + 1, *left - 1, &length, &used) ||
      length > *left - 1 - used)
    return FALSE;
  element->tag = (*at)[0];
  element->start = *at;
  element->content = *at + 1 + used;
  element->length = length;
  element->total = 1 + used + length;
  *at += element->total;
  *left -= element->total;
  return TRUE;
}

gboolean
ovr_der_expect (const guint8 **at,
                gsize *left,
                guint8 tag,
                OvrDer *element)
{
  return *left > 0 && (*at)[0] == tag && ovr_der_read (at, left, element);
}

gboolean
ovr_der_is_oid (const OvrDer *element,
                const char *dotted)
{
  g_autoptr (GByteArray) wanted = encode_oid (dotted);

  return element->tag == OVR_DER_OID && element->length == wanted->len &&
         memcmp (element->content, wanted->data, wanted->len) == 0;
}
