/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-plot.h"

#include <math.h>

#define PLOT_HEIGHT (44.0 * OVR_MM)
#define LEFT (12.0 * OVR_MM)
#define KEY_WIDTH (52.0 * OVR_MM)
#define KEY_GAP (6.0 * OVR_MM)
#define TOP 6.0
#define BOTTOM 16.0
#define MARK 2.6
#define MOST_LINES 6

typedef struct
{
  OvrDate date;
  double mm;
} Sample;

typedef struct
{
  const OvrFinding *finding; /* borrowed */
  const char *label;         /* borrowed */
  Sample samples[16];
  guint n_samples;
} Series;

typedef struct
{
  OvrPages *pages;
  Series lines[MOST_LINES];
  guint n_lines;
  OvrDate first;
  OvrDate last;
  double top_mm;
} Plot;

OvrDate
ovr_measurement_date (const OvrPages *self,
                      const OvrReportMeasurement *measurement)
{
  const OvrReportStudy *study = measurement->study_uid != NULL
                                    ? ovr_report_find_study (self->report, measurement->study_uid)
                                    : NULL;
  const OvrDate unknown = { 0 };

  return study != NULL ? ovr_report_study_date (study) : unknown;
}

/* ---- Collecting --------------------------------------------------------- */

static int
compare_samples (gconstpointer a,
                 gconstpointer b)
{
  return ovr_date_compare (((const Sample *) a)->date, ((const Sample *) b)->date);
}

static void
collect_label (Plot *plot,
               const OvrFinding *finding,
               const char *label)
{
  Series *series = &plot->lines[plot->n_lines];

  series->finding = finding;
  series->label = label;
  series->n_samples = 0;
  for (guint i = 0; i < finding->measurements->len && series->n_samples < G_N_ELEMENTS (series->samples); i++)
    {
      const OvrReportMeasurement *m = g_ptr_array_index (finding->measurements, i);
      Sample sample = { ovr_measurement_date (plot->pages, m), m->measurement.value };

      if (g_strcmp0 (m->label, label) == 0 && g_strcmp0 (m->measurement.unit, "mm") == 0 &&
          isfinite (sample.mm) && ovr_date_is_valid (sample.date))
        series->samples[series->n_samples++] = sample;
    }
  qsort (series->samples, series->n_samples, sizeof (Sample), compare_samples);
  if (series->n_samples >= 2 &&
      ovr_date_compare (series->samples[0].date, series->samples[series->n_samples - 1].date) < 0)
    plot->n_lines++;
}

static gboolean
is_new_label (const OvrFinding *finding,
              guint index)
{
  const OvrReportMeasurement *m = g_ptr_array_index (finding->measurements, index);

  for (guint i = 0; i < index; i++)
    {
      const OvrReportMeasurement *earlier = g_ptr_array_index (finding->measurements, i);

      if (g_strcmp0 (earlier->label, m->label) == 0)
        return FALSE;
    }
  return TRUE;
}

static void
collect (Plot *plot)
{
  const GPtrArray *findings = plot->pages->report->findings;

  for (guint i = 0; i < findings->len; i++)
    {
      const OvrFinding *finding = g_ptr_array_index (findings, i);

      for (guint m = 0; m < finding->measurements->len && plot->n_lines < MOST_LINES; m++)
        if (is_new_label (finding, m))
          collect_label (plot, finding, ((OvrReportMeasurement *) g_ptr_array_index (finding->measurements, m))->label);
    }
  for (guint i = 0; i < plot->n_lines; i++)
    {
      const Series *series = &plot->lines[i];
      OvrDate first = series->samples[0].date;
      OvrDate last = series->samples[series->n_samples - 1].date;

      if (i == 0 || ovr_date_compare (first, plot->first) < 0)
        plot->first = first;
      if (i == 0 || ovr_date_compare (last, plot->last) > 0)
        plot->last = last;
      for (guint s = 0; s < series->n_samples; s++)
        plot->top_mm = fmax (plot->top_mm, series->samples[s].mm);
    }
}

/* ---- Drawing ------------------------------------------------------------ */

/* 1, 2 or 5 × 10^n, so that at most five steps reach @top. */
static double
step_for (double top)
{
  double power = pow (10.0, floor (log10 (top / 5.0)));
  double part = top / 5.0 / power;

  return power * (part <= 1.0 ? 1.0 : part <= 2.0 ? 2.0
                                  : part <= 5.0   ? 5.0
                                                  : 10.0);
}

static double
x_of (const Plot *plot,
      const OvrRect *area,
      OvrDate date)
{
  return area->x + area->width * ovr_date_days_between (plot->first, date) /
                       ovr_date_days_between (plot->first, plot->last);
}

static double
y_of (const OvrRect *area,
      double mm,
      double top)
{
  return area->y + area->height * (1.0 - mm / top);
}

/* Marks differ in shape, not colour: disc, square, triangle, and hollow; the
 * key's characters are the same. */
