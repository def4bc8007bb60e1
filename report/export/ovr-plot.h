/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pages.h"

G_BEGIN_DECLS

/* Lesions' sizes over time, for those that were measured on two dates or more
 * in millimetres under one label; NULL where there is none. (transfer full) */
OvrBox *ovr_pages_plot (OvrPages *self);

/* The date of the study that a measurement was made on; unknown without. */
OvrDate ovr_measurement_date (const OvrPages *self, const OvrReportMeasurement *measurement);

G_END_DECLS
