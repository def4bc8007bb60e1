/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a scanner's reconstruction does to a section: the kernel's band limit
 * or edge enhancement, noise of the kernel's own texture, the circle of
 * reconstruction, whole numbers. */

/**
 * OvrPhantomKernel:
 * @OVR_PHANTOM_KERNEL_SOFT: smooth, for soft tissue
 * @OVR_PHANTOM_KERNEL_SMOOTH: smoother still, as older scanners have it
 * @OVR_PHANTOM_KERNEL_LUNG: sharp, enhances edges
 * @OVR_PHANTOM_N_KERNELS: how many there are
 */
typedef enum
{
  OVR_PHANTOM_KERNEL_SOFT,
  OVR_PHANTOM_KERNEL_SMOOTH,
  OVR_PHANTOM_KERNEL_LUNG,
  OVR_PHANTOM_N_KERNELS,
} OvrPhantomKernel;

/**
 * OvrRecon:
 *
 * Kernels and noise, made once. Immutable, thread-safe.
 */
typedef struct _OvrRecon OvrRecon;

/* @with_noise: FALSE where no request will have any: it takes a while to
 * make. */
OvrRecon *ovr_recon_new (gboolean with_noise);
void ovr_recon_free (OvrRecon *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrRecon, ovr_recon_free)

/* Pixel Padding Value of everything that is reconstructed here. */
#define OVR_RECON_PADDING (-2000)

/**
 * OvrReconRequest:
 * @kernel: which one
 * @size: columns and rows
 * @spacing_mm: of the pixels
 * @noise_hu: standard deviation in the middle of the chest; 0 for none
 * @shoulders: 0 to 1: how much of the beam goes through the shoulders
 * @seed: of the noise; neighbours @seed and @seed + 1 are alike a little, as
 *   slices beside each other are
 * @intercept: Rescale Intercept: stored = HU − intercept
 */
typedef struct
{
  OvrPhantomKernel kernel;
  int size;
  double spacing_mm;
  double noise_hu;
  double shoulders;
  guint32 seed;
  int intercept;
} OvrReconRequest;

/* Turns attenuations @hu (size × size, left as they are) to stored values, with
 * OVR_RECON_PADDING outside the circle. @scratch: 2·size² floats. */
void ovr_recon_run (const OvrRecon *self,
                    const OvrReconRequest *request,
                    const float *hu,
                    float *scratch,
                    gint16 *stored);

G_END_DECLS
