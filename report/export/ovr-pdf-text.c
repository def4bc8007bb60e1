/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-text.h"

#include <hb.h>
#include <math.h>
#include <pango/pangoft2.h>
#include <string.h>

/* What stands between two glyphs is written from half a thousandth em on. */
#define ADJUST_TOLERANCE 0.5
/* Stroke width that stands in for a missing bold, in em. */
#define SYNTHETIC_BOLD_EM 0.03

/* One run on its way into a TJ array. */
typedef struct
{
  GString *ops;
  OvrPdfFont *font;
  double size;   /* points */
  double pen;    /* where the PDF's pen is, points from the run's start */
  double rise;   /* text rise in force, points */
  gboolean open; /* inside "[" … "]" */
} Writer;

/* What a cluster's glyphs stand for, at its place in the text. */
typedef struct
{
  int start;
  char *text;
} Piece;

const char *
ovr_pdf_text_families (const char *language)
{
  /* Signs before scripts: some scripts' fonts have a minus sign of their own. */
  static const char others[] = "Noto Sans,Noto Sans Math,Noto Sans Symbols2,Noto Sans Symbols,"
                               "Noto Sans Arabic,Noto Sans Hebrew,Noto Sans Devanagari,Noto Sans Thai,"
                               "Noto Sans CJK SC,Noto Sans CJK JP";
  static const char japanese[] = "Noto Sans,Noto Sans Math,Noto Sans Symbols2,Noto Sans Symbols,"
                                 "Noto Sans CJK JP";

  return language != NULL && g_str_has_prefix (language, "ja") ? japanese : others;
}

static gboolean
is_rtl_language (const char *language)
{
  static const char *const languages[] = { "ar", "dv", "fa", "he", "ku", "ps", "ur", "yi" };

  for (guint i = 0; language != NULL && i < G_N_ELEMENTS (languages); i++)
    if (g_ascii_strncasecmp (language, languages[i], 2) == 0 && !g_ascii_isalpha (language[2]))
      return TRUE;
  return FALSE;
}

/* One map a thread: choosing and loading fonts takes longer than setting text. */
static PangoFontMap *
get_font_map (void)
{
  static GPrivate maps = G_PRIVATE_INIT (g_object_unref);
  PangoFontMap *map = g_private_get (&maps);

  if (map == NULL)
    {
      map = pango_ft2_font_map_new ();
      pango_ft2_font_map_set_resolution (PANGO_FT2_FONT_MAP (map), 72.0, 72.0);
      g_private_set (&maps, map);
    }
  return map;
}

PangoContext *
ovr_pdf_text_create_context (const char *language)
{
  PangoContext *context = pango_font_map_create_context (get_font_map ());

  pango_context_set_round_glyph_positions (context, FALSE);
  /* The page's direction is its language's: a name from elsewhere is a field
   * inside it and turns nothing else round. */
  pango_context_set_base_dir (context, is_rtl_language (language) ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  if (language != NULL)
    pango_context_set_language (context, pango_language_from_string (language));
  return context;
}

/* ---- TJ ----------------------------------------------------------------- */

static void
close_array (Writer *writer)
{
  if (writer->open)
    g_string_append (writer->ops, "] TJ\n");
  writer->open = FALSE;
}

static void
show_glyph (Writer *writer,
            guint glyph,
            double x,
            double rise)
{
  double adjust = (writer->pen - x) * 1000.0 / writer->size;

  if (fabs (rise - writer->rise) > 0.01)
    {
      close_array (writer);
      ovr_pdf_append (writer->ops, "# Ts\n", rise);
      writer->rise = rise;
    }
  if (!writer->open)
    g_string_append_c (writer->ops, '[');
  writer->open = TRUE;
  if (fabs (adjust) > ADJUST_TOLERANCE)
    {
      double rounded = round (adjust);

      g_string_append_printf (writer->ops, "%d ", (int) rounded);
      writer->pen -= rounded * writer->size / 1000.0;
    }
  g_string_append_printf (writer->ops, "<%04X>", glyph);
  writer->pen += ovr_pdf_font_width (writer->font, glyph) * writer->size / 1000.0;
}

static void
begin_actual_text (Writer *writer,
                   const char *text)
{
  glong length = 0;
  g_autofree gunichar2 *wide = g_utf8_to_utf16 (text, -1, NULL, &length, NULL);

  close_array (writer);
  g_string_append (writer->ops, "/Span <</ActualText <FEFF");
  for (glong i = 0; i < length; i++)
    g_string_append_printf (writer->ops, "%04X", wide[i]);
  g_string_append (writer->ops, ">>> BDC\n");
}

/* ---- Clusters ----------------------------------------------------------- */

static gboolean
is_drawn (const PangoGlyphInfo *info)
{
  return info->glyph != PANGO_GLYPH_EMPTY;
}

/* Spaces that don't break share a glyph with the one that does: in the file's
 * text they are all the plain space, so that searching finds "6 mm". */
static char *
plain_text (const char *text,
            gsize length)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (out, c == 0xA0 || c == 0x202F ? ' ' : c);
    }
  return g_string_free (out, FALSE);
}

