/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-page-canvas.h"

#include <string.h>

/* Rounding of glyph positions and of the ink boxes of hinted fonts. */
#define INK_TOLERANCE 0.75
#define OVERLAP_TOLERANCE 0.5

typedef struct
{
  guint page;
  OvrRect rect;
} Claim;

typedef struct
{
  guint page;
  double y;
} Anchor;

typedef struct
{
  char *name;
  guint page;
  OvrRect rect;
} Jump;

struct _OvrPageCanvas
{
  OvrPageCanvasSetup setup;
  char *language;
  OvrPdfFile *file;
  OvrPdfFontSet *fonts;
  PangoContext *context;
  GError *error;
  guint page;
  guint n_pages;
  GPtrArray *texts; /* GString */
  GArray *claims;   /* Claim */
  gboolean in_claim;
  GHashTable *anchors; /* name → Anchor */
  GArray *jumps;       /* Jump */
};

static void
string_free (gpointer data)
{
  g_string_free (data, TRUE);
}

static void
jump_clear (gpointer data)
{
  g_free (((Jump *) data)->name);
}

OvrPageCanvas *
ovr_page_canvas_new (const OvrPageCanvasSetup *setup)
{
  OvrPageCanvas *self = g_new0 (OvrPageCanvas, 1);

  self->setup = *setup;
  self->language = g_strdup (setup->language);
  self->setup.language = self->language;
  self->file = ovr_pdf_file_new ();
  self->fonts = ovr_pdf_font_set_new (self->file);
  self->context = ovr_pdf_text_create_context (self->language);
  self->texts = g_ptr_array_new_with_free_func (string_free);
  self->claims = g_array_new (FALSE, FALSE, sizeof (Claim));
  self->anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->jumps = g_array_new (FALSE, FALSE, sizeof (Jump));
  g_array_set_clear_func (self->jumps, jump_clear);
  return self;
}

void
ovr_page_canvas_free (OvrPageCanvas *self)
{
  if (self == NULL)
    return;
  ovr_pdf_font_set_free (self->fonts);
  ovr_pdf_file_free (self->file);
  g_object_unref (self->context);
  g_clear_error (&self->error);
  g_ptr_array_unref (self->texts);
  g_array_unref (self->claims);
  g_hash_table_unref (self->anchors);
  g_array_unref (self->jumps);
  g_free (self->language);
  g_free (self);
}

OvrPdfFile *
ovr_page_canvas_file (OvrPageCanvas *self)
{
  return self->file;
}

OvrPdfFontSet *
ovr_page_canvas_fonts (OvrPageCanvas *self)
{
  return self->fonts;
}

PangoContext *
ovr_page_canvas_context (OvrPageCanvas *self)
{
  return self->context;
}

const OvrPageCanvasSetup *
ovr_page_canvas_setup (const OvrPageCanvas *self)
{
  return &self->setup;
}

void
ovr_page_canvas_fail (OvrPageCanvas *self,
                      GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
}

void
ovr_page_canvas_new_page (OvrPageCanvas *self)
{
  self->page = ovr_pdf_file_add_page (self->file, self->setup.width, self->setup.height);
  self->n_pages = self->page + 1;
}

guint
ovr_page_canvas_n_pages (const OvrPageCanvas *self)
{
  return self->n_pages;
}

guint
ovr_page_canvas_new_text (OvrPageCanvas *self)
{
  g_ptr_array_add (self->texts, g_string_new (NULL));
  return self->texts->len - 1;
}

GPtrArray *
ovr_page_canvas_texts (OvrPageCanvas *self)
{
  return self->texts;
}

/* ---- Guards ------------------------------------------------------------- */

static gboolean
is_inside (const OvrRect *inner,
           const OvrRect *outer)
{
  return inner->x >= outer->x - INK_TOLERANCE && inner->y >= outer->y - INK_TOLERANCE &&
         inner->x + inner->width <= outer->x + outer->width + INK_TOLERANCE &&
         inner->y + inner->height <= outer->y + outer->height + INK_TOLERANCE;
}

static OvrRect
printable (const OvrPageCanvas *self)
{
  const OvrPageCanvasSetup *s = &self->setup;

  return (OvrRect){ s->margin_left, s->margin_top, s->width - 2.0 * s->margin_left,
                    s->height - s->margin_top - s->margin_bottom };
}

static void
check_ink (OvrPageCanvas *self,
           const OvrRect *ink,
           const char *what)
{
  OvrRect allowed = printable (self);

  if (self->in_claim)
    allowed = g_array_index (self->claims, Claim, self->claims->len - 1).rect;
  if (ink->width > 0.0 && !is_inside (ink, &allowed))
    ovr_page_canvas_fail (self, g_error_new (OVR_PDF_ERROR, OVR_PDF_ERROR_LOST,
                                             "page %u: %s leaves its %s (%.1f, %.1f, %.1f × %.1f pt)", self->page + 1,
                                             what, self->in_claim ? "box" : "page's text area",
                                             ink->x, ink->y, ink->width, ink->height));
}

