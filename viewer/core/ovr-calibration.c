/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-calibration.h"

#include <math.h>

#define TAG_MODALITY OVR_TAG (0x0008, 0x0060)
#define TAG_PIXEL_SPACING OVR_TAG (0x0028, 0x0030)
#define TAG_IMAGER_SPACING OVR_TAG (0x0018, 0x1164)
#define TAG_SCANNED_SPACING OVR_TAG (0x0018, 0x2010)
#define TAG_CALIBRATION_TYPE OVR_TAG (0x0028, 0x0a02)
#define TAG_MAGNIFICATION OVR_TAG (0x0018, 0x1114)
#define TAG_SOURCE_TO_DETECTOR OVR_TAG (0x0018, 0x1110)
#define TAG_SOURCE_TO_PATIENT OVR_TAG (0x0018, 0x1111)
#define TAG_ASPECT OVR_TAG (0x0028, 0x0034)
#define TAG_PIXEL_MEASURES OVR_TAG (0x0028, 0x9110)
#define TAG_XRAY_FRAME OVR_TAG (0x0028, 0x9443)
#define TAG_REGIONS OVR_TAG (0x0018, 0x6011)
#define MAX_REGIONS 256
#define UNIT_CM 3
#define FORMAT_2D 1

/* Two spacings are the same if they were written with different rounding. */
#define SAME_SPACING 1e-3

/* row\column, both finite and above zero, from a functional group or else the
 * top level (PS3.3 10.7.1.3). */
static gboolean
read_pair (const OvrDataset *dataset,
           guint frame,
           guint32 group,
           guint32 tag,
           double pair[2])
{
  const OvrDataset *item = ovr_dataset_get_frame_group (dataset, frame, group);
  double values[2];

  if ((item == NULL || !ovr_dataset_get_doubles (item, tag, values, 2)) &&
      !ovr_dataset_get_doubles (dataset, tag, values, 2))
    return FALSE;
  if (!(values[0] > 0.0 && values[1] > 0.0 && isfinite (values[0]) && isfinite (values[1])))
    return FALSE;

  pair[0] = values[0];
  pair[1] = values[1];
  return TRUE;
}

static OvrScale
make_scale (const double pair[2],
            double divisor,
            OvrProvenance provenance)
{
  return (OvrScale){
    .row_mm = pair[0] / divisor,
    .col_mm = pair[1] / divisor,
    .provenance = provenance,
  };
}

/* Estimated Radiographic Magnification Factor, or the ratio that defines it;
 * 0 where neither is known. */
static double
read_magnification (const OvrDataset *dataset)
{
  double factor;
  double detector;
  double patient;

  if (ovr_dataset_get_double (dataset, TAG_MAGNIFICATION, 0, &factor) && isfinite (factor) && factor > 0.0)
    return factor;
  if (ovr_dataset_get_double (dataset, TAG_SOURCE_TO_DETECTOR, 0, &detector) &&
      ovr_dataset_get_double (dataset, TAG_SOURCE_TO_PATIENT, 0, &patient) &&
      patient > 0.0 && detector > patient && isfinite (detector))
    return detector / patient;

  return 0.0;
}

static gboolean
is_same_pair (const double a[2],
              const double b[2])
{
  return fabs (a[0] - b[0]) <= SAME_SPACING * b[0] && fabs (a[1] - b[1]) <= SAME_SPACING * b[1];
}

/* Images of a detector: what the spacing there means in the patient. */
static OvrScale
detector_scale (const OvrDataset *dataset,
                const double imager[2])
{
  double factor = read_magnification (dataset);

  if (factor > 0.0)
    return make_scale (imager, factor, OVR_PROVENANCE_MAGNIFICATION);
  return make_scale (imager, 1.0, OVR_PROVENANCE_DETECTOR_PLANE);
}

static OvrScale
pixel_scale (const OvrDataset *dataset)
{
  double aspect[2] = { 1.0, 1.0 };
  double values[2];

  if (ovr_dataset_get_doubles (dataset, TAG_ASPECT, values, 2) && values[0] > 0.0 && values[1] > 0.0 &&
      isfinite (values[0] / values[1]))
    aspect[0] = values[0] / values[1];

  return make_scale (aspect, 1.0, OVR_PROVENANCE_PIXELS);
}

/* Images made of slices: no detector's plane has to do with their pixels, even
 * where a converter has written Imager Pixel Spacing. */
static gboolean
is_reconstructed (const OvrDataset *dataset)
{
  static const char *const modalities[] = { "CT", "MR", "PT", "NM", NULL };
  g_autofree char *modality = ovr_dataset_get_text (dataset, TAG_MODALITY);

  return modality != NULL && g_strv_contains (modalities, modality);
}

