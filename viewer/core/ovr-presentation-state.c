/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-presentation-state-private.h"

#include "ovr-person.h"

#include <string.h>
#include <unistd.h>

#define TAG_SOP_CLASS OVR_TAG (0x0008, 0x0016)
#define TAG_SOP_INSTANCE OVR_TAG (0x0008, 0x0018)
#define TAG_REFERENCED_SERIES OVR_TAG (0x0008, 0x1115)
#define TAG_REFERENCED_UID OVR_TAG (0x0008, 0x1155)
#define TAG_REFERENCED_FRAMES OVR_TAG (0x0008, 0x1160)
#define TAG_ANNOTATIONS OVR_TAG (0x0070, 0x0001)
#define TAG_OVERLAY_LAYER(group) OVR_TAG (group, 0x1001)
#define TAG_OVERLAY_DATA(group) OVR_TAG (group, 0x3000)
#define TAG_FLIP OVR_TAG (0x0070, 0x0041)
#define TAG_ROTATION OVR_TAG (0x0070, 0x0042)
#define TAG_LABEL OVR_TAG (0x0070, 0x0080)
#define TAG_DESCRIPTION OVR_TAG (0x0070, 0x0081)
#define TAG_DATE OVR_TAG (0x0070, 0x0082)
#define TAG_TIME OVR_TAG (0x0070, 0x0083)
#define TAG_CREATOR OVR_TAG (0x0070, 0x0084)

/* Presentation State Storage classes share this stem (PS3.4 B.5). */
#define CLASS_STEM "1.2.840.10008.5.1.4.1.1.11."

/* No label, name or time of a sound file is longer. */
#define MAX_WORDS 256

/* TRUE for the SOP classes of presentation states of images. */
static gboolean
is_class (const char *sop_class)
{
  return sop_class != NULL && g_str_has_prefix (sop_class, CLASS_STEM);
}

static OvrPresentationKind
kind_of (const char *sop_class)
{
  const char *number = sop_class + strlen (CLASS_STEM);

  if (g_str_equal (number, "1") || g_str_equal (number, "5"))
    return OVR_PRESENTATION_GREY;
  return g_str_equal (number, "2") ? OVR_PRESENTATION_COLOUR : OVR_PRESENTATION_UNSUPPORTED;
}

static char *
read_words (const OvrDataset *dataset,
            guint32 tag)
{
  g_autofree char *text = ovr_dataset_get_value (dataset, tag, 0);

  return text != NULL ? g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_WORDS)) : g_strdup ("");
}

/* Numbers of frames, or NULL for all of them. */
static GArray *
read_frames (const OvrDataset *item)
{
  g_autofree char *text = ovr_dataset_get_text (item, TAG_REFERENCED_FRAMES);
  g_auto (GStrv) words = NULL;
  GArray *frames;

  if (text == NULL)
    return NULL;

  words = g_strsplit (text, "\\", -1);
  frames = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; words[i] != NULL; i++)
    {
      gint64 value = g_ascii_strtoll (words[i], NULL, 10);
      guint frame = value > 0 && value <= G_MAXINT ? (guint) value : 0;

      g_array_append_val (frames, frame);
    }
  return frames;
}

static gboolean
holds_frame (const GArray *frames,
             guint frame)
{
  for (guint i = 0; frames != NULL && i < frames->len; i++)
    if (g_array_index (frames, guint, i) == frame)
      return TRUE;
  return frames == NULL;
}

gboolean
ovr_presentation_item_is_for (const OvrDataset *item,
                              const char *sop_uid,
                              guint frame)
{
  guint n = ovr_dataset_get_n_items (item, TAG_REFERENCED_IMAGES);

  for (guint i = 0; i < n; i++)
    {
      const OvrDataset *image = ovr_dataset_get_item (item, TAG_REFERENCED_IMAGES, i);
      g_autofree char *uid = ovr_dataset_get_value (image, TAG_REFERENCED_UID, 0);
      g_autoptr (GArray) frames = NULL;

      if (g_strcmp0 (uid, sop_uid) != 0)
        continue;
      frames = read_frames (image);
      if (holds_frame (frames, frame))
        return TRUE;
    }
  return n == 0;
}

static void
free_frames (gpointer frames)
{
  if (frames != NULL)
    g_array_unref (frames);
}

