/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-image.h"

#include <math.h>

#define TAG_SOP_CLASS OVR_TAG (0x0008, 0x0016)
#define TAG_IMAGE_TYPE OVR_TAG (0x0008, 0x0008)
#define TAG_MODALITY OVR_TAG (0x0008, 0x0060)
#define TAG_ANATOMICAL_TYPE OVR_TAG (0x0010, 0x2210)
#define TAG_PATIENT_ORIENTATION OVR_TAG (0x0020, 0x0020)
#define TAG_POSITION OVR_TAG (0x0020, 0x0032)
#define TAG_ORIENTATION OVR_TAG (0x0020, 0x0037)
#define TAG_PLANE_POSITION OVR_TAG (0x0020, 0x9113)
#define TAG_PLANE_ORIENTATION OVR_TAG (0x0020, 0x9116)
#define TAG_SPACING OVR_TAG (0x0028, 0x0030)
#define TAG_PADDING OVR_TAG (0x0028, 0x0120)
#define TAG_PADDING_LIMIT OVR_TAG (0x0028, 0x0121)
#define TAG_FLOAT_PADDING OVR_TAG (0x0028, 0x0122)
#define TAG_DOUBLE_PADDING OVR_TAG (0x0028, 0x0123)
#define TAG_FLOAT_PADDING_LIMIT OVR_TAG (0x0028, 0x0124)
#define TAG_DOUBLE_PADDING_LIMIT OVR_TAG (0x0028, 0x0125)
#define TAG_RELATIONSHIP OVR_TAG (0x0028, 0x1040)
#define TAG_CENTER OVR_TAG (0x0028, 0x1050)
#define TAG_WIDTH OVR_TAG (0x0028, 0x1051)
#define TAG_INTERCEPT OVR_TAG (0x0028, 0x1052)
#define TAG_SLOPE OVR_TAG (0x0028, 0x1053)
#define TAG_RESCALE_TYPE OVR_TAG (0x0028, 0x1054)
#define TAG_WINDOW_EXPLANATION OVR_TAG (0x0028, 0x1055)
#define TAG_VOI_FUNCTION OVR_TAG (0x0028, 0x1056)
#define TAG_MODALITY_LUT OVR_TAG (0x0028, 0x3000)
#define TAG_LUT_TYPE OVR_TAG (0x0028, 0x3004)
#define TAG_VOI_LUT OVR_TAG (0x0028, 0x3010)
#define TAG_PIXEL_MEASURES OVR_TAG (0x0028, 0x9110)
#define TAG_FRAME_VOI OVR_TAG (0x0028, 0x9132)
#define TAG_VALUE_TRANSFORMATION OVR_TAG (0x0028, 0x9145)
#define TAG_XRAY_FRAME OVR_TAG (0x0028, 0x9443)
#define TAG_UNITS OVR_TAG (0x0054, 0x1001)
#define TAG_LUT_SHAPE OVR_TAG (0x2050, 0x0020)
#define MAX_VOIS 64

/* XA, Enhanced XA, XRF, Enhanced XRF and the old biplane Image Storage. */
static const char *const fluoroscopy_classes[] = {
  "1.2.840.10008.5.1.4.1.1.12.1",
  "1.2.840.10008.5.1.4.1.1.12.1.1",
  "1.2.840.10008.5.1.4.1.1.12.2",
  "1.2.840.10008.5.1.4.1.1.12.2.1",
  "1.2.840.10008.5.1.4.1.1.12.3",
  NULL,
};

/* The item that holds @tag for @frame: the functional group where it has the
 * attribute, else the top level. */
static const OvrDataset *
holder (const OvrDataset *dataset,
        guint frame,
        guint32 group,
        guint32 tag)
{
  const OvrDataset *item = ovr_dataset_get_frame_group (dataset, frame, group);

  return item != NULL && ovr_dataset_has (item, tag) ? item : dataset;
}

static void
choice_free (OvrVoiChoice *self)
{
  ovr_lut_free (self->lut);
  g_free (self->explanation);
  g_free (self);
}

