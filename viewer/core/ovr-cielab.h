/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A colour of CIELab as DICOM writes it (PS3.3 C.10.7.1.1): L* from 0 to 100, a*
 * and b* from −128 to 127, each as 0 to 65535; PCS white is D50. As sRGB,
 * 0xffrrggbb; colours beyond it are cut off. Thread-safe. */
guint32 ovr_cielab_to_srgb (const guint16 lab[3]);

G_END_DECLS
