/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-medium.h"

#include <gio/gunixmounts.h>

#include <stdlib.h>
#include <string.h>

static gboolean
is_among (const char *type,
          const char *const *names)
{
  for (; *names != NULL; names++)
    if (g_str_equal (type, *names))
      return TRUE;
  return FALSE;
}

/* The device that @name is a part of is at a USB port, or says of itself that
 * its medium can be taken out. */
static gboolean
is_removable (const char *name,
              const char *sys)
{
  static const char *const flags[] = { "removable", "../removable" };
  g_autofree char *link = g_build_filename (sys, "class", "block", name, NULL);
  g_autofree char *device = NULL;
  char *resolved = realpath (link, NULL);

  if (resolved == NULL)
    return FALSE;
  device = g_strdup (resolved);
  free (resolved);
  if (strstr (device, "/usb") != NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    {
      g_autofree char *path = g_build_filename (device, flags[i], NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL) && *text == '1')
        return TRUE;
    }
  return FALSE;
}

OvrMedium
ovr_medium_of_mount (const char *type,
                     const char *device,
                     const char *sys)
{
  static const char *const discs[] = { "iso9660", "udf", "cd9660", NULL };
  static const char *const networks[] = { "nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "9p", "afs", "ceph",
                                          "davfs", "sshfs", NULL };

  if (is_among (type, discs))
    return OVR_MEDIUM_REMOVABLE;

  /* "fuseblk" is a disk with a foreign file system; what else FUSE shows is
   * made up by a program, most often from far away. */
  if (is_among (type, networks) || g_str_equal (type, "fuse") || g_str_has_prefix (type, "fuse."))
    return OVR_MEDIUM_NETWORK;
  if (!g_str_has_prefix (device, "/dev/"))
    return OVR_MEDIUM_UNKNOWN;
  return is_removable (device + strlen ("/dev/"), sys) ? OVR_MEDIUM_REMOVABLE : OVR_MEDIUM_DISK;
}

OvrMedium
ovr_medium_of_path (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  GUnixMountEntry *mount = g_unix_mount_for (absolute, NULL);
  OvrMedium medium;

  if (mount == NULL)
    return OVR_MEDIUM_UNKNOWN;
  medium = ovr_medium_of_mount (g_unix_mount_get_fs_type (mount), g_unix_mount_get_device_path (mount), "/sys");
  g_unix_mount_free (mount);
  return medium;
}
