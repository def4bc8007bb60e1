/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-reader-private.h"

#include <string.h>

/* References that lead to references; real files have one or two. */
#define MAX_HOPS 16
/* Objects that need another one to be read: a length, an object stream. */
#define MAX_NESTING 8
/* An object or cross-reference stream holds numbers and dictionaries only. */
#define MAX_DECODED (64 * 1024 * 1024)
/* All of them together: a file of a few kilobytes could else fill the memory. */
#define MAX_DECODED_TOTAL (256 * 1024 * 1024)
/* Objects in one object stream; real ones hold 100 or 200. */
#define MAX_PACKED 10000

G_DEFINE_QUARK (ovr_pdf_reader_error, ovr_pdf_reader_error)

static gint64 *
dup_key (gint64 number)
{
  return g_memdup2 (&number, sizeof number);
}

static void
free_object (gpointer value)
{
  ovr_pdf_value_free (value);
}

static void
free_bytes (gpointer bytes)
{
  g_clear_pointer ((GBytes **) &bytes, g_bytes_unref);
}

OvrPdfReader *
ovr_pdf_reader_open (GBytes *bytes,
                     gsize length,
                     GError **error)
{
  g_autoptr (OvrPdfReader) self = g_new0 (OvrPdfReader, 1);

  g_return_val_if_fail (length <= g_bytes_get_size (bytes), NULL);

  self->bytes = g_bytes_ref (bytes);
  self->data = g_bytes_get_data (bytes, NULL);
  self->length = length;
  self->entries = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->objects = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_object);
  self->unpacked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_bytes);
  self->sections = g_array_new (FALSE, FALSE, sizeof (OvrPdfSection));
  if (length < 8 || memcmp (self->data, "%PDF-", 5) != 0)
    {
      g_set_error_literal (error, OVR_PDF_READER_ERROR, OVR_PDF_READER_ERROR_NOT_PDF,
                           "it does not begin as a PDF does");
      return NULL;
    }
  if (!ovr_pdf_xref_read (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ovr_pdf_reader_free (OvrPdfReader *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->objects);
  g_hash_table_unref (self->unpacked);
  g_array_unref (self->sections);
  ovr_pdf_value_free (self->trailer);
  g_bytes_unref (self->bytes);
  g_free (self);
}

const guint8 *
ovr_pdf_reader_get_data (OvrPdfReader *self)
{
  return self->data;
}

gsize
ovr_pdf_reader_get_length (OvrPdfReader *self)
{
  return self->length;
}

const OvrPdfValue *
ovr_pdf_reader_get_trailer (OvrPdfReader *self)
{
  return self->trailer;
}

GArray *
ovr_pdf_reader_get_sections (OvrPdfReader *self)
{
  return self->sections;
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

GArray *
ovr_pdf_reader_dup_numbers (OvrPdfReader *self)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const OvrPdfEntry *entry = value;

      if (entry->in_use)
        g_array_append_val (numbers, entry->number);
    }
  g_array_sort (numbers, compare_numbers);
  return numbers;
}

const OvrPdfEntry *
ovr_pdf_reader_get_entry (OvrPdfReader *self,
                          gint64 number)
{
  return g_hash_table_lookup (self->entries, &number);
}

/* The length that a stream's dictionary states, or -1. */
static gint64
stream_length (OvrPdfReader *self,
               const OvrPdfValue *dict)
{
  const OvrPdfValue *value = ovr_pdf_value_lookup (dict, "Length");

  /* Only a plain number may stand there, so reading it can't read streams. */
  value = ovr_pdf_reader_resolve (self, value);
  return value != NULL && value->type == OVR_PDF_INTEGER && value->integer >= 0 ? value->integer : -1;
}

/* Behind "stream": turns the dictionary into a stream. */
static gboolean
read_stream (OvrPdfReader *self,
             OvrPdfLexer *lexer,
             OvrPdfValue *value)
{
  gint64 length = stream_length (self, value);

  if (lexer->at < lexer->length && lexer->data[lexer->at] == '\r')
    lexer->at++;
  if (lexer->at >= lexer->length || lexer->data[lexer->at] != '\n')
    return FALSE;
  lexer->at++;
  if (length < 0 || (guint64) length > lexer->length - lexer->at)
    return FALSE;
  value->type = OVR_PDF_STREAM;
  value->data_start = lexer->at;
  value->length = (gsize) length;
  lexer->at += (gsize) length;
  return ovr_pdf_lexer_keyword (lexer, "endstream");
}

