/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

G_BEGIN_DECLS

/**
 * OvrDocumentIdentity:
 * @name: the patient's family and a given name stand in the text
 * @birth_date: so does the birth date
 * @other_birth_date: a birth date that isn't the patient's stands there
 * @study_date: the date of the study that the document is about stands there
 *   (of any study, where it is about none)
 *
 * Whether a document speaks of this patient and this study. Spelling is
 * compared without accents and with "ae" for "ä".
 */
typedef struct
{
  gboolean name;
  gboolean birth_date;
  gboolean other_birth_date;
  gboolean study_date;
} OvrDocumentIdentity;

OvrDocumentIdentity ovr_document_identify (const OvrReport *report,
                                           const OvrDocument *document);

G_END_DECLS
