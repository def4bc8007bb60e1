/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast frames come out of code streams: through the bridge's frame call, by
 * the codec's library alone on the same code stream (DCMTK's where the bridge
 * has a decoder of its own), on two threads, and by the tools of DCMTK and GDCM on the same file
 * where they are installed. Medians; the ratios count, since machines differ. */
#include "bench-dcmtk.h"
#include "code-streams.h"
#include "ovr-clock.h"
#include "ovr-dataset.h"
#include "ovr-frame.h"

#include <glib/gstdio.h>
#include <openjpeg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#ifdef HAVE_LIBJXL
#include <jxl/decode.h>
#endif

#define SIDE 1024u
#define FRAMES 8u
#define RUNS 9u

#define RLE "1.2.840.10008.1.2.5"
#define JPEG_BASELINE "1.2.840.10008.1.2.4.50"
#define JPEG_LOSSLESS "1.2.840.10008.1.2.4.57"
#define JPEG_LOSSLESS_SV1 "1.2.840.10008.1.2.4.70"
#define JPEG_LS "1.2.840.10008.1.2.4.80"

typedef gboolean (*Library) (const guint8 *stream,
                             gsize size,
                             guint8 *out,
                             gsize out_size);

/* Processor time of this thread, µs: what else the machine does stays out. */
static gint64
work_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- The libraries alone */

typedef struct
{
  const guint8 *bytes;
  gsize size;
  gsize at;
} Reader;

static OPJ_SIZE_T
read_bytes (void *out,
            OPJ_SIZE_T wanted,
            void *data)
{
  Reader *reader = data;
  gsize n = MIN (wanted, reader->size - reader->at);

  memcpy (out, reader->bytes + reader->at, n);
  reader->at += n;
  return n > 0 ? n : (OPJ_SIZE_T) -1;
}

static OPJ_OFF_T
skip_bytes (OPJ_OFF_T n,
            void *data)
{
  Reader *reader = data;

  reader->at += MIN ((gsize) n, reader->size - reader->at);
  return n;
}

static gboolean
run_openjpeg (const guint8 *bytes,
              gsize size,
              guint8 *out,
              gsize out_size)
{
  Reader reader = { bytes, size, 0 };
  opj_codec_t *codec = opj_create_decompress (OPJ_CODEC_J2K);
  opj_stream_t *stream = opj_stream_create (OPJ_J2K_STREAM_CHUNK_SIZE, OPJ_TRUE);
  opj_image_t *image = NULL;
  opj_dparameters_t parameters;
  gboolean done;

  opj_set_default_decoder_parameters (&parameters);
  opj_stream_set_user_data (stream, &reader, NULL);
  opj_stream_set_user_data_length (stream, size);
  opj_stream_set_read_function (stream, read_bytes);
  opj_stream_set_skip_function (stream, skip_bytes);
  done = opj_setup_decoder (codec, &parameters) && opj_read_header (stream, codec, &image) &&
         opj_decode (codec, stream, image);
  opj_image_destroy (image);
  opj_stream_destroy (stream);
  opj_destroy_codec (codec);
  return done;
}

#ifdef HAVE_LIBJXL
static gboolean
run_libjxl (const guint8 *bytes,
            gsize size,
            guint8 *out,
            gsize out_size)
{
  const JxlPixelFormat format = { 1, JXL_TYPE_UINT16, JXL_LITTLE_ENDIAN, 0 };
  JxlDecoder *decoder = JxlDecoderCreate (NULL);
  gboolean done;

  JxlDecoderSubscribeEvents (decoder, JXL_DEC_FULL_IMAGE);
  JxlDecoderSetInput (decoder, bytes, size);
  JxlDecoderCloseInput (decoder);
  done = JxlDecoderProcessInput (decoder) == JXL_DEC_NEED_IMAGE_OUT_BUFFER &&
         JxlDecoderSetImageOutBuffer (decoder, &format, out, out_size) == JXL_DEC_SUCCESS &&
         JxlDecoderProcessInput (decoder) == JXL_DEC_FULL_IMAGE;
  JxlDecoderDestroy (decoder);
  return done;
}
#endif

