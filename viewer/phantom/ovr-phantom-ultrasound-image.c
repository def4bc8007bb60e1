/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-field.h"
#include "ovr-phantom-letters.h"
#include "ovr-phantom-ultrasound-private.h"

#include <string.h>

/* The pixels of the cine. The section is made as a machine makes it: lines of
 * speckle in polar coordinates, compressed, then brought into the sector. */

#define N_LINES 300
#define N_SAMPLES 720
#define HALF_ANGLE 0.88f /* rad */
#define APEX_MM 11.0f    /* from the virtual apex to the probe's skin */
#define DEPTH_MM 68.0f
#define RANGE_DB 62.0f

typedef struct
{
  float *real[2]; /* two independent speckle fields, complex */
  float *imaginary[2];
  float *echo_db;
  guint8 *frames;
} Cine;

/* ---- Anatomy: dB against brain, at x mm to the patient's left and z mm below
 * the fontanelle. */

static float
line_db (float x,
         float z,
         const float a[2],
         const float b[2],
         float half_width)
{
  float along;
  const float d = ovr_segment ((const float[]){ x, z, 0.0f }, (const float[]){ a[0], a[1], 0.0f }, (const float[]){ b[0], b[1], 0.0f }, &along);

  return expf (-d * d / (2.0f * half_width * half_width));
}

static float
blob (float x,
      float z,
      float cx,
      float cz,
      float rx,
      float rz)
{
  return ovr_cover (ovr_ellipsoid (x - cx, 0.0f, z - cz, rx, 9.0f, rz), 0.7f);
}

/* One lateral ventricle's frontal horn: a crescent. */
static float
horn (float x,
      float z,
      float size)
{
  const float bend = z + 0.045f * (x - 3.0f) * (x - 3.0f) - 0.1f * x;

  return blob (x, bend, 8.5f, 24.3f, 7.4f, size);
}

static float
sulci (float x,
       float z)
{
  const float side = fabsf (x);
  const float wave = 0.9f * ovr_noise (301, side * 0.25f, z * 0.25f, x > 0.0f ? 5.0f : 1.0f);
  float lines = 0.0f;

  lines += line_db (side + wave, z, (const float[]){ 0.0f, 15.0f }, (const float[]){ 7.0f, 13.0f }, 0.45f);
  lines += line_db (side + wave, z, (const float[]){ 9.0f, 4.0f }, (const float[]){ 10.5f, 9.5f }, 0.4f);
  lines += line_db (side + wave, z, (const float[]){ 19.0f, 9.0f }, (const float[]){ 17.5f, 14.0f }, 0.4f);
  lines += 1.4f * line_db (side, z + wave, (const float[]){ 31.0f, 31.0f }, (const float[]){ 21.0f, 33.0f }, 0.8f);
  lines += 1.2f * line_db (side, z + wave, (const float[]){ 21.0f, 33.0f }, (const float[]){ 19.5f, 28.5f }, 0.7f);
  lines += 1.2f * line_db (side, z + wave, (const float[]){ 21.0f, 33.0f }, (const float[]){ 18.5f, 37.5f }, 0.7f);
  lines += line_db (side, z + wave, (const float[]){ 6.0f, 46.0f }, (const float[]){ 21.0f, 55.0f }, 0.7f);
  return lines;
}

