/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-series-private.h"

#include "ovr-image-numbers.h"
#include "ovr-median.h"

#include <math.h>
#include <string.h>

/**
 * OvrSeries:
 * @places: (owned): SOP Instance UID (borrowed) → index of its first slice
 */
struct _OvrSeries
{
  GObject parent_instance;

  /* Owned */
  GArray *slices;
  GPtrArray *instances;
  GPtrArray *health;
  GPtrArray *transfer_syntaxes;
  GHashTable *places;
  char *label;
  OvrSeries *base; /* of which this is another order; NULL for by position */

  OvrSliceOrder order;
  OvrImageNumbers numbers;
  guint part;
  guint n_parts;
  guint rows;
  guint columns;
  gboolean has_planes;
  gboolean is_volume;
  double spacing_mm[3];
  OvrDate acquisition_date;
};

G_DEFINE_FINAL_TYPE (OvrSeries, ovr_series, G_TYPE_OBJECT)

static void
ovr_series_finalize (GObject *object)
{
  OvrSeries *self = OVR_SERIES (object);

  g_hash_table_unref (self->places);
  g_ptr_array_unref (self->transfer_syntaxes);
  g_ptr_array_unref (self->health);
  g_array_unref (self->slices);
  g_ptr_array_unref (self->instances);
  g_free (self->label);
  g_clear_object (&self->base);
  G_OBJECT_CLASS (ovr_series_parent_class)->finalize (object);
}

static void
ovr_series_class_init (OvrSeriesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ovr_series_finalize;
}

static void
ovr_series_init (OvrSeries *self)
{
}

static const OvrInstance *
first_instance (OvrSeries *self)
{
  return self->instances->pdata[0];
}

static const OvrFrameFacts *
facts_at (OvrSeries *self,
          guint i)
{
  const OvrSlice *slice = &g_array_index (self->slices, OvrSlice, i);

  return ovr_instance_get_facts (slice->instance, slice->frame);
}

/* Median distance of distinct positions; NaN below two. */
static double
median_distance (GArray *slices,
                 GArray *firsts)
{
  g_autofree double *mm = g_new (double, firsts->len);

  for (guint i = 0; i + 1 < firsts->len; i++)
    mm[i] = g_array_index (slices, OvrSlice, g_array_index (firsts, guint, i + 1)).position_mm -
            g_array_index (slices, OvrSlice, g_array_index (firsts, guint, i)).position_mm;
  return ovr_median (mm, firsts->len - 1);
}

/* Spacing within the plane, where all slices agree on it. */
static void
find_plane_spacing (OvrSeries *self)
{
  const OvrPlane *first = &facts_at (self, 0)->plane;

  for (guint i = 1; i < self->slices->len; i++)
    {
      const OvrPlane *plane = &facts_at (self, i)->plane;

      if (!(fabs (plane->row_spacing_mm - first->row_spacing_mm) <= 1e-4 * first->row_spacing_mm) ||
          !(fabs (plane->col_spacing_mm - first->col_spacing_mm) <= 1e-4 * first->col_spacing_mm))
        return;
    }
  self->spacing_mm[0] = first->row_spacing_mm;
  self->spacing_mm[1] = first->col_spacing_mm;
}

static void
find_size (OvrSeries *self)
{
  for (guint i = 0; i < self->slices->len; i++)
    {
      const OvrInstance *instance = g_array_index (self->slices, OvrSlice, i).instance;

      if (i > 0 && (self->rows != instance->rows || self->columns != instance->columns))
        {
          self->rows = self->columns = 0;
          return;
        }
      self->rows = instance->rows;
      self->columns = instance->columns;
    }
}

static void
find_geometry (OvrSeries *self)
{
  g_autoptr (GArray) firsts = NULL;

  self->spacing_mm[0] = self->spacing_mm[1] = self->spacing_mm[2] = (double) NAN;
  if (self->slices->len == 0)
    return;
  find_size (self);
  find_plane_spacing (self);
  if (!self->has_planes)
    return;

  firsts = ovr_slices_distinct_positions (self->slices);
  self->spacing_mm[2] = median_distance (self->slices, firsts);
  self->is_volume = firsts->len >= 3 && firsts->len == self->slices->len && !isnan (self->spacing_mm[0]);
}

static int
compare_words (gconstpointer pa,
               gconstpointer pb)
{
  return strcmp (*(const char *const *) pa, *(const char *const *) pb);
}

