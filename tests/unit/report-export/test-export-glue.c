/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-glue.h"

#include <pango/pango.h>
#include <string.h>

/* Whether a line may end inside @text, wherever Pango would break it. */
static gboolean
may_break (const char *text)
{
  glong n = g_utf8_strlen (text, -1);
  g_autofree PangoLogAttr *attributes = g_new0 (PangoLogAttr, (gsize) n + 1);

  pango_get_log_attrs (text, (int) strlen (text), -1, pango_language_from_string ("en"), attributes, (int) n + 1);
  for (glong i = 1; i < n; i++)
    if (attributes[i].is_line_break)
      return TRUE;
  return FALSE;
}

static void
test_kept_together (gconstpointer data)
{
  g_autofree char *glued = ovr_glue (data);
  g_autofree char *plain = ovr_normalise (glued);

  if (may_break (glued))
    g_error ("breaks: %s", (const char *) data);
  g_assert_cmpstr (plain, ==, data);
}

static void
test_sentence_still_breaks_between_words (void)
{
  g_autofree char *glued = ovr_glue ("The nodule measures 14 mm in the right upper lobe.");

  g_assert_true (may_break (glued));
  g_assert_nonnull (strstr (glued, "14\u00a0mm in the right upper lobe."));
}

static void
test_each_field_keeps_its_direction (void)
{
  g_autofree char *field = ovr_isolate ("שם 12-34\nline");

  g_assert_cmpstr (field, ==, "\u2068שם 12-34 line\u2069");
  g_assert_true (ovr_has_rtl (field));
  g_assert_false (ovr_has_rtl ("Østergård 12-34"));
}

static void
test_what_glue_adds_is_taken_away_again (void)
{
  g_autofree char *plain = ovr_normalise (" 6\u00a0mm\n×\u202f5\u2060 mm \u2068x\u2069 e\u0301 ");

  g_assert_cmpstr (plain, ==, "6 mm × 5 mm x é");
}

static void
test_control_characters_become_what_a_page_can_show (void)
{
  g_autofree char *shown = ovr_printable ("6\tmm\r\nnext\rone\ftwo\vthree\u2028four\u2029five\xc2\x85"
                                          "six\001");
  g_autofree char *glued = ovr_glue ("Size:\t6\tmm");
  g_autofree char *plain = ovr_normalise ("a\tb\fc\u2028d\001\xc2\x85"
                                          "e");

  g_assert_cmpstr (shown, ==, "6 mm\nnext\none\ntwo\nthree\nfour\nfive\nsix");
  g_assert_cmpstr (glued, ==, "Size: 6\u00a0mm");
  g_assert_cmpstr (plain, ==, "a b c d e");
}

static const char *const together[] = {
  "6 × 5 mm",
  "− 30 %",
  "14 mm",
  "75–90 %",
  "<5 %",
  "< 5 %",
  "± 0.4 mm",
  "3.7 mm²",
  "1,2 cm",
  "−5 HU",
  "14 March 1994",
  "3. November 2026",
  "image 57",
  "Serie 3",
  "Bild 57",
  "fig. 2",
  "Grade 2",
  "no fracture",
  "kein Erguss",
  "pas rompu",
  "≥ 10 mm",
  "6×5×4 mm",
  "T8-9",
  "120 ml/min",
};

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (together); i++)
    {
      g_autofree char *path = g_strdup_printf ("/export/glue/together/%u", i + 1);

      g_test_add_data_func (path, together[i], test_kept_together);
    }
  g_test_add_func ("/export/glue/sentence", test_sentence_still_breaks_between_words);
  g_test_add_func ("/export/glue/isolate", test_each_field_keeps_its_direction);
  g_test_add_func ("/export/glue/normalise", test_what_glue_adds_is_taken_away_again);
  g_test_add_func ("/export/glue/printable", test_control_characters_become_what_a_page_can_show);
  return g_test_run ();
}
