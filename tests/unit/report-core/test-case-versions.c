/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case-fixture.h"
#include "ovr-case-removal.h"
#include "ovr-report-claims.h"

static void
test_versions_are_listed_and_read (CaseFixture *fixture,
                                   gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) first = case_fixture_send (fixture, id);
  g_autoptr (OvrReport) next = ovr_report_new_version (first, NULL);
  g_autoptr (OvrReport) old = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GError) error = NULL;
  const OvrReportVersion *version;

  g_free (next->answer);
  next->answer = g_strdup ("second");
  g_assert_true (ovr_case_store_start_version (fixture->store, next, &error));
  case_fixture_assert (fixture, id, OVR_CASE_READING, 2, "second");

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
test_a_discarded_draft_brings_the_signed_version_back (CaseFixture *fixture,
                                                       gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) first = case_fixture_send (fixture, id);
  g_autoptr (OvrReport) next = ovr_report_new_version (first, NULL);
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GPtrArray) states = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (ovr_case_store_start_version (fixture->store, next, NULL));
  g_free (next->answer);
  next->answer = g_strdup ("typed last");
  ovr_case_store_save_report (fixture->store, next);
  g_assert_true (ovr_case_store_discard_version (fixture->store, id, 2, &error));
  case_fixture_assert (fixture, id, OVR_CASE_SENT, 1, "first");
  versions = ovr_case_store_list_versions (fixture->store, id, NULL);
  g_assert_cmpuint (versions->len, ==, 1);
  states = ovr_case_store_list_states (fixture->store, id, NULL);
  g_assert_cmpuint (states->len, ==, 3);

  /* Another program that has the draft open still can't bring it back. */
  case_fixture_refuse (fixture, "INSERT INTO report_state (report, saved_at, content, sha256) SELECT id, 'x', 'x', 'x' FROM report_version WHERE version = 2");
}

static void
test_a_version_is_started_again_after_it_was_discarded (CaseFixture *fixture,
                                                        gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) first = case_fixture_send (fixture, id);
  g_autoptr (OvrReport) next = ovr_report_new_version (first, NULL);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 3; i++)
    {
      g_assert_true (ovr_case_store_start_version (fixture->store, next, &error));
      case_fixture_assert (fixture, id, OVR_CASE_READING, 2, "first");
      g_assert_true (ovr_case_store_discard_version (fixture->store, id, 2, &error));
      case_fixture_assert (fixture, id, OVR_CASE_SENT, 1, "first");
    }
  g_assert_true (ovr_case_store_start_version (fixture->store, next, &error));
  g_free (next->signed_sha256);
  case_fixture_sign (next);
  g_assert_true (ovr_case_store_sign_report (fixture->store, next, "/second.pdf", &error));
  case_fixture_assert (fixture, id, OVR_CASE_SIGNED, 2, "first");
  g_assert_cmpint (ovr_case_store_find_successor (fixture->store, "nobody's", NULL), ==, 0);
}