static void
read_padding (OvrImage *self,
              const OvrDataset *dataset,
              const OvrFrameInfo *info)
{
  double value;
  double limit;

  if (info->format != OVR_CELL_INT)
    {
      gboolean wide = info->format == OVR_CELL_DOUBLE;

      if (!ovr_dataset_get_double (dataset, wide ? TAG_DOUBLE_PADDING : TAG_FLOAT_PADDING, 0, &value))
        return;
      limit = value;
      ovr_dataset_get_double (dataset, wide ? TAG_DOUBLE_PADDING_LIMIT : TAG_FLOAT_PADDING_LIMIT, 0, &limit);
    }
  else
    {
      gint64 raw;

      if (!ovr_dataset_get_int (dataset, TAG_PADDING, 0, &raw) ||
          !ovr_padding_fix_sign (self->layout, raw, &value))
        return;
      if (!ovr_dataset_get_int (dataset, TAG_PADDING_LIMIT, 0, &raw) ||
          !ovr_padding_fix_sign (self->layout, raw, &limit))
        limit = value;
    }

  self->padding = ovr_padding_between (value, limit);
}

/* What PET values count (PS3.3 C.8.9.1.1.3), for those of the units that are
 * one. */
static char *
read_pet_unit (const OvrDataset *dataset)
{
  static const char *const known[][2] = {
    { "BQML", "Bq/mL" },
    { "CNTS", "counts" },
    { "GML", "g/mL" },
    { "CM2ML", "cm2/mL" },
    { "PCNT", "%" },
    { "PROPCPS", "propcps" },
    { "PROPCNTS", "propcnts" },
    { "CPS", "1/s" },
  };
  g_autofree char *units = ovr_dataset_get_text (dataset, TAG_UNITS);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (units, known[i][0]) == 0)
      return g_strdup (known[i][1]);

  return NULL;
}

static void
read_unit (OvrImage *self,
           const OvrDataset *dataset,
           const OvrDataset *item,
           guint32 type_tag)
{
  g_autofree char *type = ovr_dataset_get_text (item, type_tag);
  g_autofree char *image_type = ovr_dataset_get_text (dataset, TAG_IMAGE_TYPE);
  g_autofree char *sop_class = ovr_dataset_get_text (dataset, TAG_SOP_CLASS);

  if (g_str_equal (self->modality, "PT"))
    self->to_values.unit = read_pet_unit (dataset);
  else
    self->to_values.unit = ovr_modality_unit (type, self->modality, image_type, sop_class);
}

static void
read_modality (OvrImage *self,
               const OvrDataset *dataset)
{
  const OvrDataset *item = holder (dataset, self->frame, TAG_VALUE_TRANSFORMATION, TAG_SLOPE);
  const OvrDataset *table = ovr_dataset_get_item (dataset, TAG_MODALITY_LUT, 0);
  double slope = 1.0;
  double intercept = 0.0;

  self->to_values.slope = 1.0;
  if (table != NULL)
    self->to_values.lut = ovr_lut_read (table, self->layout.sign != 0);

  if (self->to_values.lut != NULL)
    {
      self->to_values.kind = OVR_MODALITY_TABLE;
      read_unit (self, dataset, table, TAG_LUT_TYPE);
    }
  else if (ovr_dataset_get_double (item, TAG_SLOPE, 0, &slope) && isfinite (slope) && slope != 0.0)
    {
      ovr_dataset_get_double (item, TAG_INTERCEPT, 0, &intercept);
      self->to_values.kind = OVR_MODALITY_RESCALE;
      self->to_values.slope = slope;
      self->to_values.intercept = isfinite (intercept) ? intercept : 0.0;
      read_unit (self, dataset, item, TAG_RESCALE_TYPE);
    }
}

static gboolean
is_for_display (const OvrImage *self,
                const OvrDataset *dataset)
{
  const OvrDataset *item = holder (dataset, self->frame, TAG_XRAY_FRAME, TAG_RELATIONSHIP);
  g_autofree char *sop_class = ovr_dataset_get_text (dataset, TAG_SOP_CLASS);
  g_autofree char *relationship = ovr_dataset_get_text (item, TAG_RELATIONSHIP);

  if (sop_class == NULL || !g_strv_contains (fluoroscopy_classes, sop_class))
    return TRUE;

  return g_strcmp0 (relationship, "LOG") != 0 && g_strcmp0 (relationship, "DISP") != 0;
}

/* Whether values below zero can reach the VOI stage: decides how the first
 * mapped value of its tables was meant. */
