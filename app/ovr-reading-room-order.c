/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-reading-room-private.h"

/* Series that the reader pages in another order than by position: "UID/part" →
 * the ordered OvrSeries. What isn't in it goes by position. */

static const char *const order_words[] = {
  [OVR_SLICE_ORDER_POSITION] = "position",
  [OVR_SLICE_ORDER_NUMBER] = "number",
  [OVR_SLICE_ORDER_TIME] = "time",
};

static char *
dup_key (OvrSeries *series)
{
  return g_strdup_printf ("%s/%u", ovr_series_get_uid (series), ovr_series_get_part (series));
}

static gboolean
parse_order (const char *word,
             OvrSliceOrder *order)
{
  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (order_words); i++)
    if (g_str_equal (word, order_words[i]))
      {
        *order = (OvrSliceOrder) i;
        return TRUE;
      }
  return FALSE;
}

static void
remember (OvrReadingRoom *self,
          OvrSeries *series,
          OvrSliceOrder order)
{
  char *key = dup_key (series);

  if (order == OVR_SLICE_ORDER_POSITION)
    {
      g_hash_table_remove (self->orders, key);
      g_free (key);
    }
  else
    {
      g_hash_table_insert (self->orders, key, ovr_series_dup_ordered (series, order));
    }
}

OvrSeries *
ovr_reading_room_put_in_order (OvrReadingRoom *self,
                               OvrSeries *series,
                               guint *slice)
{
  g_autofree char *key = dup_key (series);
  OvrSeries *ordered = g_hash_table_lookup (self->orders, key);
  const OvrSlice *wanted;

  if (ordered == NULL)
    return series;
  if (*slice < ovr_series_get_n_slices (series))
    {
      wanted = ovr_series_get_slice (series, *slice);
      ovr_series_find (ordered, wanted->instance->sop_uid, wanted->frame, slice);
    }
  return ordered;
}

/* The pane keeps its image, window and place. */
static void
show_again (OvrReadingRoom *self,
            guint index)
{
  OvrViewport *viewport = ovr_viewport_grid_get (self->grid, index);
  g_autoptr (OvrView) view = ovr_viewport_dup_view (viewport);
  g_autoptr (OvrStudy) study = g_object_ref (ovr_viewport_get_study (viewport));
  OvrSeries *base = ovr_series_get_base (ovr_viewport_get_series (viewport));
  guint slice = 0;

  if (view != NULL)
    ovr_series_find (base, view->image.sop_uid, view->image.frame, &slice);
  ovr_reading_room_show (self, index, study, base, slice);
  if (view != NULL)
    ovr_viewport_restore_view (viewport, view);
}

gboolean
ovr_reading_room_set_order (OvrReadingRoom *self,
                            const char *word)
{
  OvrSeries *shown;
  g_autoptr (OvrSeries) base = NULL;
  OvrSliceOrder order;

  g_return_val_if_fail (OVR_IS_READING_ROOM (self), FALSE);

  shown = ovr_viewport_get_series (ovr_viewport_grid_get_active (self->grid));
  if (shown == NULL || ovr_series_get_n_slices (shown) == 0 || !parse_order (word, &order))
    return FALSE;

  base = g_object_ref (ovr_series_get_base (shown));
  remember (self, base, order);
  for (guint i = 0; i < OVR_VIEWPORT_GRID_SIZE; i++)
    {
      OvrSeries *other = ovr_viewport_get_series (ovr_viewport_grid_get (self->grid, i));

      if (other != NULL && ovr_series_get_base (other) == base)
        show_again (self, i);
    }
  ovr_reading_room_queue_save (self);
  return TRUE;
}

JsonObject *
ovr_reading_room_write_orders (OvrReadingRoom *self)
{
  JsonObject *object = json_object_new ();
  GHashTableIter iter;
  gpointer key, series;

  g_hash_table_iter_init (&iter, self->orders);
  while (g_hash_table_iter_next (&iter, &key, &series))
    json_object_set_string_member (object, key, order_words[ovr_series_get_order (series)]);
  return object;
}

void
ovr_reading_room_read_orders (OvrReadingRoom *self,
                              JsonObject *object)
{
  GPtrArray *studies = ovr_case_session_get_studies (self->session);

  for (guint i = 0; i < studies->len; i++)
    for (guint j = 0; j < ovr_study_get_n_series (g_ptr_array_index (studies, i)); j++)
      {
        OvrSeries *series = ovr_study_get_series (g_ptr_array_index (studies, i), j);
        g_autofree char *key = dup_key (series);
        OvrSliceOrder order;

        if (parse_order (json_object_get_string_member_with_default (object, key, NULL), &order))
          remember (self, series, order);
      }
}
