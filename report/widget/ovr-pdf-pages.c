/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-pages.h"

#include <glib/gi18n.h>
#include <math.h>
#include <poppler.h>

/* Widget pixels of a page's width: text of 7 points can be read. */
#define PAGE_WIDTH_PX 840.0

/* An end of a page that is this near counts as on the screen. */
#define END_TOLERANCE_PX 24.0

/* Hostile files have a million pages. */
#define MAX_PAGES 500

struct _OvrPdfPages
{
  GtkWidget parent_instance;

  /* Template */
  GtkScrolledWindow *scroller;
  GtkBox *box;

  /* Owned */
  GCancellable *cancellable;
  GArray *seen; /* gboolean per page */
};

G_DEFINE_FINAL_TYPE (OvrPdfPages, ovr_pdf_pages, GTK_TYPE_WIDGET)

enum
{
  SEEN,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  GBytes *pdf;
  double scale_factor;
} Job;

static void
job_free (Job *job)
{
  g_bytes_unref (job->pdf);
  g_free (job);
}

static GdkTexture *
render_page (PopplerPage *page,
             double scale_factor)
{
  double width, height, scale;
  cairo_surface_t *surface;
  g_autoptr (GBytes) bytes = NULL;
  GdkTexture *texture;
  cairo_t *cr;
  int pixels_x, pixels_y, stride;

  poppler_page_get_size (page, &width, &height);
  scale = PAGE_WIDTH_PX * scale_factor / fmax (width, 1.0);
  pixels_x = (int) ceil (width * scale);
  pixels_y = (int) ceil (fmin (height * scale, 20000.0));
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, pixels_x, pixels_y);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  poppler_page_render (page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  stride = cairo_image_surface_get_stride (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface), (gsize) stride * (gsize) pixels_y);
  texture = gdk_memory_texture_new (pixels_x, pixels_y, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
  cairo_surface_destroy (surface);
  return texture;
}

static void
render_in_thread (GTask *task,
                  gpointer source,
                  gpointer data,
                  GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  PopplerDocument *document = poppler_document_new_from_bytes (job->pdf, NULL, &error);
  G_GNUC_UNUSED g_autoptr (GObject) owner = (GObject *) document;
  g_autoptr (GPtrArray) pages = NULL;

  if (document == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  pages = g_ptr_array_new_with_free_func (g_object_unref);
  for (int i = 0; i < MIN (poppler_document_get_n_pages (document), MAX_PAGES); i++)
    {
      PopplerPage *page = poppler_document_get_page (document, i);
      G_GNUC_UNUSED g_autoptr (GObject) page_owner = (GObject *) page;

      if (g_task_return_error_if_cancelled (task))
        return;
      if (page != NULL)
        g_ptr_array_add (pages, render_page (page, job->scale_factor));
    }
  g_task_return_pointer (task, g_steal_pointer (&pages), (GDestroyNotify) g_ptr_array_unref);
}

/* Whether the end of @page is on the screen. */
static gboolean
shows_end (OvrPdfPages *self,
           GtkWidget *page)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double top = gtk_adjustment_get_value (adjustment), height = gtk_adjustment_get_page_size (adjustment), end;
  graphene_rect_t bounds;

  if (!gtk_widget_get_mapped (page) || gtk_widget_get_height (page) == 0 || height <= 1.0 ||
      !gtk_widget_compute_bounds (page, GTK_WIDGET (self->box), &bounds))
    return FALSE;

  end = gtk_widget_get_margin_top (GTK_WIDGET (self->box)) + bounds.origin.y + bounds.size.height;
  return end >= top && end <= top + height + END_TOLERANCE_PX;
}

static void
look (OvrPdfPages *self)
{
  gboolean changed = FALSE;
  guint i = 0;

  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->box)); page != NULL && i < self->seen->len;
       page = gtk_widget_get_next_sibling (page), i++)
    if (!g_array_index (self->seen, gboolean, i) && shows_end (self, page))
      changed = g_array_index (self->seen, gboolean, i) = TRUE;
  if (changed)
    g_signal_emit (self, signals[SEEN], 0);
}

