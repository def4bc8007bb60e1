/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-pane.h"

#include "ovr-claim-ledger.h"
#include "ovr-form.h"
#include "ovr-issue-list.h"
#include "ovr-text-field.h"
#include "widget-fixture.h"

/* The pane in a window that is on the screen. */
typedef struct
{
  OvrReportEditor *editor;
  OvrReport *report;
  GtkWidget *window;
  OvrReportPane *pane;
  int n_jumps;
  int n_changes;
} Fixture;

static void
on_jump (OvrReportPane *pane,
         const char *claim_id,
         Fixture *fixture)
{
  fixture->n_jumps++;
}

static void
on_changed (OvrReportEditor *editor,
            OvrReportPart part,
            Fixture *fixture)
{
  fixture->n_changes++;
}

static void
settle (void)
{
  for (int i = 0; i < 60; i++)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  gboolean sealed = data != NULL;

  fixture->report = widget_fixture_report ();
  if (!sealed)
    fixture->report->blind.unsealed_at = g_strdup ("2026-04-12T10:00:00+00:00");
  fixture->editor = ovr_report_editor_new (fixture->report);
  fixture->pane = g_object_new (OVR_TYPE_REPORT_PANE, NULL);
  ovr_report_pane_set_editor (fixture->pane, fixture->editor);
  g_signal_connect (fixture->pane, "jump", G_CALLBACK (on_jump), fixture);
  g_signal_connect (fixture->editor, "changed", G_CALLBACK (on_changed), fixture);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 760, 640);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->pane));
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  settle ();
  g_assert_finalize_object (fixture->editor);
}

/* The first child of @type below @root. */
static GtkWidget *
find_type (GtkWidget *root,
           GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkTextBuffer *
buffer_of (Fixture *fixture,
           const char *where)
{
  GtkWidget *field = ovr_form_find (GTK_WIDGET (fixture->pane), where);

  g_assert_nonnull (field);
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (find_type (field, GTK_TYPE_TEXT_VIEW)));
}

static void
test_typing_reaches_the_report_at_once (Fixture *fixture,
                                        gconstpointer data)
{
  int before = fixture->n_changes;

  gtk_text_buffer_insert_at_cursor (buffer_of (fixture, "answer"), "Grown.", -1);
  g_assert_cmpstr (fixture->report->answer, ==, "Grown.");
  g_assert_cmpint (fixture->n_changes, >, before);
  gtk_text_buffer_set_text (buffer_of (fixture, "answer"), "", -1);
  g_assert_null (fixture->report->answer);
}

/* H24: a quotation is a span of the text as it was received. */
static void
test_no_field_edits_the_original (Fixture *fixture,
                                  gconstpointer data)
{
  OvrDocument *document = g_ptr_array_index (fixture->report->documents, 0);
  g_autofree char *text = g_strdup (document->text);
  g_autofree char *quote = ovr_report_dup_quote (fixture->report, g_ptr_array_index (fixture->report->claims, 1));

  gtk_text_buffer_insert_at_cursor (buffer_of (fixture, "claims[1]"), "Small effusion on the left.", -1);
  ovr_report_editor_judge (fixture->editor, "c2", OVR_VERDICT_DISAGREE);
  g_assert_cmpstr (((OvrClaim *) g_ptr_array_index (fixture->report->claims, 1))->comment, ==, "Small effusion on the left.");
  g_assert_cmpstr (document->text, ==, text);
  g_assert_cmpstr (quote, ==, "Kein Pleuraerguss.");
}

/* H32 */
static void
test_walking_claims_asks_for_no_image (Fixture *fixture,
                                       gconstpointer data)
{
  for (int i = 0; i < 10; i++)
    ovr_report_pane_walk_claims (fixture->pane, 1);
  g_assert_cmpstr (ovr_report_pane_get_claim (fixture->pane), ==, "c5");
  for (int i = 0; i < 10; i++)
    ovr_report_pane_walk_claims (fixture->pane, -1);
  g_assert_cmpstr (ovr_report_pane_get_claim (fixture->pane), ==, "c1");
  g_assert_cmpint (fixture->n_jumps, ==, 0);
}

static void
test_walking_takes_no_focus (Fixture *fixture,
                             gconstpointer data)
{
  GtkWidget *answer = ovr_form_find (GTK_WIDGET (fixture->pane), "answer");
  GtkWidget *focus;

  ovr_report_pane_go (fixture->pane, "answer");
  gtk_widget_grab_focus (answer);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (gtk_widget_is_ancestor (focus, answer));
  ovr_report_editor_judge (fixture->editor, "c3", OVR_VERDICT_AGREE);
  ovr_report_editor_undo (fixture->editor);
  settle ();
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == focus);
}

