/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-date.h"

G_BEGIN_DECLS

/**
 * OvrHealthFinding:
 * @code: (owned): missing-slices, duplicate-position, irregular-spacing,
 *   gantry-tilt, mixed-orientation, lossy, secondary-capture, thick-slices,
 *   mixed-patients, burned-in, charset, truncated, date-conflict, absent-series
 * @text: (owned): one sentence in a radiologist's words
 * @where: (owned) (nullable): the place: "after image 60", "image 12 to 14"
 * @slice: the slice that shows it, from 0 in the order by position; -1 where it
 *   holds for the whole series
 *
 * Something about the submitted images that a reader must know.
 */
typedef struct
{
  char *code;
  char *text;
  char *where;
  int slice;
} OvrHealthFinding;

/**
 * OvrSeriesFacts:
 * @uid: (owned): (0020,000E)
 * @part: 1…n where a series had to be split, else 1
 * @modality: (owned): (0008,0060)
 * @description: (owned): (0008,103E), "" if none
 * @number: (0020,0011), 0 if none
 * @instances: how many instances
 * @frames: how many frames
 * @thickness_mm: Slice Thickness (0018,0050); 0 unknown
 * @spacing_mm: median distance of slices along the normal; 0 unknown
 * @laterality: (owned): "L", "R", "B" or NULL: (0020,0062), (0020,0060)
 * @body_part: (owned): (0018,0015), NULL if none
 * @health: (owned) (element-type OvrHealthFinding): findings
 */
typedef struct
{
  char *uid;
  guint part;
  char *modality;
  char *description;
  int number;
  guint instances;
  guint frames;
  double thickness_mm;
  double spacing_mm;
  char *laterality;
  char *body_part;
  GPtrArray *health;
} OvrSeriesFacts;

/**
 * OvrStudyFacts:
 * @uid: (owned): Study Instance UID (0020,000D)
 * @patient_key: (owned): short hash of patient ID, issuer, name and birth date
 * @patient_name: (owned): for display, UTF-8: "Musterfrau, Anna"
 * @patient_name_verbatim: (owned): the header's PN with its ^ and =, UTF-8
 * @patient_id: (owned): (0010,0020)
 * @patient_id_issuer: (owned) (nullable): (0010,0021)
 * @birth_date: (0010,0030)
 * @sex: (owned): "F", "M", "O" or ""
 * @stated_age: (0010,1010), unknown where absent
 * @study_date: (0008,0020)
 * @acquisition_date: earliest (0008,0022) or date of (0008,002A) of its images
 * @acquisition_s: earliest time of that day at which one of its images was
 *   acquired, (0008,0032), in seconds; NaN unknown
 * @study_time: (owned): (0008,0030) as it stands, "" if none
 * @description: (owned): (0008,1030)
 * @institution: (owned): (0008,0080)
 * @accession: (owned): (0008,0050)
 * @referrer: (owned): (0008,0090) for display
 * @series: (owned) (element-type OvrSeriesFacts): by number, then UID
 *
 * What the report's rules need to know of a study: filled by viewer/core, read
 * by report/core and app. Immutable after it is made.
 */
typedef struct
{
  char *uid;
  char *patient_key;
  char *patient_name;
  char *patient_name_verbatim;
  char *patient_id;
  char *patient_id_issuer;
  OvrDate birth_date;
  char *sex;
  OvrAge stated_age;
  OvrDate study_date;
  OvrDate acquisition_date;
  double acquisition_s;
  char *study_time;
  char *description;
  char *institution;
  char *accession;
  char *referrer;
  GPtrArray *series;
} OvrStudyFacts;

OvrHealthFinding *ovr_health_finding_new (const char *code,
                                          const char *text,
                                          const char *where);
void ovr_health_finding_free (OvrHealthFinding *self);
OvrSeriesFacts *ovr_series_facts_new (void);
void ovr_series_facts_free (OvrSeriesFacts *self);
OvrStudyFacts *ovr_study_facts_new (void);
void ovr_study_facts_free (OvrStudyFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrHealthFinding, ovr_health_finding_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrSeriesFacts, ovr_series_facts_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrStudyFacts, ovr_study_facts_free)

/* The date to order studies by: acquisition, else study date. */
OvrDate ovr_study_facts_date (const OvrStudyFacts *self);

/* Oldest first: by that date, then the time of day of the acquisition, else the
 * Study Time (0008,0030), then the UID. */
int ovr_study_facts_compare (const OvrStudyFacts *a,
                             const OvrStudyFacts *b);

G_END_DECLS
