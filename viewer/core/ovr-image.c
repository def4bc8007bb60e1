/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-image-private.h"

#include <math.h>

#define TAG_MODALITY OVR_TAG (0x0008, 0x0060)
#define TAG_ANATOMICAL_TYPE OVR_TAG (0x0010, 0x2210)
#define TAG_PATIENT_ORIENTATION OVR_TAG (0x0020, 0x0020)
#define TAG_POSITION OVR_TAG (0x0020, 0x0032)
#define TAG_ORIENTATION OVR_TAG (0x0020, 0x0037)
#define TAG_PLANE_POSITION OVR_TAG (0x0020, 0x9113)
#define TAG_PLANE_ORIENTATION OVR_TAG (0x0020, 0x9116)
#define TAG_SPACING OVR_TAG (0x0028, 0x0030)
#define TAG_PIXEL_MEASURES OVR_TAG (0x0028, 0x9110)
#define TAG_LUT_SHAPE OVR_TAG (0x2050, 0x0020)

const OvrDataset *
ovr_image_holder (const OvrDataset *dataset,
                  guint frame,
                  guint32 group,
                  guint32 tag)
{
  const OvrDataset *item = ovr_dataset_get_frame_group (dataset, frame, group);

  return item != NULL && ovr_dataset_has (item, tag) ? item : dataset;
}

static void
read_plane (OvrImage *self,
            const OvrDataset *dataset)
{
  const OvrDataset *position = ovr_image_holder (dataset, self->frame, TAG_PLANE_POSITION, TAG_POSITION);
  const OvrDataset *orientation = ovr_image_holder (dataset, self->frame, TAG_PLANE_ORIENTATION, TAG_ORIENTATION);
  const OvrDataset *measures = ovr_image_holder (dataset, self->frame, TAG_PIXEL_MEASURES, TAG_SPACING);
  OvrPlane plane;
  double cosines[6];
  double spacing[2];
  g_autoptr (GError) ignored = NULL;

  if (!ovr_dataset_get_doubles (position, TAG_POSITION, plane.origin_mm, 3) ||
      !ovr_dataset_get_doubles (orientation, TAG_ORIENTATION, cosines, 6) ||
      !ovr_dataset_get_doubles (measures, TAG_SPACING, spacing, 2))
    return;

  for (guint i = 0; i < 3; i++)
    {
      plane.row_dir[i] = cosines[i];
      plane.col_dir[i] = cosines[i + 3];
    }
  plane.row_spacing_mm = spacing[0];
  plane.col_spacing_mm = spacing[1];

  self->has_plane = ovr_plane_validate (&plane, &ignored);
  if (self->has_plane)
    self->plane = plane;
}

static void
read_directions (OvrImage *self,
                 const OvrDataset *dataset)
{
  g_autofree char *type = ovr_dataset_get_text (dataset, TAG_ANATOMICAL_TYPE);

  self->is_quadruped = g_strcmp0 (type, "QUADRUPED") == 0;
  if (!self->has_plane && ovr_dataset_get_n_values (dataset, TAG_PATIENT_ORIENTATION) == 2)
    {
      self->directions[0] = ovr_dataset_get_value (dataset, TAG_PATIENT_ORIENTATION, 0);
      self->directions[1] = ovr_dataset_get_value (dataset, TAG_PATIENT_ORIENTATION, 1);
    }
}

static void
read_shape (OvrImage *self,
            const OvrDataset *dataset,
            gboolean monochrome1)
{
  g_autofree char *shape = ovr_dataset_get_text (dataset, TAG_LUT_SHAPE);

  self->inverse = ovr_presentation_is_inverse (monochrome1, shape);
  if (shape != NULL && !g_str_equal (shape, "IDENTITY") && !g_str_equal (shape, "INVERSE"))
    ovr_notes_add (self->notes, "presentation-shape-unknown",
                   "The Presentation LUT Shape (2050,0020) is unknown and left out.");
}

