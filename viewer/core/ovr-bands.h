/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lines of a picture, in bands that several threads make at once. */

/* Makes the lines @begin … @end − 1: touches nothing that another band writes. */
typedef void (*OvrBandWork) (guint begin,
                             guint end,
                             gpointer data);

/* How many bands suit a picture: one for each processor, up to 8, and one alone
 * where waking a thread costs more than it saves. */
guint ovr_bands_suit (gsize n_pixels);

/* Divides the lines @begin … @end − 1 into @n_bands (1 at least), has each made,
 * and returns when all are. The caller's thread takes bands like the others, so
 * that it never waits for a helper that is busy elsewhere. Thread-safe. */
void ovr_bands_run (guint begin,
                    guint end,
                    guint n_bands,
                    OvrBandWork work,
                    gpointer data);

G_END_DECLS
