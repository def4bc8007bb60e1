/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-calibration.h"
#include "ovr-measure.h"

#include <math.h>

#define TAG_PIXEL_SPACING OVR_TAG (0x0028, 0x0030)
#define TAG_IMAGER_SPACING OVR_TAG (0x0018, 0x1164)
#define TAG_CALIBRATION_TYPE OVR_TAG (0x0028, 0x0a02)
#define TAG_MAGNIFICATION OVR_TAG (0x0018, 0x1114)
#define TAG_REGIONS OVR_TAG (0x0018, 0x6011)

/* One step of the ladder: NULL or 0 leaves the attribute out. Spacings are
 * row\column. */
static const struct
{
  const char *name;
  double spacing[2];
  double imager[2];
  double scanned[2];
  const char *type;
  double magnification;
  double distances[2];
  double aspect[2];
  const char *modality;
  OvrProvenance provenance;
  double row_mm;
  double col_mm;
} ladder[] = {
  { .name = "cross section", .spacing = { 0.5, 0.8 }, .provenance = OVR_PROVENANCE_PIXEL_SPACING, .row_mm = 0.5, .col_mm = 0.8 },
  { .name = "slice with a detector's spacing", .spacing = { 0.5, 0.8 }, .imager = { 0.5, 0.8 }, .modality = "CT", .provenance = OVR_PROVENANCE_PIXEL_SPACING, .row_mm = 0.5, .col_mm = 0.8 },
  { .name = "nothing", .provenance = OVR_PROVENANCE_PIXELS, .row_mm = 1.0, .col_mm = 1.0 },
  { .name = "aspect only", .aspect = { 4.0, 3.0 }, .provenance = OVR_PROVENANCE_PIXELS, .row_mm = 4.0 / 3.0, .col_mm = 1.0 },
  { .name = "detector", .imager = { 0.2, 0.1 }, .provenance = OVR_PROVENANCE_DETECTOR_PLANE, .row_mm = 0.2, .col_mm = 0.1 },
  { .name = "detector twice", .spacing = { 0.2, 0.1 }, .imager = { 0.20001, 0.1 }, .provenance = OVR_PROVENANCE_DETECTOR_PLANE, .row_mm = 0.20001, .col_mm = 0.1 },
  { .name = "magnified", .imager = { 0.2, 0.1 }, .magnification = 1.25, .provenance = OVR_PROVENANCE_MAGNIFICATION, .row_mm = 0.16, .col_mm = 0.08 },
  { .name = "magnified, spacing uncorrected", .spacing = { 0.2, 0.1 }, .imager = { 0.2, 0.1 }, .magnification = 1.25, .provenance = OVR_PROVENANCE_MAGNIFICATION, .row_mm = 0.16, .col_mm = 0.08 },
  { .name = "distances", .imager = { 0.2, 0.1 }, .distances = { 1000.0, 800.0 }, .provenance = OVR_PROVENANCE_MAGNIFICATION, .row_mm = 0.16, .col_mm = 0.08 },
  { .name = "distances without sense", .imager = { 0.2, 0.1 }, .distances = { 800.0, 1000.0 }, .provenance = OVR_PROVENANCE_DETECTOR_PLANE, .row_mm = 0.2, .col_mm = 0.1 },
  { .name = "corrected by someone, not again", .spacing = { 0.16, 0.08 }, .imager = { 0.2, 0.1 }, .magnification = 1.25, .provenance = OVR_PROVENANCE_MAGNIFICATION, .row_mm = 0.16, .col_mm = 0.08 },
  { .name = "geometry", .spacing = { 0.2, 0.1 }, .imager = { 0.2, 0.1 }, .type = "GEOMETRY", .provenance = OVR_PROVENANCE_MAGNIFICATION, .row_mm = 0.2, .col_mm = 0.1 },
  { .name = "fiducial", .spacing = { 0.18, 0.09 }, .imager = { 0.2, 0.1 }, .type = "FIDUCIAL", .magnification = 2.0, .provenance = OVR_PROVENANCE_FIDUCIAL, .row_mm = 0.18, .col_mm = 0.09 },
  { .name = "film", .scanned = { 0.3, 0.2 }, .provenance = OVR_PROVENANCE_DETECTOR_PLANE, .row_mm = 0.3, .col_mm = 0.2 },
  { .name = "spacing of zero", .spacing = { 0.0, 0.8 }, .provenance = OVR_PROVENANCE_PIXELS, .row_mm = 1.0, .col_mm = 1.0 },
};

