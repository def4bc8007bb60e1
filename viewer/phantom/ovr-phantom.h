/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-dicom.h"
#include "ovr-phantom-recon.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The chest CT of a woman who does not exist, twice, as from two hospitals, as
 * real DICOM files; and the truth about it. Lengths in mm, positions in LPS in
 * the frame of reference of the study, instance numbers from 1.
 *
 * Every call gives the same bytes. The images are painted by formulas of their
 * own (ovr-phantom-body.h): nothing of viewer/core is asked, so that its
 * geometry and its statistics can be held against what is told here. */

/**
 * OvrPhantomTime:
 * @OVR_PHANTOM_PRIOR: five months earlier: the nodule is smaller, there is no
 *   fluid, the patient lies turned by 4° and shifted by 12 mm, and breathes in
 *   less deeply
 * @OVR_PHANTOM_CURRENT: the study that the second opinion is about
 */
typedef enum
{
  OVR_PHANTOM_PRIOR,
  OVR_PHANTOM_CURRENT,
} OvrPhantomTime;

/**
 * OvrPhantomScan:
 * @time: of which of the two studies
 * @kernel: of the reconstruction
 * @matrix: columns and rows
 * @fov_mm: diameter of the circle of reconstruction
 * @centre_mm: its centre, x and y
 * @first_z_mm: height of instance 1; the others follow downwards
 * @spacing_mm: between slices
 * @thickness_mm: of a slice
 * @n_slices: instances 1 … n
 * @missing_first: first instance that is not written; 0 for none
 * @missing_last: last such instance
 * @doubled: an instance that is written twice, the second time as instance
 *   n + 1; 0 for none
 * @noise_hu: standard deviation in the middle; 0 for an image without noise
 * @intercept: Rescale Intercept
 *
 * An axial series. Small ones are quick: 20 slices of 64² take milliseconds.
 */
typedef struct
{
  OvrPhantomTime time;
  OvrPhantomKernel kernel;
  int matrix;
  double fov_mm;
  double centre_mm[2];
  double first_z_mm;
  double spacing_mm;
  double thickness_mm;
  int n_slices;
  int missing_first;
  int missing_last;
  int doubled;
  double noise_hu;
  int intercept;
} OvrPhantomScan;

/* How far the writing is, 0 to 1. Called in the thread that asked for it. */
typedef void (*OvrPhantomProgress) (double fraction,
                                    gpointer user_data);

/* Writes "prior" and "current" below @directory, which is made if need be: a
 * folder for each study with all of its series. Takes some seconds on two
 * cores, and uses all. @progress may be NULL. Errors: OVR_DICOM_ERROR,
 * G_FILE_ERROR, G_IO_ERROR_CANCELLED. */
gboolean ovr_phantom_write_chest (const char *directory,
                                  OvrPhantomProgress progress,
                                  gpointer user_data,
                                  GCancellable *cancellable,
                                  GError **error);

/* Writes one axial series of @scan as series @number of its study into
 * @directory, without the others. */
gboolean ovr_phantom_write_scan (const OvrPhantomScan *scan,
                                 int number,
                                 const char *directory,
                                 GError **error);

/* The axial soft tissue series of one of the two studies. (transfer none) */
const OvrPhantomScan *ovr_phantom_chest_scan (OvrPhantomTime time);

/* The header's values of one of the two studies. (transfer none) */
const OvrPhantomStudy *ovr_phantom_chest_study (OvrPhantomTime time);

/* Numbers of the series. The axial soft tissue series has number 3 in both
 * studies; the others belong to the current one. */
#define OVR_PHANTOM_SERIES_SCOUT 1
#define OVR_PHANTOM_SERIES_AXIAL 3
#define OVR_PHANTOM_SERIES_LUNG 4
#define OVR_PHANTOM_SERIES_DOSE 501

/**
 * OvrPhantomFinding:
 * @position_mm: centre, LPS, in the study's frame of reference
 * @semi_mm: semi-axes; the third is along z
 * @turn_deg: angle of the first semi-axis from +x towards +y
 * @longest_mm: longest diameter in the axial plane; 0 if it is not there
 * @hu: attenuation, before noise
 * @series: series that shows it best
 * @image: Instance Number of the slice through its centre; 0 if that slice is
 *   missing or the finding is not there
 * @is_covered: FALSE where missing slices hide all of it
 * @sop_uid: (0008,0018) of that slice; NULL where @image is 0
 * @column: column of the centre in that slice, 0 at the centre of the first
 * @row: row of the centre, likewise
 */
typedef struct
{
  double position_mm[3];
  double semi_mm[3];
  double turn_deg;
  double longest_mm;
  double hu;
  int series;
  int image;
  gboolean is_covered;
  const char *sop_uid;
  double column;
  double row;
} OvrPhantomFinding;

/**
 * OvrPhantomStudyTruth:
 * @nodule: in the right upper lobe, beside a branch of its artery
 * @adrenal: nodule of the left adrenal
 * @focus: sclerotic focus in the body of the 8th thoracic vertebra
 * @effusion: fluid in the left pleural space: a point in the middle of it
 *   where it is deepest; @semi_mm[1] is half of its depth there
 * @aorta: a point in the middle of the descending aorta
 * @liver: a point in the right lobe without a vessel near
 * @air: a point beside the patient
 * @study_uid: (0020,000d)
 * @series_uid: (0020,000e) of the axial soft tissue series
 */
typedef struct
{
  OvrPhantomFinding nodule;
  OvrPhantomFinding adrenal;
  OvrPhantomFinding focus;
  OvrPhantomFinding effusion;
  OvrPhantomFinding aorta;
  OvrPhantomFinding liver;
  OvrPhantomFinding air;
  const char *study_uid;
  const char *series_uid;
} OvrPhantomStudyTruth;

/**
 * OvrPhantomTruth:
 * @prior: about the earlier study
 * @current: about the study in question
 *
 * What is so, by construction. A point p of the current study lies in the
 * prior one at R·p + shift: R turns by @turn_deg about z; what moves with the
 * diaphragm lies higher by up to @breath_mm besides.
 */
typedef struct
{
  OvrPhantomStudyTruth prior;
  OvrPhantomStudyTruth current;
  double turn_deg;
  double shift_mm[3];
  double breath_mm;
} OvrPhantomTruth;

/* (transfer none); thread-safe */
const OvrPhantomTruth *ovr_phantom_chest_truth (void);

G_END_DECLS
