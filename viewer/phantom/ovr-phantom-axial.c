/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-work.h"

#include <math.h>
#include <string.h>

/* One image of an axial series: painted, reconstructed, written. */

/* Height below which the shoulders are out of the beam, and above which they
 * are fully in it. */
#define SHOULDER_FROM_MM 28.0
#define SHOULDER_TO_MM 72.0

static double
slice_z (const OvrPhantomScan *scan,
         guint index)
{
  return scan->first_z_mm - scan->spacing_mm * index;
}

static double
pixel_mm (const OvrPhantomScan *scan)
{
  return scan->fov_mm / scan->matrix;
}

/* The centre of the first pixel. */
static double
corner_mm (const OvrPhantomScan *scan,
           int axis)
{
  return scan->centre_mm[axis] - 0.5 * scan->fov_mm + 0.5 * pixel_mm (scan);
}

gboolean
ovr_axial_is_missing (const OvrPhantomScan *scan,
                      int instance)
{
  return scan->missing_first > 0 && instance >= scan->missing_first && instance <= scan->missing_last;
}

void
ovr_axial_paint (const OvrBody *body,
                 const OvrPhantomScan *scan,
                 guint index,
                 OvrCanvas *canvas,
                 float *image)
{
  /* Edges are soft by themselves; a sample a millimetre is enough. */
  int n_samples = MAX (2, (int) ceil (scan->thickness_mm));
  double dz = scan->thickness_mm / n_samples;
  gsize n = (gsize) scan->matrix * (gsize) scan->matrix;
  float share = 1.0f / (float) n_samples;

  memset (image, 0, n * sizeof (float));
  for (int k = 0; k < n_samples; k++)
    {
      double z = slice_z (scan, index) + dz * (k + 0.5 - 0.5 * n_samples);

      ovr_canvas_start (canvas, corner_mm (scan, 0), corner_mm (scan, 1), pixel_mm (scan), z, dz, -1000.0f);
      ovr_body_paint (body, canvas);
      for (gsize i = 0; i < n; i++)
        image[i] += share * canvas->hu[i];
    }
}

static double
shoulders_at (const OvrPhantomScan *scan,
              double z)
{
  OvrPose pose = ovr_phantom_chest_pose (scan->time);
  double t = CLAMP ((z - pose.shift.z - SHOULDER_FROM_MM) / (SHOULDER_TO_MM - SHOULDER_FROM_MM), 0.0, 1.0);

  return t * t * (3.0 - 2.0 * t);
}

static void
set_pixels (OvrDataset *dataset,
            const OvrPhantomScan *scan,
            const gint16 *stored)
{
  gsize n = (gsize) scan->matrix * (gsize) scan->matrix;
  OvrPhantomPixels shape = {
    .columns = scan->matrix,
    .rows = scan->matrix,
    .frames = 1,
    .samples = 1,
    .bits_allocated = 16,
    .bits_stored = 16,
    .is_signed = TRUE,
    .photometric = "MONOCHROME2",
  };
  g_autofree gint16 *little = g_new (gint16, n);
  g_autoptr (GBytes) cells = NULL;

  for (gsize i = 0; i < n; i++)
    little[i] = (gint16) GINT16_TO_LE (stored[i]);
  cells = g_bytes_new_take (g_steal_pointer (&little), n * sizeof (gint16));
  ovr_phantom_dicom_set_pixels (dataset, &shape, cells);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0120), OVR_RECON_PADDING);
  ovr_phantom_dicom_set_rescale (dataset, scan->intercept, 1.0, "HU");
}

static void
set_windows (OvrDataset *dataset,
             OvrPhantomKernel kernel)
{
  if (kernel == OVR_PHANTOM_KERNEL_LUNG)
    {
      ovr_phantom_dicom_add_window (dataset, -600.0, 1500.0, "LUNG");
      ovr_phantom_dicom_add_window (dataset, 40.0, 400.0, "MEDIASTINUM");
    }
  else
    {
      ovr_phantom_dicom_add_window (dataset, 40.0, 400.0, "MEDIASTINUM");
      ovr_phantom_dicom_add_window (dataset, -600.0, 1500.0, "LUNG");
    }
  ovr_phantom_dicom_add_window (dataset, 400.0, 2000.0, "BONE");
}

gboolean
ovr_axial_write (const OvrAxial *axial,
                 const OvrRecon *recon,
                 guint index,
                 int instance,
                 OvrBench *bench,
                 const float *image,
                 const char *directory,
                 GError **error)
{
  const OvrPhantomScan *scan = axial->scan;
  double z = slice_z (scan, index);
  OvrReconRequest request = {
    .kernel = scan->kernel,
    .size = scan->matrix,
    .spacing_mm = pixel_mm (scan),
    .noise_hu = scan->noise_hu,
    .shoulders = shoulders_at (scan, z),
    .seed = axial->seed + index,
    .intercept = scan->intercept,
  };
  OvrPhantomPlane plane = {
    .origin_mm = { corner_mm (scan, 0), corner_mm (scan, 1), z },
    .row_dir = { 1.0, 0.0, 0.0 },
    .col_dir = { 0.0, 1.0, 0.0 },
    .row_spacing_mm = pixel_mm (scan),
    .col_spacing_mm = pixel_mm (scan),
    .thickness_mm = scan->thickness_mm,
  };
  g_autoptr (OvrDataset) dataset = ovr_phantom_dicom_new (&axial->series, instance);

  ovr_recon_run (recon, &request, image, bench->scratch, bench->stored);
  ovr_phantom_dicom_set_plane (dataset, &plane);
  ovr_phantom_ct_module (dataset, scan, instance, z);
  set_pixels (dataset, scan, bench->stored);
  set_windows (dataset, scan->kernel);
  return ovr_phantom_dicom_save (dataset, directory, NULL, error);
}
