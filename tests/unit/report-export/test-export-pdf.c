/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-fixture.h"
#include "ovr-export-guard.h"
#include "ovr-glue.h"
#include "ovr-pdf-file.h"
#include "ovr-report-adequacy.h"

#include <poppler.h>
#include <string.h>

/* What other programs than ours read out of the file: poppler here. */

typedef PopplerDocument Pdf;
typedef PopplerPage PdfPage;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pdf, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PdfPage, g_object_unref)

static void
set (char **field,
     const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

/* The file is kept where OVERREAD_EXPORT_OUT names a folder: for looking at. */
static GBytes *export(const OvrReport *report,
                      gboolean final,
                      const char *name)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = export_fixture_export (report, final, &error);
  const char *folder = g_getenv ("OVERREAD_EXPORT_OUT");

  g_assert_no_error (error);
  if (folder != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
      g_assert_no_error (error);
    }
  return bytes;
}

static Pdf *
open_pdf (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  Pdf *document = poppler_document_new_from_bytes (bytes, NULL, &error);

  g_assert_no_error (error);
  return document;
}

static char *
page_text (Pdf *document,
           int index)
{
  g_autoptr (PdfPage) page = poppler_document_get_page (document, index);
  g_autofree char *text = poppler_page_get_text (page);

  return ovr_normalise (text);
}

static char *
all_text (Pdf *document)
{
  GString *all = g_string_new (NULL);

  for (int i = 0; i < poppler_document_get_n_pages (document); i++)
    {
      g_autofree char *text = page_text (document, i);

      g_string_append_printf (all, "%s ", text);
    }
  return g_string_free (all, FALSE);
}

/* Without spaces: a word that is wrapped has a line break inside. */
static char *
dup_squeezed (const char *text)
{
  g_autofree char *plain = ovr_normalise (text);
  g_auto (GStrv) words = g_strsplit (plain, " ", -1);

  return g_strjoinv ("", words);
}

/* Every word of every text of the report stands in the file. */
static void
assert_says_everything (const OvrReport *report,
                        GBytes *bytes)
{
  g_autoptr (Pdf) document = open_pdf (bytes);
  g_autoptr (GPtrArray) required = ovr_export_required_texts (report);
  g_autofree char *text = all_text (document);
  g_autofree char *squeezed = dup_squeezed (text);

  for (guint i = 0; i < required->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_ptr_array_index (required, i), " ", -1);

      for (guint w = 0; words[w] != NULL; w++)
        if (strstr (squeezed, words[w]) == NULL)
          g_error ("lost: %s", words[w]);
    }
}

/* ---- The file ----------------------------------------------------------- */

static void
test_same_report_gives_same_bytes (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) first = export(report, TRUE, "final.pdf");
  g_autoptr (GBytes) second = export(report, TRUE, "final.pdf");

  g_assert_true (g_bytes_equal (first, second));
}

static guint
count_in (GBytes *bytes,
          const char *text)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);
  const char *end = data + length;
  guint n = 0;

  while ((data = memmem (data, (gsize) (end - data), text, strlen (text))) != NULL)
    {
      n++;
      data++;
    }
  return n;
}

static void
test_final_has_one_revision_and_a_place_for_the_signature (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) bytes = export(report, TRUE, "final.pdf");
  const char *data = g_bytes_get_data (bytes, NULL);

  g_assert_cmpmem (data, 8, "%PDF-1.7", 8);
  g_assert_cmpuint (count_in (bytes, "%%EOF"), ==, 1);
  g_assert_cmpuint (count_in (bytes, "startxref"), ==, 1);
  g_assert_cmpuint (count_in (bytes, "[ 0 1000000000 1000000000 1000000000 ]"), ==, 1);
  g_assert_cmpuint (count_in (bytes, "/SubFilter /ETSI.CAdES.detached"), ==, 1);
  g_assert_cmpuint (count_in (bytes, "/SigFlags 3"), ==, 1);
  g_assert_cmpuint (count_in (bytes, "/JavaScript"), ==, 0);
  g_assert_cmpuint (count_in (bytes, "/Encrypt"), ==, 0);
}

static void
test_draft_says_so_on_every_page_and_has_no_field (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) bytes = export(report, FALSE, "draft.pdf");
  g_autoptr (Pdf) document = open_pdf (bytes);

  g_assert_cmpuint (count_in (bytes, "/AcroForm"), ==, 0);
  g_assert_cmpuint (count_in (bytes, "/ByteRange"), ==, 0);
  for (int i = 0; i < poppler_document_get_n_pages (document); i++)
    {
      g_autofree char *text = page_text (document, i);

      g_assert_nonnull (strstr (text, "DRAFT"));
      g_assert_null (strstr (text, "FINAL"));
    }
}

