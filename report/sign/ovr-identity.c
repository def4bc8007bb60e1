/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-identity-private.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/provider.h>

/* Below this RSA counts as forgeable (NIST SP 800-57, 112 bits of strength). */
#define RSA_MIN_BITS 2048

G_DEFINE_QUARK (ovr_identity_error, ovr_identity_error)

OvrIdentity *
ovr_identity_take (EVP_PKEY *key,
                   X509 *certificate,
                   OvrX509Stack *chain)
{
  OvrIdentity *self = g_new0 (OvrIdentity, 1);
  g_autoptr (GBytes) der = ovr_openssl_certificate_der (certificate);

  self->key = key;
  self->certificate = certificate;
  self->chain = chain != NULL ? chain : sk_X509_new_null ();
  self->name = ovr_openssl_subject_name (certificate);
  if (self->name == NULL)
    self->name = g_strdup ("");
  self->fingerprint = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
  return self;
}

void
ovr_identity_free (OvrIdentity *self)
{
  if (self == NULL)
    return;
  EVP_PKEY_free (self->key);
  X509_free (self->certificate);
  ovr_x509_stack_free (self->chain);
  g_free (self->name);
  g_free (self->fingerprint);
  g_free (self);
}

/* An empty passphrase is written in two ways by different programs. */
static gboolean
opens (PKCS12 *pkcs12,
       const char *passphrase)
{
  if (PKCS12_verify_mac (pkcs12, passphrase, -1) == 1)
    return TRUE;
  return *passphrase == '\0' && PKCS12_verify_mac (pkcs12, NULL, 0) == 1;
}

static gboolean
unpack (PKCS12 *file,
        const char *passphrase,
        EVP_PKEY **key,
        X509 **certificate,
        OvrX509Stack **chain)
{
  OSSL_PROVIDER *legacy;
  gboolean unpacked = PKCS12_parse (file, passphrase, key, certificate, chain) == 1;

  if (unpacked)
    return TRUE;
  /* Windows and browsers long packed certificates with 40-bit RC2, which
   * OpenSSL 3 has only in a provider of its own. It hides nothing secret. */
  legacy = OSSL_PROVIDER_try_load (NULL, "legacy", 1);
  if (legacy == NULL)
    return FALSE;
  unpacked = PKCS12_parse (file, passphrase, key, certificate, chain) == 1;
  OSSL_PROVIDER_unload (legacy);
  return unpacked;
}

OvrIdentity *
ovr_identity_load (GBytes *pkcs12,
                   const char *passphrase,
                   GError **error)
{
  gsize length;
  const unsigned char *data = g_bytes_get_data (pkcs12, &length);
  g_autoptr (PKCS12) file = NULL;
  EVP_PKEY *key = NULL;
  X509 *certificate = NULL;
  OvrX509Stack *chain = NULL;

  g_return_val_if_fail (passphrase != NULL, NULL);

  ERR_clear_error ();
  if (length <= G_MAXINT)
    file = d2i_PKCS12 (NULL, &data, (long) length);
  if (file == NULL)
    {
      ERR_clear_error ();
      g_set_error_literal (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_READ,
                           "not a PKCS #12 file");
      return NULL;
    }
  if (PKCS12_mac_present (file) && !opens (file, passphrase))
    {
      ERR_clear_error ();
      g_set_error_literal (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_PASSPHRASE,
                           "the passphrase does not open it");
      return NULL;
    }
  if (!unpack (file, passphrase, &key, &certificate, &chain) ||
      key == NULL || certificate == NULL)
    {
      g_autofree char *reason = ovr_openssl_take_error ();

      EVP_PKEY_free (key);
      X509_free (certificate);
      ovr_x509_stack_free (chain);
      g_set_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_READ,
                   "no private key with its certificate in it (%s)", reason);
      return NULL;
    }
  ERR_clear_error ();
  return ovr_identity_take (key, certificate, chain);
}

char *
ovr_identity_dup_pem (const OvrIdentity *self)
{
  g_autoptr (BIO) out = BIO_new (BIO_s_mem ());
  char *data = NULL;
  long length;

  PEM_write_bio_X509 (out, self->certificate);
  for (int i = 0; i < sk_X509_num (self->chain); i++)
    PEM_write_bio_X509 (out, sk_X509_value (self->chain, i));
  length = BIO_get_mem_data (out, &data);
  return g_strndup (data, (gsize) MAX (length, 0));
}

const char *
ovr_identity_get_name (const OvrIdentity *self)
{
  return self->name;
}

const char *
ovr_identity_get_fingerprint (const OvrIdentity *self)
{
  return self->fingerprint;
}

char *
ovr_identity_dup_algorithm (const OvrIdentity *self)
{
  char group[64] = "";

  switch (EVP_PKEY_get_base_id (self->key))
    {
    case EVP_PKEY_RSA:
      return g_strdup_printf ("RSA %d", EVP_PKEY_get_bits (self->key));
    case EVP_PKEY_EC:
      EVP_PKEY_get_group_name (self->key, group, sizeof group, NULL);
      return g_strdup_printf ("ECDSA %s", g_str_equal (group, "prime256v1") ? "P-256" : group);
    default:
      return g_strdup (EVP_PKEY_get0_type_name (self->key));
    }
}

GDateTime *
ovr_identity_dup_not_before (const OvrIdentity *self)
{
  return ovr_openssl_time (X509_get0_notBefore (self->certificate));
}

GDateTime *
ovr_identity_dup_not_after (const OvrIdentity *self)
{
  return ovr_openssl_time (X509_get0_notAfter (self->certificate));
}

gboolean
ovr_identity_is_self_signed (const OvrIdentity *self)
{
  return X509_self_signed (self->certificate, 1) == 1;
}

static gboolean
set_unfit (GError **error,
           const char *why)
{
  g_set_error_literal (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_UNFIT, why);
  return FALSE;
}

static gboolean
check_time (const OvrIdentity *self,
            GDateTime *when,
            GError **error)
{
  g_autoptr (GDateTime) from = ovr_identity_dup_not_before (self);
  g_autoptr (GDateTime) until = ovr_identity_dup_not_after (self);

  if (from == NULL || until == NULL)
    return set_unfit (error, "the certificate's validity cannot be read");
  if (g_date_time_compare (when, from) < 0)
    return set_unfit (error, "the certificate is not valid yet; is the clock right?");
  if (g_date_time_compare (when, until) > 0)
    return set_unfit (error, "the certificate has expired");
  return TRUE;
}

gboolean
ovr_identity_check_usable (const OvrIdentity *self,
                           GDateTime *when,
                           GError **error)
{
  int algorithm = EVP_PKEY_get_base_id (self->key);

  if (!check_time (self, when, error))
    return FALSE;
  /* Without the extension every usage is allowed, and the value is all ones. */
  if ((X509_get_key_usage (self->certificate) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0)
    return set_unfit (error, "the certificate is not for signing");
  if (algorithm != EVP_PKEY_RSA && algorithm != EVP_PKEY_EC)
    return set_unfit (error, "only RSA and ECDSA keys can sign here");
  if (algorithm == EVP_PKEY_RSA && EVP_PKEY_get_bits (self->key) < RSA_MIN_BITS)
    return set_unfit (error, "the RSA key is shorter than 2048 bits");
  if (X509_check_private_key (self->certificate, self->key) != 1)
    {
      ERR_clear_error ();
      return set_unfit (error, "the private key is not the certificate's");
    }
  return TRUE;
}
