/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-export-text.h"

#include "ovr-export-guard.h"
#include "ovr-pages.h"
#include "ovr-report-words.h"

/* A text being written. Parts of a line are joined by " · ". */
typedef struct
{
  const OvrReport *report;
  const char *language;
  GString *out;
} Writer;

static const char *
say (const Writer *self,
     OvrSaying saying)
{
  return ovr_say (saying, self->language);
}

static char *
say_with (const Writer *self,
          OvrSaying saying,
          const char *argument)
{
  return ovr_say_with (saying, self->language, argument, NULL, NULL);
}

static void
heading (Writer *self,
         OvrSaying saying)
{
  g_autofree char *upper = ovr_say_upper (saying, self->language);

  g_string_append_printf (self->out, "\n%s\n", upper);
}

static void
line (Writer *self,
      const char *text)
{
  if (!ovr_is_empty (text))
    g_string_append_printf (self->out, "%s\n", text);
}

/* Isolated only where it must be: not every reader of plain text hides it. */
static char *
dup_field (const char *text)
{
  return ovr_has_rtl (text) ? ovr_isolate (text) : g_strdup (text);
}

/* The parts that are there, each as a field of its own direction. */
static void
joined (Writer *self,
        const char *const *parts,
        gsize n_parts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < n_parts; i++)
    if (!ovr_is_empty (parts[i]))
      {
        g_autofree char *field = dup_field (parts[i]);

        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", field);
      }
  line (self, text->str);
}

static void
pair (Writer *self,
      OvrSaying label,
      const char *text)
{
  if (!ovr_is_empty (text))
    g_string_append_printf (self->out, "%s: %s\n", say (self, label), text);
}

static char *
date_words (const Writer *self,
            OvrDate date)
{
  return ovr_date_is_known (date) ? ovr_date_to_words (date, self->language) : NULL;
}

/* ---- Who, what, for whom ------------------------------------------------ */

static void
write_head (Writer *self,
            gboolean final)
{
  const OvrReport *report = self->report;
  const OvrPatient *patient = &report->patient;
  g_autofree char *title = ovr_say_upper (OVR_SAY_SECOND_OPINION, self->language);
  g_autofree char *status = ovr_say_upper (final ? OVR_SAY_FINAL : OVR_SAY_DRAFT, self->language);
  g_autofree char *number = g_strdup_printf ("%d", report->version);
  g_autofree char *version = say_with (self, OVR_SAY_VERSION, number);
  g_autofree char *replaces = ovr_say_replaces (report->version - 1, report->predecessor_signed_at, self->language);
  g_autofree char *changed = say_with (self, OVR_SAY_CHANGED, report->changes);
  g_autofree char *name = say_with (self, OVR_SAY_REPORT, report->number);
  g_autofree char *birth = ovr_date_to_words (patient->birth_date, self->language);
  g_autofree char *born = say_with (self, OVR_SAY_BORN, birth);
  g_autofree char *id = say_with (self, OVR_SAY_ID, patient->id);
  const char *first[] = { title, status, version, report->version > 1 ? replaces : NULL,
                          ovr_is_empty (report->changes) ? NULL : changed, name,
                          report->phantom ? say (self, OVR_SAY_PHANTOM) : NULL };
  const char *second[] = { ovr_is_empty (patient->name) ? say (self, OVR_SAY_NAME_UNKNOWN) : patient->name, born,
                           ovr_sex_words (patient->sex, self->language), ovr_is_empty (patient->id) ? NULL : id,
                           patient->id_issuer };

  joined (self, first, G_N_ELEMENTS (first));
  joined (self, second, G_N_ELEMENTS (second));
}

static void
write_studies (Writer *self)
{
  for (guint i = 0; i < self->report->studies->len; i++)
    {
      const OvrReportStudy *study = self->report->studies->pdata[i];
      g_autofree char *date = date_words (self, ovr_report_study_date (study));
      g_autofree char *side = g_utf8_strup (ovr_side_words (study->side, self->language), -1);
      g_autofree char *accession = say_with (self, OVR_SAY_ACCESSION, study->accession);
      g_autofree char *header = say_with (self, OVR_SAY_NAME_IN_HEADER, study->patient_name);
      const char *parts[] = { say (self, study->role == OVR_STUDY_CURRENT ? OVR_SAY_CURRENT
                                         : study->role == OVR_STUDY_PRIOR ? OVR_SAY_PRIOR
                                                                          : OVR_SAY_OTHER_STUDY),
                              ovr_is_empty (study->description) ? study->modality : study->description, side, date,
                              study->institution, ovr_is_empty (study->accession) ? NULL : accession,
                              ovr_is_empty (study->patient_name) ? NULL : header };

      joined (self, parts, G_N_ELEMENTS (parts));
    }
}

