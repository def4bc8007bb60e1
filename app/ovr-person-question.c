/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-person-question.h"

#include "ovr-intake-persons.h"

#include <glib/gi18n.h>

#define WIDTH 760

/**
 * Choice:
 * @person: (borrowed)
 * @radio: (borrowed): chooses the person
 * @same: (borrowed): row that offers to take the person in as the chosen one
 * @tick: (borrowed): says so
 * @reason: (borrowed): and why
 */
typedef struct
{
  const OvrIntakePerson *person;
  GtkCheckButton *radio;
  GtkWidget *same;
  GtkCheckButton *tick;
  GtkEditable *reason;
} Choice;

struct _OvrPersonQuestion
{
  GtkWidget parent_instance;

  /* Owned */
  GPtrArray *persons;
  GArray *choices; /* of Choice, in the order of @persons */

  /* Borrowed: widgets of its own */
  GtkWidget *box;
  GtkLabel *text;
  GtkListBox *list;
  GtkWidget *same_box;
  GtkBox *same_list;
  GtkCheckButton *others;
  GtkButton *open;
};

G_DEFINE_FINAL_TYPE (OvrPersonQuestion, ovr_person_question, GTK_TYPE_WIDGET)

static guint answered_signal, cancelled_signal;

static Choice *
find_chosen (OvrPersonQuestion *self)
{
  for (guint i = 0; i < self->choices->len; i++)
    {
      Choice *choice = &g_array_index (self->choices, Choice, i);

      if (gtk_check_button_get_active (choice->radio))
        return choice;
    }
  return NULL;
}

static const char *
name_of (const OvrIntakePerson *person)
{
  return *person->name != '\0' ? person->name : _ ("No name");
}

/* A reason is at least one word. */
static gboolean
has_reason (const Choice *choice)
{
  const char *text = gtk_editable_get_text (choice->reason);

  while (g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  return *text != '\0';
}

static gboolean
is_taken_in (const Choice *choice)
{
  return gtk_widget_get_visible (choice->same) && gtk_check_button_get_active (choice->tick);
}

/* The case can be opened once somebody is chosen and every merger has its
 * reason; the button names whose it will be. */
static void
update_button (OvrPersonQuestion *self)
{
  const Choice *chosen = find_chosen (self);
  gboolean complete = chosen != NULL;
  g_autofree char *label = NULL;

  for (guint i = 0; i < self->choices->len; i++)
    {
      const Choice *choice = &g_array_index (self->choices, Choice, i);

      gtk_widget_set_sensitive (GTK_WIDGET (choice->reason), gtk_check_button_get_active (choice->tick));
      complete = complete && (!is_taken_in (choice) || has_reason (choice));
    }
  /* Translators: %s is a patient's name */
  label = chosen != NULL ? g_strdup_printf (_ ("Open the Case of \u2068%s\u2069"), name_of (chosen->person)) : g_strdup (_ ("Open the Case"));
  gtk_button_set_label (self->open, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->open), complete);
}

static void
on_said (OvrPersonQuestion *self)
{
  update_button (self);
}

/* Offers who may be the chosen one in another spelling; what was ticked for
 * somebody else is no answer any more. */
static void
on_chosen (OvrPersonQuestion *self)
{
  const Choice *chosen = find_chosen (self);
  OvrIdentity identity = { 0 };
  gboolean any = FALSE;

  if (chosen != NULL)
    identity = ovr_intake_person_identify (chosen->person);
  for (guint i = 0; i < self->choices->len; i++)
    {
      Choice *choice = &g_array_index (self->choices, Choice, i);
      OvrIdentity other = ovr_intake_person_identify (choice->person);
      gboolean proposed = chosen != NULL && choice != chosen && ovr_identity_may_be_same (&identity, &other);

      gtk_check_button_set_active (choice->tick, FALSE);
      gtk_widget_set_visible (choice->same, proposed);
      any |= proposed;
    }
  gtk_widget_set_visible (self->same_box, any);
  update_button (self);
}

static void
on_open (OvrPersonQuestion *self)
{
  g_signal_emit (self, answered_signal, 0);
}

static void
on_cancel (OvrPersonQuestion *self)
{
  g_signal_emit (self, cancelled_signal, 0);
}

static gboolean
on_escape (GtkWidget *widget,
           GVariant *args,
           gpointer data)
{
  on_cancel (OVR_PERSON_QUESTION (widget));
  return TRUE;
}

