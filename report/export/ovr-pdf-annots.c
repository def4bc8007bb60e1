/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-file-private.h"

#include <string.h>

#define CONTENTS_BYTES 16384
#define BYTE_RANGE_PLACEHOLDER 1000000000

void
ovr_pdf_signature_free (OvrPdfSignature *signature)
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

/* ---- Links, outline, signature ------------------------------------------ */

void
ovr_pdf_file_add_link (OvrPdfFile *self,
                       guint page,
                       const double rect[4],
                       guint target,
                       double top,
                       const char *alt)
{
  OvrPdfLink link = { .page = page, .target = target, .top = top, .alt = g_strdup (alt) };

  memcpy (link.rect, rect, sizeof link.rect);
  g_array_append_val (self->links, link);
}

void
ovr_pdf_file_add_outline (OvrPdfFile *self,
                          const char *title,
                          guint page,
                          double top)
{
  OvrPdfOutline outline = { .title = g_strdup (title), .page = page, .top = top };

  g_array_append_val (self->outlines, outline);
}

static void
add_destination (OvrPdfFile *self,
                 HPDF_Dict dict,
                 guint page,
                 double top)
{
  HPDF_Array destination = ovr_pdf_add_array (self, dict, "Dest");

  HPDF_Array_Add (destination, ovr_pdf_get_page (self, page)->page);
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
  OvrPdfPage *page = ovr_pdf_get_page (self, page_number);
  OvrPdfTag *tag = ovr_pdf_file_tag (self, NULL, role);
  OvrPdfKid *kid = ovr_pdf_add_kid (tag);

  if (page->annotations == NULL)
    page->annotations = ovr_pdf_add_array (self, page->page, "Annots");
  HPDF_Array_Add (page->annotations, annotation);
  ovr_pdf_file_tag_set_alt (tag, alt);
  kid->is_mark = TRUE;
  kid->page = page_number;
  kid->mcid = -1;
  kid->annotation = annotation;
}

void
ovr_pdf_write_links (OvrPdfFile *self)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      const OvrPdfLink *link = &g_array_index (self->links, OvrPdfLink, i);
      HPDF_Dict annotation = ovr_pdf_new_object (self);
      HPDF_Array border;

      HPDF_Dict_AddName (annotation, "Type", "Annot");
      HPDF_Dict_AddName (annotation, "Subtype", "Link");
      ovr_pdf_add_rect (self, annotation, "Rect", link->rect);
      border = ovr_pdf_add_array (self, annotation, "Border");
      for (int k = 0; k < 3; k++)
        HPDF_Array_AddNumber (border, 0);
      HPDF_Dict_AddNumber (annotation, "F", 4);
      ovr_pdf_add_text (self, annotation, "Contents", link->alt);
      add_destination (self, annotation, link->target, link->top);
      add_annotation (self, link->page, annotation, "Link", link->alt);
    }
}

void
ovr_pdf_write_outlines (OvrPdfFile *self)
{
  HPDF_Dict root, previous = NULL;

  if (self->outlines->len == 0)
    return;
  root = ovr_pdf_new_object (self);
  HPDF_Dict_AddName (root, "Type", "Outlines");
  for (guint i = 0; i < self->outlines->len; i++)
    {
      const OvrPdfOutline *outline = &g_array_index (self->outlines, OvrPdfOutline, i);
      HPDF_Dict item = ovr_pdf_new_object (self);

      ovr_pdf_add_text (self, item, "Title", outline->title);
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
  HPDF_Dict value = ovr_pdf_new_object (self);
  HPDF_Dict reference = ovr_pdf_new_dict (self);
  HPDF_Dict params;
  HPDF_Array range;
  g_autofree char *date = ovr_pdf_date (signature->time);
  g_autofree guint8 *zeroes = g_malloc0 (CONTENTS_BYTES);

  HPDF_Dict_AddName (value, "Type", "Sig");
  HPDF_Dict_AddName (value, "Filter", "Adobe.PPKLite");
  HPDF_Dict_AddName (value, "SubFilter", "ETSI.CAdES.detached");
  ovr_pdf_add_text (self, value, "M", date);
  ovr_pdf_add_text (self, value, "Name", signature->name);
  ovr_pdf_add_text (self, value, "Reason", signature->reason);
  HPDF_Array_Add (ovr_pdf_add_array (self, value, "Reference"), reference);
  HPDF_Dict_AddName (reference, "Type", "SigRef");
  HPDF_Dict_AddName (reference, "TransformMethod", "DocMDP");
  params = ovr_pdf_add_dict (self, reference, "TransformParams");
  HPDF_Dict_AddName (params, "Type", "TransformParams");
  HPDF_Dict_AddNumber (params, "P", 1);
  HPDF_Dict_AddName (params, "V", "1.2");
  range = ovr_pdf_add_array (self, value, "ByteRange");
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
  HPDF_Dict dict = ovr_pdf_add_dict (self, resources, "Font");

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
  HPDF_Dict form = ovr_pdf_new_stream (self, signature->ops, strlen (signature->ops), TRUE);
  const double bbox[4] = { 0.0, 0.0, signature->rect[2] - signature->rect[0],
                           signature->rect[3] - signature->rect[1] };

  HPDF_Dict_AddName (form, "Type", "XObject");
  HPDF_Dict_AddName (form, "Subtype", "Form");
  HPDF_Dict_AddNumber (form, "FormType", 1);
  ovr_pdf_add_rect (self, form, "BBox", bbox);
  add_font_resources (self, ovr_pdf_add_dict (self, form, "Resources"), signature->fonts);
  return form;
}

void
ovr_pdf_write_signature (OvrPdfFile *self)
{
  const OvrPdfSignature *signature = self->signature;
  HPDF_Dict catalog = self->doc->catalog;
  HPDF_Dict field = ovr_pdf_new_object (self);
  HPDF_Dict value = add_signature_value (self, signature);
  HPDF_Dict form, extension;

  HPDF_Dict_AddName (field, "Type", "Annot");
  HPDF_Dict_AddName (field, "Subtype", "Widget");
  HPDF_Dict_AddName (field, "FT", "Sig");
  ovr_pdf_add_text (self, field, "T", "Signature");
  ovr_pdf_add_text (self, field, "TU", signature->reason);
  HPDF_Dict_AddNumber (field, "F", 132); /* Print, Locked */
  ovr_pdf_add_rect (self, field, "Rect", signature->rect);
  HPDF_Dict_Add (field, "P", ovr_pdf_get_page (self, signature->page)->page);
  HPDF_Dict_Add (ovr_pdf_add_dict (self, field, "AP"), "N", add_appearance (self, signature));
  HPDF_Dict_Add (field, "V", value);
  add_annotation (self, signature->page, field, "Form", signature->reason);

  form = ovr_pdf_add_dict (self, catalog, "AcroForm");
  HPDF_Array_Add (ovr_pdf_add_array (self, form, "Fields"), field);
  HPDF_Dict_AddNumber (form, "SigFlags", 3);
  HPDF_Dict_Add (ovr_pdf_add_dict (self, catalog, "Perms"), "DocMDP", value);
  extension = ovr_pdf_add_dict (self, ovr_pdf_add_dict (self, catalog, "Extensions"), "ESIC");
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
  ovr_pdf_signature_free (self->signature);
  self->signature = copy;
}
