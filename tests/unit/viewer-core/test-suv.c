/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-suv.h"

#include <math.h>

#define TAG_ACQUISITION_DATE OVR_TAG (0x0008, 0x0022)
#define TAG_ACQUISITION_TIME OVR_TAG (0x0008, 0x0032)
#define TAG_SERIES_DATE OVR_TAG (0x0008, 0x0021)
#define TAG_SERIES_TIME OVR_TAG (0x0008, 0x0031)
#define TAG_CORRECTED OVR_TAG (0x0028, 0x0051)
#define TAG_UNITS OVR_TAG (0x0054, 0x1001)
#define TAG_DECAY_CORRECTION OVR_TAG (0x0054, 0x1102)
#define TAG_INJECTION_TIME OVR_TAG (0x0018, 0x1072)
#define TAG_WEIGHT OVR_TAG (0x0010, 0x1030)
#define HALF_LIFE 6586.2

static void
set_double (OvrDataset *dataset,
            guint32 tag,
            double value)
{
  ovr_dataset_set_doubles (dataset, tag, &value, 1);
}

/* 70 kg, 350 MBq of F-18 at 13:00, series at 14:00. */
static OvrDataset *
example (OvrDataset **injection)
{
  OvrDataset *dataset = ovr_dataset_new ();

  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0060), "PT");
  ovr_dataset_set_text (dataset, TAG_SERIES_DATE, "20260102");
  ovr_dataset_set_text (dataset, TAG_SERIES_TIME, "140000.000");
  ovr_dataset_set_text (dataset, TAG_ACQUISITION_DATE, "20260102");
  ovr_dataset_set_text (dataset, TAG_ACQUISITION_TIME, "140500");
  ovr_dataset_set_text (dataset, TAG_CORRECTED, "DECY\\ATTN\\SCAT");
  ovr_dataset_set_text (dataset, TAG_UNITS, "BQML");
  ovr_dataset_set_text (dataset, TAG_DECAY_CORRECTION, "START");
  set_double (dataset, TAG_WEIGHT, 70.0);
  *injection = ovr_dataset_append_item (dataset, OVR_TAG (0x0054, 0x0016));
  ovr_dataset_set_text (*injection, TAG_INJECTION_TIME, "130000");
  set_double (*injection, OVR_TAG (0x0018, 0x1074), 350e6);
  set_double (*injection, OVR_TAG (0x0018, 0x1075), HALF_LIFE);

  return dataset;
}

static double
factor_after (double uptake_s)
{
  return 70000.0 / (350e6 * pow (2.0, -uptake_s / HALF_LIFE));
}

static void
test_decay_runs_from_injection_to_series_time (void)
{
  OvrDataset *injection;
  g_autoptr (OvrDataset) dataset = example (&injection);
  OvrSuv suv = ovr_suv_read (dataset);

  g_assert_null (suv.reason);
  g_assert_cmpfloat_with_epsilon (suv.factor, factor_after (3600.0), 1e-15);
}

static void
test_injection_before_midnight_is_the_day_before (void)
{
  OvrDataset *injection;
  g_autoptr (OvrDataset) dataset = example (&injection);

  ovr_dataset_set_text (dataset, TAG_SERIES_TIME, "001500");
  ovr_dataset_set_text (dataset, TAG_ACQUISITION_TIME, "001500");
  ovr_dataset_set_text (injection, TAG_INJECTION_TIME, "233000");
  g_assert_cmpfloat_with_epsilon (ovr_suv_read (dataset).factor, factor_after (2700.0), 1e-15);

  ovr_dataset_set_text (injection, OVR_TAG (0x0018, 0x1078), "20260101230000.5");
  g_assert_cmpfloat_with_epsilon (ovr_suv_read (dataset).factor, factor_after (4499.5), 1e-15);
}

static void
test_post_processed_series_go_by_the_frames_times (void)
{
  OvrDataset *injection;
  g_autoptr (OvrDataset) dataset = example (&injection);
  double lambda = log (2.0) / HALF_LIFE;
  double average = log (lambda * 180.0 / (1.0 - exp (-lambda * 180.0))) / lambda;

  ovr_dataset_set_text (dataset, TAG_SERIES_TIME, "173000");
  g_assert_true (isnan (ovr_suv_read (dataset).factor));

  set_double (dataset, OVR_TAG (0x0054, 0x1300), 300000.0);
  set_double (dataset, OVR_TAG (0x0018, 0x1242), 180000.0);
  g_assert_cmpfloat_with_epsilon (ovr_suv_read (dataset).factor, factor_after (3600.0 + average), 1e-12);
}

static void
test_administration_time_needs_no_decay (void)
{
  OvrDataset *injection;
  g_autoptr (OvrDataset) dataset = example (&injection);

  ovr_dataset_set_text (dataset, TAG_DECAY_CORRECTION, "ADMIN");
  g_assert_cmpfloat_with_epsilon (ovr_suv_read (dataset).factor, factor_after (0.0), 1e-15);
}

static void
test_what_the_header_does_not_allow_is_refused (void)
{
  const struct
  {
    guint32 tag;
    const char *value;
  } changes[] = {
    { OVR_TAG (0x0008, 0x0060), "CT" },
    { TAG_CORRECTED, "DECY" },
    { TAG_DECAY_CORRECTION, "NONE" },
    { TAG_UNITS, "CNTS" },
    { TAG_UNITS, "PROPCNT" },
    { TAG_WEIGHT, "0" },
    { TAG_SERIES_TIME, "12" },
    { TAG_SERIES_DATE, "20260131" },
    { TAG_SERIES_DATE, "yesterday" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      OvrDataset *injection;
      g_autoptr (OvrDataset) dataset = example (&injection);
      OvrSuv suv;

      ovr_dataset_set_text (injection, OVR_TAG (0x0018, 0x1078), "20260102130000");
      ovr_dataset_set_text (dataset, changes[i].tag, changes[i].value);
      suv = ovr_suv_read (dataset);
      g_assert_true (isnan (suv.factor));
      g_assert_nonnull (suv.reason);
    }
}

static void
test_values_that_are_suv_already_stay (void)
{
  OvrDataset *injection;
  g_autoptr (OvrDataset) dataset = example (&injection);

  ovr_dataset_set_text (dataset, TAG_UNITS, "GML");
  g_assert_cmpfloat (ovr_suv_read (dataset).factor, ==, 1.0);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0054, 0x1006), "BSA");
  g_assert_true (isnan (ovr_suv_read (dataset).factor));
}

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/suv/decay", test_decay_runs_from_injection_to_series_time);
  g_test_add_func ("/suv/midnight", test_injection_before_midnight_is_the_day_before);
  g_test_add_func ("/suv/post-processed", test_post_processed_series_go_by_the_frames_times);
  g_test_add_func ("/suv/admin", test_administration_time_needs_no_decay);
  g_test_add_func ("/suv/refused", test_what_the_header_does_not_allow_is_refused);
  g_test_add_func ("/suv/ready", test_values_that_are_suv_already_stay);
  return g_test_run ();
}
