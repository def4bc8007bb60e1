/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-file.h"

#include "ovr-export-resources.h"
#include "ovr-pdf-xmp.h"

#include <gio/gio.h>
#include <hpdf.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>
#include <math.h>
#include <string.h>

/* The object layer used here is exported and installed, yet not promised. */
G_STATIC_ASSERT (HPDF_VERSION_ID >= 20300);

#define CONTENTS_BYTES 16384
#define BYTE_RANGE_PLACEHOLDER 1000000000
#define ID_BYTES 16

struct _OvrPdfTag
{
  const char *role;
  char *alt;
  char *language;
  double *bbox;
  OvrPdfTag *parent;
  GPtrArray *kids; /* Kid */
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
} Kid;

typedef struct
{
  HPDF_Page page;
  double height;
  GString *ops;
  GHashTable *fonts; /* set of numbers */
  GHashTable *images;
  GPtrArray *marks; /* OvrPdfTag by marked-content number */
  HPDF_Array annotations;
} Page;

typedef struct
{
  guint page;
  double rect[4];
  guint target;
  double top;
  char *alt;
} Link;

typedef struct
{
  char *title;
  guint page;
  double top;
} Outline;

struct _OvrPdfFile
{
  HPDF_Doc doc;
  HPDF_STATUS status;
  GPtrArray *pages;  /* Page */
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

G_DEFINE_QUARK (ovr_pdf_error, ovr_pdf_error)

/* ---- Small things ------------------------------------------------------- */

static void
on_haru_error (HPDF_STATUS error_number,
               HPDF_STATUS detail_number,
               void *user_data)
{
  OvrPdfFile *self = user_data;

  if (self->status == HPDF_OK)
    self->status = error_number;
}

static void *
haru_alloc (HPDF_UINT size)
{
  return g_malloc (size);
}

static void
kid_free (gpointer data)
{
  g_free (data);
}

static void
tag_free (gpointer data)
{
  OvrPdfTag *tag = data;

  g_free (tag->alt);
  g_free (tag->language);
  g_free (tag->bbox);
  g_ptr_array_unref (tag->kids);
  g_free (tag);
}

static void
page_free (gpointer data)
{
  Page *page = data;

  g_string_free (page->ops, TRUE);
  g_hash_table_unref (page->fonts);
  g_hash_table_unref (page->images);
  g_ptr_array_unref (page->marks);
  g_free (page);
}

static void
link_clear (gpointer data)
{
  g_free (((Link *) data)->alt);
}

static void
outline_clear (gpointer data)
{
  g_free (((Outline *) data)->title);
}

static void
signature_free (OvrPdfSignature *signature)
{
  if (signature == NULL)
    return;
  g_free ((char *) signature->ops);
  g_array_unref (signature->fonts);
  g_free ((char *) signature->name);
  g_free ((char *) signature->reason);
  g_free ((char *) signature->time);
  g_free (signature);
}

void
ovr_pdf_append_number (GString *ops,
                       double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  gsize length;

  g_return_if_fail (isfinite (value));

  g_ascii_formatd (text, sizeof text, "%.3f", value);
  length = strlen (text);
  while (length > 0 && text[length - 1] == '0')
    length--;
  if (length > 0 && text[length - 1] == '.')
    length--;
  if (length == 0 || (length == 2 && strncmp (text, "-0", 2) == 0))
    g_string_append_c (ops, '0');
  else
    g_string_append_len (ops, text, (gssize) length);
}

void
ovr_pdf_append (GString *ops,
                const char *format,
                ...)
{
  va_list args;

  va_start (args, format);
  for (const char *p = format; *p != '\0'; p++)
    if (*p == '#')
      ovr_pdf_append_number (ops, va_arg (args, double));
    else
      g_string_append_c (ops, *p);
  va_end (args);
}

static HPDF_Dict
new_dict (OvrPdfFile *self)
{
  return HPDF_Dict_New (self->doc->mmgr);
}

static HPDF_Dict
new_object (OvrPdfFile *self)
{
  HPDF_Dict dict = new_dict (self);

  HPDF_Xref_Add (self->doc->xref, dict);
  return dict;
}

static HPDF_Dict
new_stream (OvrPdfFile *self,
            const void *data,
            gsize length,
            gboolean deflate)
{
  HPDF_Dict stream = HPDF_DictStream_New (self->doc->mmgr, self->doc->xref);

  stream->filter = deflate ? HPDF_STREAM_FILTER_FLATE_DECODE : HPDF_STREAM_FILTER_NONE;
  HPDF_Stream_Write (stream->stream, data, (HPDF_UINT) length);
  return stream;
}

static HPDF_Array
add_array (OvrPdfFile *self,
           HPDF_Dict dict,
           const char *key)
{
  HPDF_Array array = HPDF_Array_New (self->doc->mmgr);

  HPDF_Dict_Add (dict, key, array);
  return array;
}

static HPDF_Dict
add_dict (OvrPdfFile *self,
          HPDF_Dict parent,
          const char *key)
{
  HPDF_Dict dict = new_dict (self);

  HPDF_Dict_Add (parent, key, dict);
  return dict;
}

/* A text string: plain where it is ASCII, else UTF-16BE with its mark. */
static void
add_text (OvrPdfFile *self,
          HPDF_Dict dict,
          const char *key,
          const char *text)
{
  g_autofree gunichar2 *wide = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  glong n_wide = 0;

  if (g_str_is_ascii (text))
    {
      HPDF_Dict_Add (dict, key, HPDF_String_New (self->doc->mmgr, text, NULL));
      return;
    }

  wide = g_utf8_to_utf16 (text, -1, NULL, &n_wide, NULL);
  g_return_if_fail (wide != NULL);
  bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) "\xFE\xFF", 2);
  for (glong i = 0; i < n_wide; i++)
    {
      guint8 pair[2] = { (guint8) (wide[i] >> 8), (guint8) (wide[i] & 0xff) };

      g_byte_array_append (bytes, pair, 2);
    }
  HPDF_Dict_Add (dict, key, HPDF_Binary_New (self->doc->mmgr, bytes->data, bytes->len));
}

