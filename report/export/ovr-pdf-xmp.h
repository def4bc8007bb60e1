/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pdf-file.h"

G_BEGIN_DECLS

#define OVR_PDF_CREATOR "Overread"
#define OVR_PDF_PRODUCER "Overread with libharu"

/* The XMP packet (ISO 16684-1) that says what the Info dictionary says.
 * (transfer full) */
char *ovr_pdf_xmp (const OvrPdfInfo *info);

G_END_DECLS
