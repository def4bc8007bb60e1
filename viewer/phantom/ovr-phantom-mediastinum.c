/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-body-private.h"

#include <math.h>

/* Between the lungs: fat, heart, great vessels, gullet, windpipe, nodes. */

#define N_LEVELS 14

/* The mediastinum's outline from the head down, each from the front over the
 * patient's left to the back and over the right: what the lungs leave free. */
static const double outline[N_LEVELS][1 + 2 * OVR_LOFT_POINTS] = {
  { 84, 0, -42, 15, -40, 26, -32, 31, -16, 29, 2, 25, 18, 22, 34, 16, 52, 0, 60, -16, 52, -22, 34, -25, 18, -29, 2, -31, -16, -26, -32, -15, -40 },
  { 55, 0, -54, 14, -52, 25, -42, 30, -22, 31, -5, 28, 12, 22, 28, 19, 48, 0, 66, -19, 48, -22, 28, -24, 12, -28, -5, -30, -22, -25, -42, -13, -52 },
  { 25, 0, -64, 14, -62, 26, -50, 32, -30, 34, -8, 33, 10, 26, 26, 19, 48, 0, 70, -19, 48, -18, 30, -14, 15, -22, 0, -34, -14, -32, -37, -14, -58 },
  { 8, 0, -75, 10, -71, 18, -54, 27, -34, 38, -10, 44, 12, 42, 34, 21, 50, 0, 72, -19, 50, -19, 32, -17, 17, -27, 5, -35, -12, -33, -36, -12, -62 },
  { -8, 0, -81, 10, -77, 20, -60, 26, -40, 28, -16, 37, 12, 42, 36, 22, 50, 0, 74, -19, 50, -18, 32, -20, 18, -33, 8, -38, -12, -35, -40, -12, -66 },
  { -25, 0, -85, 10, -82, 24, -68, 34, -48, 40, -22, 50, 4, 44, 36, 22, 52, 0, 76, -19, 52, -19, 34, -27, 20, -42, 8, -44, -12, -40, -42, -12, -72 },
  { -45, 0, -90, 14, -87, 34, -74, 48, -54, 50, -28, 46, 0, 42, 38, 22, 52, 0, 76, -19, 52, -18, 34, -26, 18, -44, 2, -54, -20, -50, -50, -16, -80 },
  { -70, 0, -94, 22, -90, 50, -79, 70, -58, 70, -28, 52, 2, 40, 38, 22, 52, 0, 76, -19, 52, -15, 36, -23, 17, -46, 0, -58, -24, -54, -56, -20, -85 },
  { -95, 0, -97, 30, -92, 66, -81, 88, -60, 84, -32, 58, -2, 38, 34, 21, 52, 0, 76, -19, 52, -14, 34, -21, 17, -42, 4, -57, -22, -50, -54, -17, -84 },
  { -115, 0, -97, 32, -92, 70, -81, 92, -62, 86, -38, 54, -10, 34, 28, 20, 50, 0, 76, -18, 50, -13, 32, -21, 15, -37, 2, -49, -22, -44, -54, -17, -85 },
  { -132, 0, -96, 30, -90, 64, -80, 80, -62, 70, -44, 38, -16, 30, 24, 19, 48, 0, 74, -18, 48, -13, 30, -18, 13, -28, -4, -38, -28, -38, -54, -16, -84 },
  { -160, 0, 4, 8, 5, 16, 8, 23, 14, 26, 22, 26, 32, 22, 42, 19, 52, 0, 72, -19, 52, -22, 42, -24, 32, -24, 22, -22, 14, -16, 8, -8, 5 },
  { -200, 0, -10, 8, -8, 16, -4, 23, 4, 26, 14, 27, 26, 24, 38, 21, 50, 0, 70, -21, 50, -24, 38, -27, 26, -26, 14, -22, 4, -16, -4, -8, -8 },
  { -262, 0, -20, 8, -18, 16, -14, 24, -6, 28, 4, 30, 18, 28, 32, 23, 44, 0, 64, -23, 44, -28, 32, -30, 18, -28, 4, -24, -6, -16, -14, -8, -18 },
};

static const OvrLoft mediastinum = { N_LEVELS, 0.0, outline };

