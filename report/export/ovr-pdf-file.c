/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-file.h"

#include "ovr-export-resources.h"
#include "ovr-pdf-file-private.h"
#include "ovr-pdf-xmp.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define ID_BYTES 16

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
page_free (gpointer data)
{
  OvrPdfPage *page = data;

  g_string_free (page->ops, TRUE);
  g_hash_table_unref (page->fonts);
  g_hash_table_unref (page->images);
  g_ptr_array_unref (page->marks);
  g_free (page);
}

static void
link_clear (gpointer data)
{
  g_free (((OvrPdfLink *) data)->alt);
}

static void
outline_clear (gpointer data)
{
  g_free (((OvrPdfOutline *) data)->title);
}

/* A number as PDF writes it: a full stop, at most three decimals, no exponent. */
static void
append_number (GString *ops,
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
      append_number (ops, va_arg (args, double));
    else
      g_string_append_c (ops, *p);
  va_end (args);
}

HPDF_Dict
ovr_pdf_new_dict (OvrPdfFile *self)
{
  return HPDF_Dict_New (self->doc->mmgr);
}

HPDF_Dict
ovr_pdf_new_object (OvrPdfFile *self)
{
  HPDF_Dict dict = ovr_pdf_new_dict (self);

  HPDF_Xref_Add (self->doc->xref, dict);
  return dict;
}

HPDF_Dict
ovr_pdf_new_stream (OvrPdfFile *self,
                    const void *data,
                    gsize length,
                    gboolean deflate)
{
  HPDF_Dict stream = HPDF_DictStream_New (self->doc->mmgr, self->doc->xref);

  stream->filter = deflate ? HPDF_STREAM_FILTER_FLATE_DECODE : HPDF_STREAM_FILTER_NONE;
  HPDF_Stream_Write (stream->stream, data, (HPDF_UINT) length);
  return stream;
}

HPDF_Array
ovr_pdf_add_array (OvrPdfFile *self,
                   HPDF_Dict dict,
                   const char *key)
{
  HPDF_Array array = HPDF_Array_New (self->doc->mmgr);

  HPDF_Dict_Add (dict, key, array);
  return array;
}

HPDF_Dict
ovr_pdf_add_dict (OvrPdfFile *self,
                  HPDF_Dict parent,
                  const char *key)
{
  HPDF_Dict dict = ovr_pdf_new_dict (self);

  HPDF_Dict_Add (parent, key, dict);
  return dict;
}

/* A text string: plain where it is ASCII, else UTF-16BE with its mark. */
void
ovr_pdf_add_text (OvrPdfFile *self,
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

void
ovr_pdf_add_rect (OvrPdfFile *self,
                  HPDF_Dict dict,
                  const char *key,
                  const double rect[4])
{
  HPDF_Array array = ovr_pdf_add_array (self, dict, key);

  for (int i = 0; i < 4; i++)
    HPDF_Array_AddReal (array, (HPDF_REAL) rect[i]);
}

/* "2026-11-23T18:08:00+01:00" to "D:20261123180800+01'00'". */
char *
ovr_pdf_date (const char *iso)
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
  self->tags = g_ptr_array_new_with_free_func (ovr_pdf_tag_free);
  self->links = g_array_new (FALSE, TRUE, sizeof (OvrPdfLink));
  g_array_set_clear_func (self->links, link_clear);
  self->outlines = g_array_new (FALSE, TRUE, sizeof (OvrPdfOutline));
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
  ovr_pdf_signature_free (self->signature);
  g_free (self);
}

OvrPdfPage *
ovr_pdf_get_page (OvrPdfFile *self,
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
  OvrPdfPage *page = g_new0 (OvrPdfPage, 1);

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
  return ovr_pdf_get_page (self, page)->ops;
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
  dict = ovr_pdf_add_dict (self, resources, key);
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
      OvrPdfPage *page = ovr_pdf_get_page (self, i);
      HPDF_PageAttr attr = (HPDF_PageAttr) page->page->attr;
      HPDF_Dict resources = ovr_pdf_new_dict (self);

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
  HPDF_Dict dict = self->doc->info != NULL ? self->doc->info : ovr_pdf_new_object (self);
  g_autofree char *date = ovr_pdf_date (info->created);

  self->doc->info = dict;
  ovr_pdf_add_text (self, dict, "Title", info->title);
  ovr_pdf_add_text (self, dict, "Author", info->author);
  ovr_pdf_add_text (self, dict, "Subject", info->subject);
  ovr_pdf_add_text (self, dict, "Creator", OVR_PDF_CREATOR);
  ovr_pdf_add_text (self, dict, "Producer", OVR_PDF_PRODUCER);
  ovr_pdf_add_text (self, dict, "CreationDate", date);
  ovr_pdf_add_text (self, dict, "ModDate", date);
}

static void
write_metadata (OvrPdfFile *self,
                const OvrPdfInfo *info)
{
  g_autofree char *xmp = ovr_pdf_xmp (info);
  HPDF_Dict metadata = ovr_pdf_new_stream (self, xmp, strlen (xmp), FALSE);

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
  HPDF_Dict intent = ovr_pdf_new_object (self);
  HPDF_Dict stream;

  stream = ovr_pdf_new_stream (self, g_bytes_get_data (profile, NULL), g_bytes_get_size (profile), TRUE);
  HPDF_Dict_AddNumber (stream, "N", 3);
  HPDF_Dict_AddName (intent, "Type", "OutputIntent");
  HPDF_Dict_AddName (intent, "S", "GTS_PDFA1");
  ovr_pdf_add_text (self, intent, "OutputConditionIdentifier", "sRGB");
  ovr_pdf_add_text (self, intent, "RegistryName", "http://www.color.org");
  ovr_pdf_add_text (self, intent, "Info", "sRGB IEC 61966-2-1");
  HPDF_Dict_Add (intent, "DestOutputProfile", stream);
  HPDF_Array_Add (ovr_pdf_add_array (self, self->doc->catalog, "OutputIntents"), intent);
}

static void
write_id (OvrPdfFile *self)
{
  HPDF_Array id = ovr_pdf_add_array (self, self->doc->trailer, "ID");
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
  ovr_pdf_write_links (self);
  ovr_pdf_write_outlines (self);
  if (self->signature != NULL)
    ovr_pdf_write_signature (self);
  ovr_pdf_write_structure (self);
  write_info (self, info);
  write_metadata (self, info);
  write_output_intent (self);
  write_id (self);
  ovr_pdf_add_text (self, catalog, "Lang", info->language);
  HPDF_Dict_AddBoolean (ovr_pdf_add_dict (self, catalog, "ViewerPreferences"), "DisplayDocTitle", HPDF_TRUE);
  return save (self, error);
}
