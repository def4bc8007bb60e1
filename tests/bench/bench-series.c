/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include "ovr-clock.h"
#include "ovr-memory.h"
#include "ovr-uid.h"
#include "ovr-viewport.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A series of a thousand slices: how long until every frame is there, beside the
 * time that reading its bytes takes, and what is resident then, beside an empty
 * window in the same run and beside the decoded bytes. */

#define N_SLICES 1000
#define SIDE 512
#define PANE 1024
#define FRAME_BYTES ((gsize) SIDE * SIDE * 2)
#define LARGE_BUDGET ((gsize) 2 << 30)
#define SMALL_BUDGET ((gsize) 256 << 20)
#define N_RUNS 5

/**
 * Bench:
 * @n_wanted: decodes that are waited for
 * @n_quiet: ticks without a new picture while it scrolls
 */
typedef struct
{
  OvrFrameCache *cache;
  GtkWidget *window;
  OvrViewport *viewport;
  OvrStudy *study;
  OvrSeries *series;
  GMainLoop *loop;
  guint64 presented;
  guint n_quiet;
  double peak_mib;
} Bench;

/* Noise over a ramp, so that no page is like another. */
static void
save_slice (const char *folder,
            int number)
{
  g_autofree char *name = g_strdup_printf ("s%04d", number);
  OvrDataset *dataset = sample_ct (name, number + 1, 0.5 * number);
  guint16 *cells = g_new (guint16, SIDE * SIDE);
  g_autoptr (GBytes) pixels = g_bytes_new_take (cells, FRAME_BYTES);
  guint32 noise = (guint32) number * 2654435761u + 1u;

  for (guint i = 0; i < SIDE * SIDE; i++)
    {
      noise = noise * 1664525u + 1013904223u;
      cells[i] = GUINT16_TO_LE ((guint16) (900 + (i % SIDE) / 2 + (noise >> 26)));
    }
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0010), SIDE);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0011), SIDE);
  ovr_dataset_set_bytes (dataset, OVR_TAG (0x7fe0, 0x0010), pixels, 2);
  sample_save (dataset, folder, name);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values,
        guint n)
{
  qsort (values, n, sizeof *values, compare_doubles);
  return values[n / 2];
}

/* Milliseconds to read every byte, into one buffer or into memory that stays. */
static double
read_files (OvrSeries *series,
            gboolean keep)
{
  gint64 start = ovr_clock_ticks_us ();
  gsize room = FRAME_BYTES + 65536;
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  char *buffer = g_malloc (room);
  double ms;

  g_ptr_array_add (kept, buffer);
  for (guint i = 0; i < ovr_series_get_n_instances (series); i++)
    {
      int fd = ovr_instance_open (ovr_series_get_instance (series, i), NULL);

      g_assert_cmpint (fd, >=, 0);
      if (keep)
        g_ptr_array_add (kept, buffer = g_malloc (room));
      while (read (fd, buffer, room) > 0)
        ;
      close (fd);
    }
  ms = (double) (ovr_clock_ticks_us () - start) / 1000.0;
  return ms;
}

/* Milliseconds until a cache of its own has every frame. */
static double
fill_cache (OvrSeries *series)
{
  OvrFrameCache *cache = ovr_frame_cache_new (LARGE_BUDGET, 0);
  guint client = ovr_frame_cache_add_client (cache);
  guint n = ovr_series_get_n_slices (series);
  OvrFrameKey *keys = g_new0 (OvrFrameKey, n);
  gint64 start = ovr_clock_ticks_us ();
  double ms;

  for (guint i = 0; i < n; i++)
    ovr_frame_key_set (&keys[i], ovr_series_get_slice (series, i)->instance->path, 1);
  ovr_frame_cache_fill (cache, client, keys, n);
  while (ovr_frame_cache_get_n_decoded (cache) < n)
    g_usleep (200);
  ms = (double) (ovr_clock_ticks_us () - start) / 1000.0;

  for (guint i = 0; i < n; i++)
    ovr_frame_key_clear (&keys[i]);
  g_free (keys);
  ovr_frame_cache_free (cache);
  return ms;
}

static void
measure_times (OvrSeries *series)
{
  double once[N_RUNS], kept[N_RUNS], ours[N_RUNS], reading, keeping, all;

  for (guint i = 0; i < N_RUNS; i++)
    {
      once[i] = read_files (series, FALSE);
      kept[i] = read_files (series, TRUE);
      ours[i] = fill_cache (series);
    }
  reading = median (once, N_RUNS);
  keeping = median (kept, N_RUNS);
  all = median (ours, N_RUNS);
  printf ("%-46s %8.1f ms\n", "1,000 slices of 512²: all frames available", all);
  printf ("%-46s %8.1f ms, ratio %.2f (at most 1.5)\n", "limit: reading their bytes into one buffer", reading, all / reading);
  printf ("%-46s %8.1f ms, ratio %.2f\n", "       into memory that is kept", keeping, all / keeping);
}

