/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case-samples.h"

#include "ovr-app-resources.h"
#include "ovr-cases-page.h"
#include "ovr-clock.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The case list with 100,000 cases in a real window: how long until it shows
 * what was asked for, and the longest time that the window was deaf meanwhile
 * (from one poll of the main loop to the next: events, layout and painting).
 * `bench-cases --make FILE N` only makes such a library. */

#define N_CASES 100000
#define PATIENCE_US (60 * G_USEC_PER_SEC)

/* A search is over when the list was quiet that long. */
#define QUIET_US (250 * 1000)

static gint64 busy_since;
static gint64 longest_us;
static gint64 busy_cpu_since;
static gint64 longest_cpu_us;
static gint64 shown_at;

/* Of this thread: what others on the machine do isn't in it. */
static gint64
cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static int
timed_poll (GPollFD *fds,
            guint n,
            int timeout)
{
  int found;

  if (busy_since > 0)
    {
      longest_us = MAX (longest_us, ovr_clock_ticks_us () - busy_since);
      longest_cpu_us = MAX (longest_cpu_us, cpu_us () - busy_cpu_since);
    }
  found = g_poll (fds, n, timeout);
  busy_since = ovr_clock_ticks_us ();
  busy_cpu_since = cpu_us ();
  return found;
}

static void
on_shown (OvrCaseList *list)
{
  shown_at = ovr_clock_ticks_us ();
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Memory of the process, MB. */
static double
resident_mb (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL) || (line = strstr (status, "VmRSS:")) == NULL)
    return 0.0;
  return (double) g_ascii_strtoll (line + 6, NULL, 10) / 1024.0;
}

/* Turns the loop until the list has shown something new and is quiet. */
static void
settle (const char *what)
{
  gint64 start = ovr_clock_ticks_us ();

  shown_at = 0;
  longest_us = longest_cpu_us = 0;
  busy_since = start;
  busy_cpu_since = cpu_us ();
  while (ovr_clock_ticks_us () - start < PATIENCE_US &&
         (shown_at == 0 || ovr_clock_ticks_us () - shown_at < QUIET_US))
    g_main_context_iteration (NULL, TRUE);
  printf ("%-32s %8.1f ms   longest stall %6.1f ms (%5.1f ms of CPU)   %7.1f MB\n", what,
          shown_at > 0 ? (double) (shown_at - start) / 1e3 : -1.0, (double) longest_us / 1e3,
          (double) longest_cpu_us / 1e3, resident_mb ());
  fflush (stdout);
}

static GtkWidget *
find_widget (GtkWidget *widget,
             GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
type_and_settle (GtkWidget *page,
                 const char *text)
{
  g_autofree char *what = g_strdup_printf ("search “%s”", text);

  gtk_editable_set_text (GTK_EDITABLE (find_widget (page, GTK_TYPE_SEARCH_ENTRY)), text);
  settle (what);
}

static void
sort_and_settle (GtkWidget *page,
                 guint column,
                 GtkSortType direction)
{
  GtkColumnView *view = GTK_COLUMN_VIEW (find_widget (page, GTK_TYPE_COLUMN_VIEW));
  g_autoptr (GtkColumnViewColumn) by = g_list_model_get_item (gtk_column_view_get_columns (view), column);
  g_autofree char *what = g_strdup_printf ("sort by %s%s", gtk_column_view_column_get_title (by),
                                           direction == GTK_SORT_DESCENDING ? ", down" : "");

  gtk_column_view_sort_by_column (view, by, direction);
  settle (what);
}

static void
run (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrLibraryCases) both = ovr_library_cases_open (path, &error);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *page = g_object_new (OVR_TYPE_CASES_PAGE, NULL);
  GtkColumnView *view = GTK_COLUMN_VIEW (find_widget (page, GTK_TYPE_COLUMN_VIEW));
  static const char *const typed[] = { "m", "mu", "mul", "mull", "muller", "muller a", "", "march 2026", "12 mar", "østerg", "" };

  g_assert_no_error (error);
  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (20, on_tick, NULL);
  for (gint64 end = ovr_clock_ticks_us () + G_USEC_PER_SEC; ovr_clock_ticks_us () < end;)
    g_main_context_iteration (NULL, TRUE);
  printf ("%-32s %43.1f MB\n", "empty window", resident_mb ());

  g_signal_connect (gtk_multi_selection_get_model (GTK_MULTI_SELECTION (gtk_column_view_get_model (view))), "shown",
                    G_CALLBACK (on_shown), NULL);
  ovr_cases_page_set_database (OVR_CASES_PAGE (page), ovr_library_get_database (both->library));
  settle ("open the list");
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    type_and_settle (page, typed[i]);
  sort_and_settle (page, 0, GTK_SORT_ASCENDING);
  sort_and_settle (page, 7, GTK_SORT_ASCENDING);
  sort_and_settle (page, 4, GTK_SORT_DESCENDING);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = NULL, *path = NULL;
  gint64 start;

  if (argc == 4 && strcmp (argv[1], "--make") == 0)
    {
      case_samples_make (argv[2], (guint) atoi (argv[3]), ovr_date_today (), "/media/reader/PATIENT-CD");
      return 0;
    }
  folder = g_dir_make_tmp ("overread-bench-XXXXXX", NULL);
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  path = g_build_filename (folder, "library.sqlite", NULL);
  start = ovr_clock_ticks_us ();
  case_samples_make (path, N_CASES, ovr_date_today (), "/media/reader/PATIENT-CD");
  printf ("%d cases made in %.1f s\n", N_CASES, (double) (ovr_clock_ticks_us () - start) / 1e6);

  adw_init ();
  ovr_app_register_resource ();
  g_main_context_set_poll_func (NULL, timed_poll);
  run (path);
  g_unlink (path);
  g_rmdir (folder);
  return 0;
}
