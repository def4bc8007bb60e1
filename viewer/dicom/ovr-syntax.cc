/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-syntax.hh"

#include <cstring>

namespace ovr
{

const char *const IMPLICIT_LITTLE = "1.2.840.10008.1.2";
const char *const EXPLICIT_LITTLE = "1.2.840.10008.1.2.1";
const char *const EXPLICIT_BIG = "1.2.840.10008.1.2.2";

static constexpr Syntax
native (const char *uid,
        const char *name,
        bool explicit_vr,
        bool big_endian,
        bool deflated)
{
  return { uid, name, Packing::NATIVE, explicit_vr, big_endian, deflated, Loss::NEVER };
}

static constexpr Syntax
packed (const char *uid,
        const char *name,
        Packing packing,
        Loss loss)
{
  return { uid, name, packing, true, false, false, loss };
}

static constexpr Syntax SYNTAXES[] = {
  native ("1.2.840.10008.1.2", "Implicit VR Little Endian", false, false, false),
  native ("1.2.840.10008.1.2.1", "Explicit VR Little Endian", true, false, false),
  native ("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", true, false, true),
  native ("1.2.840.10008.1.2.2", "Explicit VR Big Endian", true, true, false),
  packed ("1.2.840.10008.1.2.1.98", "Encapsulated Uncompressed Explicit VR Little Endian", Packing::FRAMES, Loss::NEVER),
  packed ("1.2.840.10008.1.2.5", "RLE Lossless", Packing::RLE, Loss::NEVER),
  packed ("1.2.840.10008.1.2.8.1", "Deflated Image Frame Compression", Packing::DEFLATED, Loss::NEVER),
  packed ("1.2.840.10008.1.2.4.50", "JPEG Baseline", Packing::JPEG, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.51", "JPEG Extended", Packing::JPEG, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.53", "JPEG Spectral Selection", Packing::JPEG, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.55", "JPEG Full Progression", Packing::JPEG, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.57", "JPEG Lossless", Packing::JPEG, Loss::NEVER),
  packed ("1.2.840.10008.1.2.4.70", "JPEG Lossless, first-order prediction", Packing::JPEG, Loss::NEVER),
  packed ("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless", Packing::JPEG_LS, Loss::NEVER),
  packed ("1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless", Packing::JPEG_LS, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless", Packing::JPEG_2000, Loss::NEVER),
  packed ("1.2.840.10008.1.2.4.91", "JPEG 2000", Packing::JPEG_2000, Loss::MAYBE),
  packed ("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Multi-component Lossless", Packing::JPEG_2000, Loss::NEVER),
  packed ("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2 Multi-component", Packing::JPEG_2000, Loss::MAYBE),
  packed ("1.2.840.10008.1.2.4.94", "JPIP Referenced", Packing::OTHER, Loss::MAYBE),
  packed ("1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate", Packing::OTHER, Loss::MAYBE),
  packed ("1.2.840.10008.1.2.4.100", "MPEG2 Main Profile / Main Level", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.100.1", "Fragmentable MPEG2 Main Profile / Main Level", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.101", "MPEG2 Main Profile / High Level", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.101.1", "Fragmentable MPEG2 Main Profile / High Level", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264 High Profile", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.102.1", "Fragmentable MPEG-4 AVC/H.264 High Profile", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.103", "MPEG-4 AVC/H.264 BD-compatible", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.103.1", "Fragmentable MPEG-4 AVC/H.264 BD-compatible", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.104", "MPEG-4 AVC/H.264 High Profile for 2D Video", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.104.1", "Fragmentable MPEG-4 AVC/H.264 High Profile for 2D Video", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.105", "MPEG-4 AVC/H.264 High Profile for 3D Video", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.105.1", "Fragmentable MPEG-4 AVC/H.264 High Profile for 3D Video", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.106", "MPEG-4 AVC/H.264 Stereo High Profile", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.106.1", "Fragmentable MPEG-4 AVC/H.264 Stereo High Profile", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.107", "HEVC/H.265 Main Profile", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.108", "HEVC/H.265 Main 10 Profile", Packing::VIDEO, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.110", "JPEG XL Lossless", Packing::JPEG_XL, Loss::NEVER),
  packed ("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression", Packing::JPEG_XL, Loss::ALWAYS),
  packed ("1.2.840.10008.1.2.4.112", "JPEG XL", Packing::JPEG_XL, Loss::MAYBE),
  packed ("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Lossless", Packing::JPEG_2000, Loss::NEVER),
  packed ("1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 RPCL Lossless", Packing::JPEG_2000, Loss::NEVER),
  packed ("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000", Packing::JPEG_2000, Loss::MAYBE),
  packed ("1.2.840.10008.1.2.4.204", "JPIP HTJ2K Referenced", Packing::OTHER, Loss::MAYBE),
  packed ("1.2.840.10008.1.2.4.205", "JPIP HTJ2K Referenced Deflate", Packing::OTHER, Loss::MAYBE),
  packed ("1.2.840.10008.1.2.7.1", "SMPTE ST 2110-20 Uncompressed Progressive Active Video", Packing::VIDEO, Loss::MAYBE),
  packed ("1.2.840.10008.1.2.7.2", "SMPTE ST 2110-20 Uncompressed Interlaced Active Video", Packing::VIDEO, Loss::MAYBE),
  packed ("1.2.840.10008.1.2.7.3", "SMPTE ST 2110-30 PCM Digital Audio", Packing::OTHER, Loss::MAYBE),
};

const Syntax *
find_syntax (const char *uid)
{
  if (uid == nullptr)
    return nullptr;
  for (const Syntax &syntax : SYNTAXES)
    if (std::strcmp (syntax.uid, uid) == 0)
      return &syntax;
  return nullptr;
}

bool
can_decode (const Syntax &syntax)
{
  switch (syntax.packing)
    {
    case Packing::VIDEO:
    case Packing::OTHER:
      return false;
    case Packing::JPEG_XL:
#ifdef HAVE_LIBJXL
      return true;
#else
      return false;
#endif
    default:
      return true;
    }
}

} // namespace ovr
