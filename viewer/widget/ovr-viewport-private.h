/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-viewport.h"

#include "ovr-picture-pool.h"
#include "ovr-presentation-state.h"
#include "ovr-render.h"

G_BEGIN_DECLS

/* Panes below this width set their texts one under the other, over the whole
 * width, and leave out what the banner and the strip show too. */
#define OVR_VIEWPORT_NARROW_PX 420

/* A picture that a worker made, and what it was made from: all that is written
 * on the screen comes from here. One that can't be made has a failure instead. */
typedef struct
{
  OvrStudy *study;
  OvrSeries *series;
  guint index;
  char *role;
  OvrPixels *stored; /* as the cache has it */
  OvrPixels *pixels; /* with the presentation state, if any */
  OvrPresentationState *state;
  OvrView *view;
  GdkTexture *texture;
  OvrInterpolation interpolation;
  int width; /* device pixels */
  int height;
  OvrPicturePool *pool;
  char *failure;
} OvrPresented;

void ovr_presented_free (OvrPresented *presented);

struct _OvrViewport
{
  GtkWidget parent_instance;

  /* Owned: what is wanted */
  OvrStudy *study;
  OvrSeries *series;
  char *role;
  OvrView *view;     /* its shapes are those of the image's marks */
  GHashTable *marks; /* "uid#frame" → GPtrArray of OvrShape */
  guint index;       /* the slice whose picture is made now, or was made last */
  guint goal;        /* the slice that the reader scrolls to */
  GPtrArray *states; /* presentation states of the study; NULL while they load */
  char *state_uid;   /* the chosen one, for those slices that it is for */
  gboolean marks_sealed;
  int direction; /* of the last paging, for what is fetched ahead */
  OvrTool tool;

  OvrInterpolation interpolation;
  guint quantity; /* of the image's, told under the pointer */

  /* Owned: children, and the actions of their menu */
  GtkWidget *menu_button;
  GtkWidget *notes_button;
  GSimpleAction *window_action;
  GSimpleAction *quantity_action;
  GSimpleAction *order_action;

  /* Owned: what is on the screen */
  OvrPresented *presented;
  char *failure;
  guint64 n_presented;
  gboolean state_size_wanted; /* once the picture is there */

  /* Scrolling: ovr-viewport-scroll.c */
  GQueue ready;       /* of OvrPresented: made, and waiting for a refresh */
  guint refresh_tick; /* while something waits */
  gboolean made;      /* the picture of the slice at index */
  gboolean drawn;     /* what is on the screen, at least once */
  gboolean scrolling; /* the last turn was a scroll and no jump */
  gboolean keeps_up;
  GByteArray *passed; /* slices that passed unseen: 1, else 0 */
  guint n_passed;
  double interval_us; /* between two pictures of one run */
  gint64 presented_us;
  guint fetched_at;
  int fetched_towards;
  guint filled_at;
  guint fill_room;
  OvrPicturePool *pool;

  /* Owned: what was on the screen: ovr-viewport-coverage.c */
  OvrCoverage *coverage;
  OvrDwell dwell;
  guint coverage_tick;

  /* Rendering: one job under way, the newest wish waits */
  gboolean rendering;
  gboolean render_again;
  GCancellable *cancellable;
  GSimpleAction *state_action;

  /* Borrowed */
  OvrFrameCache *cache;
  guint client;
  GtkWidget *state_button;

  /* Dragging */
  gboolean dragging;
  gboolean drag_moved;
  OvrTool drag_tool;
  OvrView *drag_view; /* at its begin */
  double drag_center;
  double drag_width;
  int drag_index;
  OvrPoint drag_point; /* where it began, in the image */
  OvrShape *drawing;   /* the mark that is being drawn */
  double pointer_x;
  double pointer_y;
  gboolean pointer_inside;
  double scroll_rest;
};

/* ovr-viewport-render.c: something wanted has changed: render. */
void ovr_viewport_refresh (OvrViewport *self);

/* The key of a slice; FALSE where there is none. */
gboolean ovr_viewport_get_key (OvrViewport *self,
                               guint index,
                               OvrFrameKey *key);

/* ovr-viewport-scroll.c: takes a picture that is made, for now or for the next
 * refresh. (transfer full) */
void ovr_viewport_deliver (OvrViewport *self,
                           OvrPresented *picture);

/* Goes on to the next slice if there is one to go to and time for it. */
void ovr_viewport_advance (OvrViewport *self);

/* Scrolls: each slice up to @index (clamped) comes to the screen. */
void ovr_viewport_scroll_to (OvrViewport *self,
                             int index);

/* The series that is wanted is another one, or none. */
void ovr_viewport_begin_series (OvrViewport *self);
void ovr_viewport_clear_ready (OvrViewport *self);
void ovr_viewport_prefetch (OvrViewport *self);
void ovr_viewport_fill (OvrViewport *self);
void ovr_viewport_draw_passed (OvrViewport *self,
                               GtkSnapshot *snapshot,
                               double y);

