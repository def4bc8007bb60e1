/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-cache.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define COLUMNS 64
#define ROWS 48
#define N_FRAMES 40
#define FRAME_BYTES (COLUMNS * ROWS * 2)

/* A multi-frame file whose frame n holds the value n everywhere. */
static char *
write_file (const char *directory)
{
  g_autoptr (OvrDataset) dataset = ovr_dataset_new ();
  guint16 *cells = g_new (guint16, COLUMNS * ROWS * N_FRAMES);
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (directory, "frames.dcm", NULL);

  for (guint i = 0; i < COLUMNS * ROWS * N_FRAMES; i++)
    cells[i] = GUINT16_TO_LE ((guint16) (i / (COLUMNS * ROWS) + 1));
  pixels = g_bytes_new_take (cells, FRAME_BYTES * N_FRAMES);

  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0016), "1.2.840.10008.5.1.4.1.1.7.3");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0018), "2.25.1234567");
  ovr_dataset_set_text (dataset, OVR_TAG (0x0008, 0x0060), "OT");
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0002), 1);
  ovr_dataset_set_text (dataset, OVR_TAG (0x0028, 0x0004), "MONOCHROME2");
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0008), N_FRAMES);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0010), ROWS);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0011), COLUMNS);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0100), 16);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0101), 16);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0102), 15);
  ovr_dataset_set_int (dataset, OVR_TAG (0x0028, 0x0103), 0);
  ovr_dataset_set_bytes (dataset, OVR_TAG (0x7fe0, 0x0010), pixels, 2);
  file = ovr_dataset_write (dataset, NULL, &error);
  g_assert_no_error (error);
  g_file_set_contents (path, g_bytes_get_data (file, NULL), (gssize) g_bytes_get_size (file), &error);
  g_assert_no_error (error);

  return path;
}

typedef struct
{
  char *directory;
  char *path;
  char *gate;
} Fixture;

static void
set_up (Fixture *self,
        gconstpointer data)
{
  self->directory = g_dir_make_tmp ("overread-test-XXXXXX", NULL);
  self->path = write_file (self->directory);
  self->gate = g_build_filename (self->directory, "gate", NULL);
  g_assert_cmpint (mkfifo (self->gate, 0600), ==, 0);
}

static void
tear_down (Fixture *self,
           gconstpointer data)
{
  g_unlink (self->path);
  g_unlink (self->gate);
  g_rmdir (self->directory);
  g_free (self->path);
  g_free (self->gate);
  g_free (self->directory);
}

/**
 * Answers:
 * @got: frames that came, by their pixels' value
 * @cancelled: requests that ended so
 * @failed: requests that ended with another error
 */
typedef struct
{
  OvrFrameCache *cache;
  GArray *got;
  guint cancelled;
  guint failed;
} Answers;

static void
on_frame (GObject *source,
          GAsyncResult *result,
          gpointer data)
{
  Answers *answers = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OvrPixels) pixels = ovr_frame_cache_request_finish (answers->cache, result, &error);

  if (pixels != NULL)
    {
      guint value = (guint) ovr_pixels_get_value (pixels, 0, 0);

      g_array_append_val (answers->got, value);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    answers->cancelled++;
  else
    answers->failed++;
}

static void
ask (Answers *answers,
     guint client,
     char *path,
     guint frame,
     OvrFramePriority priority,
     GCancellable *cancellable)
{
  const OvrFrameKey key = { path, frame };

  ovr_frame_cache_request_async (answers->cache, client, &key, priority, cancellable, on_frame, answers);
}

