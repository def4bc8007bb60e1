/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-library.h"

G_BEGIN_DECLS

/**
 * ovr_leave_out_async:
 * @intakes: (element-type OvrCaseIntake): persons that stay outside
 *
 * Takes out of the index what an import put there of these persons and no case
 * has, and what it copied of them into the library's folder, other contents
 * under their UIDs too. What belongs to a case stays, one that was put away
 * included; files outside the library are never touched. A file that can't go
 * now goes at a later start.
 */
void ovr_leave_out_async (OvrLibrary *library,
                          GPtrArray *intakes,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean ovr_leave_out_finish (OvrLibrary *library,
                               GAsyncResult *result,
                               GError **error);

G_END_DECLS
