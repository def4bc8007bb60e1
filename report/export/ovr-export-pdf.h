/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-key-picture.h"
#include "ovr-report.h"

G_BEGIN_DECLS

typedef enum
{
  OVR_PAPER_A4,
  OVR_PAPER_LETTER,
} OvrPaper;

/**
 * OvrExportRequest:
 * @report: (borrowed): the report; its language is that of the pages
 * @pictures: (borrowed) (element-type utf8 OvrKeyPicture): key image id to its
 *   picture; one for every key image of a finding
 * @paper: paper size
 * @final: %TRUE: with the signature's field, to be filled by report/sign;
 *   %FALSE: DRAFT on every page and no field
 * @signer: (borrowed) (nullable): name in the certificate, with @final
 * @time: (borrowed) (nullable): signing or export time, ISO 8601 with offset;
 *   NULL: now, by the one clock
 */
typedef struct
{
  const OvrReport *report;
  GHashTable *pictures;
  OvrPaper paper;
  gboolean final;
  const char *signer;
  const char *time;
} OvrExportRequest;

/**
 * ovr_export_pdf:
 * @request: what to export
 * @error: return location for an #OvrPdfError
 *
 * The second opinion as a PDF of one revision: page one that answers, the
 * ledger, figures, annex. Deterministic. Nothing is shrunk or clipped: the text
 * of the pages is compared with the report's, and any loss, overlap or ink in
 * the margin is an error. Thread-safe for different requests.
 *
 * Returns: (transfer full): the file's bytes
 */
GBytes *ovr_export_pdf (const OvrExportRequest *request,
                        GError **error);

G_END_DECLS