static void
add_rect (OvrPdfFile *self,
          HPDF_Dict dict,
          const char *key,
          const double rect[4])
{
  HPDF_Array array = add_array (self, dict, key);

  for (int i = 0; i < 4; i++)
    HPDF_Array_AddReal (array, (HPDF_REAL) rect[i]);
}

/* "2026-11-23T18:08:00+01:00" to "D:20261123180800+01'00'". */
static char *
pdf_date (const char *iso)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, NULL);
  g_autofree char *local = NULL;
  int offset_min;

  g_return_val_if_fail (time != NULL, NULL);
  local = g_date_time_format (time, "D:%Y%m%d%H%M%S");
  offset_min = (int) (g_date_time_get_utc_offset (time) / G_TIME_SPAN_MINUTE);
  return g_strdup_printf ("%s%c%02d'%02d'", local, offset_min < 0 ? '-' : '+',
                          ABS (offset_min) / 60, ABS (offset_min) % 60);
}

/* ---- Making and pages --------------------------------------------------- */

OvrPdfFile *
ovr_pdf_file_new (void)
{
  OvrPdfFile *self = g_new0 (OvrPdfFile, 1);

  self->doc = HPDF_NewEx (on_haru_error, haru_alloc, g_free, 0, self);
  HPDF_SetCompressionMode (self->doc, HPDF_COMP_ALL);
  self->pages = g_ptr_array_new_with_free_func (page_free);
  self->fonts = g_ptr_array_new ();
  self->images = g_ptr_array_new ();
  self->tags = g_ptr_array_new_with_free_func (tag_free);
  self->links = g_array_new (FALSE, TRUE, sizeof (Link));
  g_array_set_clear_func (self->links, link_clear);
  self->outlines = g_array_new (FALSE, TRUE, sizeof (Outline));
  g_array_set_clear_func (self->outlines, outline_clear);
  self->root = ovr_pdf_file_tag (self, NULL, "Document");
  return self;
}

void
ovr_pdf_file_free (OvrPdfFile *self)
{
  if (self == NULL)
    return;
  HPDF_Free (self->doc);
  g_ptr_array_unref (self->pages);
  g_ptr_array_unref (self->fonts);
  g_ptr_array_unref (self->images);
  g_ptr_array_unref (self->tags);
  g_array_unref (self->links);
  g_array_unref (self->outlines);
  signature_free (self->signature);
  g_free (self);
}

static Page *
get_page (OvrPdfFile *self,
          guint page)
{
  g_assert (page < self->pages->len);
  return g_ptr_array_index (self->pages, page);
}

guint
ovr_pdf_file_add_page (OvrPdfFile *self,
                       double width,
                       double height)
{
  Page *page = g_new0 (Page, 1);

  page->page = HPDF_AddPage (self->doc);
  HPDF_Page_SetWidth (page->page, (HPDF_REAL) width);
  HPDF_Page_SetHeight (page->page, (HPDF_REAL) height);
  page->height = height;
  page->ops = g_string_new (NULL);
  page->fonts = g_hash_table_new (NULL, NULL);
  page->images = g_hash_table_new (NULL, NULL);
  page->marks = g_ptr_array_new ();
  g_ptr_array_add (self->pages, page);
  return self->pages->len - 1;
}

GString *
ovr_pdf_file_ops (OvrPdfFile *self,
                  guint page)
{
  return get_page (self, page)->ops;
}

/* ---- Fonts and images --------------------------------------------------- */

guint
ovr_pdf_file_reserve_font (OvrPdfFile *self)
{
  g_ptr_array_add (self->fonts, NULL);
  return self->fonts->len - 1;
}

