/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-date.h"

G_BEGIN_DECLS

/* The demo case's letters: texts from resources/demo with the numbers of the
 * phantom's truth put in, so that the letters and the images can't drift apart. */

/**
 * OvrDemoFacts:
 * @current: date of the study in question
 * @prior: date of the earlier study
 * @reported: date of the original report
 * @received: when the request's sender got it
 * @asked: date of the request
 * @due: when the answer is wanted
 * @operation: when the lobectomy is planned
 * @values: what stands for "{key}" in the texts; owned strings
 *
 * Dates of the studies are the phantom's; those of the request follow the one
 * clock, so that the demo case is due next week whenever it is made.
 */
typedef struct
{
  OvrDate current;
  OvrDate prior;
  OvrDate reported;
  OvrDate received;
  OvrDate asked;
  OvrDate due;
  OvrDate operation;
  GHashTable *values;
} OvrDemoFacts;

OvrDemoFacts *ovr_demo_facts_new (void);
void ovr_demo_facts_free (OvrDemoFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrDemoFacts, ovr_demo_facts_free)

/* (transfer full): the text @name ("request.txt") with every "{key}" filled in.
 * A key without a value is a programming error and aborts. */
char *ovr_demo_text_fill (const OvrDemoFacts *facts,
                          const char *name);

G_END_DECLS
