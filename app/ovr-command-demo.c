/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command.h"
#include "ovr-commands.h"
#include "ovr-demo.h"
#include "ovr-log.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void
on_signal (int number)
{
  interrupted = number;
}

/* Signals end the run at the next step, so that nothing is left half done. */
static void
catch_signals (void)
{
  struct sigaction action = { .sa_handler = on_signal };

  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

static void
on_progress (double fraction,
             const char *what,
             gpointer user_data)
{
  if (interrupted)
    g_cancellable_cancel (user_data);
  if (isatty (STDERR_FILENO))
    fprintf (stderr, "\r%3.0f %% %-24s%s", fraction * 100.0, what, fraction < 1.0 ? "" : "\n");
}

int
ovr_command_demo (int argc,
                  char **argv)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  int code;

  if (!ovr_command_parse ("DIR", "Writes the demo case: a phantom's images, letters, a finished report, an identity.",
                          NULL, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return ovr_command_fail_usage ("demo wants one folder");
  name = ovr_log_file (argv[1]);
  catch_signals ();
  if (ovr_demo_write (argv[1], on_progress, cancellable, cancellable, &error))
    return OVR_EXIT_DONE;
  return ovr_command_fail_input ("%s: the demo case could not be written: %s", name, error->message);
}
