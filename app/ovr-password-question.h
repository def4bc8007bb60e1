/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * OvrPasswordQuestion:
 * @parent: (borrowed): window of the dialog; may go before the import ends
 * @cancellable: (borrowed): the import's: cancelling it is an answer
 *
 * Who is asked for the passwords of archives. For OvrReadOptions.password_data;
 * lives until the import has ended.
 */
typedef struct _OvrPasswordQuestion OvrPasswordQuestion;

OvrPasswordQuestion *ovr_password_question_new (GtkWindow *parent,
                                                GCancellable *cancellable);
void ovr_password_question_free (OvrPasswordQuestion *self);

/* An OvrPasswordFunc: shows the dialog in the main thread and waits for it.
 * Any other thread. */
char *ovr_password_question_ask (const char *archive,
                                 guint attempt,
                                 gpointer self);

G_END_DECLS