static float
echo_db (float x,
         float z)
{
  const float side = fabsf (x);
  const float brain = ovr_ellipsoid (x, 0.0f, z - 34.0f, 33.0f, 33.0f, 34.0f);
  const float white = expf (-((side - 15.0f) * (side - 15.0f) / 40.0f + (z - 17.0f) * (z - 17.0f) / 30.0f));
  float db = 2.5f * ovr_noise_sum (302, x * 0.13f, z * 0.13f, 0.0f, 2) + 4.5f * white;

  db = ovr_mix (db, -3.5f, blob (side, z, 9.0f, 36.5f, 8.2f, 7.0f));  /* thalami */
  db = ovr_mix (db, -4.5f, blob (side, z, 13.0f, 29.0f, 4.0f, 3.4f)); /* caudate heads */
  db = ovr_mix (db, 5.0f, blob (x, z, 0.0f, 53.0f, 9.0f, 7.5f));      /* vermis */
  db = ovr_mix (db, -6.0f, blob (x, z, 0.0f, 45.0f, 6.0f, 4.0f));     /* midbrain */
  db += 15.0f * ovr_clamp (sulci (x, z), 0.0f, 1.3f);
  db += 17.0f * line_db (x, z, (const float[]){ 0.0f, 1.5f }, (const float[]){ 0.2f, 18.5f }, 0.5f);
  db = ovr_mix (db, -8.0f, blob (x, z, 0.0f, 21.2f, 8.0f, 0.9f));  /* corpus callosum */
  db = ovr_mix (db, -60.0f, blob (x, z, 0.0f, 25.2f, 2.6f, 3.0f)); /* cavum */
  db = ovr_mix (db, -60.0f, x > 0.0f ? horn (side, z, 3.1f) : horn (side, z, 1.3f));
  db = ovr_mix (db, -52.0f, blob (x, z, 0.0f, 35.0f, 0.7f, 4.4f)); /* third ventricle */
  db += 14.0f * blob (x, z, 0.0f, 29.6f, 2.2f, 0.9f);              /* choroid plexus */
  db = ovr_mix (db, 13.0f + 3.0f * ovr_noise_sum (303, x * 0.7f, z * 0.7f, 0.0f, 2),
                ovr_cover (hypotf (x - ovr_ultrasound_bleed[0], z - ovr_ultrasound_bleed[1]) - OVR_ULTRASOUND_BLEED_MM / 2.0f +
                               0.5f * ovr_noise (304, x * 0.6f, z * 0.6f, 0.0f),
                           0.9f));
  /* Skull: bright where the beam meets it, nothing behind it. */
  if (brain > 0.0f)
    db = 33.0f * expf (-brain * brain / 1.6f) - 26.0f - 9.0f * brain * ovr_smooth_step (2.0f, 5.0f, brain);
  return db - 0.10f * z;
}

/* ---- Speckle */

static void
make_speckle (float *pixels,
              guint64 seed)
{
  OvrRandom random = { seed };

  for (int i = 0; i < N_LINES * N_SAMPLES; i++)
    pixels[i] = ovr_random_normal (&random);
  ovr_field_blur (pixels, N_SAMPLES, N_LINES, 1.25f);
}

static void
make_line (guint line,
           gpointer data)
{
  const Cine *cine = data;
  const float angle = ((float) line / (N_LINES - 1) * 2.0f - 1.0f) * HALF_ANGLE;

  for (int i = 0; i < N_SAMPLES; i++)
    {
      const float r = APEX_MM + DEPTH_MM * (float) i / (N_SAMPLES - 1);

      cine->echo_db[(int) line * N_SAMPLES + i] = echo_db (r * sinf (angle), r * cosf (angle) - APEX_MM);
    }
}

/* The grey values of frame @phase (rad) in polar coordinates. */
static void
compress (const Cine *cine,
          float phase,
          guint8 *polar)
{
  const float c = cosf (phase);
  const float s = sinf (phase);

  for (int i = 0; i < N_LINES * N_SAMPLES; i++)
    {
      const float re = c * cine->real[0][i] + s * cine->real[1][i];
      const float im = c * cine->imaginary[0][i] + s * cine->imaginary[1][i];
      const float db = 10.0f * log10f ((re * re + im * im) * 10.0f + 1e-6f) * 0.75f + cine->echo_db[i];

      polar[i] = (guint8) ovr_clamp (255.0f * (db + RANGE_DB * 0.46f) / RANGE_DB, 0.0f, 255.0f);
    }
}

static float
sample (const guint8 *polar,
        float line,
        float depth)
{
  const int l = (int) line;
  const int d = (int) depth;
  const float u = line - (float) l;
  const float v = depth - (float) d;
  const guint8 *at = polar + l * N_SAMPLES + d;

  return ovr_mix (ovr_mix (at[0], at[1], v), ovr_mix (at[N_SAMPLES], at[N_SAMPLES + 1], v), u);
}

