/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-notes.h"
#include "ovr-render.h"
#include "pixel-samples.h"
#include "state-samples.h"

#include <glib/gstdio.h>
#include <string.h>

/* What dcmp2pgm makes of the same image and state, pixel for pixel: modality,
 * VOI and presentation stage, rotation and flip. It draws no graphics and no
 * shutter, and the whole image whatever the displayed area. */

#define COLUMNS 40
#define ROWS 24
#define N ((gsize) COLUMNS * ROWS)

/* A file and the frame in it. */
typedef struct
{
  OvrPixels *pixels;
  char *folder;
  char *image_path;
  char *state_path;
  char *picture_path;
} Fixture;

static void
save (OvrDataset *dataset,
      const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = ovr_dataset_write (dataset, NULL, &error);
  gsize size;
  const void *data;

  g_assert_no_error (error);
  data = g_bytes_get_data (file, &size);
  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);
}

/* A noisy ramp over 12 bits, with a rescale and a window that a state must not
 * use. */
static OvrDataset *
make_image (gboolean is_monochrome1,
            guint16 cells[N])
{
  OvrDataset *image = sample_header (COLUMNS, ROWS, "OT");
  const double slope = 2.0;
  const double intercept = -500.0;
  const struct
  {
    guint32 tag;
    gint64 value;
  } numbers[] = {
    { OVR_TAG (0x0028, 0x0002), 1 },
    { OVR_TAG (0x0028, 0x0100), 16 },
    { OVR_TAG (0x0028, 0x0101), 12 },
    { OVR_TAG (0x0028, 0x0102), 11 },
    { OVR_TAG (0x0028, 0x0103), 0 },
  };
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < N; i++)
    cells[i] = GUINT16_TO_LE ((guint16) (i * 4095 / (N - 1) ^ (i * 7 & 0x1f)));
  bytes = g_bytes_new (cells, N * 2);
  ovr_dataset_set_text (image, OVR_TAG (0x0008, 0x0016), "1.2.840.10008.5.1.4.1.1.7");
  ovr_dataset_set_text (image, OVR_TAG (0x0008, 0x0018), SAMPLE_IMAGE_UID);
  ovr_dataset_set_text (image, OVR_TAG (0x0020, 0x000d), "2.25.11");
  ovr_dataset_set_text (image, OVR_TAG (0x0020, 0x000e), "2.25.13");
  ovr_dataset_set_text (image, OVR_TAG (0x0028, 0x0004), is_monochrome1 ? "MONOCHROME1" : "MONOCHROME2");
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    ovr_dataset_set_int (image, numbers[i].tag, numbers[i].value);
  ovr_dataset_set_doubles (image, OVR_TAG (0x0028, 0x1052), &intercept, 1);
  ovr_dataset_set_doubles (image, OVR_TAG (0x0028, 0x1053), &slope, 1);
  ovr_dataset_set_bytes (image, OVR_TAG (0x7fe0, 0x0010), bytes, 2);

  return image;
}

static void
fixture_init (Fixture *self,
              gboolean is_monochrome1)
{
  guint16 cells[N];
  OvrFrameInfo info = sample_info (COLUMNS, ROWS, 16, 12, FALSE);
  g_autoptr (OvrDataset) image = make_image (is_monochrome1, cells);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("overread-state-XXXXXX", &error);
  g_assert_no_error (error);
  self->image_path = g_build_filename (self->folder, "image", NULL);
  self->state_path = g_build_filename (self->folder, "state", NULL);
  self->picture_path = g_build_filename (self->folder, "picture", NULL);
  save (image, self->image_path);
  info.photometric = is_monochrome1 ? OVR_PHOTOMETRIC_MONOCHROME1 : OVR_PHOTOMETRIC_MONOCHROME2;
  self->pixels = sample_pixels (image, &info, cells, sizeof cells);
}

static void
fixture_clear (Fixture *self)
{
  ovr_pixels_unref (self->pixels);
  g_remove (self->image_path);
  g_remove (self->state_path);
  g_remove (self->picture_path);
  g_rmdir (self->folder);
  g_free (self->image_path);
  g_free (self->state_path);
  g_free (self->picture_path);
  g_free (self->folder);
}

