/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-fixture.h"

#include <cairo.h>
#include <math.h>
#include <poppler.h>
#include <string.h>

/* The figure as it comes out on paper: pixels of a page that poppler drew. */

/* Page one's picture: 58 mm wide, inside this part of the page (points). */
#define PART_X 360.0
#define PART_Y 90.0
#define PART_SIDE 220.0
#define PIXELS_PER_POINT 12.0
#define SIDE 256

typedef struct
{
  int left;
  int top;
  int right;
  int bottom;
} Bounds;

static void
set (char **field,
     const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

/* A report with one finding and one key image of plain blue. */
static OvrReport *
make_report (void)
{
  OvrReport *report = ovr_report_new ();
  OvrFinding *finding = ovr_finding_new ();
  OvrKeyImage *key_image = ovr_key_image_new ();

  set (&report->language, "en");
  set (&report->front_key_image, "k1");
  set (&key_image->id, "k1");
  set (&finding->id, "f1");
  set (&finding->title, "Finding");
  if (key_image->view == NULL)
    key_image->view = ovr_view_new ();
  g_ptr_array_add (finding->key_images, key_image);
  g_ptr_array_add (report->findings, finding);
  return report;
}

/* Columns go to the left, rows down, moved: as a mirrored view. */
static OvrKeyPicture *
make_picture (OvrPoint tip)
{
  OvrKeyPicture *picture = ovr_key_picture_new ();
  const OvrPoint arrow[] = { tip, { tip.col + 80.0, tip.row - 60.0 } };
  guint8 *rgb = g_malloc (SIDE * SIDE * 3);

  for (int i = 0; i < SIDE * SIDE; i++)
    memcpy (rgb + 3 * i, "\x00\x00\xC8", 3);
  ovr_view_free (picture->view);
  picture->view = ovr_view_new ();
  g_ptr_array_add (picture->view->shapes, ovr_shape_new (OVR_SHAPE_ARROW, arrow, 2, NULL));
  picture->width = picture->height = SIDE;
  picture->rgb = g_bytes_new_take (rgb, SIDE * SIDE * 3);
  picture->transform = (OvrViewTransform){ -1.0, 0.0, 250.0, 0.0, 1.0, 10.0 };
  picture->mirrored = TRUE;
  picture->window_center = picture->window_width = NAN;
  return picture;
}

static cairo_surface_t *
render_part (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  PopplerDocument *document = poppler_document_new_from_bytes (bytes, NULL, &error);
  PopplerPage *page;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (PART_SIDE * PIXELS_PER_POINT),
                                                         (int) (PART_SIDE * PIXELS_PER_POINT));
  cairo_t *cr = cairo_create (surface);

  g_assert_no_error (error);
  page = poppler_document_get_page (document, 0);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_paint (cr);
  cairo_scale (cr, PIXELS_PER_POINT, PIXELS_PER_POINT);
  cairo_translate (cr, -PART_X, -PART_Y);
  poppler_page_render (page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_object_unref (page);
  g_object_unref (document);
  return surface;
}

static guint32
pixel_at (cairo_surface_t *surface,
          int x,
          int y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + (gsize) y * (gsize) cairo_image_surface_get_stride (surface);
  guint32 pixel;

  memcpy (&pixel, row + 4 * x, sizeof pixel);
  return pixel & 0xffffff;
}

static gboolean
is_blue (guint32 pixel)
{
  return (pixel & 0xff) > 150 && (pixel >> 16) < 60 && ((pixel >> 8) & 0xff) < 60;
}

static Bounds
find_picture (cairo_surface_t *surface)
{
  Bounds bounds = { G_MAXINT, G_MAXINT, 0, 0 };

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      if (is_blue (pixel_at (surface, x, y)))
        {
          bounds.left = MIN (bounds.left, x);
          bounds.top = MIN (bounds.top, y);
          bounds.right = MAX (bounds.right, x + 1);
          bounds.bottom = MAX (bounds.bottom, y + 1);
        }
  return bounds;
}

/* The arrow points down and to the right on paper: its white's lowest pixel is
 * the tip. Letters and marks stand elsewhere. */
static OvrPoint
find_tip (cairo_surface_t *surface,
          const Bounds *picture)
{
  OvrPoint tip = { 0.0, 0.0 };
  int height = picture->bottom - picture->top;

  for (int y = picture->top + height / 5; y < picture->bottom - height / 5; y++)
    for (int x = picture->left; x < picture->right; x++)
      if (pixel_at (surface, x, y) > 0x808080)
        tip = (OvrPoint){ x + 0.5, y + 1.0 };
  return tip;
}

static void
test_arrow_tip_is_the_annotation_s_point (void)
{
  const OvrPoint wanted = { 130.0, 136.0 };
  g_autoptr (OvrReport) report = make_report ();
  g_autoptr (GHashTable) pictures = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) ovr_key_picture_free);
  OvrKeyPicture *picture = make_picture (wanted);
  const OvrExportRequest request = { .report = report, .pictures = pictures };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  cairo_surface_t *surface;
  Bounds bounds;
  OvrPoint tip, image;
  double scale;

  g_hash_table_insert (pictures, (gpointer) "k1", picture);
  bytes = ovr_export_pdf (&request, &error);
  g_assert_no_error (error);
  surface = render_part (bytes);
  bounds = find_picture (surface);
  scale = (double) SIDE / (bounds.right - bounds.left);
  g_assert_cmpfloat_with_epsilon (scale, (double) SIDE / (bounds.bottom - bounds.top), 0.02);
  tip = find_tip (surface, &bounds);
  image = ovr_view_transform_invert (&picture->transform, (tip.col - bounds.left) * scale, (tip.row - bounds.top) * scale);
  g_assert_cmpfloat_with_epsilon (image.col, wanted.col, 0.5);
  g_assert_cmpfloat_with_epsilon (image.row, wanted.row, 0.5);
  cairo_surface_destroy (surface);
}

static void
test_figure_says_mirrored_and_that_it_has_no_scale (void)
{
  g_autoptr (OvrReport) report = make_report ();
  g_autoptr (GHashTable) pictures = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) ovr_key_picture_free);
  const OvrExportRequest request = { .report = report, .pictures = pictures };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  PopplerDocument *document;
  PopplerPage *page;
  g_autofree char *text = NULL;

  g_hash_table_insert (pictures, (gpointer) "k1", make_picture ((OvrPoint){ 200.0, 200.0 }));
  bytes = ovr_export_pdf (&request, &error);
  g_assert_no_error (error);
  document = poppler_document_new_from_bytes (bytes, NULL, &error);
  page = poppler_document_get_page (document, 1);
  text = poppler_page_get_text (page);
  g_assert_nonnull (strstr (text, "MIRRORED"));
  g_assert_nonnull (strstr (text, "no scale"));
  g_object_unref (page);
  g_object_unref (document);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/figure/arrow-tip", test_arrow_tip_is_the_annotation_s_point);
  g_test_add_func ("/export/figure/mirrored", test_figure_says_mirrored_and_that_it_has_no_scale);
  return g_test_run ();
}