/* MiB that are resident now. */
static double
resident_mib (void)
{
  g_autofree char *text = NULL;
  long pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    sscanf (text, "%*d %ld", &pages);
  return (double) pages * (double) sysconf (_SC_PAGESIZE) / 1048576.0;
}

static gboolean
on_end (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

static void
run_for (Bench *bench,
         guint ms)
{
  g_timeout_add (ms, on_end, bench->loop);
  g_main_loop_run (bench->loop);
}

static gboolean
on_scroll_tick (GtkWidget *widget,
                GdkFrameClock *clock,
                gpointer data)
{
  Bench *bench = data;
  guint64 presented = ovr_viewport_get_n_presented (bench->viewport);

  bench->n_quiet = presented == bench->presented ? bench->n_quiet + 1 : 0;
  bench->presented = presented;
  if (presented % 20 == 0)
    bench->peak_mib = MAX (bench->peak_mib, resident_mib ());
  if (ovr_viewport_get_index (bench->viewport) == N_SLICES - 1 && bench->n_quiet > 10)
    {
      g_main_loop_quit (bench->loop);
      return G_SOURCE_REMOVE;
    }
  ovr_viewport_page (bench->viewport, 1);
  return G_SOURCE_CONTINUE;
}

/* From the first slice to the last; images on the screen a second. */
static double
scroll (Bench *bench)
{
  guint64 before;
  gint64 start = ovr_clock_ticks_us ();

  ovr_viewport_set_index (bench->viewport, 0);
  run_for (bench, 300);
  before = bench->presented = ovr_viewport_get_n_presented (bench->viewport);
  start = ovr_clock_ticks_us ();
  bench->n_quiet = 0;
  gtk_widget_add_tick_callback (GTK_WIDGET (bench->viewport), on_scroll_tick, bench, NULL);
  g_main_loop_run (bench->loop);
  return (double) (bench->presented - before) * 1e6 / (double) (ovr_clock_ticks_us () - start);
}

static void
open_window (Bench *bench,
             gsize budget)
{
  bench->cache = ovr_frame_cache_new (budget, 0);
  bench->window = gtk_window_new ();
  bench->viewport = OVR_VIEWPORT (ovr_viewport_new (bench->cache, "Image"));
  gtk_window_set_default_size (GTK_WINDOW (bench->window), PANE, PANE);
  gtk_window_set_child (GTK_WINDOW (bench->window), GTK_WIDGET (bench->viewport));
  gtk_window_present (GTK_WINDOW (bench->window));
  run_for (bench, 1000);
}

static void
close_window (Bench *bench)
{
  gtk_window_destroy (GTK_WINDOW (bench->window));
  run_for (bench, 300);
  ovr_frame_cache_free (bench->cache);
}

static void
measure_memory (Bench *bench,
                gsize budget,
                const char *what,
                double empty_mib,
                double allowed_mib)
{
  double filled, rate;

  open_window (bench, budget);
  bench->peak_mib = 0.0;
  ovr_viewport_show_series (bench->viewport, bench->study, bench->series, 0, NULL);
  run_for (bench, 3000);
  filled = resident_mib ();
  rate = scroll (bench);
  printf ("%-46s %8.0f MiB in the cache, %.0f resident; scrolling %.0f (at most %.0f), %.1f images/s, %.0f passed unseen\n", what,
          (double) ovr_frame_cache_get_size (bench->cache) / 1048576.0, filled, bench->peak_mib, empty_mib + allowed_mib,
          rate, (double) ovr_viewport_get_n_passed (bench->viewport));
  close_window (bench);
}

int
main (void)
{
  Bench bench = { .loop = g_main_loop_new (NULL, FALSE) };
  char *folder = sample_folder ();
  g_autoptr (GPtrArray) model = NULL;
  double empty, decoded = (double) FRAME_BYTES * N_SLICES / 1048576.0;

  ovr_dicom_init ();
  ovr_memory_init ();
  if (!gtk_init_check ())
    {
      puts ("There is no display: nothing was measured.");
      sample_remove (folder);
      return 77;
    }
  for (int i = 0; i < N_SLICES; i++)
    save_slice (folder, i);

  open_window (&bench, LARGE_BUDGET);
  empty = resident_mib ();
  close_window (&bench);
  printf ("%-46s %8.0f MiB\n", "resident with an empty window", empty);

  model = sample_model (folder);
  bench.study = sample_study (model);
  bench.series = ovr_study_get_series (bench.study, 0);
  measure_memory (&bench, SMALL_BUDGET, "budget of 256 MiB", empty, 356.0);
  measure_memory (&bench, LARGE_BUDGET, "budget of 2 GiB", empty, 1.15 * decoded + 100.0);
  measure_times (bench.series);
  printf ("%-46s %8.0f MiB\n", "resident after it all", resident_mib ());

  g_main_loop_unref (bench.loop);
  sample_remove (folder);
  return 0;
}
