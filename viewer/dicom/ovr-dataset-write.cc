/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-dataset-private.hh"
#include "ovr-syntax.hh"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dcwcache.h>
#include <dcmtk/dcmdata/dcxfer.h>
#include <dcmtk/dcmjpeg/djrplol.h>
#include <dcmtk/dcmjpeg/djrploss.h>
#include <dcmtk/dcmjpls/djrparam.h>

/* Overread's own, under 2.25 (PS3.7 D.3.3.2). */
#define IMPLEMENTATION_CLASS_UID "2.25.178650414266293046711420836254207543317"
#define IMPLEMENTATION_VERSION_NAME "OVERREAD"

namespace ovr
{

static const char *
parameter_uid (DcmItem *item,
               const DcmTagKey &key)
{
  const char *uid = nullptr;

  return item->findAndGetString (key, uid).good () && uid != nullptr ? uid : "";
}

/* Brings the pixels into @target. What came in the same syntax stays as it is:
 * a lossy image must not be compressed a second time. */
static bool
encode (DcmDataset &dataset,
        E_TransferSyntax target,
        bool is_same)
{
  const DJ_RPLossless first_order (6, 0);
  const DJ_RPLossless lossless (1, 0);
  const DJ_RPLossy lossy (90);
  const DJLSRepresentationParameter near_nothing (0, OFTrue);
  const DcmRepresentationParameter *parameter = nullptr;

  if (is_same)
    parameter = nullptr;
  else if (target == EXS_JPEGProcess14SV1)
    parameter = &lossless;
  else if (target == EXS_JPEGProcess14)
    parameter = &first_order;
  else if (target == EXS_JPEGProcess1)
    parameter = &lossy;
  else if (target == EXS_JPEGLSLossless)
    parameter = &near_nothing;
  return dataset.chooseRepresentation (target, parameter).good () &&
         dataset.canWriteXfer (target);
}

static bool
can_encode (E_TransferSyntax target)
{
  return !DcmXfer (target).isEncapsulated () || target == EXS_RLELossless ||
         target == EXS_JPEGProcess14 || target == EXS_JPEGProcess14SV1 ||
         target == EXS_JPEGProcess1 || target == EXS_JPEGLSLossless;
}

static GBytes *
serialize (DcmFileFormat &file,
           E_TransferSyntax target)
{
  const gsize size = file.calcElementLength (target, EET_ExplicitLength) + 1024;
  std::unique_ptr<char, void (*) (void *)> buffer (static_cast<char *> (g_try_malloc (size)), g_free);
  void *start = nullptr;
  offile_off_t length = 0;
  DcmWriteCache cache;

  if (buffer == nullptr)
    throw std::bad_alloc ();
  DcmOutputBufferStream stream (buffer.get (), static_cast<offile_off_t> (size & ~static_cast<gsize> (1)));
  file.transferInit ();
  const OFCondition written = file.write (stream, target, EET_ExplicitLength, &cache, EGL_recalcGL,
                                          EPD_noChange, 0, 0, 0, EWM_dontUpdateMeta);
  file.transferEnd ();
  if (written.bad ())
    return nullptr;
  stream.flush (); /* the deflating filter holds bytes back */
  stream.flushBuffer (start, length);
  if (!stream.isFlushed ())
    return nullptr;
  return g_bytes_new_take (g_realloc (buffer.release (), static_cast<gsize> (length)), static_cast<gsize> (length));
}

static GBytes *
write (OvrDataset &self,
       const char *syntax,
       GError **error)
{
  DcmDataset &dataset = *self.file->getDataset ();
  const E_TransferSyntax target = to_xfer (syntax);
  const bool is_same = self.syntax == syntax;

  if (parameter_uid (&dataset, DCM_SOPClassUID)[0] == '\0' ||
      parameter_uid (&dataset, DCM_SOPInstanceUID)[0] == '\0')
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                           "SOP Class UID (0008,0016) or SOP Instance UID (0008,0018) is missing");
      return nullptr;
    }
  if (target == EXS_Unknown || (!can_encode (target) && !is_same))
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                   "transfer syntax %s can't be written", syntax);
      return nullptr;
    }
  if (!encode (dataset, target, is_same))
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                   "the pixels can't be brought into transfer syntax %s", syntax);
      return nullptr;
    }
  dataset.removeInvalidGroups ();
  if (self.file->validateMetaInfo (target).bad ())
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                           "the file meta information can't be made");
      return nullptr;
    }
  DcmMetaInfo *meta = self.file->getMetaInfo ();
  meta->putAndInsertString (DCM_TransferSyntaxUID, syntax);
  meta->putAndInsertString (DCM_ImplementationClassUID, IMPLEMENTATION_CLASS_UID);
  meta->putAndInsertString (DCM_ImplementationVersionName, IMPLEMENTATION_VERSION_NAME);
  meta->computeGroupLengthAndPadding (EGL_recalcGL, EPD_noChange, EXS_LittleEndianExplicit,
                                      EET_UndefinedLength);
  GBytes *bytes = serialize (*self.file, target);
  if (bytes == nullptr)
    g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                         "the data set can't be written");
  return bytes;
}

} // namespace ovr

GBytes *
ovr_dataset_write (OvrDataset *self,
                   const char *transfer_syntax,
                   GError **error)
{
  g_return_val_if_fail (self != nullptr && self->parent == nullptr, nullptr);
  return ovr::guard<GBytes *> (nullptr, error, [=] {
    return ovr::write (*self, transfer_syntax != nullptr ? transfer_syntax : ovr::EXPLICIT_LITTLE, error);
  });
}
