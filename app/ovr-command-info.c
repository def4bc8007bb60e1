/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command-json.h"
#include "ovr-command.h"
#include "ovr-commands.h"

#include "ovr-log.h"
#include "ovr-notes.h"
#include "ovr-reader.h"
#include "ovr-series-notes.h"
#include "ovr-study.h"

#include <math.h>
#include <stdio.h>

/**
 * Reading:
 * @instances: (element-type OvrInstance): all that was read
 * @first_reason: why the first file was skipped, for when nothing was read
 * @n_skipped: how many files were skipped
 */
typedef struct
{
  GPtrArray *instances;
  char *first_reason;
  guint n_skipped;
} Reading;

static gboolean
take_result (const OvrReadResult *result,
             gpointer data,
             GError **error)
{
  Reading *reading = data;

  if (result->instance != NULL)
    {
      g_ptr_array_add (reading->instances, ovr_instance_ref (result->instance));
      return TRUE;
    }
  reading->n_skipped++;
  if (reading->first_reason == NULL)
    reading->first_reason = g_strdup (result->reason);
  return TRUE;
}

/* ---- JSON */

static void
add_spacing (JsonBuilder *builder,
             OvrSeries *series)
{
  double mm[3];

  ovr_series_get_spacing (series, mm);
  json_builder_set_member_name (builder, "spacing");
  if (isnan (mm[0]) && isnan (mm[2]))
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_array (builder);
  for (int i = 0; i < 3; i++)
    ovr_command_json_number (builder, NULL, mm[i]);
  json_builder_end_array (builder);
}

static void
add_orientation (JsonBuilder *builder,
                 OvrSeries *series)
{
  double cosines[6];

  json_builder_set_member_name (builder, "orientation");
  if (!ovr_series_get_orientation (series, cosines))
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_array (builder);
  for (int i = 0; i < 6; i++)
    ovr_command_json_number (builder, NULL, cosines[i]);
  json_builder_end_array (builder);
}

static void
add_health (JsonBuilder *builder,
            OvrSeries *series)
{
  GPtrArray *health = ovr_series_get_health (series);

  json_builder_set_member_name (builder, "health");
  json_builder_begin_array (builder);
  for (guint i = 0; i < health->len; i++)
    {
      const OvrHealthFinding *finding = health->pdata[i];

      json_builder_begin_object (builder);
      ovr_command_json_string (builder, "code", finding->code);
      ovr_command_json_string (builder, "text", finding->text);
      ovr_command_json_string (builder, "where", finding->where);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_series (JsonBuilder *builder,
            OvrSeries *series)
{
  const char *const *syntaxes = ovr_series_get_transfer_syntaxes (series);

  json_builder_begin_object (builder);
  ovr_command_json_string (builder, "uid", ovr_series_get_uid (series));
  ovr_command_json_count (builder, "part", ovr_series_get_part (series));
  ovr_command_json_string (builder, "modality", ovr_series_get_modality (series));
  ovr_command_json_string (builder, "description", ovr_series_get_description (series));
  ovr_command_json_count (builder, "instances", ovr_series_get_n_instances (series));
  json_builder_set_member_name (builder, "frames");
  json_builder_add_int_value (builder, ovr_series_get_n_slices (series));
  ovr_command_json_count (builder, "rows", ovr_series_get_rows (series));
  ovr_command_json_count (builder, "columns", ovr_series_get_columns (series));

  json_builder_set_member_name (builder, "transferSyntaxes");
  json_builder_begin_array (builder);
  for (guint i = 0; syntaxes[i] != NULL; i++)
    json_builder_add_string_value (builder, syntaxes[i]);
  json_builder_end_array (builder);

  add_spacing (builder, series);
  add_orientation (builder, series);

  json_builder_set_member_name (builder, "order");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ovr_series_get_n_instances (series); i++)
    json_builder_add_string_value (builder, ovr_series_get_instance (series, i)->sop_uid);
  json_builder_end_array (builder);

  add_health (builder, series);
  json_builder_end_object (builder);
}

static void
print_json (GPtrArray *patients)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "series");
  json_builder_begin_array (builder);
  for (guint i = 0; i < patients->len; i++)
    for (guint j = 0; j < ovr_subject_get_n_studies (patients->pdata[i]); j++)
      {
        OvrStudy *study = ovr_subject_get_study (patients->pdata[i], j);

        for (guint k = 0; k < ovr_study_get_n_series (study); k++)
          add_series (builder, ovr_study_get_series (study, k));
      }
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "patients");
  json_builder_begin_array (builder);
  for (guint i = 0; i < patients->len; i++)
    {
      json_builder_begin_object (builder);
      ovr_command_json_string (builder, "key", ovr_subject_get_key (patients->pdata[i]));
      ovr_command_json_count (builder, "instances", ovr_subject_get_n_instances (patients->pdata[i]));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  ovr_command_json_print (builder);
}