static gboolean
run_zlib (const guint8 *bytes,
          gsize size,
          guint8 *out,
          gsize out_size)
{
  z_stream state = { .next_in = (Bytef *) bytes, .avail_in = (uInt) size, .next_out = out, .avail_out = (uInt) out_size };
  gboolean done;

  inflateInit2 (&state, -15);
  done = inflate (&state, Z_FINISH) == Z_STREAM_END;
  inflateEnd (&state);
  return done;
}

static gboolean
run_rle (const guint8 *bytes,
         gsize size,
         guint8 *out,
         gsize out_size)
{
  return bench_dcmtk_decode (RLE, SIDE, SIDE, 12, bytes, size, out, out_size);
}

static gboolean
run_baseline (const guint8 *bytes,
              gsize size,
              guint8 *out,
              gsize out_size)
{
  return bench_dcmtk_decode (JPEG_BASELINE, SIDE, SIDE, 8, bytes, size, out, SIDE * SIDE);
}

static gboolean
run_process14 (const guint8 *bytes,
               gsize size,
               guint8 *out,
               gsize out_size)
{
  return bench_dcmtk_decode (JPEG_LOSSLESS, SIDE, SIDE, 12, bytes, size, out, out_size);
}

static gboolean
run_jpeg_ls (const guint8 *bytes,
             gsize size,
             guint8 *out,
             gsize out_size)
{
  return bench_dcmtk_decode (JPEG_LS, SIDE, SIDE, 12, bytes, size, out, out_size);
}

/* ---- Timing */

static int
compare (gconstpointer a,
         gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static double
median (gint64 *times)
{
  qsort (times, RUNS, sizeof *times, compare);
  return (double) times[RUNS / 2];
}

typedef struct
{
  GBytes *file;
  guint n_frames;
} Job;

static gpointer
decode_all (gpointer data)
{
  const Job *job = data;

  for (guint frame = 1; frame <= job->n_frames; frame++)
    {
      g_autoptr (GError) error = NULL;
      OvrFrameInfo info;
      g_autoptr (GBytes) cells = ovr_frame_decode (job->file, frame, &info, &error);

      if (cells == NULL)
        g_error ("%s", error->message);
    }
  return NULL;
}

/**
 * Times:
 * @call_us: processor time of a frame through the call
 * @library_us: by the library alone, into memory of its own as well
 * @speed_up: frames in a time on two threads, against one
 */
typedef struct
{
  double call_us;
  double library_us;
  double speed_up;
} Times;

static void
run_library (Library library,
             GBytes *stream,
             guint n_frames)
{
  for (guint frame = 0; frame < n_frames; frame++)
    {
      g_autofree guint8 *out = g_malloc0 (SIDE * SIDE * 2);

      if (!library (g_bytes_get_data (stream, NULL), g_bytes_get_size (stream), out, SIDE * SIDE * 2))
        g_error ("the library fails");
    }
}

static void
run_two_threads (const Job *job)
{
  GThread *threads[2];

  for (guint t = 0; t < 2; t++)
    threads[t] = g_thread_new ("decode", decode_all, (gpointer) job);
  for (guint t = 0; t < 2; t++)
    g_thread_join (threads[t]);
}

/* One run of each in turn, so that what slows the machine slows all of them. */
static Times
time_calls (const Job *job,
            Library library,
            GBytes *stream)
{
  gint64 call[RUNS];
  gint64 one[RUNS];
  gint64 two[RUNS];
  gint64 alone[RUNS];

  for (guint i = 0; i < RUNS; i++)
    {
      gint64 start = ovr_clock_ticks_us ();
      gint64 work = work_us ();

      decode_all ((gpointer) job);
      call[i] = work_us () - work;
      one[i] = ovr_clock_ticks_us () - start;

      start = ovr_clock_ticks_us ();
      run_two_threads (job);
      two[i] = ovr_clock_ticks_us () - start;

      work = work_us ();
      run_library (library, stream, job->n_frames);
      alone[i] = work_us () - work;
    }
  return (Times){ .call_us = median (call) / job->n_frames,
                  .library_us = median (alone) / job->n_frames,
                  .speed_up = 2.0 * median (one) / median (two) };
}

/* Seconds that a command takes, the better of two runs; negative where it is
 * not there or can't do it. */
static double
time_command (const char *const *argv)
{
  double best = -1;

  for (guint i = 0; i < 2; i++)
    {
      gint64 start = ovr_clock_ticks_us ();
      int status = 0;
      double s;

      if (!g_spawn_sync (NULL, (char **) argv, NULL,
                         G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                         NULL, NULL, NULL, NULL, &status, NULL) ||
          !g_spawn_check_wait_status (status, NULL))
        return -1;
      s = (double) (ovr_clock_ticks_us () - start) / 1e6;
      best = best < 0 || s < best ? s : best;
    }
  return best;
}

/* µs for a frame by a tool, with the start of the program and the reading and
 * writing of files in it. */
static void
print_tool (const char *name,
            const char *tool,
            const char *option,
            const char *path,
            guint n_frames)
{
  g_autofree char *found = tool != NULL ? g_find_program_in_path (tool) : NULL;
  g_autofree char *target = g_strconcat (path, ".out", NULL);
  const char *argv[] = { tool, option != NULL ? option : path, option != NULL ? path : target, option != NULL ? target : NULL, NULL };
  double s = found != NULL ? time_command (argv) : -1;

  if (tool == NULL)
    printf ("  %s has none", name);
  else if (found == NULL)
    printf ("  %s not installed", name);
  else if (s < 0)
    printf ("  %s can't", name);
  else
    printf ("  %s %.0f", name, s * 1e6 / n_frames);
  g_unlink (target);
}

static void
print_row (const char *name,
           GBytes *file,
           guint n_frames,
           guint n_samples,
           Library library,
           GBytes *stream,
           const char *dcmtk)
{
  const Job job = { file, n_frames };
  const Times times = time_calls (&job, library, stream);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "overread-bench-codec.dcm", NULL);

  printf ("%-26s %9.0f %10.1f", name, times.call_us, n_samples / times.call_us);
  printf (" %8.2f %8.2f ", times.library_us / times.call_us, times.speed_up);
  if (g_file_set_contents (path, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file), NULL))
    {
      print_tool ("dcmtk", dcmtk, NULL, path, n_frames);
      print_tool ("gdcm", "gdcmconv", "-w", path, n_frames);
    }
  g_unlink (path);
  putchar ('\n');
  fflush (stdout);
}

