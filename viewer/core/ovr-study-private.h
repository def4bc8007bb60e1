/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-study.h"

G_BEGIN_DECLS

/* @series: (element-type OvrSeries) (transfer full): not empty, sorted. */
OvrStudy *ovr_study_new_take (GPtrArray *series,
                              guint n_instances);

/* @studies: (element-type OvrStudy) (transfer full): not empty, sorted. */
OvrSubject *ovr_subject_new_take (GPtrArray *studies);

G_END_DECLS