/* ---- For people */

/* What the pictures don't honour. Where not all were looked at, it says so. */
static void
print_notes (OvrSeries *series)
{
  guint n_looked;
  guint n = ovr_series_get_n_instances (series);
  g_autoptr (GPtrArray) notes = ovr_series_notes (series, &n_looked);

  for (guint i = 0; i < notes->len; i++)
    printf ("    ~ %s\n", ((const OvrNote *) notes->pdata[i])->text);
  if (notes->len > 0 && n_looked < n)
    printf ("      (%u of %u instances were looked at)\n", n_looked, n);
}

static void
print_series (OvrSeries *series)
{
  const char *label = ovr_series_get_part_label (series);
  GPtrArray *health = ovr_series_get_health (series);
  double mm[3];

  ovr_series_get_spacing (series, mm);
  printf ("  %s %d  %s", ovr_series_get_modality (series), ovr_series_get_number (series),
          ovr_series_get_description (series));
  if (label != NULL)
    printf (" (part %u of %u: %s)", ovr_series_get_part (series), ovr_series_get_n_parts (series), label);
  printf ("\n    %u instances, %u images", ovr_series_get_n_instances (series), ovr_series_get_n_slices (series));
  if (ovr_series_get_rows (series) > 0)
    printf (", %u × %u", ovr_series_get_columns (series), ovr_series_get_rows (series));
  if (!isnan (mm[0]))
    printf (", pixel %.4g × %.4g mm", mm[1], mm[0]);
  if (!isnan (mm[2]))
    printf (", slices %.4g mm apart", mm[2]);
  printf ("\n");

  for (guint i = 0; i < health->len; i++)
    {
      const OvrHealthFinding *finding = health->pdata[i];

      printf ("    ! %s%s%s%s\n", finding->text, finding->where != NULL ? " (" : "",
              finding->where != NULL ? finding->where : "", finding->where != NULL ? ")" : "");
    }
  print_notes (series);
}

static void
print_text (GPtrArray *patients,
            guint n_skipped)
{
  for (guint i = 0; i < patients->len; i++)
    {
      OvrSubject *patient = patients->pdata[i];

      printf ("Patient %s: %u instances\n", ovr_subject_get_key (patient), ovr_subject_get_n_instances (patient));
      for (guint j = 0; j < ovr_subject_get_n_studies (patient); j++)
        {
          OvrStudy *study = ovr_subject_get_study (patient, j);
          const OvrStudyFacts *facts = ovr_study_get_facts (study);
          g_autofree char *date = ovr_date_to_words (ovr_study_facts_date (facts), "en");

          printf (" %s, %s%s%s\n", ovr_study_get_modalities (study), date,
                  *facts->description != '\0' ? ", " : "", facts->description);
          for (guint k = 0; k < ovr_study_get_n_series (study); k++)
            print_series (ovr_study_get_series (study, k));
        }
    }
  if (n_skipped > 0)
    printf ("%u other files\n", n_skipped);
}

int
ovr_command_info (int argc,
                  char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print one JSON document", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GPtrArray) instances = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_instance_unref);
  g_autoptr (GPtrArray) patients = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;
  Reading reading = { .instances = instances };
  const char *paths[2] = { NULL };
  int code;

  if (!ovr_command_parse ("PATH", "Tells what a file, a folder, a DICOMDIR, a ZIP or an ISO holds, and what is wrong with it.",
                          entries, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return ovr_command_fail_usage ("info: one path is wanted");

  paths[0] = argv[1];
  if (!ovr_read_paths (paths, NULL, NULL, take_result, &reading, &error))
    return ovr_command_fail_input ("%s", error->message);
  reason = reading.first_reason;
  if (instances->len == 0)
    {
      g_autofree char *name = ovr_log_file (argv[1]);

      return ovr_command_fail_input ("%s: holds no DICOM data%s%s", name, reason != NULL ? ": " : "",
                                     reason != NULL ? reason : "");
    }

  patients = ovr_study_model_build (instances, OVR_STUDY_MODEL_ONE_SOURCE);
  if (json)
    print_json (patients);
  else
    print_text (patients, reading.n_skipped);
  return OVR_EXIT_DONE;
}
