/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "program-run.h"
#include "reading-samples.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>

/* import, cases and info as people and programs call them. */

typedef struct
{
  char *folder;
  char *images;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  fixture->folder = sample_folder ();
  fixture->images = g_build_filename (fixture->folder, "images", NULL);
  g_mkdir (fixture->images, 0700);
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  g_free (fixture->images);
  sample_remove (fixture->folder);
}

/* The JSON of a call that must succeed and print nothing else. */
static JsonNode *
run_json (Fixture *fixture,
          const char *command,
          const char *path)
{
  const char *words[] = { command, "--json", path, NULL };
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;

  g_assert_cmpint (program_run (fixture->folder, words, &out, &err), ==, 0);
  g_assert_cmpstr (err, ==, "");
  json_parser_load_from_data (parser, out, -1, &error);
  g_assert_no_error (error);
  return json_node_copy (json_parser_get_root (parser));
}

static JsonArray *
array_of (JsonNode *node,
          const char *member)
{
  JsonObject *object = json_node_get_object (node);

  g_assert_true (json_object_has_member (object, member));
  return json_object_get_array_member (object, member);
}

static void
assert_members (JsonObject *object,
                const char *const *members)
{
  g_assert_cmpuint (json_object_get_size (object), ==, g_strv_length ((char **) members));
  for (guint i = 0; members[i] != NULL; i++)
    {
      if (!json_object_has_member (object, members[i]))
        {
          g_test_message ("\"%s\" is missing", members[i]);
          g_test_fail ();
        }
    }
}

static void
test_import_makes_one_case_a_patient (Fixture *fixture,
                                      gconstpointer unused)
{
  static const char *const members[] = { "cases", "studies", "instances", "duplicates", "skipped", "seconds", NULL };
  static const char *const study_members[] = { "uid", "modalities", "date", "series", "instances", NULL };
  static const char *const case_members[] = { "id", "patients", "studies", "status", "due", NULL };
  g_autofree char *letter = g_build_filename (fixture->images, "letter.txt", NULL);
  OvrDataset *twin = sample_ct ("twin", 1, 0.0);
  g_autoptr (JsonNode) first = NULL;
  g_autoptr (JsonNode) second = NULL;
  g_autoptr (JsonNode) cases = NULL;
  JsonObject *result;

  sample_save_stack (fixture->images, 4, -1);
  ovr_dataset_set_text (twin, TAG_PATIENT_ID, "4712");
  sample_set_uid (twin, TAG_STUDY_UID, "twin's study");
  sample_save (twin, fixture->images, "twin");
  g_file_set_contents (letter, "Dear colleague", -1, NULL);

  first = run_json (fixture, "import", fixture->images);
  result = json_node_get_object (first);
  assert_members (result, members);
  assert_members (json_array_get_object_element (array_of (first, "studies"), 0), study_members);
  g_assert_cmpuint (json_array_get_length (array_of (first, "cases")), ==, 2);
  g_assert_cmpuint (json_array_get_length (array_of (first, "studies")), ==, 2);
  g_assert_cmpuint (json_array_get_length (array_of (first, "skipped")), ==, 1);
  g_assert_cmpint (json_object_get_int_member (result, "instances"), ==, 5);
  g_assert_cmpint (json_object_get_int_member (result, "duplicates"), ==, 0);

  /* The same again: the same cases, nothing new. */
  second = run_json (fixture, "import", fixture->images);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (second), "instances"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (second), "duplicates"), ==, 5);
  g_assert_cmpstr (json_array_get_string_element (array_of (first, "cases"), 0), ==,
                   json_array_get_string_element (array_of (second, "cases"), 0));

  cases = run_json (fixture, "cases", NULL);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (cases)), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *one = json_array_get_object_element (json_node_get_array (cases), i);

      assert_members (one, case_members);
      g_assert_cmpstr (json_object_get_string_member (one, "status"), ==, "new");
      g_assert_true (json_object_get_null_member (one, "due"));
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (one, "patients")), ==, 1);
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (one, "studies")), ==, 1);
    }
}

/* Values whose text is hard to write: 2e-16 has an exponent and no decimal
 * sign, U+001F must be escaped. */
static void
test_info_is_json_whatever_the_header_says (Fixture *fixture,
                                            gconstpointer unused)
{
  static const char *const members[] = { "uid", "part", "modality", "description", "instances", "frames", "rows", "columns",
                                         "transferSyntaxes", "spacing", "orientation", "order", "health", NULL };
  static const double axes[6] = { 1.0, 2e-16, 0.0, 0.0, 1.0, 0.0 };
  OvrDataset *dataset = sample_ct ("a", 1, 0.0);
  g_autoptr (JsonNode) info = NULL;
  JsonObject *series;

  sample_set_plane (dataset, 0.0, 0.0, 0.0, axes);
  ovr_dataset_set_text (dataset, TAG_SERIES_DESCRIPTION, "a \"b\" </script> \x1f");
  sample_save (dataset, fixture->images, "a");
  info = run_json (fixture, "info", fixture->images);
  g_assert_cmpuint (json_array_get_length (array_of (info, "series")), ==, 1);
  series = json_array_get_object_element (array_of (info, "series"), 0);
  assert_members (series, members);
  g_assert_cmpstr (json_object_get_string_member (series, "modality"), ==, "CT");
  g_assert_true (g_str_has_prefix (json_object_get_string_member (series, "description"), "a \"b\" </script>"));
  g_assert_cmpfloat (json_array_get_double_element (json_object_get_array_member (series, "orientation"), 1), ==, 2e-16);
  g_assert_true (json_array_get_null_element (json_object_get_array_member (series, "spacing"), 2));
  g_assert_cmpfloat (json_array_get_double_element (json_object_get_array_member (series, "spacing"), 0), ==, 0.5);
}

