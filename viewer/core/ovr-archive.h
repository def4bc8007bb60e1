/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _OvrReader OvrReader;

/**
 * OvrArchiveKind:
 *
 * By content; a DICOM file is none, whatever else it looks like.
 */
typedef enum
{
  OVR_ARCHIVE_NONE,
  OVR_ARCHIVE_ZIP,
  OVR_ARCHIVE_ISO,
  OVR_ARCHIVE_TAR,
  OVR_ARCHIVE_GZIP,
  OVR_ARCHIVE_SEVEN_ZIP,
  OVR_ARCHIVE_RAR,
} OvrArchiveKind;

OvrArchiveKind ovr_archive_detect (const char *path);
OvrArchiveKind ovr_archive_detect_bytes (GBytes *bytes);

/**
 * OvrArchive:
 *
 * An archive that is read in two goes: first one member of each of its folders,
 * then the rest in the archive's own order. One thread.
 */
typedef struct _OvrArchive OvrArchive;

OvrArchive *ovr_archive_new (const char *path);
void ovr_archive_free (OvrArchive *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrArchive, ovr_archive_free)

/* Counts the members and queues one of each folder, where others can be passed
 * over without unpacking them. FALSE: stop. */
gboolean ovr_archive_scout (OvrArchive *self,
                            OvrReader *reader);

/* Queues the rest, and what is wrong with it as skipped. FALSE: stop. */
gboolean ovr_archive_read (OvrArchive *self,
                           OvrReader *reader);

G_END_DECLS
