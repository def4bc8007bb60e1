/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-keys.h"

#include <glib/gi18n.h>

#define CASES N_ ("Cases")
#define PANES N_ ("Panes")
#define IMAGES N_ ("Images")
#define WINDOWS N_ ("Window presets")
#define TOOLS N_ ("Tools")
#define LEDGER N_ ("Claims")
#define REPORT N_ ("Report")
#define CASE N_ ("The case is")
#define PROGRAM N_ ("Program")

/* The letters J K A M D N O belong to the ledger, digits to window presets;
 * the image's letters avoid both. */
static const OvrKey keys[] = {
  { CASES, N_ ("Import Files…"), "win.import", "<Control>o", OVR_KEY_ANYWHERE },
  { CASES, N_ ("Import a Folder…"), "win.import-folder", "<Control><Shift>o", OVR_KEY_ANYWHERE },
  { CASES, N_ ("Import What Was Copied"), "win.paste", "<Control>v", OVR_KEY_UNTAKEN },
  { CASES, N_ ("Stop the Import"), "win.stop-import", "Escape", OVR_KEY_UNTAKEN },
  { CASES, N_ ("Show What Was Left Out…"), "win.left-out", "<Control><Shift>j", OVR_KEY_ANYWHERE },
  { CASES, N_ ("Choose of What Came Along…"), "win.offers", "<Control><Shift>k", OVR_KEY_ANYWHERE },
  { CASES, N_ ("Leave Out What Came Along"), "win.dismiss-offers", "<Control><Alt>k", OVR_KEY_ANYWHERE },
  { CASES, N_ ("Say Whose Case It Is…"), "win.whose-case", "<Control><Shift>w", OVR_KEY_ANYWHERE },
  { CASES, N_ ("Open the Demo Case"), "win.demo", "<Control><Shift>d", OVR_KEY_ANYWHERE },
  { CASES, N_ ("Find a Case"), "win.find", "<Control>f", OVR_KEY_ANYWHERE },
  { CASES, N_ ("Find the Images of a Case…"), "win.find-images", "<Control><Shift>f", OVR_KEY_ANYWHERE },
  { CASES, N_ ("Remove the Selected Cases…"), "win.remove-cases", "<Control><Shift>Delete", OVR_KEY_ANYWHERE },
  { CASES, N_ ("Undo the Removal"), "win.undo-removal", "<Control><Shift>BackSpace", OVR_KEY_ANYWHERE },
  { CASES, N_ ("Bring Removed Cases Back"), "win.bring-back", "<Control><Shift>b", OVR_KEY_ANYWHERE },
  { CASES, N_ ("Back to the Cases"), "win.cases", "<Alt>Left", OVR_KEY_ANYWHERE },

  { PANES, N_ ("Go to the Images"), "win.go::images", "<Control>1", OVR_KEY_ANYWHERE },
  { PANES, N_ ("Go to the Original"), "win.go::original", "<Control>2", OVR_KEY_ANYWHERE },
  { PANES, N_ ("Go to the Claims"), "win.go::claims", "<Control>3", OVR_KEY_ANYWHERE },
  { PANES, N_ ("Go to the Findings"), "win.go::findings", "<Control>4", OVR_KEY_ANYWHERE },
  { PANES, N_ ("Go to the Answer"), "win.go::answer", "<Control>5", OVR_KEY_ANYWHERE },
  { PANES, N_ ("Go to the Details"), "win.go::details", "<Control>6", OVR_KEY_ANYWHERE },
  { PANES, N_ ("One Image"), "win.layout::one", "F5", OVR_KEY_ANYWHERE },
  { PANES, N_ ("Two Images, Prior Beside Current"), "win.layout::two", "F6", OVR_KEY_ANYWHERE },
  { PANES, N_ ("Other Image"), "win.other-pane", "F7", OVR_KEY_ANYWHERE },
  { PANES, N_ ("Series Strip"), "win.series-strip", "F8", OVR_KEY_ANYWHERE },
  { PANES, N_ ("Remarks on the Submitted Images"), "win.health", "<Control>h", OVR_KEY_ANYWHERE },
  { PANES, N_ ("Images Only"), "win.report-pane::folded", "F9", OVR_KEY_ANYWHERE },
  { PANES, N_ ("Images and Report"), "win.report-pane::beside", "F10", OVR_KEY_ANYWHERE },
  { PANES, N_ ("Report Only"), "win.report-pane::wide", "F12", OVR_KEY_ANYWHERE },
  { PANES, N_ ("Full Screen"), "win.fullscreen", "F11", OVR_KEY_ANYWHERE },

  { IMAGES, N_ ("Next Slice"), "win.slice(1)", "Down", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Previous Slice"), "win.slice(-1)", "Up", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Ten Slices On"), "win.slice(10)", "Page_Down", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Ten Slices Back"), "win.slice(-10)", "Page_Up", OVR_KEY_IMAGES },
  { IMAGES, N_ ("First Slice"), "win.slice(-100000)", "Home", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Last Slice"), "win.slice(100000)", "End", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Next Series"), "win.series(1)", "Right", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Previous Series"), "win.series(-1)", "Left", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Next Remark on the Images"), "win.remark(1)", "<Control>Down", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Previous Remark on the Images"), "win.remark(-1)", "<Control>Up", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Zoom In"), "win.zoom(1)", "<Control>plus", OVR_KEY_ANYWHERE },
  { IMAGES, NULL, "win.zoom(1)", "<Control>equal", OVR_KEY_ANYWHERE },
  { IMAGES, NULL, "win.zoom(1)", "<Control>KP_Add", OVR_KEY_ANYWHERE },
  { IMAGES, N_ ("Zoom Out"), "win.zoom(-1)", "<Control>minus", OVR_KEY_ANYWHERE },
  { IMAGES, NULL, "win.zoom(-1)", "<Control>KP_Subtract", OVR_KEY_ANYWHERE },
  { IMAGES, N_ ("Fit"), "win.fit", "f", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Invert"), "win.invert", "i", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Rotate by 90°"), "win.rotate", "r", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Mirror"), "win.flip", "h", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Reset the View"), "win.reset-view", "0", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Choose the Presentation"), "win.presentation", "e", OVR_KEY_IMAGES },

  { IMAGES, N_ ("Smooth Between Pixels (Bilinear)"), "win.interpolation::bilinear", "b", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Sharp Between Pixels (Lanczos)"), "win.interpolation::lanczos", "s", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Pixels as They Are (Nearest)"), "win.interpolation::nearest", "u", OVR_KEY_IMAGES },
  { IMAGES, N_ ("Order the Slices by Position"), "win.slice-order::position", "<Control><Alt>1", OVR_KEY_ANYWHERE },
  { IMAGES, N_ ("Order the Slices by Instance Number"), "win.slice-order::number", "<Control><Alt>2", OVR_KEY_ANYWHERE },
  { IMAGES, N_ ("Order the Slices by Acquisition Time"), "win.slice-order::time", "<Control><Alt>3", OVR_KEY_ANYWHERE },
  { IMAGES, N_ ("Windows, Values and Smoothing of the Image"), "win.image-menu", "v", OVR_KEY_IMAGES },

  { IMAGES, N_ ("Keep Up in Fast Scrolling, Leaving Slices Out"), "win.keep-up", "x", OVR_KEY_IMAGES },

  { WINDOWS, N_ ("Preset 1"), "win.preset(1)", "1", OVR_KEY_IMAGES },
  { WINDOWS, N_ ("Preset 2"), "win.preset(2)", "2", OVR_KEY_IMAGES },
  { WINDOWS, N_ ("Preset 3"), "win.preset(3)", "3", OVR_KEY_IMAGES },
  { WINDOWS, N_ ("Preset 4"), "win.preset(4)", "4", OVR_KEY_IMAGES },
  { WINDOWS, N_ ("Preset 5"), "win.preset(5)", "5", OVR_KEY_IMAGES },
  { WINDOWS, N_ ("Preset 6"), "win.preset(6)", "6", OVR_KEY_IMAGES },
  { WINDOWS, N_ ("Preset 7"), "win.preset(7)", "7", OVR_KEY_IMAGES },
  { WINDOWS, N_ ("Preset 8"), "win.preset(8)", "8", OVR_KEY_IMAGES },
  { WINDOWS, N_ ("Preset 9"), "win.preset(9)", "9", OVR_KEY_IMAGES },

  { TOOLS, N_ ("Window by Left Drag"), "win.tool::window", "w", OVR_KEY_IMAGES },
  { TOOLS, N_ ("Move by Left Drag"), "win.tool::pan", "g", OVR_KEY_IMAGES },
  { TOOLS, N_ ("Zoom by Left Drag"), "win.tool::zoom", "z", OVR_KEY_IMAGES },
  { TOOLS, N_ ("Page by Left Drag"), "win.tool::page", "p", OVR_KEY_IMAGES },
  { TOOLS, N_ ("Arrow"), "win.tool::arrow", "t", OVR_KEY_IMAGES },
  { TOOLS, N_ ("Length"), "win.tool::length", "l", OVR_KEY_IMAGES },
  { TOOLS, N_ ("Remove the Last Mark"), "win.remove-mark", "Delete", OVR_KEY_IMAGES },
  { TOOLS, N_ ("Attach the View to the Finding"), "win.attach", "c", OVR_KEY_IMAGES },
  { TOOLS, NULL, "win.attach", "<Control>k", OVR_KEY_ANYWHERE },

  { LEDGER, N_ ("Next Claim"), "win.claim(1)", "j", OVR_KEY_OUTSIDE_TEXT },
  { LEDGER, N_ ("Previous Claim"), "win.claim(-1)", "k", OVR_KEY_OUTSIDE_TEXT },
  { LEDGER, N_ ("Show the Claim’s Image"), "win.jump", "Return", OVR_KEY_LEDGER },
  { LEDGER, NULL, "win.jump", "KP_Enter", OVR_KEY_LEDGER },
  { LEDGER, N_ ("Agree"), "win.judge::agree", "a", OVR_KEY_LEDGER },
  { LEDGER, NULL, "win.judge::agree", "<Alt>1", OVR_KEY_LEDGER },
  { LEDGER, N_ ("Agree with Modification"), "win.judge::agree-modified", "m", OVR_KEY_LEDGER },
  { LEDGER, NULL, "win.judge::agree-modified", "<Alt>2", OVR_KEY_LEDGER },
  { LEDGER, N_ ("Disagree"), "win.judge::disagree", "d", OVR_KEY_LEDGER },
  { LEDGER, NULL, "win.judge::disagree", "<Alt>3", OVR_KEY_LEDGER },
  { LEDGER, N_ ("Not Assessable"), "win.judge::not-assessable", "n", OVR_KEY_LEDGER },
  { LEDGER, NULL, "win.judge::not-assessable", "<Alt>4", OVR_KEY_LEDGER },
  { LEDGER, N_ ("Out of Scope"), "win.judge::out-of-scope", "o", OVR_KEY_LEDGER },
  { LEDGER, NULL, "win.judge::out-of-scope", "<Alt>5", OVR_KEY_LEDGER },
  { LEDGER, N_ ("Accept the Section’s Normal Claims"), "win.accept-normal", "<Control><Shift>a", OVR_KEY_ANYWHERE },

  { REPORT, N_ ("Add a Finding of Your Own"), "win.add-finding", "<Control><Shift>n", OVR_KEY_ANYWHERE },
  { REPORT, NULL, "win.add-finding", "<Alt>6", OVR_KEY_LEDGER },
  { REPORT, N_ ("Write the Remarks on the Images Into the Adequacy"), "win.write-adequacy", "<Control><Shift>t", OVR_KEY_ANYWHERE },
  { REPORT, N_ ("Undo"), "win.undo", "<Control>z", OVR_KEY_OUTSIDE_TEXT },
  { REPORT, N_ ("Redo"), "win.redo", "<Control><Shift>z", OVR_KEY_OUTSIDE_TEXT },
  { REPORT, N_ ("Add an Original Report…"), "win.add-original", "<Control><Shift>r", OVR_KEY_ANYWHERE },
  { REPORT, N_ ("Lock the Blind Impression"), "win.lock-impression", "<Control><Shift>l", OVR_KEY_ANYWHERE },
  { REPORT, N_ ("Open the Original Without Reading Blind"), "win.unseal", "<Control><Shift>u", OVR_KEY_ANYWHERE },
  { REPORT, N_ ("The Late Images Were Looked At"), "win.see-late", "<Control><Alt>l", OVR_KEY_ANYWHERE },
  { REPORT, N_ ("Export a Draft…"), "win.export-draft", "<Control>e", OVR_KEY_ANYWHERE },
  { REPORT, N_ ("Read the Pages and Sign…"), "win.sign", "<Control><Shift>s", OVR_KEY_ANYWHERE },

  { REPORT, N_ ("New Version…"), "win.new-version", "<Control><Shift>v", OVR_KEY_ANYWHERE },
  { REPORT, N_ ("Discard This Draft Version…"), "win.discard-version", "<Alt>Delete", OVR_KEY_ANYWHERE },
  { REPORT, N_ ("All Versions…"), "win.versions", "<Control><Shift>h", OVR_KEY_ANYWHERE },
  { REPORT, N_ ("Back to the Newest Version"), "win.show-version(0)", "<Alt>End", OVR_KEY_ANYWHERE },

  { CASE, N_ ("Two Persons After All: Take the Other Name Out"), "win.part-persons", "<Control><Alt>t", OVR_KEY_ANYWHERE },
  { CASE, N_ ("Waiting for Images"), "win.move::waiting", "<Control><Alt>w", OVR_KEY_ANYWHERE },
  { CASE, N_ ("Reading Again"), "win.move::reading", "<Control><Alt>r", OVR_KEY_ANYWHERE },
  { CASE, N_ ("Sent"), "win.move::sent", "<Control><Alt>s", OVR_KEY_ANYWHERE },
  { CASE, N_ ("Receipt Acknowledged"), "win.move::acknowledged", "<Control><Alt>a", OVR_KEY_ANYWHERE },

  { PROGRAM, N_ ("Preferences"), "win.preferences", "<Control>comma", OVR_KEY_ANYWHERE },
  { PROGRAM, N_ ("Keyboard Shortcuts"), "win.shortcuts", "<Control>question", OVR_KEY_ANYWHERE },
  { PROGRAM, NULL, "win.shortcuts", "F1", OVR_KEY_ANYWHERE },
  { PROGRAM, N_ ("About Overread"), "win.about", "<Control>F1", OVR_KEY_ANYWHERE },
  { PROGRAM, N_ ("Quit"), "app.quit", "<Control>q", OVR_KEY_ANYWHERE },
};

