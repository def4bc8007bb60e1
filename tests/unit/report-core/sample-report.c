/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample-report.h"

#include "ovr-report-fields-private.h"

#include <math.h>
#include <string.h>

static void fill (const OvrType *type, gpointer self, GRand *dice);

static char *
dice_text (GRand *dice)
{
  static const char *const pieces[] = { "Nodule ", "\"", "\\", "\n", "Østergård", "Žofie ", "−5 HU", "\t", "\x7f",
                                        "שם", "日本", "🫁", "1,2 cm", "/", "</x>", "a" };
  GString *text = g_string_new (NULL);

  for (int i = g_rand_int_range (dice, 0, 6); i > 0; i--)
    g_string_append (text, pieces[g_rand_int_range (dice, 0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

static int
count_words (const char *const *words)
{
  int n = 0;

  while (words[n] != NULL)
    n++;
  return n;
}

static void
fill_shapes (GPtrArray *shapes,
             GRand *dice)
{
  static const guint n_points[] = { 2, 1, 2, 4, 3, 2, 2, 5 };

  for (int kind = OVR_SHAPE_ARROW; kind <= OVR_SHAPE_POLYGON; kind++)
    {
      g_autofree char *text = g_rand_boolean (dice) ? dice_text (dice) : NULL;
      OvrPoint points[5];

      for (guint i = 0; i < 5; i++)
        points[i] = (OvrPoint){ g_rand_double_range (dice, -9, 512), g_rand_double_range (dice, -9, 512) };
      g_ptr_array_add (shapes, ovr_shape_new ((OvrShapeKind) kind, points, n_points[kind], text));
    }
}

static void
fill_list (const OvrField *field,
           GPtrArray *list,
           GRand *dice)
{
  for (int i = g_rand_int_range (dice, 1, 4); i > 0; i--)
    {
      if (field->kind == OVR_FIELD_STRINGS)
        {
          g_ptr_array_add (list, dice_text (dice));
          continue;
        }
      g_ptr_array_add (list, ovr_type_new (field->type));
      fill (field->type, list->pdata[list->len - 1], dice);
    }
}

static void
fill_measurement (OvrMeasurement *measurement,
                  GRand *dice)
{
  measurement->value = g_rand_boolean (dice) ? g_rand_double_range (dice, -1e6, 1e6) : (double) NAN;
  measurement->unit = g_strdup ("mm");
  measurement->provenance = (OvrProvenance) g_rand_int_range (dice, 0, OVR_PROVENANCE_DOCUMENT + 1);
  measurement->us_region = measurement->provenance == OVR_PROVENANCE_US_REGION ? (guint) g_rand_int_range (dice, 1, 9) : 0;
  measurement->resolution = g_rand_boolean (dice) ? 0.35 : 0.0;
}

static void
fill_view (OvrView *view,
           GRand *dice)
{
  fill (&ovr_view_type, view, dice);
  view->centre.col = 255.5;
  view->centre.row = 1.0 / 3.0;
  view->span_px = g_rand_double_range (dice, 0, 512);
  view->rotation_deg = 90 * g_rand_int_range (dice, 0, 4);
  g_free (view->presentation_uid);
  view->presentation_uid = g_rand_boolean (dice) ? g_strdup ("2.25.77") : NULL;
}

static void
fill_field (const OvrField *field,
            gpointer at,
            GRand *dice)
{
  int number = g_rand_int_range (dice, 0, 1000);
  double real = g_rand_boolean (dice) ? g_rand_double_range (dice, 0.001, 4000.0) : (double) NAN;

  switch (field->kind)
    {
    case OVR_FIELD_STRING:
      *(char **) at = g_rand_int_range (dice, 0, 4) > 0 ? dice_text (dice) : NULL;
      break;
    case OVR_FIELD_BOOL:
      number &= 1;
      G_GNUC_FALLTHROUGH;
    case OVR_FIELD_INT:
    case OVR_FIELD_COUNT:
      memcpy (at, &number, sizeof number);
      break;
    case OVR_FIELD_ENUM:
      number = number % count_words (field->words);
      memcpy (at, &number, sizeof number);
      break;
    case OVR_FIELD_NUMBER:
      *(double *) at = real;
      break;
    case OVR_FIELD_EXTENT:
      *(double *) at = isnan (real) ? 0.0 : real;
      break;
    case OVR_FIELD_DATE:
      *(OvrDate *) at = number % 3 == 0 ? (OvrDate){ 0 } : (OvrDate){ (gint16) (1900 + number % 150), (guint8) (1 + number % 12), (guint8) (1 + number % 28) };
      break;
    case OVR_FIELD_STRINGS:
    case OVR_FIELD_LIST:
      fill_list (field, *(GPtrArray **) at, dice);
      break;
    case OVR_FIELD_STRUCT:
      fill (field->type, at, dice);
      break;
    case OVR_FIELD_IMAGE:
      ovr_image_ref_set (at, "2.25.1", 1 + (guint) number);
      break;
    case OVR_FIELD_VIEW:
      fill_view (*(OvrView **) at, dice);
      break;
    case OVR_FIELD_SHAPES:
      fill_shapes (*(GPtrArray **) at, dice);
      break;
    case OVR_FIELD_MEASUREMENT:
      fill_measurement (at, dice);
      break;
    }
}

static void
fill (const OvrType *type,
      gpointer self,
      GRand *dice)
{
  for (guint i = 0; i < type->n_fields; i++)
    fill_field (&type->fields[i], ovr_field_at (&type->fields[i], self), dice);
}

static void G_GNUC_PRINTF (2, 3)
    set (char **at,
         const char *format,
         ...)
{
  va_list args;

  g_free (*at);
  va_start (args, format);
  *at = g_strdup_vprintf (format, args);
  va_end (args);
}

static void
set_ids (GPtrArray *ids)
{
  g_ptr_array_set_size (ids, 0);
  g_ptr_array_add (ids, g_strdup ("f1"));
}

/* Claims of ten characters each in the first document. */
static void
set_claims (OvrReport *report)
{
  OvrDocument *document = report->documents->pdata[0];

  g_free (document->text);
  document->text = g_strdup ("Größe 12 mm. Kein Erguß. Größe 12 mm. Kein Erguß. ");
  for (guint i = 0; i < report->claims->len; i++)
    {
      OvrClaim *claim = report->claims->pdata[i];

      set (&claim->id, "c%u", i + 1);
      set (&claim->document_id, "d%u", 1);
      set (&claim->study_uid, "2.25.%u", 1);
      claim->number = (int) i + 1;
      claim->start = (int) i * 10;
      claim->end = (int) i * 10 + 9;
      set_ids (claim->finding_ids);
    }
}

static void
set_documents (OvrReport *report)
{
  for (guint i = 0; i < report->documents->len; i++)
    {
      OvrDocument *document = report->documents->pdata[i];

      set (&document->id, "d%u", i + 1);
      g_clear_pointer (&document->study_uid, g_free);
      for (guint j = 0; j < document->pages->len; j++)
        *(OvrPage *) document->pages->pdata[j] = (OvrPage){ (int) j + 1, 0, 0 };
    }
}

static void
set_findings (OvrReport *report)
{
  guint n_images = 0;

  for (guint i = 0; i < report->findings->len; i++)
    {
      OvrFinding *finding = report->findings->pdata[i];

      set (&finding->id, "f%u", i + 1);
      for (guint j = 0; j < finding->key_images->len; j++)
        {
          OvrKeyImage *key_image = finding->key_images->pdata[j];

          set (&key_image->id, "k%u", ++n_images);
          set (&key_image->study_uid, "2.25.%u", 1);
          set (&key_image->pair_id, "k%u", 1);
        }
      for (guint j = 0; j < finding->measurements->len; j++)
        set (&((OvrReportMeasurement *) finding->measurements->pdata[j])->study_uid, "2.25.%u", 1);
    }
}

static void
set_answers (OvrReport *report)
{
  for (guint i = 0; i < report->referral.questions->len; i++)
    set (&((OvrQuestion *) report->referral.questions->pdata[i])->id, "q%u", i + 1);
  g_ptr_array_set_size (report->answers, 1);
  set (&((OvrAnswer *) report->answers->pdata[0])->question_id, "q%u", 1);
  set_ids (((OvrAnswer *) report->answers->pdata[0])->finding_ids);
}

OvrReport *
sample_report_new (guint32 seed)
{
  g_autoptr (GRand) dice = g_rand_new_with_seed (seed);
  OvrReport *report = ovr_report_new ();

  g_clear_pointer (&report->language, g_free);
  fill (&ovr_report_type, report, dice);
  report->version = 1 + (int) (seed % 3);
  for (guint i = 0; i < report->studies->len; i++)
    set (&((OvrReportStudy *) report->studies->pdata[i])->uid, "2.25.%u", i + 1);
  set_documents (report);
  set_claims (report);
  set_findings (report);
  set_answers (report);
  set (&report->front_key_image, "k%u", 1);
  return report;
}
