/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-health.h"

/* Longer lists of image numbers are counted instead. */
#define MAX_LISTED 6

void
ovr_health_add (GPtrArray *findings,
                const char *code,
                char *text,
                char *where,
                int slice)
{
  OvrHealthFinding *finding = ovr_health_finding_new (code, text, where);

  finding->slice = slice;
  g_ptr_array_add (findings, finding);
  g_free (text);
  g_free (where);
}

char *
ovr_health_images_to_words (const guint *numbers,
                            guint n)
{
  GString *words;

  if (n == 0)
    return g_strdup ("");
  if (n == 1)
    return g_strdup_printf ("image %u", numbers[0]);
  if (n > 2 && numbers[n - 1] - numbers[0] == n - 1)
    return g_strdup_printf ("images %u to %u", numbers[0], numbers[n - 1]);
  if (n > MAX_LISTED)
    return g_strdup_printf ("%u images, the first is image %u", n, numbers[0]);

  words = g_string_new ("images ");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (words, "%s%u", i == 0 ? "" : i + 1 == n ? " and "
                                                                    : ", ",
                            numbers[i]);
  return g_string_free (words, FALSE);
}

/* Segmentations leave out planes where there is nothing to draw. */
static gboolean
is_drawn (const OvrSeriesPart *part)
{
  return g_str_equal (((const OvrInstance *) part->instances->pdata[0])->modality, "SEG");
}

GPtrArray *
ovr_health_check (const OvrSeriesPart *part,
                  const OvrHealthContext *context)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_health_finding_free);

  if (part->has_planes && !is_drawn (part))
    ovr_health_check_geometry (part, findings);
  ovr_health_check_headers (part, context, findings);
  return findings;
}