static gboolean
has_negative_values (const OvrImage *self)
{
  gint64 lowest;
  gint64 highest;
  const OvrModality *stage = &self->to_values;

  ovr_stored_range (self->layout, &lowest, &highest);
  if (!self->display_values || stage->kind == OVR_MODALITY_IDENTITY)
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
        continue;
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

      if (!ovr_dataset_get_double (item, TAG_CENTER, i, &center) ||
          !ovr_dataset_get_double (item, TAG_WIDTH, i, &width))
        continue;
      voi = ovr_image_make_voi (self, center, width);
      if (!ovr_voi_is_valid (&voi))
        continue;

      choice = g_new0 (OvrVoiChoice, 1);
      choice->voi = voi;
      choice->explanation = ovr_dataset_get_value (item, TAG_WINDOW_EXPLANATION, i);
      g_ptr_array_add (self->vois, choice);
    }
}

static void
read_vois (OvrImage *self,
           const OvrDataset *dataset)
{
  const OvrDataset *windows = holder (dataset, self->frame, TAG_FRAME_VOI, TAG_CENTER);
  const OvrDataset *tables = holder (dataset, self->frame, TAG_FRAME_VOI, TAG_VOI_LUT);
  g_autofree char *function = ovr_dataset_get_text (windows, TAG_VOI_FUNCTION);

  self->function = ovr_voi_function_parse (function);
  self->vois = g_ptr_array_new_with_free_func ((GDestroyNotify) choice_free);
  add_tables (self, tables);
  add_windows (self, windows);
}

static void
read_plane (OvrImage *self,
            const OvrDataset *dataset)
{
  const OvrDataset *position = holder (dataset, self->frame, TAG_PLANE_POSITION, TAG_POSITION);
  const OvrDataset *orientation = holder (dataset, self->frame, TAG_PLANE_ORIENTATION, TAG_ORIENTATION);
  const OvrDataset *measures = holder (dataset, self->frame, TAG_PIXEL_MEASURES, TAG_SPACING);
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

OvrImage *
ovr_image_new (const OvrDataset *dataset,
               const OvrFrameInfo *info,
               guint frame)
{
  OvrImage *self = g_new0 (OvrImage, 1);
  g_autofree char *shape = ovr_dataset_get_text (dataset, TAG_LUT_SHAPE);

  g_atomic_ref_count_init (&self->ref_count);
  self->frame = frame;
  self->layout = ovr_stored_layout (info);
  self->modality = ovr_dataset_get_text (dataset, TAG_MODALITY);
  if (self->modality == NULL)
    self->modality = g_strdup ("");

  read_padding (self, dataset, info);
  read_modality (self, dataset);
  self->display_values = is_for_display (self, dataset);
  self->suv = ovr_suv_read (dataset);
  read_vois (self, dataset);
  self->inverse = ovr_presentation_is_inverse (info->photometric == OVR_PHOTOMETRIC_MONOCHROME1, shape);
  if (info->photometric == OVR_PHOTOMETRIC_PALETTE)
    self->palette = ovr_palette_read (dataset, self->layout.sign != 0);
  if (info->samples == 3 || self->palette != NULL)
    self->profile = ovr_colour_profile_read (dataset);

  read_plane (self, dataset);
  read_directions (self, dataset);
  ovr_calibration_read (&self->calibration, dataset, frame);
  self->pixel_width = self->calibration.scale.col_mm;
  self->pixel_height = self->calibration.scale.row_mm;
  self->overlays = ovr_overlay_read_all (dataset, frame);
  self->shutter = ovr_shutter_read (dataset, info->columns, info->rows);

  return self;
}

OvrImage *
ovr_image_ref (OvrImage *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
ovr_image_unref (OvrImage *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->modality);
  ovr_modality_clear (&self->to_values);
  g_ptr_array_unref (self->vois);
  g_clear_pointer (&self->palette, ovr_palette_free);
  g_clear_pointer (&self->profile, ovr_colour_profile_free);
  g_free (self->directions[0]);
  g_free (self->directions[1]);
  ovr_calibration_clear (&self->calibration);
  g_ptr_array_unref (self->overlays);
  g_clear_pointer (&self->shutter, ovr_shutter_free);
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
