/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-demo-scan.h"

#include "ovr-clock.h"
#include "ovr-demo-ink.h"
#include "ovr-demo-paper.h"

#include <cairo-pdf.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>
#include <pango/pangocairo.h>
#include <string.h>

/* A4 in points. */
#define PAGE_WIDTH 595.28
#define PAGE_HEIGHT 841.89
#define MARGIN_LEFT 74.0
#define MARGIN_TOP 52.0
#define LINE_HEIGHT 15.4
#define FOOTER_TOP 788.0
#define SIGNATURE_ROOM 34.0
#define JPEG_QUALITY "72"

#define FONT "Nimbus Roman, Liberation Serif, Noto Serif, DejaVu Serif, Serif"

/* How the two sheets were pulled in; further ones repeat it. */
static const OvrDemoSheet sheets[] = {
  { 0.0104, { 5.0, 3.0 }, 29021956 },
  { -0.0176, { -4.0, 6.0 }, 12112026 },
};

/**
 * Line:
 * @text: what it says; borrowed
 * @y: top, points on the unturned page
 *
 * One printed line.
 */
typedef struct
{
  const char *text;
  double y;
  const char *font;
  gboolean centred;
} Line;

static gboolean
is_footer (const char *line)
{
  return g_str_has_prefix (line, "Seite ") && strstr (line, " von ") != NULL;
}

/* The name below the greeting: the signature stands above it. */
static gboolean
is_signer (char **lines,
           guint i)
{
  return i > 1 && g_str_has_prefix (lines[i], "Dr. ") && *lines[i - 1] == '\0' && strstr (lines[i - 2], "Grüße") != NULL;
}

static gboolean
is_heading (const char *line)
{
  return g_str_has_suffix (line, ":") && strchr (line, ' ') == NULL;
}

/* The lines of one page, from @from on; *@next becomes the next page's first. */
static GArray *
lay_out_page (char **lines,
              guint from,
              guint *next)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (Line));
  double y = MARGIN_TOP;
  gboolean letterhead = from == 0;
  guint i = from;

  /* Blank lines after a page's end belong to nothing. */
  while (from > 0 && lines[i] != NULL && *lines[i] == '\0')
    i++;
  for (; lines[i] != NULL; i++)
    {
      Line line = { lines[i], y, FONT " 15.2px", FALSE };

      if (is_footer (line.text))
        {
          line.y = FOOTER_TOP;
          line.font = FONT " 12.5px";
          line.centred = TRUE;
          g_array_append_val (out, line);
          i++;
          break;
        }
      letterhead = letterhead && *line.text != '\0';
      if (letterhead)
        {
          line.centred = TRUE;
          line.font = i == 0 ? FONT " Bold 24px" : FONT " Italic 14px";
        }
      else if (is_heading (line.text))
        line.font = FONT " Bold 15.2px";
      if (is_signer (lines, i))
        line.y = y += SIGNATURE_ROOM;
      if (*line.text != '\0')
        g_array_append_val (out, line);
      if (letterhead && *lines[i + 1] == '\0')
        y += LINE_HEIGHT;
      y += *line.text == '\0' ? LINE_HEIGHT * 0.72 : i == 0 ? LINE_HEIGHT * 1.7
                                                            : LINE_HEIGHT;
    }
  *next = i;
  return out;
}

/* @line in points, at 72 a inch: 15.2px is 11.4 points, times @shrink. Letters
 * stand where the font says, not on whole pixels: else picture and text drift
 * apart, and gaps within words read as spaces. (transfer full) */
static PangoLayout *
make_layout (cairo_t *cairo,
             const Line *line,
             double shrink)
{
  PangoLayout *layout = pango_cairo_create_layout (cairo);
  PangoContext *context = pango_layout_get_context (layout);
  PangoFontDescription *description = pango_font_description_from_string (line->font);
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);
  pango_font_description_set_absolute_size (description, pango_font_description_get_size (description) * 0.75 * shrink);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, line->text, -1);
  return layout;
}

static double
layout_width (PangoLayout *layout)
{
  PangoRectangle extents;

  pango_layout_get_extents (layout, NULL, &extents);
  return (double) extents.width / PANGO_SCALE;
}

/* The lines are broken already: where the first font at hand is a wide one, all
 * of a page get smaller until the longest ends before the margin. */
static double
find_shrink (cairo_t *cairo,
             GArray *lines)
{
  double widest = PAGE_WIDTH - 2.0 * MARGIN_LEFT;
  double shrink = 1.0;

  for (guint i = 0; i < lines->len; i++)
    {
      g_autoptr (PangoLayout) layout = make_layout (cairo, &g_array_index (lines, Line, i), 1.0);

      shrink = MIN (shrink, widest / MAX (layout_width (layout), 1.0));
    }
  return shrink;
}

static void
show_lines (cairo_t *cairo,
            GArray *lines)
{
  double shrink = find_shrink (cairo, lines);

  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);
      g_autoptr (PangoLayout) layout = make_layout (cairo, line, shrink);

      cairo_move_to (cairo, line->centred ? (PAGE_WIDTH - layout_width (layout)) / 2 : MARGIN_LEFT, line->y);
      pango_cairo_show_layout (cairo, layout);
    }
}

static double
find_line (GArray *lines,
           const char *prefix)
{
  for (guint i = 0; i < lines->len; i++)
    if (g_str_has_prefix (g_array_index (lines, Line, i).text, prefix))
      return g_array_index (lines, Line, i).y;
  return -1.0;
}

