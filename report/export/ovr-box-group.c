/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-box-private.h"

#include <math.h>

/* Stacks, rows and frames. */

typedef struct
{
  OvrBox box;
  GPtrArray *children; /* OvrBox */
  GArray *widths;      /* double, rows only */
  double gap;
  guint n_repeat; /* children drawn again on the next page */
} Group;

static OvrBox *
child_at (const Group *self,
          guint i)
{
  return g_ptr_array_index (self->children, i);
}

static void
group_free (OvrBox *box)
{
  Group *self = (Group *) box;

  g_ptr_array_unref (self->children);
  g_array_unref (self->widths);
}

static Group *
group_new (const OvrBoxClass *klass,
           double gap)
{
  Group *self = (Group *) ovr_box_new (klass, sizeof (Group));

  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_box_free);
  self->widths = g_array_new (FALSE, FALSE, sizeof (double));
  self->gap = gap;
  return self;
}

void
ovr_box_set_repeat (OvrBox *self,
                    guint n_cells)
{
  ((Group *) self)->n_repeat = n_cells;
}

static OvrBox *
group_copy (OvrBox *box)
{
  const Group *self = (Group *) box;
  Group *copy = group_new (box->klass, self->gap);

  for (guint i = 0; i < self->children->len; i++)
    {
      OvrBox *child = ovr_box_copy (child_at (self, i));

      g_ptr_array_add (copy->children, child);
    }
  g_array_append_vals (copy->widths, self->widths->data, self->widths->len);
  return &copy->box;
}

/* ---- Stack -------------------------------------------------------------- */

/* What stands between child @i and the one above it. */
static double
gap_above (const Group *self,
           guint i)
{
  return i > 0 ? self->gap + child_at (self, i)->space_before : 0.0;
}

static double
stack_height (OvrBox *box,
              double width)
{
  const Group *self = (Group *) box;
  double height = 0.0;

  for (guint i = 0; i < self->children->len; i++)
    height += gap_above (self, i) + ovr_box_height (child_at (self, i), width);
  return height;
}

static double
stack_least (OvrBox *box,
             double width)
{
  const Group *self = (Group *) box;
  double height = 0.0;

  for (guint i = 0; i < self->children->len; i++)
    {
      OvrBox *child = child_at (self, i);

      height += gap_above (self, i);
      if (!child->keep_next)
        return height + ovr_box_least (child, width);
      height += ovr_box_height (child, width);
    }
  return height;
}

static double
stack_baseline (OvrBox *box,
                double width)
{
  const Group *self = (Group *) box;

  return self->children->len > 0 ? ovr_box_baseline (child_at (self, 0), width) : -1.0;
}

/* How many children fit whole; @used is their height with gaps. */
static guint
count_fitting (const Group *self,
               double width,
               double available,
               double *used)
{
  guint n = 0;

  *used = 0.0;
  while (n < self->children->len)
    {
      double height = gap_above (self, n) + ovr_box_height (child_at (self, n), width);

      if (*used + height > available + OVR_BOX_EPSILON)
        break;
      *used += height;
      n++;
    }
  return n;
}

static gboolean
all_keep_next (const Group *self,
               guint n)
{
  for (guint i = 0; i < n; i++)
    if (!child_at (self, i)->keep_next)
      return FALSE;
  return TRUE;
}

static OvrBox *
stack_split (OvrBox *box,
             double width,
             double available,
             gboolean force)
{
  Group *self = (Group *) box;
  Group *piece;
  OvrBox *part = NULL;
  double used;
  guint n = count_fitting (self, width, available, &used);
  guint n_repeat = MIN (self->n_repeat, self->children->len);

  if (n < self->children->len)
    part = ovr_box_split (child_at (self, n), width, available - used - gap_above (self, n),
                          force && all_keep_next (self, n));
  if (part == NULL)
    while (n > 0 && n < self->children->len && child_at (self, n - 1)->keep_next &&
           !(force && all_keep_next (self, n)))
      n--;
  if (part == NULL && n <= (force ? 0 : n_repeat))
    return NULL;

  piece = group_new (box->klass, self->gap);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (piece->children, g_ptr_array_steal_index (self->children, 0));
  for (guint i = 0; i < n_repeat && i < n; i++)
    g_ptr_array_insert (self->children, (int) i, ovr_box_copy (child_at (piece, i)));
  if (part != NULL)
    g_ptr_array_add (piece->children, part);
  return &piece->box;
}