static const OvrOrganRow heart_rows[] = {
  /* right atrium, its appendage */
  { { -33, -22, -78 }, { 21, 27, 35 }, { 0, 0, 10 }, 108, 2.0, 152 },
  { { -20, -44, -56 }, { 13, 8, 14 }, { 0, 20, -20 }, 118, 1.5, 152 },
  /* right ventricle and its outlet */
  { { 14, -57, -92 }, { 48, 29, 36 }, { 0, 22, -14 }, 108, 3.0, 155 },
  { { 17, -50, -56 }, { 17, 15, 26 }, { 8, 0, 0 }, 108, 2.8, 157 },
  { { 18, -46, -45 }, { 13, 13, 20 }, { 8, 0, 0 }, 158, 0, 0 },
  /* from atrium to ventricle */
  { { -12, -40, -86 }, { 14, 11, 13 }, { 0, 0, 0 }, 154, 0, 0 },
  /* left atrium and its appendage */
  { { 0, 4, -58 }, { 33, 17, 23 }, { 0, 0, 0 }, 118, 1.6, 160 },
  { { 36, -16, -50 }, { 15, 7, 9 }, { 0, 0, -30 }, 120, 1.2, 158 },
  /* left ventricle: muscle, cavity, papillary muscles */
  { { 44, -32, -88 }, { 49, 32, 33 }, { 0, 30, -35 }, HU_MYOCARDIUM, 0, 0 },
  { { 40, -29.5, -85.5 }, { 40, 21.5, 22.5 }, { 0, 30, -35 }, 161, 0, 0 },
  { { 56, -32, -98 }, { 11, 4.5, 5 }, { 0, 30, -35 }, HU_MYOCARDIUM, 0, 0 },
  { { 52, -48, -88 }, { 10, 4, 4.5 }, { 0, 30, -35 }, HU_MYOCARDIUM, 0, 0 },
  /* mitral valve's opening, outlet to the aorta */
  { { 20, -14, -70 }, { 12, 11, 12 }, { 0, 0, 20 }, 160, 0, 0 },
  { { 10, -24, -62 }, { 15, 12, 14 }, { 0, 0, 0 }, 160, 0, 0 },
  /* fat in the grooves between atria and ventricles */
  { { -16, -53, -80 }, { 6, 8, 26 }, { 10, 0, 30 }, -88, 0, 0 },
  { { 41, -4, -72 }, { 9, 4.5, 12 }, { 0, 0, -35 }, -80, 0, 0 },
  { { 2, -10, -100 }, { 8, 6, 13 }, { 0, 0, 20 }, -70, 0, 0 },
  { { 40, -58, -72 }, { 9, 4, 16 }, { 30, 0, 25 }, -80, 0, 0 },
};

/* Lymph nodes of everyday size, and a remnant of the thymus. */
static const OvrOrganRow node_rows[] = {
  { { -15, -4, 13 }, { 4.2, 3.0, 5.0 }, { 0, 0, 30 }, 58, 0, 0 },
  { { 26, -2, -6 }, { 4.5, 2.6, 4.0 }, { 0, 0, -40 }, 60, 0, 0 },
  { { 3, 17, -22 }, { 8.0, 4.0, 7.0 }, { 0, 0, 8 }, 62, 0, 0 },
  { { 10, -48, 12 }, { 3.2, 2.2, 4.2 }, { 0, 0, 20 }, 50, 0, 0 },
  { { -12, -46, 20 }, { 2.8, 2.0, 3.4 }, { 0, 0, 0 }, 50, 0, 0 },
  { { 4, -54, -10 }, { 9.0, 3.0, 12.0 }, { 8, 0, 12 }, -38, 0, 0 },
  { { -44, 14, -34 }, { 3.8, 3.0, 4.4 }, { 0, 0, 0 }, 60, 0, 0 },
  { { 48, 12, -36 }, { 3.6, 2.6, 4.0 }, { 0, 0, 0 }, 58, 0, 0 },
};

