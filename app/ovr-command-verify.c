/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command-json.h"
#include "ovr-command.h"
#include "ovr-commands.h"
#include "ovr-file.h"
#include "ovr-library-cases.h"
#include "ovr-log.h"
#include "ovr-superseded.h"
#include "ovr-verify.h"

#include <stdio.h>

/* The longest PDF that is judged. */
#define MAX_BYTES ((gsize) 1 << 30)

static GBytes *
read_file (const char *path,
           int *code)
{
  g_autofree char *name = ovr_log_file (path);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = ovr_file_read (path, MAX_BYTES, &error);

  if (bytes == NULL)
    *code = ovr_command_fail_input ("%s: cannot be read: %s", name, error->message);
  return bytes;
}

static OvrTrust *
read_trust (const char *path,
            int *code)
{
  g_autofree char *name = path != NULL ? ovr_log_file (path) : NULL;
  g_autoptr (GBytes) pem = NULL;
  g_autoptr (GError) error = NULL;
  OvrTrust *trust;

  if (path == NULL)
    return ovr_trust_new_system ();
  pem = read_file (path, code);
  if (pem == NULL)
    return NULL;
  trust = ovr_trust_new_from_pem (pem, &error);
  if (trust == NULL)
    *code = ovr_command_fail_input ("%s: %s", name, error->message);
  return trust;
}

static void
print_json (const OvrVerification *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ovr_command_json_string (builder, "verdict", ovr_verify_verdict_to_string (result->verdict));
  ovr_command_json_string (builder, "signer", result->signer);
  ovr_command_json_string (builder, "signedAt", result->signed_at);
  ovr_command_json_string (builder, "timestamp", result->timestamp);
  ovr_command_json_string (builder, "level", result->level);
  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_array (builder);
  for (guint i = 0; i < result->reasons->len; i++)
    {
      const OvrVerifyReason *reason = g_ptr_array_index (result->reasons, i);

      json_builder_begin_object (builder);
      ovr_command_json_string (builder, "code", reason->code);
      ovr_command_json_string (builder, "text", reason->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  ovr_command_json_string (builder, "manifest", NULL);
  json_builder_end_object (builder);
  ovr_command_json_print (builder);
}

static const char *
sentence (OvrVerifyVerdict verdict)
{
  switch (verdict)
    {
    case OVR_VERIFY_VALID:
      return "Valid: nothing was changed after signing, and the signer is trusted.";
    case OVR_VERIFY_VALID_UNTRUSTED:
      return "Intact, but nobody trusted vouches for the signer.";
    case OVR_VERIFY_EXTENDED:
      return "Intact; only validation data or time stamps were added after signing.";
    case OVR_VERIFY_UNSIGNED:
      return "Not signed.";
    case OVR_VERIFY_INVALID:
    default:
      return "NOT valid.";
    }
}

static void
print_line (const char *label,
            const char *value)
{
  if (value != NULL)
    printf ("%-12s %s\n", label, value);
}

static void
print_text (const OvrVerification *result)
{
  g_autofree char *version = result->version > 0 ? g_strdup_printf ("%d", result->version) : NULL;

  puts (sentence (result->verdict));
  print_line ("Report:", result->number);
  print_line ("Version:", version);
  print_line ("Signer:", result->signer);
  print_line ("Stated time:", result->signed_at);
  print_line ("Time stamp:", result->timestamp);
  print_line ("Level:", result->level);
  print_line ("Fingerprint:", result->fingerprint);
  for (guint i = 0; i < result->reasons->len; i++)
    {
      const OvrVerifyReason *reason = g_ptr_array_index (result->reasons, i);

      printf ("- %s\n", reason->text);
    }
}

/* The library knows its own files by their hash, whatever they are called now.
 * One that can't be asked doesn't stop the verdict. */
static void
ask_library (const char *option,
             GBytes *pdf,
             OvrVerification *result)
{
  g_autofree char *path = ovr_command_library_path (option);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, pdf);
  g_autoptr (OvrLibraryCases) both = NULL;
  g_autoptr (GError) error = NULL;
  int version = 0;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  both = ovr_library_cases_open (path, &error);
  if (both != NULL)
    version = ovr_case_store_find_successor (both->cases, sha256, &error);
  if (error != NULL)
    fputs ("overread: the library can't be asked for a later version\n", stderr);
  if (version > 0)
    ovr_verification_add (result, "superseded", "Version %d of this report replaces it.", version);
}

int
ovr_command_verify (int argc,
                    char **argv)
{
  g_autofree char *trust_path = NULL;
  g_autofree char *library = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "trust", 0, 0, G_OPTION_ARG_FILENAME, &trust_path, "certificates to trust instead of the system's roots", "PEM" },
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &library, "the library that may know a later version", "FILE" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "print one JSON document", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (OvrTrust) trust = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (OvrVerification) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *newer = NULL;
  int code;

  if (!ovr_command_parse ("FILE.pdf", "Judges a signed PDF: is it what its signer signed, and nothing but that?",
                          entries, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return ovr_command_fail_usage ("verify wants one file");
  trust = read_trust (trust_path, &code);
  pdf = trust != NULL ? read_file (argv[1], &code) : NULL;
  if (pdf == NULL)
    return code;
  name = ovr_log_file (argv[1]);
  result = ovr_verify_pdf (pdf, trust, &error);
  if (result == NULL)
    return ovr_command_fail_input ("%s: %s", name, error->message);
  newer = ovr_superseded_find (argv[1]);
  if (newer != NULL)
    ovr_verification_add (result, "superseded", "A later version of this report lies beside it: %s.", newer);
  else
    ask_library (library, pdf, result);
  if (json)
    print_json (result);
  else
    print_text (result);
  return result->verdict == OVR_VERIFY_VALID ? OVR_EXIT_DONE : OVR_EXIT_NO;
}
