/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-editor.h"

#include "widget-fixture.h"

static OvrClaim *
claim (OvrReportEditor *editor,
       guint index)
{
  return g_ptr_array_index (ovr_report_editor_get_report (editor)->claims, index);
}

static void
test_verdict_is_undone_and_redone (void)
{
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (widget_fixture_report ());

  ovr_report_editor_judge (editor, "c1", OVR_VERDICT_DISAGREE);
  g_assert_nonnull (claim (editor, 0)->judged_at);
  ovr_report_editor_judge (editor, "c1", OVR_VERDICT_AGREE);
  g_assert_cmpuint (ovr_report_editor_count_judged (editor), ==, 1);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpint (claim (editor, 0)->verdict, ==, OVR_VERDICT_DISAGREE);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpint (claim (editor, 0)->verdict, ==, OVR_VERDICT_OPEN);
  g_assert_null (claim (editor, 0)->judged_at);
  g_assert_false (ovr_report_editor_undo (editor));
  g_assert_true (ovr_report_editor_redo (editor));
  g_assert_cmpint (claim (editor, 0)->verdict, ==, OVR_VERDICT_DISAGREE);
}

/* Normal and repeated ones together; abnormal ones and those of another
 * section singly. */
static void
test_group_takes_only_open_normal_claims_of_the_section (void)
{
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (widget_fixture_report ());

  g_assert_cmpuint (ovr_report_editor_accept_normal (editor, "c1"), ==, 2);
  g_assert_cmpint (claim (editor, 0)->verdict, ==, OVR_VERDICT_OPEN);
  g_assert_cmpint (claim (editor, 1)->verdict, ==, OVR_VERDICT_AGREE);
  g_assert_true (claim (editor, 1)->judged_in_group);
  g_assert_cmpint (claim (editor, 2)->verdict, ==, OVR_VERDICT_AGREE);
  g_assert_cmpint (claim (editor, 3)->verdict, ==, OVR_VERDICT_OPEN);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpuint (ovr_report_editor_count_judged (editor), ==, 0);
}

static void
test_removed_finding_comes_back_with_its_links (void)
{
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (widget_fixture_report ());
  OvrReport *report = ovr_report_editor_get_report (editor);
  g_autofree char *id = g_strdup (ovr_report_editor_add_finding (editor, TRUE));

  g_ptr_array_add (claim (editor, 0)->finding_ids, g_strdup (id));
  ovr_report_editor_add_key_image (editor, id, ovr_key_image_new (), NULL);
  ovr_report_editor_remove_finding (editor, id);
  g_assert_cmpuint (report->findings->len, ==, 0);
  g_assert_cmpuint (claim (editor, 0)->finding_ids->len, ==, 0);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpuint (report->findings->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (claim (editor, 0)->finding_ids, 0), ==, id);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpuint (ovr_report_find_finding (report, id)->key_images->len, ==, 0);
}

/* What was measured on a view comes and goes with it. */
static void
test_measurements_go_with_their_key_image (void)
{
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (widget_fixture_report ());
  OvrReport *report = ovr_report_editor_get_report (editor);
  g_autofree char *id = g_strdup (ovr_report_editor_add_finding (editor, TRUE));
  OvrFinding *finding = ovr_report_find_finding (report, id);
  GPtrArray *measurements = g_ptr_array_new ();

  g_ptr_array_add (measurements, ovr_report_measurement_new ());
  g_ptr_array_add (measurements, ovr_report_measurement_new ());
  g_ptr_array_add (finding->measurements, ovr_report_measurement_new ());
  ovr_report_editor_add_key_image (editor, id, ovr_key_image_new (), measurements);
  g_assert_cmpuint (finding->measurements->len, ==, 3);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpuint (finding->measurements->len, ==, 1);
  g_assert_cmpuint (finding->key_images->len, ==, 0);
  g_assert_true (ovr_report_editor_redo (editor));
  g_assert_cmpuint (finding->measurements->len, ==, 3);
  g_assert_true (ovr_report_editor_undo (editor));
}

