/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-case-sql-private.h"

/* Version 1. A report's version is closed by its signature; its states are
 * rows that are never changed and never go. A state is stored whole (base
 * NULL) or as its difference from an earlier whole one: the first @prefix and
 * the last @suffix bytes of the base with @content between them. Conditions
 * that REPLACE could get around are checked before inserting. */
static const char *const steps[] = {
  "CREATE TABLE cases ("
  "  number INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  id TEXT NOT NULL UNIQUE,"
  "  title TEXT,"
  "  status TEXT NOT NULL DEFAULT 'new' CHECK (status IN"
  "    ('new', 'reading', 'waiting', 'ready', 'signed', 'sent', 'acknowledged')),"
  "  due TEXT,"
  "  created_at TEXT NOT NULL,"
  "  changed_at TEXT NOT NULL,"
  "  view TEXT);"
  "CREATE TABLE case_patient ("
  "  case_id TEXT NOT NULL REFERENCES cases (id),"
  "  patient_key TEXT NOT NULL,"
  "  PRIMARY KEY (case_id, patient_key)) WITHOUT ROWID;"
  "CREATE INDEX case_patient_by_key ON case_patient (patient_key);"
  "CREATE TABLE case_study ("
  "  case_id TEXT NOT NULL REFERENCES cases (id),"
  "  study_uid TEXT NOT NULL,"
  "  PRIMARY KEY (case_id, study_uid)) WITHOUT ROWID;"
  "CREATE INDEX case_study_by_uid ON case_study (study_uid);"
  "CREATE TABLE report_version ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  case_id TEXT NOT NULL REFERENCES cases (id),"
  "  version INTEGER NOT NULL CHECK (version >= 1),"
  "  predecessor INTEGER REFERENCES report_version (id),"
  "  signed_at TEXT,"
  "  signed_sha256 TEXT,"
  "  UNIQUE (case_id, version),"
  "  CHECK ((signed_at IS NULL) = (signed_sha256 IS NULL)));"
  "CREATE TABLE report_state ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  report INTEGER NOT NULL REFERENCES report_version (id),"
  "  saved_at TEXT NOT NULL,"
  "  is_signed INTEGER NOT NULL DEFAULT 0 CHECK (is_signed IN (0, 1)),"
  "  base INTEGER REFERENCES report_state (id),"
  "  prefix INTEGER NOT NULL DEFAULT 0,"
  "  suffix INTEGER NOT NULL DEFAULT 0,"
  "  content BLOB NOT NULL,"
  "  sha256 TEXT NOT NULL);"
  "CREATE INDEX report_state_by_report ON report_state (report, id);"
  "CREATE TRIGGER report_state_insert BEFORE INSERT ON report_state"
  "  WHEN (SELECT signed_at FROM report_version WHERE id = NEW.report) IS NOT NULL"
  "    OR EXISTS (SELECT 1 FROM report_state WHERE id = NEW.id)"
  "  BEGIN SELECT RAISE (ABORT, 'a signed report takes no further state'); END;"
  "CREATE TRIGGER report_state_update BEFORE UPDATE ON report_state"
  "  BEGIN SELECT RAISE (ABORT, 'a saved state is never changed'); END;"
  "CREATE TRIGGER report_state_delete BEFORE DELETE ON report_state"
  "  BEGIN SELECT RAISE (ABORT, 'a saved state is never deleted'); END;"
  "CREATE TRIGGER report_version_insert BEFORE INSERT ON report_version"
  "  WHEN EXISTS (SELECT 1 FROM report_version WHERE id = NEW.id)"
  "    OR EXISTS (SELECT 1 FROM report_version WHERE case_id = NEW.case_id"
  "               AND (version >= NEW.version OR signed_at IS NULL))"
  "  BEGIN SELECT RAISE (ABORT, 'a next version follows a signed one'); END;"
  "CREATE TRIGGER report_version_update BEFORE UPDATE ON report_version"
  "  WHEN OLD.signed_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id"
  "    OR NEW.version <> OLD.version OR NEW.predecessor IS NOT OLD.predecessor"
  "  BEGIN SELECT RAISE (ABORT, 'a signed report is never changed'); END;"
  "CREATE TRIGGER report_version_delete BEFORE DELETE ON report_version"
  "  BEGIN SELECT RAISE (ABORT, 'a report is never deleted'); END;"
  "CREATE TRIGGER cases_insert BEFORE INSERT ON cases"
  "  WHEN EXISTS (SELECT 1 FROM cases WHERE id = NEW.id OR number = NEW.number)"
  "  BEGIN SELECT RAISE (ABORT, 'a case is never replaced'); END;",

  /* Version 2. A draft that replaces a signed version can be discarded: it
   * stays, takes no state and counts no more. @resumes is the status that the
   * case has again then. */
  "ALTER TABLE report_version ADD COLUMN discarded_at TEXT;"
  "ALTER TABLE report_version ADD COLUMN resumes TEXT;"
  "ALTER TABLE report_version ADD COLUMN signed_file TEXT;"
  "DROP TRIGGER report_state_insert;"
  "CREATE TRIGGER report_state_insert BEFORE INSERT ON report_state"
  "  WHEN (SELECT signed_at FROM report_version WHERE id = NEW.report) IS NOT NULL"
  "    OR (SELECT discarded_at FROM report_version WHERE id = NEW.report) IS NOT NULL"
  "    OR EXISTS (SELECT 1 FROM report_state WHERE id = NEW.id)"
  "  BEGIN SELECT RAISE (ABORT, 'a signed or discarded report takes no further state'); END;"
  "CREATE TRIGGER report_version_discard BEFORE UPDATE OF discarded_at ON report_version"
  "  WHEN NEW.discarded_at IS NOT NULL AND (NEW.signed_at IS NOT NULL OR NEW.predecessor IS NULL)"
  "  BEGIN SELECT RAISE (ABORT, 'only a draft of a later version can be discarded'); END;"
  "CREATE VIEW case_version AS SELECT case_id, MAX (version) AS version FROM report_version"
  "  WHERE discarded_at IS NULL GROUP BY case_id;",

  /* Version 3. A second header's person is in a case because the reader said,
   * with a reason, that both are one; without one it is the case's own. */
  "ALTER TABLE case_patient ADD COLUMN reason TEXT; ALTER TABLE case_patient ADD COLUMN merged_at TEXT;",

  /* Version 4. A case is removed in two steps: it is put away, and then, unless
   * any version of its report was signed, deleted with its states. What was
   * signed is never deleted. */
  "ALTER TABLE cases ADD COLUMN removed_at TEXT;"
  "CREATE VIEW deletable_case AS SELECT id FROM cases WHERE removed_at IS NOT NULL"
  "  AND NOT EXISTS (SELECT 1 FROM report_version v WHERE v.case_id = cases.id AND v.signed_at IS NOT NULL);"
  "DROP TRIGGER report_state_delete;"
  "CREATE TRIGGER report_state_delete BEFORE DELETE ON report_state"
  "  WHEN NOT EXISTS (SELECT 1 FROM report_version v JOIN deletable_case c ON c.id = v.case_id WHERE v.id = OLD.report)"
  "  BEGIN SELECT RAISE (ABORT, 'a saved state is never deleted'); END;"
  "DROP TRIGGER report_version_delete;"
  "CREATE TRIGGER report_version_delete BEFORE DELETE ON report_version"
  "  WHEN NOT EXISTS (SELECT 1 FROM deletable_case WHERE id = OLD.case_id)"
  "  BEGIN SELECT RAISE (ABORT, 'a report is never deleted'); END;"
  "CREATE TRIGGER cases_delete BEFORE DELETE ON cases"
  "  WHEN NOT EXISTS (SELECT 1 FROM deletable_case WHERE id = OLD.id)"
  "  BEGIN SELECT RAISE (ABORT, 'a case is put away before it is deleted'); END;",
};

const OvrModule ovr_case_module = { "report", steps, G_N_ELEMENTS (steps) };
