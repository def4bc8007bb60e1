/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-box-private.h"

#include <math.h>
#include <string.h>

/* A paragraph's first or last line never stands alone on a page. */
#define WIDOW_LINES 2

typedef struct
{
  OvrBox box;
  OvrPageCanvas *canvas; /* borrowed */
  PangoLayout *layout;
  OvrTextStyle style;
  guint text;        /* number of the text that the pieces make up */
  int first;         /* first line that is left */
  int last;          /* one past the last; -1: all */
  double width;      /* for which the layout is set, -1 none */
  GArray *tops;      /* double: top of each line, and the bottom of the last */
  GArray *baselines; /* double: base line below the line's top */
} Text;

static double
units (int pango)
{
  return pango / (double) PANGO_SCALE;
}

/* Each line is as high as the leading, higher where its ink needs it. */
static void
measure_lines (Text *self)
{
  double ascent = 0.0;
  double y = 0.0;
  PangoContext *context = ovr_page_canvas_context (self->canvas);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, pango_layout_get_font_description (self->layout), NULL);
  double font_ascent = units (pango_font_metrics_get_ascent (metrics));
  double font_descent = units (pango_font_metrics_get_descent (metrics));

  pango_font_metrics_unref (metrics);
  ascent = font_ascent + (self->style.leading - font_ascent - font_descent) / 2.0;
  g_array_set_size (self->tops, 0);
  g_array_set_size (self->baselines, 0);
  for (GSList *l = pango_layout_get_lines_readonly (self->layout); l != NULL; l = l->next)
    {
      PangoRectangle ink;
      double above, below;

      pango_layout_line_get_extents (l->data, &ink, NULL);
      above = ink.height > 0 ? fmax (ascent, -units (ink.y)) : ascent;
      below = ink.height > 0 ? fmax (self->style.leading - ascent, units (ink.y + ink.height))
                             : self->style.leading - ascent;
      g_array_append_val (self->tops, y);
      g_array_append_val (self->baselines, above);
      y += above + below;
    }
  g_array_append_val (self->tops, y);
}

static void
set_width (Text *self,
           double width)
{
  if (self->width == width)
    return;
  g_warn_if_fail (self->first == 0 || self->width < 0.0);
  self->width = width;
  pango_layout_set_width (self->layout, (int) floor (width * PANGO_SCALE));
  measure_lines (self);
}

static int
end_line (const Text *self)
{
  return self->last >= 0 ? self->last : (int) self->tops->len - 1;
}

static double
lines_height (const Text *self,
              int first,
              int end)
{
  return g_array_index (self->tops, double, end) - g_array_index (self->tops, double, first);
}

static double
text_height (OvrBox *box,
             double width)
{
  Text *self = (Text *) box;

  set_width (self, width);
  return lines_height (self, self->first, end_line (self));
}

static double
text_least (OvrBox *box,
            double width)
{
  Text *self = (Text *) box;
  int n;

  set_width (self, width);
  n = end_line (self) - self->first;
  return lines_height (self, self->first, n < 2 * WIDOW_LINES ? end_line (self) : self->first + WIDOW_LINES);
}

static double
text_baseline (OvrBox *box,
               double width)
{
  Text *self = (Text *) box;

  set_width (self, width);
  return g_array_index (self->baselines, double, self->first);
}

static Text *text_new (OvrPageCanvas *canvas,
                       const OvrTextStyle *style);

static OvrBox *
text_split (OvrBox *box,
            double width,
            double available,
            gboolean force)
{
  Text *self = (Text *) box;
  Text *piece;
  int end, cut;

  set_width (self, width);
  end = end_line (self);
  cut = self->first;
  while (cut < end && lines_height (self, self->first, cut + 1) <= available + OVR_BOX_EPSILON)
    cut++;
  if (!force || cut - self->first >= 2 * WIDOW_LINES)
    {
      if (end - cut < WIDOW_LINES)
        cut = end - WIDOW_LINES;
      if (cut - self->first < WIDOW_LINES)
        return NULL;
    }
  if (cut <= self->first)
    return NULL;

  piece = text_new (self->canvas, &self->style);
  piece->layout = g_object_ref (self->layout);
  piece->text = self->text;
  piece->first = self->first;
  piece->last = cut;
  piece->width = width;
  g_array_append_vals (piece->tops, self->tops->data, self->tops->len);
  g_array_append_vals (piece->baselines, self->baselines->data, self->baselines->len);
  self->first = cut;
  return &piece->box;
}

