/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-library.h"

G_BEGIN_DECLS

/* Studies made of pictures that came along with a case: Secondary Capture
 * images (PS3.3 A.8), pixels without millimetres. */

/**
 * OvrPictureSubject:
 * @name: (0010,0010) as the header has it, with its ^ and =
 * @id: (0010,0020)
 * @issuer: (nullable): (0010,0021)
 * @birth_date: (0010,0030)
 * @sex: (0010,0040) "F", "M", "O" or ""
 *
 * Whom the pictures are said to show: a person that the case has. Borrowed.
 */
typedef struct
{
  const char *name;
  const char *id;
  const char *issuer;
  OvrDate birth_date;
  const char *sex;
} OvrPictureSubject;

/**
 * OvrPicture:
 * @file_name: base name of the file it was, UTF-8: for Image Comments (0020,4000)
 * @columns: pixels a row
 * @rows: rows
 * @rgb: 3 bytes a pixel, row after row, without padding
 * @lossy_size: bytes of the JPEG that it was; 0: nothing was lost
 *
 * A decoded picture, upright. Borrowed.
 */
typedef struct
{
  const char *file_name;
  guint columns;
  guint rows;
  GBytes *rgb;
  gsize lossy_size;
} OvrPicture;

/**
 * OvrPictureStudy:
 *
 * Writes the images of one new study, in one series, into a folder of its own
 * in the library's folder, where an import finds them. One thread, any.
 */
typedef struct _OvrPictureStudy OvrPictureStudy;

/* NULL with a G_FILE_ERROR where the library's folder can't be written. */
OvrPictureStudy *ovr_picture_study_new (OvrLibrary *library,
                                        const OvrPictureSubject *subject,
                                        GError **error);

/* What was written stays. */
void ovr_picture_study_free (OvrPictureStudy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrPictureStudy, ovr_picture_study_free)

/* The folder, to be imported. */
const char *ovr_picture_study_get_folder (OvrPictureStudy *self);

/* Removes the folder with all that was written. */
void ovr_picture_study_discard (OvrPictureStudy *self);

/* Writes the next image, losslessly. At most 65535 pixels a side (PS3.3
 * C.7.6.3). FALSE with an error of OVR_DICOM_ERROR or G_FILE_ERROR. */
gboolean ovr_picture_study_add (OvrPictureStudy *self,
                                const OvrPicture *picture,
                                GError **error);

G_END_DECLS
