/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-series.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define OVR_TYPE_STUDY (ovr_study_get_type ())
G_DECLARE_FINAL_TYPE (OvrStudy, ovr_study, OVR, STUDY, GObject)

/**
 * OvrStudy:
 *
 * A study of one patient: a GListModel of #OvrSeries, by series number, then
 * UID, then part. Two persons under one Study Instance UID are two studies.
 * Immutable after it is made.
 */
const char *ovr_study_get_uid (OvrStudy *self);
const char *ovr_study_get_patient_key (OvrStudy *self);
guint ovr_study_get_n_series (OvrStudy *self);

/* Borrowed, unlike g_list_model_get_item(). */
OvrSeries *ovr_study_get_series (OvrStudy *self,
                                 guint index);

/* The value that reports and rules use; borrowed. */
const OvrStudyFacts *ovr_study_get_facts (OvrStudy *self);

/* "CT", "CT, SR": distinct modalities, those with images first. */
const char *ovr_study_get_modalities (OvrStudy *self);
guint ovr_study_get_n_instances (OvrStudy *self);

/* Distinct health codes of all series, joined by a space; "" for none. */
const char *ovr_study_get_health_codes (OvrStudy *self);

/* The part that shows a frame; @index gets the slice's place from 0. NULL if
 * the study hasn't got it. Borrowed. */
OvrSeries *ovr_study_find (OvrStudy *self,
                           const char *sop_uid,
                           guint frame,
                           guint *index);

/* TRUE where the series may show how somebody read this study before: reports,
 * key objects and presentation states, and screen captures beside images of a
 * scanner. A study of captures alone has nothing else to read. */
gboolean ovr_study_is_reading (OvrStudy *self,
                               OvrSeries *series);

#define OVR_TYPE_SUBJECT (ovr_subject_get_type ())
G_DECLARE_FINAL_TYPE (OvrSubject, ovr_subject, OVR, SUBJECT, GObject)

/**
 * OvrSubject:
 *
 * A person as the headers name them: a GListModel of #OvrStudy, newest first.
 * Persons are never merged here: another ID, issuer, name or birth date is
 * another patient. Immutable after it is made.
 */
const char *ovr_subject_get_key (OvrSubject *self);
guint ovr_subject_get_n_studies (OvrSubject *self);
OvrStudy *ovr_subject_get_study (OvrSubject *self,
                                 guint index);
guint ovr_subject_get_n_instances (OvrSubject *self);

/**
 * OvrStudyModelFlags:
 * @OVR_STUDY_MODEL_ONE_SOURCE: the instances came together, from one disc or
 *   folder: several patients among them are a finding ("mixed-patients")
 */
typedef enum
{
  OVR_STUDY_MODEL_NONE = 0,
  OVR_STUDY_MODEL_ONE_SOURCE = 1 << 0,
} OvrStudyModelFlags;

/**
 * ovr_study_model_build:
 * @instances: (element-type OvrInstance): in any order; the same SOP Instance
 *   UID of one patient counts once, the first one wins
 *
 * Sorts, splits and checks. A pure function: any thread.
 *
 * Returns: (transfer container) (element-type OvrSubject): by name, then key
 */
GPtrArray *ovr_study_model_build (GPtrArray *instances,
                                  OvrStudyModelFlags flags);

G_END_DECLS
