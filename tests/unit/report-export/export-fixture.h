/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-export-pdf.h"

G_BEGIN_DECLS

/* A chest CT's second opinion as a reader would finish it: fourteen claims of a
 * German original, three questions, eight key images, two studies. */
OvrReport *export_fixture_report (void);

/* Made pictures, 256 × 256, for all key images of @report. */
GHashTable *export_fixture_pictures (const OvrReport *report);

/* A claim of @report's first document, spanning its next line of text. */
OvrClaim *export_fixture_add_claim (OvrReport *report,
                                    const char *text,
                                    const char *translation,
                                    OvrVerdict verdict,
                                    const char *comment,
                                    OvrImpact impact);
void export_fixture_add_question (OvrReport *report,
                                  const char *text,
                                  const char *lead,
                                  const char *answer,
                                  OvrCertainty certainty,
                                  const char *finding_id);

/* The exported file, with the fixture's pictures, at a fixed time. */
GBytes *export_fixture_export (const OvrReport *report,
                               gboolean final,
                               GError **error);

G_END_DECLS