/* What a removed picture was used for is as before once it is back. */
static void
test_nothing_points_at_a_removed_key_image (void)
{
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (widget_fixture_report ());
  OvrReport *report = ovr_report_editor_get_report (editor);
  g_autofree char *id = g_strdup (ovr_report_editor_add_finding (editor, TRUE));
  OvrKeyImage *first = ovr_key_image_new (), *second = ovr_key_image_new ();

  ovr_report_editor_add_key_image (editor, id, first, NULL);
  ovr_report_editor_add_key_image (editor, id, second, NULL);
  report->front_key_image = g_strdup (first->id);
  second->pair_id = g_strdup (first->id);
  ovr_report_editor_remove_key_image (editor, first->id);
  g_assert_null (report->front_key_image);
  g_assert_null (second->pair_id);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpstr (report->front_key_image, ==, first->id);
  g_assert_cmpstr (second->pair_id, ==, first->id);
  ovr_report_editor_remove_finding (editor, id);
  g_assert_null (report->front_key_image);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpstr (report->front_key_image, ==, first->id);
}

static void
test_link_to_a_finding_is_undone (void)
{
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (widget_fixture_report ());
  g_autofree char *id = g_strdup (ovr_report_editor_add_finding (editor, FALSE));

  ovr_report_editor_set_shown_by (editor, "c2", id, TRUE);
  ovr_report_editor_set_shown_by (editor, "c2", id, FALSE);
  g_assert_cmpuint (claim (editor, 1)->finding_ids->len, ==, 0);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpstr (g_ptr_array_index (claim (editor, 1)->finding_ids, 0), ==, id);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpuint (claim (editor, 1)->finding_ids->len, ==, 0);
}

/* Texts have an undo of their own: taking a list's step back touches none. */
static void
test_undo_of_a_list_keeps_what_was_typed (void)
{
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (widget_fixture_report ());
  OvrReport *report = ovr_report_editor_get_report (editor);
  GPtrArray *list = report->recommendations;
  OvrRecommendation *stays = ovr_recommendation_new (), *goes = ovr_recommendation_new ();

  ovr_report_editor_add (editor, OVR_PART_ANSWER, list, stays);
  ovr_report_editor_add (editor, OVR_PART_ANSWER, list, goes);
  ovr_report_editor_set_text (editor, OVR_PART_ANSWER, &goes->action, "Biopsy");
  ovr_report_editor_remove (editor, OVR_PART_ANSWER, list, 1);
  ovr_report_editor_set_text (editor, OVR_PART_ANSWER, &stays->action, "CT in three months");
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (((OvrRecommendation *) g_ptr_array_index (list, 0))->action, ==, "CT in three months");
  g_assert_cmpstr (((OvrRecommendation *) g_ptr_array_index (list, 1))->action, ==, "Biopsy");
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpuint (list->len, ==, 0);
  g_assert_true (ovr_report_editor_redo (editor));
  g_assert_true (ovr_report_editor_redo (editor));
  g_assert_cmpstr (((OvrRecommendation *) g_ptr_array_index (list, 1))->action, ==, "Biopsy");
}

static void
test_removed_question_comes_back_with_its_answer (void)
{
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (widget_fixture_report ());
  OvrReport *report = ovr_report_editor_get_report (editor);
  OvrQuestion *first, *second;

  ovr_report_editor_add_question (editor);
  ovr_report_editor_add_question (editor);
  first = g_ptr_array_index (report->referral.questions, 0);
  second = g_ptr_array_index (report->referral.questions, 1);
  g_assert_cmpint (second->number, ==, 2);
  g_assert_cmpstr (first->id, !=, second->id);
  ovr_report_editor_set_text (editor, OVR_PART_ANSWER, &ovr_report_find_answer (report, first->id)->text, "Grown.");
  ovr_report_editor_remove_question (editor, 0);
  g_assert_cmpuint (report->answers->len, ==, 1);
  g_assert_cmpint (second->number, ==, 1);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpuint (report->referral.questions->len, ==, 2);
  g_assert_cmpstr (ovr_report_find_answer (report, first->id)->text, ==, "Grown.");
  g_assert_cmpint (second->number, ==, 2);
}

