/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The bridge to DCMTK: what every part of it shares.
 *
 * Files come as descriptors or bytes, never as paths. No exception and no
 * DCMTK type leaves the bridge. Everything that is read is hostile until it
 * is parsed: nothing here trusts a length, a count or a text of a file. */

#define OVR_DICOM_ERROR (ovr_dicom_error_quark ())
GQuark ovr_dicom_error_quark (void);

/**
 * OvrDicomError:
 * @OVR_DICOM_ERROR_NOT_DICOM: no DICOM data set: skip the file
 * @OVR_DICOM_ERROR_TRUNCATED: DICOM, but the data end before they should
 * @OVR_DICOM_ERROR_UNSUPPORTED: sound, but not decodable here; the message
 *   names the transfer syntax or attribute
 * @OVR_DICOM_ERROR_INVALID: attributes contradict each other or are missing
 *
 * Messages hold tags and technical values only, never text of a patient.
 */
typedef enum
{
  OVR_DICOM_ERROR_NOT_DICOM,
  OVR_DICOM_ERROR_TRUNCATED,
  OVR_DICOM_ERROR_UNSUPPORTED,
  OVR_DICOM_ERROR_INVALID,
} OvrDicomError;

/* Loads dictionary and codecs and silences DCMTK's logger. Call it once in
 * main(), before any thread; later calls do nothing. */
void ovr_dicom_init (void);

/* A tag as one number: OVR_TAG (0x0010, 0x0020). */
#define OVR_TAG(group, element) ((guint32) (((guint32) (group) << 16) | (guint32) (element)))

G_END_DECLS
