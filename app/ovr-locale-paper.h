/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-export-pdf.h"

G_BEGIN_DECLS

/* Letter where the locale says so, else A4. */
OvrPaper ovr_locale_paper (void);

G_END_DECLS
