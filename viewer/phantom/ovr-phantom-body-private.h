/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-body.h"

G_BEGIN_DECLS

/* Attenuations, HU: portal venous phase, 70 s after the injection. */
#define HU_AIR -1000.0
#define HU_FAT -102.0
#define HU_SKIN 25.0
#define HU_MUSCLE 56.0
#define HU_BLOOD 158.0
#define HU_MYOCARDIUM 112.0
#define HU_LIVER 110.0
#define HU_CORTEX 900.0
#define HU_MARROW 130.0
#define HU_CARTILAGE 105.0

/**
 * OvrPart:
 *
 * The groups of strands, each painted as one body.
 */
typedef enum
{
  PART_TRUNK_MUSCLE,
  PART_SHOULDER_MUSCLE,
  PART_RIBS,
  PART_CARTILAGE,
  PART_SCAPULAE,
  PART_CLAVICLES,
  PART_ARCHES,
  PART_LAST_RIGID = PART_ARCHES,
  PART_GREAT_VEINS,
  PART_AORTA,
  PART_SMALL_VESSELS,
  PART_LUNG_TRUNKS,
  PART_OESOPHAGUS,
  PART_AIRWAYS,
  PART_BRONCHI,
  PART_LUNG_ARTERIES,
  PART_LUNG_VEINS,
  PART_FAT_VESSELS,
  PART_CRURA,
  PART_ABDOMEN_VESSELS,
  PART_ADRENALS,
  PART_PANCREAS,
  PART_SPICULES,
  PART_WIRE,
  N_PARTS,
} OvrPart;

/* Height, centre, halves of width, depth and height of a vertebral body. */
typedef struct
{
  double z;
  double y;
  double half_width;
  double half_depth;
  double half_height;
  double slope; /* dy/dz of the spine's curve */
} OvrVertebra;

#define N_VERTEBRAE 18
#define FIRST_THORACIC 3

struct _OvrBody
{
  OvrPose pose;
  double cos_roll;
  double sin_roll;

  /* Owned */
  OvrStrands *parts[N_PARTS];
  GArray *heart;        /* OvrOrgan, painted in this order */
  GArray *abdomen;      /* OvrOrgan */
  GArray *stomach;      /* OvrOrgan */
  GArray *hind_abdomen; /* OvrOrgan */
  GArray *lesions;      /* OvrOrgan */
  GArray *plaques;      /* OvrOrgan */
  GArray *diaphragm;    /* OvrSolid */
  OvrTexture *texture;
};

/* One row of a table of organs: centre, semi-axes, turn in degrees, HU, wall,
 * core HU. */
typedef struct
{
  double centre[3];
  double semi[3];
  double turn[3];
  double hu;
  double wall_mm;
  double core_hu;
} OvrOrganRow;

void body_add_organs (OvrBody *self,
                      GArray *organs,
                      const OvrOrganRow *rows,
                      guint n);
void body_paint_organs (const OvrBody *self,
                        OvrCanvas *canvas,
                        const GArray *organs,
                        OvrCanvasMask clip);
void body_add_path (OvrBody *self,
                    OvrPart part,
                    const double (*points)[4],
                    guint n,
                    double mirror);
void body_paint_part (const OvrBody *self,
                      OvrCanvas *canvas,
                      OvrPart part,
                      double hu,
                      OvrCanvasMask clip);
void body_paint_shell (const OvrBody *self,
                       OvrCanvas *canvas,
                       OvrPart part,
                       double hu,
                       double shell_mm,
                       double core_hu,
                       OvrCanvasMask clip);

/* A ring around the body at the canvas's height: OVR_RING_POINTS points. */
void body_ring (const OvrBody *self,
                double z_mm,
                gboolean skin,
                double offset_mm,
                OvrVec3 *out);

/* Nobody is the same on both sides: the right arm is raised less, and its
 * shoulder lies lower and further back. */
OvrVec3 body_lean (OvrVec3 point);

const OvrVertebra *body_vertebra (guint index);

void body_build_wall (OvrBody *self);
void body_build_bones (OvrBody *self);
void body_build_vessels (OvrBody *self);
void body_build_lungs (OvrBody *self);
void body_build_diaphragm (OvrBody *self);
void body_build_abdomen (OvrBody *self);
void body_build_lesions (OvrBody *self);

void body_paint_table (const OvrBody *self,
                       OvrCanvas *canvas);
void body_paint_wall (const OvrBody *self,
                      OvrCanvas *canvas);
void body_paint_masks (const OvrBody *self,
                       OvrCanvas *canvas);
void body_paint_lungs (const OvrBody *self,
                       OvrCanvas *canvas);
void body_paint_lung_trees (const OvrBody *self,
                            OvrCanvas *canvas);
void body_paint_mediastinum (const OvrBody *self,
                             OvrCanvas *canvas);
void body_paint_abdomen (const OvrBody *self,
                         OvrCanvas *canvas);
void body_paint_spine (const OvrBody *self,
                       OvrCanvas *canvas);
void body_paint_bones (const OvrBody *self,
                       OvrCanvas *canvas);
void body_paint_effusion (const OvrBody *self,
                          OvrCanvas *canvas);
void body_paint_grain (const OvrBody *self,
                       OvrCanvas *canvas);
void body_paint_lesions (const OvrBody *self,
                         OvrCanvas *canvas);

G_END_DECLS
