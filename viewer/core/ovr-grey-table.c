/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-grey-table.h"

#include "ovr-grey-memo.h"

#include <math.h>

/* Exponents of a sigmoid that differ by as much give levels in their order:
 * exp() is off by less than 1e-15. */
#define SAFE_STEP 1e-9

typedef struct
{
  const OvrGrey *grey;
  double lowest;
  double range;
  guint32 last;
  guint32 *pixels;
} Filling;

static double
value_at (const Filling *self,
          guint32 index)
{
  return self->last > 0 ? self->lowest + self->range * (double) index / (double) self->last : self->lowest;
}

static void
fill_one (Filling *self,
          guint32 index)
{
  self->pixels[index] = ovr_grey_pixel (ovr_grey_byte (self->grey, value_at (self, index)));
}

/* Between the entries @first and @last, which are there: of levels that only
 * rise or only fall, none differs between two that are equal. */
static void
fill_between (Filling *self,
              guint32 first,
              guint32 last)
{
  guint32 middle = first + (last - first) / 2;

  if (last - first < 2)
    return;
  if (self->pixels[first] == self->pixels[last])
    {
      for (guint32 i = first + 1; i < last; i++)
        self->pixels[i] = self->pixels[first];
      return;
    }

  fill_one (self, middle);
  fill_between (self, first, middle);
  fill_between (self, middle, last);
}

/* Whether levels never turn back from one entry to a later one: windows without
 * tables and padding. */
static gboolean
keeps_order (const Filling *self)
{
  const OvrGrey *grey = self->grey;
  const OvrVoi *voi = &grey->voi;
  double slope = 1.0;

  if (grey->presentation != NULL || grey->padding.is_present || voi->function == OVR_VOI_TABLE)
    return FALSE;
  if (grey->modality != NULL && grey->modality->kind == OVR_MODALITY_TABLE)
    return FALSE;
  if (voi->function != OVR_VOI_SIGMOID)
    return TRUE;

  if (grey->modality != NULL && grey->modality->kind == OVR_MODALITY_RESCALE)
    slope = grey->modality->slope;
  return fabs (4.0 * slope / voi->width * self->range / (double) self->last) > SAFE_STEP;
}

static GBytes *
make_table (const OvrGrey *grey,
            double lowest,
            double highest,
            guint32 n)
{
  guint32 *pixels = g_new (guint32, n);
  Filling filling = { .grey = grey, .lowest = lowest, .range = highest - lowest, .last = n - 1, .pixels = pixels };

  if (n > 2 && keeps_order (&filling))
    {
      fill_one (&filling, 0);
      fill_one (&filling, filling.last);
      fill_between (&filling, 0, filling.last);
    }
  else
    for (guint32 i = 0; i < n; i++)
      fill_one (&filling, i);

  return g_bytes_new_take (pixels, n * sizeof *pixels);
}

GBytes *
ovr_grey_table_get (const OvrGrey *grey,
                    double lowest,
                    double highest,
                    guint32 n)
{
  return ovr_grey_memo_get (grey, lowest, highest, n, make_table);
}
