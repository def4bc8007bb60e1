/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-file-kind.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/**
 * OvrOfferUse:
 *
 * What the reader wants of a file that came along.
 */
typedef enum
{
  OVR_OFFER_LEAVE_OUT,
  OVR_OFFER_ORIGINAL,
  OVR_OFFER_REQUEST,
  OVR_OFFER_PICTURE,
} OvrOfferUse;

/**
 * OvrOffer:
 * @path: (owned): where it lies; for a member of an archive words for people
 * @bytes: (owned) (nullable): a member's content
 * @name: (owned): base name, UTF-8
 * @kind: a PDF, picture or text
 * @size: bytes; 0 unknown
 * @sha256: (owned) (nullable): of a PDF's or text's content, lower-case hex
 * @columns: of a picture, pixels, before it is turned upright
 * @rows: the same
 * @reason: (nullable): why it isn't offered, in the window's language; static
 * @use: what the reader chose
 *
 * A file that came along with images.
 */
typedef struct
{
  char *path;
  GBytes *bytes;
  char *name;
  OvrFileKind kind;
  guint64 size;
  char *sha256;
  int columns;
  int rows;
  const char *reason;
  OvrOfferUse use;
} OvrOffer;

/**
 * ovr_offers_sort_out:
 * @skipped: (element-type OvrSkippedFile): what an import left out
 * @handed: paths that were handed over; NULL-terminated
 *
 * PDFs, pictures and texts among @skipped, those that are worth offering first.
 * What belongs to the viewer on a disc isn't: small pictures, and what lies in
 * a folder with programs, libraries or pages of help, or below one. On top of
 * the medium such a folder is none. Reads the files' heads: for a worker.
 *
 * Returns: (transfer full) (element-type OvrOffer): in the order of @skipped
 */
GPtrArray *ovr_offers_sort_out (GPtrArray *skipped,
                                const char *const *handed);

/* How many of @offers (element-type OvrOffer) are offered: NULL where none is;
 * "What came along with these images: 1 PDF and 3 pictures.". (transfer full) */
char *ovr_offers_describe (GPtrArray *offers);

/* The picture, upright; no side above @max_side unless that is 0. Hostile input
 * is expected. Any thread. (transfer full): NULL with a GDK_PIXBUF_ERROR or
 * G_IO_ERROR. */
GdkPixbuf *ovr_offer_load_picture (const OvrOffer *self,
                                   int max_side,
                                   GError **error);

/* 3 bytes a pixel, rows without padding; what is transparent stands on white.
 * (transfer full) */
GBytes *ovr_offer_picture_to_rgb (GdkPixbuf *picture);

/* Whether its compression lost something: a JPEG. */
gboolean ovr_offer_is_lossy (const OvrOffer *self);

G_END_DECLS