void
ovr_pdf_file_use_font (OvrPdfFile *self,
                       guint page,
                       guint font)
{
  g_hash_table_add (get_page (self, page)->fonts, GUINT_TO_POINTER (font));
}

/* W: runs of neighbouring glyphs, "first [w w w] first [w]". */
static void
add_widths (OvrPdfFile *self,
            HPDF_Dict dict,
            const OvrPdfFontProgram *program)
{
  HPDF_Array all = add_array (self, dict, "W");
  HPDF_Array run = NULL;

  for (guint i = 0; i < program->glyphs->len; i++)
    {
      guint glyph = g_array_index (program->glyphs, guint, i);

      if (i == 0 || glyph != g_array_index (program->glyphs, guint, i - 1) + 1)
        {
          HPDF_Array_AddNumber (all, (HPDF_INT32) glyph);
          run = HPDF_Array_New (self->doc->mmgr);
          HPDF_Array_Add (all, run);
        }
      HPDF_Array_AddNumber (run, g_array_index (program->widths, int, i));
    }
}

static HPDF_Dict
add_descriptor (OvrPdfFile *self,
                const OvrPdfFontProgram *program)
{
  HPDF_Dict descriptor = new_object (self);
  HPDF_Array bbox;
  HPDF_Dict file;
  gsize length = 0;
  gconstpointer data = g_bytes_get_data (program->data, &length);

  HPDF_Dict_AddName (descriptor, "Type", "FontDescriptor");
  HPDF_Dict_AddName (descriptor, "FontName", program->name);
  HPDF_Dict_AddNumber (descriptor, "Flags", program->italic_angle != 0 ? 4 + 64 : 4);
  bbox = add_array (self, descriptor, "FontBBox");
  for (int i = 0; i < 4; i++)
    HPDF_Array_AddNumber (bbox, program->bbox[i]);
  HPDF_Dict_AddNumber (descriptor, "ItalicAngle", program->italic_angle);
  HPDF_Dict_AddNumber (descriptor, "Ascent", program->ascent);
  HPDF_Dict_AddNumber (descriptor, "Descent", program->descent);
  HPDF_Dict_AddNumber (descriptor, "CapHeight", program->cap_height);
  HPDF_Dict_AddNumber (descriptor, "StemV", 80);

  file = new_stream (self, data, length, TRUE);
  if (program->is_cff)
    HPDF_Dict_AddName (file, "Subtype", "CIDFontType0C");
  else
    HPDF_Dict_AddNumber (file, "Length1", (HPDF_INT32) length);
  HPDF_Dict_Add (descriptor, program->is_cff ? "FontFile3" : "FontFile2", file);
  return descriptor;
}

void
ovr_pdf_file_set_font (OvrPdfFile *self,
                       guint font,
                       const OvrPdfFontProgram *program)
{
  HPDF_Dict type0 = new_object (self);
  HPDF_Dict cid = new_object (self);
  HPDF_Dict system;

  HPDF_Dict_AddName (cid, "Type", "Font");
  HPDF_Dict_AddName (cid, "Subtype", program->is_cff ? "CIDFontType0" : "CIDFontType2");
  HPDF_Dict_AddName (cid, "BaseFont", program->name);
  system = add_dict (self, cid, "CIDSystemInfo");
  add_text (self, system, "Registry", "Adobe");
  add_text (self, system, "Ordering", "Identity");
  HPDF_Dict_AddNumber (system, "Supplement", 0);
  HPDF_Dict_AddNumber (cid, "DW", 1000);
  add_widths (self, cid, program);
  if (!program->is_cff)
    HPDF_Dict_AddName (cid, "CIDToGIDMap", "Identity");
  HPDF_Dict_Add (cid, "FontDescriptor", add_descriptor (self, program));

  HPDF_Dict_AddName (type0, "Type", "Font");
  HPDF_Dict_AddName (type0, "Subtype", "Type0");
  HPDF_Dict_AddName (type0, "BaseFont", program->name);
  HPDF_Dict_AddName (type0, "Encoding", "Identity-H");
  HPDF_Array_Add (add_array (self, type0, "DescendantFonts"), cid);
  HPDF_Dict_Add (type0, "ToUnicode",
                 new_stream (self, program->to_unicode, strlen (program->to_unicode), TRUE));
  g_ptr_array_index (self->fonts, font) = type0;
}

static gboolean
is_grey (const guint8 *rgb,
         gsize n_pixels)
{
  for (gsize i = 0; i < n_pixels; i++)
    if (rgb[3 * i] != rgb[3 * i + 1] || rgb[3 * i] != rgb[3 * i + 2])
      return FALSE;
  return TRUE;
}

/* PNG predictor Up (RFC 2083 6.4): neighbouring rows of an image are alike. */
static guint8 *
predict_rows (const guint8 *samples,
              gsize stride,
              gsize n_rows)
{
  guint8 *out = g_malloc ((stride + 1) * n_rows);

  for (gsize row = 0; row < n_rows; row++)
    {
      const guint8 *from = samples + row * stride;
      guint8 *to = out + row * (stride + 1);

      to[0] = 2;
      for (gsize i = 0; i < stride; i++)
        to[i + 1] = (guint8) (from[i] - (row > 0 ? from[i - stride] : 0));
    }
  return out;
}