/* ---- Words -------------------------------------------------------------- */

static void
test_every_word_is_in_the_file (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) bytes = export(report, TRUE, "final.pdf");

  assert_says_everything (report, bytes);
}

/* What the health check wrote, line by line, codes and all. */
static void
test_written_adequacy_is_in_the_file (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  char *written = ovr_report_write_adequacy (report);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_nonnull (strstr (written, "[No image, DCM 111213]"));
  g_free (report->adequacy);
  report->adequacy = written;
  bytes = export(report, TRUE, "final.pdf");
  assert_says_everything (report, bytes);
}

static void
assert_in_order (const char *text,
                 const char *const *parts)
{
  const char *at = text;

  for (; *parts != NULL; parts++)
    {
      const char *found = strstr (at, *parts);

      if (found == NULL)
        g_error ("not in order: %s", *parts);
      at = found + strlen (*parts);
    }
}

static void
test_page_one_reads_in_its_order (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) bytes = export(report, TRUE, "final.pdf");
  g_autoptr (Pdf) document = open_pdf (bytes);
  g_autofree char *text = page_text (document, 0);
  const char *const parts[] = { "SECOND OPINION", "Østergård-Kučera, Žofie", "asked on", "ANSWER", report->answer,
                                "Urgency", "YOUR QUESTIONS", "WHAT DIFFERS", "RECOMMENDATION", "Limits", "READER", NULL };

  assert_in_order (text, parts);
}

static void
test_each_page_tells_patient_report_and_page (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) bytes = export(report, TRUE, "final.pdf");
  g_autoptr (Pdf) document = open_pdf (bytes);
  int n = poppler_document_get_n_pages (document);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *text = page_text (document, i);
      g_autofree char *number = g_strdup_printf ("page %d of %d", i + 1, n);

      g_assert_nonnull (strstr (text, number));
      g_assert_nonnull (strstr (text, "Østergård-Kučera, Žofie"));
      g_assert_nonnull (strstr (text, "OR-2026-0412-7"));
      g_assert_nonnull (strstr (text, "PHANTOM, not a patient"));
    }
}

static void
test_months_stand_in_letters_outside_quotations (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  OvrDocument *original = g_ptr_array_index (report->documents, 0);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (Pdf) document = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GRegex) digits = g_regex_new ("\\d\\d[./]\\d\\d[./]\\d{4}", 0, 0, NULL);
  char *quoted = strstr (original->text, "12.05.2025");

  /* The one date in figures is the original's own. */
  memcpy (quoted, "im Mai ver", 10);
  bytes = export(report, TRUE, "months.pdf");
  document = open_pdf (bytes);
  text = all_text (document);
  g_assert_false (g_regex_match (digits, text, 0, NULL));
  g_assert_nonnull (strstr (text, "29 February 1956"));
}

/* A jump on page one ends on a page that has the figure. */
static void
test_text_leads_to_its_figure (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) bytes = export(report, TRUE, "final.pdf");
  g_autoptr (Pdf) document = open_pdf (bytes);
  g_autoptr (PdfPage) page = poppler_document_get_page (document, 0);
  GList *links = poppler_page_get_link_mapping (page);
  guint n_figures = 0;

  for (const GList *l = links; l != NULL; l = l->next)
    {
      const PopplerLinkMapping *link = l->data;
      int target = link->action->goto_dest.dest->page_num;
      g_autofree char *text = NULL;

      g_assert_cmpint (link->action->type, ==, POPPLER_ACTION_GOTO_DEST);
      text = page_text (document, target - 1);
      n_figures += strstr (text, "Fig. 1") != NULL && strstr (text, "window centre") != NULL;
    }
  poppler_page_free_link_mapping (links);
  g_assert_cmpuint (n_figures, >=, 1);
}

/* ---- Too much ----------------------------------------------------------- */

static char *
repeat (const char *words,
        guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s %u ", words, i + 1);
  return g_string_free (text, FALSE);
}