static void
stack_draw (OvrBox *box,
            OvrPageCanvas *canvas,
            OvrPdfTag *tag,
            double x,
            double y,
            double width)
{
  const Group *self = (Group *) box;

  for (guint i = 0; i < self->children->len; i++)
    {
      OvrBox *child = child_at (self, i);

      child->artifact |= box->artifact;
      y += gap_above (self, i);
      ovr_box_draw (child, canvas, tag, x, y, width);
      y += ovr_box_height (child, width);
    }
}

static const OvrBoxClass stack_class = {
  .height = stack_height,
  .least = stack_least,
  .baseline = stack_baseline,
  .split = stack_split,
  .copy = group_copy,
  .draw = stack_draw,
  .free = group_free,
};

OvrBox *
ovr_box_stack (double gap)
{
  return &group_new (&stack_class, gap)->box;
}

void
ovr_box_add (OvrBox *self,
             OvrBox *child)
{
  g_return_if_fail (self->klass == &stack_class);
  g_ptr_array_add (((Group *) self)->children, child);
}

/* ---- Row ---------------------------------------------------------------- */

static double
cell_width (const Group *self,
            guint cell,
            double width)
{
  double wanted = g_array_index (self->widths, double, cell);
  double shares = 0.0;
  double rest = width - self->gap * (self->widths->len - 1);

  if (wanted > 0.0)
    return wanted;
  for (guint i = 0; i < self->widths->len; i++)
    {
      double other = g_array_index (self->widths, double, i);

      if (other > 0.0)
        rest -= other;
      else
        shares -= other;
    }
  return rest * -wanted / shares;
}

static double
row_baseline (OvrBox *box,
              double width)
{
  const Group *self = (Group *) box;
  double deepest = -1.0;

  for (guint i = 0; i < self->children->len; i++)
    deepest = fmax (deepest, ovr_box_baseline (child_at (self, i), cell_width (self, i, width)));
  return deepest;
}

/* How far a cell moves down so that all first base lines are one. */
static double
cell_offset (const Group *self,
             guint cell,
             double width,
             double row_base)
{
  double own = ovr_box_baseline (child_at (self, cell), cell_width (self, cell, width));

  return own >= 0.0 ? row_base - own : 0.0;
}

static double
row_height (OvrBox *box,
            double width)
{
  const Group *self = (Group *) box;
  double base = row_baseline (box, width);
  double height = 0.0;

  for (guint i = 0; i < self->children->len; i++)
    height = fmax (height, cell_offset (self, i, width, base) +
                               ovr_box_height (child_at (self, i), cell_width (self, i, width)));
  return height;
}

static double
row_least (OvrBox *box,
           double width)
{
  const Group *self = (Group *) box;
  double base = row_baseline (box, width);
  double height = 0.0;

  for (guint i = 0; i < self->children->len; i++)
    height = fmax (height, cell_offset (self, i, width, base) +
                               ovr_box_least (child_at (self, i), cell_width (self, i, width)));
  return height;
}

static OvrBox *
row_split (OvrBox *box,
           double width,
           double available,
           gboolean force)
{
  Group *self = (Group *) box;
  Group *piece;
  double base = row_baseline (box, width);

  if (!force && row_least (box, width) > available + OVR_BOX_EPSILON)
    return NULL;

  piece = group_new (box->klass, self->gap);
  for (guint i = 0; i < self->children->len; i++)
    {
      OvrBox *cell = child_at (self, i);
      double cell_room = available - cell_offset (self, i, width, base);
      double own_width = cell_width (self, i, width);
      OvrBox *part = NULL;

      if (ovr_box_height (cell, own_width) > cell_room + OVR_BOX_EPSILON)
        part = ovr_box_split (cell, own_width, cell_room, force);
      if (part == NULL && ovr_box_height (cell, own_width) <= cell_room + OVR_BOX_EPSILON)
        {
          part = cell;
          self->children->pdata[i] = i < self->n_repeat ? ovr_box_copy (cell) : ovr_box_space (0.0);
        }
      g_ptr_array_add (piece->children, part != NULL ? part : ovr_box_space (0.0));
    }
  g_array_append_vals (piece->widths, self->widths->data, self->widths->len);
  return &piece->box;
}

