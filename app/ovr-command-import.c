/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command-identity.h"
#include "ovr-command-json.h"
#include "ovr-command.h"
#include "ovr-commands.h"
#include "ovr-library-cases.h"
#include "ovr-log.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MAX_PASSWORD 1024

/* How long a wish to stop may wait for who types. */
#define PASSWORD_WAIT_MS 50

/**
 * Run:
 * @cancellable: cancelled by SIGINT and SIGTERM
 * @shows_progress: standard error is a terminal
 * @password: (nullable): from a file
 *
 * One import.
 */
typedef struct
{
  GMainLoop *loop;
  GCancellable *cancellable;
  OvrImportResult *result;
  GError *error;
  gboolean shows_progress;
  const char *password;
} Run;

static gboolean
on_signal (gpointer data)
{
  g_cancellable_cancel (((Run *) data)->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
on_progress (const OvrImportProgress *progress,
             gpointer data)
{
  if (!((Run *) data)->shows_progress)
    return;
  if (progress->n_to_copy > 0)
    fprintf (stderr, "\r%u of %u files copied", progress->n_copied, progress->n_to_copy);
  else if (progress->n_total > 0)
    fprintf (stderr, "\r%u of %u files, %u images", progress->n_files, progress->n_total, progress->n_instances);
  else
    fprintf (stderr, "\r%u files, %u images", progress->n_files, progress->n_instances);
  if (isfinite (progress->seconds_left))
    fprintf (stderr, ", about %.0f s left", ceil (progress->seconds_left));
  fprintf (stderr, "   ");
}

/* FALSE where somebody stopped the import instead of typing. */
static gboolean
wait_for_line (int terminal,
               GCancellable *cancellable)
{
  struct pollfd poller = { .fd = terminal, .events = POLLIN };
  int ready = 0;

  while (ready == 0 && !g_cancellable_is_cancelled (cancellable))
    ready = poll (&poller, 1, PASSWORD_WAIT_MS);
  return ready > 0;
}

/* Asks with @prompt and reads a line from the terminal without showing it.
 * (transfer full) (nullable) */
static char *
read_hidden (int terminal,
             const char *prompt,
             GCancellable *cancellable)
{
  struct termios shown, hidden;
  char text[MAX_PASSWORD];
  gssize size;
  char *line;

  if (tcgetattr (terminal, &shown) != 0)
    return NULL;
  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (terminal, TCSAFLUSH, &hidden);
  dprintf (terminal, "%s", prompt);
  size = wait_for_line (terminal, cancellable) ? read (terminal, text, sizeof text - 1) : 0;
  tcsetattr (terminal, TCSAFLUSH, &shown);
  dprintf (terminal, "\n");
  text[MAX (size, 0)] = '\0';
  line = size > 1 ? g_strndup (text, strcspn (text, "\r\n")) : NULL;
  explicit_bzero (text, sizeof text);
  return line;
}

/* From the file once, else from who sits at the terminal. */
static char *
on_password (const char *archive,
             guint attempt,
             gpointer data)
{
  Run *run = data;
  g_autofree char *name = ovr_log_file (archive);
  g_autofree char *prompt = NULL;
  char *password;
  int terminal;

  if (run->password != NULL)
    return attempt == 0 ? g_strdup (run->password) : NULL;
  terminal = isatty (STDIN_FILENO) ? open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY) : -1;
  if (terminal < 0)
    return NULL;
  prompt = g_strdup_printf ("%s%s: password: ", attempt > 0 ? "That is not the password. " : "", name);
  password = read_hidden (terminal, prompt, run->cancellable);
  close (terminal);
  return password;
}

static void
on_imported (GObject *source,
             GAsyncResult *result,
             gpointer data)
{
  Run *run = data;

  run->result = ovr_import_finish (OVR_LIBRARY (source), result, &run->error);
  if (run->shows_progress)
    fprintf (stderr, "\r%60s\r", "");
  g_main_loop_quit (run->loop);
}

/* Reads in a thread, so that a signal can end it between two files. */
static OvrImportResult *
run_import (OvrLibrary *library,
            const char *const *paths,
            const char *password,
            gboolean copy,
            GError **error)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Run run = { .loop = loop, .cancellable = cancellable, .shows_progress = isatty (STDERR_FILENO) != 0, .password = password };
  OvrImportOptions options = { .read = { .password = on_password, .password_data = &run }, .copy = copy };
  guint interrupt = g_unix_signal_add (SIGINT, on_signal, &run);
  guint terminate = g_unix_signal_add (SIGTERM, on_signal, &run);

  ovr_import_async (library, paths, &options, cancellable, on_progress, &run, on_imported, &run);
  g_main_loop_run (loop);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  if (run.result == NULL)
    g_propagate_error (error, run.error);
  return run.result;
}

