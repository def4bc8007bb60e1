/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-export-pdf.h"

#include "ovr-clock.h"
#include "ovr-export-guard.h"
#include "ovr-page-rows.h"
#include "ovr-pages.h"
#include "ovr-report-words.h"

#include <math.h>

#define A4_WIDTH (210.0 * OVR_MM)
#define A4_HEIGHT (297.0 * OVR_MM)
#define LETTER_WIDTH 612.0
#define LETTER_HEIGHT 792.0
#define TEXT_WIDTH (178.0 * OVR_MM)
#define MARGIN_TOP (12.0 * OVR_MM)
/* Printers need 5 mm; the footer ends here. */
#define MARGIN_BOTTOM (7.0 * OVR_MM)
#define FOOTER_GAP (2.0 * OVR_MM)
#define HEADER_GAP (5.0 * OVR_MM)
#define SECTION_GAP (6.0 * OVR_MM)
/* Page numbers settle in the second pass; the third is for those that moved. */
#define MOST_PASSES 5
#define DRAFT_SIZE 120.0
#define DRAFT_GREY 0.92

/* ---- Figures ------------------------------------------------------------ */

static gboolean
is_usable (const OvrKeyPicture *picture)
{
  return picture != NULL && picture->rgb != NULL && picture->view != NULL && picture->width > 0 && picture->height > 0 &&
         g_bytes_get_size (picture->rgb) == (gsize) picture->width * picture->height * 3;
}

static gboolean
add_figure (OvrPages *pages,
            const OvrFinding *finding,
            const OvrKeyImage *key_image,
            GError **error)
{
  OvrFigure *figure;
  const OvrKeyPicture *picture = NULL;

  if (ovr_pages_find_figure (pages, key_image->id) != NULL)
    return TRUE;
  if (pages->request->pictures != NULL)
    picture = g_hash_table_lookup (pages->request->pictures, key_image->id);
  if (!is_usable (picture))
    {
      g_set_error (error, OVR_PDF_ERROR, OVR_PDF_ERROR_PICTURE, "key image %s has no picture", key_image->id);
      return FALSE;
    }
  figure = g_new0 (OvrFigure, 1);
  figure->number = pages->figures->len + 1;
  figure->key_image = key_image;
  figure->finding = finding;
  figure->picture = picture;
  figure->image = ovr_pdf_file_add_image (ovr_page_canvas_file (pages->canvas), picture->width, picture->height, picture->rgb);
  g_ptr_array_add (pages->figures, figure);
  return TRUE;
}

/* The front picture first, then as the findings come; pairs stay together. */
static gboolean
collect_figures (OvrPages *pages,
                 GError **error)
{
  const OvrReport *report = pages->report;
  OvrFinding *finding = NULL;
  OvrKeyImage *front = NULL;

  if (!ovr_is_empty (report->front_key_image))
    front = ovr_report_find_key_image (report, report->front_key_image, &finding);
  if (front != NULL && !add_figure (pages, finding, front, error))
    return FALSE;
  for (guint i = 0; i < report->findings->len; i++)
    {
      const OvrFinding *each = g_ptr_array_index (report->findings, i);

      for (guint k = 0; k < each->key_images->len; k++)
        {
          const OvrKeyImage *key_image = g_ptr_array_index (each->key_images, k);
          OvrFinding *other_finding = NULL;
          OvrKeyImage *other = NULL;

          if (!add_figure (pages, each, key_image, error))
            return FALSE;
          if (!ovr_is_empty (key_image->pair_id))
            other = ovr_report_find_key_image (report, key_image->pair_id, &other_finding);
          if (other != NULL && !add_figure (pages, other_finding, other, error))
            return FALSE;
        }
    }
  return TRUE;
}

/* ---- What stands on every page ------------------------------------------ */

