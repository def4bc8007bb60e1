/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-page-rows.h"
#include "ovr-pages.h"

/* The original left, the second opinion right, under the same numbers. */

#define ROW_GAP 4.0
#define LINE 0.35
#define LINE_GREY 0.55
#define SIGN_WIDTH (10.0 * OVR_MM)
#define QUOTE_WIDTH (78.0 * OVR_MM)
/* Wide enough that programs which read the text from the page keep columns
 * apart: they join what stands closer than about one letter. */
#define CELL_GAP (4.0 * OVR_MM)
#define DOCUMENT_SPACE 6.0

static OvrBox *
make_column_head (OvrPages *self,
                  OvrSaying saying)
{
  g_autofree char *upper = ovr_say_upper (saying, self->language);
  OvrBox *box = ovr_pages_text (self, &ovr_style_label, upper);

  ovr_box_set_role (box, "TH");
  return box;
}

/* A table's head: drawn again on every page that the table reaches. */
static OvrBox *
make_head (OvrPages *self)
{
  OvrBox *stack = ovr_box_stack (2.0);
  OvrBox *row = ovr_box_row (CELL_GAP);

  ovr_box_add_cell (row, ovr_box_space (0.0), SIGN_WIDTH);
  ovr_box_add_cell (row, make_column_head (self, OVR_SAY_ORIGINAL), QUOTE_WIDTH);
  ovr_box_add_cell (row, make_column_head (self, OVR_SAY_SECOND_OPINION), -1.0);
  ovr_box_add (stack, row);
  ovr_box_add (stack, ovr_box_rule (0.75, 0.0));
  ovr_box_set_role (stack, "TR");
  ovr_box_set_whole (stack);
  ovr_box_set_keep_next (stack);
  return stack;
}

static OvrBox *
make_document_line (OvrPages *self,
                    const OvrDocument *document,
                    gboolean first)
{
  GString *markup = g_string_new (NULL);
  g_autofree char *date = ovr_date_to_words (document->date, self->language);
  g_autofree char *translated = ovr_say_with (OVR_SAY_TRANSLATED_BY, self->language, document->translation_author, NULL, NULL);
  const char *parts[] = { document->title, document->author, document->institution };
  OvrBox *box;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!ovr_is_empty (parts[i]))
      {
        ovr_rich_dot (markup);
        if (i == 0)
          ovr_rich_field_bold (markup, parts[i]);
        else
          ovr_rich_field (markup, parts[i]);
      }
  if (ovr_date_is_known (document->date))
    {
      ovr_rich_dot (markup);
      ovr_rich_field (markup, date);
    }
  if (!ovr_is_empty (document->translation_author))
    {
      ovr_rich_dot (markup);
      ovr_rich_field (markup, translated);
    }
  box = ovr_pages_rich (self, &ovr_style_data, markup);
  ovr_box_set_role (box, "H2");
  ovr_box_set_keep_next (box);
  ovr_box_set_space_before (box, first ? 0.0 : DOCUMENT_SPACE);
  return box;
}

/* The rule closes its row, so that no page begins with one. */
static void
add_row (OvrBox *table,
         OvrBox *row)
{
  ovr_box_set_role (row, "TR");
  ovr_box_set_keep_next (row);
  ovr_box_add (table, row);
  ovr_box_add (table, ovr_box_rule (LINE, LINE_GREY));
}

static OvrBox *
make_table (OvrPages *self)
{
  OvrBox *table = ovr_box_stack (ROW_GAP);

  ovr_box_set_role (table, "Table");
  ovr_box_add (table, make_head (self));
  ovr_box_set_repeat (table, 1);
  return table;
}

/* The claims of one document, NULL: of none that the report has. */
static OvrBox *
make_claims (OvrPages *self,
             const OvrDocument *document)
{
  OvrBox *table = NULL;

  for (guint i = 0; i < self->report->claims->len; i++)
    {
      const OvrClaim *claim = g_ptr_array_index (self->report->claims, i);

      if (ovr_report_find_document (self->report, claim->document_id) != document)
        continue;
      if (table == NULL)
        table = make_table (self);
      add_row (table, ovr_pages_difference_row (self, claim));
    }
  return table;
}

OvrBox *
ovr_page_ledger (OvrPages *self)
{
  OvrBox *stack = ovr_box_stack (6.0);
  g_autoptr (GPtrArray) additions = ovr_pages_additions (self);
  gboolean first = TRUE;
  OvrBox *table;

  ovr_box_add (stack, ovr_pages_heading (self, ovr_pages_say (self, OVR_SAY_LEDGER)));
  for (guint i = 0; i < self->report->documents->len; i++)
    {
      const OvrDocument *document = g_ptr_array_index (self->report->documents, i);

      table = make_claims (self, document);
      if (table == NULL)
        continue;
      ovr_box_add (stack, make_document_line (self, document, first));
      first = FALSE;
      ovr_box_add (stack, table);
    }
  table = make_claims (self, NULL);
  if (table != NULL)
    ovr_box_add (stack, table);

  if (additions->len > 0)
    {
      ovr_box_add (stack, ovr_pages_label (self, ovr_pages_say (self, OVR_SAY_ADDITIONS)));
      table = make_table (self);
      for (guint i = 0; i < additions->len; i++)
        add_row (table, ovr_pages_addition_row (self, g_ptr_array_index (additions, i)));
      ovr_box_add (stack, table);
    }
  return stack;
}
