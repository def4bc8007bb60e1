/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define OVR_TYPE_PERSON_QUESTION (ovr_person_question_get_type ())
G_DECLARE_FINAL_TYPE (OvrPersonQuestion, ovr_person_question, OVR, PERSON_QUESTION, GtkWidget)

/**
 * OvrPersonQuestion:
 *
 * "Whose case is this?": the one question that a medium with several persons
 * raises before any image of it shows. Nothing is chosen from the begin. Where
 * headers may speak of one person in two spellings that is offered, with a
 * reason to be typed.
 *
 * Signals:
 *  "answered": one person was chosen; the functions below tell
 *  "cancelled": nothing of it shall come into the library
 */
OvrPersonQuestion *ovr_person_question_new (void);

/* Asks; @persons: (element-type OvrIntakePerson): kept. */
void ovr_person_question_ask (OvrPersonQuestion *self,
                              GPtrArray *persons);

/* The chosen person's key; borrowed. */
const char *ovr_person_question_get_key (OvrPersonQuestion *self);

/* Whether the others shall have cases of their own. */
gboolean ovr_person_question_wants_others (OvrPersonQuestion *self);

/* Why @key is the chosen person too; NULL where the reader didn't say so.
 * Borrowed. */
const char *ovr_person_question_get_reason (OvrPersonQuestion *self,
                                            const char *key);

G_END_DECLS
