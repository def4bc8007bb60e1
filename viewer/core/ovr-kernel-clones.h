/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Before an inner loop: it is compiled for several processors, of which the
 * loader takes the best one. */
#if defined(__x86_64__) && defined(__GNUC__) && __GNUC__ >= 12 && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define OVR_KERNEL_CLONES __attribute__ ((target_clones ("arch=x86-64-v4", "avx2", "default")))
#else
#define OVR_KERNEL_CLONES
#endif
