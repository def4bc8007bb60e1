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
  g_test_add_func ("/report-editor/blind/grade", test_impression_grades_the_blind_reading);
  g_test_add_func ("/report-editor/blind/not", test_unsealing_without_an_impression_is_not_blind);
  g_test_add_func ("/report-editor/blind/request", test_only_an_original_is_sealed);
  g_test_add_func ("/report-editor/signed", test_signed_report_is_not_editable);
  return g_test_run ();
}
