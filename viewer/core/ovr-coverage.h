/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-image-ref.h"
#include "ovr-series.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * OvrCovered:
 * @OVR_COVERED_UNSEEN: never on the screen
 * @OVR_COVERED_FLASHED: on the screen, but too short or too small
 * @OVR_COVERED_VIEWED: for OVR_COVERAGE_VIEWED_US at a stretch, at
 *   OVR_COVERAGE_ZOOM or more
 */
typedef enum
{
  OVR_COVERED_UNSEEN,
  OVR_COVERED_FLASHED,
  OVR_COVERED_VIEWED,
} OvrCovered;

/* How long a picture must stay, microseconds, and how large it must be: device
 * pixels for one pixel of the image. */
#define OVR_COVERAGE_VIEWED_US 150000
#define OVR_COVERAGE_ZOOM 0.5

#define OVR_TYPE_COVERAGE (ovr_coverage_get_type ())
G_DECLARE_FINAL_TYPE (OvrCoverage, ovr_coverage, OVR, COVERAGE, GObject)

/**
 * OvrCoverage:
 *
 * Which frames of a case were on the screen, as the reader's own aid: it says
 * what was shown, not what was seen, and is in nothing that leaves the machine.
 * Main thread.
 *
 * Signals:
 *  "changed" (const char *sop_uid, guint frame, int covered): a frame has come
 *   to more than it had; with NULL, 0, 0 where all is forgotten
 */
OvrCoverage *ovr_coverage_new (void);

/* Never takes anything back. FALSE where that was known already. */
gboolean ovr_coverage_add (OvrCoverage *self,
                           const char *sop_uid,
                           guint frame,
                           OvrCovered covered);
OvrCovered ovr_coverage_get (OvrCoverage *self,
                             const char *sop_uid,
                             guint frame);
void ovr_coverage_forget (OvrCoverage *self);

/**
 * OvrCoverageCount:
 * @n: images of the series
 * @n_viewed: of these
 * @n_flashed: that were only flashed by
 */
typedef struct
{
  guint n;
  guint n_viewed;
  guint n_flashed;
} OvrCoverageCount;

OvrCoverageCount ovr_coverage_count (OvrCoverage *self,
                                     OvrSeries *series);

/* The images from @least to @most, as people number them: "1–12, 40". "" where
 * there is none. (transfer full) */
char *ovr_coverage_list (OvrCoverage *self,
                         OvrSeries *series,
                         OvrCovered least,
                         OvrCovered most);

/**
 * OvrDwell:
 * @image: (owned): what was on the screen last
 * @last_us: when that was told last
 * @seen_us: for how long at a stretch, large enough
 *
 * The stay of one pane at one picture. Starts as zeroes.
 */
typedef struct
{
  OvrImageRef image;
  gint64 last_us;
  gint64 seen_us;
} OvrDwell;

/* @image is on the screen at @now_us (frame time), at @zoom. Between two calls
 * no more counts than a few refreshes take: what nobody told about, nobody knows.
 * TRUE while it isn't yet viewed, but could come to be. */
gboolean ovr_dwell_note (OvrDwell *self,
                         OvrCoverage *coverage,
                         const OvrImageRef *image,
                         double zoom,
                         gint64 now_us);

/* The pane shows nothing, or nobody can see it. */
void ovr_dwell_stop (OvrDwell *self);

G_END_DECLS
