/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include "ovr-clock.h"
#include "ovr-import.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

/* Import rate and list of studies, each beside its physical limit in the same
 * run. Files are warm: first of 512 × 512 × 16 bit, then many small ones, as
 * they are on a disc of a long examination. Medians: these machines stall. */

#define N_FILES 400
#define N_SMALL 10000
#define N_STUDIES 10000
#define N_RUNS 7
#define SIDE 512

typedef struct
{
  char *folder;
  char *images;
  GPtrArray *paths;
} Bench;

/* One way of doing it, for all files or rows. */
typedef void (*Way) (Bench *bench);

typedef struct
{
  double wall_us;
  double cpu_us;
} Cost;

static double
cpu_us (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static int
compare (const void *a,
         const void *b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

static Cost
measure (Bench *bench,
         Way way,
         guint n)
{
  double wall[N_RUNS], cpu[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint64 start = ovr_clock_ticks_us ();
      double start_cpu = cpu_us ();

      way (bench);
      wall[i] = (double) (ovr_clock_ticks_us () - start) / n;
      cpu[i] = (cpu_us () - start_cpu) / n;
    }
  qsort (wall, N_RUNS, sizeof *wall, compare);
  qsort (cpu, N_RUNS, sizeof *cpu, compare);
  return (Cost){ wall[N_RUNS / 2], cpu[N_RUNS / 2] };
}

static void
make_files (Bench *bench,
            int n,
            int side)
{
  gsize size = (gsize) side * (gsize) side * 2;
  g_autoptr (GBytes) pixels = g_bytes_new_take (g_malloc0 (size), size);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("IM%05d", i);
      OvrDataset *dataset = sample_ct (name, i + 1, 1.25 * i);

      ovr_dataset_set_int (dataset, TAG_ROWS, side);
      ovr_dataset_set_int (dataset, TAG_COLUMNS, side);
      ovr_dataset_set_bytes (dataset, TAG_PIXELS, pixels, 2);
      sample_save (dataset, bench->images, name);
      g_ptr_array_add (bench->paths, g_build_filename (bench->images, name, NULL));
    }
}

static void
read_8_kib (Bench *bench)
{
  static char buffer[8192];

  for (guint i = 0; i < bench->paths->len; i++)
    {
      int fd = open (bench->paths->pdata[i], O_RDONLY | O_CLOEXEC);

      if (fd < 0 || read (fd, buffer, sizeof buffer) <= 0)
        g_error ("a file of the benchmark can't be read");
      close (fd);
    }
}

static void
parse_header (Bench *bench)
{
  for (guint i = 0; i < bench->paths->len; i++)
    {
      int fd = open (bench->paths->pdata[i], O_RDONLY | O_CLOEXEC);
      g_autoptr (OvrDataset) dataset = ovr_dataset_read_fd (fd, OVR_READ_HEADER, NULL);

      if (dataset == NULL)
        g_error ("a file of the benchmark can't be parsed");
      close (fd);
    }
}

static void
read_instances (Bench *bench)
{
  for (guint i = 0; i < bench->paths->len; i++)
    {
      g_autoptr (OvrInstance) instance = ovr_instance_read_path (bench->paths->pdata[i], NULL);

      if (instance == NULL)
        g_error ("a file of the benchmark is no instance");
    }
}

static OvrLibrary *
new_library (Bench *bench)
{
  g_autofree char *path = g_build_filename (bench->folder, "library.sqlite", NULL);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);
  g_autoptr (GError) error = NULL;
  OvrLibrary *library;

  g_unlink (path);
  g_unlink (log);
  g_unlink (index);
  library = ovr_library_open (path, NULL, 0, &error);
  g_assert_no_error (error);
  return library;
}

static void
import_all (Bench *bench)
{
  g_autoptr (OvrLibrary) library = new_library (bench);
  const char *paths[] = { bench->images, NULL };
  g_autoptr (OvrImportResult) result = ovr_import_run (library, paths, NULL, NULL, NULL, NULL, NULL);

  if (result == NULL || result->n_instances != bench->paths->len)
    g_error ("the import went wrong");
}

