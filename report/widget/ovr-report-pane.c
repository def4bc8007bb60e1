/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-pane.h"

#include "ovr-answer-view.h"
#include "ovr-claim-ledger.h"
#include "ovr-details-view.h"
#include "ovr-findings-view.h"
#include "ovr-form.h"
#include "ovr-issue-list.h"
#include "ovr-original-view.h"
#include "ovr-report-widget-resources.h"
#include "ovr-text-field.h"

#include <glib/gi18n.h>
#include <string.h>

struct _OvrReportPane
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *box;
  GtkWidget *progress_box;
  GtkLabel *progress;
  GtkLevelBar *progress_bar;
  GtkPaned *paned;
  OvrOriginalView *original;
  GtkStackSwitcher *switcher;
  GtkStack *tabs;
  OvrClaimLedger *ledger;
  OvrFindingsView *findings;
  OvrAnswerView *answer;
  OvrDetailsView *details;
  OvrIssueList *issues;

  /* Owned */
  OvrReportEditor *editor;
};

G_DEFINE_FINAL_TYPE (OvrReportPane, ovr_report_pane, GTK_TYPE_WIDGET)

enum
{
  JUMP,
  ATTACH,
  SHOW_KEY_IMAGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_progress (OvrReportPane *self)
{
  guint all = ovr_report_editor_get_report (self->editor)->claims->len;
  guint judged = ovr_report_editor_count_judged (self->editor);
  gboolean sealed = ovr_report_editor_is_sealed (self->editor);
  g_autofree char *text = NULL;

  if (sealed)
    text = g_strdup (_ ("Blind reading: the original is sealed"));
  else if (all == 0)
    text = g_strdup (_ ("No claims to judge"));
  else
    /* Translators: how many claims of the original report have a verdict */
    text = g_strdup_printf (ngettext ("%u of %u claim judged", "%u of %u claims judged", all), judged, all);
  gtk_label_set_text (self->progress, text);
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), all > 0 && !sealed);
  gtk_level_bar_set_max_value (self->progress_bar, all > 0 ? all : 1);
  gtk_level_bar_set_value (self->progress_bar, judged);
}

static void
on_changed (OvrReportEditor *editor,
            OvrReportPart part,
            OvrReportPane *self)
{
  if (part == OVR_PART_CLAIMS || part == OVR_PART_BLIND || part == OVR_PART_DOCUMENTS)
    show_progress (self);
}

static void
on_claim_clicked (OvrReportPane *self,
                  const char *claim_id)
{
  gtk_stack_set_visible_child_name (self->tabs, "claims");
  ovr_claim_ledger_select (self->ledger, claim_id);
}

static void
on_claim_selected (OvrReportPane *self,
                   const char *claim_id)
{
  ovr_original_view_show_claim (self->original, claim_id);
}

static void
on_jump (OvrReportPane *self,
         const char *claim_id)
{
  g_signal_emit (self, signals[JUMP], 0, claim_id);
}

static void
on_attach (OvrReportPane *self,
           const char *finding_id)
{
  g_signal_emit (self, signals[ATTACH], 0, finding_id);
}

static void
on_show_key_image (OvrReportPane *self,
                   const char *key_image_id)
{
  g_signal_emit (self, signals[SHOW_KEY_IMAGE], 0, key_image_id);
}

/* The tab in which a place of the report's JSON form is edited. */
static const char *
tab_of (const char *where)
{
  if (g_str_has_prefix (where, "claims"))
    return "claims";
  if (g_str_has_prefix (where, "findings") || g_str_has_prefix (where, "frontKeyImage"))
    return "findings";
  if (g_str_has_prefix (where, "changes") || g_str_has_prefix (where, "answer") || g_str_has_prefix (where, "impression") ||
      g_str_has_prefix (where, "urgency") || g_str_has_prefix (where, "recommendations"))
    return "answer";
  return "details";
}

/* What is wrong with a question as such is wrong with its answer: the answer's
 * place; NULL for any other place. */
static char *
dup_answer_place (OvrReport *report,
                  const char *where)
{
  guint index, place;
  char more;

  if (sscanf (where, "referral.questions[%u]%c", &index, &more) != 1 || index >= report->referral.questions->len ||
      !g_ptr_array_find (report->answers,
                         ovr_report_find_answer (report, ((OvrQuestion *) g_ptr_array_index (report->referral.questions, index))->id),
                         &place))
    return NULL;
  return g_strdup_printf ("answers[%u]", place);
}

