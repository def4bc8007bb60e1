/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

/* A report in which every field of every part is set by chance, every list has
 * one element at least, and every id and span points at something. Made from
 * the table of fields, so that a new field is in it by itself. */
OvrReport *sample_report_new (guint32 seed);
