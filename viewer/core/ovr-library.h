/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-database.h"
#include "ovr-study.h"

G_BEGIN_DECLS

/* The index of imported studies: module "viewer" of the library's database.
 *
 * Tables that the application's case list may read (dates ISO 8601, NULL where
 * unknown):
 *   patient (key, name, name_verbatim, patient_id, issuer, birth_date, sex)
 *   study (id, patient_key, uid, date, time, description, accession,
 *          institution, modalities, n_series, n_instances, health, imported_at)
 *   series (id, study_id, uid, modality, number, description, n_instances,
 *           n_frames)
 * study.date is the acquisition's, else the study's; study.health holds the
 * codes of its findings joined by spaces, NULL while an import runs.
 * Everything else is private to this module. */

/* For ovr_database_open(). */
const OvrModule *ovr_library_get_module (void);

#define OVR_TYPE_LIBRARY (ovr_library_get_type ())
G_DECLARE_FINAL_TYPE (OvrLibrary, ovr_library, OVR, LIBRARY, GObject)

/**
 * ovr_library_new:
 * @database: opened with ovr_library_get_module()
 * @path: the database's file: what archives hold is kept in the folder
 *   "@path.files" beside it, which is made when the first one is imported
 *
 * Belongs to the thread that opened the database; importing alone may be done
 * in another one.
 */
OvrLibrary *ovr_library_new (OvrDatabase *database,
                             const char *path);
OvrDatabase *ovr_library_get_database (OvrLibrary *self);

/* Opens or makes the library at @path together with the tables of @modules. */
OvrLibrary *ovr_library_open (const char *path,
                              const OvrModule *const *modules,
                              guint n_modules,
                              GError **error);

/**
 * OvrStudyRow:
 * @patient_key: (owned): see OvrStudyFacts
 * @patient_name: (owned): for display
 * @birth_date: (0010,0030)
 * @sex: (owned)
 * @patient_id: (owned)
 * @uid: (owned): Study Instance UID
 * @date: acquisition date, else study date
 * @description: (owned)
 * @modalities: (owned): "CT, SR"
 * @health: (owned): codes joined by spaces
 * @n_series: series UIDs
 * @n_instances: instances
 *
 * A line of the list of studies.
 */
typedef struct
{
  char *patient_key;
  char *patient_name;
  OvrDate birth_date;
  char *sex;
  char *patient_id;
  char *uid;
  OvrDate date;
  char *description;
  char *modalities;
  char *health;
  guint n_series;
  guint n_instances;
} OvrStudyRow;

void ovr_study_row_free (OvrStudyRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrStudyRow, ovr_study_row_free)

/* All studies, newest first: (transfer full) (element-type OvrStudyRow). */
GPtrArray *ovr_library_list_studies (OvrLibrary *self,
                                     GError **error);

/* One study, sorted and checked: (transfer full). NULL without @error where the
 * library hasn't got it. */
OvrStudy *ovr_library_load_study (OvrLibrary *self,
                                  const char *patient_key,
                                  const char *study_uid,
                                  GError **error);

/* The same through a connection of the calling thread. */
OvrStudy *ovr_library_load_study_from (sqlite3 *connection,
                                       const char *patient_key,
                                       const char *study_uid,
                                       GError **error);

G_END_DECLS
