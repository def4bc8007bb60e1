/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-claim-splitter.h"

#include <string.h>

static const char german[] =
    "Radiologie am Park\nPatientin: Muster, Anna, geb. 01.02.1960\n\nSehr geehrte Frau Kollegin,\n\n"
    "Klinische Angaben: Z. n. Sturz.\n\n"
    "Technik: CT nach 80 ml KM i. v., Schichtdicke\n1,25 mm.\n\n"
    "Befund:\nIm re. Oberlappen Rundherd von ca. 1,2 cm (Serie 3, Bild 57), unverändert. Kein\n"
    "Erguss, Pneumothorax oder Infiltrat. Fraktur der 8. Rippe links. Leber o. B. Milz o. B.\n"
    "V. a. Granulom im li. Unterlappen, s. Abb. 3. Am 3. November noch nicht sichtbar.\n"
    "- Kein Erguss, Baker-Zyste.\n"
    "Seite 1 von 2\n\n"
    "Beurteilung:\n1. Rundherd im re. Oberlappen von ca. 1,2 cm.\n2. Filiae nicht sicher auszuschließen.\n"
    "3. Kontrolle in 3 Monaten empfohlen.\n\nMit freundlichen Grüßen\nDr. C. Vogt\n";

static const char english[] =
    "FINDINGS:\nThere is a 1.2 cm nodule in the right upper lobe (series 3, image 57). No pleural\n"
    "effusion. The heart is normal in size. See Fig. 3. Dr. Smith was called on Nov. 3 at 3 p.m. by phone.\n\n"
    "IMPRESSION:\n1. 1.2 cm nodule in the right upper lobe.\n2. Left adrenal mass, cannot exclude metastasis.\n"
    "3. Clinical correlation recommended.\nElectronically signed by C. Vogt, MD\n";

static void
assert_claims (const char *text,
               const char *const *wanted)
{
  g_autoptr (OvrClaimSplit) split = ovr_claim_split_text (text, NULL);

  for (guint i = 0; i < split->claims->len; i++)
    {
      const OvrClaimDraft *claim = split->claims->pdata[i];
      g_autofree char *quote = g_utf8_substring (text, claim->start, claim->end);

      g_assert_nonnull (wanted[i]);
      g_assert_cmpstr (quote, ==, wanted[i]);
    }
  g_assert_null (wanted[split->claims->len]);
}

/* H20: no abbreviation, date, decimal or list item tears a negation or a side
 * from its noun. */
static void
test_german_abbreviations_and_dates_hold_together (void)
{
  static const char *const wanted[] = {
    "CT nach 80 ml KM i. v., Schichtdicke\n1,25 mm.",
    "Im re. Oberlappen Rundherd von ca. 1,2 cm (Serie 3, Bild 57), unverändert.",
    "Kein\nErguss, Pneumothorax oder Infiltrat.",
    "Fraktur der 8. Rippe links.",
    "Leber o. B.",
    "Milz o. B.",
    "V. a. Granulom im li. Unterlappen, s. Abb. 3.",
    "Am 3. November noch nicht sichtbar.",
    "Kein Erguss, Baker-Zyste.",
    "Rundherd im re. Oberlappen von ca. 1,2 cm.",
    "Filiae nicht sicher auszuschließen.",
    "Kontrolle in 3 Monaten empfohlen.",
    NULL
  };

  assert_claims (german, wanted);
}

static void
test_english_abbreviations_and_lists_hold_together (void)
{
  static const char *const wanted[] = {
    "There is a 1.2 cm nodule in the right upper lobe (series 3, image 57).",
    "No pleural\neffusion.",
    "The heart is normal in size.",
    "See Fig. 3.",
    "Dr. Smith was called on Nov. 3 at 3 p.m. by phone.",
    "1.2 cm nodule in the right upper lobe.",
    "Left adrenal mass, cannot exclude metastasis.",
    "Clinical correlation recommended.",
    NULL
  };

  assert_claims (english, wanted);
}

static void
test_lines_without_full_stops_are_statements (void)
{
  static const char *const wanted[] = {
    "Rundherd rechts", "Nebenniere links verdickt", "Kein Nachweis einer\nRaumforderung der Leber, auch sonst keine Auffälligkeit im Abdomen",
    NULL
  };

  assert_claims ("Beurteilung:\nRundherd rechts\nNebenniere links verdickt\n"
                 "Kein Nachweis einer\nRaumforderung der Leber, auch sonst keine Auffälligkeit im Abdomen\n",
                 wanted);
}

