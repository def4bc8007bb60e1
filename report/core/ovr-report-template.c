/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-template.h"

#include "ovr-report-fields-private.h"
#include "ovr-report-templates.h"

#include <gio/gio.h>
#include <string.h>

#define PREFIX "/org/overread/templates/"
#define SUFFIX ".json"

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
ovr_report_template_list (void)
{
  g_auto (GStrv) files = g_resource_enumerate_children (ovr_report_templates_get_resource (), PREFIX,
                                                        G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    g_ptr_array_add (names, g_strndup (files[i], strlen (files[i]) - strlen (SUFFIX)));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

OvrReport *
ovr_report_template_load (const char *name)
{
  g_autofree char *path = g_strconcat (PREFIX, name, SUFFIX, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (ovr_report_templates_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;
  OvrReport *report;

  if (bytes == NULL)
    return NULL;
  report = ovr_report_read_json (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), TRUE, &error);
  if (report == NULL)
    g_critical ("Template %s: %s", name, error->message); /* a test reads them all */
  return report;
}