guint
ovr_pdf_file_add_image (OvrPdfFile *self,
                        guint width,
                        guint height,
                        GBytes *rgb)
{
  gsize n_pixels = (gsize) width * height;
  const guint8 *samples = g_bytes_get_data (rgb, NULL);
  gboolean grey;
  g_autofree guint8 *greys = NULL;
  g_autofree guint8 *rows = NULL;
  guint channels;
  HPDF_Dict image, params;

  g_return_val_if_fail (g_bytes_get_size (rgb) == n_pixels * 3, 0);

  grey = is_grey (samples, n_pixels);
  channels = grey ? 1 : 3;
  if (grey)
    {
      greys = g_malloc (n_pixels);
      for (gsize i = 0; i < n_pixels; i++)
        greys[i] = samples[3 * i];
      samples = greys;
    }
  rows = predict_rows (samples, (gsize) width * channels, height);
  image = new_stream (self, rows, ((gsize) width * channels + 1) * height, TRUE);
  HPDF_Dict_AddName (image, "Type", "XObject");
  HPDF_Dict_AddName (image, "Subtype", "Image");
  HPDF_Dict_AddNumber (image, "Width", (HPDF_INT32) width);
  HPDF_Dict_AddNumber (image, "Height", (HPDF_INT32) height);
  HPDF_Dict_AddName (image, "ColorSpace", grey ? "DeviceGray" : "DeviceRGB");
  HPDF_Dict_AddNumber (image, "BitsPerComponent", 8);
  params = new_dict (self);
  /* libharu writes /Filter as an array: its parameters must be one too. */
  HPDF_Array_Add (add_array (self, image, "DecodeParms"), params);
  HPDF_Dict_AddNumber (params, "Predictor", 15);
  HPDF_Dict_AddNumber (params, "Colors", (HPDF_INT32) channels);
  HPDF_Dict_AddNumber (params, "BitsPerComponent", 8);
  HPDF_Dict_AddNumber (params, "Columns", (HPDF_INT32) width);
  g_ptr_array_add (self->images, image);
  return self->images->len - 1;
}

void
ovr_pdf_file_use_image (OvrPdfFile *self,
                        guint page,
                        guint image)
{
  g_hash_table_add (get_page (self, page)->images, GUINT_TO_POINTER (image));
}

/* ---- Structure ---------------------------------------------------------- */

static Kid *
add_kid (OvrPdfTag *parent)
{
  Kid *kid = g_new0 (Kid, 1);

  g_ptr_array_add (parent->kids, kid);
  return kid;
}

OvrPdfTag *
ovr_pdf_file_tag (OvrPdfFile *self,
                  OvrPdfTag *parent,
                  const char *role)
{
  OvrPdfTag *tag = g_new0 (OvrPdfTag, 1);

  tag->role = g_intern_string (role);
  tag->kids = g_ptr_array_new_with_free_func (kid_free);
  tag->parent = parent != NULL ? parent : self->root;
  if (tag->parent != NULL)
    add_kid (tag->parent)->tag = tag;
  g_ptr_array_add (self->tags, tag);
  return tag;
}

void
ovr_pdf_file_tag_set_alt (OvrPdfTag *tag,
                          const char *alt)
{
  g_free (tag->alt);
  tag->alt = g_strdup (alt);
}

void
ovr_pdf_file_tag_set_language (OvrPdfTag *tag,
                               const char *language)
{
  g_free (tag->language);
  tag->language = g_strdup (language);
}

void
ovr_pdf_file_tag_set_bbox (OvrPdfTag *tag,
                           const double rect[4])
{
  g_free (tag->bbox);
  tag->bbox = g_memdup2 (rect, 4 * sizeof *rect);
}

void
ovr_pdf_file_begin (OvrPdfFile *self,
                    guint page_number,
                    OvrPdfTag *tag)
{
  Page *page = get_page (self, page_number);
  Kid *kid = add_kid (tag);

  kid->is_mark = TRUE;
  kid->page = page_number;
  kid->mcid = (int) page->marks->len;
  g_ptr_array_add (page->marks, tag);
  g_string_append_printf (page->ops, "/%s <</MCID %d>> BDC\n", tag->role, kid->mcid);
}

void
ovr_pdf_file_begin_artifact (OvrPdfFile *self,
                             guint page,
                             gboolean pagination)
{
  g_string_append (get_page (self, page)->ops,
                   pagination ? "/Artifact <</Type /Pagination>> BDC\n" : "/Artifact <</Type /Layout>> BDC\n");
}

void
ovr_pdf_file_end (OvrPdfFile *self,
                  guint page)
{
  g_string_append (get_page (self, page)->ops, "EMC\n");
}

