/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-identity-form.h"

#include "ovr-command.h"
#include "ovr-identity.h"

#include <glib/gi18n.h>
#include <string.h>

#define MIN_PASSPHRASE 8

struct _OvrIdentityForm
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *box;
  GtkButton *file;
  GtkPasswordEntry *passphrase;
  GtkWidget *use;
  GtkPasswordEntry *new_passphrase;
  GtkPasswordEntry *again;
  GtkWidget *make;
  GtkLabel *message;

  /* Owned */
  GtkFileChooserNative *chooser;
  char *path;
  char *name;
};

G_DEFINE_FINAL_TYPE (OvrIdentityForm, ovr_identity_form, GTK_TYPE_WIDGET)

static guint chosen_signal;

static char *
config_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "overread", "identity.ini", NULL);
}

static const char *
text_of (GtkPasswordEntry *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static void
on_changed (OvrIdentityForm *self)
{
  const char *fresh = text_of (self->new_passphrase);

  gtk_widget_set_sensitive (self->use, self->path != NULL && *text_of (self->passphrase) != '\0');
  gtk_widget_set_sensitive (self->make, self->name != NULL && g_utf8_strlen (fresh, -1) >= MIN_PASSPHRASE &&
                                            strcmp (fresh, text_of (self->again)) == 0);
}

static void
set_path (OvrIdentityForm *self,
          const char *path)
{
  g_autofree char *base = path != NULL ? g_filename_display_basename (path) : NULL;
  char *copy = g_strdup (path);

  g_free (self->path);
  self->path = copy;
  gtk_button_set_label (self->file, base != NULL ? base : _ ("Choose an Identity…"));
  on_changed (self);
}

static void
on_file_chosen (GtkNativeDialog *dialog,
                int response,
                OvrIdentityForm *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    {
      set_path (self, path);
      gtk_widget_grab_focus (GTK_WIDGET (self->passphrase));
    }
  g_clear_object (&self->chooser);
}

static void
on_choose (OvrIdentityForm *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Identity"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("Choose"), NULL);
  gtk_file_filter_set_name (filter, _ ("Identities (PKCS #12)"));
  gtk_file_filter_add_suffix (filter, "p12");
  gtk_file_filter_add_suffix (filter, "pfx");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_use (OvrIdentityForm *self)
{
  if (gtk_widget_get_sensitive (self->use))
    g_signal_emit (self, chosen_signal, 0);
}

/* A file that is there is somebody's key: it is never written over. */
static char *
free_path (void)
{
  for (int i = 1;; i++)
    {
      g_autofree char *name = i == 1 ? g_strdup ("identity.p12") : g_strdup_printf ("identity-%d.p12", i);
      g_autofree char *path = g_build_filename (g_get_user_data_dir (), "overread", name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

static gboolean
write_certificate (const OvrIdentity *identity,
                   const char *path,
                   GError **error)
{
  g_autofree char *pem = ovr_identity_dup_pem (identity);
  g_autofree char *stem = g_strndup (path, strlen (path) - strlen (".p12"));
  g_autofree char *pem_path = g_strconcat (stem, ".pem", NULL);

  return ovr_command_write_file (pem_path, pem, strlen (pem), 0644, error);
}

static void
on_make (OvrIdentityForm *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = free_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;
  g_autoptr (OvrIdentity) identity = ovr_identity_new_local (self->name, OVR_IDENTITY_ECDSA, &error);

  g_mkdir_with_parents (folder, 0700);
  if (identity == NULL || !ovr_identity_save (identity, path, text_of (self->new_passphrase), &error) ||
      !write_certificate (identity, path, &error))
    {
      g_warning ("%s", error->message);
      gtk_label_set_text (self->message, _ ("The identity can’t be made."));
      return;
    }

  text = g_strdup_printf (_ ("Made for %s. Give receivers the certificate beside it: %s"), self->name, path);
  gtk_label_set_text (self->message, text);
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), text_of (self->new_passphrase));
  gtk_editable_set_text (GTK_EDITABLE (self->new_passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
  set_path (self, path);
  gtk_widget_grab_focus (self->use);
}

const char *
ovr_identity_form_get_path (OvrIdentityForm *self)
{
  g_return_val_if_fail (OVR_IS_IDENTITY_FORM (self), NULL);

  return self->path;
}

const char *
ovr_identity_form_get_passphrase (OvrIdentityForm *self)
{
  g_return_val_if_fail (OVR_IS_IDENTITY_FORM (self), NULL);

  return text_of (self->passphrase);
}

void
ovr_identity_form_clear (OvrIdentityForm *self)
{
  g_return_if_fail (OVR_IS_IDENTITY_FORM (self));

  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->new_passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
  gtk_label_set_text (self->message, "");
}

void
ovr_identity_form_begin (OvrIdentityForm *self,
                         const char *name)
{
  g_autoptr (GKeyFile) config = g_key_file_new ();
  g_autofree char *file = config_path (), *path = NULL;

  g_return_if_fail (OVR_IS_IDENTITY_FORM (self));

  ovr_identity_form_clear (self);
  g_free (self->name);
  self->name = g_strdup (name);
  if (g_key_file_load_from_file (config, file, G_KEY_FILE_NONE, NULL))
    path = g_key_file_get_string (config, "Identity", "File", NULL);
  set_path (self, path != NULL && g_file_test (path, G_FILE_TEST_EXISTS) ? path : NULL);
}

void
ovr_identity_form_remember (OvrIdentityForm *self)
{
  g_autoptr (GKeyFile) config = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *file = config_path ();
  g_autofree char *folder = g_path_get_dirname (file);

  g_return_if_fail (OVR_IS_IDENTITY_FORM (self) && self->path != NULL);

  g_mkdir_with_parents (folder, 0700);
  g_key_file_set_string (config, "Identity", "File", self->path);
  if (!g_key_file_save_to_file (config, file, &error))
    g_warning ("%s", error->message);
}

static gboolean
ovr_identity_form_grab_focus (GtkWidget *widget)
{
  OvrIdentityForm *self = OVR_IDENTITY_FORM (widget);

  return gtk_widget_grab_focus (self->path != NULL ? GTK_WIDGET (self->passphrase) : GTK_WIDGET (self->file));
}

static void
ovr_identity_form_dispose (GObject *object)
{
  OvrIdentityForm *self = OVR_IDENTITY_FORM (object);

  g_clear_object (&self->chooser);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->name, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_IDENTITY_FORM);
  G_OBJECT_CLASS (ovr_identity_form_parent_class)->dispose (object);
}

static void
ovr_identity_form_class_init (OvrIdentityFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_identity_form_dispose;
  widget_class->grab_focus = ovr_identity_form_grab_focus;
  chosen_signal = g_signal_new ("chosen", OVR_TYPE_IDENTITY_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/ui/ovr-identity-form.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrIdentityForm, box);
  gtk_widget_class_bind_template_child (widget_class, OvrIdentityForm, file);
  gtk_widget_class_bind_template_child (widget_class, OvrIdentityForm, passphrase);
  gtk_widget_class_bind_template_child (widget_class, OvrIdentityForm, use);
  gtk_widget_class_bind_template_child (widget_class, OvrIdentityForm, new_passphrase);
  gtk_widget_class_bind_template_child (widget_class, OvrIdentityForm, again);
  gtk_widget_class_bind_template_child (widget_class, OvrIdentityForm, make);
  gtk_widget_class_bind_template_child (widget_class, OvrIdentityForm, message);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_use);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_make);
}

static void
ovr_identity_form_init (OvrIdentityForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
