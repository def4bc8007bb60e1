/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-load-frame.h"

#include "ovr-command.h"
#include "ovr-file.h"
#include "ovr-log.h"

#include <math.h>
#include <unistd.h>

/* What the picture does not honour: a line each, as it is told in the window. */
static void
tell_notes (const OvrPixels *pixels,
            const char *name,
            int frame)
{
  GPtrArray *notes = pixels->image->notes;

  for (guint i = 0; i < notes->len; i++)
    ovr_command_tell ("%s, frame %d: %s", name, frame, ((const OvrNote *) notes->pdata[i])->text);
}

OvrPixels *
ovr_load_frame (const char *path,
                int frame)
{
  g_autofree char *name = ovr_log_file (path);
  g_autoptr (GError) error = NULL;
  OvrPixels *pixels;
  int fd = ovr_file_open (path, &error);

  if (fd < 0)
    {
      ovr_command_fail_input ("%s: %s", name, error->message);
      return NULL;
    }

  ovr_dicom_init ();
  pixels = ovr_pixels_load_fd (fd, (guint) frame, &error);
  close (fd);
  if (pixels == NULL)
    ovr_command_fail_input ("%s, frame %d: %s", name, frame, error->message);
  else
    tell_notes (pixels, name, frame);

  return pixels;
}

gboolean
ovr_load_pair (const char *text,
               double pair[2])
{
  char *end;

  pair[0] = g_ascii_strtod (text, &end);
  if (end == text || *end != ',')
    return FALSE;

  text = end + 1;
  pair[1] = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (pair[0]) && isfinite (pair[1]);
}
