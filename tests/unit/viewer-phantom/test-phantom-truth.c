/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "phantom-volume.h"

#include <math.h>

/* What the written files hold agrees with what the phantom says is so. */

/* A fine series of a few centimetres around a finding, without noise. */
static OvrPhantomScan
around (OvrPhantomTime time,
        const OvrPhantomFinding *finding)
{
  OvrPhantomScan scan = *ovr_phantom_chest_scan (time);

  scan.matrix = 128;
  scan.fov_mm = 76.8;
  scan.centre_mm[0] = finding->position_mm[0];
  scan.centre_mm[1] = finding->position_mm[1];
  scan.spacing_mm = 0.8;
  scan.thickness_mm = 0.8;
  scan.n_slices = 31;
  scan.first_z_mm = finding->position_mm[2] + 0.8 * 15;
  scan.missing_first = 0;
  scan.missing_last = 0;
  scan.noise_hu = 0.0;
  return scan;
}

static PhantomVolume *
volume_around (OvrPhantomTime time,
               const OvrPhantomFinding *finding)
{
  OvrPhantomScan scan = around (time, finding);

  return phantom_volume_new (&scan);
}

static void
assert_near (double value,
             double wanted,
             double tolerance)
{
  if (!(fabs (value - wanted) <= tolerance))
    g_error ("%g is not %g within %g", value, wanted, tolerance);
}

/* The distance from the centre to the edge along semi-axis @axis, backwards
 * where @sign is −1. */
static double
edge_along (const PhantomVolume *volume,
            const OvrPhantomFinding *finding,
            int axis,
            double sign,
            double level)
{
  double a = finding->turn_deg * G_PI / 180.0;
  const double directions[3][3] = {
    { sign * cos (a), sign * sin (a), 0.0 },
    { -sign * sin (a), sign * cos (a), 0.0 },
    { 0.0, 0.0, sign },
  };

  return phantom_volume_edge (volume, finding->position_mm, directions[axis], level);
}

static void
assert_nodule (OvrPhantomTime time,
               const OvrPhantomFinding *nodule,
               double longest_mm)
{
  g_autoptr (PhantomVolume) volume = volume_around (time, nodule);
  double half_way = 0.5 * (nodule->hu - 845.0);

  g_assert_cmpfloat (nodule->longest_mm, ==, longest_mm);
  assert_near (phantom_volume_mean (volume, nodule->position_mm, 0.25 * nodule->longest_mm), nodule->hu, 4.0);
  /* Towards +x its artery runs: its other edges are free. */
  assert_near (edge_along (volume, nodule, 0, -1.0, half_way), nodule->semi_mm[0], 0.5);
  assert_near (edge_along (volume, nodule, 1, -1.0, half_way), nodule->semi_mm[1], 0.5);
  assert_near (edge_along (volume, nodule, 2, 1.0, half_way), nodule->semi_mm[2], 0.6);
  assert_near (edge_along (volume, nodule, 2, -1.0, half_way), nodule->semi_mm[2], 0.6);
}

static void
test_nodule_grows_from_8_to_14_mm (void)
{
  const OvrPhantomTruth *truth = ovr_phantom_chest_truth ();

  assert_nodule (OVR_PHANTOM_PRIOR, &truth->prior.nodule, 8.0);
  assert_nodule (OVR_PHANTOM_CURRENT, &truth->current.nodule, 14.0);
}

static void
test_nodule_has_its_artery_beside_it (void)
{
  const OvrPhantomFinding *nodule = &ovr_phantom_chest_truth ()->current.nodule;
  g_autoptr (PhantomVolume) volume = volume_around (OVR_PHANTOM_CURRENT, nodule);
  double brightest = -2000.0;

  for (double t = nodule->semi_mm[0]; t < nodule->semi_mm[0] + 5.0; t += 0.2)
    {
      const double p[3] = { nodule->position_mm[0] + t, nodule->position_mm[1] + 2.8, nodule->position_mm[2] };

      brightest = MAX (brightest, phantom_volume_at (volume, p));
    }
  g_assert_cmpfloat (brightest, >, 0.0);
}

