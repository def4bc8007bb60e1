/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-series-split.h"

#include "ovr-series-dimension.h"

#include <math.h>
#include <string.h>

/* Planes whose axes differ by less than this cosine tells are parallel:
 * 0.57°, more than any scanner's rounding, less than any intended tilt. */
#define PARALLEL_COSINE (1.0 - 5e-5)

/* From so many directions with one slice each on, they make one stack. */
#define MIN_TURNING 5

/* Within the plane a place is the same up to this: scanners round to
 * micrometres, patients don't lie that still. */
#define SAME_PLACE_MM 0.5

static double
dot (const double a[3],
     const double b[3])
{
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/* Unit normal, row × column, of a frame that has a plane. */
static void
get_normal (const OvrFrameFacts *self,
            double normal[3])
{
  const double *r = self->plane.row_dir;
  const double *c = self->plane.col_dir;

  normal[0] = r[1] * c[2] - r[2] * c[1];
  normal[1] = r[2] * c[0] - r[0] * c[2];
  normal[2] = r[0] * c[1] - r[1] * c[0];
}

static const OvrFrameFacts *
slice_facts (const OvrSlice *slice)
{
  return ovr_instance_get_facts (slice->instance, slice->frame);
}

/* A frame's own plane: frames that share an entry, as those of a cine do, are
 * not placed by it. */
static gboolean
slice_has_plane (const OvrSlice *slice)
{
  return slice->instance->n_facts == slice->instance->n_frames &&
         ovr_frame_facts_has_plane (slice_facts (slice));
}

static gboolean
are_parallel (const OvrFrameFacts *a,
              const OvrFrameFacts *b)
{
  return dot (a->plane.row_dir, b->plane.row_dir) >= PARALLEL_COSINE &&
         dot (a->plane.col_dir, b->plane.col_dir) >= PARALLEL_COSINE;
}

gboolean
ovr_slices_coincide (const OvrSlice *a,
                     const OvrSlice *b)
{
  const double *p = slice_facts (a)->plane.origin_mm;
  const double *q = slice_facts (b)->plane.origin_mm;
  double d[3] = { p[0] - q[0], p[1] - q[1], p[2] - q[2] };

  return fabs (a->position_mm - b->position_mm) <= OVR_SAME_POSITION_MM && sqrt (dot (d, d)) <= SAME_PLACE_MM;
}

guint
ovr_slices_count_doubles (GArray *sorted)
{
  guint n = 0;

  for (guint i = 1; i < sorted->len; i++)
    n += ovr_slices_coincide (&g_array_index (sorted, OvrSlice, i - 1), &g_array_index (sorted, OvrSlice, i));
  return n;
}

/* ---- Order */

static int
compare_ints_unknown_last (int a,
                           int b)
{
  if (a == b)
    return 0;
  if (a == G_MININT || b == G_MININT)
    return a == G_MININT ? 1 : -1;
  return a < b ? -1 : 1;
}

static int
compare_doubles_unknown_last (double a,
                              double b)
{
  if (isnan (a) || isnan (b))
    return isnan (a) ? !isnan (b) : -1;
  return (a > b) - (a < b);
}

/* By Instance Number, time, UID and frame: what decides where places don't. */
static int
compare_by_number (gconstpointer pa,
                   gconstpointer pb)
{
  const OvrSlice *a = pa;
  const OvrSlice *b = pb;
  int order;

  if (a->instance != b->instance)
    {
      order = compare_ints_unknown_last (a->instance->number, b->instance->number);
      if (order == 0)
        order = compare_doubles_unknown_last (slice_facts (a)->acquired_s, slice_facts (b)->acquired_s);
      if (order == 0)
        order = strcmp (a->instance->sop_uid, b->instance->sop_uid);
      return order;
    }
  return (a->frame > b->frame) - (a->frame < b->frame);
}

static int
compare_by_position (gconstpointer pa,
                     gconstpointer pb)
{
  const OvrSlice *a = pa;
  const OvrSlice *b = pb;

  if (a->position_mm != b->position_mm)
    return a->position_mm < b->position_mm ? -1 : 1;
  return compare_by_number (pa, pb);
}

/* What time tells at one place, then the number. */
static int
compare_in_time (gconstpointer pa,
                 gconstpointer pb)
{
  const OvrFrameFacts *a = slice_facts (pa);
  const OvrFrameFacts *b = slice_facts (pb);
  int order = compare_doubles_unknown_last (a->temporal, b->temporal);

  if (order == 0)
    order = compare_doubles_unknown_last (a->trigger_ms, b->trigger_ms);
  return order != 0 ? order : compare_by_number (pa, pb);
}

/* By the day and the time of the acquisition, then what time tells at a place. */
static int
compare_by_time (gconstpointer pa,
                 gconstpointer pb)
{
  const OvrSlice *a = pa;
  const OvrSlice *b = pb;
  int order = 0;

  if (ovr_date_is_known (a->instance->acquisition_date) && ovr_date_is_known (b->instance->acquisition_date))
    order = ovr_date_compare (a->instance->acquisition_date, b->instance->acquisition_date);
  if (order == 0)
    order = compare_doubles_unknown_last (slice_facts (a)->acquired_s, slice_facts (b)->acquired_s);
  return order != 0 ? order : compare_in_time (pa, pb);
}

void
ovr_slices_sort (GArray *slices,
                 OvrSliceOrder order)
{
  g_array_sort (slices, order == OVR_SLICE_ORDER_TIME ? compare_by_time : compare_by_number);
}

GArray *
ovr_slices_distinct_positions (GArray *slices)
{
  GArray *firsts = g_array_new (FALSE, FALSE, sizeof (guint));
  double last = -G_MAXDOUBLE;

  for (guint i = 0; i < slices->len; i++)
    {
      double position = g_array_index (slices, OvrSlice, i).position_mm;

      if (position - last <= OVR_SAME_POSITION_MM)
        continue;
      g_array_append_val (firsts, i);
      last = position;
    }
  return firsts;
}

/* Ascending along the normal of the first slice; at one position by time and
 * number, whatever the rounding of the positions says. */
static void
sort_planes (GArray *slices)
{
  g_autoptr (GArray) firsts = NULL;
  double normal[3];

  get_normal (slice_facts (&g_array_index (slices, OvrSlice, 0)), normal);
  for (guint i = 0; i < slices->len; i++)
    {
      OvrSlice *slice = &g_array_index (slices, OvrSlice, i);

      slice->position_mm = dot (slice_facts (slice)->plane.origin_mm, normal);
    }
  g_array_sort (slices, compare_by_position);

  firsts = ovr_slices_distinct_positions (slices);
  for (guint i = 0; i < firsts->len; i++)
    {
      guint start = g_array_index (firsts, guint, i);
      guint end = i + 1 < firsts->len ? g_array_index (firsts, guint, i + 1) : slices->len;

      if (end - start > 1)
        qsort (&g_array_index (slices, OvrSlice, start), end - start, sizeof (OvrSlice), compare_in_time);
    }
}

/* ---- Groups that can't be one stack */

/**
 * Group:
 * @slices: (element-type OvrSlice): images; empty for other objects
 * @others: (element-type OvrInstance): borrowed: instances without pixels
 * @has_planes: all slices have planes, parallel to each other
 * @is_turning: each slice has a plane of its own
 *
 * Instances that agree in everything that a stack needs.
 */
typedef struct
{
  GArray *slices;
  GPtrArray *others;
  gboolean has_planes;
  gboolean is_turning;
} Group;

static Group *
group_new (void)
{
  Group *self = g_new0 (Group, 1);

  self->slices = g_array_new (FALSE, FALSE, sizeof (OvrSlice));
  self->others = g_ptr_array_new ();
  return self;
}

static void
group_free (Group *self)
{
  g_array_unref (self->slices);
  g_ptr_array_unref (self->others);
  g_free (self);
}

static gboolean
group_takes (const Group *self,
             const OvrSlice *slice)
{
  const OvrSlice *first;
  gboolean has_plane = slice_has_plane (slice);

  if (self->slices->len == 0)
    return FALSE;
  first = &g_array_index (self->slices, OvrSlice, 0);
  if (self->has_planes != has_plane ||
      ovr_instance_is_localizer (first->instance) != ovr_instance_is_localizer (slice->instance))
    return FALSE;
  if (!has_plane)
    return TRUE;

  return first->instance->rows == slice->instance->rows &&
         first->instance->columns == slice->instance->columns &&
         g_str_equal (first->instance->frame_of_reference, slice->instance->frame_of_reference) &&
         are_parallel (slice_facts (first), slice_facts (slice));
}

static void
add_slice (GPtrArray *groups,
           const OvrSlice *slice,
           guint *last)
{
  Group *group = NULL;

  /* Neighbours mostly belong together: try the last one's group first. */
  if (*last < groups->len && group_takes (groups->pdata[*last], slice))
    group = groups->pdata[*last];
  for (guint i = 0; group == NULL && i < groups->len; i++)
    if (group_takes (groups->pdata[i], slice))
      {
        group = groups->pdata[i];
        *last = i;
      }
  if (group == NULL && groups->len >= OVR_SERIES_MAX_PARTS)
    {
      group = groups->pdata[groups->len - 1];
      group->has_planes = FALSE;
    }
  if (group == NULL)
    {
      group = group_new ();
      group->has_planes = slice_has_plane (slice);
      *last = groups->len;
      g_ptr_array_add (groups, group);
    }
  g_array_append_val (group->slices, *slice);
}

static const OvrSlice *
first_slice (const Group *group)
{
  return &g_array_index (group->slices, OvrSlice, 0);
}

/* Directions of stacks and single planes, but of no localizer, which is meant
 * to cross them, and of no turning projection. */
static guint
count_orientations (GPtrArray *groups)
{
  guint n = 0;

  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = groups->pdata[i];
      gboolean is_new = group->has_planes && !ovr_instance_is_localizer (first_slice (group)->instance);

      for (guint j = 0; is_new && j < i; j++)
        {
          Group *other = groups->pdata[j];

          is_new = !other->has_planes || ovr_instance_is_localizer (first_slice (other)->instance) ||
                   !are_parallel (slice_facts (first_slice (group)), slice_facts (first_slice (other)));
        }
      n += is_new;
    }
  return n;
}