static void
write_request (Writer *self)
{
  const OvrReferral *referral = &self->report->referral;
  g_autofree char *asked_on = date_words (self, referral->asked);
  g_autofree char *asked = say_with (self, OVR_SAY_ASKED_ON, asked_on);
  g_autofree char *due = date_words (self, referral->due);
  g_autofree char *who = say_with (self, OVR_SAY_FOR, referral->requester);
  const char *parts[] = { ovr_is_empty (referral->requester) ? say (self, OVR_SAY_SELF_REFERRED) : who, referral->specialty,
                          referral->institution, asked_on != NULL ? asked : NULL };

  joined (self, parts, G_N_ELEMENTS (parts));
  pair (self, OVR_SAY_REASON, ovr_reason_words (referral->reason, self->language));
  line (self, referral->reason_text);
  pair (self, OVR_SAY_DECISION, referral->decision);
  pair (self, OVR_SAY_HISTORY, referral->history);
  pair (self, OVR_SAY_REPLY_TO, referral->reply_address);
  pair (self, OVR_SAY_DUE, due);
}

/* ---- The opinion -------------------------------------------------------- */

static void
write_certainty (Writer *self,
                 OvrCertainty certainty)
{
  const char *range = ovr_certainty_range (certainty);

  if (certainty == OVR_CERTAINTY_NONE)
    return;
  g_string_append_printf (self->out, "   [%s%s%s]\n", ovr_certainty_words (certainty, self->language),
                          *range != '\0' ? ", " : "", range);
}

static void
write_questions (Writer *self)
{
  const GPtrArray *questions = self->report->referral.questions;

  if (questions->len == 0)
    return;
  heading (self, OVR_SAY_YOUR_QUESTIONS);
  for (guint i = 0; i < questions->len; i++)
    {
      const OvrQuestion *question = questions->pdata[i];
      const OvrAnswer *answer = ovr_report_find_answer (self->report, question->id);

      g_string_append_printf (self->out, "%d. %s\n", question->number, question->text != NULL ? question->text : "");
      if (answer == NULL)
        {
          g_string_append_printf (self->out, "   %s\n", say (self, OVR_SAY_NOT_ANSWERED_YET));
          continue;
        }
      g_string_append_printf (self->out, "   %s%s%s\n", answer->lead != NULL ? answer->lead : "",
                              ovr_is_empty (answer->lead) ? "" : " ", answer->text != NULL ? answer->text : "");
      write_certainty (self, answer->certainty);
    }
}

static void
write_claims (Writer *self)
{
  if (self->report->claims->len == 0)
    {
      line (self, say (self, OVR_SAY_NO_ORIGINAL));
      return;
    }
  heading (self, OVR_SAY_LEDGER);
  for (guint i = 0; i < self->report->claims->len; i++)
    {
      const OvrClaim *claim = self->report->claims->pdata[i];
      g_autofree char *quote = ovr_report_dup_quote (self->report, claim);
      g_autofree char *field = dup_field (g_strstrip (quote));

      g_string_append_printf (self->out, "%d. %s%s%s", claim->number, say (self, OVR_SAY_QUOTE_OPEN), field,
                              say (self, OVR_SAY_QUOTE_CLOSE));
      if (!ovr_is_empty (claim->translation))
        g_string_append_printf (self->out, " [%s]", claim->translation);
      g_string_append_printf (self->out, "\n   %s %s%s%s", ovr_verdict_sign (claim->verdict),
                              ovr_verdict_words (claim->verdict, self->language), ovr_is_empty (claim->comment) ? "" : ": ",
                              claim->comment != NULL ? claim->comment : "");
      if (claim->impact != OVR_IMPACT_NONE)
        g_string_append_printf (self->out, " (%s)", ovr_impact_words (claim->impact, self->language));
      g_string_append_c (self->out, '\n');
    }
}

static void
write_measurements (Writer *self,
                    const OvrFinding *finding)
{
  for (guint i = 0; i < finding->measurements->len; i++)
    {
      const OvrReportMeasurement *measurement = finding->measurements->pdata[i];
      const OvrReportStudy *study = measurement->study_uid != NULL ? ovr_report_find_study (self->report, measurement->study_uid) : NULL;
      g_autofree char *value = ovr_measurement_to_words (&measurement->measurement, self->language);
      g_autofree char *date = study != NULL ? date_words (self, ovr_report_study_date (study)) : NULL;
      g_autofree char *provenance = ovr_say_provenance (&measurement->measurement, self->language);
      const char *parts[] = { measurement->label, value, date, provenance };

      g_string_append (self->out, "   ");
      joined (self, parts, G_N_ELEMENTS (parts));
    }
}

