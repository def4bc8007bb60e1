/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-date.h"

G_BEGIN_DECLS

/**
 * OvrIdentity:
 * @name: (nullable): Patient's Name as it stands in the header, UTF-8; (0010,0010)
 * @birth_date: (0010,0030)
 * @sex: (nullable): (0010,0040)
 * @id: (nullable): (0010,0020)
 * @issuer: (nullable): (0010,0021)
 *
 * What a header says of a person. Borrowed strings.
 */
typedef struct
{
  const char *name;
  OvrDate birth_date;
  const char *sex;
  const char *id;
  const char *issuer;
} OvrIdentity;

/**
 * ovr_identity_may_be_same:
 *
 * Whether two headers may speak of one person whose name or ID is spelled in
 * two ways, so that the reader may be asked. It says yes too seldom rather than
 * too often; a yes is a proposal and never a reason to merge.
 *
 * Birth date (a whole one) and sex must be known and equal. Names may differ in
 * case, punctuation, empty components, marks and their transliterations (ü, ue,
 * u; ø, oe, o), letters that a wrong character set lost (? or U+FFFD, never
 * for an ASCII letter), and in which of a PN's groups they stand in (PS3.5
 * 6.2.1.2); groups of one script that both have must agree. IDs may differ in
 * leading zeros, punctuation and an issuer's prefix. Given names that differ,
 * IDs one edit apart and temporary names (newborns, twins, unknown persons) are
 * a no. What is weak by itself (family and given name exchanged, a middle name
 * missing, a letter of the given name lost) needs the same ID. Thread-safe.
 */
gboolean ovr_identity_may_be_same (const OvrIdentity *a,
                                   const OvrIdentity *b);

/* Whether letters of a name were lost to a wrong character set: U+FFFD, or a
 * question mark. NULL has lost none. Thread-safe. */
gboolean ovr_name_is_damaged (const char *name);

/* Whether the name is one that is given until there is a real one: "BABY BOY",
 * "B/O Smith", "Twin A", "Unknown", or has a digit. Thread-safe. */
gboolean ovr_name_is_temporary (const char *name);

G_END_DECLS
