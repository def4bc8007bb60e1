/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-field.h"
#include "ovr-phantom-letters.h"
#include "ovr-phantom-mammo-private.h"

#include <string.h>

/* One breast on the detector. u: mm from the chest wall's edge, v: mm above the
 * nipple's level. What is smooth is painted at half the resolution. */

#define HALF_COLUMNS (OVR_MAMMO_COLUMNS / 2)
#define HALF_ROWS (OVR_MAMMO_ROWS / 2)

typedef struct
{
  gboolean is_mlo;
  gboolean is_left;
  guint32 seed;
  float level_mm;
} View;

/* How far the breast reaches at a height. */
static float
reach (const View *view,
       float v)
{
  const float lower = view->is_mlo ? 74.0f : 84.0f;
  const float depth = view->is_mlo ? 101.0f : 96.0f;
  float t;

  if (v < 0.0f || !view->is_mlo)
    {
      t = 1.0f - (v / lower) * (v / lower);
      return t > 0.0f ? depth * powf (t, 0.56f) : -40.0f * (fabsf (v) / lower - 1.0f);
    }
  t = v / 170.0f;
  return depth * (1.0f - 0.30f * t - 0.22f * t * t);
}

/* The distance from the skin, mm; positive inside. */
static float
depth_below_skin (const View *view,
                  float u,
                  float v)
{
  const float slope = (reach (view, v + 1.0f) - reach (view, v - 1.0f)) / 2.0f;
  const float skin = (reach (view, v) - u) / sqrtf (1.0f + slope * slope);
  const float tip = 4.6f - hypotf (u - reach (view, 0.0f) - 1.0f, v * 0.85f);

  return -ovr_merge (-skin, -tip, 3.0f);
}

/* Glandular tissue: a fan that ends in the nipple, torn into strands. */
static float
gland (const View *view,
       float u,
       float v)
{
  const float tip = reach (view, 0.0f);
  const float du = tip - u;
  const float angle = atan2f (v - (view->is_mlo ? 0.12f * du : 0.06f * du), du + 6.0f);
  const float radius = hypotf (du, v);
  const float warp = 5.0f * ovr_noise_sum (view->seed, u * 0.035f, v * 0.035f, 0.0f, 2);
  const float fan = ovr_smooth_step (1.0f, 0.45f, fabsf (angle) + 0.02f * warp) *
                    ovr_smooth_step (86.0f, 50.0f, radius + warp * 2.0f) * ovr_smooth_step (3.0f, 16.0f, radius);
  const float strands = ovr_noise_sum (view->seed + 10, angle * 9.0f + 0.06f * warp, radius * 0.035f, 3.0f, 3);
  const float lumps = ovr_noise_sum (view->seed + 20, u * 0.07f + 0.03f * warp, v * 0.07f, 0.0f, 4);

  return fan * ovr_clamp (0.42f + 0.30f * strands + 0.42f * lumps, 0.0f, 1.25f);
}

/* Thin curved sheets through the fat. */
static float
ligaments (const View *view,
           float u,
           float v)
{
  const float warp = 1.6f * ovr_noise (view->seed + 30, u * 0.05f, v * 0.05f, 0.0f);
  const float coarse = fabsf (ovr_noise (view->seed + 31, u * 0.06f + warp, v * 0.075f, 0.0f));
  const float fine = fabsf (ovr_noise (view->seed + 32, u * 0.15f + warp, v * 0.18f, 0.0f));

  return ovr_clamp (1.0f - coarse * 12.0f, 0.0f, 1.0f) + 0.55f * ovr_clamp (1.0f - fine * 7.0f, 0.0f, 1.0f);
}

static float
vessel (const View *view,
        float u,
        float v)
{
  float sum = 0.0f;

  for (int i = 0; i < 3; i++)
    {
      const float start = (float) (i - 1) * 34.0f + 8.0f;
      const float t = u / 90.0f;
      const float path = start * (1.0f - 0.75f * t) + 6.0f * sinf (u * 0.11f + (float) i * 2.0f + (float) (view->seed % 7)) +
                         2.0f * ovr_noise (view->seed + 40 + (guint32) i, u * 0.15f, 0.0f, 0.0f);
      const float width = 1.25f - 0.6f * t;
      const float d = fabsf (v - path);

      sum += ovr_smooth_step (84.0f, 60.0f, u) * sqrtf (fmaxf (0.0f, 1.0f - d * d / (width * width)));
    }
  return sum;
}

