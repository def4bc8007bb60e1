/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-series-split.h"

G_BEGIN_DECLS

/* What a reader must know about the submitted images: codes as in
 * OvrHealthFinding, one sentence each in a radiologist's words. Images are
 * called by their Instance Numbers where those are names (see OvrImageNumbers).
 * Pure functions. */

/**
 * OvrHealthContext:
 * @n_orientations: directions of planes in the whole series
 * @n_study_patients: persons under the study's UID
 * @n_source_patients: persons among everything that came together; 1 where
 *   that isn't known
 *
 * What a part can't know of itself.
 */
typedef struct
{
  guint n_orientations;
  guint n_study_patients;
  guint n_source_patients;
} OvrHealthContext;

/* All findings of a part: (element-type OvrHealthFinding) (transfer full). */
GPtrArray *ovr_health_check (const OvrSeriesPart *part,
                             const OvrHealthContext *context);

/* The two halves of it, which add to @findings. Geometry: missing-slices,
 * duplicate-position, irregular-spacing, gantry-tilt, thick-slices. */
void ovr_health_check_geometry (const OvrSeriesPart *part,
                                GPtrArray *findings);

/* Headers: mixed-orientation, lossy, secondary-capture, mixed-patients,
 * burned-in, charset, truncated, date-conflict. */
void ovr_health_check_headers (const OvrSeriesPart *part,
                               const OvrHealthContext *context,
                               GPtrArray *findings);

/* "image 12", "images 12 and 13", "images 3 to 7", "images 1, 4 and 9",
 * "12 images, the first is image 3": @numbers ascend. (transfer full) */
char *ovr_health_images_to_words (const guint *numbers,
                                  guint n);

/* Adds a finding; takes @text and @where (nullable) over. @slice: the one that
 * shows it, from 0; -1 for none. */
void ovr_health_add (GPtrArray *findings,
                     const char *code,
                     char *text,
                     char *where,
                     int slice);

G_END_DECLS
