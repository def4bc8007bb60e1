/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-cms-write.h"
#include "ovr-identity-private.h"
#include "ovr-pdf-fixture.h"
#include "ovr-pdf-signature.h"
#include "ovr-verify.h"

#include <glib/gstdio.h>
#include <string.h>

/* Other programs must understand what we sign. They say so in words: pdfsig and
 * mutool exit with 0 even where the digest is wrong. */

static const OvrPdfFixture report = { .text = "Nodule 14 mm", .producer = "Overread 0.1", .mdp_level = 1 };

typedef struct
{
  char *folder;
  char *pdf;
  char *pem;
  char *cms;
  char *content;
} Files;

static char *
write_in (Files *self,
          const char *name,
          const void *data,
          gsize length)
{
  char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
  return path;
}

/* The signed file, its certificate, and the signature and what it is over. */
static void
set_up (Files *self,
        gconstpointer kind)
{
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity ((OvrIdentityKind) GPOINTER_TO_INT (kind));
  g_autoptr (GBytes) file = ovr_pdf_fixture_sign (&report, identity);
  g_autoptr (OvrPdfReader) reader = ovr_pdf_reader_open (file, g_bytes_get_size (file), NULL);
  g_autoptr (GPtrArray) signatures = ovr_pdf_signatures_find (reader);
  const OvrPdfSignature *signature = g_ptr_array_index (signatures, 0);
  const guint8 *data = g_bytes_get_data (file, NULL);
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autofree char *pem = ovr_identity_dup_pem (identity);
  const guint8 *der = (const guint8 *) signature->contents->text;

  self->folder = g_dir_make_tmp ("ovr-tools-XXXXXX", NULL);
  g_byte_array_append (content, data, (guint) signature->range[1]);
  g_byte_array_append (content, data + signature->range[2], (guint) signature->range[3]);
  self->pdf = write_in (self, "signed.pdf", data, g_bytes_get_size (file));
  self->pem = write_in (self, "trust.pem", pem, strlen (pem));
  /* A definite length of two bytes: 30 82 hh ll. */
  g_assert_cmpint (der[1], ==, 0x82);
  self->cms = write_in (self, "signature.der", der, 4 + der[2] * 256u + der[3]);
  self->content = write_in (self, "content.bin", content->data, content->len);
}

static void
tear_down (Files *self,
           gconstpointer kind)
{
  char *paths[] = { self->pdf, self->pem, self->cms, self->content };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_unlink (paths[i]);
      g_free (paths[i]);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
}

/* (transfer full): all that a program prints; NULL, and the test skipped, where
 * it isn't installed. */
static char *
ask (const char *const *words,
     int *status)
{
  g_autofree char *program = g_find_program_in_path (words[0]);
  g_autofree char *errors = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;

  if (program == NULL)
    {
      g_autofree char *message = g_strdup_printf ("%s is not installed", words[0]);

      g_test_skip (message);
      return NULL;
    }
  g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, &errors, status, &error);
  g_assert_no_error (error);
  return g_strconcat (output, errors, NULL);
}

static void
expect_words (const char *text,
              const char *words)
{
  if (strstr (text, words) == NULL)
    g_error ("\"%s\" is not in: %s", words, text);
}

static void
test_pdfsig_finds_it_whole (Files *self,
                            gconstpointer kind)
{
  const char *const words[] = { "pdfsig", "-nocert", self->pdf, NULL };
  int status;
  g_autofree char *text = ask (words, &status);

  if (text == NULL)
    return;
  expect_words (text, "Signature is Valid.");
  expect_words (text, "Total document signed");
  expect_words (text, "ETSI.CAdES.detached");
  expect_words (text, "SHA-256");
}

static void
test_mutool_finds_it_unchanged (Files *self,
                                gconstpointer kind)
{
  const char *const words[] = { "mutool", "sign", "-v", self->pdf, NULL };
  int status;
  g_autofree char *text = ask (words, &status);

  if (text == NULL)
    return;
  expect_words (text, "document is unchanged since signing");
}

static void
test_qpdf_finds_no_fault (Files *self,
                          gconstpointer kind)
{
  const char *const words[] = { "qpdf", "--check", self->pdf, NULL };
  int status;
  g_autofree char *text = ask (words, &status);

  if (text == NULL)
    return;
  g_assert_cmpint (status, ==, 0);
  expect_words (text, "No syntax or stream encoding errors found");
}

static void
test_openssl_accepts_the_cms (Files *self,
                              gconstpointer kind)
{
  const char *const words[] = { "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", self->cms,
                                "-content", self->content, "-CAfile", self->pem, "-purpose", "any", "-partial_chain",
                                "-out", "/dev/null", NULL };
  int status;
  g_autofree char *text = ask (words, &status);

  if (text == NULL)
    return;
  expect_words (text, "CAdES Verification successful");
  g_assert_cmpint (status, ==, 0);
}

/* No signing-time, and the certificate named: what PAdES B-B asks for. */
static void
test_the_attributes_are_those_of_the_baseline (Files *self,
                                               gconstpointer kind)
{
  const char *const words[] = { "openssl", "cms", "-cmsout", "-print", "-noout", "-inform", "DER", "-in", self->cms, NULL };
  int status;
  g_autofree char *text = ask (words, &status);

  if (text == NULL)
    return;
  expect_words (text, "contentType");
  expect_words (text, "messageDigest");
  expect_words (text, "signingCertificateV2");
  g_assert_null (strstr (text, "signingTime"));
  expect_words (text, "unsignedAttrs:\n          <ABSENT>");
}

static void
add (const char *name,
     void (*test) (Files *, gconstpointer))
{
  g_autofree char *ecdsa = g_strdup_printf ("/other-tools/%s/ecdsa", name);
  g_autofree char *rsa = g_strdup_printf ("/other-tools/%s/rsa", name);

  g_test_add (ecdsa, Files, GINT_TO_POINTER (OVR_IDENTITY_ECDSA), set_up, test, tear_down);
  g_test_add (rsa, Files, GINT_TO_POINTER (OVR_IDENTITY_RSA), set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("pdfsig", test_pdfsig_finds_it_whole);
  add ("mutool", test_mutool_finds_it_unchanged);
  add ("qpdf", test_qpdf_finds_no_fault);
  add ("openssl", test_openssl_accepts_the_cms);
  add ("attributes", test_the_attributes_are_those_of_the_baseline);
  return g_test_run ();
}
