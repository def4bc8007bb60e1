/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-reader-private.h"

#include <string.h>

#define MAX_SECTIONS 1024
/* ISO 32000-1, annex C.2 */
#define MAX_OBJECT 8388607
/* Where "startxref" is looked for, as other programs do. */
#define TAIL 1024

static gboolean
set_broken (GError **error,
            const char *what)
{
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, OVR_PDF_READER_ERROR, OVR_PDF_READER_ERROR_BROKEN, what);
  return FALSE;
}

/* The newest section speaks first; what it says of an object holds. */
static void
add_entry (OvrPdfReader *self,
           const OvrPdfEntry *entry)
{
  if (!g_hash_table_contains (self->entries, &entry->number))
    g_hash_table_insert (self->entries, g_memdup2 (&entry->number, sizeof entry->number),
                         g_memdup2 (entry, sizeof *entry));
}

static gboolean
read_subsection (OvrPdfReader *self,
                 OvrPdfLexer *lexer,
                 gint64 first,
                 gint64 count)
{
  for (gint64 i = 0; i < count; i++)
    {
      OvrPdfEntry entry = { .number = first + i };
      gint64 generation;

      if (entry.number > MAX_OBJECT || !ovr_pdf_lexer_unsigned (lexer, &entry.place) ||
          !ovr_pdf_lexer_unsigned (lexer, &generation))
        return FALSE;
      entry.in_use = ovr_pdf_lexer_keyword (lexer, "n");
      if (!entry.in_use && !ovr_pdf_lexer_keyword (lexer, "f"))
        return FALSE;
      entry.generation = (guint) MIN (generation, 65536);
      add_entry (self, &entry);
    }
  return TRUE;
}

/* (transfer full): the trailer of the table at @lexer. */
static OvrPdfValue *
read_table (OvrPdfReader *self,
            OvrPdfLexer *lexer,
            GError **error)
{
  g_autoptr (OvrPdfValue) trailer = NULL;

  while (!ovr_pdf_lexer_keyword (lexer, "trailer"))
    {
      gint64 first;
      gint64 count;

      if (!ovr_pdf_lexer_unsigned (lexer, &first) || !ovr_pdf_lexer_unsigned (lexer, &count) ||
          !read_subsection (self, lexer, first, count))
        {
          set_broken (error, "the cross-reference table is broken");
          return NULL;
        }
    }
  trailer = ovr_pdf_lexer_value (lexer);
  if (trailer == NULL || trailer->type != OVR_PDF_DICT)
    {
      set_broken (error, "the trailer is broken");
      return NULL;
    }
  return g_steal_pointer (&trailer);
}

static gint64
read_field (const guint8 *data,
            gint64 width)
{
  guint64 value = 0;

  for (gint64 i = 0; i < width; i++)
    value = value << 8 | data[i];
  return (gint64) (value & G_MAXINT64);
}

/* 7.5.8.3: type, place, generation or index. */
static gboolean
read_packed_entry (OvrPdfReader *self,
                   const guint8 *data,
                   const gint64 width[3],
                   gint64 number)
{
  gint64 type = width[0] > 0 ? read_field (data, width[0]) : 1;
  gint64 second = read_field (data + width[0], width[1]);
  gint64 third = read_field (data + width[0] + width[1], width[2]);
  OvrPdfEntry entry = { .number = number, .in_use = type != 0, .compressed = type == 2, .place = second };

  if (type > 2 || number > MAX_OBJECT)
    return FALSE;
  if (type == 2)
    entry.index = third;
  else
    entry.generation = (guint) MIN (third, 65536);
  add_entry (self, &entry);
  return TRUE;
}

static gboolean
read_widths (const OvrPdfValue *array,
             gint64 width[3])
{
  if (array == NULL || array->type != OVR_PDF_ARRAY || array->items->len != 3)
    return FALSE;
  for (guint i = 0; i < 3; i++)
    {
      const OvrPdfValue *value = g_ptr_array_index (array->items, i);

      if (value->type != OVR_PDF_INTEGER || value->integer < 0 || value->integer > 8)
        return FALSE;
      width[i] = value->integer;
    }
  return width[0] + width[1] + width[2] > 0;
}

/* (transfer container): the Index, gint64 pairs; without one, 0 and the Size. */
static GArray *
dup_index (const OvrPdfValue *stream)
{
  g_autoptr (GArray) index = g_array_new (FALSE, TRUE, sizeof (gint64));
  const OvrPdfValue *array = ovr_pdf_value_lookup (stream, "Index");
  const OvrPdfValue *size = ovr_pdf_value_lookup (stream, "Size");
  gint64 zero = 0;

  if (size == NULL || size->type != OVR_PDF_INTEGER)
    return NULL;
  if (array == NULL)
    {
      g_array_append_val (index, zero);
      g_array_append_val (index, size->integer);
      return g_steal_pointer (&index);
    }
  if (array->type != OVR_PDF_ARRAY || array->items->len % 2 != 0)
    return NULL;
  for (guint i = 0; i < array->items->len; i++)
    {
      const OvrPdfValue *value = g_ptr_array_index (array->items, i);

      if (value->type != OVR_PDF_INTEGER || value->integer < 0)
        return NULL;
      g_array_append_val (index, value->integer);
    }
  return g_steal_pointer (&index);
}

