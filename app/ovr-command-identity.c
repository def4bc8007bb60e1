/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command-identity.h"

#include "ovr-clock.h"
#include "ovr-command-json.h"
#include "ovr-command.h"
#include "ovr-commands.h"
#include "ovr-file.h"
#include "ovr-log.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#define MAX_IDENTITY_BYTES ((gsize) 1 << 20)
#define MAX_SECRET_BYTES 4096

/* Volatile, so that no compiler finds the writing needless. */
static void
wipe (char *text,
      gsize length)
{
  volatile char *at = text;

  while (length-- > 0)
    *at++ = '\0';
}

void
ovr_command_free_secret (char *secret)
{
  if (secret == NULL)
    return;
  wipe (secret, strlen (secret));
  g_free (secret);
}

char *
ovr_command_read_secret (const char *path,
                         int *code)
{
  g_autofree char *name = ovr_log_file (path);
  char text[MAX_SECRET_BYTES];
  FILE *file = g_fopen (path, "rb");
  char *line;

  /* A shell's <(...) is a pipe: this file may be one. */
  if (file == NULL || fgets (text, sizeof text, file) == NULL)
    *text = '\0';
  if (file == NULL || ferror (file))
    {
      *code = ovr_command_fail_input ("%s: the passphrase file cannot be read", name);
      g_clear_pointer (&file, fclose);
      return NULL;
    }
  fclose (file);
  line = g_strndup (text, strcspn (text, "\r\n"));
  wipe (text, sizeof text);
  if (*line != '\0')
    return line;
  g_free (line);
  *code = ovr_command_fail_input ("%s: the passphrase file is empty", name);
  return NULL;
}

OvrIdentity *
ovr_command_load_identity (const char *path,
                           const char *passphrase_path,
                           int *code)
{
  g_autofree char *name = ovr_log_file (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  OvrIdentity *identity;
  char *secret;

  secret = ovr_command_read_secret (passphrase_path, code);
  if (secret == NULL)
    return NULL;
  bytes = ovr_file_read (path, MAX_IDENTITY_BYTES, &error);
  if (bytes == NULL)
    {
      ovr_command_free_secret (secret);
      *code = ovr_command_fail_input ("%s: the identity cannot be read: %s", name, error->message);
      return NULL;
    }
  identity = ovr_identity_load (bytes, secret, &error);
  ovr_command_free_secret (secret);
  if (identity == NULL)
    *code = ovr_command_fail_input ("%s: %s", name, error->message);
  return identity;
}

/* "me.p12" gives "me.pem". */
static char *
certificate_path (const char *path)
{
  gsize length = strlen (path);

  if (length > 4 && g_ascii_strcasecmp (path + length - 4, ".p12") == 0)
    length -= 4;
  return g_strdup_printf ("%.*s.pem", (int) length, path);
}

static void
print_json (const OvrIdentity *identity)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GDateTime) from = ovr_identity_dup_not_before (identity);
  g_autoptr (GDateTime) until = ovr_identity_dup_not_after (identity);
  g_autofree char *from_text = ovr_clock_to_iso (from);
  g_autofree char *until_text = ovr_clock_to_iso (until);
  g_autofree char *algorithm = ovr_identity_dup_algorithm (identity);

  json_builder_begin_object (builder);
  ovr_command_json_string (builder, "name", ovr_identity_get_name (identity));
  ovr_command_json_string (builder, "fingerprint", ovr_identity_get_fingerprint (identity));
  ovr_command_json_string (builder, "algorithm", algorithm);
  ovr_command_json_string (builder, "notBefore", from_text);
  ovr_command_json_string (builder, "notAfter", until_text);
  json_builder_set_member_name (builder, "selfSigned");
  json_builder_add_boolean_value (builder, ovr_identity_is_self_signed (identity));
  json_builder_end_object (builder);
  ovr_command_json_print (builder);
}

/* Four digits at a time can be read out on the telephone. */
static char *
group_digits (const char *hex)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; hex[i] != '\0'; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (out, i % 32 == 0 ? '\n' : ' ');
      if (i > 0 && i % 32 == 0)
        g_string_append (out, "             ");
      g_string_append_c (out, hex[i]);
    }
  return g_string_free (out, FALSE);
}