static void
test_forty_questions_and_long_texts_are_all_there (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *cell = repeat ("observation", 2500);
  g_autofree char *word = g_strnfill (120, 'W');
  g_autoptr (Pdf) document = NULL;
  g_autofree char *first = NULL;
  g_autofree char *field = g_strconcat ("Prefix ", word, " suffix.", NULL);

  for (int i = 4; i <= 40; i++)
    {
      g_autofree char *question = g_strdup_printf ("Question number %d, asked in two lines of words?", i);
      g_autofree char *answer = g_strdup_printf ("Answer number %d.", i);

      export_fixture_add_question (report, question, "Yes.", answer, OVR_CERTAINTY_LIKELY, NULL);
    }
  export_fixture_add_claim (report, cell, NULL, OVR_VERDICT_DISAGREE, field, OVR_IMPACT_MAJOR);
  set (&report->limitations, cell);
  bytes = export(report, TRUE, "too-much.pdf");
  assert_says_everything (report, bytes);
  document = open_pdf (bytes);
  first = page_text (document, 0);
  g_assert_nonnull (strstr (first, " more, page 2"));
  g_assert_nonnull (strstr (first, "continued on page"));
}

static void
test_answer_of_any_length_is_kept_in_a_draft (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autofree char *answer = repeat ("headline", 400);
  g_autoptr (GBytes) bytes = NULL;

  set (&report->answer, answer);
  bytes = export(report, FALSE, "long-answer.pdf");
  assert_says_everything (report, bytes);
}

static void
test_empty_report_is_a_page (void)
{
  g_autoptr (OvrReport) report = ovr_report_new ();
  g_autoptr (GBytes) bytes = export(report, FALSE, "empty.pdf");
  g_autoptr (Pdf) document = open_pdf (bytes);
  g_autofree char *text = all_text (document);

  g_assert_nonnull (strstr (text, "No answer written yet."));
  g_assert_nonnull (strstr (text, "No original report was submitted"));
}

/* ---- Languages, scripts ------------------------------------------------- */

static void
test_words_follow_the_report_language (gconstpointer data)
{
  const char *const *row = data;
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autofree char *name = g_strdup_printf ("language-%s.pdf", row[0]);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (Pdf) document = NULL;
  g_autofree char *text = NULL;

  set (&report->language, row[0]);
  bytes = export(report, TRUE, name);
  assert_says_everything (report, bytes);
  document = open_pdf (bytes);
  text = page_text (document, 0);
  g_assert_nonnull (strstr (text, row[1]));
  g_assert_nonnull (strstr (text, row[2]));
}

/* A bracket among right-to-left letters is drawn with its mirror's glyph, which
 * stands for the mirror elsewhere in the report. */
static void
test_brackets_among_right_to_left_letters_are_read_back (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (Pdf) document = NULL;
  g_autofree char *all = NULL;

  set (&report->adequacy, "Left (right) [first].");
  set (&report->limitations, "אין שבר (12-34).");
  bytes = export(report, FALSE, "brackets.pdf");
  document = open_pdf (bytes);
  all = all_text (document);
  g_assert_nonnull (strstr (all, "Left (right) [first]."));
  g_assert_nonnull (strstr (all, "(12-34)"));
}

/* Pasted tables have tabs, originals form feeds: neither may stop the export. */
static void
test_tabs_and_page_ends_in_texts_are_shown (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (Pdf) document = NULL;
  g_autofree char *all = NULL;

  set (&report->limitations, "Node\t6 mm\fThe apex\u2028is blurred.\vCheck\xc2\x85"
                             "it.\001");
  bytes = export(report, FALSE, "tabs.pdf");
  document = open_pdf (bytes);
  all = all_text (document);
  g_assert_nonnull (strstr (all, "Node 6 mm The apex is blurred. Check it."));
}

static void
test_scripts_are_shaped_and_read_back (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (Pdf) document = NULL;
  g_autofree char *text = NULL;
  const char *const answers[] = { "Ελληνικά: οζίδιο δεξιά", "Русский: узел справа", "Tiếng Việt: nốt phổi phải",
                                  "हिन्दी: दायाँ फेफड़ा", "ไทย: ปอดขวา" };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    export_fixture_add_question (report, "In your language?", "Yes.", answers[i], OVR_CERTAINTY_LIKELY, NULL);
  bytes = export(report, TRUE, "scripts.pdf");
  document = open_pdf (bytes);
  text = all_text (document);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (strstr (text, answers[i]) == NULL)
      g_error ("not read back: %s", answers[i]);
}

static void
test_right_to_left_name_keeps_the_latin_id (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (Pdf) document = NULL;
  g_autofree char *text = NULL;

  set (&report->patient.name, "כהן, מרים");
  set (&report->patient.id, "12-34");
  set (&report->reader.institution, "مستشفى الملك فيصل");
  bytes = export(report, TRUE, "right-to-left.pdf");
  document = open_pdf (bytes);
  text = all_text (document);
  g_assert_nonnull (strstr (text, "ID 12-34"));
  g_assert_nonnull (strstr (text, "כהן"));
  g_assert_nonnull (strstr (text, "الملك"));
}

