/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-verdict-style.h"

static const struct
{
  const char *style;
  const char *colour;
} styles[] = {
  [OVR_VERDICT_OPEN] = { NULL, "window_fg_color" },
  [OVR_VERDICT_AGREE] = { "agree", "ovr_agree" },
  [OVR_VERDICT_AGREE_MODIFIED] = { "agree-modified", "ovr_modified" },
  [OVR_VERDICT_DISAGREE] = { "disagree", "ovr_disagree" },
  [OVR_VERDICT_NOT_ASSESSABLE] = { "not-assessable", "ovr_not_assessable" },
  [OVR_VERDICT_OUT_OF_SCOPE] = { "out-of-scope", "ovr_out_of_scope" },
};

/* The colour called @name in the style sheet, dim grey where it has none. */
static void
get_colour (GtkWidget *widget,
            const char *name,
            GdkRGBA *colour)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, colour))
    *colour = (GdkRGBA){ 0.60f, 0.60f, 0.60f, 1.0f };
}

void
ovr_verdict_get_colour (GtkWidget *widget,
                        OvrVerdict verdict,
                        GdkRGBA *colour)
{
  g_return_if_fail ((gsize) verdict < G_N_ELEMENTS (styles));

  get_colour (widget, styles[verdict].colour, colour);
}

gboolean
ovr_verdict_from_style (const char *style,
                        OvrVerdict *out)
{
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if (style != NULL && g_strcmp0 (styles[i].style, style) == 0)
      {
        *out = (OvrVerdict) i;
        return TRUE;
      }

  return FALSE;
}