void
ovr_page_canvas_claim (OvrPageCanvas *self,
                       const OvrRect *rect)
{
  Claim claim = { .page = self->page, .rect = *rect };

  if (self->in_claim)
    return;
  check_ink (self, rect, "a box");
  g_array_append_val (self->claims, claim);
}

void
ovr_page_canvas_begin_claim (OvrPageCanvas *self,
                             const OvrRect *rect)
{
  ovr_page_canvas_claim (self, rect);
  self->in_claim = TRUE;
}

void
ovr_page_canvas_end_claim (OvrPageCanvas *self)
{
  self->in_claim = FALSE;
}

static gboolean
overlap (const Claim *a,
         const Claim *b)
{
  const double t = OVERLAP_TOLERANCE;

  return a->page == b->page &&
         a->rect.x + a->rect.width > b->rect.x + t && b->rect.x + b->rect.width > a->rect.x + t &&
         a->rect.y + a->rect.height > b->rect.y + t && b->rect.y + b->rect.height > a->rect.y + t;
}

static void
check_overlaps (OvrPageCanvas *self)
{
  for (guint i = 0; i < self->claims->len; i++)
    for (guint k = i + 1; k < self->claims->len; k++)
      {
        const Claim *a = &g_array_index (self->claims, Claim, i);
        const Claim *b = &g_array_index (self->claims, Claim, k);

        if (overlap (a, b))
          {
            ovr_page_canvas_fail (self, g_error_new (OVR_PDF_ERROR, OVR_PDF_ERROR_LOST,
                                                     "page %u: two boxes overlap at %.1f, %.1f and %.1f, %.1f pt",
                                                     a->page + 1, a->rect.x, a->rect.y, b->rect.x, b->rect.y));
            return;
          }
      }
}

/* ---- Drawing ------------------------------------------------------------ */

GString *
ovr_page_canvas_ops (OvrPageCanvas *self)
{
  return ovr_pdf_file_ops (self->file, self->page);
}

double
ovr_page_canvas_flip (const OvrPageCanvas *self,
                      double y)
{
  return self->setup.height - y;
}

static void
check_line (OvrPageCanvas *self,
            PangoLayoutLine *line,
            double x,
            double baseline)
{
  PangoRectangle ink;
  OvrRect rect;

  pango_layout_line_get_extents (line, &ink, NULL);
  rect = (OvrRect){ x + ink.x / (double) PANGO_SCALE, baseline + ink.y / (double) PANGO_SCALE,
                    ink.width / (double) PANGO_SCALE, ink.height / (double) PANGO_SCALE };
  check_ink (self, &rect, "text");
}

void
ovr_page_canvas_line (OvrPageCanvas *self,
                      PangoLayoutLine *line,
                      const char *source,
                      double x,
                      double baseline,
                      double grey,
                      guint text)
{
  g_autoptr (GArray) used = g_array_new (FALSE, FALSE, sizeof (guint));
  GString *ops = ovr_page_canvas_ops (self);
  GError *error = NULL;

  check_line (self, line, x, baseline);
  ovr_pdf_append (ops, "# g # G\n", grey, grey);
  if (!ovr_pdf_text_line (self->fonts, ops, used, line, source, x, ovr_page_canvas_flip (self, baseline),
                          g_ptr_array_index (self->texts, text), &error))
    ovr_page_canvas_fail (self, error);
  for (guint i = 0; i < used->len; i++)
    ovr_pdf_file_use_font (self->file, self->page, g_array_index (used, guint, i));
}

void
ovr_page_canvas_outline_text (OvrPageCanvas *self,
                              PangoLayoutLine *line,
                              double x,
                              double baseline,
                              double grey)
{
  GString *ops = ovr_page_canvas_ops (self);
  GError *error = NULL;

  check_line (self, line, x, baseline);
  ovr_pdf_append (ops, "# g ", grey);
  if (!ovr_pdf_text_outline (ops, line, x, ovr_page_canvas_flip (self, baseline), &error))
    ovr_page_canvas_fail (self, error);
}

void
ovr_page_canvas_rule (OvrPageCanvas *self,
                      double x1,
                      double y1,
                      double x2,
                      double y2,
                      double width,
                      double grey)
{
  OvrRect rect = { MIN (x1, x2), MIN (y1, y2), ABS (x2 - x1), ABS (y2 - y1) };

  check_ink (self, &rect, "a line");
  ovr_pdf_append (ovr_page_canvas_ops (self), "# G # w # # m # # l S\n", grey, width,
                  x1, ovr_page_canvas_flip (self, y1), x2, ovr_page_canvas_flip (self, y2));
}

