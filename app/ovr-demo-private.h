/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-demo-report.h"

#include "ovr-phantom.h"

G_BEGIN_DECLS

/* Words that the demo's texts have in braces: dates, image numbers, sizes. */
typedef GHashTable OvrDemoWords;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrDemoWords, g_hash_table_unref)

/* Those that are known without the images. (transfer full) */
OvrDemoWords *ovr_demo_words_new (void);
void ovr_demo_words_set (OvrDemoWords *self,
                         const char *key,
                         const char *format,
                         ...) G_GNUC_PRINTF (3, 4);

/* @text with every "{key}" filled in; a key that is missing is a programmer's
 * error. (transfer full) */
char *ovr_demo_fill (OvrDemoWords *self,
                     const char *text);

/* Days of the demo, seen from the clock. */
OvrDate ovr_demo_day (int days_from_today);
OvrDate ovr_demo_study_date (OvrPhantomTime time);

/**
 * OvrDemoLook:
 * @finding: what is shown, and where
 * @study: the truth of its study
 * @span_mm: how much of the patient is shown
 * @window: centre and width, HU
 *
 * A picture of a finding.
 */
typedef struct
{
  const OvrPhantomFinding *finding;
  const OvrPhantomStudyTruth *study;
  double span_mm;
  double window[2];
} OvrDemoLook;

/* A key image with an arrow at the finding. (transfer full), NULL with @error */
OvrKeyImage *ovr_demo_key_image (OvrImages *images,
                                 const OvrDemoLook *look,
                                 GError **error);

/* Long and short axis, a line across (@turn_deg from +x towards +y), or the
 * mean within the finding's middle: drawn into the key image's view, measured
 * there, and put into @finding. Returns the (long) number, NaN with @error. */
double ovr_demo_measure_axes (OvrImages *images,
                              const OvrDemoLook *look,
                              OvrKeyImage *key_image,
                              OvrFinding *finding,
                              GError **error);
double ovr_demo_measure_line (OvrImages *images,
                              const OvrDemoLook *look,
                              double turn_deg,
                              double half_mm,
                              const char *label,
                              OvrKeyImage *key_image,
                              OvrFinding *finding,
                              GError **error);
double ovr_demo_measure_mean (OvrImages *images,
                              const OvrDemoLook *look,
                              OvrKeyImage *key_image,
                              OvrFinding *finding,
                              GError **error);

G_END_DECLS
