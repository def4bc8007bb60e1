/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command-identity.h"
#include "ovr-command-report.h"
#include "ovr-command.h"
#include "ovr-commands.h"

#include "ovr-clock.h"
#include "ovr-export-pdf.h"
#include "ovr-export-text.h"
#include "ovr-key-pictures.h"
#include "ovr-library-cases.h"
#include "ovr-locale-paper.h"
#include "ovr-pades.h"
#include "ovr-signer-name.h"

#include <stdio.h>
#include <string.h>

/* The report is the patient's: only the owner reads what is written. */
#define EXPORT_MODE 0600

typedef struct
{
  char *pdf;
  char *text;
  char *images;
  char *sign;
  char *passphrase;
  char *library;
} Options;

typedef struct
{
  OvrReport *report;
  OvrImages *images;
  OvrIdentity *identity;
  char *time;
} Job;

static void
options_clear (Options *options)
{
  g_free (options->pdf);
  g_free (options->text);
  g_free (options->images);
  g_free (options->sign);
  g_free (options->passphrase);
  g_free (options->library);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static void
job_clear (Job *job)
{
  g_clear_pointer (&job->report, ovr_report_free);
  g_clear_pointer (&job->images, ovr_images_free);
  g_clear_pointer (&job->identity, ovr_identity_free);
  g_free (job->time);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Job, job_clear)

/* ---- Images ------------------------------------------------------------- */

static OvrImages *
load_from_library (const Options *options,
                   const OvrReport *report,
                   GError **error)
{
  g_autofree char *path = ovr_command_library_path (options->library);
  g_autoptr (OvrLibraryCases) both = NULL;
  g_autoptr (GPtrArray) uids = g_ptr_array_new ();

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  both = ovr_library_cases_open (path, error);
  if (both == NULL)
    return NULL;
  for (guint i = 0; i < report->studies->len; i++)
    g_ptr_array_add (uids, ((const OvrReportStudy *) report->studies->pdata[i])->uid);
  return ovr_images_load (both->library, uids, error);
}

static int
load_images (const Options *options,
             Job *job)
{
  g_autoptr (GError) error = NULL;

  if (options->images != NULL)
    job->images = ovr_images_read (options->images, &error);
  else if (ovr_key_pictures_wanted (job->report) || job->identity != NULL)
    job->images = load_from_library (options, job->report, &error);
  if (error != NULL)
    return ovr_command_fail_input ("%s: %s", options->images != NULL ? "--images" : "the library", error->message);
  return OVR_EXIT_DONE;
}

/* ---- Before signing ----------------------------------------------------- */

/* Errors stop the signature: they are told, and nothing is written. */
static int
check_report (const Job *job)
{
  OvrReportImages for_rules;
  g_autoptr (OvrReportCheck) check = NULL;

  if (job->images != NULL)
    for_rules = ovr_images_for_rules (job->images);
  check = ovr_report_check (job->report, job->images != NULL ? &for_rules : NULL, NULL);
  if (!ovr_signer_name_matches (ovr_identity_get_name (job->identity), job->report->reader.name))
    {
      fputs ("overread: the certificate's name is not the reader's: not signed\n", stderr);
      return OVR_EXIT_NO;
    }
  for (guint i = 0; i < check->errors->len; i++)
    {
      const OvrIssue *issue = check->errors->pdata[i];

      fprintf (stderr, "overread: %s: %s [%s]\n", issue->where, issue->text, issue->code);
    }
  return check->errors->len > 0 ? OVR_EXIT_NO : OVR_EXIT_DONE;
}

/* ---- Files -------------------------------------------------------------- */

static GBytes *
sign (GBytes *prepared,
      OvrIdentity *identity,
      GError **error)
{
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, g_bytes_get_data (prepared, NULL), (gssize) g_bytes_get_size (prepared));
  g_checksum_get_digest (checksum, digest, &length);
  return ovr_pades_sign (prepared, digest, identity, error);
}

