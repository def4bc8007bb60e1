/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrMedium:
 * @OVR_MEDIUM_UNKNOWN: to be found out; as an answer: nothing speaks for any
 * @OVR_MEDIUM_DISK: built in: files can be read in any order
 * @OVR_MEDIUM_REMOVABLE: a disc, stick or camera: slow, and gone tomorrow
 * @OVR_MEDIUM_NETWORK: another machine's: each access waits for it
 *
 * What files lie on. The two last ones are read by one thread, in the order in
 * which a reader looks at the images.
 */
typedef enum
{
  OVR_MEDIUM_UNKNOWN,
  OVR_MEDIUM_DISK,
  OVR_MEDIUM_REMOVABLE,
  OVR_MEDIUM_NETWORK,
} OvrMedium;

/* What @path lies on, by its mount. Any thread. */
OvrMedium ovr_medium_of_path (const char *path);

/* The same of a mount of @type ("iso9660", "ext4", "nfs4" …) from @device
 * ("/dev/sdb1"); @sys is where the kernel tells of its devices: "/sys". */
OvrMedium ovr_medium_of_mount (const char *type,
                               const char *device,
                               const char *sys);

G_END_DECLS