static void
set_pair (OvrDataset *dataset,
          guint32 tag,
          const double pair[2])
{
  if (pair[0] != 0.0 || pair[1] != 0.0)
    ovr_dataset_set_doubles (dataset, tag, pair, 2);
}

static OvrDataset *
step_of_ladder (gsize i)
{
  OvrDataset *dataset = ovr_dataset_new ();

  set_pair (dataset, TAG_PIXEL_SPACING, ladder[i].spacing);
  set_pair (dataset, TAG_IMAGER_SPACING, ladder[i].imager);
  set_pair (dataset, OVR_TAG (0x0018, 0x2010), ladder[i].scanned);
  if (ladder[i].modality != NULL)
    ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0060), ladder[i].modality);
  if (ladder[i].type != NULL)
    ovr_dataset_set_text (dataset, TAG_CALIBRATION_TYPE, ladder[i].type);
  if (ladder[i].magnification > 0.0)
    ovr_dataset_set_doubles (dataset, TAG_MAGNIFICATION, &ladder[i].magnification, 1);
  if (ladder[i].distances[0] > 0.0)
    {
      ovr_dataset_set_doubles (dataset, OVR_TAG (0x0018, 0x1110), &ladder[i].distances[0], 1);
      ovr_dataset_set_doubles (dataset, OVR_TAG (0x0018, 0x1111), &ladder[i].distances[1], 1);
    }
  if (ladder[i].aspect[0] > 0.0)
    ovr_dataset_set_ints (dataset, OVR_TAG (0x0028, 0x0034),
                          (gint64[]){ (gint64) ladder[i].aspect[0], (gint64) ladder[i].aspect[1] }, 2);

  return dataset;
}

static void
test_ladder_gives_each_step_its_scale_and_provenance (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ladder); i++)
    {
      g_autoptr (OvrDataset) dataset = step_of_ladder (i);
      OvrCalibration calibration;

      g_test_message ("%s", ladder[i].name);
      ovr_calibration_read (&calibration, dataset, 1);
      g_assert_cmpint (calibration.scale.provenance, ==, ladder[i].provenance);
      g_assert_cmpfloat_with_epsilon (calibration.scale.row_mm, ladder[i].row_mm, 1e-9);
      g_assert_cmpfloat_with_epsilon (calibration.scale.col_mm, ladder[i].col_mm, 1e-9);
      ovr_calibration_clear (&calibration);
    }
}

static void
test_pixel_measures_of_a_frame_go_first (void)
{
  g_autoptr (OvrDataset) dataset = ovr_dataset_new ();
  OvrDataset *shared = ovr_dataset_append_item (dataset, OVR_TAG (0x5200, 0x9229));
  OvrCalibration calibration;

  ovr_dataset_set_doubles (dataset, TAG_PIXEL_SPACING, (double[]){ 9.0, 9.0 }, 2);
  ovr_dataset_set_doubles (ovr_dataset_append_item (shared, OVR_TAG (0x0028, 0x9110)), TAG_PIXEL_SPACING,
                           (double[]){ 3.0, 4.0 }, 2);
  for (int i = 1; i <= 2; i++)
    {
      OvrDataset *frame = ovr_dataset_append_item (dataset, OVR_TAG (0x5200, 0x9230));

      if (i == 2)
        ovr_dataset_set_doubles (ovr_dataset_append_item (frame, OVR_TAG (0x0028, 0x9110)), TAG_PIXEL_SPACING,
                                 (double[]){ 0.5, 0.25 }, 2);
    }

  ovr_calibration_read (&calibration, dataset, 1);
  g_assert_cmpfloat (calibration.scale.row_mm, ==, 3.0);
  ovr_calibration_read (&calibration, dataset, 2);
  g_assert_cmpfloat (calibration.scale.row_mm, ==, 0.5);
  g_assert_cmpfloat (calibration.scale.col_mm, ==, 0.25);
}

