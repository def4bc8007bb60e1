/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-fields-private.h"

#include <string.h>

/* A report nests eight deep (report, findings, key image, view, shapes, shape,
 * points, point), each with its list. */
#define MAX_DEPTH 24

typedef struct
{
  gboolean in_string;
  gboolean escaped;
  gboolean closed;
  int depth;
} Scan;

static gboolean
scan_in_string (Scan *scan,
                const char *at,
                gsize left)
{
  if (scan->escaped)
    {
      scan->escaped = FALSE;
      return !(*at == 'u' && left >= 5 && strncmp (at, "u0000", 5) == 0);
    }
  if (*at == '\\')
    scan->escaped = TRUE;
  else if (*at == '"')
    scan->in_string = FALSE;
  return TRUE;
}

static gboolean
scan_outside (Scan *scan,
              char c)
{
  if (scan->closed) /* one document, nothing behind it */
    return g_ascii_isspace (c);
  switch (c)
    {
    case '"':
      scan->in_string = TRUE;
      return TRUE;
    case '{':
    case '[':
      return ++scan->depth <= MAX_DEPTH;
    case '}':
    case ']':
      scan->closed = --scan->depth == 0;
      return scan->depth >= 0;
    case ',':
    case ':':
    case '-':
    case '+':
    case '.':
    case ' ':
    case '\t':
    case '\r':
    case '\n':
      return TRUE;
    default: /* numbers, true, false, null; no comments, no other quotes */
      return g_ascii_isalnum (c);
    }
}

gboolean
ovr_json_is_safe (const char *json,
                  gsize length)
{
  Scan scan = { FALSE, FALSE, FALSE, 0 };

  if (!g_utf8_validate_len (json, length, NULL))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (scan.in_string ? !scan_in_string (&scan, json + i, length - i)
                         : !scan_outside (&scan, json[i]))
        return FALSE;
    }
  return scan.closed;
}
