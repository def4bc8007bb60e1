/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pdf-reader.h"

G_BEGIN_DECLS

/* What a file consists of, byte by byte and object by object. Functions that
 * return a sentence say what is wrong, in words for a reason's text; NULL if
 * nothing is. */

/**
 * ovr_pdf_structure_scan:
 * @file: a file
 * @from: where the bytes in question begin
 *
 * Walks from @from to the file's end, without the cross-reference: in every
 * revision there must be objects that its cross-reference names at that very
 * place, the cross-reference itself, and nothing else.
 *
 * Returns: (transfer full) (nullable): what else stands there
 */
char *ovr_pdf_structure_scan (OvrPdfReader *file,
                              gsize from);

/* (transfer full): the numbers (gint64* as a set) of the objects that @value
 * leads to, also of those that do not exist. @except_key (nullable) of @value
 * itself is not followed. */
GHashTable *ovr_pdf_structure_reach (OvrPdfReader *file,
                                     const OvrPdfValue *value,
                                     const char *except_key);

/* (nullable): the first thing among all objects that can act by itself or bring
 * in what isn't on the pages: scripts, launching, outer files, forms' actions,
 * optional layers; static. */
const char *ovr_pdf_structure_find_active (OvrPdfReader *file);

/* (transfer full) (nullable): how the file differs from the form that
 * Overread's own writer gives a report. */
char *ovr_pdf_structure_check_own (OvrPdfReader *file);

/* Whether the file says that Overread wrote it: the Producer of its Info
 * dictionary begins with the program's name, or its signature's Prop_Build. */
gboolean ovr_pdf_structure_is_own (OvrPdfReader *file);

G_END_DECLS
