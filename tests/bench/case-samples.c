/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case-samples.h"

#include <string.h>

/* Drawn by a generator of its own, so that a library is the same everywhere. */
typedef struct
{
  guint64 state;
  guint n;
  OvrDate today;
  const char *medium;
} Maker;

static guint
draw (Maker *self,
      guint below)
{
  self->state = self->state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
  return (guint) (self->state >> 33) % below;
}

static const char *const families[] = {
  "Müller",
  "Østergård",
  "Kučera",
  "García López",
  "O’Brien",
  "Nguyễn",
  "Иванова",
  "Papadopoulou",
  "Silva dos Santos",
  "Yılmaz",
  "Schmidt-Rottluff",
  "van der Berg",
  "Łukasiewicz",
  "Rossi",
  "Dubois",
  "Smith",
  "Haugen",
  "Kowalski",
  "Petrović",
  "Lindqvist",
  "Fernández",
  "Weiß",
  "Horvat",
  "Moreau",
};
static const char *const givens[] = {
  "Anna",
  "Žofie",
  "José",
  "Ольга",
  "Maria",
  "Jens",
  "Siobhán",
  "Mehmet",
  "Wojciech",
  "Chiara",
  "Élodie",
  "John",
  "Ingrid",
  "Piotr",
  "Milica",
  "Karin",
  "Nam",
  "Theo",
  "Ruth",
  "Ana",
  "Lea",
  "Paul",
  "Noor",
  "Sven",
};
static const struct
{
  const char *modalities;
  const char *description;
  const char *reason;
} kinds[] = {
  { "CT", "CT chest with contrast", "Growing nodule in the right upper lobe: biopsy or wait?" },
  { "CT, SR", "CT abdomen and pelvis", "Liver lesion, characterise before resection" },
  { "MR", "MRI knee left", "ACL: complete or partial tear, before surgery" },
  { "MR", "MRI prostate multiparametric", "PI-RADS before biopsy" },
  { "MG", "Mammography both sides, four views", "BI-RADS 4 or benign?" },
  { "US", "Ultrasound thyroid", "" },
  { "XR, DX", "Pelvis AP and hip lateral", "Pain after total hip replacement" },
  { "PT, CT", "FDG-PET/CT whole body", "Response after four cycles (RECIST 1.1)" },
  { "NM", "Bone scintigraphy", "Metastases?" },
  { "MR", "MRI brain with and without gadolinium", "Multiple sclerosis: new lesions since the prior study" },
  { "CR", "Chest PA", "" },
  { "OCT", "Optical coherence tomography", "Macular oedema" },
};
static const char *const health[] = { "", "", "", "", "lossy", "missing-slices", "gantry-tilt lossy", "thick-slices", "date-conflict", "truncated missing-slices" };
static const char *const states[] = { "new", "new", "reading", "reading", "waiting", "ready", "signed", "signed", "sent", "acknowledged" };
static const char *const hospitals[] = { "St. Anna Hospital", "Klinikum Süd", "Hôpital Saint-Louis", "Hospital Geral", NULL };

static OvrDate
days_from (OvrDate day,
           int days)
{
  GDate date;

  g_date_set_dmy (&date, day.day, (GDateMonth) day.month, (GDateYear) day.year);
  if (days >= 0)
    g_date_add_days (&date, (guint) days);
  else
    g_date_subtract_days (&date, (guint) -days);
  return (OvrDate){ (gint16) g_date_get_year (&date), (guint8) g_date_get_month (&date), g_date_get_day (&date) };
}

static void
finalize (gpointer statement)
{
  sqlite3_finalize (statement);
}

/* Runs @sql with text bound in turn; "" and NULL are bound as they are. */
static void
insert (sqlite3 *writer,
        const char *sql,
        const char *const *values,
        guint n)
{
  /* One statement for all rows: preparing it anew would be most of the work. */
  static GHashTable *statements;
  static sqlite3 *of;
  sqlite3_stmt *statement;

  if (of != writer)
    {
      g_clear_pointer (&statements, g_hash_table_unref);
      statements = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, finalize);
      of = writer;
    }
  if (sql == NULL)
    {
      g_clear_pointer (&statements, g_hash_table_unref);
      of = NULL;
      return;
    }
  statement = g_hash_table_lookup (statements, sql);
  if (statement == NULL)
    {
      statement = ovr_database_prepare (writer, sql, NULL);
      g_assert_nonnull (statement);
      g_hash_table_insert (statements, (gpointer) sql, statement);
    }
  for (guint i = 0; i < n; i++)
    if (values[i] != NULL)
      sqlite3_bind_text (statement, (int) i + 1, values[i], -1, SQLITE_TRANSIENT);
    else
      sqlite3_bind_null (statement, (int) i + 1);
  g_assert_true (ovr_database_run (writer, statement, NULL));
}

