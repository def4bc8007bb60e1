/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define OVR_TYPE_APPLICATION (ovr_application_get_type ())
G_DECLARE_FINAL_TYPE (OvrApplication, ovr_application, OVR, APPLICATION, AdwApplication)

/**
 * ovr_application_new:
 * @library: (nullable): the library's file; NULL for OVERREAD_LIBRARY or the
 *   user's own. A library that was named gets a process of its own, so that
 *   nothing is imported into the library of a window that runs already.
 *
 * Returns: (transfer full): the program with its window
 */
OvrApplication *ovr_application_new (const char *library);

G_END_DECLS
