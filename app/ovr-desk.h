/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-frame-cache.h"
#include "ovr-library-cases.h"

G_BEGIN_DECLS

/**
 * OvrDesk:
 * @path: (owned): the library's file
 * @both: (owned): studies and cases
 * @library: (borrowed): of @both: studies
 * @database: (borrowed): of @library
 * @store: (borrowed): of @both: cases and reports
 * @cache: (owned): decoded frames
 * @orphans: (owned) (nullable) (element-type OvrCaseIntake): of several persons,
 *   left by an import that was stopped before it was said whose case it is
 *
 * What every room of the window works with: one library, opened. Main thread.
 */
typedef struct
{
  char *path;
  OvrLibraryCases *both;
  OvrLibrary *library;
  OvrDatabase *database;
  OvrCaseStore *store;
  OvrFrameCache *cache;
  GPtrArray *orphans;
} OvrDesk;

OvrDesk *ovr_desk_open (const char *path,
                        GError **error);

/* Writes what is still queued; an import that runs must have ended. */
void ovr_desk_free (OvrDesk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrDesk, ovr_desk_free)

G_END_DECLS