/* ---- Output */

static void
add_study (JsonBuilder *builder,
           const OvrStudyRow *row)
{
  g_auto (GStrv) modalities = g_strsplit (row->modalities, ", ", 0);
  g_autofree char *date = ovr_date_to_iso (row->date);

  json_builder_begin_object (builder);
  ovr_command_json_string (builder, "uid", row->uid);
  json_builder_set_member_name (builder, "modalities");
  json_builder_begin_array (builder);
  for (guint i = 0; modalities[i] != NULL; i++)
    json_builder_add_string_value (builder, modalities[i]);
  json_builder_end_array (builder);
  ovr_command_json_string (builder, "date", date);
  json_builder_set_member_name (builder, "series");
  json_builder_add_int_value (builder, row->n_series);
  json_builder_set_member_name (builder, "instances");
  json_builder_add_int_value (builder, row->n_instances);
  json_builder_end_object (builder);
}

/* The rows of the imported studies, in their order; borrowed from @rows. */
static GPtrArray *
pick_rows (const OvrImportResult *result,
           GPtrArray *rows)
{
  GPtrArray *picked = g_ptr_array_new ();
  g_autoptr (GHashTable) by_study = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      OvrStudyRow *row = rows->pdata[i];

      g_hash_table_insert (by_study, g_strjoin ("\n", row->patient_key, row->uid, NULL), row);
    }
  for (guint i = 0; i < result->studies->len; i++)
    {
      const OvrImportedStudy *study = result->studies->pdata[i];
      g_autofree char *key = g_strjoin ("\n", study->patient_key, study->uid, NULL);
      OvrStudyRow *row = g_hash_table_lookup (by_study, key);

      if (row != NULL)
        g_ptr_array_add (picked, row);
    }
  return picked;
}

static void
add_skipped (JsonBuilder *builder,
             const OvrImportResult *result)
{
  json_builder_set_member_name (builder, "skipped");
  json_builder_begin_array (builder);
  for (guint i = 0; i < result->skipped->len; i++)
    {
      const OvrSkippedFile *file = result->skipped->pdata[i];
      g_autofree char *path = g_filename_display_name (file->path);

      json_builder_begin_object (builder);
      ovr_command_json_string (builder, "path", path);
      ovr_command_json_string (builder, "reason", file->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (const OvrImportResult *result,
            GPtrArray *rows,
            GPtrArray *case_ids)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "cases");
  json_builder_begin_array (builder);
  for (guint i = 0; i < case_ids->len; i++)
    json_builder_add_string_value (builder, case_ids->pdata[i]);
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "studies");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    add_study (builder, rows->pdata[i]);
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "instances");
  json_builder_add_int_value (builder, result->n_instances);
  json_builder_set_member_name (builder, "duplicates");
  json_builder_add_int_value (builder, result->n_duplicates);
  add_skipped (builder, result);
  ovr_command_json_number (builder, "seconds", result->seconds);
  json_builder_end_object (builder);
  ovr_command_json_print (builder);
}

