/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-series-private.h"
#include "ovr-study-private.h"

#include <string.h>

/* Patient, study and series are found by sorting: instances of one series
 * stand together, series of one study, studies of one person. */
static int
compare_instances (gconstpointer pa,
                   gconstpointer pb)
{
  const OvrInstance *a = *(OvrInstance *const *) pa;
  const OvrInstance *b = *(OvrInstance *const *) pb;
  int order = strcmp (a->patient_key, b->patient_key);

  if (order == 0)
    order = strcmp (a->study_uid, b->study_uid);
  if (order == 0)
    order = strcmp (a->series_uid, b->series_uid);
  return order;
}

/* (transfer full): @instances without later copies of what was there. */
static GPtrArray *
without_copies (GPtrArray *instances)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *unique = g_ptr_array_new ();

  for (guint i = 0; i < instances->len; i++)
    {
      OvrInstance *instance = instances->pdata[i];

      if (g_hash_table_add (seen, g_strconcat (instance->patient_key, " ", instance->sop_uid, NULL)))
        g_ptr_array_add (unique, instance);
    }
  return unique;
}

/* One past the last instance that agrees with the one at @start in the string
 * at @offset of OvrInstance. */
static guint
end_of_run (GPtrArray *sorted,
            guint start,
            guint end,
            gsize offset)
{
  const char *value = G_STRUCT_MEMBER (const char *, sorted->pdata[start], offset);
  guint i = start + 1;

  while (i < end && g_str_equal (G_STRUCT_MEMBER (const char *, sorted->pdata[i], offset), value))
    i++;
  return i;
}

static void
add_series (GPtrArray *series,
            GPtrArray *sorted,
            guint start,
            guint end,
            OvrHealthContext context)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new ();
  OvrSeriesSplit split;

  for (guint i = start; i < end; i++)
    g_ptr_array_add (members, sorted->pdata[i]);

  split = ovr_series_split (members);
  context.n_orientations = split.n_orientations;
  for (guint i = 0; i < split.parts->len; i++)
    {
      OvrSeriesPart *part = split.parts->pdata[i];

      g_ptr_array_add (series, ovr_series_new_take (part, i + 1, split.parts->len, ovr_health_check (part, &context)));
    }
  g_ptr_array_unref (split.parts);
}

static int
compare_series (gconstpointer pa,
                gconstpointer pb)
{
  OvrSeries *a = *(OvrSeries *const *) pa;
  OvrSeries *b = *(OvrSeries *const *) pb;
  int order = (ovr_series_get_number (a) > ovr_series_get_number (b)) - (ovr_series_get_number (a) < ovr_series_get_number (b));

  if (order == 0)
    order = strcmp (ovr_series_get_uid (a), ovr_series_get_uid (b));
  if (order == 0)
    order = ovr_series_get_part (a) < ovr_series_get_part (b) ? -1 : 1;
  return order;
}

static OvrStudy *
make_study (GPtrArray *sorted,
            guint start,
            guint end,
            OvrHealthContext context)
{
  GPtrArray *series = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = start; i < end;)
    {
      guint next = end_of_run (sorted, i, end, G_STRUCT_OFFSET (OvrInstance, series_uid));

      add_series (series, sorted, i, next, context);
      i = next;
    }
  g_ptr_array_sort (series, compare_series);
  return ovr_study_new_take (series, end - start);
}

/* Newest first. */
static int
compare_studies (gconstpointer pa,
                 gconstpointer pb)
{
  return ovr_study_facts_compare (ovr_study_get_facts (*(OvrStudy *const *) pb), ovr_study_get_facts (*(OvrStudy *const *) pa));
}

/* How many persons stand under each Study Instance UID. */
static GHashTable *
count_persons (GPtrArray *sorted)
{
  GHashTable *counts = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < sorted->len; i++)
    {
      const OvrInstance *a = i > 0 ? sorted->pdata[i - 1] : NULL;
      const OvrInstance *b = sorted->pdata[i];

      if (a == NULL || !g_str_equal (a->study_uid, b->study_uid) || !g_str_equal (a->patient_key, b->patient_key))
        g_hash_table_insert (counts, (gpointer) b->study_uid,
                             GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, b->study_uid)) + 1));
    }
  return counts;
}

static guint
count_patients (GPtrArray *sorted)
{
  guint n = 0;

  for (guint i = 0; i < sorted->len; n++)
    i = end_of_run (sorted, i, sorted->len, G_STRUCT_OFFSET (OvrInstance, patient_key));
  return n;
}

static int
compare_patients (gconstpointer pa,
                  gconstpointer pb)
{
  OvrSubject *a = *(OvrSubject *const *) pa;
  OvrSubject *b = *(OvrSubject *const *) pb;
  int order = g_utf8_collate (ovr_study_get_facts (ovr_subject_get_study (a, 0))->patient_name,
                              ovr_study_get_facts (ovr_subject_get_study (b, 0))->patient_name);

  return order != 0 ? order : strcmp (ovr_subject_get_key (a), ovr_subject_get_key (b));
}

static OvrSubject *
make_patient (GPtrArray *sorted,
              guint start,
              guint end,
              GHashTable *persons,
              guint n_source_patients)
{
  GPtrArray *studies = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = start; i < end;)
    {
      guint next = end_of_run (sorted, i, end, G_STRUCT_OFFSET (OvrInstance, study_uid));
      const char *uid = ((const OvrInstance *) sorted->pdata[i])->study_uid;
      OvrHealthContext context = {
        .n_study_patients = GPOINTER_TO_UINT (g_hash_table_lookup (persons, uid)),
        .n_source_patients = n_source_patients,
      };

      g_ptr_array_add (studies, make_study (sorted, i, next, context));
      i = next;
    }
  g_ptr_array_sort (studies, compare_studies);
  return ovr_subject_new_take (studies);
}

GPtrArray *
ovr_study_model_build (GPtrArray *instances,
                       OvrStudyModelFlags flags)
{
  g_autoptr (GPtrArray) sorted = without_copies (instances);
  g_autoptr (GHashTable) persons = NULL;
  GPtrArray *patients = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_source;

  g_ptr_array_sort (sorted, compare_instances);
  persons = count_persons (sorted);
  n_source = (flags & OVR_STUDY_MODEL_ONE_SOURCE) != 0 ? count_patients (sorted) : 1;
  for (guint i = 0; i < sorted->len;)
    {
      guint next = end_of_run (sorted, i, sorted->len, G_STRUCT_OFFSET (OvrInstance, patient_key));

      g_ptr_array_add (patients, make_patient (sorted, i, next, persons, n_source));
      i = next;
    }
  g_ptr_array_sort (patients, compare_patients);
  return patients;
}
