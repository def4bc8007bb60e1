/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-health.h"

#include "ovr-image-numbers.h"
#include "ovr-median.h"

#include <math.h>
#include <stdlib.h>

/* More places than that are told in one finding instead of one each. */
#define MAX_SINGLE 20

/* How far a distance may be from the usual one, as a share of it: scanners
 * round, and helical tables stop where they stop. */
#define DISTANCE_TOLERANCE 0.05

/* A gap counts as whole slices when it is that near to a multiple. */
#define MULTIPLE_TOLERANCE 0.1

/* From this share on, an even distance is taken for the series' own. */
#define USUAL_SHARE 0.6

/* Where more gaps than this share are wide, and the numbers run on over them,
 * they were acquired like that: posterior fossa and cerebrum in one series. */
#define SYSTEMATIC_SHARE 0.25

/* Positions that are written with one decimal are off by up to this. */
#define ROUNDING_MM 0.051

#define TILT_LIMIT_DEG 0.3

/* RECIST 1.1: a lesion must measure twice the slice where slices are thicker. */
#define THICK_MM 5.0

/**
 * Gaps:
 * @firsts: (element-type guint): index of the first slice at each position
 * @mm: (array length=n): distances of consecutive positions
 * @n: how many
 * @base_mm: distance of slices where none is missing; NaN where it can't be told
 * @is_even: all positions lie on an even grid but for rounding
 * @numbers: how the images are called
 */
typedef struct
{
  GArray *firsts;
  double *mm;
  guint n;
  double base_mm;
  gboolean is_even;
  OvrImageNumbers numbers;
} Gaps;

static const OvrSlice *
slice_at (const OvrSeriesPart *part,
          guint i)
{
  return &g_array_index (part->slices, OvrSlice, i);
}

static const OvrFrameFacts *
facts_at (const OvrSeriesPart *part,
          guint i)
{
  return ovr_instance_get_facts (slice_at (part, i)->instance, slice_at (part, i)->frame);
}

static guint
first_at (const Gaps *gaps,
          guint position)
{
  return g_array_index (gaps->firsts, guint, position);
}

/**
 * Beside:
 * @low: name of the image beside a gap that has the lower one
 * @high: name of the other
 * @slice: index of the one with the lower name
 *
 * The images on both sides of a gap. The numbers may fall while the places
 * rise.
 */
typedef struct
{
  guint low;
  guint high;
  int slice;
} Beside;

static Beside
images_beside (const OvrSeriesPart *part,
               const Gaps *gaps,
               guint i)
{
  guint after = first_at (gaps, i + 1);
  guint a = ovr_image_numbers_get (&gaps->numbers, part->slices, after - 1);
  guint b = ovr_image_numbers_get (&gaps->numbers, part->slices, after);

  return a < b ? (Beside){ a, b, (int) after - 1 } : (Beside){ b, a, (int) after };
}

/* Keeps of two gaps the one that comes first by its images' names. */
static void
take_first (const OvrSeriesPart *part,
            const Gaps *gaps,
            guint i,
            Beside *first)
{
  Beside beside = images_beside (part, gaps, i);

  if (first->slice < 0 || beside.low < first->low)
    *first = beside;
}

static gboolean
is_usual (double mm,
          double usual_mm)
{
  return fabs (mm - usual_mm) <= DISTANCE_TOLERANCE * usual_mm + OVR_SAME_POSITION_MM;
}

/* Whole slices that fit into @mm; 0 where it is no multiple. */
static guint
multiple_of (double mm,
             double base_mm)
{
  double n = round (mm / base_mm);

  return n >= 1.0 && n < 1e6 && fabs (mm - n * base_mm) <= MULTIPLE_TOLERANCE * base_mm + OVR_SAME_POSITION_MM
             ? (guint) n
             : 0;
}

/* Instance Number's step over gap @i; 0 where it says nothing. */
static int
number_step (const OvrSeriesPart *part,
             const Gaps *gaps,
             guint i)
{
  const OvrInstance *a = slice_at (part, first_at (gaps, i))->instance;
  const OvrInstance *b = slice_at (part, first_at (gaps, i + 1))->instance;

  if (a->n_frames > 1 || b->n_frames > 1 || a->number == G_MININT || b->number == G_MININT)
    return 0;
  return (int) CLAMP ((gint64) b->number - a->number, -G_MAXINT, G_MAXINT);
}

