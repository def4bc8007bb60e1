/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pdf-value.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): a date string, "D:20261123180800+01'00'", with
 * its offset (ISO 32000-1, 7.9.4); UTC where none is given. */
GDateTime *ovr_pdf_date_parse (const OvrPdfValue *string);

G_END_DECLS
