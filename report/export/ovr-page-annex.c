/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-page-rows.h"
#include "ovr-pages.h"
#include "ovr-plot.h"
#include "ovr-report-words.h"

/* What the opinion rests on: measurements, the request, what was submitted,
 * method, communication, limitations; and the signature. */

#define CELL_GAP (2.0 * OVR_MM)
#define ROW_GAP 3.0
#define LINE 0.35
#define LINE_GREY 0.55
#define LABEL_WIDTH (42.0 * OVR_MM)
#define DATE_WIDTH (34.0 * OVR_MM)
#define VALUE_WIDTH (28.0 * OVR_MM)
#define SIGNATURE_HEIGHT (20.0 * OVR_MM)
#define SIGNATURE_SPACE 14.0
#define SIGNATURE_WIDTH (110.0 * OVR_MM)

/* ---- Tables ------------------------------------------------------------- */

static OvrBox *
make_cell (OvrPages *self,
           const char *text)
{
  OvrBox *box = ovr_pages_text (self, &ovr_style_question, text != NULL ? text : "");

  ovr_box_set_role (box, "TD");
  return box;
}

static OvrBox *
make_field_cell (OvrPages *self,
                 const char *text)
{
  GString *markup = g_string_new (NULL);
  OvrBox *box;

  ovr_rich_field (markup, text);
  box = ovr_pages_rich (self, &ovr_style_question, markup);
  ovr_box_set_role (box, "TD");
  return box;
}

