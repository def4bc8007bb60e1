/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-viewport-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* How a pane gets from slice to slice. A reader who scrolls names a goal; the
 * slices up to it are made one after the other, and the frame clock takes one
 * picture a refresh, so that each is on the screen for at least one. What hand
 * and wheel ask for may be faster than that. The queue then holds no more than
 * what is shown within RUN_ON_US, so that the picture stops with the hand (a
 * quarter of a second is about the time in which eye and hand answer); what does
 * not fit is left out and counted, and the pane says how many slices passed
 * unseen until they have been on the screen. A reader who rather keeps up has a
 * queue of one. */
#define RUN_ON_US 250000
#define MAX_QUEUE 15

/* A step of more slices is a jump: to the first, the last, another place. */
#define JUMP_SLICES 100

/* Pictures that are made before the refresh that they are for. */
#define MAX_READY 2

/* Later than that, it is another turn of the wheel. */
#define PAUSE_US 400000

/* Frames fetched ahead: at least, at most, and so many seconds of scrolling. */
#define MIN_AHEAD 16
#define MAX_AHEAD 128
#define AHEAD_SECONDS 1.0
#define BEHIND 6

static void
mark_passed (OvrViewport *self,
             guint index,
             gboolean passed)
{
  guint8 *flag = self->passed != NULL && index < self->passed->len ? &self->passed->data[index] : NULL;

  if (flag == NULL || *flag == passed)
    return;
  *flag = passed ? 1 : 0;
  self->n_passed += passed ? 1 : -1;
}

/* Time between two pictures of one run, as a mean over the last few. */
static void
note_interval (OvrViewport *self)
{
  gint64 now = g_get_monotonic_time (), gap = now - self->presented_us;

  if (gap < PAUSE_US)
    self->interval_us += (CLAMP ((double) gap, 4000.0, (double) RUN_ON_US) - self->interval_us) / 5.0;
  self->presented_us = now;
}

static gboolean
is_same_image (const OvrPresented *a,
               const OvrPresented *b)
{
  return a->series == b->series && a->index == b->index;
}

static void
present (OvrViewport *self,
         OvrPresented *picture)
{
  if (self->presented == NULL || !is_same_image (self->presented, picture))
    note_interval (self);
  if (picture->failure == NULL && picture->series == self->series)
    mark_passed (self, picture->index, FALSE);
  ovr_viewport_present (self, picture);
  ovr_viewport_fill (self);
}

/* What is on the screen may go: it has been drawn, or nobody sees it. */
static gboolean
may_replace (OvrViewport *self,
             const OvrPresented *next)
{
  if (self->drawn || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return TRUE;

  return self->presented != NULL ? is_same_image (self->presented, next) : self->failure == NULL;
}

static gboolean
on_refresh (GtkWidget *widget,
            GdkFrameClock *clock,
            gpointer data)
{
  OvrViewport *self = OVR_VIEWPORT (widget);
  OvrPresented *next = g_queue_peek_head (&self->ready);

  if (next != NULL && may_replace (self, next))
    present (self, g_queue_pop_head (&self->ready));
  ovr_viewport_advance (self);
  if (self->index != self->goal || self->ready.length > 0)
    return G_SOURCE_CONTINUE;

  self->refresh_tick = 0;
  return G_SOURCE_REMOVE;
}

void
ovr_viewport_deliver (OvrViewport *self,
                      OvrPresented *picture)
{
  OvrPresented *last = g_queue_peek_tail (&self->ready);

  if (picture->series != self->series)
    {
      ovr_presented_free (picture);
      return;
    }
  self->made |= picture->index == self->index;
  if (last == NULL && may_replace (self, picture))
    {
      present (self, picture);
      return;
    }
  if (last != NULL && is_same_image (last, picture))
    ovr_presented_free (g_queue_pop_tail (&self->ready));
  g_queue_push_tail (&self->ready, picture);
  if (self->refresh_tick == 0)
    self->refresh_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_refresh, NULL, NULL);
}

