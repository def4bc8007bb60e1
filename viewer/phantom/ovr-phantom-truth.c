/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-work.h"

#include "ovr-phantom-lesions.h"

#include <math.h>

/* The truth, from the same few numbers that the findings are built of. */

/* Points of known attenuation in the body's frame, far from any edge. */
static const double aorta_point[3] = { 28.5, 37.0, -45.0 };
static const double liver_point[3] = { -86.0, -20.0, -150.0 };
static const double air_point[3] = { 0.0, -160.0, -75.0 };

static int
image_at (const OvrPhantomScan *scan,
          double z,
          double reach_mm,
          gboolean *is_covered)
{
  int instance = (int) lround ((scan->first_z_mm - z) / scan->spacing_mm) + 1;
  int first = (int) ceil ((scan->first_z_mm - 0.5 * scan->thickness_mm - (z + reach_mm)) / scan->spacing_mm) + 1;
  int last = (int) floor ((scan->first_z_mm + 0.5 * scan->thickness_mm - (z - reach_mm)) / scan->spacing_mm) + 1;

  *is_covered = FALSE;
  for (int i = MAX (first, 1); i <= MIN (last, scan->n_slices); i++)
    if (!ovr_axial_is_missing (scan, i))
      *is_covered = TRUE;
  if (instance < 1 || instance > scan->n_slices || ovr_axial_is_missing (scan, instance))
    return 0;
  return instance;
}

/* @place: in the scanner's frame. */
static OvrPhantomFinding
finding (OvrPhantomTime time,
         OvrVec3 place,
         const double semi[3],
         double turn_deg,
         double hu)
{
  const OvrPhantomScan *scan = ovr_phantom_chest_scan (time);
  OvrPose pose = ovr_phantom_chest_pose (time);
  OvrPhantomFinding result = {
    .position_mm = { place.x, place.y, place.z },
    .semi_mm = { semi[0], semi[1], semi[2] },
    .turn_deg = turn_deg + pose.roll_rad * 180.0 / G_PI,
    .longest_mm = 2.0 * MAX (semi[0], semi[1]),
    .hu = hu,
    .series = OVR_PHANTOM_SERIES_AXIAL,
  };

  result.image = image_at (scan, place.z, semi[2], &result.is_covered);
  result.column = (place.x - scan->centre_mm[0]) / (scan->fov_mm / scan->matrix) + 0.5 * (scan->matrix - 1);
  result.row = (place.y - scan->centre_mm[1]) / (scan->fov_mm / scan->matrix) + 0.5 * (scan->matrix - 1);
  if (result.image > 0)
    {
      OvrPhantomSeries series = ovr_phantom_chest_series (time, result.series, scan->kernel);

      result.sop_uid = ovr_phantom_dicom_instance_uid (&series, result.image);
    }
  return result;
}

static OvrPhantomFinding
point (OvrPhantomTime time,
       const OvrBody *body,
       const double p[3],
       double radius_mm,
       double hu)
{
  const double semi[3] = { radius_mm, radius_mm, radius_mm };

  return finding (time, ovr_body_place_exactly (body, ovr_vec3 (p[0], p[1], p[2])), semi, 0.0, hu);
}

static OvrPhantomFinding
absent (void)
{
  return (OvrPhantomFinding){ .series = OVR_PHANTOM_SERIES_AXIAL };
}

static void
fill (OvrPhantomStudyTruth *truth,
      OvrPhantomTime time)
{
  OvrPose pose = ovr_phantom_chest_pose (time);
  g_autoptr (OvrBody) body = ovr_body_new (&pose);
  OvrPhantomSeries series = ovr_phantom_chest_series (time, OVR_PHANTOM_SERIES_AXIAL, ovr_phantom_chest_scan (time)->kernel);
  double n = 0.5 * pose.nodule_mm;
  double f = 0.5 * pose.focus_mm;
  const double nodule[3] = { n, OVR_NODULE_FLAT * n, OVR_NODULE_FLAT_Z * n };
  const double adrenal[3] = { OVR_ADRENAL_SEMI };
  const double focus[3] = { f, f, f };

  truth->nodule = finding (time, ovr_body_place_exactly (body, ovr_lesion_nodule ()), nodule, OVR_NODULE_TURN_DEG, OVR_NODULE_HU);
  truth->adrenal = finding (time, ovr_body_place_exactly (body, ovr_lesion_adrenal ()), adrenal, OVR_ADRENAL_TURN_DEG, OVR_ADRENAL_HU);
  truth->focus = finding (time, ovr_lesion_focus_in (body), focus, 0.0, OVR_FOCUS_HU);
  truth->effusion = absent ();
  if (pose.effusion_mm > 0.0)
    {
      const double half[3] = { 12.0, 0.5 * pose.effusion_mm, 10.0 };

      truth->effusion = finding (time, ovr_lesion_effusion_in (body), half, 0.0, OVR_EFFUSION_HU);
      truth->effusion.longest_mm = pose.effusion_mm;
    }
  truth->aorta = point (time, body, aorta_point, 8.0, 161.0);
  truth->liver = point (time, body, liver_point, 6.0, 110.0);
  truth->air = point (time, body, air_point, 8.0, -1000.0);
  truth->study_uid = ovr_phantom_dicom_study_uid (ovr_phantom_chest_study (time));
  truth->series_uid = ovr_phantom_dicom_series_uid (&series);
}

static gpointer
make_truth (gpointer data)
{
  OvrPhantomTruth *truth = g_new0 (OvrPhantomTruth, 1);
  OvrPose pose = ovr_phantom_chest_pose (OVR_PHANTOM_PRIOR);

  fill (&truth->prior, OVR_PHANTOM_PRIOR);
  fill (&truth->current, OVR_PHANTOM_CURRENT);
  truth->turn_deg = pose.roll_rad * 180.0 / G_PI;
  truth->shift_mm[0] = pose.shift.x;
  truth->shift_mm[1] = pose.shift.y;
  truth->shift_mm[2] = pose.shift.z;
  truth->breath_mm = pose.breath_mm;
  return truth;
}

const OvrPhantomTruth *
ovr_phantom_chest_truth (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_truth, NULL);
}