OvrPdfValue *
ovr_pdf_reader_read_indirect (OvrPdfReader *self,
                              OvrPdfLexer *lexer,
                              gint64 *number,
                              guint *generation)
{
  g_autoptr (OvrPdfValue) value = NULL;
  gint64 found;

  if (!ovr_pdf_lexer_unsigned (lexer, number) || !ovr_pdf_lexer_unsigned (lexer, &found) ||
      found > 65535 || !ovr_pdf_lexer_keyword (lexer, "obj"))
    return NULL;
  *generation = (guint) found;
  value = ovr_pdf_lexer_value (lexer);
  if (value == NULL)
    return NULL;
  if (value->type == OVR_PDF_DICT && ovr_pdf_lexer_keyword (lexer, "stream") &&
      !read_stream (self, lexer, value))
    return NULL;
  return ovr_pdf_lexer_keyword (lexer, "endobj") ? g_steal_pointer (&value) : NULL;
}

static OvrPdfValue *
read_plain (OvrPdfReader *self,
            const OvrPdfEntry *entry)
{
  OvrPdfLexer lexer = { self->data, self->length, (gsize) entry->place, TRUE, 0 };
  g_autoptr (OvrPdfValue) value = NULL;
  gint64 number;
  guint generation;

  if (entry->place <= 0 || (guint64) entry->place >= self->length ||
      !g_ascii_isdigit (self->data[entry->place]))
    return NULL;
  value = ovr_pdf_reader_read_indirect (self, &lexer, &number, &generation);
  if (value == NULL || number != entry->number || generation != entry->generation)
    return NULL;
  return g_steal_pointer (&value);
}

static GBytes *
unpack (OvrPdfReader *self,
        gint64 number)
{
  const OvrPdfEntry *entry = ovr_pdf_reader_get_entry (self, number);
  const OvrPdfValue *stream;
  GBytes *data;

  if (g_hash_table_contains (self->unpacked, &number))
    return g_hash_table_lookup (self->unpacked, &number);
  stream = entry != NULL && !entry->compressed ? ovr_pdf_reader_get_object (self, number) : NULL;
  data = stream != NULL && ovr_pdf_value_is_name (ovr_pdf_value_lookup (stream, "Type"), "ObjStm")
             ? ovr_pdf_reader_decode (self, stream)
             : NULL;
  if (g_hash_table_contains (self->unpacked, &number))
    {
      g_clear_pointer (&data, g_bytes_unref);
      return g_hash_table_lookup (self->unpacked, &number);
    }
  g_hash_table_insert (self->unpacked, dup_key (number), data);
  return data;
}

/* 7.5.7: pairs of number and place, then the objects. */
static OvrPdfValue *
read_packed (OvrPdfReader *self,
             const OvrPdfEntry *entry)
{
  GBytes *packed = unpack (self, entry->place);
  const OvrPdfValue *stream = packed != NULL ? ovr_pdf_reader_get_object (self, entry->place) : NULL;
  const OvrPdfValue *first = ovr_pdf_value_lookup (stream, "First");
  OvrPdfLexer lexer = { NULL, 0, 0, FALSE, 0 };
  gint64 number = -1;
  gint64 offset = -1;

  if (packed == NULL || entry->index >= MAX_PACKED || first == NULL || first->type != OVR_PDF_INTEGER || first->integer < 0)
    return NULL;
  lexer.data = g_bytes_get_data (packed, &lexer.length);
  for (gint64 i = 0; i <= entry->index; i++)
    if (!ovr_pdf_lexer_unsigned (&lexer, &number) || !ovr_pdf_lexer_unsigned (&lexer, &offset))
      return NULL;
  if (number != entry->number || (guint64) first->integer > lexer.length ||
      (guint64) offset > lexer.length - (guint64) first->integer)
    return NULL;
  lexer.at = (gsize) (first->integer + offset);
  return ovr_pdf_lexer_value (&lexer);
}

