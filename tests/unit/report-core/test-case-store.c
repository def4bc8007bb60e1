/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-removal.h"
#include "ovr-case-store.h"
#include "ovr-report-claims.h"
#include "sample-report.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *directory;
  char *path;
  OvrDatabase *database;
  OvrCaseStore *store;
  int n_changed;
  int n_failed;
} Fixture;

static void
on_changed (OvrCaseStore *store,
            const char *case_id,
            gpointer data)
{
  ((Fixture *) data)->n_changed++;
}

static void
on_failed (OvrCaseStore *store,
           const char *case_id,
           const GError *error,
           gpointer data)
{
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);
  ((Fixture *) data)->n_failed++;
}

static void
open_store (Fixture *fixture)
{
  const OvrModule *const modules[] = { ovr_case_store_get_module () };
  g_autoptr (GError) error = NULL;

  fixture->database = ovr_database_open (fixture->path, modules, 1, &error);
  g_assert_no_error (error);
  fixture->store = ovr_case_store_new (fixture->database);
  g_signal_connect (fixture->store, "changed", G_CALLBACK (on_changed), fixture);
  g_signal_connect (fixture->store, "save-failed", G_CALLBACK (on_failed), fixture);
}

static void
close_store (Fixture *fixture)
{
  g_assert_finalize_object (fixture->store);
  ovr_database_unref (fixture->database);
}

static void
reopen (Fixture *fixture)
{
  close_store (fixture);
  open_store (fixture);
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->directory = g_dir_make_tmp ("ovr-case-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->directory, "library.db", NULL);
  open_store (fixture);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  static const char *const names[] = { "library.db", "library.db-wal", "library.db-shm" };

  close_store (fixture);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->directory, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->path);
}

static void
destroy_intake (gpointer data)
{
  ovr_case_intake_free (data);
}

/* Adopts @uids (NULL-terminated) of one patient; returns the case's id. */
static char *
adopt (Fixture *fixture,
       const char *key,
       const char *first,
       ...)
{
  g_autoptr (GPtrArray) intakes = g_ptr_array_new_with_free_func (destroy_intake);
  OvrCaseIntake *intake = ovr_case_intake_new (key, "CT chest");
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, first);
  for (const char *uid = first; uid != NULL; uid = va_arg (args, const char *))
    g_ptr_array_add (intake->study_uids, g_strdup (uid));
  va_end (args);
  g_ptr_array_add (intakes, intake);
  ids = ovr_case_store_adopt (fixture->store, intakes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ids->len, ==, 1);
  return g_ptr_array_steal_index (ids, 0);
}

static OvrReport *
make_report (const char *case_id,
             const char *answer)
{
  OvrReport *report = sample_report_new (11);

  g_free (report->case_id);
  report->case_id = g_strdup (case_id);
  report->version = 1;
  report->status = OVR_REPORT_DRAFT;
  g_free (report->answer);
  report->answer = g_strdup (answer);
  return report;
}

static void
sign (OvrReport *report)
{
  report->status = OVR_REPORT_SIGNED;
  g_free (report->signed_at);
  report->signed_at = g_strdup ("2026-11-23T18:08:00+01:00");
  g_free (report->signed_sha256);
  report->signed_sha256 = g_strdup ("ab12");
}

static void
test_one_patient_one_case (Fixture *fixture,
                           gconstpointer data)
{
  g_autofree char *first = adopt (fixture, "key-a", "1.1", "1.2", NULL);
  g_autofree char *again = adopt (fixture, "key-a", "1.2", NULL);
  g_autofree char *more = adopt (fixture, "key-a", "1.2", "1.3", NULL);
  g_autofree char *other = adopt (fixture, "key-b", "2.1", NULL);
  g_autoptr (GPtrArray) cases = ovr_case_store_list (fixture->store, NULL);
  const OvrCase *newest = cases->pdata[0];
  const OvrCase *oldest = cases->pdata[1];

  g_assert_cmpstr (first, ==, "C1");
  g_assert_cmpstr (again, ==, "C1");
  g_assert_cmpstr (more, ==, "C1");
  g_assert_cmpstr (other, ==, "C2");
  g_assert_cmpuint (cases->len, ==, 2);
  g_assert_cmpstr (newest->id, ==, "C2");
  g_assert_cmpuint (oldest->study_uids->len, ==, 3);
  g_assert_cmpuint (oldest->patient_keys->len, ==, 1);
  g_assert_cmpstr (oldest->patient_keys->pdata[0], ==, "key-a");
  g_assert_cmpstr (oldest->title, ==, "CT chest");
  g_assert_cmpint (oldest->status, ==, OVR_CASE_NEW);
  g_assert_cmpint (oldest->report_version, ==, 0);
}

