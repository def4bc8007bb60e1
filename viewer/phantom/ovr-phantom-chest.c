/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-phantom-work.h"

#include "ovr-dicom.h"

#include <math.h>

/* The two studies: who, when, with which scanner, and the writing of all. */

#define CT_IMAGE_STORAGE "1.2.840.10008.5.1.4.1.1.2"

#define PATIENT                                                                       \
  {                                                                                   \
    .name = "Østergård-Kučera^Žofie", .id = "PHANTOM-1956", .birth_date = "19560229", \
    .sex = "F", .age = "070Y", .size_m = 1.66, .weight_kg = 64.0                      \
  }

static const OvrPhantomStudy studies[] = {
  [OVR_PHANTOM_PRIOR] = {
      .patient = PATIENT,
      .key = "chest-prior",
      .description = "CT Thorax/Oberbauch mit KM",
      .date = "20260413",
      .time = "091642",
      .id = "LW-26-10418",
      .accession = "LW2610418",
      .referring = "Brandl^Ines^^Dr.",
      .institution = "Klinik am Lindenwald (erfunden)",
  },
  [OVR_PHANTOM_CURRENT] = {
      .patient = PATIENT,
      .key = "chest-current",
      .description = "CT Thorax mit KM",
      .date = "20260914",
      .time = "143207",
      .id = "FB-88213",
      .accession = "FB0088213",
      .referring = "Brandl^Ines^^Dr.",
      .institution = "Radiologie Fuchsberg (erfunden)",
  },
};

/* 3 mm by an older scanner, from the neck to the kidneys; instances 61 to 63
 * were lost. They are where the focus in T8 lies. */
static const OvrPhantomScan prior_axial = {
  .time = OVR_PHANTOM_PRIOR,
  .kernel = OVR_PHANTOM_KERNEL_SMOOTH,
  .matrix = 512,
  .fov_mm = 390.0,
  .centre_mm = { 5.0, 4.0 },
  .first_z_mm = 104.4,
  .spacing_mm = 3.0,
  .thickness_mm = 3.0,
  .n_slices = 120,
  .missing_first = 61,
  .missing_last = 63,
  .noise_hu = 9.0,
  .intercept = -1024,
};

/* 1.25 mm. 160 slices would be 200 mm, too few for a chest from the apices to
 * the adrenals: 240 are 300 mm. The nodule's centre lies in instance 57. */
static const OvrPhantomScan current_axial = {
  .time = OVR_PHANTOM_CURRENT,
  .kernel = OVR_PHANTOM_KERNEL_SOFT,
  .matrix = 512,
  .fov_mm = 360.0,
  .centre_mm = { 0.0, 0.0 },
  .first_z_mm = 95.0,
  .spacing_mm = 1.25,
  .thickness_mm = 1.25,
  .n_slices = 240,
  .noise_hu = 12.0,
  .intercept = 0,
};

/* The same data twice as thick, with the sharp kernel. */
static const OvrPhantomScan current_lung = {
  .time = OVR_PHANTOM_CURRENT,
  .kernel = OVR_PHANTOM_KERNEL_LUNG,
  .matrix = 512,
  .fov_mm = 360.0,
  .centre_mm = { 0.0, 0.0 },
  .first_z_mm = 94.375,
  .spacing_mm = 2.5,
  .thickness_mm = 2.5,
  .n_slices = 120,
  .noise_hu = 38.0,
  .intercept = 0,
};

const OvrPhantomScan *
ovr_phantom_chest_scan (OvrPhantomTime time)
{
  return time == OVR_PHANTOM_PRIOR ? &prior_axial : &current_axial;
}

const OvrPhantomStudy *
ovr_phantom_chest_study (OvrPhantomTime time)
{
  return &studies[time];
}