static OvrBox *
text_copy (OvrBox *box)
{
  const Text *self = (Text *) box;
  Text *copy = text_new (self->canvas, &self->style);

  copy->layout = pango_layout_copy (self->layout);
  copy->text = ovr_page_canvas_new_text (self->canvas);
  return &copy->box;
}

static void
draw_line (Text *self,
           OvrPageCanvas *canvas,
           int index,
           double x,
           double top)
{
  PangoLayoutLine *line = pango_layout_get_line_readonly (self->layout, index);
  PangoLayoutLine *next;
  double baseline = top + g_array_index (self->baselines, double, index);
  double height = lines_height (self, index, index + 1);
  PangoRectangle logical;
  PangoAlignment align;
  gboolean rtl;
  OvrRect claim;
  double indent = 0.0;

  pango_layout_line_get_extents (line, NULL, &logical);
  align = pango_layout_get_alignment (self->layout);
  rtl = pango_layout_line_get_resolved_direction (line) == PANGO_DIRECTION_RTL;
  if (align == PANGO_ALIGN_CENTER)
    indent = (self->width - units (logical.width)) / 2.0;
  else if ((align == PANGO_ALIGN_RIGHT) != rtl)
    indent = self->width - units (logical.width);
  claim = (OvrRect){ x + indent, top, units (logical.width), height };
  if (claim.width > 0.0)
    ovr_page_canvas_claim (canvas, &claim);
  ovr_page_canvas_line (canvas, line, pango_layout_get_text (self->layout), x + indent, baseline,
                        self->style.grey, self->text);
  /* A line that is wrapped carries its own space; a paragraph's end has none. */
  next = pango_layout_get_line_readonly (self->layout, index + 1);
  if (next != NULL && pango_layout_line_is_paragraph_start (next))
    g_string_append_c (g_ptr_array_index (ovr_page_canvas_texts (canvas), self->text), '\n');
}

static void
text_draw (OvrBox *box,
           OvrPageCanvas *canvas,
           OvrPdfTag *tag,
           double x,
           double y,
           double width)
{
  Text *self = (Text *) box;
  int end;

  set_width (self, width);
  end = end_line (self);
  if (box->artifact || tag == NULL)
    ovr_page_canvas_begin_artifact (canvas, TRUE);
  else
    ovr_page_canvas_begin_tag (canvas, tag);
  for (int i = self->first; i < end; i++)
    draw_line (self, canvas, i, x, y + lines_height (self, self->first, i));
  ovr_page_canvas_end (canvas);
}

static void
text_free (OvrBox *box)
{
  Text *self = (Text *) box;

  g_clear_object (&self->layout);
  g_array_unref (self->tops);
  g_array_unref (self->baselines);
}

static const OvrBoxClass text_class = {
  .height = text_height,
  .least = text_least,
  .baseline = text_baseline,
  .split = text_split,
  .copy = text_copy,
  .draw = text_draw,
  .free = text_free,
};

static Text *
text_new (OvrPageCanvas *canvas,
          const OvrTextStyle *style)
{
  Text *self = (Text *) ovr_box_new (&text_class, sizeof (Text));

  self->canvas = canvas;
  self->style = *style;
  self->last = -1;
  self->width = -1.0;
  self->tops = g_array_new (FALSE, FALSE, sizeof (double));
  self->baselines = g_array_new (FALSE, FALSE, sizeof (double));
  self->box.role = "P";
  return self;
}

/* A hyphen that the layout adds would be read as part of a number or name. */
static void
forbid_hyphens (PangoLayout *layout)
{
  PangoAttrList *attributes = pango_layout_get_attributes (layout);
  PangoAttrList *all = attributes != NULL ? pango_attr_list_copy (attributes) : pango_attr_list_new ();

  pango_attr_list_insert (all, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, all);
  pango_attr_list_unref (all);
}

OvrBox *
ovr_box_text (OvrPageCanvas *canvas,
              const OvrTextStyle *style,
              const char *markup)
{
  Text *self = text_new (canvas, style);
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, ovr_pdf_text_families (ovr_page_canvas_setup (canvas)->language));
  pango_font_description_set_absolute_size (font, style->size * PANGO_SCALE);
  pango_font_description_set_weight (font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style (font, style->italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  self->layout = pango_layout_new (ovr_page_canvas_context (canvas));
  pango_layout_set_font_description (self->layout, font);
  pango_font_description_free (font);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (self->layout, style->align);
  pango_layout_set_auto_dir (self->layout, FALSE);
  pango_layout_set_markup (self->layout, markup, -1);
  forbid_hyphens (self->layout);
  self->text = ovr_page_canvas_new_text (canvas);
  return &self->box;
}
