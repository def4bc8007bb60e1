/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-missing-bar.h"

#include "ovr-study.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>

struct _OvrMissingBar
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *box;
  GtkLabel *text;

  /* Owned */
  GCancellable *cancellable; /* of the look that runs */
};

G_DEFINE_FINAL_TYPE (OvrMissingBar, ovr_missing_bar, GTK_TYPE_WIDGET)

static guint missing_signal;

/**
 * Look:
 * @paths: (element-type filename): what is looked for
 * @n_missing: (out): how many aren't there
 * @folder: (out): where they lay: the folder that they have in common
 */
typedef struct
{
  GPtrArray *paths;
  guint n_missing;
  char *folder;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_ptr_array_unref (self->paths);
  g_free (self->folder);
  g_free (self);
}

/* Shortens @folder until @path lies below it. */
static void
take_in (char **folder,
         const char *path)
{
  if (*folder == NULL)
    *folder = g_path_get_dirname (path);
  while (!g_str_has_prefix (path, *folder) ||
         (path[strlen (*folder)] != G_DIR_SEPARATOR && strcmp (*folder, G_DIR_SEPARATOR_S) != 0))
    {
      char *above = g_path_get_dirname (*folder);

      g_free (*folder);
      *folder = above;
    }
}

static void
run_look (GTask *task,
          gpointer source,
          gpointer data,
          GCancellable *cancellable)
{
  Look *look = data;
  struct stat info;

  for (guint i = 0; i < look->paths->len && !g_cancellable_is_cancelled (cancellable); i++)
    if (stat (look->paths->pdata[i], &info) != 0)
      {
        look->n_missing++;
        take_in (&look->folder, look->paths->pdata[i]);
      }
  g_task_return_boolean (task, TRUE);
}

static void
on_looked (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  OvrMissingBar *self = OVR_MISSING_BAR (source);
  const Look *look = g_task_get_task_data (G_TASK (result));
  g_autofree char *folder = NULL, *text = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), NULL) || look->n_missing == 0)
    return;
  folder = g_filename_display_name (look->folder);
  text = look->n_missing == look->paths->len
             ? g_strdup_printf (_ ("The images lay in “%s” and aren’t there. The report is as it was."), folder)
             : g_strdup_printf (ngettext ("%u of %u images lay in “%s” and isn’t there. The report is as it was.",
                                          "%u of %u images lay in “%s” and aren’t there. The report is as it was.", look->n_missing),
                                look->n_missing, look->paths->len, folder);
  gtk_label_set_text (self->text, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->text), folder);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  g_signal_emit (self, missing_signal, 0);
}

static void
add_paths (GPtrArray *paths,
           OvrStudy *study)
{
  for (guint i = 0; i < ovr_study_get_n_series (study); i++)
    {
      OvrSeries *series = ovr_study_get_series (study, i);

      for (guint j = 0; j < ovr_series_get_n_instances (series); j++)
        if (ovr_series_get_instance (series, j)->path != NULL)
          g_ptr_array_add (paths, g_strdup (ovr_series_get_instance (series, j)->path));
    }
}

void
ovr_missing_bar_look (OvrMissingBar *self,
                      GPtrArray *studies)
{
  g_autoptr (GTask) task = NULL;
  Look *look;

  g_return_if_fail (OVR_IS_MISSING_BAR (self));

  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (studies == NULL)
    return;

  self->cancellable = g_cancellable_new ();
  look = g_new0 (Look, 1);
  look->paths = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < studies->len; i++)
    add_paths (look->paths, studies->pdata[i]);
  task = g_task_new (self, self->cancellable, on_looked, NULL);
  g_task_set_task_data (task, look, look_free);
  g_task_run_in_thread (task, run_look);
}

static void
ovr_missing_bar_dispose (GObject *object)
{
  OvrMissingBar *self = OVR_MISSING_BAR (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_MISSING_BAR);
  G_OBJECT_CLASS (ovr_missing_bar_parent_class)->dispose (object);
}

static void
ovr_missing_bar_class_init (OvrMissingBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ovr_missing_bar_dispose;
  missing_signal = g_signal_new ("missing", OVR_TYPE_MISSING_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/ui/ovr-missing-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrMissingBar, box);
  gtk_widget_class_bind_template_child (widget_class, OvrMissingBar, text);
}

static void
ovr_missing_bar_init (OvrMissingBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
