/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-library.h"
#include "ovr-report-rules.h"
#include "ovr-study.h"

G_BEGIN_DECLS

/**
 * OvrImages:
 * @subjects: (owned) (element-type OvrSubject): the persons that were found
 * @facts: (owned) (element-type OvrStudyFacts): facts of all their studies,
 *   borrowed from @subjects
 *
 * Images that a command was pointed at by --images.
 */
typedef struct
{
  GPtrArray *subjects;
  GPtrArray *facts;
} OvrImages;

/* Reads headers only. Errors of ovr_read_paths(); a path without any image is
 * G_FILE_ERROR_INVAL. */
OvrImages *ovr_images_read (const char *path,
                            GError **error);

/* The same from the library: what it has of the studies in @study_uids
 * (element-type utf8); NULL without @error where it has none of them. */
OvrImages *ovr_images_load (OvrLibrary *library,
                            GPtrArray *study_uids,
                            GError **error);
void ovr_images_free (OvrImages *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrImages, ovr_images_free)

/* The series that shows a frame and, optionally, its place there from 0; NULL
 * where there is none. Borrowed. */
OvrSeries *ovr_images_find (OvrImages *self,
                            const char *study_uid,
                            const OvrImageRef *image,
                            guint *index);

/* For ovr_report_check(); borrows from @self. */
OvrReportImages ovr_images_for_rules (OvrImages *self);

G_END_DECLS
