/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-knee-private.h"

#include "ovr-phantom-field.h"

/* A right knee by formulas. Frame: p[0] medial, p[1] posterior, p[2] up, mm from
 * the middle of the joint line. Signals as in proton density with fat
 * suppression: fluid 1000, cartilage 560, muscle 300, fat 150, ligament 40. */

#define CARTILAGE_MM 2.1f
#define FAR_MM 1e3f

const float ovr_knee_tear[3] = { 20.0f, 24.5f, -2.9f };
const float ovr_knee_bruise[3] = { -22.0f, -4.0f, 10.0f };
const float ovr_knee_cyst[3] = { 21.0f, 45.0f, 6.0f };

static float
paint (float signal,
       float value,
       float distance,
       float width)
{
  return ovr_mix (signal, value, ovr_cover (distance, width));
}

static float
ellipsoid_at (const float p[3],
              const float c[3],
              const float r[3])
{
  return ovr_ellipsoid (p[0] - c[0], p[1] - c[1], p[2] - c[2], r[0], r[1], r[2]);
}

/* ---- Bones */

static float
femur (const float p[3])
{
  const float t = ovr_smooth_step (34.0f, 96.0f, p[2]);
  const float rm = ovr_mix (33.0f, 13.5f, t);
  const float ry = ovr_mix (21.0f, 13.0f, t);
  const float cy = ovr_mix (-4.0f, 4.0f, t);
  const float k = sqrtf (p[0] * p[0] / (rm * rm) + (p[1] - cy) * (p[1] - cy) / (ry * ry));
  const float shaft = fmaxf ((k - 1.0f) * ry, 30.0f - p[2]);
  const float roof = (p[2] - 5.0f - 1.05f * (p[1] + 5.0f)) / 1.45f;
  const float notch = fmaxf (fmaxf (roof, fabsf (p[0]) - 9.5f), p[2] - 33.0f);
  float d;

  if (p[2] < -9.0f)
    return FAR_MM;
  d = ellipsoid_at (p, (const float[]){ -22.0f, 8.0f, 21.0f }, (const float[]){ 13.0f, 20.5f, 20.5f });

  d = ovr_merge (d, ellipsoid_at (p, (const float[]){ -21.0f, -7.0f, 20.5f }, (const float[]){ 13.0f, 21.0f, 19.5f }), 4.0f);
  d = ovr_merge (d, ellipsoid_at (p, (const float[]){ 22.0f, 9.0f, 20.5f }, (const float[]){ 12.5f, 22.0f, 22.0f }), 4.0f);
  d = ovr_merge (d, ellipsoid_at (p, (const float[]){ 21.0f, -7.0f, 20.0f }, (const float[]){ 12.5f, 18.5f, 20.0f }), 4.0f);
  d = ovr_merge (d, ellipsoid_at (p, (const float[]){ 0.0f, -8.0f, 31.0f }, (const float[]){ 31.0f, 19.0f, 24.0f }), 6.0f);
  d = ovr_merge (d, shaft, 9.0f);
  d = ovr_carve (d, notch, 3.0f);
  return ovr_carve (d, ellipsoid_at (p, (const float[]){ -1.0f, -35.0f, 22.0f }, (const float[]){ 13.0f, 11.5f, 24.0f }), 4.0f);
}

/* Height of the bony plateau. */
static float
plateau (float m,
         float y)
{
  const float medial = expf (-((m - 21.0f) * (m - 21.0f) / 160.0f + (y - 5.0f) * (y - 5.0f) / 260.0f));
  const float lateral = expf (-((m + 21.0f) * (m + 21.0f) / 140.0f + (y - 6.0f) * (y - 6.0f) / 240.0f));
  const float spine = expf (-((fabsf (m) - 5.5f) * (fabsf (m) - 5.5f) / 9.0f + (y - 6.0f) * (y - 6.0f) / 70.0f));

  return -5.2f - 0.09f * (y - 5.0f) - 0.9f * medial + 0.6f * lateral + 8.0f * spine;
}