static void
test_missing_glyph_is_an_error_that_names_the_character (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  set (&report->answer, "A letter that nobody has: \xF3\xB0\x80\x81.");
  bytes = export_fixture_export (report, TRUE, &error);
  g_assert_null (bytes);
  g_assert_error (error, OVR_PDF_ERROR, OVR_PDF_ERROR_GLYPH);
  g_assert_nonnull (strstr (error->message, "U+F0001"));
}

static void
test_missing_glyph_in_a_figure_is_an_error_too (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  const OvrFinding *finding = g_ptr_array_index (report->findings, 0);
  const OvrKeyImage *key_image = g_ptr_array_index (finding->key_images, 0);
  const OvrPoint at = { 100.0, 100.0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_ptr_array_add (key_image->view->shapes, ovr_shape_new (OVR_SHAPE_TEXT, &at, 1, "\xF3\xB0\x80\x81"));
  bytes = export_fixture_export (report, TRUE, &error);
  g_assert_null (bytes);
  g_assert_error (error, OVR_PDF_ERROR, OVR_PDF_ERROR_GLYPH);
}

/* From a hostile header or file: minutes of layout, and the name never told. */
static void
test_a_name_that_fits_on_no_line_is_refused_at_once (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strnfill (1000000, 'x');

  set (&report->patient.name, name);
  g_assert_null (export_fixture_export (report, FALSE, &error));
  g_assert_error (error, OVR_PDF_ERROR, OVR_PDF_ERROR_LOST);
  g_assert_nonnull (strstr (error->message, "the patient's name is longer"));
}

static void
test_missing_picture_is_an_error_that_names_the_key_image (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GHashTable) pictures = export_fixture_pictures (report);
  const OvrExportRequest request = { .report = report, .pictures = pictures };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_hash_table_remove (pictures, "k4");
  bytes = ovr_export_pdf (&request, &error);
  g_assert_null (bytes);
  g_assert_error (error, OVR_PDF_ERROR, OVR_PDF_ERROR_PICTURE);
  g_assert_nonnull (strstr (error->message, "k4"));
}

/* ---- Kinds of report ---------------------------------------------------- */

static void
test_later_version_names_what_it_replaces (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (Pdf) document = NULL;
  g_autofree char *text = NULL;

  report->version = 2;
  set (&report->predecessor_signed_at, "2026-05-03T23:30:00-05:00");
  set (&report->changes, "recommendation added after the tumour board");
  bytes = export(report, TRUE, "version-2.pdf");
  document = open_pdf (bytes);
  text = page_text (document, 0);
  g_assert_nonnull (strstr (text, "version 2; replaces version 1 of 3 May 2026; changed: recommendation added"));
}

/* A document without a date is named by what is known of it. */
static void
test_unknown_date_of_the_original_is_left_out (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  OvrDocument *original = g_ptr_array_index (report->documents, 0);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (Pdf) document = NULL;
  g_autofree char *text = NULL;

  original->date = (OvrDate){ 0 };
  bytes = export(report, TRUE, "no-date.pdf");
  document = open_pdf (bytes);
  text = page_text (document, 0);
  g_assert_nonnull (strstr (text, "report by Dr. C. Vogt; opened"));
}

/* Of a series that lacks images nobody says "image 57 of 60". */
static void
test_caption_counts_only_what_is_whole (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GBytes) bytes = export(report, TRUE, "captions.pdf");
  g_autoptr (Pdf) document = open_pdf (bytes);
  g_autofree char *text = all_text (document);

  g_assert_nonnull (strstr (text, "series 3 · image 57 of 160"));
  g_assert_nonnull (strstr (text, "series 4 · image 57 · window"));
}

/* The strip grows: nothing of a long sentence is lost, and what stood below it
 * moves down. */
static void
test_long_changes_make_the_strip_grow (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (Pdf) document = NULL;
  g_autofree char *text = NULL;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (changes, "%sreason%d", i > 0 ? " " : "", i);
  report->version = 3;
  set (&report->predecessor_signed_at, "2026-05-03T23:30:00-05:00");
  set (&report->changes, changes->str);
  bytes = export(report, TRUE, "version-3.pdf");
  document = open_pdf (bytes);
  text = page_text (document, 0);
  for (int i = 0; i < 60; i++)
    {
      g_autofree char *word = g_strdup_printf ("reason%d", i);

      g_assert_nonnull (strstr (text, word));
    }
  g_assert_true (strstr (text, "reason59") < strstr (text, "ANSWER"));
}

