/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pdf-reader.h"

G_BEGIN_DECLS

/**
 * OvrPdfSignature:
 * @field: the signature field's dictionary; borrowed from the file
 * @field_number: its object number, -1 for a direct one
 * @value: the signature dictionary; borrowed
 * @value_number: its object number, -1 for a direct one
 * @contents: the Contents string; borrowed, NULL without one
 * @range: the ByteRange, bytes from the file's start
 * @has_range: whether it has four integers, none below zero, that increase
 * @is_time_stamp: a document time stamp instead of a person's signature
 *
 * One signed signature field (ISO 32000-1, 12.8.1).
 */
typedef struct
{
  const OvrPdfValue *field;
  gint64 field_number;
  const OvrPdfValue *value;
  gint64 value_number;
  const OvrPdfValue *contents;
  guint64 range[4];
  gboolean has_range;
  gboolean is_time_stamp;
} OvrPdfSignature;

/* (transfer full): OvrPdfSignature of all form fields that are signed, in the
 * order of where their ranges end; good as long as @file is. */
GPtrArray *ovr_pdf_signatures_find (OvrPdfReader *file);

G_END_DECLS
