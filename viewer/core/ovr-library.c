/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-library-private.h"

#include <string.h>

struct _OvrLibrary
{
  GObject parent_instance;

  /* Owned */
  OvrDatabase *database;
  char *files_folder;
};

G_DEFINE_FINAL_TYPE (OvrLibrary, ovr_library, G_TYPE_OBJECT)

/* Counts are columns, kept by the import: a list of 10,000 studies must not
 * count 10,000,000 instances. instance.facts is ovr_instance_to_bytes() of the
 * form that stands beside it. */
static const char schema_1[] =
    "CREATE TABLE patient ("
    "  key TEXT PRIMARY KEY,"
    "  name TEXT NOT NULL,"
    "  name_verbatim TEXT NOT NULL,"
    "  patient_id TEXT NOT NULL,"
    "  issuer TEXT,"
    "  birth_date TEXT,"
    "  sex TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE study ("
    "  id INTEGER PRIMARY KEY,"
    "  patient_key TEXT NOT NULL REFERENCES patient (key),"
    "  uid TEXT NOT NULL,"
    "  date TEXT,"
    "  time TEXT,"
    "  description TEXT NOT NULL,"
    "  accession TEXT,"
    "  institution TEXT,"
    "  modalities TEXT NOT NULL DEFAULT '',"
    "  n_series INTEGER NOT NULL DEFAULT 0,"
    "  n_instances INTEGER NOT NULL DEFAULT 0,"
    "  health TEXT,"
    "  imported_at TEXT NOT NULL,"
    "  UNIQUE (uid, patient_key));"
    "CREATE INDEX study_by_patient ON study (patient_key);"
    "CREATE INDEX study_unchecked ON study (id) WHERE health IS NULL;"
    "CREATE TABLE series ("
    "  id INTEGER PRIMARY KEY,"
    "  study_id INTEGER NOT NULL REFERENCES study (id),"
    "  uid TEXT NOT NULL,"
    "  modality TEXT NOT NULL,"
    "  number INTEGER NOT NULL,"
    "  description TEXT NOT NULL,"
    "  n_instances INTEGER NOT NULL DEFAULT 0,"
    "  n_frames INTEGER NOT NULL DEFAULT 0,"
    "  UNIQUE (study_id, uid));"
    "CREATE TABLE instance ("
    "  id INTEGER PRIMARY KEY,"
    "  series_id INTEGER NOT NULL REFERENCES series (id),"
    "  patient_key TEXT NOT NULL,"
    "  sop_uid TEXT NOT NULL,"
    "  path TEXT NOT NULL,"
    "  size INTEGER NOT NULL,"
    "  form INTEGER NOT NULL,"
    "  facts BLOB NOT NULL,"
    "  UNIQUE (sop_uid, patient_key));"
    "CREATE INDEX instance_by_series ON instance (series_id);";

/* to_copy: the reader wanted the file within the library, and it still lies
 * outside. A variant is another content under the UID of an instance: kept
 * apart, never shown for it. */
static const char schema_2[] =
    "ALTER TABLE instance ADD COLUMN to_copy INTEGER NOT NULL DEFAULT 0;"
    "CREATE INDEX instance_to_copy ON instance (id) WHERE to_copy;"
    "CREATE TABLE variant ("
    "  id INTEGER PRIMARY KEY,"
    "  instance_id INTEGER NOT NULL REFERENCES instance (id) ON DELETE CASCADE,"
    "  path TEXT NOT NULL,"
    "  size INTEGER NOT NULL,"
    "  form INTEGER NOT NULL,"
    "  facts BLOB NOT NULL,"
    "  UNIQUE (instance_id, path));";

/* leaving: files of the library's own that no study has any more and that are
 * to be moved or deleted. */
static const char schema_3[] =
    "CREATE TABLE leaving (path TEXT PRIMARY KEY, to_trash INTEGER NOT NULL) WITHOUT ROWID;";

const OvrModule *
ovr_library_get_module (void)
{
  static const char *const steps[] = { schema_1, schema_2, schema_3 };
  static const OvrModule module = { "viewer", steps, G_N_ELEMENTS (steps) };

  return &module;
}

static void
ovr_library_finalize (GObject *object)
{
  OvrLibrary *self = OVR_LIBRARY (object);

  ovr_database_unref (self->database);
  g_free (self->files_folder);
  G_OBJECT_CLASS (ovr_library_parent_class)->finalize (object);
}

static void
ovr_library_class_init (OvrLibraryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ovr_library_finalize;
}

static void
ovr_library_init (OvrLibrary *self)
{
}

OvrLibrary *
ovr_library_new (OvrDatabase *database,
                 const char *path)
{
  OvrLibrary *self = g_object_new (OVR_TYPE_LIBRARY, NULL);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);

  self->database = ovr_database_ref (database);
  self->files_folder = g_strconcat (absolute, ".files", NULL);
  return self;
}

OvrLibrary *
ovr_library_open (const char *path,
                  const OvrModule *const *modules,
                  guint n_modules,
                  GError **error)
{
  g_autofree const OvrModule **all = g_new (const OvrModule *, n_modules + 1);
  g_autoptr (OvrDatabase) database = NULL;

  all[0] = ovr_library_get_module ();
  for (guint i = 0; i < n_modules; i++)
    all[i + 1] = modules[i];
  database = ovr_database_open (path, all, n_modules + 1, error);
  return database != NULL ? ovr_library_new (database, path) : NULL;
}

OvrDatabase *
ovr_library_get_database (OvrLibrary *self)
{
  return self->database;
}