/* Projections that turn around the patient and radial planes: one slice for
 * each of many directions. A reader pages through them as one stack. */
static void
merge_turning (GPtrArray *groups)
{
  Group *turning = NULL;
  guint n = 0;

  for (guint i = 0; i < groups->len; i++)
    n += ((Group *) groups->pdata[i])->has_planes && ((Group *) groups->pdata[i])->slices->len == 1;
  if (n < MIN_TURNING)
    return;

  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = groups->pdata[i];

      if (!group->has_planes || group->slices->len != 1)
        continue;
      if (turning == NULL)
        {
          turning = group;
          turning->has_planes = FALSE;
          turning->is_turning = TRUE;
          continue;
        }
      g_array_append_vals (turning->slices, group->slices->data, 1);
      g_ptr_array_remove_index (groups, i--);
    }
}

/* (element-type Group): in the order of the instance numbers. */
static GPtrArray *
make_groups (GPtrArray *instances,
             guint *n_orientations)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (OvrSlice));
  Group *others = NULL;
  guint last = 0;

  for (guint i = 0; i < instances->len; i++)
    {
      OvrInstance *instance = instances->pdata[i];

      for (guint frame = 1; ovr_instance_is_image (instance) && frame <= instance->n_frames; frame++)
        {
          OvrSlice slice = { instance, frame, (double) NAN };

          g_array_append_val (all, slice);
        }
      if (!ovr_instance_is_image (instance))
        {
          if (others == NULL)
            others = group_new ();
          g_ptr_array_add (others->others, instance);
        }
    }

  g_array_sort (all, compare_by_number);
  for (guint i = 0; i < all->len; i++)
    add_slice (groups, &g_array_index (all, OvrSlice, i), &last);
  merge_turning (groups);
  *n_orientations = count_orientations (groups);
  if (others != NULL)
    g_ptr_array_add (groups, others);
  return groups;
}

