/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-facts.h"

#include "ovr-study-tags.h"

#include <math.h>
#include <string.h>

/* How far direction cosines may be from orthonormal: scanners write few
 * digits, and an error above that is no plane. */
#define DIRECTION_TOLERANCE 1e-2

/* No patient is a kilometre away from the scanner's centre. */
#define POSITION_LIMIT_MM 1e6

static double
dot (const double a[3],
     const double b[3])
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

static gboolean
normalize (double v[3])
{
  double length = sqrt (dot (v, v));

  if (!(fabs (length - 1.0) <= DIRECTION_TOLERANCE))
    return FALSE;
  for (int i = 0; i < 3; i++)
    v[i] /= length;
  return TRUE;
}

/* Takes over a plane if it is one; a plane without a position or with skew
 * axes stays unknown. */
static void
set_plane (OvrFrameFacts *facts,
           const double position[3],
           const double orientation[6])
{
  double row[3] = { orientation[0], orientation[1], orientation[2] };
  double col[3] = { orientation[3], orientation[4], orientation[5] };

  if (!normalize (row) || !normalize (col) || !(fabs (dot (row, col)) <= DIRECTION_TOLERANCE))
    return;
  for (int i = 0; i < 3; i++)
    if (!(fabs (position[i]) < POSITION_LIMIT_MM))
      return;

  memcpy (facts->plane.origin_mm, position, sizeof facts->plane.origin_mm);
  memcpy (facts->plane.row_dir, row, sizeof row);
  memcpy (facts->plane.col_dir, col, sizeof col);
}

static void
set_spacing (OvrFrameFacts *facts,
             const OvrDataset *from)
{
  double spacing[2];
  double thickness;

  if (from == NULL)
    return;
  if (ovr_dataset_get_doubles (from, TAG_PIXEL_SPACING, spacing, 2) &&
      isfinite (spacing[0]) && isfinite (spacing[1]) && spacing[0] > 0.0 && spacing[1] > 0.0)
    {
      facts->plane.row_spacing_mm = spacing[0];
      facts->plane.col_spacing_mm = spacing[1];
    }
  if (ovr_dataset_get_double (from, TAG_SLICE_THICKNESS, 0, &thickness) &&
      isfinite (thickness) && thickness > 0.0)
    facts->thickness_mm = thickness;
}

/* Seconds since midnight of a TM or the time part of a DT; NaN if @text isn't
 * one. @text may be NULL. */
static double
parse_time_of_day (const char *text)
{
  double value;
  char digits[7] = "000000";
  guint n = 0;
  const char *p = text;

  if (p == NULL)
    return NAN;
  for (; *p != '\0' && n < 6; p++)
    {
      if (g_ascii_isdigit (*p))
        digits[n++] = *p;
      else if (*p != ':')
        break;
    }
  if (n < 2)
    return NAN;

  value = 3600.0 * ((digits[0] - '0') * 10 + digits[1] - '0') +
          60.0 * ((digits[2] - '0') * 10 + digits[3] - '0') +
          ((digits[4] - '0') * 10 + digits[5] - '0');
  if (*p == '.' && g_ascii_isdigit (p[1]))
    value += g_ascii_strtod (p, NULL);
  return value < 86400.0 + 1.0 ? value : (double) NAN;
}

/* The time part of a DT, which starts after the date's eight digits. */
static double
time_of_date_time (const OvrDataset *from,
                   guint32 tag)
{
  g_autofree char *text = ovr_dataset_get_text (from, tag);

  return text != NULL && strlen (text) > 8 ? parse_time_of_day (text + 8) : (double) NAN;
}

/* Siemens wrote the b value into a private element before the standard had
 * one for single frames. */
static void
read_private_b_value (OvrFrameFacts *facts,
                      const OvrDataset *dataset)
{
  g_autofree char *creator = ovr_dataset_get_value (dataset, TAG_SIEMENS_MR_CREATOR, 0);

  if (g_strcmp0 (creator, "SIEMENS MR HEADER") == 0)
    ovr_dataset_get_double (dataset, TAG_SIEMENS_B_VALUE, 0, &facts->b_value);
}

static void
read_top_level (OvrInstance *self,
                OvrFrameFacts *facts,
                const OvrDataset *dataset)
{
  double position[3];
  double orientation[6];

  if (ovr_dataset_get_doubles (dataset, TAG_POSITION, position, 3) &&
      ovr_dataset_get_doubles (dataset, TAG_ORIENTATION, orientation, 6))
    set_plane (facts, position, orientation);
  set_spacing (facts, dataset);
  ovr_dataset_get_double (dataset, TAG_TRIGGER_TIME, 0, &facts->trigger_ms);
  ovr_dataset_get_double (dataset, TAG_TEMPORAL_POSITION, 0, &facts->temporal);

  if (g_str_equal (self->modality, "MR"))
    {
      ovr_dataset_get_double (dataset, TAG_ECHO_TIME, 0, &facts->echo_ms);
      ovr_dataset_get_double (dataset, TAG_INVERSION_TIME, 0, &facts->inversion_ms);
      if (!ovr_dataset_get_double (dataset, TAG_B_VALUE, 0, &facts->b_value))
        read_private_b_value (facts, dataset);
      ovr_dataset_get_doubles (dataset, TAG_GRADIENT, facts->gradient, 3);
    }
}

static void
read_acquisition_time (OvrFrameFacts *facts,
                       const OvrDataset *dataset)
{
  g_autofree char *time = ovr_dataset_get_value (dataset, TAG_ACQUISITION_TIME, 0);

  facts->acquired_s = parse_time_of_day (time);
  if (isnan (facts->acquired_s))
    facts->acquired_s = time_of_date_time (dataset, TAG_ACQUISITION_DATE_TIME);
}