void
ovr_viewport_clear_ready (OvrViewport *self)
{
  g_queue_clear_full (&self->ready, (GDestroyNotify) ovr_presented_free);
}

/* How far ahead of the picture the goal may be. */
static int
queue_room (OvrViewport *self)
{
  return self->keeps_up ? 1 : CLAMP ((int) (RUN_ON_US / self->interval_us), 1, MAX_QUEUE);
}

void
ovr_viewport_advance (OvrViewport *self)
{
  int distance = (int) self->goal - (int) self->index, direction = distance > 0 ? 1 : -1;
  int step;

  if (distance == 0 || !self->made || self->rendering || self->ready.length >= MAX_READY)
    return;

  step = MAX (abs (distance) - queue_room (self) + 1, 1);
  for (int i = 1; i < step; i++)
    mark_passed (self, (guint) ((int) self->index + i * direction), TRUE);
  ovr_viewport_turn (self, (guint) ((int) self->index + step * direction));
}

/* Frames that come next, the nearest first: more of them the faster the reader
 * goes. The list is made anew after some way only. */
void
ovr_viewport_prefetch (OvrViewport *self)
{
  int direction = self->direction >= 0 ? 1 : -1;
  int ahead = CLAMP ((int) (AHEAD_SECONDS * 1e6 / self->interval_us), MIN_AHEAD, MAX_AHEAD);
  int way = ((int) self->index - (int) self->fetched_at) * self->fetched_towards;
  g_autoptr (GArray) keys = NULL;

  if (self->client == 0 || (self->fetched_towards == direction && way > 0 && way < MIN_AHEAD / 2))
    return;

  keys = g_array_new (FALSE, FALSE, sizeof (OvrFrameKey));
  g_array_set_clear_func (keys, (GDestroyNotify) ovr_frame_key_clear);
  for (int i = 1; i <= ahead + MIN_AHEAD / 2; i++)
    for (int side = 1; side >= -1; side -= 2)
      {
        OvrFrameKey key = { NULL, 0 };

        if ((side > 0 || i <= BEHIND) && ovr_viewport_get_key (self, self->index + (guint) (i * direction * side), &key))
          g_array_append_val (keys, key);
      }
  ovr_frame_cache_prefetch (self->cache, self->client, (const OvrFrameKey *) (gpointer) keys->data, keys->len);
  self->fetched_at = self->index;
  self->fetched_towards = direction;
}

/* The whole series if there is room for it, else what lies nearest; made anew
 * after a quarter of that. */
void
ovr_viewport_fill (OvrViewport *self)
{
  guint n = ovr_series_get_n_slices (self->series);
  gsize share, room;
  g_autoptr (GArray) keys = NULL;

  if (self->client == 0 || self->presented == NULL || self->presented->series != self->series ||
      (self->fill_room > 0 && (self->fill_room >= n || (guint) abs ((int) self->index - (int) self->filled_at) < self->fill_room / 4)))
    return;

  share = ovr_frame_cache_get_share (self->cache, self->client);
  room = MIN (share / ovr_pixels_get_size (self->presented->stored), n);
  keys = g_array_new (FALSE, FALSE, sizeof (OvrFrameKey));
  g_array_set_clear_func (keys, (GDestroyNotify) ovr_frame_key_clear);
  for (guint i = 0; i < n && keys->len < room; i++)
    for (int side = 1; side >= (i == 0 ? 1 : -1); side -= 2)
      {
        OvrFrameKey key = { NULL, 0 };

        if (ovr_viewport_get_key (self, self->index + (guint) ((int) i * side), &key))
          g_array_append_val (keys, key);
      }
  ovr_frame_cache_fill (self->cache, self->client, (const OvrFrameKey *) (gpointer) keys->data, keys->len);
  self->fill_room = (guint) MAX (room, 1);
  self->filled_at = self->index;
}

