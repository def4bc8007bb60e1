/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-adequacy.h"

#include <string.h>

/* Numbers of series above it are dates, sizes or identifiers. */
#define MAX_SERIES_DIGITS "4"

gboolean
ovr_report_is_sealed (const OvrReport *self)
{
  if (self->blind.unsealed_at != NULL)
    return FALSE;

  for (guint i = 0; i < self->documents->len; i++)
    if (((const OvrDocument *) self->documents->pdata[i])->role == OVR_DOCUMENT_ORIGINAL)
      return TRUE;
  return FALSE;
}

/* ---- Series that an original names */

/* "series 4", "Serie Nr. 4", "Se: 4", "series 3 and 4"; an image's number may
 * follow ("Se 4/30"). */
static GRegex *
series_regex (void)
{
  static gsize once = 0;
  static GRegex *regex = NULL;

  if (g_once_init_enter (&once))
    {
      regex = g_regex_new ("(?:\\b(?i:series|serien?|séries?)\\b|\\bS[Ee][Rr]?\\b\\.?)\\s*(?i:number|no\\b\\.?|nr\\b\\.?|n[°º]|#|:)?\\s*"
                           "(\\d{1," MAX_SERIES_DIGITS "})\\b(?![.,]\\d)"
                           "(?:\\s*(?:,|&|\\+|(?i:and|und|et|y|e))\\s*(?i:series\\s*)?(\\d{1," MAX_SERIES_DIGITS "})\\b"
                           "(?![.,]?\\d|\\s*(?i:mm|cm|ml|%|images?|slices?|bild|schicht)))?",
                           G_REGEX_OPTIMIZE, 0, NULL);
      g_once_init_leave (&once, 1);
    }
  return regex;
}

static gboolean
has_series (const OvrReportStudy *study,
            int number)
{
  for (guint i = 0; i < study->series->len; i++)
    if (((const OvrReportSeries *) study->series->pdata[i])->number == number)
      return TRUE;
  return FALSE;
}

/* In the study that the claim or its document speaks of; where none is known, in
 * any. */
static gboolean
is_submitted (const OvrReport *self,
              const OvrClaim *claim,
              const OvrDocument *document,
              int number)
{
  const OvrReportStudy *study = claim->study_uid != NULL      ? ovr_report_find_study (self, claim->study_uid)
                                : document->study_uid != NULL ? ovr_report_find_study (self, document->study_uid)
                                                              : NULL;

  if (study != NULL)
    return has_series (study, number);
  for (guint i = 0; i < self->studies->len; i++)
    if (has_series (self->studies->pdata[i], number))
      return TRUE;
  return FALSE;
}

static OvrReportHealth *
find_or_add_absent (GPtrArray *absent,
                    int number)
{
  g_autofree char *text = g_strdup_printf ("Series %d, which the original report names, is not among the submitted images.", number);
  OvrReportHealth *health;

  for (guint i = 0; i < absent->len; i++)
    if (g_str_equal (((OvrReportHealth *) absent->pdata[i])->text, text))
      return absent->pdata[i];
  health = ovr_report_health_new ();
  health->code = g_strdup ("absent-series");
  health->text = g_steal_pointer (&text);
  g_ptr_array_add (absent, health);
  return health;
}

static void
note_claim (OvrReportHealth *health,
            const OvrClaim *claim)
{
  char *where = health->where == NULL ? g_strdup_printf ("claim %d", claim->number)
                                      : g_strdup_printf ("%s, %d", health->where, claim->number);

  g_free (health->where);
  health->where = where;
}

static void
check_claim (const OvrReport *self,
             const OvrClaim *claim,
             const OvrDocument *document,
             GPtrArray *absent)
{
  g_autofree char *quote = ovr_report_dup_quote (self, claim);
  g_autoptr (GMatchInfo) match = NULL;
  OvrReportHealth *last = NULL;

  if (quote == NULL || !g_regex_match (series_regex (), quote, 0, &match))
    return;
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    for (int i = 1; i <= 2; i++)
      {
        g_autofree char *digits = g_match_info_fetch (match, i);
        int number = digits != NULL ? (int) g_ascii_strtoll (digits, NULL, 10) : 0;
        OvrReportHealth *health;

        if (number <= 0 || is_submitted (self, claim, document, number))
          continue;
        health = find_or_add_absent (absent, number);
        if (health != last)
          note_claim (health, claim);
        last = health;
      }
}

