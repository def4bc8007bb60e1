/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-phantom-body.h"
#include "ovr-phantom.h"

G_BEGIN_DECLS

/* The making of images by all cores: pieces of work that share nothing but
 * what is immutable. */

/**
 * OvrAxial:
 * @scan: borrowed; geometry and kernel
 * @series: the header's values
 * @seed: of the noise
 *
 * An axial series to be written.
 */
typedef struct
{
  const OvrPhantomScan *scan;
  OvrPhantomSeries series;
  guint32 seed;
} OvrAxial;

typedef struct _OvrWork OvrWork;

/**
 * OvrBench:
 * @canvas: to paint on
 * @image: two images of the matrix
 * @scratch: two images more, for the reconstruction
 * @stored: the reconstructed image
 *
 * What one thread works with, all of it its own.
 */
typedef struct
{
  OvrCanvas *canvas;
  float *image[2];
  float *scratch;
  gint16 *stored;
} OvrBench;

/* One piece of work. FALSE with @error if it fails. */
typedef gboolean (*OvrWorkFunc) (OvrWork *work,
                                 OvrBench *bench,
                                 gconstpointer data,
                                 guint index,
                                 GError **error);

/* An empty list of work on images of @matrix × @matrix. @recon is borrowed. */
OvrWork *ovr_work_new (const OvrRecon *recon,
                       int matrix);
void ovr_work_free (OvrWork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrWork, ovr_work_free)

/* Adds a piece; @data is borrowed. ovr_work_run() does all, in any order, on
 * all cores, and calls @progress in the thread that it was called in. The first
 * error, or cancelling, stops what has not begun. */
void ovr_work_add (OvrWork *self,
                   OvrWorkFunc func,
                   gconstpointer data,
                   guint index);
gboolean ovr_work_run (OvrWork *self,
                       OvrPhantomProgress progress,
                       gpointer user_data,
                       GCancellable *cancellable,
                       GError **error);

const OvrRecon *ovr_work_get_recon (const OvrWork *self);

/* Paints slice @index (from 0) of @scan into @image: the mean over the slice's
 * thickness. */
void ovr_axial_paint (const OvrBody *body,
                      const OvrPhantomScan *scan,
                      guint index,
                      OvrCanvas *canvas,
                      float *image);

/* Reconstructs and writes a painted image as @instance, lying at slice @index. */
gboolean ovr_axial_write (const OvrAxial *axial,
                          const OvrRecon *recon,
                          guint index,
                          int instance,
                          OvrBench *bench,
                          const float *image,
                          const char *directory,
                          GError **error);

/* TRUE if instance @instance is among those that are left out. */
gboolean ovr_axial_is_missing (const OvrPhantomScan *scan,
                               int instance);

/* The body as it lies in one of the two studies. */
OvrPose ovr_phantom_chest_pose (OvrPhantomTime time);

/* The series' header of an axial series with the given number. */
OvrPhantomSeries ovr_phantom_chest_series (OvrPhantomTime time,
                                           int number,
                                           OvrPhantomKernel kernel);

/* Everything of the modules CT Image and Contrast that the common ones lack. */
void ovr_phantom_ct_module (OvrDataset *dataset,
                            const OvrPhantomScan *scan,
                            int instance,
                            double z_mm);

/* The overview image of the current study. */
gboolean ovr_phantom_write_scout (const OvrBody *body,
                                  const char *directory,
                                  GError **error);

/* The page with the dose. */
gboolean ovr_phantom_write_dose (const char *directory,
                                 GError **error);

G_END_DECLS
