/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "study-samples.h"

#include <archive.h>

G_BEGIN_DECLS

/* What the tests of reading and importing need: readings as lists, archives. */

/**
 * SampleListing:
 * @uids: SOP Instance UIDs, in the order of the results
 * @paths: of the instances
 * @skipped: "path: reason"
 * @stored: paths of what archives held
 * @n_totals: (element-type guint): OvrReadResult.n_total of each result
 * @n_scouts: results before OvrReadResult.is_scouted
 * @n_listed: patients of DICOMDIRs, as the first result said
 *
 * What a reading brought.
 */
typedef struct
{
  GPtrArray *uids;
  GPtrArray *paths;
  GPtrArray *skipped;
  GPtrArray *stored;
  GArray *n_totals;
  guint n_scouts;
  guint n_listed;
} SampleListing;

void sample_listing_clear (SampleListing *listing);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SampleListing, sample_listing_clear)

/* Reads @path; an error fails the test. */
SampleListing sample_list (const char *path,
                           const OvrReadOptions *options);
SampleListing sample_list_all (const char *const *paths,
                               const OvrReadOptions *options);

/* TRUE where a skipped file's line has both texts in it. */
gboolean sample_mentions (const SampleListing *listing,
                          const char *first,
                          const char *second);

/* An archive being written to @folder/@name in a format of libarchive ("zip",
 * "iso9660", "7zip", "ustar"), with an encryption of ZIP ("traditional",
 * "aes256") where @password isn't NULL. */
struct archive *sample_archive_new (const char *folder,
                                    const char *name,
                                    const char *format,
                                    const char *encryption,
                                    const char *password);
void sample_archive_add (struct archive *archive,
                         const char *name,
                         GBytes *bytes);

/* Adds an image called @name, as sample_ct() makes it. */
void sample_archive_add_image (struct archive *archive,
                               const char *name);
void sample_archive_close (struct archive *archive);

/* The content of @folder/@name. */
GBytes *sample_file (const char *folder,
                     const char *name);

G_END_DECLS
