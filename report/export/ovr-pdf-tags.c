/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-file-private.h"

#include <string.h>

static void
kid_free (gpointer data)
{
  g_free (data);
}

void
ovr_pdf_tag_free (gpointer data)
{
  OvrPdfTag *tag = data;

  g_free (tag->alt);
  g_free (tag->language);
  g_free (tag->bbox);
  g_ptr_array_unref (tag->kids);
  g_free (tag);
}

/* ---- Structure ---------------------------------------------------------- */

OvrPdfKid *
ovr_pdf_add_kid (OvrPdfTag *parent)
{
  OvrPdfKid *kid = g_new0 (OvrPdfKid, 1);

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
    ovr_pdf_add_kid (tag->parent)->tag = tag;
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
  OvrPdfPage *page = ovr_pdf_get_page (self, page_number);
  OvrPdfKid *kid = ovr_pdf_add_kid (tag);

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
  g_string_append (ovr_pdf_get_page (self, page)->ops,
                   pagination ? "/Artifact <</Type /Pagination>> BDC\n" : "/Artifact <</Type /Layout>> BDC\n");
}

void
ovr_pdf_file_end (OvrPdfFile *self,
                  guint page)
{
  g_string_append (ovr_pdf_get_page (self, page)->ops, "EMC\n");
}

static void
write_kid (OvrPdfFile *self,
           HPDF_Array kids,
           const OvrPdfKid *kid)
{
  HPDF_Dict reference;

  if (!kid->is_mark)
    {
      HPDF_Array_Add (kids, kid->tag->dict);
      return;
    }
  reference = ovr_pdf_new_dict (self);
  HPDF_Array_Add (kids, reference);
  HPDF_Dict_AddName (reference, "Type", kid->mcid >= 0 ? "MCR" : "OBJR");
  HPDF_Dict_Add (reference, "Pg", ovr_pdf_get_page (self, kid->page)->page);
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
    ovr_pdf_add_text (self, tag->dict, "Alt", tag->alt);
  if (tag->language != NULL)
    ovr_pdf_add_text (self, tag->dict, "Lang", tag->language);
  if (tag->bbox != NULL)
    {
      attributes = ovr_pdf_add_dict (self, tag->dict, "A");
      HPDF_Dict_AddName (attributes, "O", "Layout");
      HPDF_Dict_AddName (attributes, "Placement", "Block");
      ovr_pdf_add_rect (self, attributes, "BBox", tag->bbox);
    }
  else if (g_str_equal (tag->role, "TH"))
    {
      attributes = ovr_pdf_add_dict (self, tag->dict, "A");
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

void
ovr_pdf_write_structure (OvrPdfFile *self)
{
  HPDF_Dict root = ovr_pdf_new_object (self);
  HPDF_Dict tree = ovr_pdf_new_object (self);

  HPDF_Dict_AddName (root, "Type", "StructTreeRoot");
  self->parents = ovr_pdf_add_array (self, tree, "Nums");
  for (guint i = 0; i < self->tags->len; i++)
    ((OvrPdfTag *) g_ptr_array_index (self->tags, i))->dict = ovr_pdf_new_object (self);

  for (guint i = 0; i < self->tags->len; i++)
    {
      OvrPdfTag *tag = g_ptr_array_index (self->tags, i);
      HPDF_Array kids;

      HPDF_Dict_AddName (tag->dict, "Type", "StructElem");
      HPDF_Dict_AddName (tag->dict, "S", tag->role);
      HPDF_Dict_Add (tag->dict, "P", tag->parent != NULL ? tag->parent->dict : root);
      write_tag_attributes (self, tag);
      kids = ovr_pdf_add_array (self, tag->dict, "K");
      for (guint k = 0; k < tag->kids->len; k++)
        {
          const OvrPdfKid *kid = g_ptr_array_index (tag->kids, k);

          write_kid (self, kids, kid);
          if (kid->is_mark && kid->annotation != NULL)
            write_parent_entry (self, kid->annotation, "StructParent", tag->dict);
        }
    }

  for (guint i = 0; i < self->pages->len; i++)
    {
      OvrPdfPage *page = ovr_pdf_get_page (self, i);
      HPDF_Array marks = HPDF_Array_New (self->doc->mmgr);

      write_parent_entry (self, page->page, "StructParents", marks);
      for (guint m = 0; m < page->marks->len; m++)
        HPDF_Array_Add (marks, ((OvrPdfTag *) g_ptr_array_index (page->marks, m))->dict);
    }

  HPDF_Dict_Add (root, "K", self->root->dict);
  HPDF_Dict_Add (root, "ParentTree", tree);
  HPDF_Dict_AddNumber (root, "ParentTreeNextKey", self->n_parents);
  HPDF_Dict_Add (self->doc->catalog, "StructTreeRoot", root);
  HPDF_Dict_AddBoolean (ovr_pdf_add_dict (self, self->doc->catalog, "MarkInfo"), "Marked", HPDF_TRUE);
}
