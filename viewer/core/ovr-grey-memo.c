/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-grey-memo.h"

#include <string.h>

/* Enough for a few panes with a window each; at most 256 KiB are behind one. */
#define N_KEPT 12

/* All that a result depends on, as numbers: tables by their serial, which no
 * other table ever has. */
enum
{
  KEY_LOWEST,
  KEY_HIGHEST,
  KEY_COUNT,
  KEY_INVERSE,
  KEY_PADDING,
  KEY_PADDING_LOW,
  KEY_PADDING_HIGH,
  KEY_MODALITY,
  KEY_SLOPE,
  KEY_INTERCEPT,
  KEY_MODALITY_TABLE,
  KEY_FUNCTION,
  KEY_CENTER,
  KEY_WIDTH,
  KEY_VOI_TABLE,
  KEY_PRESENTATION_TABLE,
  N_KEY_PARTS
};

typedef struct
{
  OvrGreyMake make;
  guint64 parts[N_KEY_PARTS];
} Key;

typedef struct
{
  Key key;
  GBytes *result;
} Kept;

static GMutex lock;

/* The last one that was asked for comes first; under the lock. */
static Kept kept[N_KEPT];

static guint64
bits_of (double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

static void
add_modality (Key *key,
              const OvrModality *stage)
{
  if (stage == NULL)
    return;

  key->parts[KEY_MODALITY] = stage->kind;
  key->parts[KEY_SLOPE] = bits_of (stage->slope);
  key->parts[KEY_INTERCEPT] = bits_of (stage->intercept);
  key->parts[KEY_MODALITY_TABLE] = stage->kind == OVR_MODALITY_TABLE ? stage->lut->serial : 0;
}

static void
add_voi (Key *key,
         const OvrVoi *voi)
{
  key->parts[KEY_FUNCTION] = voi->function;
  key->parts[KEY_CENTER] = bits_of (voi->center);
  key->parts[KEY_WIDTH] = bits_of (voi->width);
  key->parts[KEY_VOI_TABLE] = voi->function == OVR_VOI_TABLE ? voi->lut->serial : 0;
}

static Key
make_key (const OvrGrey *grey,
          double lowest,
          double highest,
          guint32 n,
          OvrGreyMake make)
{
  Key key = { .make = make };

  key.parts[KEY_LOWEST] = bits_of (lowest);
  key.parts[KEY_HIGHEST] = bits_of (highest);
  key.parts[KEY_COUNT] = n;
  key.parts[KEY_INVERSE] = grey->inverse != FALSE;
  if (grey->padding.is_present)
    {
      key.parts[KEY_PADDING] = TRUE;
      key.parts[KEY_PADDING_LOW] = bits_of (grey->padding.low);
      key.parts[KEY_PADDING_HIGH] = bits_of (grey->padding.high);
    }
  add_modality (&key, grey->modality);
  add_voi (&key, &grey->voi);
  key.parts[KEY_PRESENTATION_TABLE] = grey->presentation != NULL ? grey->presentation->serial : 0;

  return key;
}

static gboolean
is_equal (const Key *a,
          const Key *b)
{
  return a->make == b->make && memcmp (a->parts, b->parts, sizeof a->parts) == 0;
}

/* Puts an entry to the front, where those before it move up. */
static void
put_first (guint index,
           Kept entry)
{
  memmove (kept + 1, kept, index * sizeof *kept);
  kept[0] = entry;
}

static GBytes *
recall (const Key *key)
{
  for (guint i = 0; i < N_KEPT && kept[i].result != NULL; i++)
    if (is_equal (&kept[i].key, key))
      {
        put_first (i, kept[i]);
        return g_bytes_ref (kept[0].result);
      }

  return NULL;
}

GBytes *
ovr_grey_memo_get (const OvrGrey *grey,
                   double lowest,
                   double highest,
                   guint32 n,
                   OvrGreyMake make)
{
  Kept entry = { .key = make_key (grey, lowest, highest, n, make) };
  GBytes *result;

  g_mutex_lock (&lock);
  result = recall (&entry.key);
  g_mutex_unlock (&lock);
  if (result != NULL)
    return result;

  /* Others need not wait meanwhile; what is made twice is equal. */
  result = make (grey, lowest, highest, n);
  entry.result = g_bytes_ref (result);
  g_mutex_lock (&lock);
  g_clear_pointer (&kept[N_KEPT - 1].result, g_bytes_unref);
  put_first (N_KEPT - 1, entry);
  g_mutex_unlock (&lock);

  return result;
}
