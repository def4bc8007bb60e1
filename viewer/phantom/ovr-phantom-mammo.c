/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-field.h"
#include "ovr-phantom-mammo-private.h"

#define MASS_COLUMN (OVR_MAMMO_MASS_DEPTH_MM / OVR_MAMMO_SPACING)
#define MASS_ROW_CC ((OVR_MAMMO_LEVEL_CC_MM - OVR_MAMMO_MASS_CC_MM) / OVR_MAMMO_SPACING)
#define MASS_ROW_MLO ((OVR_MAMMO_LEVEL_MLO_MM - OVR_MAMMO_MASS_MLO_MM) / OVR_MAMMO_SPACING)

static const OvrPhantomMammo truth = {
  .columns = OVR_MAMMO_COLUMNS,
  .rows = OVR_MAMMO_ROWS,
  .spacing_mm = OVR_MAMMO_SPACING,
  .magnification = OVR_MAMMO_MAGNIFICATION,
  .mass_mm = OVR_MAMMO_MASS_MM,
  .views = {
      { "R", "CC", FALSE, { 0.0, 0.0 } },
      { "L", "CC", TRUE, { MASS_COLUMN, MASS_ROW_CC } },
      { "R", "MLO", FALSE, { 0.0, 0.0 } },
      { "L", "MLO", TRUE, { MASS_COLUMN, MASS_ROW_MLO } },
  },
};

static const OvrPhantomStudy study = {
  .patient = {
      .name = "Marčenko^Lidija",
      .id = "OVR-MG-1",
      .birth_date = "19670621",
      .sex = "F",
      .age = "059Y",
  },
  .key = "mammo",
  .description = "MG Screening bilateral",
  .date = "20260807",
  .time = "112045",
  .id = "M1",
  .accession = "A260807",
  .referring = "Petrović^Ana",
  .institution = "Dom zdravlja Sever",
};

static const OvrPhantomSeries series = {
  .study = &study,
  .number = 1,
  .modality = "MG",
  .sop_class = "1.2.840.10008.5.1.4.1.1.1.2",
  .description = "Screening, four views",
  .protocol = "Routine",
  .body_part = "BREAST",
  .image_type = "ORIGINAL\\PRIMARY",
  .manufacturer = "Overread phantom",
  .model = "Analytic detector",
};

const OvrPhantomMammo *
ovr_phantom_mammo_truth (void)
{
  return &truth;
}

/* Rows and columns as they lie on the patient. A left breast has its chest wall
 * on the left, a right one on the right. */
static const char *
orientation (const OvrPhantomMammoView *view)
{
  const gboolean is_left = g_str_equal (view->laterality, "L");

  if (g_str_equal (view->view, "CC"))
    return is_left ? "A\\R" : "P\\L";
  return is_left ? "A\\FR" : "P\\FL";
}

static void
set_view (OvrDataset *self,
          const OvrPhantomMammoView *view)
{
  const gboolean is_cc = g_str_equal (view->view, "CC");
  OvrDataset *code;

  ovr_dataset_set_text (self, OVR_TAG (0x0020, 0x0062), view->laterality);
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x5101), view->view);
  ovr_dataset_set_text (self, OVR_TAG (0x0020, 0x0020), orientation (view));
  code = ovr_phantom_dicom_add_code (self, OVR_TAG (0x0054, 0x0220), is_cc ? "R-10242" : "R-10226", "SRT",
                                     is_cc ? "cranio-caudal" : "medio-lateral oblique");
  ovr_dataset_set_empty (code, OVR_TAG (0x0054, 0x0222));
  ovr_phantom_dicom_add_code (self, OVR_TAG (0x0008, 0x2218), "T-04000", "SRT", "Breast");
}

/* DX Detector, Mammography Image, Positioner: PS3.3 C.8.11. */
static void
set_modules (OvrDataset *self)
{
  const double spacing[2] = { OVR_MAMMO_SPACING, OVR_MAMMO_SPACING };
  const double magnification = OVR_MAMMO_MAGNIFICATION;
  const double to_detector_mm = 660.0;
  const double to_breast_mm = to_detector_mm / magnification;
  const double thickness_mm = 52.0;
  const double force_n = 96.0;
  const double kvp = 29.0;

  ovr_dataset_set_text (self, OVR_TAG (0x0008, 0x0068), "FOR PRESENTATION");
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x1164), spacing, 2);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x1114), &magnification, 1);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x1110), &to_detector_mm, 1);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x1111), &to_breast_mm, 1);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x11a0), &thickness_mm, 1);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x11a2), &force_n, 1);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x0060), &kvp, 1);
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x1191), "TUNGSTEN");
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x1508), "MAMMOGRAPHIC");
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x7004), "DIRECT");
  ovr_dataset_set_text (self, OVR_TAG (0x0028, 0x1040), "LOG");
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x1041), 1);
  ovr_dataset_set_text (self, OVR_TAG (0x0028, 0x1300), "NO");
  ovr_dataset_set_text (self, OVR_TAG (0x0028, 0x1350), "NO");
  ovr_dataset_set_text (self, OVR_TAG (0x0028, 0x2110), "00");
  ovr_dataset_set_text (self, OVR_TAG (0x2050, 0x0020), "IDENTITY");
  ovr_dataset_set_text (self, OVR_TAG (0x0040, 0x0318), "BREAST");
  ovr_phantom_dicom_set_rescale (self, 0.0, 1.0, "US");
}

static gboolean
write_view (guint index,
            gpointer directory,
            GError **error)
{
  static const OvrPhantomPixels shape = { OVR_MAMMO_COLUMNS, OVR_MAMMO_ROWS, 1, 1, 16, 12, FALSE, "MONOCHROME2" };
  guint16 *cells = g_new (guint16, OVR_MAMMO_COLUMNS * OVR_MAMMO_ROWS);
  g_autoptr (GBytes) bytes = g_bytes_new_take (cells, sizeof *cells * OVR_MAMMO_COLUMNS * OVR_MAMMO_ROWS);
  g_autoptr (OvrDataset) self = ovr_phantom_dicom_new (&series, (int) index + 1);

  ovr_mammo_paint (index, cells);
  set_view (self, &truth.views[index]);
  set_modules (self);
  ovr_phantom_dicom_add_window (self, 1750.0, 3300.0, "NORMAL");
  ovr_phantom_dicom_add_window (self, 1900.0, 2400.0, "HARDER");
  ovr_phantom_dicom_set_pixels (self, &shape, bytes);
  return ovr_phantom_dicom_save (self, directory, NULL, error);
}

gboolean
ovr_phantom_mammo_write (const char *directory,
                         GError **error)
{
  return ovr_field_parallel_try (G_N_ELEMENTS (truth.views), write_view, (gpointer) directory, error);
}