static OvrBox *
make_footer (OvrPages *self,
             guint page)
{
  const OvrReport *report = self->report;
  const OvrReportStudy *study = ovr_pages_main_study (self);
  OvrBox *stack = ovr_box_stack (1.5);
  OvrBox *row = ovr_box_row (10.0);
  GString *left = g_string_new (NULL);
  g_autofree char *birth = ovr_date_to_words (report->patient.birth_date, self->language);
  g_autofree char *number = g_strdup_printf ("%d", report->version);
  g_autofree char *version = ovr_say_with (OVR_SAY_VERSION, self->language, number, NULL, NULL);
  g_autofree char *date = study != NULL ? ovr_date_to_words (ovr_report_study_date (study), self->language) : NULL;
  GString *id = ovr_pages_id_markup (self);

  ovr_rich_field (left, ovr_is_empty (report->patient.name) ? ovr_pages_say (self, OVR_SAY_NAME_UNKNOWN) : report->patient.name);
  ovr_rich_dot (left);
  ovr_rich_field (left, birth);
  ovr_rich_dot (left);
  g_string_append (left, id->str);
  g_string_free (id, TRUE);
  if (study != NULL)
    {
      ovr_rich_dot (left);
      ovr_rich_field (left, ovr_is_empty (study->description) ? study->modality : study->description);
      g_string_append (left, ", ");
      ovr_rich_field (left, date);
    }
  if (!ovr_is_empty (report->number))
    {
      ovr_rich_dot (left);
      ovr_rich_field (left, report->number);
    }
  ovr_rich_dot (left);
  ovr_rich_add (left, version);
  if (!self->request->final)
    {
      ovr_rich_dot (left);
      ovr_rich_bold (left, ovr_pages_say (self, OVR_SAY_DRAFT_MARK));
    }
  if (report->phantom)
    {
      ovr_rich_dot (left);
      ovr_rich_bold (left, ovr_pages_say (self, OVR_SAY_PHANTOM));
    }
  ovr_box_add_cell (row, ovr_pages_rich (self, &ovr_style_footer, left), -1.0);
  ovr_box_add_cell (row, ovr_pages_page_number (self, &ovr_style_footer_right, page, FALSE),
                    ovr_pages_page_number_width (self, &ovr_style_footer_right, FALSE));
  ovr_box_add (stack, ovr_box_rule (0.5, 0.0));
  ovr_box_add (stack, row);
  ovr_box_add (stack, ovr_pages_text (self, &ovr_style_device, ovr_pages_say (self, OVR_SAY_DEVICE)));
  return stack;
}

/* "Certainty: most likely >90 % · …", above the footer of page one. */
static OvrBox *
make_key (OvrPages *self)
{
  GString *markup = g_string_new (NULL);

  ovr_rich_bold (markup, ovr_pages_say (self, OVR_SAY_SCALE));
  g_string_append (markup, "  ");
  for (int step = OVR_CERTAINTY_MOST_LIKELY; step <= OVR_CERTAINTY_VERY_UNLIKELY; step++)
    {
      g_autofree char *words = g_strdup_printf ("%s%s %s", step > OVR_CERTAINTY_MOST_LIKELY ? " · " : "",
                                                ovr_certainty_words ((OvrCertainty) step, self->language),
                                                ovr_certainty_range ((OvrCertainty) step));
      ovr_rich_add (markup, words);
    }
  return ovr_pages_rich (self, &ovr_style_key, markup);
}

static OvrBox *
make_header (OvrPages *self,
             guint page)
{
  OvrBox *stack = ovr_box_stack (2.0);
  OvrBox *row = ovr_box_row (8.0);
  GString *left = g_string_new (NULL);
  g_autofree char *title = ovr_say_upper (OVR_SAY_SECOND_OPINION, self->language);
  g_autofree char *status = ovr_say_upper (self->request->final ? OVR_SAY_FINAL : OVR_SAY_DRAFT, self->language);

  ovr_rich_bold (left, title);
  ovr_rich_dot (left);
  ovr_rich_bold (left, status);
  if (!ovr_is_empty (self->report->patient.name))
    {
      ovr_rich_dot (left);
      ovr_rich_field (left, self->report->patient.name);
    }
  ovr_box_add_cell (row, ovr_pages_rich (self, &ovr_style_small, left), -1.0);
  ovr_box_add_cell (row, ovr_pages_page_number (self, &ovr_style_small_right, page, TRUE),
                    ovr_pages_page_number_width (self, &ovr_style_small_right, TRUE));
  ovr_box_add (stack, row);
  ovr_box_add (stack, ovr_box_rule (0.5, 0.0));
  return stack;
}

