/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-pane.h"

#include "ovr-claim-ledger.h"
#include "ovr-date-field.h"
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

/* ---- Dates */

static GtkEditable *
entry_of (Fixture *fixture,
          const char *where)
{
  GtkWidget *field = ovr_form_find (GTK_WIDGET (fixture->pane), where);

  g_assert_true (OVR_IS_DATE_FIELD (field));
  return GTK_EDITABLE (find_type (field, GTK_TYPE_ENTRY));
}

/* What a date field says below itself; NULL where it says nothing. */
static const char *
note_of (Fixture *fixture,
         const char *where)
{
  GtkWidget *note = gtk_widget_get_last_child (ovr_form_find (GTK_WIDGET (fixture->pane), where));

  return gtk_widget_get_visible (note) ? gtk_label_get_text (GTK_LABEL (note)) : NULL;
}

static void
type_date (Fixture *fixture,
           const char *where,
           const char *text)
{
  GtkEditable *entry = entry_of (fixture, where);

  gtk_editable_set_text (entry, text);
  g_signal_emit_by_name (entry, "activate");
}

static void
test_typed_due_date_reaches_the_report (Fixture *fixture,
                                        gconstpointer data)
{
  OvrDate *due = &fixture->report->referral.due;

  /* A whole date at once, the begin of one not before Enter. */
  gtk_editable_set_text (entry_of (fixture, "referral.due"), "30.11.2026");
  g_assert_cmpint (due->month, ==, 11);
  g_assert_cmpint (due->day, ==, 30);
  gtk_editable_set_text (entry_of (fixture, "referral.due"), "4.12.20");
  g_assert_cmpint (due->day, ==, 30);
  type_date (fixture, "referral.due", "4.12.26");
  g_assert_cmpint (due->year, ==, 2026);
  g_assert_cmpint (due->day, ==, 4);
  g_assert_cmpstr (gtk_editable_get_text (entry_of (fixture, "referral.due")), ==, "4 December 2026");
  type_date (fixture, "referral.due", "");
  g_assert_false (ovr_date_is_known (*due));
  g_assert_null (note_of (fixture, "referral.due"));
}

static void
test_refused_date_loses_nothing (Fixture *fixture,
                                 gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *why;
  } cases[] = {
    { "31.11.2026", "There is no such day. Still: 4 December 2026." },
    { "03/04/2026", "3 April 2026 or 4 March 2026? Write the month in letters. Still: 4 December 2026." },
    { "30 Nov", "The year is missing. Still: 4 December 2026." },
    { "soon", "Write it like 2026-11-30, 30.11.2026 or 30 Nov 2026. Still: 4 December 2026." },
  };

  type_date (fixture, "referral.due", "2026-12-04");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      type_date (fixture, "referral.due", cases[i].text);
      g_assert_cmpstr (note_of (fixture, "referral.due"), ==, cases[i].why);
      g_assert_cmpstr (gtk_editable_get_text (entry_of (fixture, "referral.due")), ==, cases[i].text);
      g_assert_cmpint (fixture->report->referral.due.day, ==, 4);
    }
  /* Lists that come and go leave the typed text where it is. */
  ovr_report_editor_add_question (fixture->editor);
  g_assert_cmpstr (gtk_editable_get_text (entry_of (fixture, "referral.due")), ==, "soon");
}

static void
test_leaving_a_field_takes_its_date (Fixture *fixture,
                                     gconstpointer data)
{
  ovr_report_pane_go (fixture->pane, "details");
  gtk_widget_grab_focus (ovr_form_find (GTK_WIDGET (fixture->pane), "referral.asked"));
  gtk_editable_set_text (entry_of (fixture, "referral.asked"), "1.12.26");
  g_assert_false (ovr_date_is_known (fixture->report->referral.asked));
  gtk_widget_grab_focus (ovr_form_find (GTK_WIDGET (fixture->pane), "referral.requester"));
  settle ();
  g_assert_cmpint (fixture->report->referral.asked.month, ==, 12);
}

