/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include "ovr-clock.h"
#include "ovr-phantom.h"
#include "ovr-viewport.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Time to the first image and the scroll rate in a real window, each beside its
 * limit in the same run: an empty window's first frame, a read of the file, and
 * the rate of the frame clock with nothing but black to draw. */

#define SIDE 1024
#define N_SLICES 200
#define CACHE_BYTES (512u * 1024u * 1024u)

/**
 * Bench:
 * @n_ticks: frames of the frame clock
 * @n_turns: how often another image was asked for
 * @waits: how many frames had to pass without a new image
 */
typedef struct
{
  GtkWidget *window;
  OvrViewport *viewport;
  GMainLoop *loop;
  guint n_ticks;
  guint n_turns;
  guint waits;
  guint wanted;
  guint64 presented;
} Bench;

static OvrStudy *
make_study (const char *folder,
            GPtrArray **model)
{
  OvrPhantomScan scan = *ovr_phantom_chest_scan (OVR_PHANTOM_CURRENT);
  g_autoptr (GError) error = NULL;

  scan.n_slices = N_SLICES;
  ovr_phantom_write_scan (&scan, OVR_PHANTOM_SERIES_AXIAL, folder, &error);
  g_assert_no_error (error);
  *model = sample_model (folder);
  return sample_study (*model);
}

static double
read_all (OvrSeries *series)
{
  gint64 start = ovr_clock_ticks_us ();
  guint n = ovr_series_get_n_instances (series);
  static char buffer[1 << 20];

  for (guint i = 0; i < n; i++)
    {
      int fd = ovr_instance_open (ovr_series_get_instance (series, i), NULL);

      while (read (fd, buffer, sizeof buffer) > 0)
        ;
      close (fd);
    }
  return (double) (ovr_clock_ticks_us () - start) / n;
}

static gboolean
on_first_frame (GtkWidget *widget,
                GdkFrameClock *clock,
                gpointer data)
{
  Bench *bench = data;

  gtk_widget_queue_draw (widget);
  if (bench->n_ticks++ > 1 && ovr_viewport_get_n_presented (bench->viewport) >= bench->wanted)
    g_main_loop_quit (bench->loop);
  return G_SOURCE_CONTINUE;
}

/* Milliseconds from making the window to the frame that has @wanted images. */
static double
open_window (Bench *bench,
             OvrFrameCache *cache,
             OvrStudy *study,
             OvrSeries *series)
{
  gint64 start = ovr_clock_ticks_us ();
  guint id;

  bench->window = gtk_window_new ();
  bench->viewport = OVR_VIEWPORT (ovr_viewport_new (cache, "Image"));
  bench->wanted = series != NULL;
  bench->n_ticks = 0;
  gtk_window_set_default_size (GTK_WINDOW (bench->window), SIDE, SIDE);
  gtk_window_set_child (GTK_WINDOW (bench->window), GTK_WIDGET (bench->viewport));
  if (series != NULL)
    ovr_viewport_show_series (bench->viewport, study, series, 0, "current");
  gtk_window_present (GTK_WINDOW (bench->window));
  id = gtk_widget_add_tick_callback (GTK_WIDGET (bench->viewport), on_first_frame, bench, NULL);
  g_main_loop_run (bench->loop);
  gtk_widget_remove_tick_callback (GTK_WIDGET (bench->viewport), id);
  return (double) (ovr_clock_ticks_us () - start) / 1000.0;
}

/* Turns on as soon as the last image is on the screen, once a frame at most. */
static gboolean
on_scroll_frame (GtkWidget *widget,
                 GdkFrameClock *clock,
                 gpointer data)
{
  Bench *bench = data;
  guint64 presented = ovr_viewport_get_n_presented (bench->viewport);

  bench->n_ticks++;
  if (bench->n_turns > 0 && presented == bench->presented)
    {
      bench->waits++;
      return G_SOURCE_CONTINUE;
    }
  bench->presented = presented;
  if (bench->n_turns++ == N_SLICES - 1)
    {
      g_main_loop_quit (bench->loop);
      return G_SOURCE_REMOVE;
    }
  ovr_viewport_set_index (bench->viewport, (int) bench->n_turns);
  return G_SOURCE_CONTINUE;
}

static void
scroll (Bench *bench,
        const char *what)
{
  gint64 start;
  double seconds;

  ovr_viewport_set_index (bench->viewport, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  bench->n_ticks = bench->n_turns = bench->waits = 0;
  bench->presented = ovr_viewport_get_n_presented (bench->viewport);
  start = ovr_clock_ticks_us ();
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->viewport), on_scroll_frame, bench, NULL);
  g_main_loop_run (bench->loop);
  seconds = (double) (ovr_clock_ticks_us () - start) / 1e6;
  printf ("%-44s %7.1f images/s, %u of %u frames without a new one\n", what, N_SLICES / seconds, bench->waits,
          bench->n_ticks);
}

static gboolean
on_idle_frame (GtkWidget *widget,
               GdkFrameClock *clock,
               gpointer data)
{
  Bench *bench = data;

  gtk_widget_queue_draw (widget);
  if (++bench->n_ticks < N_SLICES)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (bench->loop);
  return G_SOURCE_REMOVE;
}

static void
count_frames (Bench *bench)
{
  gint64 start = ovr_clock_ticks_us ();

  bench->n_ticks = 0;
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->viewport), on_idle_frame, bench, NULL);
  g_main_loop_run (bench->loop);
  printf ("%-44s %7.1f frames/s\n", "limit: the frame clock, the same image redrawn",
          N_SLICES * 1e6 / (double) (ovr_clock_ticks_us () - start));
}

static void
run (Bench *bench,
     OvrStudy *study)
{
  OvrFrameCache *cache = ovr_frame_cache_new (CACHE_BYTES, 0);
  OvrSeries *series = ovr_study_get_series (study, 0);
  double empty, first, file_us = read_all (series);

  open_window (bench, cache, NULL, NULL); /* loads themes and fonts */
  gtk_window_destroy (GTK_WINDOW (bench->window));
  empty = open_window (bench, cache, NULL, NULL);
  gtk_window_destroy (GTK_WINDOW (bench->window));
  first = open_window (bench, cache, study, series);
  printf ("%-44s %7.1f ms\n", "window with its first image, 1024 × 1024", first);
  printf ("%-44s %7.1f ms, and %.2f ms to read the file\n", "limit: the same window without one", empty, file_us / 1000.0);

  scroll (bench, "scroll, nothing decoded yet");
  scroll (bench, "scroll, all decoded");
  count_frames (bench);
  gtk_window_destroy (GTK_WINDOW (bench->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  ovr_frame_cache_free (cache);
}

int
main (void)
{
  g_autoptr (GPtrArray) model = NULL;
  char *folder = sample_folder ();
  Bench bench = { .loop = g_main_loop_new (NULL, FALSE) };

  ovr_dicom_init ();
  if (!gtk_init_check ())
    {
      puts ("There is no display: nothing was measured.");
      return 77;
    }
  run (&bench, make_study (folder, &model));
  g_main_loop_unref (bench.loop);
  sample_remove (folder);
  return 0;
}
