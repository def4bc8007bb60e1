/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-library.h"

G_BEGIN_DECLS

/**
 * ovr_leave_out_async:
 * @path: the library's file
 * @intakes: (element-type OvrCaseIntake): persons that stay outside
 *
 * Takes out of the index what an import put there of these persons and no case
 * has, and what it copied of them into the library's folder. What belongs to a
 * case stays, whoever's it is; files outside the library are never touched.
 */
void ovr_leave_out_async (OvrLibrary *library,
                          const char *path,
                          GPtrArray *intakes,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean ovr_leave_out_finish (OvrLibrary *library,
                               GAsyncResult *result,
                               GError **error);

G_END_DECLS
