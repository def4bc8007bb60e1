/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-instance.h"

G_BEGIN_DECLS

/* Frames that an instance may claim: above that a count is damage, and lists
 * made by it would eat the memory. */
#define OVR_INSTANCE_MAX_FRAMES 500000

/**
 * OvrInstanceBox:
 * @pub: what everybody sees; first, so that the pointers are the same
 * @ref_count: atomic
 *
 * The only writer is whoever makes the instance, before it hands it out.
 */
typedef struct
{
  OvrInstance pub;
  gatomicrefcount ref_count;
} OvrInstanceBox;

/* An instance with every string "", every number unknown and no facts. */
OvrInstance *ovr_instance_alloc (void);

/* Shared strings: put @text (NULL counts as "") into @field. */
void ovr_instance_set_string (const char **field,
                              const char *text);

/* Says where the file was put; before the instance is handed out. */
void ovr_instance_set_path (OvrInstance *self,
                            const char *path);

/* Gives the instance @n facts, all unknown; with @with_words room for stack IDs
 * and frame types. To be filled by the caller; owned by the instance. */
OvrFrameFacts *ovr_instance_alloc_facts (OvrInstance *self,
                                         guint n,
                                         gboolean with_words,
                                         const char ***stack_ids,
                                         const char ***frame_types);

G_END_DECLS
