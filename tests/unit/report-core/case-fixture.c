/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case-fixture.h"

#include "sample-report.h"

#include <glib/gstdio.h>

static void
on_changed (OvrCaseStore *store,
            const char *case_id,
            gpointer data)
{
  ((CaseFixture *) data)->n_changed++;
}

static void
on_failed (OvrCaseStore *store,
           const char *case_id,
           const GError *error,
           gpointer data)
{
  g_assert_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_REFUSED);
  ((CaseFixture *) data)->n_failed++;
}

void
case_fixture_open (CaseFixture *fixture)
{
  const OvrModule *const modules[] = { ovr_case_store_get_module () };
  g_autoptr (GError) error = NULL;

  fixture->database = ovr_database_open (fixture->path, modules, 1, &error);
  g_assert_no_error (error);
  fixture->store = ovr_case_store_new (fixture->database);
  g_signal_connect (fixture->store, "changed", G_CALLBACK (on_changed), fixture);
  g_signal_connect (fixture->store, "save-failed", G_CALLBACK (on_failed), fixture);
}

void
case_fixture_close (CaseFixture *fixture)
{
  g_assert_finalize_object (fixture->store);
  ovr_database_unref (fixture->database);
}

void
case_fixture_reopen (CaseFixture *fixture)
{
  case_fixture_close (fixture);
  case_fixture_open (fixture);
}

void
case_fixture_set_up (CaseFixture *fixture,
                     gconstpointer data)
{
  fixture->directory = g_dir_make_tmp ("ovr-case-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->directory, "library.db", NULL);
  case_fixture_open (fixture);
}

void
case_fixture_tear_down (CaseFixture *fixture,
                        gconstpointer data)
{
  static const char *const names[] = { "library.db", "library.db-wal", "library.db-shm" };

  case_fixture_close (fixture);
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

char *
case_fixture_adopt (CaseFixture *fixture,
                    const char *key,
                    const char *first,
                    ...)
{
  g_autoptr (GPtrArray) intakes = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_case_intake_free);
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

OvrReport *
case_fixture_report (const char *case_id,
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

void
case_fixture_sign (OvrReport *report)
{
  report->status = OVR_REPORT_SIGNED;
  g_free (report->signed_at);
  report->signed_at = g_strdup ("2026-11-23T18:08:00+01:00");
  g_free (report->signed_sha256);
  report->signed_sha256 = g_strdup ("ab12");
}

void
case_fixture_refuse (CaseFixture *fixture,
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

OvrReport *
case_fixture_send (CaseFixture *fixture,
                   const char *id)
{
  OvrReport *report = case_fixture_report (id, "first");

  case_fixture_sign (report);
  g_assert_true (ovr_case_store_sign_report (fixture->store, report, "/first.pdf", NULL));
  ovr_case_store_set_status (fixture->store, id, OVR_CASE_SENT);
  g_assert_true (ovr_case_store_flush (fixture->store, NULL));
  return report;
}

void
case_fixture_assert (CaseFixture *fixture,
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