static void
draw_mark (OvrPageCanvas *canvas,
           double x,
           double y,
           guint kind)
{
  GString *ops = ovr_page_canvas_ops (canvas);
  double v = ovr_page_canvas_flip (canvas, y);
  const char *paint = kind >= 3 ? "B\n" : "b\n";

  ovr_pdf_append (ops, "0 G # g 0.9 w ", kind >= 3 ? 1.0 : 0.0);
  if (kind % 3 == 1)
    ovr_pdf_append (ops, "# # # # re ", x - MARK, v - MARK, 2.0 * MARK, 2.0 * MARK);
  else if (kind % 3 == 2)
    ovr_pdf_append (ops, "# # m # # l # # l h ", x - MARK * 1.1, v - MARK, x + MARK * 1.1, v - MARK, x, v + MARK * 1.2);
  else
    ovr_pdf_append (ops, "# # m # # # # # # c # # # # # # c h ", x - MARK, v, x - MARK, v + 1.33 * MARK, x + MARK,
                    v + 1.33 * MARK, x + MARK, v, x + MARK, v - 1.33 * MARK, x - MARK, v - 1.33 * MARK, x - MARK, v);
  g_string_append (ops, paint);
}

static void
draw_axes (const Plot *plot,
           OvrPageCanvas *canvas,
           const OvrRect *area,
           double top)
{
  double step = step_for (plot->top_mm);
  g_autofree char *first = ovr_date_to_words (plot->first, plot->pages->language);
  g_autofree char *last = ovr_date_to_words (plot->last, plot->pages->language);
  double width;

  for (double mm = 0.0; mm <= top + step / 2.0; mm += step)
    {
      g_autofree char *label = g_strdup_printf ("%.*f%s", step < 1.0 ? 1 : 0, mm, mm + step > top + step / 2.0 ? "\u00a0mm" : "");
      double y = y_of (area, mm, top);

      ovr_page_canvas_rule (canvas, area->x, y, area->x + area->width, y, mm == 0.0 ? 0.75 : 0.35, mm == 0.0 ? 0.0 : 0.6);
      width = ovr_pages_text_width (plot->pages, &ovr_style_key, label);
      ovr_pages_draw_text (plot->pages, &ovr_style_key, label, area->x - width - 4.0, y + 2.6);
    }
  ovr_pages_draw_text (plot->pages, &ovr_style_key, first, area->x, area->y + area->height + 12.0);
  width = ovr_pages_text_width (plot->pages, &ovr_style_key, last);
  ovr_pages_draw_text (plot->pages, &ovr_style_key, last, area->x + area->width - width, area->y + area->height + 12.0);
}

static void
draw_series (const Plot *plot,
             OvrPageCanvas *canvas,
             const OvrRect *area,
             double top,
             guint index)
{
  const Series *series = &plot->lines[index];

  for (guint i = 0; i + 1 < series->n_samples; i++)
    ovr_page_canvas_rule (canvas, x_of (plot, area, series->samples[i].date), y_of (area, series->samples[i].mm, top),
                          x_of (plot, area, series->samples[i + 1].date), y_of (area, series->samples[i + 1].mm, top), 1.1, 0.0);
  for (guint i = 0; i < series->n_samples; i++)
    draw_mark (canvas, x_of (plot, area, series->samples[i].date), y_of (area, series->samples[i].mm, top), index);
}

/* The key right of the plot: the mark, the finding, what was measured. */
static OvrBox *
make_key (const Plot *plot)
{
  static const char *const marks[] = { "●", "■", "▲", "○", "□", "△" };
  OvrBox *stack = ovr_box_stack (4.0);

  G_STATIC_ASSERT (G_N_ELEMENTS (marks) == MOST_LINES);
  for (guint i = 0; i < plot->n_lines; i++)
    {
      const Series *series = &plot->lines[i];
      GString *markup = g_string_new (NULL);

      g_string_append_printf (markup, "%s  ", marks[i]);
      ovr_rich_add (markup, series->finding->title);
      if (!ovr_is_empty (series->label))
        {
          g_string_append (markup, ", ");
          ovr_rich_add (markup, series->label);
        }
      ovr_box_add (stack, ovr_pages_rich (plot->pages, &ovr_style_footer, markup));
    }
  return stack;
}

static void
draw_plot (OvrPageCanvas *canvas,
           const OvrRect *rect,
           gconstpointer data)
{
  const Plot *plot = data;
  OvrRect area = { rect->x + LEFT, rect->y + TOP, rect->width - LEFT - MARK * 2.0, rect->height - TOP - BOTTOM };
  double step = step_for (plot->top_mm);
  double top = step * ceil (plot->top_mm / step);

  draw_axes (plot, canvas, &area, top);
  for (guint i = 0; i < plot->n_lines; i++)
    draw_series (plot, canvas, &area, top, i);
}

OvrBox *
ovr_pages_plot (OvrPages *self)
{
  Plot *plot = ovr_pages_keep (self, g_new0 (Plot, 1));
  OvrBox *stack, *row;

  plot->pages = self;
  collect (plot);
  if (plot->n_lines == 0 || plot->top_mm <= 0.0)
    return NULL;
  stack = ovr_box_stack (4.0);
  ovr_box_add (stack, ovr_pages_label (self, ovr_pages_say (self, OVR_SAY_OVER_TIME)));
  row = ovr_box_row (KEY_GAP);
  ovr_box_add_cell (row, ovr_box_drawing (PLOT_HEIGHT, draw_plot, plot, ovr_pages_say (self, OVR_SAY_OVER_TIME)), -1.0);
  ovr_box_add_cell (row, make_key (plot), KEY_WIDTH);
  ovr_box_add (stack, row);
  ovr_box_set_whole (stack);
  return stack;
}