/* ---- Parts */

void
ovr_series_part_free (OvrSeriesPart *self)
{
  g_array_unref (self->slices);
  g_ptr_array_unref (self->instances);
  g_free (self->label);
  g_free (self);
}

static int
compare_instances (gconstpointer pa,
                   gconstpointer pb)
{
  const OvrInstance *a = *(OvrInstance *const *) pa;
  const OvrInstance *b = *(OvrInstance *const *) pb;
  int order = compare_ints_unknown_last (a->number, b->number);

  return order != 0 ? order : strcmp (a->sop_uid, b->sop_uid);
}

GPtrArray *
ovr_slices_list_instances (GArray *slices)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GPtrArray *instances = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_instance_unref);

  for (guint i = 0; i < slices->len; i++)
    {
      OvrInstance *instance = g_array_index (slices, OvrSlice, i).instance;

      if (g_hash_table_add (seen, instance))
        g_ptr_array_add (instances, ovr_instance_ref (instance));
    }
  return instances;
}

/* Takes @slices over; sorts them and lists their instances. */
static OvrSeriesPart *
part_new (GArray *slices,
          gboolean has_planes,
          const char *label)
{
  OvrSeriesPart *self = g_new0 (OvrSeriesPart, 1);

  self->slices = slices;
  self->has_planes = has_planes;
  self->label = g_strdup (label);
  if (has_planes)
    sort_planes (slices);
  self->instances = ovr_slices_list_instances (slices);
  return self;
}

