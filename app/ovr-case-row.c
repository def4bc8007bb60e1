/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-row.h"

#include "ovr-interface-language.h"

G_DEFINE_FINAL_TYPE (OvrCaseRow, ovr_case_row, G_TYPE_OBJECT)

static guint changed_signal;

static void
clear (OvrCaseRow *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->patient, g_free);
  g_clear_pointer (&self->age, g_free);
  g_clear_pointer (&self->study, g_free);
  g_clear_pointer (&self->modalities, g_free);
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->health, g_free);
}

static void
fill (OvrCaseRow *self,
      const OvrCaseEntry *entry,
      gboolean files_missing)
{
  OvrAge age = { 0 };

  self->id = g_strdup (entry->id);
  self->patient = g_strdup (entry->patient);
  self->study = g_strdup (entry->study);
  self->modalities = g_strdup (entry->modalities);
  self->reason = g_strdup (entry->reason);
  self->health = g_strdup (entry->health);
  self->date = entry->n_dates > 0 ? entry->dates[0] : (OvrDate){ 0 };
  age = ovr_age_at (entry->birth, self->date);
  self->age = age.unit != OVR_AGE_UNKNOWN ? ovr_age_to_words (age, ovr_interface_language ()) : g_strdup ("");
  self->status = entry->status;
  self->version = entry->version;
  self->due = entry->due;
  self->n_health = entry->n_health;
  self->n_studies = entry->n_studies;
  self->removed = entry->removed;
  self->files_missing = files_missing;
  self->stamp = entry->stamp;
}

void
ovr_case_row_set (OvrCaseRow *self,
                  const OvrCaseEntry *entry,
                  gboolean files_missing)
{
  g_return_if_fail (OVR_IS_CASE_ROW (self));

  if (self->stamp == entry->stamp && self->files_missing == files_missing && g_str_equal (self->id, entry->id))
    return;
  clear (self);
  fill (self, entry, files_missing);
  g_signal_emit (self, changed_signal, 0);
}

OvrCaseRow *
ovr_case_row_new (const OvrCaseEntry *entry,
                  gboolean files_missing,
                  guint position)
{
  OvrCaseRow *self = g_object_new (OVR_TYPE_CASE_ROW, NULL);

  fill (self, entry, files_missing);
  self->position = position;
  return self;
}

static void
ovr_case_row_finalize (GObject *object)
{
  clear (OVR_CASE_ROW (object));
  G_OBJECT_CLASS (ovr_case_row_parent_class)->finalize (object);
}

static void
ovr_case_row_class_init (OvrCaseRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ovr_case_row_finalize;
  changed_signal = g_signal_new ("changed", OVR_TYPE_CASE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ovr_case_row_init (OvrCaseRow *self)
{
}
