/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints the chest phantom's truth as JSON, for tests in other languages. Its
 * numbers come from the phantom's own formulas. */
#include "ovr-phantom.h"

#include <stdio.h>

static void
print_finding (const char *name,
               const OvrPhantomFinding *finding,
               const char *end)
{
  printf ("    \"%s\": { \"series\": %d, \"image\": %d, \"sopUid\": \"%s\", \"column\": %.17g, \"row\": %.17g,"
          " \"longestMm\": %.17g, \"hu\": %.17g }%s\n",
          name, finding->series, finding->image, finding->sop_uid != NULL ? finding->sop_uid : "",
          finding->column, finding->row, finding->longest_mm, finding->hu, end);
}

static void
print_study (const char *name,
             OvrPhantomTime time,
             const OvrPhantomStudyTruth *truth,
             const char *end)
{
  const OvrPhantomScan *scan = ovr_phantom_chest_scan (time);
  int missing = scan->missing_first > 0 ? scan->missing_last - scan->missing_first + 1 : 0;

  printf ("  \"%s\": {\n    \"studyUid\": \"%s\", \"seriesUid\": \"%s\", \"matrix\": %d, \"fovMm\": %.17g,\n"
          "    \"spacingMm\": %.17g, \"thicknessMm\": %.17g, \"slices\": %d, \"missing\": %d, \"missingAfter\": %d,\n",
          name, truth->study_uid, truth->series_uid, scan->matrix, scan->fov_mm, scan->spacing_mm, scan->thickness_mm,
          scan->n_slices - missing, missing, scan->missing_first - 1);
  print_finding ("nodule", &truth->nodule, ",");
  print_finding ("adrenal", &truth->adrenal, ",");
  print_finding ("focus", &truth->focus, ",");
  print_finding ("effusion", &truth->effusion, ",");
  print_finding ("aorta", &truth->aorta, ",");
  print_finding ("liver", &truth->liver, ",");
  print_finding ("air", &truth->air, "");
  printf ("  }%s\n", end);
}

int
main (void)
{
  const OvrPhantomTruth *truth = ovr_phantom_chest_truth ();

  puts ("{");
  print_study ("prior", OVR_PHANTOM_PRIOR, &truth->prior, ",");
  print_study ("current", OVR_PHANTOM_CURRENT, &truth->current, "");
  puts ("}");
  return 0;
}
