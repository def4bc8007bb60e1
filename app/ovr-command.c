/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command.h"

#include "ovr-commands.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* In the order of the help text. */
static const OvrCommand commands[] = {
  { "demo", "write the demo case into a folder", ovr_command_demo },
  { "import", "take files, folders, discs and archives into the library", ovr_command_import },
  { "cases", "list the library's cases", ovr_command_cases },
  { "info", "tell what a folder or file holds, and its health", ovr_command_info },
  { "dump", "print a DICOM file's data set", ovr_command_dump },
  { "pixels", "print the MD5 of each frame's pixels", ovr_command_pixels },
  { "value", "tell the value of one pixel", ovr_command_value },
  { "render", "draw one frame as a PNG", ovr_command_render },
  { "report", "make a report value, or say what stops its signature", ovr_command_report },
  { "export", "write a report as PDF or text, signed or as a draft", ovr_command_export },
  { "verify", "judge a signed PDF", ovr_command_verify },
  { "identity", "make or show the identity that signs", ovr_command_identity },
  { NULL, NULL, NULL },
};

const OvrCommand *
ovr_command_find (const char *name)
{
  for (const OvrCommand *command = commands; command->name != NULL; command++)
    if (g_strcmp0 (command->name, name) == 0)
      return command;

  return NULL;
}

gboolean
ovr_command_parse (const char *words,
                   const char *summary,
                   const GOptionEntry *entries,
                   int *argc,
                   char ***argv,
                   int *code)
{
  g_autoptr (GOptionContext) context = g_option_context_new (words);
  g_autoptr (GError) error = NULL;
  gboolean help = FALSE;
  const GOptionEntry own[] = {
    { "help", 'h', G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &help, NULL, NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autofree char *name = g_strdup_printf ("overread %s", (*argv)[0]);

  g_option_context_set_summary (context, summary);
  g_option_context_set_help_enabled (context, FALSE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, own, NULL);
  g_set_prgname (name);

  if (!g_option_context_parse (context, argc, argv, &error))
    {
      *code = ovr_command_fail_usage ("%s; see \"%s --help\"", error->message, name);
      return FALSE;
    }

  /* "--" ends the options and is no word of the command's own. */
  if (*argc > 1 && strcmp ((*argv)[1], "--") == 0)
    {
      memmove (*argv + 1, *argv + 2, (gsize) (*argc - 1) * sizeof **argv);
      (*argc)--;
    }

  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);

      fputs (text, stdout);
      *code = OVR_EXIT_DONE;
      return FALSE;
    }

  return TRUE;
}

static void G_GNUC_PRINTF (1, 0)
    print_line (const char *format,
                va_list arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);

  g_strdelimit (text, "\n\r", ' ');
  fprintf (stderr, "overread: %s\n", text);
}

int
ovr_command_fail_input (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  print_line (format, arguments);
  va_end (arguments);
  return OVR_EXIT_INPUT;
}

void
ovr_command_tell (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  print_line (format, arguments);
  va_end (arguments);
}

int
ovr_command_fail_usage (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  print_line (format, arguments);
  va_end (arguments);
  return OVR_EXIT_USAGE;
}

static gboolean
fail_writing (int number,
              GError **error)
{
  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (number), g_strerror (number));
  return FALSE;
}

/* Straight into a device or pipe, such as /dev/stdout. */
static gboolean
write_special (const char *path,
               const char *data,
               gsize length,
               GError **error)
{
  FILE *file = g_fopen (path, "wb");
  gboolean good;

  if (file == NULL)
    return fail_writing (errno, error);
  good = fwrite (data, 1, length, file) == length;
  good = fclose (file) == 0 && good;
  return good || fail_writing (errno, error);
}

gboolean
ovr_command_write_file (const char *path,
                        gconstpointer data,
                        gsize length,
                        int mode,
                        GError **error)
{
  char *target = NULL;
  char *why;
  g_autofree char *resolved = NULL;
  g_autoptr (GError) local = NULL;
  gboolean special;
  GStatBuf info;

  /* What replaces a file has a new name for a moment: it must not replace a
   * link, nor a device or pipe (root could lose /dev/null to a picture). */
  special = g_stat (path, &info) == 0 && !S_ISREG (info.st_mode);
  if (special && S_ISDIR (info.st_mode))
    return fail_writing (EISDIR, error);
  if (special)
    return write_special (path, data, length, error);
  if (g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      target = realpath (path, NULL);
      if (target == NULL)
        return fail_writing (errno, error);
      resolved = g_strdup (target);
      free (target);
    }
  if (g_file_set_contents_full (resolved != NULL ? resolved : path, data, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, mode, &local))
    return TRUE;
  /* GLib's message begins with the path, in which a patient may be named. */
  why = strrchr (local->message, ':');
  g_set_error_literal (error, local->domain, local->code, why != NULL ? g_strchug (why + 1) : local->message);
  return FALSE;
}

char *
ovr_command_library_path (const char *option)
{
  const char *path = option != NULL ? option : g_getenv ("OVERREAD_LIBRARY");
  g_autofree char *directory = NULL;
  char *result = path != NULL && *path != '\0'
                     ? g_strdup (path)
                     : g_build_filename (g_get_user_data_dir (), "overread", "library.sqlite", NULL);

  directory = g_path_get_dirname (result);
  g_mkdir_with_parents (directory, 0700);
  return result;
}

static int
print_help (void)
{
  puts ("Usage:\n"
        "  overread [PATH…]            open the window; the paths are imported first\n"
        "  overread COMMAND [OPTION…]  work without a window\n\n"
        "Commands:");
  for (const OvrCommand *command = commands; command->name != NULL; command++)
    printf ("  %-12s %s\n", command->name, command->summary);
  puts ("\n\"overread COMMAND --help\" tells a command's options.\n"
        "Overread is not a cleared medical device.");
  return OVR_EXIT_DONE;
}

int
ovr_command_run (int argc,
                 char **argv)
{
  const OvrCommand *command = ovr_command_find (argv[1]);

  if (command != NULL)
    return command->run (argc - 1, argv + 1);
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    return print_help ();
  if (strcmp (argv[1], "--version") == 0)
    {
      puts ("overread " OVERREAD_VERSION);
      return OVR_EXIT_DONE;
    }

  return ovr_command_fail_usage ("there is no command \"%s\"; see \"overread --help\"", argv[1]);
}
