/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-date.h"

G_BEGIN_DECLS

/* "Musterfrau, Anna" of the PN "Musterfrau^Anna^^Dr.": the alphabetic group's
 * family and given names, with middle name, prefix and suffix in reading order;
 * another group where that one is empty (PS3.5 6.2.1). Thread-safe.
 * (transfer full) */
char *ovr_person_name_to_display (const char *pn);

/* Twelve hex digits of SHA-256 over ID, issuer, name and birth date: the key of
 * a person in the library. Only padding makes no difference: spaces at the
 * ends, trailing ^ and =. NULL counts as "". Persons whose headers differ in
 * anything else stay apart: merging is the reader's decision. Thread-safe.
 * (transfer full) */
char *ovr_person_key (const char *patient_id,
                      const char *issuer,
                      const char *pn,
                      OvrDate birth_date);

G_END_DECLS
