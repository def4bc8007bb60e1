/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-claim-gutter.h"

#include "ovr-report-words.h"
#include "ovr-verdict-style.h"

#define WIDTH_PX 40

struct _OvrClaimGutter
{
  GtkWidget parent_instance;

  /* Borrowed */
  GtkTextView *view;
  const OvrReport *report;
  const char *document_id;

  /* Owned: where each claim begins in the text, buffer coordinates; empty until
   * the lines have been laid out */
  GArray *places;
  guint settling; /* source */
};

G_DEFINE_FINAL_TYPE (OvrClaimGutter, ovr_claim_gutter, GTK_TYPE_WIDGET)

static void
draw_label (OvrClaimGutter *self,
            GtkSnapshot *snapshot,
            const OvrClaim *claim,
            double right,
            double y)
{
  g_autofree char *number = g_strdup_printf ("%d", claim->number);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), number);
  g_autoptr (PangoLayout) sign = gtk_widget_create_pango_layout (GTK_WIDGET (self), ovr_verdict_sign (claim->verdict));
  GdkRGBA dim = { 0.60f, 0.60f, 0.60f, 1.0f }, colour;
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (right - 16.0 - width), (float) y));
  gtk_snapshot_append_layout (snapshot, layout, &dim);
  gtk_snapshot_restore (snapshot);

  ovr_verdict_get_colour (GTK_WIDGET (self), claim->verdict, &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (right - 13.0), (float) y));
  gtk_snapshot_append_layout (snapshot, sign, &colour);
  gtk_snapshot_restore (snapshot);
}

/* The later one of two claims on a spot is left out. The text's lines are not
 * asked for here: a line that is measured while it is drawn loses its tags
 * (seen with GTK 4.8). */
static void
ovr_claim_gutter_snapshot (GtkWidget *widget,
                           GtkSnapshot *snapshot)
{
  OvrClaimGutter *self = OVR_CLAIM_GUTTER (widget);
  int last_y = G_MININT;

  for (guint i = 0; self->report != NULL && i < self->report->claims->len && i < self->places->len; i++)
    {
      const OvrClaim *claim = g_ptr_array_index (self->report->claims, i);
      const GdkRectangle *place = &g_array_index (self->places, GdkRectangle, i);
      int x, y;

      if (g_strcmp0 (claim->document_id, self->document_id) != 0)
        continue;
      gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_LEFT, 0, place->y, &x, &y);
      if (y + place->height < 0 || y > gtk_widget_get_height (widget) || y == last_y)
        continue;
      last_y = y;
      draw_label (self, snapshot, claim, WIDTH_PX - 2, y);
    }
}

static void
ovr_claim_gutter_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH_PX : 0;
}

static gboolean
on_settled (gpointer data)
{
  OvrClaimGutter *self = data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  self->settling = 0;
  g_array_set_size (self->places, 0);
  for (guint i = 0; self->report != NULL && i < self->report->claims->len; i++)
    {
      const OvrClaim *claim = g_ptr_array_index (self->report->claims, i);
      GdkRectangle place = { 0 };
      GtkTextIter start;

      if (g_strcmp0 (claim->document_id, self->document_id) == 0)
        {
          gtk_text_buffer_get_iter_at_offset (buffer, &start, claim->start);
          gtk_text_view_get_iter_location (self->view, &start, &place);
        }
      g_array_append_val (self->places, place);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

void
ovr_claim_gutter_settle (OvrClaimGutter *self)
{
  g_return_if_fail (OVR_IS_CLAIM_GUTTER (self));

  if (self->settling == 0)
    self->settling = g_idle_add (on_settled, self);
}

void
ovr_claim_gutter_set_claims (OvrClaimGutter *self,
                             const OvrReport *report,
                             const char *document_id)
{
  g_return_if_fail (OVR_IS_CLAIM_GUTTER (self));

  self->report = report;
  self->document_id = document_id;
  g_array_set_size (self->places, 0);
  ovr_claim_gutter_settle (self);
}

static void
ovr_claim_gutter_dispose (GObject *object)
{
  g_clear_handle_id (&OVR_CLAIM_GUTTER (object)->settling, g_source_remove);
  G_OBJECT_CLASS (ovr_claim_gutter_parent_class)->dispose (object);
}

static void
ovr_claim_gutter_finalize (GObject *object)
{
  g_array_unref (OVR_CLAIM_GUTTER (object)->places);
  G_OBJECT_CLASS (ovr_claim_gutter_parent_class)->finalize (object);
}

static void
ovr_claim_gutter_class_init (OvrClaimGutterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ovr_claim_gutter_dispose;
  G_OBJECT_CLASS (klass)->finalize = ovr_claim_gutter_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = ovr_claim_gutter_snapshot;
  GTK_WIDGET_CLASS (klass)->measure = ovr_claim_gutter_measure;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ovr_claim_gutter_init (OvrClaimGutter *self)
{
  self->places = g_array_new (FALSE, FALSE, sizeof (GdkRectangle));
}

GtkWidget *
ovr_claim_gutter_new (GtkTextView *view)
{
  OvrClaimGutter *self = g_object_new (OVR_TYPE_CLAIM_GUTTER, NULL);

  self->view = view;
  return GTK_WIDGET (self);
}
