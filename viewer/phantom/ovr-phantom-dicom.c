/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-dicom.h"

#include "ovr-uid.h"

#include <glib/gstdio.h>

#include <errno.h>

#define NOTICE "PHANTOM, not a patient"

static void
set_optional (OvrDataset *self,
              guint32 tag,
              const char *text)
{
  if (text != NULL)
    ovr_dataset_set_text (self, tag, text);
}

/* Type 2: there, empty where the value is not known. */
static void
set_or_empty (OvrDataset *self,
              guint32 tag,
              const char *text)
{
  if (text != NULL)
    ovr_dataset_set_text (self, tag, text);
  else
    ovr_dataset_set_empty (self, tag);
}

static char *
derive_uid (const OvrPhantomStudy *study,
            const char *rest)
{
  g_autofree char *name = g_strconcat ("phantom/", study->key, rest, NULL);

  return ovr_uid_derive (name);
}

char *
ovr_phantom_dicom_study_uid (const OvrPhantomStudy *study)
{
  return derive_uid (study, "");
}

char *
ovr_phantom_dicom_series_uid (const OvrPhantomSeries *series)
{
  g_autofree char *rest = g_strdup_printf ("/%d", series->number);

  return derive_uid (series->study, rest);
}

char *
ovr_phantom_dicom_instance_uid (const OvrPhantomSeries *series,
                                int instance)
{
  g_autofree char *rest = g_strdup_printf ("/%d/%d", series->number, instance);

  return derive_uid (series->study, rest);
}

static void
set_patient (OvrDataset *self,
             const OvrPhantomPatient *patient)
{
  set_or_empty (self, OVR_TAG (0x0010, 0x0010), patient->name);
  set_or_empty (self, OVR_TAG (0x0010, 0x0020), patient->id);
  set_or_empty (self, OVR_TAG (0x0010, 0x0030), patient->birth_date);
  set_or_empty (self, OVR_TAG (0x0010, 0x0040), patient->sex);
  set_optional (self, OVR_TAG (0x0010, 0x1010), patient->age);
  if (patient->size_m > 0.0)
    ovr_dataset_set_doubles (self, OVR_TAG (0x0010, 0x1020), &patient->size_m, 1);
  if (patient->weight_kg > 0.0)
    ovr_dataset_set_doubles (self, OVR_TAG (0x0010, 0x1030), &patient->weight_kg, 1);
  ovr_dataset_set_text (self, OVR_TAG (0x0010, 0x4000), NOTICE);
}

static void
set_study (OvrDataset *self,
           const OvrPhantomStudy *study)
{
  g_autofree char *uid = ovr_phantom_dicom_study_uid (study);
  g_autofree char *description = g_strconcat ("PHANTOM ", study->description, NULL);

  ovr_dataset_set_text (self, OVR_TAG (0x0020, 0x000d), uid);
  set_or_empty (self, OVR_TAG (0x0008, 0x0020), study->date);
  set_or_empty (self, OVR_TAG (0x0008, 0x0030), study->time);
  set_or_empty (self, OVR_TAG (0x0008, 0x0050), study->accession);
  set_or_empty (self, OVR_TAG (0x0008, 0x0090), study->referring);
  set_or_empty (self, OVR_TAG (0x0020, 0x0010), study->id);
  ovr_dataset_set_text (self, OVR_TAG (0x0008, 0x1030), description);
}