/* Gives the cluster's glyphs their text. Glyphs and characters of equal count
 * stand for each other one by one, otherwise the first one stands for all.
 * TRUE where the glyphs' own text is the cluster's. */
static gboolean
assign_text (OvrPdfFont *font,
             const PangoGlyphString *glyphs,
             const int *drawn,
             guint n_drawn,
             const char *text)
{
  glong n_chars = g_utf8_strlen (text, -1);
  gboolean same = n_drawn == 1 || n_chars == (glong) n_drawn;
  const char *p = text;

  for (guint i = 0; i < n_drawn; i++)
    {
      const char *end = n_drawn == 1 ? text + strlen (text) : g_utf8_next_char (p);

      if (!ovr_pdf_font_use (font, glyphs->glyphs[drawn[i]].glyph, p, (gsize) (end - p)))
        same = FALSE;
      if (*end != '\0')
        p = end;
    }
  return same;
}

/* (transfer full) (nullable): what the glyph of a bracket among right-to-left
 * letters looks like, which is the other bracket (UAX #9, L4). */
static char *
dup_mirror (const char *text)
{
  char mirror[7] = "";
  gunichar other;

  if (*text == '\0' || *g_utf8_next_char (text) != '\0' || !g_unichar_get_mirror_char (g_utf8_get_char (text), &other))
    return NULL;
  g_unichar_to_utf8 (other, mirror);
  return g_strdup (mirror);
}

