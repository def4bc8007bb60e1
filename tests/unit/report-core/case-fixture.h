/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-case-store.h"

G_BEGIN_DECLS

/* A library of its own with the store of cases in it. */
typedef struct
{
  char *directory;
  char *path;
  OvrDatabase *database;
  OvrCaseStore *store;
  int n_changed;
  int n_failed;
} CaseFixture;

void case_fixture_open (CaseFixture *fixture);

void case_fixture_close (CaseFixture *fixture);

void case_fixture_reopen (CaseFixture *fixture);

void case_fixture_set_up (CaseFixture *fixture,
                          gconstpointer data);

void case_fixture_tear_down (CaseFixture *fixture,
                             gconstpointer data);

/* Adopts @uids (NULL-terminated) of one patient; returns the case's id. */
char *case_fixture_adopt (CaseFixture *fixture,
                          const char *key,
                          const char *first,
                          ...);

OvrReport *case_fixture_report (const char *case_id,
                                const char *answer);

void case_fixture_sign (OvrReport *report);

void case_fixture_refuse (CaseFixture *fixture,
                          const char *sql);

/* A case whose first version is signed and sent. */
OvrReport *case_fixture_send (CaseFixture *fixture,
                              const char *id);

void case_fixture_assert (CaseFixture *fixture,
                          const char *id,
                          OvrCaseStatus status,
                          int version,
                          const char *answer);

G_END_DECLS
