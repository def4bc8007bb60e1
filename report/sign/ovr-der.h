/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* DER (X.690), as much as signatures need: one-byte tags, definite lengths.
 * The signer writes with it, so that the same key, certificate and digest give
 * the same bytes with every version of OpenSSL; the verifier reads with it.
 * Thread-safe: touches only its arguments. */

#define OVR_DER_INTEGER 0x02
#define OVR_DER_OCTET_STRING 0x04
#define OVR_DER_NULL 0x05
#define OVR_DER_OID 0x06
#define OVR_DER_SEQUENCE 0x30
#define OVR_DER_SET 0x31
#define OVR_DER_CONTEXT_0 0xa0
#define OVR_DER_CONTEXT_1 0xa1

/* Appends tag, length and @length bytes of @content to @out. */
void ovr_der_append (GByteArray *out,
                     guint8 tag,
                     const void *content,
                     gsize length);

/* The same with the bytes of @content, which it frees. */
void ovr_der_append_take (GByteArray *out,
                          guint8 tag,
                          GByteArray *content);

/* Appends the object identifier @dotted ("1.2.840.113549.1.7.2"). */
void ovr_der_append_oid (GByteArray *out,
                         const char *dotted);

/* Appends @elements (GByteArray) in the order that DER demands of a SET OF,
 * and frees them. */
void ovr_der_append_set_of (GByteArray *out,
                            guint8 tag,
                            GPtrArray *elements);

/**
 * OvrDer:
 * @tag: the tag's byte
 * @start: the element's first byte, the tag
 * @total: bytes of tag, length and content
 * @content: the first byte of the content
 * @length: bytes of the content
 *
 * One element inside a buffer that somebody else owns.
 */
typedef struct
{
  guint8 tag;
  const guint8 *start;
  gsize total;
  const guint8 *content;
  gsize length;
} OvrDer;

/* Reads the element at *@at, which has *@left bytes, and moves both behind it.
 * FALSE if it is no DER: length not minimal or beyond the end, indefinite
 * length, tag of several bytes. */
gboolean ovr_der_read (const guint8 **at,
                       gsize *left,
                       OvrDer *element);

/* The same, and FALSE unless the tag is @tag. */
gboolean ovr_der_expect (const guint8 **at,
                         gsize *left,
                         guint8 tag,
                         OvrDer *element);

/* Whether @element is the object identifier @dotted. */
gboolean ovr_der_is_oid (const OvrDer *element,
                         const char *dotted);

G_END_DECLS
