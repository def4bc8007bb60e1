/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study-samples.h"

#include "ovr-uid.h"

#include <glib/gstdio.h>

static const double axial[6] = { 1.0, 0.0, 0.0, 0.0, 1.0, 0.0 };

void
sample_set_uid (OvrDataset *dataset,
                guint32 tag,
                const char *name)
{
  g_autofree char *uid = ovr_uid_derive (name);

  ovr_dataset_set_text (dataset, tag, uid);
}

void
sample_set_plane (OvrDataset *dataset,
                  double x_mm,
                  double y_mm,
                  double z_mm,
                  const double orientation[6])
{
  const double position[3] = { x_mm, y_mm, z_mm };

  ovr_dataset_set_doubles (dataset, TAG_POSITION, position, 3);
  ovr_dataset_set_doubles (dataset, TAG_ORIENTATION, orientation, 6);
}

static void
set_identity (OvrDataset *dataset,
              const char *name,
              int number)
{
  g_autofree char *image = g_strconcat ("image ", name, NULL);

  ovr_dataset_set_text (dataset, TAG_SOP_CLASS, "1.2.840.10008.5.1.4.1.1.2");
  sample_set_uid (dataset, TAG_SOP_INSTANCE, image);
  sample_set_uid (dataset, TAG_STUDY_UID, "study");
  sample_set_uid (dataset, TAG_SERIES_UID, "series");
  sample_set_uid (dataset, TAG_FRAME_OF_REFERENCE, "frame of reference");
  ovr_dataset_set_text (dataset, TAG_PATIENT_NAME, "Muster^Anna");
  ovr_dataset_set_text (dataset, TAG_PATIENT_ID, "4711");
  ovr_dataset_set_text (dataset, TAG_BIRTH_DATE, "19600229");
  ovr_dataset_set_text (dataset, TAG_SEX, "F");
  ovr_dataset_set_text (dataset, TAG_STUDY_DATE, "20260412");
  ovr_dataset_set_text (dataset, TAG_ACQUISITION_DATE, "20260412");
  ovr_dataset_set_text (dataset, TAG_STUDY_TIME, "093000");
  ovr_dataset_set_text (dataset, TAG_MODALITY, "CT");
  ovr_dataset_set_text (dataset, TAG_IMAGE_TYPE, "ORIGINAL\\PRIMARY\\AXIAL");
  ovr_dataset_set_int (dataset, TAG_SERIES_NUMBER, 3);
  ovr_dataset_set_int (dataset, TAG_INSTANCE_NUMBER, number);
}

OvrDataset *
sample_ct (const char *name,
           int number,
           double z_mm)
{
  OvrDataset *dataset = ovr_dataset_new ();
  const double spacing[2] = { 0.5, 0.8 };
  const double thickness = 2.0;
  g_autofree guint8 *pixels = g_malloc0 (SAMPLE_ROWS * SAMPLE_COLUMNS * 2);
  g_autoptr (GBytes) bytes = g_bytes_new (pixels, SAMPLE_ROWS * SAMPLE_COLUMNS * 2);

  set_identity (dataset, name, number);
  sample_set_plane (dataset, -100.0, -80.0, z_mm, axial);
  ovr_dataset_set_doubles (dataset, TAG_PIXEL_SPACING, spacing, 2);
  ovr_dataset_set_doubles (dataset, TAG_SLICE_THICKNESS, &thickness, 1);
  ovr_dataset_set_int (dataset, TAG_SAMPLES, 1);
  ovr_dataset_set_text (dataset, TAG_PHOTOMETRIC, "MONOCHROME2");
  ovr_dataset_set_int (dataset, TAG_ROWS, SAMPLE_ROWS);
  ovr_dataset_set_int (dataset, TAG_COLUMNS, SAMPLE_COLUMNS);
  ovr_dataset_set_int (dataset, TAG_BITS_ALLOCATED, 16);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0101), 16);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0102), 15);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0103), 0);
  ovr_dataset_set_bytes (dataset, TAG_PIXELS, bytes, 2);
  return dataset;
}

GBytes *
sample_bytes (OvrDataset *dataset)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = ovr_dataset_write (dataset, NULL, &error);

  g_assert_no_error (error);
  ovr_dataset_free (dataset);
  return bytes;
}

void
sample_save (OvrDataset *dataset,
             const char *folder,
             const char *name)
{
  g_autoptr (GBytes) bytes = sample_bytes (dataset);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
}

void
sample_save_stack (const char *folder,
                   int n,
                   int skip)
{
  for (int i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("a%d", i);

      if (i != skip)
        sample_save (sample_ct (name, i + 1, 2.0 * i), folder, name);
    }
}

char *
sample_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("ovr-study-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
sample_remove (char *folder)
{
  remove_tree (folder);
  g_free (folder);
}

typedef struct
{
  GPtrArray *instances;
  guint n_skipped;
} Reading;

static gboolean
take (const OvrReadResult *result,
      gpointer data,
      GError **error)
{
  Reading *reading = data;

  if (result->instance != NULL)
    g_ptr_array_add (reading->instances, ovr_instance_ref (result->instance));
  else
    {
      g_assert_nonnull (result->reason);
      g_test_message ("%s: %s", result->path, result->reason);
      reading->n_skipped++;
    }
  return TRUE;
}

GPtrArray *
sample_read (const char *path,
             guint *n_skipped)
{
  const char *paths[] = { path, NULL };
  Reading reading = { g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_instance_unref), 0 };
  g_autoptr (GError) error = NULL;

  ovr_read_paths (paths, NULL, NULL, take, &reading, &error);
  g_assert_no_error (error);
  if (n_skipped != NULL)
    *n_skipped = reading.n_skipped;
  return reading.instances;
}

GPtrArray *
sample_model (const char *path)
{
  g_autoptr (GPtrArray) instances = sample_read (path, NULL);

  return ovr_study_model_build (instances, OVR_STUDY_MODEL_ONE_SOURCE);
}

OvrStudy *
sample_study (GPtrArray *model)
{
  g_assert_cmpuint (model->len, ==, 1);
  g_assert_cmpuint (ovr_subject_get_n_studies (model->pdata[0]), ==, 1);
  return ovr_subject_get_study (model->pdata[0], 0);
}

char *
sample_numbers (OvrSeries *series)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ovr_series_get_n_instances (series); i++)
    g_string_append_printf (text, "%s%d", i > 0 ? " " : "", ovr_series_get_instance (series, i)->number);
  return g_string_free (text, FALSE);
}

const OvrHealthFinding *
sample_finding (OvrSeries *series,
                const char *code)
{
  GPtrArray *health = ovr_series_get_health (series);

  for (guint i = 0; i < health->len; i++)
    if (g_str_equal (((const OvrHealthFinding *) health->pdata[i])->code, code))
      return health->pdata[i];
  return NULL;
}

char *
sample_path (const char *relative)
{
  const char *root = g_getenv ("OVERREAD_SAMPLES");
  g_autofree char *path = root != NULL ? g_build_filename (root, "dicom", relative, NULL) : NULL;

  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_test_skip ("the sample files are not here (OVERREAD_SAMPLES)");
  return NULL;
}
