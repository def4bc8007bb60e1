/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-image-private.h"

#include <math.h>

#define TAG_CENTER OVR_TAG (0x0028, 0x1050)
#define TAG_WIDTH OVR_TAG (0x0028, 0x1051)
#define TAG_WINDOW_EXPLANATION OVR_TAG (0x0028, 0x1055)
#define TAG_VOI_FUNCTION OVR_TAG (0x0028, 0x1056)
#define TAG_VOI_LUT OVR_TAG (0x0028, 0x3010)
#define TAG_FRAME_VOI OVR_TAG (0x0028, 0x9132)
#define MAX_VOIS 64

static void
choice_free (OvrVoiChoice *self)
{
  ovr_lut_free (self->lut);
  g_free (self->explanation);
  g_free (self);
}

/* Whether values below zero can reach the VOI stage: decides how the first
 * mapped value of its tables was meant. */
static gboolean
has_negative_values (const OvrImage *self)
{
  gint64 lowest;
  gint64 highest;
  const OvrModality *stage = ovr_image_get_display_stage (self);

  ovr_stored_range (self->layout, &lowest, &highest);
  if (stage == NULL || stage->kind == OVR_MODALITY_IDENTITY)
    return lowest < 0;
  if (stage->kind == OVR_MODALITY_TABLE)
    return FALSE;

  return ovr_modality_apply (stage, (double) lowest) < 0.0 || ovr_modality_apply (stage, (double) highest) < 0.0;
}

static void
add_tables (OvrImage *self,
            const OvrDataset *item)
{
  guint n = MIN (ovr_dataset_get_n_items (item, TAG_VOI_LUT), MAX_VOIS);

  for (guint i = 0; i < n; i++)
    {
      OvrLut *lut = ovr_lut_read (ovr_dataset_get_item (item, TAG_VOI_LUT, i), has_negative_values (self));
      OvrVoiChoice *choice;

      if (lut == NULL)
        {
          ovr_notes_add (self->notes, "voi-lut-broken", "A table of the VOI LUT Sequence (0028,3010) is damaged and left out.");
          continue;
        }
      if (lut->is_mended)
        ovr_notes_add (self->notes, "lut-mended",
                       "A table's descriptor contradicts its entries; it was read as wide as the entries need.");
      choice = g_new0 (OvrVoiChoice, 1);
      choice->lut = lut;
      choice->explanation = g_strdup (lut->explanation);
      choice->voi = (OvrVoi){ .function = OVR_VOI_TABLE, .center = NAN, .width = NAN, .lut = lut };
      g_ptr_array_add (self->vois, choice);
    }
}

static void
add_windows (OvrImage *self,
             const OvrDataset *item)
{
  guint n = MIN (ovr_dataset_get_n_values (item, TAG_CENTER), MAX_VOIS);

  for (guint i = 0; i < n; i++)
    {
      double center;
      double width;
      OvrVoi voi;
      OvrVoiChoice *choice;

      voi = (OvrVoi){ .width = NAN };
      if (ovr_dataset_get_double (item, TAG_CENTER, i, &center) &&
          ovr_dataset_get_double (item, TAG_WIDTH, i, &width))
        voi = ovr_image_make_voi (self, center, width);
      if (!ovr_voi_is_valid (&voi))
        {
          ovr_notes_add (self->notes, "window-broken",
                         "A window of the file (0028,1050), (0028,1051) makes no sense and is not offered.");
          continue;
        }

      choice = g_new0 (OvrVoiChoice, 1);
      choice->voi = voi;
      choice->explanation = ovr_dataset_get_value (item, TAG_WINDOW_EXPLANATION, i);
      g_ptr_array_add (self->vois, choice);
    }
}

static void
read_function (OvrImage *self,
               const OvrDataset *item)
{
  g_autofree char *function = ovr_dataset_get_text (item, TAG_VOI_FUNCTION);

  if (!ovr_voi_function_parse (function, &self->function))
    ovr_notes_add (self->notes, "voi-function-unknown",
                   "The VOI LUT Function (0028,1056) is unknown; windows are linear instead.");
}

void
ovr_image_read_vois (OvrImage *self,
                     const OvrDataset *dataset)
{
  const OvrDataset *windows = ovr_image_holder (dataset, self->frame, TAG_FRAME_VOI, TAG_CENTER);
  const OvrDataset *tables = ovr_image_holder (dataset, self->frame, TAG_FRAME_VOI, TAG_VOI_LUT);

  read_function (self, windows);
  self->vois = g_ptr_array_new_with_free_func ((GDestroyNotify) choice_free);
  add_tables (self, tables);
  add_windows (self, windows);
}

void
ovr_image_clear_vois (OvrImage *self)
{
  g_ptr_array_unref (self->vois);
  self->vois = g_ptr_array_new_with_free_func ((GDestroyNotify) choice_free);
}

void
ovr_image_add_vois (OvrImage *self,
                    const OvrDataset *item)
{
  read_function (self, item);
  add_tables (self, item);
  add_windows (self, item);
}

void
ovr_image_add_voi (OvrImage *self,
                   OvrVoi voi)
{
  OvrVoiChoice *choice = g_new0 (OvrVoiChoice, 1);

  choice->voi = voi;
  g_ptr_array_add (self->vois, choice);
}
