/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-ultrasound-private.h"

const float ovr_ultrasound_bleed[2] = { 7.2f, 28.6f };

#define SECTION_DELTA_CM 0.02

static const OvrPhantomUltrasound truth = {
  .columns = OVR_ULTRASOUND_COLUMNS,
  .rows = OVR_ULTRASOUND_ROWS,
  .n_frames = OVR_ULTRASOUND_FRAMES,
  .frame_ms = OVR_ULTRASOUND_FRAME_MS,
  .regions = {
      { 40, 44, 599, 399, 1, 1, 3, 3, 280, 8, SECTION_DELTA_CM, SECTION_DELTA_CM },
      { 270, 136, 370, 236, 1, 2, 3, 3, 50, -84, SECTION_DELTA_CM, SECTION_DELTA_CM },
      { 40, 424, 759, 579, 3, 3, 4, 7, 0, 120, 0.004, -0.5 },
  },
  .bleed_px = { 40 + 280 + 7.2 / (SECTION_DELTA_CM * 10.0), 44 + 8 + 28.6 / (SECTION_DELTA_CM * 10.0) },
  .bleed_mm = (double) OVR_ULTRASOUND_BLEED_MM,
  .peak_cm_s = OVR_ULTRASOUND_PEAK,
  .end_cm_s = OVR_ULTRASOUND_END,
  .resistive_index = (OVR_ULTRASOUND_PEAK - OVR_ULTRASOUND_END) / OVR_ULTRASOUND_PEAK,
  .beat_s = OVR_ULTRASOUND_BEAT_S,
  .first_peak_s = OVR_ULTRASOUND_RISE_S,
};

static const OvrPhantomStudy study = {
  .patient = {
      .name = "Oyelaran^Newborn",
      .id = "OVR-NEO-1",
      .birth_date = "20260915",
      .sex = "F",
      .age = "003D",
      .size_m = 0.34,
      .weight_kg = 0.86,
  },
  .key = "ultrasound",
  .description = "US Neonatal head",
  .date = "20260918",
  .time = "094005",
  .id = "U1",
  .accession = "A260918",
  .referring = "Brandão^Helena",
  .institution = "Kinderklinik am Park",
};

static const OvrPhantomSeries series = {
  .study = &study,
  .number = 1,
  .modality = "US",
  .sop_class = "1.2.840.10008.5.1.4.1.1.3.1",
  .description = "Coronal, ACA Doppler",
  .protocol = "NEO HEAD",
  .body_part = "HEAD",
  .image_type = "ORIGINAL\\PRIMARY\\NEO HEAD\\0001",
  .manufacturer = "Overread phantom",
  .model = "Analytic sector",
  .has_burned_in = TRUE,
};

const OvrPhantomUltrasound *
ovr_phantom_ultrasound_truth (void)
{
  return &truth;
}

static void
add_region (OvrDataset *self,
            const OvrPhantomRegion *region)
{
  OvrDataset *item = ovr_dataset_append_item (self, OVR_TAG (0x0018, 0x6011));

  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x6012), region->format);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x6014), region->type);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x6016), 2);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x6018), region->x0);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x601a), region->y0);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x601c), region->x1);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x601e), region->y1);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x6020), region->ref_x);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x6022), region->ref_y);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x6024), region->unit_x);
  ovr_dataset_set_int (item, OVR_TAG (0x0018, 0x6026), region->unit_y);
  ovr_dataset_set_doubles (item, OVR_TAG (0x0018, 0x6028), (const double[]){ 0.0 }, 1);
  ovr_dataset_set_doubles (item, OVR_TAG (0x0018, 0x602a), (const double[]){ 0.0 }, 1);
  ovr_dataset_set_doubles (item, OVR_TAG (0x0018, 0x602c), &region->delta_x, 1);
  ovr_dataset_set_doubles (item, OVR_TAG (0x0018, 0x602e), &region->delta_y, 1);
}

/* Modules US Image, Cine and Multi-frame: PS3.3 C.8.5.6, C.7.6.5, C.7.6.6. */
static void
set_modules (OvrDataset *self)
{
  const double frame_ms = OVR_ULTRASOUND_FRAME_MS;
  const gint64 rate = (gint64) (1000.0 / frame_ms);

  ovr_dataset_set_text (self, OVR_TAG (0x0010, 0x21b0), "Born at 26+4 weeks, day 3");
  ovr_dataset_set_text (self, OVR_TAG (0x0028, 0x0009), "(0018,1063)");
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x1063), &frame_ms, 1);
  ovr_dataset_set_int (self, OVR_TAG (0x0018, 0x0040), rate);
  ovr_dataset_set_int (self, OVR_TAG (0x0008, 0x2144), rate);
  ovr_dataset_set_int (self, OVR_TAG (0x0018, 0x1088), (gint64) (60.0 / OVR_ULTRASOUND_BEAT_S));
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x6031), "SECTOR_PHASED");
  for (guint i = 0; i < G_N_ELEMENTS (truth.regions); i++)
    add_region (self, &truth.regions[i]);
}

gboolean
ovr_phantom_ultrasound_write (const char *directory,
                              GError **error)
{
  static const OvrPhantomPixels shape = {
    OVR_ULTRASOUND_COLUMNS, OVR_ULTRASOUND_ROWS, OVR_ULTRASOUND_FRAMES, 3, 8, 8, FALSE, "RGB"
  };
  g_autoptr (GBytes) frames = ovr_phantom_ultrasound_paint ();
  g_autoptr (OvrDataset) self = ovr_phantom_dicom_new (&series, 1);

  set_modules (self);
  ovr_phantom_dicom_set_pixels (self, &shape, frames);
  return ovr_phantom_dicom_save (self, directory, "1.2.840.10008.1.2.4.50", error);
}
