/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast stored values become pixels, against what the machine can do at
 * all: memcpy of as many bytes as are written, and plain reading of as many
 * bytes as a frame has. The least time of many runs: others may use the machine
 * meanwhile. The ratios count, since machines differ. */
#include "ovr-bands.h"
#include "ovr-clock.h"
#include "ovr-render.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define RUNS 61

typedef void (*Work) (gpointer data);

/* The least time of one call in µs, after one that is not counted. */
static double
least_us (Work work,
          gpointer data)
{
  gint64 least = G_MAXINT64;

  work (data);
  for (guint i = 0; i < RUNS; i++)
    {
      gint64 start = ovr_clock_ticks_us ();

      work (data);
      least = MIN (least, ovr_clock_ticks_us () - start);
    }

  return (double) MAX (least, 1);
}

/**
 * Scene:
 * @pixels: (owned): a frame of noise over a ramp
 * @view: (owned): what is looked at
 * @voi: window or table
 * @flags: how it is resampled
 * @target: (owned): the picture
 * @copy: (owned): as many bytes, to copy from
 * @width: of the picture
 * @height: of the picture
 */
typedef struct
{
  OvrPixels *pixels;
  OvrView *view;
  OvrVoi voi;
  OvrRenderFlags flags;
  guint8 *target;
  guint8 *copy;
  guint width;
  guint height;
} Scene;

static OvrDataset *
make_header (guint columns,
             guint rows,
             guint16 *cells)
{
  OvrDataset *dataset = ovr_dataset_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < (gsize) columns * rows; i++)
    cells[i] = (guint16) (i % columns * 3000 / columns + (guint) g_rand_int_range (random, 0, 64));
  bytes = g_bytes_new (cells, (gsize) columns * rows * 2);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0016), "1.2.840.10008.5.1.4.1.1.2");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0018), "2.25.1");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0060), "CT");
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0002), 1);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0028, 0x0004), "MONOCHROME2");
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0010), rows);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0011), columns);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0100), 16);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0101), 12);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0102), 11);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0103), 0);
  ovr_dataset_set_doubles (dataset, OVR_TAG (0x0028, 0x1053), (double[]){ 1.0 }, 1);
  ovr_dataset_set_doubles (dataset, OVR_TAG (0x0028, 0x1052), (double[]){ -1024.0 }, 1);
  ovr_dataset_set_bytes (dataset, OVR_TAG (0x7fe0, 0x0010), bytes, 2);

  return dataset;
}

static void
scene_init (Scene *self,
            guint columns,
            guint rows,
            guint width,
            guint height)
{
  const OvrFrameInfo info = {
    .columns = columns,
    .rows = rows,
    .samples = 1,
    .bits_allocated = 16,
    .bits_stored = 12,
    .high_bit = 11,
    .photometric = OVR_PHOTOMETRIC_MONOCHROME2,
    .n_frames = 1,
  };
  g_autofree guint16 *cells = g_new (guint16, (gsize) columns * rows);
  g_autoptr (OvrDataset) header = make_header (columns, rows, cells);
  g_autoptr (OvrImage) image = ovr_image_new (header, &info, 1);
  g_autoptr (GBytes) bytes = g_bytes_new (cells, (gsize) columns * rows * 2);

  self->pixels = ovr_pixels_new (image, &info, bytes, NULL);
  self->view = ovr_view_new ();
  self->voi = (OvrVoi){ .function = OVR_VOI_LINEAR, .center = 40.0, .width = 400.0 };
  self->flags = OVR_RENDER_PLAIN;
  self->width = width;
  self->height = height;
  self->target = g_malloc0 ((gsize) width * height * 4);
  self->copy = g_malloc0 ((gsize) width * height * 4);
}

static void
scene_clear (Scene *self)
{
  ovr_pixels_unref (self->pixels);
  ovr_view_free (self->view);
  g_free (self->target);
  g_free (self->copy);
}

static void
do_copy (gpointer data)
{
  Scene *scene = data;

  memcpy (scene->target, scene->copy, (gsize) scene->width * scene->height * 4);
}

static void
do_native (gpointer data)
{
  Scene *scene = data;

  ovr_render_native (scene->pixels, scene->voi, FALSE, OVR_RENDER_PLAIN, scene->target, (gsize) scene->width * 4);
}

static void
do_view (gpointer data)
{
  Scene *scene = data;

  ovr_render_view_as (scene->pixels, scene->view, scene->voi, scene->flags, scene->target,
                      scene->width, scene->height, (gsize) scene->width * 4);
}

/* A table over the frame's values that rises and falls, as no formula does. */
static OvrLut *
make_lut (void)
{
  guint16 entries[4096];
  g_autoptr (GBytes) bytes = NULL;

  for (guint i = 0; i < 4096; i++)
    entries[i] = GUINT16_TO_LE ((guint16) (i * i % 4096));
  bytes = g_bytes_new (entries, sizeof entries);
  return ovr_lut_new ((gint64[]){ 4096, -1024, 12 }, TRUE, bytes, NULL);
}