/* The distance that one step of the Instance Number makes, where all gaps
 * agree on it; NaN otherwise. */
static double
base_by_numbers (const OvrSeriesPart *part,
                 const Gaps *gaps)
{
  g_autofree double *steps = g_new (double, gaps->n);
  double base;
  int sign = 0;

  for (guint i = 0; i < gaps->n; i++)
    {
      int step = number_step (part, gaps, i);

      if (step == 0 || (sign != 0 && (step > 0) != (sign > 0)))
        return (double) NAN;
      sign = step;
      steps[i] = gaps->mm[i] / abs (step);
    }
  base = ovr_median (steps, gaps->n);
  for (guint i = 0; i < gaps->n; i++)
    if (!is_usual (steps[i], base))
      return (double) NAN;
  return base;
}

/* What the header says of the distance: (0018,0088), else the thickness. */
static double
stated_distance (const OvrSeriesPart *part)
{
  double stated = fabs (slice_at (part, 0)->instance->spacing_between_mm);

  return stated > OVR_SAME_POSITION_MM ? stated : facts_at (part, 0)->thickness_mm;
}

/* A distance that the header states, where every gap is a multiple of it. */
static double
base_by_header (const OvrSeriesPart *part,
                const Gaps *gaps)
{
  double stated = stated_distance (part);

  if (!(stated > OVR_SAME_POSITION_MM))
    return (double) NAN;

  for (guint i = 0; i < part->slices->len; i++)
    if (!(fabs (facts_at (part, i)->thickness_mm - facts_at (part, 0)->thickness_mm) <= OVR_SAME_POSITION_MM))
      return (double) NAN;
  for (guint i = 0; i < gaps->n; i++)
    if (multiple_of (gaps->mm[i], stated) == 0)
      return (double) NAN;
  return stated;
}

/* TRUE where all places lie on an even grid but for rounding. */
static gboolean
is_even (const OvrSeriesPart *part,
         const Gaps *gaps)
{
  double start = slice_at (part, 0)->position_mm;
  double mean = (slice_at (part, first_at (gaps, gaps->n))->position_mm - start) / gaps->n;

  for (guint i = 1; i < gaps->n; i++)
    if (!(fabs (slice_at (part, first_at (gaps, i))->position_mm - start - i * mean) <= MIN (ROUNDING_MM, 0.1 * mean)))
      return FALSE;
  return TRUE;
}

static void
find_base (const OvrSeriesPart *part,
           Gaps *gaps)
{
  double usual = ovr_median (gaps->mm, gaps->n);
  double numbered = base_by_numbers (part, gaps);
  guint n_usual = 0;

  for (guint i = 0; i < gaps->n; i++)
    n_usual += is_usual (gaps->mm[i], usual);

  gaps->base_mm = usual;
  gaps->is_even = is_even (part, gaps);
  /* Every second slice is missing: even distances, but numbers and header agree
   * on half of them. */
  if (multiple_of (usual, numbered) > 1 && is_usual (stated_distance (part), numbered))
    {
      gaps->base_mm = numbered;
      return;
    }
  if (gaps->is_even || n_usual >= USUAL_SHARE * gaps->n)
    return;
  gaps->base_mm = numbered;
  if (isnan (gaps->base_mm))
    gaps->base_mm = base_by_header (part, gaps);
}

/* TRUE where wide gaps are the protocol's, not holes. */
static gboolean
wide_gaps_are_meant (const OvrSeriesPart *part,
                     const Gaps *gaps)
{
  guint n_wide = 0;

  for (guint i = 0; i < gaps->n; i++)
    if (multiple_of (gaps->mm[i], gaps->base_mm) > 1)
      {
        n_wide++;
        if (abs (number_step (part, gaps, i)) != 1)
          return FALSE;
      }
  return n_wide > SYSTEMATIC_SHARE * gaps->n;
}

