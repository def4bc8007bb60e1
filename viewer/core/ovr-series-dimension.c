/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-series-dimension.h"

#include "ovr-series-split.h"

#include <math.h>
#include <string.h>

/**
 * Value:
 * @key: (owned): what frames of one piece share
 * @order: ascending order of the pieces; NaN last
 *
 * A frame's place in a dimension.
 */
typedef struct
{
  char *key;
  double order;
} Value;

/**
 * Belief:
 * @FILLING: each piece fills at least half of the places: a single slice that
 *   was sent twice at another time is a doubled slice
 * @NAMED: the scanner names the dimension: pieces hold two slices on average
 * @SURE: frames that differ in it never belong together
 */
typedef enum
{
  FILLING,
  NAMED,
  SURE,
} Belief;

/**
 * Dimension:
 * @value: the frame's value; key "" where it is unknown
 * @dup_label: the label of a piece: (transfer full)
 * @belief: what it takes to split by it
 */
typedef struct
{
  Value (*value) (const OvrSlice *slice);
  char *(*dup_label) (const OvrSlice *slice, guint number);
  Belief belief;
} Dimension;

static const OvrFrameFacts *
facts_of (const OvrSlice *slice)
{
  return ovr_instance_get_facts (slice->instance, slice->frame);
}

static Value
number_value (double number)
{
  Value value = { isnan (number) ? g_strdup ("") : g_strdup_printf ("%.9g", number), number };

  return value;
}

static Value
word_value (const char *word)
{
  Value value = { g_strdup (word), (double) NAN };

  return value;
}

static char *
number_label (const char *prefix,
              double number,
              const char *unit)
{
  return isnan (number) ? g_strdup_printf ("%s unknown", prefix)
                        : g_strdup_printf ("%s %.6g%s", prefix, number, unit);
}

static Value
b_value (const OvrSlice *slice)
{
  return number_value (facts_of (slice)->b_value);
}

static char *
b_label (const OvrSlice *slice,
         guint number)
{
  return number_label ("b", facts_of (slice)->b_value, "");
}

static Value
echo_value (const OvrSlice *slice)
{
  double ms = facts_of (slice)->echo_ms;
  Value value = { g_strdup_printf ("%d/%.9g", slice->instance->echo_number, ms), ms };

  return value;
}

static char *
echo_label (const OvrSlice *slice,
            guint number)
{
  return isnan (facts_of (slice)->echo_ms) ? g_strdup_printf ("echo %u", number)
                                           : number_label ("echo", facts_of (slice)->echo_ms, " ms");
}

/* Frame Type where the file has functional groups, else Image Type. */
static const char *
type_word (const OvrSlice *slice)
{
  const OvrInstance *instance = slice->instance;

  if (instance->frame_types != NULL && slice->frame <= instance->n_facts)
    return instance->frame_types[slice->frame - 1];
  return instance->image_type;
}

static Value
type_value (const OvrSlice *slice)
{
  return word_value (type_word (slice));
}

/* What follows ORIGINAL\PRIMARY: "M", "ADC", "T2 MAP". */
static char *
type_label (const OvrSlice *slice,
            guint number)
{
  g_auto (GStrv) words = g_strsplit (type_word (slice), "\\", 3);
  char *label = g_strv_length (words) == 3 ? g_strdup (words[2]) : g_strdup_printf ("type %u", number);

  return g_strdelimit (label, "\\", ' ');
}

static Value
temporal_value (const OvrSlice *slice)
{
  return number_value (facts_of (slice)->temporal);
}

static char *
temporal_label (const OvrSlice *slice,
                guint number)
{
  return number_label ("time point", facts_of (slice)->temporal, "");
}

static Value
segment_value (const OvrSlice *slice)
{
  return number_value (facts_of (slice)->segment);
}

static char *
segment_label (const OvrSlice *slice,
               guint number)
{
  return number_label ("segment", facts_of (slice)->segment, "");
}

static Value
inversion_value (const OvrSlice *slice)
{
  return number_value (facts_of (slice)->inversion_ms);
}

static char *
inversion_label (const OvrSlice *slice,
                 guint number)
{
  return number_label ("TI", facts_of (slice)->inversion_ms, " ms");
}

static Value
trigger_value (const OvrSlice *slice)
{
  return number_value (facts_of (slice)->trigger_ms);
}

static char *
trigger_label (const OvrSlice *slice,
               guint number)
{
  return number_label ("trigger", facts_of (slice)->trigger_ms, " ms");
}

static Value
gradient_value (const OvrSlice *slice)
{
  const double *g = facts_of (slice)->gradient;
  g_autofree char *word = isnan (g[0]) ? g_strdup ("") : g_strdup_printf ("%.5f %.5f %.5f", g[0], g[1], g[2]);

  return word_value (word);
}

static char *
gradient_label (const OvrSlice *slice,
                guint number)
{
  return g_strdup_printf ("direction %u", number);
}