static gboolean
check_glyphs (const PangoGlyphString *glyphs,
              const int *drawn,
              guint n_drawn,
              const char *text,
              GError **error)
{
  for (guint i = 0; i < n_drawn; i++)
    if (glyphs->glyphs[drawn[i]].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
      {
        gunichar c = glyphs->glyphs[drawn[i]].glyph & ~PANGO_GLYPH_UNKNOWN_FLAG;

        g_set_error (error, OVR_PDF_ERROR, OVR_PDF_ERROR_GLYPH,
                     "no installed font has the character U+%04X (%s)", c, text);
        return FALSE;
      }
  return TRUE;
}

static void
piece_clear (gpointer data)
{
  g_free (((Piece *) data)->text);
}

/* @xs: left end of each glyph's cell, points from the run's start. */
static gboolean
write_cluster (Writer *writer,
               const PangoGlyphItemIter *cluster,
               const double *xs,
               GArray *pieces,
               GError **error)
{
  PangoGlyphString *glyphs = cluster->glyph_item->glyphs;
  gboolean rtl = cluster->start_glyph > cluster->end_glyph;
  int low = rtl ? cluster->end_glyph + 1 : cluster->start_glyph;
  int high = rtl ? cluster->start_glyph : cluster->end_glyph - 1;
  g_autofree char *text = plain_text (cluster->text + cluster->start_index,
                                      (gsize) (cluster->end_index - cluster->start_index));
  g_autofree char *mirror = NULL;
  g_autofree int *drawn = g_new (int, (gsize) (high - low + 1));
  GString *shown = g_string_new (NULL);
  Piece piece = { .start = cluster->start_index };
  guint n_drawn = 0;
  gboolean span;

  for (int i = rtl ? high : low; rtl ? i >= low : i <= high; rtl ? i-- : i++)
    if (is_drawn (&glyphs->glyphs[i]))
      drawn[n_drawn++] = i;

  if (!check_glyphs (glyphs, drawn, n_drawn, text, error))
    {
      g_string_free (shown, TRUE);
      return FALSE;
    }

  /* Readers turn a right-to-left span's letters round once too often. */
  mirror = rtl ? dup_mirror (text) : NULL;
  span = n_drawn > 0 && !assign_text (writer->font, glyphs, drawn, n_drawn, mirror != NULL ? mirror : text) && !rtl;
  if (span)
    begin_actual_text (writer, text);
  for (guint i = 0; i < n_drawn; i++)
    {
      int index = drawn[rtl ? n_drawn - 1 - i : i];
      const PangoGlyphInfo *info = &glyphs->glyphs[index];

      show_glyph (writer, info->glyph, xs[index] + info->geometry.x_offset / (double) PANGO_SCALE,
                  -info->geometry.y_offset / (double) PANGO_SCALE);
      g_string_append (shown, ovr_pdf_font_text (writer->font, glyphs->glyphs[drawn[i]].glyph));
    }
  if (span)
    {
      close_array (writer);
      g_string_append (writer->ops, "EMC\n");
    }
  /* The space at which a line is wrapped has no glyph; it still separates. */
  if (span || mirror != NULL || (n_drawn == 0 && g_str_equal (text, " ")))
    g_string_assign (shown, text);
  piece.text = g_string_free (shown, FALSE);
  g_array_append_val (pieces, piece);
  return TRUE;
}

/* ---- Runs --------------------------------------------------------------- */

static double
font_size (PangoFont *font)
{
  PangoFontDescription *description = pango_font_describe_with_absolute_size (font);
  double size = pango_font_description_get_size (description) / (double) PANGO_SCALE;

  pango_font_description_free (description);
  return size;
}

/* Clusters in the order in which their glyphs stand on the page. */
static gboolean
write_clusters (Writer *writer,
                PangoGlyphItem *run,
                const char *text,
                const double *xs,
                GArray *pieces,
                GError **error)
{
  PangoGlyphItemIter cluster;
  gboolean more;

  if (run->item->analysis.level % 2 == 0)
    {
      for (more = pango_glyph_item_iter_init_start (&cluster, run, text); more;
           more = pango_glyph_item_iter_next_cluster (&cluster))
        if (!write_cluster (writer, &cluster, xs, pieces, error))
          return FALSE;
    }
  else
    {
      for (more = pango_glyph_item_iter_init_end (&cluster, run, text); more;
           more = pango_glyph_item_iter_prev_cluster (&cluster))
        if (!write_cluster (writer, &cluster, xs, pieces, error))
          return FALSE;
    }
  return TRUE;
}

/* @x is moved to the run's end. */
static gboolean
write_run (OvrPdfFontSet *fonts,
           GString *ops,
           GArray *used,
           PangoGlyphItem *run,
           const char *text,
           double *x,
           double baseline,
           GArray *pieces,
           GError **error)
{
  PangoFont *pango = run->item->analysis.font;
  OvrPdfFont *font;
  guint number;
  int n_glyphs = run->glyphs->num_glyphs;
  g_autofree double *xs = g_new (double, (gsize) n_glyphs + 1);
  gboolean bold = ovr_pdf_font_wants_bold (pango);
  gboolean ok;
  gboolean any = FALSE;
  Writer writer = { .ops = ops, .size = font_size (pango) };

  xs[0] = 0.0;
  for (int i = 0; i < n_glyphs; i++)
    {
      xs[i + 1] = xs[i] + run->glyphs->glyphs[i].geometry.width / (double) PANGO_SCALE;
      any |= is_drawn (&run->glyphs->glyphs[i]);
    }
  if (!any)
    {
      *x += xs[n_glyphs];
      return TRUE;
    }

  writer.font = font = ovr_pdf_font_set_get (fonts, pango);
  number = ovr_pdf_font_number (font);
  g_array_append_val (used, number);
  g_string_append_printf (ops, "/F%u ", number);
  ovr_pdf_append (ops, "# Tf\n1 0 0 1 # # Tm\n", writer.size, *x,
                  baseline + run->y_offset / (double) PANGO_SCALE);
  if (bold)
    ovr_pdf_append (ops, "2 Tr # w\n", SYNTHETIC_BOLD_EM * writer.size);
  ok = write_clusters (&writer, run, text, xs, pieces, error);
  close_array (&writer);
  if (bold)
    g_string_append (ops, "0 Tr\n");
  if (writer.rise != 0.0)
    g_string_append (ops, "0 Ts\n");
  *x += xs[n_glyphs];
  return ok;
}

static int
compare_pieces (gconstpointer a,
                gconstpointer b)
{
  return ((const Piece *) a)->start - ((const Piece *) b)->start;
}

gboolean
ovr_pdf_text_line (OvrPdfFontSet *fonts,
                   GString *ops,
                   GArray *used,
                   PangoLayoutLine *line,
                   const char *text,
                   double x,
                   double baseline,
                   GString *written,
                   GError **error)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  gboolean ok = TRUE;

  g_array_set_clear_func (pieces, piece_clear);
  g_string_append (ops, "BT\n");
  for (const GSList *l = line->runs; l != NULL && ok; l = l->next)
    ok = write_run (fonts, ops, used, l->data, text, &x, baseline, pieces, error);
  g_string_append (ops, "ET\n");

  g_array_sort (pieces, compare_pieces);
  for (guint i = 0; i < pieces->len; i++)
    g_string_append (written, g_array_index (pieces, Piece, i).text);
  return ok;
}