static void
on_rendered (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  OvrPdfPages *self = OVR_PDF_PAGES (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pages = g_task_propagate_pointer (G_TASK (result), &error);

  if (pages == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }

  g_array_set_size (self->seen, pages->len);
  for (guint i = 0; i < pages->len; i++)
    {
      GdkTexture *texture = g_ptr_array_index (pages, i);
      GtkWidget *picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
      g_autofree char *name = g_strdup_printf (_ ("Page %u of %u"), i + 1, pages->len);
      int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));

      gtk_picture_set_can_shrink (GTK_PICTURE (picture), FALSE);
      gtk_widget_set_size_request (picture, gdk_texture_get_width (texture) / scale, gdk_texture_get_height (texture) / scale);
      gtk_picture_set_alternative_text (GTK_PICTURE (picture), name);
      gtk_box_append (self->box, picture);
    }
  g_signal_emit (self, signals[SEEN], 0);
}

void
ovr_pdf_pages_set_file (OvrPdfPages *self,
                        GBytes *pdf)
{
  g_autoptr (GTask) task = NULL;
  GtkWidget *child;
  Job *job;

  g_return_if_fail (OVR_IS_PDF_PAGES (self));

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_array_set_size (self->seen, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0.0);
  if (pdf == NULL)
    return;

  job = g_new0 (Job, 1);
  job->pdf = g_bytes_ref (pdf);
  job->scale_factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  task = g_task_new (self, self->cancellable, on_rendered, NULL);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, render_in_thread);
}

guint
ovr_pdf_pages_get_n_pages (OvrPdfPages *self)
{
  g_return_val_if_fail (OVR_IS_PDF_PAGES (self), 0);

  return self->seen->len;
}

guint
ovr_pdf_pages_get_n_seen (OvrPdfPages *self)
{
  guint n = 0;

  g_return_val_if_fail (OVR_IS_PDF_PAGES (self), 0);

  for (guint i = 0; i < self->seen->len; i++)
    n += g_array_index (self->seen, gboolean, i) != FALSE;
  return n;
}

static gboolean
ovr_pdf_pages_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (OVR_PDF_PAGES (widget)->scroller));
}

static void
ovr_pdf_pages_dispose (GObject *object)
{
  OvrPdfPages *self = OVR_PDF_PAGES (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_PDF_PAGES);
  G_OBJECT_CLASS (ovr_pdf_pages_parent_class)->dispose (object);
}

static void
ovr_pdf_pages_finalize (GObject *object)
{
  OvrPdfPages *self = OVR_PDF_PAGES (object);

  g_object_unref (self->cancellable);
  g_array_unref (self->seen);
  G_OBJECT_CLASS (ovr_pdf_pages_parent_class)->finalize (object);
}

static void
ovr_pdf_pages_class_init (OvrPdfPagesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_pdf_pages_dispose;
  G_OBJECT_CLASS (klass)->finalize = ovr_pdf_pages_finalize;
  widget_class->grab_focus = ovr_pdf_pages_grab_focus;
  signals[SEEN] = g_signal_new ("seen", OVR_TYPE_PDF_PAGES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", OVR_TYPE_PDF_PAGES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/report/ovr-pdf-pages.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrPdfPages, scroller);
  gtk_widget_class_bind_template_child (widget_class, OvrPdfPages, box);
}

static void
ovr_pdf_pages_init (OvrPdfPages *self)
{
  GtkAdjustment *adjustment;

  self->cancellable = g_cancellable_new ();
  self->seen = g_array_new (FALSE, TRUE, sizeof (gboolean));
  gtk_widget_init_template (GTK_WIDGET (self));
  adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
}
