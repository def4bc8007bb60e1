/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case-samples.h"

#include "ovr-case-list.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_CASES 2000

static const OvrDate today = { 2026, 11, 24 };

typedef struct
{
  char *folder;
  char *path;
  OvrLibraryCases *both;
  OvrCaseIndex *index;
} Fixture;

static sqlite3 *
reader (Fixture *fixture)
{
  return ovr_database_get_reader (ovr_library_get_database (fixture->both->library));
}

static OvrCaseIndex *
load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  OvrCaseIndex *index = ovr_case_index_load (reader (fixture), NULL, &error);

  g_assert_no_error (error);
  return index;
}

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("ovr-cases-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "library.sqlite", NULL);
  case_samples_make (fixture->path, N_CASES, today, "/nowhere");
  fixture->both = ovr_library_cases_open (fixture->path, &error);
  g_assert_no_error (error);
  fixture->index = load (fixture);
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  g_clear_pointer (&fixture->index, ovr_case_index_unref);
  ovr_library_cases_free (fixture->both);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Ids in the order of the alphabet, so that sets compare as text. */
static char *
join_sorted (GPtrArray *ids)
{
  g_ptr_array_sort (ids, compare_names);
  g_ptr_array_add (ids, NULL);
  return g_strjoinv (" ", (char **) ids->pdata);
}

static char *
find (OvrCaseIndex *index,
      const OvrCaseQuery *query)
{
  g_autoptr (GArray) hits = ovr_case_query_run (query, index, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < hits->len; i++)
    g_ptr_array_add (ids, (gpointer) ovr_case_index_get (index, g_array_index (hits, guint32, i))->id);
  return join_sorted (ids);
}

static char *
find_text (Fixture *fixture,
           const char *text)
{
  const OvrCaseQuery query = { .text = (char *) text, .today = today };

  return find (fixture->index, &query);
}

/* What an SQL query says: the plain way. Its first column is a case, the
 * others are what @words must be found in, if there are words. */
static char *
select_cases (Fixture *fixture,
              const char *sql,
              const char *words)
{
  g_autoptr (sqlite3_stmt) statement = ovr_database_prepare (reader (fixture), sql, NULL);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  g_assert_nonnull (statement);
  while (sqlite3_step (statement) == SQLITE_ROW)
    if (words == NULL || g_str_match_string (words, (const char *) sqlite3_column_text (statement, 1), TRUE))
      g_ptr_array_add (ids, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  return join_sorted (ids);
}

static const char everything[] =
    "SELECT c.id, c.id || ' ' || ifnull (c.title, '') || ' ' || p.name || ' ' || p.patient_id || ' ' || group_concat ("
    "  s.description || ' ' || s.modalities || ' ' || ifnull (s.accession, '') || ' ' || ifnull (s.institution, ''), ' ') "
    "FROM cases c JOIN case_patient cp ON cp.case_id = c.id JOIN patient p ON p.key = cp.patient_key "
    "JOIN study s ON s.patient_key = p.key GROUP BY c.id";

static void
test_words_find_what_a_plain_filter_finds (Fixture *fixture,
                                           gconstpointer unused)
{
  static const char *const typed[] = {
    "m",
    "mu",
    "muller",
    "Müller",
    "MULLER anna",
    "anna muller",
    "ostergard",
    "Østergård",
    "Ольга",
    "garcia jose",
    "knee",
    "ct chest",
    "nguyen",
    "A00",
    "klinikum",
    "bi",
    "c17",
    "no such words",
    "smith john ct",
    "w",
    "lukasiewicz",
  };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autofree char *ours = find_text (fixture, typed[i]);
      g_autofree char *plain = select_cases (fixture, everything, typed[i]);

      g_test_message ("“%s”", typed[i]);
      g_assert_cmpstr (ours, ==, plain);
    }
}

static void
test_dates_are_found_in_every_way_of_writing (Fixture *fixture,
                                              gconstpointer unused)
{
  static const struct
  {
    const char *typed;
    const char *like;
  } ways[] = {
    { "2026-03", "2026-03-%" },
    { "March 2026", "2026-03-%" },
    { "mar 2026", "2026-03-%" },
    { "12 Mar 2026", "2026-03-12" },
    { "12. march 2026", "2026-03-12" },
    { "march 12, 2026", "2026-03-12" },
    { "12.03.2026", "2026-03-12" },
    { "2026-03-12", "2026-03-12" },
    { "20260312", "2026-03-12" },
    { "2025", "2025-%" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT DISTINCT case_id FROM case_study JOIN study ON study.uid = study_uid"
                                              " WHERE date LIKE '%s'%s",
                                              ways[i].like,
                                              /* A number is looked for in IDs, too. */
                                              strcmp (ways[i].typed, "2025") == 0
                                                  ? " OR accession LIKE '2025%' OR patient_key IN"
                                                    " (SELECT key FROM patient WHERE patient_id LIKE '2025%')"
                                                  : "");
      g_autofree char *ours = find_text (fixture, ways[i].typed);
      g_autofree char *plain = select_cases (fixture, sql, NULL);

      g_test_message ("“%s”", ways[i].typed);
      g_assert_cmpstr (ours, ==, plain);
    }
}

/* "12 mar" may be a day and it may be Maria with a number. */
static void
test_a_day_without_a_year_is_a_word_too (Fixture *fixture,
                                         gconstpointer unused)
{
  static const char *const wanted[] = {
    "SELECT DISTINCT case_id FROM case_study JOIN study ON study.uid = study_uid WHERE date LIKE '%-03-12'",
    "SELECT case_id FROM case_patient JOIN patient ON key = patient_key WHERE name LIKE '%, Maria' AND patient_id LIKE '12%'",
  };
  g_autofree char *ours = find_text (fixture, "12 mar");
  g_auto (GStrv) all = g_strsplit (ours, " ", -1);

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autofree char *plain = select_cases (fixture, wanted[i], NULL);
      g_auto (GStrv) ids = g_strsplit (plain, " ", -1);

      g_assert_cmpuint (g_strv_length (ids), >, 0);
      for (guint j = 0; ids[j] != NULL; j++)
        g_assert_true (g_strv_contains ((const char *const *) all, ids[j]));
    }
}

