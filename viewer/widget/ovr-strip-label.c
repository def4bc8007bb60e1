/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-strip-label.h"

/* What a tile is wide. */
#define WIDTH_CHARS 14

GtkWidget *
ovr_strip_label_add (GtkBox *box,
                     const char *text,
                     const char *style,
                     int max_lines)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDTH_CHARS);
  if (max_lines > 0)
    {
      gtk_label_set_lines (GTK_LABEL (label), max_lines);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    }
  gtk_widget_add_css_class (label, style);
  gtk_box_append (box, label);
  return label;
}