GPtrArray *
ovr_report_find_absent_series (const OvrReport *self)
{
  GPtrArray *absent = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_report_health_free);

  if (ovr_report_is_sealed (self))
    return absent;
  for (guint i = 0; i < self->claims->len; i++)
    {
      const OvrClaim *claim = self->claims->pdata[i];
      const OvrDocument *document = ovr_report_find_document (self, claim->document_id);

      if (document != NULL && document->role == OVR_DOCUMENT_ORIGINAL)
        check_claim (self, claim, document, absent);
    }
  return absent;
}

/* ---- The section */

/* The code that a health finding's code stands for; NULL where there is none. */
static const OvrQualityReason *
find_reason (const char *health_code)
{
  static const struct
  {
    const char *code;
    OvrQualityReason reason;
  } reasons[] = {
    { "absent-series", { "111213", "No image" } },
    { "missing-slices", { "111213", "No image" } },
    { "lossy", { "111219", "Inappropriate image processing" } },
    { "secondary-capture", { "111219", "Inappropriate image processing" } },
    { "truncated", { "111220", "Other failure" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (health_code, reasons[i].code) == 0)
      return &reasons[i].reason;
  return NULL;
}

/* "CT chest, series 3 and 4": what a sentence is about, while it is collected. */
typedef struct
{
  const OvrReportStudy *study;
  const OvrReportHealth *health;
  GString *series;
} Sentence;

static void
sentence_free (Sentence *self)
{
  g_string_free (self->series, TRUE);
  g_free (self);
}

/* What holds for several series of a study in the same words is one sentence. */
static Sentence *
find_sentence (GPtrArray *sentences,
               const OvrReportStudy *study,
               const OvrReportHealth *health)
{
  Sentence *sentence;

  for (guint i = 0; i < sentences->len; i++)
    {
      sentence = sentences->pdata[i];
      if (sentence->study == study && g_strcmp0 (sentence->health->text, health->text) == 0 &&
          g_strcmp0 (sentence->health->where, health->where) == 0)
        return sentence;
    }
  sentence = g_new0 (Sentence, 1);
  sentence->study = study;
  sentence->health = health;
  sentence->series = g_string_new (NULL);
  g_ptr_array_add (sentences, sentence);
  return sentence;
}

static void
collect (GPtrArray *sentences,
         const OvrReportStudy *study)
{
  for (guint i = 0; i < study->series->len; i++)
    {
      const OvrReportSeries *series = study->series->pdata[i];
      g_autofree char *number = g_strdup_printf ("series %d", series->number);

      for (guint j = 0; j < series->health->len; j++)
        {
          GString *names = find_sentence (sentences, study, series->health->pdata[j])->series;

          /* Parts of one series say it once. */
          if (!g_str_has_suffix (names->str, number))
            g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", number);
        }
    }
}

static gboolean
stands_there (const char *section,
              const OvrReportHealth *health,
              const char *about)
{
  g_auto (GStrv) lines = g_strsplit (section, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], health->text) != NULL && strstr (lines[i], about) != NULL &&
        (health->where == NULL || strstr (lines[i], health->where) != NULL))
      return TRUE;
  return FALSE;
}

static void
append_sentence (GString *section,
                 const OvrReportHealth *health,
                 const char *about)
{
  const OvrQualityReason *reason = find_reason (health->code);

  if (health->text == NULL || stands_there (section->str, health, about))
    return;
  g_string_append_printf (section, "%s%s%s%s", section->len > 0 ? "\n" : "", about, *about != '\0' ? ": " : "", health->text);
  if (health->where != NULL)
    g_string_append_printf (section, " (%s)", health->where);
  if (reason != NULL)
    g_string_append_printf (section, " [%s, DCM %s]", reason->meaning, reason->value);
}

char *
ovr_report_write_adequacy (const OvrReport *self)
{
  GString *section = g_string_new (self->adequacy);
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func ((GDestroyNotify) sentence_free);
  g_autoptr (GPtrArray) absent = ovr_report_find_absent_series (self);

  for (guint i = 0; i < self->studies->len; i++)
    collect (sentences, self->studies->pdata[i]);
  for (guint i = 0; i < sentences->len; i++)
    {
      const Sentence *sentence = sentences->pdata[i];
      const OvrReportStudy *study = sentence->study;
      const char *name = study->description != NULL && *study->description != '\0' ? study->description : study->modality;
      g_autofree char *date = ovr_date_to_words (ovr_date_is_known (study->acquired) ? study->acquired : study->study_date, "en");
      g_autofree char *about = g_strdup_printf ("%s, %s, %s", name != NULL ? name : "Study", date, sentence->series->str);

      append_sentence (section, sentence->health, about);
    }
  for (guint i = 0; i < absent->len; i++)
    append_sentence (section, absent->pdata[i], "");

  if (section->len > 0)
    return g_string_free (section, FALSE);
  g_string_free (section, TRUE);
  return NULL;
}
