/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-fixture.h"

#include <stdio.h>
#include <string.h>

/* Prints the fixture's report as JSON. "bare": without key images, so that it
 * needs no images; "open": with a claim that nobody judged. */
int
main (int argc, char *argv[])
{
  g_autoptr (OvrReport) report = export_fixture_report ();
  g_autofree char *json = NULL;

  if (argc > 1)
    {
      for (guint i = 0; i < report->findings->len; i++)
        g_ptr_array_set_size (((OvrFinding *) g_ptr_array_index (report->findings, i))->key_images, 0);
      g_clear_pointer (&report->front_key_image, g_free);
    }
  if (argc > 1 && strcmp (argv[1], "open") == 0)
    ((OvrClaim *) g_ptr_array_index (report->claims, 0))->verdict = OVR_VERDICT_OPEN;
  json = ovr_report_to_json (report);
  fputs (json, stdout);
  return 0;
}