/* A case of person A into which B was merged; the case's id. */
static char *
adopt_merged (Fixture *fixture)
{
  g_autoptr (GPtrArray) intakes = g_ptr_array_new_with_free_func (destroy_intake);
  OvrCaseIntake *intake = ovr_case_intake_new ("key-a", NULL);
  OvrCaseIntake *other = ovr_case_intake_new ("key-b", NULL);
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (intakes, intake);
  g_ptr_array_add (intake->study_uids, g_strdup ("1.2.1"));
  g_ptr_array_add (other->study_uids, g_strdup ("1.2.2"));
  ovr_case_intake_join (intake, other, "Same insurance card");
  ovr_case_intake_free (other);
  ids = ovr_case_store_adopt (fixture->store, intakes, &error);
  g_assert_no_error (error);
  return g_strdup (g_ptr_array_index (ids, 0));
}

static void
test_a_merged_person_is_in_the_case_with_the_reason (Fixture *fixture,
                                                     gconstpointer data)
{
  g_autofree char *id = adopt_merged (fixture), *later = NULL;
  g_autoptr (OvrCase) found = NULL;
  const OvrCaseMerger *merger;

  reopen (fixture);
  found = ovr_case_store_get (fixture->store, id, NULL);
  g_assert_cmpuint (found->patient_keys->len, ==, 2);
  g_assert_cmpuint (found->study_uids->len, ==, 2);
  g_assert_cmpuint (found->mergers->len, ==, 1);
  merger = g_ptr_array_index (found->mergers, 0);
  g_assert_cmpstr (merger->patient_key, ==, "key-b");
  g_assert_cmpstr (merger->reason, ==, "Same insurance card");
  g_assert_nonnull (merger->merged_at);

  /* What comes of that person later joins the same case. */
  later = adopt (fixture, "key-b", "1.2.3", NULL);
  g_assert_cmpstr (later, ==, id);
}

