/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-preferences.h"

#include "ovr-memory.h"

#include <string.h>

#define IMAGES "Images"
#define INTERPOLATION "Interpolation"
#define MEMORY "MemoryMiB"
#define MIN_MEMORY_MIB 64
#define CASES "Cases"
#define ORDER "Order"

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "overread", "preferences.ini", NULL);
}

/* An empty one where there is no file yet. */
static GKeyFile *
load (void)
{
  GKeyFile *file = g_key_file_new ();
  g_autofree char *path = dup_path ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL);
  return file;
}

gboolean
ovr_preferences_parse_interpolation (const char *word,
                                     OvrInterpolation *out)
{
  static const char *const words[] = {
    [OVR_INTERPOLATION_BILINEAR] = "bilinear",
    [OVR_INTERPOLATION_NEAREST] = "nearest",
    [OVR_INTERPOLATION_LANCZOS] = "lanczos",
  };

  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (words); i++)
    if (strcmp (word, words[i]) == 0)
      {
        *out = (OvrInterpolation) i;
        return TRUE;
      }

  return FALSE;
}

char *
ovr_preferences_dup_interpolation (void)
{
  g_autoptr (GKeyFile) file = load ();
  g_autofree char *word = g_key_file_get_string (file, IMAGES, INTERPOLATION, NULL);
  OvrInterpolation known;

  return ovr_preferences_parse_interpolation (word, &known) ? g_steal_pointer (&word) : g_strdup ("bilinear");
}

static void
save (const char *group,
      const char *key,
      const char *value)
{
  g_autoptr (GKeyFile) file = load ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = dup_path ();
  g_autofree char *folder = g_path_get_dirname (path);

  g_mkdir_with_parents (folder, 0700);
  g_key_file_set_string (file, group, key, value);
  if (!g_key_file_save_to_file (file, path, &error))
    g_warning ("%s", error->message);
}

void
ovr_preferences_set_interpolation (const char *word)
{
  save (IMAGES, INTERPOLATION, word);
}

char *
ovr_preferences_dup_case_order (void)
{
  g_autoptr (GKeyFile) file = load ();
  char *order = g_key_file_get_string (file, CASES, ORDER, NULL);

  return order != NULL ? order : g_strdup ("");
}

void
ovr_preferences_set_case_order (const char *order)
{
  save (CASES, ORDER, order);
}

gsize
ovr_preferences_get_memory (void)
{
  g_autoptr (GKeyFile) file = load ();
  guint64 mib = g_key_file_get_uint64 (file, IMAGES, MEMORY, NULL);

  /* More than the machine has is a file of another one. */
  if (mib < MIN_MEMORY_MIB || (ovr_memory_total () > 0 && mib > ovr_memory_total () >> 20))
    return ovr_memory_default_budget ();
  return (gsize) mib << 20;
}

void
ovr_preferences_set_memory (gsize bytes)
{
  g_autofree char *mib = g_strdup_printf ("%" G_GSIZE_FORMAT, bytes >> 20);

  save (IMAGES, MEMORY, mib);
}

static const struct
{
  const char *group;
  const char *key;
} flags[] = {
  [OVR_PREFERENCE_KEEPS_UP] = { IMAGES, "KeepUp" },
  [OVR_PREFERENCE_KEEPS_COVERAGE] = { "Coverage", "Keep" },
  [OVR_PREFERENCE_COPIES] = { "Import", "Copy" },
};

gboolean
ovr_preferences_get_flag (OvrPreference flag)
{
  g_autoptr (GKeyFile) file = load ();

  return g_key_file_get_boolean (file, flags[flag].group, flags[flag].key, NULL);
}

void
ovr_preferences_set_flag (OvrPreference flag,
                          gboolean on)
{
  save (flags[flag].group, flags[flag].key, on ? "true" : "false");
}
