/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-knee-private.h"

#include "ovr-phantom-field.h"

/* The knee lies a little aside and turned in the scanner, as knees do: its own
 * frame is turned by 6° about the body's axis. */
static const double knee_centre[3] = { -86.5, 14.0, -12.25 };
#define KNEE_TURN_RAD 0.10471975511965977

/* The slices follow the anterior cruciate ligament: 14° more, and 3° of tilt. */
#define PLANE_TURN_RAD 0.24434609527920614
#define PLANE_TILT_RAD 0.05235987755982989

#define COLUMNS 320
#define ROWS 384
#define COLUMN_SPACING 0.5
#define ROW_SPACING 0.41666666666666669
#define N_SLICES 26
#define SLICE_STEP 3.5
#define THICKNESS 3.0
#define SIGMA 17.0f

static const OvrPhantomStudy study = {
  .patient = {
      .name = "Lindqvist-Aas^Magnus",
      .id = "OVR-KNEE-1",
      .birth_date = "19900302",
      .sex = "M",
      .age = "036Y",
      .size_m = 1.83,
      .weight_kg = 84.0,
  },
  .key = "knee",
  .description = "MR Knee right",
  .date = "20260911",
  .time = "142310",
  .id = "K1",
  .accession = "A260911",
  .referring = "Sandvik^Ingrid",
  .institution = "Fjordklinikken",
};

static const OvrPhantomSeries series = {
  .study = &study,
  .number = 4,
  .modality = "MR",
  .sop_class = "1.2.840.10008.5.1.4.1.1.4",
  .description = "PD TSE FS sag obl",
  .protocol = "pd_tse_fs_sag",
  .body_part = "KNEE",
  .laterality = "R",
  .image_type = "ORIGINAL\\PRIMARY\\M\\SE",
  .frame_of_reference = "knee",
  .manufacturer = "Overread phantom",
  .model = "Analytic 3T",
};

/* From the knee's own frame (medial, posterior, up) to LPS. A right knee's
 * medial side looks to the patient's left, which is +x. */
static void
knee_to_lps (const float knee[3],
             double lps_mm[3])
{
  const double c = cos (KNEE_TURN_RAD);
  const double s = sin (KNEE_TURN_RAD);

  lps_mm[0] = knee_centre[0] + c * (double) knee[0] - s * (double) knee[1];
  lps_mm[1] = knee_centre[1] + s * (double) knee[0] + c * (double) knee[1];
  lps_mm[2] = knee_centre[2] + (double) knee[2];
}

static void
lps_to_knee (const double lps_mm[3],
             float knee[3])
{
  const double c = cos (KNEE_TURN_RAD);
  const double s = sin (KNEE_TURN_RAD);
  const double x = lps_mm[0] - knee_centre[0];
  const double y = lps_mm[1] - knee_centre[1];

  knee[0] = (float) (c * x + s * y);
  knee[1] = (float) (c * y - s * x);
  knee[2] = (float) (lps_mm[2] - knee_centre[2]);
}

static OvrPhantomKnee
make_truth (void)
{
  const double ct = cos (PLANE_TURN_RAD);
  const double st = sin (PLANE_TURN_RAD);
  const double cp = cos (PLANE_TILT_RAD);
  const double sp = sin (PLANE_TILT_RAD);
  OvrPhantomKnee self = {
    .n_slices = N_SLICES,
    /* Rows run to the back, columns downwards; both stay at right angles. */
    .plane = {
        .row_dir = { -st, ct, 0.0 },
        .col_dir = { -sp * ct, -sp * st, -cp },
        .row_spacing_mm = ROW_SPACING,
        .col_spacing_mm = COLUMN_SPACING,
        .thickness_mm = THICKNESS,
    },
    .columns = COLUMNS,
    .rows = ROWS,
    .tear_length_mm = (double) OVR_KNEE_TEAR_LENGTH,
    .bruise_diameter_mm = (double) OVR_KNEE_BRUISE_DIAMETER,
    .cyst_mm_long = (double) OVR_KNEE_CYST_LENGTH,
  };
  const double *r = self.plane.row_dir;
  const double *c = self.plane.col_dir;
  /* Against row × column, so that instance 1 is lateral and the last medial. */
  const double normal[3] = { c[1] * r[2] - c[2] * r[1], c[2] * r[0] - c[0] * r[2], c[0] * r[1] - c[1] * r[0] };
  const double sign = normal[0] > 0.0 ? 1.0 : -1.0;

  for (int i = 0; i < 3; i++)
    {
      self.step_mm[i] = sign * normal[i] * SLICE_STEP;
      self.plane.origin_mm[i] = knee_centre[i] - self.step_mm[i] * (N_SLICES - 1) / 2.0 -
                                r[i] * COLUMN_SPACING * (COLUMNS - 1) / 2.0 - c[i] * ROW_SPACING * (ROWS - 1) / 2.0 -
                                c[i] * 6.0 + r[i] * 3.0;
    }
  knee_to_lps (ovr_knee_tear, self.tear_mm);
  knee_to_lps (ovr_knee_bruise, self.bruise_mm);
  knee_to_lps (ovr_knee_cyst, self.cyst_mm);
  knee_to_lps ((const float[]){ 0.0f, 2.0f, 66.0f }, self.marrow_mm);
  knee_to_lps ((const float[]){ 2.0f, -36.5f, 62.0f }, self.fluid_mm);
  return self;
}