/* ---- Painting */

static void
put (guint8 *frame,
     int x,
     int y,
     guint8 r,
     guint8 g,
     guint8 b)
{
  guint8 *at = frame + (y * OVR_ULTRASOUND_COLUMNS + x) * 3;

  at[0] = r;
  at[1] = g;
  at[2] = b;
}

static void
bar (guint8 *frame,
     int x0,
     int y0,
     int x1,
     int y1,
     guint8 grey)
{
  for (int y = y0; y <= y1; y++)
    for (int x = x0; x <= x1; x++)
      put (frame, x, y, grey, grey, grey);
}

static void
letters (guint8 *frame,
         int x,
         int y,
         int scale,
         guint8 grey,
         const char *text)
{
  g_autofree guint8 *mask = g_malloc0 (OVR_ULTRASOUND_COLUMNS * 24);

  ovr_letters_draw (mask, OVR_ULTRASOUND_COLUMNS, 24, x, 0, scale, grey, text);
  for (int row = 0; row < 24 && y + row < OVR_ULTRASOUND_ROWS; row++)
    for (int column = 0; column < OVR_ULTRASOUND_COLUMNS; column++)
      if (mask[row * OVR_ULTRASOUND_COLUMNS + column] != 0)
        put (frame, column, y + row, grey, grey, grey);
}

static void
paint_section (const guint8 *polar,
               guint8 *frame)
{
  const OvrPhantomRegion *region = &ovr_phantom_ultrasound_truth ()->regions[0];
  const float mm = (float) region->delta_x * 10.0f;

  for (int y = region->y0; y <= region->y1; y++)
    for (int x = region->x0; x <= region->x1; x++)
      {
        const float px = (float) (x - region->x0 - region->ref_x) * mm;
        const float pz = (float) (y - region->y0 - region->ref_y) * mm + APEX_MM;
        const float line = (atan2f (px, pz) / HALF_ANGLE + 1.0f) * 0.5f * (N_LINES - 1);
        const float depth = (sqrtf (px * px + pz * pz) - APEX_MM) / DEPTH_MM * (N_SAMPLES - 1);
        guint8 grey;

        if (line < 0.0f || line >= N_LINES - 1 || depth < 0.0f || depth >= N_SAMPLES - 1)
          continue;
        grey = (guint8) sample (polar, line, depth);
        put (frame, x, y, grey, grey, grey);
      }
}

/* The anterior cerebral arteries in the colour box: red towards the probe, and
 * brighter the faster. */
static void
paint_flow (guint8 *frame,
            double velocity,
            guint frame_index)
{
  const OvrPhantomRegion *section = &ovr_phantom_ultrasound_truth ()->regions[0];
  const OvrPhantomRegion *box = &ovr_phantom_ultrasound_truth ()->regions[1];
  const float mm = (float) section->delta_x * 10.0f;
  OvrRandom random = { 900 + frame_index };

  for (int y = box->y0; y <= box->y1; y++)
    for (int x = box->x0; x <= box->x1; x++)
      {
        const float px = (float) (x - section->x0 - section->ref_x) * mm;
        const float pz = (float) (y - section->y0 - section->ref_y) * mm;
        const float centre = 0.25f + 0.4f * sinf (pz * 0.45f);
        const float wide = 0.75f + 0.35f * (float) (velocity / OVR_ULTRASOUND_PEAK);
        const float inside = 1.0f - fabsf (px - centre) / wide;
        const float speed = (float) (velocity / OVR_ULTRASOUND_PEAK) * inside + 0.08f * ovr_random_normal (&random);

        if (y == box->y0 || y == box->y1 || x == box->x0 || x == box->x1)
          put (frame, x, y, 150, 150, 120);
        else if (inside > 0.0f && pz > 19.8f && pz < 34.0f && speed > 0.06f)
          put (frame, x, y, (guint8) ovr_clamp (120.0f + 160.0f * speed, 0.0f, 255.0f),
               (guint8) ovr_clamp (20.0f + 190.0f * speed * speed, 0.0f, 255.0f), 10);
      }
}

