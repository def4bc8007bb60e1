/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-key-guard.h"
#include "ovr-keys.h"

/* H30: a key means one thing, whatever has the focus. */
static void
test_no_key_stands_twice (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n;
  const OvrKey *keys = ovr_keys_get (&n);

  g_assert_cmpuint (n, >, 60);
  for (guint i = 0; i < n; i++)
    {
      GdkModifierType modifiers;
      guint key;
      char *name;

      g_assert_true (gtk_accelerator_parse (keys[i].accelerator, &key, &modifiers));
      name = gtk_accelerator_name (key, modifiers);
      g_assert_true (g_hash_table_add (seen, name));
    }
}

static void
test_every_action_parses_and_has_a_label (void)
{
  guint n;
  const OvrKey *keys = ovr_keys_get (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) target = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_action_parse_detailed_name (keys[i].action, &name, &target, &error));
      g_assert_no_error (error);
      if (keys[i].label == NULL)
        g_assert_cmpstr (keys[i].action, ==, keys[i - 1].action);
    }
}

static guint
count_items (GMenuModel *menu)
{
  guint n = 0;

  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) below = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);

      n += below != NULL ? count_items (below) : 1;
    }
  return n;
}

static void
test_menu_has_every_action (void)
{
  g_autoptr (GMenuModel) menu = ovr_keys_create_menu ();
  guint n, labels = 0;
  const OvrKey *keys = ovr_keys_get (&n);

  for (guint i = 0; i < n; i++)
    labels += keys[i].label != NULL;
  g_assert_cmpuint (count_items (menu), ==, labels);
}

static void
test_keys_hold_where_they_should (void)
{
  const OvrKey *agree = ovr_keys_find (GDK_KEY_a, 0);
  const OvrKey *alt_agree = ovr_keys_find (GDK_KEY_1, GDK_ALT_MASK);
  const OvrKey *preset = ovr_keys_find (GDK_KEY_1, 0);
  const OvrKey *next = ovr_keys_find (GDK_KEY_J, GDK_LOCK_MASK);
  const OvrKey *undo = ovr_keys_find (GDK_KEY_z, GDK_CONTROL_MASK);

  g_assert_cmpstr (agree->action, ==, "win.judge::agree");
  g_assert_cmpstr (alt_agree->action, ==, "win.judge::agree");
  g_assert_cmpstr (preset->action, ==, "win.preset(1)");
  g_assert_cmpstr (next->action, ==, "win.claim(1)");

  g_assert_true (ovr_key_holds (agree, OVR_KEY_PLACE_LEDGER));
  g_assert_false (ovr_key_holds (agree, OVR_KEY_PLACE_LEDGER_TEXT));
  g_assert_false (ovr_key_holds (agree, OVR_KEY_PLACE_IMAGES));
  g_assert_true (ovr_key_holds (alt_agree, OVR_KEY_PLACE_LEDGER_TEXT));
  g_assert_false (ovr_key_holds (alt_agree, OVR_KEY_PLACE_TEXT));
  g_assert_false (ovr_key_holds (preset, OVR_KEY_PLACE_LEDGER));
  g_assert_true (ovr_key_holds (preset, OVR_KEY_PLACE_IMAGES));
  g_assert_true (ovr_key_holds (next, OVR_KEY_PLACE_IMAGES));
  g_assert_false (ovr_key_holds (next, OVR_KEY_PLACE_TEXT));
  /* Text fields have an undo of their own. */
  g_assert_false (ovr_key_holds (undo, OVR_KEY_PLACE_TEXT));
  g_assert_null (ovr_keys_find (GDK_KEY_a, GDK_SHIFT_MASK));
}

static void
test_shortcuts_window_can_be_made (void)
{
  GtkWidget *window = ovr_keys_create_window ();

  g_assert_true (GTK_IS_SHORTCUTS_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (window);
}

int
main (int argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/none-twice", test_no_key_stands_twice);
  g_test_add_func ("/keys/actions", test_every_action_parses_and_has_a_label);
  g_test_add_func ("/keys/menu", test_menu_has_every_action);
  g_test_add_func ("/keys/places", test_keys_hold_where_they_should);
  g_test_add_func ("/keys/window", test_shortcuts_window_can_be_made);
  return g_test_run ();
}
