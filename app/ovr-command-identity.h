/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-identity.h"

G_BEGIN_DECLS

/* (transfer full): the passphrase in the first line of the file @path, to be
 * freed with ovr_command_free_secret(). NULL after one line on standard error;
 * *@code is the exit code then. */
char *ovr_command_read_secret (const char *path,
                               int *code);

/* Wipes it first. */
void ovr_command_free_secret (char *secret);

/* (transfer full): the identity in the PKCS #12 file @path, opened with what
 * stands in @passphrase_path. NULL after one line on standard error; *@code is
 * the exit code then. */
OvrIdentity *ovr_command_load_identity (const char *path,
                                        const char *passphrase_path,
                                        int *code);

G_END_DECLS