static float
tibia (const float p[3])
{
  const float t = ovr_smooth_step (12.0f, 66.0f, -p[2]);
  const float rm = ovr_mix (37.0f, 14.0f, t);
  const float ry = ovr_mix (26.0f, 14.5f, t);
  const float cy = ovr_mix (4.5f, -9.0f, t);
  const float k = sqrtf (p[0] * p[0] / (rm * rm) + (p[1] - cy) * (p[1] - cy) / (ry * ry));
  const float side = (k - 1.0f) * ry;
  const float top = (p[2] - plateau (p[0], p[1])) * 0.95f;
  const float body = -ovr_merge (-side, -top, 6.5f);

  if (p[2] > 12.0f)
    return FAR_MM;
  return ovr_merge (body, ellipsoid_at (p, (const float[]){ -2.0f, -23.0f, -40.0f }, (const float[]){ 10.0f, 7.5f, 13.0f }), 6.0f);
}

static float
patella (const float p[3])
{
  const float ridge = 4.0f * expf (-p[0] * p[0] / 60.0f);
  const float body = ellipsoid_at (p, (const float[]){ 0.0f, -43.5f, 31.0f }, (const float[]){ 22.0f, 9.0f, 21.5f });

  if (p[1] > -25.0f)
    return FAR_MM;
  return fmaxf (body, p[1] + 38.5f - ridge);
}

static float
fibula (const float p[3])
{
  float along;
  const float shaft = ovr_segment (p, (const float[]){ -37.0f, 22.0f, -24.0f }, (const float[]){ -36.0f, 18.0f, -130.0f }, &along);

  return ovr_merge (shaft - 5.5f, ellipsoid_at (p, (const float[]){ -37.0f, 22.0f, -22.0f }, (const float[]){ 10.0f, 10.0f, 12.0f }), 4.0f);
}

static float
bruise (const float p[3])
{
  const float *c = ovr_knee_bruise;
  const float r2 = (p[0] - c[0]) * (p[0] - c[0]) + (p[1] - c[1]) * (p[1] - c[1]) + (p[2] - c[2]) * (p[2] - c[2]);
  const float half = OVR_KNEE_BRUISE_DIAMETER / 2.0f;

  return expf (-0.6931472f * r2 / (half * half));
}

/* Cortex around marrow with its trabeculae; the scar of the growth plate. */
static float
bone (float signal,
      const float p[3],
      float d,
      float width,
      float cortex,
      float scar_mm)
{
  float grain;
  float patches;
  float waves;
  float marrow;

  if (d > width)
    return signal;
  grain = ovr_noise_sum (71, p[0] * 0.45f, p[1] * 0.45f, p[2] * 0.3f, 3);
  patches = ovr_noise (72, p[0] * 0.09f, p[1] * 0.09f, p[2] * 0.09f);
  waves = 3.0f * ovr_noise (73, p[0] * 0.12f, p[1] * 0.12f, 0.0f);
  marrow = 180.0f + 20.0f * grain + 18.0f * patches;
  marrow = paint (marrow, 70.0f, fabsf (p[2] - scar_mm - waves) - 0.45f, 0.9f);
  marrow += 400.0f * bruise (p) * (1.0f + 0.35f * grain);
  signal = paint (signal, 35.0f, d, width);
  return paint (signal, marrow, d + cortex * (1.0f + 0.3f * patches), width * 1.4f);
}

/* ---- Soft tissue */

/* Grainy along the fibres, with strands of fat. */
static float
muscle (float signal,
        const float p[3],
        float d,
        float width)
{
  float fibre;
  float strand;

  if (d > width)
    return signal;
  fibre = ovr_noise_sum (31, p[0] * 0.35f, p[1] * 0.42f, p[2] * 0.05f, 3);
  strand = 1.0f - fabsf (ovr_noise (35, p[0] * 0.16f, p[1] * 0.22f, p[2] * 0.022f)) * 7.0f;
  signal = paint (signal, 130.0f, d, width);
  return paint (signal, ovr_mix (335.0f + 34.0f * fibre, 215.0f, ovr_clamp (strand, 0.0f, 0.8f)), d + 0.7f, width);
}

