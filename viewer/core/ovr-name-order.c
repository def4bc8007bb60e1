/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-name-order.h"

#include <string.h>

/* Compares the runs of digits that both start with, and moves behind them. */
static int
compare_runs (const char **a,
              const char **b)
{
  gsize length_a, length_b;
  int order;

  *a += strspn (*a, "0");
  *b += strspn (*b, "0");
  length_a = strspn (*a, "0123456789");
  length_b = strspn (*b, "0123456789");
  if (length_a != length_b)
    return length_a < length_b ? -1 : 1;
  order = strncmp (*a, *b, length_a);
  *a += length_a;
  *b += length_b;
  return order;
}

int
ovr_name_compare (const char *a,
                  const char *b)
{
  const char *at_a = a, *at_b = b;

  while (*at_a != '\0' && *at_b != '\0')
    {
      int order;

      if (g_ascii_isdigit (*at_a) && g_ascii_isdigit (*at_b))
        {
          order = compare_runs (&at_a, &at_b);
        }
      else
        {
          order = (guchar) g_ascii_tolower (*at_a) - (guchar) g_ascii_tolower (*at_b);
          at_a++;
          at_b++;
        }
      if (order != 0)
        return order;
    }
  if (*at_a != *at_b)
    return *at_a == '\0' ? -1 : 1;
  return strcmp (a, b);
}
