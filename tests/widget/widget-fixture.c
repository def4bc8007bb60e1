/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "widget-fixture.h"

static const struct
{
  const char *text;
  const char *section;
  OvrClaimClass claim_class;
} claims[] = {
  { "Rundherd im rechten Oberlappen, 1,2 cm.", "findings", OVR_CLAIM_ABNORMAL },
  { "Kein Pleuraerguss.", "findings", OVR_CLAIM_NORMAL },
  { "Weiterhin kein Erguss.", "findings", OVR_CLAIM_REPETITION },
  { "Herz normal groß.", "impression", OVR_CLAIM_NORMAL },
  { "Klinische Korrelation.", "impression", OVR_CLAIM_ADVICE },
};

OvrReport *
widget_fixture_report (void)
{
  OvrReport *report = ovr_report_new ();
  OvrDocument *document = ovr_document_new ();
  GString *text = g_string_new (NULL);

  document->id = g_strdup ("d1");
  document->role = OVR_DOCUMENT_ORIGINAL;
  for (guint i = 0; i < G_N_ELEMENTS (claims); i++)
    {
      OvrClaim *claim = ovr_claim_new ();

      claim->id = g_strdup_printf ("c%u", i + 1);
      claim->number = (int) i + 1;
      claim->document_id = g_strdup ("d1");
      claim->section = g_strdup (claims[i].section);
      claim->claim_class = claims[i].claim_class;
      claim->start = (int) g_utf8_strlen (text->str, -1);
      g_string_append (text, claims[i].text);
      claim->end = (int) g_utf8_strlen (text->str, -1);
      g_string_append_c (text, '\n');
      g_ptr_array_add (report->claims, claim);
    }
  document->text = g_string_free (text, FALSE);
  g_ptr_array_add (report->documents, document);
  return report;
}