const OvrPhantomKnee *
ovr_phantom_knee_truth (void)
{
  static OvrPhantomKnee truth;
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      truth = make_truth ();
      g_once_init_leave (&done, 1);
    }
  return &truth;
}

/* A phased-array coil: strong at the skin in front and behind, weak at the
 * ends. In the knee's frame. */
static float
coil (const float p[3])
{
  const float ends = expf (-p[2] * p[2] / (2.0f * 72.0f * 72.0f));
  const float front = expf (-(p[1] + 62.0f) * (p[1] + 62.0f) / (2.0f * 34.0f * 34.0f));
  const float back = expf (-(p[1] - 62.0f) * (p[1] - 62.0f) / (2.0f * 34.0f * 34.0f));

  return ends * (0.78f + 0.42f * front + 0.3f * back);
}

/* The mean of two planes within the slice's thickness. */
static void
paint_slice (const OvrPhantomKnee *truth,
             guint slice,
             float *image)
{
  const OvrPhantomPlane *plane = &truth->plane;

  for (int row = 0; row < ROWS; row++)
    for (int column = 0; column < COLUMNS; column++)
      {
        float sum = 0.0f;
        float p[3];

        for (int layer = -1; layer <= 1; layer += 2)
          {
            const double depth = (double) slice + layer * THICKNESS / 4.0 / SLICE_STEP;
            double lps[3];

            for (int i = 0; i < 3; i++)
              lps[i] = plane->origin_mm[i] + truth->step_mm[i] * depth + plane->row_dir[i] * COLUMN_SPACING * column +
                       plane->col_dir[i] * ROW_SPACING * row;
            lps_to_knee (lps, p);
            sum += ovr_phantom_knee_signal (p, 0.55f) * coil (p);
          }
        image[row * COLUMNS + column] = sum / 2.0f;
      }
}

/* The magnitude of a complex signal with noise in both parts. */
static void
store (const float *image,
       guint slice,
       guint16 *cells)
{
  OvrRandom random = { 7001u + slice };

  for (int i = 0; i < ROWS * COLUMNS; i++)
    {
      const float real = image[i] + SIGMA * ovr_random_normal (&random);
      const float imaginary = SIGMA * ovr_random_normal (&random);

      cells[i] = (guint16) ovr_clamp (sqrtf (real * real + imaginary * imaginary) + 0.5f, 0.0f, 4095.0f);
    }
}

static void
set_mr_module (OvrDataset *self)
{
  const double repetition = 3200.0;
  const double echo = 33.0;
  const double field = 3.0;
  const double step = SLICE_STEP;

  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x0020), "SE");
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x0021), "SK\\SP\\OSP");
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x0022), "FS");
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x0023), "2D");
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x0024), "*tse2d1_9");
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x0080), &repetition, 1);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x0081), &echo, 1);
  ovr_dataset_set_int (self, OVR_TAG (0x0018, 0x0091), 9);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x0087), &field, 1);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x0088), &step, 1);
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x1250), "Knee 15");
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x1312), "COL");
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x5100), "FFS");
}

static gboolean
write_slice (guint slice,
             gpointer directory,
             GError **error)
{
  static const OvrPhantomPixels shape = { COLUMNS, ROWS, 1, 1, 16, 12, FALSE, "MONOCHROME2" };
  const OvrPhantomKnee *truth = ovr_phantom_knee_truth ();
  g_autofree float *image = g_new (float, ROWS *COLUMNS);
  guint16 *cells = g_new (guint16, ROWS * COLUMNS);
  g_autoptr (GBytes) bytes = g_bytes_new_take (cells, sizeof *cells * ROWS * COLUMNS);
  g_autoptr (OvrDataset) self = ovr_phantom_dicom_new (&series, (int) slice + 1);
  OvrPhantomPlane plane = truth->plane;

  paint_slice (truth, slice, image);
  ovr_field_blur (image, COLUMNS, ROWS, 0.55f);
  store (image, slice, cells);
  for (int i = 0; i < 3; i++)
    plane.origin_mm[i] += truth->step_mm[i] * slice;
  set_mr_module (self);
  ovr_phantom_dicom_set_plane (self, &plane);
  ovr_phantom_dicom_add_window (self, 390.0, 780.0, NULL);
  ovr_phantom_dicom_set_pixels (self, &shape, bytes);
  return ovr_phantom_dicom_save (self, directory, NULL, error);
}

gboolean
ovr_phantom_knee_write (const char *directory,
                        GError **error)
{
  return ovr_field_parallel_try (N_SLICES, write_slice, (gpointer) directory, error);
}
