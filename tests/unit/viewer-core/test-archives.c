/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-samples.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer unused)
{
  fixture->folder = sample_folder ();
}

static void
tear_down (Fixture *fixture,
           gconstpointer unused)
{
  sample_remove (fixture->folder);
}

static char *
in_folder (Fixture *fixture,
           const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

/* @names: of members, each an image of its own. */
static char *
make_archive (Fixture *fixture,
              const char *name,
              const char *format,
              const char *const *names)
{
  struct archive *archive = sample_archive_new (fixture->folder, name, format, NULL, NULL);

  for (guint i = 0; names[i] != NULL; i++)
    sample_archive_add_image (archive, names[i]);
  sample_archive_close (archive);
  return in_folder (fixture, name);
}

/* Known by what is in them, whatever they are called. */
static void
test_every_kind_is_read_in_memory (Fixture *fixture,
                                   gconstpointer unused)
{
  static const char *const names[] = { "IMAGES/IM0001", "IMAGES/IM0002", "IM0003", NULL };
  static const char *const formats[] = { "zip", "iso9660", "7zip", "ustar", "pax" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = make_archive (fixture, "medium", formats[i], names);
      g_auto (SampleListing) listing = sample_list (path, NULL);

      g_test_message ("%s", formats[i]);
      g_assert_cmpuint (listing.uids->len, ==, 3);
      g_assert_cmpuint (listing.skipped->len, ==, 0);
      g_assert_cmpuint (listing.stored->len, ==, 0);
    }
}

static void
test_packed_tar_is_read (Fixture *fixture,
                         gconstpointer unused)
{
  struct archive *archive = archive_write_new ();
  g_autofree char *path = in_folder (fixture, "images.tgz");
  g_autofree char *other = in_folder (fixture, "letter.gz");
  g_auto (SampleListing) listing = { NULL };
  g_auto (SampleListing) no_tar = { NULL };

  archive_write_set_format_ustar (archive);
  archive_write_add_filter_gzip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  sample_archive_add_image (archive, "1");
  sample_archive_add_image (archive, "2");
  sample_archive_close (archive);
  listing = sample_list (path, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 2);

  archive = archive_write_new ();
  archive_write_set_format_raw (archive);
  archive_write_add_filter_gzip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, other), ==, ARCHIVE_OK);
  sample_archive_add_image (archive, "1");
  sample_archive_close (archive);
  no_tar = sample_list (other, NULL);
  g_assert_cmpuint (no_tar.uids->len, ==, 0);
  g_assert_true (sample_mentions (&no_tar, "letter.gz", "unpack it first"));
}

/* ---- RAR: nobody but its maker writes it, so the bytes are laid here */

static void
put_le (GByteArray *out,
        guint32 value,
        guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint8 byte = (guint8) (value >> (8 * i));

      g_byte_array_append (out, &byte, 1);
    }
}

/* CRC-32 of IEEE 802.3, as RAR and ZIP use it. */
static guint32
crc32_of (const guint8 *bytes,
          gsize length)
{
  guint32 crc = G_MAXUINT32;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= bytes[i];
      for (int bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320u : 0);
    }
  return ~crc;
}

/* A block of RAR 4: type, flags, and the fields that follow the size. */
static void
put_block (GByteArray *out,
           guint8 type,
           guint16 flags,
           GByteArray *fields)
{
  g_autoptr (GByteArray) block = g_byte_array_new ();

  put_le (block, type, 1);
  put_le (block, flags, 2);
  put_le (block, (guint32) fields->len + 7, 2);
  g_byte_array_append (block, fields->data, fields->len);
  put_le (out, crc32_of (block->data, block->len) & 0xffff, 2);
  g_byte_array_append (out, block->data, block->len);
}

static void
put_stored_file (GByteArray *out,
                 const char *name,
                 GBytes *bytes)
{
  g_autoptr (GByteArray) fields = g_byte_array_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  put_le (fields, (guint32) size, 4);
  put_le (fields, (guint32) size, 4);
  put_le (fields, 3, 1); /* made on Unix */
  put_le (fields, crc32_of (data, size), 4);
  put_le (fields, 0x58210000, 4);
  put_le (fields, 20, 1);
  put_le (fields, 0x30, 1); /* stored */
  put_le (fields, (guint32) strlen (name), 2);
  put_le (fields, 0100644, 4);
  g_byte_array_append (fields, (const guint8 *) name, (guint) strlen (name));
  put_block (out, 0x74, 0x8000, fields);
  g_byte_array_append (out, data, (guint) size);
}