static void
write_kid (OvrPdfFile *self,
           HPDF_Array kids,
           const Kid *kid)
{
  HPDF_Dict reference;

  if (!kid->is_mark)
    {
      HPDF_Array_Add (kids, kid->tag->dict);
      return;
    }
  reference = new_dict (self);
  HPDF_Array_Add (kids, reference);
  HPDF_Dict_AddName (reference, "Type", kid->mcid >= 0 ? "MCR" : "OBJR");
  HPDF_Dict_Add (reference, "Pg", get_page (self, kid->page)->page);
  if (kid->mcid >= 0)
    HPDF_Dict_AddNumber (reference, "MCID", kid->mcid);
  else
    HPDF_Dict_Add (reference, "Obj", kid->annotation);
}

static void
write_tag_attributes (OvrPdfFile *self,
                      OvrPdfTag *tag)
{
  HPDF_Dict attributes;

  if (tag->alt != NULL)
    add_text (self, tag->dict, "Alt", tag->alt);
  if (tag->language != NULL)
    add_text (self, tag->dict, "Lang", tag->language);
  if (tag->bbox != NULL)
    {
      attributes = add_dict (self, tag->dict, "A");
      HPDF_Dict_AddName (attributes, "O", "Layout");
      HPDF_Dict_AddName (attributes, "Placement", "Block");
      add_rect (self, attributes, "BBox", tag->bbox);
    }
  else if (g_str_equal (tag->role, "TH"))
    {
      attributes = add_dict (self, tag->dict, "A");
      HPDF_Dict_AddName (attributes, "O", "Table");
      HPDF_Dict_AddName (attributes, "Scope", "Column");
    }
}

static void
write_parent_entry (OvrPdfFile *self,
                    HPDF_Dict holder,
                    const char *key,
                    void *value)
{
  HPDF_Dict_AddNumber (holder, key, self->n_parents);
  HPDF_Array_AddNumber (self->parents, self->n_parents++);
  HPDF_Array_Add (self->parents, value);
}

static void
write_structure (OvrPdfFile *self)
{
  HPDF_Dict root = new_object (self);
  HPDF_Dict tree = new_object (self);

  HPDF_Dict_AddName (root, "Type", "StructTreeRoot");
  self->parents = add_array (self, tree, "Nums");
  for (guint i = 0; i < self->tags->len; i++)
    ((OvrPdfTag *) g_ptr_array_index (self->tags, i))->dict = new_object (self);

  for (guint i = 0; i < self->tags->len; i++)
    {
      OvrPdfTag *tag = g_ptr_array_index (self->tags, i);
      HPDF_Array kids;

      HPDF_Dict_AddName (tag->dict, "Type", "StructElem");
      HPDF_Dict_AddName (tag->dict, "S", tag->role);
      HPDF_Dict_Add (tag->dict, "P", tag->parent != NULL ? tag->parent->dict : root);
      write_tag_attributes (self, tag);
      kids = add_array (self, tag->dict, "K");
      for (guint k = 0; k < tag->kids->len; k++)
        {
          const Kid *kid = g_ptr_array_index (tag->kids, k);

          write_kid (self, kids, kid);
          if (kid->is_mark && kid->annotation != NULL)
            write_parent_entry (self, kid->annotation, "StructParent", tag->dict);
        }
    }

  for (guint i = 0; i < self->pages->len; i++)
    {
      Page *page = get_page (self, i);
      HPDF_Array marks = HPDF_Array_New (self->doc->mmgr);

      write_parent_entry (self, page->page, "StructParents", marks);
      for (guint m = 0; m < page->marks->len; m++)
        HPDF_Array_Add (marks, ((OvrPdfTag *) g_ptr_array_index (page->marks, m))->dict);
    }

  HPDF_Dict_Add (root, "K", self->root->dict);
  HPDF_Dict_Add (root, "ParentTree", tree);
  HPDF_Dict_AddNumber (root, "ParentTreeNextKey", self->n_parents);
  HPDF_Dict_Add (self->doc->catalog, "StructTreeRoot", root);
  HPDF_Dict_AddBoolean (add_dict (self, self->doc->catalog, "MarkInfo"), "Marked", HPDF_TRUE);
}

/* ---- Links, outline, signature ------------------------------------------ */

void
ovr_pdf_file_add_link (OvrPdfFile *self,
                       guint page,
                       const double rect[4],
                       guint target,
                       double top,
                       const char *alt)
{
  Link link = { .page = page, .target = target, .top = top, .alt = g_strdup (alt) };

  memcpy (link.rect, rect, sizeof link.rect);
  g_array_append_val (self->links, link);
}

void
ovr_pdf_file_add_outline (OvrPdfFile *self,
                          const char *title,
                          guint page,
                          double top)
{
  Outline outline = { .title = g_strdup (title), .page = page, .top = top };

  g_array_append_val (self->outlines, outline);
}

