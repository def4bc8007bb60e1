/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-library.h"
#include "ovr-same-person.h"

G_BEGIN_DECLS

/**
 * OvrIntakePerson:
 * @key: (owned): patient key
 * @name: (owned): for display, "" where the header has none
 * @verbatim: (owned): as the header has it
 * @birth_date: (0010,0030)
 * @sex: (owned): "F", "M", "O" or ""
 * @id: (owned): (0010,0020)
 * @issuer: (owned): (0010,0021), "" where unknown
 * @n_studies: studies that were handed over
 * @n_images: instances of them
 * @first: date of the oldest one that has a date
 * @last: date of the newest one
 *
 * A person as the headers of an import name them, to be told from the others.
 */
typedef struct
{
  char *key;
  char *name;
  char *verbatim;
  OvrDate birth_date;
  char *sex;
  char *id;
  char *issuer;
  guint n_studies;
  guint n_images;
  OvrDate first;
  OvrDate last;
} OvrIntakePerson;

void ovr_intake_person_free (OvrIntakePerson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrIntakePerson, ovr_intake_person_free)

/* The persons of @intakes (element-type OvrCaseIntake), in their order:
 * (transfer full) (element-type OvrIntakePerson). NULL with an error of
 * OVR_DATABASE_ERROR. */
GPtrArray *ovr_intake_persons_load (OvrDatabase *database,
                                    GPtrArray *intakes,
                                    GError **error);

/* Borrows from @self. */
OvrIdentity ovr_intake_person_identify (const OvrIntakePerson *self);

/* "born 29 February 1960 · female · ID 4711": what tells persons apart besides
 * the name, in the window's language. (transfer full) */
char *ovr_intake_person_describe (const OvrIntakePerson *self);

/* "2 studies, 634 images · 3 March 2024 – 5 June 2024". (transfer full) */
char *ovr_intake_person_count (const OvrIntakePerson *self);

G_END_DECLS
