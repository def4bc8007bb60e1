/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-image-private.h"

#define TAG_PIXEL_PRESENTATION OVR_TAG (0x0008, 0x9205)
#define TAG_ENHANCED_PALETTE OVR_TAG (0x0028, 0x140b)

/* MR, CT, PET and ultrasound: the sequences that hold a frame's type. */
static const guint32 frame_types[] = {
  OVR_TAG (0x0018, 0x9226),
  OVR_TAG (0x0018, 0x9329),
  OVR_TAG (0x0018, 0x9751),
  OVR_TAG (0x0018, 0x9806),
};

/* Pixel Presentation is COLOR or MIXED: of the frame's type, else of the image
 * (PS3.3 C.8.16.2.1.1). */
static gboolean
has_colours (const OvrDataset *dataset,
             guint frame)
{
  const OvrDataset *item = dataset;
  g_autofree char *text = NULL;

  for (guint i = 0; item == dataset && i < G_N_ELEMENTS (frame_types); i++)
    item = ovr_image_holder (dataset, frame, frame_types[i], TAG_PIXEL_PRESENTATION);
  text = ovr_dataset_get_text (item, TAG_PIXEL_PRESENTATION);

  return g_strcmp0 (text, "COLOR") == 0 || g_strcmp0 (text, "MIXED") == 0;
}

static void
read_supplement (OvrImage *self,
                 const OvrDataset *dataset)
{
  if (!has_colours (dataset, self->frame))
    return;
  if (ovr_dataset_has (dataset, TAG_ENHANCED_PALETTE))
    {
      ovr_notes_add (self->notes, "enhanced-palette",
                     "The file colours its values by an enhanced palette (0028,140B), which is not applied: all is grey.");
      return;
    }

  self->supplement = ovr_palette_read (dataset, self->layout.sign != 0);
  if (self->supplement == NULL)
    ovr_notes_add (self->notes, "palette-missing",
                   "Part of the values are meant to be colours, but their palette is missing or damaged: all is grey.");
}

gboolean
ovr_image_is_coloured (const OvrImage *self,
                       double stored)
{
  return self->supplement != NULL && stored >= (double) self->supplement->channel[0]->first;
}

void
ovr_image_read_colours (OvrImage *self,
                        const OvrDataset *dataset,
                        const OvrFrameInfo *info)
{
  if (info->photometric == OVR_PHOTOMETRIC_PALETTE)
    self->palette = ovr_palette_read (dataset, self->layout.sign != 0);
  else if (info->samples == 1 && info->format == OVR_CELL_INT)
    read_supplement (self, dataset);
  if (self->palette != NULL && ovr_palette_is_mended (self->palette))
    ovr_notes_add (self->notes, "lut-mended",
                   "A table's descriptor contradicts its entries; it was read as wide as the entries need.");

  if (info->samples == 3 || self->palette != NULL || self->supplement != NULL)
    self->profile = ovr_colour_profile_read (dataset, self->notes);
}