/* ---- What is decoded */

/* Anatomy of a kind: a ramp and a circle under the noise of a CT. */
static void
make_image (StreamImage *image)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  stream_image_init (image, SIDE, SIDE, 1, 12, FALSE, 1);
  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        const int dx = (int) x - (int) SIDE / 2;
        const int dy = (int) y - (int) SIDE / 2;
        const gboolean is_inside = dx * dx + dy * dy < 400 * 400;
        const int noise = g_rand_int_range (random, -12, 13) + g_rand_int_range (random, -12, 13);

        image->values[y * SIDE + x] = is_inside ? 1000 + (int) x / 8 + noise : 24 + noise;
      }
}

static GBytes *
write_native (const StreamImage *image,
              const char *syntax)
{
  g_autoptr (OvrDataset) dataset = ovr_dataset_new ();
  g_autoptr (GByteArray) all = g_byte_array_new ();
  const guint bits = strcmp (syntax, JPEG_BASELINE) == 0 ? 8 : 12;
  g_autoptr (GBytes) frame = NULL;
  g_autoptr (GBytes) cells = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *file;

  if (bits == 8)
    for (gsize i = 0; i < SIDE * SIDE; i++)
      image->values[i] /= 16;
  frame = stream_image_cells (image, bits == 8 ? 8 : 16);
  for (guint i = 0; i < FRAMES; i++)
    g_byte_array_append (all, g_bytes_get_data (frame, NULL), (guint) g_bytes_get_size (frame));
  cells = g_byte_array_free_to_bytes (g_steal_pointer (&all));
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0016), "1.2.840.10008.5.1.4.1.1.7.3");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0018), "2.25.1");
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0002), 1);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0028, 0x0004), "MONOCHROME2");
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0008), FRAMES);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0010), SIDE);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0011), SIDE);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0100), bits == 8 ? 8 : 16);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0101), bits);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0102), bits - 1);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0103), 0);
  ovr_dataset_set_bytes (dataset, OVR_TAG (0x7fe0, 0x0010), cells, bits == 8 ? 1 : 2);
  file = ovr_dataset_write (dataset, syntax, &error);
  if (file == NULL)
    g_error ("%s", error->message);
  return file;
}

