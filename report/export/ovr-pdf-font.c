/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-font.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>
#include <pango/pangofc-font.h>
#include <string.h>

/* Positions in 1/1000 em, as the widths of a PDF font. */
#define EM 1000

struct _OvrPdfFont
{
  guint number;
  hb_face_t *face;
  hb_font_t *font;    /* scaled to EM */
  GHashTable *glyphs; /* glyph id → text, owned */
};

struct _OvrPdfFontSet
{
  OvrPdfFile *file;     /* borrowed */
  GPtrArray *fonts;     /* OvrPdfFont */
  GHashTable *by_pango; /* PangoFont → OvrPdfFont */
};

static void
font_free (gpointer data)
{
  OvrPdfFont *self = data;

  hb_font_destroy (self->font);
  hb_face_destroy (self->face);
  g_hash_table_unref (self->glyphs);
  g_free (self);
}

OvrPdfFontSet *
ovr_pdf_font_set_new (OvrPdfFile *file)
{
  OvrPdfFontSet *self = g_new0 (OvrPdfFontSet, 1);

  self->file = file;
  self->fonts = g_ptr_array_new_with_free_func (font_free);
  self->by_pango = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  return self;
}

void
ovr_pdf_font_set_free (OvrPdfFontSet *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_pango);
  g_ptr_array_unref (self->fonts);
  g_free (self);
}

/* Two sizes of one file, or two instances of one variable font? */
static gboolean
is_same_instance (const OvrPdfFont *self,
                  hb_font_t *other)
{
  unsigned int n = 0, n_other = 0;
  const int *coords = hb_font_get_var_coords_normalized (self->font, &n);
  const int *coords_other = hb_font_get_var_coords_normalized (other, &n_other);

  return self->face == hb_font_get_face (other) && n == n_other &&
         (n == 0 || memcmp (coords, coords_other, n * sizeof *coords) == 0);
}

OvrPdfFont *
ovr_pdf_font_set_get (OvrPdfFontSet *self,
                      PangoFont *pango)
{
  OvrPdfFont *font = g_hash_table_lookup (self->by_pango, pango);
  hb_font_t *shaped;
  unsigned int n = 0;
  const int *coords;

  if (font != NULL)
    return font;

  shaped = pango_font_get_hb_font (pango);
  for (guint i = 0; i < self->fonts->len && font == NULL; i++)
    if (is_same_instance (g_ptr_array_index (self->fonts, i), shaped))
      font = g_ptr_array_index (self->fonts, i);

  if (font == NULL)
    {
      font = g_new0 (OvrPdfFont, 1);
      font->number = ovr_pdf_file_reserve_font (self->file);
      font->face = hb_face_reference (hb_font_get_face (shaped));
      font->font = hb_font_create (font->face);
      hb_font_set_scale (font->font, EM, EM);
      coords = hb_font_get_var_coords_normalized (shaped, &n);
      if (n > 0)
        hb_font_set_var_coords_normalized (font->font, coords, n);
      font->glyphs = g_hash_table_new_full (NULL, NULL, NULL, g_free);
      g_ptr_array_add (self->fonts, font);
    }
  g_hash_table_insert (self->by_pango, g_object_ref (pango), font);
  return font;
}

guint
ovr_pdf_font_number (const OvrPdfFont *self)
{
  return self->number;
}

int
ovr_pdf_font_width (const OvrPdfFont *self,
                    guint glyph)
{
  return hb_font_get_glyph_h_advance (self->font, glyph);
}

gboolean
ovr_pdf_font_use (OvrPdfFont *self,
                  guint glyph,
                  const char *text,
                  gsize length)
{
  const char *known = g_hash_table_lookup (self->glyphs, GUINT_TO_POINTER (glyph));

  if (known == NULL)
    {
      g_hash_table_insert (self->glyphs, GUINT_TO_POINTER (glyph), g_strndup (text, length));
      return TRUE;
    }
  return strlen (known) == length && memcmp (known, text, length) == 0;
}

const char *
ovr_pdf_font_text (const OvrPdfFont *self,
                   guint glyph)
{
  return g_hash_table_lookup (self->glyphs, GUINT_TO_POINTER (glyph));
}

gboolean
ovr_pdf_font_wants_bold (PangoFont *font)
{
  FcPattern *pattern = PANGO_IS_FC_FONT (font) ? pango_fc_font_get_pattern (PANGO_FC_FONT (font)) : NULL;
  FcBool embolden = FcFalse;

  return pattern != NULL &&
         FcPatternGetBool (pattern, FC_EMBOLDEN, 0, &embolden) == FcResultMatch && embolden;
}

