/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-library-cases.h"

#include "ovr-coverage-store.h"

OvrLibraryCases *
ovr_library_cases_open (const char *path,
                        GError **error)
{
  const OvrModule *modules[] = { ovr_case_store_get_module (), ovr_coverage_store_get_module () };
  OvrLibrary *library = ovr_library_open (path, modules, G_N_ELEMENTS (modules), error);
  OvrLibraryCases *self;

  if (library == NULL)
    return NULL;
  self = g_new0 (OvrLibraryCases, 1);
  self->library = library;
  self->cases = ovr_case_store_new (ovr_library_get_database (library));
  return self;
}

void
ovr_library_cases_free (OvrLibraryCases *self)
{
  g_object_unref (self->cases);
  g_object_unref (self->library);
  g_free (self);
}

/* The intake for @patient_key, made if need be. */
static OvrCaseIntake *
get_intake (GPtrArray *intakes,
            GHashTable *by_patient,
            const char *patient_key)
{
  OvrCaseIntake *intake = g_hash_table_lookup (by_patient, patient_key);

  if (intake == NULL)
    {
      intake = ovr_case_intake_new (patient_key, NULL);
      g_ptr_array_add (intakes, intake);
      g_hash_table_insert (by_patient, intake->patient_key, intake);
    }
  return intake;
}

GPtrArray *
ovr_library_cases_intakes (const OvrImportResult *result)
{
  GPtrArray *intakes = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_case_intake_free);
  g_autoptr (GHashTable) by_patient = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < result->studies->len; i++)
    {
      const OvrImportedStudy *study = result->studies->pdata[i];
      OvrCaseIntake *intake = get_intake (intakes, by_patient, study->patient_key);

      g_ptr_array_add (intake->study_uids, g_strdup (study->uid));
    }
  return intakes;
}

/* @sql gives patient keys and study UIDs. */
static GPtrArray *
list_intakes (OvrLibraryCases *self,
              const char *sql,
              GError **error)
{
  sqlite3 *reader = ovr_database_get_reader (ovr_library_get_database (self->library));
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (reader, sql, error);
  g_autoptr (GPtrArray) intakes = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_case_intake_free);
  g_autoptr (GHashTable) by_patient = g_hash_table_new (g_str_hash, g_str_equal);
  int code;

  if (statement == NULL)
    return NULL;
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      OvrCaseIntake *intake = get_intake (intakes, by_patient, (const char *) sqlite3_column_text (statement, 0));

      g_ptr_array_add (intake->study_uids, g_strdup ((const char *) sqlite3_column_text (statement, 1)));
    }
  return ovr_database_check_end (reader, code, error) ? g_steal_pointer (&intakes) : NULL;
}

GPtrArray *
ovr_library_cases_orphans (OvrLibraryCases *self,
                           GError **error)
{
  return list_intakes (self,
                       "SELECT patient_key, uid FROM study WHERE NOT EXISTS ("
                       "  SELECT 1 FROM case_patient JOIN case_study ON case_study.case_id = case_patient.case_id"
                       "  WHERE case_patient.patient_key = study.patient_key AND case_study.study_uid = study.uid) "
                       "ORDER BY study.id",
                       error);
}

/* A study is checked when its import ends: there is an index of those that
 * aren't yet. */
GPtrArray *
ovr_library_cases_running (OvrLibraryCases *self,
                           GError **error)
{
  return list_intakes (self, "SELECT patient_key, uid FROM study WHERE health IS NULL ORDER BY id", error);
}

gboolean
ovr_library_cases_has_patient (OvrLibraryCases *self,
                               const char *patient_key)
{
  sqlite3 *reader = ovr_database_get_reader (ovr_library_get_database (self->library));
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (reader, "SELECT 1 FROM case_patient WHERE patient_key = ?", NULL);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, patient_key, -1, SQLITE_TRANSIENT);
  return sqlite3_step (statement) == SQLITE_ROW;
}

gboolean
ovr_library_cases_adopt_orphans (OvrLibraryCases *self,
                                 GError **error)
{
  g_autoptr (GPtrArray) intakes = ovr_library_cases_orphans (self, error);
  g_autoptr (GPtrArray) ids = NULL;

  if (intakes == NULL)
    return FALSE;
  if (intakes->len == 0)
    return TRUE;
  ids = ovr_case_store_adopt (self->cases, intakes, error);
  return ids != NULL;
}
