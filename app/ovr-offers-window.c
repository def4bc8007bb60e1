/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-offers-window.h"

#include "ovr-offer.h"

#include <glib/gi18n.h>

#define WIDTH 900
#define HEIGHT 600

/* Of a picture in the list, pixels. */
#define THUMBNAIL 72
#define SIGN_WIDTH 96

/* As wide as the longest word, so that the menus stand in a column. */
#define MENU_WIDTH 160

/* What isn't offered is listed in full in the list of what was left out. */
#define MAX_REFUSED 100

/**
 * Room:
 * @menus: (element-type GtkDropDown): of the pictures
 *
 * What the window's callbacks need; goes with it.
 */
typedef struct
{
  GPtrArray *offers;
  GPtrArray *menus;
  GCancellable *cancellable;
  GtkWidget *add;
  OvrOffersFunc func;
  GObject *data;
} Room;

static void
room_free (gpointer data)
{
  Room *self = data;

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->menus);
  g_ptr_array_unref (self->offers);
  g_object_unref (self->data);
  g_free (self);
}

/* ---- Choosing */

static const OvrOfferUse document_uses[] = { OVR_OFFER_LEAVE_OUT, OVR_OFFER_ORIGINAL, OVR_OFFER_REQUEST };
static const OvrOfferUse picture_uses[] = { OVR_OFFER_LEAVE_OUT, OVR_OFFER_PICTURE };

static void
update_add (Room *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->offers->len; i++)
    any = any || ((OvrOffer *) self->offers->pdata[i])->use != OVR_OFFER_LEAVE_OUT;
  gtk_widget_set_sensitive (self->add, any);
}

static void
on_chosen (GtkDropDown *menu,
           GParamSpec *pspec,
           Room *self)
{
  OvrOffer *offer = g_object_get_data (G_OBJECT (menu), "offer");
  guint selected = gtk_drop_down_get_selected (menu);

  offer->use = offer->kind == OVR_FILE_PICTURE ? picture_uses[selected] : document_uses[selected];
  update_add (self);
}

static void
on_all_pictures (GtkWidget *button,
                 Room *self)
{
  for (guint i = 0; i < self->menus->len; i++)
    gtk_drop_down_set_selected (self->menus->pdata[i], 1);
}

static void
on_add (GtkWidget *button,
        GtkWindow *window)
{
  Room *self = g_object_get_data (G_OBJECT (window), "room");

  self->func (self->offers, self->data);
  gtk_window_close (window);
}

