/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-work.h"

#include <math.h>

/* The overview image: rays from front to back through the same body. */

#define COLUMNS 384
#define LINES 232
#define COLUMN_MM 1.05
#define LINE_MM 1.5
#define FIRST_Z_MM 112.0
#define DEPTH_ROWS 110
#define DEPTH_MM 3.0

/* Attenuation of water, 1/mm, at the mean energy of a 100 kV beam. */
#define WATER_PER_MM 0.0185

static void
project (const OvrBody *body,
         float *lengths)
{
  g_autoptr (OvrCanvas) canvas = ovr_canvas_new (COLUMNS, DEPTH_ROWS);

  for (int line = 0; line < LINES; line++)
    {
      ovr_canvas_start (canvas, -0.5 * (COLUMNS - 1) * COLUMN_MM, -150.0, COLUMN_MM,
                        FIRST_Z_MM - line * LINE_MM, LINE_MM, -1000.0f);
      canvas->dy_mm = DEPTH_MM;
      ovr_body_paint (body, canvas);
      for (int column = 0; column < COLUMNS; column++)
        {
          float sum = 0.0f;

          for (int row = 0; row < DEPTH_ROWS; row++)
            sum += MAX (0.0f, 1.0f + 0.001f * canvas->hu[row * COLUMNS + column]);
          lengths[line * COLUMNS + column] = sum * (float) DEPTH_MM;
        }
    }
}

/* As a scanner shows it: logarithm of the signal, edges raised along a line,
 * noise of the few quanta behind thick parts. */
static void
develop (const float *lengths,
         gint16 *stored)
{
  for (int line = 0; line < LINES; line++)
    for (int column = 0; column < COLUMNS; column++)
      {
        const float *row = lengths + line * COLUMNS;
        float here = row[column];
        float around = 0.0f;
        float quanta, value;

        for (int k = -6; k <= 6; k++)
          around += row[CLAMP (column + k, 0, COLUMNS - 1)] / 13.0f;
        quanta = 14.0f * (float) exp (0.5 * WATER_PER_MM * (double) (here - 150.0f));
        value = 5.0f * (here - 200.0f) + 6.5f * (here - around) +
                quanta * (float) (ovr_texture_uniform (77, (guint32) (line * COLUMNS + column)) - 0.5);
        stored[line * COLUMNS + column] = (gint16) GINT16_TO_LE ((gint16) CLAMP (value, -1024.0f, 3071.0f));
      }
}

gboolean
ovr_phantom_write_scout (const OvrBody *body,
                         const char *directory,
                         GError **error)
{
  OvrPhantomSeries series = ovr_phantom_chest_series (OVR_PHANTOM_CURRENT, OVR_PHANTOM_SERIES_SCOUT, OVR_PHANTOM_KERNEL_SOFT);
  OvrPhantomPlane plane = {
    .origin_mm = { -0.5 * (COLUMNS - 1) * COLUMN_MM, 0.0, FIRST_Z_MM },
    .row_dir = { 1.0, 0.0, 0.0 },
    .col_dir = { 0.0, 0.0, -1.0 },
    .row_spacing_mm = LINE_MM,
    .col_spacing_mm = COLUMN_MM,
    .thickness_mm = 0.6,
  };
  OvrPhantomPixels shape = { COLUMNS, LINES, 1, 1, 16, 16, TRUE, "MONOCHROME2" };
  OvrPhantomScan scan = *ovr_phantom_chest_scan (OVR_PHANTOM_CURRENT);
  g_autofree float *lengths = g_new (float, COLUMNS *LINES);
  g_autofree gint16 *stored = g_new (gint16, COLUMNS * LINES);
  g_autoptr (GBytes) cells = NULL;
  g_autoptr (OvrDataset) dataset = NULL;

  series.description = "Topogramm";
  series.image_type = "ORIGINAL\\PRIMARY\\LOCALIZER";
  scan.fov_mm = COLUMNS * COLUMN_MM;
  project (body, lengths);
  develop (lengths, stored);
  cells = g_bytes_new_take (g_steal_pointer (&stored), sizeof (gint16) * COLUMNS * LINES);
  dataset = ovr_phantom_dicom_new (&series, 1);
  ovr_phantom_dicom_set_plane (dataset, &plane);
  ovr_phantom_ct_module (dataset, &scan, 1, FIRST_Z_MM);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0018, 0x0022), "SCOUT MODE");
  ovr_phantom_dicom_set_pixels (dataset, &shape, cells);
  ovr_phantom_dicom_set_rescale (dataset, 0.0, 1.0, "HU");
  ovr_phantom_dicom_add_window (dataset, -150.0, 1300.0, "SCOUT");
  return ovr_phantom_dicom_save (dataset, directory, NULL, error);
}
