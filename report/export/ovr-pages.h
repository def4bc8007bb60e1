/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-box.h"
#include "ovr-export-pdf.h"
#include "ovr-glue.h"
#include "ovr-sayings.h"

G_BEGIN_DECLS

/* What the makers of the pages share. */

/**
 * OvrFigure:
 * @number: printed, from 1; page one's picture is the first
 * @key_image: (borrowed): the key image
 * @finding: (borrowed): what it shows
 * @picture: (borrowed): its pixels
 * @image: its number in the PDF file
 */
typedef struct
{
  guint number;
  const OvrKeyImage *key_image;
  const OvrFinding *finding;
  const OvrKeyPicture *picture;
  guint image;
} OvrFigure;

/**
 * OvrPages:
 * @request: (borrowed): what was asked for
 * @report: (borrowed): the same as the request's
 * @language: (borrowed): the report's
 * @time: (borrowed): signing or export time
 * @canvas: (owned): the pages
 * @previous: (borrowed) (nullable): the last pass, which knows page numbers
 * @figures: (owned) (element-type OvrFigure): in the order of their numbers
 * @plan: (owned) (nullable): what the last pass could show on page one
 * @width: width of the text area, points
 * @has_signature: the signature's field has been placed
 * @signature_page: on this page, from 0
 * @signature_rect: there
 * @arena: (owned): what drawings borrow
 */
typedef struct
{
  const OvrExportRequest *request;
  const OvrReport *report;
  const char *language;
  const char *time;
  OvrPageCanvas *canvas;
  const OvrPageCanvas *previous;
  GPtrArray *figures;
  struct _OvrPageOnePlan *plan;
  double width;
  gboolean has_signature;
  guint signature_page;
  OvrRect signature_rect;
  GPtrArray *arena;
} OvrPages;

/* Type, sizes in points; see facts of page one: never smaller than here. */
extern const OvrTextStyle ovr_style_strip;       /* 11.5 bold */
extern const OvrTextStyle ovr_style_name;        /* 15 bold */
extern const OvrTextStyle ovr_style_study;       /* 14 bold */
extern const OvrTextStyle ovr_style_answer;      /* 14 / 19 */
extern const OvrTextStyle ovr_style_advice;      /* 11 */
extern const OvrTextStyle ovr_style_text;        /* 10.5 */
extern const OvrTextStyle ovr_style_data;        /* 10 */
extern const OvrTextStyle ovr_style_question;    /* 9.5 */
extern const OvrTextStyle ovr_style_note;        /* 9 */
extern const OvrTextStyle ovr_style_label;       /* 8.5 bold, capitals */
extern const OvrTextStyle ovr_style_small;       /* 8.5 */
extern const OvrTextStyle ovr_style_small_right; /* 8.5, at the end */
extern const OvrTextStyle ovr_style_footer;      /* 8 */
extern const OvrTextStyle ovr_style_footer_right;
extern const OvrTextStyle ovr_style_key;     /* 7.5 */
extern const OvrTextStyle ovr_style_device;  /* 7 */
extern const OvrTextStyle ovr_style_heading; /* 13 bold */

/* ---- Markup: texts are glued and escaped; a field keeps its direction. ---- */

void ovr_rich_add (GString *markup, const char *text);
void ovr_rich_bold (GString *markup, const char *text);
void ovr_rich_italic (GString *markup, const char *text);
void ovr_rich_field (GString *markup, const char *text);
void ovr_rich_field_bold (GString *markup, const char *text);

/* " · " where something stands before it; the dot ends a line, never begins one. */
void ovr_rich_dot (GString *markup);

/* A text box from @markup, which is freed; one from a plain text. */
OvrBox *ovr_pages_rich (OvrPages *self, const OvrTextStyle *style, GString *markup);
OvrBox *ovr_pages_text (OvrPages *self, const OvrTextStyle *style, const char *text);

/* A heading of the first level with a rule, an entry of the outline. */
OvrBox *ovr_pages_heading (OvrPages *self, const char *text);
OvrBox *ovr_pages_label (OvrPages *self, const char *text);

/* One line inside a drawing, its left end at @x; outlines, no text. */
void ovr_pages_draw_text (OvrPages *self, const OvrTextStyle *style, const char *text, double x, double baseline);

/* The same in the file's own system, unchecked and in the colour in force. */
void ovr_pages_append_outline (OvrPages *self, GString *ops, const OvrTextStyle *style, const char *text, double x, double baseline);

/* A phrase in the report's language. */
const char *ovr_pages_say (const OvrPages *self, OvrSaying saying);

/* Width that @markup takes on one line, points. */
double ovr_pages_text_width (OvrPages *self, const OvrTextStyle *style, const char *markup);

/* Keeps @data, from g_new, until the pages are done. (transfer none) */
gpointer ovr_pages_keep (OvrPages *self, gpointer data);

gboolean ovr_is_empty (const char *text);

/* ---- The report's parts ------------------------------------------------- */

/* The study that the opinion is about: the first current one, else the first. */
const OvrReportStudy *ovr_pages_main_study (const OvrPages *self);
OvrDate ovr_report_study_date (const OvrReportStudy *study);

/* Claims that are disagreed with or modified; findings that were added: those
 * that change treatment first. (transfer container) */
GPtrArray *ovr_pages_differences (const OvrPages *self);
GPtrArray *ovr_pages_additions (const OvrPages *self);

/* "Fig. 1, 3" of some findings' key images, NULL for none. */
char *ovr_pages_figure_words (const OvrPages *self, GPtrArray *finding_ids);

/* Makes @box jump to the first of those figures, if there is one. */
void ovr_pages_link_figure (const OvrPages *self, OvrBox *box, GPtrArray *finding_ids);
OvrFigure *ovr_pages_find_figure (const OvrPages *self, const char *key_image_id);

/* The key image's anchor in the file. (transfer full) */
char *ovr_figure_anchor (const OvrFigure *figure);

/* ---- Makers ------------------------------------------------------------- */

/* Points a picture's pixel takes where it fills @width, not above @max_height. */
double ovr_picture_fit (const OvrKeyPicture *picture, double width, double max_height);

/* @figure at @scale points a pixel, with arrows, scale bar and letters; and
 * what stands below it. */
OvrBox *ovr_pages_picture (OvrPages *self, const OvrFigure *figure, double scale);
OvrBox *ovr_pages_caption (OvrPages *self, const OvrFigure *figure, gboolean brief);

/* Page one within @height; what didn't fit is added to @rest, a stack. */
OvrBox *ovr_page_one (OvrPages *self, double height, OvrBox *rest);
OvrBox *ovr_page_ledger (OvrPages *self);
OvrBox *ovr_page_findings (OvrPages *self);
OvrBox *ovr_page_annex (OvrPages *self);

G_END_DECLS
