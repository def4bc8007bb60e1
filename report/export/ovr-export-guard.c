/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-export-guard.h"

#include "ovr-glue.h"
#include "ovr-pdf-file.h"
#include "ovr-report-words.h"

#include <string.h>

/* PN and LO of DICOM hold 64 characters; a name has three forms of it. */
#define MAX_PAGE_LINE 200

static void
need (GPtrArray *texts,
      const char *text)
{
  g_autofree char *plain = text != NULL ? ovr_normalise (text) : NULL;

  if (plain != NULL && *plain != '\0')
    g_ptr_array_add (texts, g_steal_pointer (&plain));
}

static void
need_who (GPtrArray *texts,
          const OvrReport *report)
{
  const OvrReader *reader = &report->reader;
  const OvrReferral *referral = &report->referral;

  need (texts, report->number);
  need (texts, report->changes);
  need (texts, report->patient.name);
  need (texts, report->patient.id);
  need (texts, report->patient.id_issuer);
  need (texts, referral->requester);
  need (texts, referral->specialty);
  need (texts, referral->institution);
  need (texts, referral->reply_address);
  need (texts, referral->reason_text);
  need (texts, referral->decision);
  need (texts, referral->history);
  need (texts, reader->name);
  need (texts, reader->qualification);
  need (texts, reader->specialty);
  need (texts, reader->fellowship);
  need (texts, reader->licence);
  need (texts, reader->jurisdiction);
  need (texts, reader->institution);
  need (texts, reader->telephone);
  need (texts, reader->email);
  need (texts, reader->display);
}

static void
need_studies (GPtrArray *texts,
              const OvrReport *report)
{
  for (guint i = 0; i < report->studies->len; i++)
    {
      const OvrReportStudy *study = g_ptr_array_index (report->studies, i);

      need (texts, study->description);
      need (texts, study->institution);
      need (texts, study->accession);
      need (texts, study->patient_name);
      for (guint s = 0; s < study->series->len; s++)
        {
          const OvrReportSeries *series = g_ptr_array_index (study->series, s);

          need (texts, series->description);
          for (guint h = 0; h < series->health->len; h++)
            {
              const OvrReportHealth *health = g_ptr_array_index (series->health, h);

              need (texts, health->text);
              need (texts, health->where);
            }
        }
    }
}

static void
need_mergers (GPtrArray *texts,
              const OvrReport *report)
{
  for (guint i = 0; i < report->mergers->len; i++)
    {
      const OvrMerger *merger = g_ptr_array_index (report->mergers, i);

      need (texts, merger->name);
      need (texts, merger->id);
      need (texts, merger->reason);
    }
}

static void
need_documents (GPtrArray *texts,
                const OvrReport *report)
{
  for (guint i = 0; i < report->documents->len; i++)
    {
      const OvrDocument *document = g_ptr_array_index (report->documents, i);

      need (texts, document->title);
      need (texts, document->author);
      need (texts, document->institution);
      need (texts, document->confirmed_by);
    }
  for (guint i = 0; i < report->values->len; i++)
    {
      const OvrClinicalValue *value = g_ptr_array_index (report->values, i);

      need (texts, value->name);
    }
}

static void
need_opinion (GPtrArray *texts,
              const OvrReport *report)
{
  need (texts, report->answer);
  need (texts, report->urgency);
  need (texts, report->impression);
  need (texts, report->adequacy);
  need (texts, report->limitations);
  need (texts, report->blind.impression);
  for (guint i = 0; i < report->referral.questions->len; i++)
    need (texts, ((OvrQuestion *) g_ptr_array_index (report->referral.questions, i))->text);
  for (guint i = 0; i < report->answers->len; i++)
    {
      const OvrAnswer *answer = g_ptr_array_index (report->answers, i);

      if (ovr_report_find_question (report, answer->question_id) == NULL)
        continue;
      need (texts, answer->lead);
      need (texts, answer->text);
    }
  for (guint i = 0; i < report->recommendations->len; i++)
    {
      const OvrRecommendation *recommendation = g_ptr_array_index (report->recommendations, i);

      need (texts, recommendation->actor);
      need (texts, recommendation->action);
      need (texts, recommendation->by_text);
    }
  for (guint i = 0; i < report->communications->len; i++)
    {
      const OvrCommunication *communication = g_ptr_array_index (report->communications, i);

      need (texts, communication->with);
      need (texts, ovr_channel_words (communication->channel, report->language));
      need (texts, communication->text);
    }
}

