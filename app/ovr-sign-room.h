/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_SIGN_ROOM (ovr_sign_room_get_type ())
G_DECLARE_FINAL_TYPE (OvrSignRoom, ovr_sign_room, OVR, SIGN_ROOM, GtkWidget)

/**
 * OvrSignRoom:
 *
 * Signing: who signs, the finished file's pages to be paged through, the
 * signature on exactly these bytes, and what the verifier says of the result.
 *
 * Signals:
 *  "closed": the reader goes back to the report
 *  "signed": the case's report has been signed
 */

/* Begins with the report as it is; @desk must outlive the room. @unseen:
 * (nullable): what of the case was not viewed, shown to the reader only. */
void ovr_sign_room_begin (OvrSignRoom *self,
                          OvrDesk *desk,
                          OvrCaseSession *session,
                          const char *unseen);

G_END_DECLS