static void
test_failures_are_one_line_and_three (Fixture *fixture,
                                      gconstpointer unused)
{
  g_autofree char *letter = g_build_filename (fixture->images, "letter.txt", NULL);
  const char *const commands[] = { "info", "import" };
  const char *const paths[] = { letter, "/nowhere/at/all" };

  g_file_set_contents (letter, "Dear colleague", -1, NULL);
  for (guint i = 0; i < 4; i++)
    {
      const char *words[] = { commands[i / 2], "--json", paths[i % 2], NULL };
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;

      g_assert_cmpint (program_run (fixture->folder, words, &out, &err), ==, 3);
      g_assert_cmpstr (out, ==, "");
      g_assert_true (g_str_has_prefix (err, "overread: "));
      g_assert_true (strchr (err, '\n') == err + strlen (err) - 1);
    }
}

static void
test_usage_is_two (Fixture *fixture,
                   gconstpointer unused)
{
  const char *const calls[][4] = {
    { "import", NULL },
    { "import", "--no-such-option", "x", NULL },
    { "info", NULL },
    { "info", "a", "b", NULL },
    { "cases", "surplus", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;

      g_assert_cmpint (program_run (fixture->folder, calls[i], &out, &err), ==, 2);
      g_assert_cmpstr (out, ==, "");
    }
}

/* An import that died before its cases were made: the next look makes them. */
static void
test_studies_without_case_get_one (Fixture *fixture,
                                   gconstpointer unused)
{
  g_autofree char *program = g_strdup (g_getenv ("OVERREAD_PROGRAM"));
  g_autofree char *library = g_build_filename (fixture->folder, "library.sqlite", NULL);
  const char *import[] = { program, "import", "--library", library, fixture->images, NULL };
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (JsonNode) cases = NULL;
  g_autoptr (JsonNode) again = NULL;
  guint n_cases;

  for (int i = 0; i < 2500; i++)
    {
      g_autofree char *name = g_strdup_printf ("%04d", i);

      sample_save (sample_ct (name, i, i), fixture->images, name);
    }
  process = g_subprocess_newv (import, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  g_usleep (60000);
  g_subprocess_send_signal (process, SIGKILL);
  g_subprocess_wait (process, NULL, NULL);

  /* Whenever it was killed, the library opens, and what it has is in a case. */
  cases = run_json (fixture, "cases", NULL);
  n_cases = json_array_get_length (json_node_get_array (cases));
  g_assert_cmpuint (n_cases, <=, 1);
  again = run_json (fixture, "import", fixture->images);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (again), "instances") +
                       json_object_get_int_member (json_node_get_object (again), "duplicates"),
                   ==, 2500);
  g_assert_cmpuint (json_array_get_length (array_of (again, "cases")), ==, 1);
}

/* A disc that was given back, and an archive with a password in a file. */
static void
test_copies_and_passwords (Fixture *fixture,
                           gconstpointer unused)
{
  g_autofree char *secret = g_build_filename (fixture->folder, "secret", NULL);
  g_autofree char *wrong = g_build_filename (fixture->folder, "wrong", NULL);
  g_autofree char *zip = g_build_filename (fixture->folder, "locked.zip", NULL);
  g_autofree char *image = g_build_filename (fixture->images, "a0", NULL);
  g_autofree char *copies = g_build_filename (fixture->folder, "library.sqlite.files", "copies", NULL);
  const char *const copy[] = { "import", "--copy", fixture->images, NULL };
  const char *const rest[] = { "import", "--copy", NULL };
  const char *const shut[] = { "import", "--password-file", wrong, zip, NULL };
  const char *const open[] = { "import", "--password-file", secret, zip, NULL };
  struct archive *archive = sample_archive_new (fixture->folder, "locked.zip", "zip", "aes256", "geheim");
  struct
  {
    const char *const *call;
    int code;
    const char *says;
  } steps[] = {
    { copy, 0, "1 copied into the library, 0 still to be copied" },
    { rest, 0, "0 new" },
    { shut, 3, "its password is not known" },
    { open, 0, "1 new" },
  };

  sample_archive_add_image (archive, "other");
  sample_archive_close (archive);
  sample_save_stack (fixture->images, 1, -1);
  g_assert_true (g_file_set_contents (secret, "geheim\n", -1, NULL));
  g_assert_true (g_file_set_contents (wrong, "falsch\n", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;
      g_autofree char *both = NULL;

      g_assert_cmpint (program_run (fixture->folder, steps[i].call, &out, &err), ==, steps[i].code);
      both = g_strconcat (out, err, NULL);
      g_assert_nonnull (strstr (both, steps[i].says));
      g_assert_null (strstr (both, "geheim"));
      g_assert_null (strstr (both, "falsch"));
      if (i == 0)
        g_assert_cmpint (g_remove (image), ==, 0);
    }
  g_assert_true (g_file_test (copies, G_FILE_TEST_IS_DIR));
}

int
main (int argc,
      char **argv)
{
  const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/import-command/one-case-a-patient", test_import_makes_one_case_a_patient },
    { "/import-command/info-is-json", test_info_is_json_whatever_the_header_says },
    { "/import-command/failures-are-one-line-and-three", test_failures_are_one_line_and_three },
    { "/import-command/usage-is-two", test_usage_is_two },
    { "/import-command/studies-without-case-get-one", test_studies_without_case_get_one },
    { "/import-command/copies-and-passwords", test_copies_and_passwords },
  };

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
