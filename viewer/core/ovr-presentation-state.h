/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-date.h"
#include "ovr-pixels.h"
#include "ovr-study.h"

G_BEGIN_DECLS

/**
 * OvrPresentationKind:
 * @OVR_PRESENTATION_GREY: Grayscale Softcopy (PS3.3 A.33.1), and that of XA and
 *   XRF (A.33.6)
 * @OVR_PRESENTATION_COLOUR: Color Softcopy (A.33.2)
 * @OVR_PRESENTATION_UNSUPPORTED: pseudo-colour, blending, volumetric and others
 */
typedef enum
{
  OVR_PRESENTATION_GREY,
  OVR_PRESENTATION_COLOUR,
  OVR_PRESENTATION_UNSUPPORTED,
} OvrPresentationKind;

/**
 * OvrPresentationState:
 * @kind: what can be done with it
 * @sop_uid: (owned): (0008,0018), "" if absent
 * @label: (owned): Content Label (0070,0080), "" if absent
 * @description: (owned): Content Description (0070,0081), "" if absent
 * @creator: (owned): Content Creator's Name (0070,0084) for display, "" if absent
 * @date: Presentation Creation Date (0070,0082)
 * @time: (owned): Presentation Creation Time (0070,0083) as it stands
 * @rotation_deg: Image Rotation (0070,0042): clockwise, before the flip
 * @flip_horizontal: Image Horizontal Flip (0070,0041)
 * @has_annotations: whether it holds graphics, texts or planes to draw:
 *   someone's reading
 * @references: (owned): SOP Instance UID → the frames that it is for, or NULL
 *   for all
 * @dataset: (owned): read under @lock
 * @lock: a data set serves one thread at a time
 *
 * A softcopy presentation state: how someone wanted certain images to be shown
 * (PS3.3 A.33, PS3.4 N). Reference counted, immutable after it is made:
 * thread-safe.
 */
typedef struct
{
  gatomicrefcount ref_count;
  OvrPresentationKind kind;
  char *sop_uid;
  char *label;
  char *description;
  char *creator;
  OvrDate date;
  char *time;
  int rotation_deg;
  gboolean flip_horizontal;
  gboolean has_annotations;
  GHashTable *references;
  OvrDataset *dataset;
  GMutex lock;
} OvrPresentationState;

/* @dataset: (transfer full): the whole file. NULL where it is no presentation
 * state. */
OvrPresentationState *ovr_presentation_state_new (OvrDataset *dataset);
OvrPresentationState *ovr_presentation_state_ref (OvrPresentationState *self);
void ovr_presentation_state_unref (OvrPresentationState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrPresentationState, ovr_presentation_state_unref)

/* Whether it is for that frame (from 1) of that image. */
gboolean ovr_presentation_state_is_for (const OvrPresentationState *self,
                                        const char *sop_uid,
                                        guint frame);

/* Reads all presentation states of a study from their files, newest first;
 * what can't be read is left out. Blocks: for workers.
 * (transfer full) (element-type OvrPresentationState) */
GPtrArray *ovr_presentation_states_load (OvrStudy *study);

/* The one of @study with that SOP Instance UID, read from its file; NULL where
 * there is none. Blocks. (transfer full) */
OvrPresentationState *ovr_presentation_state_load (OvrStudy *study,
                                                   const char *sop_uid);

/* Those of @states that are for a frame, in their order.
 * (transfer container) (element-type OvrPresentationState) */
GPtrArray *ovr_presentation_states_for (GPtrArray *states,
                                        const char *sop_uid,
                                        guint frame);

/* The first image that @self is for and @study has: its series, and its place
 * there. Borrowed; NULL where there is none. */
OvrSeries *ovr_presentation_state_find_image (const OvrPresentationState *self,
                                              OvrStudy *study,
                                              guint *index);

/* How many images @self is for that @study hasn't got. */
guint ovr_presentation_state_count_missing (const OvrPresentationState *self,
                                            OvrStudy *study);

/**
 * ovr_presentation_state_apply:
 * @self: a state
 * @pixels: a frame as it is stored
 * @sop_uid: of its image
 *
 * The same frame with the stages of the state in the place of its own (PS3.4
 * N.2): stage 3 on the way to the display, VOI, presentation LUT, shutter,
 * overlays, graphics, shape of the pixels and displayed area. A stage that a
 * grey state leaves out is the identity, whatever the image says, and so is
 * MONOCHROME1. What a pixel measures and its value remain the image's. Rotation
 * and flip are the view's: see @rotation_deg.
 *
 * Returns: (transfer full) (nullable): NULL where the state is not for that
 *   frame, or of a kind that can't be shown
 */
OvrPixels *ovr_presentation_state_apply (OvrPresentationState *self,
                                         const OvrPixels *pixels,
                                         const char *sop_uid);

G_END_DECLS
