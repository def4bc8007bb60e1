/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command-window.h"
#include "ovr-command.h"

#include "ovr-dicom.h"
#include "ovr-memory.h"

#include <locale.h>

int
main (int argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  /* Numbers in files and messages don't follow the user's locale. */
  setlocale (LC_NUMERIC, "C");
  ovr_memory_init ();
  ovr_dicom_init ();

  return ovr_command_means_window (argc, argv) ? ovr_command_window (argc, argv) : ovr_command_run (argc, argv);
}
