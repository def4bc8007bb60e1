/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-field.h"
#include "ovr-phantom-projection-private.h"

/* Soft tissue of the chest, summed along the beam. */

#define LUNG 0.21f
#define AIR 0.0f
#define STEP_MM 7.0f

const double ovr_projection_nodule[3] = { 62.0, -22.0, 74.0 };

static float
tube (float x,
      float y,
      float z,
      float cx,
      float cy,
      float low,
      float high,
      float radius)
{
  return fmaxf (hypotf (x - cx, y - cy) - radius, fmaxf (low - z, z - high));
}

/* Trunk and neck; shoulders unless the arms are raised. */
static float
trunk (float x,
       float y,
       float z,
       gboolean is_lateral)
{
  const float waist = 148.0f + 8.0f * sinf (z * 0.012f) + 22.0f * ovr_smooth_step (60.0f, 150.0f, z);
  const float neck = ovr_mix (waist, 58.0f, ovr_smooth_step (130.0f, 196.0f, z));
  const float depth = ovr_mix (112.0f, 62.0f, ovr_smooth_step (90.0f, 190.0f, z)) + 6.0f * ovr_smooth_step (-60.0f, -170.0f, z);
  const float k = powf (powf (fabsf (x) / neck, 2.5f) + powf (fabsf (y - 4.0f) / depth, 2.5f), 0.4f);
  const float body = (k - 1.0f) * fminf (neck, depth);
  float shoulder;
  float slope;

  if (is_lateral)
    return body;
  shoulder = ovr_ellipsoid (fabsf (x) - 158.0f, y - 8.0f, z - 112.0f, 48.0f, 46.0f, 52.0f);
  slope = ovr_ellipsoid (fabsf (x) - 96.0f, y - 14.0f, z - 128.0f, 74.0f, 42.0f, 34.0f);

  return ovr_merge (body, ovr_merge (shoulder, slope, 14.0f), 16.0f);
}

/* Height of the diaphragm. */
static float
dome (float x,
      float y)
{
  const float side = x < 0.0f ? -66.0f : 70.0f;
  const float top = x < 0.0f ? -58.0f : -70.0f;
  const float dx = x - side;
  const float dy = y - (-14.0f);

  return top - dx * dx / 108.0f - dy * dy / (dy > 0.0f ? 118.0f : 240.0f);
}

static float
lung (float x,
      float y,
      float z)
{
  const float side = fabsf (x);
  const float lean = 0.08f * ovr_smooth_step (0.0f, 140.0f, z) * z;
  const float chest = ovr_ellipsoid (side - 67.0f + lean, y + 2.0f - lean, z, 66.0f, 93.0f, 143.0f);

  return fmaxf (chest, dome (x, y) - z);
}

static float
heart (float x,
       float y,
       float z)
{
  const float left = ovr_ellipsoid (x - (float) OVR_PROJECTION_HEART_X, y + 30.0f, z + 40.0f, (float) OVR_PROJECTION_HEART_RX, 44.0f, 46.0f);
  const float right = ovr_ellipsoid (x - (float) OVR_PROJECTION_ATRIUM_X, y + 24.0f, z + 34.0f, (float) OVR_PROJECTION_ATRIUM_RX, 38.0f, 40.0f);
  const float outflow = ovr_ellipsoid (x - 22.0f, y + 34.0f, z - 18.0f, 24.0f, 24.0f, 34.0f);

  return ovr_merge (ovr_merge (left, right, 10.0f), outflow, 16.0f);
}

static float
mediastinum (float x,
             float y,
             float z)
{
  const float core = fmaxf (ovr_ellipsoid (x, y - 12.0f, 0.0f, 24.0f, 52.0f, 1e4f), z - 160.0f);
  const float knob = ovr_ellipsoid (x - 24.0f, y - 14.0f, z - 62.0f, 17.0f, 26.0f, 16.0f);
  const float down = tube (x, y, z, 24.0f, 44.0f, -160.0f, 66.0f, 13.0f);
  const float up = tube (x, y, z, -14.0f, -14.0f, 0.0f, 66.0f, 17.0f);
  const float cava = tube (x, y, z, -27.0f, -4.0f, 10.0f, 112.0f, 9.0f);

  return fminf (fminf (ovr_merge (core, knob, 5.0f), down), fminf (ovr_merge (up, core, 6.0f), cava));
}

static float
airway (float x,
        float y,
        float z)
{
  const float p[3] = { x, y, z };
  float along;
  const float trachea = ovr_segment (p, (const float[]){ 0.0f, 2.0f, 200.0f }, (const float[]){ -1.0f, 16.0f, 48.0f }, &along) - 8.5f;
  const float right = ovr_segment (p, (const float[]){ -1.0f, 16.0f, 48.0f }, (const float[]){ -33.0f, 14.0f, 20.0f }, &along) - 6.5f;
  const float left = ovr_segment (p, (const float[]){ -1.0f, 16.0f, 48.0f }, (const float[]){ 40.0f, 16.0f, 24.0f }, &along) - 5.8f;

  return fminf (trachea, fminf (right, left));
}

/* Of water, at one point; edges are as soft as the sampling is coarse. */
static float
density (float x,
         float y,
         float z,
         gboolean is_lateral)
{
  const float body = ovr_cover (trunk (x, y, z, is_lateral), STEP_MM);
  const float stomach = ovr_ellipsoid (x - 66.0f, y + 16.0f, z + 95.0f, 30.0f, 30.0f, 15.0f);
  const double *n = ovr_projection_nodule;
  const float dx = x - (float) n[0];
  const float dy = y - (float) n[1];
  const float dz = z - (float) n[2];
  float rho;
  float aerated;

  if (body <= 0.0f)
    return 0.0f;
  aerated = ovr_cover (lung (x, y, z), STEP_MM);
  if (aerated > 0.0f)
    {
      aerated *= 1.0f - ovr_cover (heart (x, y, z), STEP_MM);
      aerated *= 1.0f - ovr_cover (mediastinum (x, y, z), STEP_MM);
      aerated *= 1.0f - ovr_cover (sqrtf (dx * dx + dy * dy + dz * dz) - (float) OVR_PROJECTION_NODULE_MM / 2.0f, 2.0f);
    }
  rho = ovr_mix (0.97f, LUNG * (1.0f + 0.1f * ovr_noise (801, x * 0.05f, y * 0.05f, z * 0.05f)), aerated);
  rho = ovr_mix (rho, AIR, ovr_cover (airway (x, y, z), STEP_MM));
  rho = ovr_mix (rho, AIR, ovr_cover (stomach, STEP_MM));
  return body * rho;
}

static void
add_row (guint row,
         gpointer data)
{
  OvrProjectionMap *self = data;
  const float z = self->top_mm - self->step_mm * (float) row;
  const float reach = self->is_lateral ? 210.0f : 119.0f;

  for (int column = 0; column < self->columns; column++)
    {
      const float across = self->left_mm + self->step_mm * (float) column;
      float sum = 0.0f;

      for (float along = -reach; along <= reach; along += STEP_MM)
        sum += self->is_lateral ? density (along, across, z, TRUE) : density (across, along, z, FALSE);
      self->thickness[(int) row * self->columns + column] += sum * STEP_MM;
    }
}

void
ovr_projection_add_soft (OvrProjectionMap *self)
{
  ovr_field_parallel ((guint) self->rows, add_row, self);
}