static GtkWidget *
make_label (const char *text,
            const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_lines (const OvrIntakePerson *person)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *description = ovr_intake_person_describe (person);
  g_autofree char *count = ovr_intake_person_count (person);

  gtk_widget_set_margin_top (lines, 8);
  gtk_widget_set_margin_bottom (lines, 8);
  gtk_box_append (GTK_BOX (lines), make_label (name_of (person), "heading"));
  gtk_box_append (GTK_BOX (lines), make_label (description, NULL));
  gtk_box_append (GTK_BOX (lines), make_label (count, "dim-label"));
  return lines;
}

/* The whole line is the button: it can be clicked, and is read as one. */
static void
add_person (OvrPersonQuestion *self,
            Choice *choice,
            GtkCheckButton *group)
{
  g_autofree char *description = ovr_intake_person_describe (choice->person);
  g_autofree char *count = ovr_intake_person_count (choice->person);
  g_autofree char *all = g_strdup_printf ("%s, %s, %s", name_of (choice->person), description, count);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  choice->radio = g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  gtk_check_button_set_group (choice->radio, group);
  gtk_widget_set_valign (GTK_WIDGET (choice->radio), GTK_ALIGN_CENTER);
  gtk_widget_set_can_focus (GTK_WIDGET (choice->radio), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice->radio), GTK_ACCESSIBLE_PROPERTY_LABEL, all, -1);
  g_signal_connect_object (choice->radio, "toggled", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);

  gtk_widget_set_margin_start (line, 12);
  gtk_widget_set_margin_end (line, 12);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (choice->radio));
  gtk_box_append (GTK_BOX (line), make_lines (choice->person));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, all, -1);
  g_object_set_data (G_OBJECT (row), "radio", choice->radio);
  gtk_list_box_append (self->list, row);
}

static void
add_same (OvrPersonQuestion *self,
          Choice *choice)
{
  g_autofree char *description = ovr_intake_person_describe (choice->person);
  g_autofree char *label = g_strdup_printf (_ ("\u2068%s\u2069 is the same person: take those images in too"), name_of (choice->person));
  g_autofree char *entry_name = g_strdup_printf (_ ("Why \u2068%s\u2069 is the same person"), name_of (choice->person));
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  choice->tick = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (label));
  choice->reason = GTK_EDITABLE (gtk_entry_new ());
  gtk_entry_set_placeholder_text (GTK_ENTRY (choice->reason), _ ("How do you know? It is printed in the report."));
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice->reason), GTK_ACCESSIBLE_PROPERTY_LABEL, entry_name, -1);
  g_signal_connect_object (choice->tick, "toggled", G_CALLBACK (on_said), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (choice->reason, "changed", G_CALLBACK (on_said), self, G_CONNECT_SWAPPED);

  gtk_widget_set_margin_start (lines, 12);
  gtk_widget_set_margin_end (lines, 12);
  gtk_widget_set_margin_top (lines, 8);
  gtk_widget_set_margin_bottom (lines, 10);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (choice->tick));
  gtk_box_append (GTK_BOX (lines), make_label (description, "dim-label"));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (choice->reason));
  choice->same = lines;
  gtk_widget_set_visible (choice->same, FALSE);
  gtk_box_append (self->same_list, choice->same);
}

static void
clear (OvrPersonQuestion *self)
{
  GtkWidget *row;

  g_array_set_size (self->choices, 0);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->same_list))) != NULL)
    gtk_box_remove (self->same_list, row);
  g_clear_pointer (&self->persons, g_ptr_array_unref);
}

void
ovr_person_question_ask (OvrPersonQuestion *self,
                         GPtrArray *persons)
{
  g_autofree char *text = NULL;
  GtkCheckButton *group = NULL;

  g_return_if_fail (OVR_IS_PERSON_QUESTION (self));

  clear (self);
  self->persons = g_ptr_array_ref (persons);
  g_array_set_size (self->choices, persons->len);
  for (guint i = 0; i < persons->len; i++)
    {
      Choice *choice = &g_array_index (self->choices, Choice, i);

      choice->person = g_ptr_array_index (persons, i);
      add_person (self, choice, group);
      add_same (self, choice);
      group = choice->radio;
    }

  text = g_strdup_printf (ngettext ("What was handed over holds images of %u person, and a case is about one. Nothing of it has been shown yet.",
                                    "What was handed over holds images of %u persons, and a case is about one. Nothing of it has been shown yet.", persons->len),
                          persons->len);
  gtk_label_set_text (self->text, text);
  gtk_check_button_set_active (self->others, FALSE);
  on_chosen (self);
}

