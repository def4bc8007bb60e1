/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-structure.h"

#include "ovr-pdf-reader-private.h"

#include <string.h>

/* Something found while walking: an object, or a table (number -1). */
typedef struct
{
  gint64 number;
  gsize start;
} Piece;

/* Whether @file's cross-reference says that object @number begins at @start. */
static gboolean
is_known_object (OvrPdfReader *file,
                 gint64 number,
                 gsize start)
{
  const OvrPdfEntry *entry = ovr_pdf_reader_get_entry (file, number);
  GArray *sections = ovr_pdf_reader_get_sections (file);

  if (entry != NULL && entry->in_use && !entry->compressed && (guint64) entry->place == start)
    return TRUE;
  for (guint i = 0; i < sections->len; i++)
    {
      const OvrPdfSection *section = &g_array_index (sections, OvrPdfSection, i);

      if (section->number == number && section->start == start)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_known_table (OvrPdfReader *file,
                gsize start)
{
  GArray *sections = ovr_pdf_reader_get_sections (file);

  for (guint i = 0; i < sections->len; i++)
    {
      const OvrPdfSection *section = &g_array_index (sections, OvrPdfSection, i);

      if (section->number < 0 && section->start == start)
        return TRUE;
    }
  return FALSE;
}

/* The table's rows and its trailer; they were read once already. */
static gboolean
skip_table (OvrPdfLexer *lexer)
{
  g_autoptr (OvrPdfValue) trailer = NULL;
  gint64 number;

  if (!ovr_pdf_lexer_keyword (lexer, "xref"))
    return FALSE;
  while (ovr_pdf_lexer_unsigned (lexer, &number) || ovr_pdf_lexer_keyword (lexer, "n") ||
         ovr_pdf_lexer_keyword (lexer, "f"))
    continue;
  if (!ovr_pdf_lexer_keyword (lexer, "trailer"))
    return FALSE;
  trailer = ovr_pdf_lexer_value (lexer);
  return trailer != NULL;
}

/* "startxref 123 %%EOF": ends a revision. */
static gboolean
skip_end (OvrPdfLexer *lexer)
{
  gint64 number;

  if (!ovr_pdf_lexer_keyword (lexer, "startxref") || !ovr_pdf_lexer_unsigned (lexer, &number))
    return FALSE;
  while (lexer->at < lexer->length && ovr_pdf_is_space (lexer->data[lexer->at]))
    lexer->at++;
  if (lexer->length - lexer->at < 5 || memcmp (lexer->data + lexer->at, "%%EOF", 5) != 0)
    return FALSE;
  lexer->at += 5;
  return TRUE;
}

static gboolean
peek (const OvrPdfLexer *lexer,
      const char *keyword)
{
  OvrPdfLexer copy = *lexer;

  return ovr_pdf_lexer_keyword (&copy, keyword);
}

static char *
describe_stranger (gsize start)
{
  return g_strdup_printf ("the bytes at %" G_GSIZE_FORMAT " belong to nothing that is in use", start);
}

/* Judges the pieces of the revision that ends at @end, and forgets them. */
static char *
check_pieces (OvrPdfReader *file,
              gsize end,
              GArray *pieces)
{
  g_autoptr (OvrPdfReader) revision = ovr_pdf_reader_open (file->bytes, end, NULL);

  if (revision == NULL)
    return g_strdup_printf ("the revision that ends at byte %" G_GSIZE_FORMAT " is broken", end);
  for (guint i = 0; i < pieces->len; i++)
    {
      const Piece *piece = &g_array_index (pieces, Piece, i);

      if (piece->number < 0 ? !is_known_table (revision, piece->start)
                            : !is_known_object (revision, piece->number, piece->start))
        return describe_stranger (piece->start);
    }
  g_array_set_size (pieces, 0);
  return NULL;
}

char *
ovr_pdf_structure_scan (OvrPdfReader *file,
                        gsize from)
{
  OvrPdfLexer lexer = { file->data, file->length, from, TRUE, 0 };
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));

  for (ovr_pdf_lexer_skip (&lexer); lexer.at < lexer.length; ovr_pdf_lexer_skip (&lexer))
    {
      Piece piece = { -1, lexer.at };
      char *wrong;

      if (peek (&lexer, "startxref"))
        {
          wrong = skip_end (&lexer) ? check_pieces (file, lexer.at, pieces) : describe_stranger (piece.start);
          if (wrong != NULL)
            return wrong;
          continue;
        }
      if (!skip_table (&lexer))
        {
          guint generation;
          g_autoptr (OvrPdfValue) value = ovr_pdf_reader_read_indirect (file, &lexer, &piece.number, &generation);

          if (value == NULL)
            return describe_stranger (piece.start);
        }
      g_array_append_val (pieces, piece);
    }
  return pieces->len > 0 ? g_strdup ("bytes stand behind the end of the last revision") : NULL;
}

static void
push_references (const OvrPdfValue *value,
                 const char *except_key,
                 GQueue *queue)
{
  if (value == NULL)
    return;
  if (value->type == OVR_PDF_REFERENCE)
    g_queue_push_tail (queue, (gpointer) &value->integer);
  if (value->type == OVR_PDF_ARRAY)
    for (guint i = 0; i < value->items->len; i++)
      push_references (g_ptr_array_index (value->items, i), NULL, queue);
  if (ovr_pdf_value_is_dict (value))
    for (guint i = 0; i < value->items->len; i += 2)
      if (except_key == NULL || !ovr_pdf_value_is_name (g_ptr_array_index (value->items, i), except_key))
        push_references (g_ptr_array_index (value->items, i + 1), NULL, queue);
}

GHashTable *
ovr_pdf_structure_reach (OvrPdfReader *file,
                         const OvrPdfValue *value,
                         const char *except_key)
{
  GHashTable *reached = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GQueue queue = G_QUEUE_INIT;

  push_references (value, except_key, &queue);
  while (!g_queue_is_empty (&queue))
    {
      const gint64 *number = g_queue_pop_head (&queue);

      if (!g_hash_table_contains (reached, number))
        {
          g_hash_table_add (reached, g_memdup2 (number, sizeof *number));
          push_references (ovr_pdf_reader_get_object (file, *number), NULL, &queue);
        }
    }
  return reached;
}

static const char *
find_active_in (const OvrPdfValue *value)
{
  static const char *const keys[] = { "JS", "JavaScript", "AA", "XFA", "OCProperties", "Launch" };
  static const char *const actions[] = { "JavaScript", "Launch", "GoToR", "GoToE", "SubmitForm", "ImportData",
                                         "ResetForm", "Hide", "SetOCGState", "Rendition", "RichMediaExecute",
                                         "Sound", "Movie", "Trans", "GoTo3DView" };
  const OvrPdfValue *action;
  const char *found = NULL;

  if (value == NULL || value->items == NULL)
    return NULL;
  action = ovr_pdf_value_lookup (value, "S");
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (ovr_pdf_value_lookup (value, keys[i]) != NULL)
      return keys[i];
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (ovr_pdf_value_is_name (action, actions[i]))
      return actions[i];
  for (guint i = 0; i < value->items->len && found == NULL; i++)
    found = find_active_in (g_ptr_array_index (value->items, i));
  return found;
}

const char *
ovr_pdf_structure_find_active (OvrPdfReader *file)
{
  g_autoptr (GArray) numbers = ovr_pdf_reader_dup_numbers (file);
  const char *found = NULL;

  for (guint i = 0; i < numbers->len && found == NULL; i++)
    found = find_active_in (ovr_pdf_reader_get_object (file, g_array_index (numbers, gint64, i)));
  return found;
}