/* The pectoral muscle, in MLO views: from the axilla down along the edge. */
static float
pectoral (const View *view,
          float u,
          float v)
{
  const float edge = 49.0f * (v + 42.0f) / 158.0f + 5.0f * sinf ((v + 42.0f) * 0.02f);
  const float inside = edge - u;
  const float fibres = ovr_noise_sum (view->seed + 50, (u * 0.94f + v * 0.34f) * 0.30f, (v * 0.94f - u * 0.34f) * 0.03f, 0.0f, 3);

  if (!view->is_mlo)
    return 0.0f;
  return ovr_smooth_step (-0.8f, 2.2f, inside) * (0.82f + 0.09f * fibres + 0.004f * ovr_clamp (inside, 0.0f, 40.0f));
}

static float
node (const View *view,
      float u,
      float v)
{
  const float d = ovr_ellipsoid (u - 34.0f, 0.0f, v - 84.0f, 4.2f, 9.0f, 6.2f);
  const float hilum = ovr_ellipsoid (u - 36.3f, 0.0f, v - 84.0f, 2.2f, 9.0f, 3.2f);

  if (!view->is_mlo)
    return 0.0f;
  return ovr_cover (d, 1.4f) * (1.0f - 0.75f * ovr_cover (hilum, 1.6f));
}

/* A dense body with spicules that pull at what is around it. */
static float
mass (const View *view,
      float u,
      float v)
{
  const float dv = v - (float) (view->is_mlo ? OVR_MAMMO_MASS_MLO_MM : OVR_MAMMO_MASS_CC_MM);
  const float du = u - (float) OVR_MAMMO_MASS_DEPTH_MM;
  const float r = hypotf (du, dv);
  const float radius = (float) (OVR_MAMMO_MASS_MM * OVR_MAMMO_MAGNIFICATION / 2.0);
  const float angle = atan2f (dv, du);
  const float c = cosf (angle) * 3.4f;
  const float s = sinf (angle) * 3.4f;
  const float lobes = 0.9f * ovr_noise (701, c * 0.5f, s * 0.5f, 0.0f);
  const float rays = powf (ovr_clamp (1.0f - fabsf (ovr_noise (702, c * 1.3f, s * 1.3f, r * 0.03f)) * 4.0f, 0.0f, 1.0f), 2.0f);
  const float spicules = rays * expf (-fmaxf (0.0f, r - radius) / 6.5f) * ovr_smooth_step (22.0f, 12.0f, r);

  if (!view->is_left || r > 24.0f)
    return 0.0f;
  return ovr_smooth_step (radius + 1.6f + lobes, radius - 1.6f + lobes, r) + 0.55f * spicules * ovr_smooth_step (radius - 2.0f, radius, r);
}

static float
grey_at (const View *view,
         float u,
         float v)
{
  const float depth = depth_below_skin (view, u, v);
  const float thick = ovr_smooth_step (-1.0f, 15.0f, depth);
  float grey;

  if (depth < 0.0f)
    return 0.0f;
  /* Processing for presentation evens out the edge, but not wholly. */
  grey = 420.0f + 640.0f * thick + 60.0f * ovr_noise_sum (view->seed + 60, u * 0.02f, v * 0.02f, 0.0f, 2);
  grey += 190.0f * ligaments (view, u, v) * ovr_smooth_step (1.0f, 9.0f, depth);
  grey += 150.0f * vessel (view, u, v) * ovr_smooth_step (2.0f, 8.0f, depth);
  grey += 1650.0f * gland (view, u, v) * ovr_smooth_step (2.0f, 12.0f, depth);
  grey = fmaxf (grey, ovr_mix (grey, 1100.0f + 1500.0f * pectoral (view, u, v), ovr_clamp (pectoral (view, u, v) * 1.3f, 0.0f, 1.0f)));
  grey += 420.0f * node (view, u, v);
  grey += 800.0f * mass (view, u, v);
  return grey + 150.0f * ovr_smooth_step (1.9f, 0.9f, depth);
}

/* Grains of lime in and around the mass. */
static void
paint_calcifications (const View *view,
                      float *image)
{
  OvrRandom random = { 4242u + (view->is_mlo ? 1u : 0u) };
  const float up = (float) (view->is_mlo ? OVR_MAMMO_MASS_MLO_MM : OVR_MAMMO_MASS_CC_MM);

  for (int i = 0; i < 14; i++)
    {
      const float u = (float) OVR_MAMMO_MASS_DEPTH_MM + 3.6f * ovr_random_normal (&random);
      const float v = up + 3.2f * ovr_random_normal (&random);
      const float radius_px = (0.12f + 0.16f * ovr_random_uniform (&random)) / (float) OVR_MAMMO_SPACING;
      const int column = (int) (u / (float) OVR_MAMMO_SPACING);
      const int row = (int) ((view->level_mm - v) / (float) OVR_MAMMO_SPACING);

      for (int dy = -4; dy <= 4; dy++)
        for (int dx = -4; dx <= 4; dx++)
          image[(row + dy) * OVR_MAMMO_COLUMNS + column + dx] +=
              900.0f * ovr_cover (hypotf ((float) dx, (float) dy * 1.2f) - radius_px, 1.4f);
    }
}