/* The line lies inside the rectangle. */
void
ovr_page_canvas_frame (OvrPageCanvas *self,
                       const OvrRect *rect,
                       double width)
{
  check_ink (self, rect, "a frame");
  ovr_pdf_append (ovr_page_canvas_ops (self), "0 G # w # # # # re S\n", width,
                  rect->x + width / 2.0, ovr_page_canvas_flip (self, rect->y + rect->height) + width / 2.0,
                  rect->width - width, rect->height - width);
}

void
ovr_page_canvas_fill (OvrPageCanvas *self,
                      const OvrRect *rect,
                      double grey)
{
  check_ink (self, rect, "a fill");
  ovr_pdf_append (ovr_page_canvas_ops (self), "# g # # # # re f\n", grey,
                  rect->x, ovr_page_canvas_flip (self, rect->y + rect->height), rect->width, rect->height);
}

void
ovr_page_canvas_image (OvrPageCanvas *self,
                       guint image,
                       const OvrRect *rect)
{
  GString *ops = ovr_page_canvas_ops (self);

  check_ink (self, rect, "a picture");
  ovr_pdf_append (ops, "q # 0 0 # # # cm ", rect->width, rect->height,
                  rect->x, ovr_page_canvas_flip (self, rect->y + rect->height));
  g_string_append_printf (ops, "/I%u Do Q\n", image);
  ovr_pdf_file_use_image (self->file, self->page, image);
}

/* ---- Tags, anchors ------------------------------------------------------ */

void
ovr_page_canvas_begin_tag (OvrPageCanvas *self,
                           OvrPdfTag *tag)
{
  ovr_pdf_file_begin (self->file, self->page, tag);
}

void
ovr_page_canvas_begin_artifact (OvrPageCanvas *self,
                                gboolean pagination)
{
  ovr_pdf_file_begin_artifact (self->file, self->page, pagination);
}

void
ovr_page_canvas_end (OvrPageCanvas *self)
{
  ovr_pdf_file_end (self->file, self->page);
}

void
ovr_page_canvas_anchor (OvrPageCanvas *self,
                        const char *name,
                        double y)
{
  Anchor *anchor;

  if (g_hash_table_contains (self->anchors, name))
    return;
  anchor = g_new (Anchor, 1);
  anchor->page = self->page;
  anchor->y = y;
  g_hash_table_insert (self->anchors, g_strdup (name), anchor);
}

void
ovr_page_canvas_link (OvrPageCanvas *self,
                      const char *name,
                      const OvrRect *rect)
{
  Jump jump = { .name = g_strdup (name), .page = self->page, .rect = *rect };

  g_array_append_val (self->jumps, jump);
}

void
ovr_page_canvas_outline (OvrPageCanvas *self,
                         const char *title,
                         double y)
{
  ovr_pdf_file_add_outline (self->file, title, self->page, ovr_page_canvas_flip (self, y));
}

guint
ovr_page_canvas_page_of (const OvrPageCanvas *self,
                         const char *name)
{
  const Anchor *anchor = g_hash_table_lookup (self->anchors, name);

  return anchor != NULL ? anchor->page + 1 : 0;
}

gboolean
ovr_page_canvas_same_anchors (const OvrPageCanvas *self,
                              const OvrPageCanvas *other)
{
  GHashTableIter iter;
  gpointer name;

  if (g_hash_table_size (self->anchors) != g_hash_table_size (other->anchors) ||
      self->n_pages != other->n_pages)
    return FALSE;
  g_hash_table_iter_init (&iter, self->anchors);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (ovr_page_canvas_page_of (self, name) != ovr_page_canvas_page_of (other, name))
      return FALSE;
  return TRUE;
}

gboolean
ovr_page_canvas_finish (OvrPageCanvas *self,
                        GError **error)
{
  for (guint i = 0; i < self->jumps->len; i++)
    {
      const Jump *jump = &g_array_index (self->jumps, Jump, i);
      const Anchor *anchor = g_hash_table_lookup (self->anchors, jump->name);
      const double rect[4] = { jump->rect.x, ovr_page_canvas_flip (self, jump->rect.y + jump->rect.height),
                               jump->rect.x + jump->rect.width, ovr_page_canvas_flip (self, jump->rect.y) };
      g_autofree char *alt = NULL;

      if (anchor == NULL)
        continue;
      alt = g_strdup_printf ("→ %u", anchor->page + 1);
      ovr_pdf_file_add_link (self->file, jump->page, rect, anchor->page, ovr_page_canvas_flip (self, anchor->y), alt);
    }
  check_overlaps (self);
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}
