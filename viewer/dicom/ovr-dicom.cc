/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-dicom-private.hh"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcdict.h>
#include <dcmtk/dcmdata/dcrleerg.h>
#include <dcmtk/dcmimage/diregist.h> /* colour images for the lossy encoder */
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpeg/djencode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/dcmjpls/djencode.h>
#include <dcmtk/oflog/oflog.h>

G_DEFINE_QUARK (ovr_dicom_error, ovr_dicom_error)

/* Samples come as the code stream has them: no colour conversion, colour by
 * pixel, no new instance UID (that is the business of who writes). */
static void
register_codecs ()
{
  DJDecoderRegistration::registerCodecs (EDC_never, EUC_never, EPC_colorByPixel);
  DJEncoderRegistration::registerCodecs (ECC_lossyYCbCr, EUC_never);
  DJLSDecoderRegistration::registerCodecs (EJLSUC_never, EJLSPC_colorByPixel);
  DJLSEncoderRegistration::registerCodecs (0, 0, 0, 0, OFTrue, 0, OFTrue, EJLSUC_never);
  DcmRLEEncoderRegistration::registerCodecs ();
}

void
ovr_dicom_init (void)
{
  static gsize done = 0;

  if (!g_once_init_enter (&done))
    return;

  ovr::guard (false, nullptr, [] {
    OFLog::configure (OFLogger::OFF_LOG_LEVEL);
    dcmDataDict.rdlock ();
    dcmDataDict.rdunlock ();
    register_codecs ();
    return true;
  });
  g_once_init_leave (&done, 1);
}