typedef struct
{
  float a[3];
  float b[3];
  float ra;
  float rb;
  float flat; /* how much thinner from front to back */
} Belly;

static const Belly bellies[] = {
  { { 32.0f, -26.0f, 130.0f }, { 30.0f, -18.0f, 48.0f }, 32.0f, 18.0f, 1.0f },   /* vastus medialis */
  { { -34.0f, -24.0f, 130.0f }, { -31.0f, -22.0f, 62.0f }, 32.0f, 15.0f, 1.0f }, /* vastus lateralis */
  { { 0.0f, -27.0f, 130.0f }, { 0.0f, -25.0f, 82.0f }, 22.0f, 10.0f, 1.4f },     /* vastus intermedius */
  { { -24.0f, 42.0f, 130.0f }, { -35.0f, 36.0f, 16.0f }, 27.0f, 8.0f, 1.0f },    /* biceps femoris */
  { { 20.0f, 42.0f, 130.0f }, { 30.0f, 38.0f, 18.0f }, 29.0f, 9.0f, 1.0f },      /* semimembranosus */
  { { 20.0f, 33.0f, 28.0f }, { 19.0f, 47.0f, -96.0f }, 6.0f, 27.0f, 1.1f },      /* gastrocnemius, medial */
  { { -21.0f, 31.0f, 28.0f }, { -19.0f, 46.0f, -96.0f }, 6.0f, 25.0f, 1.1f },    /* gastrocnemius, lateral */
  { { -22.0f, 23.0f, -20.0f }, { 12.0f, 15.0f, -62.0f }, 6.0f, 14.0f, 1.3f },    /* popliteus */
  { { -14.0f, 24.0f, -50.0f }, { -4.0f, 22.0f, -130.0f }, 9.0f, 25.0f, 1.2f },   /* soleus */
  { { -31.0f, -8.0f, -30.0f }, { -28.0f, -8.0f, -130.0f }, 6.0f, 18.0f, 1.0f },  /* tibialis anterior */
};

static float
muscles (float signal,
         const float p[3],
         float width)
{
  for (guint i = 0; i < G_N_ELEMENTS (bellies); i++)
    {
      const Belly *it = &bellies[i];
      float along;
      const float q[3] = { p[0], p[1] * it->flat, p[2] };
      const float a[3] = { it->a[0], it->a[1] * it->flat, it->a[2] };
      const float b[3] = { it->b[0], it->b[1] * it->flat, it->b[2] };
      const float d = ovr_segment (q, a, b, &along);

      signal = muscle (signal, p, (d - ovr_mix (it->ra, it->rb, along)) / it->flat, width);
    }
  return signal;
}

/* A flat band that runs in the sagittal plane. */
static float
band (const float p[3],
      const float a[2],
      const float b[2],
      float half_thickness,
      float half_width)
{
  float along;
  const float q[3] = { 0.0f, p[1], p[2] };
  const float d = ovr_segment (q, (const float[]){ 0.0f, a[0], a[1] }, (const float[]){ 0.0f, b[0], b[1] }, &along);

  return fmaxf (d - half_thickness, fabsf (p[0]) - half_width);
}

static float
tendons (float signal,
         const float p[3],
         float width)
{
  const float quadriceps = band (p, (const float[]){ -47.5f, 50.0f }, (const float[]){ -44.0f, 135.0f }, 3.4f, 19.0f);
  const float patellar = band (p, (const float[]){ -48.0f, 14.0f }, (const float[]){ -31.5f, -47.0f }, 2.5f, 14.0f);
  const float front = band (p, (const float[]){ -52.5f, 18.0f }, (const float[]){ -52.0f, 46.0f }, 0.9f, 16.0f);
  const float layers = 45.0f + 70.0f * ovr_smooth_step (0.55f, 0.95f, sinf (p[1] * 2.4f + p[2] * 0.1f));

  signal = paint (signal, layers, quadriceps, width);
  signal = paint (signal, 40.0f, patellar, width);
  return paint (signal, 45.0f, front, width);
}

/* ---- Joint */

