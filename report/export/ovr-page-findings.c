/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-page-rows.h"
#include "ovr-pages.h"
#include "ovr-report-words.h"

#include <math.h>

/* The findings with their pictures: large, and prior beside current at one
 * scale where the reader paired them. */

#define PICTURE_WIDTH (112.0 * OVR_MM)
#define PICTURE_HEIGHT (84.0 * OVR_MM)
#define TITLE_SPACE 5.0
#define CAPTION_GAP (6.0 * OVR_MM)
#define PAIR_GAP (4.0 * OVR_MM)
#define PAIR_HEIGHT (100.0 * OVR_MM)
/* Characters; a finding's text up to here stays with its first picture. */
#define LONGEST_LEGEND 600

/* ---- Pictures ----------------------------------------------------------- */

static OvrBox *
make_single (OvrPages *self,
             const OvrFigure *figure)
{
  OvrBox *row = ovr_box_row (CAPTION_GAP);
  double scale = ovr_picture_fit (figure->picture, PICTURE_WIDTH, PICTURE_HEIGHT);
  g_autofree char *anchor = ovr_figure_anchor (figure);

  ovr_box_add_cell (row, ovr_pages_picture (self, figure, scale), figure->picture->width * scale);
  ovr_box_add_cell (row, ovr_pages_caption (self, figure, FALSE), -1.0);
  ovr_box_set_anchor (row, anchor);
  ovr_box_set_whole (row);
  return row;
}

/* One scale for both: as many points a millimetre, or a pixel where there is
 * no millimetre on one of them. */
static void
pair_scales (const OvrKeyPicture *left,
             const OvrKeyPicture *right,
             double width,
             double scales[2])
{
  const gboolean has_mm = left->mm_per_px > 0.0 && right->mm_per_px > 0.0;
  const double mm[2] = { has_mm ? left->mm_per_px : 1.0, has_mm ? right->mm_per_px : 1.0 };
  double points_per_mm;

  points_per_mm = fmin (ovr_picture_fit (left, width, PAIR_HEIGHT) / mm[0],
                        ovr_picture_fit (right, width, PAIR_HEIGHT) / mm[1]);
  scales[0] = points_per_mm * mm[0];
  scales[1] = points_per_mm * mm[1];
}

static OvrBox *
make_half (OvrPages *self,
           const OvrFigure *figure,
           double scale)
{
  OvrBox *stack = ovr_box_stack (5.0);
  g_autofree char *anchor = ovr_figure_anchor (figure);

  ovr_box_set_anchor (stack, anchor);
  ovr_box_add (stack, ovr_pages_picture (self, figure, scale));
  ovr_box_add (stack, ovr_pages_caption (self, figure, FALSE));
  return stack;
}

/* The earlier study stands left. */
static OvrBox *
make_pair (OvrPages *self,
           const OvrFigure *a,
           const OvrFigure *b)
{
  const gboolean swap = ovr_date_compare (a->picture->study_date, b->picture->study_date) > 0;
  const OvrFigure *left = swap ? b : a;
  const OvrFigure *right = swap ? a : b;
  double width = (self->width - PAIR_GAP) / 2.0;
  double scales[2];
  OvrBox *row = ovr_box_row (PAIR_GAP);

  pair_scales (left->picture, right->picture, width, scales);
  ovr_box_add_cell (row, make_half (self, left, scales[0]), width);
  ovr_box_add_cell (row, make_half (self, right, scales[1]), width);
  ovr_box_set_whole (row);
  return row;
}

/* The figure that @figure is shown beside, whichever of both names the other. */
static const OvrFigure *
find_partner (const OvrPages *self,
              const OvrFigure *figure)
{
  const OvrFigure *partner = ovr_pages_find_figure (self, figure->key_image->pair_id);

  for (guint i = 0; partner == NULL && i < self->figures->len; i++)
    {
      const OvrFigure *other = g_ptr_array_index (self->figures, i);

      if (g_strcmp0 (other->key_image->pair_id, figure->key_image->id) == 0)
        partner = other;
    }
  return partner == figure ? NULL : partner;
}

static void
add_figures (OvrPages *self,
             OvrBox *stack,
             const OvrFinding *finding,
             GHashTable *shown)
{
  for (guint i = 0; i < self->figures->len; i++)
    {
      OvrFigure *figure = g_ptr_array_index (self->figures, i);
      const OvrFigure *partner;

      if (figure->finding != finding || !g_hash_table_add (shown, figure))
        continue;
      partner = find_partner (self, figure);
      if (partner != NULL && g_hash_table_add (shown, (gpointer) partner))
        ovr_box_add (stack, make_pair (self, figure, partner));
      else
        ovr_box_add (stack, make_single (self, figure));
    }
}

/* ---- Words -------------------------------------------------------------- */

static OvrBox *
make_title (OvrPages *self,
            const OvrFinding *finding)
{
  GString *markup = g_string_new (NULL);
  const char *side = ovr_side_words (finding->side, self->language);
  OvrBox *box;

  if (finding->addition)
    g_string_append (markup, "+ ");
  ovr_rich_bold (markup, finding->title);
  if (!ovr_is_empty (side))
    {
      g_autofree char *upper = g_utf8_strup (side, -1);

      ovr_rich_dot (markup);
      ovr_rich_bold (markup, upper);
    }
  if (finding->addition)
    {
      ovr_rich_dot (markup);
      ovr_rich_add (markup, ovr_pages_say (self, OVR_SAY_ADDITION));
    }
  if (finding->certainty != OVR_CERTAINTY_NONE)
    {
      g_autofree char *word = g_strdup_printf ("%s %s", ovr_certainty_words (finding->certainty, self->language),
                                               ovr_certainty_range (finding->certainty));
      g_autofree char *certainty = ovr_say_with (OVR_SAY_CERTAINTY_IS, self->language, g_strstrip (word), NULL, NULL);

      ovr_rich_dot (markup);
      ovr_rich_add (markup, certainty);
    }
  box = ovr_pages_rich (self, &ovr_style_text, markup);
  ovr_box_set_role (box, "H2");
  ovr_box_set_keep_next (box);
  ovr_box_set_space_before (box, TITLE_SPACE);
  return box;
}

OvrBox *
ovr_page_findings (OvrPages *self)
{
  OvrBox *stack = ovr_box_stack (7.0);
  g_autoptr (GHashTable) shown = g_hash_table_new (NULL, NULL);

  if (!ovr_is_empty (self->report->impression))
    {
      ovr_box_add (stack, ovr_pages_heading (self, ovr_pages_say (self, OVR_SAY_IMPRESSION)));
      ovr_box_add (stack, ovr_pages_text (self, &ovr_style_advice, self->report->impression));
    }
  if (self->report->findings->len > 0)
    ovr_box_add (stack, ovr_pages_heading (self, ovr_pages_say (self, OVR_SAY_FINDINGS)));
  for (guint i = 0; i < self->report->findings->len; i++)
    {
      const OvrFinding *finding = g_ptr_array_index (self->report->findings, i);

      ovr_box_add (stack, make_title (self, finding));
      if (!ovr_is_empty (finding->text))
        {
          OvrBox *text = ovr_pages_text (self, &ovr_style_text, finding->text);

          if (finding->key_images->len > 0 && g_utf8_strlen (finding->text, -1) <= LONGEST_LEGEND)
            ovr_box_set_keep_next (text);
          ovr_box_add (stack, text);
        }
      add_figures (self, stack, finding, shown);
    }
  return stack;
}
