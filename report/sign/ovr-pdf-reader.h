/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pdf-value.h"

G_BEGIN_DECLS

/* A PDF file's objects (ISO 32000-1, 7.5): found through the cross-reference
 * only, never by searching, and without repairing anything. Classic tables,
 * cross-reference streams, object streams, hybrid files, several revisions.
 * One thread at a time. */

typedef struct _OvrPdfReader OvrPdfReader;

/**
 * OvrPdfSection:
 * @start: where the cross-reference begins: "xref" or its stream's object
 * @number: the cross-reference stream's object number; -1 for a table
 *
 * One cross-reference section, newest first in OvrPdfReader.
 */
typedef struct
{
  gsize start;
  gint64 number;
} OvrPdfSection;

/**
 * OvrPdfEntry:
 * @compressed: whether the object lies in an object stream
 * @place: where the object begins in the file, or the object stream's number
 * @index: which of the stream's objects it is
 *
 * What the newest section says of an object that is in use.
 */
typedef struct
{
  gint64 number;
  gboolean in_use;
  gboolean compressed;
  gint64 place;
  gint64 index;
  guint generation;
} OvrPdfEntry;

#define OVR_PDF_READER_ERROR (ovr_pdf_reader_error_quark ())
GQuark ovr_pdf_reader_error_quark (void);

/**
 * OvrPdfReaderError:
 * @OVR_PDF_READER_ERROR_NOT_PDF: no PDF header
 * @OVR_PDF_READER_ERROR_BROKEN: not readable without guessing
 */
typedef enum
{
  OVR_PDF_READER_ERROR_NOT_PDF,
  OVR_PDF_READER_ERROR_BROKEN,
} OvrPdfReaderError;

/* (transfer full): the file that the first @length bytes of @bytes are; NULL
 * with an OvrPdfReaderError. Earlier revisions are opened with their own length. */
OvrPdfReader *ovr_pdf_reader_open (GBytes *bytes,
                                   gsize length,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

void ovr_pdf_reader_free (OvrPdfReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrPdfReader, ovr_pdf_reader_free)

const guint8 *ovr_pdf_reader_get_data (OvrPdfReader *self);
gsize ovr_pdf_reader_get_length (OvrPdfReader *self);

/* The newest trailer's dictionary; borrowed. */
const OvrPdfValue *ovr_pdf_reader_get_trailer (OvrPdfReader *self);

/* OvrPdfSection, newest first; borrowed. */
GArray *ovr_pdf_reader_get_sections (OvrPdfReader *self);

/* (transfer container): the numbers of all objects in use, ascending, gint64. */
GArray *ovr_pdf_reader_dup_numbers (OvrPdfReader *self);

/* Borrowed; NULL if no section knows @number. */
const OvrPdfEntry *ovr_pdf_reader_get_entry (OvrPdfReader *self,
                                             gint64 number);

/* Borrowed, read once; NULL if there is no such object or it can't be read. */
const OvrPdfValue *ovr_pdf_reader_get_object (OvrPdfReader *self,
                                              gint64 number);

/* Follows references; borrowed; NULL for NULL and for what leads nowhere. */
const OvrPdfValue *ovr_pdf_reader_resolve (OvrPdfReader *self,
                                           const OvrPdfValue *value);

/* A dictionary's entry, references followed; borrowed. */
const OvrPdfValue *ovr_pdf_reader_lookup (OvrPdfReader *self,
                                          const OvrPdfValue *dict,
                                          const char *key);

/* Reads "12 0 obj … endobj" at @lexer, which moves behind it; a stream with
 * its data's place. (transfer full); NULL if it is no such thing. */
OvrPdfValue *ovr_pdf_reader_read_indirect (OvrPdfReader *self,
                                           OvrPdfLexer *lexer,
                                           gint64 *number,
                                           guint *generation);

/* (transfer full): a stream's data without its filters, where these are none
 * or FlateDecode; NULL otherwise, or if it would be unreasonably long. */
GBytes *ovr_pdf_reader_decode (OvrPdfReader *self,
                               const OvrPdfValue *stream);

G_END_DECLS
