/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-fields-private.h"

/* Everything in a report that points at something else in it. */

static gboolean G_GNUC_PRINTF (2, 3)
    refuse (GError **error,
            const char *format,
            ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, OVR_REPORT_ERROR, OVR_REPORT_ERROR_FORM, what);
  return FALSE;
}

/* Ids and UIDs are keys: each stands once. */
static gboolean
add_id (GHashTable *seen,
        const char *id,
        const char *list,
        guint index,
        GError **error)
{
  if (id == NULL || *id == '\0')
    return refuse (error, "%s[%u]: has no id", list, index);
  if (!g_hash_table_add (seen, (gpointer) id))
    return refuse (error, "%s[%u]: its id stands twice", list, index);
  return TRUE;
}

static gboolean
check_studies (const OvrReport *self,
               GHashTable *studies,
               GError **error)
{
  for (guint i = 0; i < self->studies->len; i++)
    {
      const OvrReportStudy *study = self->studies->pdata[i];

      if (!add_id (studies, study->uid, "studies", i, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_questions (const OvrReport *self,
                 GHashTable *ids,
                 GError **error)
{
  g_autoptr (GHashTable) answered = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->referral.questions->len; i++)
    {
      const OvrQuestion *question = self->referral.questions->pdata[i];

      if (!add_id (ids, question->id, "referral.questions", i, error))
        return FALSE;
    }
  for (guint i = 0; i < self->answers->len; i++)
    {
      const OvrAnswer *answer = self->answers->pdata[i];

      if (ovr_report_find_question (self, answer->question_id) == NULL)
        return refuse (error, "answers[%u].questionId: no such question", i);
      if (!add_id (answered, answer->question_id, "answers", i, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_documents (const OvrReport *self,
                 GHashTable *ids,
                 GHashTable *studies,
                 GError **error)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      const OvrDocument *document = self->documents->pdata[i];
      glong length = document->text != NULL ? g_utf8_strlen (document->text, -1) : 0;

      if (!add_id (ids, document->id, "documents", i, error))
        return FALSE;
      if (document->study_uid != NULL && !g_hash_table_contains (studies, document->study_uid))
        return refuse (error, "documents[%u].studyUid: no such study", i);
      for (guint j = 0; j < document->pages->len; j++)
        {
          const OvrPage *page = document->pages->pdata[j];

          if (page->start > page->end || page->end > length)
            return refuse (error, "documents[%u].pages[%u]: not a span of the text", i, j);
        }
    }
  return TRUE;
}

static gboolean
check_finding_ids (const OvrReport *self,
                   const GPtrArray *finding_ids,
                   const char *list,
                   guint index,
                   GError **error)
{
  for (guint i = 0; i < finding_ids->len; i++)
    if (ovr_report_find_finding (self, finding_ids->pdata[i]) == NULL)
      return refuse (error, "%s[%u].findingIds[%u]: no such finding", list, index, i);
  return TRUE;
}

static int
compare_spans (gconstpointer a,
               gconstpointer b)
{
  const OvrClaim *first = *(const OvrClaim *const *) a;
  const OvrClaim *second = *(const OvrClaim *const *) b;
  int order = g_strcmp0 (first->document_id, second->document_id);

  return order != 0 ? order : first->start - second->start;
}

/* Each character of an original belongs to one claim at most. */
static gboolean
check_overlap (const OvrReport *self,
               GError **error)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (self->claims, NULL, NULL);

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_spans);
  for (guint i = 1; i < sorted->len; i++)
    {
      const OvrClaim *before = sorted->pdata[i - 1];
      const OvrClaim *claim = sorted->pdata[i];

      if (g_strcmp0 (before->document_id, claim->document_id) == 0 && claim->start < before->end)
        return refuse (error, "claims: two share characters %d to %d of a document", claim->start, before->end);
    }
  return TRUE;
}

static gboolean
check_claims (const OvrReport *self,
              GHashTable *ids,
              GHashTable *studies,
              GError **error)
{
  for (guint i = 0; i < self->claims->len; i++)
    {
      const OvrClaim *claim = self->claims->pdata[i];
      const OvrDocument *document = ovr_report_find_document (self, claim->document_id);

      if (!add_id (ids, claim->id, "claims", i, error))
        return FALSE;
      if (document == NULL)
        return refuse (error, "claims[%u].documentId: no such document", i);
      if (claim->start >= claim->end ||
          document->text == NULL || claim->end > g_utf8_strlen (document->text, -1))
        return refuse (error, "claims[%u]: not a span of the document's text", i);
      if (claim->study_uid != NULL && !g_hash_table_contains (studies, claim->study_uid))
        return refuse (error, "claims[%u].studyUid: no such study", i);
      if (!check_finding_ids (self, claim->finding_ids, "claims", i, error))
        return FALSE;
    }
  return check_overlap (self, error);
}

static gboolean
check_key_images (const OvrReport *self,
                  const OvrFinding *finding,
                  guint index,
                  GHashTable *ids,
                  GHashTable *studies,
                  GError **error)
{
  for (guint i = 0; i < finding->key_images->len; i++)
    {
      const OvrKeyImage *key_image = finding->key_images->pdata[i];
      g_autofree char *list = g_strdup_printf ("findings[%u].keyImages", index);

      if (!add_id (ids, key_image->id, list, i, error))
        return FALSE;
      if (key_image->view->image.sop_uid == NULL)
        return refuse (error, "%s[%u].view.image: names no image", list, i);
      if (key_image->study_uid != NULL && !g_hash_table_contains (studies, key_image->study_uid))
        return refuse (error, "%s[%u].studyUid: no such study", list, i);
      if (key_image->pair_id != NULL && ovr_report_find_key_image (self, key_image->pair_id, NULL) == NULL)
        return refuse (error, "%s[%u].pairId: no such key image", list, i);
    }
  return TRUE;
}

static gboolean
check_findings (const OvrReport *self,
                GHashTable *ids,
                GHashTable *studies,
                GError **error)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const OvrFinding *finding = self->findings->pdata[i];

      if (!add_id (ids, finding->id, "findings", i, error) ||
          !check_key_images (self, finding, i, ids, studies, error))
        return FALSE;
      for (guint j = 0; j < finding->measurements->len; j++)
        {
          const OvrReportMeasurement *measured = finding->measurements->pdata[j];

          if (measured->study_uid != NULL && !g_hash_table_contains (studies, measured->study_uid))
            return refuse (error, "findings[%u].measurements[%u].studyUid: no such study", i, j);
        }
    }
  return TRUE;
}

gboolean
ovr_report_validate_references (const OvrReport *self,
                                GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) studies = g_hash_table_new (g_str_hash, g_str_equal);

  if (self->version < 1)
    return refuse (error, "version: below 1");
  if (!check_studies (self, studies, error) ||
      !check_questions (self, ids, error) ||
      !check_documents (self, ids, studies, error) ||
      !check_claims (self, ids, studies, error) ||
      !check_findings (self, ids, studies, error))
    return FALSE;
  for (guint i = 0; i < self->answers->len; i++)
    {
      const OvrAnswer *answer = self->answers->pdata[i];

      if (!check_finding_ids (self, answer->finding_ids, "answers", i, error))
        return FALSE;
    }
  if (self->front_key_image != NULL && ovr_report_find_key_image (self, self->front_key_image, NULL) == NULL)
    return refuse (error, "frontKeyImage: no such key image");
  return TRUE;
}
