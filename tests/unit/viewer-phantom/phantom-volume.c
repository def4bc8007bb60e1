/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "phantom-volume.h"

#include <glib/gstdio.h>

#include <math.h>
#include <string.h>

void
phantom_remove_directory (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        phantom_remove_directory (path);
      else
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_rmdir (directory);
}

char *
phantom_volume_path (const PhantomVolume *self,
                     int instance)
{
  g_autofree char *name = g_strdup_printf ("CT03-%04d.dcm", instance);

  return g_build_filename (self->directory, name, NULL);
}

OvrDataset *
phantom_volume_read (const PhantomVolume *self,
                     int instance)
{
  g_autofree char *path = phantom_volume_path (self, instance);
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  OvrDataset *dataset;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, &error));
  g_assert_no_error (error);
  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  dataset = ovr_dataset_read_bytes (bytes, OVR_READ_ALL, &error);
  g_assert_no_error (error);
  return dataset;
}

static void
read_slice (PhantomVolume *self,
            int instance)
{
  g_autoptr (OvrDataset) dataset = phantom_volume_read (self, instance);
  g_autoptr (GBytes) cells = ovr_dataset_get_bytes (dataset, OVR_TAG (0x7fe0, 0x0010));
  gsize n = (gsize) self->scan.matrix * (gsize) self->scan.matrix;
  gsize size;
  const guint8 *data = g_bytes_get_data (cells, &size);
  double intercept, slope;

  g_assert_cmpuint (size, ==, 2 * n);
  g_assert_true (ovr_dataset_get_double (dataset, OVR_TAG (0x0028, 0x1052), 0, &intercept));
  g_assert_true (ovr_dataset_get_double (dataset, OVR_TAG (0x0028, 0x1053), 0, &slope));
  for (gsize i = 0; i < n; i++)
    {
      gint16 stored = (gint16) (data[2 * i] | data[2 * i + 1] << 8);

      self->hu[(gsize) (instance - 1) * n + i] = stored * slope + intercept;
    }
}

PhantomVolume *
phantom_volume_new (const OvrPhantomScan *scan)
{
  PhantomVolume *self = g_new0 (PhantomVolume, 1);
  g_autoptr (GError) error = NULL;
  gsize n = (gsize) scan->n_slices * (gsize) scan->matrix * (gsize) scan->matrix;

  self->scan = *scan;
  self->directory = g_dir_make_tmp ("ovr-phantom-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_true (ovr_phantom_write_scan (scan, OVR_PHANTOM_SERIES_AXIAL, self->directory, &error));
  g_assert_no_error (error);
  self->hu = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    self->hu[i] = OVR_RECON_PADDING;
  for (int instance = 1; instance <= scan->n_slices; instance++)
    {
      g_autofree char *path = phantom_volume_path (self, instance);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        read_slice (self, instance);
    }
  return self;
}

void
phantom_volume_free (PhantomVolume *self)
{
  phantom_remove_directory (self->directory);
  g_free (self->directory);
  g_free (self->hu);
  g_free (self);
}

static double
cell (const PhantomVolume *self,
      double column,
      double row,
      double slice)
{
  int n = self->scan.matrix;
  int i = CLAMP ((int) column, 0, n - 1);
  int j = CLAMP ((int) row, 0, n - 1);
  int k = CLAMP ((int) slice, 0, self->scan.n_slices - 1);

  return self->hu[((gsize) k * (gsize) n + (gsize) j) * (gsize) n + (gsize) i];
}

double
phantom_volume_at (const PhantomVolume *self,
                   const double p[3])
{
  double spacing = self->scan.fov_mm / self->scan.matrix;
  double half = 0.5 * (self->scan.matrix - 1);
  double x = (p[0] - self->scan.centre_mm[0]) / spacing + half;
  double y = (p[1] - self->scan.centre_mm[1]) / spacing + half;
  double z = (self->scan.first_z_mm - p[2]) / self->scan.spacing_mm;
  double sum = 0.0;

  for (int corner = 0; corner < 8; corner++)
    {
      double i = floor (x) + (corner & 1);
      double j = floor (y) + (corner >> 1 & 1);
      double k = floor (z) + (corner >> 2);

      sum += cell (self, i, j, k) * (1.0 - fabs (x - i)) * (1.0 - fabs (y - j)) * (1.0 - fabs (z - k));
    }
  return sum;
}

double
phantom_volume_mean (const PhantomVolume *self,
                     const double centre[3],
                     double radius_mm)
{
  double step = radius_mm / 5.0;
  double sum = 0.0;
  int n = 0;

  for (int i = -5; i <= 5; i++)
    for (int j = -5; j <= 5; j++)
      for (int k = -5; k <= 5; k++)
        {
          const double p[3] = { centre[0] + i * step, centre[1] + j * step, centre[2] + k * step };

          if (i * i + j * j + k * k > 25)
            continue;
          sum += phantom_volume_at (self, p);
          n++;
        }
  return sum / n;
}

double
phantom_volume_edge (const PhantomVolume *self,
                     const double centre[3],
                     const double direction[3],
                     double level)
{
  double last = phantom_volume_at (self, centre);

  for (double t = 0.1; t < 60.0; t += 0.1)
    {
      const double p[3] = { centre[0] + t * direction[0], centre[1] + t * direction[1], centre[2] + t * direction[2] };
      double here = phantom_volume_at (self, p);

      if ((last - level) * (here - level) <= 0.0)
        return t;
      last = here;
    }
  g_assert_not_reached ();
}