/* An image that is named twice is meant for the frames of both. */
static void
add_reference (GHashTable *references,
               char *uid,
               GArray *frames)
{
  gpointer known;

  if (!g_hash_table_lookup_extended (references, uid, NULL, &known))
    {
      g_hash_table_insert (references, uid, frames);
      return;
    }
  if (known != NULL && frames != NULL)
    g_array_append_vals (known, frames->data, frames->len);
  else if (known != NULL)
    g_hash_table_insert (references, g_strdup (uid), NULL);
  g_free (uid);
  free_frames (frames);
}

static GHashTable *
read_references (const OvrDataset *dataset)
{
  GHashTable *references = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_frames);
  guint n_series = ovr_dataset_get_n_items (dataset, TAG_REFERENCED_SERIES);

  for (guint i = 0; i < n_series; i++)
    {
      const OvrDataset *series = ovr_dataset_get_item (dataset, TAG_REFERENCED_SERIES, i);
      guint n = ovr_dataset_get_n_items (series, TAG_REFERENCED_IMAGES);

      for (guint j = 0; j < n; j++)
        {
          const OvrDataset *image = ovr_dataset_get_item (series, TAG_REFERENCED_IMAGES, j);
          char *uid = ovr_dataset_get_value (image, TAG_REFERENCED_UID, 0);

          if (uid != NULL)
            add_reference (references, uid, read_frames (image));
        }
    }
  return references;
}

static void
read_turn (OvrPresentationState *self,
           const OvrDataset *dataset)
{
  g_autofree char *flip = ovr_dataset_get_value (dataset, TAG_FLIP, 0);
  gint64 rotation;

  self->flip_horizontal = g_strcmp0 (flip, "Y") == 0;
  if (ovr_dataset_get_int (dataset, TAG_ROTATION, 0, &rotation) &&
      (rotation == 90 || rotation == 180 || rotation == 270))
    self->rotation_deg = (int) rotation;
}

/* Planes of its own can be drawn by hand as well as graphics. */
static gboolean
read_has_annotations (const OvrDataset *dataset)
{
  if (ovr_dataset_get_n_items (dataset, TAG_ANNOTATIONS) > 0)
    return TRUE;
  for (guint16 group = 0x6000; group <= 0x601e; group += 2)
    if (ovr_dataset_has (dataset, TAG_OVERLAY_LAYER (group)) && ovr_dataset_has (dataset, TAG_OVERLAY_DATA (group)))
      return TRUE;
  return FALSE;
}

OvrPresentationState *
ovr_presentation_state_new (OvrDataset *dataset)
{
  g_autofree char *sop_class = ovr_dataset_get_value (dataset, TAG_SOP_CLASS, 0);
  g_autofree char *creator = ovr_dataset_get_value (dataset, TAG_CREATOR, 0);
  g_autofree char *date = ovr_dataset_get_value (dataset, TAG_DATE, 0);
  OvrPresentationState *self;

  if (!is_class (sop_class))
    {
      ovr_dataset_free (dataset);
      return NULL;
    }

  self = g_new0 (OvrPresentationState, 1);
  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->kind = kind_of (sop_class);
  self->sop_uid = read_words (dataset, TAG_SOP_INSTANCE);
  self->label = read_words (dataset, TAG_LABEL);
  self->description = read_words (dataset, TAG_DESCRIPTION);
  self->creator = creator != NULL ? ovr_person_name_to_display (creator) : g_strdup ("");
  self->time = read_words (dataset, TAG_TIME);
  if (date != NULL)
    ovr_date_parse (date, &self->date);
  read_turn (self, dataset);
  self->has_annotations = read_has_annotations (dataset);
  self->references = read_references (dataset);
  self->dataset = dataset;

  return self;
}

OvrPresentationState *
ovr_presentation_state_ref (OvrPresentationState *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
ovr_presentation_state_unref (OvrPresentationState *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->sop_uid);
  g_free (self->label);
  g_free (self->description);
  g_free (self->creator);
  g_free (self->time);
  g_hash_table_unref (self->references);
  ovr_dataset_free (self->dataset);
  g_mutex_clear (&self->lock);
  g_free (self);
}