static void
add_study (Maker *self,
           sqlite3 *writer,
           guint number,
           guint study,
           const char *id,
           const char *key,
           OvrDate day)
{
  guint kind = draw (self, G_N_ELEMENTS (kinds));
  g_autofree char *uid = g_strdup_printf ("2.25.%u%03u", number + 1000000, study);
  g_autofree char *row = g_strdup_printf ("%u", number * 4 + study + 1);
  g_autofree char *date = ovr_date_to_iso (day);
  g_autofree char *accession = g_strdup_printf ("A%07u", draw (self, 9999999));
  g_autofree char *path = g_strdup_printf ("%s/DICOM/P%05u/S%u/IM0001", self->medium, number, study);

  insert (writer,
          "INSERT INTO study (id, patient_key, uid, date, description, accession, institution, modalities, health, imported_at,"
          " n_series, n_instances) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '2026-01-01T00:00:00Z', 1, 1)",
          (const char *[]){ row, key, uid, draw (self, 60) == 0 ? NULL : date, kinds[kind].description, accession,
                            hospitals[draw (self, G_N_ELEMENTS (hospitals))], kinds[kind].modalities,
                            health[draw (self, G_N_ELEMENTS (health))] },
          9);
  insert (writer, "INSERT INTO series (id, study_id, uid, modality, number, description, n_instances) VALUES (?1, ?1, ?2, '', 1, '', 1)",
          (const char *[]){ row, uid }, 2);
  insert (writer, "INSERT INTO instance (series_id, patient_key, sop_uid, path, size, form, facts) VALUES (?, ?, ?, ?, '524288', 0, x'')",
          (const char *[]){ row, key, uid, path }, 4);
  insert (writer, "INSERT INTO case_study (case_id, study_uid) VALUES (?, ?)", (const char *[]){ id, uid }, 2);
  if (study == 0)
    insert (writer, "UPDATE cases SET title = NULLIF (?, '') WHERE id = ?", (const char *[]){ kinds[kind].reason, id }, 2);
}

static void
add_case (Maker *self,
          sqlite3 *writer,
          guint number)
{
  guint n_studies = 1 + (draw (self, 3) == 0) + (draw (self, 5) == 0);
  const char *status = states[draw (self, G_N_ELEMENTS (states))];
  g_autofree char *id = g_strdup_printf ("C%u", number + 1);
  g_autofree char *key = g_strdup_printf ("%08x", number * 2654435761U);
  g_autofree char *name = g_strdup_printf ("%s, %s", families[draw (self, G_N_ELEMENTS (families))], givens[draw (self, G_N_ELEMENTS (givens))]);
  g_autofree char *patient = g_strdup_printf ("%u", 1000000 + draw (self, 9000000));
  g_autofree char *birth = ovr_date_to_iso (days_from (self->today, -(int) draw (self, 33000)));
  g_autofree char *due = draw (self, 3) == 0 ? NULL : ovr_date_to_iso (days_from (self->today, (int) draw (self, 40) - 10));
  OvrDate day = days_from (self->today, -(int) draw (self, 2500));
  gboolean nameless = draw (self, 200) == 0;

  insert (writer, "INSERT INTO patient (key, name, name_verbatim, patient_id, birth_date, sex) VALUES (?, ?, ?, ?, ?, 'F')",
          (const char *[]){ key, nameless ? "" : name, name, patient, birth }, 5);
  insert (writer, "INSERT INTO cases (id, status, due, created_at, changed_at) VALUES (?, ?, ?, '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')",
          (const char *[]){ id, status, due }, 3);
  insert (writer, "INSERT INTO case_patient (case_id, patient_key) VALUES (?, ?)", (const char *[]){ id, key }, 2);
  for (guint i = 0; i < n_studies; i++)
    add_study (self, writer, number, i, id, key, days_from (day, -200 * (int) i));
  if (strcmp (status, "new") != 0)
    insert (writer, "INSERT INTO report_version (case_id, version, signed_at, signed_sha256) VALUES (?, 1, ?, ?)",
            (const char *[]){ id, *status == 's' || *status == 'a' ? "2026-01-01T00:00:00Z" : NULL,
                              *status == 's' || *status == 'a' ? "00" : NULL },
            3);
}

static gboolean
add_cases (sqlite3 *writer,
           gpointer data,
           GError **error)
{
  Maker *self = data;

  for (guint i = 0; i < self->n; i++)
    add_case (self, writer, i);
  insert (writer, NULL, NULL, 0);
  return TRUE;
}

void
case_samples_make (const char *path,
                   guint n,
                   OvrDate today,
                   const char *medium)
{
  Maker self = { 1, n, today, medium };
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrLibraryCases) both = ovr_library_cases_open (path, &error);

  g_assert_no_error (error);
  g_assert_true (ovr_database_write (ovr_library_get_database (both->library), add_cases, &self, &error));
  g_assert_no_error (error);
}