static void
test_adrenal_nodule_is_minus_5_hu_and_18_mm (void)
{
  const OvrPhantomTruth *truth = ovr_phantom_chest_truth ();
  const OvrPhantomStudyTruth *studies[2] = { &truth->prior, &truth->current };

  for (int i = 0; i < 2; i++)
    {
      const OvrPhantomFinding *adrenal = &studies[i]->adrenal;
      g_autoptr (PhantomVolume) volume = volume_around ((OvrPhantomTime) i, adrenal);

      /* To the patient's left of the midline, and fat around it. */
      g_assert_cmpfloat (adrenal->position_mm[0], >, 20.0);
      g_assert_cmpfloat (adrenal->longest_mm, ==, 18.0);
      assert_near (phantom_volume_mean (volume, adrenal->position_mm, 5.0), -5.0, 3.0);
      assert_near (edge_along (volume, adrenal, 0, 1.0, -52.0), 9.0, 0.8);
    }
}

static void
test_focus_is_dense_bone_of_9_mm (void)
{
  const OvrPhantomFinding *focus = &ovr_phantom_chest_truth ()->current.focus;
  g_autoptr (PhantomVolume) volume = volume_around (OVR_PHANTOM_CURRENT, focus);
  double half_way = 0.5 * (focus->hu + 128.0);

  g_assert_cmpfloat (focus->longest_mm, ==, 9.0);
  assert_near (phantom_volume_mean (volume, focus->position_mm, 2.5), focus->hu, 15.0);
  assert_near (edge_along (volume, focus, 0, -1.0, half_way), 4.5, 0.6);
  assert_near (edge_along (volume, focus, 1, -1.0, half_way), 4.5, 0.6);
}

static void
test_focus_of_the_prior_lies_in_its_missing_slices (void)
{
  const OvrPhantomStudyTruth *prior = &ovr_phantom_chest_truth ()->prior;

  g_assert_false (prior->focus.is_covered);
  g_assert_cmpint (prior->focus.image, ==, 0);
  g_assert_true (prior->nodule.is_covered);
  g_assert_true (prior->adrenal.is_covered);
}

static void
test_effusion_is_fluid_where_the_prior_has_lung (void)
{
  const OvrPhantomTruth *truth = ovr_phantom_chest_truth ();
  const OvrPhantomFinding *fluid = &truth->current.effusion;
  OvrPhantomFinding same = *fluid;
  double a = truth->turn_deg * G_PI / 180.0;
  double x = fluid->position_mm[0];
  double y = fluid->position_mm[1];
  g_autoptr (PhantomVolume) volume = volume_around (OVR_PHANTOM_CURRENT, fluid);
  g_autoptr (PhantomVolume) before = NULL;

  /* In the patient's left, at the back. */
  g_assert_cmpfloat (x, >, 30.0);
  g_assert_cmpfloat (y, >, 40.0);
  assert_near (phantom_volume_mean (volume, fluid->position_mm, 3.0), fluid->hu, 3.0);
  g_assert_cmpfloat (truth->prior.effusion.longest_mm, ==, 0.0);
  same.position_mm[0] = cos (a) * x - sin (a) * y + truth->shift_mm[0];
  same.position_mm[1] = sin (a) * x + cos (a) * y + truth->shift_mm[1];
  same.position_mm[2] += truth->shift_mm[2];
  before = volume_around (OVR_PHANTOM_PRIOR, &same);
  g_assert_cmpfloat (phantom_volume_mean (before, same.position_mm, 2.0), <, -600.0);
}

static void
test_tissues_have_their_attenuation (void)
{
  const OvrPhantomTruth *truth = ovr_phantom_chest_truth ();
  const OvrPhantomStudyTruth *studies[2] = { &truth->prior, &truth->current };

  for (int i = 0; i < 2; i++)
    {
      const OvrPhantomFinding *tissues[3] = { &studies[i]->aorta, &studies[i]->liver, &studies[i]->air };

      for (int k = 0; k < 3; k++)
        {
          g_autoptr (PhantomVolume) volume = volume_around ((OvrPhantomTime) i, tissues[k]);

          assert_near (phantom_volume_mean (volume, tissues[k]->position_mm, 0.8 * tissues[k]->semi_mm[0]), tissues[k]->hu, 3.0);
        }
    }
}