static void
test_rar_is_read (Fixture *fixture,
                  gconstpointer unused)
{
  g_autoptr (GByteArray) rar = g_byte_array_new ();
  g_autoptr (GByteArray) main_fields = g_byte_array_new ();
  g_autoptr (GByteArray) no_fields = g_byte_array_new ();
  g_autofree char *path = in_folder (fixture, "images.rar");
  g_auto (SampleListing) listing = { NULL };

  g_byte_array_append (rar, (const guint8 *) "Rar!\x1a\x07", 7);
  put_le (main_fields, 0, 4);
  put_le (main_fields, 0, 2);
  put_block (rar, 0x73, 0, main_fields);
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("IM%d", i);
      g_autoptr (GBytes) bytes = sample_bytes (sample_ct (name, i + 1, 2.0 * i));

      put_stored_file (rar, name, bytes);
    }
  put_block (rar, 0x7b, 0x4000, no_fields);
  g_assert_true (g_file_set_contents (path, (const char *) rar->data, (gssize) rar->len, NULL));
  listing = sample_list (path, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 2);
  g_assert_cmpuint (listing.skipped->len, ==, 0);
}

/* ---- Hostile ones */

static void
test_names_in_archives_never_become_paths (Fixture *fixture,
                                           gconstpointer unused)
{
  static const char *const names[] = { "../outside", "/tmp/ovr-study-absolute", "a/../../../outside", "ok", NULL };
  g_autofree char *path = make_archive (fixture, "images.zip", "zip", names);
  g_autofree char *store = in_folder (fixture, "store");
  g_autofree char *outside = in_folder (fixture, "outside");
  g_auto (SampleListing) listing = { NULL };

  g_mkdir (store, 0700);
  listing = sample_list (path, &(OvrReadOptions){ .store = store });
  g_assert_cmpuint (listing.uids->len, ==, 4);
  g_assert_cmpuint (listing.stored->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *folder = g_path_get_dirname (listing.stored->pdata[i]);

      g_assert_cmpstr (folder, ==, store);
      g_assert_true (g_file_test (listing.stored->pdata[i], G_FILE_TEST_IS_REGULAR));
    }
  g_assert_false (g_file_test (outside, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test ("/tmp/ovr-study-absolute", G_FILE_TEST_EXISTS));
}

static void
test_archives_are_limited (Fixture *fixture,
                           gconstpointer unused)
{
  static const char *const names[] = { "1", "2", "3", "4", NULL };
  g_autofree char *path = make_archive (fixture, "images.zip", "zip", names);
  g_autoptr (GBytes) one = sample_bytes (sample_ct ("1", 1, 0.0));
  const guint64 size = g_bytes_get_size (one);
  g_auto (SampleListing) total = sample_list (path, &(OvrReadOptions){ .max_total = 2 * size + size / 2 });
  g_auto (SampleListing) member = sample_list (path, &(OvrReadOptions){ .max_member = size - 1 });

  g_assert_cmpuint (total.uids->len, ==, 2);
  g_assert_true (sample_mentions (&total, "images.zip", "holds more than one may"));
  g_assert_cmpuint (member.uids->len, ==, 0);
  g_assert_cmpuint (member.skipped->len, ==, 4);
}

static void
test_cut_archive_gives_what_it_has (Fixture *fixture,
                                    gconstpointer unused)
{
  static const char *const names[] = { "1", "2", "3", "4", NULL };
  g_autofree char *path = make_archive (fixture, "images.zip", "zip", names);
  g_autofree char *contents = NULL;
  g_auto (SampleListing) listing = { NULL };
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (path, contents, (gssize) length / 2, NULL));
  listing = sample_list (path, NULL);
  g_assert_cmpuint (listing.uids->len, >, 0);
  g_assert_cmpuint (listing.uids->len, <, 4);
  g_assert_cmpuint (listing.skipped->len, >, 0);
}

/* @depth archives around an image, each with an image beside it. */
static void
nest (Fixture *fixture,
      guint depth)
{
  for (guint i = 0; i < depth; i++)
    {
      g_autofree char *name = g_strdup_printf ("level%u.zip", i);
      g_autofree char *inner = g_strdup_printf ("level%u.zip", i - 1);
      g_autofree char *image = g_strdup_printf ("image%u", i);
      struct archive *archive = sample_archive_new (fixture->folder, name, "zip", NULL, NULL);

      sample_archive_add_image (archive, image);
      if (i > 0)
        {
          g_autoptr (GBytes) bytes = sample_file (fixture->folder, inner);

          sample_archive_add (archive, inner, bytes);
        }
      sample_archive_close (archive);
    }
}