static void
go_to_claim (OvrReportPane *self,
             const char *where)
{
  GPtrArray *claims = ovr_report_editor_get_report (self->editor)->claims;
  gboolean is_claim = g_str_has_prefix (where, "claims[");
  guint64 index = is_claim ? g_ascii_strtoull (where + strlen ("claims["), NULL, 10) : 0;

  if (is_claim && index < claims->len)
    ovr_claim_ledger_select (self->ledger, ((OvrClaim *) g_ptr_array_index (claims, index))->id);
  ovr_claim_ledger_focus_row (self->ledger);
}

static void
on_go_to (OvrReportPane *self,
          const char *where)
{
  GtkWidget *field, *tab;
  g_autofree char *answer = NULL;

  if (self->editor == NULL || where == NULL)
    return;
  answer = dup_answer_place (ovr_report_editor_get_report (self->editor), where);
  if (answer != NULL)
    where = answer;
  if (g_str_has_prefix (where, "blind") || g_str_has_prefix (where, "documents"))
    {
      ovr_report_pane_go (self, "original");
      return;
    }

  gtk_stack_set_visible_child_name (self->tabs, tab_of (where));
  if (g_str_has_prefix (where, "claims"))
    {
      go_to_claim (self, where);
      return;
    }
  tab = gtk_stack_get_visible_child (self->tabs);
  field = ovr_form_find (tab, where);
  /* "answers[1].certainty" is no text: its neighbour is near enough. */
  if (field == NULL && strchr (where, '.') != NULL)
    {
      g_autofree char *parent = g_strndup (where, (gsize) (strrchr (where, '.') - where));

      field = ovr_form_find (tab, parent);
    }
  if (field != NULL)
    gtk_widget_grab_focus (field);
  else
    gtk_widget_child_focus (tab, GTK_DIR_TAB_FORWARD);
}

void
ovr_report_pane_set_editor (OvrReportPane *self,
                            OvrReportEditor *editor)
{
  g_return_if_fail (OVR_IS_REPORT_PANE (self));

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  g_set_object (&self->editor, editor);
  /* The original first: selecting the first claim shows it there. */
  ovr_original_view_set_editor (self->original, editor);
  ovr_claim_ledger_set_editor (self->ledger, editor);
  ovr_findings_view_set_editor (self->findings, editor);
  ovr_answer_view_set_editor (self->answer, editor);
  ovr_details_view_set_editor (self->details, editor);
  gtk_stack_set_visible_child_name (self->tabs, "claims");
  if (editor == NULL)
    return;

  g_signal_connect_object (editor, "changed", G_CALLBACK (on_changed), self, 0);
  show_progress (self);
}

void
ovr_report_pane_set_painter (OvrReportPane *self,
                             OvrKeyImagePainter painter,
                             gpointer data)
{
  g_return_if_fail (OVR_IS_REPORT_PANE (self));

  ovr_findings_view_set_painter (self->findings, painter, data);
}

void
ovr_report_pane_set_check (OvrReportPane *self,
                           const OvrReportCheck *check)
{
  g_return_if_fail (OVR_IS_REPORT_PANE (self));

  ovr_issue_list_set_check (self->issues, check, !ovr_report_editor_is_editable (self->editor));
}

void
ovr_report_pane_show_issues (OvrReportPane *self)
{
  g_return_if_fail (OVR_IS_REPORT_PANE (self));

  ovr_issue_list_unfold (self->issues);
}

void
ovr_report_pane_go (OvrReportPane *self,
                    const char *place)
{
  g_return_if_fail (OVR_IS_REPORT_PANE (self));

  if (g_strcmp0 (place, "original") == 0)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->original));
      return;
    }
  gtk_stack_set_visible_child_name (self->tabs, place);
  if (g_strcmp0 (place, "claims") == 0)
    ovr_claim_ledger_focus_row (self->ledger);
  else if (g_strcmp0 (place, "findings") == 0)
    ovr_findings_view_focus (self->findings);
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->tabs), GTK_DIR_TAB_FORWARD);
}

void
ovr_report_pane_show_field (OvrReportPane *self,
                            const char *where)
{
  g_return_if_fail (OVR_IS_REPORT_PANE (self));

  on_go_to (self, where);
}