static void
test_issue_leads_to_its_place (Fixture *fixture,
                               gconstpointer data)
{
  GtkWidget *issues = find_type (GTK_WIDGET (fixture->pane), OVR_TYPE_ISSUE_LIST);
  GtkWidget *focus;

  g_signal_emit_by_name (issues, "go-to", "reader.licence");
  settle ();
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (gtk_widget_is_ancestor (focus, ovr_form_find (GTK_WIDGET (fixture->pane), "reader.licence")));

  g_signal_emit_by_name (issues, "go-to", "claims[3]");
  settle ();
  g_assert_cmpstr (ovr_report_pane_get_claim (fixture->pane), ==, "c4");
  g_assert_true (ovr_report_pane_is_ledger_focused (fixture->pane));
}

static void
test_sealed_original_shows_neither_text_nor_claims (Fixture *fixture,
                                                    gconstpointer data)
{
  GtkWidget *ledger = find_type (GTK_WIDGET (fixture->pane), OVR_TYPE_CLAIM_LEDGER);

  g_assert_null (ovr_claim_ledger_get_claim (OVR_CLAIM_LEDGER (ledger)));
  g_assert_null (ovr_form_find (GTK_WIDGET (fixture->pane), "claims[0]"));
  gtk_text_buffer_insert_at_cursor (buffer_of (fixture, "blind.impression"), "Nodule in the right upper lobe.", -1);
  g_assert_true (ovr_report_editor_lock_impression (fixture->editor));
  settle ();
  g_assert_cmpstr (ovr_claim_ledger_get_claim (OVR_CLAIM_LEDGER (ledger)), ==, "c1");
}

static void
test_state_brings_the_reader_back (Fixture *fixture,
                                   gconstpointer data)
{
  GtkWidget *field;
  JsonObject *state;

  gtk_text_buffer_insert_at_cursor (buffer_of (fixture, "limitations"), "Motion.", -1);
  ovr_report_pane_go (fixture->pane, "claims");
  ovr_report_pane_walk_claims (fixture->pane, 2);
  ovr_report_pane_go (fixture->pane, "details");
  field = ovr_form_find (GTK_WIDGET (fixture->pane), "limitations");
  gtk_widget_grab_focus (field);
  ovr_text_field_set_cursor (OVR_TEXT_FIELD (field), 3);
  state = ovr_report_pane_dup_state (fixture->pane);

  ovr_report_pane_set_editor (fixture->pane, fixture->editor);
  g_assert_cmpstr (ovr_report_pane_get_claim (fixture->pane), ==, "c1");
  ovr_report_pane_restore_state (fixture->pane, state);
  settle ();
  field = ovr_form_find (GTK_WIDGET (fixture->pane), "limitations");
  g_assert_cmpstr (ovr_report_pane_get_claim (fixture->pane), ==, "c3");
  g_assert_cmpint (ovr_text_field_get_cursor (OVR_TEXT_FIELD (field)), ==, 3);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), field));
  json_object_unref (state);
}

/* A field is as high as its text at its width, also before it was shown. */
static void
test_fields_grow_with_their_text (Fixture *fixture,
                                  gconstpointer data)
{
  GtkWidget *field = ovr_form_find (GTK_WIDGET (fixture->pane), "adequacy");
  int one, many;

  ovr_report_pane_go (fixture->pane, "details");
  settle ();
  one = gtk_widget_get_height (field);
  gtk_text_buffer_set_text (buffer_of (fixture, "adequacy"), "a\nb\nc\nd\ne", -1);
  settle ();
  many = gtk_widget_get_height (field);
  g_assert_cmpint (one, >, 10);
  g_assert_cmpint (one, <, 120);
  g_assert_cmpint (many, >, 2 * one);
  g_assert_cmpint (many, <, 8 * one);
}

static void
add (const char *path,
     void (*test) (Fixture *, gconstpointer),
     gboolean sealed)
{
  g_test_add (path, Fixture, sealed ? "sealed" : NULL, set_up, test, tear_down);
}

int
main (int argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  ovr_report_widgets_init ();
  add ("/report-pane/typing", test_typing_reaches_the_report_at_once, FALSE);
  add ("/report-pane/original", test_no_field_edits_the_original, FALSE);
  add ("/report-pane/walk", test_walking_claims_asks_for_no_image, FALSE);
  add ("/report-pane/focus", test_walking_takes_no_focus, FALSE);
  add ("/report-pane/issue", test_issue_leads_to_its_place, FALSE);
  add ("/report-pane/sealed", test_sealed_original_shows_neither_text_nor_claims, TRUE);
  add ("/report-pane/state", test_state_brings_the_reader_back, FALSE);
  add ("/report-pane/fields", test_fields_grow_with_their_text, FALSE);
  return g_test_run ();
}