static void
set_series (OvrDataset *self,
            const OvrPhantomSeries *series)
{
  g_autofree char *uid = ovr_phantom_dicom_series_uid (series);

  ovr_dataset_set_text (self, OVR_TAG (0x0020, 0x000e), uid);
  ovr_dataset_set_int (self, OVR_TAG (0x0020, 0x0011), series->number);
  ovr_dataset_set_text (self, OVR_TAG (0x0008, 0x0060), series->modality);
  set_optional (self, OVR_TAG (0x0008, 0x103e), series->description);
  set_optional (self, OVR_TAG (0x0018, 0x1030), series->protocol);
  set_optional (self, OVR_TAG (0x0018, 0x0015), series->body_part);
  set_optional (self, OVR_TAG (0x0020, 0x0060), series->laterality);
  set_optional (self, OVR_TAG (0x0008, 0x0021), series->study->date);
  set_optional (self, OVR_TAG (0x0008, 0x0031), series->study->time);
  if (series->frame_of_reference != NULL)
    {
      g_autofree char *rest = g_strconcat ("/frame/", series->frame_of_reference, NULL);
      g_autofree char *frame_uid = derive_uid (series->study, rest);

      ovr_dataset_set_text (self, OVR_TAG (0x0020, 0x0052), frame_uid);
      ovr_dataset_set_empty (self, OVR_TAG (0x0020, 0x1040));
    }
}

static void
set_equipment (OvrDataset *self,
               const OvrPhantomSeries *series)
{
  set_or_empty (self, OVR_TAG (0x0008, 0x0070), series->manufacturer);
  set_optional (self, OVR_TAG (0x0008, 0x1090), series->model);
  set_optional (self, OVR_TAG (0x0008, 0x0080), series->study->institution);
  ovr_dataset_set_text (self, OVR_TAG (0x0018, 0x1020), "1.0");
}

static void
set_image (OvrDataset *self,
           const OvrPhantomSeries *series,
           int instance)
{
  g_autofree char *uid = ovr_phantom_dicom_instance_uid (series, instance);

  ovr_dataset_set_text (self, OVR_TAG (0x0008, 0x0016), series->sop_class);
  ovr_dataset_set_text (self, OVR_TAG (0x0008, 0x0018), uid);
  ovr_dataset_set_int (self, OVR_TAG (0x0020, 0x0013), instance);
  set_optional (self, OVR_TAG (0x0008, 0x0008), series->image_type);
  set_optional (self, OVR_TAG (0x0008, 0x0022), series->study->date);
  set_optional (self, OVR_TAG (0x0008, 0x0032), series->study->time);
  set_optional (self, OVR_TAG (0x0008, 0x0023), series->study->date);
  set_optional (self, OVR_TAG (0x0008, 0x0033), series->study->time);
  ovr_dataset_set_text (self, OVR_TAG (0x0020, 0x4000), NOTICE);
  ovr_dataset_set_text (self, OVR_TAG (0x0028, 0x0301), series->has_burned_in ? "YES" : "NO");
}

OvrDataset *
ovr_phantom_dicom_new (const OvrPhantomSeries *series,
                       int instance)
{
  OvrDataset *self;

  g_return_val_if_fail (series != NULL && series->study != NULL, NULL);
  g_return_val_if_fail (instance >= 1, NULL);

  self = ovr_dataset_new ();
  ovr_dataset_set_text (self, OVR_TAG (0x0008, 0x0005), "ISO_IR 192");
  set_patient (self, &series->study->patient);
  set_study (self, series->study);
  set_series (self, series);
  set_equipment (self, series);
  set_image (self, series, instance);
  return self;
}

void
ovr_phantom_dicom_set_plane (OvrDataset *self,
                             const OvrPhantomPlane *plane)
{
  const double spacing[2] = { plane->row_spacing_mm, plane->col_spacing_mm };
  const double orientation[6] = {
    plane->row_dir[0],
    plane->row_dir[1],
    plane->row_dir[2],
    plane->col_dir[0],
    plane->col_dir[1],
    plane->col_dir[2],
  };

  ovr_dataset_set_doubles (self, OVR_TAG (0x0020, 0x0032), plane->origin_mm, 3);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0020, 0x0037), orientation, 6);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0028, 0x0030), spacing, 2);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0018, 0x0050), &plane->thickness_mm, 1);
}

