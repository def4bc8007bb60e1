/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

namespace ovr
{

/* How the pixel data of a transfer syntax are packed. */
enum class Packing
{
  NATIVE,
  FRAMES,   /* each frame as it would be in native data */
  DEFLATED, /* the same, deflated frame by frame */
  RLE,
  JPEG,
  JPEG_LS,
  JPEG_2000, /* High-Throughput too */
  JPEG_XL,
  VIDEO, /* known, not decodable here */
  OTHER, /* likewise */
};

/* Whether what is decoded can differ from what was encoded. */
enum class Loss
{
  NEVER,
  MAYBE,
  ALWAYS,
};

/* One transfer syntax of PS3.5 section 10 and annex A. */
struct Syntax
{
  const char *uid;
  const char *name;
  Packing packing;
  bool explicit_vr;
  bool big_endian;
  bool deflated;
  Loss loss;
};

extern const char *const IMPLICIT_LITTLE;
extern const char *const EXPLICIT_LITTLE;
extern const char *const EXPLICIT_BIG;

/* Borrowed, static; nullptr for a syntax that is not known. */
const Syntax *find_syntax (const char *uid);

/* JPEG XL only where the program was built with libjxl. */
bool can_decode (const Syntax &syntax);

} // namespace ovr
