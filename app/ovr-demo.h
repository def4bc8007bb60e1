/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Told now and then while the demo case is made: how far, 0 to 1, and the
 * sentence for it. */
typedef void (*OvrDemoProgress) (double fraction,
                                 const char *what,
                                 gpointer user_data);

/**
 * ovr_demo_write:
 * @directory: made if need be; what the demo wrote before is replaced
 * @progress: (nullable): is told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): stops between files
 * @error: whatever went wrong
 *
 * Writes the demo case: images/, original-report.pdf and .txt, request.txt,
 * report.json, identity.p12, identity.pass, identity.pem; and images-more/ with
 * other phantoms, each a case to open: knee, mammography, ultrasound. An identity that is
 * there already stays, since what it signed must go on verifying.
 *
 * Returns: %TRUE if everything was written
 */
gboolean ovr_demo_write (const char *directory,
                         OvrDemoProgress progress,
                         gpointer user_data,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