gboolean
ovr_report_pane_is_ledger_focused (OvrReportPane *self)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_val_if_fail (OVR_IS_REPORT_PANE (self), FALSE);

  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->ledger));
}

const char *
ovr_report_pane_get_claim (OvrReportPane *self)
{
  g_return_val_if_fail (OVR_IS_REPORT_PANE (self), NULL);

  return ovr_claim_ledger_get_claim (self->ledger);
}

const char *
ovr_report_pane_get_finding (OvrReportPane *self)
{
  g_return_val_if_fail (OVR_IS_REPORT_PANE (self), NULL);

  return ovr_findings_view_get_finding (self->findings);
}

void
ovr_report_pane_walk_claims (OvrReportPane *self,
                             int delta)
{
  g_return_if_fail (OVR_IS_REPORT_PANE (self));

  gtk_stack_set_visible_child_name (self->tabs, "claims");
  ovr_claim_ledger_walk (self->ledger, delta);
}

void
ovr_report_pane_select_finding (OvrReportPane *self,
                                const char *finding_id)
{
  g_return_if_fail (OVR_IS_REPORT_PANE (self));

  gtk_stack_set_visible_child_name (self->tabs, "findings");
  ovr_findings_view_select (self->findings, finding_id);
}

static const char *
get_string (JsonObject *state,
            const char *member)
{
  JsonNode *node = json_object_get_member (state, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

/* A scrolled text has its height only after it was laid out: the place is
 * taken as soon as it is there, once. */
static void
on_adjustment_changed (GtkAdjustment *adjustment)
{
  double *wanted = g_object_get_data (G_OBJECT (adjustment), "ovr-wanted");

  if (wanted == NULL ||
      gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment) + 1.0 < *wanted)
    return;

  gtk_adjustment_set_value (adjustment, *wanted);
  g_object_set_data (G_OBJECT (adjustment), "ovr-wanted", NULL);
  g_signal_handlers_disconnect_by_func (adjustment, on_adjustment_changed, NULL);
}

static void
restore_scroll (GtkAdjustment *adjustment,
                JsonObject *state,
                const char *member)
{
  double value = json_object_get_double_member_with_default (state, member, 0.0);

  if (!(value > 0.0))
    return;
  g_object_set_data_full (G_OBJECT (adjustment), "ovr-wanted", g_memdup2 (&value, sizeof value), g_free);
  g_signal_connect (adjustment, "changed", G_CALLBACK (on_adjustment_changed), NULL);
  on_adjustment_changed (adjustment);
}

JsonObject *
ovr_report_pane_dup_state (OvrReportPane *self)
{
  JsonObject *state = json_object_new ();
  GtkRoot *root;
  GtkWidget *focus, *field;

  g_return_val_if_fail (OVR_IS_REPORT_PANE (self), state);

  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  field = focus != NULL ? gtk_widget_get_ancestor (focus, OVR_TYPE_TEXT_FIELD) : NULL;
  json_object_set_string_member (state, "tab", gtk_stack_get_visible_child_name (self->tabs));
  if (ovr_report_pane_get_claim (self) != NULL)
    json_object_set_string_member (state, "claim", ovr_report_pane_get_claim (self));
  if (ovr_original_view_get_document (self->original) != NULL)
    json_object_set_string_member (state, "document", ovr_original_view_get_document (self->original));
  json_object_set_int_member (state, "split", gtk_paned_get_position (self->paned));
  json_object_set_double_member (state, "originalScroll", gtk_adjustment_get_value (ovr_original_view_get_scroll (self->original)));
  json_object_set_double_member (state, "findingsScroll", gtk_adjustment_get_value (ovr_findings_view_get_scroll (self->findings)));
  json_object_set_double_member (state, "answerScroll", gtk_adjustment_get_value (ovr_answer_view_get_scroll (self->answer)));
  json_object_set_double_member (state, "detailsScroll", gtk_adjustment_get_value (ovr_details_view_get_scroll (self->details)));
  if (field != NULL && gtk_widget_is_ancestor (field, GTK_WIDGET (self)))
    {
      json_object_set_string_member (state, "field", ovr_text_field_get_field_name (OVR_TEXT_FIELD (field)));
      json_object_set_int_member (state, "cursor", ovr_text_field_get_cursor (OVR_TEXT_FIELD (field)));
    }
  return state;
}

void
ovr_report_pane_restore_state (OvrReportPane *self,
                               JsonObject *state)
{
  const char *tab, *claim, *document, *name;
  GtkWidget *field;
  gint64 split;

  g_return_if_fail (OVR_IS_REPORT_PANE (self));

  tab = get_string (state, "tab");
  claim = get_string (state, "claim");
  document = get_string (state, "document");
  name = get_string (state, "field");
  split = json_object_get_int_member_with_default (state, "split", 0);
  if (claim != NULL && ovr_report_find_claim (ovr_report_editor_get_report (self->editor), claim) != NULL)
    ovr_claim_ledger_select (self->ledger, claim);
  if (document != NULL)
    ovr_original_view_show_document (self->original, document);
  if (tab != NULL && gtk_stack_get_child_by_name (self->tabs, tab) != NULL)
    gtk_stack_set_visible_child_name (self->tabs, tab);
  if (split > 0 && split < 10000)
    gtk_paned_set_position (self->paned, (int) split);
  restore_scroll (ovr_original_view_get_scroll (self->original), state, "originalScroll");
  restore_scroll (ovr_findings_view_get_scroll (self->findings), state, "findingsScroll");
  restore_scroll (ovr_answer_view_get_scroll (self->answer), state, "answerScroll");
  restore_scroll (ovr_details_view_get_scroll (self->details), state, "detailsScroll");

  field = name != NULL ? ovr_form_find (GTK_WIDGET (self->box), name) : NULL;
  if (field != NULL)
    {
      ovr_text_field_set_cursor (OVR_TEXT_FIELD (field), (int) json_object_get_int_member_with_default (state, "cursor", 0));
      gtk_widget_grab_focus (field);
    }
}

static void
ovr_report_pane_dispose (GObject *object)
{
  OvrReportPane *self = OVR_REPORT_PANE (object);

  if (self->editor != NULL)
    g_signal_handlers_disconnect_by_data (self->editor, self);
  g_clear_object (&self->editor);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_REPORT_PANE);
  G_OBJECT_CLASS (ovr_report_pane_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, OvrReportPane, box);
  gtk_widget_class_bind_template_child (widget_class, OvrReportPane, progress_box);
  gtk_widget_class_bind_template_child (widget_class, OvrReportPane, progress);
  gtk_widget_class_bind_template_child (widget_class, OvrReportPane, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, OvrReportPane, paned);
  gtk_widget_class_bind_template_child (widget_class, OvrReportPane, original);
  gtk_widget_class_bind_template_child (widget_class, OvrReportPane, switcher);
  gtk_widget_class_bind_template_child (widget_class, OvrReportPane, tabs);
  gtk_widget_class_bind_template_child (widget_class, OvrReportPane, ledger);
  gtk_widget_class_bind_template_child (widget_class, OvrReportPane, findings);
  gtk_widget_class_bind_template_child (widget_class, OvrReportPane, answer);
  gtk_widget_class_bind_template_child (widget_class, OvrReportPane, details);
  gtk_widget_class_bind_template_child (widget_class, OvrReportPane, issues);
  gtk_widget_class_bind_template_callback (widget_class, on_claim_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_claim_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_jump);
  gtk_widget_class_bind_template_callback (widget_class, on_attach);
  gtk_widget_class_bind_template_callback (widget_class, on_show_key_image);
  gtk_widget_class_bind_template_callback (widget_class, on_go_to);
}

static void
ovr_report_pane_class_init (OvrReportPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_report_pane_dispose;
  signals[JUMP] = g_signal_new ("jump", OVR_TYPE_REPORT_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[ATTACH] = g_signal_new ("attach", OVR_TYPE_REPORT_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SHOW_KEY_IMAGE] = g_signal_new ("show-key-image", OVR_TYPE_REPORT_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (OVR_TYPE_ORIGINAL_VIEW);
  g_type_ensure (OVR_TYPE_CLAIM_LEDGER);
  g_type_ensure (OVR_TYPE_FINDINGS_VIEW);
  g_type_ensure (OVR_TYPE_ANSWER_VIEW);
  g_type_ensure (OVR_TYPE_DETAILS_VIEW);
  g_type_ensure (OVR_TYPE_ISSUE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/report/ovr-report-pane.ui");
  bind_children (widget_class);
}

static void
ovr_report_pane_init (OvrReportPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ovr_report_widgets_init (void)
{
  ovr_report_widget_register_resource ();
}
