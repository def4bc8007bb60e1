/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include "ovr-clock.h"
#include "ovr-memory.h"
#include "ovr-phantom.h"
#include "ovr-viewport.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Time to the first image and the scroll rate in a real window, each beside its
 * limit in the same run: an empty window's first frame, a read of the file, and
 * the rate of the frame clock with the same image drawn again. */

#define SIDE 1024
#define N_SLICES 400
#define CACHE_BYTES (512u * 1024u * 1024u)

/* A refresh that comes later than this after the last one is a stall. */
#define STALL_US 33000

/**
 * Bench:
 * @n_ticks: frames of the frame clock
 * @n_turns: how often another image was asked for
 * @wanted: images that are waited for
 * @intervals: (element-type double): milliseconds between frames
 * @last_us: the last frame
 */
typedef struct
{
  GtkWidget *window;
  OvrViewport *viewport;
  GMainLoop *loop;
  guint n_ticks;
  guint n_turns;
  guint wanted;
  GArray *intervals;
  gint64 last_us;
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

/* Where the images' numbers begin. */
static guint
first_slice (OvrSeries *series)
{
  return ovr_series_is_numbered_backwards (series) ? ovr_series_get_n_slices (series) - 1 : 0;
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
    ovr_viewport_show_series (bench->viewport, study, series, first_slice (series), "current");
  gtk_window_present (GTK_WINDOW (bench->window));
  id = gtk_widget_add_tick_callback (GTK_WIDGET (bench->viewport), on_first_frame, bench, NULL);
  g_main_loop_run (bench->loop);
  gtk_widget_remove_tick_callback (GTK_WIDGET (bench->viewport), id);
  return (double) (ovr_clock_ticks_us () - start) / 1000.0;
}

static void
note_frame (Bench *bench)
{
  gint64 now = ovr_clock_ticks_us ();
  double ms = (double) (now - bench->last_us) / 1000.0;

  if (bench->last_us > 0)
    g_array_append_val (bench->intervals, ms);
  bench->last_us = now;
  bench->n_ticks++;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Prints the rate, and forgets the frames. */
static void
tell (Bench *bench,
      const char *what,
      double rate,
      const char *unit)
{
  GArray *all = bench->intervals;
  guint n_stalls = 0;

  g_array_sort (all, compare_doubles);
  for (guint i = 0; i < all->len; i++)
    n_stalls += g_array_index (all, double, i) * 1000.0 > STALL_US;
  printf ("%-44s %7.1f %s; between frames %.1f ms, 99th percentile %.1f, %u of %u over %d", what, rate, unit,
          g_array_index (all, double, all->len / 2), g_array_index (all, double, (all->len - 1) * 99 / 100), n_stalls,
          all->len, STALL_US / 1000);
  g_array_set_size (all, 0);
  bench->last_us = 0;
}

/* The wheel goes on by one slice at every frame, whatever the pane does. */
static gboolean
on_scroll_frame (GtkWidget *widget,
                 GdkFrameClock *clock,
                 gpointer data)
{
  Bench *bench = data;

  note_frame (bench);
  if (bench->n_turns < N_SLICES - 1)
    {
      bench->n_turns++;
      ovr_viewport_page (bench->viewport, 1);
      return G_SOURCE_CONTINUE;
    }
  if (ovr_viewport_get_n_presented (bench->viewport) + ovr_viewport_get_n_passed (bench->viewport) < bench->wanted)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (bench->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
on_pause_end (gpointer data)
{
  g_main_loop_quit (((Bench *) data)->loop);
  return G_SOURCE_REMOVE;
}

static void
pause_for (Bench *bench,
           guint ms)
{
  g_timeout_add (ms, on_pause_end, bench);
  g_main_loop_run (bench->loop);
}

static void
scroll (Bench *bench,
        const char *what)
{
  guint64 before = ovr_viewport_get_n_presented (bench->viewport);
  gint64 start;
  double seconds;

  bench->n_ticks = bench->n_turns = 0;
  bench->wanted = (guint) before + N_SLICES - 1;
  start = ovr_clock_ticks_us ();
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->viewport), on_scroll_frame, bench, NULL);
  g_main_loop_run (bench->loop);
  seconds = (double) (ovr_clock_ticks_us () - start) / 1e6;
  tell (bench, what, (double) (ovr_viewport_get_n_presented (bench->viewport) - before) / seconds, "images/s");
  printf ("; %u slices passed unseen\n", ovr_viewport_get_n_passed (bench->viewport));
}

/* From the first slice again. */
static void
rewind_series (Bench *bench)
{
  ovr_viewport_set_index (bench->viewport, (int) first_slice (ovr_viewport_get_series (bench->viewport)));
  pause_for (bench, 1500);
}

static gboolean
on_idle_frame (GtkWidget *widget,
               GdkFrameClock *clock,
               gpointer data)
{
  Bench *bench = data;

  gtk_widget_queue_draw (widget);
  note_frame (bench);
  if (bench->n_ticks < N_SLICES)
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
  tell (bench, "limit: the same image drawn again", N_SLICES * 1e6 / (double) (ovr_clock_ticks_us () - start), "frames/s");
  putchar ('\n');
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
  rewind_series (bench);
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
  Bench bench = { .loop = g_main_loop_new (NULL, FALSE), .intervals = g_array_new (FALSE, FALSE, sizeof (double)) };

  ovr_dicom_init ();
  ovr_memory_init ();
  if (!gtk_init_check ())
    {
      puts ("There is no display: nothing was measured.");
      return 77;
    }
  run (&bench, make_study (folder, &model));
  g_main_loop_unref (bench.loop);
  g_array_unref (bench.intervals);
  sample_remove (folder);
  return 0;
}