static void
add_missing (const OvrSeriesPart *part,
             const Gaps *gaps,
             GPtrArray *findings)
{
  guint n_holes = 0;
  guint n_missing = 0;
  Beside first = { 0, 0, -1 };

  for (guint i = gaps->n; i-- > 0;)
    {
      guint n = multiple_of (gaps->mm[i], gaps->base_mm);

      if (n > 1)
        {
          n_holes++;
          n_missing += n - 1;
          take_first (part, gaps, i, &first);
        }
    }

  if (n_holes > MAX_SINGLE)
    {
      ovr_health_add (findings, "missing-slices",
                      g_strdup_printf ("About %u slices are missing at %u places; slices should lie %.4g mm apart.",
                                       n_missing, n_holes, gaps->base_mm),
                      g_strdup_printf ("%u places, the first after image %u", n_holes, first.low), first.slice);
      return;
    }

  for (guint i = 0; i < gaps->n; i++)
    {
      guint n = multiple_of (gaps->mm[i], gaps->base_mm);
      Beside beside = images_beside (part, gaps, i);

      if (n > 1)
        ovr_health_add (findings, "missing-slices",
                        g_strdup_printf (n == 2 ? "%u slice is missing between images %u and %u: they lie %.4g mm apart instead of %.4g mm."
                                                : "%u slices are missing between images %u and %u: they lie %.4g mm apart instead of %.4g mm.",
                                         n - 1, beside.low, beside.high, gaps->mm[i], gaps->base_mm),
                        g_strdup_printf ("after image %u", beside.low), beside.slice);
    }
}

static void
check_distances (const OvrSeriesPart *part,
                 const Gaps *gaps,
                 GPtrArray *findings)
{
  gboolean meant = !isnan (gaps->base_mm) && wide_gaps_are_meant (part, gaps);
  double least = G_MAXDOUBLE;
  double most = 0.0;
  guint n_irregular = 0;
  Beside first = { 0, 0, -1 };

  for (guint i = gaps->n; i-- > 0;)
    {
      least = MIN (least, gaps->mm[i]);
      most = MAX (most, gaps->mm[i]);
      if (!isnan (gaps->base_mm) && (is_usual (gaps->mm[i], gaps->base_mm) || gaps->is_even ||
                                     (!meant && multiple_of (gaps->mm[i], gaps->base_mm) > 1)))
        continue;
      n_irregular++;
      take_first (part, gaps, i, &first);
    }

  if (!isnan (gaps->base_mm) && !meant)
    add_missing (part, gaps, findings);
  if (n_irregular > 0)
    ovr_health_add (findings, "irregular-spacing",
                    g_strdup_printf ("The distance between slices varies from %.4g to %.4g mm: reformats and volumes are less exact.",
                                     least, most),
                    g_strdup_printf (n_irregular == 1 ? "after image %u" : "first after image %u", first.low), first.slice);
}

static void
check_doubles (const OvrSeriesPart *part,
               const Gaps *gaps,
               GPtrArray *findings)
{
  guint n_places = 0;
  guint n_images = 0;
  guint first_image = 0;
  int first_slice = -1;

  for (guint i = 0; i < gaps->firsts->len; i++)
    {
      guint start = first_at (gaps, i);
      guint end = i + 1 < gaps->firsts->len ? first_at (gaps, i + 1) : part->slices->len;
      g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));

      for (guint j = start; j < end; j++)
        if ((j > start && ovr_slices_coincide (slice_at (part, j - 1), slice_at (part, j))) ||
            (j + 1 < end && ovr_slices_coincide (slice_at (part, j), slice_at (part, j + 1))))
          {
            guint number = ovr_image_numbers_get (&gaps->numbers, part->slices, j);

            g_array_append_val (numbers, number);
          }
      if (numbers->len == 0)
        continue;

      n_images += numbers->len;
      if (n_places++ == 0 || g_array_index (numbers, guint, 0) < first_image)
        {
          first_image = g_array_index (numbers, guint, 0);
          first_slice = (int) start;
        }
      if (n_places <= MAX_SINGLE)
        {
          g_autofree char *words = ovr_health_images_to_words ((const guint *) (void *) numbers->data, numbers->len);
          char *text = g_strdup_printf ("%s lie at the same position: a slice came more than once.", words);

          text[0] = g_ascii_toupper (text[0]);
          ovr_health_add (findings, "duplicate-position", text, g_steal_pointer (&words), (int) start);
        }
    }

  if (n_places > MAX_SINGLE)
    {
      g_ptr_array_remove_range (findings, findings->len - MAX_SINGLE, MAX_SINGLE);
      ovr_health_add (findings, "duplicate-position",
                      g_strdup_printf ("%u images share %u positions: slices came more than once.", n_images, n_places),
                      g_strdup_printf ("%u positions, the first at image %u", n_places, first_image),
                      first_slice);
    }
}

