/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-presentation-tile.h"

#include "ovr-presentation-state.h"
#include "ovr-strip-label.h"

#include <glib/gi18n.h>

#define MAX_NAMES 4

/**
 * Found:
 * @names: (owned): of the states, one a line
 * @n_incomplete: how many refer to images that aren't in the study
 * @n_sealed: how many hold marks, where those are sealed
 */
typedef struct
{
  GString *names;
  guint n_sealed;
  guint n_incomplete;
} Found;

static void
found_free (Found *self)
{
  g_string_free (self->names, TRUE);
  g_free (self);
}

gboolean
ovr_presentation_tile_is_for (OvrSeries *series)
{
  return ovr_series_get_n_slices (series) == 0 && g_str_equal (ovr_series_get_modality (series), "PR");
}

static gboolean
holds (OvrSeries *series,
       const OvrPresentationState *state)
{
  for (guint i = 0; i < ovr_series_get_n_instances (series); i++)
    if (g_str_equal (ovr_series_get_instance (series, i)->sop_uid, state->sop_uid))
      return TRUE;
  return FALSE;
}

static void
find_in_thread (GTask *task,
                gpointer source,
                gpointer data,
                GCancellable *cancellable)
{
  OvrStudy *study = g_object_get_data (G_OBJECT (task), "study");
  OvrSeries *series = g_object_get_data (G_OBJECT (task), "series");
  g_autoptr (GPtrArray) states = ovr_presentation_states_load (study);
  gboolean marks_sealed = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (task), "marks-sealed"));
  Found *found = g_new0 (Found, 1);
  guint n = 0;

  found->names = g_string_new (NULL);
  for (guint i = 0; i < states->len; i++)
    {
      const OvrPresentationState *state = g_ptr_array_index (states, i);

      if (!holds (series, state))
        continue;
      found->n_incomplete += ovr_presentation_state_count_missing (state, study) > 0;
      if (marks_sealed && state->has_annotations)
        found->n_sealed++;
      else if (n++ < MAX_NAMES && *state->label != '\0')
        g_string_append_printf (found->names, "%s%s", found->names->len > 0 ? "\n" : "", state->label);
    }
  if (n > MAX_NAMES)
    g_string_append (found->names, "\n…");
  g_task_return_pointer (task, found, (GDestroyNotify) found_free);
}

static void
on_found (GObject *source,
          GAsyncResult *result,
          gpointer data)
{
  GtkBox *box = GTK_BOX (source);
  Found *found = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *badge = NULL;

  if (found == NULL)
    return;
  if (found->names->len > 0)
    ovr_strip_label_add (box, found->names->str, "dim-label", 0);
  if (found->n_sealed > 0)
    {
      g_autofree char *sealed = g_strdup_printf (ngettext ("%u sealed with the original", "%u sealed with the original", found->n_sealed),
                                                 found->n_sealed);

      ovr_strip_label_add (box, sealed, "dim-label", 0);
    }
  if (found->n_incomplete > 0)
    {
      badge = g_strdup_printf (ngettext ("⚠ %u without its images", "⚠ %u without their images", found->n_incomplete),
                               found->n_incomplete);
      gtk_widget_set_halign (ovr_strip_label_add (box, badge, "ovr-badge", 0), GTK_ALIGN_START);
    }
  found_free (found);
}

GtkWidget *
ovr_presentation_tile_new (OvrStudy *study,
                           OvrSeries *series,
                           gboolean marks_sealed)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  guint n = ovr_series_get_n_instances (series);
  g_autofree char *count = g_strdup_printf (ngettext ("Se %d · %u presentation", "Se %d · %u presentations", n),
                                            ovr_series_get_number (series), n);
  g_autoptr (GTask) task = g_task_new (box, NULL, on_found, NULL);

  ovr_strip_label_add (GTK_BOX (box), count, "numeric", 0);
  g_task_set_source_tag (task, ovr_presentation_tile_new);
  g_object_set_data_full (G_OBJECT (task), "study", g_object_ref (study), g_object_unref);
  g_object_set_data_full (G_OBJECT (task), "series", g_object_ref (series), g_object_unref);
  g_object_set_data (G_OBJECT (task), "marks-sealed", GINT_TO_POINTER (marks_sealed));
  g_task_run_in_thread (task, find_in_thread);
  return box;
}