static void
print_text (const OvrImportResult *result,
            GPtrArray *rows,
            GPtrArray *case_ids)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const OvrStudyRow *row = rows->pdata[i];
      g_autofree char *date = ovr_date_to_words (row->date, "en");

      printf ("%s, %s, %s: %u series, %u instances\n", row->modalities, date, row->description, row->n_series,
              row->n_instances);
    }
  for (guint i = 0; i < result->skipped->len; i++)
    {
      const OvrSkippedFile *file = result->skipped->pdata[i];
      g_autofree char *path = g_filename_display_name (file->path);

      printf ("skipped: %s: %s\n", path, file->reason);
    }
  if (result->n_copied + result->n_outside > 0)
    printf ("%u copied into the library, %u still to be copied\n", result->n_copied, result->n_outside);
  printf ("%u new, %u already there, %u skipped, %.2f s; cases:", result->n_instances, result->n_duplicates,
          result->skipped->len, result->seconds);
  for (guint i = 0; i < case_ids->len; i++)
    printf (" %s", (const char *) case_ids->pdata[i]);
  printf ("\n");
}

/* Nothing but files were named, and none of them could be read. */
static gboolean
is_failure (const OvrImportResult *result,
            const char *const *paths)
{
  if (result->n_instances + result->n_duplicates + result->n_conflicts > 0 || result->skipped->len == 0)
    return FALSE;
  for (guint i = 0; paths[i] != NULL; i++)
    if (g_file_test (paths[i], G_FILE_TEST_IS_DIR))
      return FALSE;
  return TRUE;
}

static int
import_into (OvrLibraryCases *both,
             const char *const *paths,
             const char *password,
             gboolean copy,
             gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrImportResult) result = run_import (both->library, paths, password, copy, &error);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) picked = NULL;
  g_autoptr (GPtrArray) intakes = NULL;
  g_autoptr (GPtrArray) ids = NULL;

  if (result == NULL)
    {
      /* What was read until then is whole, and gets its cases. */
      ovr_library_cases_adopt_orphans (both, NULL);
      return ovr_command_fail_input ("import: %s", g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                                                       ? "interrupted; what was read until then is in the library"
                                                       : error->message);
    }
  if (is_failure (result, paths))
    {
      const OvrSkippedFile *file = result->skipped->pdata[0];
      g_autofree char *name = ovr_log_file (file->path);

      return ovr_command_fail_input ("%s: %s", name, file->reason);
    }

  if (result->copy_problem != NULL)
    fprintf (stderr, "overread: import: %s\n", result->copy_problem);
  intakes = ovr_library_cases_intakes (result);
  ids = ovr_case_store_adopt (both->cases, intakes, &error);
  rows = ids != NULL && ovr_library_cases_adopt_orphans (both, &error) ? ovr_library_list_studies (both->library, &error) : NULL;
  if (rows == NULL)
    return ovr_command_fail_input ("import: %s", error->message);

  picked = pick_rows (result, rows);
  if (json)
    print_json (result, picked, ids);
  else
    print_text (result, picked, ids);
  return OVR_EXIT_DONE;
}

int
ovr_command_import (int argc,
                    char **argv)
{
  gboolean json = FALSE, copy = FALSE;
  g_autofree char *library = NULL;
  g_autofree char *password_file = NULL;
  char *password = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON document", NULL },
    { "copy", 0, 0, G_OPTION_ARG_NONE, &copy, "Copy the files into the library; without PATH, those that still lie outside", NULL },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &password_file, "The password of encrypted archives, in the file's first line", "FILE" },
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &library, "The library's file", "FILE" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (OvrLibraryCases) both = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int code;

  if (!ovr_command_parse ("PATH…", "Imports files, folders, DICOMDIR and archives into the library, one case a patient.",
                          entries, &argc, &argv, &code))
    return code;
  if (argc < 2 && !copy)
    return ovr_command_fail_usage ("import: what is to be imported?");

  path = ovr_command_library_path (library);
  both = ovr_library_cases_open (path, &error);
  if (both == NULL)
    return ovr_command_fail_input ("import: %s", error->message);
  if (password_file != NULL)
    {
      password = ovr_command_read_secret (password_file, &code);
      if (password == NULL)
        return code;
    }
  code = import_into (both, (const char *const *) argv + 1, password, copy, json);
  ovr_command_free_secret (password);
  return code;
}
