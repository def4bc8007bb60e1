/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame.h"
#include "ovr-import-private.h"
#include "ovr-study-tags.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TAG_DERIVATION OVR_TAG (0x0008, 0x2111)

/* The header as it would be written anew: without meta information, in one
 * byte order. (transfer full) (nullable) */
static GBytes *
normalize_header (int fd)
{
  g_autoptr (OvrDataset) dataset = ovr_dataset_read_fd (fd, OVR_READ_HEADER, NULL);

  if (dataset == NULL)
    return NULL;

  /* A lossless compression may change the one (PS3.5 8.2), and be told in the
   * other (PS3.3 C.7.6.1.1.3). */
  ovr_dataset_set_empty (dataset, TAG_PHOTOMETRIC);
  ovr_dataset_set_empty (dataset, TAG_DERIVATION);
  return ovr_dataset_write (dataset, NULL, NULL);
}

static gboolean
same_headers (int a,
              int b)
{
  g_autoptr (GBytes) header_a = normalize_header (a);
  g_autoptr (GBytes) header_b = normalize_header (b);

  return header_a != NULL && header_b != NULL && g_bytes_equal (header_a, header_b);
}

static gboolean
same_frame (int a,
            int b,
            guint frame)
{
  OvrFrameInfo info_a, info_b;
  g_autoptr (GBytes) cells_a = ovr_frame_decode_fd (a, frame, &info_a, NULL);
  g_autoptr (GBytes) cells_b = ovr_frame_decode_fd (b, frame, &info_b, NULL);

  return cells_a != NULL && cells_b != NULL && info_a.rows == info_b.rows && info_a.columns == info_b.columns &&
         info_a.photometric == info_b.photometric && g_bytes_equal (cells_a, cells_b);
}

gboolean
ovr_index_same_content (const OvrInstance *a,
                        const OvrInstance *b)
{
  int fd_a = ovr_instance_open (a, NULL);
  int fd_b = ovr_instance_open (b, NULL);
  gboolean same = fd_a >= 0 && fd_b >= 0 && a->n_frames == b->n_frames && same_headers (fd_a, fd_b);

  for (guint frame = 1; same && ovr_instance_is_image (a) && frame <= a->n_frames; frame++)
    same = same_frame (fd_a, fd_b, frame);
  if (fd_a >= 0)
    close (fd_a);
  if (fd_b >= 0)
    close (fd_b);
  return same;
}

OvrIndexVerdict
ovr_index_compare (const OvrIndexRow *row,
                   const OvrInstance *instance,
                   GBytes *facts)
{
  const gboolean is_equal = row->form == OVR_INSTANCE_FORM && row->size == instance->file_size &&
                            g_bytes_equal (row->facts, facts);
  g_autoptr (OvrInstance) present = NULL;
  struct stat info;

  if (stat (row->path, &info) != 0 || info.st_size != row->size)
    return OVR_INDEX_BETTER;
  if (is_equal)
    return OVR_INDEX_SAME;
  if (strcmp (row->path, instance->path) == 0)
    return OVR_INDEX_BETTER;
  if (instance->truncated)
    return OVR_INDEX_SAME;

  present = row->form == OVR_INSTANCE_FORM ? ovr_instance_from_bytes (row->facts, row->path, row->size)
                                           : ovr_instance_read_path (row->path, NULL);
  if (present == NULL || present->truncated)
    return OVR_INDEX_BETTER;
  return ovr_index_same_content (present, instance) ? OVR_INDEX_SAME : OVR_INDEX_OTHER;
}
