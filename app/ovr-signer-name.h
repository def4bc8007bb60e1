/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @certificate, a certificate's common name, is that of @reader, who
 * may have titles before and after the name: every word of the certificate's
 * name is one of the reader's, regardless of case and order. */
gboolean ovr_signer_name_matches (const char *certificate,
                                  const char *reader);

G_END_DECLS
