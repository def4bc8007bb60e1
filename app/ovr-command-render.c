/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command.h"
#include "ovr-commands.h"
#include "ovr-load-frame.h"
#include "ovr-log.h"
#include "ovr-preferences.h"
#include "ovr-render.h"
#include "ovr-window-preset.h"

#include <cairo.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define MAX_SIDE 16384

/**
 * Request:
 * @output: (owned): the PNG's path
 * @frame: from 1
 * @window: (owned) (nullable): "C,W"
 * @preset: (owned) (nullable): name of a window
 * @automatic: from the lowest to the highest value
 * @size: (owned) (nullable): "WxH"
 * @smoothing: (owned) (nullable): "bilinear", "lanczos" or "nearest"
 * @plain: without overlays, graphics and shutter
 * @invert: black and white change places
 */
typedef struct
{
  char *output;
  int frame;
  char *window;
  char *preset;
  gboolean automatic;
  char *size;
  char *smoothing;
  gboolean plain;
  gboolean invert;
} Request;

static void
request_clear (Request *self)
{
  g_free (self->output);
  g_free (self->window);
  g_free (self->preset);
  g_free (self->size);
  g_free (self->smoothing);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Request, request_clear)

/* FALSE if the words don't name a window. */
static gboolean
choose_voi (const Request *request,
            const OvrPixels *pixels,
            OvrVoi *voi)
{
  double pair[2];

  *voi = ovr_pixels_default_voi (pixels);
  if (request->automatic)
    *voi = ovr_pixels_auto_voi (pixels);
  else if (request->preset != NULL)
    {
      const OvrWindowPreset *preset = ovr_window_preset_find (request->preset);

      if (preset == NULL)
        return FALSE;
      *voi = ovr_image_make_voi (pixels->image, preset->center, preset->width);
    }
  else if (request->window != NULL)
    {
      if (!ovr_load_pair (request->window, pair) || !(pair[1] > 0.0))
        return FALSE;
      *voi = ovr_image_make_voi (pixels->image, pair[0], pair[1]);
    }

  return TRUE;
}

static gboolean
parse_size (const char *text,
            guint *width,
            guint *height)
{
  char *end;
  guint64 w = g_ascii_strtoull (text, &end, 10);
  guint64 h;

  if (!g_ascii_isdigit (*text) || *end != 'x' || !g_ascii_isdigit (end[1]))
    return FALSE;
  h = g_ascii_strtoull (end + 1, &end, 10);
  if (*end != '\0' || w < 1 || h < 1 || w > MAX_SIDE || h > MAX_SIDE)
    return FALSE;

  *width = (guint) w;
  *height = (guint) h;
  return TRUE;
}

static cairo_surface_t *
draw (const Request *request,
      const OvrPixels *pixels,
      OvrVoi voi,
      OvrInterpolation interpolation,
      guint width,
      guint height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) width, (int) height);
  OvrRenderFlags flags = request->plain ? OVR_RENDER_PLAIN : OVR_RENDER_OVERLAYS;
  guint8 *target = cairo_image_surface_get_data (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);

  cairo_surface_flush (surface);
  if (request->size == NULL)
    ovr_render_native (pixels, voi, request->invert, flags, target, stride);
  else
    {
      g_autoptr (OvrView) view = ovr_view_new ();

      view->invert = request->invert;
      ovr_render_view_as (pixels, view, voi, flags | ovr_render_flags_of (interpolation), target, width, height, stride);
    }
  cairo_surface_mark_dirty (surface);

  return surface;
}

/* Eight bits of grey: cairo writes an alpha mask as a grey PNG. */
static cairo_surface_t *
to_grey (cairo_surface_t *colour)
{
  int width = cairo_image_surface_get_width (colour);
  int height = cairo_image_surface_get_height (colour);
  cairo_surface_t *grey = cairo_image_surface_create (CAIRO_FORMAT_A8, width, height);

  cairo_surface_flush (grey);
  for (int y = 0; y < height; y++)
    {
      const guint8 *in = cairo_image_surface_get_data (colour) + (gsize) y * (gsize) cairo_image_surface_get_stride (colour);
      guint8 *out = cairo_image_surface_get_data (grey) + (gsize) y * (gsize) cairo_image_surface_get_stride (grey);

      for (int x = 0; x < width; x++)
        {
          guint32 pixel;

          memcpy (&pixel, in + (gsize) x * 4, sizeof pixel);
          out[x] = (guint8) pixel;
        }
    }
  cairo_surface_mark_dirty (grey);

  return grey;
}

