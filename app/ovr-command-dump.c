/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command.h"
#include "ovr-commands.h"
#include "ovr-dataset.h"
#include "ovr-file.h"
#include "ovr-log.h"

#include <stdio.h>
#include <unistd.h>

/* overread dump: the data set as text. */

int
ovr_command_dump (int argc,
                  char **argv)
{
  g_autoptr (OvrDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;
  int code = OVR_EXIT_DONE;
  int fd;

  if (!ovr_command_parse ("FILE", "Prints a DICOM file's data set, one line an element.", NULL, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return ovr_command_fail_usage ("dump: one file is wanted");

  file = ovr_log_file (argv[1]);
  fd = ovr_file_open (argv[1], &error);
  if (fd < 0)
    return ovr_command_fail_input ("%s: %s", file, error->message);
  dataset = ovr_dataset_read_fd (fd, OVR_READ_ALL, &error);
  close (fd);
  if (dataset == NULL)
    return ovr_command_fail_input ("%s: %s", file, error->message);
  text = ovr_dataset_dump (dataset);
  if (text == NULL)
    return ovr_command_fail_input ("%s: the data set can't be shown", file);
  fputs (text, stdout);
  if (ovr_dataset_is_truncated (dataset))
    return ovr_command_fail_input ("%s: the file ends before its last element does", file);
  return OVR_EXIT_DONE;
}
