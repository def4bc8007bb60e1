/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-demo-private.h"

#include "ovr-measure.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <unistd.h>

/* Where the phantom's findings lie in its images, as the viewer sees them. */

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "these are not the demo's images");
  return FALSE;
}

/* The instance that shows a finding. Borrowed. */
static OvrInstance *
find_instance (OvrImages *images,
               const OvrDemoLook *look)
{
  for (guint i = 0; i < images->subjects->len; i++)
    for (guint j = 0; j < ovr_subject_get_n_studies (images->subjects->pdata[i]); j++)
      {
        OvrStudy *study = ovr_subject_get_study (images->subjects->pdata[i], j);

        for (guint k = 0; k < ovr_study_get_n_series (study); k++)
          {
            OvrSeries *series = ovr_study_get_series (study, k);

            if (g_strcmp0 (ovr_series_get_uid (series), look->study->series_uid) != 0)
              continue;
            for (guint n = 0; n < ovr_series_get_n_instances (series); n++)
              if (ovr_series_get_instance (series, n)->number == look->finding->image)
                return ovr_series_get_instance (series, n);
          }
      }
  return NULL;
}

/* A point @mm away from the finding's middle, in the axial plane. */
static OvrPoint
point_at (const OvrPlane *plane,
          const OvrPhantomFinding *finding,
          double mm,
          double turn_deg)
{
  double turn = turn_deg * G_PI / 180.0;
  double lps[3] = { finding->position_mm[0] + mm * cos (turn), finding->position_mm[1] + mm * sin (turn),
                    finding->position_mm[2] };
  OvrPoint point;

  ovr_plane_lps_to_pixel (plane, lps, &point.col, &point.row);
  return point;
}

static void
add_shape (OvrKeyImage *key_image,
           OvrShapeKind kind,
           const OvrPoint *points,
           guint n_points)
{
  g_ptr_array_add (key_image->view->shapes, ovr_shape_new (kind, points, n_points, NULL));
}

OvrKeyImage *
ovr_demo_key_image (OvrImages *images,
                    const OvrDemoLook *look,
                    GError **error)
{
  g_autoptr (OvrKeyImage) key_image = ovr_key_image_new ();
  OvrInstance *instance = find_instance (images, look);
  const OvrPlane *plane;
  OvrPoint arrow[2];

  if (instance == NULL || !ovr_plane_validate (&instance->facts[0].plane, NULL))
    return fail (error), NULL;
  plane = &instance->facts[0].plane;
  key_image->study_uid = g_strdup (look->study->study_uid);
  key_image->series_uid = g_strdup (look->study->series_uid);
  ovr_image_ref_set (&key_image->view->image, instance->sop_uid, 1);
  key_image->view->window_center = look->window[0];
  key_image->view->window_width = look->window[1];
  key_image->view->centre = point_at (plane, look->finding, 0.0, 0.0);
  key_image->view->span_px = look->span_mm / MIN (plane->col_spacing_mm, plane->row_spacing_mm);
  /* From the upper left, where no measurement runs. */
  arrow[0] = point_at (plane, look->finding, look->finding->semi_mm[0] + 0.03 * look->span_mm, 225.0);
  arrow[1] = point_at (plane, look->finding, look->finding->semi_mm[0] + 0.22 * look->span_mm, 225.0);
  add_shape (key_image, OVR_SHAPE_ARROW, arrow, 2);
  return g_steal_pointer (&key_image);
}

static OvrPixels *
load (OvrImages *images,
      const OvrDemoLook *look)
{
  OvrInstance *instance = find_instance (images, look);
  int fd = instance != NULL && instance->path != NULL ? g_open (instance->path, O_RDONLY | O_CLOEXEC, 0) : -1;
  OvrPixels *pixels;

  if (fd < 0)
    return NULL;
  pixels = ovr_pixels_load_fd (fd, 1, NULL);
  close (fd);
  return pixels;
}

