/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrImageRef:
 * @sop_uid: (owned): SOP Instance UID (0008,0018)
 * @frame: frame number from 1, as in DICOM (0008,1160); 1 for single frames
 *
 * Names one frame of one instance. A value: init with zeroes, clear with
 * ovr_image_ref_clear().
 */
typedef struct
{
  char *sop_uid;
  guint frame;
} OvrImageRef;

void ovr_image_ref_set (OvrImageRef *self,
                        const char *sop_uid,
                        guint frame);
void ovr_image_ref_copy (OvrImageRef *self,
                         const OvrImageRef *from);
void ovr_image_ref_clear (OvrImageRef *self);
gboolean ovr_image_ref_equal (const OvrImageRef *a,
                              const OvrImageRef *b);

G_END_DECLS