const OvrKey *
ovr_keys_get (guint *n)
{
  *n = G_N_ELEMENTS (keys);
  return keys;
}

const OvrKey *
ovr_keys_find (guint keyval,
               GdkModifierType state)
{
  const GdkModifierType counted = GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK;
  guint lower = gdk_keyval_to_lower (keyval);

  state &= counted | GDK_SUPER_MASK;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GdkModifierType wanted;
      guint key;

      if (!gtk_accelerator_parse (keys[i].accelerator, &key, &wanted))
        g_assert_not_reached ();
      if (key != lower || ((wanted ^ state) & ~GDK_SHIFT_MASK) != 0)
        continue;
      /* "?" and "+" need Shift on many keyboards without meaning it. */
      if (((wanted ^ state) & GDK_SHIFT_MASK) != 0 &&
          (g_unichar_isalpha (gdk_keyval_to_unicode (key)) || gdk_keyval_to_unicode (key) == 0))
        continue;
      return &keys[i];
    }

  return NULL;
}

GMenuModel *
ovr_keys_create_menu (void)
{
  GMenu *menu = g_menu_new ();
  GMenu *section = NULL;
  const char *group = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GMenuItem) item = NULL;

      if (keys[i].label == NULL)
        continue;
      if (g_strcmp0 (group, keys[i].group) != 0)
        {
          group = keys[i].group;
          g_clear_object (&section);
          section = g_menu_new ();
          g_menu_append_submenu (menu, _ (group), G_MENU_MODEL (section));
        }
      item = g_menu_item_new (_ (keys[i].label), keys[i].action);
      g_menu_item_set_attribute (item, "accel", "s", keys[i].accelerator);
      g_menu_append_item (section, item);
    }
  g_clear_object (&section);
  return G_MENU_MODEL (menu);
}