static const OvrOrganRow plaque_rows[] = {
  { { 22.5, 12, 18 }, { 4.5, 1.1, 2.4 }, { 0, 0, 58 }, 780, 0, 0 },
  { { 9, -24.5, 17 }, { 3.0, 0.9, 1.8 }, { 0, 0, 35 }, 640, 0, 0 },
  { { 39.5, 30, -2 }, { 1.0, 4.0, 3.0 }, { 0, 0, -12 }, 820, 0, 0 },
  { { 35.5, 42, -52 }, { 1.1, 3.2, 4.0 }, { 0, 0, 25 }, 700, 0, 0 },
  { { 14, 45.0, -88 }, { 2.6, 1.0, 3.4 }, { 0, 0, 20 }, 690, 0, 0 },
  { { 6, 4.5, -180 }, { 3.4, 1.0, 4.0 }, { 0, 0, 0 }, 760, 0, 0 },
  { { -6, 10, -212 }, { 1.0, 3.6, 5.0 }, { 0, 0, 0 }, 720, 0, 0 },
  { { 46, -62.5, -68 }, { 1.6, 1.0, 2.6 }, { 0, 0, 30 }, 560, 0, 0 },
};

/* Paths: x, y, z and radius in mm. */
static const double aorta[][4] = {
  { 4, -25, -54, 14.5 },
  { -3, -27, -40, 15.0 },
  { -12, -28, -20, 15.2 },
  { -14, -27, -4, 14.8 },
  { -9, -25, 9, 14.2 },
  { 4, -17, 15, 13.4 },
  { 17, -4, 15, 12.8 },
  { 26, 12, 11, 12.4 },
  { 30, 25, 0, 12.2 },
  { 30, 33, -16, 11.8 },
  { 28.5, 37, -45, 11.4 },
  { 25, 37, -80, 11.2 },
  { 18, 29, -115, 10.8 },
  { 10, 16, -155, 10.2 },
  { 5, 4, -200, 9.6 },
  { 3, -6, -262, 8.8 },
};
static const double brachiocephalic[][4] = { { -3, -20, 20, 6.2 }, { -8, -14, 36, 5.8 }, { -14, -10, 52, 5.4 } };
static const double subclavian_right[][4] = { { -14, -10, 52, 4.8 }, { -26, -4, 64, 4.3 }, { -52, -4, 68, 4.0 }, { -96, -6, 72, 3.4 }, { -150, -4, 92, 3.0 } };
static const double carotid_right[][4] = { { -14, -10, 52, 3.8 }, { -21, -7, 78, 3.5 }, { -25, -4, 122, 3.4 } };
static const double carotid_left[][4] = { { 9, -13, 22, 4.0 }, { 13, -6, 45, 3.7 }, { 20, -6, 78, 3.5 }, { 25, -4, 122, 3.4 } };
static const double subclavian_left[][4] = { { 23, 6, 20, 5.2 }, { 25, 8, 45, 4.8 }, { 30, 5, 62, 4.6 }, { 52, -3, 68, 4.0 }, { 96, -6, 72, 3.4 }, { 150, -4, 92, 3.0 } };

static const double cava_superior[][4] = { { -27, -20, 14, 7.6 }, { -28, -17, -6, 8.8 }, { -30, -16, -36, 8.8 }, { -32, -19, -56, 10.0 } };
static const double cava_inferior[][4] = { { -26, -8, -106, 13.0 }, { -23, 0, -128, 11.5 }, { -19, 5, -160, 11.0 }, { -18, 4, -205, 10.0 }, { -17, -2, -262, 9.4 } };
static const double vein_right[][4] = { { -36, -26, 54, 6.4 }, { -32, -24, 34, 6.6 }, { -27, -20, 14, 7.2 } };
static const double vein_left[][4] = { { 36, -26, 54, 6.0 }, { 30, -36, 38, 6.0 }, { 10, -40, 28, 5.8 }, { -10, -34, 21, 6.0 }, { -25, -22, 15, 6.2 } };
static const double jugular[][4] = { { 36, -26, 54, 6.0 }, { 34, -14, 80, 5.4 }, { 34, -8, 122, 5.2 } };
static const double subclavian_vein[][4] = { { 36, -26, 54, 5.0 }, { 58, -28, 58, 4.6 }, { 98, -16, 66, 4.2 }, { 150, -12, 86, 3.6 } };
static const double azygos[][4] = { { -6, 24, -190, 2.0 }, { -10, 32, -140, 2.6 }, { -9, 35.5, -80, 3.2 }, { -10, 34, -20, 3.6 }, { -13, 30, 0, 3.8 }, { -22, 16, 5, 4.0 }, { -27, -4, 2, 4.2 }, { -28, -12, 0, 4.4 } };
static const double hemiazygos[][4] = { { 8, 26, -190, 1.6 }, { 12, 37, -120, 2.0 }, { 8, 36, -64, 2.2 }, { -8, 36, -58, 2.2 } };

