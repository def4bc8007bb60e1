/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-verify-private.h"

#include "ovr-clock.h"
#include "ovr-pdf-date.h"
#include "ovr-pdf-revision.h"
#include "ovr-pdf-structure.h"

#include <string.h>

/* A file with more signatures than this is not judged. */
#define MAX_SIGNATURES 100

/* One verification. */
typedef struct
{
  /* Borrowed */
  GBytes *pdf;
  const OvrTrust *trust;
  OvrPdfReader *file;
  OvrVerification *result;
  OvrJudged *main;  /* whose signature the verdict is about */
  OvrJudged *stamp; /* the last document time stamp */
  /* Owned */
  GPtrArray *judged; /* OvrJudged, in the order of their ends */
} Verify;

static void
set_invalid (Verify *self)
{
  self->result->verdict = OVR_VERIFY_INVALID;
}

static gboolean
has_trace (GBytes *pdf)
{
  gsize length;
  const void *data = g_bytes_get_data (pdf, &length);

  return length > 0 && memmem (data, length, "/ByteRange", strlen ("/ByteRange")) != NULL;
}

/* Signatures of a program's maker that switch on functions of a reader: they
 * are nobody's consent to the contents. */
static gboolean
has_usage_rights_only (OvrPdfReader *file)
{
  const OvrPdfValue *root = ovr_pdf_reader_lookup (file, ovr_pdf_reader_get_trailer (file), "Root");
  const OvrPdfValue *permissions = ovr_pdf_reader_lookup (file, root, "Perms");
  const OvrPdfValue *rights = ovr_pdf_reader_lookup (file, permissions, "UR3");

  return rights != NULL && ovr_pdf_reader_lookup (file, permissions, "DocMDP") == NULL;
}

static void
judge_unsigned (Verify *self)
{
  if (!has_trace (self->pdf))
    {
      self->result->verdict = OVR_VERIFY_UNSIGNED;
      return;
    }
  if (has_usage_rights_only (self->file))
    {
      self->result->verdict = OVR_VERIFY_UNSIGNED;
      ovr_verification_add (self->result, "usage-rights", "It has usage rights for a reader program, but nobody's signature.");
      return;
    }
  if (ovr_pdf_value_lookup (ovr_pdf_reader_get_trailer (self->file), "Encrypt") != NULL)
    ovr_verification_add (self->result, "encrypted", "It is encrypted, and its signature cannot be read without the key.");
  else
    ovr_verification_add (self->result, "signature-removed",
                          "It bears traces of a signature that is no longer in use.");
  set_invalid (self);
}

/* (transfer full): the file as far as @judged covers it, if that is a whole
 * revision in which this very signature stands. */
static OvrPdfReader *
open_revision (Verify *self,
               const OvrJudged *judged)
{
  g_autoptr (OvrPdfReader) revision = ovr_pdf_reader_open (self->pdf, judged->end, NULL);
  g_autoptr (GPtrArray) found = revision != NULL ? ovr_pdf_signatures_find (revision) : NULL;

  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      const OvrPdfSignature *signature = g_ptr_array_index (found, i);

      if (signature->contents != NULL && signature->contents->start == judged->signature->contents->start)
        return g_steal_pointer (&revision);
    }
  ovr_verification_add (self->result, "byte-range", "A signature does not cover a whole revision of the file.");
  set_invalid (self);
  return NULL;
}

/* The level of change that a certification allows (12.8.2.2); 0 without one. */
static gint64
get_certification (OvrPdfReader *revision)
{
  const OvrPdfValue *root = ovr_pdf_reader_lookup (revision, ovr_pdf_reader_get_trailer (revision), "Root");
  const OvrPdfValue *value = ovr_pdf_reader_lookup (revision, ovr_pdf_reader_lookup (revision, root, "Perms"), "DocMDP");
  const OvrPdfValue *references = ovr_pdf_reader_lookup (revision, value, "Reference");
  const OvrPdfValue *reference = NULL;
  const OvrPdfValue *level;

  if (value == NULL)
    return 0;
  if (references != NULL && references->type == OVR_PDF_ARRAY && references->items->len > 0)
    reference = ovr_pdf_reader_resolve (revision, g_ptr_array_index (references->items, 0));
  level = ovr_pdf_reader_lookup (revision, ovr_pdf_reader_lookup (revision, reference, "TransformParams"), "P");
  return level != NULL && level->type == OVR_PDF_INTEGER ? level->integer : 2;
}

