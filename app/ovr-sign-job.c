/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-sign-job.h"

#include "ovr-clock.h"
#include "ovr-command.h"
#include "ovr-export-pdf.h"
#include "ovr-key-pictures.h"
#include "ovr-locale-paper.h"
#include "ovr-pades.h"
#include "ovr-signer-name.h"

#include <string.h>

/* The report is the patient's: only the owner reads what is written. */
#define FILE_MODE 0600

G_DEFINE_QUARK (ovr_sign_job_error, ovr_sign_job_error)

typedef struct
{
  OvrReport *report;
  OvrImages *images;
  char *identity_path;
  char *passphrase;
} Preparation;

typedef struct
{
  OvrPrepared *prepared;
  char *folder;
} Signing;

void
ovr_prepared_free (OvrPrepared *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->report, ovr_report_free);
  g_clear_pointer (&self->pdf, g_bytes_unref);
  g_clear_pointer (&self->identity, ovr_identity_free);
  g_free (self->json);
  g_free (self->time);
  g_free (self);
}

void
ovr_signed_free (OvrSigned *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->verification, ovr_verification_free);
  g_free (self->path);
  g_free (self->sha256);
  g_free (self);
}

static void
preparation_free (Preparation *self)
{
  g_clear_pointer (&self->report, ovr_report_free);
  g_clear_pointer (&self->images, ovr_images_free);
  g_free (self->identity_path);
  if (self->passphrase != NULL)
    explicit_bzero (self->passphrase, strlen (self->passphrase));
  g_free (self->passphrase);
  g_free (self);
}

static void
signing_free (Signing *self)
{
  ovr_prepared_free (self->prepared);
  g_free (self->folder);
  g_free (self);
}

static OvrIdentity *
load_identity (const Preparation *job,
               GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (job->identity_path);
  g_autoptr (GBytes) pkcs12 = g_file_load_bytes (file, NULL, NULL, error);
  g_autoptr (GDateTime) now = ovr_clock_now ();
  g_autoptr (OvrIdentity) identity = NULL;

  if (pkcs12 == NULL)
    return NULL;
  identity = ovr_identity_load (pkcs12, job->passphrase, error);
  if (identity == NULL || !ovr_identity_check_usable (identity, now, error))
    return NULL;
  if (!ovr_signer_name_matches (ovr_identity_get_name (identity), job->report->reader.name))
    {
      g_set_error_literal (error, OVR_SIGN_JOB_ERROR, OVR_SIGN_JOB_ERROR_NAME,
                           "the certificate's name is not the reader's");
      return NULL;
    }
  return g_steal_pointer (&identity);
}

static GBytes *
make_pdf (const Preparation *job,
          const OvrPrepared *prepared,
          GError **error)
{
  g_autoptr (GHashTable) pictures = ovr_key_pictures_make (prepared->report, job->images, error);
  const OvrExportRequest request = {
    .report = prepared->report,
    .pictures = pictures,
    .paper = ovr_locale_paper (),
    .final = prepared->identity != NULL,
    .signer = prepared->identity != NULL ? ovr_identity_get_name (prepared->identity) : NULL,
    .time = prepared->time,
  };

  return pictures != NULL ? ovr_export_pdf (&request, error) : NULL;
}

static void
prepare_in_thread (GTask *task,
                   gpointer source,
                   gpointer data,
                   GCancellable *cancellable)
{
  Preparation *job = data;
  g_autoptr (OvrPrepared) prepared = g_new0 (OvrPrepared, 1);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = sizeof prepared->sha256;
  GError *error = NULL;

  prepared->report = ovr_report_copy (job->report);
  prepared->json = ovr_report_to_json (job->report);
  prepared->time = ovr_clock_now_iso ();
  if (job->identity_path != NULL)
    prepared->identity = load_identity (job, &error);
  if (error == NULL)
    prepared->pdf = make_pdf (job, prepared, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  g_checksum_update (checksum, g_bytes_get_data (prepared->pdf, NULL), (gssize) g_bytes_get_size (prepared->pdf));
  g_checksum_get_digest (checksum, prepared->sha256, &length);
  g_task_return_pointer (task, g_steal_pointer (&prepared), (GDestroyNotify) ovr_prepared_free);
}

void
ovr_sign_job_prepare_async (const OvrReport *report,
                            OvrImages *images,
                            const char *identity_path,
                            const char *passphrase,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Preparation *job = g_new0 (Preparation, 1);

  job->report = ovr_report_copy (report);
  job->images = images;
  job->identity_path = g_strdup (identity_path);
  job->passphrase = g_strdup (passphrase);
  g_task_set_source_tag (task, ovr_sign_job_prepare_async);
  g_task_set_task_data (task, job, (GDestroyNotify) preparation_free);
  g_task_run_in_thread (task, prepare_in_thread);
}

OvrPrepared *
ovr_sign_job_prepare_finish (GAsyncResult *result,
                             GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ovr_sign_job_prepare_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A signed file is never written over: not by this program. */
static char *
choose_path (const Signing *job,
             GError **error)
{
  g_autoptr (OvrReport) named = ovr_report_copy (job->prepared->report);
  g_autofree char *name = NULL, *path = NULL;

  named->status = OVR_REPORT_SIGNED;
  name = ovr_report_file_name (named, "pdf");
  path = g_build_filename (job->folder, name, NULL);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "a file of that name is there already");
      return NULL;
    }
  if (g_mkdir_with_parents (job->folder, 0700) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the folder can't be made");
      return NULL;
    }
  return g_steal_pointer (&path);
}

static void
sign_in_thread (GTask *task,
                gpointer source,
                gpointer data,
                GCancellable *cancellable)
{
  Signing *job = data;
  g_autoptr (OvrSigned) result = g_new0 (OvrSigned, 1);
  g_autoptr (OvrTrust) trust = ovr_trust_new_system ();
  g_autoptr (GBytes) signed_pdf = NULL;
  GError *error = NULL;

  result->path = choose_path (job, &error);
  if (result->path != NULL)
    signed_pdf = ovr_pades_sign (job->prepared->pdf, job->prepared->sha256, job->prepared->identity, &error);
  if (signed_pdf != NULL)
    result->verification = ovr_verify_pdf (signed_pdf, trust, &error);
  if (result->verification == NULL ||
      !ovr_command_write_file (result->path, g_bytes_get_data (signed_pdf, NULL), g_bytes_get_size (signed_pdf),
                               FILE_MODE, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  result->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, signed_pdf);
  g_task_return_pointer (task, g_steal_pointer (&result), (GDestroyNotify) ovr_signed_free);
}

void
ovr_sign_job_sign_async (OvrPrepared *prepared,
                         const char *folder,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Signing *job = g_new0 (Signing, 1);

  job->prepared = prepared;
  job->folder = g_strdup (folder);
  g_task_set_source_tag (task, ovr_sign_job_sign_async);
  g_task_set_task_data (task, job, (GDestroyNotify) signing_free);
  g_task_run_in_thread (task, sign_in_thread);
}

OvrSigned *
ovr_sign_job_sign_finish (GAsyncResult *result,
                          GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, ovr_sign_job_sign_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