/* Drawn under everything: large, light, aslant. Outlines: as words it stands in
 * header and footer already. */
static void
draw_draft_mark (OvrPages *self)
{
  const OvrPageCanvasSetup *setup = ovr_page_canvas_setup (self->canvas);
  const OvrTextStyle style = { DRAFT_SIZE, DRAFT_SIZE, TRUE, FALSE, DRAFT_GREY, PANGO_ALIGN_LEFT };
  const char *word = ovr_pages_say (self, OVR_SAY_DRAFT_MARK);
  GString *ops = ovr_page_canvas_ops (self->canvas);
  double width = ovr_pages_text_width (self, &style, word);
  double scale = fmin (1.0, setup->width / width) * M_SQRT1_2;

  ovr_page_canvas_begin_artifact (self->canvas, TRUE);
  ovr_pdf_append (ops, "q # g # # # # # # cm\n", DRAFT_GREY, scale, scale, -scale, scale,
                  setup->width / 2.0, setup->height / 2.0);
  ovr_pages_append_outline (self, ops, &style, word, -width / 2.0, -DRAFT_SIZE / 3.0);
  g_string_append (ops, "Q\n");
  ovr_page_canvas_end (self->canvas);
}

static void
draw_artifact (OvrPages *self,
               OvrBox *box,
               double y)
{
  ovr_box_set_artifact (box);
  ovr_box_draw (box, self->canvas, NULL, ovr_page_canvas_setup (self->canvas)->margin_left, y, self->width);
  ovr_box_free (box);
}

/* The page's foot, and on page one the scale's key above it. */
static OvrBox *
make_foot (OvrPages *self,
           guint page)
{
  OvrBox *stack = ovr_box_stack (FOOTER_GAP);

  if (page == 0)
    ovr_box_add (stack, make_key (self));
  ovr_box_add (stack, make_footer (self, page));
  return stack;
}

/* Drawn last, so that programs which read in the file's order meet it last. */
static void
finish_page (OvrPages *self)
{
  const OvrPageCanvasSetup *setup = ovr_page_canvas_setup (self->canvas);
  OvrBox *foot = make_foot (self, ovr_page_canvas_n_pages (self->canvas) - 1);

  draw_artifact (self, foot, setup->height - setup->margin_bottom - ovr_box_height (foot, self->width));
}

/* Starts a page. Returns the room between header and footer. */
static OvrRect
start_page (OvrPages *self)
{
  const OvrPageCanvasSetup *setup = ovr_page_canvas_setup (self->canvas);
  double top = setup->margin_top;
  guint page = ovr_page_canvas_n_pages (self->canvas);
  g_autoptr (OvrBox) foot = make_foot (self, page);
  double bottom = setup->height - setup->margin_bottom - ovr_box_height (foot, self->width) - FOOTER_GAP;

  ovr_page_canvas_new_page (self->canvas);
  if (!self->request->final)
    draw_draft_mark (self);
  if (page > 0)
    {
      OvrBox *header = make_header (self, page);
      double height = ovr_box_height (header, self->width);

      draw_artifact (self, header, top);
      top += height + HEADER_GAP;
    }
  return (OvrRect){ setup->margin_left, top, self->width, bottom - top };
}

/* ---- Flow --------------------------------------------------------------- */

