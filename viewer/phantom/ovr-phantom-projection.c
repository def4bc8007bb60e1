/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-field.h"
#include "ovr-phantom-letters.h"
#include "ovr-phantom-projection-private.h"

/* Detectors of 350 × 430 and 400 × 430 mm, upright. */
#define PA_COLUMNS 1752
#define LL_COLUMNS 1600
#define ROWS 2120
#define PA_LEFT_MM (-PA_COLUMNS * OVR_PROJECTION_SPACING / 2.0)
#define LL_LEFT_MM (-LL_COLUMNS * OVR_PROJECTION_SPACING / 2.0 + 10.0)
#define TOP_MM 222.0
#define WHITE 4095.0f

static const OvrPhantomStudy study = {
  .patient = {
      .name = "Ferreira^João",
      .id = "OVR-DX-1",
      .birth_date = "19580114",
      .sex = "M",
      .age = "068Y",
  },
  .key = "projection",
  .description = "DX Chest two views",
  .date = "20260724",
  .time = "081512",
  .id = "X1",
  .accession = "A260724",
  .referring = "Conceição^Rui",
  .institution = "Hospital do Monte",
};

static const OvrPhantomSeries series = {
  .study = &study,
  .number = 1,
  .modality = "DX",
  .sop_class = "1.2.840.10008.5.1.4.1.1.1.1",
  .description = "Chest PA and lateral",
  .protocol = "Chest wall stand",
  .body_part = "CHEST",
  .image_type = "ORIGINAL\\PRIMARY",
  .manufacturer = "Overread phantom",
  .model = "Analytic detector",
};

static OvrPhantomProjection
make_truth (void)
{
  const double *nodule = ovr_projection_nodule;
  OvrPhantomProjection self = {
    .spacing_mm = OVR_PROJECTION_SPACING,
    .nodule_mm = OVR_PROJECTION_NODULE_MM,
    .heart_right_px = (OVR_PROJECTION_ATRIUM_X - OVR_PROJECTION_ATRIUM_RX - PA_LEFT_MM) / OVR_PROJECTION_SPACING,
    .heart_left_px = (OVR_PROJECTION_HEART_X + OVR_PROJECTION_HEART_RX - PA_LEFT_MM) / OVR_PROJECTION_SPACING,
    .views = {
        { "PA", PA_COLUMNS, ROWS, { (nodule[0] - PA_LEFT_MM) / OVR_PROJECTION_SPACING, (TOP_MM - nodule[2]) / OVR_PROJECTION_SPACING } },
        { "LL", LL_COLUMNS, ROWS, { (nodule[1] - LL_LEFT_MM) / OVR_PROJECTION_SPACING, (TOP_MM - nodule[2]) / OVR_PROJECTION_SPACING } },
    },
  };

  return self;
}

const OvrPhantomProjection *
ovr_phantom_projection_truth (void)
{
  static OvrPhantomProjection truth;
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      truth = make_truth ();
      g_once_init_leave (&done, 1);
    }
  return &truth;
}

static OvrProjectionMap
new_map (guint view,
         int step)
{
  const OvrPhantomProjectionView *it = &ovr_phantom_projection_truth ()->views[view];
  OvrProjectionMap self = {
    .is_lateral = view == 1,
    .columns = it->columns / step,
    .rows = it->rows / step,
    .step_mm = (float) (OVR_PROJECTION_SPACING * step),
    .left_mm = (float) (view == 1 ? LL_LEFT_MM : PA_LEFT_MM),
    .top_mm = (float) TOP_MM,
  };

  self.thickness = g_new0 (float, (gsize) self.columns *(gsize) self.rows);
  return self;
}

/* The value of a coarser map at a pixel. */
static float
look_up (const OvrProjectionMap *map,
         int column,
         int row,
         int step)
{
  const float x = fminf ((float) column / (float) step, (float) map->columns - 1.001f);
  const float y = fminf ((float) row / (float) step, (float) map->rows - 1.001f);
  const int x0 = (int) x;
  const int y0 = (int) y;
  const float *at = map->thickness + y0 * map->columns + x0;

  return ovr_mix (ovr_mix (at[0], at[1], x - (float) x0), ovr_mix (at[map->columns], at[map->columns + 1], x - (float) x0), y - (float) y0);
}

/* How bright a thickness is shown, 0 to 1: what machines do to a radiograph. */
static float
tone (float thickness,
      float around,
      gboolean is_lateral)
{
  const float dark = is_lateral ? 60.0f : 36.0f;
  const float bright = is_lateral ? 330.0f : 255.0f;
  const float detail = thickness + 0.55f * (thickness - around);
  const float t = (detail - dark) / (bright - dark);

  if (thickness < 3.0f)
    return 0.0f;
  return ovr_clamp (0.06f + 0.86f * t, 0.03f, 0.985f);
}