static void
add_destination (OvrPdfFile *self,
                 HPDF_Dict dict,
                 guint page,
                 double top)
{
  HPDF_Array destination = add_array (self, dict, "Dest");

  HPDF_Array_Add (destination, get_page (self, page)->page);
  HPDF_Array_AddName (destination, "FitH");
  HPDF_Array_AddReal (destination, (HPDF_REAL) top);
}

static void
add_annotation (OvrPdfFile *self,
                guint page_number,
                HPDF_Dict annotation,
                const char *role,
                const char *alt)
{
  Page *page = get_page (self, page_number);
  OvrPdfTag *tag = ovr_pdf_file_tag (self, NULL, role);
  Kid *kid = add_kid (tag);

  if (page->annotations == NULL)
    page->annotations = add_array (self, page->page, "Annots");
  HPDF_Array_Add (page->annotations, annotation);
  ovr_pdf_file_tag_set_alt (tag, alt);
  kid->is_mark = TRUE;
  kid->page = page_number;
  kid->mcid = -1;
  kid->annotation = annotation;
}

static void
write_links (OvrPdfFile *self)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      const Link *link = &g_array_index (self->links, Link, i);
      HPDF_Dict annotation = new_object (self);
      HPDF_Array border;

      HPDF_Dict_AddName (annotation, "Type", "Annot");
      HPDF_Dict_AddName (annotation, "Subtype", "Link");
      add_rect (self, annotation, "Rect", link->rect);
      border = add_array (self, annotation, "Border");
      for (int k = 0; k < 3; k++)
        HPDF_Array_AddNumber (border, 0);
      HPDF_Dict_AddNumber (annotation, "F", 4);
      add_text (self, annotation, "Contents", link->alt);
      add_destination (self, annotation, link->target, link->top);
      add_annotation (self, link->page, annotation, "Link", link->alt);
    }
}

static void
write_outlines (OvrPdfFile *self)
{
  HPDF_Dict root, previous = NULL;

  if (self->outlines->len == 0)
    return;
  root = new_object (self);
  HPDF_Dict_AddName (root, "Type", "Outlines");
  for (guint i = 0; i < self->outlines->len; i++)
    {
      const Outline *outline = &g_array_index (self->outlines, Outline, i);
      HPDF_Dict item = new_object (self);

      add_text (self, item, "Title", outline->title);
      HPDF_Dict_Add (item, "Parent", root);
      add_destination (self, item, outline->page, outline->top);
      if (previous != NULL)
        {
          HPDF_Dict_Add (item, "Prev", previous);
          HPDF_Dict_Add (previous, "Next", item);
        }
      else
        HPDF_Dict_Add (root, "First", item);
      previous = item;
    }
  HPDF_Dict_Add (root, "Last", previous);
  HPDF_Dict_AddNumber (root, "Count", (HPDF_INT32) self->outlines->len);
  HPDF_Dict_Add (self->doc->catalog, "Outlines", root);
}

/* The /V dictionary of 12.8.1 and DocMDP with P=1 of 12.8.2.2. */
static HPDF_Dict
add_signature_value (OvrPdfFile *self,
                     const OvrPdfSignature *signature)
{
  HPDF_Dict value = new_object (self);
  HPDF_Dict reference = new_dict (self);
  HPDF_Dict params;
  HPDF_Array range;
  g_autofree char *date = pdf_date (signature->time);
  g_autofree guint8 *zeroes = g_malloc0 (CONTENTS_BYTES);

  HPDF_Dict_AddName (value, "Type", "Sig");
  HPDF_Dict_AddName (value, "Filter", "Adobe.PPKLite");
  HPDF_Dict_AddName (value, "SubFilter", "ETSI.CAdES.detached");
  add_text (self, value, "M", date);
  add_text (self, value, "Name", signature->name);
  add_text (self, value, "Reason", signature->reason);
  HPDF_Array_Add (add_array (self, value, "Reference"), reference);
  HPDF_Dict_AddName (reference, "Type", "SigRef");
  HPDF_Dict_AddName (reference, "TransformMethod", "DocMDP");
  params = add_dict (self, reference, "TransformParams");
  HPDF_Dict_AddName (params, "Type", "TransformParams");
  HPDF_Dict_AddNumber (params, "P", 1);
  HPDF_Dict_AddName (params, "V", "1.2");
  range = add_array (self, value, "ByteRange");
  HPDF_Array_AddNumber (range, 0);
  for (int i = 0; i < 3; i++)
    HPDF_Array_AddNumber (range, BYTE_RANGE_PLACEHOLDER);
  HPDF_Dict_Add (value, "Contents",
                 HPDF_Binary_New (self->doc->mmgr, zeroes, CONTENTS_BYTES));
  return value;
}

static void
add_font_resources (OvrPdfFile *self,
                    HPDF_Dict resources,
                    GArray *fonts)
{
  HPDF_Dict dict = add_dict (self, resources, "Font");

  for (guint i = 0; i < fonts->len; i++)
    {
      guint font = g_array_index (fonts, guint, i);
      g_autofree char *name = g_strdup_printf ("F%u", font);

      HPDF_Dict_Add (dict, name, g_ptr_array_index (self->fonts, font));
    }
}