static void
test_image_57_of_series_3_goes_through_the_nodule (void)
{
  const OvrPhantomFinding *nodule = &ovr_phantom_chest_truth ()->current.nodule;
  const OvrPhantomScan *scan = ovr_phantom_chest_scan (OVR_PHANTOM_CURRENT);

  g_assert_cmpint (nodule->series, ==, 3);
  g_assert_cmpint (nodule->image, ==, 57);
  assert_near (scan->first_z_mm - 56 * scan->spacing_mm, nodule->position_mm[2], 0.5 * scan->spacing_mm);
}

static void
test_prior_lies_turned_and_shifted (void)
{
  const OvrPhantomTruth *truth = ovr_phantom_chest_truth ();
  const double *p = truth->current.focus.position_mm;
  const double *q = truth->prior.focus.position_mm;
  double a = truth->turn_deg * G_PI / 180.0;
  const double *s = truth->shift_mm;

  assert_near (truth->turn_deg, 4.0, 1e-9);
  assert_near (sqrt (s[0] * s[0] + s[1] * s[1] + s[2] * s[2]), 12.0, 1e-9);
  assert_near (q[0], cos (a) * p[0] - sin (a) * p[1] + s[0], 1e-9);
  assert_near (q[1], sin (a) * p[0] + cos (a) * p[1] + s[1], 1e-9);
  assert_near (q[2], p[2] + s[2], 1e-9);
  /* What moves with the diaphragm lies higher besides. */
  g_assert_cmpfloat (truth->prior.adrenal.position_mm[2], >, truth->current.adrenal.position_mm[2] + s[2] + 10.0);
}

static void
test_noise_is_correlated_and_as_strong_as_asked (void)
{
  const OvrPhantomFinding *liver = &ovr_phantom_chest_truth ()->current.liver;
  OvrPhantomScan scan = around (OVR_PHANTOM_CURRENT, liver);
  g_autoptr (PhantomVolume) volume = NULL;
  double squares = 0.0;
  double products = 0.0;
  int n = 0;

  scan.noise_hu = 20.0;
  scan.n_slices = 3;
  scan.first_z_mm = liver->position_mm[2] + scan.spacing_mm;
  volume = phantom_volume_new (&scan);
  for (int j = 56; j < 72; j++)
    for (int i = 56; i < 72; i++)
      {
        const double *row = volume->hu + (scan.matrix + j) * scan.matrix;

        squares += (row[i] - liver->hu) * (row[i] - liver->hu);
        products += (row[i] - liver->hu) * (row[i + 1] - liver->hu);
        n++;
      }
  assert_near (sqrt (squares / n), 20.0, 6.0);
  g_assert_cmpfloat (products / squares, >, 0.3);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/phantom/truth/nodule", test_nodule_grows_from_8_to_14_mm);
  g_test_add_func ("/phantom/truth/nodule-artery", test_nodule_has_its_artery_beside_it);
  g_test_add_func ("/phantom/truth/adrenal", test_adrenal_nodule_is_minus_5_hu_and_18_mm);
  g_test_add_func ("/phantom/truth/focus", test_focus_is_dense_bone_of_9_mm);
  g_test_add_func ("/phantom/truth/focus-prior", test_focus_of_the_prior_lies_in_its_missing_slices);
  g_test_add_func ("/phantom/truth/effusion", test_effusion_is_fluid_where_the_prior_has_lung);
  g_test_add_func ("/phantom/truth/tissues", test_tissues_have_their_attenuation);
  g_test_add_func ("/phantom/truth/image-57", test_image_57_of_series_3_goes_through_the_nodule);
  g_test_add_func ("/phantom/truth/pose", test_prior_lies_turned_and_shifted);
  g_test_add_func ("/phantom/truth/noise", test_noise_is_correlated_and_as_strong_as_asked);
  return g_test_run ();
}
