/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-intake-persons.h"

#include "ovr-case-store.h"
#include "ovr-interface-language.h"
#include "ovr-report-words.h"

#include <glib/gi18n.h>

void
ovr_intake_person_free (OvrIntakePerson *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->name);
  g_free (self->verbatim);
  g_free (self->sex);
  g_free (self->id);
  g_free (self->issuer);
  g_free (self);
}

static char *
dup_text (sqlite3_stmt *row,
          int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);

  return g_strdup (text != NULL ? text : "");
}

static OvrDate
read_date (sqlite3_stmt *row,
           int column)
{
  const char *text = (const char *) sqlite3_column_text (row, column);
  OvrDate date = { 0 };

  if (text != NULL)
    ovr_date_parse (text, &date);
  return date;
}

static gboolean
fail (sqlite3 *reader,
      GError **error)
{
  g_set_error (error, OVR_DATABASE_ERROR, OVR_DATABASE_ERROR_FAILED, "Reading the library: %s", sqlite3_errmsg (reader));
  return FALSE;
}

static gboolean
read_person (sqlite3 *reader,
             OvrIntakePerson *self,
             GError **error)
{
  g_autoptr (sqlite3_stmt) row = ovr_database_prepare (
      reader, "SELECT name, name_verbatim, birth_date, sex, patient_id, issuer FROM patient WHERE key = ?", error);

  if (row == NULL)
    return FALSE;
  sqlite3_bind_text (row, 1, self->key, -1, SQLITE_TRANSIENT);
  if (sqlite3_step (row) != SQLITE_ROW)
    return fail (reader, error);
  self->name = dup_text (row, 0);
  self->verbatim = dup_text (row, 1);
  self->birth_date = read_date (row, 2);
  self->sex = dup_text (row, 3);
  self->id = dup_text (row, 4);
  self->issuer = dup_text (row, 5);
  return TRUE;
}

static gboolean
count_study (sqlite3 *reader,
             OvrIntakePerson *self,
             const char *study_uid,
             GError **error)
{
  g_autoptr (sqlite3_stmt) row = ovr_database_prepare (
      reader, "SELECT date, n_instances FROM study WHERE uid = ? AND patient_key = ?", error);
  OvrDate date;
  int code;

  if (row == NULL)
    return FALSE;
  sqlite3_bind_text (row, 1, study_uid, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (row, 2, self->key, -1, SQLITE_TRANSIENT);
  code = sqlite3_step (row);
  if (code != SQLITE_ROW)
    return code == SQLITE_DONE || fail (reader, error);

  date = read_date (row, 0);
  self->n_studies++;
  self->n_images += (guint) sqlite3_column_int64 (row, 1);
  if (!ovr_date_is_known (date))
    return TRUE;
  if (!ovr_date_is_known (self->first) || ovr_date_compare (date, self->first) < 0)
    self->first = date;
  if (ovr_date_compare (date, self->last) > 0)
    self->last = date;
  return TRUE;
}

GPtrArray *
ovr_intake_persons_load (OvrDatabase *database,
                         GPtrArray *intakes,
                         GError **error)
{
  sqlite3 *reader = ovr_database_get_reader (database);
  g_autoptr (GPtrArray) persons = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_intake_person_free);

  for (guint i = 0; i < intakes->len; i++)
    {
      const OvrCaseIntake *intake = g_ptr_array_index (intakes, i);
      OvrIntakePerson *person = g_new0 (OvrIntakePerson, 1);

      person->key = g_strdup (intake->patient_key);
      g_ptr_array_add (persons, person);
      if (!read_person (reader, person, error))
        return NULL;
      for (guint j = 0; j < intake->study_uids->len; j++)
        if (!count_study (reader, person, g_ptr_array_index (intake->study_uids, j), error))
          return NULL;
    }
  return g_steal_pointer (&persons);
}

OvrIdentity
ovr_intake_person_identify (const OvrIntakePerson *self)
{
  return (OvrIdentity){ self->verbatim, self->birth_date, self->sex, self->id, self->issuer };
}

/* Each part in its own direction: an ID or a date beside an Arabic name keeps
 * its order. */
static void
append (GString *text,
        const char *part)
{
  g_string_append_printf (text, "%s\u2068%s\u2069", text->len > 0 ? "  ·  " : "", part);
}

char *
ovr_intake_person_describe (const OvrIntakePerson *self)
{
  GString *text = g_string_new (NULL);
  g_autofree char *birth = ovr_date_is_known (self->birth_date) ? ovr_date_to_words (self->birth_date, ovr_interface_language ()) : NULL;
  /* Translators: date of birth */
  g_autofree char *born = birth != NULL ? g_strdup_printf (_ ("born %s"), birth) : g_strdup (_ ("birth date unknown"));
  g_autofree char *id = *self->id != '\0' ? g_strdup_printf (_ ("ID %s"), self->id) : g_strdup (_ ("no ID"));

  append (text, born);
  append (text, *self->sex != '\0' ? ovr_sex_words (self->sex, ovr_interface_language ()) : _ ("sex unknown"));
  append (text, id);
  if (*self->issuer != '\0')
    append (text, self->issuer);
  return g_string_free (text, FALSE);
}

char *
ovr_intake_person_count (const OvrIntakePerson *self)
{
  GString *text = g_string_new (NULL);
  g_autofree char *studies = g_strdup_printf (ngettext ("%u study", "%u studies", self->n_studies), self->n_studies);
  g_autofree char *images = g_strdup_printf (ngettext ("%u image", "%u images", self->n_images), self->n_images);
  g_autofree char *first = ovr_date_to_words (self->first, ovr_interface_language ());
  g_autofree char *last = ovr_date_to_words (self->last, ovr_interface_language ());

  append (text, studies);
  append (text, images);
  if (ovr_date_is_known (self->first) && ovr_date_compare (self->first, self->last) != 0)
    {
      g_autofree char *range = g_strdup_printf ("%s – %s", first, last);

      append (text, range);
    }
  else if (ovr_date_is_known (self->first))
    append (text, first);
  return g_string_free (text, FALSE);
}