static void
assert_class (const char *text,
              OvrClaimClass wanted)
{
  g_autoptr (OvrClaimSplit) split = ovr_claim_split_text (text, NULL);

  g_assert_cmpuint (split->claims->len, ==, 1);
  if (((OvrClaimDraft *) split->claims->pdata[0])->claim_class != wanted)
    g_error ("\"%s\" has class %d", text, ((OvrClaimDraft *) split->claims->pdata[0])->claim_class);
}

/* A wrong "normal" might be accepted unseen: whatever is measured, hedged or of
 * unclear scope is not. */
static void
test_only_the_harmless_is_normal (void)
{
  assert_class ("Kein Pleuraerguss.", OVR_CLAIM_NORMAL);
  assert_class ("Leber, Milz und Pankreas o. B.", OVR_CLAIM_NORMAL);
  assert_class ("Kein Erguss, kein Infiltrat.", OVR_CLAIM_NORMAL);
  assert_class ("No effusion, pneumothorax or consolidation.", OVR_CLAIM_NORMAL);
  assert_class ("Nieren bds. unauffällig.", OVR_CLAIM_NORMAL);
  assert_class ("Kein Erguss, Baker-Zyste.", OVR_CLAIM_ABNORMAL);
  assert_class ("Kein Infiltrat, jedoch Narbe.", OVR_CLAIM_ABNORMAL);
  assert_class ("Normal weiter Gang von 3 mm.", OVR_CLAIM_ABNORMAL);
  assert_class ("Metastasen nicht auszuschließen.", OVR_CLAIM_ABNORMAL);
  assert_class ("No definite fracture, cannot be excluded.", OVR_CLAIM_ABNORMAL);
  assert_class ("Metastasis cannot be excluded; clinical correlation.", OVR_CLAIM_ABNORMAL);
  assert_class ("Rundherd rechts.", OVR_CLAIM_ABNORMAL);
  assert_class ("Verlaufskontrolle empfohlen.", OVR_CLAIM_ADVICE);
  assert_class ("Technik: Nativ-CT.", OVR_CLAIM_TECHNIQUE);
}

static OvrClaimClass
last_class (const char *text)
{
  g_autoptr (OvrClaimSplit) split = ovr_claim_split_text (text, NULL);

  return ((OvrClaimDraft *) split->claims->pdata[split->claims->len - 1])->claim_class;
}

static void
test_a_changed_side_or_size_is_no_repetition (void)
{
  g_assert_cmpint (last_class ("Befund:\nRaumforderung der linken Nebenniere von 18 mm.\nBeurteilung:\nRaumforderung der linken Nebenniere."), ==, OVR_CLAIM_REPETITION);
  g_assert_cmpint (last_class ("Befund:\nRaumforderung der linken Nebenniere von 18 mm.\nBeurteilung:\nRaumforderung der rechten Nebenniere."), ==, OVR_CLAIM_ABNORMAL);
  g_assert_cmpint (last_class ("Befund:\nRaumforderung der Nebenniere von 18 mm.\nBeurteilung:\nRaumforderung der Nebenniere von 13 mm."), ==, OVR_CLAIM_ABNORMAL);
  g_assert_cmpint (last_class ("Befund:\nKeine Raumforderung der Nebenniere.\nBeurteilung:\nRaumforderung der Nebenniere."), ==, OVR_CLAIM_ABNORMAL);
}

static void
test_remainders_are_named (void)
{
  static const char *const wanted[] = { "letterhead", "heading", "indication", "mark", "page", "signature" };
  g_autoptr (OvrClaimSplit) split = ovr_claim_split_text (german, "de");

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < split->remainders->len; j++)
        found |= strcmp (((OvrRemainder *) split->remainders->pdata[j])->name, wanted[i]) == 0;
      if (!found)
        g_error ("no remainder is called %s", wanted[i]);
    }
}

/* Claims and remainders side by side are the text, in order, each character
 * once, and no claim begins or ends with white space. */
