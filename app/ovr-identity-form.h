/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define OVR_TYPE_IDENTITY_FORM (ovr_identity_form_get_type ())
G_DECLARE_FINAL_TYPE (OvrIdentityForm, ovr_identity_form, OVR, IDENTITY_FORM, GtkWidget)

/**
 * OvrIdentityForm:
 *
 * Asks who signs: an identity's file with its passphrase, or makes a local
 * one. The file that was used last is offered again; a passphrase is never
 * kept.
 *
 * Signals: "chosen": the reader wants to go on
 */

/* Starts anew; @name: (nullable): whose identity is made. */
void ovr_identity_form_begin (OvrIdentityForm *self,
                              const char *name);

/* Borrowed until the form is changed. */
const char *ovr_identity_form_get_path (OvrIdentityForm *self);
const char *ovr_identity_form_get_passphrase (OvrIdentityForm *self);

/* The file worked: it is offered the next time. */
void ovr_identity_form_remember (OvrIdentityForm *self);

/* Forgets what was typed. */
void ovr_identity_form_clear (OvrIdentityForm *self);

G_END_DECLS
