/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pdf-reader.h"

G_BEGIN_DECLS

/**
 * OvrPdfChange:
 * @OVR_PDF_CHANGE_NONE: nothing that a person or a program could notice
 * @OVR_PDF_CHANGE_EXTENDED: validation data (DSS) or document time stamps
 * @OVR_PDF_CHANGE_SIGNED: other signatures, invisible or in fields that the
 *   earlier revision held ready for them
 * @OVR_PDF_CHANGE_OTHER: anything else
 *
 * What later revisions of a file did to an earlier one; rising gravity.
 */
typedef enum
{
  OVR_PDF_CHANGE_NONE,
  OVR_PDF_CHANGE_EXTENDED,
  OVR_PDF_CHANGE_SIGNED,
  OVR_PDF_CHANGE_OTHER,
} OvrPdfChange;

/* Compares two revisions of one file, both opened from the same bytes. What is
 * not known to be harmless counts as OTHER; *@why then says what it was
 * (transfer full). */
OvrPdfChange ovr_pdf_revision_compare (OvrPdfReader *before,
                                       OvrPdfReader *after,
                                       char **why);

G_END_DECLS
