/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-desk.h"

#include "ovr-preferences.h"

OvrDesk *
ovr_desk_open (const char *path,
               GError **error)
{
  g_autoptr (OvrLibraryCases) both = ovr_library_cases_open (path, error);
  g_autoptr (GPtrArray) orphans = both != NULL ? ovr_library_cases_orphans (both, error) : NULL;
  OvrDesk *self;

  /* Of several persons the reader is asked whose case it is, as at the import
   * that didn't come to its end. */
  if (orphans == NULL || (orphans->len == 1 && !ovr_library_cases_adopt_orphans (both, error)))
    return NULL;

  self = g_new0 (OvrDesk, 1);
  self->path = g_strdup (path);
  self->orphans = orphans->len > 1 ? g_steal_pointer (&orphans) : NULL;
  self->library = both->library;
  self->store = both->cases;
  self->database = ovr_library_get_database (both->library);
  self->both = g_steal_pointer (&both);
  self->cache = ovr_frame_cache_new (ovr_preferences_get_memory (), 0);
  return self;
}

void
ovr_desk_free (OvrDesk *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->orphans, g_ptr_array_unref);
  ovr_frame_cache_free (self->cache);
  ovr_library_cases_free (self->both);
  g_free (self->path);
  g_free (self);
}
