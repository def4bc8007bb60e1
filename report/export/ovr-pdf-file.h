/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The PDF file: objects, pages, structure tree, metadata, the signature's
 * placeholder. The only user of libharu, whose object layer is half private
 * (see ovr-pdf-file-private.h); nothing of libharu shows in this header. Lengths are points (1/72 inch),
 * the origin is the page's lower left corner, as in the file.
 *
 * What is written: %PDF-1.7, one revision, classic cross-reference table,
 * every object referenced, /ID from the content, no script, no encryption.
 * Same calls, same bytes. One thread. ISO 32000-1; PAdES: EN 319 142-1. */

typedef struct _OvrPdfFile OvrPdfFile;

/**
 * OvrPdfTag:
 *
 * An element of the structure tree (ISO 32000-1 14.7.2); the file owns it.
 */
typedef struct _OvrPdfTag OvrPdfTag;

#define OVR_PDF_ERROR (ovr_pdf_error_quark ())
GQuark ovr_pdf_error_quark (void);

/**
 * OvrPdfError:
 * @OVR_PDF_ERROR_LIBRARY: libharu, HarfBuzz or the font's file failed
 * @OVR_PDF_ERROR_GLYPH: no installed font has a character; the message names it
 * @OVR_PDF_ERROR_LOST: text, a box or ink would be lost, overlap or lie in the
 *   margin
 * @OVR_PDF_ERROR_PICTURE: a key image's picture is missing or not usable
 */
typedef enum
{
  OVR_PDF_ERROR_LIBRARY,
  OVR_PDF_ERROR_GLYPH,
  OVR_PDF_ERROR_LOST,
  OVR_PDF_ERROR_PICTURE,
} OvrPdfError;

/**
 * OvrPdfFontProgram:
 * @name: PostScript name with the subset's tag: "ABCDEF+NotoSans-Regular"
 * @data: subset font: a whole TrueType file, or a bare CFF table
 * @is_cff: which of both
 * @to_unicode: CMap that gives each glyph's text
 * @ascent: 1/1000 em, as all that follow
 * @descent: negative below the base line
 * @cap_height: height of capital letters
 * @bbox: left, bottom, right, top
 * @italic_angle: degrees, negative leans right
 * @glyphs: (element-type guint): used glyph ids, ascending
 * @widths: (element-type int): advance widths of @glyphs
 *
 * A subset font, ready to be embedded as Type0 with Identity-H.
 */
typedef struct
{
  const char *name;
  GBytes *data;
  gboolean is_cff;
  const char *to_unicode;
  int ascent;
  int descent;
  int cap_height;
  int bbox[4];
  int italic_angle;
  GArray *glyphs;
  GArray *widths;
} OvrPdfFontProgram;

/**
 * OvrPdfInfo:
 * @title: document title, shown in the viewer's title bar
 * @author: who wrote it
 * @subject: one line
 * @language: BCP 47
 * @created: ISO 8601 with offset
 * @fonts: families and versions that the pages use; goes into the metadata, as
 *   do the others below
 * @number: the report's number
 * @version: the report's version
 * @predecessor: (nullable): SHA-256 of the file of the version that it replaces
 */
typedef struct
{
  const char *title;
  const char *author;
  const char *subject;
  const char *language;
  const char *created;
  const char *fonts;
  const char *number;
  int version;
  const char *predecessor;
} OvrPdfInfo;

/**
 * OvrPdfSignature:
 * @page: page of the visible field, from 0
 * @rect: left, bottom, right, top
 * @ops: the appearance's operators, origin at the field's lower left corner
 * @fonts: (element-type guint): fonts that @ops uses
 * @name: the signer
 * @reason: the signature's meaning
 * @time: signing time, ISO 8601 with offset
 *
 * The field that report/sign fills in place: /ByteRange holds three ten-digit
 * numbers, /Contents 16384 zero bytes in hexadecimal.
 */
typedef struct
{
  guint page;
  double rect[4];
  const char *ops;
  GArray *fonts;
  const char *name;
  const char *reason;
  const char *time;
} OvrPdfSignature;

OvrPdfFile *ovr_pdf_file_new (void);
void ovr_pdf_file_free (OvrPdfFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrPdfFile, ovr_pdf_file_free)

/* Pages count from 0. */
guint ovr_pdf_file_add_page (OvrPdfFile *self,
                             double width,
                             double height);

/* The page's operators, to append to. (transfer none) */
GString *ovr_pdf_file_ops (OvrPdfFile *self,
                           guint page);

/* Fonts are numbered when first used and written once all glyphs are known;
 * "/F3" is font 3, "/I2" is image 2. */
guint ovr_pdf_file_reserve_font (OvrPdfFile *self);
void ovr_pdf_file_use_font (OvrPdfFile *self,
                            guint page,
                            guint font);
void ovr_pdf_file_set_font (OvrPdfFile *self,
                            guint font,
                            const OvrPdfFontProgram *program);

/* @rgb: width × height × 3 bytes, sRGB; a grey picture is stored as grey. */
guint ovr_pdf_file_add_image (OvrPdfFile *self,
                              guint width,
                              guint height,
                              GBytes *rgb);
void ovr_pdf_file_use_image (OvrPdfFile *self,
                             guint page,
                             guint image);

/* Structure: a tag below @parent (NULL: the document); content between begin
 * and end belongs to it. Artifacts are what a reader aloud skips. */
OvrPdfTag *ovr_pdf_file_tag (OvrPdfFile *self,
                             OvrPdfTag *parent,
                             const char *role);
void ovr_pdf_file_tag_set_alt (OvrPdfTag *tag,
                               const char *alt);
void ovr_pdf_file_tag_set_language (OvrPdfTag *tag,
                                    const char *language);
void ovr_pdf_file_tag_set_bbox (OvrPdfTag *tag,
                                const double rect[4]);
void ovr_pdf_file_begin (OvrPdfFile *self,
                         guint page,
                         OvrPdfTag *tag);
void ovr_pdf_file_begin_artifact (OvrPdfFile *self,
                                  guint page,
                                  gboolean pagination);
void ovr_pdf_file_end (OvrPdfFile *self,
                       guint page);

/* A jump from @rect to the height @top of page @target; @alt says where to. */
void ovr_pdf_file_add_link (OvrPdfFile *self,
                            guint page,
                            const double rect[4],
                            guint target,
                            double top,
                            const char *alt);
void ovr_pdf_file_add_outline (OvrPdfFile *self,
                               const char *title,
                               guint page,
                               double top);
void ovr_pdf_file_set_signature (OvrPdfFile *self,
                                 const OvrPdfSignature *signature);

/* The whole file; call once, last. (transfer full) */
GBytes *ovr_pdf_file_finish (OvrPdfFile *self,
                             const OvrPdfInfo *info,
                             GError **error);

/* Operators with printf-like numbers: each "#" in @format takes a double. */
void ovr_pdf_append (GString *ops,
                     const char *format,
                     ...);

G_END_DECLS