/* ---- Outlines ----------------------------------------------------------- */

/* Where a glyph's outline goes: from HarfBuzz's units to points. */
typedef struct
{
  GString *ops;
  double x;
  double y;
} Outline;

static double
outline_x (const Outline *self,
           float x)
{
  return self->x + (double) x / PANGO_SCALE;
}

static double
outline_y (const Outline *self,
           float y)
{
  return self->y + (double) y / PANGO_SCALE;
}

static void
outline_move (hb_draw_funcs_t *funcs,
              void *data,
              hb_draw_state_t *state,
              float x,
              float y,
              void *user_data)
{
  const Outline *self = data;

  ovr_pdf_append (self->ops, "# # m ", outline_x (self, x), outline_y (self, y));
}

static void
outline_line (hb_draw_funcs_t *funcs,
              void *data,
              hb_draw_state_t *state,
              float x,
              float y,
              void *user_data)
{
  const Outline *self = data;

  ovr_pdf_append (self->ops, "# # l ", outline_x (self, x), outline_y (self, y));
}

static void
outline_curve (hb_draw_funcs_t *funcs,
               void *data,
               hb_draw_state_t *state,
               float x1,
               float y1,
               float x2,
               float y2,
               float x,
               float y,
               void *user_data)
{
  const Outline *self = data;

  ovr_pdf_append (self->ops, "# # # # # # c ", outline_x (self, x1), outline_y (self, y1),
                  outline_x (self, x2), outline_y (self, y2), outline_x (self, x), outline_y (self, y));
}

static void
outline_close (hb_draw_funcs_t *funcs,
               void *data,
               hb_draw_state_t *state,
               void *user_data)
{
  g_string_append (((Outline *) data)->ops, "h ");
}

/* Quadratic curves come as cubic ones: HarfBuzz raises them by itself. */
static hb_draw_funcs_t *
outline_funcs (void)
{
  static gsize funcs = 0;

  if (g_once_init_enter (&funcs))
    {
      hb_draw_funcs_t *made = hb_draw_funcs_create ();

      hb_draw_funcs_set_move_to_func (made, outline_move, NULL, NULL);
      hb_draw_funcs_set_line_to_func (made, outline_line, NULL, NULL);
      hb_draw_funcs_set_cubic_to_func (made, outline_curve, NULL, NULL);
      hb_draw_funcs_set_close_path_func (made, outline_close, NULL, NULL);
      hb_draw_funcs_make_immutable (made);
      g_once_init_leave (&funcs, (gsize) made);
    }
  return (hb_draw_funcs_t *) funcs;
}

static void
draw_glyph (hb_font_t *font,
            hb_codepoint_t glyph,
            Outline *outline)
{
#if HB_VERSION_ATLEAST(7, 0, 0)
  hb_font_draw_glyph (font, glyph, outline_funcs (), outline);
#else
  hb_font_get_glyph_shape (font, glyph, outline_funcs (), outline);
#endif
}

gboolean
ovr_pdf_text_outline (GString *ops,
                      PangoLayoutLine *line,
                      double x,
                      double baseline,
                      GError **error)
{
  for (const GSList *l = line->runs; l != NULL; l = l->next)
    {
      const PangoGlyphItem *run = l->data;
      hb_font_t *font = pango_font_get_hb_font (run->item->analysis.font);

      for (int i = 0; i < run->glyphs->num_glyphs; i++)
        {
          const PangoGlyphInfo *info = &run->glyphs->glyphs[i];
          Outline outline = { ops, x + info->geometry.x_offset / (double) PANGO_SCALE,
                              baseline - info->geometry.y_offset / (double) PANGO_SCALE };

          if (!check_glyphs (run->glyphs, &i, is_drawn (info) ? 1 : 0, "in a figure", error))
            return FALSE;
          if (is_drawn (info))
            draw_glyph (font, info->glyph, &outline);
          x += info->geometry.width / (double) PANGO_SCALE;
        }
    }
  g_string_append (ops, "f\n");
  return TRUE;
}
