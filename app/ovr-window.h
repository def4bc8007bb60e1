/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-application.h"
#include "ovr-desk.h"

G_BEGIN_DECLS

#define OVR_TYPE_WINDOW (ovr_window_get_type ())
G_DECLARE_FINAL_TYPE (OvrWindow, ovr_window, OVR, WINDOW, AdwApplicationWindow)

/**
 * OvrWindow:
 *
 * The window with its rooms: cases, reading, signing. Takes @desk, which it
 * closes with itself.
 */
OvrWindow *ovr_window_new (OvrApplication *application,
                           OvrDesk *desk);

/* Imports while the window stays alive, and opens the case if it is one. */
void ovr_window_import (OvrWindow *self,
                        const char *const *paths);
void ovr_window_open_case (OvrWindow *self,
                           const char *case_id);

G_END_DECLS
