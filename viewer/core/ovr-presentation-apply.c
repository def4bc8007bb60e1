/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-presentation-state-private.h"

#include "ovr-applied-state.h"
#include "ovr-image-private.h"
#include "ovr-notes.h"

#include <math.h>

#define TAG_SHUTTER_SHAPE OVR_TAG (0x0018, 0x1600)
#define TAG_ICC_PROFILE OVR_TAG (0x0028, 0x2000)
#define TAG_INTERCEPT OVR_TAG (0x0028, 0x1052)
#define TAG_SLOPE OVR_TAG (0x0028, 0x1053)
#define TAG_MODALITY_LUT OVR_TAG (0x0028, 0x3000)
#define TAG_SOFTCOPY_VOI OVR_TAG (0x0028, 0x3110)
#define TAG_MASK OVR_TAG (0x0028, 0x6100)
#define TAG_ANNOTATIONS OVR_TAG (0x0070, 0x0001)
#define TAG_LAYER OVR_TAG (0x0070, 0x0002)
#define TAG_AREA_BEGIN OVR_TAG (0x0070, 0x0052)
#define TAG_AREA_END OVR_TAG (0x0070, 0x0053)
#define TAG_AREAS OVR_TAG (0x0070, 0x005a)
#define TAG_SIZE_MODE OVR_TAG (0x0070, 0x0100)
#define TAG_SPACING OVR_TAG (0x0070, 0x0101)
#define TAG_ASPECT OVR_TAG (0x0070, 0x0102)
#define TAG_MAGNIFICATION OVR_TAG (0x0070, 0x0103)
#define TAG_TEXT_OBJECTS OVR_TAG (0x0070, 0x0008)
#define TAG_GRAPHIC_OBJECTS OVR_TAG (0x0070, 0x0009)
#define TAG_FLIP OVR_TAG (0x0070, 0x0041)
#define TAG_ROTATION OVR_TAG (0x0070, 0x0042)
#define TAG_COMPOUND OVR_TAG (0x0070, 0x0209)
#define TAG_TEXT_STYLE OVR_TAG (0x0070, 0x0231)
#define TAG_LINE_STYLE OVR_TAG (0x0070, 0x0232)
#define TAG_FILL_STYLE OVR_TAG (0x0070, 0x0233)
#define TAG_PRESENTATION_LUT OVR_TAG (0x2050, 0x0010)
#define TAG_LUT_SHAPE OVR_TAG (0x2050, 0x0020)
#define TAG_OVERLAY_LAYER(group) OVR_TAG (group, 0x1001)

/* Graphic and text objects and their points of one image. */
#define MAX_PARTS 40000

/* Pixels that a displayed area may reach beyond the first one. */
#define MAX_AREA 1e6

/**
 * Work:
 * @dataset: of the state
 * @sop_uid: of the image
 * @image: the one that is being made
 * @applied: its new member
 * @info: shape of the frame
 * @state: the state itself
 *
 * What applying a state goes by.
 */
typedef struct
{
  const OvrPresentationState *state;
  const OvrDataset *dataset;
  const char *sop_uid;
  OvrImage *image;
  OvrAppliedState *applied;
  const OvrFrameInfo *info;
} Work;

void
ovr_applied_state_free (OvrAppliedState *self)
{
  ovr_modality_clear (&self->modality);
  g_clear_pointer (&self->presentation, ovr_lut_free);
  g_ptr_array_unref (self->layers);
  g_free (self);
}

static void
note (const Work *work,
      const char *code,
      const char *text)
{
  ovr_notes_add (work->image->notes, code, text);
}

/* The first item of @sequence that is for the frame. */
static const OvrDataset *
item_for (const Work *work,
          guint32 sequence)
{
  guint n = ovr_dataset_get_n_items (work->dataset, sequence);

  for (guint i = 0; i < n; i++)
    {
      const OvrDataset *item = ovr_dataset_get_item (work->dataset, sequence, i);

      if (ovr_presentation_item_is_for (item, work->sop_uid, work->image->frame))
        return item;
    }
  return NULL;
}

/* Whether the image's own stage 3 is on the way to the display and does
 * something. */
static gboolean
changes_values (const OvrImage *image)
{
  const OvrModality *stage = &image->to_values;

  return image->display_values &&
         (stage->kind == OVR_MODALITY_TABLE ||
          (stage->kind == OVR_MODALITY_RESCALE && (stage->slope != 1.0 || stage->intercept != 0.0)));
}

