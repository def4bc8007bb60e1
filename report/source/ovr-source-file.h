/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define OVR_SOURCE_ERROR (ovr_source_error_quark ())
GQuark ovr_source_error_quark (void);

/**
 * OvrSourceError:
 * @OVR_SOURCE_ERROR_FORMAT: neither text nor a PDF that can be read
 * @OVR_SOURCE_ERROR_LOCKED: a PDF that wants a password
 * @OVR_SOURCE_ERROR_TOO_LARGE: above what a document can reasonably be
 */
typedef enum
{
  OVR_SOURCE_ERROR_FORMAT,
  OVR_SOURCE_ERROR_LOCKED,
  OVR_SOURCE_ERROR_TOO_LARGE,
} OvrSourceError;

/**
 * ovr_source_read:
 * @bytes: a file's content: text in UTF-8, UTF-16 with its mark, or
 *   Windows-1252; or a PDF
 * @file_name: the file's base name, for OvrDocument.source_file
 * @role: what it is
 * @error: return location for an #OvrSourceError
 *
 * Makes a document of a received file: its hash, text and pages; line ends
 * become "\n", language is a guess. The text of a PDF is what its pages say to
 * a program; a scan without text gives an empty text. Hostile input is
 * expected. Any thread.
 *
 * Returns: (transfer full): a document without id and study, or %NULL
 */
OvrDocument *ovr_source_read (GBytes *bytes,
                              const char *file_name,
                              OvrDocumentRole role,
                              GError **error);

/* The same for a file; errors of G_IO_ERROR as well. */
OvrDocument *ovr_source_read_file (GFile *file,
                                   OvrDocumentRole role,
                                   GError **error);

G_END_DECLS