static HPDF_Dict
add_appearance (OvrPdfFile *self,
                const OvrPdfSignature *signature)
{
  HPDF_Dict form = new_stream (self, signature->ops, strlen (signature->ops), TRUE);
  const double bbox[4] = { 0.0, 0.0, signature->rect[2] - signature->rect[0],
                           signature->rect[3] - signature->rect[1] };

  HPDF_Dict_AddName (form, "Type", "XObject");
  HPDF_Dict_AddName (form, "Subtype", "Form");
  HPDF_Dict_AddNumber (form, "FormType", 1);
  add_rect (self, form, "BBox", bbox);
  add_font_resources (self, add_dict (self, form, "Resources"), signature->fonts);
  return form;
}

static void
write_signature (OvrPdfFile *self)
{
  const OvrPdfSignature *signature = self->signature;
  HPDF_Dict catalog = self->doc->catalog;
  HPDF_Dict field = new_object (self);
  HPDF_Dict value = add_signature_value (self, signature);
  HPDF_Dict form, extension;

  HPDF_Dict_AddName (field, "Type", "Annot");
  HPDF_Dict_AddName (field, "Subtype", "Widget");
  HPDF_Dict_AddName (field, "FT", "Sig");
  add_text (self, field, "T", "Signature");
  add_text (self, field, "TU", signature->reason);
  HPDF_Dict_AddNumber (field, "F", 132); /* Print, Locked */
  add_rect (self, field, "Rect", signature->rect);
  HPDF_Dict_Add (field, "P", get_page (self, signature->page)->page);
  HPDF_Dict_Add (add_dict (self, field, "AP"), "N", add_appearance (self, signature));
  HPDF_Dict_Add (field, "V", value);
  add_annotation (self, signature->page, field, "Form", signature->reason);

  form = add_dict (self, catalog, "AcroForm");
  HPDF_Array_Add (add_array (self, form, "Fields"), field);
  HPDF_Dict_AddNumber (form, "SigFlags", 3);
  HPDF_Dict_Add (add_dict (self, catalog, "Perms"), "DocMDP", value);
  extension = add_dict (self, add_dict (self, catalog, "Extensions"), "ESIC");
  HPDF_Dict_AddName (extension, "BaseVersion", "1.7");
  HPDF_Dict_AddNumber (extension, "ExtensionLevel", 2);
}

void
ovr_pdf_file_set_signature (OvrPdfFile *self,
                            const OvrPdfSignature *signature)
{
  OvrPdfSignature *copy = g_memdup2 (signature, sizeof *signature);

  copy->ops = g_strdup (signature->ops);
  copy->fonts = g_array_ref (signature->fonts);
  copy->name = g_strdup (signature->name);
  copy->reason = g_strdup (signature->reason);
  copy->time = g_strdup (signature->time);
  signature_free (self->signature);
  self->signature = copy;
}

/* ---- Finishing ---------------------------------------------------------- */

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  return GPOINTER_TO_INT (a) - GPOINTER_TO_INT (b);
}

static void
write_resources (OvrPdfFile *self,
                 HPDF_Dict resources,
                 const char *key,
                 const char *prefix,
                 GHashTable *used,
                 GPtrArray *objects)
{
  g_autoptr (GList) numbers = g_list_sort (g_hash_table_get_keys (used), compare_numbers);
  HPDF_Dict dict;

  if (numbers == NULL)
    return;
  dict = add_dict (self, resources, key);
  for (const GList *l = numbers; l != NULL; l = l->next)
    {
      guint number = GPOINTER_TO_UINT (l->data);
      g_autofree char *name = g_strdup_printf ("%s%u", prefix, number);

      HPDF_Dict_Add (dict, name, g_ptr_array_index (objects, number));
    }
}

static void
write_pages (OvrPdfFile *self)
{
  for (guint i = 0; i < self->pages->len; i++)
    {
      Page *page = get_page (self, i);
      HPDF_PageAttr attr = (HPDF_PageAttr) page->page->attr;
      HPDF_Dict resources = new_dict (self);

      HPDF_Stream_Write (attr->stream, (const HPDF_BYTE *) page->ops->str,
                         (HPDF_UINT) page->ops->len);
      HPDF_Dict_Add (page->page, "Resources", resources);
      write_resources (self, resources, "Font", "F", page->fonts, self->fonts);
      write_resources (self, resources, "XObject", "I", page->images, self->images);
      HPDF_Dict_AddName (page->page, "Tabs", "S");
    }
}

