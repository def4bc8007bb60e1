/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* PDF's values (ISO 32000-1, 7.3) and their grammar, read strictly: the
 * verifier must never understand a file otherwise than the program that shows
 * it. Immutable after reading; thread-safe as that. */

typedef enum
{
  OVR_PDF_NULL,
  OVR_PDF_BOOLEAN,
  OVR_PDF_INTEGER,
  OVR_PDF_REAL,
  OVR_PDF_STRING,
  OVR_PDF_NAME,
  OVR_PDF_ARRAY,
  OVR_PDF_DICT,
  OVR_PDF_STREAM,
  OVR_PDF_REFERENCE,
} OvrPdfType;

/* The place of a value that was not read from the file's own bytes. */
#define OVR_PDF_NOWHERE G_MAXSIZE

typedef struct _OvrPdfValue OvrPdfValue;

/**
 * OvrPdfValue:
 * @start: first byte of the token in the file; %OVR_PDF_NOWHERE inside an
 *   object stream
 * @end: one past its last byte
 * @integer: INTEGER's value, BOOLEAN's 0 or 1, REFERENCE's object number
 * @generation: REFERENCE's
 * @hex: whether a STRING was written as hex digits
 * @text: STRING's bytes or NAME's text, decoded, with a NUL behind it
 * @length: bytes of @text without the NUL; of a STREAM's raw data
 * @items: ARRAY's values; DICT's and STREAM's keys and values by turns
 * @data_start: first byte of a STREAM's raw data in the file
 */
struct _OvrPdfValue
{
  OvrPdfType type;
  gsize start;
  gsize end;
  gint64 integer;
  double real;
  guint generation;
  gboolean hex;
  char *text;
  gsize length;
  GPtrArray *items;
  gsize data_start;
};

void ovr_pdf_value_free (OvrPdfValue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrPdfValue, ovr_pdf_value_free)

/* Whether both read the same, strings and names by their meaning; references
 * are compared, not followed; streams by dictionary and raw bytes, which start
 * at @data. Either may be NULL. */
gboolean ovr_pdf_value_equal (const OvrPdfValue *a,
                              const OvrPdfValue *b,
                              const guint8 *data);

/* Borrowed, references not followed; NULL if @self is no dictionary, or has no
 * such key. */
const OvrPdfValue *ovr_pdf_value_lookup (const OvrPdfValue *self,
                                         const char *key);

gboolean ovr_pdf_value_is_name (const OvrPdfValue *self,
                                const char *name);

gboolean ovr_pdf_value_is_dict (const OvrPdfValue *self);

/**
 * OvrPdfLexer:
 * @data: borrowed bytes
 * @length: how many may be read
 * @at: the place of the next byte
 * @in_file: whether @data is the file itself, so that places mean something
 * @depth: how many arrays and dictionaries are open
 *
 * Where reading stands.
 */
typedef struct
{
  const guint8 *data;
  gsize length;
  gsize at;
  gboolean in_file;
  int depth;
} OvrPdfLexer;

/* Moves over white space and comments. */
void ovr_pdf_lexer_skip (OvrPdfLexer *self);

/* Moves behind @keyword if it comes next, after white space, and no regular
 * character follows it. */
gboolean ovr_pdf_lexer_keyword (OvrPdfLexer *self,
                                const char *keyword);

/* Reads digits that come next, after white space. */
gboolean ovr_pdf_lexer_unsigned (OvrPdfLexer *self,
                                 gint64 *value);

/* (transfer full): the value that comes next; a stream's data is not read with
 * its dictionary. NULL if there is none by the grammar. */
OvrPdfValue *ovr_pdf_lexer_value (OvrPdfLexer *self);

gboolean ovr_pdf_is_space (guint8 byte);

G_END_DECLS