static void
test_archives_in_archives_are_read (Fixture *fixture,
                                    gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "level3.zip");
  g_auto (SampleListing) listing = { NULL };

  nest (fixture, 4);
  listing = sample_list (path, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 4);
  g_assert_cmpuint (listing.skipped->len, ==, 0);
}

static void
test_deeper_ones_are_refused (Fixture *fixture,
                              gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "level5.zip");
  g_auto (SampleListing) listing = { NULL };

  nest (fixture, 6);
  listing = sample_list (path, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 4);
  g_assert_true (sample_mentions (&listing, "level5.zip: level4.zip: level3.zip: level2.zip: level1.zip", "nested too deep"));
}

/* What inner archives unpack to counts for the outermost one. */
static void
test_inner_archives_share_the_limit (Fixture *fixture,
                                     gconstpointer unused)
{
  g_autofree char *path = in_folder (fixture, "level1.zip");
  g_auto (SampleListing) listing = { NULL };
  gsize inner_size;

  nest (fixture, 2);
  {
    g_autoptr (GBytes) inner = sample_file (fixture->folder, "level0.zip");
    g_autoptr (GBytes) image = sample_bytes (sample_ct ("image1", 1, 0.0));

    inner_size = g_bytes_get_size (inner) + g_bytes_get_size (image);
  }
  listing = sample_list (path, &(OvrReadOptions){ .max_total = inner_size + 10 });
  g_assert_cmpuint (listing.uids->len, ==, 1);
  g_assert_true (sample_mentions (&listing, "level0.zip: image0", "holds more than one may"));
}

/* 200 members of 16 MiB of zeroes in a few kilobytes: packed twice. */
static void
test_bombs_are_refused (Fixture *fixture,
                        gconstpointer unused)
{
  struct archive *archive = sample_archive_new (fixture->folder, "inner.zip", "zip", NULL, NULL);
  g_autoptr (GBytes) zeroes = g_bytes_new_take (g_malloc0 (16 << 20), 16 << 20);
  g_autofree char *path = in_folder (fixture, "bomb.zip");
  g_autoptr (GBytes) inner = NULL;
  g_auto (SampleListing) listing = { NULL };
  gint64 start;

  for (int i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);

      sample_archive_add (archive, name, zeroes);
    }
  sample_archive_close (archive);
  inner = sample_file (fixture->folder, "inner.zip");
  archive = sample_archive_new (fixture->folder, "bomb.zip", "zip", NULL, NULL);
  for (int i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.zip", i);

      sample_archive_add (archive, name, inner);
    }
  sample_archive_close (archive);

  start = g_get_monotonic_time ();
  listing = sample_list (path, NULL);
  g_assert_cmpuint (listing.uids->len, ==, 0);
  g_assert_true (sample_mentions (&listing, "bomb.zip", "holds more than one may"));
  g_test_message ("%.2f s", (double) (g_get_monotonic_time () - start) / 1e6);
}

static void
test_archives_in_folders_are_read (Fixture *fixture,
                                   gconstpointer unused)
{
  static const char *const names[] = { "1", "2", NULL };
  g_autofree char *path = make_archive (fixture, "images.zip", "zip", names);
  g_auto (SampleListing) listing = { NULL };

  sample_save (sample_ct ("beside", 9, 0.0), fixture->folder, "beside");
  listing = sample_list (fixture->folder, NULL);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (listing.uids->len, ==, 3);
}

/* ---- Passwords */

/**
 * Keyring:
 * @answers: (array zero-terminated=1): given one after the other
 * @n_asked: how often
 */
typedef struct
{
  const char *const *answers;
  guint n_asked;
} Keyring;

static char *
give_password (const char *archive,
               guint attempt,
               gpointer data)
{
  Keyring *keyring = data;

  g_assert_true (g_str_has_suffix (archive, ".zip"));
  g_assert_cmpuint (attempt, ==, keyring->n_asked);
  return g_strdup (keyring->answers[keyring->n_asked++]);
}

static SampleListing
read_locked (Fixture *fixture,
             const char *encryption,
             Keyring *keyring)
{
  struct archive *archive = sample_archive_new (fixture->folder, "locked.zip", "zip", encryption, "geheim");
  g_autofree char *path = in_folder (fixture, "locked.zip");

  for (int i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("series%d/IM%d", i / 20, i);

      sample_archive_add_image (archive, name);
    }
  sample_archive_close (archive);
  return sample_list (path, &(OvrReadOptions){ .password = keyring != NULL ? give_password : NULL, .password_data = keyring });
}

