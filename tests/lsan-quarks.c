/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GLib lets its first table of quarks go on purpose when the 2049th is made: a
 * window with all its widgets needs more. The sanitizer sees the program's
 * variables, so the table is no leak while one of them points at it. */
#include <stddef.h>

#define FIRST_TABLE (2048 * sizeof (char *))

const volatile void *ovr_first_quarks;

void __sanitizer_malloc_hook (const volatile void *block,
                              size_t size);

/* GLib makes the table as it is loaded, before anything else of that size. */
__attribute__ ((visibility ("default"))) void
__sanitizer_malloc_hook (const volatile void *block,
                         size_t size)
{
  if (size == FIRST_TABLE && ovr_first_quarks == NULL)
    ovr_first_quarks = block;
}
