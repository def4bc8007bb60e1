/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-claims.h"

static gboolean
refuse (GError **error,
        const char *why)
{
  g_set_error_literal (error, OVR_REPORT_ERROR, OVR_REPORT_ERROR_REFUSED, why);
  return FALSE;
}

static gboolean
is_draft (const OvrReport *self,
          GError **error)
{
  return self->status == OVR_REPORT_DRAFT || refuse (error, "the report is not a draft");
}

static guint
find_document_index (const OvrReport *self,
                     const char *id)
{
  for (guint i = 0; i < self->documents->len; i++)
    {
      const OvrDocument *document = self->documents->pdata[i];

      if (g_strcmp0 (document->id, id) == 0)
        return i;
    }
  return G_MAXUINT;
}

static int
compare_claims (gconstpointer a,
                gconstpointer b,
                gpointer report)
{
  const OvrClaim *first = *(const OvrClaim *const *) a;
  const OvrClaim *second = *(const OvrClaim *const *) b;
  guint first_document = find_document_index (report, first->document_id);
  guint second_document = find_document_index (report, second->document_id);

  if (first_document != second_document)
    return first_document < second_document ? -1 : 1;
  return (first->start > second->start) - (first->start < second->start);
}

void
ovr_report_number_claims (OvrReport *self)
{
  g_ptr_array_sort_with_data (self->claims, compare_claims, self);
  for (guint i = 0; i < self->claims->len; i++)
    ((OvrClaim *) self->claims->pdata[i])->number = (int) i + 1;
}

static void
reopen (OvrClaim *claim)
{
  claim->verdict = OVR_VERDICT_OPEN;
  claim->impact = OVR_IMPACT_NONE;
  claim->judged_in_group = FALSE;
  g_clear_pointer (&claim->judged_at, g_free);
  /* It translated another span. */
  g_clear_pointer (&claim->translation, g_free);
}

