/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-fields-private.h"
#include "sample-report.h"

#include <stdio.h>
#include <string.h>

/* For check-report-schema.py:
 *   report-form-tool words        "type key word word …" of each enumeration
 *   report-form-tool sample SEED  a report with everything in it
 *   report-form-tool read         one document a line: "yes" if it is read */

static void
print_words (const OvrType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      const OvrField *field = &type->fields[i];

      if (field->kind == OVR_FIELD_ENUM)
        {
          g_autofree char *words = g_strjoinv (" ", (char **) field->words);

          g_print ("%s %s %s\n", type->name, field->key, words);
        }
      if (field->type != NULL)
        print_words (field->type);
    }
}

static void
read_lines (void)
{
  g_autofree char *line = NULL;
  size_t size = 0;
  ssize_t length;

  while ((length = getline (&line, &size, stdin)) >= 0)
    {
      g_autoptr (OvrReport) report = ovr_report_from_json (line, length, NULL);

      g_print ("%s\n", report != NULL ? "yes" : "no");
    }
}

int
main (int argc,
      char *argv[])
{
  const char *command = argc > 1 ? argv[1] : "";

  if (strcmp (command, "words") == 0)
    print_words (&ovr_report_type);
  else if (strcmp (command, "sample") == 0 && argc == 3)
    {
      g_autoptr (OvrReport) report = sample_report_new ((guint32) g_ascii_strtoull (argv[2], NULL, 10));
      g_autofree char *json = ovr_report_to_json (report);

      g_print ("%s", json);
    }
  else if (strcmp (command, "read") == 0)
    read_lines ();
  else
    return 2;
  return 0;
}
