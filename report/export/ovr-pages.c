/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pages.h"

const OvrTextStyle ovr_style_strip = { 11.5, 15.0, TRUE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_name = { 15.0, 19.5, TRUE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_study = { 14.0, 18.0, TRUE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_answer = { 14.0, 19.0, FALSE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_advice = { 11.0, 15.0, FALSE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_text = { 10.5, 14.2, FALSE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_data = { 10.0, 13.6, FALSE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_question = { 9.5, 13.0, FALSE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_note = { 9.0, 12.2, FALSE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_label = { 8.5, 11.6, TRUE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_small = { 8.5, 11.6, FALSE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_small_right = { 8.5, 11.6, FALSE, FALSE, 0.0, PANGO_ALIGN_RIGHT };
const OvrTextStyle ovr_style_footer = { 8.0, 10.8, FALSE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_footer_right = { 8.0, 10.8, FALSE, FALSE, 0.0, PANGO_ALIGN_RIGHT };
const OvrTextStyle ovr_style_key = { 7.5, 10.2, FALSE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_device = { 7.0, 9.6, FALSE, FALSE, 0.0, PANGO_ALIGN_LEFT };
const OvrTextStyle ovr_style_heading = { 13.0, 17.0, TRUE, FALSE, 0.0, PANGO_ALIGN_LEFT };

#define HEADING_RULE 0.75
#define HEADING_GAP 3.0
#define HEADING_SPACE 14.0
#define LABEL_SPACE 5.0

gboolean
ovr_is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

/* ---- Markup ------------------------------------------------------------- */

static void
append (GString *markup,
        const char *element,
        const char *text,
        gboolean field)
{
  g_autofree char *glued = NULL;
  g_autofree char *isolated = NULL;
  g_autofree char *escaped = NULL;

  if (ovr_is_empty (text))
    return;
  glued = ovr_glue (text);
  isolated = field ? ovr_isolate (glued) : g_strdup (glued);
  escaped = g_markup_escape_text (isolated, -1);
  if (element != NULL)
    g_string_append_printf (markup, "<%s>%s</%s>", element, escaped, element);
  else
    g_string_append (markup, escaped);
}

void
ovr_rich_add (GString *markup,
              const char *text)
{
  append (markup, NULL, text, FALSE);
}

void
ovr_rich_bold (GString *markup,
               const char *text)
{
  append (markup, "b", text, FALSE);
}

void
ovr_rich_italic (GString *markup,
                 const char *text)
{
  append (markup, "i", text, FALSE);
}

void
ovr_rich_field (GString *markup,
                const char *text)
{
  append (markup, NULL, text, TRUE);
}

void
ovr_rich_field_bold (GString *markup,
                     const char *text)
{
  append (markup, "b", text, TRUE);
}

void
ovr_rich_dot (GString *markup)
{
  if (markup->len > 0)
    g_string_append (markup, "\u00a0· ");
}

OvrBox *
ovr_pages_rich (OvrPages *self,
                const OvrTextStyle *style,
                GString *markup)
{
  OvrBox *box = ovr_box_text (self->canvas, style, markup->str);

  g_string_free (markup, TRUE);
  return box;
}

OvrBox *
ovr_pages_text (OvrPages *self,
                const OvrTextStyle *style,
                const char *text)
{
  GString *markup = g_string_new (NULL);

  ovr_rich_add (markup, text);
  return ovr_pages_rich (self, style, markup);
}

const char *
ovr_pages_say (const OvrPages *self,
               OvrSaying saying)
{
  return ovr_say (saying, self->language);
}

OvrBox *
ovr_pages_heading (OvrPages *self,
                   const char *text)
{
  OvrBox *stack = ovr_box_stack (HEADING_GAP);
  OvrBox *title = ovr_pages_text (self, &ovr_style_heading, text);

  ovr_box_set_role (title, "H1");
  ovr_box_set_outline (title, text);
  ovr_box_add (stack, title);
  ovr_box_add (stack, ovr_box_rule (HEADING_RULE, 0.0));
  ovr_box_add (stack, ovr_box_space (2.0));
  ovr_box_set_whole (stack);
  ovr_box_set_keep_next (stack);
  ovr_box_set_space_before (stack, HEADING_SPACE);
  return stack;
}

OvrBox *
ovr_pages_label (OvrPages *self,
                 const char *text)
{
  g_autofree char *upper = g_utf8_strup (text, -1);
  OvrBox *label = ovr_pages_text (self, &ovr_style_label, upper);

  ovr_box_set_role (label, "H2");
  ovr_box_set_keep_next (label);
  ovr_box_set_space_before (label, LABEL_SPACE);
  return label;
}

static PangoLayout *
make_line (OvrPages *self,
           const OvrTextStyle *style)
{
  PangoLayout *layout = pango_layout_new (ovr_page_canvas_context (self->canvas));
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, ovr_pdf_text_families (self->language));
  pango_font_description_set_absolute_size (font, style->size * PANGO_SCALE);
  pango_font_description_set_weight (font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_font_description_free (font);
  return layout;
}

double
ovr_pages_text_width (OvrPages *self,
                      const OvrTextStyle *style,
                      const char *markup)
{
  g_autoptr (PangoLayout) layout = make_line (self, style);
  PangoRectangle logical;

  pango_layout_set_markup (layout, markup, -1);
  pango_layout_get_extents (layout, NULL, &logical);
  return logical.width / (double) PANGO_SCALE;
}

void
ovr_pages_append_outline (OvrPages *self,
                          GString *ops,
                          const OvrTextStyle *style,
                          const char *text,
                          double x,
                          double baseline)
{
  g_autoptr (PangoLayout) layout = make_line (self, style);
  GError *error = NULL;

  pango_layout_set_text (layout, text, -1);
  if (!ovr_pdf_text_outline (ops, pango_layout_get_line_readonly (layout, 0), x, baseline, &error))
    ovr_page_canvas_fail (self->canvas, error);
}

void
ovr_pages_draw_text (OvrPages *self,
                     const OvrTextStyle *style,
                     const char *text,
                     double x,
                     double baseline)
{
  g_autoptr (PangoLayout) layout = make_line (self, style);

  pango_layout_set_text (layout, text, -1);
  ovr_page_canvas_outline_text (self->canvas, pango_layout_get_line_readonly (layout, 0), x, baseline, style->grey);
}

gpointer
ovr_pages_keep (OvrPages *self,
                gpointer data)
{
  g_ptr_array_add (self->arena, data);
  return data;
}

/* ---- The report's parts ------------------------------------------------- */

const OvrReportStudy *
ovr_pages_main_study (const OvrPages *self)
{
  const GPtrArray *studies = self->report->studies;

  for (guint i = 0; i < studies->len; i++)
    {
      const OvrReportStudy *study = g_ptr_array_index (studies, i);

      if (study->role == OVR_STUDY_CURRENT)
        return study;
    }
  return studies->len > 0 ? g_ptr_array_index (studies, 0) : NULL;
}

OvrDate
ovr_report_study_date (const OvrReportStudy *study)
{
  return ovr_date_is_known (study->acquired) ? study->acquired : study->study_date;
}

static int
compare_claims (gconstpointer a,
                gconstpointer b)
{
  const OvrClaim *left = *(OvrClaim *const *) a;
  const OvrClaim *right = *(OvrClaim *const *) b;

  if (left->impact != right->impact)
    return (int) right->impact - (int) left->impact;
  return left->number - right->number;
}

GPtrArray *
ovr_pages_differences (const OvrPages *self)
{
  GPtrArray *differences = g_ptr_array_new ();

  for (guint i = 0; i < self->report->claims->len; i++)
    {
      OvrClaim *claim = g_ptr_array_index (self->report->claims, i);

      if (claim->verdict == OVR_VERDICT_DISAGREE || claim->verdict == OVR_VERDICT_AGREE_MODIFIED)
        g_ptr_array_add (differences, claim);
    }
  g_ptr_array_sort (differences, compare_claims);
  return differences;
}

GPtrArray *
ovr_pages_additions (const OvrPages *self)
{
  GPtrArray *additions = g_ptr_array_new ();

  for (int impact = OVR_IMPACT_MAJOR; impact >= OVR_IMPACT_NONE; impact--)
    for (guint i = 0; i < self->report->findings->len; i++)
      {
        OvrFinding *finding = g_ptr_array_index (self->report->findings, i);

        if (finding->addition && (int) finding->impact == impact)
          g_ptr_array_add (additions, finding);
      }
  return additions;
}

static gboolean
has_finding (GPtrArray *ids,
             const char *id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_strcmp0 (g_ptr_array_index (ids, i), id) == 0)
      return TRUE;
  return FALSE;
}

char *
ovr_pages_figure_words (const OvrPages *self,
                        GPtrArray *finding_ids)
{
  GString *numbers = g_string_new (NULL);
  char *words = NULL;

  for (guint i = 0; i < self->figures->len; i++)
    {
      const OvrFigure *figure = g_ptr_array_index (self->figures, i);

      if (has_finding (finding_ids, figure->finding->id))
        g_string_append_printf (numbers, "%s%u", numbers->len > 0 ? ", " : "", figure->number);
    }
  if (numbers->len > 0)
    words = ovr_say_with (OVR_SAY_FIGURE, self->language, numbers->str, NULL, NULL);
  g_string_free (numbers, TRUE);
  return words;
}

void
ovr_pages_link_figure (const OvrPages *self,
                       OvrBox *box,
                       GPtrArray *finding_ids)
{
  for (guint i = 0; i < self->figures->len; i++)
    {
      const OvrFigure *figure = g_ptr_array_index (self->figures, i);

      if (has_finding (finding_ids, figure->finding->id))
        {
          g_autofree char *anchor = ovr_figure_anchor (figure);

          ovr_box_set_link (box, anchor);
          return;
        }
    }
}

OvrFigure *
ovr_pages_find_figure (const OvrPages *self,
                       const char *key_image_id)
{
  for (guint i = 0; key_image_id != NULL && i < self->figures->len; i++)
    {
      OvrFigure *figure = g_ptr_array_index (self->figures, i);

      if (g_strcmp0 (figure->key_image->id, key_image_id) == 0)
        return figure;
    }
  return NULL;
}

char *
ovr_figure_anchor (const OvrFigure *figure)
{
  return g_strdup_printf ("figure-%u", figure->number);
}