void
ovr_viewport_begin_series (OvrViewport *self)
{
  ovr_viewport_clear_ready (self);
  g_clear_pointer (&self->passed, g_byte_array_unref);
  self->n_passed = 0;
  self->goal = self->index;
  self->made = FALSE;
  self->fill_room = 0;
  self->fetched_towards = 0;
  self->interval_us = 1e6 / 60.0;
  if (self->client != 0)
    {
      ovr_frame_cache_prefetch (self->cache, self->client, NULL, 0);
      ovr_frame_cache_fill (self->cache, self->client, NULL, 0);
    }
  if (self->series == NULL)
    return;

  self->passed = g_byte_array_new ();
  g_byte_array_set_size (self->passed, ovr_series_get_n_slices (self->series));
  memset (self->passed->data, 0, self->passed->len);
}

static gboolean
clamp_place (OvrViewport *self,
             int *index)
{
  if (self->series == NULL || ovr_series_get_n_slices (self->series) == 0)
    return FALSE;
  *index = CLAMP (*index, 0, (int) ovr_series_get_n_slices (self->series) - 1);
  return TRUE;
}

void
ovr_viewport_set_index (OvrViewport *self,
                        int index)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (!clamp_place (self, &index) || ((guint) index == self->index && (guint) index == self->goal))
    return;

  ovr_viewport_clear_ready (self);
  self->direction = (guint) index > self->index ? 1 : -1;
  self->goal = (guint) index;
  self->scrolling = FALSE;
  ovr_viewport_turn (self, (guint) index);
}

void
ovr_viewport_scroll_to (OvrViewport *self,
                        int index)
{
  if (!clamp_place (self, &index) || (guint) index == self->goal)
    return;

  self->direction = (guint) index > self->goal ? 1 : -1;
  self->goal = (guint) index;
  self->scrolling = TRUE;
  ovr_viewport_advance (self);
  if (self->index != self->goal && self->refresh_tick == 0)
    self->refresh_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_refresh, NULL, NULL);
}

int
ovr_viewport_forwards (OvrViewport *self,
                       int delta)
{
  return self->series != NULL && ovr_series_is_numbered_backwards (self->series) ? -delta : delta;
}

void
ovr_viewport_page (OvrViewport *self,
                   int delta)
{
  int index;

  g_return_if_fail (OVR_IS_VIEWPORT (self));

  index = (int) self->goal + ovr_viewport_forwards (self, delta);
  if (abs (delta) >= JUMP_SLICES)
    ovr_viewport_set_index (self, index);
  else
    ovr_viewport_scroll_to (self, index);
}

void
ovr_viewport_hold (OvrViewport *self)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  if (self->scrolling && self->presented != NULL && self->presented->series == self->series)
    ovr_viewport_set_index (self, (int) self->presented->index);
}

void
ovr_viewport_set_keeps_up (OvrViewport *self,
                           gboolean keeps_up)
{
  g_return_if_fail (OVR_IS_VIEWPORT (self));

  self->keeps_up = keeps_up;
}

guint
ovr_viewport_get_n_passed (OvrViewport *self)
{
  g_return_val_if_fail (OVR_IS_VIEWPORT (self), 0);

  return self->n_passed;
}

void
ovr_viewport_draw_passed (OvrViewport *self,
                          GtkSnapshot *snapshot,
                          double y)
{
  const GdkRGBA colour = { 0.88f, 0.65f, 0.23f, 1.0f };
  g_autofree char *text = NULL;
  g_autoptr (PangoLayout) layout = NULL;

  if (self->n_passed == 0)
    return;
  text = g_strdup_printf (ngettext ("⚠ %u slice passed unseen", "⚠ %u slices passed unseen", self->n_passed), self->n_passed);
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  ovr_viewport_draw_layout (snapshot, layout, &colour, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, y, 0.5, 0.0);
}