/* The head of a table, drawn again on each of its pages. */
static OvrBox *
make_table (OvrPages *self,
            const OvrSaying *heads,
            const double *widths,
            guint n)
{
  OvrBox *table = ovr_box_stack (ROW_GAP);
  OvrBox *head = ovr_box_stack (2.0);
  OvrBox *row = ovr_box_row (CELL_GAP);

  for (guint i = 0; i < n; i++)
    {
      OvrBox *cell = ovr_pages_label (self, ovr_pages_say (self, heads[i]));

      ovr_box_set_role (cell, "TH");
      ovr_box_add_cell (row, cell, widths[i]);
    }
  ovr_box_add (head, row);
  ovr_box_add (head, ovr_box_rule (0.75, 0.0));
  ovr_box_set_role (head, "TR");
  ovr_box_set_whole (head);
  ovr_box_set_keep_next (head);
  ovr_box_add (table, head);
  ovr_box_set_repeat (table, 1);
  ovr_box_set_role (table, "Table");
  return table;
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

/* "Reason   before a major procedure": nothing where there is no text. */
static void
add_pair (OvrPages *self,
          OvrBox *stack,
          OvrSaying label,
          const char *text)
{
  OvrBox *row;
  GString *markup;

  if (ovr_is_empty (text))
    return;
  row = ovr_box_row (CELL_GAP);
  markup = g_string_new (NULL);
  ovr_rich_bold (markup, ovr_pages_say (self, label));
  ovr_box_add_cell (row, ovr_pages_rich (self, &ovr_style_question, markup), LABEL_WIDTH);
  ovr_box_add_cell (row, ovr_pages_text (self, &ovr_style_data, text), -1.0);
  ovr_box_add (stack, row);
}

/* ---- Measurements ------------------------------------------------------- */

static void
add_measurement (OvrPages *self,
                 OvrBox *table,
                 const OvrFinding *finding,
                 const OvrReportMeasurement *measurement)
{
  OvrBox *row = ovr_box_row (CELL_GAP);
  OvrDate date = ovr_measurement_date (self, measurement);
  g_autofree char *words = ovr_date_is_known (date) ? ovr_date_to_words (date, self->language) : g_strdup ("–");
  g_autofree char *value = ovr_measurement_to_words (&measurement->measurement, self->language);
  g_autofree char *provenance = ovr_say_provenance (&measurement->measurement, self->language);
  GString *name = g_string_new (NULL);
  OvrBox *cell;

  ovr_rich_add (name, finding->title);
  if (!ovr_is_empty (measurement->label))
    {
      g_string_append (name, ", ");
      ovr_rich_add (name, measurement->label);
    }
  cell = ovr_pages_rich (self, &ovr_style_question, name);
  ovr_box_set_role (cell, "TD");
  ovr_box_add_cell (row, cell, -1.0);
  ovr_box_add_cell (row, make_cell (self, words), DATE_WIDTH);
  ovr_box_add_cell (row, make_cell (self, value), VALUE_WIDTH);
  ovr_box_add_cell (row, make_cell (self, provenance), LABEL_WIDTH);
  add_row (table, row);
}

static void
add_measurements (OvrPages *self,
                  OvrBox *stack)
{
  static const OvrSaying heads[] = { OVR_SAY_FINDING, OVR_SAY_DATE, OVR_SAY_VALUE, OVR_SAY_RESTS_ON };
  static const double widths[] = { -1.0, DATE_WIDTH, VALUE_WIDTH, LABEL_WIDTH };
  g_autofree char *title = g_strdup_printf ("%s, %s", ovr_pages_say (self, OVR_SAY_MEASUREMENTS),
                                            ovr_pages_say (self, OVR_SAY_OF_STUDIES_SUBMITTED));
  OvrBox *table = NULL;
  OvrBox *plot;

  for (guint i = 0; i < self->report->findings->len; i++)
    {
      const OvrFinding *finding = g_ptr_array_index (self->report->findings, i);

      for (guint m = 0; m < finding->measurements->len; m++)
        {
          if (table == NULL)
            table = make_table (self, heads, widths, G_N_ELEMENTS (heads));
          add_measurement (self, table, finding, g_ptr_array_index (finding->measurements, m));
        }
    }
  if (table == NULL)
    return;
  ovr_box_add (stack, ovr_pages_heading (self, title));
  ovr_box_add (stack, table);
  plot = ovr_pages_plot (self);
  if (plot != NULL)
    ovr_box_add (stack, plot);
}

/* ---- Request ------------------------------------------------------------ */

static char *
dup_reason (const OvrPages *self)
{
  const OvrReferral *referral = &self->report->referral;
  const char *words = ovr_reason_words (referral->reason, self->language);

  if (ovr_is_empty (referral->reason_text))
    return g_strdup (words);
  if (referral->reason == OVR_REASON_OTHER)
    return g_strdup (referral->reason_text);
  return g_strdup_printf ("%s; %s", words, referral->reason_text);
}

static void
add_request (OvrPages *self,
             OvrBox *stack)
{
  const OvrReferral *referral = &self->report->referral;
  g_autofree char *reason = dup_reason (self);
  g_autofree char *due = ovr_date_is_known (referral->due) ? ovr_date_to_words (referral->due, self->language) : NULL;

  ovr_box_add (stack, ovr_pages_heading (self, ovr_pages_say (self, OVR_SAY_QUESTION_AND_REASON)));
  add_pair (self, stack, OVR_SAY_REASON, reason);
  add_pair (self, stack, OVR_SAY_DECISION, referral->decision);
  add_pair (self, stack, OVR_SAY_HISTORY, referral->history);
  add_pair (self, stack, OVR_SAY_REPLY_TO, referral->reply_address);
  add_pair (self, stack, OVR_SAY_DUE, due);
}

/* ---- What was submitted ------------------------------------------------- */

static char *
dup_series_name (const OvrPages *self,
                 const OvrReportSeries *series)
{
  if (series->number > 0)
    return g_strdup_printf ("%d  %s", series->number, series->description != NULL ? series->description : "");
  return g_strdup (series->description != NULL ? series->description : "");
}

static OvrBox *
make_health (OvrPages *self,
             const OvrReportSeries *series)
{
  GString *markup = g_string_new (NULL);
  OvrBox *box;

  for (guint i = 0; i < series->health->len; i++)
    {
      const OvrReportHealth *health = g_ptr_array_index (series->health, i);

      if (markup->len > 0)
        g_string_append_c (markup, '\n');
      ovr_rich_add (markup, health->text);
      if (!ovr_is_empty (health->where))
        {
          g_string_append (markup, " (");
          ovr_rich_add (markup, health->where);
          g_string_append_c (markup, ')');
        }
    }
  box = ovr_pages_rich (self, &ovr_style_question, markup);
  ovr_box_set_role (box, "TD");
  return box;
}

static char *
dup_mm (const OvrPages *self,
        double mm)
{
  OvrMeasurement measurement = { .value = mm, .unit = (char *) "mm", .resolution = 0.01 };

  return mm > 0.0 ? ovr_measurement_to_words (&measurement, self->language) : g_strdup ("–");
}

static OvrBox *
make_series_table (OvrPages *self,
                   const OvrReportStudy *study)
{
  static const OvrSaying heads[] = { OVR_SAY_SERIES, OVR_SAY_IMAGES, OVR_SAY_THICKNESS, OVR_SAY_REMARKS };
  static const double widths[] = { 60.0 * OVR_MM, 18.0 * OVR_MM, 22.0 * OVR_MM, -1.0 };
  OvrBox *table = make_table (self, heads, widths, G_N_ELEMENTS (heads));

  for (guint i = 0; i < study->series->len; i++)
    {
      const OvrReportSeries *series = g_ptr_array_index (study->series, i);
      OvrBox *row = ovr_box_row (CELL_GAP);
      g_autofree char *name = dup_series_name (self, series);
      g_autofree char *n = g_strdup_printf ("%d", series->instances);
      g_autofree char *thickness = dup_mm (self, series->thickness_mm);

      ovr_box_add_cell (row, make_field_cell (self, name), widths[0]);
      ovr_box_add_cell (row, make_cell (self, n), widths[1]);
      ovr_box_add_cell (row, make_cell (self, thickness), widths[2]);
      ovr_box_add_cell (row, make_health (self, series), widths[3]);
      add_row (table, row);
    }
  return table;
}

static OvrBox *
make_study_line (OvrPages *self,
                 const OvrReportStudy *study)
{
  GString *markup = g_string_new (NULL);
  const char *role = ovr_pages_say (self, study->role == OVR_STUDY_CURRENT ? OVR_SAY_CURRENT
                                          : study->role == OVR_STUDY_PRIOR ? OVR_SAY_PRIOR
                                                                           : OVR_SAY_OTHER_STUDY);
  g_autofree char *date = ovr_date_to_words (ovr_report_study_date (study), self->language);
  g_autofree char *accession = ovr_say_with (OVR_SAY_ACCESSION, self->language, study->accession, NULL, NULL);
  const char *side = ovr_side_words (study->side, self->language);
  g_autofree char *header = ovr_say_with (OVR_SAY_NAME_IN_HEADER, self->language, study->patient_name, NULL, NULL);
  const char *parts[] = { date, study->institution, ovr_is_empty (study->accession) ? NULL : accession,
                          ovr_is_empty (study->patient_name) ? NULL : header };
  OvrBox *box;

  ovr_rich_bold (markup, role);
  g_string_append (markup, ": ");
  ovr_rich_field (markup, ovr_is_empty (study->description) ? study->modality : study->description);
  if (!ovr_is_empty (side))
    {
      g_autofree char *upper = g_utf8_strup (side, -1);

      ovr_rich_dot (markup);
      ovr_rich_bold (markup, upper);
    }
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!ovr_is_empty (parts[i]))
      {
        ovr_rich_dot (markup);
        ovr_rich_field (markup, parts[i]);
      }
  box = ovr_pages_rich (self, &ovr_style_data, markup);
  ovr_box_set_keep_next (box);
  return box;
}

