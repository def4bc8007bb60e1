/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-trust-private.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

struct _OvrTrust
{
  X509_STORE *store;
};

static OvrTrust *
take_store (X509_STORE *store)
{
  OvrTrust *self = g_new0 (OvrTrust, 1);

  self->store = store;
  return self;
}

OvrTrust *
ovr_trust_new_empty (void)
{
  return take_store (X509_STORE_new ());
}

OvrTrust *
ovr_trust_new_system (void)
{
  OvrTrust *self = ovr_trust_new_empty ();

  X509_STORE_set_default_paths (self->store);
  ERR_clear_error ();
  return self;
}

OvrTrust *
ovr_trust_new_from_pem (GBytes *pem,
                        GError **error)
{
  gsize length;
  const void *data = g_bytes_get_data (pem, &length);
  g_autoptr (BIO) in = length <= G_MAXINT ? BIO_new_mem_buf (data, (int) length) : NULL;
  g_autoptr (X509_STORE) store = X509_STORE_new ();
  X509 *certificate;
  int count = 0;

  while (in != NULL && (certificate = PEM_read_bio_X509 (in, NULL, NULL, NULL)) != NULL)
    {
      count += X509_STORE_add_cert (store, certificate) == 1;
      X509_free (certificate);
    }
  ERR_clear_error ();
  if (count == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no certificate in PEM form in it");
      return NULL;
    }
  return take_store (g_steal_pointer (&store));
}

void
ovr_trust_free (OvrTrust *self)
{
  if (self == NULL)
    return;
  X509_STORE_free (self->store);
  g_free (self);
}

/* Extended key usages under which documents are signed: none stated, any,
 * e-mail, documents (RFC 9336), Microsoft's and Adobe's own for documents. A
 * web server's certificate is refused. */
static gboolean
may_sign_documents (X509 *certificate)
{
  static const char *const allowed[] = { "2.5.29.37.0", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36",
                                         "1.3.6.1.4.1.311.10.3.12", "1.2.840.113583.1.1.5" };
  EXTENDED_KEY_USAGE *usage;
  gboolean found = FALSE;

  if ((X509_get_key_usage (certificate) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0)
    return FALSE;
  usage = X509_get_ext_d2i (certificate, NID_ext_key_usage, NULL, NULL);
  if (usage == NULL)
    return TRUE;
  for (int i = 0; i < sk_ASN1_OBJECT_num (usage) && !found; i++)
    {
      char dotted[80];

      OBJ_obj2txt (dotted, sizeof dotted, sk_ASN1_OBJECT_value (usage, i), 1);
      for (guint k = 0; k < G_N_ELEMENTS (allowed); k++)
        found = found || g_str_equal (dotted, allowed[k]);
    }
  EXTENDED_KEY_USAGE_free (usage);
  return found;
}

static const char *
code_of (int status)
{
  switch (status)
    {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "certificate-expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "certificate-not-yet-valid";
    default:
      return "unknown-root";
    }
}

char *
ovr_trust_check (const OvrTrust *self,
                 X509 *certificate,
                 OvrX509Stack *others,
                 GDateTime *when,
                 OvrTrustUse use,
                 OvrX509Stack **chain,
                 const char **code)
{
  g_autoptr (X509_STORE_CTX) context = X509_STORE_CTX_new ();
  int status;

  *chain = NULL;
  *code = NULL;
  if (X509_STORE_CTX_init (context, self->store, certificate, others) != 1)
    {
      *code = "unknown-root";
      return ovr_openssl_take_error ();
    }
  /* Trusting a certificate itself, without its root, is a person's choice. */
  X509_STORE_CTX_set_flags (context, X509_V_FLAG_PARTIAL_CHAIN);
  X509_STORE_CTX_set_time (context, 0, (time_t) g_date_time_to_unix (when));
  if (use == OVR_TRUST_TIME)
    X509_STORE_CTX_set_purpose (context, X509_PURPOSE_TIMESTAMP_SIGN);
  X509_verify_cert (context);
  status = X509_STORE_CTX_get_error (context);
  ERR_clear_error ();
  if (status != X509_V_OK)
    {
      *code = code_of (status);
      return g_strdup (X509_verify_cert_error_string (status));
    }
  *chain = X509_STORE_CTX_get1_chain (context);
  if (use == OVR_TRUST_SIGNING && !may_sign_documents (certificate))
    {
      *code = "certificate-purpose";
      return g_strdup ("it is not meant for signing documents");
    }
  return NULL;
}

static X509 *
find_issuer (X509 *certificate,
             OvrX509Stack *certificates)
{
  for (int i = 0; i < sk_X509_num (certificates); i++)
    {
      X509 *issuer = sk_X509_value (certificates, i);

      if (X509_cmp (issuer, certificate) != 0 && X509_check_issued (issuer, certificate) == X509_V_OK &&
          X509_verify (certificate, X509_get0_pubkey (issuer)) == 1)
        return issuer;
    }
  ERR_clear_error ();
  return NULL;
}

gboolean
ovr_trust_is_one_path (X509 *certificate,
                       OvrX509Stack *certificates)
{
  int used = 1;
  X509 *top = certificate;

  for (X509 *next = certificate; next != NULL && used <= sk_X509_num (certificates);)
    {
      top = next;
      next = X509_self_signed (next, 0) == 1 ? NULL : find_issuer (next, certificates);
      used += next != NULL;
    }
  if (X509_self_signed (top, 0) == 1 && X509_self_signed (top, 1) != 1)
    return FALSE;
  ERR_clear_error ();
  return used == sk_X509_num (certificates);
}
