/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-key-pictures.h"

#include "ovr-key-picture-render.h"
#include "ovr-presentation-state.h"

#include <math.h>
#include <unistd.h>

/* A picture's shorter side: at least enough for 58 mm at 220 dpi, at most what
 * a page of print shows; between them one display pixel is one pixel. */
#define LEAST_SIDE 512.0
#define MOST_SIDE 1024.0

/* The size at which a view is rendered. A view that fits gets the shape of the
 * image, or of what its presentation state selects; one that is zoomed a
 * square. */
static void
choose_size (const OvrPixels *pixels,
             const OvrView *view,
             guint *width,
             guint *height)
{
  double smaller = fmin (pixels->image->pixel_width, pixels->image->pixel_height);
  const OvrAppliedState *applied = pixels->image->applied;
  double columns = applied != NULL ? applied->area.right - applied->area.left : pixels->info.columns;
  double rows = applied != NULL ? applied->area.bottom - applied->area.top : pixels->info.rows;
  double shorter;
  double scale;

  columns *= pixels->image->pixel_width / smaller;
  rows *= pixels->image->pixel_height / smaller;
  shorter = view->span_px > 0.0 ? view->span_px : fmin (columns, rows);
  scale = CLAMP (shorter, LEAST_SIDE, MOST_SIDE) / shorter;
  if (view->span_px > 0.0)
    columns = rows = view->span_px;
  else if (view->rotation_deg % 180 != 0)
    {
      double swap = columns;

      columns = rows;
      rows = swap;
    }
  *width = (guint) lround (columns * scale);
  *height = (guint) lround (rows * scale);
}

/* The study that has the image. */
static OvrStudy *
find_study (OvrImages *images,
            const OvrImageRef *image)
{
  guint index;

  for (guint i = 0; i < images->subjects->len; i++)
    for (guint j = 0; j < ovr_subject_get_n_studies (images->subjects->pdata[i]); j++)
      {
        OvrStudy *study = ovr_subject_get_study (images->subjects->pdata[i], j);

        if (ovr_study_find (study, image->sop_uid, image->frame, &index) != NULL)
          return study;
      }
  return NULL;
}

/* The frame as the presentation state of the view wants it: (transfer full). */
static OvrPixels *
present (const OvrKeyImage *key_image,
         OvrImages *images,
         OvrPixels *stored,
         GError **error)
{
  OvrStudy *study = find_study (images, &key_image->view->image);
  g_autoptr (OvrPresentationState) state = NULL;
  OvrPixels *applied = NULL;

  if (key_image->view->presentation_uid == NULL)
    return ovr_pixels_ref (stored);
  if (study != NULL)
    state = ovr_presentation_state_load (study, key_image->view->presentation_uid);
  if (state != NULL)
    applied = ovr_presentation_state_apply (state, stored, key_image->view->image.sop_uid);
  if (applied == NULL)
    g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "the presentation state that it is shown with is not there");
  return applied;
}

static OvrKeyPicture *
make_picture (const OvrKeyImage *key_image,
              OvrImages *images,
              OvrSeries *series,
              guint index,
              GError **error)
{
  const OvrSlice *slice = ovr_series_get_slice (series, index);
  g_autoptr (OvrPixels) stored = NULL;
  g_autoptr (OvrPixels) pixels = NULL;
  OvrKeyPicture *picture;
  guint width, height;
  int fd = ovr_instance_open (slice->instance, error);

  if (fd < 0)
    return NULL;
  stored = ovr_pixels_load_fd (fd, slice->frame, error);
  close (fd);
  if (stored != NULL)
    pixels = present (key_image, images, stored, error);
  if (pixels == NULL)
    return NULL;
  choose_size (pixels, key_image->view, &width, &height);
  picture = ovr_key_picture_render (pixels, key_image->view, width, height);
  picture->series_description = g_strdup (ovr_series_get_description (series));
  picture->series_number = ovr_series_get_number (series);
  picture->image_index = ovr_series_get_image_number (series, index);
  picture->n_images = ovr_series_is_numbered_whole (series) ? ovr_series_get_n_slices (series) : 0;
  picture->study_uid = g_strdup (slice->instance->study_uid);
  picture->study_date = ovr_date_is_known (slice->instance->acquisition_date) ? slice->instance->acquisition_date
                                                                              : slice->instance->study_date;
  return picture;
}

static gboolean
add_picture (GHashTable *pictures,
             const OvrKeyImage *key_image,
             OvrImages *images,
             GError **error)
{
  OvrKeyPicture *picture;
  OvrSeries *series = NULL;
  guint index = 0;

  if (images != NULL)
    series = ovr_images_find (images, key_image->study_uid, &key_image->view->image, &index);
  if (series == NULL)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "the image of key image %s is not there", key_image->id);
      return FALSE;
    }
  picture = make_picture (key_image, images, series, index, error);
  if (picture == NULL)
    {
      g_prefix_error (error, "key image %s: ", key_image->id);
      return FALSE;
    }
  g_hash_table_insert (pictures, g_strdup (key_image->id), picture);
  return TRUE;
}

GHashTable *
ovr_key_pictures_make (const OvrReport *report,
                       OvrImages *images,
                       GError **error)
{
  g_autoptr (GHashTable) pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                           (GDestroyNotify) ovr_key_picture_free);

  for (guint i = 0; i < report->findings->len; i++)
    {
      const OvrFinding *finding = report->findings->pdata[i];

      for (guint k = 0; k < finding->key_images->len; k++)
        if (!add_picture (pictures, finding->key_images->pdata[k], images, error))
          return NULL;
    }
  return g_steal_pointer (&pictures);
}

gboolean
ovr_key_pictures_wanted (const OvrReport *report)
{
  for (guint i = 0; i < report->findings->len; i++)
    if (((const OvrFinding *) report->findings->pdata[i])->key_images->len > 0)
      return TRUE;
  return FALSE;
}
