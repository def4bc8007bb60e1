/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-clock.h"
#include "ovr-identity-private.h"

#include <openssl/x509v3.h>
#include <string.h>

#define VALID_YEARS 3
#define EARLIER_HOURS 1
/* X.520 ub-common-name */
#define NAME_MAX_CHARACTERS 64
/* About 50 ms a guess: an identity file may get lost with a laptop. */
#define PBKDF2_ROUNDS 100000

static gboolean
set_failed (GError **error,
            const char *what)
{
  g_autofree char *reason = ovr_openssl_take_error ();

  g_set_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_FAILED, "%s (%s)", what, reason);
  return FALSE;
}

static gboolean
is_name (const char *name)
{
  g_autofree char *stripped = g_strstrip (g_strdup (name));

  return g_utf8_validate (name, -1, NULL) && *stripped != '\0' &&
         g_utf8_strlen (name, -1) <= NAME_MAX_CHARACTERS;
}

static gboolean
set_serial (X509 *certificate)
{
  /* 127 random bits: positive, and never two alike (RFC 5280 4.1.2.2). */
  g_autoptr (BIGNUM) serial = BN_new ();

  return BN_rand (serial, 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER (serial, X509_get_serialNumber (certificate)) != NULL;
}

static gboolean
set_validity (X509 *certificate)
{
  g_autoptr (GDateTime) now = ovr_clock_now ();
  g_autoptr (GDateTime) from = g_date_time_add_hours (now, -EARLIER_HOURS);
  g_autoptr (GDateTime) until = g_date_time_add_years (now, VALID_YEARS);

  return ASN1_TIME_set (X509_getm_notBefore (certificate), (time_t) g_date_time_to_unix (from)) != NULL &&
         ASN1_TIME_set (X509_getm_notAfter (certificate), (time_t) g_date_time_to_unix (until)) != NULL;
}

static gboolean
set_subject (X509 *certificate,
             const char *name)
{
  X509_NAME *subject = X509_get_subject_name (certificate);

  return X509_NAME_add_entry_by_NID (subject, NID_commonName, MBSTRING_UTF8,
                                     (const unsigned char *) name, -1, -1, 0) == 1 &&
         X509_set_issuer_name (certificate, subject) == 1;
}

static gboolean
add_extension (X509 *certificate,
               int nid,
               const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;
  gboolean added;

  X509V3_set_ctx_nodb (&context);
  X509V3_set_ctx (&context, certificate, certificate, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  added = extension != NULL && X509_add_ext (certificate, extension, -1) == 1;
  X509_EXTENSION_free (extension);
  return added;
}

static X509 *
make_certificate (EVP_PKEY *key,
                  const char *name)
{
  g_autoptr (X509) certificate = X509_new ();

  if (X509_set_version (certificate, X509_VERSION_3) != 1 ||
      !set_serial (certificate) ||
      !set_validity (certificate) ||
      !set_subject (certificate, name) ||
      X509_set_pubkey (certificate, key) != 1 ||
      !add_extension (certificate, NID_basic_constraints, "critical,CA:FALSE") ||
      !add_extension (certificate, NID_key_usage, "critical,digitalSignature,nonRepudiation") ||
      !add_extension (certificate, NID_subject_key_identifier, "hash") ||
      X509_sign (certificate, key, EVP_sha256 ()) == 0)
    return NULL;
  return g_steal_pointer (&certificate);
}

OvrIdentity *
ovr_identity_new_local (const char *name,
                        OvrIdentityKind kind,
                        GError **error)
{
  g_autoptr (EVP_PKEY) key = NULL;
  g_autoptr (X509) certificate = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  if (!is_name (name))
    {
      g_set_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_FAILED,
                   "a name has 1 to %d characters", NAME_MAX_CHARACTERS);
      return NULL;
    }
  key = kind == OVR_IDENTITY_RSA ? EVP_RSA_gen (3072) : EVP_EC_gen ("P-256");
  if (key == NULL)
    {
      set_failed (error, "no key could be made");
      return NULL;
    }
  certificate = make_certificate (key, name);
  if (certificate == NULL)
    {
      set_failed (error, "no certificate could be made");
      return NULL;
    }
  return ovr_identity_take (g_steal_pointer (&key), g_steal_pointer (&certificate), NULL);
}

gboolean
ovr_identity_save (const OvrIdentity *self,
                   const char *path,
                   const char *passphrase,
                   GError **error)
{
  g_autoptr (PKCS12) pkcs12 = PKCS12_create (passphrase, self->name, self->key, self->certificate,
                                             self->chain, 0, 0, PBKDF2_ROUNDS, PBKDF2_ROUNDS, 0);
  g_autoptr (GError) local = NULL;
  unsigned char *der = NULL;
  int length = pkcs12 != NULL ? i2d_PKCS12 (pkcs12, &der) : 0;
  gboolean written;

  if (length <= 0)
    return set_failed (error, "the identity could not be packed");
  written = g_file_set_contents_full (path, (const char *) der, length,
                                      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                      0600, &local);
  OPENSSL_clear_free (der, (size_t) length);
  if (!written)
    {
      /* GLib's sentence ends in the system's reason; before it stands the whole path. */
      const char *reason = strrchr (local->message, ':');

      g_set_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_FAILED,
                   "the identity could not be written%s", reason != NULL ? reason : "");
    }
  return written;
}
