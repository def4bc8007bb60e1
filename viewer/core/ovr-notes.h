/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrNote:
 * @code: (static): a short name of the kind, for programs and tests
 * @text: (owned): one sentence for the reader; no text of the file
 *
 * Something that a file asks for and its picture does not show, or that was read
 * in another way than it stands there. Nothing of that kind is silent: notes
 * stand beside the picture.
 */
typedef struct
{
  const char *code;
  char *text;
} OvrNote;

/* (element-type OvrNote) (transfer full) */
GPtrArray *ovr_notes_new (void);

/* (element-type OvrNote) (transfer full) */
GPtrArray *ovr_notes_copy (GPtrArray *notes);

/* Adds a sentence, once. Nothing where @notes is NULL. */
void ovr_notes_add (GPtrArray *notes,
                    const char *code,
                    const char *text);

/* Whether there is one of that kind. */
gboolean ovr_notes_has (GPtrArray *notes,
                        const char *code);

G_END_DECLS
