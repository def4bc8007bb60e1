/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-index.h"

G_BEGIN_DECLS

/* @ranks: made on demand, guarded by @mutex. */
struct _OvrCaseIndex
{
  gatomicrefcount references;

  /* Owned */
  GArray *entries; /* of OvrCaseEntry */
  GStringChunk *strings;
  GPtrArray *dates; /* of OvrDate[] */
  char **modalities;
  guint n_present;
  GMutex mutex;
  guint32 *ranks[OVR_CASE_N_COLUMNS];
};

G_END_DECLS