static void
assert_whole (const char *text)
{
  g_autoptr (OvrClaimSplit) split = ovr_claim_split_text (text, NULL);
  glong length = g_utf8_strlen (text, -1);
  guint claim = 0, remainder = 0;
  int at = 0;

  while (at < length)
    {
      const OvrClaimDraft *c = claim < split->claims->len ? split->claims->pdata[claim] : NULL;
      const OvrRemainder *r = remainder < split->remainders->len ? split->remainders->pdata[remainder] : NULL;

      if (c != NULL && c->start == at)
        {
          g_autofree char *quote = g_utf8_substring (text, c->start, c->end);
          g_autofree char *stripped = g_strstrip (g_strdup (quote));

          g_assert_cmpstr (quote, ==, stripped);
          g_assert_cmpint (c->end, >, c->start);
          at = c->end;
          claim++;
        }
      else
        {
          g_assert_nonnull (r);
          g_assert_cmpint (r->start, ==, at);
          g_assert_cmpint (r->end, >, r->start);
          g_assert_cmpint (strlen (r->name), >, 0);
          at = r->end;
          remainder++;
        }
    }
  g_assert_cmpint (at, ==, length);
  g_assert_cmpuint (claim, ==, split->claims->len);
  g_assert_cmpuint (remainder, ==, split->remainders->len);
}

static void
mutate (GString *text,
        GRand *dice)
{
  static const char *const pieces[] = { ".", " ", "\n", "\n\n", ":", "- ", "1. ", "ß", "🫁", "Befund:", "o. B. ", ",", "(", "3", "\f", "A", "gez. " };
  glong length = g_utf8_strlen (text->str, -1);
  glong at = g_rand_int_range (dice, 0, (gint32) length + 1);
  gssize offset = g_utf8_offset_to_pointer (text->str, at) - text->str;

  if (g_rand_boolean (dice) && at < length)
    g_string_erase (text, offset, g_utf8_next_char (text->str + offset) - (text->str + offset));
  else
    g_string_insert (text, offset, pieces[g_rand_int_range (dice, 0, G_N_ELEMENTS (pieces))]);
}

static void
test_any_text_is_covered_whole (void)
{
  g_autoptr (GRand) dice = g_rand_new_with_seed (20);

  assert_whole ("");
  assert_whole ("\n");
  assert_whole ("-");
  for (int i = 0; i < 1000; i++)
    {
      g_autoptr (GString) text = g_string_new (i % 2 == 0 ? german : english);

      for (int j = g_rand_int_range (dice, 1, 40); j > 0; j--)
        mutate (text, dice);
      assert_whole (text->str);
    }
}

static void
test_a_document_is_split_into_the_ledger_once (void)
{
  g_autoptr (OvrReport) report = ovr_report_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  g_autoptr (OvrReport) back = NULL;
  OvrDocument *document = ovr_document_new ();

  document->id = g_strdup ("d1");
  document->text = g_strdup (german);
  g_ptr_array_add (report->documents, document);
  ovr_claim_split_document (report, "d1");
  g_assert_cmpuint (report->claims->len, ==, 12);
  ovr_claim_split_document (report, "d1");
  g_assert_cmpuint (report->claims->len, ==, 12);
  ovr_claim_split_document (report, "d2");
  json = ovr_report_to_json (report);
  back = ovr_report_from_json (json, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (((OvrClaim *) back->claims->pdata[11])->number, ==, 12);
  g_assert_cmpint (((OvrClaim *) back->claims->pdata[0])->verdict, ==, OVR_VERDICT_OPEN);
}

static void
test_the_language_is_found (void)
{
  g_assert_cmpstr (ovr_claim_guess_language (german), ==, "de");
  g_assert_cmpstr (ovr_claim_guess_language (english), ==, "en");
  g_assert_null (ovr_claim_guess_language ("123"));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/splitter/german", test_german_abbreviations_and_dates_hold_together);
  g_test_add_func ("/splitter/english", test_english_abbreviations_and_lists_hold_together);
  g_test_add_func ("/splitter/lines", test_lines_without_full_stops_are_statements);
  g_test_add_func ("/splitter/class/normal", test_only_the_harmless_is_normal);
  g_test_add_func ("/splitter/class/repetition", test_a_changed_side_or_size_is_no_repetition);
  g_test_add_func ("/splitter/remainders", test_remainders_are_named);
  g_test_add_func ("/splitter/whole", test_any_text_is_covered_whole);
  g_test_add_func ("/splitter/document", test_a_document_is_split_into_the_ledger_once);
  g_test_add_func ("/splitter/language", test_the_language_is_found);
  return g_test_run ();
}