static double
add_measurement (OvrFinding *finding,
                 const OvrKeyImage *key_image,
                 const char *label,
                 const OvrMeasurement *measurement)
{
  OvrReportMeasurement *measured = ovr_report_measurement_new ();

  ovr_measurement_copy (&measured->measurement, measurement);
  measured->label = g_strdup (label);
  measured->study_uid = g_strdup (key_image->study_uid);
  ovr_image_ref_copy (&measured->image, &key_image->view->image);
  g_ptr_array_add (finding->measurements, measured);
  return measurement->value;
}

double
ovr_demo_measure_axes (OvrImages *images,
                       const OvrDemoLook *look,
                       OvrKeyImage *key_image,
                       OvrFinding *finding,
                       GError **error)
{
  g_autoptr (OvrPixels) pixels = load (images, look);
  const OvrPhantomFinding *f = look->finding;
  OvrMeasurement axes[2] = { { .value = 0.0 }, { .value = 0.0 } };
  OvrPoint points[4];
  double longest;

  if (pixels == NULL)
    return fail (error), (double) NAN;
  for (int i = 0; i < 4; i++)
    points[i] = point_at (&pixels->image->plane, f, f->semi_mm[i / 2], f->turn_deg + 180.0 * (i % 2) + (i >= 2 ? 90.0 : 0.0));
  add_shape (key_image, OVR_SHAPE_BIDIRECTIONAL, points, 4);
  ovr_measure_shape (&pixels->image->calibration, key_image->view->shapes->pdata[key_image->view->shapes->len - 1],
                     &axes[0], &axes[1]);
  longest = add_measurement (finding, key_image, "long axis", &axes[0]);
  add_measurement (finding, key_image, "short axis", &axes[1]);
  ovr_measurement_clear (&axes[0]);
  ovr_measurement_clear (&axes[1]);
  return longest;
}

double
ovr_demo_measure_line (OvrImages *images,
                       const OvrDemoLook *look,
                       double turn_deg,
                       double half_mm,
                       const char *label,
                       OvrKeyImage *key_image,
                       OvrFinding *finding,
                       GError **error)
{
  g_autoptr (OvrPixels) pixels = load (images, look);
  OvrMeasurement length = { .value = 0.0 };
  OvrPoint points[2];
  double mm;

  if (pixels == NULL)
    return fail (error), (double) NAN;
  points[0] = point_at (&pixels->image->plane, look->finding, half_mm, turn_deg);
  points[1] = point_at (&pixels->image->plane, look->finding, half_mm, turn_deg + 180.0);
  add_shape (key_image, OVR_SHAPE_LENGTH, points, 2);
  ovr_measure_length (&pixels->image->calibration, points[0], points[1], &length);
  mm = add_measurement (finding, key_image, label, &length);
  ovr_measurement_clear (&length);
  return mm;
}

double
ovr_demo_measure_mean (OvrImages *images,
                       const OvrDemoLook *look,
                       OvrKeyImage *key_image,
                       OvrFinding *finding,
                       GError **error)
{
  g_autoptr (OvrPixels) pixels = load (images, look);
  OvrMeasurement mean = { .provenance = OVR_PROVENANCE_NONE, .resolution = 1.0 };
  OvrRegionStats stats = { 0 };
  OvrPoint centre, corners[2];
  double half_mm = 0.55 * MIN (look->finding->semi_mm[0], look->finding->semi_mm[1]);

  if (pixels == NULL)
    return fail (error), (double) NAN;
  centre = point_at (&pixels->image->plane, look->finding, 0.0, 0.0);
  for (int i = 0; i < 2; i++)
    corners[i] = (OvrPoint){ centre.col + (2 * i - 1) * half_mm / pixels->image->plane.col_spacing_mm,
                             centre.row + (2 * i - 1) * half_mm / pixels->image->plane.row_spacing_mm };
  add_shape (key_image, OVR_SHAPE_ELLIPSE, corners, 2);
  if (!ovr_measure_region (pixels, key_image->view->shapes->pdata[key_image->view->shapes->len - 1], &stats))
    return fail (error), (double) NAN;
  mean.value = stats.mean;
  mean.unit = g_strdup ("[hnsf'U]");
  add_measurement (finding, key_image, "mean", &mean);
  ovr_measurement_clear (&mean);
  return stats.mean;
}
