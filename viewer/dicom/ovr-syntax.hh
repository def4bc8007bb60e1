/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

namespace ovr
{

/* How the pixel data of a transfer syntax are packed. */
enum class Packing
{
  NATIVE,
  RLE,
  JPEG,
  JPEG_LS,
  OTHER, /* known, not decodable here */
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
  bool lossy; /* always; syntaxes that can be both are not */
};

extern const char *const IMPLICIT_LITTLE;
extern const char *const EXPLICIT_LITTLE;
extern const char *const EXPLICIT_BIG;

/* Borrowed, static; nullptr for a syntax that is not known. */
const Syntax *find_syntax (const char *uid);

} // namespace ovr
