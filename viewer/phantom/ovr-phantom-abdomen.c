/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-body-private.h"
#include "ovr-phantom-tree.h"

#include <math.h>

/* What lies under the diaphragm. */

/* Right dome, left dome, the middle that carries the heart, the front where
 * the lungs end first, and what lies below them all. */
static const double domes[5][6] = {
  { -58, 0, -200, 72, 86, 103 },
  { 58, 2, -205, 68, 84, 96 },
  { 2, -18, -205, 56, 74, 80 },
  { -4, -72, -215, 132, 62, 92 },
  { 0, 0, -292, 156, 124, 112 },
};

static const OvrOrganRow organ_rows[] = {
  /* spleen */
  { { 90, 36, -162 }, { 44, 58, 46 }, { 16, 0, 20 }, 119, 0, 0 },
  { { 56, 6, -172 }, { 36, 54, 62 }, { 0, 0, 22 }, HU_FAT, 0, 0 },
  /* liver: right lobe, left lobe */
  { { -62, -8, -190 }, { 72, 92, 92 }, { 0, 0, 0 }, HU_LIVER, 0, 0 },
  { { -2, -62, -162 }, { 74, 46, 40 }, { 0, 10, -4 }, HU_LIVER, 0, 0 },
  /* caudate lobe */
  { { -2, -22, -164 }, { 38, 30, 40 }, { 0, 0, 10 }, HU_LIVER, 0, 0 },
  /* fat at the hilum and before the spine, where the right lobe ends */
  { { 0, 26, -205 }, { 42, 40, 52 }, { 0, 0, 0 }, HU_FAT, 0, 0 },
  { { 2, -22, -226 }, { 56, 36, 36 }, { 0, 0, 0 }, HU_FAT, 0, 0 },
  { { -52, 46, -228 }, { 32, 34, 62 }, { 0, 0, 8 }, HU_FAT, 0, 0 },
  { { -2, -68, -172 }, { 3.4, 15, 22 }, { 0, 0, -14 }, -70, 0, 0 },
  { { -14, -24, -192 }, { 20, 9, 12 }, { 0, 0, -20 }, -60, 0, 0 },
  { { -29, 29, -174 }, { 13, 15, 30 }, { 0, 0, 0 }, HU_FAT, 0, 0 },
  /* gall bladder */
  { { -44, -48, -222 }, { 14, 22, 22 }, { 0, 0, 20 }, 70, 2.0, 8 },
};

static const OvrOrganRow late_rows[] = {
  /* left and right kidney: cortex, medulla, sinus */
  { { 56, 40, -206 }, { 25, 27, 54 }, { -10, 8, 24 }, 188, 0, 0 },
  { { -54, 42, -220 }, { 25, 27, 54 }, { -10, -8, -24 }, 188, 0, 0 },
  { { 55, 40, -206 }, { 15, 18, 42 }, { -10, 8, 24 }, 148, 0, 0 },
  { { -53, 42, -220 }, { 15, 18, 42 }, { -10, -8, -24 }, 148, 0, 0 },
  { { 48, 35, -210 }, { 13, 10, 28 }, { -10, 8, 24 }, -70, 0, 0 },
  { { -46, 37, -224 }, { 13, 10, 28 }, { -10, -8, -24 }, -70, 0, 0 },
  /* psoas */
  { { 36, 32, -275 }, { 12, 16, 80 }, { -8, -8, -14 }, 56, 0, 0 },
  { { -36, 32, -275 }, { 12, 16, 80 }, { -8, 8, 14 }, 56, 0, 0 },
  /* colon: splenic flexure, transverse */
  { { 86, -30, -228 }, { 22, 27, 30 }, { 0, 0, 20 }, 64, 2.6, -40 },
  { { 84, -46, -228 }, { 15, 9, 20 }, { 0, 0, 20 }, -930, 0, 0 },
  { { -8, -64, -250 }, { 62, 15, 16 }, { 0, 6, 6 }, 66, 2.4, -10 },
  { { -14, -71, -250 }, { 46, 6, 11 }, { 0, 6, 6 }, -930, 0, 0 },
  { { 44, -62, -244 }, { 22, 14, 14 }, { 0, 20, 0 }, 66, 2.4, 4 },
  /* duodenum, jejunum */
  { { -30, -14, -240 }, { 15, 14, 26 }, { 0, 0, 0 }, 82, 3.0, 15 },
  { { -8, 0, -256 }, { 26, 9, 11 }, { 0, 0, 10 }, 84, 2.8, 18 },
  { { 42, -22, -250 }, { 21, 13, 16 }, { 0, 0, 30 }, 88, 3.2, 22 },
  { { 62, -4, -258 }, { 17, 15, 17 }, { 0, 0, 0 }, 90, 3.2, 20 },
  { { 34, -40, -256 }, { 18, 12, 13 }, { 0, 0, -20 }, 86, 3.0, 16 },
  { { 66, -34, -262 }, { 15, 17, 13 }, { 0, 0, 15 }, 88, 3.0, 24 },
  { { 20, -24, -264 }, { 17, 11, 15 }, { 0, 0, 40 }, 86, 3.0, 20 },
};

