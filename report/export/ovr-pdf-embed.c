/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-file-private.h"

#include <string.h>

/* ---- Fonts and images --------------------------------------------------- */

guint
ovr_pdf_file_reserve_font (OvrPdfFile *self)
{
  g_ptr_array_add (self->fonts, NULL);
  return self->fonts->len - 1;
}

void
ovr_pdf_file_use_font (OvrPdfFile *self,
                       guint page,
                       guint font)
{
  g_hash_table_add (ovr_pdf_get_page (self, page)->fonts, GUINT_TO_POINTER (font));
}

/* W: runs of neighbouring glyphs, "first [w w w] first [w]". */
static void
add_widths (OvrPdfFile *self,
            HPDF_Dict dict,
            const OvrPdfFontProgram *program)
{
  HPDF_Array all = ovr_pdf_add_array (self, dict, "W");
  HPDF_Array run = NULL;

  for (guint i = 0; i < program->glyphs->len; i++)
    {
      guint glyph = g_array_index (program->glyphs, guint, i);

      if (i == 0 || glyph != g_array_index (program->glyphs, guint, i - 1) + 1)
        {
          HPDF_Array_AddNumber (all, (HPDF_INT32) glyph);
          run = HPDF_Array_New (self->doc->mmgr);
          HPDF_Array_Add (all, run);
        }
      HPDF_Array_AddNumber (run, g_array_index (program->widths, int, i));
    }
}

static HPDF_Dict
add_descriptor (OvrPdfFile *self,
                const OvrPdfFontProgram *program)
{
  HPDF_Dict descriptor = ovr_pdf_new_object (self);
  HPDF_Array bbox;
  HPDF_Dict file;
  gsize length = 0;
  gconstpointer data = g_bytes_get_data (program->data, &length);

  HPDF_Dict_AddName (descriptor, "Type", "FontDescriptor");
  HPDF_Dict_AddName (descriptor, "FontName", program->name);
  HPDF_Dict_AddNumber (descriptor, "Flags", program->italic_angle != 0 ? 4 + 64 : 4);
  bbox = ovr_pdf_add_array (self, descriptor, "FontBBox");
  for (int i = 0; i < 4; i++)
    HPDF_Array_AddNumber (bbox, program->bbox[i]);
  HPDF_Dict_AddNumber (descriptor, "ItalicAngle", program->italic_angle);
  HPDF_Dict_AddNumber (descriptor, "Ascent", program->ascent);
  HPDF_Dict_AddNumber (descriptor, "Descent", program->descent);
  HPDF_Dict_AddNumber (descriptor, "CapHeight", program->cap_height);
  HPDF_Dict_AddNumber (descriptor, "StemV", 80);

  file = ovr_pdf_new_stream (self, data, length, TRUE);
  if (program->is_cff)
    HPDF_Dict_AddName (file, "Subtype", "CIDFontType0C");
  else
    HPDF_Dict_AddNumber (file, "Length1", (HPDF_INT32) length);
  HPDF_Dict_Add (descriptor, program->is_cff ? "FontFile3" : "FontFile2", file);
  return descriptor;
}

void
ovr_pdf_file_set_font (OvrPdfFile *self,
                       guint font,
                       const OvrPdfFontProgram *program)
{
  HPDF_Dict type0 = ovr_pdf_new_object (self);
  HPDF_Dict cid = ovr_pdf_new_object (self);
  HPDF_Dict system;

  HPDF_Dict_AddName (cid, "Type", "Font");
  HPDF_Dict_AddName (cid, "Subtype", program->is_cff ? "CIDFontType0" : "CIDFontType2");
  HPDF_Dict_AddName (cid, "BaseFont", program->name);
  system = ovr_pdf_add_dict (self, cid, "CIDSystemInfo");
  ovr_pdf_add_text (self, system, "Registry", "Adobe");
  ovr_pdf_add_text (self, system, "Ordering", "Identity");
  HPDF_Dict_AddNumber (system, "Supplement", 0);
  HPDF_Dict_AddNumber (cid, "DW", 1000);
  add_widths (self, cid, program);
  if (!program->is_cff)
    HPDF_Dict_AddName (cid, "CIDToGIDMap", "Identity");
  HPDF_Dict_Add (cid, "FontDescriptor", add_descriptor (self, program));

  HPDF_Dict_AddName (type0, "Type", "Font");
  HPDF_Dict_AddName (type0, "Subtype", "Type0");
  HPDF_Dict_AddName (type0, "BaseFont", program->name);
  HPDF_Dict_AddName (type0, "Encoding", "Identity-H");
  HPDF_Array_Add (ovr_pdf_add_array (self, type0, "DescendantFonts"), cid);
  HPDF_Dict_Add (type0, "ToUnicode",
                 ovr_pdf_new_stream (self, program->to_unicode, strlen (program->to_unicode), TRUE));
  g_ptr_array_index (self->fonts, font) = type0;
}