static void
test_day_is_picked_from_the_calendar (Fixture *fixture,
                                      gconstpointer data)
{
  OvrDate *due = &fixture->report->referral.due;
  GtkWidget *field, *pick, *calendar;
  g_autoptr (GDateTime) day = g_date_time_new_local (2026, 11, 20, 12, 0, 0.0);

  ovr_report_pane_go (fixture->pane, "details");
  type_date (fixture, "referral.due", "2026-12-31");
  field = ovr_form_find (GTK_WIDGET (fixture->pane), "referral.due");
  pick = find_type (field, GTK_TYPE_MENU_BUTTON);
  calendar = find_type (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (pick))), GTK_TYPE_CALENDAR);
  gtk_menu_button_popup (GTK_MENU_BUTTON (pick));
  settle ();
  /* The month before: turning to its last day is no choice. */
  g_signal_emit_by_name (find_type (calendar, GTK_TYPE_BUTTON), "clicked");
  g_assert_cmpint (due->month, ==, 12);
  gtk_calendar_select_day (GTK_CALENDAR (calendar), day);
  g_assert_cmpint (due->month, ==, 11);
  g_assert_cmpint (due->day, ==, 20);
  g_assert_cmpstr (gtk_editable_get_text (entry_of (fixture, "referral.due")), ==, "20 November 2026");
}

/* ---- Lists */

static void
press (Fixture *fixture,
       const char *where)
{
  GtkWidget *button = ovr_form_find (GTK_WIDGET (fixture->pane), where);

  g_assert_true (GTK_IS_BUTTON (button));
  g_assert_true (gtk_widget_get_sensitive (button));
  gtk_widget_grab_focus (button);
  g_signal_emit_by_name (button, "clicked");
  settle ();
}

static gboolean
has_focus (Fixture *fixture,
           const char *where)
{
  GtkWidget *wanted = ovr_form_find (GTK_WIDGET (fixture->pane), where);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));

  return wanted != NULL && focus != NULL && (focus == wanted || gtk_widget_is_ancestor (focus, wanted));
}

/* Whether a label with that text stands in the tab of the answer. */
static gboolean
shows_label (GtkWidget *root,
             const char *text)
{
  if (GTK_IS_LABEL (root) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (root)), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (shows_label (child, text))
      return TRUE;
  return FALSE;
}

static void
test_questions_are_written_moved_and_removed (Fixture *fixture,
                                              gconstpointer data)
{
  GPtrArray *questions = fixture->report->referral.questions;

  ovr_report_pane_go (fixture->pane, "details");
  press (fixture, "referral.questions.add");
  g_assert_true (has_focus (fixture, "referral.questions[0].text"));
  gtk_text_buffer_insert_at_cursor (buffer_of (fixture, "referral.questions[0].text"), "Has it grown?", -1);
  press (fixture, "referral.questions.add");
  gtk_text_buffer_insert_at_cursor (buffer_of (fixture, "referral.questions[1].text"), "Any metastasis?", -1);
  g_assert_true (shows_label (GTK_WIDGET (fixture->pane), "2  Any metastasis?"));
  gtk_text_buffer_insert_at_cursor (buffer_of (fixture, "answers[1].text"), "None seen.", -1);

  press (fixture, "referral.questions[1].up");
  g_assert_true (has_focus (fixture, "referral.questions[0].down"));
  g_assert_cmpstr (((OvrQuestion *) g_ptr_array_index (questions, 0))->text, ==, "Any metastasis?");
  g_assert_true (shows_label (GTK_WIDGET (fixture->pane), "1  Any metastasis?"));
  press (fixture, "referral.questions[0].remove");
  g_assert_true (has_focus (fixture, "referral.questions[0].remove"));
  g_assert_cmpuint (questions->len, ==, 1);
  g_assert_false (shows_label (GTK_WIDGET (fixture->pane), "1  Any metastasis?"));
  g_assert_true (ovr_report_editor_undo (fixture->editor));
  settle ();
  g_assert_true (shows_label (GTK_WIDGET (fixture->pane), "1  Any metastasis?"));
  g_assert_cmpstr (ovr_report_find_answer (fixture->report, ((OvrQuestion *) g_ptr_array_index (questions, 0))->id)->text, ==,
                   "None seen.");
}