static void
test_filters_show_what_they_say (Fixture *fixture,
                                 gconstpointer unused)
{
  static const struct
  {
    OvrCaseShow show;
    OvrCaseWhen when;
    const char *modality;
    const char *sql;
  } filters[] = {
    { OVR_CASE_SHOW_OPEN, OVR_CASE_WHEN_ANY, NULL, "SELECT id FROM cases WHERE status IN ('new', 'reading', 'waiting', 'ready')" },
    { OVR_CASE_SHOW_SIGNED, OVR_CASE_WHEN_ANY, NULL, "SELECT id FROM cases WHERE status IN ('signed', 'sent', 'acknowledged')" },
    { OVR_CASE_SHOW_READING, OVR_CASE_WHEN_ANY, NULL, "SELECT id FROM cases WHERE status IN ('reading', 'waiting')" },
    { OVR_CASE_SHOW_REMOVED, OVR_CASE_WHEN_ANY, NULL, "SELECT id FROM cases WHERE 0" },
    { OVR_CASE_SHOW_ALL, OVR_CASE_WHEN_ANY, "CT",
      "SELECT DISTINCT case_id FROM case_study JOIN study ON uid = study_uid WHERE ', ' || modalities || ',' LIKE '%, CT,%'" },
    { OVR_CASE_SHOW_ALL, OVR_CASE_WHEN_OVERDUE, NULL, "SELECT id FROM cases WHERE due < '2026-11-24' AND status IN ('new', 'reading', 'waiting', 'ready')" },
    { OVR_CASE_SHOW_ALL, OVR_CASE_WHEN_DUE_7_DAYS, NULL,
      "SELECT id FROM cases WHERE due BETWEEN '2026-11-24' AND '2026-12-01' AND status IN ('new', 'reading', 'waiting', 'ready')" },
    { OVR_CASE_SHOW_ALL, OVR_CASE_WHEN_30_DAYS, NULL,
      "SELECT case_id FROM case_study JOIN study ON uid = study_uid GROUP BY case_id HAVING max (date) BETWEEN '2026-10-25' AND '2026-11-24'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      const OvrCaseQuery query = { .show = filters[i].show, .when = filters[i].when, .modality = (char *) filters[i].modality, .today = today };
      g_autofree char *ours = find (fixture->index, &query);
      g_autofree char *plain = select_cases (fixture, filters[i].sql, NULL);

      g_assert_cmpstr (ours, ==, plain);
    }
}

static int
compare_entries (const OvrCaseEntry *a,
                 const OvrCaseEntry *b,
                 OvrCaseColumn column)
{
  if (column == OVR_CASE_COLUMN_PATIENT)
    return g_utf8_collate (a->patient, b->patient);
  if (column == OVR_CASE_COLUMN_STATUS)
    return (int) a->status - (int) b->status;
  return ovr_date_compare (a->due, b->due);
}

static gboolean
is_empty (const OvrCaseEntry *entry,
          OvrCaseColumn column)
{
  return column == OVR_CASE_COLUMN_DUE ? !ovr_date_is_known (entry->due) : column == OVR_CASE_COLUMN_PATIENT && *entry->patient == '\0';
}

/* Every pair of neighbours stands right: by the first column, then by the
 * second one, then as they were; the empty ones are last. */
static void
check_order (OvrCaseIndex *index,
             const OvrCaseQuery *query)
{
  g_autoptr (GArray) hits = ovr_case_query_run (query, index, NULL);

  g_assert_cmpuint (hits->len, ==, N_CASES);
  for (guint i = 1; i < hits->len; i++)
    {
      guint32 at_a = g_array_index (hits, guint32, i - 1), at_b = g_array_index (hits, guint32, i);
      int order = 0;

      for (guint j = 0; order == 0 && j < query->n_sorts; j++)
        {
          OvrCaseColumn column = query->sorts[j].column;
          const OvrCaseEntry *a = ovr_case_index_get (index, at_a), *b = ovr_case_index_get (index, at_b);

          if (is_empty (a, column) != is_empty (b, column))
            order = is_empty (a, column) ? 1 : -1;
          else if (!is_empty (a, column))
            order = compare_entries (a, b, column) * (query->sorts[j].descending ? -1 : 1);
        }
      g_assert_cmpint (order, <=, 0);
      if (order == 0)
        g_assert_cmpuint (at_a, <, at_b);
    }
}

static void
test_sorting_is_stable_and_leaves_empty_ones_last (Fixture *fixture,
                                                   gconstpointer unused)
{
  for (int descending = 0; descending < 2; descending++)
    {
      const OvrCaseQuery query = {
        .today = today,
        .sorts = { { OVR_CASE_COLUMN_DUE, descending }, { OVR_CASE_COLUMN_STATUS, !descending }, { OVR_CASE_COLUMN_PATIENT, FALSE } },
        .n_sorts = 3,
      };

      check_order (fixture->index, &query);
    }
}

static void
test_files_missing_and_hidden_cases_are_sets (Fixture *fixture,
                                              gconstpointer unused)
{
  g_autoptr (GHashTable) two = g_hash_table_new (g_str_hash, g_str_equal);
  OvrCaseQuery query = { .show = OVR_CASE_SHOW_FILES_MISSING, .today = today, .missing = two };
  g_autofree char *missing = NULL, *rest = NULL;

  g_hash_table_add (two, (gpointer) "C7");
  g_hash_table_add (two, (gpointer) "C9");
  missing = find (fixture->index, &query);
  g_assert_cmpstr (missing, ==, "C7 C9");
  query = (OvrCaseQuery){ .today = today, .hidden = two, .text = (char *) "C9" };
  rest = find (fixture->index, &query);
  g_assert_false (g_str_has_suffix (rest, "C9"));
  g_assert_nonnull (strstr (rest, "C900"));
}

/* ---- The model */

/* What a view that follows the list by its signals believes. */
typedef struct
{
  guint n;
  gboolean shown;
} Follower;

static void
on_items_changed (GListModel *model,
                  guint position,
                  guint removed,
                  guint added,
                  Follower *follower)
{
  g_assert_cmpuint (position + removed, <=, follower->n);
  follower->n += added - removed;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, follower->n);
}