/* The other program's picture; its size is checked. (transfer full) */
static char *
ask_dcmtk (const Fixture *self,
           const char *image_path,
           const char *state_path,
           guint width,
           guint height,
           const guint8 **grey)
{
  const char *argv[] = { "dcmp2pgm", "-q", "-p", state_path, image_path, self->picture_path, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *head = g_strdup_printf ("P5\n%u %u 255\n", width, height);
  char *picture;
  gsize size;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_file_get_contents (self->picture_path, &picture, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size, ==, strlen (head) + width * height);
  g_assert_true (strncmp (picture, head, strlen (head)) == 0);
  *grey = (const guint8 *) picture + strlen (head);

  return picture;
}

/* Draws the state's view of the whole image, pixel by pixel, and compares. */
static void
compare (const Fixture *self,
         OvrPresentationState *state,
         const OvrPixels *pixels,
         const char *uid,
         const char *image_path,
         const char *state_path,
         int tolerance)
{
  gboolean lies = state->rotation_deg % 180 != 0;
  guint width = lies ? pixels->info.rows : pixels->info.columns;
  guint height = lies ? pixels->info.columns : pixels->info.rows;
  g_autoptr (OvrPixels) applied = ovr_presentation_state_apply (state, pixels, uid);
  g_autoptr (OvrView) view = ovr_view_new ();
  g_autofree guint32 *target = g_new (guint32, (gsize) width * height);
  const guint8 *grey;
  g_autofree char *picture = ask_dcmtk (self, image_path, state_path, width, height, &grey);

  g_assert_nonnull (applied);
  view->rotation_deg = state->rotation_deg;
  view->flip_horizontal = state->flip_horizontal;
  ovr_render_view (applied, view, OVR_RENDER_NEAREST | OVR_RENDER_OVERLAYS, (guint8 *) target, width, height, (gsize) width * 4);
  for (gsize i = 0; i < (gsize) width * height; i++)
    if (ABS ((int) (target[i] & 0xff) - (int) grey[i]) > tolerance)
      g_error ("pixel %u, %u: %u, not %u", (guint) (i % width), (guint) (i / width), target[i] & 0xff, grey[i]);
}

static void
compare_sample (const Fixture *self,
                OvrDataset *dataset,
                int tolerance)
{
  g_autoptr (OvrPresentationState) state = NULL;

  save (dataset, self->state_path);
  state = sample_state_finish (dataset);
  compare (self, state, self->pixels, SAMPLE_IMAGE_UID, self->image_path, self->state_path, tolerance);
}

static gboolean
is_there (void)
{
  g_autofree char *program = g_find_program_in_path ("dcmp2pgm");

  if (program == NULL)
    g_test_skip ("no dcmp2pgm");
  return program != NULL;
}

static OvrDataset *
whole_state (void)
{
  return sample_state (1, 1, COLUMNS, ROWS);
}

static void
test_windows_and_polarity (void)
{
  if (!is_there ())
    return;

  for (int i = 0; i < 8; i++)
    {
      Fixture fixture = { 0 };
      OvrDataset *state = whole_state ();

      fixture_init (&fixture, i & 1);
      if (i & 2)
        ovr_dataset_set_text (state, OVR_TAG (0x2050, 0x0020), "INVERSE");
      if (i & 4)
        {
          const double slope = 1.0;
          const double intercept = -1024.0;

          ovr_dataset_set_doubles (state, OVR_TAG (0x0028, 0x1052), &intercept, 1);
          ovr_dataset_set_doubles (state, OVR_TAG (0x0028, 0x1053), &slope, 1);
          ovr_dataset_set_text (state, OVR_TAG (0x0028, 0x1054), "US");
        }
      sample_state_window (state, i & 4 ? 40.0 : 2000.0, 1500.0);
      compare_sample (&fixture, state, 1);
      fixture_clear (&fixture);
    }
}

static void
test_a_state_without_window_shows_the_whole_range (void)
{
  Fixture fixture = { 0 };

  if (!is_there ())
    return;

  fixture_init (&fixture, TRUE);
  compare_sample (&fixture, whole_state (), 1);
  fixture_clear (&fixture);
}

static void
test_all_turns (void)
{
  if (!is_there ())
    return;

  for (int i = 0; i < 8; i++)
    {
      Fixture fixture = { 0 };
      OvrDataset *state = whole_state ();

      fixture_init (&fixture, FALSE);
      ovr_dataset_set_int (state, OVR_TAG (0x0070, 0x0042), i % 4 * 90);
      ovr_dataset_set_text (state, OVR_TAG (0x0070, 0x0041), i >= 4 ? "Y" : "N");
      sample_state_window (state, 2048.0, 4096.0);
      compare_sample (&fixture, state, 1);
      fixture_clear (&fixture);
    }
}

static void
test_tables (void)
{
  Fixture fixture = { 0 };
  OvrDataset *state = whole_state ();
  OvrDataset *item = ovr_dataset_append_item (state, OVR_TAG (0x0028, 0x3110));
  g_autofree guint16 *modality = g_new (guint16, 4096);
  g_autofree guint16 *voi = g_new (guint16, 4096);
  g_autofree guint16 *presentation = g_new (guint16, 4096);

  for (guint i = 0; i < 4096; i++)
    {
      modality[i] = (guint16) (i * 5 % 4096);
      voi[i] = (guint16) (i * i / 4096);
      presentation[i] = (guint16) (4095 - i * 3 % 4096);
    }
  sample_table (state, OVR_TAG (0x0028, 0x3000), (gint64[]){ 4096, 0, 12 }, modality);
  sample_table (item, OVR_TAG (0x0028, 0x3010), (gint64[]){ 4096, 0, 12 }, voi);
  sample_table (state, OVR_TAG (0x2050, 0x0010), (gint64[]){ 4096, 0, 12 }, presentation);
  if (!is_there ())
    {
      ovr_dataset_free (state);
      return;
    }

  fixture_init (&fixture, FALSE);
  compare_sample (&fixture, state, 1);
  fixture_clear (&fixture);
}

static void
test_scrambled_tables_of_others (void)
{
  const char *samples = g_getenv ("OVERREAD_SAMPLES");
  g_autofree char *image_path = NULL;
  g_autofree char *state_path = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (OvrPresentationState) state = NULL;
  g_autoptr (OvrDataset) header = NULL;
  g_autoptr (GBytes) cells = NULL;
  g_autoptr (OvrImage) image = NULL;
  g_autoptr (OvrPixels) pixels = NULL;
  g_autoptr (GError) error = NULL;
  OvrFrameInfo info;
  Fixture fixture = { 0 };
  gsize size;

  if (!is_there ())
    return;
  image_path = g_build_filename (samples != NULL ? samples : "", "dicom/conformance/weasis-dicom-tools/imageForPrLUTs.dcm", NULL);
  state_path = g_build_filename (samples != NULL ? samples : "", "dicom/reports/weasis-dicom-tools/prLUTs.dcm", NULL);
  if (!g_file_get_contents (state_path, &bytes, &size, NULL))
    {
      g_test_skip ("no samples");
      return;
    }
  file = g_bytes_new_take (g_steal_pointer (&bytes), size);
  state = ovr_presentation_state_new (ovr_dataset_read_bytes (file, OVR_READ_ALL, &error));
  g_bytes_unref (file);
  g_file_get_contents (image_path, &bytes, &size, &error);
  g_assert_no_error (error);
  file = g_bytes_new_take (g_steal_pointer (&bytes), size);
  header = ovr_dataset_read_bytes (file, OVR_READ_HEADER, &error);
  cells = ovr_frame_decode (file, 1, &info, &error);
  g_assert_no_error (error);
  image = ovr_image_new (header, &info, 1);
  pixels = ovr_pixels_new (image, &info, cells, &error);
  g_assert_no_error (error);

  fixture_init (&fixture, FALSE);
  bytes = ovr_dataset_get_value (header, OVR_TAG (0x0008, 0x0018), 0);
  compare (&fixture, state, pixels, bytes, image_path, state_path, 0);
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add_func ("/presentation-dcmtk/windows-and-polarity", test_windows_and_polarity);
  g_test_add_func ("/presentation-dcmtk/no-window", test_a_state_without_window_shows_the_whole_range);
  g_test_add_func ("/presentation-dcmtk/turns", test_all_turns);
  g_test_add_func ("/presentation-dcmtk/tables", test_tables);
  g_test_add_func ("/presentation-dcmtk/scrambled-tables", test_scrambled_tables_of_others);
  return g_test_run ();
}