static gboolean
read_packed_table (OvrPdfReader *self,
                   const OvrPdfValue *stream)
{
  g_autoptr (GBytes) table = ovr_pdf_reader_decode (self, stream);
  g_autoptr (GArray) index = dup_index (stream);
  gint64 width[3];
  gsize length;
  gsize at = 0;
  gsize row;
  const guint8 *data;

  if (table == NULL || index == NULL || !read_widths (ovr_pdf_value_lookup (stream, "W"), width))
    return FALSE;
  data = g_bytes_get_data (table, &length);
  row = (gsize) (width[0] + width[1] + width[2]);
  for (guint i = 0; i < index->len; i += 2)
    for (gint64 k = 0; k < g_array_index (index, gint64, i + 1); k++)
      {
        if (length - at < row || !read_packed_entry (self, data + at, width, g_array_index (index, gint64, i) + k))
          return FALSE;
        at += row;
      }
  return TRUE;
}

static OvrPdfValue *
read_section_stream (OvrPdfReader *self,
                     OvrPdfLexer *lexer,
                     gint64 *number,
                     GError **error)
{
  g_autoptr (OvrPdfValue) stream = NULL;
  guint generation;

  stream = ovr_pdf_reader_read_indirect (self, lexer, number, &generation);
  if (stream == NULL || stream->type != OVR_PDF_STREAM ||
      !ovr_pdf_value_is_name (ovr_pdf_value_lookup (stream, "Type"), "XRef") ||
      !read_packed_table (self, stream))
    {
      set_broken (error, "the cross-reference stream is broken");
      return NULL;
    }
  return g_steal_pointer (&stream);
}

static gboolean
seen (OvrPdfReader *self,
      gsize start)
{
  for (guint i = 0; i < self->sections->len; i++)
    if (g_array_index (self->sections, OvrPdfSection, i).start == start)
      return TRUE;
  return FALSE;
}

/* Reads the section at @start; takes over its dictionary if it is the newest.
 * *@previous becomes the place of the one before, or -1. */
static gboolean
read_section (OvrPdfReader *self,
              gint64 start,
              gint64 *previous,
              GError **error)
{
  OvrPdfLexer lexer = { self->data, self->length, (gsize) MAX (start, 0), TRUE, 0 };
  OvrPdfSection section = { 0, -1 };
  g_autoptr (OvrPdfValue) trailer = NULL;
  const OvrPdfValue *value;
  gint64 hybrid = -1;
  gint64 ignored;

  /* Some writers point to the line's end before it. */
  ovr_pdf_lexer_skip (&lexer);
  section.start = lexer.at;
  if (start <= 0 || section.start >= self->length || seen (self, section.start) ||
      self->sections->len >= MAX_SECTIONS)
    return set_broken (error, "a cross-reference stands outside the file or refers to itself");
  trailer = ovr_pdf_lexer_keyword (&lexer, "xref")
                ? read_table (self, &lexer, error)
                : read_section_stream (self, &lexer, &section.number, error);
  if (trailer == NULL)
    return FALSE;
  g_array_append_val (self->sections, section);
  value = ovr_pdf_value_lookup (trailer, "Prev");
  *previous = value == NULL ? -1 : value->type == OVR_PDF_INTEGER ? value->integer
                                                                  : 0;
  value = ovr_pdf_value_lookup (trailer, "XRefStm");
  if (value != NULL)
    hybrid = value->type == OVR_PDF_INTEGER && section.number < 0 ? value->integer : 0;
  if (self->trailer == NULL)
    self->trailer = g_steal_pointer (&trailer);
  return hybrid < 0 || read_section (self, hybrid, &ignored, error);
}

/* The number behind the last "startxref"; nothing but white space may follow
 * the end-of-file marker. */
static gboolean
find_start (OvrPdfReader *self,
            gint64 *start)
{
  static const char keyword[] = "startxref";
  gsize first = self->length > TAIL ? self->length - TAIL : 0;
  OvrPdfLexer lexer = { self->data, self->length, self->length, TRUE, 0 };

  for (gsize at = self->length; at-- > first;)
    if (self->length - at >= strlen (keyword) && memcmp (self->data + at, keyword, strlen (keyword)) == 0)
      {
        lexer.at = at + strlen (keyword);
        break;
      }
  if (!ovr_pdf_lexer_unsigned (&lexer, start))
    return FALSE;
  while (lexer.at < self->length && ovr_pdf_is_space (self->data[lexer.at]))
    lexer.at++;
  if (self->length - lexer.at < 5 || memcmp (self->data + lexer.at, "%%EOF", 5) != 0)
    return FALSE;
  for (lexer.at += 5; lexer.at < self->length; lexer.at++)
    if (!ovr_pdf_is_space (self->data[lexer.at]))
      return FALSE;
  return TRUE;
}

gboolean
ovr_pdf_xref_read (OvrPdfReader *self,
                   GError **error)
{
  gint64 start;

  if (!find_start (self, &start))
    return set_broken (error, "it does not end as a PDF does");
  while (start >= 0)
    if (!read_section (self, start, &start, error))
      return FALSE;
  if (!ovr_pdf_value_is_dict (ovr_pdf_reader_lookup (self, self->trailer, "Root")))
    return set_broken (error, "there is no document catalogue");
  return TRUE;
}