static float
cruciates (float signal,
           const float p[3],
           float width)
{
  static const float pcl[4][3] = { { 6.0f, 3.0f, 11.0f }, { 4.0f, 16.0f, 11.0f }, { 1.0f, 24.5f, 2.0f }, { 0.0f, 28.0f, -15.0f } };
  static const float acl_a[3] = { -6.0f, 16.0f, 21.5f };
  static const float acl_b[3] = { 1.0f, -8.0f, -5.0f };
  float posterior = 1e6f;
  float along;
  float anterior;
  float strands;

  if (fabsf (p[0]) > 18.0f || p[2] > 34.0f || p[2] < -22.0f)
    return signal;
  for (int i = 0; i < 3; i++)
    posterior = ovr_merge (posterior, ovr_segment (p, pcl[i], pcl[i + 1], &along) - 3.6f, 2.0f);
  anterior = ovr_segment (p, acl_a, acl_b, &along) - ovr_mix (3.4f, 5.2f, along);
  strands = sinf ((p[1] * 0.76f - p[2] * 0.65f) * 2.6f + p[0]) + 0.6f * ovr_noise (51, p[0] * 0.5f, p[1] * 0.5f, p[2] * 0.5f);
  /* Synovium, then the bundles. */
  signal = paint (signal, 420.0f, fminf (anterior, posterior) - 0.9f, width);
  signal = paint (signal, 75.0f + 110.0f * ovr_smooth_step (0.3f, 1.3f, strands), anterior, width);
  return paint (signal, 42.0f, posterior, width);
}

/* One meniscus: a ring of wedges, open towards the notch. */
static float
meniscus (const float p[3],
          float centre_m,
          float centre_y,
          float rm,
          float ry,
          float inner)
{
  const float k = sqrtf ((p[0] - centre_m) * (p[0] - centre_m) / (rm * rm) + (p[1] - centre_y) * (p[1] - centre_y) / (ry * ry));
  const float from_rim = (1.0f - k) * ovr_mix (rm, ry, 0.6f);
  const float base = plateau (p[0], p[1]) + CARTILAGE_MM - 0.2f;
  const float height = 7.6f * (1.0f - from_rim / inner);
  const float wedge = fmaxf (p[2] - base - height, base - p[2]);
  const float ring = fmaxf (-from_rim, from_rim - inner);
  const float side = centre_m > 0.0f ? 5.0f - p[0] : p[0] + 5.0f;

  return fmaxf (fmaxf (wedge * 0.9f, ring), side);
}

static float
menisci (float signal,
         const float p[3],
         float width)
{
  const float flat = fabsf (p[2]);
  const float wider = ovr_smooth_step (-10.0f, 20.0f, p[1]);
  const float medial = meniscus (p, 20.0f, 6.0f, 18.0f, 25.5f, ovr_mix (9.0f, 15.0f, wider));
  const float lateral = meniscus (p, -20.0f, 6.5f, 17.0f, 21.0f, 11.5f);
  const float *c = ovr_knee_tear;
  /* The tear climbs from the lower surface towards the capsule. */
  const float along = (p[1] - c[1]) * 0.93f + (p[2] - c[2]) * 0.36f;
  const float across = (p[2] - c[2]) * 0.93f - (p[1] - c[1]) * 0.36f;
  const float tear = fmaxf (fmaxf (fabsf (across) - 0.55f, fabsf (along) - OVR_KNEE_TEAR_LENGTH / 2.0f), fabsf (p[0] - c[0]) - 7.0f);

  if (flat > 14.0f)
    return signal;
  signal = paint (signal, 45.0f, lateral, width);
  signal = paint (signal, 45.0f + 60.0f * expf (-across * across / 6.0f) * wider, medial, width);
  return paint (signal, 860.0f, fmaxf (tear, medial - 0.4f), width);
}

/* Where the femur has cartilage: all around the condyles and the trochlea, but
 * neither in the notch nor up the shaft. */
static float
femoral_cartilage (const float p[3],
                   float d)
{
  const float back = p[1] > 0.0f ? p[2] - 33.0f - 0.1f * p[1] : p[2] - 44.0f;
  const float notch = p[1] > 2.0f ? 9.5f - fabsf (p[0]) : -10.0f;
  const float thickness = CARTILAGE_MM * ovr_smooth_step (0.0f, 6.0f, -back);

  return fmaxf (fmaxf (d - thickness, back), notch);
}