static gboolean
is_grey (const guint8 *rgb,
         gsize n_pixels)
{
  for (gsize i = 0; i < n_pixels; i++)
    if (rgb[3 * i] != rgb[3 * i + 1] || rgb[3 * i] != rgb[3 * i + 2])
      return FALSE;
  return TRUE;
}

/* PNG predictor Up (RFC 2083 6.4): neighbouring rows of an image are alike. */
static guint8 *
predict_rows (const guint8 *samples,
              gsize stride,
              gsize n_rows)
{
  guint8 *out = g_malloc ((stride + 1) * n_rows);

  for (gsize row = 0; row < n_rows; row++)
    {
      const guint8 *from = samples + row * stride;
      guint8 *to = out + row * (stride + 1);

      to[0] = 2;
      for (gsize i = 0; i < stride; i++)
        to[i + 1] = (guint8) (from[i] - (row > 0 ? from[i - stride] : 0));
    }
  return out;
}

guint
ovr_pdf_file_add_image (OvrPdfFile *self,
                        guint width,
                        guint height,
                        GBytes *rgb)
{
  gsize n_pixels = (gsize) width * height;
  const guint8 *samples = g_bytes_get_data (rgb, NULL);
  gboolean grey;
  g_autofree guint8 *greys = NULL;
  g_autofree guint8 *rows = NULL;
  guint channels;
  HPDF_Dict image, params;

  g_return_val_if_fail (g_bytes_get_size (rgb) == n_pixels * 3, 0);

  grey = is_grey (samples, n_pixels);
  channels = grey ? 1 : 3;
  if (grey)
    {
      greys = g_malloc0 (n_pixels);
      for (gsize i = 0; i < n_pixels; i++)
        greys[i] = samples[3 * i];
      samples = greys;
    }
  rows = predict_rows (samples, (gsize) width * channels, height);
  image = ovr_pdf_new_stream (self, rows, ((gsize) width * channels + 1) * height, TRUE);
  HPDF_Dict_AddName (image, "Type", "XObject");
  HPDF_Dict_AddName (image, "Subtype", "Image");
  HPDF_Dict_AddNumber (image, "Width", (HPDF_INT32) width);
  HPDF_Dict_AddNumber (image, "Height", (HPDF_INT32) height);
  HPDF_Dict_AddName (image, "ColorSpace", grey ? "DeviceGray" : "DeviceRGB");
  HPDF_Dict_AddNumber (image, "BitsPerComponent", 8);
  params = ovr_pdf_new_dict (self);
  /* libharu writes /Filter as an array: its parameters must be one too. */
  HPDF_Array_Add (ovr_pdf_add_array (self, image, "DecodeParms"), params);
  HPDF_Dict_AddNumber (params, "Predictor", 15);
  HPDF_Dict_AddNumber (params, "Colors", (HPDF_INT32) channels);
  HPDF_Dict_AddNumber (params, "BitsPerComponent", 8);
  HPDF_Dict_AddNumber (params, "Columns", (HPDF_INT32) width);
  g_ptr_array_add (self->images, image);
  return self->images->len - 1;
}

void
ovr_pdf_file_use_image (OvrPdfFile *self,
                        guint page,
                        guint image)
{
  g_hash_table_add (ovr_pdf_get_page (self, page)->images, GUINT_TO_POINTER (image));
}