/* ---- Writing ------------------------------------------------------------ */

static int
compare_glyphs (gconstpointer a,
                gconstpointer b)
{
  const guint *left = a;
  const guint *right = b;

  return *left < *right ? -1 : *left > *right;
}

static GArray *
sorted_glyphs (const OvrPdfFont *self)
{
  GArray *glyphs = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer glyph;

  g_hash_table_iter_init (&iter, self->glyphs);
  while (g_hash_table_iter_next (&iter, &glyph, NULL))
    {
      guint number = GPOINTER_TO_UINT (glyph);

      g_array_append_val (glyphs, number);
    }
  g_array_sort (glyphs, compare_glyphs);
  return glyphs;
}

static void
append_utf16_hex (GString *out,
                  const char *text)
{
  glong length = 0;
  g_autofree gunichar2 *wide = g_utf8_to_utf16 (text, -1, NULL, &length, NULL);

  for (glong i = 0; i < length; i++)
    g_string_append_printf (out, "%04X", wide[i]);
}

/* Adobe Technical Note 5411: at most 100 entries a block. */
static char *
make_to_unicode (const OvrPdfFont *self,
                 GArray *glyphs)
{
  GString *out = g_string_new ("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                               "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                               "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                               "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");

  for (guint i = 0; i < glyphs->len; i++)
    {
      guint glyph = g_array_index (glyphs, guint, i);

      if (i % 100 == 0)
        g_string_append_printf (out, "%u beginbfchar\n", MIN (100, glyphs->len - i));
      g_string_append_printf (out, "<%04X> <", glyph);
      append_utf16_hex (out, ovr_pdf_font_text (self, glyph));
      g_string_append (out, ">\n");
      if (i % 100 == 99 || i == glyphs->len - 1)
        g_string_append (out, "endbfchar\n");
    }
  g_string_append (out, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
  return g_string_free (out, FALSE);
}

static char *
dup_name (hb_face_t *face,
          hb_ot_name_id_t id)
{
  char text[128] = "";
  unsigned int size = sizeof text;

  hb_ot_name_get_utf8 (face, id, HB_LANGUAGE_INVALID, &size, text);
  return g_strdup (text);
}

/* Six letters that name the subset, then the PostScript name. */
static char *
make_subset_name (hb_face_t *face,
                  GArray *glyphs)
{
  g_autofree char *name = dup_name (face, HB_OT_NAME_ID_POSTSCRIPT_NAME);
  g_autofree char *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) glyphs->data,
                                                         glyphs->len * sizeof (guint));
  char tag[7] = "";

  for (int i = 0; i < 6; i++)
    tag[i] = (char) ('A' + g_ascii_xdigit_value (digest[i]));
  g_strcanon (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-", '-');
  return g_strdup_printf ("%s+%s", tag, *name != '\0' ? name : "Font");
}

static hb_face_t *
subset_face (const OvrPdfFont *self,
             GArray *glyphs)
{
  hb_subset_input_t *input = hb_subset_input_create_or_fail ();
  hb_set_t *wanted, *dropped;
  hb_face_t *subset;
  unsigned int n_axes = hb_ot_var_get_axis_count (self->face);

  if (input == NULL)
    return NULL;
  wanted = hb_subset_input_glyph_set (input);
  for (guint i = 0; i < glyphs->len; i++)
    hb_set_add (wanted, g_array_index (glyphs, guint, i));
  hb_subset_input_set_flags (input, HB_SUBSET_FLAGS_RETAIN_GIDS | HB_SUBSET_FLAGS_NO_HINTING);
  dropped = hb_subset_input_set (input, HB_SUBSET_SETS_DROP_TABLE_TAG);
  hb_set_add (dropped, HB_TAG ('G', 'S', 'U', 'B'));
  hb_set_add (dropped, HB_TAG ('G', 'P', 'O', 'S'));
  hb_set_add (dropped, HB_TAG ('G', 'D', 'E', 'F'));

  if (n_axes > 0)
    {
      g_autofree hb_ot_var_axis_info_t *axes = g_new0 (hb_ot_var_axis_info_t, n_axes);
      unsigned int n_coords = 0;
      const float *coords = hb_font_get_var_coords_design (self->font, &n_coords);

      hb_ot_var_get_axis_infos (self->face, 0, &n_axes, axes);
      for (unsigned int i = 0; i < n_axes; i++)
        hb_subset_input_pin_axis_location (input, self->face, axes[i].tag,
                                           i < n_coords ? coords[i] : axes[i].default_value);
    }
  subset = hb_subset_or_fail (self->face, input);
  hb_subset_input_destroy (input);
  return subset;
}

/* FontFile2 holds the whole TrueType file; FontFile3 the bare CFF table. */
static GBytes *
dup_font_data (hb_face_t *subset,
               gboolean *is_cff)
{
  hb_blob_t *blob = hb_face_reference_table (subset, HB_TAG ('C', 'F', 'F', ' '));
  unsigned int length = 0;
  const char *data;
  GBytes *bytes;

  *is_cff = hb_blob_get_length (blob) > 0;
  if (!*is_cff)
    {
      hb_blob_destroy (blob);
      blob = hb_face_reference_blob (subset);
    }
  data = hb_blob_get_data (blob, &length);
  bytes = g_bytes_new (data, length);
  hb_blob_destroy (blob);
  return bytes;
}

static int
metric (hb_font_t *font,
        hb_ot_metrics_tag_t tag,
        int fallback)
{
  hb_position_t value = 0;

  return hb_ot_metrics_get_position (font, tag, &value) ? value : fallback;
}

static int
read_i16 (const char *data)
{
  const guint8 *bytes = (const guint8 *) data;

  return (gint16) ((bytes[0] << 8) | bytes[1]);
}

/* Head table: unitsPerEm at 18, xMin … yMax at 36 (OpenType "head"). */
static void
read_bbox (hb_face_t *face,
           int bbox[4])
{
  hb_blob_t *head = hb_face_reference_table (face, HB_TAG ('h', 'e', 'a', 'd'));
  unsigned int length = 0;
  const char *data = hb_blob_get_data (head, &length);
  int per_em = length >= 54 ? read_i16 (data + 18) : 0;

  for (int i = 0; i < 4; i++)
    bbox[i] = per_em > 0 ? read_i16 (data + 36 + 2 * i) * EM / per_em : 0;
  hb_blob_destroy (head);
}

static gboolean
write_font (OvrPdfFontSet *set,
            const OvrPdfFont *self,
            GError **error)
{
  g_autoptr (GArray) glyphs = sorted_glyphs (self);
  g_autoptr (GArray) widths = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree char *name = make_subset_name (self->face, glyphs);
  g_autofree char *to_unicode = make_to_unicode (self, glyphs);
  g_autoptr (GBytes) data = NULL;
  hb_face_t *subset = subset_face (self, glyphs);
  OvrPdfFontProgram program = { .name = name, .to_unicode = to_unicode, .glyphs = glyphs, .widths = widths };

  if (subset == NULL)
    {
      g_set_error (error, OVR_PDF_ERROR, OVR_PDF_ERROR_LIBRARY, "HarfBuzz can't subset %s", name + 7);
      return FALSE;
    }
  data = dup_font_data (subset, &program.is_cff);
  hb_face_destroy (subset);
  program.data = data;
  for (guint i = 0; i < glyphs->len; i++)
    {
      int width = ovr_pdf_font_width (self, g_array_index (glyphs, guint, i));

      g_array_append_val (widths, width);
    }
  program.ascent = metric (self->font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER, EM);
  program.descent = metric (self->font, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, 0);
  program.cap_height = metric (self->font, HB_OT_METRICS_TAG_CAP_HEIGHT, program.ascent);
  program.italic_angle = (int) hb_style_get_value (self->font, HB_STYLE_TAG_SLANT_ANGLE);
  read_bbox (self->face, program.bbox);
  ovr_pdf_file_set_font (set->file, self->number, &program);
  return TRUE;
}

gboolean
ovr_pdf_font_set_write (OvrPdfFontSet *self,
                        GError **error)
{
  for (guint i = 0; i < self->fonts->len; i++)
    if (!write_font (self, g_ptr_array_index (self->fonts, i), error))
      return FALSE;
  return TRUE;
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

char *
ovr_pdf_font_set_dup_versions (const OvrPdfFontSet *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->fonts->len; i++)
    {
      const OvrPdfFont *font = g_ptr_array_index (self->fonts, i);
      g_autofree char *name = dup_name (font->face, HB_OT_NAME_ID_FULL_NAME);
      g_autofree char *version = dup_name (font->face, HB_OT_NAME_ID_VERSION_STRING);

      g_ptr_array_add (lines, g_strdup_printf ("%s (%s)", name, version));
    }
  g_ptr_array_sort (lines, compare_strings);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("; ", (char **) lines->pdata);
}
