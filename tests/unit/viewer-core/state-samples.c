/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "state-samples.h"

#define GREY_STATE "1.2.840.10008.5.1.4.1.1.11.1"
#define SECONDARY_CAPTURE "1.2.840.10008.5.1.4.1.1.7"

static void
refer (OvrDataset *item)
{
  OvrDataset *image = ovr_dataset_append_item (item, OVR_TAG (0x0008, 0x1140));

  ovr_dataset_set_text (image, OVR_TAG (0x0008, 0x1150), SECONDARY_CAPTURE);
  ovr_dataset_set_text (image, OVR_TAG (0x0008, 0x1155), SAMPLE_IMAGE_UID);
}

OvrDataset *
sample_state (int left,
              int top,
              int right,
              int bottom)
{
  OvrDataset *state = ovr_dataset_new ();
  OvrDataset *series = ovr_dataset_append_item (state, OVR_TAG (0x0008, 0x1115));
  OvrDataset *area = ovr_dataset_append_item (state, OVR_TAG (0x0070, 0x005a));

  ovr_dataset_set_text (state, OVR_TAG (0x0008, 0x0016), GREY_STATE);
  ovr_dataset_set_text (state, OVR_TAG (0x0008, 0x0018), SAMPLE_STATE_UID);
  ovr_dataset_set_text (state, OVR_TAG (0x0008, 0x0060), "PR");
  ovr_dataset_set_text (state, OVR_TAG (0x0010, 0x0010), "Muster^Anna");
  ovr_dataset_set_text (state, OVR_TAG (0x0020, 0x000d), "2.25.11");
  ovr_dataset_set_text (state, OVR_TAG (0x0020, 0x000e), "2.25.12");
  ovr_dataset_set_int (state, OVR_TAG (0x0020, 0x0013), 1);
  ovr_dataset_set_text (state, OVR_TAG (0x0070, 0x0080), "FINDINGS");
  ovr_dataset_set_text (state, OVR_TAG (0x0070, 0x0082), "20240312");
  ovr_dataset_set_text (state, OVR_TAG (0x0070, 0x0083), "101500");
  ovr_dataset_set_text (state, OVR_TAG (0x2050, 0x0020), "IDENTITY");
  ovr_dataset_set_text (series, OVR_TAG (0x0020, 0x000e), "2.25.13");
  refer (series);

  ovr_dataset_set_ints (area, OVR_TAG (0x0070, 0x0052), (gint64[]){ left, top }, 2);
  ovr_dataset_set_ints (area, OVR_TAG (0x0070, 0x0053), (gint64[]){ right, bottom }, 2);
  ovr_dataset_set_text (area, OVR_TAG (0x0070, 0x0100), "SCALE TO FIT");
  ovr_dataset_set_ints (area, OVR_TAG (0x0070, 0x0102), (gint64[]){ 1, 1 }, 2);

  return state;
}

void
sample_state_window (OvrDataset *state,
                     double center,
                     double width)
{
  OvrDataset *item = ovr_dataset_append_item (state, OVR_TAG (0x0028, 0x3110));

  ovr_dataset_set_doubles (item, OVR_TAG (0x0028, 0x1050), &center, 1);
  ovr_dataset_set_doubles (item, OVR_TAG (0x0028, 0x1051), &width, 1);
}

void
sample_table (OvrDataset *dataset,
              guint32 sequence,
              const gint64 descriptor[3],
              const guint16 *entries)
{
  OvrDataset *item = ovr_dataset_append_item (dataset, sequence);
  gsize n = (gsize) descriptor[0];
  guint16 *data = g_new (guint16, n);
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < n; i++)
    data[i] = GUINT16_TO_LE (entries[i]);
  bytes = g_bytes_new_take (data, n * 2);
  ovr_dataset_set_ints (item, OVR_TAG (0x0028, 0x3002), descriptor, 3);
  if (sequence == OVR_TAG (0x0028, 0x3000))
    ovr_dataset_set_text (item, OVR_TAG (0x0028, 0x3004), "US");
  ovr_dataset_set_bytes (item, OVR_TAG (0x0028, 0x3006), bytes, 2);
  if (sequence == OVR_TAG (0x2050, 0x0010))
    ovr_dataset_set_empty (dataset, OVR_TAG (0x2050, 0x0020));
}

void
sample_layer (OvrDataset *state,
              const char *name,
              int order,
              int grey)
{
  OvrDataset *item = ovr_dataset_append_item (state, OVR_TAG (0x0070, 0x0060));

  ovr_dataset_set_text (item, OVR_TAG (0x0070, 0x0002), name);
  ovr_dataset_set_int (item, OVR_TAG (0x0070, 0x0062), order);
  ovr_dataset_set_int (item, OVR_TAG (0x0070, 0x0066), grey);
}

OvrDataset *
sample_graphic (OvrDataset *state,
                const char *layer,
                const char *units,
                const char *type,
                const double *points,
                guint n,
                gboolean filled)
{
  OvrDataset *item = ovr_dataset_append_item (state, OVR_TAG (0x0070, 0x0001));
  OvrDataset *object = ovr_dataset_append_item (item, OVR_TAG (0x0070, 0x0009));

  ovr_dataset_set_text (item, OVR_TAG (0x0070, 0x0002), layer);
  ovr_dataset_set_text (object, OVR_TAG (0x0070, 0x0005), units);
  ovr_dataset_set_int (object, OVR_TAG (0x0070, 0x0020), 2);
  ovr_dataset_set_int (object, OVR_TAG (0x0070, 0x0021), n);
  ovr_dataset_set_doubles (object, OVR_TAG (0x0070, 0x0022), points, n * 2);
  ovr_dataset_set_text (object, OVR_TAG (0x0070, 0x0023), type);
  ovr_dataset_set_text (object, OVR_TAG (0x0070, 0x0024), filled ? "Y" : "N");
  return item;
}

OvrPresentationState *
sample_state_finish (OvrDataset *state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = ovr_dataset_write (state, NULL, &error);
  OvrDataset *dataset;
  OvrPresentationState *read;

  g_assert_no_error (error);
  ovr_dataset_free (state);
  dataset = ovr_dataset_read_bytes (file, OVR_READ_ALL, &error);
  g_assert_no_error (error);
  read = ovr_presentation_state_new (dataset);
  g_assert_nonnull (read);

  return read;
}

OvrPixels *
sample_apply (OvrPresentationState *state,
              const OvrPixels *pixels)
{
  OvrPixels *applied = ovr_presentation_state_apply (state, pixels, SAMPLE_IMAGE_UID);

  g_assert_nonnull (applied);
  return applied;
}
