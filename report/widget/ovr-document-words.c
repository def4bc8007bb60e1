/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-document-words.h"

#include "ovr-interface-language.h"

#include <glib/gi18n.h>

static const char *
role_words (OvrDocumentRole role)
{
  switch (role)
    {
    case OVR_DOCUMENT_ORIGINAL:
      return _ ("Original report");
    case OVR_DOCUMENT_PRIOR:
      return _ ("Report of a prior study");
    case OVR_DOCUMENT_REQUEST:
      return _ ("Request");
    case OVR_DOCUMENT_LETTER:
      return _ ("Clinical letter");
    case OVR_DOCUMENT_PATHOLOGY:
      return _ ("Pathology");
    case OVR_DOCUMENT_LABORATORY:
      return _ ("Laboratory");
    case OVR_DOCUMENT_OTHER:
    default:
      return _ ("Document");
    }
}

char *
ovr_document_dup_title (const OvrDocument *document)
{
  g_autofree char *date = ovr_date_is_known (document->date) ? ovr_date_to_words (document->date, ovr_interface_language ()) : NULL;

  return date != NULL ? g_strdup_printf ("%s, %s", role_words (document->role), date)
                      : g_strdup (role_words (document->role));
}