const OvrPdfValue *
ovr_pdf_reader_get_object (OvrPdfReader *self,
                           gint64 number)
{
  const OvrPdfEntry *entry = ovr_pdf_reader_get_entry (self, number);
  OvrPdfValue *value;

  if (g_hash_table_contains (self->objects, &number))
    return g_hash_table_lookup (self->objects, &number);
  if (entry == NULL || !entry->in_use || self->nesting >= MAX_NESTING)
    return NULL;
  self->nesting++;
  value = entry->compressed ? read_packed (self, entry) : read_plain (self, entry);
  self->nesting--;
  /* Reading it may have led back to it: what others hold now must stay. */
  if (g_hash_table_contains (self->objects, &number))
    {
      ovr_pdf_value_free (value);
      return g_hash_table_lookup (self->objects, &number);
    }
  g_hash_table_insert (self->objects, dup_key (number), value);
  return value;
}

const OvrPdfValue *
ovr_pdf_reader_resolve (OvrPdfReader *self,
                        const OvrPdfValue *value)
{
  for (int hops = 0; value != NULL && value->type == OVR_PDF_REFERENCE; hops++)
    {
      const OvrPdfEntry *entry = ovr_pdf_reader_get_entry (self, value->integer);

      if (hops >= MAX_HOPS || entry == NULL || entry->generation != value->generation)
        return NULL;
      value = ovr_pdf_reader_get_object (self, value->integer);
    }
  return value;
}

const OvrPdfValue *
ovr_pdf_reader_lookup (OvrPdfReader *self,
                       const OvrPdfValue *dict,
                       const char *key)
{
  return ovr_pdf_reader_resolve (self, ovr_pdf_value_lookup (dict, key));
}

static gint64
integer_or (OvrPdfReader *self,
            const OvrPdfValue *dict,
            const char *key,
            gint64 otherwise)
{
  const OvrPdfValue *value = ovr_pdf_reader_lookup (self, dict, key);

  return value != NULL && value->type == OVR_PDF_INTEGER ? value->integer : otherwise;
}

static GBytes *
unpredict (OvrPdfReader *self,
           const OvrPdfValue *stream,
           GBytes *data)
{
  const OvrPdfValue *parameters = ovr_pdf_reader_lookup (self, stream, "DecodeParms");
  gint64 columns;

  if (parameters != NULL && parameters->type == OVR_PDF_ARRAY && parameters->items->len == 1)
    parameters = ovr_pdf_reader_resolve (self, g_ptr_array_index (parameters->items, 0));
  if (integer_or (self, parameters, "Predictor", 1) == 1)
    return g_bytes_ref (data);
  columns = integer_or (self, parameters, "Columns", 1);
  if (integer_or (self, parameters, "Predictor", 1) < 10 || columns < 1 || columns > 65536 ||
      integer_or (self, parameters, "Colors", 1) != 1 || integer_or (self, parameters, "BitsPerComponent", 8) != 8)
    return NULL;
  return ovr_pdf_unpredict (data, (gsize) columns);
}

GBytes *
ovr_pdf_reader_decode (OvrPdfReader *self,
                       const OvrPdfValue *stream)
{
  const OvrPdfValue *filter = ovr_pdf_reader_lookup (self, stream, "Filter");
  g_autoptr (GBytes) data = NULL;

  if (stream->type != OVR_PDF_STREAM)
    return NULL;
  if (filter != NULL && filter->type == OVR_PDF_ARRAY && filter->items->len == 1)
    filter = ovr_pdf_reader_resolve (self, g_ptr_array_index (filter->items, 0));
  if (filter == NULL || filter->type == OVR_PDF_NULL)
    return g_bytes_new_from_bytes (self->bytes, stream->data_start, stream->length);
  if (!ovr_pdf_value_is_name (filter, "FlateDecode"))
    return NULL;
  data = ovr_pdf_inflate (self->data + stream->data_start, stream->length,
                          MIN (MAX_DECODED, MAX_DECODED_TOTAL - self->decoded));
  if (data == NULL)
    return NULL;
  self->decoded += g_bytes_get_size (data);
  return unpredict (self, stream, data);
}
