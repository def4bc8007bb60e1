/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-index.h"

G_BEGIN_DECLS

/* What somebody typed into the search field, understood. Immutable. */
typedef struct _OvrCaseWords OvrCaseWords;

OvrCaseWords *ovr_case_words_new (const char *typed);
void ovr_case_words_free (OvrCaseWords *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrCaseWords, ovr_case_words_free)

/* Thread-safe. */
gboolean ovr_case_words_match (const OvrCaseWords *self,
                               const OvrCaseEntry *entry);

G_END_DECLS
