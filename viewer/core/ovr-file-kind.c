/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-file-kind.h"

#include <string.h>
#include <unistd.h>

/* The smallest BMP has a file header of 14 bytes and one of 12. */
#define BMP_HEADERS 26

static gboolean
starts_with (const guint8 *head,
             gsize size,
             const char *mark,
             gsize length)
{
  return size >= length && memcmp (head, mark, length) == 0;
}

/* PS3.10 7.1: a TIFF may stand in front of a DICOM file. */
static gboolean
is_dicom (const guint8 *head,
          gsize size)
{
  return size >= 132 && memcmp (head + 128, "DICM", 4) == 0;
}

/* Two letters would be a word: the header behind them has one of few lengths. */
static gboolean
is_bmp (const guint8 *head,
        gsize size)
{
  static const guint8 lengths[] = { 12, 40, 52, 56, 64, 108, 124 };

  return starts_with (head, size, "BM", 2) && size >= BMP_HEADERS && memchr (lengths, head[14], sizeof lengths) != NULL &&
         head[15] == 0 && head[16] == 0 && head[17] == 0;
}

static gboolean
is_picture (const guint8 *head,
            gsize size)
{
  return starts_with (head, size, "\xff\xd8\xff", 3) || starts_with (head, size, "\x89PNG\r\n\x1a\n", 8) ||
         starts_with (head, size, "II*\0", 4) || starts_with (head, size, "MM\0*", 4) || is_bmp (head, size);
}

/* As PDF readers take it: something may stand in front. */
static gboolean
is_pdf (const guint8 *head,
        gsize size)
{
  return memmem (head, MIN (size, OVR_FILE_KIND_HEAD), "%PDF-", 5) != NULL;
}

static gboolean
is_utf16 (const guint8 *head,
          gsize size)
{
  return size > 2 && (memcmp (head, "\xff\xfe", 2) == 0 || memcmp (head, "\xfe\xff", 2) == 0);
}

/* No byte that text in one of the usual sets hasn't, and no mark-up. */
static gboolean
is_text (const guint8 *head,
         gsize size)
{
  gsize first = 0;

  if (is_utf16 (head, size))
    return TRUE;
  if (starts_with (head, size, "\xef\xbb\xbf", 3))
    first = 3;
  for (gsize i = first; i < size; i++)
    if ((head[i] < 0x20 && strchr ("\t\n\r\f", head[i]) == NULL) || head[i] == 0x7f || head[i] == 0)
      return FALSE;
  while (first < size && g_ascii_isspace (head[first]))
    first++;
  return first < size && head[first] != '<' && head[first] != '{';
}

OvrFileKind
ovr_file_kind_detect (const guint8 *head,
                      gsize size)
{
  size = MIN (size, OVR_FILE_KIND_HEAD);
  if (is_dicom (head, size))
    return OVR_FILE_OTHER;
  if (is_picture (head, size))
    return OVR_FILE_PICTURE;
  if (is_pdf (head, size))
    return OVR_FILE_PDF;
  return is_text (head, size) ? OVR_FILE_TEXT : OVR_FILE_OTHER;
}

OvrFileKind
ovr_file_kind_detect_fd (int fd)
{
  guint8 head[OVR_FILE_KIND_HEAD];
  gssize size = pread (fd, head, sizeof head, 0);

  return size > 0 ? ovr_file_kind_detect (head, (gsize) size) : OVR_FILE_OTHER;
}

const char *
ovr_file_kind_reason (OvrFileKind kind)
{
  switch (kind)
    {
    case OVR_FILE_PDF:
      return "a PDF document, not DICOM";
    case OVR_FILE_PICTURE:
      return "a picture, not DICOM";
    case OVR_FILE_TEXT:
    case OVR_FILE_OTHER:
    default:
      return "not a DICOM file";
    }
}
