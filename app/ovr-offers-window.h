/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * OvrOffersFunc:
 * @offers: (element-type OvrOffer): with the uses that were chosen
 */
typedef void (*OvrOffersFunc) (GPtrArray *offers,
                               gpointer data);

/* A window that lists what came along with images and asks what each file is;
 * beneath, what isn't offered, with reasons. Nothing is chosen before the reader
 * chooses. @offers: (element-type OvrOffer): kept; @title: whose case it is;
 * @func is called once where something was chosen, with @data, a GObject that is
 * kept as long as the window. (transfer floating) */
GtkWidget *ovr_offers_window_new (GtkWindow *parent,
                                  GPtrArray *offers,
                                  const char *title,
                                  OvrOffersFunc func,
                                  GObject *data);

G_END_DECLS