/* Draws @box, on as many pages as it takes, into @room. Frees it. */
static void
flow (OvrPages *self,
      OvrBox *box,
      OvrRect *room)
{
  gboolean at_top = TRUE;

  while (ovr_box_height (box, room->width) > room->height)
    {
      OvrBox *piece = ovr_box_split (box, room->width, room->height, at_top);

      if (piece == NULL && at_top)
        {
          ovr_page_canvas_fail (self->canvas, g_error_new (OVR_PDF_ERROR, OVR_PDF_ERROR_LOST, "page %u: a box is higher than the page",
                                                           ovr_page_canvas_n_pages (self->canvas)));
          break;
        }
      if (piece != NULL)
        {
          ovr_box_draw (piece, self->canvas, NULL, room->x, room->y, room->width);
          ovr_box_free (piece);
        }
      finish_page (self);
      *room = start_page (self);
      at_top = TRUE;
    }
  ovr_box_draw (box, self->canvas, NULL, room->x, room->y, room->width);
  room->y += ovr_box_height (box, room->width);
  room->height -= ovr_box_height (box, room->width);
  ovr_box_free (box);
}

static void
draw_pages (OvrPages *self)
{
  OvrRect room = start_page (self);
  OvrBox *rest = ovr_box_stack (3.0);
  OvrBox *body = ovr_box_stack (SECTION_GAP);

  flow (self, ovr_page_one (self, room.height, rest), &room);
  if (ovr_box_height (rest, room.width) > 0.0)
    ovr_box_add (body, rest);
  else
    ovr_box_free (rest);
  if (ovr_pages_has_original (self) || ovr_pages_n_differences (self) > 0)
    ovr_box_add (body, ovr_page_ledger (self));
  if (self->report->findings->len > 0 || !ovr_is_empty (self->report->impression))
    ovr_box_add (body, ovr_page_findings (self));
  ovr_box_add (body, ovr_page_annex (self));
  finish_page (self);
  room = start_page (self);
  flow (self, body, &room);
  finish_page (self);
}

/* ---- File --------------------------------------------------------------- */

static void
set_signature (OvrPages *self)
{
  const OvrRect *rect = &self->signature_rect;
  OvrPageCanvas *canvas = self->canvas;
  g_autoptr (GString) ops = g_string_new (NULL);
  g_autoptr (GArray) used = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GString) written = g_string_new (NULL);
  g_autoptr (PangoLayout) layout = pango_layout_new (ovr_page_canvas_context (canvas));
  g_autofree char *by = ovr_say_with (OVR_SAY_SIGNED_BY, self->language, self->request->signer, NULL, NULL);
  g_autofree char *time = ovr_say_time (self->time, self->language);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s", by, time, ovr_pages_say (self, OVR_SAY_SIGNED_AS));
  PangoFontDescription *font = pango_font_description_new ();
  OvrPdfSignature signature = { .page = self->signature_page, .fonts = used, .name = self->request->signer, .reason = ovr_pages_say (self, OVR_SAY_SIGNED_AS), .time = self->time };
  GError *error = NULL;
  double y = rect->height - 15.0;

  pango_font_description_set_family_static (font, ovr_pdf_text_families (self->language));
  pango_font_description_set_absolute_size (font, ovr_style_data.size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  ovr_pdf_append (ops, "q 0 G 0 g 0.5 w 0.25 0.25 # # re S\n", rect->width - 0.5, rect->height - 0.5);
  for (int i = 0; i < pango_layout_get_line_count (layout); i++, y -= ovr_style_data.leading)
    if (!ovr_pdf_text_line (ovr_page_canvas_fonts (canvas), ops, used, pango_layout_get_line_readonly (layout, i),
                            pango_layout_get_text (layout), 6.0, y, written, &error))
      {
        ovr_page_canvas_fail (canvas, error);
        break;
      }
  g_string_append (ops, "Q\n");
  signature.ops = ops->str;
  signature.rect[0] = rect->x;
  signature.rect[1] = ovr_page_canvas_flip (canvas, rect->y + rect->height);
  signature.rect[2] = rect->x + rect->width;
  signature.rect[3] = ovr_page_canvas_flip (canvas, rect->y);
  ovr_pdf_file_set_signature (ovr_page_canvas_file (canvas), &signature);
}

