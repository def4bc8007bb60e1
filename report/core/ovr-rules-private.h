/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report-rules.h"

G_BEGIN_DECLS

/**
 * OvrRules:
 *
 * One run of the rules: what they look at, and where their issues go.
 */
typedef struct
{
  const OvrReport *report;
  const OvrReportImages *images; /* nullable */
  GDateTime *now;
  OvrReportCheck *check;
} OvrRules;

/* @where: the place, with an index put in by printf's rules. */
void ovr_rules_error (OvrRules *self,
                      const char *code,
                      const char *text,
                      const char *where,
                      ...) G_GNUC_PRINTF (4, 5);
void ovr_rules_warn (OvrRules *self,
                     const char *code,
                     const char *text,
                     const char *where,
                     ...) G_GNUC_PRINTF (4, 5);
gboolean ovr_rules_is_empty (const char *text);

/* The local date of signing. */
OvrDate ovr_rules_today (const OvrRules *self);

/* Each group of rules, in the order of the report's parts. */
void ovr_rules_check_state (OvrRules *self);
void ovr_rules_check_patient (OvrRules *self);
void ovr_rules_check_studies (OvrRules *self);
void ovr_rules_check_images (OvrRules *self);
void ovr_rules_check_documents (OvrRules *self);
void ovr_rules_check_claims (OvrRules *self);
void ovr_rules_check_findings (OvrRules *self);
void ovr_rules_check_answers (OvrRules *self);
void ovr_rules_check_rest (OvrRules *self);
void ovr_rules_check_texts (OvrRules *self);

G_END_DECLS