/* Where the velocities are taken. */
static void
paint_gate (guint8 *frame)
{
  const OvrPhantomRegion *section = &ovr_phantom_ultrasound_truth ()->regions[0];
  const int x = section->x0 + section->ref_x + 2;
  const int y = section->y0 + section->ref_y + 135;

  for (int row = section->y0 + section->ref_y + 6; row < y - 8; row += 6)
    bar (frame, x, row, x, row + 2, 140);
  bar (frame, x - 7, y - 5, x + 7, y - 5, 230);
  bar (frame, x - 7, y + 5, x + 7, y + 5, 230);
}

double
ovr_ultrasound_velocity (double time_s)
{
  const double rise = OVR_ULTRASOUND_RISE_S;
  const double decay = 0.105;
  const double t = time_s - floor (time_s / OVR_ULTRASOUND_BEAT_S) * OVR_ULTRASOUND_BEAT_S;
  const double tail = exp (-(OVR_ULTRASOUND_BEAT_S - rise) / decay);
  double shape;

  if (t < rise)
    shape = 0.5 - 0.5 * cos (G_PI * t / rise);
  else
    shape = (exp (-(t - rise) / decay) - tail) / (1.0 - tail);
  return OVR_ULTRASOUND_END + (OVR_ULTRASOUND_PEAK - OVR_ULTRASOUND_END) * shape;
}

/* One column of the spectrum: bright below the envelope, dark in the window
 * beneath it. @time_s rules the noise too, so that what stands stays. */
static void
paint_spectrum_column (guint8 *frame,
                       int x,
                       double time_s)
{
  const OvrPhantomRegion *region = &ovr_phantom_ultrasound_truth ()->regions[2];
  const float envelope = (float) ovr_ultrasound_velocity (time_s);
  OvrRandom random = { (guint64) (gint64) floor (time_s * 1000.0 + 1e6) };

  for (int y = region->y0; y <= region->y1; y++)
    {
      const float v = (float) (region->ref_y - (y - region->y0)) * (float) -region->delta_y;
      const float below = envelope - v;
      const float band = expf (-below * below / (0.11f * envelope * envelope));
      const float power = below >= 0.0f && v > 1.5f ? (0.24f + 0.76f * band) * ovr_smooth_step (1.5f, 4.0f, v) : 0.02f;
      const float speckle = 0.55f + 0.45f * fabsf (ovr_random_normal (&random));
      const guint8 grey = (guint8) ovr_clamp (235.0f * power * speckle, 0.0f, 255.0f);

      put (frame, x, y, grey, grey, grey);
    }
}

/* The sweep: left of the cursor what is new, right of it the one before. */
static void
paint_spectrum (guint8 *frame,
                guint frame_index)
{
  const OvrPhantomRegion *region = &ovr_phantom_ultrasound_truth ()->regions[2];
  const double now = OVR_ULTRASOUND_START_S + frame_index * OVR_ULTRASOUND_FRAME_MS / 1000.0;
  const int cursor = region->x0 + (int) (now / region->delta_x);
  const double sweep = (region->x1 - region->x0 + 1) * region->delta_x;

  for (int x = region->x0; x <= region->x1; x++)
    {
      const double time = (x - region->x0) * region->delta_x;

      if (x <= cursor || x > cursor + 10)
        paint_spectrum_column (frame, x, x <= cursor ? time : time - sweep);
    }
  bar (frame, region->x0, region->y0 + region->ref_y, region->x1, region->y0 + region->ref_y, 120);
}

