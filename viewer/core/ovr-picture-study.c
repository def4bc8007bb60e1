/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-picture-study.h"

#include "ovr-dataset.h"
#include "ovr-library-private.h"
#include "ovr-uid.h"

#include <glib/gstdio.h>

#define SECONDARY_CAPTURE "1.2.840.10008.5.1.4.1.1.7"
#define DESCRIPTION "Pictures that came along"

/**
 * OvrPictureStudy:
 * @n: images that were written
 */
struct _OvrPictureStudy
{
  /* Owned */
  char *folder;
  char *study_uid;
  char *series_uid;
  char *name;
  char *id;
  char *issuer;
  char *birth_date;
  char *sex;

  guint n;
};

/* Type 2: there, empty where it is unknown. */
static void
set_or_empty (OvrDataset *dataset,
              guint32 tag,
              const char *text)
{
  if (text != NULL && *text != '\0')
    ovr_dataset_set_text (dataset, tag, text);
  else
    ovr_dataset_set_empty (dataset, tag);
}

OvrPictureStudy *
ovr_picture_study_new (OvrLibrary *library,
                       const OvrPictureSubject *subject,
                       GError **error)
{
  const char *files_folder = ovr_library_get_files_folder (library);
  g_autofree char *folder = g_build_filename (files_folder, "pictures-XXXXXX", NULL);
  OvrPictureStudy *self;

  g_return_val_if_fail (subject != NULL, NULL);

  if (g_mkdir_with_parents (files_folder, 0700) != 0 || g_mkdtemp (folder) == NULL)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_ACCES, "the library's folder for images can't be made");
      return NULL;
    }
  self = g_new0 (OvrPictureStudy, 1);
  self->folder = g_steal_pointer (&folder);
  self->study_uid = ovr_uid_new ();
  self->series_uid = ovr_uid_new ();
  self->name = g_strdup (subject->name);
  self->id = g_strdup (subject->id);
  self->issuer = g_strdup (subject->issuer);
  self->birth_date = ovr_date_to_dicom (subject->birth_date);
  self->sex = g_strdup (subject->sex);
  return self;
}

void
ovr_picture_study_free (OvrPictureStudy *self)
{
  g_free (self->folder);
  g_free (self->study_uid);
  g_free (self->series_uid);
  g_free (self->name);
  g_free (self->id);
  g_free (self->issuer);
  g_free (self->birth_date);
  g_free (self->sex);
  g_free (self);
}

const char *
ovr_picture_study_get_folder (OvrPictureStudy *self)
{
  return self->folder;
}

static char *
file_path (OvrPictureStudy *self,
           guint number)
{
  g_autofree char *name = g_strdup_printf ("%07u.dcm", number);

  return g_build_filename (self->folder, name, NULL);
}

void
ovr_picture_study_discard (OvrPictureStudy *self)
{
  for (guint i = 1; i <= self->n; i++)
    {
      g_autofree char *path = file_path (self, i);

      g_unlink (path);
    }
  g_rmdir (self->folder);
}

/* ---- Modules */

static void
set_patient (OvrDataset *dataset,
             const OvrPictureStudy *self)
{
  set_or_empty (dataset, OVR_TAG (0x0010, 0x0010), self->name);
  set_or_empty (dataset, OVR_TAG (0x0010, 0x0020), self->id);
  if (self->issuer != NULL && *self->issuer != '\0')
    ovr_dataset_set_text (dataset, OVR_TAG (0x0010, 0x0021), self->issuer);
  set_or_empty (dataset, OVR_TAG (0x0010, 0x0030), self->birth_date);
  set_or_empty (dataset, OVR_TAG (0x0010, 0x0040), self->sex);
}

/* When and where the pictures were taken isn't known: a file's time isn't that
 * of its content. */
static void
set_study_and_series (OvrDataset *dataset,
                      const OvrPictureStudy *self)
{
  ovr_dataset_set_text (dataset, OVR_TAG (0x0020, 0x000d), self->study_uid);
  ovr_dataset_set_empty (dataset, OVR_TAG (0x0008, 0x0020));
  ovr_dataset_set_empty (dataset, OVR_TAG (0x0008, 0x0030));
  ovr_dataset_set_empty (dataset, OVR_TAG (0x0008, 0x0050));
  ovr_dataset_set_empty (dataset, OVR_TAG (0x0008, 0x0090));
  ovr_dataset_set_empty (dataset, OVR_TAG (0x0020, 0x0010));
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x1030), DESCRIPTION);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0020, 0x000e), self->series_uid);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0020, 0x0011), 1);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0060), "OT");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0064), "WSD");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x103e), DESCRIPTION);
}

/* PS3.3 C.7.6.1.1.5: what an irreversible compression took stays lost. */
static void
set_loss (OvrDataset *dataset,
          const OvrPicture *picture)
{
  const double ratio = (double) g_bytes_get_size (picture->rgb) / (double) picture->lossy_size;

  ovr_dataset_set_text (dataset, OVR_TAG (0x0028, 0x2110), "01");
  ovr_dataset_set_doubles (dataset, OVR_TAG (0x0028, 0x2112), &ratio, 1);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0028, 0x2114), "ISO_10918_1");
}

static void
set_image (OvrDataset *dataset,
           const OvrPicture *picture,
           guint number)
{
  g_autofree char *uid = ovr_uid_new ();

  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0016), SECONDARY_CAPTURE);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0018), uid);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0020, 0x0013), number);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0008), "DERIVED\\SECONDARY");
  ovr_dataset_set_empty (dataset, OVR_TAG (0x0020, 0x0020));
  ovr_dataset_set_text (dataset, OVR_TAG (0x0020, 0x4000), picture->file_name);
  if (picture->lossy_size > 0)
    set_loss (dataset, picture);
}

static void
set_pixels (OvrDataset *dataset,
            const OvrPicture *picture)
{
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0002), 3);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0028, 0x0004), "RGB");
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0006), 0);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0010), picture->rows);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0011), picture->columns);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0100), 8);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0101), 8);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0102), 7);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0103), 0);
  ovr_dataset_set_bytes (dataset, OVR_TAG (0x7fe0, 0x0010), picture->rgb, 1);
}

gboolean
ovr_picture_study_add (OvrPictureStudy *self,
                       const OvrPicture *picture,
                       GError **error)
{
  g_autoptr (OvrDataset) dataset = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (picture->columns > 0 && picture->columns <= G_MAXUINT16, FALSE);
  g_return_val_if_fail (picture->rows > 0 && picture->rows <= G_MAXUINT16, FALSE);
  g_return_val_if_fail (g_bytes_get_size (picture->rgb) == (gsize) picture->columns * picture->rows * 3, FALSE);

  dataset = ovr_dataset_new ();
  set_patient (dataset, self);
  set_study_and_series (dataset, self);
  set_image (dataset, picture, self->n + 1);
  set_pixels (dataset, picture);
  file = ovr_dataset_write (dataset, NULL, error);
  if (file == NULL)
    return FALSE;
  path = file_path (self, self->n + 1);
  if (!g_file_set_contents_full (path, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file),
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error))
    return FALSE;
  self->n++;
  return TRUE;
}