static void
apply_modality (const Work *work)
{
  OvrModality *stage = &work->applied->modality;
  const OvrDataset *table = ovr_dataset_get_item (work->dataset, TAG_MODALITY_LUT, 0);
  double slope;
  double intercept = 0.0;

  stage->slope = 1.0;
  if (table != NULL)
    stage->lut = ovr_lut_read (table, work->image->layout.sign != 0);
  if (stage->lut != NULL)
    stage->kind = OVR_MODALITY_TABLE;
  else if (ovr_dataset_get_double (work->dataset, TAG_SLOPE, 0, &slope) && isfinite (slope) && slope != 0.0)
    {
      ovr_dataset_get_double (work->dataset, TAG_INTERCEPT, 0, &intercept);
      stage->kind = OVR_MODALITY_RESCALE;
      stage->slope = slope;
      stage->intercept = isfinite (intercept) ? intercept : 0.0;
    }
  else if (changes_values (work->image))
    note (work, "state-without-rescale",
          "The presentation state leaves out the image’s rescaling: its window counts stored values.");

  if (table != NULL && stage->lut == NULL)
    note (work, "state-modality-lut", "The modality table of the presentation state is damaged and not used.");
}

/* Without a VOI the output of stage 3 is spread from black to white as a
 * whole. */
static void
add_identity_voi (OvrImage *image,
                  const OvrModality *stage,
                  const OvrFrameInfo *info)
{
  gint64 lowest;
  gint64 highest;
  double a;
  double b;

  if (info->format != OVR_CELL_INT)
    return;
  if (stage->kind == OVR_MODALITY_TABLE)
    {
      a = 0.0;
      b = ovr_lut_top (stage->lut);
    }
  else
    {
      ovr_stored_range (image->layout, &lowest, &highest);
      a = ovr_modality_apply (stage, (double) lowest);
      b = ovr_modality_apply (stage, (double) highest);
    }
  ovr_image_add_voi (image, ovr_voi_from_range (fmin (a, b), fmax (a, b)));
}

static void
apply_voi (const Work *work)
{
  const OvrDataset *item = item_for (work, TAG_SOFTCOPY_VOI);

  ovr_image_clear_vois (work->image);
  if (item != NULL)
    ovr_image_add_vois (work->image, item);
  if (work->image->vois->len == 0)
    {
      add_identity_voi (work->image, &work->applied->modality, work->info);
      if (item != NULL)
        note (work, "state-voi", "The window of the presentation state makes no sense and is not used.");
    }
}

static void
apply_presentation_lut (const Work *work)
{
  const OvrDataset *table = ovr_dataset_get_item (work->dataset, TAG_PRESENTATION_LUT, 0);
  g_autofree char *shape = ovr_dataset_get_value (work->dataset, TAG_LUT_SHAPE, 0);

  if (table != NULL)
    {
      work->applied->presentation = ovr_lut_read (table, FALSE);
      work->image->inverse = FALSE;
      if (work->applied->presentation == NULL)
        note (work, "state-presentation-lut",
              "The presentation table of the presentation state is damaged and not used.");
    }
  else if (shape != NULL)
    work->image->inverse = g_str_equal (shape, "INVERSE");
  else
    note (work, "state-presentation-lut",
          "The presentation state doesn’t say which end is white: the image’s own polarity is shown.");
}

static void
apply_grey (const Work *work)
{
  gboolean is_grey_state = work->state->kind == OVR_PRESENTATION_GREY;
  gboolean is_grey_image = work->info->samples == 1 && work->image->palette == NULL;

  if (is_grey_state != is_grey_image)
    note (work, "state-colour",
          is_grey_state ? "The presentation state is for grey images: its grey scale is not used here."
                        : "The presentation state is for colour images: the image’s own grey scale is shown.");
  if (is_grey_state && is_grey_image)
    {
      work->applied->has_grey = TRUE;
      apply_modality (work);
      apply_voi (work);
      apply_presentation_lut (work);
      return;
    }

  if (!is_grey_state && ovr_dataset_has (work->dataset, TAG_ICC_PROFILE))
    note (work, "state-icc", "The colour profile of the presentation state is not used: the image’s own one is.");
}

static void
read_size_mode (const Work *work,
                const OvrDataset *item)
{
  OvrDisplayedArea *area = &work->applied->area;
  g_autofree char *mode = ovr_dataset_get_value (item, TAG_SIZE_MODE, 0);
  double spacing[2];
  double aspect[2];
  double ratio;

  if (ovr_dataset_get_doubles (item, TAG_SPACING, spacing, 2) && spacing[0] > 0.0 && spacing[1] > 0.0 &&
      isfinite (spacing[0] / spacing[1]) && spacing[0] / spacing[1] > 0.0)
    {
      work->image->pixel_height = spacing[0];
      work->image->pixel_width = spacing[1];
      if (g_strcmp0 (mode, "TRUE SIZE") == 0)
        {
          area->mode = OVR_AREA_TRUE_SIZE;
          area->pixel_width_mm = spacing[1];
        }
    }
  else if (ovr_dataset_get_doubles (item, TAG_ASPECT, aspect, 2) && aspect[0] >= 1.0 && aspect[1] >= 1.0 &&
           aspect[0] <= G_MAXINT32 && aspect[1] <= G_MAXINT32)
    {
      work->image->pixel_height = aspect[0];
      work->image->pixel_width = aspect[1];
    }

  if (g_strcmp0 (mode, "MAGNIFY") == 0 && ovr_dataset_get_double (item, TAG_MAGNIFICATION, 0, &ratio) &&
      ratio >= 1e-3 && ratio <= 1e3)
    {
      area->mode = OVR_AREA_MAGNIFY;
      area->magnification = ratio;
    }
  else if (g_strcmp0 (mode, "SCALE TO FIT") != 0 && area->mode == OVR_AREA_FIT)
    note (work, "state-size", "The size that the presentation state asks for makes no sense: the area is fitted.");
}

