/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-report.h"

G_BEGIN_DECLS

/* The one table of the report's fields. Making, freeing, copying, writing as
 * JSON and reading JSON are generic over it: a new field is one member in
 * ovr-report.h, one line in ovr-report-fields.c and one entry in
 * resources/report.schema.json (a test compares the last two). */

/**
 * OvrFieldKind:
 * @OVR_FIELD_STRING: char *, owned; NULL is null
 * @OVR_FIELD_INT: int
 * @OVR_FIELD_COUNT: int; 0 is null
 * @OVR_FIELD_BOOL: gboolean
 * @OVR_FIELD_NUMBER: double; NaN is null
 * @OVR_FIELD_EXTENT: double above 0; 0 is null
 * @OVR_FIELD_DATE: OvrDate; the unknown date is null
 * @OVR_FIELD_ENUM: an enumeration that counts from 0, with @words
 * @OVR_FIELD_STRINGS: GPtrArray of char *, never NULL
 * @OVR_FIELD_STRUCT: an embedded struct of @type
 * @OVR_FIELD_LIST: GPtrArray of structs of @type, never NULL
 * @OVR_FIELD_IMAGE: an embedded OvrImageRef; without a UID null
 * @OVR_FIELD_VIEW: OvrView *, owned, never NULL
 * @OVR_FIELD_SHAPES: GPtrArray of OvrShape (of a view)
 * @OVR_FIELD_MEASUREMENT: an embedded OvrMeasurement
 */
typedef enum
{
  OVR_FIELD_STRING,
  OVR_FIELD_INT,
  OVR_FIELD_COUNT,
  OVR_FIELD_BOOL,
  OVR_FIELD_NUMBER,
  OVR_FIELD_EXTENT,
  OVR_FIELD_DATE,
  OVR_FIELD_ENUM,
  OVR_FIELD_STRINGS,
  OVR_FIELD_STRUCT,
  OVR_FIELD_LIST,
  OVR_FIELD_IMAGE,
  OVR_FIELD_VIEW,
  OVR_FIELD_SHAPES,
  OVR_FIELD_MEASUREMENT,
} OvrFieldKind;

typedef struct _OvrType OvrType;

/**
 * OvrField:
 * @key: key in JSON
 * @kind: what is stored
 * @offset: where in the struct
 * @type: of STRUCT, LIST and VIEW
 * @words: (array zero-terminated=1): of ENUM, by value
 * @since: schemaVersion that brought it, 0 is the first: older documents may
 *   leave it out
 */
typedef struct
{
  const char *key;
  OvrFieldKind kind;
  gsize offset;
  const OvrType *type;
  const char *const *words;
  int since;
} OvrField;

/**
 * OvrType:
 * @name: name in the schema's $defs
 * @size: of the struct
 * @destroy: frees one on the heap; NULL for those that are only embedded
 * @fields: the fields, in the order of the JSON form
 * @n_fields: how many
 */
struct _OvrType
{
  const char *name;
  gsize size;
  GDestroyNotify destroy;
  const OvrField *fields;
  guint n_fields;
};

extern const OvrType ovr_report_type;
extern const OvrType ovr_view_type;

/* The member that @field describes. */
static inline gpointer
ovr_field_at (const OvrField *field,
              gconstpointer self)
{
  return (gpointer) ((const char *) self + field->offset);
}

gpointer ovr_type_new (const OvrType *type);
void ovr_type_free (const OvrType *type,
                    gpointer self);
void ovr_type_init (const OvrType *type,
                    gpointer self);
void ovr_type_clear (const OvrType *type,
                     gpointer self);

/* @self is initialised and empty. */
void ovr_type_copy (const OvrType *type,
                    gpointer self,
                    gconstpointer from);

/* Ids, references and spans that point nowhere: OVR_REPORT_ERROR_FORM. */
gboolean ovr_report_validate_references (const OvrReport *self,
                                         GError **error);

/* ovr_report_from_json(); with @is_partial a key that is left out keeps what
 * ovr_report_new() and the parts' constructors give it. */
OvrReport *ovr_report_read_json (const char *json,
                                 gssize length,
                                 gboolean is_partial,
                                 GError **error);

/* Whether @json may be handed to the JSON parser: UTF-8, no NUL, nothing but
 * JSON's own characters outside strings, nested no deeper than a report can
 * be. The parser recurses, so that deeper input would end the program. */
gboolean ovr_json_is_safe (const char *json,
                           gsize length);

G_END_DECLS