static void
test_a_merger_can_be_taken_back (Fixture *fixture,
                                 gconstpointer data)
{
  g_autofree char *id = adopt_merged (fixture);
  g_autoptr (GPtrArray) uids = g_ptr_array_new ();
  g_autoptr (OvrCase) found = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (uids, (gpointer) "1.2.2");
  g_assert_true (ovr_case_store_part (fixture->store, id, "key-b", uids, &error));
  g_assert_no_error (error);
  found = ovr_case_store_get (fixture->store, id, NULL);
  g_assert_cmpuint (found->patient_keys->len, ==, 1);
  g_assert_cmpuint (found->study_uids->len, ==, 1);
  g_assert_cmpuint (found->mergers->len, ==, 0);

  /* The case's own person is no merger. */
  g_assert_false (ovr_case_store_part (fixture->store, id, "key-a", uids, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);
}

static void
test_a_signed_case_keeps_its_studies_and_takes_no_more (Fixture *fixture,
                                                        gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = make_report (id, "signed");
  g_autofree char *same = NULL;
  g_autofree char *later = NULL;

  sign (report);
  g_assert_true (ovr_case_store_sign_report (fixture->store, report, "/signed.pdf", NULL));
  same = adopt (fixture, "key-a", "1.1", NULL);
  later = adopt (fixture, "key-a", "1.1", "1.2", NULL);
  g_assert_cmpstr (same, ==, id);
  g_assert_cmpstr (later, ==, "C2");
}

static void
test_a_ready_case_with_new_images_is_read_again (Fixture *fixture,
                                                 gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autofree char *same = NULL;
  g_autoptr (OvrCase) found = NULL;

  ovr_case_store_set_status (fixture->store, id, OVR_CASE_READY);
  ovr_case_store_set_due (fixture->store, id, (OvrDate){ 2026, 11, 30 });
  g_assert_true (ovr_case_store_flush (fixture->store, NULL));
  found = ovr_case_store_get (fixture->store, id, NULL);
  g_assert_cmpint (found->status, ==, OVR_CASE_READY);
  g_assert_cmpint (found->due.day, ==, 30);
  same = adopt (fixture, "key-a", "1.2", NULL);
  g_assert_cmpstr (same, ==, id);
  g_clear_pointer (&found, ovr_case_free);
  found = ovr_case_store_get (fixture->store, id, NULL);
  g_assert_cmpint (found->status, ==, OVR_CASE_READING);
}

/* Every letter typed: the last state always gets in, the first at once, and
 * what lies between is kept as far as it was written. */
static void
test_typing_is_saved (Fixture *fixture,
                      gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = make_report (id, "");
  g_autoptr (OvrReport) back = NULL;
  g_autoptr (GPtrArray) states = NULL;
  g_autoptr (OvrReport) first = NULL;
  g_autoptr (OvrCase) found = NULL;
  GString *text = g_string_new (NULL);

  for (int i = 0; i < 400; i++)
    {
      g_string_append_c (text, (char) ('a' + i % 26));
      g_free (report->answer);
      report->answer = g_strdup (text->str);
      ovr_case_store_save_report (fixture->store, report);
      back = ovr_case_store_load_report (fixture->store, id, NULL);
      g_assert_cmpstr (back->answer, ==, text->str);
      g_clear_pointer (&back, ovr_report_free);
    }
  reopen (fixture);
  back = ovr_case_store_load_report (fixture->store, id, NULL);
  g_assert_cmpstr (back->answer, ==, text->str);
  states = ovr_case_store_list_states (fixture->store, id, NULL);
  g_assert_cmpuint (states->len, >=, 2);
  g_assert_cmpuint (states->len, <, 400);
  first = ovr_case_store_load_state (fixture->store, ((OvrReportState *) states->pdata[0])->id, NULL);
  g_assert_cmpstr (first->answer, ==, "a");
  found = ovr_case_store_get (fixture->store, id, NULL);
  g_assert_cmpint (found->status, ==, OVR_CASE_READING);
  g_assert_cmpint (found->report_version, ==, 1);
  g_string_free (text, TRUE);
}

static void
test_every_flushed_state_is_kept_and_small (Fixture *fixture,
                                            gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = make_report (id, "");
  g_autoptr (GPtrArray) states = NULL;
  g_autoptr (sqlite3_stmt) size = NULL;
  g_autofree char *json = NULL;

  for (int i = 0; i < 60; i++)
    {
      g_autofree char *answer = g_strnfill ((gsize) i * 3, 'x');

      g_free (report->answer);
      report->answer = g_strdup (answer);
      ovr_case_store_save_report (fixture->store, report);
      g_assert_true (ovr_case_store_flush (fixture->store, NULL));
      ovr_case_store_save_report (fixture->store, report);
      g_assert_true (ovr_case_store_flush (fixture->store, NULL));
    }
  states = ovr_case_store_list_states (fixture->store, id, NULL);
  g_assert_cmpuint (states->len, ==, 60);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (OvrReport) state = ovr_case_store_load_state (fixture->store, ((OvrReportState *) states->pdata[i])->id, NULL);

      g_assert_cmpuint (strlen (state->answer), ==, i * 3);
    }
  size = ovr_database_prepare (ovr_database_get_reader (fixture->database), "SELECT SUM (LENGTH (content)) FROM report_state", NULL);
  g_assert_cmpint (sqlite3_step (size), ==, SQLITE_ROW);
  json = ovr_report_to_json (report);
  g_assert_cmpint (sqlite3_column_int64 (size, 0), <, 2 * (gint64) strlen (json));
}