OvrPose
ovr_phantom_chest_pose (OvrPhantomTime time)
{
  if (time == OVR_PHANTOM_PRIOR)
    return (OvrPose){
      .roll_rad = 4.0 * G_PI / 180.0,
      .shift = { 4.0, 8.0, -8.0 },
      .breath_mm = 14.0,
      .nodule_mm = 8.0,
      .focus_mm = 6.0,
      .effusion_mm = 0.0,
    };
  return (OvrPose){ .nodule_mm = 14.0, .focus_mm = 9.0, .effusion_mm = 12.0 };
}

OvrPhantomSeries
ovr_phantom_chest_series (OvrPhantomTime time,
                          int number,
                          OvrPhantomKernel kernel)
{
  gboolean prior = time == OVR_PHANTOM_PRIOR;

  return (OvrPhantomSeries){
    .study = &studies[time],
    .number = number,
    .modality = "CT",
    .sop_class = CT_IMAGE_STORAGE,
    .description = prior ? "Thorax 3.0 ST KM" : (kernel == OVR_PHANTOM_KERNEL_LUNG ? "Thorax 2.5 Lunge" : "Thorax 1.25 Weichteil KM"),
    .protocol = prior ? "Thorax Abdomen KM" : "Thorax Routine KM",
    .body_part = "CHEST",
    .image_type = "ORIGINAL\\PRIMARY\\AXIAL",
    .frame_of_reference = "gantry",
    .manufacturer = "Overread Phantom",
    .model = prior ? "Analytic 16" : "Analytic 128",
  };
}

static void
set_number (OvrDataset *dataset,
            guint32 tag,
            double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  ovr_dataset_set_text (dataset, tag, g_ascii_formatd (text, sizeof text, "%.10g", value));
}

static void
set_double (OvrDataset *dataset,
            guint32 tag,
            double value)
{
  ovr_dataset_set_doubles (dataset, tag, &value, 1);
}

static void
set_contrast (OvrDataset *dataset,
              gboolean prior)
{
  ovr_dataset_set_text (dataset, OVR_TAG (0x0018, 0x0010), prior ? "Iomeprol 300" : "Iopromid 370");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0018, 0x1040), "IV");
  set_number (dataset, OVR_TAG (0x0018, 0x1041), prior ? 100.0 : 80.0);
  set_number (dataset, OVR_TAG (0x0018, 0x1044), prior ? 100.0 : 80.0);
  set_number (dataset, OVR_TAG (0x0018, 0x1046), prior ? 2.5 : 3.0);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0018, 0x1048), "IODINE");
  set_number (dataset, OVR_TAG (0x0018, 0x1049), prior ? 300.0 : 370.0);
}

void
ovr_phantom_ct_module (OvrDataset *dataset,
                       const OvrPhantomScan *scan,
                       int instance,
                       double z_mm)
{
  gboolean prior = scan->time == OVR_PHANTOM_PRIOR;
  gboolean lung = scan->kernel == OVR_PHANTOM_KERNEL_LUNG;

  ovr_dataset_set_text (dataset, OVR_TAG (0x0018, 0x5100), "HFS");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0020, 0x1040), "SN");
  ovr_dataset_set_int (dataset, OVR_TAG (0x0020, 0x0012), 2);
  set_number (dataset, OVR_TAG (0x0020, 0x1041), z_mm);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0018, 0x0022), "HELICAL MODE");
  set_number (dataset, OVR_TAG (0x0018, 0x0060), prior ? 120.0 : 100.0);
  set_number (dataset, OVR_TAG (0x0018, 0x0090), 500.0);
  set_number (dataset, OVR_TAG (0x0018, 0x1100), scan->fov_mm);
  set_number (dataset, OVR_TAG (0x0018, 0x1110), 1040.0);
  set_number (dataset, OVR_TAG (0x0018, 0x1111), 570.0);
  set_number (dataset, OVR_TAG (0x0018, 0x1120), 0.0);
  set_number (dataset, OVR_TAG (0x0018, 0x1130), prior ? 148.0 : 162.5);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0018, 0x1140), "CW");
  ovr_dataset_set_int (dataset, OVR_TAG (0x0018, 0x1150), 500);
  /* The tube current follows the patient: more through the shoulders. */
  ovr_dataset_set_int (dataset, OVR_TAG (0x0018, 0x1151), (prior ? 165 : 210) + (z_mm > 40.0 ? 70 : 0));
  ovr_dataset_set_int (dataset, OVR_TAG (0x0018, 0x1152), ((prior ? 165 : 210) + (z_mm > 40.0 ? 70 : 0)) / 2);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0018, 0x1160), "BODY");
  ovr_dataset_set_int (dataset, OVR_TAG (0x0018, 0x1170), prior ? 20 : 24);
  set_number (dataset, OVR_TAG (0x0018, 0x1190), 0.8);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0018, 0x1210), prior ? "STANDARD" : (lung ? "SHARP 57" : "SOFT 40"));
  set_double (dataset, OVR_TAG (0x0018, 0x9311), prior ? 1.375 : 1.1);
  set_double (dataset, OVR_TAG (0x0018, 0x9345), prior ? 9.1 : 5.4);
  set_double (dataset, OVR_TAG (0x0018, 0x9306), prior ? 1.25 : 0.625);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x1010), prior ? "CT-1" : "CT-FB");
  set_contrast (dataset, prior);
}