/* Print, then stamp and pen. */
static cairo_surface_t *
draw_ink (const OvrDemoSheet *sheet,
          GArray *lines,
          const char *received)
{
  cairo_surface_t *ink = cairo_image_surface_create (CAIRO_FORMAT_A8, OVR_DEMO_COLUMNS, OVR_DEMO_ROWS);
  cairo_t *cairo = cairo_create (ink);
  double signer = find_line (lines, "Dr. ");

  ovr_demo_paper_place (sheet, cairo);
  cairo_scale (cairo, OVR_DEMO_DPI / 72.0, OVR_DEMO_DPI / 72.0);
  show_lines (cairo, lines);
  if (received != NULL)
    {
      cairo_set_line_width (cairo, 0.9);
      cairo_move_to (cairo, MARGIN_LEFT, MARGIN_TOP + 4.1 * LINE_HEIGHT);
      cairo_line_to (cairo, PAGE_WIDTH - MARGIN_LEFT, MARGIN_TOP + 4.1 * LINE_HEIGHT);
      cairo_stroke (cairo);
      ovr_demo_ink_stamp (cairo, 449, 163, "EINGEGANGEN", received);
    }
  else if (signer > 0)
    {
      ovr_demo_ink_signature (cairo, MARGIN_LEFT + 8, signer - 9);
    }
  cairo_destroy (cairo);
  cairo_surface_flush (ink);
  return ink;
}

/* (transfer full): the grey values as JPEG, which is what scanners send. */
static GBytes *
compress (const guint8 *grey,
          GError **error)
{
  g_autofree guint8 *rgb = g_malloc ((gsize) 3 * OVR_DEMO_COLUMNS * OVR_DEMO_ROWS);
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  gchar *data = NULL;
  gsize length = 0;

  for (gsize i = 0; i < (gsize) OVR_DEMO_COLUMNS * OVR_DEMO_ROWS; i++)
    memset (rgb + 3 * i, grey[i], 3);
  pixbuf = gdk_pixbuf_new_from_data (rgb, GDK_COLORSPACE_RGB, FALSE, 8, OVR_DEMO_COLUMNS, OVR_DEMO_ROWS,
                                     3 * OVR_DEMO_COLUMNS, NULL, NULL);
  if (!gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, "jpeg", error, "quality", JPEG_QUALITY, NULL))
    return NULL;
  return g_bytes_new_take (data, length);
}

static void
free_bytes (void *bytes)
{
  g_bytes_unref (bytes);
}

/* The picture over the whole page; its bytes go into the file as they are. */
static void
show_picture (cairo_t *cairo,
              GBytes *jpeg)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, OVR_DEMO_COLUMNS, OVR_DEMO_ROWS);
  gsize length;
  const guint8 *data = g_bytes_get_data (jpeg, &length);

  cairo_surface_set_mime_data (picture, CAIRO_MIME_TYPE_JPEG, data, length, free_bytes, g_bytes_ref (jpeg));
  cairo_save (cairo);
  cairo_scale (cairo, PAGE_WIDTH / OVR_DEMO_COLUMNS, PAGE_HEIGHT / OVR_DEMO_ROWS);
  cairo_set_source_surface (cairo, picture, 0, 0);
  cairo_paint (cairo);
  cairo_restore (cairo);
  cairo_surface_destroy (picture);
}

static gboolean
write_page (cairo_t *cairo,
            const OvrDemoSheet *sheet,
            GArray *lines,
            const char *received,
            GError **error)
{
  cairo_surface_t *ink = draw_ink (sheet, lines, received);
  g_autofree guint8 *grey = ovr_demo_paper_scan (sheet, ink);
  g_autoptr (GBytes) jpeg = compress (grey, error);

  cairo_surface_destroy (ink);
  if (jpeg == NULL)
    return FALSE;
  /* What the scanner read lies below the picture, where nobody sees it. */
  cairo_save (cairo);
  cairo_scale (cairo, PAGE_WIDTH / OVR_DEMO_COLUMNS, PAGE_HEIGHT / OVR_DEMO_ROWS);
  ovr_demo_paper_place (sheet, cairo);
  cairo_scale (cairo, OVR_DEMO_COLUMNS / PAGE_WIDTH, OVR_DEMO_ROWS / PAGE_HEIGHT);
  show_lines (cairo, lines);
  cairo_restore (cairo);
  show_picture (cairo, jpeg);
  cairo_show_page (cairo);
  return TRUE;
}

static cairo_status_t
append (void *closure,
        const unsigned char *data,
        unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
describe (cairo_surface_t *surface)
{
  g_autofree char *now = ovr_clock_now_iso ();

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, "Scan");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Praxisscanner");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, now);
}

gboolean
ovr_demo_scan_write (const char *text,
                     const char *received,
                     const char *path,
                     GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append, out, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_t *cairo = cairo_create (surface);
  gboolean good = TRUE;
  guint at = 0;

  describe (surface);
  for (guint page = 0; good && lines[at] != NULL; page++)
    {
      g_autoptr (GArray) printed = lay_out_page (lines, at, &at);

      if (printed->len > 0)
        good = write_page (cairo, &sheets[page % G_N_ELEMENTS (sheets)], printed, page == 0 ? received : NULL, error);
    }
  cairo_destroy (cairo);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return good && g_file_set_contents_full (path, (const char *) out->data, out->len,
                                           G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}
