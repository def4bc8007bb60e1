/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _OvrReader OvrReader;

/**
 * OvrDicomdir:
 *
 * What a DICOMDIR lists (PS3.3 F.3), and where it lies in truth: drivers and
 * burners change names. Nothing outside its folder is ever looked at. One
 * thread.
 */
typedef struct _OvrDicomdir OvrDicomdir;

/* NULL where the file at @path (absolute) can't be read as one. */
OvrDicomdir *ovr_dicomdir_load (const char *path);
void ovr_dicomdir_free (OvrDicomdir *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrDicomdir, ovr_dicomdir_free)

const char *ovr_dicomdir_get_path (OvrDicomdir *self);

/* The first listed file that is there: absolute. (nullable) */
const char *ovr_dicomdir_find_first (OvrDicomdir *self);

/* Those that are there, in the order of the list: absolute. Borrowed.
 * (element-type filename) */
GPtrArray *ovr_dicomdir_find_all (OvrDicomdir *self);

/* Adds "ID\nname" of each patient to @patients, a set. */
void ovr_dicomdir_add_patients (OvrDicomdir *self,
                                GHashTable *patients);

/* Queues as skipped what it lists and isn't there, nor was read from elsewhere.
 * FALSE: stop. */
gboolean ovr_dicomdir_report_missing (OvrDicomdir *self,
                                      OvrReader *reader);

G_END_DECLS
