/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-window-choice.h"

#include "ovr-window-preset.h"

#include <glib/gi18n.h>
#include <math.h>

static void
choice_free (OvrWindowChoice *self)
{
  g_free (self->name);
  g_free (self);
}

/* A name without numbers where @voi is a table. */
static void
add (GPtrArray *choices,
     const char *name,
     int voi,
     double center,
     double width)
{
  OvrWindowChoice *choice = g_new0 (OvrWindowChoice, 1);

  choice->name = isfinite (center) ? g_strdup_printf ("%s  (%s%g / %g)", name, center < 0.0 ? "−" : "", fabs (center), width)
                                   : g_strdup (name);
  choice->voi = voi;
  choice->center = center;
  choice->width = width;
  g_ptr_array_add (choices, choice);
}

static void
add_of_the_field (GPtrArray *choices)
{
  guint n;
  const OvrWindowPreset *presets = ovr_window_presets_get (&n);

  for (guint i = 0; i < n; i++)
    add (choices, g_dpgettext2 (NULL, "window preset", presets[i].label), -1, presets[i].center, presets[i].width);
}

static void
add_of_the_file (GPtrArray *choices,
                 const OvrImage *image)
{
  for (guint i = 0; i < image->vois->len; i++)
    {
      const OvrVoiChoice *voi = ovr_image_get_voi (image, i);
      gboolean is_table = voi->voi.function == OVR_VOI_TABLE;
      g_autofree char *fallback = NULL;

      fallback = is_table ? g_strdup_printf (_ ("The file’s table %u"), i + 1)
                          : g_strdup_printf (_ ("The file’s window %u"), i + 1);
      add (choices, voi->explanation != NULL && *voi->explanation != '\0' ? voi->explanation : fallback, (int) i,
           is_table ? NAN : voi->voi.center, is_table ? NAN : voi->voi.width);
    }
}

GPtrArray *
ovr_window_choices (const OvrPixels *pixels)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) choice_free);
  OvrVoi usual, whole;

  if (ovr_pixels_is_colour (pixels))
    return choices;
  /* The field's windows are in Hounsfield units. */
  if (g_strcmp0 (pixels->image->modality, "CT") == 0 && ovr_image_displays_values (pixels->image))
    add_of_the_field (choices);
  add_of_the_file (choices, pixels->image);

  usual = ovr_pixels_usual_voi (pixels);
  whole = ovr_pixels_auto_voi (pixels);
  add (choices, _ ("Automatic, without the outer 1 %"), -1, usual.center, usual.width);
  add (choices, _ ("Full range"), -1, whole.center, whole.width);
  return choices;
}