static Value
stack_value (const OvrSlice *slice)
{
  const OvrInstance *instance = slice->instance;

  return word_value (instance->stack_ids != NULL && slice->frame <= instance->n_facts
                         ? instance->stack_ids[slice->frame - 1]
                         : "");
}

static char *
stack_label (const OvrSlice *slice,
             guint number)
{
  return g_strdup_printf ("stack %u", number);
}

static Value
acquisition_value (const OvrSlice *slice)
{
  int number = slice->instance->acquisition_number;

  return number_value (number == G_MININT ? (double) NAN : (double) number);
}

static char *
acquisition_label (const OvrSlice *slice,
                   guint number)
{
  return g_strdup_printf ("acquisition %u", number);
}

static Value
time_value (const OvrSlice *slice)
{
  return number_value (facts_of (slice)->acquired_s);
}

static char *
time_label (const OvrSlice *slice,
            guint number)
{
  return g_strdup_printf ("time point %u", number);
}

/* Cines and perfusions in which each place has times of its own: what agrees is
 * which time it is at its place, the first, the second …. */
static const Dimension ranked[] = {
  { trigger_value, time_label, FILLING },
  { time_value, time_label, FILLING },
};

/* In the order in which they are believed. */
static const Dimension dimensions[] = {
  { b_value, b_label, NAMED },
  { echo_value, echo_label, NAMED },
  { temporal_value, temporal_label, NAMED },
  { segment_value, segment_label, SURE },
  { type_value, type_label, FILLING },
  { inversion_value, inversion_label, FILLING },
  { trigger_value, trigger_label, FILLING },
  { gradient_value, gradient_label, FILLING },
  { stack_value, stack_label, FILLING },
  { acquisition_value, acquisition_label, FILLING },
  { time_value, time_label, FILLING },
};

/* A piece while it is made. */
typedef struct
{
  OvrDimensionPiece piece;
  Value value;
} Draft;

static void
draft_free (Draft *self)
{
  g_clear_pointer (&self->piece.slices, g_array_unref);
  g_free (self->piece.label);
  g_free (self->value.key);
  g_free (self);
}

static int
compare_drafts (gconstpointer pa,
                gconstpointer pb)
{
  const Draft *a = *(Draft *const *) pa;
  const Draft *b = *(Draft *const *) pb;

  if (isnan (a->value.order) != isnan (b->value.order))
    return isnan (a->value.order) ? 1 : -1;
  if (!isnan (a->value.order) && a->value.order != b->value.order)
    return a->value.order < b->value.order ? -1 : 1;
  return strcmp (a->value.key, b->value.key);
}

/* (element-type Draft): NULL where there are fewer than two or more than
 * @max values. */
static GPtrArray *
partition (const Dimension *dimension,
           GArray *slices,
           guint max)
{
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) draft_free);
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < slices->len; i++)
    {
      const OvrSlice *slice = &g_array_index (slices, OvrSlice, i);
      Value value = dimension->value (slice);
      Draft *draft = g_hash_table_lookup (by_key, value.key);

      if (draft == NULL)
        {
          draft = g_new0 (Draft, 1);
          draft->value = value;
          draft->piece.slices = g_array_new (FALSE, FALSE, sizeof (OvrSlice));
          g_ptr_array_add (drafts, draft);
          g_hash_table_insert (by_key, value.key, draft);
        }
      else
        {
          g_free (value.key);
        }
      g_array_append_val (draft->piece.slices, *slice);
      if (drafts->len > max)
        return NULL;
    }
  return drafts->len >= 2 ? g_steal_pointer (&drafts) : NULL;
}

/* A slice and its time while the slices of one place are ordered. */
typedef struct
{
  OvrSlice slice;
  double order;
} Ranked;

static int
compare_ranked (gconstpointer pa,
                gconstpointer pb)
{
  const Ranked *a = pa;
  const Ranked *b = pb;

  return (a->order > b->order) - (a->order < b->order);
}

/* The slices at one place by their times, (transfer full) (element-type Ranked);
 * NULL where a time is unknown or two are the same. */
static GArray *
rank_place (const Dimension *dimension,
            GArray *slices,
            guint start,
            guint end)
{
  g_autoptr (GArray) place = g_array_new (FALSE, FALSE, sizeof (Ranked));

  for (guint i = start; i < end; i++)
    {
      Ranked entry = { g_array_index (slices, OvrSlice, i), 0.0 };
      Value value = dimension->value (&entry.slice);

      entry.order = value.order;
      g_free (value.key);
      if (isnan (entry.order))
        return NULL;
      g_array_append_val (place, entry);
    }
  g_array_sort (place, compare_ranked);
  for (guint i = 1; i < place->len; i++)
    if (g_array_index (place, Ranked, i - 1).order == g_array_index (place, Ranked, i).order)
      return NULL;
  return g_steal_pointer (&place);
}