/* H02: whose studies were taken in under another name, and why. */
static void
add_mergers (OvrPages *self,
             OvrBox *stack)
{
  for (guint i = 0; i < self->report->mergers->len; i++)
    {
      const OvrMerger *merger = g_ptr_array_index (self->report->mergers, i);
      g_autofree char *words = ovr_say_with (OVR_SAY_UNDER_TWO_NAMES, self->language, merger->name, merger->id, merger->reason);

      add_pair (self, stack, OVR_SAY_TWO_NAMES, words);
    }
}

static void
add_submitted (OvrPages *self,
               OvrBox *stack)
{
  ovr_box_add (stack, ovr_pages_heading (self, ovr_pages_say (self, OVR_SAY_SUBMITTED)));
  add_pair (self, stack, OVR_SAY_ADEQUACY, self->report->adequacy);
  add_mergers (self, stack);
  if (self->report->studies->len == 0)
    ovr_box_add (stack, ovr_pages_text (self, &ovr_style_data, ovr_pages_say (self, OVR_SAY_STUDY_UNKNOWN)));
  for (guint i = 0; i < self->report->studies->len; i++)
    {
      const OvrReportStudy *study = g_ptr_array_index (self->report->studies, i);

      ovr_box_add (stack, make_study_line (self, study));
      if (study->series->len > 0)
        ovr_box_add (stack, make_series_table (self, study));
    }
}