/* Not answered yet: the reader is led to the answer, not to the question. */
static void
test_open_question_leads_to_its_answer (Fixture *fixture,
                                        gconstpointer data)
{
  GtkWidget *issues = find_type (GTK_WIDGET (fixture->pane), OVR_TYPE_ISSUE_LIST);

  ovr_report_editor_add_question (fixture->editor);
  ovr_report_editor_add_question (fixture->editor);
  g_signal_emit_by_name (issues, "go-to", "referral.questions[1]");
  settle ();
  g_assert_true (has_focus (fixture, "answers[1].lead"));
  g_signal_emit_by_name (issues, "go-to", "referral.questions[1].text");
  settle ();
  g_assert_true (has_focus (fixture, "referral.questions[1].text"));
  g_signal_emit_by_name (issues, "go-to", "referral.due");
  settle ();
  g_assert_true (has_focus (fixture, "referral.due"));
}

static void
test_log_is_kept (Fixture *fixture,
                  gconstpointer data)
{
  GPtrArray *log = fixture->report->communications;
  OvrCommunication *entry;

  ovr_report_pane_go (fixture->pane, "details");
  press (fixture, "communications.add");
  g_assert_true (has_focus (fixture, "communications[0].with"));
  entry = g_ptr_array_index (log, 0);
  g_assert_nonnull (entry->at);
  g_assert_cmpstr (entry->channel, ==, "telephone");
  gtk_text_buffer_insert_at_cursor (buffer_of (fixture, "communications[0].with"), "Dr Keller", -1);
  gtk_text_buffer_insert_at_cursor (buffer_of (fixture, "communications[0].text"), "Told of T8.", -1);
  type_date (fixture, "communications[0].at", "30 Nov 2026, 18:08");
  g_assert_true (g_str_has_prefix (entry->at, "2026-11-30T18:08:00"));
  type_date (fixture, "communications[0].at", "9:30");
  g_assert_true (g_str_has_prefix (entry->at, "2026-11-30T09:30:00"));
  type_date (fixture, "communications[0].at", "");
  g_assert_nonnull (note_of (fixture, "communications[0].at"));
  g_assert_true (g_str_has_prefix (entry->at, "2026-11-30T09:30:00"));

  press (fixture, "communications[0].remove");
  g_assert_true (has_focus (fixture, "communications.add"));
  g_assert_cmpuint (log->len, ==, 0);
  g_assert_true (ovr_report_editor_undo (fixture->editor));
  settle ();
  g_assert_cmpstr (((OvrCommunication *) g_ptr_array_index (log, 0))->text, ==, "Told of T8.");
  g_assert_nonnull (ovr_form_find (GTK_WIDGET (fixture->pane), "communications[0].with"));
}

/* A way that the report came with is shown, and is kept until another is chosen. */
static void
test_unknown_channel_is_kept (Fixture *fixture,
                              gconstpointer data)
{
  OvrCommunication *entry = ovr_communication_new ();
  GtkWidget *list, *channel;

  entry->channel = g_strdup ("messenger");
  ovr_report_editor_add (fixture->editor, OVR_PART_COMMUNICATIONS, fixture->report->communications, entry);
  list = gtk_widget_get_parent (ovr_form_find (GTK_WIDGET (fixture->pane), "communications[0].with"));
  channel = find_type (list, GTK_TYPE_DROP_DOWN);
  g_assert_cmpstr (entry->channel, ==, "messenger");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (channel)), ==, 5);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (channel), 3);
  g_assert_cmpstr (entry->channel, ==, "in person");
}

static void
test_documents_are_put_in_order (Fixture *fixture,
                                 gconstpointer data)
{
  OvrDocument *letter = ovr_document_new ();

  letter->id = g_strdup ("d2");
  letter->role = OVR_DOCUMENT_LETTER;
  ovr_report_editor_begin_documents (fixture->editor);
  g_ptr_array_add (fixture->report->documents, letter);
  ovr_report_editor_end_documents (fixture->editor);
  ovr_report_pane_go (fixture->pane, "details");
  press (fixture, "documents[1].up");
  g_assert_true (g_ptr_array_index (fixture->report->documents, 0) == letter);
  g_assert_true (has_focus (fixture, "documents[0].down"));
  g_assert_true (ovr_report_editor_undo (fixture->editor));
  g_assert_true (g_ptr_array_index (fixture->report->documents, 1) == letter);
}