/* Planes and shutter; the plane that is a shutter is no graphics. */
static void
read_layers (OvrImage *self,
             const OvrDataset *dataset,
             const OvrFrameInfo *info)
{
  guint16 shutter_group;

  self->overlays = ovr_overlay_read_all (dataset, self->frame, self->notes);
  self->shutter = ovr_shutter_read (dataset, info->columns, info->rows, self->frame,
                                    info->samples == 3 || self->palette != NULL, &shutter_group, self->notes);
  for (guint i = self->overlays->len; i-- > 0;)
    if (((const OvrOverlay *) self->overlays->pdata[i])->group == shutter_group)
      g_ptr_array_remove_index (self->overlays, i);
}

OvrImage *
ovr_image_new (const OvrDataset *dataset,
               const OvrFrameInfo *info,
               guint frame)
{
  OvrImage *self = g_new0 (OvrImage, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->frame = frame;
  self->notes = ovr_notes_new ();
  self->layout = ovr_stored_layout (info);
  self->modality = ovr_dataset_get_text (dataset, TAG_MODALITY);
  if (self->modality == NULL)
    self->modality = g_strdup ("");

  ovr_image_read_values (self, dataset, info);
  ovr_image_read_vois (self, dataset);
  read_shape (self, dataset, info->photometric == OVR_PHOTOMETRIC_MONOCHROME1);
  ovr_image_read_colours (self, dataset, info);

  read_plane (self, dataset);
  read_directions (self, dataset);
  ovr_calibration_read (&self->calibration, dataset, frame);
  self->pixel_width = self->calibration.scale.col_mm;
  self->pixel_height = self->calibration.scale.row_mm;
  read_layers (self, dataset, info);
  ovr_image_note_omissions (self, dataset, info);

  return self;
}

OvrImage *
ovr_image_ref (OvrImage *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

const OvrModality *
ovr_image_get_display_stage (const OvrImage *self)
{
  if (self->applied != NULL && self->applied->has_grey)
    return &self->applied->modality;

  return self->display_values ? &self->to_values : NULL;
}

gboolean
ovr_image_displays_values (const OvrImage *self)
{
  const OvrModality *stage = ovr_image_get_display_stage (self);

  return stage == &self->to_values ||
         (stage != NULL && stage->kind != OVR_MODALITY_TABLE && self->to_values.kind != OVR_MODALITY_TABLE &&
          stage->slope == self->to_values.slope && stage->intercept == self->to_values.intercept);
}

OvrImage *
ovr_image_derive (OvrImage *from)
{
  OvrImage *base = from->base != NULL ? from->base : from;
  OvrImage *self = g_memdup2 (base, sizeof *base);

  g_atomic_ref_count_init (&self->ref_count);
  self->base = ovr_image_ref (base);
  g_ptr_array_ref (self->vois);
  self->overlays = g_ptr_array_new ();
  self->shutter = NULL;
  self->notes = ovr_notes_copy (base->notes);

  return self;
}

/* What is not replaced belongs to the image that it was derived from. */
static void
free_derived (OvrImage *self)
{
  g_ptr_array_unref (self->vois);
  g_ptr_array_unref (self->overlays);
  g_ptr_array_unref (self->notes);
  g_clear_pointer (&self->shutter, ovr_shutter_free);
  g_clear_pointer (&self->applied, ovr_applied_state_free);
  ovr_image_unref (self->base);
  g_free (self);
}

void
ovr_image_unref (OvrImage *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->base != NULL)
    {
      free_derived (self);
      return;
    }

  g_free (self->modality);
  g_ptr_array_unref (self->quantities);
  g_ptr_array_unref (self->mappings);
  ovr_modality_clear (&self->to_values);
  g_ptr_array_unref (self->vois);
  g_clear_pointer (&self->palette, ovr_palette_free);
  g_clear_pointer (&self->supplement, ovr_palette_free);
  g_clear_pointer (&self->profile, ovr_colour_profile_free);
  g_free (self->directions[0]);
  g_free (self->directions[1]);
  ovr_calibration_clear (&self->calibration);
  g_ptr_array_unref (self->overlays);
  g_clear_pointer (&self->shutter, ovr_shutter_free);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

const OvrVoiChoice *
ovr_image_get_voi (const OvrImage *self,
                   guint index)
{
  return index < self->vois->len ? g_ptr_array_index (self->vois, index) : NULL;
}

OvrVoi
ovr_image_make_voi (const OvrImage *self,
                    double center,
                    double width)
{
  return (OvrVoi){ .function = self->function, .center = center, .width = width };
}