static char *
dup_document_details (OvrPages *self,
                      const OvrDocument *document)
{
  static const OvrSaying origins[] = { [OVR_TEXT_TYPED] = OVR_SAY_TEXT_TYPED, [OVR_TEXT_PDF] = OVR_SAY_TEXT_PDF, [OVR_TEXT_OCR] = OVR_SAY_TEXT_OCR };
  g_autofree char *date = ovr_date_is_known (document->date) ? ovr_date_to_words (document->date, self->language) : NULL;
  g_autofree char *compared = ovr_say_with (OVR_SAY_COMPARED_BY, self->language, document->confirmed_by, NULL, NULL);
  const char *parts[] = { document->title, document->author, document->institution, date,
                          ovr_pages_say (self, origins[document->origin]),
                          ovr_is_empty (document->confirmed_by) ? NULL : compared };
  GString *details = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (!ovr_is_empty (parts[i]))
      g_string_append_printf (details, "%s%s", details->len > 0 ? " · " : "", parts[i]);
  return g_string_free (details, FALSE);
}

static void
add_documents (OvrPages *self,
               OvrBox *stack)
{
  static const OvrSaying roles[] = {
    [OVR_DOCUMENT_ORIGINAL] = OVR_SAY_DOCUMENT_ORIGINAL,
    [OVR_DOCUMENT_PRIOR] = OVR_SAY_DOCUMENT_PRIOR,
    [OVR_DOCUMENT_REQUEST] = OVR_SAY_DOCUMENT_REQUEST,
    [OVR_DOCUMENT_LETTER] = OVR_SAY_DOCUMENT_LETTER,
    [OVR_DOCUMENT_PATHOLOGY] = OVR_SAY_DOCUMENT_PATHOLOGY,
    [OVR_DOCUMENT_LABORATORY] = OVR_SAY_DOCUMENT_LABORATORY,
    [OVR_DOCUMENT_OTHER] = OVR_SAY_DOCUMENT_OTHER,
  };

  if (self->report->documents->len == 0)
    return;
  ovr_box_add (stack, ovr_pages_label (self, ovr_pages_say (self, OVR_SAY_DOCUMENTS)));
  for (guint i = 0; i < self->report->documents->len; i++)
    {
      const OvrDocument *document = g_ptr_array_index (self->report->documents, i);
      g_autofree char *details = dup_document_details (self, document);

      add_pair (self, stack, roles[document->role], details);
    }
}

/* "d1" to the document's title, other words as they are. */
static const char *
source_words (const OvrPages *self,
              const char *source)
{
  const OvrDocument *document = source != NULL ? ovr_report_find_document (self->report, source) : NULL;

  return document != NULL && !ovr_is_empty (document->title) ? document->title : source;
}

static void
add_values (OvrPages *self,
            OvrBox *stack)
{
  static const OvrSaying heads[] = { OVR_SAY_CLINICAL_VALUES, OVR_SAY_VALUE, OVR_SAY_DATE, OVR_SAY_SOURCE };
  static const double widths[] = { 60.0 * OVR_MM, VALUE_WIDTH, DATE_WIDTH, -1.0 };
  OvrBox *table;

  if (self->report->values->len == 0)
    return;
  table = make_table (self, heads, widths, G_N_ELEMENTS (heads));
  for (guint i = 0; i < self->report->values->len; i++)
    {
      const OvrClinicalValue *value = g_ptr_array_index (self->report->values, i);
      OvrBox *row = ovr_box_row (CELL_GAP);
      g_autofree char *number = ovr_say_clinical_value (value->value, value->unit, self->language);
      g_autofree char *date = ovr_date_is_known (value->date) ? ovr_date_to_words (value->date, self->language) : g_strdup ("–");

      ovr_box_add_cell (row, make_field_cell (self, value->name), widths[0]);
      ovr_box_add_cell (row, make_cell (self, number), widths[1]);
      ovr_box_add_cell (row, make_cell (self, date), widths[2]);
      ovr_box_add_cell (row, make_field_cell (self, source_words (self, value->source)), widths[3]);
      add_row (table, row);
    }
  ovr_box_add (stack, table);
}

/* ---- Method, communication, limitations --------------------------------- */

