/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-fields-private.h"

#include <string.h>

G_DEFINE_QUARK (ovr_report_error, ovr_report_error)

/**
 * ovr_report_new:
 *
 * Returns: (transfer full): an empty draft, version 1, in English
 */
OvrReport *
ovr_report_new (void)
{
  OvrReport *self = ovr_type_new (&ovr_report_type);

  self->version = 1;
  self->language = g_strdup ("en");
  return self;
}

OvrReport *
ovr_report_copy (const OvrReport *self)
{
  OvrReport *copy = ovr_type_new (&ovr_report_type);

  ovr_type_copy (&ovr_report_type, copy, self);
  return copy;
}

void
ovr_report_free (OvrReport *self)
{
  ovr_type_free (&ovr_report_type, self);
}

OvrDocument *
ovr_report_find_document (const OvrReport *self,
                          const char *id)
{
  for (guint i = 0; id != NULL && i < self->documents->len; i++)
    {
      OvrDocument *document = self->documents->pdata[i];

      if (g_strcmp0 (document->id, id) == 0)
        return document;
    }
  return NULL;
}

OvrClaim *
ovr_report_find_claim (const OvrReport *self,
                       const char *id)
{
  for (guint i = 0; id != NULL && i < self->claims->len; i++)
    {
      OvrClaim *claim = self->claims->pdata[i];

      if (g_strcmp0 (claim->id, id) == 0)
        return claim;
    }
  return NULL;
}

OvrFinding *
ovr_report_find_finding (const OvrReport *self,
                         const char *id)
{
  for (guint i = 0; id != NULL && i < self->findings->len; i++)
    {
      OvrFinding *finding = self->findings->pdata[i];

      if (g_strcmp0 (finding->id, id) == 0)
        return finding;
    }
  return NULL;
}

OvrQuestion *
ovr_report_find_question (const OvrReport *self,
                          const char *id)
{
  for (guint i = 0; id != NULL && i < self->referral.questions->len; i++)
    {
      OvrQuestion *question = self->referral.questions->pdata[i];

      if (g_strcmp0 (question->id, id) == 0)
        return question;
    }
  return NULL;
}

OvrAnswer *
ovr_report_find_answer (const OvrReport *self,
                        const char *question_id)
{
  for (guint i = 0; question_id != NULL && i < self->answers->len; i++)
    {
      OvrAnswer *answer = self->answers->pdata[i];

      if (g_strcmp0 (answer->question_id, question_id) == 0)
        return answer;
    }
  return NULL;
}

OvrReportStudy *
ovr_report_find_study (const OvrReport *self,
                       const char *uid)
{
  for (guint i = 0; uid != NULL && i < self->studies->len; i++)
    {
      OvrReportStudy *study = self->studies->pdata[i];

      if (g_strcmp0 (study->uid, uid) == 0)
        return study;
    }
  return NULL;
}

/**
 * ovr_report_find_key_image:
 * @finding: (out) (optional) (transfer none): the finding that it belongs to
 */
OvrKeyImage *
ovr_report_find_key_image (const OvrReport *self,
                           const char *id,
                           OvrFinding **finding)
{
  for (guint i = 0; id != NULL && i < self->findings->len; i++)
    {
      OvrFinding *owner = self->findings->pdata[i];

      for (guint j = 0; j < owner->key_images->len; j++)
        {
          OvrKeyImage *key_image = owner->key_images->pdata[j];

          if (g_strcmp0 (key_image->id, id) != 0)
            continue;
          if (finding != NULL)
            *finding = owner;
          return key_image;
        }
    }
  return NULL;
}

char *
ovr_report_dup_quote (const OvrReport *self,
                      const OvrClaim *claim)
{
  const OvrDocument *document = ovr_report_find_document (self, claim->document_id);

  if (document == NULL || document->text == NULL || claim->start > claim->end ||
      claim->end > g_utf8_strlen (document->text, -1))
    return g_strdup ("");
  return g_utf8_substring (document->text, claim->start, claim->end);
}

static gboolean
is_taken (const OvrReport *self,
          const char *id)
{
  return ovr_report_find_document (self, id) != NULL || ovr_report_find_claim (self, id) != NULL ||
         ovr_report_find_finding (self, id) != NULL || ovr_report_find_question (self, id) != NULL ||
         ovr_report_find_key_image (self, id, NULL) != NULL;
}

char *
ovr_report_new_id (const OvrReport *self,
                   const char *prefix)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s%u", prefix, i);

      if (!is_taken (self, id))
        return g_steal_pointer (&id);
    }
}

/**
 * ovr_report_file_name:
 * @suffix: "pdf", "txt", with or without its full stop
 *
 * What isn't a letter or digit of ASCII, a hyphen or a full stop becomes a
 * hyphen. The status is FINAL from signing on, else DRAFT.
 */
char *
ovr_report_file_name (const OvrReport *self,
                      const char *suffix)
{
  g_autofree char *number = g_strdup (self->number != NULL && *self->number != '\0' ? self->number : "second-opinion");

  for (char *c = number; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && (*c != '.' || c == number))
      *c = '-';
  return g_strdup_printf ("%s_v%d_%s.%s", number, self->version,
                          self->status >= OVR_REPORT_SIGNED ? "FINAL" : "DRAFT",
                          *suffix == '.' ? suffix + 1 : suffix);
}
