/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The commands, each in a file of its own: ovr-command-<name>.c. Each gets
 * the words from its name on and returns an OvrExit. */
int ovr_command_dump (int argc, char **argv);
int ovr_command_pixels (int argc, char **argv);
int ovr_command_info (int argc, char **argv);
int ovr_command_value (int argc, char **argv);
int ovr_command_render (int argc, char **argv);
int ovr_command_import (int argc, char **argv);
int ovr_command_cases (int argc, char **argv);
int ovr_command_report (int argc, char **argv);
int ovr_command_export (int argc, char **argv);
int ovr_command_verify (int argc, char **argv);
int ovr_command_identity (int argc, char **argv);
int ovr_command_demo (int argc, char **argv);
