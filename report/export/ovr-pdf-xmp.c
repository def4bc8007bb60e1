/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-xmp.h"

static void
append_property (GString *xmp,
                 const char *name,
                 const char *container,
                 const char *item_start,
                 const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  if (container == NULL)
    g_string_append_printf (xmp, "<%s>%s</%s>\n", name, escaped, name);
  else
    g_string_append_printf (xmp, "<%s><rdf:%s><rdf:li%s>%s</rdf:li></rdf:%s></%s>\n",
                            name, container, item_start, escaped, container, name);
}

/* The description of our properties, as PDF/A-3 wants of unknown schemas. */
static void
append_extension_schema (GString *xmp)
{
  static const char *const properties[][3] = {
    { "Fonts", "Text", "Fonts of the pages with their versions" },
    { "Report", "Text", "Number of the report" },
    { "Version", "Integer", "Version of the report" },
    { "Predecessor", "Text", "SHA-256 of the file of the version that it replaces" },
  };

  g_string_append (xmp,
                   "<rdf:Description rdf:about=\"\""
                   " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
                   " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
                   " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
                   "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
                   "<pdfaSchema:schema>Overread</pdfaSchema:schema>\n"
                   "<pdfaSchema:namespaceURI>https://overread.org/ns/1.0/</pdfaSchema:namespaceURI>\n"
                   "<pdfaSchema:prefix>overread</pdfaSchema:prefix>\n"
                   "<pdfaSchema:property><rdf:Seq>\n");
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    g_string_append_printf (xmp,
                            "<rdf:li rdf:parseType=\"Resource\">\n"
                            "<pdfaProperty:name>%s</pdfaProperty:name>\n"
                            "<pdfaProperty:valueType>%s</pdfaProperty:valueType>\n"
                            "<pdfaProperty:category>internal</pdfaProperty:category>\n"
                            "<pdfaProperty:description>%s</pdfaProperty:description>\n"
                            "</rdf:li>\n",
                            properties[i][0], properties[i][1], properties[i][2]);
  g_string_append (xmp,
                   "</rdf:Seq></pdfaSchema:property>\n"
                   "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
                   "</rdf:Description>\n");
}

char *
ovr_pdf_xmp (const OvrPdfInfo *info)
{
  g_autofree char *version = g_strdup_printf ("%d", info->version);
  GString *xmp = g_string_new ("<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
                               "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
                               "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n");

  append_extension_schema (xmp);
  g_string_append (xmp, "<rdf:Description rdf:about=\"\""
                        " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
                        " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
                        " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
                        " xmlns:overread=\"https://overread.org/ns/1.0/\">\n");
  append_property (xmp, "dc:format", NULL, NULL, "application/pdf");
  append_property (xmp, "dc:title", "Alt", " xml:lang=\"x-default\"", info->title);
  append_property (xmp, "dc:creator", "Seq", "", info->author);
  append_property (xmp, "dc:description", "Alt", " xml:lang=\"x-default\"", info->subject);
  append_property (xmp, "dc:language", "Bag", "", info->language);
  append_property (xmp, "xmp:CreatorTool", NULL, NULL, OVR_PDF_CREATOR);
  append_property (xmp, "xmp:CreateDate", NULL, NULL, info->created);
  append_property (xmp, "xmp:ModifyDate", NULL, NULL, info->created);
  append_property (xmp, "xmp:MetadataDate", NULL, NULL, info->created);
  append_property (xmp, "pdf:Producer", NULL, NULL, OVR_PDF_PRODUCER);
  append_property (xmp, "overread:Fonts", NULL, NULL, info->fonts);
  append_property (xmp, "overread:Report", NULL, NULL, info->number);
  append_property (xmp, "overread:Version", NULL, NULL, version);
  if (info->predecessor != NULL)
    append_property (xmp, "overread:Predecessor", NULL, NULL, info->predecessor);
  g_string_append (xmp, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>\n");
  return g_string_free (xmp, FALSE);
}