/* How many places of the series @delta images forward are: negative where the
 * numbers of the images fall while the places rise. */
int ovr_viewport_forwards (OvrViewport *self,
                           int delta);

/* ovr-viewport.c: brings a picture to the screen. (transfer full) */
void ovr_viewport_present (OvrViewport *self,
                           OvrPresented *picture);

/* Wants the slice at @index. */
void ovr_viewport_turn (OvrViewport *self,
                        guint index);

/* The size of the viewport in device pixels. */
void ovr_viewport_get_pixel_size (OvrViewport *self,
                                  int *width,
                                  int *height);

/* The map from the presented image to widget coordinates for the wanted view,
 * if it shows the same image; FALSE while there is none. */
gboolean ovr_viewport_get_transform (OvrViewport *self,
                                     OvrViewTransform *transform);

/* The marks of the wanted image, made if need be; borrowed. */
GPtrArray *ovr_viewport_get_marks (OvrViewport *self);

/* Said in the pane where the reader chose another order than by position; else
 * NULL. (static) */
const char *ovr_viewport_order_words (OvrSeries *series);

/* The window in force on the screen; FALSE for colour. */
gboolean ovr_viewport_get_window (OvrViewport *self,
                                  double *center,
                                  double *width);

/* ovr-viewport-view.c: about a point of the widget; by widget pixels. */
void ovr_viewport_zoom_at (OvrViewport *self,
                           double factor,
                           double x,
                           double y);
void ovr_viewport_pan (OvrViewport *self,
                       double dx,
                       double dy);

/* ovr-viewport.c: references for work under way, which holds no viewport: one
 * that is closed lets go of the cache at once. Taking one frees it. */
GWeakRef *ovr_viewport_give_weak (OvrViewport *self);
OvrViewport *ovr_viewport_take_weak (GWeakRef *weak);

/* ovr-viewport-state.c: the button that shows and chooses the presentation. */
void ovr_viewport_add_state_button (OvrViewport *self);
void ovr_viewport_place_state_button (OvrViewport *self,
                                      int width);
void ovr_viewport_update_state (OvrViewport *self);

/* Reads the states of the study that is wanted; they come later. */
void ovr_viewport_load_states (OvrViewport *self);

/* The one that the view names, if it is for its image. Borrowed. */
OvrPresentationState *ovr_viewport_get_state (OvrViewport *self);

/* Whether the view names a state that is sealed, and so isn't shown with it. */
gboolean ovr_viewport_hides_state (OvrViewport *self);

/* The view as the file wants it, or the presentation state that is in force. */
void ovr_viewport_reset_view (OvrViewport *self);

/* Applies the chosen state, or takes it off, as the slice wants it. */
void ovr_viewport_follow_state (OvrViewport *self);

/* The size that a state asks for, once its picture is there. */
void ovr_viewport_take_state_size (OvrViewport *self);

/* ovr-viewport-coverage.c: device pixels for one pixel of the image that is on
 * the screen, across its narrower side. */
double ovr_viewport_get_zoom (OvrViewport *self,
                              const OvrViewTransform *transform);

/* Notes what is on the screen; TRUE while more is to be noted. */
gboolean ovr_viewport_note_shown (OvrViewport *self);

/* Notes it at each refresh, as long as that matters. */
void ovr_viewport_watch (OvrViewport *self);

/* ovr-viewport-draw.c */
void ovr_viewport_snapshot (GtkWidget *widget,
                            GtkSnapshot *snapshot);

/* Draws @layout on a dark plate; @align_x and @align_y 0…1 say which part of it
 * lies at @x, @y. */
void ovr_viewport_draw_layout (GtkSnapshot *snapshot,
                               PangoLayout *layout,
                               const GdkRGBA *colour,
                               double x,
                               double y,
                               double align_x,
                               double align_y);

/* ovr-viewport-marks.c */
void ovr_viewport_draw_marks (OvrViewport *self,
                              GtkSnapshot *snapshot,
                              const OvrViewTransform *transform);

/* ovr-viewport-texts.c */
void ovr_viewport_draw_texts (OvrViewport *self,
                              GtkSnapshot *snapshot,
                              const OvrViewTransform *transform);

/* ovr-viewport-menu.c: two buttons in the lower right corner: how the picture is
 * shown, and what of the file it does not show. */
#define OVR_VIEWPORT_MENU_PX 26.0
void ovr_viewport_add_menu (OvrViewport *self);
void ovr_viewport_remove_menu (OvrViewport *self);
void ovr_viewport_update_menu (OvrViewport *self);
void ovr_viewport_allocate_menu (OvrViewport *self,
                                 int width,
                                 int height);

/* ovr-viewport-tools.c: the gestures. */
void ovr_viewport_add_tools (OvrViewport *self);

G_END_DECLS