/* What the pieces of work of the whole chest share. */
typedef struct
{
  OvrBody *bodies[2];
  OvrAxial prior;
  OvrAxial soft;
  OvrAxial lung;
  char *directories[2];
} Chest;

static gboolean
prior_piece (OvrWork *work,
             OvrBench *bench,
             gconstpointer data,
             guint index,
             GError **error)
{
  const Chest *chest = data;

  ovr_axial_paint (chest->bodies[OVR_PHANTOM_PRIOR], &prior_axial, index, bench->canvas, bench->image[0]);
  return ovr_axial_write (&chest->prior, ovr_work_get_recon (work), index, (int) index + 1, bench,
                          bench->image[0], chest->directories[OVR_PHANTOM_PRIOR], error);
}

/* Two thin slices with the soft kernel and the thick one of both with the
 * sharp kernel: painted once. */
static gboolean
current_piece (OvrWork *work,
               OvrBench *bench,
               gconstpointer data,
               guint index,
               GError **error)
{
  const Chest *chest = data;
  const OvrRecon *recon = ovr_work_get_recon (work);
  const char *directory = chest->directories[OVR_PHANTOM_CURRENT];
  gsize n = (gsize) current_axial.matrix * (gsize) current_axial.matrix;

  for (guint i = 0; i < 2; i++)
    {
      ovr_axial_paint (chest->bodies[OVR_PHANTOM_CURRENT], &current_axial, 2 * index + i, bench->canvas, bench->image[i]);
      if (!ovr_axial_write (&chest->soft, recon, 2 * index + i, (int) (2 * index + i) + 1, bench,
                            bench->image[i], directory, error))
        return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    bench->image[0][i] = 0.5f * (bench->image[0][i] + bench->image[1][i]);
  return ovr_axial_write (&chest->lung, recon, index, (int) index + 1, bench, bench->image[0], directory, error);
}

static gboolean
extra_piece (OvrWork *work,
             OvrBench *bench,
             gconstpointer data,
             guint index,
             GError **error)
{
  const Chest *chest = data;
  const char *directory = chest->directories[OVR_PHANTOM_CURRENT];

  if (index == 0)
    return ovr_phantom_write_scout (chest->bodies[OVR_PHANTOM_CURRENT], directory, error);
  return ovr_phantom_write_dose (directory, error);
}

static void
chest_init (Chest *chest,
            const char *directory)
{
  static const char *const names[2] = { "prior", "current" };

  for (int i = 0; i < 2; i++)
    {
      OvrPose pose = ovr_phantom_chest_pose ((OvrPhantomTime) i);

      chest->bodies[i] = ovr_body_new (&pose);
      chest->directories[i] = g_build_filename (directory, names[i], NULL);
    }
  chest->prior = (OvrAxial){ &prior_axial, ovr_phantom_chest_series (OVR_PHANTOM_PRIOR, OVR_PHANTOM_SERIES_AXIAL, prior_axial.kernel), 100 };
  chest->soft = (OvrAxial){ &current_axial, ovr_phantom_chest_series (OVR_PHANTOM_CURRENT, OVR_PHANTOM_SERIES_AXIAL, current_axial.kernel), 1000 };
  chest->lung = (OvrAxial){ &current_lung, ovr_phantom_chest_series (OVR_PHANTOM_CURRENT, OVR_PHANTOM_SERIES_LUNG, current_lung.kernel), 2000 };
}

static void
chest_clear (Chest *chest)
{
  for (int i = 0; i < 2; i++)
    {
      ovr_body_free (chest->bodies[i]);
      g_free (chest->directories[i]);
    }
}

gboolean
ovr_phantom_write_chest (const char *directory,
                         OvrPhantomProgress progress,
                         gpointer user_data,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (OvrRecon) recon = NULL;
  g_autoptr (OvrWork) work = NULL;
  Chest chest;
  gboolean ok;

  g_return_val_if_fail (directory != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  ovr_dicom_init ();
  recon = ovr_recon_new (TRUE);
  work = ovr_work_new (recon, current_axial.matrix);
  chest_init (&chest, directory);
  ovr_work_add (work, extra_piece, &chest, 0);
  ovr_work_add (work, extra_piece, &chest, 1);
  for (guint i = 0; i < (guint) current_lung.n_slices; i++)
    ovr_work_add (work, current_piece, &chest, i);
  for (guint i = 0; i < (guint) prior_axial.n_slices; i++)
    if (!ovr_axial_is_missing (&prior_axial, (int) i + 1))
      ovr_work_add (work, prior_piece, &chest, i);
  ok = ovr_work_run (work, progress, user_data, cancellable, error);
  chest_clear (&chest);
  return ok;
}

/* A series alone: each slice is a piece, and the doubled one a piece more. */
typedef struct
{
  OvrBody *body;
  OvrAxial axial;
  const char *directory;
} Single;

static gboolean
single_piece (OvrWork *work,
              OvrBench *bench,
              gconstpointer data,
              guint index,
              GError **error)
{
  const Single *single = data;
  const OvrPhantomScan *scan = single->axial.scan;
  guint slice = index == (guint) scan->n_slices ? (guint) scan->doubled - 1 : index;

  ovr_axial_paint (single->body, scan, slice, bench->canvas, bench->image[0]);
  return ovr_axial_write (&single->axial, ovr_work_get_recon (work), slice, (int) index + 1, bench,
                          bench->image[0], single->directory, error);
}

gboolean
ovr_phantom_write_scan (const OvrPhantomScan *scan,
                        int number,
                        const char *directory,
                        GError **error)
{
  g_autoptr (OvrRecon) recon = NULL;
  g_autoptr (OvrWork) work = NULL;
  g_autoptr (OvrBody) body = NULL;
  OvrPose pose;
  Single single;

  g_return_val_if_fail (scan != NULL && scan->matrix > 1 && scan->fov_mm > 0.0 && scan->n_slices > 0, FALSE);
  g_return_val_if_fail (scan->doubled >= 0 && scan->doubled <= scan->n_slices, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  ovr_dicom_init ();
  pose = ovr_phantom_chest_pose (scan->time);
  body = ovr_body_new (&pose);
  recon = ovr_recon_new (scan->noise_hu > 0.0);
  work = ovr_work_new (recon, scan->matrix);
  single = (Single){ body, { scan, ovr_phantom_chest_series (scan->time, number, scan->kernel), 5000 }, directory };
  for (guint i = 0; i < (guint) scan->n_slices; i++)
    if (!ovr_axial_is_missing (scan, (int) i + 1))
      ovr_work_add (work, single_piece, &single, i);
  if (scan->doubled > 0)
    ovr_work_add (work, single_piece, &single, (guint) scan->n_slices);
  return ovr_work_run (work, NULL, NULL, NULL, error);
}
