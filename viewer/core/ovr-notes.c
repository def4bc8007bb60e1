/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-notes.h"

static void
note_free (OvrNote *self)
{
  g_free (self->text);
  g_free (self);
}

GPtrArray *
ovr_notes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) note_free);
}

void
ovr_notes_add (GPtrArray *notes,
               const char *code,
               const char *text)
{
  OvrNote *note;

  if (notes == NULL)
    return;
  for (guint i = 0; i < notes->len; i++)
    if (g_str_equal (((const OvrNote *) notes->pdata[i])->text, text))
      return;

  note = g_new0 (OvrNote, 1);
  note->code = code;
  note->text = g_strdup (text);
  g_ptr_array_add (notes, note);
}

gboolean
ovr_notes_has (GPtrArray *notes,
               const char *code)
{
  for (guint i = 0; i < notes->len; i++)
    if (g_str_equal (((const OvrNote *) notes->pdata[i])->code, code))
      return TRUE;

  return FALSE;
}

GPtrArray *
ovr_notes_copy (GPtrArray *notes)
{
  GPtrArray *copy = ovr_notes_new ();

  for (guint i = 0; i < notes->len; i++)
    {
      const OvrNote *note = notes->pdata[i];

      ovr_notes_add (copy, note->code, note->text);
    }
  return copy;
}
