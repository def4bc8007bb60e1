/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-memory.h"

#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#define MIN_BUDGET ((gsize) 256 << 20)
#define MAX_BUDGET ((gsize) 2 << 30)

/* Blocks from this size on are mapped, each for itself: a frame of 256² is. */
#define LARGE_BLOCK (96 * 1024)

void
ovr_memory_init (void)
{
#ifdef __GLIBC__
  mallopt (M_MMAP_THRESHOLD, LARGE_BLOCK);
  mallopt (M_TRIM_THRESHOLD, 8 * LARGE_BLOCK);
#endif
}

gsize
ovr_memory_total (void)
{
  long pages = sysconf (_SC_PHYS_PAGES), size = sysconf (_SC_PAGESIZE);

  return pages > 0 && size > 0 ? (gsize) pages * (gsize) size : 0;
}

gsize
ovr_memory_default_budget (void)
{
  return CLAMP (ovr_memory_total () / 4, MIN_BUDGET, MAX_BUDGET);
}
