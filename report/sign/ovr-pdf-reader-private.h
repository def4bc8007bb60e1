/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pdf-reader.h"

G_BEGIN_DECLS

struct _OvrPdfReader
{
  /* Owned */
  GBytes *bytes;
  GHashTable *entries;  /* gint64* → OvrPdfEntry* */
  GHashTable *objects;  /* gint64* → OvrPdfValue*, NULL for unreadable ones */
  GHashTable *unpacked; /* gint64* → GBytes*, the object streams' data */
  OvrPdfValue *trailer;
  GArray *sections;
  /* Borrowed from bytes */
  const guint8 *data;
  gsize length;
  gsize decoded; /* bytes that streams were inflated to so far */
  int nesting;   /* how many objects are being read inside each other */
};

/* Reads all sections from the one that "startxref" names back to the first. */
gboolean ovr_pdf_xref_read (OvrPdfReader *self,
                            GError **error);

/* (transfer full): inflated and without predictor; NULL if broken or longer
 * than @limit. @columns is the row's length in bytes with PNG's predictors. */
GBytes *ovr_pdf_inflate (const guint8 *data,
                         gsize length,
                         gsize limit);
GBytes *ovr_pdf_unpredict (GBytes *data,
                           gsize columns);

G_END_DECLS