static void
write_findings (Writer *self)
{
  if (self->report->findings->len == 0)
    return;
  heading (self, OVR_SAY_FINDINGS);
  for (guint i = 0; i < self->report->findings->len; i++)
    {
      const OvrFinding *finding = self->report->findings->pdata[i];
      g_autofree char *side = g_utf8_strup (ovr_side_words (finding->side, self->language), -1);
      const char *parts[] = { finding->title, side, finding->addition ? say (self, OVR_SAY_ADDITION) : NULL,
                              finding->addition ? ovr_impact_words (finding->impact, self->language) : NULL };

      joined (self, parts, G_N_ELEMENTS (parts));
      if (!ovr_is_empty (finding->text))
        g_string_append_printf (self->out, "   %s\n", finding->text);
      write_certainty (self, finding->certainty);
      write_measurements (self, finding);
      for (guint k = 0; k < finding->key_images->len; k++)
        {
          const OvrKeyImage *key_image = finding->key_images->pdata[k];

          if (!ovr_is_empty (key_image->caption))
            g_string_append_printf (self->out, "   * %s\n", key_image->caption);
        }
    }
}

static void
write_recommendations (Writer *self)
{
  const GPtrArray *list = self->report->recommendations;

  heading (self, OVR_SAY_RECOMMENDATION);
  if (list->len == 0)
    line (self, say (self, OVR_SAY_NO_RECOMMENDATION));
  for (guint i = 0; i < list->len; i++)
    {
      const OvrRecommendation *recommendation = list->pdata[i];
      g_autofree char *date = date_words (self, recommendation->by);
      g_autofree char *by = say_with (self, OVR_SAY_BY_DATE, date);
      const char *parts[] = { recommendation->actor, recommendation->by_text, date != NULL ? by : NULL, recommendation->action };

      joined (self, parts, G_N_ELEMENTS (parts));
    }
}

/* ---- What it rests on --------------------------------------------------- */

static void
write_submitted (Writer *self)
{
  heading (self, OVR_SAY_SUBMITTED);
  pair (self, OVR_SAY_ADEQUACY, self->report->adequacy);
  for (guint i = 0; i < self->report->mergers->len; i++)
    {
      const OvrMerger *merger = self->report->mergers->pdata[i];
      g_autofree char *words = ovr_say_with (OVR_SAY_UNDER_TWO_NAMES, self->language, merger->name, merger->id, merger->reason);

      line (self, words);
    }
  for (guint i = 0; i < self->report->studies->len; i++)
    {
      const OvrReportStudy *study = self->report->studies->pdata[i];

      for (guint s = 0; s < study->series->len; s++)
        {
          const OvrReportSeries *series = study->series->pdata[s];
          g_autofree char *number = g_strdup_printf ("%d", series->number);
          g_autofree char *name = say_with (self, OVR_SAY_SERIES_N, number);
          g_autofree char *images = g_strdup_printf ("%s: %d", say (self, OVR_SAY_IMAGES), series->instances);
          const char *parts[] = { name, series->description, images };

          joined (self, parts, G_N_ELEMENTS (parts));
          for (guint h = 0; h < series->health->len; h++)
            {
              const OvrReportHealth *health = series->health->pdata[h];

              g_string_append_printf (self->out, "   %s%s%s%s\n", health->text != NULL ? health->text : "",
                                      ovr_is_empty (health->where) ? "" : " (", health->where != NULL ? health->where : "",
                                      ovr_is_empty (health->where) ? "" : ")");
            }
        }
    }
}

static void
write_documents (Writer *self)
{
  heading (self, OVR_SAY_DOCUMENTS);
  for (guint i = 0; i < self->report->documents->len; i++)
    {
      const OvrDocument *document = self->report->documents->pdata[i];
      g_autofree char *date = date_words (self, document->date);
      g_autofree char *compared = say_with (self, OVR_SAY_COMPARED_BY, document->confirmed_by);
      g_autofree char *translated = say_with (self, OVR_SAY_TRANSLATED_BY, document->translation_author);
      const char *parts[] = { document->title, document->author, document->institution, date,
                              ovr_is_empty (document->confirmed_by) ? NULL : compared,
                              ovr_is_empty (document->translation_author) ? NULL : translated };

      joined (self, parts, G_N_ELEMENTS (parts));
    }
  for (guint i = 0; i < self->report->values->len; i++)
    {
      const OvrClinicalValue *value = self->report->values->pdata[i];
      g_autofree char *number = ovr_say_clinical_value (value->value, value->unit, self->language);
      g_autofree char *date = date_words (self, value->date);
      const char *parts[] = { value->name, number, date };

      joined (self, parts, G_N_ELEMENTS (parts));
    }
}

