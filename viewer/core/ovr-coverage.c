/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-coverage.h"

/* Of a longer gap between two refreshes only so much counts. */
#define MAX_GAP_US 50000

struct _OvrCoverage
{
  GObject parent_instance;

  GHashTable *frames; /* SOP Instance UID → GByteArray of OvrCovered by frame */
};

G_DEFINE_FINAL_TYPE (OvrCoverage, ovr_coverage, G_TYPE_OBJECT)

static guint changed_signal;

/* A file of more frames than that is none. */
#define MAX_FRAME (1u << 20)

gboolean
ovr_coverage_add (OvrCoverage *self,
                  const char *sop_uid,
                  guint frame,
                  OvrCovered covered)
{
  GByteArray *states;

  g_return_val_if_fail (OVR_IS_COVERAGE (self), FALSE);

  if (sop_uid == NULL || frame == 0 || frame > MAX_FRAME || covered <= ovr_coverage_get (self, sop_uid, frame))
    return FALSE;

  states = g_hash_table_lookup (self->frames, sop_uid);
  if (states == NULL)
    {
      states = g_byte_array_new ();
      g_hash_table_insert (self->frames, g_strdup (sop_uid), states);
    }
  while (states->len < frame)
    g_byte_array_append (states, (const guint8[]){ OVR_COVERED_UNSEEN }, 1);
  states->data[frame - 1] = (guint8) covered;
  g_signal_emit (self, changed_signal, 0, sop_uid, frame, (int) covered);
  return TRUE;
}

OvrCovered
ovr_coverage_get (OvrCoverage *self,
                  const char *sop_uid,
                  guint frame)
{
  const GByteArray *states;

  g_return_val_if_fail (OVR_IS_COVERAGE (self), OVR_COVERED_UNSEEN);

  states = sop_uid != NULL ? g_hash_table_lookup (self->frames, sop_uid) : NULL;
  return states != NULL && frame > 0 && frame <= states->len ? (OvrCovered) states->data[frame - 1] : OVR_COVERED_UNSEEN;
}

void
ovr_coverage_forget (OvrCoverage *self)
{
  g_return_if_fail (OVR_IS_COVERAGE (self));

  g_hash_table_remove_all (self->frames);
  g_signal_emit (self, changed_signal, 0, NULL, 0, 0);
}

static OvrCovered
get_slice (OvrCoverage *self,
           OvrSeries *series,
           guint index)
{
  const OvrSlice *slice = ovr_series_get_slice (series, index);

  return ovr_coverage_get (self, slice->instance->sop_uid, slice->frame);
}

OvrCoverageCount
ovr_coverage_count (OvrCoverage *self,
                    OvrSeries *series)
{
  OvrCoverageCount count = { .n = ovr_series_get_n_slices (series) };

  for (guint i = 0; i < count.n; i++)
    {
      OvrCovered covered = get_slice (self, series, i);

      count.n_viewed += covered == OVR_COVERED_VIEWED;
      count.n_flashed += covered == OVR_COVERED_FLASHED;
    }
  return count;
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x > y) - (x < y);
}

char *
ovr_coverage_list (OvrCoverage *self,
                   OvrSeries *series,
                   OvrCovered least,
                   OvrCovered most)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ovr_series_get_n_slices (series); i++)
    if (get_slice (self, series, i) >= least && get_slice (self, series, i) <= most)
      {
        guint number = ovr_series_get_image_number (series, i);

        g_array_append_val (numbers, number);
      }
  g_array_sort (numbers, compare_numbers);
  for (guint i = 0; i < numbers->len;)
    {
      guint first = g_array_index (numbers, guint, i), last = first;

      for (i++; i < numbers->len && g_array_index (numbers, guint, i) <= last + 1; i++)
        last = g_array_index (numbers, guint, i);
      g_string_append_printf (text, "%s%u", text->len > 0 ? ", " : "", first);
      if (last > first)
        g_string_append_printf (text, last == first + 1 ? ", %u" : "–%u", last);
    }
  return g_string_free (text, FALSE);
}

gboolean
ovr_dwell_note (OvrDwell *self,
                OvrCoverage *coverage,
                const OvrImageRef *image,
                double zoom,
                gint64 now_us)
{
  if (!ovr_image_ref_equal (&self->image, image))
    {
      ovr_image_ref_copy (&self->image, image);
      self->seen_us = 0;
      ovr_coverage_add (coverage, image->sop_uid, image->frame, OVR_COVERED_FLASHED);
    }
  else if (zoom >= OVR_COVERAGE_ZOOM)
    self->seen_us += CLAMP (now_us - self->last_us, 0, MAX_GAP_US);
  else
    self->seen_us = 0;

  self->last_us = now_us;
  if (self->seen_us >= OVR_COVERAGE_VIEWED_US)
    ovr_coverage_add (coverage, image->sop_uid, image->frame, OVR_COVERED_VIEWED);
  return zoom >= OVR_COVERAGE_ZOOM && self->seen_us < OVR_COVERAGE_VIEWED_US &&
         ovr_coverage_get (coverage, image->sop_uid, image->frame) < OVR_COVERED_VIEWED;
}

void
ovr_dwell_stop (OvrDwell *self)
{
  ovr_image_ref_clear (&self->image);
  self->last_us = self->seen_us = 0;
}

static void
ovr_coverage_finalize (GObject *object)
{
  g_hash_table_unref (OVR_COVERAGE (object)->frames);
  G_OBJECT_CLASS (ovr_coverage_parent_class)->finalize (object);
}

static void
ovr_coverage_class_init (OvrCoverageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ovr_coverage_finalize;
  changed_signal = g_signal_new ("changed", OVR_TYPE_COVERAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                 G_TYPE_STRING, G_TYPE_UINT, G_TYPE_INT);
}

static void
ovr_coverage_init (OvrCoverage *self)
{
  self->frames = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_byte_array_unref);
}

OvrCoverage *
ovr_coverage_new (void)
{
  return g_object_new (OVR_TYPE_COVERAGE, NULL);
}