/* What came after @judged signed. */
static OvrPdfChange
judge_later_revisions (Verify *self,
                       const OvrJudged *judged,
                       OvrPdfReader *revision)
{
  g_autofree char *why = NULL;
  OvrPdfChange change;

  if (judged->end == g_bytes_get_size (self->pdf))
    return OVR_PDF_CHANGE_NONE;
  why = ovr_pdf_structure_scan (self->file, judged->end);
  change = why != NULL ? OVR_PDF_CHANGE_OTHER : ovr_pdf_revision_compare (revision, self->file, &why);
  if (change == OVR_PDF_CHANGE_NONE)
    why = g_strdup ("the file goes on behind what was signed");
  if (change == OVR_PDF_CHANGE_SIGNED && get_certification (revision) == 1)
    why = g_strdup ("another signature was added, which the first one forbids");
  if (why == NULL)
    return change;
  ovr_verification_add (self->result, "changed-after-signing", "The file was changed after signing: %s.", why);
  set_invalid (self);
  return OVR_PDF_CHANGE_OTHER;
}

static void
choose_main (Verify *self)
{
  for (guint i = 0; i < self->judged->len; i++)
    {
      OvrJudged *judged = g_ptr_array_index (self->judged, i);

      if (judged->signature->is_time_stamp)
        self->stamp = judged;
      else
        self->main = judged;
    }
  if (self->main == NULL)
    self->main = self->stamp;
}

