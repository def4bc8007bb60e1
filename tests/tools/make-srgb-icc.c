/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes resources/icc/srgb.icc: the sRGB profile of IEC 61966-2-1, computed
 * by Little CMS, without a date, so that it comes out the same every time.
 *
 *   cc make-srgb-icc.c $(pkg-config --cflags --libs lcms2) -o make-srgb-icc
 *   ./make-srgb-icc resources/icc/srgb.icc
 */
#include <lcms2.h>
#include <stdio.h>
#include <string.h>

/* ICC.1:2004-10 7.2: creation date at 24, profile ID at 84. */
#define DATE_OFFSET 24
#define DATE_BYTES 12
#define ID_OFFSET 84
#define ID_BYTES 16
#define MAX_BYTES 65536

/* The epoch of the format's authors: 1 January 2000, 00:00:00. */
static const unsigned char fixed_date[DATE_BYTES] = { 0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0 };

int
main (int argc, char *argv[])
{
  static unsigned char data[MAX_BYTES];
  cmsHPROFILE profile = cmsCreate_sRGBProfile ();
  cmsUInt32Number size = 0;
  FILE *file;

  if (argc != 2 || profile == NULL)
    return 2;
  cmsSetProfileVersion (profile, 4.2);
  if (!cmsSaveProfileToMem (profile, NULL, &size) || size > sizeof data ||
      !cmsSaveProfileToMem (profile, data, &size))
    return 1;
  cmsCloseProfile (profile);
  memcpy (data + DATE_OFFSET, fixed_date, DATE_BYTES);
  memset (data + ID_OFFSET, 0, ID_BYTES);
  file = fopen (argv[1], "wb");
  if (file == NULL || fwrite (data, 1, size, file) != size || fclose (file) != 0)
    return 1;
  return 0;
}
