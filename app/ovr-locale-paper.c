/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-locale-paper.h"

#include <langinfo.h>

OvrPaper
ovr_locale_paper (void)
{
#ifdef _NL_PAPER_HEIGHT
  const int height_mm = (int) (gintptr) nl_langinfo (_NL_PAPER_HEIGHT);

  return height_mm > 0 && height_mm < 290 ? OVR_PAPER_LETTER : OVR_PAPER_A4;
#else
  return OVR_PAPER_A4;
#endif
}