static void
print_identity (const OvrIdentity *identity,
                gboolean json)
{
  g_autoptr (GDateTime) from = ovr_identity_dup_not_before (identity);
  g_autoptr (GDateTime) until = ovr_identity_dup_not_after (identity);
  g_autofree char *from_text = g_date_time_format (from, "%-d %B %Y");
  g_autofree char *until_text = g_date_time_format (until, "%-d %B %Y");
  g_autofree char *algorithm = ovr_identity_dup_algorithm (identity);
  g_autofree char *fingerprint = group_digits (ovr_identity_get_fingerprint (identity));

  if (json)
    {
      print_json (identity);
      return;
    }
  printf ("Name:        %s\nKey:         %s%s\nValid:       %s to %s\nFingerprint: %s\n",
          ovr_identity_get_name (identity), algorithm,
          ovr_identity_is_self_signed (identity) ? ", vouched for by nobody else" : "",
          from_text, until_text, fingerprint);
}

/* Writes key and certificate. A key is never overwritten: what it signed could
 * not be signed again. */
static int
save_new (const OvrIdentity *identity,
          const char *path,
          const char *secret)
{
  g_autofree char *pem_path = certificate_path (path);
  g_autofree char *pem = ovr_identity_dup_pem (identity);
  g_autofree char *name = ovr_log_file (path);
  g_autofree char *pem_name = ovr_log_file (pem_path);
  g_autoptr (GError) error = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return ovr_command_fail_input ("%s: is there already; an identity is never overwritten", name);
  if (!ovr_identity_save (identity, path, secret, &error))
    return ovr_command_fail_input ("%s: %s", name, error->message);
  if (!ovr_command_write_file (pem_path, pem, strlen (pem), 0644, &error))
    return ovr_command_fail_input ("%s: the certificate could not be written", pem_name);
  return OVR_EXIT_DONE;
}

static int
run_new (int argc,
         char **argv)
{
  g_autofree char *name = NULL;
  g_autofree char *output = NULL;
  g_autofree char *passphrase_path = NULL;
  gboolean rsa = FALSE;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, "the person's name, as reports will state it", "N" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "key and certificate; the certificate alone goes beside it", "ID.p12" },
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &passphrase_path, "its first line protects the key", "F" },
    { "rsa", 0, 0, G_OPTION_ARG_NONE, &rsa, "RSA with 3072 bits instead of ECDSA P-256", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "print one JSON document", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (OvrIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;
  char *secret;
  int code;

  if (!ovr_command_parse (NULL, "Makes a local identity for those without a certificate.", entries, &argc, &argv, &code))
    return code;
  if (argc > 1 || name == NULL || output == NULL || passphrase_path == NULL)
    return ovr_command_fail_usage ("identity new wants --name, -o and --passphrase-file");
  secret = ovr_command_read_secret (passphrase_path, &code);
  if (secret == NULL)
    return code;
  identity = ovr_identity_new_local (name, rsa ? OVR_IDENTITY_RSA : OVR_IDENTITY_ECDSA, &error);
  code = identity != NULL ? save_new (identity, output, secret) : ovr_command_fail_usage ("%s", error->message);
  ovr_command_free_secret (secret);
  if (code == OVR_EXIT_DONE)
    print_identity (identity, json);
  return code;
}

static int
run_show (int argc,
          char **argv)
{
  g_autofree char *passphrase_path = NULL;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "passphrase-file", 0, 0, G_OPTION_ARG_FILENAME, &passphrase_path, "its first line opens the key", "F" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "print one JSON document", NULL },
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (OvrIdentity) identity = NULL;
  int code;

  if (!ovr_command_parse ("ID.p12", "Says who an identity is, and its fingerprint.", entries, &argc, &argv, &code))
    return code;
  if (argc != 2 || passphrase_path == NULL)
    return ovr_command_fail_usage ("identity show wants one file and --passphrase-file");
  identity = ovr_command_load_identity (argv[1], passphrase_path, &code);
  if (identity == NULL)
    return code;
  print_identity (identity, json);
  return OVR_EXIT_DONE;
}

int
ovr_command_identity (int argc,
                      char **argv)
{
  static const struct
  {
    const char *name;
    const char *full;
    int (*run) (int argc, char **argv);
  } words[] = {
    { "new", "identity new", run_new },
    { "show", "identity show", run_show },
  };
  int code;

  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (words); i++)
    if (strcmp (argv[1], words[i].name) == 0)
      {
        argv[1] = (char *) words[i].full;
        return words[i].run (argc - 1, argv + 1);
      }
  if (!ovr_command_parse ("new|show", "Makes or shows the identity that reports are signed with.", NULL, &argc, &argv, &code))
    return code;
  return ovr_command_fail_usage ("identity wants \"new\" or \"show\"");
}
