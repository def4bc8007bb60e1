/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-image-private.h"

#include <math.h>

#define TAG_IMAGE_TYPE OVR_TAG (0x0008, 0x0008)
#define TAG_SOP_CLASS OVR_TAG (0x0008, 0x0016)
#define TAG_FRAME_TYPE OVR_TAG (0x0008, 0x9007)
#define TAG_CT_FRAME_TYPE OVR_TAG (0x0018, 0x9329)
#define TAG_MULTI_ENERGY OVR_TAG (0x0018, 0x9361)
#define TAG_PADDING OVR_TAG (0x0028, 0x0120)
#define TAG_PADDING_LIMIT OVR_TAG (0x0028, 0x0121)
#define TAG_FLOAT_PADDING OVR_TAG (0x0028, 0x0122)
#define TAG_DOUBLE_PADDING OVR_TAG (0x0028, 0x0123)
#define TAG_FLOAT_PADDING_LIMIT OVR_TAG (0x0028, 0x0124)
#define TAG_DOUBLE_PADDING_LIMIT OVR_TAG (0x0028, 0x0125)
#define TAG_RELATIONSHIP OVR_TAG (0x0028, 0x1040)
#define TAG_INTERCEPT OVR_TAG (0x0028, 0x1052)
#define TAG_SLOPE OVR_TAG (0x0028, 0x1053)
#define TAG_RESCALE_TYPE OVR_TAG (0x0028, 0x1054)
#define TAG_MODALITY_LUT OVR_TAG (0x0028, 0x3000)
#define TAG_LUT_TYPE OVR_TAG (0x0028, 0x3004)
#define TAG_VALUE_TRANSFORMATION OVR_TAG (0x0028, 0x9145)
#define TAG_XRAY_FRAME OVR_TAG (0x0028, 0x9443)
#define TAG_UNITS OVR_TAG (0x0054, 0x1001)

/* XA, Enhanced XA, XRF, Enhanced XRF and the old biplane Image Storage. */
static const char *const fluoroscopy_classes[] = {
  "1.2.840.10008.5.1.4.1.1.12.1",
  "1.2.840.10008.5.1.4.1.1.12.1.1",
  "1.2.840.10008.5.1.4.1.1.12.2",
  "1.2.840.10008.5.1.4.1.1.12.2.1",
  "1.2.840.10008.5.1.4.1.1.12.3",
  NULL,
};

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

/* What decides about Hounsfield units: a frame's own type goes before the
 * image's. */
static void
read_unit (OvrImage *self,
           const OvrDataset *dataset,
           const OvrDataset *item,
           guint32 type_tag)
{
  const OvrDataset *frame_type = ovr_dataset_get_frame_group (dataset, self->frame, TAG_CT_FRAME_TYPE);
  g_autofree char *type = ovr_dataset_get_text (item, type_tag);
  g_autofree char *image_type = frame_type != NULL ? ovr_dataset_get_text (frame_type, TAG_FRAME_TYPE) : NULL;
  g_autofree char *sop_class = ovr_dataset_get_text (dataset, TAG_SOP_CLASS);
  g_autofree char *multi_energy = ovr_dataset_get_text (dataset, TAG_MULTI_ENERGY);
  OvrModalitySource source = {
    .modality = self->modality,
    .sop_class = sop_class,
    .is_multi_energy = g_strcmp0 (multi_energy, "YES") == 0,
  };

  if (image_type == NULL)
    image_type = ovr_dataset_get_text (dataset, TAG_IMAGE_TYPE);
  source.image_type = image_type;

  /* Old PET images tell their units, new ones are like other images. */
  if (g_str_equal (self->modality, "PT") && ovr_dataset_has (dataset, TAG_UNITS))
    self->to_values.unit = read_pet_unit (dataset);
  else
    self->to_values.unit = ovr_modality_unit (type, &source);
}

/* FALSE where there is no table that can be used. */
static gboolean
read_table (OvrImage *self,
            const OvrDataset *dataset)
{
  const OvrDataset *item = ovr_dataset_get_item (dataset, TAG_MODALITY_LUT, 0);

  if (item == NULL)
    return FALSE;

  self->to_values.lut = ovr_lut_read (item, self->layout.sign != 0);
  if (self->to_values.lut == NULL)
    {
      ovr_notes_add (self->notes, "modality-lut-broken",
                     "The Modality LUT (0028,3000) is damaged and left out: values are not what the file means.");
      return FALSE;
    }
  if (self->to_values.lut->is_mended)
    ovr_notes_add (self->notes, "lut-mended",
                   "A table's descriptor contradicts its entries; it was read as wide as the entries need.");

  self->to_values.kind = OVR_MODALITY_TABLE;
  read_unit (self, dataset, item, TAG_LUT_TYPE);
  return TRUE;
}

static void
read_rescale (OvrImage *self,
              const OvrDataset *dataset,
              const OvrDataset *item)
{
  double slope;
  double intercept = 0.0;

  if (!ovr_dataset_has (item, TAG_SLOPE) && !ovr_dataset_has (item, TAG_INTERCEPT))
    return;
  if (!ovr_dataset_get_double (item, TAG_SLOPE, 0, &slope) || !isfinite (slope) || slope == 0.0 ||
      (ovr_dataset_has (item, TAG_INTERCEPT) &&
       (!ovr_dataset_get_double (item, TAG_INTERCEPT, 0, &intercept) || !isfinite (intercept))))
    {
      ovr_notes_add (self->notes, "rescale-broken",
                     "Rescale Slope and Intercept (0028,1053) make no sense: values are stored values.");
      return;
    }

  self->to_values.kind = OVR_MODALITY_RESCALE;
  self->to_values.slope = slope;
  self->to_values.intercept = intercept;
  read_unit (self, dataset, item, TAG_RESCALE_TYPE);
}

/* Table and rescale exclude each other (PS3.3 C.11.1). */
static void
read_modality (OvrImage *self,
               const OvrDataset *dataset)
{
  const OvrDataset *item = ovr_image_holder (dataset, self->frame, TAG_VALUE_TRANSFORMATION, TAG_SLOPE);

  self->to_values.slope = 1.0;
  if (!read_table (self, dataset))
    read_rescale (self, dataset, item);
  else if (ovr_dataset_has (item, TAG_SLOPE))
    ovr_notes_add (self->notes, "modality-both",
                   "The file has both a Modality LUT and a rescale, which exclude each other: the table was used.");
}

static gboolean
is_for_display (const OvrImage *self,
                const OvrDataset *dataset)
{
  const OvrDataset *item = ovr_image_holder (dataset, self->frame, TAG_XRAY_FRAME, TAG_RELATIONSHIP);
  g_autofree char *sop_class = ovr_dataset_get_text (dataset, TAG_SOP_CLASS);
  g_autofree char *relationship = ovr_dataset_get_text (item, TAG_RELATIONSHIP);

  if (sop_class == NULL || !g_strv_contains (fluoroscopy_classes, sop_class))
    return TRUE;

  return g_strcmp0 (relationship, "LOG") != 0 && g_strcmp0 (relationship, "DISP") != 0;
}

void
ovr_image_read_values (OvrImage *self,
                       const OvrDataset *dataset,
                       const OvrFrameInfo *info)
{
  read_padding (self, dataset, info);
  read_modality (self, dataset);
  self->display_values = is_for_display (self, dataset);
  self->mappings = ovr_real_world_read_all (dataset, info, self->frame, self->notes);
  self->quantities = ovr_quantities_new (self->mappings, &self->to_values);
  self->suv = ovr_suv_read (dataset);
}
