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

static OvrImages *
new_from_instances (GPtrArray *instances)
{
  OvrImages *self = g_new0 (OvrImages, 1);

  self->subjects = ovr_study_model_build (instances, OVR_STUDY_MODEL_NONE);
  self->facts = g_ptr_array_new ();
  for (guint i = 0; i < self->subjects->len; i++)
    for (guint j = 0; j < ovr_subject_get_n_studies (self->subjects->pdata[i]); j++)
      g_ptr_array_add (self->facts, (gpointer) ovr_study_get_facts (ovr_subject_get_study (self->subjects->pdata[i], j)));
  return self;
}

OvrImages *
ovr_images_read (const char *path,
                 GError **error)
{
  const char *const paths[] = { path, NULL };
  g_autoptr (GPtrArray) instances = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_instance_unref);

  if (!ovr_read_paths (paths, NULL, NULL, take, instances, error))
    return NULL;
  if (instances->len == 0)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "no DICOM images are there");
      return NULL;
    }
  return new_from_instances (instances);
}

/* All instances of one study of the library, if it is one of @study_uids. */
static gboolean
add_study (OvrLibrary *library,
           const OvrStudyRow *row,
           GPtrArray *study_uids,
           GPtrArray *instances,
           GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (OvrStudy) study = NULL;

  if (!g_ptr_array_find_with_equal_func (study_uids, row->uid, g_str_equal, NULL))
    return TRUE;
  study = ovr_library_load_study (library, row->patient_key, row->uid, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (guint s = 0; study != NULL && s < ovr_study_get_n_series (study); s++)
    {
      OvrSeries *series = ovr_study_get_series (study, s);

      for (guint i = 0; i < ovr_series_get_n_instances (series); i++)
        g_ptr_array_add (instances, ovr_instance_ref (ovr_series_get_instance (series, i)));
    }
  return TRUE;
}

OvrImages *
ovr_images_load (OvrLibrary *library,
                 GPtrArray *study_uids,
                 GError **error)
{
  g_autoptr (GPtrArray) rows = ovr_library_list_studies (library, error);
  g_autoptr (GPtrArray) instances = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_instance_unref);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    if (!add_study (library, rows->pdata[i], study_uids, instances, error))
      return NULL;
  return instances->len > 0 ? new_from_instances (instances) : NULL;
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