static void
test_writing_reports_itself_in_the_main_loop (Fixture *fixture,
                                              gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = make_report (id, "one");
  g_autoptr (OvrReport) lost = make_report ("C99", "no such case");
  int before = fixture->n_changed;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  ovr_case_store_save_report (fixture->store, report);
  ovr_case_store_save_report (fixture->store, lost);
  while ((fixture->n_changed == before || fixture->n_failed == 0) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (fixture->n_changed, >, before);
  g_assert_cmpint (fixture->n_failed, ==, 1);
  /* What failed is still there, and says so again. */
  g_assert_false (ovr_case_store_flush (fixture->store, NULL));
  g_test_expect_message ("overread", G_LOG_LEVEL_WARNING, "*could not be saved*");
  reopen (fixture);
  g_test_assert_expected_messages ();
}

static void
run_refused (Fixture *fixture,
             const char *sql)
{
  sqlite3 *connection = NULL;
  int code;

  g_assert_cmpint (sqlite3_open (fixture->path, &connection), ==, SQLITE_OK);
  sqlite3_exec (connection, "PRAGMA foreign_keys = ON", NULL, NULL, NULL);
  code = sqlite3_exec (connection, sql, NULL, NULL, NULL);
  if (code != SQLITE_CONSTRAINT)
    g_error ("not refused (%d): %s", code, sql);
  sqlite3_close (connection);
}

/* Also by another program that opens the file. */
static void
test_a_signed_report_cannot_be_changed (Fixture *fixture,
                                        gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = make_report (id, "final words");
  g_autoptr (OvrReport) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrCase) found = NULL;

  ovr_case_store_save_report (fixture->store, report);
  g_assert_true (ovr_case_store_flush (fixture->store, NULL));
  /* A draft's saved states stay as they are, too. */
  run_refused (fixture, "REPLACE INTO report_state (id, report, saved_at, content, sha256) SELECT id, report, 'x', 'x', 'x' FROM report_state");
  sign (report);
  g_assert_true (ovr_case_store_sign_report (fixture->store, report, "/signed.pdf", &error));
  g_assert_false (ovr_case_store_sign_report (fixture->store, report, "/signed.pdf", &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);

  run_refused (fixture, "UPDATE report_state SET content = 'x'");
  run_refused (fixture, "DELETE FROM report_state");
  run_refused (fixture, "REPLACE INTO report_state (id, report, saved_at, content, sha256) SELECT id, report, 'x', 'x', 'x' FROM report_state");
  run_refused (fixture, "INSERT INTO report_state (report, saved_at, content, sha256) SELECT id, 'x', 'x', 'x' FROM report_version");
  run_refused (fixture, "UPDATE report_version SET signed_at = NULL, signed_sha256 = NULL");
  run_refused (fixture, "UPDATE report_version SET version = 7");
  run_refused (fixture, "DELETE FROM report_version");
  run_refused (fixture, "REPLACE INTO report_version (case_id, version) VALUES ('C1', 1)");
  run_refused (fixture, "REPLACE INTO report_version (id, case_id, version) VALUES (1, 'C1', 2)");
  run_refused (fixture, "DELETE FROM cases");
  run_refused (fixture, "REPLACE INTO cases (id, created_at, changed_at) VALUES ('C1', '', '')");
  run_refused (fixture, "UPDATE cases SET id = 'C2'");

  back = ovr_case_store_load_report (fixture->store, id, NULL);
  g_assert_cmpstr (back->answer, ==, "final words");
  g_assert_cmpint (back->status, ==, OVR_REPORT_SIGNED);
  found = ovr_case_store_get (fixture->store, id, NULL);
  g_assert_cmpint (found->status, ==, OVR_CASE_SIGNED);
}

static void
test_an_addendum_is_a_version_with_a_predecessor (Fixture *fixture,
                                                  gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = make_report (id, "first");
  g_autoptr (OvrReport) next = NULL;
  g_autoptr (OvrReport) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) row = NULL;
  g_autoptr (GPtrArray) states = NULL;

  /* Not while the first version is open. */
  ovr_case_store_save_report (fixture->store, report);
  g_assert_true (ovr_case_store_flush (fixture->store, NULL));
  report->version = 2;
  ovr_case_store_save_report (fixture->store, report);
  g_assert_false (ovr_case_store_flush (fixture->store, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);

  report->version = 1;
  ovr_case_store_save_report (fixture->store, report);
  sign (report);
  g_clear_error (&error);
  g_assert_true (ovr_case_store_sign_report (fixture->store, report, "/signed.pdf", &error));
  next = ovr_report_new_version (report, NULL);
  g_free (next->answer);
  next->answer = g_strdup ("second");
  ovr_case_store_save_report (fixture->store, next);
  g_assert_true (ovr_case_store_flush (fixture->store, &error));
  back = ovr_case_store_load_report (fixture->store, id, NULL);
  g_assert_cmpstr (back->answer, ==, "second");
  g_assert_cmpint (back->version, ==, 2);
  row = ovr_database_prepare (ovr_database_get_reader (fixture->database),
                              "SELECT 1 FROM report_version b JOIN report_version a ON a.id = b.predecessor WHERE a.version = 1 AND b.version = 2", NULL);
  g_assert_cmpint (sqlite3_step (row), ==, SQLITE_ROW);
  states = ovr_case_store_list_states (fixture->store, id, NULL);
  g_assert_cmpuint (states->len, ==, 3);
  g_assert_true (((OvrReportState *) states->pdata[1])->is_signed);
}

/* A case whose first version is signed and sent. */
static OvrReport *
make_sent (Fixture *fixture,
           const char *id)
{
  OvrReport *report = make_report (id, "first");

  sign (report);
  g_assert_true (ovr_case_store_sign_report (fixture->store, report, "/first.pdf", NULL));
  ovr_case_store_set_status (fixture->store, id, OVR_CASE_SENT);
  g_assert_true (ovr_case_store_flush (fixture->store, NULL));
  return report;
}

static void
assert_case (Fixture *fixture,
             const char *id,
             OvrCaseStatus status,
             int version,
             const char *answer)
{
  g_autoptr (OvrCase) found = ovr_case_store_get (fixture->store, id, NULL);
  g_autoptr (OvrReport) report = ovr_case_store_load_report (fixture->store, id, NULL);

  g_assert_cmpint (found->status, ==, status);
  g_assert_cmpint (found->report_version, ==, version);
  g_assert_cmpint (report->version, ==, version);
  g_assert_cmpstr (report->answer, ==, answer);
}

static void
test_versions_are_listed_and_read (Fixture *fixture,
                                   gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) first = make_sent (fixture, id);
  g_autoptr (OvrReport) next = ovr_report_new_version (first, NULL);
  g_autoptr (OvrReport) old = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GError) error = NULL;
  const OvrReportVersion *version;

  g_free (next->answer);
  next->answer = g_strdup ("second");
  g_assert_true (ovr_case_store_start_version (fixture->store, next, &error));
  assert_case (fixture, id, OVR_CASE_READING, 2, "second");

  /* One open draft a case. */
  g_assert_false (ovr_case_store_start_version (fixture->store, next, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);
  g_clear_error (&error);
  next->version = 3;
  g_assert_false (ovr_case_store_start_version (fixture->store, next, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);

  versions = ovr_case_store_list_versions (fixture->store, id, NULL);
  g_assert_cmpuint (versions->len, ==, 2);
  version = versions->pdata[0];
  g_assert_cmpint (version->version, ==, 1);
  g_assert_cmpstr (version->signed_at, ==, first->signed_at);
  g_assert_cmpstr (version->signed_sha256, ==, first->signed_sha256);
  g_assert_cmpstr (version->file, ==, "/first.pdf");
  old = ovr_case_store_load_state (fixture->store, version->state_id, NULL);
  g_assert_cmpstr (old->answer, ==, "first");
  g_assert_cmpint (old->status, ==, OVR_REPORT_SIGNED);
  version = versions->pdata[1];
  g_assert_cmpint (version->version, ==, 2);
  g_assert_null (version->signed_at);
  g_assert_null (version->file);
}

static void
test_a_discarded_draft_brings_the_signed_version_back (Fixture *fixture,
                                                       gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) first = make_sent (fixture, id);
  g_autoptr (OvrReport) next = ovr_report_new_version (first, NULL);
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GPtrArray) states = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (ovr_case_store_start_version (fixture->store, next, NULL));
  g_free (next->answer);
  next->answer = g_strdup ("typed last");
  ovr_case_store_save_report (fixture->store, next);
  g_assert_true (ovr_case_store_discard_version (fixture->store, id, 2, &error));
  assert_case (fixture, id, OVR_CASE_SENT, 1, "first");
  versions = ovr_case_store_list_versions (fixture->store, id, NULL);
  g_assert_cmpuint (versions->len, ==, 1);
  states = ovr_case_store_list_states (fixture->store, id, NULL);
  g_assert_cmpuint (states->len, ==, 3);

  /* Another program that has the draft open still can't bring it back. */
  run_refused (fixture, "INSERT INTO report_state (report, saved_at, content, sha256) SELECT id, 'x', 'x', 'x' FROM report_version WHERE version = 2");
}

