/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-claim-row.h"

#include "ovr-interface-language.h"
#include "ovr-report-words.h"
#include "ovr-text-field.h"

#include <glib/gi18n.h>

/* In the order of Alt+1…5. */
static const struct
{
  OvrVerdict verdict;
  const char *word;  /* on the button */
  const char *style; /* also the target of win.judge */
  const char *tooltip;
} verdicts[] = {
  { OVR_VERDICT_AGREE, N_ ("Agree"), "agree", N_ ("Agree (A)") },
  { OVR_VERDICT_AGREE_MODIFIED, N_ ("Modified"), "agree-modified", N_ ("Agree with modification (M)") },
  { OVR_VERDICT_DISAGREE, N_ ("Disagree"), "disagree", N_ ("Disagree (D)") },
  { OVR_VERDICT_NOT_ASSESSABLE, N_ ("Can’t assess"), "not-assessable", N_ ("Not assessable (N)") },
  { OVR_VERDICT_OUT_OF_SCOPE, N_ ("Out of scope"), "out-of-scope", N_ ("Out of scope (O)") },
};

struct _OvrClaimRow
{
  GtkListBoxRow parent_instance;

  /* Template */
  GtkWidget *sign_button;
  GtkLabel *number;
  GtkLabel *sign;
  GtkLabel *quote;
  GtkLabel *translation;
  GtkLabel *verdict;
  GtkWidget *details;
  GtkGrid *verdicts;
  OvrTextField *comment;
  GtkDropDown *impact;
  GtkMenuButton *findings;
  GtkBox *finding_list;

  GtkToggleButton *buttons[G_N_ELEMENTS (verdicts)];

  /* Owned */
  OvrReportEditor *editor;
  char *claim_id;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (OvrClaimRow, ovr_claim_row, GTK_TYPE_LIST_BOX_ROW)

static guint jump_signal;

static OvrClaim *
get_claim (OvrClaimRow *self)
{
  return ovr_report_find_claim (ovr_report_editor_get_report (self->editor), self->claim_id);
}

static void
on_sign_clicked (OvrClaimRow *self)
{
  g_signal_emit (self, jump_signal, 0);
}

static void
on_verdict_toggled (GtkToggleButton *button,
                    OvrClaimRow *self)
{
  gboolean active = gtk_toggle_button_get_active (button);
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "verdict"));

  if (self->updating)
    return;

  ovr_report_editor_judge (self->editor, self->claim_id,
                           active ? verdicts[i].verdict : OVR_VERDICT_OPEN);
}

static void
on_impact (OvrClaimRow *self)
{
  OvrClaim *claim = self->editor != NULL ? get_claim (self) : NULL;

  if (self->updating || claim == NULL || (guint) claim->impact == gtk_drop_down_get_selected (self->impact))
    return;

  claim->impact = (OvrImpact) gtk_drop_down_get_selected (self->impact);
  ovr_report_editor_touch (self->editor, OVR_PART_CLAIMS);
}

static void
on_finding_toggled (GtkCheckButton *check,
                    OvrClaimRow *self)
{
  const char *id = g_object_get_data (G_OBJECT (check), "finding-id");

  if (self->updating || get_claim (self) == NULL)
    return;

  ovr_report_editor_set_shown_by (self->editor, self->claim_id, id, gtk_check_button_get_active (check));
}

/* The list is made when the popover opens: findings come and go. */
static void
fill_findings (GtkMenuButton *button,
               gpointer data)
{
  OvrClaimRow *self = data;
  OvrReport *report = ovr_report_editor_get_report (self->editor);
  OvrClaim *claim = get_claim (self);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->finding_list))) != NULL)
    gtk_box_remove (self->finding_list, child);
  for (guint i = 0; claim != NULL && i < report->findings->len; i++)
    {
      OvrFinding *finding = g_ptr_array_index (report->findings, i);
      GtkWidget *check = gtk_check_button_new_with_label (finding->title != NULL ? finding->title : _ ("Finding without a title"));

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                                   g_ptr_array_find_with_equal_func (claim->finding_ids, finding->id, g_str_equal, NULL));
      gtk_widget_set_sensitive (check, ovr_report_editor_is_editable (self->editor));
      g_object_set_data_full (G_OBJECT (check), "finding-id", g_strdup (finding->id), g_free);
      g_signal_connect_object (check, "toggled", G_CALLBACK (on_finding_toggled), self, 0);
      gtk_box_append (self->finding_list, check);
    }
  if (report->findings->len == 0)
    gtk_box_append (self->finding_list, gtk_label_new (_ ("There is no finding yet.")));
}