static void
test_moved_questions_keep_their_answers (void)
{
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (widget_fixture_report ());
  OvrReport *report = ovr_report_editor_get_report (editor);
  OvrQuestion *last;

  for (int i = 0; i < 3; i++)
    ovr_report_editor_add_question (editor);
  last = g_ptr_array_index (report->referral.questions, 2);
  ovr_report_editor_set_text (editor, OVR_PART_ANSWER, &ovr_report_find_answer (report, last->id)->lead, "No.");
  ovr_report_editor_move_question (editor, 2, 0);
  g_assert_true (g_ptr_array_index (report->referral.questions, 0) == last);
  g_assert_cmpint (last->number, ==, 1);
  g_assert_cmpstr (ovr_report_find_answer (report, last->id)->lead, ==, "No.");
  ovr_report_editor_move_question (editor, 0, 3);
  g_assert_cmpint (last->number, ==, 1);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpint (last->number, ==, 3);
}

/* Claims are numbered along their documents; their verdicts go with them. */
static void
test_moved_document_takes_its_claims_along (void)
{
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (widget_fixture_report ());
  OvrReport *report = ovr_report_editor_get_report (editor);
  OvrDocument *letter = ovr_document_new ();
  OvrClaim *said = ovr_claim_new ();

  letter->id = g_strdup ("d2");
  letter->text = g_strdup ("Pain.");
  said->id = g_strdup ("c9");
  said->document_id = g_strdup ("d2");
  said->end = 5;
  said->number = 6;
  ovr_report_editor_begin_documents (editor);
  g_ptr_array_add (report->documents, letter);
  g_ptr_array_add (report->claims, said);
  ovr_report_editor_end_documents (editor);
  ovr_report_editor_judge (editor, "c9", OVR_VERDICT_AGREE);
  ovr_report_editor_move_document (editor, 1, 0);
  g_assert_true (claim (editor, 0) == said);
  g_assert_cmpint (said->number, ==, 1);
  g_assert_cmpint (claim (editor, 1)->number, ==, 2);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpint (said->number, ==, 6);
  g_assert_cmpint (said->verdict, ==, OVR_VERDICT_AGREE);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpuint (report->documents->len, ==, 1);
  g_assert_cmpuint (report->claims->len, ==, 5);
}