static void
add_method (OvrPages *self,
            OvrBox *stack)
{
  static const OvrSaying grades[] = { [OVR_BLIND_NOT] = OVR_SAY_BLIND_NOT, [OVR_BLIND_DRAFT] = OVR_SAY_BLIND_DRAFT, [OVR_BLIND_FULL] = OVR_SAY_BLIND_FULL };
  const OvrBlind *blind = &self->report->blind;
  g_autofree char *locked = ovr_say_time (blind->locked_at, self->language);
  g_autofree char *unsealed = ovr_say_time (blind->unsealed_at, self->language);
  g_autofree char *locked_words = ovr_say_with (OVR_SAY_LOCKED_AT, self->language, locked, NULL, NULL);
  g_autofree char *unsealed_words = ovr_say_with (OVR_SAY_UNSEALED_AT, self->language, unsealed, NULL, NULL);
  g_autofree char *display = ovr_say_with (OVR_SAY_DISPLAY, self->language, self->report->reader.display, NULL, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (ovr_pages_has_original (self))
    {
      g_string_append (text, ovr_pages_say (self, grades[blind->grade]));
      if (!ovr_is_empty (blind->locked_at))
        g_string_append_printf (text, " %s.", locked_words);
      if (!ovr_is_empty (blind->unsealed_at))
        g_string_append_printf (text, " %s.", unsealed_words);
    }
  if (!ovr_is_empty (self->report->reader.display))
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", display);
  if (text->len == 0 && ovr_is_empty (blind->impression))
    return;
  ovr_box_add (stack, ovr_pages_heading (self, ovr_pages_say (self, OVR_SAY_METHOD)));
  if (text->len > 0)
    ovr_box_add (stack, ovr_pages_text (self, &ovr_style_data, text->str));
  add_pair (self, stack, OVR_SAY_LOCKED_TEXT, blind->impression);
}

static void
add_communications (OvrPages *self,
                    OvrBox *stack)
{
  if (self->report->communications->len == 0)
    return;
  ovr_box_add (stack, ovr_pages_heading (self, ovr_pages_say (self, OVR_SAY_COMMUNICATION)));
  for (guint i = 0; i < self->report->communications->len; i++)
    {
      const OvrCommunication *communication = g_ptr_array_index (self->report->communications, i);
      OvrBox *row = ovr_box_row (CELL_GAP);
      GString *markup = g_string_new (NULL);
      g_autofree char *time = ovr_say_time (communication->at, self->language);

      ovr_rich_field_bold (markup, communication->with);
      if (!ovr_is_empty (communication->channel))
        {
          ovr_rich_dot (markup);
          ovr_rich_add (markup, ovr_channel_words (communication->channel, self->language));
        }
      if (!ovr_is_empty (communication->text))
        {
          g_string_append (markup, markup->len > 0 ? ": " : "");
          ovr_rich_add (markup, communication->text);
        }
      ovr_box_add_cell (row, make_cell (self, time), LABEL_WIDTH);
      ovr_box_add_cell (row, ovr_pages_rich (self, &ovr_style_data, markup), -1.0);
      ovr_box_add (stack, row);
    }
}

static void
add_limitations (OvrPages *self,
                 OvrBox *stack)
{
  OvrBox *heading = ovr_pages_heading (self, ovr_pages_say (self, OVR_SAY_LIMITATIONS));

  ovr_box_set_anchor (heading, "limitations");
  ovr_box_add (stack, heading);
  if (!ovr_is_empty (self->report->limitations))
    ovr_box_add (stack, ovr_pages_text (self, &ovr_style_data, self->report->limitations));
  ovr_box_add (stack, ovr_pages_text (self, &ovr_style_data, ovr_pages_say (self, OVR_SAY_BASIS)));
}

/* ---- Signature ---------------------------------------------------------- */

/* The field's widget is drawn by its own appearance; this keeps its place. */
static void
place_signature (OvrPageCanvas *canvas,
                 const OvrRect *rect,
                 gconstpointer data)
{
  OvrPages *self = (OvrPages *) data;

  self->has_signature = TRUE;
  self->signature_page = ovr_page_canvas_n_pages (canvas) - 1;
  self->signature_rect = *rect;
  self->signature_rect.width = SIGNATURE_WIDTH;
}

static void
add_signature (OvrPages *self,
               OvrBox *stack)
{
  OvrBox *block = ovr_box_stack (6.0);

  ovr_box_add (block, ovr_pages_heading (self, ovr_pages_say (self, OVR_SAY_SIGNATURE)));
  ovr_box_add (block, ovr_pages_reader (self, TRUE));
  if (self->request->final)
    ovr_box_add (block, ovr_box_drawing (SIGNATURE_HEIGHT, place_signature, self, NULL));
  ovr_box_set_whole (block);
  ovr_box_set_space_before (block, SIGNATURE_SPACE);
  ovr_box_add (stack, block);
}

OvrBox *
ovr_page_annex (OvrPages *self)
{
  OvrBox *stack = ovr_box_stack (5.0);

  add_measurements (self, stack);
  add_request (self, stack);
  add_submitted (self, stack);
  add_documents (self, stack);
  add_values (self, stack);
  add_method (self, stack);
  add_communications (self, stack);
  add_limitations (self, stack);
  add_signature (self, stack);
  return stack;
}