static const double pulmonary_trunk[][4] = { { 18, -46, -50, 12.5 }, { 18, -42, -38, 13.2 }, { 16, -33, -27, 13.0 }, { 15, -25, -23, 12.0 } };
static const double pulmonary_left[][4] = { { 15, -27, -23, 12.0 }, { 27, -14, -19, 10.8 }, { 39, 6, -17, 9.6 }, { 46, 21, -25, 8.6 }, { 48, 29, -42, 7.4 }, { 47, 33, -60, 6.0 } };
static const double pulmonary_right[][4] = { { 15, -25, -25, 10.5 }, { 2, -12, -27, 9.8 }, { -14, -5, -28, 9.4 }, { -30, -3, -29, 9.2 }, { -38, 0, -36, 8.4 }, { -42, 6, -50, 7.2 }, { -45, 16, -66, 5.8 } };
static const double truncus[][4] = { { -28, -3, -27, 7.0 }, { -36, 1, -18, 6.2 }, { -41, 6, -8, 5.4 } };
static const double vein_upper_right[][4] = { { -24, -2, -50, 7.0 }, { -34, -10, -44, 6.4 }, { -43, -16, -36, 5.6 } };
static const double vein_lower_right[][4] = { { -26, 8, -64, 7.0 }, { -36, 16, -68, 6.4 }, { -46, 24, -74, 5.4 } };
static const double vein_upper_left[][4] = { { 26, 0, -50, 6.6 }, { 38, -10, -42, 6.2 }, { 46, -18, -34, 5.4 } };
static const double vein_lower_left[][4] = { { 26, 10, -62, 6.8 }, { 36, 18, -68, 6.2 }, { 46, 26, -74, 5.4 } };

static const double coronary_anterior[][4] = { { 14, -34, -48, 1.9 }, { 34, -50, -56, 1.8 }, { 47, -60, -72, 1.6 }, { 60, -68, -92, 1.4 }, { 74, -68, -112, 1.1 } };
static const double coronary_round[][4] = { { 18, -33, -48, 1.7 }, { 34, -12, -60, 1.6 }, { 47, -2, -78, 1.4 }, { 48, 2, -94, 1.2 } };
static const double coronary_right[][4] = { { -6, -40, -48, 1.8 }, { -17, -55, -64, 1.8 }, { -19, -59, -86, 1.7 }, { -8, -44, -112, 1.5 }, { 6, -20, -112, 1.3 } };
static const double mammary[][4] = { { 24, -52, 40, 1.3 }, { 21, -69, 14, 1.2 }, { 20, -80, -10, 1.2 }, { 20, -90, -50, 1.1 }, { 21, -93, -100, 1.0 } };

static const double oesophagus[][4] = { { 3, 5, 122, 5.0 }, { 4, 12, 84, 5.2 }, { 6, 22, 50, 5.4 }, { 7, 25, 20, 5.4 }, { 5, 27, 0, 5.4 }, { 4, 27, -30, 5.2 }, { 5, 27, -60, 5.6 }, { 9, 23, -95, 6.0 }, { 16, 12, -122, 6.6 }, { 26, 2, -140, 7.2 }, { 34, -2, -152, 8.0 } };

#define PATH(self, part, path, mirror) ovr_body_add_path (self, part, path, G_N_ELEMENTS (path), mirror)

