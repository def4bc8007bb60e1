/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-study.h"

#include "ovr-person.h"
#include "ovr-series-private.h"
#include "ovr-study-private.h"

#include <math.h>
#include <string.h>

struct _OvrStudy
{
  GObject parent_instance;

  /* Owned */
  GPtrArray *series; /* of OvrSeries */
  OvrStudyFacts *facts;
  char *modalities;
  char *health_codes;

  guint n_instances;
};

static void ovr_study_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OvrStudy, ovr_study, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, ovr_study_list_model_init))

static GType
ovr_study_get_item_type (GListModel *model)
{
  return OVR_TYPE_SERIES;
}

static guint
ovr_study_get_n_items (GListModel *model)
{
  return OVR_STUDY (model)->series->len;
}

static gpointer
ovr_study_get_item (GListModel *model,
                    guint position)
{
  OvrStudy *self = OVR_STUDY (model);

  return position < self->series->len ? g_object_ref (self->series->pdata[position]) : NULL;
}

static void
ovr_study_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = ovr_study_get_item_type;
  iface->get_n_items = ovr_study_get_n_items;
  iface->get_item = ovr_study_get_item;
}

static void
ovr_study_finalize (GObject *object)
{
  OvrStudy *self = OVR_STUDY (object);

  g_ptr_array_unref (self->series);
  ovr_study_facts_free (self->facts);
  g_free (self->modalities);
  g_free (self->health_codes);
  G_OBJECT_CLASS (ovr_study_parent_class)->finalize (object);
}

static void
ovr_study_class_init (OvrStudyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ovr_study_finalize;
}

static void
ovr_study_init (OvrStudy *self)
{
}

/* The earliest acquisition date of images: also the study's. */
static OvrDate
earliest_acquisition (GPtrArray *series)
{
  OvrDate earliest = { 0 };

  for (guint i = 0; i < series->len; i++)
    {
      OvrDate date = ovr_series_get_acquisition_date (series->pdata[i]);

      if (ovr_series_get_n_slices (series->pdata[i]) > 0 && ovr_date_is_known (date) &&
          (!ovr_date_is_known (earliest) || ovr_date_compare (date, earliest) < 0))
        earliest = date;
    }
  return earliest;
}

/* The earliest time of @date at which an image was acquired; NaN unknown. */
static double
earliest_time (GPtrArray *series,
               OvrDate date)
{
  double earliest = (double) NAN;

  for (guint i = 0; i < series->len; i++)
    for (guint j = 0; j < ovr_series_get_n_instances (series->pdata[i]); j++)
      {
        const OvrInstance *instance = ovr_series_get_instance (series->pdata[i], j);
        double s = instance->facts[0].acquired_s;

        if (ovr_instance_is_image (instance) && ovr_date_compare (instance->acquisition_date, date) == 0 && !(s >= earliest))
          earliest = isnan (s) ? earliest : s;
      }
  return earliest;
}

static OvrStudyFacts *
make_facts (GPtrArray *series)
{
  const OvrInstance *first = ovr_series_get_instance (series->pdata[0], 0);
  OvrStudyFacts *facts = ovr_study_facts_new ();

  facts->uid = g_strdup (first->study_uid);
  facts->patient_key = g_strdup (first->patient_key);
  facts->patient_name = ovr_person_name_to_display (first->patient_name);
  facts->patient_name_verbatim = g_strdup (first->patient_name);
  facts->patient_id = g_strdup (first->patient_id);
  facts->patient_id_issuer = *first->patient_id_issuer != '\0' ? g_strdup (first->patient_id_issuer) : NULL;
  facts->birth_date = first->birth_date;
  facts->sex = g_strdup (first->sex);
  facts->stated_age = first->stated_age;
  facts->study_date = first->study_date;
  facts->acquisition_date = earliest_acquisition (series);
  facts->acquisition_s = earliest_time (series, facts->acquisition_date);
  facts->study_time = g_strdup (first->study_time);
  facts->description = g_strdup (first->study_description);
  facts->institution = g_strdup (first->institution);
  facts->accession = g_strdup (first->accession);
  facts->referrer = ovr_person_name_to_display (first->referrer);
  for (guint i = 0; i < series->len; i++)
    g_ptr_array_add (facts->series, ovr_series_make_facts (series->pdata[i]));
  return facts;
}

