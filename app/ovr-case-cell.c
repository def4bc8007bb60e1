/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-cell.h"

struct _OvrCaseCell
{
  GtkWidget parent_instance;

  char *text;       /* Owned */
  GtkWidget *frame; /* Borrowed: what holds it */
  OvrCaseTone tone;
  int height_px;  /* of a line, 0 where it isn't known */
  gboolean blank; /* was out of sight when it was painted */
};

G_DEFINE_FINAL_TYPE (OvrCaseCell, ovr_case_cell, GTK_TYPE_WIDGET)

GtkWidget *
ovr_case_cell_new (void)
{
  return g_object_new (OVR_TYPE_CASE_CELL, NULL);
}

void
ovr_case_cell_set (OvrCaseCell *self,
                   const char *text,
                   OvrCaseTone tone)
{
  g_return_if_fail (OVR_IS_CASE_CELL (self));

  if (self->tone == tone && g_strcmp0 (self->text, text) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  self->tone = tone;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ovr_case_cell_set_frame (OvrCaseCell *self,
                         GtkWidget *frame)
{
  g_return_if_fail (OVR_IS_CASE_CELL (self));

  self->frame = frame;
}

/* Some cells beyond the edge count as seen: they are there when it scrolls. */
static gboolean
is_in_sight (GtkWidget *widget,
             GtkWidget *frame)
{
  graphene_rect_t bounds;

  if (frame == NULL || !gtk_widget_compute_bounds (widget, frame, &bounds))
    return TRUE;
  return bounds.origin.y + bounds.size.height >= -bounds.size.height &&
         bounds.origin.y <= (float) gtk_widget_get_height (frame) + bounds.size.height;
}

static void
look_below (GtkWidget *widget)
{
  if (OVR_IS_CASE_CELL (widget))
    {
      if (OVR_CASE_CELL (widget)->blank)
        gtk_widget_queue_draw (widget);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    look_below (child);
}

static void
look_at_rows (GtkWidget *list,
              GtkWidget *frame)
{
  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (is_in_sight (row, frame))
      look_below (row);
}

void
ovr_case_cells_look (GtkWidget *frame)
{
  for (GtkWidget *part = gtk_widget_get_first_child (frame); part != NULL; part = gtk_widget_get_next_sibling (part))
    if (GTK_IS_LIST_VIEW (part))
      look_at_rows (part, frame);
}

/* The height of a line of the font, asked for once a font. */
static int
line_height (GtkWidget *widget)
{
  static PangoFontDescription *known;
  static double known_resolution;
  static int height;
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double resolution = pango_cairo_context_get_resolution (context);

  if (known == NULL || known_resolution != resolution || !pango_font_description_equal (known, font))
    {
      PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);

      g_clear_pointer (&known, pango_font_description_free);
      known = pango_font_description_copy (font);
      known_resolution = resolution;
      height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));
      pango_font_metrics_unref (metrics);
    }
  return height;
}

static void
ovr_case_cell_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  OvrCaseCell *self = OVR_CASE_CELL (widget);

  if (self->height_px == 0)
    self->height_px = line_height (widget);
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? self->height_px : 0;
}

static void
ovr_case_cell_css_changed (GtkWidget *widget,
                           GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (ovr_case_cell_parent_class)->css_changed (widget, change);
  OVR_CASE_CELL (widget)->height_px = 0;
}

static void
get_colour (OvrCaseCell *self,
            GdkRGBA *colour)
{
  static const char *const names[] = {
    [OVR_CASE_TONE_DONE] = "ovr_agree",
    [OVR_CASE_TONE_READY] = "ovr_addition",
    [OVR_CASE_TONE_WARN] = "warning_color",
  };
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));

  gtk_style_context_get_color (style, colour);
  if (self->tone == OVR_CASE_TONE_DIM)
    colour->alpha *= 0.6f;
  else if (self->tone < G_N_ELEMENTS (names) && names[self->tone] != NULL)
    gtk_style_context_lookup_color (style, names[self->tone], colour);
}

static PangoLayout *
create_layout (OvrCaseCell *self)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text);

  pango_layout_set_width (layout, gtk_widget_get_width (GTK_WIDGET (self)) * PANGO_SCALE);
  pango_layout_set_height (layout, -1);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (self->tone == OVR_CASE_TONE_STRONG)
    {
      PangoAttrList *attributes = pango_attr_list_new ();

      pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
      pango_layout_set_attributes (layout, attributes);
      pango_attr_list_unref (attributes);
    }
  return layout;
}

gboolean
ovr_case_cell_is_cut (OvrCaseCell *self)
{
  g_autoptr (PangoLayout) layout = NULL;

  g_return_val_if_fail (OVR_IS_CASE_CELL (self), FALSE);

  layout = create_layout (self);
  return pango_layout_is_ellipsized (layout);
}

static void
ovr_case_cell_snapshot (GtkWidget *widget,
                        GtkSnapshot *snapshot)
{
  OvrCaseCell *self = OVR_CASE_CELL (widget);
  g_autoptr (PangoLayout) layout = NULL;
  GdkRGBA colour;
  int height;

  self->blank = !is_in_sight (widget, self->frame);
  if (self->blank || self->text == NULL || *self->text == '\0')
    return;
  layout = create_layout (self);
  pango_layout_get_pixel_size (layout, NULL, &height);
  get_colour (self, &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0.0f, (float) (gtk_widget_get_height (widget) - height) / 2.0f));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
ovr_case_cell_finalize (GObject *object)
{
  g_free (OVR_CASE_CELL (object)->text);
  G_OBJECT_CLASS (ovr_case_cell_parent_class)->finalize (object);
}

static void
ovr_case_cell_class_init (OvrCaseCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ovr_case_cell_finalize;
  widget_class->measure = ovr_case_cell_measure;
  widget_class->snapshot = ovr_case_cell_snapshot;
  widget_class->css_changed = ovr_case_cell_css_changed;
  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
ovr_case_cell_init (OvrCaseCell *self)
{
}
