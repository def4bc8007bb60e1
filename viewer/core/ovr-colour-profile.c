/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-colour-profile.h"

#include <lcms2.h>

#define TAG_ICC_PROFILE OVR_TAG (0x0028, 0x2000)
#define TAG_COLOR_SPACE OVR_TAG (0x0028, 0x2002)
#define TAG_OPTICAL_PATHS OVR_TAG (0x0048, 0x0105)
#define MAX_PROFILE_BYTES (4u << 20)

/* Levels from 0 to 255 along each edge of the cube that is probed. */
#define PROBES 6

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
#define PIXEL_FORMAT TYPE_BGRA_8
#else
#define PIXEL_FORMAT TYPE_ARGB_8
#endif

struct _OvrColourProfile
{
  cmsContext context;
  cmsHTRANSFORM transform;
};

static cmsHTRANSFORM
make_transform (cmsContext context,
                GBytes *icc)
{
  gsize size;
  gconstpointer data = g_bytes_get_data (icc, &size);
  cmsHPROFILE own = cmsOpenProfileFromMemTHR (context, data, (cmsUInt32Number) size);
  cmsHPROFILE target;
  cmsHTRANSFORM transform = NULL;

  if (own == NULL)
    return NULL;

  target = cmsCreate_sRGBProfileTHR (context);
  if (target != NULL && cmsGetColorSpace (own) == cmsSigRgbData)
    transform = cmsCreateTransformTHR (context, own, PIXEL_FORMAT, target, PIXEL_FORMAT,
                                       INTENT_PERCEPTUAL, cmsFLAGS_NOCACHE | cmsFLAGS_COPY_ALPHA);
  if (target != NULL)
    cmsCloseProfile (target);
  cmsCloseProfile (own);

  return transform;
}

static gboolean
is_near (guint32 a,
         guint32 b)
{
  for (guint shift = 0; shift < 24; shift += 8)
    if (ABS ((int) (a >> shift & 0xff) - (int) (b >> shift & 0xff)) > 1)
      return FALSE;

  return TRUE;
}

/* Whether nothing changes but by rounding. */
static gboolean
is_identity (const OvrColourProfile *self)
{
  const guint32 step = 255 / (PROBES - 1);

  for (guint32 red = 0; red <= 255; red += step)
    for (guint32 green = 0; green <= 255; green += step)
      for (guint32 blue = 0; blue <= 255; blue += step)
        {
          guint32 before = 0xff000000u | red << 16 | green << 8 | blue;
          guint32 after = before;

          ovr_colour_profile_apply (self, &after, 1);
          if (!is_near (before, after))
            return FALSE;
        }

  return TRUE;
}

static GBytes *
read_icc (const OvrDataset *dataset,
          GPtrArray *notes)
{
  g_autofree char *space = ovr_dataset_get_text (dataset, TAG_COLOR_SPACE);
  guint n_paths = ovr_dataset_get_n_items (dataset, TAG_OPTICAL_PATHS);

  if (g_strcmp0 (space, "SRGB") == 0)
    return NULL;
  if (ovr_dataset_has (dataset, TAG_ICC_PROFILE))
    return ovr_dataset_get_bytes (dataset, TAG_ICC_PROFILE);
  if (n_paths == 1)
    return ovr_dataset_get_bytes (ovr_dataset_get_item (dataset, TAG_OPTICAL_PATHS, 0), TAG_ICC_PROFILE);

  if (n_paths > 1)
    ovr_notes_add (notes, "icc-several", "The file has several optical paths; their colour profiles are not applied.");
  else if (space != NULL)
    ovr_notes_add (notes, "colour-space", "The colours are of another space than sRGB, without a profile: they are shown as if they were sRGB.");
  return NULL;
}

OvrColourProfile *
ovr_colour_profile_read (const OvrDataset *dataset,
                         GPtrArray *notes)
{
  g_autoptr (GBytes) icc = read_icc (dataset, notes);
  g_autoptr (OvrColourProfile) self = NULL;

  if (icc == NULL)
    return NULL;

  self = g_new0 (OvrColourProfile, 1);
  self->context = cmsCreateContext (NULL, NULL);
  if (g_bytes_get_size (icc) <= MAX_PROFILE_BYTES)
    self->transform = make_transform (self->context, icc);
  if (self->transform == NULL)
    {
      ovr_notes_add (notes, "icc-unreadable",
                     "The ICC colour profile (0028,2000) can't be used: colours are shown as if they were sRGB.");
      return NULL;
    }

  return is_identity (self) ? NULL : g_steal_pointer (&self);
}

void
ovr_colour_profile_free (OvrColourProfile *self)
{
  if (self == NULL)
    return;

  if (self->transform != NULL)
    cmsDeleteTransform (self->transform);
  cmsDeleteContext (self->context);
  g_free (self);
}

void
ovr_colour_profile_apply (const OvrColourProfile *self,
                          guint32 *pixels,
                          gsize n)
{
  cmsDoTransform (self->transform, pixels, pixels, (cmsUInt32Number) n);
}