static float
layered (float depth,
         const float p[3])
{
  return 430.0f + 130.0f * ovr_smooth_step (0.2f, 1.6f, depth) + 25.0f * ovr_noise (61, p[0], p[1], p[2]);
}

static float
joint (float signal,
       const float p[3],
       const float distance[3],
       float width)
{
  const float df = distance[0];
  const float dt = distance[1];
  const float dp = distance[2];
  const float gap = fmaxf (df - 5.2f, dt - 5.6f);
  const float front = fmaxf (dp - 4.4f, df - 4.0f);
  const float folds = 0.9f * ovr_noise (81, p[0] * 0.12f, 0.0f, p[2] * 0.14f);
  const float recess = ellipsoid_at (p, (const float[]){ 2.0f, -36.5f - 2.0f * folds, 62.0f }, (const float[]){ 22.0f, 3.0f, 19.0f }) + 0.5f * folds;
  const float *c = ovr_knee_cyst;
  const float cyst = ovr_merge (ellipsoid_at (p, c, (const float[]){ 7.0f, 6.0f, OVR_KNEE_CYST_LENGTH / 2.0f }),
                                ellipsoid_at (p, (const float[]){ c[0] + 1.0f, c[1] - 9.0f, c[2] + 6.0f }, (const float[]){ 2.0f, 7.0f, 2.0f }), 2.0f);
  const float facet = 3.4f * sqrtf (fmaxf (0.0f, 1.0f - (p[2] - 33.0f) * (p[2] - 33.0f) / 256.0f));
  float tibial;

  /* Synovium is a little brighter than fat, fluid lies inside. */
  signal = paint (signal, 1000.0f, fminf (fminf (gap, front), recess), width);
  signal = paint (signal, 70.0f, fabsf (recess) - 0.35f, width);
  signal = paint (signal, 120.0f, cyst - 0.5f, width);
  signal = paint (signal, 1020.0f, cyst, width);
  signal = cruciates (signal, p, width);
  signal = menisci (signal, p, width);

  tibial = fmaxf (fmaxf (dt - CARTILAGE_MM, plateau (p[0], p[1]) - 1.2f - p[2]), 7.0f - fabsf (p[0]));
  tibial = fmaxf (tibial, fabsf (p[1] - 5.0f) - 23.0f);
  signal = paint (signal, layered (dt, p), tibial, width);
  signal = paint (signal, layered (df, p), femoral_cartilage (p, df), width);
  signal = paint (signal, layered (dp, p), fmaxf (dp - facet, -41.0f - p[1]), width);
  signal = bone (signal, p, df, width, p[2] > 45.0f ? 2.6f : 0.9f, 39.0f);
  signal = bone (signal, p, dt, width, p[2] < -40.0f ? 2.8f : 1.0f, -19.0f);
  return bone (signal, p, dp, width, 1.1f, 500.0f);
}

/* ---- Vessels and the whole leg */

static float
tube (float signal,
      const float p[3],
      const float path[3][3],
      float radius,
      float value,
      float wall,
      float width)
{
  float along;
  const float d = fminf (ovr_segment (p, path[0], path[1], &along), ovr_segment (p, path[1], path[2], &along)) - radius;

  signal = paint (signal, wall, d - 0.6f, width);
  return paint (signal, value, d, width);
}

