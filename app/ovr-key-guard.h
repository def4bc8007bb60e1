/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-keys.h"

G_BEGIN_DECLS

/**
 * OvrKeyPlace:
 *
 * Where the focus is, as far as keys care.
 */
typedef enum
{
  OVR_KEY_PLACE_OTHER,
  OVR_KEY_PLACE_TEXT,
  OVR_KEY_PLACE_IMAGES,
  OVR_KEY_PLACE_LEDGER,
  OVR_KEY_PLACE_LEDGER_TEXT,
} OvrKeyPlace;

typedef OvrKeyPlace (*OvrKeyPlaceFunc) (gpointer data);

/* Text arrived faster than a hand types: nothing was done with it. */
typedef void (*OvrKeyBurstFunc) (gpointer data);

/**
 * ovr_key_guard_attach:
 * @window: whose keys are dispatched by the table of ovr-keys.h
 *
 * Keys that type a character and mean an action wait for 60 ms. When four or
 * more come within that time outside a text field, they are a scanner or a
 * dictation device that lost its field: all of them are dropped, up to a pause,
 * and @burst is told.
 */
void ovr_key_guard_attach (GtkWidget *window,
                           OvrKeyPlaceFunc place,
                           OvrKeyBurstFunc burst,
                           gpointer data);

/* Whether @key holds while the focus is at @place. */
gboolean ovr_key_holds (const OvrKey *key,
                        OvrKeyPlace place);

G_END_DECLS