static void
update_verdict (OvrClaimRow *self,
                OvrClaim *claim)
{
  g_autofree char *words = NULL;
  const char *effect = "";

  gtk_label_set_text (self->sign, ovr_verdict_sign (claim->verdict));
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      gboolean this_one = verdicts[i].verdict == claim->verdict;

      gtk_toggle_button_set_active (self->buttons[i], this_one);
      gtk_widget_remove_css_class (GTK_WIDGET (self->sign), verdicts[i].style);
      gtk_widget_remove_css_class (GTK_WIDGET (self->verdict), verdicts[i].style);
      if (this_one)
        {
          gtk_widget_add_css_class (GTK_WIDGET (self->sign), verdicts[i].style);
          gtk_widget_add_css_class (GTK_WIDGET (self->verdict), verdicts[i].style);
        }
    }

  if (claim->impact != OVR_IMPACT_NONE)
    effect = ovr_impact_words (claim->impact, ovr_interface_language ());
  words = claim->verdict == OVR_VERDICT_OPEN
              ? g_strdup (_ ("Not judged yet"))
              : g_strdup_printf ("%s%s%s", ovr_verdict_words (claim->verdict, ovr_interface_language ()),
                                 *effect != '\0' ? " · " : "", effect);
  gtk_label_set_text (self->verdict, words);
}

void
ovr_claim_row_update (OvrClaimRow *self)
{
  OvrClaim *claim;
  gboolean differs, editable;

  g_return_if_fail (OVR_IS_CLAIM_ROW (self));

  claim = get_claim (self);
  if (claim == NULL)
    return;

  self->updating = TRUE;
  editable = ovr_report_editor_is_editable (self->editor);
  update_verdict (self, claim);
  differs = claim->verdict == OVR_VERDICT_DISAGREE || claim->verdict == OVR_VERDICT_AGREE_MODIFIED;
  gtk_drop_down_set_selected (self->impact, (guint) claim->impact);
  gtk_widget_set_visible (GTK_WIDGET (self->impact), differs || claim->impact != OVR_IMPACT_NONE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->impact), editable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->verdicts), editable);
  self->updating = FALSE;
}

void
ovr_claim_row_set_expanded (OvrClaimRow *self,
                            gboolean expanded)
{
  OvrClaim *claim;

  g_return_if_fail (OVR_IS_CLAIM_ROW (self));

  claim = get_claim (self);
  gtk_widget_set_visible (self->details, expanded);
  gtk_label_set_lines (self->quote, expanded ? -1 : 2);
  gtk_label_set_ellipsize (self->quote, expanded ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_widget_set_visible (GTK_WIDGET (self->translation),
                          expanded && claim != NULL && claim->translation != NULL);
}

const char *
ovr_claim_row_get_claim_id (OvrClaimRow *self)
{
  g_return_val_if_fail (OVR_IS_CLAIM_ROW (self), NULL);

  return self->claim_id;
}

static void
add_buttons (OvrClaimRow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      g_autofree char *text = g_strdup_printf ("%s %s", ovr_verdict_sign (verdicts[i].verdict), _ (verdicts[i].word));
      GtkWidget *button = gtk_toggle_button_new_with_label (text);

      gtk_widget_set_focus_on_click (button, FALSE);
      gtk_widget_set_tooltip_text (button, _ (verdicts[i].tooltip));
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      ovr_verdict_words (verdicts[i].verdict, ovr_interface_language ()), -1);
      g_object_set_data (G_OBJECT (button), "verdict", GUINT_TO_POINTER (i));
      g_signal_connect_object (button, "toggled", G_CALLBACK (on_verdict_toggled), self, 0);
      gtk_grid_attach (self->verdicts, button, (int) i % 3, (int) i / 3, 1, 1);
      self->buttons[i] = GTK_TOGGLE_BUTTON (button);
    }
}