static float
vessels (float signal,
         const float p[3],
         float width)
{
  static const float artery[3][3] = { { -1.0f, 34.0f, 130.0f }, { -3.0f, 39.0f, 20.0f }, { -6.0f, 33.0f, -80.0f } };
  static const float vein[3][3] = { { -4.0f, 42.0f, 130.0f }, { -6.0f, 46.0f, 20.0f }, { -2.0f, 39.0f, -80.0f } };
  static const float nerve[3][3] = { { -2.0f, 52.0f, 130.0f }, { 0.0f, 53.0f, 20.0f }, { 4.0f, 44.0f, -80.0f } };
  static const float saphenous[3][3] = { { 46.0f, 24.0f, 130.0f }, { 45.0f, 26.0f, 0.0f }, { 44.0f, 18.0f, -100.0f } };

  signal = tube (signal, p, nerve, 2.6f, 330.0f + 90.0f * ovr_noise (41, p[0] * 1.6f, p[1] * 1.6f, p[2] * 0.1f), 150.0f, width);
  signal = tube (signal, p, vein, 3.3f, 470.0f + 60.0f * ovr_noise (42, p[0], p[1], p[2] * 0.1f), 180.0f, width);
  signal = tube (signal, p, saphenous, 1.7f, 800.0f, 170.0f, width);
  return tube (signal, p, artery, 3.1f, 60.0f, 260.0f, width);
}

/* The skin: an ellipse whose middle and axes follow the leg. */
static float
leg (const float p[3])
{
  static const struct
  {
    float s;
    float front;
    float back;
    float half;
  } stations[] = {
    { -130.0f, -44.0f, 74.0f, 62.0f },
    { -80.0f, -45.0f, 72.0f, 59.0f },
    { -42.0f, -45.0f, 66.0f, 56.0f },
    { -10.0f, -51.0f, 58.0f, 57.0f },
    { 20.0f, -58.0f, 59.0f, 60.0f },
    { 50.0f, -60.0f, 63.0f, 64.0f },
    { 90.0f, -65.0f, 70.0f, 70.0f },
    { 140.0f, -72.0f, 77.0f, 76.0f },
  };
  guint i = 0;
  float t;
  float front;
  float back;
  float half;
  float k;

  while (i + 2 < G_N_ELEMENTS (stations) && p[2] > stations[i + 1].s)
    i++;
  t = ovr_smooth_step (stations[i].s, stations[i + 1].s, p[2]);
  front = ovr_mix (stations[i].front, stations[i + 1].front, t);
  back = ovr_mix (stations[i].back, stations[i + 1].back, t);
  half = ovr_mix (stations[i].half, stations[i + 1].half, t);
  k = powf (powf (fabsf (p[0]) / half, 2.3f) + powf (fabsf (p[1] - (front + back) / 2.0f) / ((back - front) / 2.0f), 2.3f), 1.0f / 2.3f);
  return (k - 1.0f) * (back - front) / 2.0f;
}

/* Fat with its septa, which are thin sheets. */
static float
fat (const float p[3],
     float inside)
{
  const float sheets = fabsf (ovr_noise (21, p[0] * 0.11f, p[1] * 0.16f, p[2] * 0.11f));
  const float fine = fabsf (ovr_noise (22, p[0] * 0.3f, p[1] * 0.3f, p[2] * 0.25f));
  const float deep = ovr_smooth_step (0.0f, 9.0f, inside);

  return 185.0f + 60.0f * ovr_clamp (1.0f - sheets * 14.0f, 0.0f, 1.0f) + 22.0f * deep * ovr_clamp (1.0f - fine * 7.0f, 0.0f, 1.0f) +
         12.0f * ovr_noise (23, p[0] * 0.5f, p[1] * 0.5f, p[2] * 0.5f);
}

float
ovr_phantom_knee_signal (const float p[3],
                         float width_mm)
{
  const float skin = leg (p);
  const float distance[3] = { femur (p), tibia (p), patella (p) };
  float signal = 0.0f;

  if (skin > width_mm)
    return 0.0f;
  /* Deep in a bone nothing else can be seen. */
  if (fminf (distance[0], fminf (distance[1], distance[2])) < -4.0f)
    return joint (signal, p, distance, width_mm);
  signal = paint (0.0f, 340.0f, skin, width_mm);
  signal = paint (signal, fat (p, -skin), skin + 1.7f, width_mm);
  if (skin > -2.0f)
    return signal;
  if (skin < -5.0f)
    signal = muscles (signal, p, width_mm);
  signal = vessels (signal, p, width_mm);
  signal = tendons (signal, p, width_mm);
  signal = bone (signal, p, fibula (p), width_mm, 1.4f, 500.0f);
  return joint (signal, p, distance, width_mm);
}