static void
row_draw (OvrBox *box,
          OvrPageCanvas *canvas,
          OvrPdfTag *tag,
          double x,
          double y,
          double width)
{
  const Group *self = (Group *) box;
  double base = row_baseline (box, width);

  for (guint i = 0; i < self->children->len; i++)
    {
      OvrBox *child = child_at (self, i);
      double own_width = cell_width (self, i, width);

      child->artifact |= box->artifact;
      ovr_box_draw (child, canvas, tag, x, y + cell_offset (self, i, width, base), own_width);
      x += own_width + self->gap;
    }
}

static const OvrBoxClass row_class = {
  .height = row_height,
  .least = row_least,
  .baseline = row_baseline,
  .split = row_split,
  .copy = group_copy,
  .draw = row_draw,
  .free = group_free,
};

OvrBox *
ovr_box_row (double gap)
{
  return &group_new (&row_class, gap)->box;
}

void
ovr_box_add_cell (OvrBox *self,
                  OvrBox *child,
                  double width)
{
  Group *row = (Group *) self;

  g_return_if_fail (self->klass == &row_class && width != 0.0);
  g_ptr_array_add (row->children, child);
  g_array_append_val (row->widths, width);
}

/* ---- Frame -------------------------------------------------------------- */

typedef struct
{
  OvrBox box;
  OvrBox *child;
  double padding;
  double line;
  double fill_grey;
} Frame;

static double
frame_border (const Frame *self)
{
  return self->padding + self->line;
}

static double
inner_width (const Frame *self,
             double width)
{
  return width - 2.0 * frame_border (self);
}

static double
frame_height (OvrBox *box,
              double width)
{
  const Frame *self = (Frame *) box;

  return ovr_box_height (self->child, inner_width (self, width)) + 2.0 * frame_border (self);
}

static double
frame_least (OvrBox *box,
             double width)
{
  const Frame *self = (Frame *) box;

  return ovr_box_least (self->child, inner_width (self, width)) + 2.0 * frame_border (self);
}

static OvrBox *
frame_split (OvrBox *box,
             double width,
             double available,
             gboolean force)
{
  const Frame *self = (Frame *) box;
  OvrBox *part = ovr_box_split (self->child, inner_width (self, width),
                                available - 2.0 * frame_border (self), force);

  return part != NULL ? ovr_box_frame (part, self->padding, self->line, self->fill_grey) : NULL;
}

static void
frame_draw (OvrBox *box,
            OvrPageCanvas *canvas,
            OvrPdfTag *tag,
            double x,
            double y,
            double width)
{
  const Frame *self = (Frame *) box;
  OvrRect rect = { x, y, width, frame_height (box, width) };

  ovr_page_canvas_begin_artifact (canvas, FALSE);
  if (self->fill_grey < 1.0)
    ovr_page_canvas_fill (canvas, &rect, self->fill_grey);
  if (self->line > 0.0)
    ovr_page_canvas_frame (canvas, &rect, self->line);
  ovr_page_canvas_end (canvas);
  self->child->artifact |= box->artifact;
  ovr_box_draw (self->child, canvas, tag, x + frame_border (self), y + frame_border (self),
                inner_width (self, width));
}

static void
frame_free (OvrBox *box)
{
  ovr_box_free (((Frame *) box)->child);
}

static double
frame_baseline (OvrBox *box,
                double width)
{
  const Frame *self = (Frame *) box;
  double inner = ovr_box_baseline (self->child, inner_width (self, width));

  return inner >= 0.0 ? inner + frame_border (self) : inner;
}

static const OvrBoxClass frame_class = {
  .height = frame_height,
  .least = frame_least,
  .baseline = frame_baseline,
  .split = frame_split,
  .draw = frame_draw,
  .free = frame_free,
};

OvrBox *
ovr_box_frame (OvrBox *child,
               double padding,
               double line,
               double fill_grey)
{
  Frame *self = (Frame *) ovr_box_new (&frame_class, sizeof (Frame));

  self->child = child;
  self->padding = padding;
  self->line = line;
  self->fill_grey = fill_grey;
  return &self->box;
}