/* The first frame's fragment: the item after that of the offset table. */
static GBytes *
first_fragment (GBytes *file)
{
  static const guint8 head[] = { 0xe0, 0x7f, 0x10, 0x00, 'O', 'B', 0, 0, 0xff, 0xff, 0xff, 0xff };
  gsize size = 0;
  const guint8 *bytes = g_bytes_get_data (file, &size);
  const guint8 *found = memmem (bytes, size, head, sizeof head);
  gsize at = (gsize) (found - bytes) + sizeof head;
  guint32 length;

  memcpy (&length, bytes + at + 4, sizeof length);
  at += 8 + GUINT32_FROM_LE (length);
  memcpy (&length, bytes + at + 4, sizeof length);
  return g_bytes_new_from_bytes (file, at + 8, GUINT32_FROM_LE (length));
}

static void
bench_written (const char *name,
               const char *syntax,
               Library library,
               const char *dcmtk)
{
  g_auto (StreamImage) image = { 0 };
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) stream = NULL;

  make_image (&image);
  file = write_native (&image, syntax);
  stream = first_fragment (file);
  print_row (name, file, FRAMES, SIDE * SIDE, library, stream, dcmtk);
}

static void
bench_stream (const char *name,
              const char *syntax,
              const StreamImage *image,
              GBytes *stream,
              Library library)
{
  StreamFile shape = stream_file_for (image, syntax);
  GBytes *streams[FRAMES];
  g_autoptr (GBytes) file = NULL;

  for (guint i = 0; i < FRAMES; i++)
    streams[i] = stream;
  shape.table = STREAM_TABLE_BASIC;
  file = stream_file (&shape, streams, FRAMES);
  print_row (name, file, FRAMES, SIDE * SIDE, library, stream, NULL);
}

/* There is no encoder of HTJ2K here: one of the samples. */
static void
bench_htj2k (void)
{
  static const guint8 start[] = { 0xff, 0x4f, 0xff, 0x51 };
  const char *samples = g_getenv ("OVERREAD_SAMPLES");
  g_autofree char *path = g_build_filename (samples != NULL ? samples : "", "dicom/conformance/pydicom-data/HTJ2K_08_RGB.dcm", NULL);
  g_autofree char *data = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) stream = NULL;
  gsize size = 0;
  const char *at;

  if (!g_file_get_contents (path, &data, &size, NULL) || (at = memmem (data, size, start, sizeof start)) == NULL)
    return;
  file = g_bytes_new (data, size);
  stream = g_bytes_new_from_bytes (file, (gsize) (at - data), size - (gsize) (at - data));
  print_row ("HTJ2K, lossy, colour", file, 1, 640 * 480 * 3, run_openjpeg, stream, NULL);
}

int
main (void)
{
  g_auto (StreamImage) image = { 0 };
  g_autoptr (GBytes) cells = NULL;
  g_autoptr (GBytes) j2k = NULL;
  g_autoptr (GBytes) deflated = NULL;

  ovr_dicom_init ();
  make_image (&image);
  cells = stream_image_cells (&image, 16);
  j2k = stream_j2k (&image, STREAM_J2K_PLAIN);
  deflated = stream_deflate (cells, -15);

  printf ("Frames of %u²             µs a frame  Msample/s  of libr.  2 thr.   µs a frame by tools with their files\n", SIDE);
  bench_written ("RLE", RLE, run_rle, "dcmdrle");
  bench_written ("JPEG baseline, 8 bit", JPEG_BASELINE, run_baseline, "dcmdjpeg");
  bench_written ("JPEG lossless, process 14", JPEG_LOSSLESS, run_process14, "dcmdjpeg");
  bench_written ("JPEG lossless, SV1", JPEG_LOSSLESS_SV1, run_process14, "dcmdjpeg");
  bench_written ("JPEG-LS", JPEG_LS, run_jpeg_ls, "dcmdjpls");
  bench_stream ("JPEG 2000 lossless", "1.2.840.10008.1.2.4.90", &image, j2k, run_openjpeg);
  bench_htj2k ();
#ifdef HAVE_LIBJXL
  {
    g_autoptr (GBytes) jxl = stream_jxl (&image, 0);

    bench_stream ("JPEG XL lossless", "1.2.840.10008.1.2.4.110", &image, jxl, run_libjxl);
  }
#endif
  bench_stream ("Deflated frames", "1.2.840.10008.1.2.8.1", &image, deflated, run_zlib);
  return 0;
}
