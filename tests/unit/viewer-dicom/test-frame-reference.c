/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame.h"

#include <fcntl.h>
#include <unistd.h>

/* The samples by others: frames against what three independent decoders agree
 * on, with a verdict where they don't, and the malformed ones for nothing but an
 * answer. */

/* Columns of REFERENCE.tsv. */
enum
{
  COLUMN_PATH = 0,
  COLUMN_SYNTAX = 1,
  COLUMN_STATUS = 7,
  COLUMN_MD5 = 9, /* first, middle and last frame */
  N_COLUMNS = 12,
};

static char *
sample_path (const char *name)
{
  const char *samples = g_getenv ("OVERREAD_SAMPLES");

  return g_build_filename (samples != NULL ? samples : "", "dicom", name, NULL);
}

static void
check_frame (int fd,
             guint frame,
             const char *md5,
             OvrFrameInfo *info)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) cells = ovr_frame_decode_fd (fd, frame, info, &error);
  g_autofree char *got = NULL;

  g_assert_no_error (error);
  got = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, cells);
  g_assert_cmpstr (got, ==, md5);
}

/**
 * Verdict:
 * @path: a file that the reference's decoders don't agree on, or of which only
 *   one or none has an opinion that holds
 * @md5: what is right for the first, middle and last frame; the reference's own
 *   where NULL, and a refusal where the first is ""
 * @why: who is right, and how that is known
 */
typedef struct
{
  const char *path;
  const char *md5[3];
  const char *why;
} Verdict;

#define REFERENCE    \
  {                  \
    NULL, NULL, NULL \
  }
#define ONE_FRAME(md5) \
  {                    \
    md5, md5, md5      \
  }
#define REFUSED \
  {             \
    "", "", ""  \
  }

static const Verdict verdicts[] = {
  { "conformance/cornerstone3D/US-YBR_FULL_422-EVRLE.dcm", REFERENCE,
    "DCMTK and pydicom: the cells as they are stored, subsampled. gdcm has given each pixel its own chroma." },
  { "conformance/pydicom/SC_ybr_full_422_uncompressed.dcm", REFERENCE,
    "DCMTK and pydicom: the cells as they are stored, subsampled. gdcm has given each pixel its own chroma." },
  { "conformance/pydicom-data/OBXXXX1A_expb.dcm", REFERENCE,
    "DCMTK and gdcm: OW is made of 16-bit words, whose bytes change places in big endian even with 8-bit cells "
    "(PS3.5 annex D); so it equals its little endian twin. pydicom leaves the bytes alone." },
  { "conformance/pydicom-data/OBXXXX1A_expb_2frame.dcm", REFERENCE, "As OBXXXX1A_expb.dcm." },
  { "conformance/pydicom/SC_rgb_small_odd_big_endian.dcm", REFERENCE, "As OBXXXX1A_expb.dcm; an odd number of bytes." },
  { "conformance/pydicom-data/mlut_18.dcm", REFERENCE,
    "DCMTK and pydicom: the value field itself, where cells keep what is above bit 11. gdcm extends signs." },
  { "conformance/pydicom/SC_rgb_rle_16bit.dcm", REFERENCE,
    "DCMTK and pydicom: the segments hold the highest byte first, colour by colour (PS3.5 G.2), as the uncompressed twin "
    "shows. gdcm mixes bytes and colours up." },
  { "conformance/pydicom/SC_rgb_rle_16bit_2frame.dcm", REFERENCE, "As SC_rgb_rle_16bit.dcm." },
  { "conformance/pydicom/SC_rgb_rle_32bit.dcm", REFERENCE, "As SC_rgb_rle_16bit.dcm." },
  { "conformance/pydicom/SC_rgb_rle_32bit_2frame.dcm", REFERENCE, "As SC_rgb_rle_16bit.dcm." },
  { "conformance/pydicom/rtdose_expb.dcm", REFERENCE,
    "pydicom: 32-bit cells are turned over as a whole; so it equals rtdose.dcm. DCMTK and gdcm turn halves." },
  { "conformance/pydicom/rtdose_expb_1frame.dcm", REFERENCE, "As rtdose_expb.dcm." },

  { "conformance/orthanc-jxl/test_ct1_jxl.dcm", ONE_FRAME ("8c2d4dbd8081fe01c38b8ac425a34db1"),
    "libjxl's own samples, brought back from 16 bits to the 12 of the code stream." },
  { "conformance/pydicom-data/HTJ2K_08_RGB.dcm", ONE_FRAME ("b45d0a79c0369611416d4edd7f2f7799"),
    "OpenJPEG, here and by itself." },
  { "conformance/pydicom-data/liver_deflate.dcm",
    { "5c0319c83f910c57c8c5bce0c0285b21", "586250d3faae89265f623fd5a6b53a19", "4b67024cb7fe83f6bf5a846fe0010f30" },
    "What zlib makes of each fragment; lowest bit first." },
  { "conformance/pydicom/SC_rgb_jpeg.dcm", ONE_FRAME ("4d44299a36e137d7e8546957332756b4"),
    "The samples as coded. The Adobe marker is two bytes too short to count, and the tag says RGB; libjpeg by itself "
    "guesses YCbCr and makes grey 244 magenta." },
  { "hostile/pydicom/J2K_pixelrep_mismatch.dcm", ONE_FRAME ("0a5fd1a314f39526f13357b5892479bc"),
    "pydicom: an unsigned code stream of 13 bits holds two's complement, −2000 being the scanner's padding. gdcm leaves "
    "the sign's bits away; masked with Bits Stored both are the same." },
  { "hostile/pydicom-data/emri_small_jpeg_2k_lossless_too_short.dcm",
    { "5a761d84a14d5712cf9975d0a4bd992e", "7b6d7e4d6061f3152da7457f80c07190", NULL },
    "The frames before the cut are those of the whole file." },
  { "hostile/pydicom/JPEG2000-embedded-sequence-delimiter.dcm", REFUSED,
    "The width in SIZ is overwritten: there is no picture in it, and gdcm's is of another size." },
  { "conformance/healthcare-adapter/example3.dcm", REFUSED,
    "A progressive stream that ends in its first scan; gdcm fills in the rest." },
  { "hostile/pydicom/MR_truncated.dcm", REFUSED, "The data end within the frame." },
  { "hostile/orthanc-tests/2026-05-26-oob-monochrome-46341.dcm", REFUSED, "Four gigabytes of pixels in ten kilobytes." },
  { "hostile/orthanc-tests/2026-05-26-oob-monochrome-65535.dcm", REFUSED, "Eight gigabytes of pixels in one kilobyte." },
  { "hostile/orthanc-tests/2017-06-27-XSSInjection.dcm", REFUSED, "No pixel data." },
  { "conformance/orthanc-tests/DummyCT-overwrite.dcm", REFUSED, "No pixel data." },
  { "conformance/nibabel/csa_slice_norm.dcm", REFUSED, "No pixel data." },
  { "conformance/charset/pydicom/chrJapMulti.dcm", REFUSED, "No pixel data." },
  { "conformance/charset/pydicom/chrJapMultiExplicitIR6.dcm", REFUSED, "No pixel data." },
  { "conformance/charset/pydicom/chrKoreanMulti.dcm", REFUSED, "No pixel data." },
};