static char *
dup_utc_iso (GDateTime *time)
{
  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

static void
describe_signer (Verify *self)
{
  OvrVerification *result = self->result;
  const OvrCms *cms = self->main->cms;
  const OvrPdfValue *trailer = ovr_pdf_reader_get_trailer (self->file);
  g_autoptr (GDateTime) stated = NULL;
  g_autoptr (GBytes) der = NULL;

  result->signed_length = self->main->end;
  if (cms != NULL && cms->signer != NULL)
    {
      der = ovr_openssl_certificate_der (cms->signer);
      result->signer = ovr_openssl_subject_name (cms->signer);
      result->fingerprint = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
    }
  /* An encrypted file's date can't be read without its key. */
  if (ovr_pdf_value_lookup (trailer, "Encrypt") == NULL)
    stated = ovr_pdf_date_parse (ovr_pdf_reader_lookup (self->file, self->main->signature->value, "M"));
  if (stated != NULL)
    result->signed_at = ovr_clock_to_iso (stated);
  if (self->main->token != NULL)
    result->timestamp = dup_utc_iso (self->main->token->time);
  else if (self->stamp != NULL && self->stamp->stamp != NULL)
    result->timestamp = dup_utc_iso (self->stamp->stamp->time);
}

/* EN 319 142-1, 6: what each level needs beyond the one before. */
static const char *
get_level (Verify *self)
{
  const OvrPdfValue *root = ovr_pdf_reader_lookup (self->file, ovr_pdf_reader_get_trailer (self->file), "Root");
  const OvrPdfValue *value = self->main->signature->value;
  gboolean store = ovr_pdf_reader_lookup (self->file, root, "DSS") != NULL;
  gboolean later_stamp = self->stamp != NULL && self->stamp != self->main && self->stamp->end > self->main->end;

  if (!ovr_pdf_value_is_name (ovr_pdf_reader_lookup (self->file, value, "SubFilter"), "ETSI.CAdES.detached") ||
      self->main->cms->has_signing_time || !self->main->cms->has_signing_certificate ||
      ovr_pdf_value_lookup (value, "Cert") != NULL || ovr_pdf_value_lookup (value, "M") == NULL)
    return NULL;
  if (store && later_stamp)
    return "B-LTA";
  if (self->main->token == NULL && !later_stamp)
    return "B-B";
  return store ? "B-LT" : "B-T";
}

/* (transfer full): when the certificates must have been valid: at the time
 * that a trusted authority proves, or now. */
static GDateTime *
dup_reference_time (Verify *self,
                    const OvrJudged *judged)
{
  g_autoptr (GDateTime) now = ovr_clock_now ();
  g_autoptr (OvrX509Stack) chain = NULL;
  g_autofree char *why = NULL;
  const char *code;

  if (judged->token == NULL)
    return g_steal_pointer (&now);
  why = ovr_trust_check (self->trust, judged->token->cms->signer, judged->token->cms->certificates,
                         now, OVR_TRUST_TIME, &chain, &code);
  if (why == NULL)
    return g_date_time_ref (judged->token->time);
  ovr_verification_add (self->result, "timestamp-untrusted", "Nobody vouches for the time stamp's authority: %s.", why);
  return g_steal_pointer (&now);
}

static gboolean
contains (OvrX509Stack *stack,
          X509 *certificate)
{
  for (int i = 0; i < sk_X509_num (stack); i++)
    if (X509_cmp (sk_X509_value (stack, i), certificate) == 0)
      return TRUE;
  return FALSE;
}

/* The chain that is trusted must be the one that came with our own file. */
static gboolean
is_all_in_chain (const OvrJudged *judged,
                 OvrX509Stack *chain)
{
  for (int i = 0; i < sk_X509_num (judged->cms->certificates); i++)
    if (!contains (chain, sk_X509_value (judged->cms->certificates, i)))
      return FALSE;
  return TRUE;
}

static gboolean
is_inside_validity (X509 *certificate,
                    GDateTime *when)
{
  g_autoptr (GDateTime) from = ovr_openssl_time (X509_get0_notBefore (certificate));
  g_autoptr (GDateTime) until = ovr_openssl_time (X509_get0_notAfter (certificate));

  return from != NULL && until != NULL && g_date_time_compare (when, from) >= 0 && g_date_time_compare (when, until) <= 0;
}

static gboolean
is_trusted (Verify *self,
            const OvrJudged *judged)
{
  g_autoptr (GDateTime) when = dup_reference_time (self, judged);
  g_autoptr (OvrX509Stack) chain = NULL;
  g_autoptr (GDateTime) stated = NULL;
  g_autofree char *why = NULL;
  const char *code;

  why = ovr_trust_check (self->trust, judged->cms->signer, judged->cms->certificates, when,
                         judged->signature->is_time_stamp ? OVR_TRUST_TIME : OVR_TRUST_SIGNING, &chain, &code);
  if (why != NULL)
    {
      ovr_verification_add (self->result, code, "Nobody trusted vouches for the signer: %s.", why);
      return FALSE;
    }
  if (self->result->ours && !is_all_in_chain (judged, chain))
    {
      ovr_verification_add (self->result, "not-canonical", "A certificate beside the signature is not in the signer's chain.");
      set_invalid (self);
      return FALSE;
    }
  if (ovr_pdf_value_lookup (ovr_pdf_reader_get_trailer (self->file), "Encrypt") == NULL)
    stated = ovr_pdf_date_parse (ovr_pdf_reader_lookup (self->file, judged->signature->value, "M"));
  if (stated != NULL && !is_inside_validity (judged->cms->signer, stated))
    {
      ovr_verification_add (self->result, "time-outside-validity", "The signer states a time at which the certificate was not valid.");
      return FALSE;
    }
  return TRUE;
}

/* Every signature must stand for its revision, and what came later must be
 * harmless. Returns the change since the main one. */
static OvrPdfChange
judge_revisions (Verify *self)
{
  OvrPdfChange since_main = OVR_PDF_CHANGE_NONE;

  for (guint i = 0; i < self->judged->len && self->result->verdict != OVR_VERIFY_INVALID; i++)
    {
      OvrJudged *judged = g_ptr_array_index (self->judged, i);
      g_autoptr (OvrPdfReader) revision = open_revision (self, judged);
      OvrPdfChange change;

      if (revision == NULL)
        return OVR_PDF_CHANGE_OTHER;
      if (judged == self->main)
        {
          self->result->ours = ovr_pdf_structure_is_own (revision);
          if (self->result->ours && !ovr_verify_check_canonical (revision, judged, self->result))
            set_invalid (self);
          if (self->result->ours)
            ovr_verify_read_metadata (revision, self->result);
        }
      change = judge_later_revisions (self, judged, revision);
      if (judged == self->main)
        since_main = change;
    }
  return since_main;
}

/* All signatures are sound and nothing was tampered with: who are they? */
static void
judge_trust (Verify *self,
             OvrPdfChange since_main)
{
  gboolean trusted = TRUE;
  guint people = 0;
  const char *active;

  for (guint i = 0; i < self->judged->len; i++)
    {
      OvrJudged *judged = g_ptr_array_index (self->judged, i);

      if (judged->signature->is_time_stamp && judged != self->main)
        continue;
      people++;
      trusted = is_trusted (self, judged) && trusted;
    }
  if (self->result->verdict == OVR_VERIFY_INVALID)
    return;
  self->result->verdict = since_main == OVR_PDF_CHANGE_EXTENDED ? OVR_VERIFY_EXTENDED
                          : trusted                             ? OVR_VERIFY_VALID
                                                                : OVR_VERIFY_VALID_UNTRUSTED;
  self->result->level = g_strdup (get_level (self));
  if (since_main == OVR_PDF_CHANGE_EXTENDED)
    ovr_verification_add (self->result, "extended", "Validation data or time stamps were added after signing, and nothing else.");
  if (people > 1)
    ovr_verification_add (self->result, "several-signatures", "It has %u signatures; the signer named is the last one.", people);
  active = ovr_pdf_structure_find_active (self->file);
  if (active != NULL)
    ovr_verification_add (self->result, "active-content", "It can change what it shows, or act by itself (%s).", active);
}

static void
judge_signed (Verify *self,
              GPtrArray *signatures)
{
  OvrPdfChange since_main;
  gboolean sound = TRUE;

  for (guint i = 0; i < signatures->len; i++)
    {
      OvrJudged *judged = ovr_verify_judge (self->file, g_ptr_array_index (signatures, i), self->result);

      g_ptr_array_add (self->judged, judged);
      sound = sound && judged->sound;
    }
  choose_main (self);
  g_assert (self->main != NULL);
  describe_signer (self);
  if (!sound)
    {
      set_invalid (self);
      return;
    }
  since_main = judge_revisions (self);
  if (self->result->verdict != OVR_VERIFY_INVALID)
    judge_trust (self, since_main);
  if (self->result->verdict == OVR_VERIFY_INVALID)
    ovr_verify_forget_metadata (self->result);
}

static void
judge_file (Verify *self)
{
  g_autoptr (GPtrArray) signatures = ovr_pdf_signatures_find (self->file);

  if (signatures->len == 0)
    {
      judge_unsigned (self);
      return;
    }
  if (signatures->len > MAX_SIGNATURES)
    {
      ovr_verification_add (self->result, "structure", "It has more than %d signatures.", MAX_SIGNATURES);
      set_invalid (self);
      return;
    }
  self->judged = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_judged_free);
  judge_signed (self, signatures);
  g_ptr_array_unref (self->judged);
}

OvrVerification *
ovr_verify_pdf (GBytes *pdf,
                const OvrTrust *trust,
                GError **error)
{
  g_autoptr (OvrVerification) result = g_new0 (OvrVerification, 1);
  g_autoptr (GError) local = NULL;
  g_autoptr (OvrPdfReader) file = ovr_pdf_reader_open (pdf, g_bytes_get_size (pdf), &local);
  Verify self = { pdf, trust, file, result, NULL, NULL, NULL };

  result->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_verify_reason_free);
  result->verdict = OVR_VERIFY_UNSIGNED;
  if (file != NULL)
    {
      judge_file (&self);
      return g_steal_pointer (&result);
    }
  if (!has_trace (pdf) && g_error_matches (local, OVR_PDF_READER_ERROR, OVR_PDF_READER_ERROR_NOT_PDF))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "it is no PDF");
      return NULL;
    }
  if (has_trace (pdf))
    set_invalid (&self);
  ovr_verification_add (result, "structure", "The file cannot be read as it stands: %s.", local->message);
  return g_steal_pointer (&result);
}