static const OvrOrganRow stomach_rows[] = {
  { { 60, -14, -152 }, { 34, 30, 34 }, { 0, 0, 24 }, 82, 3.6, 16 },
  { { 56, -30, -178 }, { 24, 32, 36 }, { 0, 12, 24 }, 82, 3.6, 16 },
  { { 34, -54, -204 }, { 44, 20, 24 }, { 0, 18, 12 }, 80, 4.0, 16 },
};

static const double portal[][4] = { { 6, -8, -214, 6.0 }, { -14, -16, -196, 6.0 }, { -30, -16, -186, 5.2 }, { -54, -8, -178, 4.2 }, { -76, 6, -174, 2.6 } };
static const double portal_front[][4] = { { -54, -8, -178, 3.6 }, { -70, -30, -168, 2.6 }, { -84, -46, -160, 1.6 } };
static const double portal_left[][4] = { { -30, -16, -186, 4.0 }, { -14, -36, -172, 3.6 }, { 6, -50, -162, 2.6 }, { 26, -56, -158, 1.6 } };
static const double hepatic_right[][4] = { { -20, 2, -134, 5.2 }, { -44, 14, -140, 4.4 }, { -70, 22, -158, 3.4 }, { -90, 26, -186, 2.0 } };
static const double hepatic_middle[][4] = { { -22, -4, -133, 4.8 }, { -36, -22, -142, 4.0 }, { -48, -44, -160, 3.0 }, { -54, -58, -184, 1.8 } };
static const double hepatic_left[][4] = { { -20, -6, -133, 4.4 }, { -4, -26, -138, 3.6 }, { 14, -44, -146, 2.4 }, { 32, -52, -154, 1.4 } };
static const double hepatic_small[][4] = { { -44, 14, -140, 3.0 }, { -66, -4, -132, 2.4 }, { -86, -14, -140, 1.4 } };
static const double splenic[][4] = { { 6, -4, -212, 4.0 }, { 28, 10, -202, 3.6 }, { 52, 18, -190, 3.4 }, { 72, 24, -178, 3.0 } };
static const double splenic_artery[][4] = { { 4, -4, -192, 2.6 }, { 20, 0, -190, 2.4 }, { 40, 8, -186, 2.4 }, { 56, 12, -182, 2.2 }, { 74, 22, -172, 1.8 } };
static const double celiac[][4] = { { 6, 8, -190, 4.0 }, { 4, -6, -192, 3.4 }, { -12, -12, -194, 2.4 }, { -26, -20, -196, 1.8 } };
static const double mesenteric[][4] = { { 5, 4, -205, 4.0 }, { 6, -8, -214, 3.6 }, { 5, -14, -262, 3.2 } };
static const double renal_left[][4] = { { 2, 6, -218, 3.0 }, { 26, 22, -216, 2.8 }, { 44, 32, -212, 2.4 } };
static const double renal_vein[][4] = { { -14, 2, -220, 4.6 }, { 6, -6, -219, 4.4 }, { 26, 12, -218, 4.6 }, { 44, 28, -214, 4.0 } };
static const double renal_right[][4] = { { -18, 4, -226, 4.6 }, { -30, 18, -226, 4.4 }, { -42, 32, -226, 3.8 } };
static const double pancreas[][4] = { { -22, -14, -236, 10.0 }, { -8, -20, -220, 8.5 }, { 10, -18, -210, 7.6 }, { 32, -4, -202, 8.0 }, { 54, 8, -194, 7.6 }, { 68, 14, -186, 6.0 } };

#define PATH(self, part, path) ovr_body_add_path (self, part, path, G_N_ELEMENTS (path), 1.0)

/* A limb of an adrenal: a thin sheet, given by its ridge and its edge. */
static void
add_limb (OvrBody *self,
          const double ridge[2][3],
          const double edge[2][3],
          double radius)
{
  OvrVec3 p[4];

  for (int i = 0; i < 2; i++)
    {
      p[i] = ovr_body_place_breathing (self, ovr_vec3 (ridge[i][0], ridge[i][1], ridge[i][2]));
      p[2 + i] = ovr_body_place_breathing (self, ovr_vec3 (edge[i][0], edge[i][1], edge[i][2]));
    }
  ovr_strands_add_plate (self->parts[OVR_PART_ADRENALS], p[0], p[1], p[2], radius);
  ovr_strands_add_plate (self->parts[OVR_PART_ADRENALS], p[1], p[3], p[2], radius);
}

