/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case-fixture.h"
#include "ovr-report-claims.h"
#include "sample-report.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_one_patient_one_case (CaseFixture *fixture,
                           gconstpointer data)
{
  g_autofree char *first = case_fixture_adopt (fixture, "key-a", "1.1", "1.2", NULL);
  g_autofree char *again = case_fixture_adopt (fixture, "key-a", "1.2", NULL);
  g_autofree char *more = case_fixture_adopt (fixture, "key-a", "1.2", "1.3", NULL);
  g_autofree char *other = case_fixture_adopt (fixture, "key-b", "2.1", NULL);
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
adopt_merged (CaseFixture *fixture)
{
  g_autoptr (GPtrArray) intakes = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_case_intake_free);
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
test_a_merged_person_is_in_the_case_with_the_reason (CaseFixture *fixture,
                                                     gconstpointer data)
{
  g_autofree char *id = adopt_merged (fixture), *later = NULL;
  g_autoptr (OvrCase) found = NULL;
  const OvrCaseMerger *merger;

  case_fixture_reopen (fixture);
  found = ovr_case_store_get (fixture->store, id, NULL);
  g_assert_cmpuint (found->patient_keys->len, ==, 2);
  g_assert_cmpuint (found->study_uids->len, ==, 2);
  g_assert_cmpuint (found->mergers->len, ==, 1);
  merger = g_ptr_array_index (found->mergers, 0);
  g_assert_cmpstr (merger->patient_key, ==, "key-b");
  g_assert_cmpstr (merger->reason, ==, "Same insurance card");
  g_assert_nonnull (merger->merged_at);

  /* What comes of that person later joins the same case. */
  later = case_fixture_adopt (fixture, "key-b", "1.2.3", NULL);
  g_assert_cmpstr (later, ==, id);
}

static void
test_a_merger_can_be_taken_back (CaseFixture *fixture,
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
test_a_signed_case_keeps_its_studies_and_takes_no_more (CaseFixture *fixture,
                                                        gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = case_fixture_report (id, "signed");
  g_autofree char *same = NULL;
  g_autofree char *later = NULL;

  case_fixture_sign (report);
  g_assert_true (ovr_case_store_sign_report (fixture->store, report, "/signed.pdf", NULL));
  same = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  later = case_fixture_adopt (fixture, "key-a", "1.1", "1.2", NULL);
  g_assert_cmpstr (same, ==, id);
  g_assert_cmpstr (later, ==, "C2");
}

static void
test_a_ready_case_with_new_images_is_read_again (CaseFixture *fixture,
                                                 gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autofree char *same = NULL;
  g_autoptr (OvrCase) found = NULL;

  ovr_case_store_set_status (fixture->store, id, OVR_CASE_READY);
  ovr_case_store_set_due (fixture->store, id, (OvrDate){ 2026, 11, 30 });
  g_assert_true (ovr_case_store_flush (fixture->store, NULL));
  found = ovr_case_store_get (fixture->store, id, NULL);
  g_assert_cmpint (found->status, ==, OVR_CASE_READY);
  g_assert_cmpint (found->due.day, ==, 30);
  same = case_fixture_adopt (fixture, "key-a", "1.2", NULL);
  g_assert_cmpstr (same, ==, id);
  g_clear_pointer (&found, ovr_case_free);
  found = ovr_case_store_get (fixture->store, id, NULL);
  g_assert_cmpint (found->status, ==, OVR_CASE_READING);
}

/* Every letter typed: the last state always gets in, the first at once, and
 * what lies between is kept as far as it was written. */
static void
test_typing_is_saved (CaseFixture *fixture,
                      gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = case_fixture_report (id, "");
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
  case_fixture_reopen (fixture);
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
test_every_flushed_state_is_kept_and_small (CaseFixture *fixture,
                                            gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = case_fixture_report (id, "");
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
test_writing_reports_itself_in_the_main_loop (CaseFixture *fixture,
                                              gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = case_fixture_report (id, "one");
  g_autoptr (OvrReport) lost = case_fixture_report ("C99", "no such case");
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
  case_fixture_reopen (fixture);
  g_test_assert_expected_messages ();
}

/* Also by another program that opens the file. */
static void
test_a_signed_report_cannot_be_changed (CaseFixture *fixture,
                                        gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = case_fixture_report (id, "final words");
  g_autoptr (OvrReport) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrCase) found = NULL;

  ovr_case_store_save_report (fixture->store, report);
  g_assert_true (ovr_case_store_flush (fixture->store, NULL));
  /* A draft's saved states stay as they are, too. */
  case_fixture_refuse (fixture, "REPLACE INTO report_state (id, report, saved_at, content, sha256) SELECT id, report, 'x', 'x', 'x' FROM report_state");
  case_fixture_sign (report);
  g_assert_true (ovr_case_store_sign_report (fixture->store, report, "/signed.pdf", &error));
  g_assert_false (ovr_case_store_sign_report (fixture->store, report, "/signed.pdf", &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);

  case_fixture_refuse (fixture, "UPDATE report_state SET content = 'x'");
  case_fixture_refuse (fixture, "DELETE FROM report_state");
  case_fixture_refuse (fixture, "REPLACE INTO report_state (id, report, saved_at, content, sha256) SELECT id, report, 'x', 'x', 'x' FROM report_state");
  case_fixture_refuse (fixture, "INSERT INTO report_state (report, saved_at, content, sha256) SELECT id, 'x', 'x', 'x' FROM report_version");
  case_fixture_refuse (fixture, "UPDATE report_version SET signed_at = NULL, signed_sha256 = NULL");
  case_fixture_refuse (fixture, "UPDATE report_version SET version = 7");
  case_fixture_refuse (fixture, "DELETE FROM report_version");
  case_fixture_refuse (fixture, "REPLACE INTO report_version (case_id, version) VALUES ('C1', 1)");
  case_fixture_refuse (fixture, "REPLACE INTO report_version (id, case_id, version) VALUES (1, 'C1', 2)");
  case_fixture_refuse (fixture, "DELETE FROM cases");
  case_fixture_refuse (fixture, "REPLACE INTO cases (id, created_at, changed_at) VALUES ('C1', '', '')");
  case_fixture_refuse (fixture, "UPDATE cases SET id = 'C2'");

  back = ovr_case_store_load_report (fixture->store, id, NULL);
  g_assert_cmpstr (back->answer, ==, "final words");
  g_assert_cmpint (back->status, ==, OVR_REPORT_SIGNED);
  found = ovr_case_store_get (fixture->store, id, NULL);
  g_assert_cmpint (found->status, ==, OVR_CASE_SIGNED);
}

static void
test_an_addendum_is_a_version_with_a_predecessor (CaseFixture *fixture,
                                                  gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = case_fixture_report (id, "first");
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
  case_fixture_sign (report);
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

static void
test_the_place_of_reading_comes_back (CaseFixture *fixture,
                                      gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
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
  case_fixture_reopen (fixture);
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
test_adopting_without_waiting (CaseFixture *fixture,
                               gconstpointer data)
{
  g_autoptr (GPtrArray) intakes = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_case_intake_free);
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
test_a_damaged_state_is_not_shown (CaseFixture *fixture,
                                   gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = case_fixture_report (id, "whole");
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

#define ADD(path, func) g_test_add (path, CaseFixture, NULL, case_fixture_set_up, func, case_fixture_tear_down)

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
  ADD ("/case-store/view", test_the_place_of_reading_comes_back);
  ADD ("/case-store/damaged", test_a_damaged_state_is_not_shown);
  return g_test_run ();
}
