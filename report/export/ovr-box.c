/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-box-private.h"

/* What all boxes have in common, and the leaves that aren't text. */

struct _OvrBoxTag
{
  int references;
  OvrPdfTag *element;
};

OvrBox *
ovr_box_new (const OvrBoxClass *klass,
             gsize size)
{
  OvrBox *self = g_malloc0 (size);

  self->klass = klass;
  return self;
}

void
ovr_box_free (OvrBox *self)
{
  if (self == NULL)
    return;
  if (self->klass->free != NULL)
    self->klass->free (self);
  if (self->tag != NULL && --self->tag->references == 0)
    g_free (self->tag);
  g_free (self->language);
  g_free (self->anchor);
  g_free (self->link);
  g_free (self->outline);
  g_free (self);
}

static OvrBoxTag *
get_tag (OvrBox *self)
{
  if (self->tag == NULL)
    {
      self->tag = g_new0 (OvrBoxTag, 1);
      self->tag->references = 1;
    }
  return self->tag;
}

void
ovr_box_share (OvrBox *self,
               OvrBox *piece)
{
  piece->role = self->role;
  piece->tag = get_tag (self);
  piece->tag->references++;
  piece->artifact = self->artifact;
  piece->language = g_strdup (self->language);
  piece->link = g_strdup (self->link);
  piece->anchor = g_steal_pointer (&self->anchor);
  piece->outline = g_steal_pointer (&self->outline);
}

void
ovr_box_set_space_before (OvrBox *self,
                          double space)
{
  self->space_before = space;
}

void
ovr_box_set_keep_next (OvrBox *self)
{
  self->keep_next = TRUE;
}

void
ovr_box_set_whole (OvrBox *self)
{
  self->whole = TRUE;
}

void
ovr_box_set_artifact (OvrBox *self)
{
  self->artifact = TRUE;
}

void
ovr_box_set_role (OvrBox *self,
                  const char *role)
{
  self->role = g_intern_string (role);
}

void
ovr_box_set_language (OvrBox *self,
                      const char *language)
{
  g_free (self->language);
  self->language = g_strdup (language);
}

void
ovr_box_set_anchor (OvrBox *self,
                    const char *name)
{
  g_free (self->anchor);
  self->anchor = g_strdup (name);
}

void
ovr_box_set_link (OvrBox *self,
                  const char *name)
{
  g_free (self->link);
  self->link = g_strdup (name);
}

void
ovr_box_set_outline (OvrBox *self,
                     const char *title)
{
  g_free (self->outline);
  self->outline = g_strdup (title);
}

double
ovr_box_height (OvrBox *self,
                double width)
{
  return self->klass->height (self, width);
}

double
ovr_box_least (OvrBox *self,
               double width)
{
  if (self->whole || self->klass->least == NULL)
    return ovr_box_height (self, width);
  return self->klass->least (self, width);
}

double
ovr_box_baseline (OvrBox *self,
                  double width)
{
  return self->klass->baseline != NULL ? self->klass->baseline (self, width) : -1.0;
}

OvrBox *
ovr_box_copy (OvrBox *self)
{
  OvrBox *copy = self->klass->copy != NULL ? self->klass->copy (self) : ovr_box_space (0.0);

  copy->artifact = TRUE;
  copy->keep_next = self->keep_next;
  copy->whole = self->whole;
  return copy;
}

OvrBox *
ovr_box_split (OvrBox *self,
               double width,
               double available,
               gboolean force)
{
  OvrBox *piece;

  if (self->klass->split == NULL || (self->whole && !force))
    return NULL;
  piece = self->klass->split (self, width, available, force);
  if (piece != NULL)
    ovr_box_share (self, piece);
  return piece;
}

void
ovr_box_draw (OvrBox *self,
              OvrPageCanvas *canvas,
              OvrPdfTag *parent,
              double x,
              double y,
              double width)
{
  OvrPdfTag *tag = parent;
  OvrRect rect = { x, y, width, ovr_box_height (self, width) };

  if (self->role != NULL && !self->artifact)
    {
      if (get_tag (self)->element == NULL)
        {
          self->tag->element = ovr_pdf_file_tag (ovr_page_canvas_file (canvas), parent, self->role);
          if (self->language != NULL)
            ovr_pdf_file_tag_set_language (self->tag->element, self->language);
        }
      tag = self->tag->element;
    }
  if (self->anchor != NULL)
    ovr_page_canvas_anchor (canvas, self->anchor, y);
  if (self->outline != NULL)
    ovr_page_canvas_outline (canvas, self->outline, y);
  self->klass->draw (self, canvas, tag, x, y, width);
  if (self->link != NULL)
    ovr_page_canvas_link (canvas, self->link, &rect);
}

