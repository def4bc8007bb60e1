/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-demo.h"

#include "ovr-demo-report.h"
#include "ovr-demo-scan.h"
#include "ovr-identity.h"
#include "ovr-phantom-knee.h"
#include "ovr-phantom-mammo.h"
#include "ovr-phantom-projection.h"
#include "ovr-phantom-ultrasound.h"
#include "ovr-phantom.h"
#include "ovr-source-file.h"

#include <glib/gstdio.h>
#include <string.h>

/* The demo's key protects nothing: whoever has the folder has its passphrase. */
#define PASSPHRASE "phantom, not a patient"

#define RECEIVED_DAYS_LATER 3

/* What part of the time the images take. */
#define CHEST_SHARE 0.7
#define IMAGES_SHARE 0.92

/* One run. */
typedef struct
{
  const char *directory;
  OvrDemoProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
} Demo;

static void
tell (Demo *self,
      double fraction,
      const char *what)
{
  if (self->progress != NULL)
    self->progress (fraction, what, self->user_data);
}

static gboolean
write_text (Demo *self,
            const char *name,
            const char *text,
            int mode,
            GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   mode, error);
}

/* A folder of ours with everything in it. */
static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
on_images (double fraction,
           gpointer user_data)
{
  tell (user_data, fraction * CHEST_SHARE, "images");
}

/* Puts @made into the place of what an earlier run left there. */
static gboolean
replace_tree (const char *made,
              const char *path,
              GError **error)
{
  g_autofree char *old = g_strconcat (made, ".old", NULL);
  gboolean had = g_rename (path, old) == 0;

  if (g_rename (made, path) == 0)
    {
      if (had)
        remove_tree (old);
      return TRUE;
    }
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the images cannot be put into their place");
  if (had)
    (void) g_rename (old, path);
  return FALSE;
}

static gboolean
write_chest (Demo *self,
             const char *folder,
             GError **error)
{
  return ovr_phantom_write_chest (folder, on_images, self, self->cancellable, error);
}

/* The other patients: each is a case of its own. */
static gboolean
write_others (Demo *self,
              const char *folder,
              GError **error)
{
  static const struct
  {
    const char *name;
    gboolean (*write) (const char *directory,
                       GError **error);
  } others[] = {
    { "knee", ovr_phantom_knee_write },
    { "mammography", ovr_phantom_mammo_write },
    { "radiograph", ovr_phantom_projection_write },
    { "ultrasound", ovr_phantom_ultrasound_write },
  };
  guint n = G_N_ELEMENTS (others);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *child = g_build_filename (folder, others[i].name, NULL);

      tell (self, CHEST_SHARE + (IMAGES_SHARE - CHEST_SHARE) * i / n, others[i].name);
      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (g_mkdir (child, 0755) != 0)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the folder cannot be written to");
          return FALSE;
        }
      if (!others[i].write (child, error))
        return FALSE;
    }
  return TRUE;
}

/* The images appear all at once, or not at all. */
static gboolean
write_tree (Demo *self,
            const char *name,
            gboolean (*write) (Demo *self, const char *folder, GError **error),
            GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);
  g_autofree char *made = g_build_filename (self->directory, ".images-XXXXXX", NULL);

  if (g_mkdtemp_full (made, 0755) == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the folder cannot be written to");
      return FALSE;
    }
  if (write (self, made, error) && replace_tree (made, path, error))
    return TRUE;
  remove_tree (made);
  return FALSE;
}

/* "17. Sep. 2026", on the stamp of the one who got the original report. */
static char *
make_stamp (void)
{
  static const char *const months[] = { "Jan", "Feb", "März", "Apr", "Mai", "Juni",
                                        "Juli", "Aug", "Sep", "Okt", "Nov", "Dez" };
  OvrDate date = { 0, 0, 0 };
  g_autoptr (GDateTime) studied = NULL;
  g_autoptr (GDateTime) received = NULL;

  ovr_date_parse (ovr_phantom_chest_study (OVR_PHANTOM_CURRENT)->date, &date);
  studied = g_date_time_new_utc (date.year, date.month, date.day, 12, 0, 0);
  received = g_date_time_add_days (studied, RECEIVED_DAYS_LATER);
  return g_strdup_printf ("%02d. %s. %d", g_date_time_get_day_of_month (received),
                          months[g_date_time_get_month (received) - 1], g_date_time_get_year (received));
}