static void
test_passwords_open_members (Fixture *fixture,
                             gconstpointer unused)
{
  static const char *const answers[] = { "falsch", "auch falsch", "geheim", NULL };
  static const char *const encryptions[] = { "traditional", "aes128", "aes256" };

  for (guint i = 0; i < G_N_ELEMENTS (encryptions); i++)
    {
      Keyring keyring = { answers, 0 };
      g_auto (SampleListing) listing = read_locked (fixture, encryptions[i], &keyring);

      g_test_message ("%s", encryptions[i]);
      g_assert_cmpuint (keyring.n_asked, ==, 3);
      g_assert_cmpuint (listing.uids->len, ==, 40);
      g_assert_cmpuint (listing.skipped->len, ==, 0);
    }
}

static void
test_three_wrong_passwords_are_enough (Fixture *fixture,
                                       gconstpointer unused)
{
  static const char *const answers[] = { "a", "b", "c", "geheim", NULL };
  Keyring keyring = { answers, 0 };
  g_auto (SampleListing) listing = read_locked (fixture, "traditional", &keyring);

  g_assert_cmpuint (keyring.n_asked, ==, 3);
  g_assert_cmpuint (listing.uids->len, ==, 0);
  g_assert_cmpuint (listing.skipped->len, ==, 40);
  g_assert_true (sample_mentions (&listing, "series1/IM39", "password is not known"));
}

static void
test_unknown_password_is_told (Fixture *fixture,
                               gconstpointer unused)
{
  static const char *const answers[] = { NULL };
  Keyring keyring = { answers, 0 };
  g_auto (SampleListing) refused = read_locked (fixture, "aes256", &keyring);
  g_auto (SampleListing) nobody = read_locked (fixture, "aes256", NULL);

  g_assert_cmpuint (keyring.n_asked, ==, 1);
  g_assert_cmpuint (refused.skipped->len, ==, 40);
  g_assert_cmpuint (nobody.skipped->len, ==, 40);
}

/* ---- Order */

/* One member of each folder comes first, and the number of all is known. */
static void
test_folders_in_archives_are_scouted (Fixture *fixture,
                                      gconstpointer unused)
{
  static const char *const names[] = { "anna/1", "anna/2", "anna/3", "berta/1", "berta/2", "README.TXT", NULL };
  g_autofree char *path = make_archive (fixture, "images.zip", "zip", names);
  g_auto (SampleListing) listing = sample_list (path, NULL);

  g_assert_cmpuint (listing.n_scouts, ==, 2);
  g_assert_true (g_str_has_suffix (listing.paths->pdata[0], "anna/1"));
  g_assert_true (g_str_has_suffix (listing.paths->pdata[1], "berta/1"));
  g_assert_cmpuint (listing.uids->len, ==, 6);
  g_assert_cmpuint (g_array_index (listing.n_totals, guint, 0), ==, 0);
  g_assert_cmpuint (g_array_index (listing.n_totals, guint, 2), ==, 6);
  g_assert_cmpuint (g_array_index (listing.n_totals, guint, 5), ==, 6);
}

int
main (int argc,
      char **argv)
{
  const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer unused);
  } tests[] = {
    { "/archives/every-kind-in-memory", test_every_kind_is_read_in_memory },
    { "/archives/packed-tar", test_packed_tar_is_read },
    { "/archives/rar", test_rar_is_read },
    { "/archives/names-never-become-paths", test_names_in_archives_never_become_paths },
    { "/archives/limits", test_archives_are_limited },
    { "/archives/cut-one-gives-what-it-has", test_cut_archive_gives_what_it_has },
    { "/archives/in-archives", test_archives_in_archives_are_read },
    { "/archives/deeper-ones-are-refused", test_deeper_ones_are_refused },
    { "/archives/inner-ones-share-the-limit", test_inner_archives_share_the_limit },
    { "/archives/bombs-are-refused", test_bombs_are_refused },
    { "/archives/in-folders", test_archives_in_folders_are_read },
    { "/archives/passwords-open-members", test_passwords_open_members },
    { "/archives/three-wrong-passwords", test_three_wrong_passwords_are_enough },
    { "/archives/unknown-password", test_unknown_password_is_told },
    { "/archives/folders-are-scouted", test_folders_in_archives_are_scouted },
  };

  g_test_init (&argc, &argv, NULL);
  ovr_dicom_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