/* Corners count pixels from 1 and are named as they come to lie after the turn;
 * both pixels belong to the area. */
static gboolean
read_corners (const OvrDataset *item,
              OvrDisplayedArea *area)
{
  double begin[2];
  double end[2];

  if (!ovr_dataset_get_doubles (item, TAG_AREA_BEGIN, begin, 2) ||
      !ovr_dataset_get_doubles (item, TAG_AREA_END, end, 2) ||
      !(fabs (begin[0]) <= MAX_AREA && fabs (begin[1]) <= MAX_AREA) ||
      !(fabs (end[0]) <= MAX_AREA && fabs (end[1]) <= MAX_AREA))
    return FALSE;

  area->left = fmin (begin[0], end[0]) - 1.5;
  area->right = fmax (begin[0], end[0]) - 0.5;
  area->top = fmin (begin[1], end[1]) - 1.5;
  area->bottom = fmax (begin[1], end[1]) - 0.5;
  return TRUE;
}

static void
apply_area (const Work *work)
{
  OvrDisplayedArea *area = &work->applied->area;
  const OvrDataset *item = item_for (work, TAG_AREAS);

  *area = (OvrDisplayedArea){
    .left = -0.5,
    .top = -0.5,
    .right = work->info->columns - 0.5,
    .bottom = work->info->rows - 0.5,
    .mode = OVR_AREA_FIT,
  };
  if (item != NULL && read_corners (item, area))
    read_size_mode (work, item);
  else
    note (work, "state-area", "The presentation state selects no part of this image: it is shown as a whole.");
}

/* Returns the group of overlays that is a shutter; 0 for none. */
static guint16
apply_shutter (const Work *work)
{
  guint16 group;

  work->image->shutter = ovr_shutter_read (work->dataset, work->info->columns, work->info->rows, work->image->frame,
                                           work->info->samples == 3 || work->image->palette != NULL, &group, NULL);
  if (work->image->shutter == NULL && ovr_dataset_has (work->dataset, TAG_SHUTTER_SHAPE))
    note (work, "state-shutter", "The shutter of the presentation state is broken, or would hide all: it is not closed.");

  return group;
}

/* (transfer full): the plane @group of @planes, or NULL. */
static OvrOverlay *
copy_plane (GPtrArray *planes,
            guint16 group)
{
  for (guint i = 0; i < planes->len; i++)
    {
      const OvrOverlay *plane = planes->pdata[i];

      if (plane->group == group)
        {
          OvrOverlay *copy = g_memdup2 (plane, sizeof *plane);

          if (copy->bits != NULL)
            g_bytes_ref (copy->bits);
          return copy;
        }
    }
  return NULL;
}

/* PS3.3 C.11.7: a plane is shown where a layer is named for it; the state's own
 * goes before the image's. */
static void
apply_overlays (const Work *work,
                guint16 shutter_group)
{
  g_autoptr (GPtrArray) planes = ovr_overlay_read_all (work->dataset, work->image->frame, NULL);

  for (guint16 group = 0x6000; group <= 0x601e; group += 2)
    {
      g_autofree char *layer = ovr_dataset_get_value (work->dataset, TAG_OVERLAY_LAYER (group), 0);
      OvrOverlay *plane;

      if (layer == NULL || group == shutter_group)
        continue;
      plane = copy_plane (planes, group);
      if (plane == NULL)
        plane = copy_plane (work->image->base->overlays, group);
      if (plane != NULL)
        g_ptr_array_add (ovr_annotation_layers_find (work->applied->layers, layer)->overlays, plane);
      else
        note (work, "state-overlay", "The presentation state shows an overlay that isn’t there, or is damaged.");
    }
}

