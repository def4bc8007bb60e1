/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

typedef struct
{
  char *folder;
  GPtrArray *model;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  fixture->folder = sample_folder ();
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  g_clear_pointer (&fixture->model, g_ptr_array_unref);
  sample_remove (fixture->folder);
}

static OvrStudy *
build (Fixture *fixture)
{
  fixture->model = sample_model (fixture->folder);
  return sample_study (fixture->model);
}

static void
test_facts_are_what_the_headers_say (Fixture *fixture,
                                     gconstpointer unused)
{
  const OvrStudyFacts *facts;
  const OvrSeriesFacts *series;

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);
      OvrDataset *dataset = sample_ct (name, i + 1, 1.5 * i);

      ovr_dataset_set_text (dataset, TAG_PATIENT_NAME, "Østergård-Kučera^Žofie^^Dr.");
      ovr_dataset_set_text (dataset, TAG_PATIENT_ID_ISSUER, "ST. ANNA");
      ovr_dataset_set_text (dataset, TAG_AGE, "066Y");
      ovr_dataset_set_text (dataset, TAG_STUDY_DESCRIPTION, "CT thorax");
      ovr_dataset_set_text (dataset, TAG_INSTITUTION, "St. Anna");
      ovr_dataset_set_text (dataset, TAG_ACCESSION, "A-17");
      ovr_dataset_set_text (dataset, TAG_REFERRER, "Keller^B.^^Dr.");
      ovr_dataset_set_text (dataset, TAG_BODY_PART, "CHEST");
      ovr_dataset_set_text (dataset, TAG_LATERALITY, "L");
      ovr_dataset_set_text (dataset, TAG_ACQUISITION_DATE, i == 1 ? "20260411" : "20260412");
      sample_save (dataset, fixture->folder, name);
    }
  facts = ovr_study_get_facts (build (fixture));
  g_assert_cmpstr (facts->patient_name, ==, "Østergård-Kučera, Dr. Žofie");
  g_assert_cmpstr (facts->patient_name_verbatim, ==, "Østergård-Kučera^Žofie^^Dr.");
  g_assert_cmpstr (facts->patient_id, ==, "4711");
  g_assert_cmpstr (facts->patient_id_issuer, ==, "ST. ANNA");
  g_assert_cmpstr (facts->sex, ==, "F");
  g_assert_cmpint (facts->birth_date.day, ==, 29);
  g_assert_cmpint (facts->stated_age.value, ==, 66);
  g_assert_cmpint (facts->study_date.day, ==, 12);
  g_assert_cmpint (facts->acquisition_date.day, ==, 11);
  g_assert_cmpstr (facts->description, ==, "CT thorax");
  g_assert_cmpstr (facts->institution, ==, "St. Anna");
  g_assert_cmpstr (facts->accession, ==, "A-17");
  g_assert_cmpstr (facts->referrer, ==, "Keller, Dr. B.");
  g_assert_cmpuint (facts->series->len, ==, 1);

  series = facts->series->pdata[0];
  g_assert_cmpuint (series->part, ==, 1);
  g_assert_cmpint (series->number, ==, 3);
  g_assert_cmpuint (series->instances, ==, 3);
  g_assert_cmpuint (series->frames, ==, 3);
  g_assert_cmpfloat (series->thickness_mm, ==, 2.0);
  g_assert_cmpfloat (series->spacing_mm, ==, 1.5);
  g_assert_cmpstr (series->laterality, ==, "L");
  g_assert_cmpstr (series->body_part, ==, "CHEST");
  g_assert_cmpstr (((const OvrHealthFinding *) series->health->pdata[0])->code, ==, "date-conflict");
}

static void
test_series_are_listed_by_number (Fixture *fixture,
                                  gconstpointer unused)
{
  static const int numbers[] = { 10, 2, 301 };
  OvrStudy *study;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      OvrDataset *dataset = sample_ct (name, 1, 0.0);

      sample_set_uid (dataset, TAG_SERIES_UID, name);
      ovr_dataset_set_int (dataset, TAG_SERIES_NUMBER, numbers[i]);
      sample_save (dataset, fixture->folder, name);
    }
  study = build (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (study)), ==, 3);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (study)) == OVR_TYPE_SERIES);
  for (guint i = 0; i < 3; i++)
    {
      static const int sorted[] = { 2, 10, 301 };
      g_autoptr (OvrSeries) series = g_list_model_get_item (G_LIST_MODEL (study), i);

      g_assert_cmpint (ovr_series_get_number (series), ==, sorted[i]);
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (study), 3));
}

