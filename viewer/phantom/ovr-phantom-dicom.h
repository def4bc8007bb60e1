/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"

G_BEGIN_DECLS

/* The modules that every object of the phantom has, so that each modality's
 * file writes only what is its own. Everything follows from the arguments: the
 * same phantom has the same UIDs and the same bytes on every machine. Nothing
 * here is shared between threads but constants.
 *
 * Texts are UTF-8, dates DA, times TM. A member that is NULL is written empty
 * where the standard wants the attribute, else not at all. */

/**
 * OvrPhantomPatient:
 * @name: PN, components joined by "^"
 * @id: (0010,0020)
 * @birth_date: (0010,0030)
 * @sex: "F", "M", "O"
 * @age: AS at the study, for example "068Y" or "002W"
 * @size_m: (0010,1020), m; 0 where it is not known
 * @weight_kg: (0010,1030), kg; 0 where it is not known
 */
typedef struct
{
  const char *name;
  const char *id;
  const char *birth_date;
  const char *sex;
  const char *age;
  double size_m;
  double weight_kg;
} OvrPhantomPatient;

/**
 * OvrPhantomStudy:
 * @patient: whom it shows
 * @key: a word that no other study of the phantom has: UIDs come from it
 * @description: (0008,1030); "PHANTOM" is put in front
 * @date: study, series, acquisition and content date
 * @time: the same, time
 * @id: (0020,0010)
 * @accession: (0008,0050)
 * @referring: (0008,0090)
 * @institution: (0008,0080)
 */
typedef struct
{
  OvrPhantomPatient patient;
  const char *key;
  const char *description;
  const char *date;
  const char *time;
  const char *id;
  const char *accession;
  const char *referring;
  const char *institution;
} OvrPhantomStudy;

/**
 * OvrPhantomSeries:
 * @study: borrowed; whose series it is
 * @number: (0020,0011); with the study's key it gives the series' UID
 * @modality: (0008,0060)
 * @sop_class: (0008,0016)
 * @description: (0008,103e)
 * @protocol: (0018,1030)
 * @body_part: (0018,0015)
 * @laterality: (0020,0060) "L" or "R"; NULL for what is not paired
 * @image_type: (0008,0008)
 * @frame_of_reference: a word within the study; series with the same word
 *   share the frame of reference, NULL for none
 * @manufacturer: (0008,0070)
 * @model: (0008,1090)
 * @has_burned_in: (0028,0301): letters are in the pixels
 */
typedef struct
{
  const OvrPhantomStudy *study;
  int number;
  const char *modality;
  const char *sop_class;
  const char *description;
  const char *protocol;
  const char *body_part;
  const char *laterality;
  const char *image_type;
  const char *frame_of_reference;
  const char *manufacturer;
  const char *model;
  gboolean has_burned_in;
} OvrPhantomSeries;

/**
 * OvrPhantomPlane:
 * @origin_mm: (0020,0032): centre of the first pixel, LPS, mm
 * @row_dir: unit vector along increasing column index, LPS
 * @col_dir: unit vector along increasing row index, LPS
 * @row_spacing_mm: distance between row centres
 * @col_spacing_mm: distance between column centres
 * @thickness_mm: (0018,0050)
 *
 * The Image Plane module, PS3.3 C.7.6.2.
 */
typedef struct
{
  double origin_mm[3];
  double row_dir[3];
  double col_dir[3];
  double row_spacing_mm;
  double col_spacing_mm;
  double thickness_mm;
} OvrPhantomPlane;

/**
 * OvrPhantomPixels:
 * @columns: (0028,0011)
 * @rows: (0028,0010)
 * @frames: (0028,0008); written when it is not 1
 * @samples: 1, or 3 for RGB by pixel
 * @bits_allocated: 8 or 16
 * @bits_stored: (0028,0101); the high bit is one below
 * @is_signed: (0028,0103)
 * @photometric: (0028,0004)
 *
 * The Image Pixel module, PS3.3 C.7.6.3.
 */
typedef struct
{
  int columns;
  int rows;
  int frames;
  int samples;
  int bits_allocated;
  int bits_stored;
  gboolean is_signed;
  const char *photometric;
} OvrPhantomPixels;

/* A new data set with the modules Patient, General Study, Patient Study,
 * General Series, General Equipment, Frame of Reference, SOP Common and the
 * common part of General Image; @instance from 1 is the Instance Number and
 * gives the SOP Instance UID. (transfer full) */
OvrDataset *ovr_phantom_dicom_new (const OvrPhantomSeries *series,
                                   int instance);

void ovr_phantom_dicom_set_plane (OvrDataset *self,
                                  const OvrPhantomPlane *plane);

/* @cells as described by @shape, frame after frame. */
void ovr_phantom_dicom_set_pixels (OvrDataset *self,
                                   const OvrPhantomPixels *shape,
                                   GBytes *cells);

/* Rescale Intercept, Slope and Type. */
void ovr_phantom_dicom_set_rescale (OvrDataset *self,
                                    double intercept,
                                    double slope,
                                    const char *type);

/* Adds one window; @name is its explanation and may be NULL for the first. */
void ovr_phantom_dicom_add_window (OvrDataset *self,
                                   double center,
                                   double width,
                                   const char *name);

/* Appends an item with a code, PS3.3 table 8.8-1. Borrowed. */
OvrDataset *ovr_phantom_dicom_add_code (OvrDataset *self,
                                        guint32 sequence,
                                        const char *value,
                                        const char *scheme,
                                        const char *meaning);

/* UIDs of the phantom, so that tests and other objects can refer to them.
 * (transfer full) */
char *ovr_phantom_dicom_study_uid (const OvrPhantomStudy *study);
char *ovr_phantom_dicom_series_uid (const OvrPhantomSeries *series);
char *ovr_phantom_dicom_instance_uid (const OvrPhantomSeries *series,
                                      int instance);

/* Writes the file into @directory, which is made if need be, under the name
 * "<modality><series>-<instance>.dcm". @transfer_syntax NULL is explicit little
 * endian. The file appears whole or not at all. Errors: OVR_DICOM_ERROR and
 * G_FILE_ERROR. */
gboolean ovr_phantom_dicom_save (OvrDataset *self,
                                 const char *directory,
                                 const char *transfer_syntax,
                                 GError **error);

G_END_DECLS