gboolean
ovr_presentation_state_is_for (const OvrPresentationState *self,
                               const char *sop_uid,
                               guint frame)
{
  gpointer frames;

  return g_hash_table_lookup_extended (self->references, sop_uid, NULL, &frames) && holds_frame (frames, frame);
}

static int
compare_newest_first (gconstpointer pa,
                      gconstpointer pb)
{
  const OvrPresentationState *a = *(const OvrPresentationState *const *) pa;
  const OvrPresentationState *b = *(const OvrPresentationState *const *) pb;
  int order = ovr_date_compare (b->date, a->date);

  if (order == 0)
    order = strcmp (b->time, a->time);
  return order != 0 ? order : strcmp (a->sop_uid, b->sop_uid);
}

/* (transfer full) */
static OvrPresentationState *
load_instance (const OvrInstance *instance)
{
  g_autoptr (GError) ignored = NULL;
  OvrDataset *dataset;
  int fd = ovr_instance_open (instance, &ignored);

  if (fd < 0)
    return NULL;
  dataset = ovr_dataset_read_fd (fd, OVR_READ_ALL, &ignored);
  close (fd);

  return dataset != NULL ? ovr_presentation_state_new (dataset) : NULL;
}

/* Adds the states of @study, or the one with @sop_uid. */
static void
load_states (GPtrArray *states,
             OvrStudy *study,
             const char *sop_uid)
{
  for (guint i = 0; i < ovr_study_get_n_series (study); i++)
    {
      OvrSeries *series = ovr_study_get_series (study, i);

      for (guint j = 0; j < ovr_series_get_n_instances (series); j++)
        {
          const OvrInstance *instance = ovr_series_get_instance (series, j);
          OvrPresentationState *state;

          if (!is_class (instance->sop_class) ||
              (sop_uid != NULL && !g_str_equal (instance->sop_uid, sop_uid)))
            continue;
          state = load_instance (instance);
          if (state != NULL)
            g_ptr_array_add (states, state);
        }
    }
}

GPtrArray *
ovr_presentation_states_load (OvrStudy *study)
{
  GPtrArray *states = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_presentation_state_unref);

  load_states (states, study, NULL);
  g_ptr_array_sort (states, compare_newest_first);

  return states;
}

OvrPresentationState *
ovr_presentation_state_load (OvrStudy *study,
                             const char *sop_uid)
{
  g_autoptr (GPtrArray) states = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_presentation_state_unref);

  load_states (states, study, sop_uid);
  return states->len > 0 ? ovr_presentation_state_ref (states->pdata[0]) : NULL;
}

GPtrArray *
ovr_presentation_states_for (GPtrArray *states,
                             const char *sop_uid,
                             guint frame)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_presentation_state_unref);

  for (guint i = 0; states != NULL && i < states->len; i++)
    if (ovr_presentation_state_is_for (states->pdata[i], sop_uid, frame))
      g_ptr_array_add (found, ovr_presentation_state_ref (states->pdata[i]));

  return found;
}

/* Where @study shows the first of @frames of an image; NULL where it doesn't. */
static OvrSeries *
find_reference (OvrStudy *study,
                const char *sop_uid,
                const GArray *frames,
                guint *index)
{
  return ovr_study_find (study, sop_uid, frames != NULL && frames->len > 0 ? g_array_index (frames, guint, 0) : 1, index);
}

OvrSeries *
ovr_presentation_state_find_image (const OvrPresentationState *self,
                                   OvrStudy *study,
                                   guint *index)
{
  OvrSeries *found = NULL;
  GHashTableIter iter;
  gpointer uid;
  gpointer frames;

  g_hash_table_iter_init (&iter, self->references);
  while (g_hash_table_iter_next (&iter, &uid, &frames))
    {
      guint place = 0;
      OvrSeries *series = find_reference (study, uid, frames, &place);

      if (series == NULL || (found != NULL && place >= *index))
        continue;
      found = series;
      *index = place;
    }
  return found;
}

guint
ovr_presentation_state_count_missing (const OvrPresentationState *self,
                                      OvrStudy *study)
{
  GHashTableIter iter;
  gpointer uid;
  gpointer frames;
  guint missing = 0;

  g_hash_table_iter_init (&iter, self->references);
  while (g_hash_table_iter_next (&iter, &uid, &frames))
    {
      guint index;

      missing += find_reference (study, uid, frames, &index) == NULL;
    }
  return missing;
}