static void
add_adrenals (OvrBody *self)
{
  static const double left_ridge[2][3] = { { 34, 15, -152 }, { 35, 12, -184 } };
  static const double left_medial[2][3] = { { 33, 20, -153 }, { 27, 30, -180 } };
  static const double left_lateral[2][3] = { { 36, 21, -155 }, { 44, 30, -184 } };
  static const double left_body[2][3] = { { 34, 13, -158 }, { 36, 7, -184 } };
  static const double right_ridge[2][3] = { { -23, 18, -150 }, { -25, 17, -182 } };
  static const double right_medial[2][3] = { { -24, 24, -152 }, { -26, 35, -178 } };
  static const double right_lateral[2][3] = { { -26, 24, -156 }, { -37, 33, -184 } };

  add_limb (self, left_ridge, left_medial, 2.2);
  add_limb (self, left_ridge, left_lateral, 2.2);
  add_limb (self, left_ridge, left_body, 2.6);
  add_limb (self, right_ridge, right_medial, 2.0);
  add_limb (self, right_ridge, right_lateral, 1.9);
}

/* The fine vessels of omentum, mesentery and the hilum of the spleen: a tree
 * each in a box of fat. */
static void
add_fat_vessels (OvrBody *self)
{
  static const double boxes[][9] = {
    { 6, -12, -228, 16, -70, -262, 96, 6, -212 },
    { 34, -60, -212, 36, -88, -210, 112, -24, -132 },
    { 74, 24, -178, 66, 2, -192, 96, 44, -142 },
    { -14, -20, -206, -40, -60, -258, 10, -8, -206 },
  };

  for (guint32 i = 0; i < G_N_ELEMENTS (boxes); i++)
    {
      const double *box = boxes[i];
      g_autoptr (GArray) twigs = g_array_new (FALSE, FALSE, sizeof (OvrTwig));
      OvrVec3 ends[60];

      for (guint32 k = 0; k < G_N_ELEMENTS (ends); k++)
        ends[k] = ovr_vec3 (box[3] + (box[6] - box[3]) * ovr_texture_uniform (300 + i, 3 * k),
                            box[4] + (box[7] - box[4]) * ovr_texture_uniform (300 + i, 3 * k + 1),
                            box[5] + (box[8] - box[5]) * ovr_texture_uniform (300 + i, 3 * k + 2));
      ovr_tree_grow (ovr_vec3 (box[0], box[1], box[2]), ends, G_N_ELEMENTS (ends), 0.55, 310 + i, twigs);
      for (guint k = 0; k < twigs->len; k++)
        {
          const OvrTwig *twig = &g_array_index (twigs, OvrTwig, k);

          ovr_strands_add_tube (self->parts[OVR_PART_FAT_VESSELS], ovr_body_place_breathing (self, twig->from),
                                ovr_body_place_breathing (self, twig->to), twig->radius_from, twig->radius_to);
        }
    }
}

static void
add_crura (OvrBody *self)
{
  static const double right[][4] = { { -6, 6, -138, 3.0 }, { -12, 10, -155, 4.0 }, { -14, 14, -190, 5.5 }, { -11, 12, -230, 5.0 }, { -8, 10, -262, 3.5 } };
  static const double left[][4] = { { 22, 4, -142, 3.0 }, { 23, 12, -158, 3.8 }, { 20, 14, -190, 4.6 }, { 16, 12, -225, 4.2 } };
  static const double bridge[][4] = { { -6, 4, -142, 3.2 }, { 4, 0, -150, 3.2 }, { 20, 2, -146, 3.0 } };

  PATH (self, OVR_PART_CRURA, right);
  PATH (self, OVR_PART_CRURA, left);
  PATH (self, OVR_PART_CRURA, bridge);
}

void
ovr_body_build_diaphragm (OvrBody *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (domes); i++)
    {
      const double *d = domes[i];
      double grown = 0.004 * self->pose.breath_mm;
      OvrSolid dome = ovr_solid (ovr_vec3 (d[0], d[1], d[2]), d[3] * (1.0 + grown), d[4] * (1.0 + grown), d[5],
                                 ovr_vec3 (0.0, 0.0, 0.0));

      ovr_solid_place (&dome, self->pose.roll_rad,
                       ovr_vec3_add (self->pose.shift, ovr_vec3 (0.0, 0.0, self->pose.breath_mm), 1.0));
      g_array_append_val (self->diaphragm, dome);
    }
}