static void
write_info (OvrPdfFile *self,
            const OvrPdfInfo *info)
{
  HPDF_Dict dict = self->doc->info != NULL ? self->doc->info : new_object (self);
  g_autofree char *date = pdf_date (info->created);

  self->doc->info = dict;
  add_text (self, dict, "Title", info->title);
  add_text (self, dict, "Author", info->author);
  add_text (self, dict, "Subject", info->subject);
  add_text (self, dict, "Creator", OVR_PDF_CREATOR);
  add_text (self, dict, "Producer", OVR_PDF_PRODUCER);
  add_text (self, dict, "CreationDate", date);
  add_text (self, dict, "ModDate", date);
}

static void
write_metadata (OvrPdfFile *self,
                const OvrPdfInfo *info)
{
  g_autofree char *xmp = ovr_pdf_xmp (info);
  HPDF_Dict metadata = new_stream (self, xmp, strlen (xmp), FALSE);

  HPDF_Dict_AddName (metadata, "Type", "Metadata");
  HPDF_Dict_AddName (metadata, "Subtype", "XML");
  HPDF_Dict_Add (self->doc->catalog, "Metadata", metadata);
}

static void
write_output_intent (OvrPdfFile *self)
{
  g_autoptr (GBytes) profile = g_resource_lookup_data (ovr_export_get_resource (),
                                                       "/org/overread/Overread/icc/srgb.icc",
                                                       G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  HPDF_Dict intent = new_object (self);
  HPDF_Dict stream;

  stream = new_stream (self, g_bytes_get_data (profile, NULL), g_bytes_get_size (profile), TRUE);
  HPDF_Dict_AddNumber (stream, "N", 3);
  HPDF_Dict_AddName (intent, "Type", "OutputIntent");
  HPDF_Dict_AddName (intent, "S", "GTS_PDFA1");
  add_text (self, intent, "OutputConditionIdentifier", "sRGB");
  add_text (self, intent, "RegistryName", "http://www.color.org");
  add_text (self, intent, "Info", "sRGB IEC 61966-2-1");
  HPDF_Dict_Add (intent, "DestOutputProfile", stream);
  HPDF_Array_Add (add_array (self, self->doc->catalog, "OutputIntents"), intent);
}

static void
write_id (OvrPdfFile *self)
{
  HPDF_Array id = add_array (self, self->doc->trailer, "ID");
  guint8 zeroes[ID_BYTES] = { 0 };

  for (int i = 0; i < 2; i++)
    HPDF_Array_Add (id, HPDF_Binary_New (self->doc->mmgr, zeroes, ID_BYTES));
}

/* Puts the digest of everything else into the two halves of /ID. */
static gboolean
fill_id (guint8 *data,
         gsize length)
{
  g_autofree char *digest = NULL;
  const char *key = "/ID [";
  guint8 *at = NULL;

  for (gsize i = length - strlen (key); i > 0 && at == NULL; i--)
    if (memcmp (data + i, key, strlen (key)) == 0)
      at = data + i;
  if (at == NULL)
    return FALSE;

  digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, length);
  for (int half = 0; half < 2; half++)
    {
      at = memchr (at, '<', (gsize) (data + length - at));
      if (at == NULL || at + 1 + 2 * ID_BYTES >= data + length)
        return FALSE;
      for (int i = 0; i < 2 * ID_BYTES; i++)
        at[1 + i] = (guint8) g_ascii_toupper (digest[i]);
      at++;
    }
  return TRUE;
}

static GBytes *
save (OvrPdfFile *self,
      GError **error)
{
  HPDF_UINT32 size = 0;
  g_autofree guint8 *data = NULL;

  if (self->status == HPDF_OK && HPDF_SaveToStream (self->doc) == HPDF_OK)
    {
      size = HPDF_GetStreamSize (self->doc);
      data = g_malloc (size);
      HPDF_ResetStream (self->doc);
      HPDF_ReadFromStream (self->doc, data, &size);
    }
  if (self->status != HPDF_OK || data == NULL || size < 8)
    {
      g_set_error (error, OVR_PDF_ERROR, OVR_PDF_ERROR_LIBRARY,
                   "libharu failed with status 0x%04lx", (unsigned long) self->status);
      return NULL;
    }
  memcpy (data, "%PDF-1.7", 8);
  if (!fill_id (data, size))
    {
      g_set_error_literal (error, OVR_PDF_ERROR, OVR_PDF_ERROR_LIBRARY,
                           "the trailer has no /ID");
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&data), size);
}

GBytes *
ovr_pdf_file_finish (OvrPdfFile *self,
                     const OvrPdfInfo *info,
                     GError **error)
{
  HPDF_Dict catalog = self->doc->catalog;

  write_pages (self);
  write_links (self);
  write_outlines (self);
  if (self->signature != NULL)
    write_signature (self);
  write_structure (self);
  write_info (self, info);
  write_metadata (self, info);
  write_output_intent (self);
  write_id (self);
  add_text (self, catalog, "Lang", info->language);
  HPDF_Dict_AddBoolean (add_dict (self, catalog, "ViewerPreferences"), "DisplayDocTitle", HPDF_TRUE);
  return save (self, error);
}