static void
test_side_stands_in_capitals (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  OvrReportStudy *study = g_ptr_array_index (report->studies, 0);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (Pdf) document = NULL;
  g_autofree char *text = NULL;

  set (&study->description, "MRI knee");
  study->side = OVR_SIDE_LEFT;
  set (&study->side_source, "anatomy");
  bytes = export(report, TRUE, "side.pdf");
  document = open_pdf (bytes);
  text = page_text (document, 0);
  g_assert_nonnull (strstr (text, "LEFT"));
  g_assert_nonnull (strstr (text, "Side confirmed by the anatomy."));
}

static void
test_letter_paper_holds_everything (void)
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autoptr (GHashTable) pictures = export_fixture_pictures (report);
  const OvrExportRequest request = { .report = report, .pictures = pictures, .paper = OVR_PAPER_LETTER };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ovr_export_pdf (&request, &error);
  g_autoptr (Pdf) document = NULL;
  g_autoptr (PdfPage) page = NULL;
  double width, height;

  g_assert_no_error (error);
  assert_says_everything (report, bytes);
  document = open_pdf (bytes);
  page = poppler_document_get_page (document, 0);
  poppler_page_get_size (page, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 612.0, 0.1);
  g_assert_cmpfloat_with_epsilon (height, 792.0, 0.1);
}

static const char *const language_rows[][3] = {
  { "de", "ZWEITMEINUNG", "IHRE FRAGEN" },
  { "fr", "DEUXIÈME AVIS", "date de naissance" },
  { "es", "SEGUNDA OPINIÓN", "fecha de nacimiento" },
  { "it", "SECONDO PARERE", "data di nascita" },
  { "pt", "SEGUNDA OPINIÃO", "data de nascimento" },
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/pdf/same-bytes", test_same_report_gives_same_bytes);
  g_test_add_func ("/export/pdf/one-revision", test_final_has_one_revision_and_a_place_for_the_signature);
  g_test_add_func ("/export/pdf/draft", test_draft_says_so_on_every_page_and_has_no_field);
  g_test_add_func ("/export/pdf/adequacy", test_written_adequacy_is_in_the_file);
  g_test_add_func ("/export/pdf/every-word", test_every_word_is_in_the_file);
  g_test_add_func ("/export/pdf/order-of-page-one", test_page_one_reads_in_its_order);
  g_test_add_func ("/export/pdf/each-page", test_each_page_tells_patient_report_and_page);
  g_test_add_func ("/export/pdf/months-in-letters", test_months_stand_in_letters_outside_quotations);
  g_test_add_func ("/export/pdf/links", test_text_leads_to_its_figure);
  g_test_add_func ("/export/pdf/too-much", test_forty_questions_and_long_texts_are_all_there);
  g_test_add_func ("/export/pdf/long-answer", test_answer_of_any_length_is_kept_in_a_draft);
  g_test_add_func ("/export/pdf/empty", test_empty_report_is_a_page);
  g_test_add_func ("/export/pdf/brackets", test_brackets_among_right_to_left_letters_are_read_back);
  g_test_add_func ("/export/pdf/tabs", test_tabs_and_page_ends_in_texts_are_shown);
  g_test_add_func ("/export/pdf/scripts", test_scripts_are_shaped_and_read_back);
  g_test_add_func ("/export/pdf/right-to-left", test_right_to_left_name_keeps_the_latin_id);
  g_test_add_func ("/export/pdf/missing-glyph", test_missing_glyph_is_an_error_that_names_the_character);
  g_test_add_func ("/export/pdf/missing-glyph-in-figure", test_missing_glyph_in_a_figure_is_an_error_too);
  g_test_add_func ("/export/pdf/long-name", test_a_name_that_fits_on_no_line_is_refused_at_once);
  g_test_add_func ("/export/pdf/missing-picture", test_missing_picture_is_an_error_that_names_the_key_image);
  g_test_add_func ("/export/pdf/no-date", test_unknown_date_of_the_original_is_left_out);
  g_test_add_func ("/export/pdf/caption", test_caption_counts_only_what_is_whole);
  g_test_add_func ("/export/pdf/later-version", test_later_version_names_what_it_replaces);
  g_test_add_func ("/export/pdf/long-changes", test_long_changes_make_the_strip_grow);
  g_test_add_func ("/export/pdf/side", test_side_stands_in_capitals);
  g_test_add_func ("/export/pdf/letter", test_letter_paper_holds_everything);
  for (guint i = 0; i < G_N_ELEMENTS (language_rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/export/pdf/language/%s", language_rows[i][0]);

      g_test_add_data_func (path, language_rows[i], test_words_follow_the_report_language);
    }
  return g_test_run ();
}
