/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-health.h"

#include "ovr-image-numbers.h"
#include "ovr-lossy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Secondary Capture Image Storage and its multi-frame forms (PS3.4 B.5). */
#define UID_SECONDARY_CAPTURE "1.2.840.10008.5.1.4.1.1.7"

typedef gboolean (*InstanceTest) (const OvrInstance *instance);

/**
 * Images:
 * @numbers: (element-type guint): what they are called, ascending
 * @first: the slice with the lowest number, from 0; -1 where there is none
 * @is_all: every image of the part is one of them
 *
 * The images that something holds for.
 */
typedef struct
{
  GArray *numbers;
  int first;
  gboolean is_all;
} Images;

static void
images_clear (Images *self)
{
  g_array_unref (self->numbers);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Images, images_clear)

static int
compare_numbers (gconstpointer pa,
                 gconstpointer pb)
{
  guint a = *(const guint *) pa, b = *(const guint *) pb;

  return (a > b) - (a < b);
}

/* The images whose instance passes @test. */
static Images
find_images (const OvrSeriesPart *part,
             InstanceTest test)
{
  OvrImageNumbers names = ovr_image_numbers_find (part->slices);
  Images images = { g_array_new (FALSE, FALSE, sizeof (guint)), -1, FALSE };
  guint lowest = G_MAXUINT;

  for (guint i = 0; i < part->slices->len; i++)
    {
      guint number = ovr_image_numbers_get (&names, part->slices, i);

      if (!test (g_array_index (part->slices, OvrSlice, i).instance))
        continue;
      g_array_append_val (images.numbers, number);
      if (number < lowest)
        images.first = (int) i;
      lowest = MIN (lowest, number);
    }
  g_array_sort (images.numbers, compare_numbers);
  images.is_all = images.numbers->len == part->slices->len;
  return images;
}

/* Adds a finding about @images; takes @text over. */
static void
add_about (GPtrArray *findings,
           const char *code,
           char *text,
           const Images *images)
{
  char *where = images->is_all ? NULL : ovr_health_images_to_words ((const guint *) (void *) images->numbers->data, images->numbers->len);

  ovr_health_add (findings, code, text, where, images->is_all ? -1 : images->first);
}

static const OvrInstance *
first_of (const OvrSeriesPart *part)
{
  return part->instances->pdata[0];
}

/* ", ratio 10:1"; "" where none is given. */
static char *
ratio_words (const OvrInstance *instance)
{
  double ratio = ovr_lossy_ratio (instance);

  return isnan (ratio) ? g_strdup ("") : g_strdup_printf (", ratio %.3g:1", ratio);
}

/* The image that lost most, by what is stated; the first of equals. */
static const OvrInstance *
most_compressed (const OvrSeriesPart *part)
{
  const OvrInstance *most = NULL;

  for (guint i = 0; i < part->slices->len; i++)
    {
      const OvrInstance *instance = g_array_index (part->slices, OvrSlice, i).instance;

      if (ovr_instance_is_lossy (instance) &&
          (most == NULL || ovr_lossy_ratio (instance) > ovr_lossy_ratio (most) ||
           (isnan (ovr_lossy_ratio (most)) && !isnan (ovr_lossy_ratio (instance)))))
        most = instance;
    }
  return most;
}

static void
check_lossy (const OvrSeriesPart *part,
             GPtrArray *findings)
{
  g_auto (Images) images = find_images (part, ovr_instance_is_lossy);
  const OvrInstance *example = most_compressed (part);
  const char *method;
  g_autofree char *ratio = NULL;

  if (example == NULL)
    return;

  method = ovr_lossy_method (example);
  ratio = ratio_words (example);
  add_about (findings, "lossy",
             g_strdup_printf ("The images went through lossy compression (%s%s): %s",
                              method != NULL ? method : "method not stated", ratio,
                              g_str_equal (example->modality, "MG")
                                  ? "a mammogram like this must not be used for primary reading."
                                  : "fine detail may be lost."),
             &images);
}

/* By its SOP class, or by what a workstation calls a picture of its screen in
 * Image Type (0008,0008). */
static gboolean
is_capture (const OvrInstance *instance)
{
  return g_str_equal (instance->sop_class, UID_SECONDARY_CAPTURE) ||
         g_str_has_prefix (instance->sop_class, UID_SECONDARY_CAPTURE ".") ||
         strstr (instance->image_type, "SCREEN SAVE") != NULL || strstr (instance->image_type, "SCREENSHOT") != NULL;
}

static void
check_secondary_capture (const OvrSeriesPart *part,
                         GPtrArray *findings)
{
  for (guint i = 0; i < part->instances->len; i++)
    if (!is_capture (part->instances->pdata[i]))
      return;
  ovr_health_add (findings, "secondary-capture",
                  g_strdup ("Screen captures or scans, not the scanner's own images: values and sizes can't be relied on."), NULL, -1);
}

static gboolean
has_burned_in (const OvrInstance *instance)
{
  return instance->burned_in == OVR_TRI_YES;
}

static gboolean
is_truncated (const OvrInstance *instance)
{
  return instance->truncated;
}