/* Narrows @span of @text so that it neither starts nor ends with white space. */
static OvrSpan
trim (const char *text,
      OvrSpan span)
{
  const char *start = g_utf8_offset_to_pointer (text, span.start);
  const char *end = g_utf8_offset_to_pointer (start, span.end - span.start);

  while (start < end && g_unichar_isspace (g_utf8_get_char (start)))
    {
      start = g_utf8_next_char (start);
      span.start++;
    }
  while (end > start && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    {
      end = g_utf8_prev_char (end);
      span.end--;
    }
  return span;
}

gboolean
ovr_report_split_claim (OvrReport *self,
                        const char *claim_id,
                        int at,
                        char **new_id,
                        GError **error)
{
  OvrClaim *claim = ovr_report_find_claim (self, claim_id);
  OvrDocument *document = claim != NULL ? ovr_report_find_document (self, claim->document_id) : NULL;
  OvrClaim *second;
  OvrSpan head, tail;

  if (!is_draft (self, error))
    return FALSE;
  if (document == NULL || at <= claim->start || at >= claim->end)
    return refuse (error, "the cut is not inside a claim");
  head = trim (document->text, (OvrSpan){ claim->start, at });
  tail = trim (document->text, (OvrSpan){ at, claim->end });
  if (head.start >= head.end || tail.start >= tail.end)
    return refuse (error, "one half would be empty");

  second = ovr_claim_new ();
  second->id = ovr_report_new_id (self, "c");
  second->document_id = g_strdup (claim->document_id);
  second->study_uid = g_strdup (claim->study_uid);
  second->section = g_strdup (claim->section);
  second->claim_class = claim->claim_class;
  second->start = tail.start;
  second->end = tail.end;
  claim->start = head.start;
  claim->end = head.end;
  reopen (claim);
  if (new_id != NULL)
    *new_id = g_strdup (second->id);
  g_ptr_array_add (self->claims, second);
  ovr_report_number_claims (self);
  return TRUE;
}

static void
add_missing (GPtrArray *ids,
             const char *id)
{
  if (!g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
    g_ptr_array_add (ids, g_strdup (id));
}

static void
join_comments (OvrClaim *claim,
               const OvrClaim *next)
{
  if (next->comment == NULL || *next->comment == '\0')
    return;
  if (claim->comment == NULL || *claim->comment == '\0')
    {
      g_free (claim->comment);
      claim->comment = g_strdup (next->comment);
    }
  else
    {
      char *both = g_strconcat (claim->comment, "\n", next->comment, NULL);

      g_free (claim->comment);
      claim->comment = both;
    }
}

gboolean
ovr_report_merge_claim_with_next (OvrReport *self,
                                  const char *claim_id,
                                  GError **error)
{
  OvrClaim *claim = ovr_report_find_claim (self, claim_id);
  OvrClaim *next = NULL;

  if (!is_draft (self, error))
    return FALSE;
  for (guint i = 0; claim != NULL && i < self->claims->len; i++)
    {
      OvrClaim *other = self->claims->pdata[i];

      if (g_strcmp0 (other->document_id, claim->document_id) == 0 && other->start >= claim->end &&
          (next == NULL || other->start < next->start))
        next = other;
    }
  if (next == NULL)
    return refuse (error, "no claim follows in that document");

  claim->end = next->end;
  if (next->claim_class == OVR_CLAIM_ABNORMAL)
    claim->claim_class = OVR_CLAIM_ABNORMAL;
  reopen (claim);
  join_comments (claim, next);
  for (guint i = 0; i < next->finding_ids->len; i++)
    add_missing (claim->finding_ids, next->finding_ids->pdata[i]);
  g_ptr_array_remove (self->claims, next);
  ovr_report_number_claims (self);
  return TRUE;
}

gboolean
ovr_report_add_claim (OvrReport *self,
                      const char *document_id,
                      int start,
                      int end,
                      char **new_id,
                      GError **error)
{
  OvrDocument *document = ovr_report_find_document (self, document_id);
  OvrSpan span;
  OvrClaim *claim;

  if (!is_draft (self, error))
    return FALSE;
  if (document == NULL || document->text == NULL || start < 0 || start >= end ||
      end > g_utf8_strlen (document->text, -1))
    return refuse (error, "not a span of the document's text");
  span = trim (document->text, (OvrSpan){ start, end });
  if (span.start >= span.end)
    return refuse (error, "nothing but white space");
  for (guint i = 0; i < self->claims->len; i++)
    {
      const OvrClaim *other = self->claims->pdata[i];

      if (g_strcmp0 (other->document_id, document_id) == 0 && other->start < span.end && span.start < other->end)
        return refuse (error, "a claim covers a part of that span");
    }
  claim = ovr_claim_new ();
  claim->id = ovr_report_new_id (self, "c");
  claim->document_id = g_strdup (document_id);
  claim->study_uid = g_strdup (document->study_uid);
  claim->start = span.start;
  claim->end = span.end;
  if (new_id != NULL)
    *new_id = g_strdup (claim->id);
  g_ptr_array_add (self->claims, claim);
  ovr_report_number_claims (self);
  return TRUE;
}

gboolean
ovr_report_remove_claim (OvrReport *self,
                         const char *claim_id,
                         GError **error)
{
  OvrClaim *claim = ovr_report_find_claim (self, claim_id);

  if (!is_draft (self, error))
    return FALSE;
  if (claim == NULL)
    return refuse (error, "no such claim");
  g_ptr_array_remove (self->claims, claim);
  ovr_report_number_claims (self);
  return TRUE;
}

/* Claims are looked at in the order of the text, which reading and the
 * functions above keep; a report made otherwise is sorted here. */
GArray *
ovr_report_list_remainders (const OvrReport *self,
                            const char *document_id)
{
  GArray *remainders = g_array_new (FALSE, FALSE, sizeof (OvrSpan));
  const OvrDocument *document = ovr_report_find_document (self, document_id);
  g_autoptr (GPtrArray) claims = g_ptr_array_new ();
  int at = 0;
  int end = document != NULL && document->text != NULL ? (int) g_utf8_strlen (document->text, -1) : 0;

  for (guint i = 0; i < self->claims->len; i++)
    {
      OvrClaim *claim = self->claims->pdata[i];

      if (g_strcmp0 (claim->document_id, document_id) == 0)
        g_ptr_array_add (claims, claim);
    }
  g_ptr_array_sort_with_data (claims, compare_claims, (gpointer) self);
  for (guint i = 0; i <= claims->len; i++)
    {
      const OvrClaim *claim = i < claims->len ? claims->pdata[i] : NULL;
      OvrSpan gap = { at, claim != NULL ? claim->start : end };

      if (gap.start < gap.end)
        g_array_append_val (remainders, gap);
      if (claim != NULL)
        at = claim->end;
    }
  return remainders;
}

OvrReport *
ovr_report_new_version (const OvrReport *self,
                        GError **error)
{
  OvrReport *next;

  if (self->status < OVR_REPORT_SIGNED || self->signed_sha256 == NULL)
    {
      refuse (error, "only a signed report has a next version");
      return NULL;
    }
  next = ovr_report_copy (self);
  next->status = OVR_REPORT_DRAFT;
  next->version = self->version + 1;
  g_free (next->predecessor);
  next->predecessor = g_strdup (self->signed_sha256);
  g_free (next->predecessor_signed_at);
  next->predecessor_signed_at = g_strdup (self->signed_at);
  g_clear_pointer (&next->changes, g_free);
  g_clear_pointer (&next->signed_at, g_free);
  g_clear_pointer (&next->signed_sha256, g_free);
  return next;
}
