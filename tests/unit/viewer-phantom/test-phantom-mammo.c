/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-mammo.h"
#include "phantom-files.h"

static char *directory;

static GBytes *
load (int instance)
{
  g_autofree char *name = g_strdup_printf ("MG01-%04d.dcm", instance);

  return files_load (directory, name);
}

static double
mean_around (const guint16 *cells,
             double column,
             double row,
             int inner,
             int outer)
{
  const int columns = ovr_phantom_mammo_truth ()->columns;
  double sum = 0.0;
  int n = 0;

  for (int dy = -outer; dy <= outer; dy++)
    for (int dx = -outer; dx <= outer; dx++)
      if (dx * dx + dy * dy >= inner * inner && dx * dx + dy * dy <= outer * outer)
        {
          sum += cells[((int) row + dy) * columns + (int) column + dx];
          n++;
        }
  return sum / n;
}

static void
test_headers_name_each_view (void)
{
  static const char *const orientations[] = { "P\\L", "A\\R", "P\\FL", "A\\FR" };
  const OvrPhantomMammo *truth = ovr_phantom_mammo_truth ();

  for (int i = 0; i < 4; i++)
    {
      g_autoptr (GBytes) file = load (i + 1);
      g_autoptr (OvrDataset) header = files_header (file);
      const OvrDataset *code = ovr_dataset_get_item (header, OVR_TAG (0x0054, 0x0220), 0);
      double spacing[2];

      files_assert_notice (header);
      files_assert_text (header, OVR_TAG (0x0020, 0x0062), truth->views[i].laterality);
      files_assert_text (header, OVR_TAG (0x0018, 0x5101), truth->views[i].view);
      files_assert_text (header, OVR_TAG (0x0020, 0x0020), orientations[i]);
      files_assert_text (header, OVR_TAG (0x0008, 0x0068), "FOR PRESENTATION");
      files_assert_text (code, OVR_TAG (0x0008, 0x0102), "SRT");
      g_assert_true (ovr_dataset_get_doubles (header, OVR_TAG (0x0018, 0x1164), spacing, 2));
      g_assert_cmpfloat (spacing[0], ==, truth->spacing_mm);
      g_assert_false (ovr_dataset_has (header, OVR_TAG (0x0028, 0x0030)));
    }
}

/* The chest wall is on the left in pictures of the left breast. */
static void
test_breasts_lie_at_the_chest_walls_edge (void)
{
  const OvrPhantomMammo *truth = ovr_phantom_mammo_truth ();

  for (int i = 0; i < 4; i++)
    {
      const gboolean is_left = truth->views[i].laterality[0] == 'L';
      g_autoptr (GBytes) file = load (i + 1);
      OvrFrameInfo info = { 0 };
      g_autoptr (GBytes) cells = files_frame (file, 1, &info);
      const guint16 *row = (const guint16 *) g_bytes_get_data (cells, NULL) + truth->rows / 2 * truth->columns;

      g_assert_cmpuint (row[is_left ? 20 : truth->columns - 21], >, 600);
      g_assert_cmpuint (row[is_left ? truth->columns - 21 : 20], ==, 0);
    }
}

static void
test_mass_is_where_the_truth_says (void)
{
  const OvrPhantomMammo *truth = ovr_phantom_mammo_truth ();
  const double radius_px = truth->mass_mm * truth->magnification / truth->spacing_mm / 2.0;
  int n = 0;

  for (int i = 0; i < 4; i++)
    {
      const OvrPhantomMammoView *view = &truth->views[i];
      g_autoptr (GBytes) file = load (i + 1);
      OvrFrameInfo info = { 0 };
      g_autoptr (GBytes) cells = files_frame (file, 1, &info);
      const guint16 *pixels = g_bytes_get_data (cells, NULL);

      if (!view->has_mass)
        continue;
      n++;
      g_assert_cmpfloat (mean_around (pixels, view->mass_px[0], view->mass_px[1], 0, (int) (radius_px * 0.7)), >,
                         400.0 + mean_around (pixels, view->mass_px[0], view->mass_px[1], (int) (radius_px * 1.6), (int) (radius_px * 2.2)));
    }
  g_assert_cmpint (n, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int code;

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  directory = files_new_directory ();
  ovr_phantom_mammo_write (directory, &error);
  g_assert_no_error (error);
  g_test_add_func ("/phantom/mammo/headers", test_headers_name_each_view);
  g_test_add_func ("/phantom/mammo/chest-wall", test_breasts_lie_at_the_chest_walls_edge);
  g_test_add_func ("/phantom/mammo/mass", test_mass_is_where_the_truth_says);
  code = g_test_run ();
  files_remove (directory);
  g_free (directory);
  return code;
}
