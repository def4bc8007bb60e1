/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-clock.h"
#include "ovr-identity-private.h"

#include <glib/gstdio.h>
#include <openssl/provider.h>
#include <string.h>

static OvrIdentity *
load_file (const char *path,
           const char *passphrase,
           GError **error)
{
  char *data = NULL;
  gsize length;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  bytes = g_bytes_new_take (data, length);
  return ovr_identity_load (bytes, passphrase, error);
}

static void
test_a_saved_identity_comes_back (gconstpointer data)
{
  OvrIdentityKind kind = (OvrIdentityKind) GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrIdentity) made = ovr_identity_new_local ("Østergård-Kučera, Žofie", kind, &error);
  g_autofree char *folder = g_dir_make_tmp ("ovr-identity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "me.p12", NULL);
  g_autoptr (OvrIdentity) loaded = NULL;
  g_autofree char *algorithm = NULL;
  GStatBuf status;

  g_assert_no_error (error);
  g_assert_true (ovr_identity_save (made, path, "correct horse", &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  loaded = load_file (path, "correct horse", &error);
  g_assert_no_error (error);
  algorithm = ovr_identity_dup_algorithm (loaded);
  g_assert_cmpstr (ovr_identity_get_name (loaded), ==, "Østergård-Kučera, Žofie");
  g_assert_cmpstr (ovr_identity_get_fingerprint (loaded), ==, ovr_identity_get_fingerprint (made));
  g_assert_cmpuint (strlen (ovr_identity_get_fingerprint (loaded)), ==, 64);
  g_assert_cmpstr (algorithm, ==, kind == OVR_IDENTITY_RSA ? "RSA 3072" : "ECDSA P-256");
  g_assert_true (ovr_identity_is_self_signed (loaded));
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_a_wrong_passphrase_has_its_own_error (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrIdentity) made = ovr_identity_new_local ("Nora Lindqvist", OVR_IDENTITY_ECDSA, &error);
  g_autofree char *folder = g_dir_make_tmp ("ovr-identity-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "me.p12", NULL);
  g_autoptr (OvrIdentity) loaded = NULL;

  g_assert_true (ovr_identity_save (made, path, "right", NULL));
  loaded = load_file (path, "wrong", &error);
  g_assert_null (loaded);
  g_assert_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_PASSPHRASE);
  g_clear_error (&error);
  loaded = load_file (path, "", &error);
  g_assert_null (loaded);
  g_assert_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_PASSPHRASE);
  g_unlink (path);
  g_rmdir (folder);
}

/* As Windows and browsers wrote them for twenty years: 40-bit RC2 around the
 * certificate, triple DES around the key. */
static void
test_an_old_form_is_read (void)
{
  g_autoptr (OvrIdentity) made = ovr_identity_new_local ("Nora Lindqvist", OVR_IDENTITY_RSA, NULL);
  OSSL_PROVIDER *legacy = OSSL_PROVIDER_try_load (NULL, "legacy", 1);
  g_autoptr (PKCS12) file = NULL;
  g_autoptr (OvrIdentity) loaded = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  unsigned char *der = NULL;
  int length;

  if (legacy == NULL)
    {
      g_test_skip ("OpenSSL's legacy provider is not installed");
      return;
    }
  file = PKCS12_create ("old", "Nora", made->key, made->certificate, NULL,
                        NID_pbe_WithSHA1And3_Key_TripleDES_CBC, NID_pbe_WithSHA1And40BitRC2_CBC, 2048, 2048, 0);
  OSSL_PROVIDER_unload (legacy);
  g_assert_nonnull (file);
  length = i2d_PKCS12 (file, &der);
  bytes = g_bytes_new (der, (gsize) length);
  OPENSSL_free (der);
  loaded = ovr_identity_load (bytes, "old", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ovr_identity_get_fingerprint (loaded), ==, ovr_identity_get_fingerprint (made));
}

static void
test_another_file_is_no_identity (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) text = g_bytes_new_static ("-----BEGIN CERTIFICATE-----", 27);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  g_assert_null (ovr_identity_load (text, "x", &error));
  g_assert_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_READ);
  g_clear_error (&error);
  g_assert_null (ovr_identity_load (nothing, "x", &error));
  g_assert_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_READ);
}

static void
test_names_have_limits (void)
{
  g_autofree char *longest = g_strnfill (64, 'n');
  g_autofree char *longer = g_strnfill (65, 'n');
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrIdentity) fits = ovr_identity_new_local (longest, OVR_IDENTITY_ECDSA, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (ovr_identity_get_name (fits), ==, longest);
  g_assert_null (ovr_identity_new_local (longer, OVR_IDENTITY_ECDSA, &error));
  g_assert_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (ovr_identity_new_local ("  ", OVR_IDENTITY_ECDSA, &error));
  g_assert_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_FAILED);
}

static void
test_only_inside_its_validity_it_may_sign (void)
{
  g_autoptr (OvrIdentity) identity = ovr_identity_new_local ("Nora Lindqvist", OVR_IDENTITY_ECDSA, NULL);
  g_autoptr (GDateTime) now = ovr_clock_now ();
  g_autoptr (GDateTime) before = g_date_time_add_hours (now, -2);
  g_autoptr (GDateTime) last = g_date_time_add_days (now, 3 * 365 - 1);
  g_autoptr (GDateTime) after = g_date_time_add_days (now, 3 * 366);
  g_autoptr (GError) error = NULL;

  g_assert_true (ovr_identity_check_usable (identity, now, &error));
  g_assert_true (ovr_identity_check_usable (identity, last, &error));
  g_assert_false (ovr_identity_check_usable (identity, before, &error));
  g_assert_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_UNFIT);
  g_clear_error (&error);
  g_assert_false (ovr_identity_check_usable (identity, after, &error));
  g_assert_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_UNFIT);
}

static void
test_a_failed_save_names_no_folder (void)
{
  g_autoptr (OvrIdentity) identity = ovr_identity_new_local ("Nora Lindqvist", OVR_IDENTITY_ECDSA, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (ovr_identity_save (identity, "/nowhere/Secret Person/me.p12", "x", &error));
  g_assert_error (error, OVR_IDENTITY_ERROR, OVR_IDENTITY_ERROR_FAILED);
  g_assert_null (strstr (error->message, "Secret"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/identity/saved/ecdsa", GINT_TO_POINTER (OVR_IDENTITY_ECDSA), test_a_saved_identity_comes_back);
  g_test_add_data_func ("/identity/saved/rsa", GINT_TO_POINTER (OVR_IDENTITY_RSA), test_a_saved_identity_comes_back);
  g_test_add_func ("/identity/load/wrong-passphrase", test_a_wrong_passphrase_has_its_own_error);
  g_test_add_func ("/identity/load/old-form", test_an_old_form_is_read);
  g_test_add_func ("/identity/load/other-file", test_another_file_is_no_identity);
  g_test_add_func ("/identity/new/name-limits", test_names_have_limits);
  g_test_add_func ("/identity/usable/validity", test_only_inside_its_validity_it_may_sign);
  g_test_add_func ("/identity/save/no-folder-in-error", test_a_failed_save_names_no_folder);
  return g_test_run ();
}