const char *
ovr_library_get_files_folder (OvrLibrary *self)
{
  return self->files_folder;
}

void
ovr_library_bind_text (sqlite3_stmt *statement,
                       int index,
                       const char *text)
{
  if (text != NULL && *text != '\0')
    sqlite3_bind_text (statement, index, text, -1, SQLITE_TRANSIENT);
  else
    sqlite3_bind_null (statement, index);
}

void
ovr_library_bind_date (sqlite3_stmt *statement,
                       int index,
                       OvrDate date)
{
  g_autofree char *iso = ovr_date_to_iso (date);

  ovr_library_bind_text (statement, index, iso);
}

/* (transfer full): never NULL. */
static char *
dup_column (sqlite3_stmt *statement,
            int index)
{
  const char *text = (const char *) sqlite3_column_text (statement, index);

  return g_strdup (text != NULL ? text : "");
}

static OvrDate
date_column (sqlite3_stmt *statement,
             int index)
{
  const char *text = (const char *) sqlite3_column_text (statement, index);
  OvrDate date = { 0 };

  if (text != NULL)
    ovr_date_parse (text, &date);
  return date;
}

void
ovr_study_row_free (OvrStudyRow *self)
{
  g_free (self->patient_key);
  g_free (self->patient_name);
  g_free (self->sex);
  g_free (self->patient_id);
  g_free (self->uid);
  g_free (self->description);
  g_free (self->modalities);
  g_free (self->health);
  g_free (self);
}

static OvrStudyRow *
read_row (sqlite3_stmt *statement)
{
  OvrStudyRow *row = g_new0 (OvrStudyRow, 1);

  row->patient_key = dup_column (statement, 0);
  row->patient_name = dup_column (statement, 1);
  row->birth_date = date_column (statement, 2);
  row->sex = dup_column (statement, 3);
  row->patient_id = dup_column (statement, 4);
  row->uid = dup_column (statement, 5);
  row->date = date_column (statement, 6);
  row->description = dup_column (statement, 7);
  row->modalities = dup_column (statement, 8);
  row->health = dup_column (statement, 9);
  row->n_series = (guint) sqlite3_column_int64 (statement, 10);
  row->n_instances = (guint) sqlite3_column_int64 (statement, 11);
  return row;
}

GPtrArray *
ovr_library_list_studies (OvrLibrary *self,
                          GError **error)
{
  sqlite3 *reader = ovr_database_get_reader (self->database);
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      reader,
      "SELECT patient.key, patient.name, patient.birth_date, patient.sex, patient.patient_id,"
      "  study.uid, study.date, study.description, study.modalities, study.health,"
      "  study.n_series, study.n_instances "
      "FROM study JOIN patient ON patient.key = study.patient_key "
      "ORDER BY study.date DESC, study.time DESC, study.uid",
      error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_study_row_free);
  int code;

  if (statement == NULL)
    return NULL;
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (rows, read_row (statement));
  return ovr_database_check_end (reader, code, error) ? g_steal_pointer (&rows) : NULL;
}

/* An instance of a form that this program doesn't know is read from its file
 * again; NULL where that is gone. */
static OvrInstance *
read_instance (sqlite3_stmt *statement)
{
  const char *path = (const char *) sqlite3_column_text (statement, 0);
  OvrInstance *instance = NULL;

  if (sqlite3_column_int (statement, 2) == OVR_INSTANCE_FORM)
    {
      g_autoptr (GBytes) facts = g_bytes_new_static (sqlite3_column_blob (statement, 3),
                                                     (gsize) sqlite3_column_bytes (statement, 3));

      instance = ovr_instance_from_bytes (facts, path, sqlite3_column_int64 (statement, 1));
    }
  if (instance == NULL)
    instance = ovr_instance_read_path (path, NULL);
  return instance;
}

GPtrArray *
ovr_library_read_instances (sqlite3 *connection,
                            const char *study_uid,
                            GError **error)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (
      connection,
      "SELECT instance.path, instance.size, instance.form, instance.facts "
      "FROM study JOIN series ON series.study_id = study.id JOIN instance ON instance.series_id = series.id "
      "WHERE study.uid = ? ORDER BY instance.id",
      error);
  g_autoptr (GPtrArray) instances = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_instance_unref);
  int code;

  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, study_uid, -1, SQLITE_TRANSIENT);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      OvrInstance *instance = read_instance (statement);

      if (instance != NULL)
        g_ptr_array_add (instances, instance);
    }
  return ovr_database_check_end (connection, code, error) ? g_steal_pointer (&instances) : NULL;
}

OvrStudy *
ovr_library_load_study_from (sqlite3 *connection,
                             const char *patient_key,
                             const char *study_uid,
                             GError **error)
{
  g_autoptr (GPtrArray) instances = ovr_library_read_instances (connection, study_uid, error);
  g_autoptr (GPtrArray) patients = NULL;

  if (instances == NULL)
    return NULL;
  patients = ovr_study_model_build (instances, OVR_STUDY_MODEL_NONE);
  for (guint i = 0; i < patients->len; i++)
    if (g_str_equal (ovr_subject_get_key (patients->pdata[i]), patient_key))
      return g_object_ref (ovr_subject_get_study (patients->pdata[i], 0));
  return NULL;
}

OvrStudy *
ovr_library_load_study (OvrLibrary *self,
                        const char *patient_key,
                        const char *study_uid,
                        GError **error)
{
  return ovr_library_load_study_from (ovr_database_get_reader (self->database), patient_key, study_uid, error);
}
