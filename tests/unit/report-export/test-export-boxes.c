/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-box.h"
#include "ovr-export-guard.h"
#include "ovr-glue.h"

#include <string.h>

static const OvrTextStyle style = { 10.0, 13.6, FALSE, FALSE, 0.0, PANGO_ALIGN_LEFT };
static const OvrPageCanvasSetup setup = { 300.0, 400.0, 20.0, 20.0, 20.0, "en" };

static OvrPageCanvas *
new_canvas (void)
{
  OvrPageCanvas *canvas = ovr_page_canvas_new (&setup);

  ovr_page_canvas_new_page (canvas);
  return canvas;
}

static char *
make_words (guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "word%u ", i);
  return g_string_free (text, FALSE);
}

/* Draws pieces of @box, each on a page of its own, and frees it. */
static guint
draw_in_pieces (OvrPageCanvas *canvas,
                OvrBox *box,
                double width,
                double room)
{
  guint n = 1;

  while (ovr_box_height (box, width) > room)
    {
      OvrBox *piece = ovr_box_split (box, width, room, TRUE);

      g_assert_nonnull (piece);
      g_assert_cmpfloat (ovr_box_height (piece, width), <=, room + 0.1);
      ovr_box_draw (piece, canvas, NULL, 20.0, 20.0, width);
      ovr_box_free (piece);
      ovr_page_canvas_new_page (canvas);
      n++;
    }
  ovr_box_draw (box, canvas, NULL, 20.0, 20.0, width);
  ovr_box_free (box);
  return n;
}

static void
assert_drawn (OvrPageCanvas *canvas,
              const char *text)
{
  g_autoptr (GPtrArray) required = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (required, ovr_normalise (text));
  g_assert_true (ovr_export_check_texts (required, ovr_page_canvas_texts (canvas), &error));
  g_assert_no_error (error);
  g_assert_true (ovr_page_canvas_finish (canvas, &error));
  g_assert_no_error (error);
}

static void
test_text_split_over_pages_is_whole (void)
{
  g_autoptr (OvrPageCanvas) canvas = new_canvas ();
  g_autofree char *words = make_words (600);
  guint n = draw_in_pieces (canvas, ovr_box_text (canvas, &style, words), 250.0, 300.0);

  g_assert_cmpuint (n, >, 2);
  assert_drawn (canvas, words);
}

static void
test_row_with_one_long_cell_splits_and_repeats_its_number (void)
{
  g_autoptr (OvrPageCanvas) canvas = new_canvas ();
  g_autofree char *words = make_words (500);
  OvrBox *row = ovr_box_row (4.0);
  guint n, repeated = 0;

  ovr_box_add_cell (row, ovr_box_text (canvas, &style, "7"), 20.0);
  ovr_box_add_cell (row, ovr_box_text (canvas, &style, words), -1.0);
  ovr_box_add_cell (row, ovr_box_text (canvas, &style, "short"), 40.0);
  ovr_box_set_repeat (row, 1);
  n = draw_in_pieces (canvas, row, 250.0, 300.0);
  g_assert_cmpuint (n, >, 2);
  for (guint i = 0; i < ovr_page_canvas_texts (canvas)->len; i++)
    repeated += strcmp (((GString *) g_ptr_array_index (ovr_page_canvas_texts (canvas), i))->str, "7") == 0;
  g_assert_cmpuint (repeated, ==, n);
  assert_drawn (canvas, words);
}

static void
test_heading_stays_with_what_follows (void)
{
  g_autoptr (OvrPageCanvas) canvas = new_canvas ();
  OvrBox *stack = ovr_box_stack (4.0);
  OvrBox *heading = ovr_box_text (canvas, &style, "Heading");
  g_autoptr (OvrBox) piece = NULL;
  g_autoptr (OvrBox) rest = stack;

  ovr_box_set_keep_next (heading);
  ovr_box_add (stack, ovr_box_text (canvas, &style, "before"));
  ovr_box_add (stack, heading);
  ovr_box_add (stack, ovr_box_text (canvas, &style, "after"));
  piece = ovr_box_split (stack, 250.0, 40.0, FALSE);
  g_assert_nonnull (piece);
  g_assert_cmpfloat (ovr_box_height (piece, 250.0), <, 20.0);
  g_assert_cmpfloat (ovr_box_height (rest, 250.0), >, 28.0);
}

static void
test_long_word_is_broken_and_gets_no_hyphen (void)
{
  g_autoptr (OvrPageCanvas) canvas = new_canvas ();
  g_autofree char *word = g_strnfill (120, 'W');

  draw_in_pieces (canvas, ovr_box_text (canvas, &style, word), 100.0, 300.0);
  assert_drawn (canvas, word);
}

static void
test_overlap_is_an_error (void)
{
  g_autoptr (OvrPageCanvas) canvas = new_canvas ();
  g_autoptr (OvrBox) first = ovr_box_text (canvas, &style, "one text");
  g_autoptr (OvrBox) second = ovr_box_text (canvas, &style, "another");
  g_autoptr (GError) error = NULL;

  ovr_box_draw (first, canvas, NULL, 20.0, 20.0, 200.0);
  ovr_box_draw (second, canvas, NULL, 30.0, 26.0, 200.0);
  g_assert_false (ovr_page_canvas_finish (canvas, &error));
  g_assert_error (error, OVR_PDF_ERROR, OVR_PDF_ERROR_LOST);
  g_assert_nonnull (strstr (error->message, "overlap"));
}

static void
test_ink_in_the_margin_is_an_error (void)
{
  g_autoptr (OvrPageCanvas) canvas = new_canvas ();
  g_autoptr (OvrBox) box = ovr_box_text (canvas, &style, "too far to the right");
  g_autoptr (GError) error = NULL;

  ovr_box_draw (box, canvas, NULL, 240.0, 20.0, 200.0);
  g_assert_false (ovr_page_canvas_finish (canvas, &error));
  g_assert_error (error, OVR_PDF_ERROR, OVR_PDF_ERROR_LOST);
}

static void
add_text (GPtrArray *texts,
          const char *text)
{
  g_ptr_array_add (texts, g_string_new (text));
}

static void
free_string (gpointer data)
{
  g_string_free (data, TRUE);
}

static void
test_lost_text_is_found_although_another_holds_its_words (void)
{
  g_autoptr (GPtrArray) required = g_ptr_array_new ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (free_string);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (required, (gpointer) "intact.");
  g_ptr_array_add (required, (gpointer) "Lateral meniscus intact.");
  add_text (texts, "Lateral meniscus\nintact.");
  g_assert_false (ovr_export_check_texts (required, texts, &error));
  g_assert_error (error, OVR_PDF_ERROR, OVR_PDF_ERROR_LOST);
  g_assert_null (strstr (error->message, "meniscus"));
  add_text (texts, "intact.");
  g_clear_error (&error);
  g_assert_true (ovr_export_check_texts (required, texts, &error));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/boxes/text-over-pages", test_text_split_over_pages_is_whole);
  g_test_add_func ("/export/boxes/long-cell", test_row_with_one_long_cell_splits_and_repeats_its_number);
  g_test_add_func ("/export/boxes/heading", test_heading_stays_with_what_follows);
  g_test_add_func ("/export/boxes/long-word", test_long_word_is_broken_and_gets_no_hyphen);
  g_test_add_func ("/export/boxes/overlap", test_overlap_is_an_error);
  g_test_add_func ("/export/boxes/margin", test_ink_in_the_margin_is_an_error);
  g_test_add_func ("/export/boxes/lost-text", test_lost_text_is_found_although_another_holds_its_words);
  return g_test_run ();
}