static Draft *
draft_for_rank (GPtrArray *drafts,
                guint rank)
{
  Draft *draft;

  if (rank < drafts->len)
    return drafts->pdata[rank];
  draft = g_new0 (Draft, 1);
  draft->value = number_value (rank);
  draft->piece.slices = g_array_new (FALSE, FALSE, sizeof (OvrSlice));
  g_ptr_array_add (drafts, draft);
  return draft;
}

/* As partition(), by the place's own order in time. All places must have as
 * many slices as the first, so that a slice that came twice is no time point. */
static GPtrArray *
partition_by_rank (const Dimension *dimension,
                   GArray *slices,
                   guint max)
{
  g_autoptr (GPtrArray) drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) draft_free);
  g_autoptr (GArray) firsts = ovr_slices_distinct_positions (slices);
  guint n = slices->len / firsts->len;

  if (n < 2 || n > max || n * firsts->len != slices->len)
    return NULL;
  for (guint i = 0; i < firsts->len; i++)
    {
      guint start = g_array_index (firsts, guint, i);
      g_autoptr (GArray) place = NULL;

      if (start != i * n)
        return NULL;
      place = rank_place (dimension, slices, start, start + n);
      if (place == NULL)
        return NULL;
      for (guint j = 0; j < n; j++)
        g_array_append_val (draft_for_rank (drafts, j)->piece.slices, g_array_index (place, Ranked, j).slice);
    }
  return g_steal_pointer (&drafts);
}

static guint
count_doubles (GPtrArray *drafts)
{
  guint n = 0;

  for (guint i = 0; i < drafts->len; i++)
    n += ovr_slices_count_doubles (((Draft *) drafts->pdata[i])->piece.slices);
  return n;
}

static gboolean
is_believable (const Dimension *dimension,
               GPtrArray *drafts,
               guint n_slices,
               guint n_positions)
{
  guint smallest = G_MAXUINT;

  for (guint i = 0; i < drafts->len; i++)
    smallest = MIN (smallest, ((Draft *) drafts->pdata[i])->piece.slices->len);

  if (dimension->belief != FILLING)
    return dimension->belief == SURE || drafts->len <= n_slices / 2;
  return smallest >= 2 && 2 * smallest >= n_positions;
}

static void
label_pieces (const Dimension *dimension,
              GPtrArray *drafts)
{
  g_ptr_array_sort (drafts, compare_drafts);
  for (guint i = 0; i < drafts->len; i++)
    {
      OvrDimensionPiece *piece = drafts->pdata[i];

      piece->label = dimension->dup_label (&g_array_index (piece->slices, OvrSlice, 0), i + 1);
    }
}

/**
 * Best:
 * @drafts: (owned) (nullable): the best pieces so far
 * @dimension: what they are pieces of
 * @doubles: how many doubled places they leave
 */
typedef struct
{
  GPtrArray *drafts;
  const Dimension *dimension;
  guint doubles;
} Best;

/* Takes @drafts over where they are believable and explain more. */
static void
consider (Best *self,
          const Dimension *dimension,
          GPtrArray *drafts,
          guint n_slices,
          guint n_positions)
{
  guint doubles = drafts != NULL ? count_doubles (drafts) : G_MAXUINT;

  if (drafts == NULL || doubles >= self->doubles || !is_believable (dimension, drafts, n_slices, n_positions))
    {
      g_clear_pointer (&drafts, g_ptr_array_unref);
      return;
    }
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  self->drafts = drafts;
  self->dimension = dimension;
  self->doubles = doubles;
}

GPtrArray *
ovr_dimension_split (GArray *slices,
                     guint n_positions,
                     guint n_parts)
{
  guint max = n_parts < OVR_SERIES_MAX_PARTS ? OVR_SERIES_MAX_PARTS - n_parts : 0;
  Best best = { NULL, NULL, ovr_slices_count_doubles (slices) };

  for (guint i = 0; best.doubles > 0 && i < G_N_ELEMENTS (dimensions); i++)
    consider (&best, &dimensions[i], partition (&dimensions[i], slices, max), slices->len, n_positions);
  for (guint i = 0; best.doubles > 0 && i < G_N_ELEMENTS (ranked); i++)
    consider (&best, &ranked[i], partition_by_rank (&ranked[i], slices, max), slices->len, n_positions);

  if (best.drafts != NULL)
    label_pieces (best.dimension, best.drafts);
  return best.drafts;
}

gboolean
ovr_dimension_tells_apart (GArray *slices)
{
  for (guint i = 0; i < G_N_ELEMENTS (dimensions); i++)
    {
      g_autoptr (GPtrArray) drafts = partition (&dimensions[i], slices, slices->len);

      if (drafts != NULL && drafts->len == slices->len)
        return TRUE;
    }
  return FALSE;
}
