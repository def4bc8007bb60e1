/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-identity.h"
#include "ovr-openssl-private.h"

G_BEGIN_DECLS

/* Small PDFs for the tests, written by the tests themselves: what is judged
 * must not come from the code that judges. */

#define OVR_PDF_FIXTURE_RANGE "[0 1000000000 1000000000 1000000000]"

/**
 * OvrPdfFixture:
 * @text: what page 1 says
 * @producer: Info's Producer; "Overread 0.1" makes the file one of our own
 * @date: the signature's M; %NULL for now
 * @extra_objects: whole objects from number 20 on, %NULL for none
 * @n_extra_objects: how many of them
 * @catalog_extra: more entries of the catalogue, %NULL for none
 * @page_extra: more entries of the page, %NULL for none
 * @mdp_level: DocMDP's P
 * @bare: no certification at all
 *
 * What a prepared file is made of.
 */
typedef struct
{
  const char *text;
  const char *producer;
  const char *date;
  const char *const *extra_objects;
  guint n_extra_objects;
  const char *catalog_extra;
  const char *page_extra;
  int mdp_level;
  gboolean bare;
} OvrPdfFixture;

/* (transfer full): one revision with a signature placeholder. */
GBytes *ovr_pdf_fixture_prepare (const OvrPdfFixture *self);

/* (transfer full): the same, signed by @identity; aborts where that fails. */
GBytes *ovr_pdf_fixture_sign (const OvrPdfFixture *self,
                              OvrIdentity *identity);

/* Puts ByteRange and a signature value of its own making into a prepared file,
 * as a program would that has a key but not our rules. (transfer full) */
GBytes *ovr_pdf_fixture_sign_foreign (GBytes *prepared,
                                      OvrIdentity *identity,
                                      const char *openssl_digest);

/**
 * OvrPdfFault:
 * @OVR_PDF_FAULT_NONE: as it should be
 * @OVR_PDF_FAULT_EARLY_GAP: the byte before Contents is not signed
 * @OVR_PDF_FAULT_LATE_START: ByteRange begins at 1, though all is signed
 * @OVR_PDF_FAULT_NO_CERTIFICATE_ATTRIBUTE: no signed attribute names the certificate
 * @OVR_PDF_FAULT_OTHER_CERTIFICATE: that attribute names another certificate
 * @OVR_PDF_FAULT_ATTACHED: the CMS holds what it signs
 *
 * What is wrong with a signature whose value is right.
 */
typedef enum
{
  OVR_PDF_FAULT_NONE,
  OVR_PDF_FAULT_EARLY_GAP,
  OVR_PDF_FAULT_LATE_START,
  OVR_PDF_FAULT_NO_CERTIFICATE_ATTRIBUTE,
  OVR_PDF_FAULT_OTHER_CERTIFICATE,
  OVR_PDF_FAULT_ATTACHED,
} OvrPdfFault;

/* The same with a fault. Fills the last signature of @prepared. */
GBytes *ovr_pdf_fixture_sign_faulty (GBytes *prepared,
                                     OvrIdentity *identity,
                                     const char *openssl_digest,
                                     OvrPdfFault fault);

/* (transfer full): @file with one more revision: @objects ("4 0 obj … endobj",
 * numbers in @numbers), a table and a trailer that goes back to the last one. */
GBytes *ovr_pdf_fixture_append (GBytes *file,
                                const char *const *objects,
                                const int *numbers,
                                guint n_objects);

/* (transfer full): @file with @length bytes at the end. */
GBytes *ovr_pdf_fixture_append_bytes (GBytes *file,
                                      const char *bytes);

/* (transfer full): the identity that all tests sign with; RSA is made once. */
OvrIdentity *ovr_pdf_fixture_identity (OvrIdentityKind kind);

/* (transfer full): the signature value's CMS of a file that we signed, and the
 * SHA-256 of what it is over. */
CMS_ContentInfo *ovr_pdf_fixture_take_apart (GBytes *file,
                                             guint8 digest[32]);

/* (transfer full): @file with @cms in the place of its signature value. */
GBytes *ovr_pdf_fixture_put_contents (GBytes *file,
                                      GByteArray *cms);

/* The place of @needle in @file; aborts where it is not there. */
gsize ovr_pdf_fixture_find (GBytes *file,
                            const char *needle);

G_END_DECLS