static void
check_pixels (const OvrSeriesPart *part,
              GPtrArray *findings)
{
  g_auto (Images) burned = find_images (part, has_burned_in);
  g_auto (Images) cut = find_images (part, is_truncated);

  if (burned.numbers->len > 0)
    add_about (findings, "burned-in", g_strdup ("Text is burned into the images and may name the patient."), &burned);
  if (cut.numbers->len > 0)
    add_about (findings, "truncated",
               g_strdup ("Files end before their images do: parts of the images are missing."), &cut);
}

static void
check_text (const OvrSeriesPart *part,
            GPtrArray *findings)
{
  for (guint i = 0; i < part->instances->len; i++)
    if (((const OvrInstance *) part->instances->pdata[i])->charset_doubt)
      {
        ovr_health_add (findings, "charset",
                        g_strdup ("Some text in the header can't be read for certain, as its character set is wrong or missing: compare names with the documents."),
                        NULL, -1);
        return;
      }
}

static void
check_patients (const OvrHealthContext *context,
                GPtrArray *findings)
{
  if (context->n_study_patients > 1)
    ovr_health_add (findings, "mixed-patients",
                    g_strdup_printf ("Images of %u persons stand under one study: make sure whose these are.",
                                     context->n_study_patients),
                    NULL, -1);
  else if (context->n_source_patients > 1)
    ovr_health_add (findings, "mixed-patients",
                    g_strdup_printf ("Images of %u persons came together: make sure whose these are.",
                                     context->n_source_patients),
                    NULL, -1);
}

static void
check_orientations (const OvrSeriesPart *part,
                    const OvrHealthContext *context,
                    GPtrArray *findings)
{
  if (context->n_orientations > 1 && part->has_planes && !ovr_instance_is_localizer (first_of (part)))
    ovr_health_add (findings, "mixed-orientation",
                    g_strdup_printf ("The series holds slices in %u directions, which are not one stack.",
                                     context->n_orientations),
                    g_strdup (part->label), -1);
}

/* Hours of a TM; -1 where it is none. */
static int
hour_of (const char *time)
{
  return g_ascii_isdigit (time[0]) && g_ascii_isdigit (time[1]) ? (time[0] - '0') * 10 + time[1] - '0' : -1;
}

/* An examination that began in the evening may end on the next day. */
static gboolean
dates_conflict (const OvrInstance *instance)
{
  int days;

  if (!ovr_date_is_valid (instance->study_date) || !ovr_date_is_valid (instance->acquisition_date))
    return FALSE;
  days = ovr_date_days_between (instance->study_date, instance->acquisition_date);
  return days != 0 && !(days == 1 && hour_of (instance->study_time) >= 12);
}

static gboolean
age_conflicts (const OvrInstance *instance)
{
  static const double days_of[] = {
    [OVR_AGE_DAYS] = 1.0,
    [OVR_AGE_WEEKS] = 7.0,
    [OVR_AGE_MONTHS] = 30.4375,
    [OVR_AGE_YEARS] = 365.25,
  };
  OvrAge stated = instance->stated_age;
  OvrDate on = ovr_date_is_valid (instance->acquisition_date) ? instance->acquisition_date : instance->study_date;
  int days;

  if (stated.unit == OVR_AGE_UNKNOWN || !ovr_date_is_valid (instance->birth_date) || !ovr_date_is_valid (on))
    return FALSE;
  days = ovr_date_days_between (instance->birth_date, on);
  return days >= 0 && abs ((int) (days / days_of[stated.unit]) - stated.value) > 1;
}

static void
check_dates (const OvrSeriesPart *part,
             GPtrArray *findings)
{
  const OvrInstance *first = first_of (part);

  for (guint i = 0; i < part->instances->len; i++)
    {
      const OvrInstance *instance = part->instances->pdata[i];

      if (dates_conflict (instance))
        {
          g_autofree char *study = ovr_date_to_words (instance->study_date, "en");
          g_autofree char *acquired = ovr_date_to_words (instance->acquisition_date, "en");

          ovr_health_add (findings, "date-conflict",
                          g_strdup_printf ("The study is dated %s, but its images were acquired on %s.", study, acquired),
                          NULL, -1);
          break;
        }
    }

  if (ovr_date_is_valid (first->birth_date) && ovr_date_is_valid (first->study_date) &&
      ovr_date_compare (first->birth_date, first->study_date) > 0)
    ovr_health_add (findings, "date-conflict",
                    g_strdup ("The birth date in the header lies after the study."), NULL, -1);
  else if (age_conflicts (first))
    ovr_health_add (findings, "date-conflict",
                    g_strdup ("The age in the header does not fit birth date and study date."), NULL, -1);
}

void
ovr_health_check_headers (const OvrSeriesPart *part,
                          const OvrHealthContext *context,
                          GPtrArray *findings)
{
  check_patients (context, findings);
  check_orientations (part, context, findings);
  check_lossy (part, findings);
  check_secondary_capture (part, findings);
  check_pixels (part, findings);
  check_text (part, findings);
  check_dates (part, findings);
}