static void
add_veins (OvrBody *self)
{
  PATH (self, OVR_PART_GREAT_VEINS, cava_superior, 1.0);
  PATH (self, OVR_PART_GREAT_VEINS, cava_inferior, 1.0);
  PATH (self, OVR_PART_GREAT_VEINS, vein_right, 1.0);
  PATH (self, OVR_PART_GREAT_VEINS, vein_left, 1.0);
  for (double side = -1.0; side < 2.0; side += 2.0)
    {
      PATH (self, OVR_PART_GREAT_VEINS, jugular, side);
      PATH (self, OVR_PART_GREAT_VEINS, subclavian_vein, side);
      PATH (self, OVR_PART_SMALL_VESSELS, mammary, side);
    }
  PATH (self, OVR_PART_SMALL_VESSELS, azygos, 1.0);
  PATH (self, OVR_PART_SMALL_VESSELS, hemiazygos, 1.0);
}

void
ovr_body_build_vessels (OvrBody *self)
{
  PATH (self, OVR_PART_AORTA, aorta, 1.0);
  PATH (self, OVR_PART_AORTA, brachiocephalic, 1.0);
  PATH (self, OVR_PART_SMALL_VESSELS, subclavian_right, 1.0);
  PATH (self, OVR_PART_SMALL_VESSELS, subclavian_left, 1.0);
  PATH (self, OVR_PART_SMALL_VESSELS, carotid_right, 1.0);
  PATH (self, OVR_PART_SMALL_VESSELS, carotid_left, 1.0);
  PATH (self, OVR_PART_SMALL_VESSELS, coronary_anterior, 1.0);
  PATH (self, OVR_PART_SMALL_VESSELS, coronary_round, 1.0);
  PATH (self, OVR_PART_SMALL_VESSELS, coronary_right, 1.0);
  PATH (self, OVR_PART_LUNG_TRUNKS, pulmonary_trunk, 1.0);
  PATH (self, OVR_PART_LUNG_TRUNKS, pulmonary_left, 1.0);
  PATH (self, OVR_PART_LUNG_TRUNKS, pulmonary_right, 1.0);
  PATH (self, OVR_PART_LUNG_TRUNKS, truncus, 1.0);
  PATH (self, OVR_PART_LUNG_TRUNKS, vein_upper_right, 1.0);
  PATH (self, OVR_PART_LUNG_TRUNKS, vein_lower_right, 1.0);
  PATH (self, OVR_PART_LUNG_TRUNKS, vein_upper_left, 1.0);
  PATH (self, OVR_PART_LUNG_TRUNKS, vein_lower_left, 1.0);
  PATH (self, OVR_PART_OESOPHAGUS, oesophagus, 1.0);
  add_veins (self);
  ovr_body_add_organs (self, self->heart, heart_rows, G_N_ELEMENTS (heart_rows));
  ovr_body_add_organs (self, self->heart, node_rows, G_N_ELEMENTS (node_rows));
  ovr_body_add_organs (self, self->plaques, plaque_rows, G_N_ELEMENTS (plaque_rows));
}

static guint
mediastinum_at (const OvrBody *self,
                double z_mm,
                OvrVec3 *out)
{
  double z = ovr_body_breath_z (self, z_mm);
  guint n = ovr_loft_outline (&mediastinum, z, out);

  for (guint i = 0; i < n; i++)
    {
      out[i].z = z;
      out[i] = ovr_body_place_breathing (self, out[i]);
    }
  return n;
}

/* The apices: above 40 mm the lung closes like a dome on each side. */
static void
keep_apices (const OvrBody *self,
             OvrCanvas *canvas)
{
  OvrBrush add = ovr_brush_mask (OVR_BRUSH_ADD, OVR_CANVAS_SPARE);
  gsize n = (gsize) canvas->columns * (gsize) canvas->rows;

  for (double side = -1.0; side < 2.0; side += 2.0)
    {
      OvrSolid dome = ovr_solid (ovr_vec3 (side * 56.0, 12.0, -40.0), 92.0, 124.0, side < 0.0 ? 112.0 : 110.0,
                                 ovr_vec3 (-8.0, side * -6.0, 0.0));

      ovr_solid_place (&dome, self->pose.roll_rad, self->pose.shift);
      ovr_solid_fill (&dome, canvas, &add);
    }
  for (gsize i = 0; i < n; i++)
    canvas->masks[OVR_CANVAS_LUNG][i] *= canvas->masks[OVR_CANVAS_SPARE][i];
}

