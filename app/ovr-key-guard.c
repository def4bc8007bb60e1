/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-key-guard.h"

#include <string.h>

/* Faster than this nobody types four characters (16 a second is a world
 * record's average). */
#define BURST_MS 60
#define BURST_KEYS 4

/* A burst is over after this long without a key. */
#define QUIET_MS 150

typedef struct
{
  const OvrKey *key; /* NULL: a character that means nothing */
  guint32 time_ms;
} Waiting;

typedef struct
{
  /* Borrowed: outlives the guard, which belongs to its controller */
  GtkWidget *window;
  OvrKeyPlaceFunc place;
  OvrKeyBurstFunc burst;
  gpointer data;

  GQueue waiting;
  guint source;
  gboolean dropping;
  guint32 last_ms;
} Guard;

gboolean
ovr_key_holds (const OvrKey *key,
               OvrKeyPlace place)
{
  gboolean in_text = place == OVR_KEY_PLACE_TEXT || place == OVR_KEY_PLACE_LEDGER_TEXT;
  gboolean typed = g_utf8_strlen (key->accelerator, -1) == 1 || *key->accelerator != '<';

  switch (key->scope)
    {
    case OVR_KEY_ANYWHERE:
      return TRUE;
    case OVR_KEY_OUTSIDE_TEXT:
      return !in_text;
    case OVR_KEY_IMAGES:
      return place == OVR_KEY_PLACE_IMAGES || place == OVR_KEY_PLACE_OTHER;
    case OVR_KEY_LEDGER:
      /* Alt+1 judges from within the comment too; "a" is text there. */
      return place == OVR_KEY_PLACE_LEDGER || (place == OVR_KEY_PLACE_LEDGER_TEXT && !typed);
    default:
      return FALSE;
    }
}

static void
activate (Guard *guard,
          const OvrKey *key)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (!g_action_parse_detailed_name (key->action, &name, &target, NULL))
    g_assert_not_reached ();
  gtk_widget_activate_action_variant (guard->window, name, target);
}

static gboolean on_time (gpointer data);

static void
arm (Guard *guard,
     guint delay_ms)
{
  if (guard->source == 0 && !g_queue_is_empty (&guard->waiting))
    guard->source = g_timeout_add (delay_ms, on_time, guard);
}

/* The oldest has waited long enough: no burst can hold it any more. */
static gboolean
on_time (gpointer data)
{
  Guard *guard = data;
  Waiting *first = g_queue_pop_head (&guard->waiting), *next;
  const OvrKey *key = first->key;
  guint32 time_ms = first->time_ms;

  guard->source = 0;
  g_free (first);
  next = g_queue_peek_head (&guard->waiting);
  if (next != NULL)
    arm (guard, MIN (next->time_ms - time_ms, BURST_MS));
  if (key != NULL && ovr_key_holds (key, guard->place (guard->data)))
    activate (guard, key);
  return G_SOURCE_REMOVE;
}

static void
drop_waiting (Guard *guard)
{
  g_clear_handle_id (&guard->source, g_source_remove);
  g_queue_clear_full (&guard->waiting, g_free);
}

static gboolean
is_burst (Guard *guard,
          guint32 time_ms)
{
  GList *first = g_queue_peek_nth_link (&guard->waiting, guard->waiting.length - MIN (guard->waiting.length, BURST_KEYS - 1));

  return guard->waiting.length >= BURST_KEYS - 1 && first != NULL &&
         time_ms - ((Waiting *) first->data)->time_ms <= BURST_MS;
}

static void
wait_for (Guard *guard,
          const OvrKey *key,
          guint32 time_ms)
{
  Waiting *waiting;

  if (is_burst (guard, time_ms))
    {
      drop_waiting (guard);
      guard->dropping = TRUE;
      guard->burst (guard->data);
      return;
    }
  waiting = g_new0 (Waiting, 1);
  waiting->key = key;
  waiting->time_ms = time_ms;
  g_queue_push_tail (&guard->waiting, waiting);
  arm (guard, BURST_MS);
}

/* Space and Enter press what has the focus; within a burst they are text. */
static gboolean
presses_something (guint keyval)
{
  return keyval == GDK_KEY_space || keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter || keyval == GDK_KEY_Tab;
}

/* Keys that a text field or a menu may want for itself; what can't be done now
 * lets them pass. */
static gboolean
is_untaken (Guard *guard,
            const OvrKey *key)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (guard->window));
  const char *name = strchr (key->action, '.');

  if (key->scope != OVR_KEY_UNTAKEN || GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus) ||
      (focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL))
    return FALSE;
  return name != NULL && g_action_group_get_action_enabled (G_ACTION_GROUP (guard->window), name + 1);
}

static gboolean
on_pressed (GtkEventControllerKey *controller,
            guint keyval,
            guint keycode,
            GdkModifierType state,
            Guard *guard)
{
  const OvrKey *key = ovr_keys_find (keyval, state);
  OvrKeyPlace place = guard->place (guard->data);
  guint32 time_ms = gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (controller));
  gunichar typed = (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) == 0 ? gdk_keyval_to_unicode (keyval) : 0;
  gboolean character = typed >= ' ' && typed != 0x7f;
  guint32 since_ms = time_ms - guard->last_ms;

  if (key != NULL && is_untaken (guard, key))
    {
      activate (guard, key);
      return GDK_EVENT_STOP;
    }
  if (place == OVR_KEY_PLACE_TEXT || place == OVR_KEY_PLACE_LEDGER_TEXT)
    {
      if (key == NULL || character || !ovr_key_holds (key, place))
        return GDK_EVENT_PROPAGATE;
      activate (guard, key);
      return GDK_EVENT_STOP;
    }

  guard->last_ms = time_ms;
  if (guard->dropping && since_ms < QUIET_MS && (character || presses_something (keyval)))
    return GDK_EVENT_STOP;
  guard->dropping = FALSE;
  if (presses_something (keyval))
    return guard->waiting.length > 0 && since_ms <= BURST_MS ? (wait_for (guard, NULL, time_ms), GDK_EVENT_STOP)
                                                             : GDK_EVENT_PROPAGATE;
  if (character)
    {
      wait_for (guard, key != NULL && ovr_key_holds (key, place) ? key : NULL, time_ms);
      return GDK_EVENT_STOP;
    }
  if (key == NULL || !ovr_key_holds (key, place))
    return GDK_EVENT_PROPAGATE;
  activate (guard, key);
  return GDK_EVENT_STOP;
}

static void
guard_free (gpointer data,
            GClosure *closure)
{
  Guard *guard = data;

  drop_waiting (guard);
  g_free (guard);
}

void
ovr_key_guard_attach (GtkWidget *window,
                      OvrKeyPlaceFunc place,
                      OvrKeyBurstFunc burst,
                      gpointer data)
{
  GtkEventController *controller = gtk_event_controller_key_new ();
  Guard *guard = g_new0 (Guard, 1);

  guard->window = window;
  guard->place = place;
  guard->burst = burst;
  guard->data = data;
  g_queue_init (&guard->waiting);
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_data (controller, "key-pressed", G_CALLBACK (on_pressed), guard, guard_free, 0);
  gtk_widget_add_controller (window, controller);
}