static GtkWidget *
make_menu (Room *self,
           OvrOffer *offer)
{
  const char *documents[] = { _ ("Leave Out"), _ ("Original Report"), _ ("Request"), NULL };
  const char *pictures[] = { _ ("Leave Out"), _ ("Picture Study"), NULL };
  gboolean is_picture = offer->kind == OVR_FILE_PICTURE;
  GtkWidget *menu = gtk_drop_down_new_from_strings (is_picture ? pictures : documents);
  g_autofree char *label = g_strdup_printf (_ ("What “%s” is"), offer->name);

  gtk_widget_set_valign (menu, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (menu, MENU_WIDTH, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (menu), "offer", offer);
  g_signal_connect (menu, "notify::selected", G_CALLBACK (on_chosen), self);
  if (is_picture)
    g_ptr_array_add (self->menus, menu);
  return menu;
}

/* ---- Thumbnails */

/* (transfer full): what a thread needs of @offer, which the window may outlive. */
static OvrOffer *
copy_source (const OvrOffer *offer)
{
  OvrOffer *copy = g_new0 (OvrOffer, 1);

  copy->path = g_strdup (offer->path);
  copy->bytes = offer->bytes != NULL ? g_bytes_ref (offer->bytes) : NULL;
  return copy;
}

static void
source_free (gpointer data)
{
  OvrOffer *copy = data;

  g_clear_pointer (&copy->bytes, g_bytes_unref);
  g_free (copy->path);
  g_free (copy);
}

static void
load_in_thread (GTask *task,
                gpointer source,
                gpointer data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  GdkPixbuf *picture;

  if (g_task_return_error_if_cancelled (task))
    return;
  picture = ovr_offer_load_picture (data, THUMBNAIL, &error);
  if (picture != NULL)
    g_task_return_pointer (task, picture, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
on_loaded (GObject *source,
           GAsyncResult *result,
           gpointer unused)
{
  g_autoptr (GdkPixbuf) picture = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (GdkTexture) texture = picture != NULL ? gdk_texture_new_for_pixbuf (picture) : NULL;

  if (texture != NULL)
    gtk_picture_set_paintable (GTK_PICTURE (source), GDK_PAINTABLE (texture));
}

static GtkWidget *
make_sign (Room *self,
           const OvrOffer *offer)
{
  GtkWidget *sign;

  if (offer->kind == OVR_FILE_PICTURE && offer->reason == NULL)
    {
      g_autoptr (GTask) task = NULL;

      sign = gtk_picture_new ();
      task = g_task_new (sign, self->cancellable, on_loaded, NULL);
      g_task_set_task_data (task, copy_source (offer), source_free);
      g_task_run_in_thread (task, load_in_thread);
    }
  else
    {
      sign = gtk_image_new_from_icon_name (offer->kind == OVR_FILE_PICTURE ? "image-x-generic-symbolic" : "text-x-generic-symbolic");
      gtk_image_set_pixel_size (GTK_IMAGE (sign), 32);
    }
  gtk_widget_set_size_request (sign, SIGN_WIDTH, offer->kind == OVR_FILE_PICTURE && offer->reason == NULL ? THUMBNAIL : -1);
  return sign;
}

/* ---- The list */

/* "PDF · 312 kB", "1200 × 900 pixels · 1.2 MB" */
static char *
describe (const OvrOffer *offer)
{
  g_autofree char *size = g_format_size (offer->size);

  if (offer->reason != NULL)
    return g_strdup (offer->reason);
  if (offer->kind == OVR_FILE_PICTURE)
    /* Translators: columns × rows, then a size: "1200 × 900 pixels · 1.2 MB" */
    return g_strdup_printf (_ ("%d × %d pixels · %s"), offer->columns, offer->rows, size);
  return g_strjoin (" · ", offer->kind == OVR_FILE_PDF ? _ ("PDF") : _ ("Text"), size, NULL);
}

static GtkWidget *
make_label (const char *text,
            const char *css)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  return label;
}

static GtkWidget *
make_row (Room *self,
          OvrOffer *offer)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *text = describe (offer);
  g_autofree char *path = g_filename_display_name (offer->path);

  gtk_box_append (GTK_BOX (words), make_label (offer->name, NULL));
  gtk_box_append (GTK_BOX (words), make_label (text, "dim-label"));
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_tooltip_text (words, path);
  gtk_box_append (GTK_BOX (box), make_sign (self, offer));
  gtk_box_append (GTK_BOX (box), words);
  if (offer->reason == NULL)
    gtk_box_append (GTK_BOX (box), make_menu (self, offer));
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

/* Pictures or all else, of those that are offered or of those that aren't. */
static void
append_rows (Room *self,
             GtkWidget *list,
             gboolean refused,
             gboolean pictures)
{
  guint n = 0;

  for (guint i = 0; i < self->offers->len; i++)
    {
      OvrOffer *offer = self->offers->pdata[i];

      if ((offer->reason != NULL) == refused && (offer->kind == OVR_FILE_PICTURE) == pictures && (!refused || n++ < MAX_REFUSED))
        gtk_list_box_append (GTK_LIST_BOX (list), make_row (self, offer));
    }
}

/* Documents stand first. */
static GtkWidget *
make_group (Room *self,
            gboolean refused)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  append_rows (self, list, refused, FALSE);
  append_rows (self, list, refused, TRUE);
  return list;
}

static gboolean
has_refused (const Room *self)
{
  for (guint i = 0; i < self->offers->len; i++)
    if (((const OvrOffer *) self->offers->pdata[i])->reason != NULL)
      return TRUE;
  return FALSE;
}

static GtkWidget *
make_content (Room *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 16);
  gtk_box_append (GTK_BOX (box), make_group (self, FALSE));
  if (has_refused (self))
    {
      gtk_box_append (GTK_BOX (box), make_label (_ ("Not offered"), "heading"));
      gtk_box_append (GTK_BOX (box), make_group (self, TRUE));
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

static GtkWidget *
make_header (Room *self,
             GtkWidget *window,
             const char *title)
{
  GtkWidget *header = adw_header_bar_new ();

  self->add = gtk_button_new_with_label (_ ("Add to the Case"));
  gtk_widget_add_css_class (self->add, "suggested-action");
  gtk_widget_set_sensitive (self->add, FALSE);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (on_add), window, 0);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->add);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_ ("What Came Along"), title));
  return header;
}

GtkWidget *
ovr_offers_window_new (GtkWindow *parent,
                       GPtrArray *offers,
                       const char *title,
                       OvrOffersFunc func,
                       GObject *data)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_shortcut_controller_new ();
  Room *self = g_new0 (Room, 1);
  GtkWidget *header;

  self->offers = g_ptr_array_ref (offers);
  for (guint i = 0; i < offers->len; i++)
    ((OvrOffer *) offers->pdata[i])->use = OVR_OFFER_LEAVE_OUT;
  self->menus = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  self->func = func;
  self->data = g_object_ref (data);
  g_object_set_data_full (G_OBJECT (window), "room", self, room_free);

  gtk_window_set_title (GTK_WINDOW (window), _ ("What Came Along"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  header = make_header (self, window, title);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), make_content (self));
  if (self->menus->len > 1)
    {
      GtkWidget *all = gtk_button_new_with_label (_ ("All Pictures Into a Study"));

      g_signal_connect (all, "clicked", G_CALLBACK (on_all_pictures), self);
      adw_header_bar_pack_start (ADW_HEADER_BAR (header), all);
    }
  adw_window_set_content (ADW_WINDOW (window), box);
  return window;
}