void
ovr_body_paint_masks (const OvrBody *self,
                      OvrCanvas *canvas)
{
  OvrVec3 ring[OVR_RING_POINTS];
  OvrVec3 middle[OVR_OUTLINE_MAX];
  OvrBrush cavity = ovr_brush_mask (OVR_BRUSH_ADD, OVR_CANVAS_CAVITY);
  OvrBrush cut = ovr_brush_mask (OVR_BRUSH_CUT, OVR_CANVAS_LUNG);
  OvrBrush below = ovr_brush_mask (OVR_BRUSH_ADD, OVR_CANVAS_ABDOMEN);
  gsize n_pixels = (gsize) canvas->columns * (gsize) canvas->rows;
  double z = canvas->z_mm - self->pose.shift.z;
  guint n;

  if (z > 78.0)
    return;
  ovr_body_ring (self, canvas->z_mm, FALSE, -5.0 - 0.12 * self->pose.breath_mm, ring);
  ovr_canvas_fill (canvas, ring, OVR_RING_POINTS, &cavity);
  for (gsize i = 0; i < n_pixels; i++)
    canvas->masks[OVR_CANVAS_LUNG][i] = canvas->masks[OVR_CANVAS_CAVITY][i];
  if (z > -40.0)
    keep_apices (self, canvas);
  n = mediastinum_at (self, canvas->z_mm, middle);
  if (n > 0)
    ovr_canvas_fill (canvas, middle, n, &cut);
  for (guint i = 0; i < self->diaphragm->len; i++)
    {
      const OvrSolid *dome = &g_array_index (self->diaphragm, OvrSolid, i);

      ovr_solid_fill (dome, canvas, &cut);
      ovr_solid_fill (dome, canvas, &below);
    }
  for (gsize i = 0; i < n_pixels; i++)
    canvas->masks[OVR_CANVAS_ABDOMEN][i] *= canvas->masks[OVR_CANVAS_CAVITY][i];
}

static void
paint_thyroid (const OvrBody *self,
               OvrCanvas *canvas)
{
  OvrBrush brush = ovr_brush_paint (128.0, OVR_CANVAS_NO_CLIP);

  for (double side = -1.0; side < 2.0; side += 2.0)
    {
      OvrSolid lobe = ovr_solid (ovr_vec3 (side * 16.0, -11.0, 96.0), 7.5, 10.0, 22.0, ovr_vec3 (10.0, side * 8.0, side * 20.0));

      ovr_solid_place (&lobe, self->pose.roll_rad, self->pose.shift);
      ovr_solid_fill (&lobe, canvas, &brush);
    }
}

void
ovr_body_paint_mediastinum (const OvrBody *self,
                            OvrCanvas *canvas)
{
  double z = canvas->z_mm - self->pose.shift.z;

  if (z > 70.0)
    paint_thyroid (self, canvas);
  ovr_body_paint_shell (self, canvas, OVR_PART_OESOPHAGUS, 48.0, 3.2, 26.0, OVR_CANVAS_NO_CLIP);
  ovr_body_paint_part (self, canvas, OVR_PART_GREAT_VEINS, z < -60.0 ? 142.0 : 164.0, OVR_CANVAS_NO_CLIP);
  ovr_body_paint_part (self, canvas, OVR_PART_LUNG_TRUNKS, 157.0, OVR_CANVAS_NO_CLIP);
  ovr_body_paint_organs (self, canvas, self->heart, OVR_CANVAS_NO_CLIP);
  ovr_body_paint_shell (self, canvas, OVR_PART_AORTA, 70.0, 1.3, 161.0, OVR_CANVAS_NO_CLIP);
  ovr_body_paint_part (self, canvas, OVR_PART_SMALL_VESSELS, HU_BLOOD, OVR_CANVAS_NO_CLIP);
  ovr_body_paint_organs (self, canvas, self->plaques, OVR_CANVAS_NO_CLIP);
  ovr_body_paint_shell (self, canvas, OVR_PART_AIRWAYS, 42.0, 1.4, -996.0, OVR_CANVAS_NO_CLIP);
}