static gboolean
write_letters (Demo *self,
               GError **error)
{
  static const char *const names[][2] = { { "original-report.de.txt", "original-report.txt" },
                                          { "original-report.en.txt", "original-report.en.txt" },
                                          { "request.txt", "request.txt" } };
  g_autofree char *original = ovr_demo_dup_text ("original-report.de.txt");
  g_autofree char *scan = g_build_filename (self->directory, "original-report.pdf", NULL);
  g_autofree char *stamp = make_stamp ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = ovr_demo_dup_text (names[i][0]);

      if (!write_text (self, names[i][1], text, 0644, error))
        return FALSE;
    }
  return ovr_demo_scan_write (original, stamp, scan, error);
}

/* The identity of an earlier run, if it is the demo's reader's and still good. */
static OvrIdentity *
load_identity (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (OvrIdentity) identity = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *data;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, NULL))
    return NULL;
  bytes = g_bytes_new_take (data, length);
  identity = ovr_identity_load (bytes, PASSPHRASE, NULL);
  if (identity == NULL || g_strcmp0 (ovr_identity_get_name (identity), OVR_DEMO_READER) != 0 ||
      !ovr_identity_check_usable (identity, now, NULL))
    return NULL;
  return g_steal_pointer (&identity);
}

static gboolean
write_identity (Demo *self,
                GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, "identity.p12", NULL);
  g_autoptr (OvrIdentity) identity = load_identity (path);
  g_autofree char *pem = NULL;

  if (identity == NULL)
    {
      identity = ovr_identity_new_local (OVR_DEMO_READER, OVR_IDENTITY_ECDSA, error);
      if (identity == NULL || !ovr_identity_save (identity, path, PASSPHRASE, error))
        return FALSE;
    }
  pem = ovr_identity_dup_pem (identity);
  return write_text (self, "identity.pass", PASSPHRASE "\n", 0600, error) &&
         write_text (self, "identity.pem", pem, 0644, error);
}

static OvrDocument *
read_document (Demo *self,
               const char *name,
               OvrDocumentRole role,
               GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  return ovr_source_read_file (file, role, error);
}

/* Reads back what was written, as a reader of the case would get it. */
static gboolean
write_report (Demo *self,
              GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, "images", NULL);
  g_autoptr (OvrImages) images = ovr_images_read (path, error);
  g_autoptr (OvrDocument) original = NULL;
  g_autoptr (OvrDocument) request = NULL;
  g_autoptr (OvrReport) report = NULL;
  g_autofree char *json = NULL;

  if (images == NULL)
    return FALSE;
  original = read_document (self, "original-report.pdf", OVR_DOCUMENT_ORIGINAL, error);
  if (original == NULL)
    return FALSE;
  request = read_document (self, "request.txt", OVR_DOCUMENT_REQUEST, error);
  if (request == NULL)
    return FALSE;
  report = ovr_demo_report_new (images, original, request, NULL, error);
  if (report == NULL)
    return FALSE;
  json = ovr_report_to_json (report);
  return write_text (self, "report.json", json, 0600, error);
}

gboolean
ovr_demo_write (const char *directory,
                OvrDemoProgress progress,
                gpointer user_data,
                GCancellable *cancellable,
                GError **error)
{
  Demo self = { directory, progress, user_data, cancellable };

  if (g_mkdir_with_parents (directory, 0755) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the folder cannot be made");
      return FALSE;
    }
  if (!write_tree (&self, "images", write_chest, error) || !write_tree (&self, "images-more", write_others, error))
    return FALSE;
  tell (&self, IMAGES_SHARE, "letters");
  if (!write_letters (&self, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  tell (&self, 0.97, "report and identity");
  if (!write_report (&self, error) || !write_identity (&self, error))
    return FALSE;
  tell (&self, 1.0, "done");
  return TRUE;
}
