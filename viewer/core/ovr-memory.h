/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the frame cache frees goes back to the system: without it, the C library
 * learns from the first large block that is freed to keep the next ones in its
 * heap, where small blocks between them hold the memory. Once, before any
 * thread is started. */
void ovr_memory_init (void);

/* Bytes that frames may take where nobody has said: a quarter of the machine's
 * memory, from 256 MiB to 2 GiB. */
gsize ovr_memory_default_budget (void);

/* Bytes of the machine's memory; 0 where it isn't known. */
gsize ovr_memory_total (void);

G_END_DECLS
