/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command-json.h"
#include "ovr-command.h"
#include "ovr-commands.h"
#include "ovr-library-cases.h"

#include <stdio.h>

static void
add_strings (JsonBuilder *builder,
             const char *member,
             GPtrArray *strings)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < strings->len; i++)
    json_builder_add_string_value (builder, strings->pdata[i]);
  json_builder_end_array (builder);
}

static void
print_json (GPtrArray *cases)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < cases->len; i++)
    {
      const OvrCase *one = cases->pdata[i];
      g_autofree char *due = ovr_date_to_iso (one->due);

      json_builder_begin_object (builder);
      ovr_command_json_string (builder, "id", one->id);
      add_strings (builder, "patients", one->patient_keys);
      add_strings (builder, "studies", one->study_uids);
      ovr_command_json_string (builder, "status", ovr_case_status_to_string (one->status));
      ovr_command_json_string (builder, "due", due);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  ovr_command_json_print (builder);
}

static void
print_text (GPtrArray *cases)
{
  for (guint i = 0; i < cases->len; i++)
    {
      const OvrCase *one = cases->pdata[i];
      g_autofree char *due = ovr_date_is_known (one->due) ? ovr_date_to_words (one->due, "en") : NULL;

      printf ("%s  %s  %u %s%s%s\n", one->id, ovr_case_status_to_string (one->status), one->study_uids->len,
              one->study_uids->len == 1 ? "study" : "studies", due != NULL ? ", due " : "", due != NULL ? due : "");
    }
}

int
ovr_command_cases (int argc,
                   char **argv)
{
  gboolean json = FALSE;
  g_autofree char *library = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON document", NULL },
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &library, "The library's file", "FILE" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (OvrLibraryCases) both = NULL;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int code;

  if (!ovr_command_parse (NULL, "Lists the library's cases.", entries, &argc, &argv, &code))
    return code;
  if (argc > 1)
    return ovr_command_fail_usage ("cases: takes no words of its own");

  path = ovr_command_library_path (library);
  both = ovr_library_cases_open (path, &error);
  if (both != NULL && ovr_library_cases_adopt_orphans (both, &error))
    cases = ovr_case_store_list (both->cases, &error);
  if (cases == NULL)
    return ovr_command_fail_input ("cases: %s", error->message);

  if (json)
    print_json (cases);
  else
    print_text (cases);
  return OVR_EXIT_DONE;
}
