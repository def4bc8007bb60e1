/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command-window.h"

#include "ovr-application.h"
#include "ovr-command.h"

#include <locale.h>

gboolean
ovr_command_means_window (int argc,
                          char **argv)
{
  if (argc < 2 || g_str_has_prefix (argv[1], "--library"))
    return TRUE;
  if (*argv[1] == '-' || ovr_command_find (argv[1]) != NULL)
    return FALSE;
  return g_file_test (argv[1], G_FILE_TEST_EXISTS);
}

int
ovr_command_window (int argc,
                    char **argv)
{
  g_autofree char *library = NULL;
  const GOptionEntry options[] = {
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &library, "the library to open", "FILE" },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("[PATH…]");
  g_autoptr (OvrApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return ovr_command_fail_usage ("%s; see \"overread --help\"", error->message);
  for (int i = 1; i < argc; i++)
    if (!g_file_test (argv[i], G_FILE_TEST_EXISTS))
      return ovr_command_fail_input ("%s: there is no such file", argv[i]);

  /* main() has set it, and keeps numbers in files free of it. */
  gtk_disable_setlocale ();
  if (!gtk_init_check ())
    return ovr_command_fail_input ("there is no display to open a window on; see \"overread --help\"");

  application = ovr_application_new (library);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