/* ---- Space, rule -------------------------------------------------------- */

typedef struct
{
  OvrBox box;
  double height;
  double line;
  double grey;
} Leaf;

static double
leaf_height (OvrBox *self,
             double width)
{
  return ((Leaf *) self)->height;
}

static void
space_draw (OvrBox *self,
            OvrPageCanvas *canvas,
            OvrPdfTag *tag,
            double x,
            double y,
            double width)
{
}

static void
rule_draw (OvrBox *self,
           OvrPageCanvas *canvas,
           OvrPdfTag *tag,
           double x,
           double y,
           double width)
{
  const Leaf *leaf = (Leaf *) self;

  ovr_page_canvas_begin_artifact (canvas, FALSE);
  ovr_page_canvas_rule (canvas, x, y + leaf->line / 2.0, x + width, y + leaf->line / 2.0, leaf->line, leaf->grey);
  ovr_page_canvas_end (canvas);
}

static OvrBox *rule_copy (OvrBox *self);

static const OvrBoxClass space_class = { .height = leaf_height, .draw = space_draw };
static const OvrBoxClass rule_class = { .height = leaf_height, .copy = rule_copy, .draw = rule_draw };

static OvrBox *
rule_copy (OvrBox *self)
{
  const Leaf *leaf = (Leaf *) self;

  return ovr_box_rule (leaf->line, leaf->grey);
}

OvrBox *
ovr_box_space (double height)
{
  OvrBox *self = ovr_box_new (&space_class, sizeof (Leaf));

  ((Leaf *) self)->height = height;
  return self;
}

OvrBox *
ovr_box_rule (double line,
              double grey)
{
  Leaf *self = (Leaf *) ovr_box_new (&rule_class, sizeof (Leaf));

  self->height = self->line = line;
  self->grey = grey;
  return &self->box;
}

/* ---- Drawing ------------------------------------------------------------ */

typedef struct
{
  OvrBox box;
  double height;
  OvrBoxDraw draw;
  gconstpointer data;
  char *alt;
} Drawing;

static double
drawing_height (OvrBox *self,
                double width)
{
  return ((Drawing *) self)->height;
}

static void
drawing_draw (OvrBox *self,
              OvrPageCanvas *canvas,
              OvrPdfTag *parent,
              double x,
              double y,
              double width)
{
  const Drawing *drawing = (Drawing *) self;
  OvrRect rect = { x, y, width, drawing->height };
  const double bbox[4] = { x, ovr_page_canvas_flip (canvas, y + drawing->height),
                           x + width, ovr_page_canvas_flip (canvas, y) };

  if (drawing->alt != NULL)
    {
      OvrPdfTag *figure = ovr_pdf_file_tag (ovr_page_canvas_file (canvas), parent, "Figure");

      ovr_pdf_file_tag_set_alt (figure, drawing->alt);
      ovr_pdf_file_tag_set_bbox (figure, bbox);
      ovr_page_canvas_begin_tag (canvas, figure);
    }
  else
    ovr_page_canvas_begin_artifact (canvas, FALSE);
  g_string_append (ovr_page_canvas_ops (canvas), "q\n");
  ovr_page_canvas_begin_claim (canvas, &rect);
  drawing->draw (canvas, &rect, drawing->data);
  ovr_page_canvas_end_claim (canvas);
  g_string_append (ovr_page_canvas_ops (canvas), "Q\n");
  ovr_page_canvas_end (canvas);
}

static void
drawing_free (OvrBox *self)
{
  g_free (((Drawing *) self)->alt);
}

static const OvrBoxClass drawing_class = {
  .height = drawing_height,
  .draw = drawing_draw,
  .free = drawing_free,
};

OvrBox *
ovr_box_drawing (double height,
                 OvrBoxDraw draw,
                 gconstpointer data,
                 const char *alt)
{
  Drawing *self = (Drawing *) ovr_box_new (&drawing_class, sizeof (Drawing));

  self->height = height;
  self->draw = draw;
  self->data = data;
  self->alt = g_strdup (alt);
  return &self->box;
}
