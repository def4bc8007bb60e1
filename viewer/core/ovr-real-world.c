/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-real-world.h"

#include "ovr-padding.h"

#include <math.h>

#define TAG_SCHEME OVR_TAG (0x0008, 0x0102)
#define TAG_CODE OVR_TAG (0x0008, 0x0100)
#define TAG_MEANING OVR_TAG (0x0008, 0x0104)
#define TAG_LONG_CODE OVR_TAG (0x0008, 0x0119)
#define TAG_EXPLANATION OVR_TAG (0x0028, 0x3003)
#define TAG_UNITS OVR_TAG (0x0040, 0x08ea)
#define TAG_MAPPINGS OVR_TAG (0x0040, 0x9096)
#define TAG_LABEL OVR_TAG (0x0040, 0x9210)
#define TAG_LAST OVR_TAG (0x0040, 0x9211)
#define TAG_TABLE OVR_TAG (0x0040, 0x9212)
#define TAG_DOUBLE_LAST OVR_TAG (0x0040, 0x9213)
#define TAG_DOUBLE_FIRST OVR_TAG (0x0040, 0x9214)
#define TAG_FIRST OVR_TAG (0x0040, 0x9216)
#define TAG_INTERCEPT OVR_TAG (0x0040, 0x9224)
#define TAG_SLOPE OVR_TAG (0x0040, 0x9225)
#define TAG_SHARED_GROUPS OVR_TAG (0x5200, 0x9229)
#define TAG_FRAME_GROUPS OVR_TAG (0x5200, 0x9230)
#define MAX_MAPPINGS 64

static void
real_world_free (OvrRealWorld *self)
{
  g_free (self->table);
  g_free (self->label);
  g_free (self->explanation);
  g_free (self->unit);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrRealWorld, real_world_free)

/* A limit of the mapped range. Those of integers may be US where they should be
 * SS, or the other way round. */
static gboolean
read_limit (const OvrDataset *item,
            const OvrFrameInfo *info,
            guint32 int_tag,
            guint32 double_tag,
            double *out)
{
  gint64 raw;

  if (ovr_dataset_get_double (item, double_tag, 0, out))
    return isfinite (*out);
  if (!ovr_dataset_get_int (item, int_tag, 0, &raw))
    return FALSE;
  if (info->format != OVR_CELL_INT || !ovr_padding_fix_sign (ovr_stored_layout (info), raw, out))
    *out = (double) raw;
  return TRUE;
}

static char *
read_unit (const OvrDataset *item)
{
  const OvrDataset *code = ovr_dataset_get_item (item, TAG_UNITS, 0);
  g_autofree char *scheme = code != NULL ? ovr_dataset_get_text (code, TAG_SCHEME) : NULL;
  char *text = NULL;

  if (code == NULL)
    return NULL;
  if (g_strcmp0 (scheme, "UCUM") == 0)
    text = ovr_dataset_get_text (code, ovr_dataset_has (code, TAG_CODE) ? TAG_CODE : TAG_LONG_CODE);
  return text != NULL ? text : ovr_dataset_get_text (code, TAG_MEANING);
}

/* One entry for each integer of the range. */
static gboolean
read_table (OvrRealWorld *self,
            const OvrDataset *item)
{
  guint n = ovr_dataset_get_n_values (item, TAG_TABLE);

  if (n == 0 || self->last - self->first + 1.0 != (double) n)
    return FALSE;

  self->table = g_new (double, n);
  return ovr_dataset_get_doubles (item, TAG_TABLE, self->table, n);
}

/* NULL where the item is broken. */
static OvrRealWorld *
read_mapping (const OvrDataset *item,
              const OvrFrameInfo *info)
{
  g_autoptr (OvrRealWorld) self = g_new0 (OvrRealWorld, 1);

  if (!read_limit (item, info, TAG_FIRST, TAG_DOUBLE_FIRST, &self->first) ||
      !read_limit (item, info, TAG_LAST, TAG_DOUBLE_LAST, &self->last) || self->first > self->last)
    return NULL;
  if (ovr_dataset_has (item, TAG_TABLE))
    {
      if (!read_table (self, item))
        return NULL;
    }
  else if (!ovr_dataset_get_double (item, TAG_SLOPE, 0, &self->slope) || !isfinite (self->slope) ||
           !ovr_dataset_get_double (item, TAG_INTERCEPT, 0, &self->intercept) || !isfinite (self->intercept))
    return NULL;

  self->label = ovr_dataset_get_text (item, TAG_LABEL);
  self->explanation = ovr_dataset_get_text (item, TAG_EXPLANATION);
  self->unit = read_unit (item);
  return g_steal_pointer (&self);
}

/* What holds the sequence for @frame. */
static const OvrDataset *
find_holder (const OvrDataset *dataset,
             guint frame)
{
  const OvrDataset *own = ovr_dataset_get_item (dataset, TAG_FRAME_GROUPS, frame - 1);
  const OvrDataset *shared = ovr_dataset_get_item (dataset, TAG_SHARED_GROUPS, 0);

  if (own != NULL && ovr_dataset_get_n_items (own, TAG_MAPPINGS) > 0)
    return own;
  if (shared != NULL && ovr_dataset_get_n_items (shared, TAG_MAPPINGS) > 0)
    return shared;
  return dataset;
}

GPtrArray *
ovr_real_world_read_all (const OvrDataset *dataset,
                         const OvrFrameInfo *info,
                         guint frame,
                         GPtrArray *notes)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) real_world_free);
  const OvrDataset *holder = find_holder (dataset, frame);
  guint n = MIN (ovr_dataset_get_n_items (holder, TAG_MAPPINGS), MAX_MAPPINGS);

  for (guint i = 0; i < n; i++)
    {
      OvrRealWorld *mapping = read_mapping (ovr_dataset_get_item (holder, TAG_MAPPINGS, i), info);

      if (mapping != NULL)
        g_ptr_array_add (all, mapping);
      else
        ovr_notes_add (notes, "real-world-broken",
                       "A mapping to real world values (0040,9096) is damaged and left out.");
    }

  return all;
}

double
ovr_real_world_apply (const OvrRealWorld *self,
                      double stored)
{
  if (!(stored >= self->first && stored <= self->last))
    return (double) NAN;
  if (self->table != NULL)
    return self->table[(gsize) (stored - self->first)];

  return stored * self->slope + self->intercept;
}