static void
paint_scales (guint8 *frame)
{
  const OvrPhantomUltrasound *truth = ovr_phantom_ultrasound_truth ();
  const OvrPhantomRegion *section = &truth->regions[0];
  const OvrPhantomRegion *spectrum = &truth->regions[2];

  for (int cm = 0; cm <= 6; cm++)
    {
      const int y = section->y0 + section->ref_y + cm * 50;
      g_autofree char *label = g_strdup_printf ("%d", cm);

      bar (frame, section->x1 + 6, y, section->x1 + (cm % 5 == 0 ? 14 : 10), y, 200);
      if (cm % 2 == 0)
        letters (frame, section->x1 + 18, y - 3, 1, 190, label);
    }
  for (int v = -10; v <= 50; v += 10)
    {
      const int y = spectrum->y0 + spectrum->ref_y - v * 2;
      g_autofree char *label = g_strdup_printf ("%d", v);

      bar (frame, spectrum->x1 + 2, y, spectrum->x1 + 6, y, 200);
      if (v % 20 == 0)
        letters (frame, spectrum->x1 + 9, y - 3, 1, 190, label);
    }
  for (int i = 0; i <= 5; i++)
    bar (frame, spectrum->x0 + i * 125, spectrum->y1 + 2, spectrum->x0 + i * 125, spectrum->y1 + 6, 200);
  for (int i = 0; i < 120; i++)
    {
      const guint8 grey = (guint8) (255 - i * 255 / 119);
      const int half = i < 60 ? 60 - i : i - 60;

      bar (frame, 640, 60 + i, 649, 60 + i, grey);
      for (int x = 664; x < 674; x++)
        put (frame, x, 60 + i, (guint8) (i < 60 ? 60 + 3 * half : 0), (guint8) (half * 2), (guint8) (i < 60 ? 0 : 60 + 3 * half));
    }
}

static void
paint_words (guint8 *frame)
{
  static const char *const lines[] = {
    "C8-5 NEO HEAD",
    "FR 25 HZ",
    "2D 72% DR 62",
    "COL 61% 3.5 MHZ",
    "PW 50% SV 1.5 MM",
    "MI 0.8 TIS 0.1 TIC 0.3",
    "HR 150",
  };

  letters (frame, 40, 10, 2, 235, "PHANTOM, NOT A PATIENT");
  letters (frame, 520, 14, 1, 200, "OVERREAD PHANTOM  NEONATAL HEAD  COR 3");
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    letters (frame, 640, 210 + (int) i * 16, 1, 190, lines[i]);
  letters (frame, 686, 60, 1, 190, "19 CM/S");
  letters (frame, 686, 173, 1, 190, "-19 CM/S");
  letters (frame, 48, 52, 2, 220, "R");
  letters (frame, 722, 412, 1, 190, "CM/S");
}

static void
paint_frame (guint index,
             gpointer data)
{
  const Cine *cine = data;
  guint8 *frame = cine->frames + (gsize) index * OVR_ULTRASOUND_COLUMNS * OVR_ULTRASOUND_ROWS * 3;
  const double now = OVR_ULTRASOUND_START_S + index * OVR_ULTRASOUND_FRAME_MS / 1000.0;
  const double velocity = ovr_ultrasound_velocity (now);
  g_autofree guint8 *polar = g_malloc (N_LINES * N_SAMPLES);

  compress (cine, 0.35f * (float) (velocity / OVR_ULTRASOUND_PEAK) + 0.02f * (float) index, polar);
  paint_section (polar, frame);
  paint_flow (frame, velocity, index);
  paint_gate (frame);
  paint_spectrum (frame, index);
  paint_scales (frame);
  paint_words (frame);
}

GBytes *
ovr_phantom_ultrasound_paint (void)
{
  const gsize n = N_LINES * N_SAMPLES;
  const gsize size = (gsize) OVR_ULTRASOUND_COLUMNS * OVR_ULTRASOUND_ROWS * 3 * OVR_ULTRASOUND_FRAMES;
  g_autofree float *fields = g_new (float, n * 5);
  Cine cine = {
    .real = { fields, fields + n },
    .imaginary = { fields + 2 * n, fields + 3 * n },
    .echo_db = fields + 4 * n,
    .frames = g_malloc0 (size),
  };

  for (guint i = 0; i < 4; i++)
    make_speckle (fields + i * n, 4401 + i);
  ovr_field_parallel (N_LINES, make_line, &cine);
  ovr_field_parallel (OVR_ULTRASOUND_FRAMES, paint_frame, &cine);
  return g_bytes_new_take (cine.frames, size);
}
