/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading-samples.h"

#include <archive_entry.h>
#include <string.h>

static gboolean
list (const OvrReadResult *result,
      gpointer data,
      GError **error)
{
  SampleListing *listing = data;

  if (listing->n_totals->len == 0)
    listing->n_listed = result->n_listed;
  listing->n_scouts += !result->is_scouted;
  g_array_append_val (listing->n_totals, result->n_total);
  if (result->instance != NULL)
    {
      g_ptr_array_add (listing->uids, g_strdup (result->instance->sop_uid));
      g_ptr_array_add (listing->paths, g_strdup (result->path));
    }
  else
    g_ptr_array_add (listing->skipped, g_strdup_printf ("%s: %s", result->path, result->reason));
  if (result->is_stored)
    g_ptr_array_add (listing->stored, g_strdup (result->path));
  return TRUE;
}

void
sample_listing_clear (SampleListing *listing)
{
  g_clear_pointer (&listing->uids, g_ptr_array_unref);
  g_clear_pointer (&listing->paths, g_ptr_array_unref);
  g_clear_pointer (&listing->skipped, g_ptr_array_unref);
  g_clear_pointer (&listing->stored, g_ptr_array_unref);
  g_clear_pointer (&listing->n_totals, g_array_unref);
}

SampleListing
sample_list_all (const char *const *paths,
                 const OvrReadOptions *options)
{
  SampleListing listing = {
    .uids = g_ptr_array_new_with_free_func (g_free),
    .paths = g_ptr_array_new_with_free_func (g_free),
    .skipped = g_ptr_array_new_with_free_func (g_free),
    .stored = g_ptr_array_new_with_free_func (g_free),
    .n_totals = g_array_new (FALSE, FALSE, sizeof (guint)),
  };
  g_autoptr (GError) error = NULL;

  ovr_read_paths (paths, options, NULL, list, &listing, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < listing.skipped->len; i++)
    g_test_message ("skipped: %s", (const char *) listing.skipped->pdata[i]);
  return listing;
}

SampleListing
sample_list (const char *path,
             const OvrReadOptions *options)
{
  const char *paths[] = { path, NULL };

  return sample_list_all (paths, options);
}

gboolean
sample_mentions (const SampleListing *listing,
                 const char *first,
                 const char *second)
{
  for (guint i = 0; i < listing->skipped->len; i++)
    if (strstr (listing->skipped->pdata[i], first) != NULL && strstr (listing->skipped->pdata[i], second) != NULL)
      return TRUE;
  return FALSE;
}

struct archive *
sample_archive_new (const char *folder,
                    const char *name,
                    const char *format,
                    const char *encryption,
                    const char *password)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct archive *archive = archive_write_new ();

  g_assert_cmpint (archive_write_set_format_by_name (archive, format), ==, ARCHIVE_OK);
  if (password != NULL)
    {
      g_assert_cmpint (archive_write_set_format_option (archive, "zip", "encryption", encryption), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_set_passphrase (archive, password), ==, ARCHIVE_OK);
    }
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  return archive;
}

void
sample_archive_add (struct archive *archive,
                    const char *name,
                    GBytes *bytes)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, (gint64) g_bytes_get_size (bytes));
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_data (archive, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)), ==,
                   (gssize) g_bytes_get_size (bytes));
  archive_entry_free (entry);
}

void
sample_archive_add_image (struct archive *archive,
                          const char *name)
{
  g_autoptr (GBytes) bytes = sample_bytes (sample_ct (name, 1, (double) g_str_hash (name)));

  sample_archive_add (archive, name, bytes);
}

void
sample_archive_close (struct archive *archive)
{
  g_assert_cmpint (archive_write_free (archive), ==, ARCHIVE_OK);
}

GBytes *
sample_file (const char *folder,
             const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents = NULL;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, length);
}