static void
collect (OvrSeries *self)
{
  g_autoptr (GHashTable) syntaxes = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->instances->len; i++)
    {
      const OvrInstance *instance = self->instances->pdata[i];

      if (g_hash_table_add (syntaxes, (gpointer) instance->transfer_syntax))
        g_ptr_array_add (self->transfer_syntaxes, (gpointer) instance->transfer_syntax);
      if (ovr_date_is_valid (instance->acquisition_date) &&
          (!ovr_date_is_known (self->acquisition_date) ||
           ovr_date_compare (instance->acquisition_date, self->acquisition_date) < 0))
        self->acquisition_date = instance->acquisition_date;
    }
  g_ptr_array_sort (self->transfer_syntaxes, compare_words);
  g_ptr_array_add (self->transfer_syntaxes, NULL);

  for (guint i = self->slices->len; i-- > 0;)
    g_hash_table_insert (self->places, (gpointer) g_array_index (self->slices, OvrSlice, i).instance->sop_uid,
                         GUINT_TO_POINTER (i));
}

OvrSeries *
ovr_series_new_take (OvrSeriesPart *from,
                     guint part,
                     guint n_parts,
                     GPtrArray *health)
{
  OvrSeries *self = g_object_new (OVR_TYPE_SERIES, NULL);

  self->slices = g_array_ref (from->slices);
  self->instances = g_ptr_array_ref (from->instances);
  self->label = g_steal_pointer (&from->label);
  self->has_planes = from->has_planes;
  self->part = part;
  self->n_parts = n_parts;
  self->health = health;
  self->transfer_syntaxes = g_ptr_array_new ();
  self->places = g_hash_table_new (g_str_hash, g_str_equal);
  self->numbers = ovr_image_numbers_find (self->slices);
  find_geometry (self);
  collect (self);
  return self;
}

OvrSeries *
ovr_series_dup_ordered (OvrSeries *self,
                        OvrSliceOrder order)
{
  OvrSeries *base = ovr_series_get_base (self);
  OvrSeriesPart part = { .label = g_strdup (base->label) };
  OvrSeries *ordered;

  if (order == OVR_SLICE_ORDER_POSITION)
    {
      g_free (part.label);
      return g_object_ref (base);
    }

  part.slices = g_array_copy (base->slices);
  ovr_slices_sort (part.slices, order);
  part.instances = ovr_slices_list_instances (part.slices);
  ordered = ovr_series_new_take (&part, base->part, base->n_parts, g_ptr_array_ref (base->health));
  g_array_unref (part.slices);
  g_ptr_array_unref (part.instances);
  memcpy (ordered->spacing_mm, base->spacing_mm, sizeof ordered->spacing_mm);
  ordered->base = g_object_ref (base);
  ordered->order = order;
  return ordered;
}

OvrSliceOrder
ovr_series_get_order (OvrSeries *self)
{
  return self->order;
}

OvrSeries *
ovr_series_get_base (OvrSeries *self)
{
  return self->base != NULL ? self->base : self;
}

const char *
ovr_series_get_uid (OvrSeries *self)
{
  return first_instance (self)->series_uid;
}

guint
ovr_series_get_part (OvrSeries *self)
{
  return self->part;
}

guint
ovr_series_get_n_parts (OvrSeries *self)
{
  return self->n_parts;
}

const char *
ovr_series_get_part_label (OvrSeries *self)
{
  return self->label;
}

const char *
ovr_series_get_modality (OvrSeries *self)
{
  return first_instance (self)->modality;
}

const char *
ovr_series_get_description (OvrSeries *self)
{
  return first_instance (self)->series_description;
}

int
ovr_series_get_number (OvrSeries *self)
{
  return first_instance (self)->series_number;
}

guint
ovr_series_get_n_slices (OvrSeries *self)
{
  return self->slices->len;
}

const OvrSlice *
ovr_series_get_slice (OvrSeries *self,
                      guint index)
{
  g_return_val_if_fail (index < self->slices->len, NULL);

  return &g_array_index (self->slices, OvrSlice, index);
}

guint
ovr_series_get_image_number (OvrSeries *self,
                             guint index)
{
  const OvrSlice *slice;

  g_return_val_if_fail (index < self->slices->len, 0);

  slice = &g_array_index (self->slices, OvrSlice, index);
  /* A place from 1 stays the image's name in whatever order it is shown. */
  if (self->base != NULL)
    ovr_series_find (self->base, slice->instance->sop_uid, slice->frame, &index);
  return self->base != NULL ? ovr_series_get_image_number (self->base, index)
                            : ovr_image_numbers_get (&self->numbers, self->slices, index);
}