static void
test_impression_grades_the_blind_reading (void)
{
  static const struct
  {
    const char *text;
    OvrBlindGrade grade;
  } cases[] = {
    { "Nodule.", OVR_BLIND_DRAFT },
    { "one two three four five six seven eight nine", OVR_BLIND_DRAFT },
    { "one two three four five six seven eight nine ten", OVR_BLIND_FULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (widget_fixture_report ());
      OvrBlind *blind = &ovr_report_editor_get_report (editor)->blind;

      g_assert_true (ovr_report_editor_is_sealed (editor));
      g_assert_false (ovr_report_editor_lock_impression (editor));
      g_assert_true (ovr_report_editor_is_sealed (editor));
      blind->impression = g_strdup (cases[i].text);
      g_assert_true (ovr_report_editor_lock_impression (editor));
      g_assert_false (ovr_report_editor_is_sealed (editor));
      g_assert_cmpint (blind->grade, ==, cases[i].grade);
      g_assert_nonnull (blind->locked_at);
      g_assert_nonnull (blind->unsealed_at);
    }
}

static void
test_unsealing_without_an_impression_is_not_blind (void)
{
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (widget_fixture_report ());
  OvrBlind *blind = &ovr_report_editor_get_report (editor)->blind;

  ovr_report_editor_unseal (editor);
  g_assert_cmpint (blind->grade, ==, OVR_BLIND_NOT);
  g_assert_null (blind->locked_at);
  g_assert_nonnull (blind->unsealed_at);
}

/* A request or a clinical letter is never sealed. */
static void
test_only_an_original_is_sealed (void)
{
  OvrReport *report = widget_fixture_report ();
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (report);

  ((OvrDocument *) g_ptr_array_index (report->documents, 0))->role = OVR_DOCUMENT_REQUEST;
  g_assert_false (ovr_report_editor_is_sealed (editor));
}

/* One click, one step; a second click has nothing to add. */
static void
test_adequacy_is_written_once_and_undone (void)
{
  OvrReport *report = widget_fixture_report ();
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (report);
  OvrReportStudy *study = ovr_report_study_new ();
  OvrReportSeries *series = ovr_report_series_new ();
  OvrReportHealth *health = ovr_report_health_new ();
  g_autofree char *written = NULL;

  series->number = 3;
  health->code = g_strdup ("missing-slices");
  health->text = g_strdup ("3 slices are missing.");
  health->where = g_strdup ("after image 60");
  g_ptr_array_add (series->health, health);
  g_ptr_array_add (study->series, series);
  g_ptr_array_add (report->studies, study);
  ovr_report_editor_set_text (editor, OVR_PART_DETAILS, &report->adequacy, "Enough.");

  g_assert_true (ovr_report_editor_write_adequacy (editor));
  g_assert_true (g_str_has_prefix (report->adequacy, "Enough.\n"));
  g_assert_true (g_str_has_suffix (report->adequacy, "series 3: 3 slices are missing. (after image 60) [No image, DCM 111213]"));
  written = g_strdup (report->adequacy);
  g_assert_false (ovr_report_editor_write_adequacy (editor));
  g_assert_cmpstr (report->adequacy, ==, written);
  g_assert_true (ovr_report_editor_undo (editor));
  g_assert_cmpstr (report->adequacy, ==, "Enough.");
  g_assert_true (ovr_report_editor_redo (editor));
  g_assert_cmpstr (report->adequacy, ==, written);
}

static void
test_signed_report_is_not_editable (void)
{
  OvrReport *report = widget_fixture_report ();
  g_autoptr (OvrReportEditor) editor = ovr_report_editor_new (report);

  g_assert_true (ovr_report_editor_is_editable (editor));
  report->status = OVR_REPORT_SIGNED;
  g_assert_false (ovr_report_editor_is_editable (editor));
  g_assert_false (ovr_report_editor_undo (editor));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report-editor/undo", test_verdict_is_undone_and_redone);
  g_test_add_func ("/report-editor/group", test_group_takes_only_open_normal_claims_of_the_section);
  g_test_add_func ("/report-editor/finding", test_removed_finding_comes_back_with_its_links);
  g_test_add_func ("/report-editor/measurements", test_measurements_go_with_their_key_image);
  g_test_add_func ("/report-editor/key-image", test_nothing_points_at_a_removed_key_image);
  g_test_add_func ("/report-editor/link", test_link_to_a_finding_is_undone);
  g_test_add_func ("/report-editor/list", test_undo_of_a_list_keeps_what_was_typed);
  g_test_add_func ("/report-editor/question/remove", test_removed_question_comes_back_with_its_answer);
  g_test_add_func ("/report-editor/question/move", test_moved_questions_keep_their_answers);
  g_test_add_func ("/report-editor/document", test_moved_document_takes_its_claims_along);
  g_test_add_func ("/report-editor/blind/grade", test_impression_grades_the_blind_reading);
  g_test_add_func ("/report-editor/blind/not", test_unsealing_without_an_impression_is_not_blind);
  g_test_add_func ("/report-editor/blind/request", test_only_an_original_is_sealed);
  g_test_add_func ("/report-editor/adequacy", test_adequacy_is_written_once_and_undone);
  g_test_add_func ("/report-editor/signed", test_signed_report_is_not_editable);
  return g_test_run ();
}
