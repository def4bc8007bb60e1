/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_PDF_PAGES (ovr_pdf_pages_get_type ())
G_DECLARE_FINAL_TYPE (OvrPdfPages, ovr_pdf_pages, OVR, PDF_PAGES, GtkWidget)

/**
 * OvrPdfPages:
 *
 * A finished file's pages, rendered from its bytes by a worker, to be paged
 * through. A page has been seen when its end was on the screen.
 *
 * Signals:
 *  "seen": ovr_pdf_pages_get_n_seen() has changed
 *  "failed" (GError *error): the bytes are no PDF that can be shown
 */

/* Starts anew; nothing has been seen. NULL empties it. */
void ovr_pdf_pages_set_file (OvrPdfPages *self,
                             GBytes *pdf);

/* 0 until the pages are there. */
guint ovr_pdf_pages_get_n_pages (OvrPdfPages *self);
guint ovr_pdf_pages_get_n_seen (OvrPdfPages *self);

G_END_DECLS
