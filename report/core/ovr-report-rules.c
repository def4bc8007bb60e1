/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-rules-private.h"

#include "ovr-clock.h"
#include "ovr-report-adequacy.h"

#include <string.h>

static void
free_issue (gpointer data)
{
  OvrIssue *issue = data;

  g_free (issue->code);
  g_free (issue->where);
  g_free (issue->text);
  g_free (issue);
}

void
ovr_report_check_free (OvrReportCheck *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->errors);
  g_ptr_array_unref (self->warnings);
  g_free (self);
}

static void G_GNUC_PRINTF (4, 0)
    add_issue (GPtrArray *list,
               const char *code,
               const char *text,
               const char *where,
               va_list args)
{
  OvrIssue *issue = g_new0 (OvrIssue, 1);

  issue->code = g_strdup (code);
  issue->text = g_strdup (text);
  issue->where = g_strdup_vprintf (where, args);
  g_ptr_array_add (list, issue);
}

void
ovr_rules_error (OvrRules *self,
                 const char *code,
                 const char *text,
                 const char *where,
                 ...)
{
  va_list args;

  va_start (args, where);
  add_issue (self->check->errors, code, text, where, args);
  va_end (args);
}

void
ovr_rules_warn (OvrRules *self,
                const char *code,
                const char *text,
                const char *where,
                ...)
{
  va_list args;

  va_start (args, where);
  add_issue (self->check->warnings, code, text, where, args);
  va_end (args);
}

gboolean
ovr_rules_is_empty (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;
  return TRUE;
}

OvrDate
ovr_rules_today (const OvrRules *self)
{
  return (OvrDate){ (gint16) g_date_time_get_year (self->now), (guint8) g_date_time_get_month (self->now),
                    (guint8) g_date_time_get_day_of_month (self->now) };
}

int
ovr_report_count_words (const char *text)
{
  gboolean in_word = FALSE;
  int n = 0;

  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (g_unichar_isspace (c))
        in_word = FALSE;
      else if (!in_word && g_unichar_isalnum (c))
        {
          in_word = TRUE;
          n++;
        }
    }
  return n;
}

OvrBlindGrade
ovr_report_grade_impression (const char *impression)
{
  int words = ovr_report_count_words (impression);

  return words >= OVR_BLIND_WORDS_FULL ? OVR_BLIND_FULL : words > 0 ? OVR_BLIND_DRAFT
                                                                    : OVR_BLIND_NOT;
}

OvrReportCheck *
ovr_report_check (const OvrReport *report,
                  const OvrReportImages *images,
                  GDateTime *now)
{
  g_autoptr (GDateTime) clock = now != NULL ? g_date_time_ref (now) : ovr_clock_now ();
  OvrReportCheck *check = g_new0 (OvrReportCheck, 1);
  OvrRules rules = { report, images, clock, check };

  check->errors = g_ptr_array_new_with_free_func (free_issue);
  check->warnings = g_ptr_array_new_with_free_func (free_issue);
  ovr_rules_check_state (&rules);
  ovr_rules_check_patient (&rules);
  ovr_rules_check_studies (&rules);
  ovr_rules_check_images (&rules);
  ovr_rules_check_documents (&rules);
  ovr_rules_check_claims (&rules);
  ovr_rules_check_findings (&rules);
  ovr_rules_check_answers (&rules);
  ovr_rules_check_rest (&rules);
  ovr_rules_check_texts (&rules);
  return check;
}

/* A place in an original or in its claims. */
static gboolean
is_sealed_place (const OvrReport *report,
                 const char *where)
{
  guint64 index;

  if (g_str_has_prefix (where, "claims"))
    return TRUE;
  if (!g_str_has_prefix (where, "documents["))
    return FALSE;
  index = g_ascii_strtoull (where + strlen ("documents["), NULL, 10);
  return index < report->documents->len &&
         ((const OvrDocument *) report->documents->pdata[index])->role == OVR_DOCUMENT_ORIGINAL;
}

static guint
drop_sealed (GPtrArray *issues,
             const OvrReport *report)
{
  guint n = 0;

  for (guint i = issues->len; i-- > 0;)
    if (is_sealed_place (report, ((const OvrIssue *) issues->pdata[i])->where))
      {
        g_ptr_array_remove_index (issues, i);
        n++;
      }
  return n;
}

void
ovr_report_check_seal (OvrReportCheck *self,
                       const OvrReport *report)
{
  OvrIssue *sealed;

  if (!ovr_report_is_sealed (report))
    return;

  drop_sealed (self->warnings, report);
  drop_sealed (self->errors, report);
  sealed = g_new0 (OvrIssue, 1);
  sealed->code = g_strdup ("sealed");
  sealed->where = g_strdup ("blind");
  sealed->text = g_strdup ("The original report is sealed: lock your impression, or open it without reading blind.");
  g_ptr_array_insert (self->errors, 0, sealed);
}