static void
ovr_claim_row_dispose (GObject *object)
{
  OvrClaimRow *self = OVR_CLAIM_ROW (object);

  g_clear_object (&self->editor);
  g_clear_pointer (&self->claim_id, g_free);
  G_OBJECT_CLASS (ovr_claim_row_parent_class)->dispose (object);
}

static void
ovr_claim_row_class_init (OvrClaimRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_claim_row_dispose;
  jump_signal = g_signal_new ("jump", OVR_TYPE_CLAIM_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (OVR_TYPE_TEXT_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/report/ovr-claim-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrClaimRow, sign_button);
  gtk_widget_class_bind_template_child (widget_class, OvrClaimRow, number);
  gtk_widget_class_bind_template_child (widget_class, OvrClaimRow, sign);
  gtk_widget_class_bind_template_child (widget_class, OvrClaimRow, quote);
  gtk_widget_class_bind_template_child (widget_class, OvrClaimRow, translation);
  gtk_widget_class_bind_template_child (widget_class, OvrClaimRow, verdict);
  gtk_widget_class_bind_template_child (widget_class, OvrClaimRow, details);
  gtk_widget_class_bind_template_child (widget_class, OvrClaimRow, verdicts);
  gtk_widget_class_bind_template_child (widget_class, OvrClaimRow, comment);
  gtk_widget_class_bind_template_child (widget_class, OvrClaimRow, impact);
  gtk_widget_class_bind_template_child (widget_class, OvrClaimRow, findings);
  gtk_widget_class_bind_template_child (widget_class, OvrClaimRow, finding_list);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_impact);
}

static void
ovr_claim_row_init (OvrClaimRow *self)
{
  const char *impacts[] = { _ ("Effect not stated"), _ ("Doesn’t change treatment"), _ ("Changes treatment"), NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (impacts);

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_model (self->impact, G_LIST_MODEL (list));
  gtk_menu_button_set_create_popup_func (self->findings, fill_findings, self, NULL);
  add_buttons (self);
  self->updating = FALSE;
}

GtkWidget *
ovr_claim_row_new (OvrReportEditor *editor,
                   const char *claim_id)
{
  OvrClaimRow *self = g_object_new (OVR_TYPE_CLAIM_ROW, NULL);
  OvrReport *report = ovr_report_editor_get_report (editor);
  OvrClaim *claim = ovr_report_find_claim (report, claim_id);
  g_autofree char *number = g_strdup_printf ("%d", claim->number);
  g_autofree char *quote = ovr_report_dup_quote (report, claim);
  g_autofree char *name = g_strdup_printf (_ ("Claim %d"), claim->number);
  g_autofree char *where = NULL;
  guint index = 0;
  g_autofree char *show = g_strdup_printf (_ ("Show the image of claim %d"), claim->number);

  self->editor = g_object_ref (editor);
  self->claim_id = g_strdup (claim_id);
  g_ptr_array_find (report->claims, claim, &index);
  where = g_strdup_printf ("claims[%u].comment", index);
  g_object_set (self->comment, "field-name", where, NULL);
  gtk_label_set_text (self->number, number);
  gtk_label_set_text (self->quote, g_strstrip (g_strdelimit (quote, "\n\r", ' ')));
  gtk_label_set_text (self->translation, claim->translation != NULL ? claim->translation : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sign_button), GTK_ACCESSIBLE_PROPERTY_LABEL, show, -1);
  ovr_text_field_bind (self->comment, editor, OVR_PART_CLAIMS, &claim->comment);
  ovr_claim_row_update (self);
  return GTK_WIDGET (self);
}