/* A letter of lead at the patient's right shoulder, or what side was near. */
static void
paint_marker (guint view,
              int columns,
              guint16 *cells)
{
  g_autofree guint8 *mask = g_malloc0 ((gsize) columns * 90);

  ovr_letters_draw (mask, columns, 90, 70, 4, 10, 255, view == 1 ? "L" : "R");
  for (int row = 0; row < 90; row++)
    for (int column = 0; column < columns; column++)
      if (mask[row * columns + column] != 0)
        cells[(row + 90) * columns + column] = 40;
}

static void
paint_view (guint view,
            guint16 *cells)
{
  const OvrPhantomProjectionView *it = &ovr_phantom_projection_truth ()->views[view];
  OvrProjectionMap soft = new_map (view, OVR_PROJECTION_SOFT_STEP);
  OvrProjectionMap bones = new_map (view, OVR_PROJECTION_BONE_STEP);
  OvrProjectionMap around = new_map (view, OVR_PROJECTION_SOFT_STEP);
  OvrRandom random = { 515u + view };

  ovr_projection_add_soft (&soft);
  ovr_projection_add_bones (&bones);
  ovr_field_blur (bones.thickness, bones.columns, bones.rows, 0.7f);
  for (int i = 0; i < soft.columns * soft.rows; i++)
    around.thickness[i] = soft.thickness[i];
  ovr_field_blur (around.thickness, around.columns, around.rows, 20.0f);

  for (int row = 0; row < it->rows; row++)
    for (int column = 0; column < it->columns; column++)
      {
        const float body = look_up (&soft, column, row, OVR_PROJECTION_SOFT_STEP);
        const float bone = look_up (&bones, column, row, OVR_PROJECTION_BONE_STEP);
        const float shown = tone (body + (body > 3.0f ? bone : 0.0f), look_up (&around, column, row, OVR_PROJECTION_SOFT_STEP), view == 1);
        const float noise = (7.0f + 26.0f * shown) * ovr_random_normal (&random);

        /* MONOCHROME1: the lowest value is shown white. */
        cells[row * it->columns + column] = (guint16) ovr_clamp (WHITE * (1.0f - shown) + noise + 0.5f, 0.0f, WHITE);
      }
  paint_marker (view, it->columns, cells);
  g_free (soft.thickness);
  g_free (bones.thickness);
  g_free (around.thickness);
}

/* DX Image, Detector, Positioning, Anatomy: PS3.3 C.8.11. */
static void
set_modules (OvrDataset *self,
             gboolean is_lateral)
{
  const double spacing[2] = { OVR_PROJECTION_SPACING, OVR_PROJECTION_SPACING };
  const double to_detector_mm = 1800.0;
  const double kvp = is_lateral ? 125.0 : 117.0;

  ovr_dataset_set_text (self, OVR_TAG (0x0008, 0x0068), "FOR PRESENTATION");
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x1164), spacing, 2);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x1110), &to_detector_mm, 1);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x0060), &kvp, 1);
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x5101), is_lateral ? "LL" : "PA");
  ovr_dataset_set_text (self, OVR_TAG (0x0020, 0x0020), is_lateral ? "P\\F" : "L\\F");
  ovr_dataset_set_text (self, OVR_TAG (0x0020, 0x0062), "U");
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x7004), "SCINTILLATOR");
  ovr_dataset_set_text (self, OVR_TAG (0x0028, 0x1040), "LOG");
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x1041), 1);
  ovr_dataset_set_text (self, OVR_TAG (0x0028, 0x2110), "00");
  ovr_dataset_set_text (self, OVR_TAG (0x2050, 0x0020), "INVERSE");
  ovr_phantom_dicom_set_rescale (self, 0.0, 1.0, "US");
  ovr_phantom_dicom_add_code (self, OVR_TAG (0x0054, 0x0220), is_lateral ? "R-10236" : "R-10214", "SRT",
                              is_lateral ? "left lateral" : "postero-anterior");
  ovr_phantom_dicom_add_code (self, OVR_TAG (0x0008, 0x2218), "T-D3000", "SRT", "Chest");
}

static gboolean
write_view (guint view,
            const char *directory,
            GError **error)
{
  const OvrPhantomProjectionView *it = &ovr_phantom_projection_truth ()->views[view];
  const OvrPhantomPixels shape = { it->columns, it->rows, 1, 1, 16, 12, FALSE, "MONOCHROME1" };
  const gsize n = (gsize) it->columns * (gsize) it->rows;
  guint16 *cells = g_new (guint16, n);
  g_autoptr (GBytes) bytes = g_bytes_new_take (cells, sizeof *cells * n);
  g_autoptr (OvrDataset) self = ovr_phantom_dicom_new (&series, (int) view + 1);

  paint_view (view, cells);
  set_modules (self, view == 1);
  ovr_phantom_dicom_add_window (self, 2047.5, 4095.0, NULL);
  ovr_phantom_dicom_set_pixels (self, &shape, bytes);
  return ovr_phantom_dicom_save (self, directory, NULL, error);
}

gboolean
ovr_phantom_projection_write (const char *directory,
                              GError **error)
{
  return write_view (0, directory, error) && write_view (1, directory, error);
}