static GBytes *
finish (OvrPages *self,
        GError **error)
{
  OvrPdfFile *file = ovr_page_canvas_file (self->canvas);
  OvrPdfFontSet *fonts = ovr_page_canvas_fonts (self->canvas);
  g_autofree char *title = ovr_say_with (OVR_SAY_TITLE, self->language, self->report->number, NULL, NULL);
  g_autofree char *versions = NULL;
  g_autoptr (GPtrArray) required = ovr_export_required_texts (self->report);
  const OvrReportStudy *study = ovr_pages_main_study (self);
  OvrPdfInfo info = {
    .title = title,
    .author = self->report->reader.name != NULL ? self->report->reader.name : "",
    .subject = study != NULL && study->description != NULL ? study->description : "",
    .language = self->language,
    .created = self->time,
    .number = self->report->number != NULL ? self->report->number : "",
    .version = self->report->version,
    .predecessor = self->report->version > 1 ? self->report->predecessor : NULL,
  };

  if (self->request->final)
    set_signature (self);
  if (!ovr_page_canvas_finish (self->canvas, error) ||
      !ovr_export_check_texts (required, ovr_page_canvas_texts (self->canvas), error) ||
      !ovr_pdf_font_set_write (fonts, error))
    return NULL;
  versions = ovr_pdf_font_set_dup_versions (fonts);
  info.fonts = versions;
  return ovr_pdf_file_finish (file, &info, error);
}

static void
clear_pages (OvrPages *self)
{
  g_clear_pointer (&self->figures, g_ptr_array_unref);
  g_clear_pointer (&self->arena, g_ptr_array_unref);
  g_clear_pointer (&self->canvas, ovr_page_canvas_free);
}

/* One pass over all pages. @previous knows what this pass prints about pages. */
static gboolean
make_pass (OvrPages *self,
           const OvrPageCanvasSetup *setup,
           const OvrPageCanvas *previous,
           GError **error)
{
  self->previous = previous;
  self->canvas = ovr_page_canvas_new (setup);
  self->figures = g_ptr_array_new_with_free_func (g_free);
  self->arena = g_ptr_array_new_with_free_func (g_free);
  self->has_signature = FALSE;
  if (!collect_figures (self, error))
    return FALSE;
  draw_pages (self);
  return TRUE;
}

GBytes *
ovr_export_pdf (const OvrExportRequest *request,
                GError **error)
{
  const gboolean letter = request->paper == OVR_PAPER_LETTER;
  const double width = letter ? LETTER_WIDTH : A4_WIDTH;
  g_autofree char *now = ovr_clock_now_iso ();
  const char *language = ovr_is_empty (request->report->language) ? "en" : request->report->language;
  OvrPageCanvasSetup setup = {
    .width = width,
    .height = letter ? LETTER_HEIGHT : A4_HEIGHT,
    .margin_left = (width - TEXT_WIDTH) / 2.0,
    .margin_top = MARGIN_TOP,
    .margin_bottom = MARGIN_BOTTOM,
    .language = language,
  };
  OvrPages pages = { .request = request, .report = request->report, .language = language, .time = request->time != NULL ? request->time : now, .width = TEXT_WIDTH };
  g_autoptr (OvrPageCanvas) previous = NULL;
  GBytes *bytes = NULL;

  g_return_val_if_fail (!request->final || request->signer != NULL, NULL);

  if (!ovr_export_check_page_lines (request->report, error))
    return NULL;
  for (int pass = 0; pass < MOST_PASSES; pass++)
    {
      gboolean settled;

      if (!make_pass (&pages, &setup, previous, error))
        break;
      settled = previous != NULL && ovr_page_canvas_same_anchors (pages.canvas, previous);
      if (settled || pass == MOST_PASSES - 1)
        {
          bytes = finish (&pages, error);
          break;
        }
      g_clear_pointer (&previous, ovr_page_canvas_free);
      previous = g_steal_pointer (&pages.canvas);
      clear_pages (&pages);
    }
  clear_pages (&pages);
  g_free (pages.plan);
  return bytes;
}
