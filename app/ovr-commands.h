/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The commands, each in a file of its own: ovr-command-<name>.c. Each gets
 * the words from its name on and returns an OvrExit. */