static void
append_once (GString *words,
             GHashTable *seen,
             const char *separator,
             const char *word)
{
  if (*word == '\0' || !g_hash_table_add (seen, (gpointer) word))
    return;
  if (words->len > 0)
    g_string_append (words, separator);
  g_string_append (words, word);
}

static void
append_modalities (GString *words,
                   GHashTable *seen,
                   GPtrArray *series,
                   gboolean with_images)
{
  for (guint i = 0; i < series->len; i++)
    if ((ovr_series_get_n_slices (series->pdata[i]) > 0) == with_images)
      append_once (words, seen, ", ", ovr_series_get_modality (series->pdata[i]));
}

/* Images' modalities first: "CT, SR". */
static char *
join_modalities (GPtrArray *series)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GString *words = g_string_new (NULL);

  append_modalities (words, seen, series, TRUE);
  append_modalities (words, seen, series, FALSE);
  return g_string_free (words, FALSE);
}

static char *
join_health (GPtrArray *series)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < series->len; i++)
    {
      GPtrArray *health = ovr_series_get_health (series->pdata[i]);

      for (guint j = 0; j < health->len; j++)
        append_once (words, seen, " ", ((const OvrHealthFinding *) health->pdata[j])->code);
    }
  return g_string_free (words, FALSE);
}

OvrStudy *
ovr_study_new_take (GPtrArray *series,
                    guint n_instances)
{
  OvrStudy *self = g_object_new (OVR_TYPE_STUDY, NULL);

  self->series = series;
  self->n_instances = n_instances;
  self->facts = make_facts (series);
  self->modalities = join_modalities (series);
  self->health_codes = join_health (series);
  return self;
}

const char *
ovr_study_get_uid (OvrStudy *self)
{
  return self->facts->uid;
}

const char *
ovr_study_get_patient_key (OvrStudy *self)
{
  return self->facts->patient_key;
}

guint
ovr_study_get_n_series (OvrStudy *self)
{
  return self->series->len;
}

OvrSeries *
ovr_study_get_series (OvrStudy *self,
                      guint index)
{
  g_return_val_if_fail (index < self->series->len, NULL);

  return self->series->pdata[index];
}

const OvrStudyFacts *
ovr_study_get_facts (OvrStudy *self)
{
  return self->facts;
}

const char *
ovr_study_get_modalities (OvrStudy *self)
{
  return self->modalities;
}

guint
ovr_study_get_n_instances (OvrStudy *self)
{
  return self->n_instances;
}

const char *
ovr_study_get_health_codes (OvrStudy *self)
{
  return self->health_codes;
}

static gboolean
is_capture (OvrSeries *series)
{
  GPtrArray *health = ovr_series_get_health (series);

  for (guint i = 0; i < health->len; i++)
    if (g_str_equal (((const OvrHealthFinding *) health->pdata[i])->code, "secondary-capture"))
      return TRUE;
  return FALSE;
}

/* By modality, or by SOP class: structured reports and key objects, presentation
 * states, encapsulated documents (PS3.4 B.5). */
static gboolean
is_document (OvrSeries *series)
{
  static const char *const modalities[] = { "SR", "KO", "PR", "DOC", NULL };
  static const char *const classes[] = { "1.2.840.10008.5.1.4.1.1.88.", "1.2.840.10008.5.1.4.1.1.11.",
                                         "1.2.840.10008.5.1.4.1.1.104." };
  const char *sop_class = ovr_series_get_instance (series, 0)->sop_class;

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (g_str_has_prefix (sop_class, classes[i]))
      return TRUE;
  return g_strv_contains (modalities, ovr_series_get_modality (series));
}

gboolean
ovr_study_is_reading (OvrStudy *self,
                      OvrSeries *series)
{
  series = ovr_series_get_base (series);
  if (ovr_series_get_n_slices (series) == 0)
    return is_document (series);
  if (!is_capture (series))
    return FALSE;
  for (guint i = 0; i < self->series->len; i++)
    if (ovr_series_get_n_slices (self->series->pdata[i]) > 0 && !is_capture (self->series->pdata[i]))
      return TRUE;
  return FALSE;
}

OvrSeries *
ovr_study_find (OvrStudy *self,
                const char *sop_uid,
                guint frame,
                guint *index)
{
  for (guint i = 0; i < self->series->len; i++)
    if (ovr_series_find (self->series->pdata[i], sop_uid, frame, index))
      return self->series->pdata[i];
  return NULL;
}