static const Verdict *
find_verdict (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    if (g_str_equal (verdicts[i].path, path))
      return &verdicts[i];
  return NULL;
}

static void
check_refused (int fd)
{
  g_autoptr (GError) error = NULL;
  OvrFrameInfo info = { 0 };

  g_assert_null (ovr_frame_decode_fd (fd, 1, &info, &error));
  g_assert_nonnull (error);
}

/* @md5: of three frames; none is asked for where it is NULL. */
static void
check_frames (int fd,
              const char *const *md5)
{
  OvrFrameInfo info = { 0 };

  check_frame (fd, 1, md5[0], &info);
  if (info.n_frames == 1)
    return;
  if (md5[1] != NULL)
    check_frame (fd, md5[2] == NULL ? 2 : info.n_frames / 2 + 1, md5[1], &info);
  if (md5[2] != NULL)
    check_frame (fd, info.n_frames, md5[2], &info);
}

static gboolean
check_row (char **columns)
{
  const Verdict *verdict = find_verdict (columns[COLUMN_PATH]);
  const char *status = columns[COLUMN_STATUS];
  const char *const *md5 = verdict != NULL && verdict->md5[0] != NULL ? verdict->md5 : (const char *const *) columns + COLUMN_MD5;
  g_autofree char *path = NULL;
  int fd;

  /* What only one decoder reads counts as right until there is a verdict. */
  g_assert_true (verdict != NULL || g_str_equal (status, "AGREE") || g_str_equal (status, "SINGLE"));
  if (!ovr_frame_can_decode (columns[COLUMN_SYNTAX], NULL))
    return FALSE;
  path = sample_path (columns[COLUMN_PATH]);
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return FALSE;
  g_test_message ("%s%s%s", columns[COLUMN_PATH], verdict != NULL ? ": " : "", verdict != NULL ? verdict->why : "");
  if (md5[0][0] == '\0')
    check_refused (fd);
  else
    check_frames (fd, md5);
  close (fd);
  return TRUE;
}

static void
test_frames_match_the_reference (void)
{
  g_autofree char *path = sample_path ("REFERENCE.tsv");
  g_autofree char *text = NULL;
  g_auto (GStrv) rows = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("the sample files are not here");
      return;
    }
  rows = g_strsplit (text, "\n", -1);
  for (guint i = 1; rows[i] != NULL; i++)
    {
      g_auto (GStrv) columns = g_strsplit (rows[i], "\t", -1);

      if (g_strv_length (columns) >= N_COLUMNS)
        n += check_row (columns) ? 1 : 0;
    }
  g_assert_cmpuint (n, >, 600);
}

static guint
walk (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      g_autoptr (GBytes) cells = NULL;
      g_autoptr (GBytes) same = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *contents = NULL;
      g_autoptr (GBytes) file = NULL;
      OvrFrameInfo info = { 0 };
      gsize size = 0;
      int fd;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          n += walk (path);
          continue;
        }
      fd = open (path, O_RDONLY | O_CLOEXEC);
      cells = ovr_frame_decode_fd (fd, 1, &info, &error);
      close (fd);
      g_assert_true ((cells != NULL) != (error != NULL));
      g_file_get_contents (path, &contents, &size, NULL);
      file = g_bytes_new_take (g_steal_pointer (&contents), size);
      same = ovr_frame_decode (file, 1, &info, NULL);
      g_assert_cmpint (cells != NULL, ==, same != NULL);
      if (cells != NULL)
        g_assert_true (g_bytes_equal (cells, same));
      n++;
    }
  return n;
}

static void
test_hostile_files_get_an_answer (void)
{
  g_autofree char *directory = sample_path ("hostile");

  if (!g_file_test (directory, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("the sample files are not here");
      return;
    }
  g_assert_cmpuint (walk (directory), >, 10);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  g_test_add_func ("/frame/reference", test_frames_match_the_reference);
  g_test_add_func ("/frame/hostile", test_hostile_files_get_an_answer);
  return g_test_run ();
}
