/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-images.h"
#include "ovr-key-picture.h"
#include "ovr-report.h"

G_BEGIN_DECLS

/* The pictures of all key images of @report, made from the frames in @images:
 * what ovr_export_pdf() wants. (transfer full) (element-type utf8
 * OvrKeyPicture). NULL with an error that names the key image: G_FILE_ERROR_NOENT
 * where its frame is not among the images, or that of its decoding. */
GHashTable *ovr_key_pictures_make (const OvrReport *report,
                                   OvrImages *images,
                                   GError **error);

/* Whether any finding has a key image. */
gboolean ovr_key_pictures_wanted (const OvrReport *report);

G_END_DECLS