static void
test_documents_stand_beside_images (Fixture *fixture,
                                    gconstpointer unused)
{
  OvrDataset *report = ovr_dataset_new ();
  OvrStudy *study;
  OvrSeries *series;

  sample_save_stack (fixture->folder, 2, -1);
  ovr_dataset_set_text (report, TAG_SOP_CLASS, "1.2.840.10008.5.1.4.1.1.88.11");
  sample_set_uid (report, TAG_SOP_INSTANCE, "report");
  sample_set_uid (report, TAG_STUDY_UID, "study");
  sample_set_uid (report, TAG_SERIES_UID, "reports");
  ovr_dataset_set_text (report, TAG_MODALITY, "SR");
  ovr_dataset_set_text (report, TAG_PATIENT_NAME, "Muster^Anna");
  ovr_dataset_set_text (report, TAG_PATIENT_ID, "4711");
  ovr_dataset_set_text (report, TAG_BIRTH_DATE, "19600229");
  sample_save (report, fixture->folder, "report");

  study = build (fixture);
  g_assert_cmpstr (ovr_study_get_modalities (study), ==, "CT, SR");
  g_assert_cmpuint (ovr_study_get_n_instances (study), ==, 3);
  series = ovr_study_get_series (study, 0);
  g_assert_cmpstr (ovr_series_get_modality (series), ==, "SR");
  g_assert_cmpuint (ovr_series_get_n_instances (series), ==, 1);
  g_assert_cmpuint (ovr_series_get_n_slices (series), ==, 0);
  g_assert_cmpuint (ovr_series_get_rows (series), ==, 0);
  g_assert_cmpuint (ovr_series_get_health (series)->len, ==, 0);
}

static void
test_frames_are_found_by_uid (Fixture *fixture,
                              gconstpointer unused)
{
  OvrStudy *study;
  OvrSeries *series;
  guint index = 99;

  sample_save_stack (fixture->folder, 5, -1);
  study = build (fixture);
  series = ovr_study_get_series (study, 0);
  g_assert_true (ovr_study_find (study, ovr_series_get_instance (series, 3)->sop_uid, 1, &index) == series);
  g_assert_cmpuint (index, ==, 3);
  g_assert_null (ovr_study_find (study, "1.2.3", 1, &index));
  g_assert_null (ovr_study_find (study, ovr_series_get_instance (series, 3)->sop_uid, 2, &index));
}

/* A segmentation's frames share places and leave others out: no finding. */
static void
test_segmentations_are_not_called_incomplete (Fixture *fixture,
                                              gconstpointer unused)
{
  g_autofree char *path = sample_path ("series/ct_3slice_with_seg/seg/partial_overlaps.dcm");
  OvrStudy *study;

  if (path == NULL)
    return;
  fixture->model = sample_model (path);
  study = sample_study (fixture->model);
  g_assert_cmpuint (ovr_study_get_n_series (study), ==, 5);
  g_assert_cmpstr (ovr_study_get_health_codes (study), ==, "");
  g_assert_cmpstr (ovr_series_get_part_label (ovr_study_get_series (study, 2)), ==, "segment 3");
}

static void
test_real_enhanced_study_is_split_by_time_and_echo (Fixture *fixture,
                                                    gconstpointer unused)
{
  g_autofree char *path = sample_path ("series/mr_xa30_enhanced_multiseries");
  guint n_bold = 0, n_field_map = 0;
  OvrStudy *study;

  if (path == NULL)
    return;
  fixture->model = sample_model (path);
  study = sample_study (fixture->model);
  for (guint i = 0; i < ovr_study_get_n_series (study); i++)
    {
      OvrSeries *series = ovr_study_get_series (study, i);

      n_bold += ovr_series_get_number (series) == 7;
      n_field_map += ovr_series_get_number (series) == 8;
      if (ovr_series_get_number (series) == 7)
        {
          g_assert_cmpuint (ovr_series_get_n_slices (series), ==, 33);
          g_assert_true (ovr_series_is_volume (series));
        }
    }
  g_assert_cmpuint (n_bold, ==, 20);
  g_assert_cmpuint (n_field_map, ==, 2);
}

int
main (int argc,
      char **argv)
{
  const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/study/facts-are-what-the-headers-say", test_facts_are_what_the_headers_say },
    { "/study/series-are-listed-by-number", test_series_are_listed_by_number },
    { "/study/documents-stand-beside-images", test_documents_stand_beside_images },
    { "/study/frames-are-found-by-uid", test_frames_are_found_by_uid },
    { "/study/segmentations-are-not-called-incomplete", test_segmentations_are_not_called_incomplete },
    { "/study/real-enhanced-study-is-split", test_real_enhanced_study_is_split_by_time_and_echo },
  };

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
