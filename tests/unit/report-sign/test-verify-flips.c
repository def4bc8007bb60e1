/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-fixture.h"
#include "ovr-verify.h"

#include <string.h>

static const OvrPdfFixture report = { .text = "Nodule 14 mm", .producer = "Overread 0.1", .mdp_level = 1 };

static OvrTrust *
trust_in (OvrIdentity *identity)
{
  g_autofree char *pem = ovr_identity_dup_pem (identity);
  g_autoptr (GBytes) bytes = g_bytes_new (pem, strlen (pem));

  return ovr_trust_new_from_pem (bytes, NULL);
}

static gboolean
is_valid (guint8 *data,
          gsize length,
          OvrTrust *trust)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, length);
  g_autoptr (OvrVerification) result = ovr_verify_pdf (bytes, trust, NULL);

  return result != NULL && result->verdict == OVR_VERIFY_VALID;
}

/* Every byte of the file takes another value: another bit at each place in
 * turn, and in hex digits the bit that only changes the case. */
static void
check_bytes (GBytes *file,
             OvrTrust *trust,
             gsize from,
             gsize to)
{
  gsize length = g_bytes_get_size (file);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (file, NULL), length);

  g_assert_true (is_valid (copy, length, trust));
  for (gsize i = from; i < to; i++)
    {
      guint8 before = copy[i];

      copy[i] = before ^ (guint8) (1u << (i % 8));
      if (is_valid (copy, length, trust))
        g_error ("byte %zu may change from %02x to %02x", i, before, copy[i]);
      if (g_ascii_isalpha (before))
        {
          copy[i] = before ^ 0x20;
          if (is_valid (copy, length, trust))
            g_error ("byte %zu may change its case", i);
        }
      copy[i] = before;
    }
  g_assert_true (is_valid (copy, length, trust));
}

static void
test_no_byte_may_change (void)
{
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);
  g_autoptr (GBytes) file = ovr_pdf_fixture_sign (&report, identity);
  g_autoptr (OvrTrust) trust = trust_in (identity);

  check_bytes (file, trust, 0, g_bytes_get_size (file));
}

/* What the kind of key makes different: the signature value with its frame. */
static void
test_no_byte_of_rsa_may_change (void)
{
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity (OVR_IDENTITY_RSA);
  g_autoptr (GBytes) file = ovr_pdf_fixture_sign (&report, identity);
  g_autoptr (OvrTrust) trust = trust_in (identity);
  gsize start = ovr_pdf_fixture_find (file, "/ByteRange");

  check_bytes (file, trust, start, start + 6000);
}

/* All eight bits of each byte around the beginning of the signature's value, of
 * which the signature itself doesn't cover all. */
static void
test_no_bit_around_the_signature_value_may_change (void)
{
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);
  g_autoptr (GBytes) file = ovr_pdf_fixture_sign (&report, identity);
  g_autoptr (OvrTrust) trust = trust_in (identity);
  gsize length = g_bytes_get_size (file);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (file, NULL), length);
  gsize start = ovr_pdf_fixture_find (file, "/ByteRange");

  for (gsize i = start; i < start + 300; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        copy[i] ^= (guint8) (1u << bit);
        if (is_valid (copy, length, trust))
          g_error ("bit %u of byte %zu may change", bit, i);
        copy[i] ^= (guint8) (1u << bit);
      }
}

/* Each hex digit takes five other values: one bit of it changed, and all. */
static void
test_no_digit_of_the_signature_value_may_change (void)
{
  static const char digits[] = "0123456789abcdef";
  static const int changes[] = { 1, 2, 4, 8, 15 };
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);
  g_autoptr (GBytes) file = ovr_pdf_fixture_sign (&report, identity);
  g_autoptr (OvrTrust) trust = trust_in (identity);
  gsize length = g_bytes_get_size (file);
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (file, NULL), length);
  gsize start = ovr_pdf_fixture_find (file, "/Contents <") + strlen ("/Contents <");

  for (gsize i = start; i < start + 2600; i++)
    for (guint k = 0; k < G_N_ELEMENTS (changes); k++)
      {
        guint8 before = copy[i];

        copy[i] = (guint8) digits[g_ascii_xdigit_value ((char) before) ^ changes[k]];
        if (is_valid (copy, length, trust))
          g_error ("digit %zu may be %c instead of %c", i - start, copy[i], before);
        copy[i] = before;
      }
}

static void
test_no_byte_may_be_lost_or_added (void)
{
  static const char *const tails[] = { " ", "\n", "%", "% comment\n", "\0", "1 0 obj\nnull\nendobj\n", "%%EOF\n" };
  g_autoptr (OvrIdentity) identity = ovr_pdf_fixture_identity (OVR_IDENTITY_ECDSA);
  g_autoptr (GBytes) file = ovr_pdf_fixture_sign (&report, identity);
  g_autoptr (OvrTrust) trust = trust_in (identity);
  gsize length = g_bytes_get_size (file);
  g_autofree guint8 *copy = g_malloc (length + 100);

  for (guint i = 0; i < G_N_ELEMENTS (tails); i++)
    {
      gsize tail = MAX (strlen (tails[i]), 1);

      memcpy (copy, g_bytes_get_data (file, NULL), length);
      memcpy (copy + length, tails[i], tail);
      g_assert_false (is_valid (copy, length + tail, trust));
    }
  for (gsize cut = 1; cut < length; cut += 97)
    {
      g_assert_false (is_valid (copy, length - cut, trust));
      g_assert_false (is_valid (copy + cut, length - cut, trust));
    }
  /* One byte out of the middle, and one byte twice. */
  for (gsize i = 0; i < length; i += 211)
    {
      memcpy (copy, g_bytes_get_data (file, NULL), length);
      memmove (copy + i, copy + i + 1, length - i - 1);
      g_assert_false (is_valid (copy, length - 1, trust));
      memcpy (copy, g_bytes_get_data (file, NULL), length);
      memmove (copy + i + 1, copy + i, length - i);
      g_assert_false (is_valid (copy, length + 1, trust));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verify/flips/every-byte", test_no_byte_may_change);
  g_test_add_func ("/verify/flips/rsa-value", test_no_byte_of_rsa_may_change);
  g_test_add_func ("/verify/flips/bits-around-the-value", test_no_bit_around_the_signature_value_may_change);
  g_test_add_func ("/verify/flips/digits-of-the-value", test_no_digit_of_the_signature_value_may_change);
  g_test_add_func ("/verify/flips/lost-or-added", test_no_byte_may_be_lost_or_added);
  return g_test_run ();
}
