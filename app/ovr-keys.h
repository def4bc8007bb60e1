/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * OvrKeyScope:
 * @OVR_KEY_ANYWHERE: wherever the focus is; modified keys and F keys only
 * @OVR_KEY_OUTSIDE_TEXT: everywhere but in a text field
 * @OVR_KEY_IMAGES: in the reading room, outside text fields and the ledger
 * @OVR_KEY_LEDGER: while the ledger has the focus
 *
 * Where a key holds. A key stands in the table once, whatever its scope, so
 * that none has two meanings by accident of focus.
 */
typedef enum
{
  OVR_KEY_ANYWHERE,
  OVR_KEY_OUTSIDE_TEXT,
  OVR_KEY_IMAGES,
  OVR_KEY_LEDGER,
  OVR_KEY_UNTAKEN,
} OvrKeyScope;

/**
 * OvrKey:
 * @group: untranslated title of its group in menu and shortcuts window
 * @label: untranslated label, NULL for a second key of the action above
 * @action: detailed action name
 * @accelerator: as gtk_accelerator_parse() reads it
 * @scope: where it holds
 *
 * One row of the one table of keys, which makes the menu, the shortcuts window
 * and the dispatch.
 */
typedef struct
{
  const char *group;
  const char *label;
  const char *action;
  const char *accelerator;
  OvrKeyScope scope;
} OvrKey;

/* All keys; *n gets how many. */
const OvrKey *ovr_keys_get (guint *n);

/* The key that holds for that press, or NULL. Caps Lock doesn't matter; Shift
 * must be as in the table, except for signs that need it to be typed. */
const OvrKey *ovr_keys_find (guint keyval,
                             GdkModifierType state);

/* The program's menu: a section a group. (transfer full) */
GMenuModel *ovr_keys_create_menu (void);

/* The shortcuts window. (transfer floating) */
GtkWidget *ovr_keys_create_window (void);

G_END_DECLS