static OvrScale
read_scale (const OvrDataset *dataset,
            guint frame)
{
  double spacing[2];
  double imager[2];
  double scanned[2];
  g_autofree char *type = ovr_dataset_get_text (dataset, TAG_CALIBRATION_TYPE);
  gboolean has_spacing = read_pair (dataset, frame, TAG_PIXEL_MEASURES, TAG_PIXEL_SPACING, spacing);
  gboolean has_imager = read_pair (dataset, frame, TAG_XRAY_FRAME, TAG_IMAGER_SPACING, imager);

  if (has_spacing && g_strcmp0 (type, "FIDUCIAL") == 0)
    return make_scale (spacing, 1.0, OVR_PROVENANCE_FIDUCIAL);
  if (has_spacing && g_strcmp0 (type, "GEOMETRY") == 0)
    return make_scale (spacing, 1.0, OVR_PROVENANCE_MAGNIFICATION);
  if (has_spacing && is_reconstructed (dataset))
    return make_scale (spacing, 1.0, OVR_PROVENANCE_PIXEL_SPACING);
  if (has_spacing && has_imager && !is_same_pair (spacing, imager))
    return make_scale (spacing, 1.0, OVR_PROVENANCE_MAGNIFICATION);
  if (has_imager)
    return detector_scale (dataset, imager);
  if (has_spacing)
    return make_scale (spacing, 1.0, OVR_PROVENANCE_PIXEL_SPACING);
  if (ovr_dataset_get_doubles (dataset, TAG_SCANNED_SPACING, scanned, 2) && scanned[0] > 0.0 &&
      scanned[1] > 0.0 && isfinite (scanned[0] + scanned[1]))
    return make_scale (scanned, 1.0, OVR_PROVENANCE_DETECTOR_PLANE);

  return pixel_scale (dataset);
}

static gboolean
read_region (const OvrDataset *item,
             OvrUsRegion *out)
{
  gint64 format = 0;
  gint64 flags = 0;
  gint64 unit_x = 0;
  gint64 unit_y = 0;
  double delta_x = 0.0;
  double delta_y = 0.0;

  if (!ovr_dataset_get_double (item, OVR_TAG (0x0018, 0x6018), 0, &out->min_col) ||
      !ovr_dataset_get_double (item, OVR_TAG (0x0018, 0x601a), 0, &out->min_row) ||
      !ovr_dataset_get_double (item, OVR_TAG (0x0018, 0x601c), 0, &out->max_col) ||
      !ovr_dataset_get_double (item, OVR_TAG (0x0018, 0x601e), 0, &out->max_row))
    return FALSE;

  ovr_dataset_get_int (item, OVR_TAG (0x0018, 0x6012), 0, &format);
  ovr_dataset_get_int (item, OVR_TAG (0x0018, 0x6016), 0, &flags);
  ovr_dataset_get_int (item, OVR_TAG (0x0018, 0x6024), 0, &unit_x);
  ovr_dataset_get_int (item, OVR_TAG (0x0018, 0x6026), 0, &unit_y);
  ovr_dataset_get_double (item, OVR_TAG (0x0018, 0x602c), 0, &delta_x);
  ovr_dataset_get_double (item, OVR_TAG (0x0018, 0x602e), 0, &delta_y);

  out->low_priority = (flags & 1) != 0;
  out->col_mm = fabs (delta_x) * 10.0;
  out->row_mm = fabs (delta_y) * 10.0;
  out->is_spatial = format == FORMAT_2D && unit_x == UNIT_CM && unit_y == UNIT_CM &&
                    out->col_mm > 0.0 && out->row_mm > 0.0 && isfinite (out->col_mm + out->row_mm);
  return TRUE;
}

void
ovr_calibration_read (OvrCalibration *self,
                      const OvrDataset *dataset,
                      guint frame)
{
  guint n = MIN (ovr_dataset_get_n_items (dataset, TAG_REGIONS), MAX_REGIONS);

  self->scale = read_scale (dataset, frame);
  self->regions = NULL;
  if (n == 0)
    return;

  self->scale = pixel_scale (dataset);
  self->regions = g_array_sized_new (FALSE, TRUE, sizeof (OvrUsRegion), n);
  for (guint i = 0; i < n; i++)
    {
      OvrUsRegion region = { .min_col = NAN };

      if (!read_region (ovr_dataset_get_item (dataset, TAG_REGIONS, i), &region))
        region = (OvrUsRegion){ .min_col = NAN };
      g_array_append_val (self->regions, region);
    }
}

void
ovr_calibration_clear (OvrCalibration *self)
{
  g_clear_pointer (&self->regions, g_array_unref);
}

/* Edges belong to the region: pixel centres lie on them. Half a pixel is
 * allowed for, as handles are dragged along the outer rim. */
static gboolean
region_holds (const OvrUsRegion *region,
              const OvrPoint *points,
              guint n_points)
{
  for (guint i = 0; i < n_points; i++)
    if (!(points[i].col >= region->min_col - 0.5 && points[i].col <= region->max_col + 0.5 &&
          points[i].row >= region->min_row - 0.5 && points[i].row <= region->max_row + 0.5))
      return FALSE;

  return TRUE;
}

/* A region of high priority owns the pixels where regions overlap (PS3.3
 * C.8.5.5.1.3); a line that leaves it may still lie within one below. */
OvrScale
ovr_calibration_at (const OvrCalibration *self,
                    const OvrPoint *points,
                    guint n_points)
{
  const OvrUsRegion *found = NULL;
  guint number = 0;

  for (guint i = 0; self->regions != NULL && i < self->regions->len; i++)
    {
      const OvrUsRegion *region = &g_array_index (self->regions, OvrUsRegion, i);

      if (region_holds (region, points, n_points) &&
          (found == NULL || (found->low_priority && !region->low_priority)))
        {
          found = region;
          number = i + 1;
        }
    }

  if (found == NULL || !found->is_spatial)
    return self->scale;

  return (OvrScale){
    .col_mm = found->col_mm,
    .row_mm = found->row_mm,
    .provenance = OVR_PROVENANCE_US_REGION,
    .us_region = number,
  };
}