/* Half the resolution, then doubled linearly, with the chest wall on the left. */
static void
paint_smooth (const View *view,
              float *image)
{
  g_autofree float *half = g_new (float, HALF_COLUMNS *HALF_ROWS);
  const float step = (float) OVR_MAMMO_SPACING * 2.0f;

  for (int row = 0; row < HALF_ROWS; row++)
    for (int column = 0; column < HALF_COLUMNS; column++)
      half[row * HALF_COLUMNS + column] = grey_at (view, ((float) column + 0.25f) * step, view->level_mm - ((float) row + 0.25f) * step);

  for (int row = 0; row < OVR_MAMMO_ROWS; row++)
    for (int column = 0; column < OVR_MAMMO_COLUMNS; column++)
      {
        const int r0 = MIN (row / 2, HALF_ROWS - 2);
        const int c0 = MIN (column / 2, HALF_COLUMNS - 2);
        const float fr = (float) row / 2.0f - (float) r0;
        const float fc = (float) column / 2.0f - (float) c0;
        const float *at = half + r0 * HALF_COLUMNS + c0;

        image[row * OVR_MAMMO_COLUMNS + column] =
            ovr_mix (ovr_mix (at[0], at[1], fc), ovr_mix (at[HALF_COLUMNS], at[HALF_COLUMNS + 1], fc), fr);
      }
}

/* A lead marker on the side of the armpit, away from the breast. */
static void
paint_marker (const View *view,
              float *image,
              gboolean is_mirrored)
{
  g_autofree guint8 *mask = g_malloc0 (OVR_MAMMO_COLUMNS * 80);
  g_autofree char *text = g_strdup_printf ("%s %s", view->is_left ? "L" : "R", view->is_mlo ? "MLO" : "CC");

  ovr_letters_draw (mask, OVR_MAMMO_COLUMNS, 80, is_mirrored ? 60 : OVR_MAMMO_COLUMNS - 330, 4, 8, 255, text);
  for (int row = 0; row < 80; row++)
    for (int column = 0; column < OVR_MAMMO_COLUMNS; column++)
      if (mask[row * OVR_MAMMO_COLUMNS + column] != 0)
        image[(row + 90) * OVR_MAMMO_COLUMNS + column] = 3600.0f;
}

static void
mirror (float *image)
{
  for (int row = 0; row < OVR_MAMMO_ROWS; row++)
    for (int i = 0; i < OVR_MAMMO_COLUMNS / 2; i++)
      {
        float *left = image + row * OVR_MAMMO_COLUMNS + i;
        float *right = image + (row + 1) * OVR_MAMMO_COLUMNS - 1 - i;
        const float kept = *left;

        *left = *right;
        *right = kept;
      }
}

void
ovr_mammo_paint (guint index,
                 guint16 *cells)
{
  const OvrPhantomMammoView *truth = &ovr_phantom_mammo_truth ()->views[index];
  const gboolean is_mlo = g_str_equal (truth->view, "MLO");
  const gboolean is_left = g_str_equal (truth->laterality, "L");
  const View view = {
    .is_mlo = is_mlo,
    .is_left = is_left,
    .seed = 5000u + (is_left ? 100u : 0u) + (is_mlo ? 7u : 0u),
    .level_mm = (float) (is_mlo ? OVR_MAMMO_LEVEL_MLO_MM : OVR_MAMMO_LEVEL_CC_MM),
  };
  g_autofree float *image = g_new (float, OVR_MAMMO_COLUMNS *OVR_MAMMO_ROWS);
  OvrRandom random = { 99u + index };

  paint_smooth (&view, image);
  if (is_left)
    paint_calcifications (&view, image);
  else
    mirror (image);
  paint_marker (&view, image, !is_left);
  for (int i = 0; i < OVR_MAMMO_COLUMNS * OVR_MAMMO_ROWS; i++)
    {
      const float noise = image[i] > 0.0f ? (14.0f + 0.55f * sqrtf (image[i])) * ovr_random_normal (&random) : 0.0f;

      cells[i] = (guint16) ovr_clamp (image[i] + noise + 0.5f, 0.0f, 4095.0f);
    }
}