void
ovr_phantom_dicom_set_pixels (OvrDataset *self,
                              const OvrPhantomPixels *shape,
                              GBytes *cells)
{
  g_return_if_fail (g_bytes_get_size (cells) ==
                    (gsize) shape->columns * (gsize) shape->rows * (gsize) shape->frames *
                        (gsize) shape->samples * (gsize) (shape->bits_allocated / 8));

  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0002), shape->samples);
  ovr_dataset_set_text (self, OVR_TAG (0x0028, 0x0004), shape->photometric);
  if (shape->samples > 1)
    ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0006), 0);
  if (shape->frames != 1)
    ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0008), shape->frames);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0010), shape->rows);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0011), shape->columns);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0100), shape->bits_allocated);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0101), shape->bits_stored);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0102), shape->bits_stored - 1);
  ovr_dataset_set_int (self, OVR_TAG (0x0028, 0x0103), shape->is_signed ? 1 : 0);
  ovr_dataset_set_bytes (self, OVR_TAG (0x7fe0, 0x0010), cells, shape->bits_allocated == 16 ? 2 : 1);
}

void
ovr_phantom_dicom_set_rescale (OvrDataset *self,
                               double intercept,
                               double slope,
                               const char *type)
{
  ovr_dataset_set_doubles (self, OVR_TAG (0x0028, 0x1052), &intercept, 1);
  ovr_dataset_set_doubles (self, OVR_TAG (0x0028, 0x1053), &slope, 1);
  ovr_dataset_set_text (self, OVR_TAG (0x0028, 0x1054), type);
}

static void
append_text (OvrDataset *self,
             guint32 tag,
             const char *text)
{
  g_autofree char *before = ovr_dataset_get_text (self, tag);
  g_autofree char *all = before != NULL ? g_strconcat (before, "\\", text, NULL) : g_strdup (text);

  ovr_dataset_set_text (self, tag, all);
}

void
ovr_phantom_dicom_add_window (OvrDataset *self,
                              double center,
                              double width,
                              const char *name)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  append_text (self, OVR_TAG (0x0028, 0x1050), g_ascii_formatd (text, sizeof text, "%.10g", center));
  append_text (self, OVR_TAG (0x0028, 0x1051), g_ascii_formatd (text, sizeof text, "%.10g", width));
  if (name != NULL)
    append_text (self, OVR_TAG (0x0028, 0x1055), name);
}

OvrDataset *
ovr_phantom_dicom_add_code (OvrDataset *self,
                            guint32 sequence,
                            const char *value,
                            const char *scheme,
                            const char *meaning)
{
  OvrDataset *item = ovr_dataset_append_item (self, sequence);

  ovr_dataset_set_text (item, OVR_TAG (0x0008, 0x0100), value);
  ovr_dataset_set_text (item, OVR_TAG (0x0008, 0x0102), scheme);
  ovr_dataset_set_text (item, OVR_TAG (0x0008, 0x0104), meaning);
  return item;
}

gboolean
ovr_phantom_dicom_save (OvrDataset *self,
                        const char *directory,
                        const char *transfer_syntax,
                        GError **error)
{
  g_autofree char *modality = ovr_dataset_get_text (self, OVR_TAG (0x0008, 0x0060));
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) file = NULL;
  gint64 series = 0;
  gint64 instance = 0;

  g_return_val_if_fail (modality != NULL, FALSE);
  if (g_mkdir_with_parents (directory, 0777) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   "the directory can't be made: %s", g_strerror (errno));
      return FALSE;
    }
  file = ovr_dataset_write (self, transfer_syntax, error);
  if (file == NULL)
    return FALSE;
  ovr_dataset_get_int (self, OVR_TAG (0x0020, 0x0011), 0, &series);
  ovr_dataset_get_int (self, OVR_TAG (0x0020, 0x0013), 0, &instance);
  name = g_strdup_printf ("%s%02d-%04d.dcm", modality, (int) series, (int) instance);
  path = g_build_filename (directory, name, NULL);
  return g_file_set_contents_full (path, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file),
                                   G_FILE_SET_CONTENTS_CONSISTENT, 0666, error);
}
