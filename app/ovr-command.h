/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrExit:
 * @OVR_EXIT_DONE: done, or the answer is yes
 * @OVR_EXIT_NO: the answer is no: a check failed, a signature is not valid
 * @OVR_EXIT_USAGE: the call's words are off
 * @OVR_EXIT_INPUT: the input could not be read, or the output not written
 *
 * The program's exit codes.
 */
typedef enum
{
  OVR_EXIT_DONE = 0,
  OVR_EXIT_NO = 1,
  OVR_EXIT_USAGE = 2,
  OVR_EXIT_INPUT = 3,
} OvrExit;

/**
 * OvrCommand:
 * @name: first word on the command line
 * @summary: one line of help
 * @run: gets the words from the command's name on; returns an #OvrExit
 */
typedef struct
{
  const char *name;
  const char *summary;
  int (*run) (int argc, char **argv);
} OvrCommand;

/* The command called @name, or NULL. */
const OvrCommand *ovr_command_find (const char *name);

/* Reads the options of a command. FALSE after --help (with @code DONE) or a
 * usage error (with @code USAGE); both have been printed then. What is left in
 * @argv after argv[0] are the command's own words; *argc counts them all. */
gboolean ovr_command_parse (const char *words,
                            const char *summary,
                            const GOptionEntry *entries,
                            int *argc,
                            char ***argv,
                            int *code);

/* One line on standard error: "overread: " and the sentence. Returns
 * OVR_EXIT_INPUT, for the caller to return. */
int ovr_command_fail_input (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The same for what a command does all the same. */
void ovr_command_tell (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The same for words that are off; returns OVR_EXIT_USAGE. */
int ovr_command_fail_usage (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* Writes @data to @path whole or not at all (a temporary file beside it, then
 * renamed; a link is followed); straight into a device or pipe. FALSE with a
 * GFileError whose message names no path. */
gboolean ovr_command_write_file (const char *path,
                                 gconstpointer data,
                                 gsize length,
                                 int mode,
                                 GError **error);

/* The library that --library, OVERREAD_LIBRARY or the user's data directory
 * names, in that order; its folder is made. (transfer full) */
char *ovr_command_library_path (const char *option);

int ovr_command_run (int argc,
                     char **argv);

G_END_DECLS
