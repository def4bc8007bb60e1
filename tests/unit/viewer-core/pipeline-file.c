/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pipeline-file.h"

#include "ovr-render.h"

#include <math.h>
#include <string.h>

struct _PipelineFile
{
  GTree *elements;  /* tag → GByteArray, the whole element */
  GTree *sequences; /* tag → GPtrArray of PipelineFile */
};

static int
compare_tags (gconstpointer a,
              gconstpointer b,
              gpointer data)
{
  guint x = GPOINTER_TO_UINT (a), y = GPOINTER_TO_UINT (b);

  return x < y ? -1 : x > y;
}

static PipelineFile *
empty_new (void)
{
  PipelineFile *self = g_new0 (PipelineFile, 1);

  self->elements = g_tree_new_full (compare_tags, NULL, NULL, (GDestroyNotify) g_byte_array_unref);
  self->sequences = g_tree_new_full (compare_tags, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
file_free (PipelineFile *self)
{
  g_tree_unref (self->elements);
  g_tree_unref (self->sequences);
  g_free (self);
}

static void
put16 (GByteArray *out,
       guint value)
{
  g_byte_array_append (out, (const guint8[]){ (guint8) value, (guint8) (value >> 8) }, 2);
}

static void
put32 (GByteArray *out,
       guint32 value)
{
  put16 (out, value & 0xffff);
  put16 (out, value >> 16);
}

static void
put_head (GByteArray *out,
          guint32 tag,
          const char *vr,
          gsize length)
{
  put16 (out, tag >> 16);
  put16 (out, tag & 0xffff);
  g_byte_array_append (out, (const guint8 *) vr, 2);
  if (vr[0] == 'O' || strcmp (vr, "SQ") == 0 || strcmp (vr, "UN") == 0)
    {
      put16 (out, 0);
      put32 (out, (guint32) length);
    }
  else
    put16 (out, (guint) length);
}

void
file_bytes (PipelineFile *self,
            guint32 tag,
            const char *vr,
            const void *data,
            gsize size)
{
  GByteArray *out = g_byte_array_new ();
  const guint8 pad = vr[0] == 'O' || strcmp (vr, "UI") == 0 ? 0 : ' ';

  put_head (out, tag, vr, size + (size & 1));
  g_byte_array_append (out, data, (guint) size);
  if (size & 1)
    g_byte_array_append (out, &pad, 1);
  g_tree_replace (self->elements, GUINT_TO_POINTER (tag), out);
}

void
file_text (PipelineFile *self,
           guint32 tag,
           const char *vr,
           const char *text)
{
  file_bytes (self, tag, vr, text, strlen (text));
}

void
file_words (PipelineFile *self,
            guint32 tag,
            const char *vr,
            guint n,
            const int *values)
{
  g_autoptr (GByteArray) words = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
    put16 (words, (guint) values[i] & 0xffff);
  file_bytes (self, tag, vr, words->data, words->len);
}

void
file_word (PipelineFile *self,
           guint32 tag,
           const char *vr,
           int value)
{
  file_words (self, tag, vr, 1, &value);
}

void
file_doubles (PipelineFile *self,
              guint32 tag,
              guint n,
              const double *values)
{
  g_autofree guint64 *words = g_new (guint64, n);

  memcpy (words, values, n * sizeof *words);
  for (guint i = 0; i < n; i++)
    words[i] = GUINT64_TO_LE (words[i]);
  file_bytes (self, tag, "FD", words, n * sizeof *words);
}

void
file_double (PipelineFile *self,
             guint32 tag,
             double value)
{
  file_doubles (self, tag, 1, &value);
}

PipelineFile *
file_item (PipelineFile *self,
           guint32 sequence)
{
  GPtrArray *items = g_tree_lookup (self->sequences, GUINT_TO_POINTER (sequence));
  PipelineFile *item = empty_new ();

  if (items == NULL)
    {
      items = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
      g_tree_replace (self->sequences, GUINT_TO_POINTER (sequence), items);
    }
  g_ptr_array_add (items, item);
  return item;
}

void
file_lut (PipelineFile *item,
          const char *vr,
          const int descriptor[3],
          const char *data_vr,
          const void *data,
          gsize size)
{
  file_words (item, 0x00283002, vr, 3, descriptor);
  file_bytes (item, 0x00283006, data_vr, data, size);
}

PipelineFile *
file_new (guint columns,
          guint rows,
          guint bits_allocated,
          guint bits_stored,
          gboolean is_signed,
          const char *photometric)
{
  PipelineFile *self = empty_new ();
  gboolean is_colour = strcmp (photometric, "RGB") == 0 || g_str_has_prefix (photometric, "YBR");

  file_text (self, 0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7.2");
  file_text (self, 0x00080018, "UI", "2.25.77");
  file_text (self, 0x00080060, "CS", "OT");
  file_word (self, 0x00280002, "US", is_colour ? 3 : 1);
  file_text (self, 0x00280004, "CS", photometric);
  if (is_colour)
    file_word (self, 0x00280006, "US", 0);
  file_word (self, 0x00280010, "US", (int) rows);
  file_word (self, 0x00280011, "US", (int) columns);
  file_word (self, 0x00280100, "US", (int) bits_allocated);
  file_word (self, 0x00280101, "US", (int) bits_stored);
  file_word (self, 0x00280102, "US", (int) bits_stored - 1);
  file_word (self, 0x00280103, "US", is_signed);
  return self;
}

static void write_all (PipelineFile *self,
                       GByteArray *out);

/* Of defined length, as are its items. */
static void
write_sequence (guint32 tag,
                GPtrArray *items,
                GByteArray *out)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (GByteArray) item = g_byte_array_new ();

      write_all (items->pdata[i], item);
      put16 (body, 0xfffe);
      put16 (body, 0xe000);
      put32 (body, item->len);
      g_byte_array_append (body, item->data, item->len);
    }
  put_head (out, tag, "SQ", body->len);
  g_byte_array_append (out, body->data, body->len);
}

static void
write_all (PipelineFile *self,
           GByteArray *out)
{
  GTreeNode *element = g_tree_node_first (self->elements);
  GTreeNode *sequence = g_tree_node_first (self->sequences);

  while (element != NULL || sequence != NULL)
    {
      guint a = element != NULL ? GPOINTER_TO_UINT (g_tree_node_key (element)) : G_MAXUINT;
      guint b = sequence != NULL ? GPOINTER_TO_UINT (g_tree_node_key (sequence)) : G_MAXUINT;

      if (a < b)
        {
          const GByteArray *bytes = g_tree_node_value (element);

          g_byte_array_append (out, bytes->data, bytes->len);
          element = g_tree_node_next (element);
        }
      else
        {
          write_sequence (b, g_tree_node_value (sequence), out);
          sequence = g_tree_node_next (sequence);
        }
    }
}

GBytes *
file_write (PipelineFile *self)
{
  static const guint8 preamble[128] = { 0 };
  static const char syntax[] = "1.2.840.10008.1.2.1";
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, preamble, sizeof preamble);
  g_byte_array_append (out, (const guint8 *) "DICM", 4);
  put_head (out, 0x00020010, "UI", 20);
  g_byte_array_append (out, (const guint8 *) syntax, 20);
  write_all (self, out);
  return g_byte_array_free_to_bytes (out);
}