static void
set_flag (OvrCaseList *list,
          gboolean *flag)
{
  *flag = TRUE;
}

static void
ask (OvrCaseList *list,
     Follower *follower,
     const OvrCaseQuery *query)
{
  follower->shown = FALSE;
  ovr_case_list_set_query (list, query);
  while (!follower->shown || g_list_model_get_n_items (G_LIST_MODEL (list)) != ovr_case_list_get_n_found (list))
    g_main_context_iteration (NULL, TRUE);
}

/* What still runs for it holds it. */
static void
end (OvrCaseList *list)
{
  while (G_OBJECT (list)->ref_count > 1)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_finalize_object (list);
}

/* Rows that somebody holds say what their line says now. */
static void
check_lines (OvrCaseList *list,
             const OvrCaseQuery *query,
             OvrCaseIndex *index)
{
  g_autoptr (GArray) hits = ovr_case_query_run (query, index, NULL);

  g_assert_cmpuint (hits->len, ==, g_list_model_get_n_items (G_LIST_MODEL (list)));
  for (guint i = 0; i < hits->len; i++)
    {
      g_autoptr (OvrCaseRow) row = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_cmpstr (row->id, ==, ovr_case_index_get (index, g_array_index (hits, guint32, i))->id);
    }
}

static void
test_the_list_shows_each_query_line_by_line (Fixture *fixture,
                                             gconstpointer unused)
{
  static const char *const typed[] = { "", "m", "muller", "muller anna", "", "no such words", "smith", "", "c1", "c11", "c1" };
  OvrCaseList *list = ovr_case_list_new ();
  Follower follower = { 0 };
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);

  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &follower);
  g_signal_connect (list, "shown", G_CALLBACK (set_flag), &follower.shown);
  ovr_case_list_set_database (list, ovr_library_get_database (fixture->both->library));
  ovr_case_list_reload (list);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      const OvrCaseQuery query = { .text = (char *) typed[i],
                                   .today = today,
                                   .sorts = { { OVR_CASE_COLUMN_PATIENT, i % 2 == 0 } },
                                   .n_sorts = i > 6 ? 0 : 1 };

      ask (list, &follower, &query);
      check_lines (list, &query, fixture->index);
      g_ptr_array_set_size (held, 0);
      for (guint j = 0; j < MIN (200, follower.n); j++)
        g_ptr_array_add (held, g_list_model_get_item (G_LIST_MODEL (list), j));
    }
  g_ptr_array_set_size (held, 0);
  end (list);
}

