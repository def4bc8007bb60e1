/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-files.h"
#include "ovr-cases-page.h"
#include "ovr-import.h"
#include "ovr-offer.h"
#include "ovr-password-question.h"
#include "ovr-person-question.h"
#include "ovr-reading-room.h"
#include "ovr-sign-room.h"
#include "ovr-window.h"

G_BEGIN_DECLS

struct _OvrWindow
{
  AdwApplicationWindow parent_instance;

  /* Template */
  AdwToastOverlay *toasts;
  GtkStack *rooms;
  OvrCasesPage *cases;
  OvrReadingRoom *reading;
  OvrSignRoom *sign;
  GtkWidget *import_box;
  GtkProgressBar *import_bar;
  GtkLabel *import_text;

  /* Borrowed: made when it is asked first */
  OvrPersonQuestion *question;

  /* Owned */
  OvrDesk *desk;
  GCancellable *cancellable;
  GCancellable *import_cancellable;
  GtkFileChooserNative *chooser;
  guint reload_source;
  guint look_source;                      /* for what other programs change */
  guint64 data_version;                   /* of the database, when it was last looked at */
  char *import_report;                    /* of the import that runs */
  gboolean importing;                     /* until its cases are made */
  GQueue import_queue;                    /* of GStrv: what waits for its end */
  GPtrArray *asked;                       /* of OvrCaseIntake: persons of whom one is to be chosen */
  gboolean cases_stale;                   /* the list was not read since something changed */
  OvrPasswordQuestion *password_question; /* of the import that runs */
  gboolean copy_wanted;                   /* into the library: of the next import */
  GPtrArray *left_out;                    /* of OvrSkippedFile, of the last import */
  GStrv handed;                           /* to the last import */
  GPtrArray *offers;                      /* of OvrOffer: what came along with a case's images */
  char *offers_case;                      /* which case's */
  char *early_id;                         /* case that was opened while its images were still found */
  gboolean early_asked;                   /* it is being made, or must not be */
  gboolean was_asked;                     /* whose case the last import is */
  gboolean early_made;                    /* by this import */
  gint64 refreshed_at;                    /* its session was told of more images, ticks */
  GStrv removing;                         /* cases that go unless that is undone */
  OvrCopies removing_copies;              /* and what becomes of their files */
  guint removal_source;
  AdwToast *removal_toast;
  gboolean looking_for_files;
  gboolean finding_silently;
  gint64 files_looked_at;
  gint64 files_rest_until;
};

/* A line that goes by itself; @action_label and @action may be NULL. */
void ovr_window_tell (OvrWindow *self,
                      const char *text,
                      const char *action_label,
                      const char *action);

/* The editor of the open case, NULL without one. */
OvrReportEditor *ovr_window_get_editor (OvrWindow *self);
void ovr_window_show_room (OvrWindow *self,
                           const char *name);
void ovr_window_show_session (OvrWindow *self,
                              OvrCaseSession *session);

/* Reads the case list again, now or when it is turned to. */
void ovr_window_reload_cases (OvrWindow *self);

/* ovr-window-actions.c */
void ovr_window_install_actions (OvrWindow *self);

/* What the reader likes everywhere; once the panes are there. */
void ovr_window_apply_preferences (OvrWindow *self);

/* ovr-window-image-actions.c */
void ovr_window_install_image_actions (OvrWindow *self);
void ovr_window_enable_image_actions (OvrWindow *self,
                                      gboolean enabled);

/* Which actions make sense now. */
void ovr_window_update_actions (OvrWindow *self);

/* ovr-window-import.c */
void ovr_window_choose_import (OvrWindow *self,
                               gboolean folder);
void ovr_window_add_drop_target (OvrWindow *self);

/* What an import does, above every room; @part of 0…1, below 0 unknown. NULL:
 * none runs. */
void ovr_window_set_progress (OvrWindow *self,
                              const char *text,
                              double part);

/* ovr-window-paste.c */
void ovr_window_paste (OvrWindow *self);

/* At start: what an import that was killed, or whose medium was taken out, left
 * undone. */
void ovr_window_resume_import (OvrWindow *self);

/* The cases of an import are made, or nothing came of it: the next one. */
void ovr_window_end_import (OvrWindow *self);

/* ovr-window-intake.c */

/* Makes cases of what was imported (element-type OvrCaseIntake); asks first
 * whose it is where there are several persons. */
void ovr_window_take_in (OvrWindow *self,
                         GPtrArray *intakes);

/* Takes studies under another name out of the open case again. */
void ovr_window_part_persons (OvrWindow *self);

/* Turns to that question, if there is one. */
void ovr_window_show_question (OvrWindow *self);

/* Something came of an import that runs: opens the case early, where it can be
 * known whose it is; lets it grow; takes it off the screen where a second
 * person turns up. */
void ovr_window_follow_import (OvrWindow *self,
                               const OvrImportProgress *progress);

/* ovr-window-removal.c */
void ovr_window_ask_removal (OvrWindow *self);
void ovr_window_undo_removal (OvrWindow *self);
void ovr_window_finish_removal (OvrWindow *self);
void ovr_window_bring_back (OvrWindow *self);

/* ovr-window-files.c. Looks which cases lack files; not too often, unless
 * @anew. */
void ovr_window_look_for_files (OvrWindow *self,
                                gboolean anew);
void ovr_window_try_media (OvrWindow *self);
void ovr_window_choose_images (OvrWindow *self);

/* ovr-window-offers.c */

/* Offers what came along with the last import for that case. */
void ovr_window_offer (OvrWindow *self,
                       const char *case_id);

/* Shows them above the open case, if they came with that one. */
void ovr_window_show_offers (OvrWindow *self);
void ovr_window_install_offers (OvrWindow *self);

/* ovr-window-demo.c */
void ovr_window_open_demo (OvrWindow *self);

/* ovr-window-report.c */
void ovr_window_choose_original (OvrWindow *self);
void ovr_window_choose_draft (OvrWindow *self);

/* Reads a received file in a thread, and adds it to the open case's documents;
 * @name is its base name, @bytes (nullable) its content where it lies in no
 * file of its own. */
void ovr_window_add_document (OvrWindow *self,
                              const char *path,
                              GBytes *bytes,
                              const char *name,
                              OvrDocumentRole role);
void ovr_window_sign (OvrWindow *self);

/* ovr-window-versions.c */
void ovr_window_ask_new_version (OvrWindow *self);
void ovr_window_ask_discard_version (OvrWindow *self);
void ovr_window_list_versions (OvrWindow *self);

/* Turns the report to that version, 0 is the newest. */
void ovr_window_show_version (OvrWindow *self,
                              int version);

/* Whether a signed version of the open case, or a file named like one, is
 * there. */
gboolean ovr_window_is_signed_file (OvrWindow *self,
                                    const char *path);

G_END_DECLS
