/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dicom.h"

#include <exception>
#include <new>

/* What the parts of the bridge share among themselves. */
namespace ovr
{

/* Runs @body; an exception becomes @fallback and an error. Every function that
 * C code calls goes through it, so that nothing is thrown into C. */
template <typename Result, typename Body>
Result
guard (Result fallback,
       GError **error,
       Body body) noexcept
{
  try
    {
      return body ();
    }
  catch (const std::bad_alloc &)
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                           "the data ask for more memory than there is");
    }
  catch (const std::exception &)
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                           "the data set could not be handled");
    }
  return fallback;
}

} // namespace ovr