static gboolean
set_title (sqlite3 *writer,
           gpointer data,
           GError **error)
{
  return sqlite3_exec (writer, data, NULL, NULL, NULL) == SQLITE_OK;
}

static void
test_a_reload_changes_only_what_changed (Fixture *fixture,
                                         gconstpointer unused)
{
  OvrCaseList *list = ovr_case_list_new ();
  OvrDatabase *database = ovr_library_get_database (fixture->both->library);
  const OvrCaseQuery query = { .today = today };
  Follower follower = { 0 };
  OvrCaseRow *row, *other;

  g_signal_connect (list, "items-changed", G_CALLBACK (on_items_changed), &follower);
  g_signal_connect (list, "shown", G_CALLBACK (set_flag), &follower.shown);
  ovr_case_list_set_database (list, database);
  ovr_case_list_reload (list);
  ask (list, &follower, &query);
  row = g_list_model_get_item (G_LIST_MODEL (list), 3);
  other = g_list_model_get_item (G_LIST_MODEL (list), 4);

  g_assert_true (ovr_database_write (database, set_title, (gpointer) "UPDATE cases SET title = 'changed' WHERE number = 1997", NULL));
  follower.shown = FALSE;
  ovr_case_list_reload (list);
  while (!follower.shown)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (row->reason, ==, "changed");

  /* A case that comes on top moves the others, with what holds them. */
  g_assert_true (ovr_database_write (database, set_title, (gpointer) "INSERT INTO cases (id, created_at, changed_at) VALUES ('C9999', '', '')", NULL));
  follower.shown = FALSE;
  ovr_case_list_reload (list);
  while (!follower.shown)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (row->position, ==, 4);
  g_assert_cmpstr (row->id, ==, "C1997");
  g_assert_cmpuint (other->position, ==, 5);
  g_object_unref (row);
  g_object_unref (other);
  end (list);
}

#define ADD(name, func) g_test_add ("/case-list/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("search/words", test_words_find_what_a_plain_filter_finds);
  ADD ("search/dates", test_dates_are_found_in_every_way_of_writing);
  ADD ("search/day", test_a_day_without_a_year_is_a_word_too);
  ADD ("filter", test_filters_show_what_they_say);
  ADD ("filter/sets", test_files_missing_and_hidden_cases_are_sets);
  ADD ("sort", test_sorting_is_stable_and_leaves_empty_ones_last);
  ADD ("model/queries", test_the_list_shows_each_query_line_by_line);
  ADD ("model/reload", test_a_reload_changes_only_what_changed);
  return g_test_run ();
}