static void
wait_for (const Answers *answers,
          guint n)
{
  while (answers->got->len + answers->cancelled + answers->failed < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_frames_come_decoded_once (Fixture *self,
                               gconstpointer data)
{
  g_autoptr (OvrFrameCache) cache = ovr_frame_cache_new (1 << 20, 2);
  g_autoptr (GArray) got = g_array_new (FALSE, FALSE, sizeof (guint));
  Answers answers = { .cache = cache, .got = got };
  const OvrFrameKey key = { self->path, 7 };
  guint client = ovr_frame_cache_add_client (cache);
  g_autoptr (OvrPixels) known = NULL;

  g_assert_null (ovr_frame_cache_peek (cache, client, &key));
  for (guint i = 0; i < 5; i++)
    ask (&answers, 0, self->path, 7, OVR_FRAME_THUMBNAIL, NULL);
  wait_for (&answers, 5);
  g_assert_cmpuint (got->len, ==, 5);
  g_assert_cmpuint (g_array_index (got, guint, 4), ==, 7);
  g_assert_cmpuint (ovr_frame_cache_get_n_decoded (cache), ==, 1);

  known = ovr_frame_cache_peek (cache, client, &key);
  g_assert_nonnull (known);
}

/* Makes the only worker wait: it opens a pipe that nobody writes to. */
static void
stop_worker (Answers *answers,
             Fixture *fixture)
{
  ask (answers, 0, fixture->gate, 1, OVR_FRAME_VISIBLE, NULL);
}

/* Lets it go on; what it reads from the pipe is no DICOM: one failure. */
static void
start_worker (Fixture *fixture)
{
  int fd = g_open (fixture->gate, O_WRONLY, 0);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
}

static void
test_newest_request_of_a_client_wins (Fixture *self,
                                      gconstpointer data)
{
  g_autoptr (OvrFrameCache) cache = ovr_frame_cache_new (1 << 20, 1);
  g_autoptr (GArray) got = g_array_new (FALSE, FALSE, sizeof (guint));
  Answers answers = { .cache = cache, .got = got };
  guint client = ovr_frame_cache_add_client (cache);
  guint other = ovr_frame_cache_add_client (cache);

  stop_worker (&answers, self);
  ask (&answers, other, self->path, 40, OVR_FRAME_VISIBLE, NULL);
  for (guint frame = 1; frame <= 30; frame++)
    ask (&answers, client, self->path, frame, OVR_FRAME_VISIBLE, NULL);
  wait_for (&answers, 29);
  start_worker (self);
  wait_for (&answers, 32);
  g_assert_cmpuint (answers.cancelled, ==, 29);
  g_assert_cmpuint (got->len, ==, 2);
  g_assert_cmpuint (g_array_index (got, guint, 0), ==, 40);
  g_assert_cmpuint (g_array_index (got, guint, 1), ==, 30);
  g_assert_cmpuint (ovr_frame_cache_get_n_decoded (cache), ==, 3);
}

static void
test_visible_frames_overtake_prefetched_ones (Fixture *self,
                                              gconstpointer data)
{
  g_autoptr (OvrFrameCache) cache = ovr_frame_cache_new (1 << 20, 1);
  g_autoptr (GArray) got = g_array_new (FALSE, FALSE, sizeof (guint));
  Answers answers = { .cache = cache, .got = got };
  guint client = ovr_frame_cache_add_client (cache);
  OvrFrameKey keys[N_FRAMES];

  for (guint i = 0; i < N_FRAMES; i++)
    keys[i] = (OvrFrameKey){ self->path, i + 1 };
  stop_worker (&answers, self);
  ask (&answers, 0, self->path, 1, OVR_FRAME_THUMBNAIL, NULL);
  ask (&answers, 0, self->path, 2, OVR_FRAME_PREFETCH, NULL);
  ask (&answers, client, self->path, 3, OVR_FRAME_VISIBLE, NULL);
  ovr_frame_cache_prefetch (cache, client, keys, N_FRAMES);
  start_worker (self);
  wait_for (&answers, 4);
  g_assert_cmpuint (g_array_index (got, guint, 0), ==, 3);
  g_assert_cmpuint (g_array_index (got, guint, 1), ==, 2);
  g_assert_cmpuint (g_array_index (got, guint, 2), ==, 1);

  while (ovr_frame_cache_get_n_decoded (cache) < N_FRAMES + 1)
    g_usleep (1000);
}

static void
test_budget_holds_but_for_the_pinned_frame (Fixture *self,
                                            gconstpointer data)
{
  gsize budget = 4 * FRAME_BYTES + 4 * 1024;
  g_autoptr (OvrFrameCache) cache = ovr_frame_cache_new (budget, 1);
  g_autoptr (GArray) got = g_array_new (FALSE, FALSE, sizeof (guint));
  Answers answers = { .cache = cache, .got = got };
  guint client = ovr_frame_cache_add_client (cache);
  const OvrFrameKey pinned = { self->path, 1 };
  OvrPixels *kept;

  ask (&answers, client, self->path, 1, OVR_FRAME_VISIBLE, NULL);
  wait_for (&answers, 1);
  for (guint frame = 2; frame <= N_FRAMES; frame++)
    {
      ask (&answers, 0, self->path, frame, OVR_FRAME_THUMBNAIL, NULL);
      wait_for (&answers, frame);
      g_assert_cmpuint (ovr_frame_cache_get_size (cache), <=, budget);
    }

  kept = ovr_frame_cache_peek (cache, 0, &pinned);
  g_assert_nonnull (kept);
  ovr_pixels_unref (kept);

  ovr_frame_cache_drop_client (cache, client);
  for (guint frame = 2; frame <= 6; frame++)
    ask (&answers, 0, self->path, frame, OVR_FRAME_THUMBNAIL, NULL);
  wait_for (&answers, N_FRAMES + 5);
  g_assert_null (ovr_frame_cache_peek (cache, 0, &pinned));
}

static void
test_dropped_clients_and_cancelled_requests_get_told (Fixture *self,
                                                      gconstpointer data)
{
  g_autoptr (OvrFrameCache) cache = ovr_frame_cache_new (1 << 20, 1);
  g_autoptr (GArray) got = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answers answers = { .cache = cache, .got = got };
  guint client = ovr_frame_cache_add_client (cache);

  stop_worker (&answers, self);
  ask (&answers, 0, self->path, 20, OVR_FRAME_THUMBNAIL, cancellable);
  for (guint frame = 1; frame <= 10; frame++)
    ask (&answers, client, self->path, frame, OVR_FRAME_THUMBNAIL, NULL);
  ovr_frame_cache_drop_client (cache, client);
  wait_for (&answers, 10);
  g_assert_cmpuint (answers.cancelled, ==, 10);

  g_cancellable_cancel (cancellable);
  start_worker (self);
  wait_for (&answers, 12);
  g_assert_cmpuint (answers.cancelled, ==, 11);
  g_assert_cmpuint (answers.failed, ==, 1);
  g_assert_cmpuint (ovr_frame_cache_get_n_decoded (cache), ==, 1);
}

static void
test_missing_files_and_frames_are_errors (Fixture *self,
                                          gconstpointer data)
{
  g_autoptr (OvrFrameCache) cache = ovr_frame_cache_new (1 << 20, 1);
  g_autoptr (GArray) got = g_array_new (FALSE, FALSE, sizeof (guint));
  Answers answers = { .cache = cache, .got = got };

  ask (&answers, 0, (char *) "/nowhere/at/all.dcm", 1, OVR_FRAME_VISIBLE, NULL);
  ask (&answers, 0, self->path, N_FRAMES + 1, OVR_FRAME_PREFETCH, NULL);
  wait_for (&answers, 2);
  g_assert_cmpuint (answers.failed, ==, 2);
}

/* Instead of a proof that nothing races: much at once, small budget, and an end
 * in the middle of it. The sanitizers watch. */
static void
test_stress (Fixture *self,
             gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (42);
  g_autoptr (GArray) got = g_array_new (FALSE, FALSE, sizeof (guint));
  guint asked = 0;

  for (guint round = 0; round < 6; round++)
    {
      g_autoptr (OvrFrameCache) cache = ovr_frame_cache_new (6 * FRAME_BYTES, 4);
      Answers answers = { .cache = cache, .got = got };
      guint clients[4];

      asked = 0;
      g_array_set_size (got, 0);
      for (guint i = 0; i < 4; i++)
        clients[i] = ovr_frame_cache_add_client (cache);

      for (guint i = 0; i < 1500; i++)
        {
          guint client = clients[g_rand_int_range (random, 0, 4)];
          guint frame = (guint) g_rand_int_range (random, 1, N_FRAMES + 1);
          OvrFrameKey keys[8];

          for (guint k = 0; k < 8; k++)
            keys[k] = (OvrFrameKey){ self->path, (frame + k) % N_FRAMES + 1 };

          switch (g_rand_int_range (random, 0, 8))
            {
            case 0:
              ovr_frame_cache_prefetch (cache, client, keys, 8);
              break;
            case 1:
              g_clear_pointer (&(OvrPixels *){ ovr_frame_cache_peek (cache, client, &keys[0]) }, ovr_pixels_unref);
              break;
            case 2:
              while (g_main_context_iteration (NULL, FALSE))
                ;
              break;
            default:
              ask (&answers, client, self->path, frame, (OvrFramePriority) g_rand_int_range (random, 0, 3), NULL);
              asked++;
            }
        }

      if (round % 2 == 0)
        wait_for (&answers, asked);
      g_clear_pointer (&cache, ovr_frame_cache_free);
      wait_for (&answers, asked);
      g_assert_cmpuint (answers.failed, ==, 0);
    }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  ovr_dicom_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("/frame-cache/once", test_frames_come_decoded_once);
  ADD ("/frame-cache/newest-wins", test_newest_request_of_a_client_wins);
  ADD ("/frame-cache/visible-first", test_visible_frames_overtake_prefetched_ones);
  ADD ("/frame-cache/budget", test_budget_holds_but_for_the_pinned_frame);
  ADD ("/frame-cache/told", test_dropped_clients_and_cancelled_requests_get_told);
  ADD ("/frame-cache/errors", test_missing_files_and_frames_are_errors);
  ADD ("/frame-cache/stress", test_stress);
  return g_test_run ();
}