/* Adds @slices (taken over) to @parts, split as long as a dimension explains
 * why several images lie at one place. */
static void
add_parts (GPtrArray *parts,
           GArray *slices,
           const char *label,
           gboolean has_planes)
{
  g_autoptr (GArray) firsts = NULL;
  g_autoptr (GPtrArray) pieces = NULL;
  OvrSeriesPart *part = part_new (slices, has_planes, label);

  g_ptr_array_add (parts, part);
  if (!has_planes || ovr_slices_count_doubles (slices) == 0)
    return;

  firsts = ovr_slices_distinct_positions (slices);
  if (firsts->len == 1)
    {
      /* One place, many times: a cine, to be paged through as it is. */
      part->is_time_series = ovr_dimension_tells_apart (slices);
      return;
    }

  pieces = ovr_dimension_split (slices, firsts->len, parts->len);
  if (pieces == NULL)
    return;
  g_ptr_array_remove (parts, part);
  for (guint i = 0; i < pieces->len; i++)
    {
      OvrDimensionPiece *piece = pieces->pdata[i];
      g_autofree char *joined = label != NULL ? g_strdup_printf ("%s, %s", label, piece->label)
                                              : g_strdup (piece->label);

      add_parts (parts, g_steal_pointer (&piece->slices), joined, TRUE);
    }
}

static const char *
orientation_label (const Group *group)
{
  const OvrSlice *first = &g_array_index (group->slices, OvrSlice, 0);
  double n[3];

  if (ovr_instance_is_localizer (first->instance))
    return "localizer";
  if (group->is_turning)
    return "turning";
  if (!group->has_planes)
    return "without position";

  get_normal (slice_facts (first), n);
  if (fabs (n[2]) >= fabs (n[0]) && fabs (n[2]) >= fabs (n[1]))
    return "axial";
  return fabs (n[1]) >= fabs (n[0]) ? "coronal" : "sagittal";
}

/* What tells the group at @index from the others: (transfer full) (nullable). */
static char *
dup_group_label (GPtrArray *groups,
                 guint index)
{
  const Group *group = groups->pdata[index];
  const OvrInstance *instance;
  const char *label;
  gboolean other_size = FALSE;
  guint n = 0, number = 0;

  if (groups->len == 1)
    return NULL;
  if (group->slices->len == 0)
    return g_strdup ("no images");

  label = orientation_label (group);
  instance = first_slice (group)->instance;
  for (guint i = 0; i < groups->len; i++)
    {
      const Group *other = groups->pdata[i];

      if (other->slices->len == 0 || !g_str_equal (orientation_label (other), label))
        continue;
      n++;
      number += i <= index;
      other_size |= first_slice (other)->instance->rows != instance->rows || first_slice (other)->instance->columns != instance->columns;
    }
  if (n == 1)
    return g_strdup (label);
  return other_size ? g_strdup_printf ("%s %u, %u × %u", label, number, instance->columns, instance->rows)
                    : g_strdup_printf ("%s %u", label, number);
}

OvrSeriesSplit
ovr_series_split (GPtrArray *instances)
{
  OvrSeriesSplit split = { g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_series_part_free), 0 };
  g_autoptr (GPtrArray) groups = make_groups (instances, &split.n_orientations);

  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = groups->pdata[i];
      g_autofree char *label = dup_group_label (groups, i);

      if (group->slices->len > 0)
        {
          add_parts (split.parts, g_array_ref (group->slices), label, group->has_planes);
        }
      else
        {
          OvrSeriesPart *part = part_new (g_array_ref (group->slices), FALSE, label);

          g_ptr_array_sort (group->others, compare_instances);
          for (guint j = 0; j < group->others->len; j++)
            g_ptr_array_add (part->instances, ovr_instance_ref (group->others->pdata[j]));
          g_ptr_array_add (split.parts, part);
        }
    }
  return split;
}