static void
test_a_signed_version_cannot_be_discarded (CaseFixture *fixture,
                                           gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) first = case_fixture_send (fixture, id);
  g_autoptr (GError) error = NULL;

  g_assert_false (ovr_case_store_discard_version (fixture->store, id, 1, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (ovr_case_store_discard_version (fixture->store, id, 2, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);
  case_fixture_refuse (fixture, "UPDATE report_version SET discarded_at = 'now'");
  case_fixture_assert (fixture, id, OVR_CASE_SENT, 1, "first");
}

static void
test_an_open_first_version_cannot_be_discarded (CaseFixture *fixture,
                                                gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) report = case_fixture_report (id, "only one");

  ovr_case_store_save_report (fixture->store, report);
  g_assert_false (ovr_case_store_discard_version (fixture->store, id, 1, NULL));
  case_fixture_refuse (fixture, "UPDATE report_version SET discarded_at = 'now'");
  case_fixture_assert (fixture, id, OVR_CASE_READING, 1, "only one");
}

static void
test_the_successor_of_a_file_is_known (CaseFixture *fixture,
                                       gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autoptr (OvrReport) first = case_fixture_send (fixture, id);
  g_autoptr (OvrReport) next = ovr_report_new_version (first, NULL);

  g_assert_true (ovr_case_store_start_version (fixture->store, next, NULL));
  g_assert_cmpint (ovr_case_store_find_successor (fixture->store, first->signed_sha256, NULL), ==, 0);
  case_fixture_sign (next);
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
count_cases (CaseFixture *fixture)
{
  g_autoptr (GPtrArray) cases = ovr_case_store_list (fixture->store, NULL);

  return cases->len;
}

static void
test_an_unsigned_case_is_removed_with_its_states (CaseFixture *fixture,
                                                  gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autofree char *other = case_fixture_adopt (fixture, "key-b", "1.2", NULL);
  g_autofree char *again = NULL;
  g_autoptr (OvrReport) report = case_fixture_report (id, "draft"), kept = case_fixture_report (other, "kept"), left = NULL;
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
  again = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_assert_cmpstr (again, !=, id);
  g_assert_false (ovr_database_write (fixture->database, remove_case, &removal, &error));
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);
}

static void
test_a_signed_case_is_put_away_and_comes_back (CaseFixture *fixture,
                                               gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autofree char *new = NULL, *same = NULL;
  g_autoptr (OvrReport) report = case_fixture_report (id, "signed"), back = NULL;
  Removal removal = { id, TRUE };

  ovr_case_store_save_report (fixture->store, report);
  case_fixture_sign (report);
  g_assert_true (ovr_case_store_sign_report (fixture->store, report, "/signed.pdf", NULL));
  g_assert_true (ovr_database_write (fixture->database, remove_case, &removal, NULL));
  g_assert_false (removal.deleted);
  g_assert_cmpuint (count_cases (fixture), ==, 0);
  case_fixture_refuse (fixture, "DELETE FROM report_state");
  case_fixture_refuse (fixture, "DELETE FROM report_version");
  case_fixture_refuse (fixture, "DELETE FROM cases");
  back = ovr_case_store_load_report (fixture->store, id, NULL);
  g_assert_cmpstr (back->answer, ==, "signed");

  g_assert_true (ovr_database_write (fixture->database, bring_back, id, NULL));
  g_assert_cmpuint (count_cases (fixture), ==, 1);

  /* So does one whose studies are imported again; others make a new case. */
  g_assert_true (ovr_database_write (fixture->database, remove_case, &removal, NULL));
  new = case_fixture_adopt (fixture, "key-a", "1.9", NULL);
  g_assert_cmpstr (new, !=, id);
  same = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_assert_cmpstr (same, ==, id);
  g_assert_cmpuint (count_cases (fixture), ==, 2);
}

static void
test_an_open_case_that_was_put_away_takes_no_studies (CaseFixture *fixture,
                                                      gconstpointer data)
{
  g_autofree char *id = case_fixture_adopt (fixture, "key-a", "1.1", NULL);
  g_autofree char *new = NULL;
  g_autoptr (OvrReport) report = case_fixture_report (id, "signed"), next = NULL;
  Removal removal = { id, FALSE };

  ovr_case_store_save_report (fixture->store, report);
  case_fixture_sign (report);
  g_assert_true (ovr_case_store_sign_report (fixture->store, report, NULL, NULL));
  next = ovr_report_new_version (report, NULL);
  g_assert_true (ovr_case_store_start_version (fixture->store, next, NULL));
  g_assert_true (ovr_database_write (fixture->database, remove_case, &removal, NULL));
  g_assert_false (removal.deleted);
  new = case_fixture_adopt (fixture, "key-a", "1.2", NULL);
  g_assert_cmpstr (new, !=, id);
}

#define ADD(path, func) g_test_add (path, CaseFixture, NULL, case_fixture_set_up, func, case_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/case-versions/list", test_versions_are_listed_and_read);
  ADD ("/case-versions/discard", test_a_discarded_draft_brings_the_signed_version_back);
  ADD ("/case-versions/again", test_a_version_is_started_again_after_it_was_discarded);
  ADD ("/case-versions/signed", test_a_signed_version_cannot_be_discarded);
  ADD ("/case-versions/first", test_an_open_first_version_cannot_be_discarded);
  ADD ("/case-versions/successor", test_the_successor_of_a_file_is_known);
  ADD ("/case-versions/remove/draft", test_an_unsigned_case_is_removed_with_its_states);
  ADD ("/case-versions/remove/signed", test_a_signed_case_is_put_away_and_comes_back);
  ADD ("/case-versions/remove/open-version", test_an_open_case_that_was_put_away_takes_no_studies);
  return g_test_run ();
}
