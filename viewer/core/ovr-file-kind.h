/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * OvrFileKind:
 * @OVR_FILE_OTHER: anything else; also DICOM, whatever stands in its preamble,
 *   and pages of HTML and the like, which are a program's help
 * @OVR_FILE_PDF: a PDF
 * @OVR_FILE_PICTURE: JPEG, PNG, TIFF or BMP
 * @OVR_FILE_TEXT: text in UTF-8, Windows-1252, or UTF-16 with its mark
 *
 * What a file that is no DICOM image seems to be, by its first bytes.
 */
typedef enum
{
  OVR_FILE_OTHER,
  OVR_FILE_PDF,
  OVR_FILE_PICTURE,
  OVR_FILE_TEXT,
} OvrFileKind;

/* Bytes of its start that tell a file's kind. */
#define OVR_FILE_KIND_HEAD 1024

/* @head: the first @size bytes of a file, all of it or at least
 * OVR_FILE_KIND_HEAD. Thread-safe. */
OvrFileKind ovr_file_kind_detect (const guint8 *head,
                                  gsize size);

/* The same for an open file, whose position stays. */
OvrFileKind ovr_file_kind_detect_fd (int fd);

/* Why a file of that kind was skipped, for a person. Static. */
const char *ovr_file_kind_reason (OvrFileKind kind);

G_END_DECLS
