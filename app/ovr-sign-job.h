/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-identity.h"
#include "ovr-images.h"
#include "ovr-verify.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The way from a report to a signed file, in workers. The pages that the reader
 * sees and the bytes that the key is used on are the same: both come from one
 * OvrPrepared, which is immutable (hazard H35). */

/**
 * OvrPrepared:
 * @report: (owned): what the pages say
 * @json: (owned): its JSON form, to see whether it was changed since
 * @pdf: (owned): the file with its place for the signature
 * @sha256: of @pdf
 * @identity: (owned) (nullable): who will sign; NULL for a draft
 * @time: (owned): the signing time on the pages, ISO 8601
 */
typedef struct
{
  OvrReport *report;
  char *json;
  GBytes *pdf;
  guint8 sha256[32];
  OvrIdentity *identity;
  char *time;
} OvrPrepared;

void ovr_prepared_free (OvrPrepared *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrPrepared, ovr_prepared_free)

#define OVR_SIGN_JOB_ERROR (ovr_sign_job_error_quark ())
GQuark ovr_sign_job_error_quark (void);

/**
 * OvrSignJobError:
 * @OVR_SIGN_JOB_ERROR_NAME: the certificate's name is not the reader's
 */
typedef enum
{
  OVR_SIGN_JOB_ERROR_NAME,
} OvrSignJobError;

/**
 * ovr_sign_job_prepare_async:
 * @report: copied
 * @images: (transfer full) (nullable): where the key images are
 * @identity_path: (nullable): the PKCS #12 file; NULL makes a draft
 * @passphrase: (nullable): opens it
 *
 * Makes the file. Errors: OVR_IDENTITY_ERROR, OVR_SIGN_JOB_ERROR, G_IO_ERROR
 * and those of the export.
 */
void ovr_sign_job_prepare_async (const OvrReport *report,
                                 OvrImages *images,
                                 const char *identity_path,
                                 const char *passphrase,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
OvrPrepared *ovr_sign_job_prepare_finish (GAsyncResult *result,
                                          GError **error);

/**
 * OvrSigned:
 * @path: (owned): the file that was written
 * @sha256: (owned): of the signed file, hex
 * @verification: (owned): what the verifier says of it
 */
typedef struct
{
  char *path;
  char *sha256;
  OvrVerification *verification;
} OvrSigned;

void ovr_signed_free (OvrSigned *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrSigned, ovr_signed_free)

/**
 * ovr_sign_job_sign_async:
 * @prepared: (transfer full): whose pages the reader has paged through
 * @folder: where the file goes; made if need be
 *
 * Uses the key on exactly those bytes, verifies the result, and writes it
 * whole or not at all. A file of that name is never replaced.
 */
void ovr_sign_job_sign_async (OvrPrepared *prepared,
                              const char *folder,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
OvrSigned *ovr_sign_job_sign_finish (GAsyncResult *result,
                                     GError **error);

G_END_DECLS
