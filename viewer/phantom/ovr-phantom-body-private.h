/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-body.h"

G_BEGIN_DECLS

/* Attenuations, HU: portal venous phase, 70 s after the injection. */
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
  OVR_PART_TRUNK_MUSCLE,
  OVR_PART_SHOULDER_MUSCLE,
  OVR_PART_RIBS,
  OVR_PART_CARTILAGE,
  OVR_PART_SCAPULAE,
  OVR_PART_CLAVICLES,
  OVR_PART_ARCHES,
  OVR_PART_LAST_RIGID = OVR_PART_ARCHES,
  OVR_PART_GREAT_VEINS,
  OVR_PART_AORTA,
  OVR_PART_SMALL_VESSELS,
  OVR_PART_LUNG_TRUNKS,
  OVR_PART_OESOPHAGUS,
  OVR_PART_AIRWAYS,
  OVR_PART_BRONCHI,
  OVR_PART_LUNG_ARTERIES,
  OVR_PART_LUNG_VEINS,
  OVR_PART_FAT_VESSELS,
  OVR_PART_CRURA,
  OVR_PART_ABDOMEN_VESSELS,
  OVR_PART_ADRENALS,
  OVR_PART_PANCREAS,
  OVR_PART_SPICULES,
  OVR_PART_WIRE,
  OVR_N_PARTS,
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

#define OVR_N_VERTEBRAE 18
#define OVR_FIRST_THORACIC 3

struct _OvrBody
{
  OvrPose pose;
  double cos_roll;
  double sin_roll;

  /* Owned */
  OvrStrands *parts[OVR_N_PARTS];
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

void ovr_body_add_organs (OvrBody *self,
                          GArray *organs,
                          const OvrOrganRow *rows,
                          guint n);
void ovr_body_paint_organs (const OvrBody *self,
                            OvrCanvas *canvas,
                            const GArray *organs,
                            OvrCanvasMask clip);
void ovr_body_add_path (OvrBody *self,
                        OvrPart part,
                        const double (*points)[4],
                        guint n,
                        double mirror);
void ovr_body_paint_part (const OvrBody *self,
                          OvrCanvas *canvas,
                          OvrPart part,
                          double hu,
                          OvrCanvasMask clip);
void ovr_body_paint_shell (const OvrBody *self,
                           OvrCanvas *canvas,
                           OvrPart part,
                           double hu,
                           double shell_mm,
                           double core_hu,
                           OvrCanvasMask clip);

/* A ring around the body at the canvas's height: OVR_RING_POINTS points. */
void ovr_body_ring (const OvrBody *self,
                    double z_mm,
                    gboolean skin,
                    double offset_mm,
                    OvrVec3 *out);

/* Nobody is the same on both sides: the right arm is raised less, and its
 * shoulder lies lower and further back. */
OvrVec3 ovr_body_lean (OvrVec3 point);

const OvrVertebra *ovr_body_vertebra (guint index);

void ovr_body_build_wall (OvrBody *self);
void ovr_body_build_bones (OvrBody *self);
void ovr_body_build_vessels (OvrBody *self);
void ovr_body_build_lungs (OvrBody *self);
void ovr_body_build_diaphragm (OvrBody *self);
void ovr_body_build_abdomen (OvrBody *self);
void ovr_body_build_lesions (OvrBody *self);

void ovr_body_paint_table (const OvrBody *self,
                           OvrCanvas *canvas);
void ovr_body_paint_wall (const OvrBody *self,
                          OvrCanvas *canvas);
/* Paints no attenuation, but the masks of cavity, lung and abdomen. */
void ovr_body_paint_masks (const OvrBody *self,
                           OvrCanvas *canvas);
void ovr_body_paint_lungs (const OvrBody *self,
                           OvrCanvas *canvas);
void ovr_body_paint_lung_trees (const OvrBody *self,
                                OvrCanvas *canvas);
void ovr_body_paint_mediastinum (const OvrBody *self,
                                 OvrCanvas *canvas);
void ovr_body_paint_abdomen (const OvrBody *self,
                             OvrCanvas *canvas);
void ovr_body_paint_spine (const OvrBody *self,
                           OvrCanvas *canvas);
void ovr_body_paint_bones (const OvrBody *self,
                           OvrCanvas *canvas);
void ovr_body_paint_effusion (const OvrBody *self,
                              OvrCanvas *canvas);
void ovr_body_paint_grain (const OvrBody *self,
                           OvrCanvas *canvas);
void ovr_body_paint_lesions (const OvrBody *self,
                             OvrCanvas *canvas);

G_END_DECLS