static void
write_method (Writer *self)
{
  static const OvrSaying grades[] = { [OVR_BLIND_NOT] = OVR_SAY_BLIND_NOT, [OVR_BLIND_DRAFT] = OVR_SAY_BLIND_DRAFT, [OVR_BLIND_FULL] = OVR_SAY_BLIND_FULL };
  const OvrBlind *blind = &self->report->blind;
  g_autofree char *locked = ovr_say_time (blind->locked_at, self->language);
  g_autofree char *unsealed = ovr_say_time (blind->unsealed_at, self->language);
  g_autofree char *locked_words = say_with (self, OVR_SAY_LOCKED_AT, locked);
  g_autofree char *unsealed_words = say_with (self, OVR_SAY_UNSEALED_AT, unsealed);

  heading (self, OVR_SAY_METHOD);
  if (self->report->claims->len > 0)
    line (self, say (self, grades[blind->grade]));
  line (self, *locked != '\0' ? locked_words : NULL);
  line (self, *unsealed != '\0' ? unsealed_words : NULL);
  pair (self, OVR_SAY_LOCKED_TEXT, blind->impression);
  if (self->report->communications->len > 0)
    heading (self, OVR_SAY_COMMUNICATION);
  for (guint i = 0; i < self->report->communications->len; i++)
    {
      const OvrCommunication *communication = self->report->communications->pdata[i];
      g_autofree char *at = ovr_say_time (communication->at, self->language);
      const char *parts[] = { at, communication->with, ovr_channel_words (communication->channel, self->language), communication->text };

      joined (self, parts, G_N_ELEMENTS (parts));
    }
  heading (self, OVR_SAY_LIMITATIONS);
  line (self, self->report->limitations);
  line (self, say (self, OVR_SAY_BASIS));
}

static void
write_reader (Writer *self,
              gboolean final,
              const char *time)
{
  const OvrReader *reader = &self->report->reader;
  g_autofree char *licence = say_with (self, OVR_SAY_LICENCE, reader->licence);
  g_autofree char *telephone = say_with (self, OVR_SAY_TELEPHONE, reader->telephone);
  g_autofree char *display = say_with (self, OVR_SAY_DISPLAY, reader->display);
  g_autofree char *when = ovr_say_time (time, self->language);
  g_autofree char *signed_words = say_with (self, OVR_SAY_SIGNED, when);
  const char *parts[] = { reader->name, reader->qualification, reader->specialty, reader->fellowship, reader->institution };
  const char *more[] = { ovr_is_empty (reader->licence) ? NULL : licence, reader->jurisdiction,
                         ovr_is_empty (reader->telephone) ? NULL : telephone, reader->email };

  heading (self, OVR_SAY_READER);
  joined (self, parts, G_N_ELEMENTS (parts));
  joined (self, more, G_N_ELEMENTS (more));
  line (self, ovr_is_empty (reader->display) ? NULL : display);
  line (self, final ? signed_words : say (self, OVR_SAY_NOT_SIGNED));
  line (self, say (self, OVR_SAY_DEVICE));
}

char *
ovr_export_text (const OvrReport *report,
                 gboolean final,
                 const char *time,
                 GError **error)
{
  Writer self = { report, ovr_is_empty (report->language) ? "en" : report->language, g_string_new (NULL) };
  g_autoptr (GPtrArray) required = ovr_export_required_texts (report);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  write_head (&self, final);
  write_studies (&self);
  write_request (&self);
  heading (&self, OVR_SAY_ANSWER);
  line (&self, ovr_is_empty (report->answer) ? say (&self, OVR_SAY_NO_ANSWER_YET) : report->answer);
  pair (&self, OVR_SAY_URGENCY_LABEL, report->urgency);
  write_questions (&self);
  write_recommendations (&self);
  write_claims (&self);
  if (!ovr_is_empty (report->impression))
    heading (&self, OVR_SAY_IMPRESSION);
  line (&self, report->impression);
  write_findings (&self);
  write_submitted (&self);
  write_documents (&self);
  write_method (&self);
  write_reader (&self, final, time);

  g_ptr_array_add (texts, self.out);
  if (!ovr_export_check_texts (required, texts, error))
    {
      g_string_free (self.out, TRUE);
      return NULL;
    }
  return g_string_free (self.out, FALSE);
}