static void
need_claims_and_findings (GPtrArray *texts,
                          const OvrReport *report)
{
  for (guint i = 0; i < report->claims->len; i++)
    {
      const OvrClaim *claim = g_ptr_array_index (report->claims, i);
      g_autofree char *quote = ovr_report_dup_quote (report, claim);

      need (texts, quote);
      need (texts, claim->translation);
      need (texts, claim->comment);
    }
  for (guint i = 0; i < report->findings->len; i++)
    {
      const OvrFinding *finding = g_ptr_array_index (report->findings, i);

      need (texts, finding->title);
      need (texts, finding->text);
      for (guint k = 0; k < finding->key_images->len; k++)
        need (texts, ((OvrKeyImage *) g_ptr_array_index (finding->key_images, k))->caption);
      for (guint m = 0; m < finding->measurements->len; m++)
        need (texts, ((OvrReportMeasurement *) g_ptr_array_index (finding->measurements, m))->label);
    }
}

GPtrArray *
ovr_export_required_texts (const OvrReport *report)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  need_who (texts, report);
  need_studies (texts, report);
  need_mergers (texts, report);
  need_documents (texts, report);
  need_opinion (texts, report);
  need_claims_and_findings (texts, report);
  return texts;
}

gboolean
ovr_export_check_page_lines (const OvrReport *report,
                             GError **error)
{
  const struct
  {
    const char *what;
    const char *text;
  } lines[] = {
    { "the report's number", report->number },
    { "the patient's name", report->patient.name },
    { "the patient's ID", report->patient.id },
    { "the issuer of the patient's ID", report->patient.id_issuer },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (lines[i].text != NULL && g_utf8_strlen (lines[i].text, -1) > MAX_PAGE_LINE)
      {
        g_set_error (error, OVR_PDF_ERROR, OVR_PDF_ERROR_LOST, "%s is longer than %d characters and fits on no line",
                     lines[i].what, MAX_PAGE_LINE);
        return FALSE;
      }
  return TRUE;
}

static guint
count (const char *haystack,
       const char *needle)
{
  guint n = 0;

  for (const char *p = strstr (haystack, needle); p != NULL; p = strstr (p + 1, needle))
    n++;
  return n;
}

/* A text that stands in others too must be there as often as they and itself
 * need it: otherwise "intact." of a lost row would be found in another's. */
gboolean
ovr_export_check_texts (GPtrArray *required,
                        GPtrArray *texts,
                        GError **error)
{
  g_autoptr (GPtrArray) plain = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < texts->len; i++)
    g_ptr_array_add (plain, ovr_normalise (((GString *) g_ptr_array_index (texts, i))->str));

  for (guint i = 0; i < required->len; i++)
    {
      const char *wanted = g_ptr_array_index (required, i);
      guint n_wanted = 0, n_found = 0;

      for (guint k = 0; k < required->len; k++)
        n_wanted += count (g_ptr_array_index (required, k), wanted);
      for (guint k = 0; k < plain->len && n_found < n_wanted; k++)
        n_found += count (g_ptr_array_index (plain, k), wanted);
      if (n_found < n_wanted)
        {
          g_set_error (error, OVR_PDF_ERROR, OVR_PDF_ERROR_LOST,
                       "text %u of the report, %lu characters long, stands %u instead of %u times on the pages",
                       i + 1, (unsigned long) g_utf8_strlen (wanted, -1), n_found, n_wanted);
          return FALSE;
        }
    }
  return TRUE;
}
