/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"
#include "ovr-phantom.h"

G_BEGIN_DECLS

/* Written series read back through the bridge, for tests. */

/**
 * PhantomVolume:
 * @scan: what was written
 * @directory: where; removed by phantom_volume_free()
 * @hu: n_slices × matrix × matrix after the modality's rescaling; slices that
 *   were not written are at the padding value
 */
typedef struct
{
  OvrPhantomScan scan;
  char *directory;
  double *hu;
} PhantomVolume;

PhantomVolume *phantom_volume_new (const OvrPhantomScan *scan);
void phantom_volume_free (PhantomVolume *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PhantomVolume, phantom_volume_free)

/* The file of one instance, whole. */
OvrDataset *phantom_volume_read (const PhantomVolume *self,
                                 int instance);
char *phantom_volume_path (const PhantomVolume *self,
                           int instance);

/* Interpolated in all three directions at a point in LPS, mm. */
double phantom_volume_at (const PhantomVolume *self,
                          const double p[3]);

/* The mean within a sphere. */
double phantom_volume_mean (const PhantomVolume *self,
                            const double centre[3],
                            double radius_mm);

/* How far from @centre along the unit vector @direction the attenuation first
 * crosses @level: the edge of what lies there. */
double phantom_volume_edge (const PhantomVolume *self,
                            const double centre[3],
                            const double direction[3],
                            double level);

void phantom_remove_directory (const char *directory);

G_END_DECLS