static cairo_status_t
append (void *closure,
        const unsigned char *data,
        unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static int
write_png (cairo_surface_t *surface,
           const char *path)
{
  g_autoptr (GByteArray) png = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, append, png);

  if (status != CAIRO_STATUS_SUCCESS)
    return ovr_command_fail_input ("the picture can't be made: %s", cairo_status_to_string (status));
  if (!ovr_command_write_file (path, png->data, png->len, 0666, &error))
    return ovr_command_fail_input ("-o: the picture can't be written: %s", error->message);

  return OVR_EXIT_DONE;
}

static int
render (const Request *request,
        const char *path)
{
  g_autoptr (OvrPixels) pixels = NULL;
  cairo_surface_t *surface;
  OvrInterpolation interpolation = OVR_INTERPOLATION_BILINEAR;
  guint width = 0;
  guint height = 0;
  OvrVoi voi;
  int code;

  if (request->size != NULL && !parse_size (request->size, &width, &height))
    return ovr_command_fail_usage ("--size takes WxH, each from 1 to %d", MAX_SIDE);
  if (request->smoothing != NULL && !ovr_preferences_parse_interpolation (request->smoothing, &interpolation))
    return ovr_command_fail_usage ("--smoothing takes bilinear, lanczos or nearest");

  pixels = ovr_load_frame (path, request->frame);
  if (pixels == NULL)
    return OVR_EXIT_INPUT;
  if (!choose_voi (request, pixels, &voi))
    return ovr_command_fail_usage ("there is no such window");
  if (request->size == NULL)
    {
      width = pixels->info.columns;
      height = pixels->info.rows;
    }

  surface = draw (request, pixels, voi, interpolation, width, height);
  if (!ovr_pixels_has_colour (pixels))
    {
      cairo_surface_t *grey = to_grey (surface);

      cairo_surface_destroy (surface);
      surface = grey;
    }
  code = write_png (surface, request->output);
  cairo_surface_destroy (surface);

  return code;
}

int
ovr_command_render (int argc, char **argv)
{
  g_auto (Request) request = { .frame = 1 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &request.output, "Write the picture here", "OUT.png" },
    { "frame", 0, 0, G_OPTION_ARG_INT, &request.frame, "Frame, from 1 (default: 1)", "N" },
    { "window", 0, 0, G_OPTION_ARG_STRING, &request.window, "Window centre and width; colour has none", "C,W" },
    { "preset", 0, 0, G_OPTION_ARG_STRING, &request.preset, "Window by name: brain, bone, lung, …", "NAME" },
    { "auto", 0, 0, G_OPTION_ARG_NONE, &request.automatic, "Window from the lowest to the highest value", NULL },
    { "size", 0, 0, G_OPTION_ARG_STRING, &request.size, "Fit into this size", "WxH" },
    { "smoothing", 0, 0, G_OPTION_ARG_STRING, &request.smoothing, "With --size: bilinear (default), lanczos or nearest", "NAME" },
    { "no-overlays", 0, 0, G_OPTION_ARG_NONE, &request.plain, "No overlays, no shutter", NULL },
    { "invert", 0, 0, G_OPTION_ARG_NONE, &request.invert, "Black and white change places", NULL },
    G_OPTION_ENTRY_NULL
  };
  int code;

  if (!ovr_command_parse ("FILE -o OUT.png", "Draws one frame.", entries, &argc, &argv, &code))
    return code;
  if (argc != 2 || request.output == NULL || request.frame < 1)
    return ovr_command_fail_usage ("render needs one FILE, -o OUT.png and a frame from 1");
  if ((request.window != NULL) + (request.preset != NULL) + request.automatic > 1)
    return ovr_command_fail_usage ("--window, --preset and --auto exclude each other");

  return render (&request, argv[1]);
}
