/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-series-notes.h"

#include "ovr-file.h"
#include "ovr-notes.h"
#include "ovr-pixels.h"

#include <unistd.h>

/* FALSE where there is nothing to look at. */
static gboolean
look_at (const OvrInstance *instance,
         GPtrArray *notes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrPixels) pixels = NULL;
  int fd = instance->path != NULL ? ovr_file_open (instance->path, NULL) : -1;

  if (fd < 0)
    return FALSE;
  pixels = ovr_pixels_load_fd (fd, 1, &error);
  close (fd);
  if (pixels == NULL)
    {
      g_autofree char *text = g_strdup_printf ("Can't be shown: %s.", error->message);

      ovr_notes_add (notes, "not-shown", text);
      return TRUE;
    }
  for (guint i = 0; i < pixels->image->notes->len; i++)
    {
      const OvrNote *note = pixels->image->notes->pdata[i];

      ovr_notes_add (notes, note->code, note->text);
    }
  return TRUE;
}

GPtrArray *
ovr_series_notes (OvrSeries *series,
                  guint *n_looked)
{
  GPtrArray *notes = ovr_notes_new ();
  const guint n = ovr_series_get_rows (series) > 0 ? ovr_series_get_n_instances (series) : 0;
  const guint most = MIN (n, OVR_SERIES_NOTES_MOST);

  *n_looked = 0;
  for (guint i = 0; i < most; i++)
    {
      const guint index = most > 1 ? (guint) ((guint64) i * (n - 1) / (most - 1)) : 0;

      if (look_at (ovr_series_get_instance (series, index), notes))
        ++*n_looked;
    }
  return notes;
}