static void
append_xml (GString *xml,
            const char *group)
{
  g_autofree char *title = g_markup_escape_text (_ (group), -1);

  g_string_append_printf (xml, "<child><object class='GtkShortcutsGroup'>"
                               "<property name='title'>%s</property>",
                          title);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GString) accelerators = NULL;
      g_autofree char *label = NULL, *escaped = NULL;

      if (keys[i].label == NULL || g_strcmp0 (keys[i].group, group) != 0)
        continue;
      accelerators = g_string_new (keys[i].accelerator);
      for (guint j = i + 1; j < G_N_ELEMENTS (keys) && keys[j].label == NULL; j++)
        g_string_append_printf (accelerators, " %s", keys[j].accelerator);
      label = g_markup_escape_text (_ (keys[i].label), -1);
      escaped = g_markup_escape_text (accelerators->str, -1);
      g_string_append_printf (xml, "<child><object class='GtkShortcutsShortcut'>"
                                   "<property name='title'>%s</property>"
                                   "<property name='accelerator'>%s</property>"
                                   "</object></child>",
                              label, escaped);
    }
  g_string_append (xml, "</object></child>");
}

GtkWidget *
ovr_keys_create_window (void)
{
  g_autoptr (GString) xml = g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                                          "<property name='modal'>1</property><child>"
                                          "<object class='GtkShortcutsSection'>"
                                          "<property name='section-name'>all</property>"
                                          "<property name='max-height'>14</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  const char *group = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_strcmp0 (group, keys[i].group) != 0)
      append_xml (xml, group = keys[i].group);
  g_string_append (xml, "</object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, (gssize) xml->len);
  return g_object_ref (GTK_WIDGET (gtk_builder_get_object (builder, "window")));
}
