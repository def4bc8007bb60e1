/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-image-private.h"

#define TAG_VIEWING_MODE OVR_TAG (0x0028, 0x1090)
#define TAG_SPACING OVR_TAG (0x0028, 0x0030)
#define TAG_MASK_SUBTRACTION OVR_TAG (0x0028, 0x6100)
#define TAG_MASK_OPERATION OVR_TAG (0x0028, 0x6101)
#define TAG_PIXEL_MEASURES OVR_TAG (0x0028, 0x9110)
#define TAG_MATRIX_COLUMNS OVR_TAG (0x0048, 0x0006)
#define TAG_DOSE_SCALING OVR_TAG (0x3004, 0x000e)
#define TAG_CURVE(group) OVR_TAG (group, 0x3000)

static void
note_mask (OvrImage *self,
           const OvrDataset *dataset)
{
  const OvrDataset *mask = ovr_dataset_get_item (dataset, TAG_MASK_SUBTRACTION, 0);
  g_autofree char *operation = mask != NULL ? ovr_dataset_get_text (mask, TAG_MASK_OPERATION) : NULL;
  g_autofree char *mode = ovr_dataset_get_text (dataset, TAG_VIEWING_MODE);

  if (operation != NULL && !g_str_equal (operation, "NONE") && g_strcmp0 (mode, "NAT") != 0)
    ovr_notes_add (self->notes, "mask-subtraction",
                   "The file asks for the subtraction of a mask (0028,6100); its images are shown without it.");
}

static void
note_spacing (OvrImage *self,
              const OvrDataset *dataset)
{
  const OvrDataset *measures = ovr_image_holder (dataset, self->frame, TAG_PIXEL_MEASURES, TAG_SPACING);
  double spacing[2] = { 1.0, 1.0 };

  if (ovr_dataset_has (measures, TAG_SPACING) &&
      (!ovr_dataset_get_doubles (measures, TAG_SPACING, spacing, 2) || !(spacing[0] > 0.0 && spacing[1] > 0.0)))
    ovr_notes_add (self->notes, "spacing-broken",
                   "Pixel Spacing (0028,0030) makes no sense and is not used for measuring.");
}

/* Curves left the standard in 2004; nothing else of it draws into an image what
 * is no pixel and no overlay. */
void
ovr_image_note_curves (OvrImage *self,
                       const OvrDataset *dataset)
{
  for (guint16 group = 0x5000; group <= 0x501e; group += 2)
    if (ovr_dataset_has (dataset, TAG_CURVE (group)))
      ovr_notes_add (self->notes, "curves", "The file holds curves (50xx,3000), which are not drawn.");
}

/* What the decoder met: it followed the code stream. */
static void
note_disagreements (OvrImage *self,
                    const OvrFrameInfo *info)
{
  static const char *const codes[] = {
    "stream-colour",
    "stream-sign",
    "stream-bits",
    "stream-lossy",
    "stream-wrapped",
    "stream-table",
    "stream-samples",
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (info->notes & 1u << i)
      ovr_notes_add (self->notes, codes[i], ovr_frame_note_text ((OvrFrameNote) (1u << i)));
}

void
ovr_image_note_omissions (OvrImage *self,
                          const OvrDataset *dataset,
                          const OvrFrameInfo *info)
{
  gint64 matrix_columns;

  note_mask (self, dataset);
  note_spacing (self, dataset);
  ovr_image_note_curves (self, dataset);
  if (info->photometric == OVR_PHOTOMETRIC_UNKNOWN)
    ovr_notes_add (self->notes, "photometric-unknown",
                   "The Photometric Interpretation (0028,0004) is unknown: one sample is shown as grey, three as RGB.");
  if (ovr_dataset_has (dataset, TAG_DOSE_SCALING))
    ovr_notes_add (self->notes, "dose-scaling",
                   "Dose Grid Scaling (3004,000E) is not applied: values are stored numbers, no doses.");
  if (ovr_dataset_get_int (dataset, TAG_MATRIX_COLUMNS, 0, &matrix_columns) && matrix_columns > info->columns)
    ovr_notes_add (self->notes, "tile", "This is one tile of a larger picture (0048,0006); tiles are shown one by one.");
  note_disagreements (self, info);
}