static void
read_plane_groups (OvrFrameFacts *facts,
                   const OvrDataset *dataset,
                   guint frame)
{
  const OvrDataset *place = ovr_dataset_get_frame_group (dataset, frame, TAG_PLANE_POSITION_GROUP);
  const OvrDataset *plane = ovr_dataset_get_frame_group (dataset, frame, TAG_PLANE_ORIENTATION_GROUP);
  double position[3];
  double orientation[6];

  if (place != NULL && plane != NULL &&
      ovr_dataset_get_doubles (place, TAG_POSITION, position, 3) &&
      ovr_dataset_get_doubles (plane, TAG_ORIENTATION, orientation, 6))
    set_plane (facts, position, orientation);
  set_spacing (facts, ovr_dataset_get_frame_group (dataset, frame, TAG_PIXEL_MEASURES_GROUP));
}

static void
read_mr_groups (OvrFrameFacts *facts,
                const OvrDataset *dataset,
                guint frame)
{
  const OvrDataset *echo = ovr_dataset_get_frame_group (dataset, frame, TAG_MR_ECHO_GROUP);
  const OvrDataset *diffusion = ovr_dataset_get_frame_group (dataset, frame, TAG_MR_DIFFUSION_GROUP);
  const OvrDataset *modifier = ovr_dataset_get_frame_group (dataset, frame, TAG_MR_MODIFIER_GROUP);
  const OvrDataset *gradient;

  if (echo != NULL)
    ovr_dataset_get_double (echo, TAG_EFFECTIVE_ECHO_TIME, 0, &facts->echo_ms);
  if (modifier != NULL)
    ovr_dataset_get_double (modifier, TAG_INVERSION_TIMES, 0, &facts->inversion_ms);
  if (diffusion == NULL)
    return;

  ovr_dataset_get_double (diffusion, TAG_B_VALUE, 0, &facts->b_value);
  gradient = ovr_dataset_get_item (diffusion, TAG_GRADIENT_SEQUENCE, 0);
  if (gradient != NULL)
    ovr_dataset_get_doubles (gradient, TAG_GRADIENT, facts->gradient, 3);
}

static void
read_words (const OvrDataset *dataset,
            guint frame,
            const char **stack_id,
            const char **frame_type)
{
  static const guint32 type_groups[] = { TAG_MR_FRAME_TYPE_GROUP, TAG_CT_FRAME_TYPE_GROUP, TAG_PET_FRAME_TYPE_GROUP };
  const OvrDataset *content = ovr_dataset_get_frame_group (dataset, frame, TAG_FRAME_CONTENT_GROUP);

  if (content != NULL)
    {
      g_autofree char *id = ovr_dataset_get_text (content, TAG_STACK_ID);

      ovr_instance_set_string (stack_id, id);
    }
  for (guint i = 0; i < G_N_ELEMENTS (type_groups); i++)
    {
      const OvrDataset *group = ovr_dataset_get_frame_group (dataset, frame, type_groups[i]);

      if (group != NULL)
        {
          g_autofree char *type = ovr_dataset_get_text (group, TAG_FRAME_TYPE);

          ovr_instance_set_string (frame_type, type);
          return;
        }
    }
}

static void
read_groups (OvrInstance *self,
             OvrFrameFacts *facts,
             const OvrDataset *dataset,
             guint frame)
{
  const OvrDataset *content = ovr_dataset_get_frame_group (dataset, frame, TAG_FRAME_CONTENT_GROUP);
  const OvrDataset *cardiac = ovr_dataset_get_frame_group (dataset, frame, TAG_CARDIAC_GROUP);
  const OvrDataset *segment = ovr_dataset_get_frame_group (dataset, frame, TAG_SEGMENT_GROUP);

  read_plane_groups (facts, dataset, frame);
  if (content != NULL)
    {
      ovr_dataset_get_double (content, TAG_TEMPORAL_INDEX, 0, &facts->temporal);
      facts->acquired_s = time_of_date_time (content, TAG_FRAME_ACQUIRED);
    }
  if (cardiac != NULL)
    ovr_dataset_get_double (cardiac, TAG_CARDIAC_DELAY, 0, &facts->trigger_ms);
  if (segment != NULL)
    ovr_dataset_get_double (segment, TAG_SEGMENT_NUMBER, 0, &facts->segment);
  if (g_str_equal (self->modality, "MR"))
    read_mr_groups (facts, dataset, frame);
}

void
ovr_frame_facts_read (OvrInstance *self,
                      const OvrDataset *dataset)
{
  guint n_items = ovr_dataset_get_n_items (dataset, TAG_PER_FRAME_GROUPS);
  gboolean has_groups = n_items > 0 || ovr_dataset_get_n_items (dataset, TAG_SHARED_GROUPS) > 0;
  guint n = has_groups && n_items > 1 ? MIN (n_items, self->n_frames) : 1;
  const char **ids = NULL;
  const char **types = NULL;
  OvrFrameFacts *facts = ovr_instance_alloc_facts (self, n, has_groups, &ids, &types);

  if (!has_groups)
    {
      read_top_level (self, facts, dataset);
      read_acquisition_time (facts, dataset);
      return;
    }

  for (guint i = 0; i < n; i++)
    {
      read_groups (self, &facts[i], dataset, i + 1);
      read_words (dataset, i + 1, &ids[i], &types[i]);
      if (isnan (facts[i].acquired_s))
        read_acquisition_time (&facts[i], dataset);
    }
}