static void
test_recommendation_comes_and_goes (Fixture *fixture,
                                    gconstpointer data)
{
  ovr_report_pane_go (fixture->pane, "answer");
  press (fixture, "recommendations.add");
  g_assert_true (has_focus (fixture, "recommendations[0].actor"));
  gtk_text_buffer_insert_at_cursor (buffer_of (fixture, "recommendations[0].action"), "PET/CT", -1);
  press (fixture, "recommendations[0].remove");
  g_assert_cmpuint (fixture->report->recommendations->len, ==, 0);
  g_assert_true (ovr_report_editor_undo (fixture->editor));
  settle ();
  g_assert_nonnull (ovr_form_find (GTK_WIDGET (fixture->pane), "recommendations[0].action"));
}

/* Every button and entry below @root that isn't within a popover. */
static void
expect_frozen (GtkWidget *root)
{
  if (GTK_IS_POPOVER (root))
    return;
  if ((GTK_IS_BUTTON (root) || GTK_IS_DROP_DOWN (root)) && gtk_widget_get_mapped (root))
    g_assert_false (gtk_widget_is_sensitive (root));
  if (GTK_IS_EDITABLE (root))
    g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (root)));
  if (GTK_IS_TEXT_VIEW (root))
    g_assert_false (gtk_text_view_get_editable (GTK_TEXT_VIEW (root)));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    expect_frozen (child);
}

static void
test_details_of_a_signed_report_are_frozen (Fixture *fixture,
                                            gconstpointer data)
{
  GtkWidget *list;

  ovr_report_editor_add_question (fixture->editor);
  ovr_report_editor_add (fixture->editor, OVR_PART_COMMUNICATIONS, fixture->report->communications, ovr_communication_new ());
  fixture->report->status = OVR_REPORT_SIGNED;
  ovr_report_pane_set_editor (fixture->pane, fixture->editor);
  ovr_report_pane_go (fixture->pane, "details");
  settle ();
  list = gtk_widget_get_parent (gtk_widget_get_parent (ovr_form_find (GTK_WIDGET (fixture->pane), "referral.questions[0].text")));
  g_assert_true (gtk_widget_get_mapped (list));
  expect_frozen (list);
}

static void
add (const char *path,
     void (*test) (Fixture *, gconstpointer),
     gboolean sealed)
{
  g_test_add (path, Fixture, sealed ? "sealed" : NULL, set_up, test, tear_down);
}

/* H36. */
static void
test_a_later_version_asks_what_changed (Fixture *fixture,
                                        gconstpointer data)
{
  g_assert_null (ovr_form_find (GTK_WIDGET (fixture->pane), "changes"));
  fixture->report->version = 2;
  ovr_report_pane_set_editor (fixture->pane, NULL);
  ovr_report_pane_set_editor (fixture->pane, fixture->editor);
  settle ();
  ovr_report_pane_show_field (fixture->pane, "changes");
  g_assert_true (has_focus (fixture, "changes"));
  gtk_text_buffer_insert_at_cursor (buffer_of (fixture, "changes"), "Side corrected.", -1);
  g_assert_cmpstr (fixture->report->changes, ==, "Side corrected.");
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
  add ("/report-pane/date/typed", test_typed_due_date_reaches_the_report, FALSE);
  add ("/report-pane/date/refused", test_refused_date_loses_nothing, FALSE);
  add ("/report-pane/date/left", test_leaving_a_field_takes_its_date, FALSE);
  add ("/report-pane/date/calendar", test_day_is_picked_from_the_calendar, FALSE);
  add ("/report-pane/questions", test_questions_are_written_moved_and_removed, FALSE);
  add ("/report-pane/later-version", test_a_later_version_asks_what_changed, FALSE);
  add ("/report-pane/open-question", test_open_question_leads_to_its_answer, FALSE);
  add ("/report-pane/log", test_log_is_kept, FALSE);
  add ("/report-pane/channel", test_unknown_channel_is_kept, FALSE);
  add ("/report-pane/documents", test_documents_are_put_in_order, FALSE);
  add ("/report-pane/recommendation", test_recommendation_comes_and_goes, FALSE);
  add ("/report-pane/signed", test_details_of_a_signed_report_are_frozen, FALSE);
  return g_test_run ();
}