static void
add_region (OvrDataset *dataset,
            const gint64 box[4],
            int format,
            int unit,
            int flags,
            const double delta[2])
{
  static const guint32 tags[4] = { 0x00186018, 0x0018601a, 0x0018601c, 0x0018601e };
  OvrDataset *item = ovr_dataset_append_item (dataset, TAG_REGIONS);

  for (int i = 0; i < 4; i++)
    ovr_dataset_set_int (item, tags[i], box[i]);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x6012), format);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x6016), flags);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x6024), unit);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x6026), unit);
  ovr_dataset_set_doubles (item, OVR_TAG (0x0018, 0x602c), &delta[0], 1);
  ovr_dataset_set_doubles (item, OVR_TAG (0x0018, 0x602e), &delta[1], 1);
}

/* Left half: tissue, 0.02 × 0.03 cm, negative y. Right half: another scale.
 * Below: a spectrum. A small box of high priority within the left half. */
static void
read_regions (OvrCalibration *calibration)
{
  g_autoptr (OvrDataset) dataset = ovr_dataset_new ();

  ovr_dataset_set_doubles (dataset, TAG_PIXEL_SPACING, (double[]){ 7.0, 7.0 }, 2);
  add_region (dataset, (gint64[]){ 0, 0, 99, 99 }, 1, 3, 1, (double[]){ 0.02, -0.03 });
  add_region (dataset, (gint64[]){ 100, 0, 199, 99 }, 1, 3, 1, (double[]){ 0.05, 0.05 });
  add_region (dataset, (gint64[]){ 0, 100, 199, 150 }, 3, 4, 1, (double[]){ 0.01, 1.0 });
  add_region (dataset, (gint64[]){ 40, 40, 60, 60 }, 1, 3, 0, (double[]){ 0.04, 0.04 });
  ovr_calibration_read (calibration, dataset, 1);
}

static void
test_ultrasound_lengths_belong_to_their_region (void)
{
  OvrCalibration calibration;
  const struct
  {
    OvrPoint from, to;
    double value;
    OvrProvenance provenance;
    guint region;
  } cases[] = {
    { { 10, 10 }, { 40, 10 }, 6.0, OVR_PROVENANCE_US_REGION, 1 },
    { { 10, 10 }, { 10, 20 }, 3.0, OVR_PROVENANCE_US_REGION, 1 },
    { { 110, 10 }, { 120, 10 }, 5.0, OVR_PROVENANCE_US_REGION, 2 },
    { { 41, 50 }, { 51, 50 }, 4.0, OVR_PROVENANCE_US_REGION, 4 },
    { { 20, 50 }, { 50, 50 }, 6.0, OVR_PROVENANCE_US_REGION, 1 },
    { { 90, 10 }, { 110, 10 }, 20.0, OVR_PROVENANCE_PIXELS, 0 },
    { { 10, 110 }, { 20, 110 }, 10.0, OVR_PROVENANCE_PIXELS, 0 },
    { { 10, 200 }, { 20, 200 }, 10.0, OVR_PROVENANCE_PIXELS, 0 },
  };

  read_regions (&calibration);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      OvrMeasurement m;

      ovr_measure_length (&calibration, cases[i].from, cases[i].to, &m);
      g_assert_cmpfloat_with_epsilon (m.value, cases[i].value, 1e-9);
      g_assert_cmpint (m.provenance, ==, cases[i].provenance);
      g_assert_cmpuint (m.us_region, ==, cases[i].region);
      g_assert_cmpstr (m.unit, ==, cases[i].region > 0 ? "mm" : "{pixels}");
      ovr_measurement_clear (&m);
    }
  ovr_calibration_clear (&calibration);
}

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calibration/ladder", test_ladder_gives_each_step_its_scale_and_provenance);
  g_test_add_func ("/calibration/functional-groups", test_pixel_measures_of_a_frame_go_first);
  g_test_add_func ("/calibration/ultrasound-regions", test_ultrasound_lengths_belong_to_their_region);
  return g_test_run ();
}
