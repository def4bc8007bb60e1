/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"
#include "ovr-reader.h"
#include "ovr-study-tags.h"
#include "ovr-study.h"

G_BEGIN_DECLS

/* Small studies for the tests of the study side: data sets made by the bridge,
 * written into folders of their own. Sizes and spacings are unequal on purpose. */

#define SAMPLE_ROWS 6
#define SAMPLE_COLUMNS 8

/* UIDs under 2.25, derived from short names. */
void sample_set_uid (OvrDataset *dataset,
                     guint32 tag,
                     const char *name);

/* An axial CT image of patient "Muster^Anna" at @z_mm: study "study", series
 * "series", SOP instance "image <name>", 0.5 mm between rows, 0.8 mm between
 * columns, 2 mm thick, with native pixels. To be changed, then saved. */
OvrDataset *sample_ct (const char *name,
                       int number,
                       double z_mm);

/* Places an image anywhere. */
void sample_set_plane (OvrDataset *dataset,
                       double x_mm,
                       double y_mm,
                       double z_mm,
                       const double orientation[6]);

/* The file's bytes; @dataset is freed. */
GBytes *sample_bytes (OvrDataset *dataset);

/* Writes @dataset (freed) to @folder/@name. */
void sample_save (OvrDataset *dataset,
                  const char *folder,
                  const char *name);

/* @n slices, 2 mm apart from 0 mm upwards, named "a0", "a1", …, numbered from
 * 1; @skip (-1 for none) is left out. */
void sample_save_stack (const char *folder,
                        int n,
                        int skip);

/* A folder that is empty, and its removal with all that is in it. */
char *sample_folder (void);
void sample_remove (char *folder);

/* Reads @path; what was skipped is printed as test messages and counted. */
GPtrArray *sample_read (const char *path,
                        guint *n_skipped);

/* The model of @path: subjects. */
GPtrArray *sample_model (const char *path);

/* The only series of the only study of a model: all its parts as they stand. */
OvrStudy *sample_study (GPtrArray *model);

/* Instance Numbers of a part in its order, joined by spaces. */
char *sample_numbers (OvrSeries *series);

/* The finding with @code, or NULL. */
const OvrHealthFinding *sample_finding (OvrSeries *series,
                                        const char *code);

/* $OVERREAD_SAMPLES/dicom/@relative, or NULL after skipping the test. */
char *sample_path (const char *relative);

G_END_DECLS