static void
bench_windowing (void)
{
  static const struct
  {
    guint columns;
    guint rows;
    const char *line_goal;
    const char *table_goal;
  } sizes[] = { { 512, 512, "1.8", "2.0" }, { 2048, 2500, "", "" }, { 3328, 4096, "0.7", "1.0" } };
  static const char *const names[] = { "linear", "exact", "sigmoid", "table" };
  g_autoptr (OvrLut) lut = make_lut ();

  puts ("Window, native size, one thread  µs      memcpy µs   ratio    goal");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint f = OVR_VOI_LINEAR; f <= OVR_VOI_TABLE; f++)
      {
        Scene scene;
        double native;
        double copy;

        scene_init (&scene, sizes[i].columns, sizes[i].rows, sizes[i].columns, sizes[i].rows);
        scene.voi.function = (OvrVoiFunction) f;
        scene.voi.lut = lut;
        copy = least_us (do_copy, &scene);
        native = least_us (do_native, &scene);
        printf ("%4u × %4u %-8s %16.0f %14.0f %7.2f %7s\n", sizes[i].columns, sizes[i].rows, names[f], native, copy,
                native / copy, f <= OVR_VOI_LINEAR_EXACT ? sizes[i].line_goal : sizes[i].table_goal);
        scene_clear (&scene);
      }
}

static void
bench_view (guint columns,
            guint rows,
            guint side,
            const char *goal,
            const char *lanczos_goal)
{
  static const char *const names[] = { "bilinear", "bilinear, turned", "Lanczos", "Lanczos, turned" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      Scene scene;
      double view;
      double copy;

      scene_init (&scene, columns, rows, side, side);
      scene.view->rotation_deg = i & 1 ? 90 : 0;
      scene.flags = i & 2 ? OVR_RENDER_LANCZOS : OVR_RENDER_PLAIN;
      copy = least_us (do_copy, &scene);
      view = least_us (do_view, &scene);
      printf ("%4u × %4u to %4u² %-16s %8.2f %10.2f %7.2f %7s\n", columns, rows, side, names[i], view / 1000.0,
              copy / 1000.0, view / copy, i & 2 ? lanczos_goal : goal);
      scene_clear (&scene);
    }
}

static void
bench_resampling (void)
{
  printf ("\nResample, then window, %u threads         ms  memcpy ms   ratio goal ms\n", ovr_bands_suit (2048 * 2048));
  bench_view (512, 512, 1024, "", "");
  bench_view (512, 512, 2048, "4", "10");
  bench_view (2048, 2500, 2048, "", "");
  bench_view (3328, 4096, 2048, "8", "20");
}

static void
do_read (gpointer data)
{
  const char *path = data;
  g_autofree char *content = NULL;

  g_file_get_contents (path, &content, NULL, NULL);
}

static void
do_decode (gpointer data)
{
  const char *path = data;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  g_autoptr (OvrPixels) pixels = ovr_pixels_load_fd (fd, 1, NULL);

  close (fd);
  g_assert (pixels != NULL);
}

static void
bench_decoding (void)
{
  static const struct
  {
    const char *name;
    const char *syntax;
  } syntaxes[] = {
    { "uncompressed", "1.2.840.10008.1.2.1" },
    { "RLE", "1.2.840.10008.1.2.5" },
    { "JPEG lossless", "1.2.840.10008.1.2.4.70" },
    { "JPEG-LS", "1.2.840.10008.1.2.4.80" },
  };
  g_autofree guint16 *cells = g_new (guint16, 512 * 512);
  g_autoptr (OvrDataset) dataset = make_header (512, 512, cells);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "overread-bench.dcm", NULL);

  puts ("\nFrame of 512² from a warm file   µs    read file µs   ratio   Mpixel/s");
  for (guint i = 0; i < G_N_ELEMENTS (syntaxes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) file = ovr_dataset_write (dataset, syntaxes[i].syntax, &error);
      double decode;
      double plain;

      if (file == NULL ||
          !g_file_set_contents (path, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file), &error))
        {
          printf ("%-14s %s\n", syntaxes[i].name, error->message);
          continue;
        }
      plain = least_us (do_read, path);
      decode = least_us (do_decode, path);
      printf ("%-14s %20.0f %14.0f %7.2f %10.1f\n", syntaxes[i].name, decode, plain, decode / plain, 512 * 512 / decode);
    }
  g_unlink (path);
}

int
main (void)
{
  ovr_dicom_init ();
  bench_windowing ();
  bench_resampling ();
  bench_decoding ();
  return 0;
}