static GBytes *
make_pdf (const Job *job,
          GError **error)
{
  g_autoptr (GHashTable) pictures = ovr_key_pictures_make (job->report, job->images, error);
  const OvrExportRequest request = {
    .report = job->report,
    .pictures = pictures,
    .paper = ovr_locale_paper (),
    .final = job->identity != NULL,
    .signer = job->identity != NULL ? ovr_identity_get_name (job->identity) : NULL,
    .time = job->time,
  };
  g_autoptr (GBytes) prepared = NULL;

  if (pictures == NULL)
    return NULL;
  prepared = ovr_export_pdf (&request, error);
  if (prepared == NULL || job->identity == NULL)
    return g_steal_pointer (&prepared);
  return sign (prepared, job->identity, error);
}

static int
write_file (const char *option,
            const char *path,
            gconstpointer data,
            gsize length)
{
  g_autoptr (GError) error = NULL;

  if (path != NULL && !ovr_command_write_file (path, data, length, EXPORT_MODE, &error))
    return ovr_command_fail_input ("%s: the file can't be written: %s", option, error->message);
  return OVR_EXIT_DONE;
}

/* Everything is made before anything is written. */
static int
export_files (const Options *options,
              const Job *job)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  int code;

  if (options->pdf != NULL)
    pdf = make_pdf (job, &error);
  if (error == NULL && options->text != NULL)
    text = ovr_export_text (job->report, job->identity != NULL, job->time, &error);
  if (error != NULL)
    return ovr_command_fail_input ("export: %s", error->message);
  code = write_file ("--pdf", options->pdf, pdf != NULL ? g_bytes_get_data (pdf, NULL) : NULL,
                     pdf != NULL ? g_bytes_get_size (pdf) : 0);
  if (code == OVR_EXIT_DONE)
    code = write_file ("--text", options->text, text, text != NULL ? strlen (text) : 0);
  return code;
}

static int
check_options (const Options *options,
               int argc)
{
  if (argc != 2)
    return ovr_command_fail_usage ("export: one report is wanted");
  if (options->pdf == NULL && options->text == NULL)
    return ovr_command_fail_usage ("export: --pdf or --text is wanted");
  if ((options->sign != NULL) != (options->passphrase != NULL))
    return ovr_command_fail_usage ("export: --sign and --passphrase-file belong together");
  if (options->sign != NULL && options->pdf == NULL)
    return ovr_command_fail_usage ("export: --sign signs the PDF: --pdf is wanted");
  return OVR_EXIT_DONE;
}

int
ovr_command_export (int argc,
                    char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (Job) job = { 0 };
  const GOptionEntry entries[] = {
    { "pdf", 0, 0, G_OPTION_ARG_FILENAME, &options.pdf, "Write the report as PDF", "FILE" },
    { "text", 0, 0, G_OPTION_ARG_FILENAME, &options.text, "Write the report as plain text", "FILE" },
    { "images", 0, 0, G_OPTION_ARG_FILENAME, &options.images, "Where the studies are (default: the library)", "PATH" },
    { "sign", 0, 0, G_OPTION_ARG_FILENAME, &options.sign, "Sign the PDF with this identity (PKCS #12)", "ID.p12" },
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &options.passphrase, "Its first line opens the identity", "FILE" },
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &options.library, "The library's file", "FILE" },
    G_OPTION_ENTRY_NULL
  };
  int code;

  if (!ovr_command_parse ("R.json", "Writes a report for its receivers. Without a signature each page says DRAFT.", entries, &argc, &argv, &code))
    return code;
  code = check_options (&options, argc);
  if (code != OVR_EXIT_DONE)
    return code;
  job.report = ovr_command_load_report (argv[1], &code);
  if (job.report == NULL)
    return code;
  if (options.sign != NULL)
    {
      job.identity = ovr_command_load_identity (options.sign, options.passphrase, &code);
      if (job.identity == NULL)
        return code;
    }
  code = load_images (&options, &job);
  if (code == OVR_EXIT_DONE && job.identity != NULL)
    code = check_report (&job);
  job.time = ovr_clock_now_iso ();
  return code == OVR_EXIT_DONE ? export_files (&options, &job) : code;
}
