/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-letters.h"
#include "ovr-phantom-work.h"

/* The page with the dose, as scanners add it: letters in pixels. */

#define SIZE 512
#define SECONDARY_CAPTURE "1.2.840.10008.5.1.4.1.1.7"

/* Row, column (in letters of 12 pixels), text. CTDIvol × length gives the DLP:
 * 5.4 mGy × 33.1 cm = 178.7 mGy*cm. */
static const struct
{
  int row;
  int column;
  const char *text;
} lines[] = {
  { 1, 1, "DOSE REPORT" },
  { 3, 1, "PHANTOM, NOT A PATIENT" },
  { 5, 1, "RADIOLOGIE FUCHSBERG (MADE UP)" },
  { 6, 1, "14-SEP-2026 14:32  ANALYTIC 128" },
  { 8, 1, "SERIES TYPE     MAS   KV  CTDIVOL   DLP" },
  { 9, 1, "                         MGY     MGY*CM" },
  { 11, 1, "1      SCOUT          100   0.07    3.6" },
  { 12, 1, "2      MONITOR   20   100   1.30    1.3" },
  { 13, 1, "3      HELICAL  105   100   5.40  178.7" },
  { 15, 1, "TOTAL DLP              183.6 MGY*CM" },
  { 17, 1, "PHANTOM TYPE: BODY 32 CM" },
  { 18, 1, "CONTRAST: IOPROMIDE 370, 80 ML, 3.0 ML/S" },
};

gboolean
ovr_phantom_write_dose (const char *directory,
                        GError **error)
{
  OvrPhantomSeries series = ovr_phantom_chest_series (OVR_PHANTOM_CURRENT, OVR_PHANTOM_SERIES_DOSE, OVR_PHANTOM_KERNEL_SOFT);
  OvrPhantomPixels shape = { SIZE, SIZE, 1, 1, 8, 8, FALSE, "MONOCHROME2" };
  g_autofree guint8 *pixels = g_new0 (guint8, SIZE * SIZE);
  g_autoptr (GBytes) cells = NULL;
  g_autoptr (OvrDataset) dataset = NULL;

  series.sop_class = SECONDARY_CAPTURE;
  series.description = "Dosisbericht";
  series.image_type = "DERIVED\\SECONDARY\\OTHER";
  series.frame_of_reference = NULL;
  series.has_burned_in = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    ovr_letters_draw (pixels, SIZE, SIZE, 12 * lines[i].column, 24 * lines[i].row, 2, i == 0 ? 255 : 205, lines[i].text);
  cells = g_bytes_new_take (g_steal_pointer (&pixels), SIZE * SIZE);
  dataset = ovr_phantom_dicom_new (&series, 1);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0064), "WSD");
  ovr_dataset_set_empty (dataset, OVR_TAG (0x0020, 0x0020));
  ovr_phantom_dicom_set_pixels (dataset, &shape, cells);
  ovr_phantom_dicom_add_window (dataset, 128.0, 256.0, "NORMAL");
  return ovr_phantom_dicom_save (dataset, directory, NULL, error);
}
