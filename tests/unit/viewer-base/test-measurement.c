/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-measurement.h"

#include <math.h>

static void
assert_words (OvrMeasurement m,
              const char *language,
              const char *expected)
{
  g_autofree char *words = ovr_measurement_to_words (&m, language);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_number_keeps_its_unit_and_sign (void)
{
  assert_words ((OvrMeasurement){ .value = -5.2, .unit = (char *) "[hnsf'U]", .resolution = 1.0 }, "en", "\u22125\u00a0HU");
  assert_words ((OvrMeasurement){ .value = -0.04, .unit = (char *) "mm", .resolution = 0.1 }, "en", "0.0\u00a0mm");
  assert_words ((OvrMeasurement){ .value = 12.3, .unit = (char *) "deg", .resolution = 0.1 }, "en", "12.3°");
  assert_words ((OvrMeasurement){ .value = NAN, .unit = (char *) "mm" }, "en", "–");
}

static void
test_precision_is_not_finer_than_the_pixel (void)
{
  OvrMeasurement m = { .value = 3.74, .unit = (char *) "mm", .resolution = 0.35 };

  assert_words (m, "en", "3.7\u00a0mm");
  m.resolution = 1.2;
  assert_words (m, "en", "4\u00a0mm");
  m.resolution = 0.04;
  assert_words (m, "de", "3,74\u00a0mm");
}

static void
test_provenance_round_trip (void)
{
  for (int p = OVR_PROVENANCE_NONE; p <= OVR_PROVENANCE_DOCUMENT; p++)
    {
      OvrMeasurement m = { .provenance = (OvrProvenance) p, .us_region = p == OVR_PROVENANCE_US_REGION ? 2 : 0 };
      OvrMeasurement back = { .value = 0 };
      g_autofree char *text = ovr_measurement_provenance_to_string (&m);

      g_assert_true (ovr_measurement_provenance_parse (&back, text));
      g_assert_cmpint (back.provenance, ==, m.provenance);
      g_assert_cmpuint (back.us_region, ==, m.us_region);
    }
}

static void
test_unknown_provenance_is_refused (void)
{
  static const char *const bad[] = { "", "mm", "us-region", "us-region:", "us-region:0", "us-region:x" };
  OvrMeasurement m = { .value = 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (ovr_measurement_provenance_parse (&m, bad[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measurement/words/unit", test_number_keeps_its_unit_and_sign);
  g_test_add_func ("/measurement/words/precision", test_precision_is_not_finer_than_the_pixel);
  g_test_add_func ("/measurement/provenance/round-trip", test_provenance_round_trip);
  g_test_add_func ("/measurement/provenance/unknown", test_unknown_provenance_is_refused);
  return g_test_run ();
}