/* Image points that come to lie in three corners of the area. */
static OvrAnnotationSpace
make_space (const Work *work)
{
  const OvrDisplayedArea *area = &work->applied->area;
  const OvrPoint corners[4] = {
    { area->left, area->top },
    { area->right, area->top },
    { area->right, area->bottom },
    { area->left, area->bottom },
  };
  guint first = (guint) (4 - work->state->rotation_deg / 90) % 4;
  OvrAnnotationSpace space = {
    .top_left = corners[first],
    .top_right = corners[(first + 1) % 4],
    .bottom_left = corners[(first + 3) % 4],
  };

  if (work->state->flip_horizontal)
    space = (OvrAnnotationSpace){ space.top_right, space.top_left, corners[(first + 2) % 4] };

  return space;
}

/* Whether an object of @sequence has a style of its own (PS3.3 C.10.5.1). */
static gboolean
has_styles (const OvrDataset *item,
            guint32 sequence)
{
  guint n = ovr_dataset_get_n_items (item, sequence);

  for (guint i = 0; i < n; i++)
    {
      const OvrDataset *object = ovr_dataset_get_item (item, sequence, i);

      if (ovr_dataset_get_n_items (object, TAG_TEXT_STYLE) > 0 || ovr_dataset_get_n_items (object, TAG_LINE_STYLE) > 0 ||
          ovr_dataset_get_n_items (object, TAG_FILL_STYLE) > 0)
        return TRUE;
    }
  return FALSE;
}

static void
apply_annotations (const Work *work)
{
  guint n = ovr_dataset_get_n_items (work->dataset, TAG_ANNOTATIONS);
  OvrAnnotationSpace space = make_space (work);
  guint budget = MAX_PARTS;
  guint left_out = 0;

  for (guint i = 0; i < n; i++)
    {
      const OvrDataset *item = ovr_dataset_get_item (work->dataset, TAG_ANNOTATIONS, i);
      g_autofree char *name = NULL;

      if (!ovr_presentation_item_is_for (item, work->sop_uid, work->image->frame))
        continue;
      name = ovr_dataset_get_value (item, TAG_LAYER, 0);
      left_out += ovr_annotation_read (ovr_annotation_layers_find (work->applied->layers, name), item, &space, &budget);
      if (ovr_dataset_get_n_items (item, TAG_COMPOUND) > 0)
        note (work, "state-compound",
              "Rulers, arrows and the like of the presentation state are shown by their plain lines only.");
      if (has_styles (item, TAG_GRAPHIC_OBJECTS) || has_styles (item, TAG_TEXT_OBJECTS))
        note (work, "state-styles",
              "Colours, widths, patterns and fonts that the presentation state gives its lines and texts are not used: "
              "each layer has one colour.");
    }
  if (left_out > 0)
    {
      g_autofree char *text = g_strdup_printf (
          "%u graphics or texts of the presentation state can’t be shown: they are damaged or too many.", left_out);

      note (work, "state-graphics", text);
    }
}

/* What ovr_presentation_state_new() took for no turn at all. */
static void
note_turn (const Work *work)
{
  g_autofree char *flip = ovr_dataset_get_value (work->dataset, TAG_FLIP, 0);
  gint64 rotation = 0;
  gboolean is_broken = ovr_dataset_has (work->dataset, TAG_ROTATION) &&
                       !ovr_dataset_get_int (work->dataset, TAG_ROTATION, 0, &rotation);

  if (is_broken || rotation != work->state->rotation_deg ||
      (flip != NULL && !g_str_equal (flip, "Y") && !g_str_equal (flip, "N")))
    note (work, "state-turn", "The turn that the presentation state asks for makes no sense and is left out.");
}

static void
apply_all (const Work *work)
{
  apply_grey (work);
  apply_area (work);
  apply_overlays (work, apply_shutter (work));
  apply_annotations (work);
  note_turn (work);
  ovr_image_note_curves (work->image, work->dataset);
  if (ovr_dataset_get_n_items (work->dataset, TAG_MASK) > 0)
    note (work, "state-mask", "The presentation state subtracts a mask: the picture is shown without subtraction.");
}

OvrPixels *
ovr_presentation_state_apply (OvrPresentationState *self,
                              const OvrPixels *pixels,
                              const char *sop_uid)
{
  g_autoptr (OvrImage) image = NULL;
  Work work = { .state = self, .dataset = self->dataset, .sop_uid = sop_uid, .info = &pixels->info };

  if (self->kind == OVR_PRESENTATION_UNSUPPORTED ||
      !ovr_presentation_state_is_for (self, sop_uid, pixels->image->frame))
    return NULL;

  g_mutex_lock (&self->lock);
  image = ovr_image_derive (pixels->image);
  work.image = image;
  work.applied = image->applied = g_new0 (OvrAppliedState, 1);
  work.applied->modality.slope = 1.0;
  work.applied->layers = ovr_annotation_layers_read (self->dataset);
  apply_all (&work);
  g_mutex_unlock (&self->lock);

  return ovr_pixels_with_image (pixels, image);
}