static void
test_a_version_is_started_again_after_it_was_discarded (Fixture *fixture,
                                                        gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) first = make_sent (fixture, id);
  g_autoptr (OvrReport) next = ovr_report_new_version (first, NULL);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 3; i++)
    {
      g_assert_true (ovr_case_store_start_version (fixture->store, next, &error));
      assert_case (fixture, id, OVR_CASE_READING, 2, "first");
      g_assert_true (ovr_case_store_discard_version (fixture->store, id, 2, &error));
      assert_case (fixture, id, OVR_CASE_SENT, 1, "first");
    }
  g_assert_true (ovr_case_store_start_version (fixture->store, next, &error));
  g_free (next->signed_sha256);
  sign (next);
  g_assert_true (ovr_case_store_sign_report (fixture->store, next, "/second.pdf", &error));
  assert_case (fixture, id, OVR_CASE_SIGNED, 2, "first");
  g_assert_cmpint (ovr_case_store_find_successor (fixture->store, "nobody's", NULL), ==, 0);
}

static void
test_a_signed_version_cannot_be_discarded (Fixture *fixture,
                                           gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) first = make_sent (fixture, id);
  g_autoptr (GError) error = NULL;

  g_assert_false (ovr_case_store_discard_version (fixture->store, id, 1, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (ovr_case_store_discard_version (fixture->store, id, 2, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);
  run_refused (fixture, "UPDATE report_version SET discarded_at = 'now'");
  assert_case (fixture, id, OVR_CASE_SENT, 1, "first");
}

static void
test_an_open_first_version_cannot_be_discarded (Fixture *fixture,
                                                gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = make_report (id, "only one");

  ovr_case_store_save_report (fixture->store, report);
  g_assert_false (ovr_case_store_discard_version (fixture->store, id, 1, NULL));
  run_refused (fixture, "UPDATE report_version SET discarded_at = 'now'");
  assert_case (fixture, id, OVR_CASE_READING, 1, "only one");
}

static void
test_the_successor_of_a_file_is_known (Fixture *fixture,
                                       gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) first = make_sent (fixture, id);
  g_autoptr (OvrReport) next = ovr_report_new_version (first, NULL);

  g_assert_true (ovr_case_store_start_version (fixture->store, next, NULL));
  g_assert_cmpint (ovr_case_store_find_successor (fixture->store, first->signed_sha256, NULL), ==, 0);
  sign (next);
  g_free (next->signed_sha256);
  next->signed_sha256 = g_strdup ("another");
  g_assert_true (ovr_case_store_sign_report (fixture->store, next, NULL, NULL));
  g_assert_cmpint (ovr_case_store_find_successor (fixture->store, first->signed_sha256, NULL), ==, 2);
  g_assert_cmpint (ovr_case_store_find_successor (fixture->store, "another", NULL), ==, 0);
}

typedef struct
{
  const char *id;
  gboolean deleted;
} Removal;

static gboolean
remove_case (sqlite3 *writer,
             gpointer data,
             GError **error)
{
  Removal *removal = data;

  return ovr_case_remove (writer, removal->id, &removal->deleted, error);
}

static gboolean
bring_back (sqlite3 *writer,
            gpointer data,
            GError **error)
{
  return ovr_case_bring_back (writer, data, error);
}

static guint
count_cases (Fixture *fixture)
{
  g_autoptr (GPtrArray) cases = ovr_case_store_list (fixture->store, NULL);

  return cases->len;
}

static void
test_an_unsigned_case_is_removed_with_its_states (Fixture *fixture,
                                                  gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autofree char *other = adopt (fixture, "key-b", "1.2", NULL);
  g_autofree char *again = NULL;
  g_autoptr (OvrReport) report = make_report (id, "draft"), kept = make_report (other, "kept"), left = NULL;
  Removal removal = { id, FALSE };
  g_autoptr (GError) error = NULL;

  ovr_case_store_save_report (fixture->store, report);
  ovr_case_store_save_report (fixture->store, kept);
  g_assert_true (ovr_case_store_flush (fixture->store, NULL));
  g_assert_true (ovr_database_write (fixture->database, remove_case, &removal, &error));
  g_assert_no_error (error);
  g_assert_true (removal.deleted);
  g_assert_null (ovr_case_store_get (fixture->store, id, NULL));
  g_assert_cmpuint (count_cases (fixture), ==, 1);
  left = ovr_case_store_load_report (fixture->store, other, NULL);
  g_assert_cmpstr (left->answer, ==, "kept");

  /* A number is never used twice. */
  again = adopt (fixture, "key-a", "1.1", NULL);
  g_assert_cmpstr (again, !=, id);
  g_assert_false (ovr_database_write (fixture->database, remove_case, &removal, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);
}

static void
test_a_signed_case_is_put_away_and_comes_back (Fixture *fixture,
                                               gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autofree char *new = NULL, *same = NULL;
  g_autoptr (OvrReport) report = make_report (id, "signed"), back = NULL;
  Removal removal = { id, TRUE };

  ovr_case_store_save_report (fixture->store, report);
  sign (report);
  g_assert_true (ovr_case_store_sign_report (fixture->store, report, "/signed.pdf", NULL));
  g_assert_true (ovr_database_write (fixture->database, remove_case, &removal, NULL));
  g_assert_false (removal.deleted);
  g_assert_cmpuint (count_cases (fixture), ==, 0);
  run_refused (fixture, "DELETE FROM report_state");
  run_refused (fixture, "DELETE FROM report_version");
  run_refused (fixture, "DELETE FROM cases");
  back = ovr_case_store_load_report (fixture->store, id, NULL);
  g_assert_cmpstr (back->answer, ==, "signed");

  g_assert_true (ovr_database_write (fixture->database, bring_back, id, NULL));
  g_assert_cmpuint (count_cases (fixture), ==, 1);

  /* So does one whose studies are imported again; others make a new case. */
  g_assert_true (ovr_database_write (fixture->database, remove_case, &removal, NULL));
  new = adopt (fixture, "key-a", "1.9", NULL);
  g_assert_cmpstr (new, !=, id);
  same = adopt (fixture, "key-a", "1.1", NULL);
  g_assert_cmpstr (same, ==, id);
  g_assert_cmpuint (count_cases (fixture), ==, 2);
}

static void
test_an_open_case_that_was_put_away_takes_no_studies (Fixture *fixture,
                                                      gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autofree char *new = NULL;
  g_autoptr (OvrReport) report = make_report (id, "signed"), next = NULL;
  Removal removal = { id, FALSE };

  ovr_case_store_save_report (fixture->store, report);
  sign (report);
  g_assert_true (ovr_case_store_sign_report (fixture->store, report, NULL, NULL));
  next = ovr_report_new_version (report, NULL);
  g_assert_true (ovr_case_store_start_version (fixture->store, next, NULL));
  g_assert_true (ovr_database_write (fixture->database, remove_case, &removal, NULL));
  g_assert_false (removal.deleted);
  new = adopt (fixture, "key-a", "1.2", NULL);
  g_assert_cmpstr (new, !=, id);
}

static void
test_the_place_of_reading_comes_back (Fixture *fixture,
                                      gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autofree char *none = ovr_case_store_dup_view (fixture->store, id);
  g_autofree char *queued = NULL;
  g_autofree char *stored = NULL;

  g_assert_null (none);
  for (int i = 0; i < 50; i++)
    {
      g_autofree char *view = g_strdup_printf ("{\"slice\":%d}", i);

      ovr_case_store_save_view (fixture->store, id, view);
    }
  queued = ovr_case_store_dup_view (fixture->store, id);
  g_assert_cmpstr (queued, ==, "{\"slice\":49}");
  reopen (fixture);
  stored = ovr_case_store_dup_view (fixture->store, id);
  g_assert_cmpstr (stored, ==, "{\"slice\":49}");
}

static void
on_adopted (GObject *source,
            GAsyncResult *result,
            gpointer data)
{
  *(GPtrArray **) data = ovr_case_store_adopt_finish (OVR_CASE_STORE (source), result, NULL);
}

static void
test_adopting_without_waiting (Fixture *fixture,
                               gconstpointer data)
{
  g_autoptr (GPtrArray) intakes = g_ptr_array_new_with_free_func (destroy_intake);
  g_autoptr (GPtrArray) ids = NULL;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *key = g_strdup_printf ("key-%d", i);
      OvrCaseIntake *intake = ovr_case_intake_new (key, NULL);

      g_ptr_array_add (intake->study_uids, g_strdup (key));
      g_ptr_array_add (intakes, intake);
    }
  ovr_case_store_adopt_async (fixture->store, intakes, on_adopted, &ids);
  while (ids == NULL && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (ids->len, ==, 3);
  g_assert_cmpstr (ids->pdata[2], ==, "C3");
}

static void
test_a_damaged_state_is_not_shown (Fixture *fixture,
                                   gconstpointer data)
{
  g_autofree char *id = adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = make_report (id, "whole");
  g_autoptr (GError) error = NULL;
  sqlite3 *connection = NULL;

  ovr_case_store_save_report (fixture->store, report);
  g_assert_true (ovr_case_store_flush (fixture->store, NULL));
  g_assert_cmpint (sqlite3_open (fixture->path, &connection), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (connection, "DROP TRIGGER report_state_update; UPDATE report_state SET content = CAST (REPLACE (CAST (content AS TEXT), 'whole', 'other') AS BLOB)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (connection);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_null (ovr_case_store_load_report (fixture->store, id, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_FAILED);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/case-store/merged", test_a_merged_person_is_in_the_case_with_the_reason);
  ADD ("/case-store/parted", test_a_merger_can_be_taken_back);
  ADD ("/case-store/adopt/one-case", test_one_patient_one_case);
  ADD ("/case-store/adopt/signed", test_a_signed_case_keeps_its_studies_and_takes_no_more);
  ADD ("/case-store/adopt/ready", test_a_ready_case_with_new_images_is_read_again);
  ADD ("/case-store/adopt/async", test_adopting_without_waiting);
  ADD ("/case-store/save/typing", test_typing_is_saved);
  ADD ("/case-store/save/every-state", test_every_flushed_state_is_kept_and_small);
  ADD ("/case-store/save/signals", test_writing_reports_itself_in_the_main_loop);
  ADD ("/case-store/signed", test_a_signed_report_cannot_be_changed);
  ADD ("/case-store/addendum", test_an_addendum_is_a_version_with_a_predecessor);
  ADD ("/case-store/versions/list", test_versions_are_listed_and_read);
  ADD ("/case-store/versions/discard", test_a_discarded_draft_brings_the_signed_version_back);
  ADD ("/case-store/versions/again", test_a_version_is_started_again_after_it_was_discarded);
  ADD ("/case-store/versions/signed", test_a_signed_version_cannot_be_discarded);
  ADD ("/case-store/versions/first", test_an_open_first_version_cannot_be_discarded);
  ADD ("/case-store/versions/successor", test_the_successor_of_a_file_is_known);
  ADD ("/case-store/remove/draft", test_an_unsigned_case_is_removed_with_its_states);
  ADD ("/case-store/remove/signed", test_a_signed_case_is_put_away_and_comes_back);
  ADD ("/case-store/remove/open-version", test_an_open_case_that_was_put_away_takes_no_studies);
  ADD ("/case-store/view", test_the_place_of_reading_comes_back);
  ADD ("/case-store/damaged", test_a_damaged_state_is_not_shown);
  return g_test_run ();
}
