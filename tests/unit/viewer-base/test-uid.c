/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-log.h"
#include "ovr-uid.h"

#include <string.h>

static void
test_new_uids_are_valid_and_differ (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 1000; i++)
    {
      char *uid = ovr_uid_new ();

      g_assert_true (ovr_uid_is_valid (uid));
      g_assert_true (g_str_has_prefix (uid, "2.25."));
      g_assert_true (g_hash_table_add (seen, uid));
    }
}

/* The expected number was worked out apart: SHA-256 of "org.overread/report 1"
 * with version 8 and the variant set, read as one integer. */
static void
test_derived_uid_is_the_same_everywhere (void)
{
  g_autofree char *uid = ovr_uid_derive ("report 1");

  g_assert_cmpstr (uid, ==, "2.25.257003127227927219583611365164460300806");
}

static void
test_form_is_checked (void)
{
  static const char *const bad[] = { "", ".", "1.", ".1", "1..2", "1.02", "1.a", "1.2 ",
                                     "1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7.8.9.0.1.2.3.4.5.6.7.8.9.0.1.2.3" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (ovr_uid_is_valid (bad[i]));
  g_assert_false (ovr_uid_is_valid (NULL));
  g_assert_true (ovr_uid_is_valid ("1.2.840.10008.0"));
}

static void
test_log_hash_hides_and_follows (void)
{
  g_autofree char *a = ovr_log_hash ("Musterfrau^Anna");
  g_autofree char *b = ovr_log_hash ("Musterfrau^Anna");
  g_autofree char *c = ovr_log_hash ("Mustermann^Anna");
  g_autofree char *none = ovr_log_hash (NULL);

  g_assert_cmpstr (a, ==, b);
  g_assert_cmpstr (a, !=, c);
  g_assert_cmpuint (strlen (a), ==, 8);
  g_assert_cmpstr (none, ==, "-");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/uid/new", test_new_uids_are_valid_and_differ);
  g_test_add_func ("/uid/derive", test_derived_uid_is_the_same_everywhere);
  g_test_add_func ("/uid/form", test_form_is_checked);
  g_test_add_func ("/log/hash", test_log_hash_hides_and_follows);
  return g_test_run ();
}
