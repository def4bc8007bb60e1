/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-images.h"

#include "ovr-reader.h"

static gboolean
take (const OvrReadResult *result,
      gpointer data,
      GError **error)
{
  if (result->instance != NULL)
    g_ptr_array_add (data, ovr_instance_ref (result->instance));
  return TRUE;
}

OvrImages *
ovr_images_read (const char *path,
                 GError **error)
{
  const char *const paths[] = { path, NULL };
  g_autoptr (GPtrArray) instances = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_instance_unref);
  OvrImages *self;

  if (!ovr_read_paths (paths, NULL, NULL, take, instances, error))
    return NULL;
  if (instances->len == 0)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "no DICOM images are there");
      return NULL;
    }
  self = g_new0 (OvrImages, 1);
  self->subjects = ovr_study_model_build (instances, OVR_STUDY_MODEL_NONE);
  self->facts = g_ptr_array_new ();
  for (guint i = 0; i < self->subjects->len; i++)
    for (guint j = 0; j < ovr_subject_get_n_studies (self->subjects->pdata[i]); j++)
      g_ptr_array_add (self->facts, (gpointer) ovr_study_get_facts (ovr_subject_get_study (self->subjects->pdata[i], j)));
  return self;
}

void
ovr_images_free (OvrImages *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->facts);
  g_ptr_array_unref (self->subjects);
  g_free (self);
}

OvrSeries *
ovr_images_find (OvrImages *self,
                 const char *study_uid,
                 const OvrImageRef *image,
                 guint *index)
{
  guint place = 0;

  for (guint i = 0; i < self->subjects->len; i++)
    for (guint j = 0; j < ovr_subject_get_n_studies (self->subjects->pdata[i]); j++)
      {
        OvrStudy *study = ovr_subject_get_study (self->subjects->pdata[i], j);
        OvrSeries *series;

        if (study_uid != NULL && g_strcmp0 (study_uid, ovr_study_get_uid (study)) != 0)
          continue;
        series = ovr_study_find (study, image->sop_uid, image->frame, &place);
        if (series == NULL)
          continue;
        if (index != NULL)
          *index = place;
        return series;
      }
  return NULL;
}

static gboolean
look_up (const char *study_uid,
         const OvrImageRef *image,
         gpointer data)
{
  return ovr_images_find (data, study_uid, image, NULL) != NULL;
}

OvrReportImages
ovr_images_for_rules (OvrImages *self)
{
  return (OvrReportImages){ self->facts, look_up, self };
}