const char *
ovr_person_question_get_key (OvrPersonQuestion *self)
{
  const Choice *chosen;

  g_return_val_if_fail (OVR_IS_PERSON_QUESTION (self), NULL);

  chosen = find_chosen (self);
  return chosen != NULL ? chosen->person->key : NULL;
}

gboolean
ovr_person_question_wants_others (OvrPersonQuestion *self)
{
  g_return_val_if_fail (OVR_IS_PERSON_QUESTION (self), FALSE);

  return gtk_check_button_get_active (self->others);
}

const char *
ovr_person_question_get_reason (OvrPersonQuestion *self,
                                const char *key)
{
  g_return_val_if_fail (OVR_IS_PERSON_QUESTION (self), NULL);

  for (guint i = 0; i < self->choices->len; i++)
    {
      const Choice *choice = &g_array_index (self->choices, Choice, i);

      if (g_str_equal (choice->person->key, key) && is_taken_in (choice))
        return gtk_editable_get_text (choice->reason);
    }
  return NULL;
}

/* The first line has the focus, and none is chosen. */
static gboolean
ovr_person_question_grab_focus (GtkWidget *widget)
{
  OvrPersonQuestion *self = OVR_PERSON_QUESTION (widget);
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  return first != NULL && gtk_widget_grab_focus (first);
}

static void
on_row_activated (GtkListBox *list,
                  GtkListBoxRow *row,
                  gpointer data)
{
  gtk_check_button_set_active (g_object_get_data (G_OBJECT (row), "radio"), TRUE);
}

static GtkWidget *
make_list (OvrPersonQuestion *self)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Persons"), -1);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (on_row_activated), self, 0);
  self->list = GTK_LIST_BOX (list);
  return list;
}

static GtkWidget *
make_same_box (OvrPersonQuestion *self)
{
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (list, "card");
  self->same_list = GTK_BOX (list);
  self->same_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->same_box),
                  make_label (_ ("Birth date and sex are equal, and name or ID may be another spelling. Only you can know whether it is one person."), NULL));
  gtk_box_append (GTK_BOX (self->same_box), list);
  return self->same_box;
}

static GtkWidget *
make_buttons (OvrPersonQuestion *self)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *cancel = gtk_button_new_with_label (_ ("Leave Everything Out"));

  self->open = GTK_BUTTON (gtk_button_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->open), "suggested-action");
  gtk_widget_set_tooltip_text (cancel, _ ("Nothing of it comes into the library (Esc)"));
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (on_cancel), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->open, "clicked", G_CALLBACK (on_open), self, G_CONNECT_SWAPPED);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (buttons), cancel);
  gtk_box_append (GTK_BOX (buttons), GTK_WIDGET (self->open));
  return buttons;
}

static GtkWidget *
make_content (OvrPersonQuestion *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_set_margin_top (content, 18);
  gtk_widget_set_margin_bottom (content, 18);
  gtk_widget_set_margin_start (content, 12);
  gtk_widget_set_margin_end (content, 12);
  self->text = GTK_LABEL (make_label (NULL, NULL));
  self->others = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_ ("Make cases of the others too; otherwise nothing of them is kept")));

  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (content), make_list (self));
  gtk_box_append (GTK_BOX (content), make_same_box (self));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->others));
  gtk_box_append (GTK_BOX (content), make_buttons (self));
  return content;
}

static void
ovr_person_question_dispose (GObject *object)
{
  OvrPersonQuestion *self = OVR_PERSON_QUESTION (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->choices, g_array_unref);
  g_clear_pointer (&self->persons, g_ptr_array_unref);
  G_OBJECT_CLASS (ovr_person_question_parent_class)->dispose (object);
}

static void
ovr_person_question_class_init (OvrPersonQuestionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_person_question_dispose;
  widget_class->grab_focus = ovr_person_question_grab_focus;
  answered_signal = g_signal_new ("answered", OVR_TYPE_PERSON_QUESTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  cancelled_signal = g_signal_new ("cancelled", OVR_TYPE_PERSON_QUESTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
ovr_person_question_init (OvrPersonQuestion *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->choices = g_array_new (FALSE, TRUE, sizeof (Choice));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_ ("Whose case is this?"), NULL));
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), make_content (self));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self->box), header);
  gtk_box_append (GTK_BOX (self->box), scrolled);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  update_button (self);
}

OvrPersonQuestion *
ovr_person_question_new (void)
{
  return g_object_new (OVR_TYPE_PERSON_QUESTION, NULL);
}
