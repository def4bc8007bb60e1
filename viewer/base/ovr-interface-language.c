/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-interface-language.h"

#include <string.h>

const char *
ovr_interface_language (void)
{
  static char *language;

  if (g_once_init_enter (&language))
    {
      const char *name = g_get_language_names ()[0];
      char *tag = strlen (name) >= 2 && strcmp (name, "POSIX") != 0 ? g_strndup (name, 2) : g_strdup ("en");

      g_once_init_leave (&language, tag);
    }
  return language;
}