static gboolean
fill (sqlite3 *writer,
      gpointer data,
      GError **error)
{
  static const char sql[] =
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
      "INSERT INTO patient (key, name, name_verbatim, patient_id, birth_date, sex) "
      "SELECT 'key' || i, 'Muster, Anna ' || i, 'Muster^Anna', i, '1960-02-29', 'F' FROM n;"
      "INSERT INTO study (patient_key, uid, date, time, description, modalities, n_series, n_instances, health, imported_at) "
      "SELECT key, '2.25.' || patient_id, date ('2020-01-01', '+' || (patient_id % 2000) || ' days'), '093000',"
      "  'CT thorax', 'CT', 3, 900, 'missing-slices', '2026-01-01T00:00:00Z' FROM patient;";

  return sqlite3_exec (writer, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static OvrLibrary *full_library;

static void
list_studies (Bench *bench)
{
  g_autoptr (GPtrArray) rows = ovr_library_list_studies (full_library, NULL);

  if (rows == NULL || rows->len != N_STUDIES)
    g_error ("the list went wrong");
}

static void
read_database (Bench *bench)
{
  g_autofree char *path = g_build_filename (bench->folder, "library.sqlite", NULL);
  g_autofree char *contents = NULL;

  if (!g_file_get_contents (path, &contents, NULL, NULL))
    g_error ("the database can't be read");
}

static void
print_row (const char *what,
           Cost cost,
           Cost limit)
{
  printf ("%-44s %9.2f %9.2f %8.1f %8.1f\n", what, cost.wall_us, cost.cpu_us, cost.wall_us / limit.wall_us,
          cost.cpu_us / limit.cpu_us);
}

static void
print_table (Bench *bench,
             const char *title)
{
  const guint n = bench->paths->len;
  Cost raw = measure (bench, read_8_kib, n);
  Cost parse = measure (bench, parse_header, n);
  Cost instance = measure (bench, read_instances, n);
  Cost import = measure (bench, import_all, n);

  printf ("%-44s %9s %9s %8s %8s\n", title, "wall", "CPU", "× wall", "× CPU");
  print_row ("read 8 KiB", raw, parse);
  print_row ("read and parse the header (the limit)", parse, parse);
  print_row ("header as an instance", instance, parse);
  print_row ("import, two threads, index and health", import, parse);
  printf ("%-44s %9.2f s\n", "import of them all", import.wall_us * n / 1e6);
}

static void
bench_import (Bench *bench)
{
  make_files (bench, N_FILES, SIDE);
  print_table (bench, "µs a file (400 of 512 × 512 × 16 bit, warm)");

  for (guint i = 0; i < bench->paths->len; i++)
    g_unlink (bench->paths->pdata[i]);
  g_ptr_array_set_size (bench->paths, 0);
  make_files (bench, N_SMALL, 16);
  print_table (bench, "µs a file (10,000 of 16 × 16 × 16 bit, warm)");
}

static void
bench_list (Bench *bench)
{
  Cost raw, rows;

  full_library = new_library (bench);
  if (!ovr_database_write (ovr_library_get_database (full_library), fill, NULL, NULL))
    g_error ("the library can't be filled");
  sqlite3_exec (ovr_database_get_reader (ovr_library_get_database (full_library)), "PRAGMA wal_checkpoint (TRUNCATE)", NULL,
                NULL, NULL);
  raw = measure (bench, read_database, N_STUDIES);
  rows = measure (bench, list_studies, N_STUDIES);
  printf ("%-44s %9s %9s %8s %8s\n", "µs a study (10,000 in the library)", "wall", "CPU", "× wall", "× CPU");
  print_row ("read the database's file (the limit)", raw, raw);
  print_row ("list of studies", rows, raw);
  g_clear_object (&full_library);
}

int
main (int argc,
      char **argv)
{
  Bench bench = { .folder = sample_folder () };

  ovr_dicom_init ();
  bench.images = g_build_filename (bench.folder, "images", NULL);
  g_mkdir (bench.images, 0700);
  bench.paths = g_ptr_array_new_with_free_func (g_free);
  bench_import (&bench);
  bench_list (&bench);
  g_ptr_array_unref (bench.paths);
  g_free (bench.images);
  sample_remove (bench.folder);
  return 0;
}
