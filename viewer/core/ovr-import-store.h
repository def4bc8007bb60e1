/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-library.h"

G_BEGIN_DECLS

/**
 * OvrImportStore:
 *
 * A folder in the library's own for what archives hold, while one import runs.
 * Files that no row of the index refers to are left there by an import that was
 * killed: the next one takes them away. It knows by a mark and a lock whether
 * that one still runs, in this program or another. One thread.
 */
typedef struct _OvrImportStore OvrImportStore;

/* Makes it, and cleans up. NULL with an error of G_FILE_ERROR. */
OvrImportStore *ovr_import_store_new (OvrLibrary *library,
                                      GError **error);

/* Takes the mark away, and the folder where it is empty. */
void ovr_import_store_free (OvrImportStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrImportStore, ovr_import_store_free)

const char *ovr_import_store_get_path (OvrImportStore *self);

G_END_DECLS
