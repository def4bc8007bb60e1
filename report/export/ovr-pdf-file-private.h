/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-pdf-file.h"

#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>

G_BEGIN_DECLS

/* libharu's object layer, which is exported and installed, yet not promised:
 * ovr-pdf-file.c and its parts (ovr-pdf-embed.c, ovr-pdf-tags.c,
 * ovr-pdf-annots.c) alone include this. */
G_STATIC_ASSERT (HPDF_VERSION_ID >= 20300);

struct _OvrPdfTag
{
  const char *role;
  char *alt;
  char *language;
  double *bbox;
  OvrPdfTag *parent;
  GPtrArray *kids; /* OvrPdfKid */
  HPDF_Dict dict;  /* once written */
};

/* What a tag holds: marked content, an annotation, or another tag. */
typedef struct
{
  gboolean is_mark;
  guint page;
  int mcid; /* -1: the annotation */
  HPDF_Dict annotation;
  OvrPdfTag *tag;
} OvrPdfKid;

typedef struct
{
  HPDF_Page page;
  double height;
  GString *ops;
  GHashTable *fonts; /* set of numbers */
  GHashTable *images;
  GPtrArray *marks; /* OvrPdfTag by marked-content number */
  HPDF_Array annotations;
} OvrPdfPage;

typedef struct
{
  guint page;
  double rect[4];
  guint target;
  double top;
  char *alt;
} OvrPdfLink;

typedef struct
{
  char *title;
  guint page;
  double top;
} OvrPdfOutline;

struct _OvrPdfFile
{
  HPDF_Doc doc;
  HPDF_STATUS status;
  GPtrArray *pages;  /* OvrPdfPage */
  GPtrArray *fonts;  /* HPDF_Dict or NULL, not owned */
  GPtrArray *images; /* HPDF_Dict, not owned */
  GPtrArray *tags;   /* OvrPdfTag */
  OvrPdfTag *root;
  GArray *links;
  GArray *outlines;
  OvrPdfSignature *signature; /* owned with what it points to */
  HPDF_Array parents;         /* Nums of the parent tree, while it is written */
  int n_parents;
};

void ovr_pdf_tag_free (gpointer data);
void ovr_pdf_signature_free (OvrPdfSignature *signature);

/* Objects: a direct dictionary, one with a number, a stream with its data. What
 * is made belongs to libharu's document. */
HPDF_Dict ovr_pdf_new_dict (OvrPdfFile *self);
HPDF_Dict ovr_pdf_new_object (OvrPdfFile *self);
HPDF_Dict ovr_pdf_new_stream (OvrPdfFile *self, const void *data, gsize length, gboolean deflate);
HPDF_Array ovr_pdf_add_array (OvrPdfFile *self, HPDF_Dict dict, const char *key);
HPDF_Dict ovr_pdf_add_dict (OvrPdfFile *self, HPDF_Dict parent, const char *key);
void ovr_pdf_add_text (OvrPdfFile *self, HPDF_Dict dict, const char *key, const char *text);
void ovr_pdf_add_rect (OvrPdfFile *self, HPDF_Dict dict, const char *key, const double rect[4]);

/* "2026-11-23T18:08:00+01:00" to "D:20261123180800+01'00'". (transfer full) */
char *ovr_pdf_date (const char *iso);

OvrPdfPage *ovr_pdf_get_page (OvrPdfFile *self, guint page);
OvrPdfKid *ovr_pdf_add_kid (OvrPdfTag *parent);

/* Each once, from ovr_pdf_file_finish(), in this order reversed: annotations
 * make tags, so that the structure comes last. */
void ovr_pdf_write_structure (OvrPdfFile *self);
void ovr_pdf_write_links (OvrPdfFile *self);
void ovr_pdf_write_outlines (OvrPdfFile *self);
void ovr_pdf_write_signature (OvrPdfFile *self);

G_END_DECLS