gboolean
ovr_series_is_numbered_whole (OvrSeries *self)
{
  return self->numbers.highest == self->slices->len;
}

guint
ovr_series_get_opening_slice (OvrSeries *self)
{
  double first, last;

  if (self->slices->len == 0)
    return 0;
  first = g_array_index (self->slices, OvrSlice, 0).position_mm;
  last = g_array_index (self->slices, OvrSlice, self->slices->len - 1).position_mm;
  /* Cines stay at one place; radiographs have none. */
  return isfinite (first) && isfinite (last) && first != last ? self->slices->len / 2 : 0;
}

gboolean
ovr_series_is_numbered_backwards (OvrSeries *self)
{
  return self->numbers.descend;
}

gboolean
ovr_series_find (OvrSeries *self,
                 const char *sop_uid,
                 guint frame,
                 guint *index)
{
  gpointer start;

  if (sop_uid == NULL || !g_hash_table_lookup_extended (self->places, sop_uid, NULL, &start))
    return FALSE;
  for (guint i = GPOINTER_TO_UINT (start); i < self->slices->len; i++)
    {
      const OvrSlice *slice = &g_array_index (self->slices, OvrSlice, i);

      if (slice->frame == frame && g_str_equal (slice->instance->sop_uid, sop_uid))
        {
          if (index != NULL)
            *index = i;
          return TRUE;
        }
    }
  return FALSE;
}

guint
ovr_series_get_n_instances (OvrSeries *self)
{
  return self->instances->len;
}

OvrInstance *
ovr_series_get_instance (OvrSeries *self,
                         guint index)
{
  g_return_val_if_fail (index < self->instances->len, NULL);

  return self->instances->pdata[index];
}

guint
ovr_series_get_rows (OvrSeries *self)
{
  return self->rows;
}

guint
ovr_series_get_columns (OvrSeries *self)
{
  return self->columns;
}

void
ovr_series_get_spacing (OvrSeries *self,
                        double spacing_mm[3])
{
  memcpy (spacing_mm, self->spacing_mm, sizeof self->spacing_mm);
}

gboolean
ovr_series_get_orientation (OvrSeries *self,
                            double orientation[6])
{
  if (self->slices->len == 0 || !ovr_frame_facts_has_plane (facts_at (self, 0)))
    return FALSE;

  memcpy (orientation, facts_at (self, 0)->plane.row_dir, 3 * sizeof (double));
  memcpy (orientation + 3, facts_at (self, 0)->plane.col_dir, 3 * sizeof (double));
  return TRUE;
}

gboolean
ovr_series_is_volume (OvrSeries *self)
{
  return self->is_volume;
}

GPtrArray *
ovr_series_get_health (OvrSeries *self)
{
  return self->health;
}

const char *const *
ovr_series_get_transfer_syntaxes (OvrSeries *self)
{
  return (const char *const *) self->transfer_syntaxes->pdata;
}

OvrDate
ovr_series_get_acquisition_date (OvrSeries *self)
{
  return self->acquisition_date;
}

OvrSeriesFacts *
ovr_series_make_facts (OvrSeries *self)
{
  OvrSeriesFacts *facts = ovr_series_facts_new ();
  const OvrInstance *first = first_instance (self);
  double thickness = first->facts[0].thickness_mm;

  facts->uid = g_strdup (first->series_uid);
  facts->part = self->part;
  facts->modality = g_strdup (first->modality);
  facts->description = g_strdup (first->series_description);
  facts->number = first->series_number;
  facts->instances = self->instances->len;
  facts->frames = self->slices->len;
  facts->thickness_mm = isnan (thickness) ? 0.0 : thickness;
  facts->spacing_mm = isnan (self->spacing_mm[2]) ? 0.0 : self->spacing_mm[2];
  facts->laterality = *first->laterality != '\0' ? g_strdup (first->laterality) : NULL;
  facts->body_part = *first->body_part != '\0' ? g_strdup (first->body_part) : NULL;
  for (guint i = 0; i < self->health->len; i++)
    {
      const OvrHealthFinding *finding = self->health->pdata[i];

      g_ptr_array_add (facts->health, ovr_health_finding_new (finding->code, finding->text, finding->where));
    }
  return facts;
}