/* How far the way from slice to slice leans against the slices' normal, by
 * their positions; the sign of (0018,1120) is not to be trusted. */
static double
lean_deg (const OvrSeriesPart *part,
          const Gaps *gaps)
{
  const double *a = facts_at (part, 0)->plane.origin_mm;
  const double *b = facts_at (part, first_at (gaps, gaps->n))->plane.origin_mm;
  double d[3] = { b[0] - a[0], b[1] - a[1], b[2] - a[2] };
  double length = sqrt (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
  double along = slice_at (part, first_at (gaps, gaps->n))->position_mm - slice_at (part, 0)->position_mm;

  /* One line? A stack whose slices were shifted singly isn't tilted. */
  for (guint i = 1; i < gaps->n; i++)
    {
      const double *p = facts_at (part, first_at (gaps, i))->plane.origin_mm;
      double t = (slice_at (part, first_at (gaps, i))->position_mm - slice_at (part, 0)->position_mm) / along;

      for (int k = 0; k < 3; k++)
        if (fabs (p[k] - a[k] - t * d[k]) > 0.5)
          return 0.0;
    }
  return acos (CLAMP (along / length, -1.0, 1.0)) * 180.0 / G_PI;
}

static void
check_tilt (const OvrSeriesPart *part,
            const Gaps *gaps,
            GPtrArray *findings)
{
  const OvrInstance *first = slice_at (part, 0)->instance;
  /* Two images alone lean by chance: then the scanner's word is needed too. */
  gboolean is_stack = gaps->n > 1 || (gaps->n == 1 && fabs (first->gantry_tilt_deg) > TILT_LIMIT_DEG);
  double lean = is_stack ? lean_deg (part, gaps) : gaps->n == 0 ? fabs (first->gantry_tilt_deg)
                                                                : 0.0;

  if (!(lean > TILT_LIMIT_DEG))
    return;
  ovr_health_add (findings, "gantry-tilt",
                  g_str_equal (first->modality, "CT")
                      ? g_strdup_printf ("The gantry was tilted by %.1f°: reformats must be corrected for it.", lean)
                      : g_strdup_printf ("The slices are stacked %.1f° off their normal: reformats must be corrected for it.", lean),
                  NULL, -1);
}

static void
check_thickness (const OvrSeriesPart *part,
                 GPtrArray *findings)
{
  const OvrInstance *first = slice_at (part, 0)->instance;
  double thickest = 0.0;

  if (ovr_instance_is_localizer (first) ||
      !(g_str_equal (first->modality, "CT") || g_str_equal (first->modality, "MR")))
    return;
  for (guint i = 0; i < part->slices->len; i++)
    if (facts_at (part, i)->thickness_mm > thickest)
      thickest = facts_at (part, i)->thickness_mm;

  if (thickest > THICK_MM + OVR_SAME_POSITION_MM)
    ovr_health_add (findings, "thick-slices",
                    g_strdup_printf ("Slices are %.4g mm thick: lesions below %.4g mm can't be measured reliably and may be missed.",
                                     thickest, 2.0 * thickest),
                    NULL, -1);
}

void
ovr_health_check_geometry (const OvrSeriesPart *part,
                           GPtrArray *findings)
{
  g_autoptr (GArray) firsts = ovr_slices_distinct_positions (part->slices);
  g_autofree double *mm = g_new (double, firsts->len);
  Gaps gaps = { .firsts = firsts,
                .mm = mm,
                .n = firsts->len - 1,
                .base_mm = (double) NAN,
                .numbers = ovr_image_numbers_find (part->slices) };

  for (guint i = 0; i < gaps.n; i++)
    mm[i] = slice_at (part, first_at (&gaps, i + 1))->position_mm - slice_at (part, first_at (&gaps, i))->position_mm;

  if (gaps.n >= 2)
    {
      find_base (part, &gaps);
      if (!ovr_instance_is_localizer (slice_at (part, 0)->instance))
        check_distances (part, &gaps, findings);
    }
  if (!part->is_time_series)
    check_doubles (part, &gaps, findings);
  check_tilt (part, &gaps, findings);
  check_thickness (part, findings);
}