void
ovr_body_build_abdomen (OvrBody *self)
{
  ovr_body_build_diaphragm (self);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, portal);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, portal_front);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, portal_left);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, hepatic_right);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, hepatic_middle);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, hepatic_left);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, hepatic_small);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, splenic);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, splenic_artery);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, celiac);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, mesenteric);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, renal_left);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, renal_vein);
  PATH (self, OVR_PART_ABDOMEN_VESSELS, renal_right);
  PATH (self, OVR_PART_PANCREAS, pancreas);
  add_adrenals (self);
  add_crura (self);
  add_fat_vessels (self);
  ovr_body_add_organs (self, self->abdomen, organ_rows, G_N_ELEMENTS (organ_rows));
  ovr_body_add_organs (self, self->stomach, stomach_rows, G_N_ELEMENTS (stomach_rows));
  ovr_body_add_organs (self, self->hind_abdomen, late_rows, G_N_ELEMENTS (late_rows));
}

/* Stomach with its level of fluid: air lies in front in a patient on the
 * back, whichever way the patient is turned. */
static void
paint_stomach (const OvrBody *self,
               OvrCanvas *canvas,
               const GArray *organs)
{
  OvrVec3 level[4];
  double y = -30.0 + self->pose.shift.y;
  OvrBrush keep = ovr_brush_mask (OVR_BRUSH_KEEP, OVR_CANVAS_SPARE);
  OvrBrush air = ovr_brush_paint (-985.0, OVR_CANVAS_SPARE);
  gsize n = (gsize) canvas->columns * (gsize) canvas->rows;
  int crossed = 0;

  for (guint i = 0; i < organs->len; i++)
    crossed += fabs (canvas->z_mm - g_array_index (organs, OvrOrgan, i).solid.centre.z) <
               g_array_index (organs, OvrOrgan, i).solid.reach.z + 2.0;
  if (crossed == 0)
    return;
  for (guint i = 0; i < organs->len; i++)
    {
      const OvrOrgan *organ = &g_array_index (organs, OvrOrgan, i);
      OvrBrush wall = ovr_brush_paint (organ->hu, OVR_CANVAS_ABDOMEN);

      ovr_solid_fill (&organ->solid, canvas, &wall);
    }
  for (gsize i = 0; i < n; i++)
    canvas->masks[OVR_CANVAS_SPARE][i] = 0.0f;
  for (guint i = 0; i < organs->len; i++)
    {
      const OvrOrgan *organ = &g_array_index (organs, OvrOrgan, i);
      OvrSolid inside = ovr_solid_inset (&organ->solid, organ->wall_mm);
      OvrBrush fluid = ovr_brush_paint (organ->core_hu, OVR_CANVAS_ABDOMEN);
      OvrBrush add = ovr_brush_mask (OVR_BRUSH_ADD, OVR_CANVAS_SPARE);

      ovr_solid_fill (&inside, canvas, &fluid);
      ovr_solid_fill (&inside, canvas, &add);
    }
  level[0] = ovr_vec3 (-300.0, -300.0, 0.0);
  level[1] = ovr_vec3 (300.0, -300.0, 0.0);
  level[2] = ovr_vec3 (300.0, y, 0.0);
  level[3] = ovr_vec3 (-300.0, y, 0.0);
  ovr_canvas_fill (canvas, level, 4, &keep);
  ovr_canvas_fill (canvas, level, 4, &air);
}

void
ovr_body_paint_abdomen (const OvrBody *self,
                        OvrCanvas *canvas)
{
  double z = canvas->z_mm - self->pose.shift.z;

  if (z > -70.0)
    return;
  ovr_body_paint_organs (self, canvas, self->abdomen, OVR_CANVAS_ABDOMEN);
  ovr_body_paint_part (self, canvas, OVR_PART_FAT_VESSELS, 110.0, OVR_CANVAS_ABDOMEN);
  paint_stomach (self, canvas, self->stomach);
  ovr_body_paint_shell (self, canvas, OVR_PART_PANCREAS, 92.0, 0.0, 0.0, OVR_CANVAS_ABDOMEN);
  ovr_body_paint_organs (self, canvas, self->hind_abdomen, OVR_CANVAS_ABDOMEN);
  ovr_body_paint_part (self, canvas, OVR_PART_CRURA, HU_MUSCLE, OVR_CANVAS_CAVITY);
  ovr_body_paint_part (self, canvas, OVR_PART_ADRENALS, 68.0, OVR_CANVAS_ABDOMEN);
  ovr_body_paint_part (self, canvas, OVR_PART_ABDOMEN_VESSELS, 163.0, OVR_CANVAS_ABDOMEN);
  /* Aorta and vena cava pass through what was painted here. */
  ovr_body_paint_part (self, canvas, OVR_PART_GREAT_VEINS, 142.0, OVR_CANVAS_CAVITY);
  ovr_body_paint_shell (self, canvas, OVR_PART_AORTA, 70.0, 1.3, 161.0, OVR_CANVAS_CAVITY);
  ovr_body_paint_organs (self, canvas, self->plaques, OVR_CANVAS_CAVITY);
}