OvrDataset *
file_header (PipelineFile *self)
{
  g_autoptr (GBytes) bytes = file_write (self);
  g_autoptr (GError) error = NULL;
  OvrDataset *header = ovr_dataset_read_bytes (bytes, OVR_READ_HEADER, &error);

  g_assert_no_error (error);
  return header;
}

OvrPixels *
file_load (PipelineFile *self,
           guint frame)
{
  g_autoptr (GBytes) bytes = file_write (self);
  g_autoptr (OvrDataset) header = file_header (self);
  g_autoptr (GError) error = NULL;
  OvrFrameInfo info;
  g_autoptr (GBytes) cells = ovr_frame_decode (bytes, frame, &info, &error);
  g_autoptr (OvrImage) image = NULL;
  OvrPixels *pixels;

  g_assert_no_error (error);
  image = ovr_image_new (header, &info, frame);
  pixels = ovr_pixels_new (image, &info, cells, &error);
  g_assert_no_error (error);
  return pixels;
}

guint32 *
file_render (const OvrPixels *pixels,
             gboolean invert,
             gboolean layers)
{
  guint32 *target = g_new (guint32, (gsize) pixels->info.columns * pixels->info.rows);

  ovr_render_native (pixels, ovr_pixels_default_voi (pixels), invert, layers ? OVR_RENDER_OVERLAYS : OVR_RENDER_PLAIN,
                     (guint8 *) target, (gsize) pixels->info.columns * 4);
  return target;
}

double
formula_linear (double c,
                double w,
                double x)
{
  if (x <= c - 0.5 - (w - 1) / 2)
    return 0;
  if (x > c - 0.5 + (w - 1) / 2)
    return 255;
  return ((x - (c - 0.5)) / (w - 1) + 0.5) * 255;
}

double
formula_linear_exact (double c,
                      double w,
                      double x)
{
  if (x <= c - w / 2)
    return 0;
  if (x > c + w / 2)
    return 255;
  return ((x - c) / w + 0.5) * 255;
}

double
formula_sigmoid (double c,
                 double w,
                 double x)
{
  return 255 / (1 + exp (-4 * (x - c) / w));
}

guint
formula_byte (double level)
{
  return (guint) floor (level + 0.5);
}
