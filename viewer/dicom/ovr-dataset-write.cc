/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-dataset-private.hh"
#include "ovr-frame.h"
#include "ovr-syntax.hh"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcostrmb.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcsequen.h>
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

static GBytes *write (OvrDataset &self, const char *syntax, GError **error);

static bool
is_packed (DcmObject *element)
{
  DcmPixelData *pixels = dynamic_cast<DcmPixelData *> (element);
  const DcmRepresentationParameter *parameter = nullptr;
  E_TransferSyntax xfer = EXS_Unknown;

  if (pixels == nullptr)
    return false;
  pixels->getOriginalRepresentationKey (xfer, parameter);
  return DcmXfer (xfer).isEncapsulated ();
}

/* TRUE if code streams lie in an item, as in an icon. */
static bool
has_packed_items (DcmItem &item,
                  bool is_root)
{
  for (DcmObject *object = item.nextInContainer (nullptr); object != nullptr; object = item.nextInContainer (object))
    {
      DcmSequenceOfItems *sequence = dynamic_cast<DcmSequenceOfItems *> (object);
      DcmObject *child = nullptr;

      if (!is_root && is_packed (object))
        return true;
      while (sequence != nullptr && (child = sequence->nextInContainer (child)) != nullptr)
        if (has_packed_items (*static_cast<DcmItem *> (child), false))
          return true;
    }
  return false;
}

static const char *
photometric_text (const OvrDataset &self,
                  OvrPhotometric photometric,
                  std::string &before)
{
  g_autofree char *declared = ovr_dataset_get_text (&self, OVR_TAG (0x0028, 0x0004));

  if (photometric == OVR_PHOTOMETRIC_RGB)
    return "RGB";
  if (photometric == OVR_PHOTOMETRIC_YBR_FULL)
    return "YBR_FULL";
  before = declared != nullptr ? declared : "MONOCHROME2";
  return before.c_str ();
}

/* Puts decoded frames in the place of @self's code streams, which @packed holds
 * too. The decoders of the frame call are used: those of DCMTK's data sets don't
 * end on some damaged streams. */
static bool
unpack (OvrDataset &self,
        GBytes *packed,
        GError **error)
{
  OvrFrameInfo info = {};
  std::vector<guint8> all;
  std::string before;
  gint64 allocated = 0;

  ovr_dataset_get_int (&self, OVR_TAG (0x0028, 0x0100), 0, &allocated);
  for (guint frame = 1; frame == 1 || frame <= info.n_frames; frame++)
    {
      g_autoptr (GBytes) cells = ovr_frame_decode (packed, frame, &info, error);
      gsize size = 0;

      if (cells == nullptr)
        return false;
      const guint8 *data = static_cast<const guint8 *> (g_bytes_get_data (cells, &size));
      if (allocated == 1 || static_cast<guint64> (size) * info.n_frames > 0xfffffff0u)
        {
          g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                               "1-bit or more than 4 GiB of pixels can't be unpacked");
          return false;
        }
      all.insert (all.end (), data, data + size);
    }
  g_autoptr (GBytes) bytes = g_bytes_new (all.data (), all.size ());
  ovr_dataset_set_text (&self, OVR_TAG (0x0028, 0x0004), photometric_text (self, info.photometric, before));
  ovr_dataset_set_int (&self, OVR_TAG (0x0028, 0x0100), info.bits_allocated);
  ovr_dataset_set_int (&self, OVR_TAG (0x0028, 0x0101), info.bits_stored);
  ovr_dataset_set_int (&self, OVR_TAG (0x0028, 0x0102), info.high_bit);
  ovr_dataset_set_int (&self, OVR_TAG (0x0028, 0x0103), info.is_signed ? 1 : 0);
  if (info.samples > 1)
    ovr_dataset_set_int (&self, OVR_TAG (0x0028, 0x0006), 0);
  self.forget_index ();
  self.item->findAndDeleteElement (DcmTagKey (0x7fe0, 0x0001));
  self.item->findAndDeleteElement (DcmTagKey (0x7fe0, 0x0002));
  ovr_dataset_set_bytes (&self, OVR_TAG (0x7fe0, 0x0010), bytes, info.bits_allocated > 8 ? 2 : 1);
  return true;
}

/* A copy is unpacked, so that @self keeps what it was read with. */
static GBytes *
write_unpacked (OvrDataset &self,
                const char *syntax,
                GError **error)
{
  g_autoptr (GBytes) packed = write (self, self.syntax.c_str (), error);
  g_autoptr (OvrDataset) copy = packed != nullptr ? ovr_dataset_read_bytes (packed, OVR_READ_ALL, error) : nullptr;

  if (copy == nullptr)
    return nullptr;
  /* The preview would have to be unpacked as well; readers make their own. */
  copy->forget_index ();
  copy->item->findAndDeleteElement (DCM_IconImageSequence);
  if (has_packed_items (*copy->item, true))
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                           "code streams within items can't be unpacked");
      return nullptr;
    }
  if (!unpack (*copy, packed, error))
    return nullptr;
  copy->syntax = EXPLICIT_LITTLE;
  return write (*copy, syntax, error);
}

/* Encoders believe the attributes: what they say must be there. */
static bool
check_native (OvrDataset &self,
              GError **error)
{
  g_autoptr (GBytes) plain = write (self, EXPLICIT_LITTLE, error);
  g_autoptr (GBytes) first = nullptr;
  g_autoptr (GBytes) last = nullptr;
  OvrFrameInfo info = {};

  if (plain == nullptr || (first = ovr_frame_decode (plain, 1, &info, error)) == nullptr)
    return false;
  last = ovr_frame_decode (plain, info.n_frames, &info, error);
  return last != nullptr;
}

static GBytes *
write_file (OvrDataset &self,
            const char *syntax,
            E_TransferSyntax target,
            GError **error)
{
  self.file->getDataset ()->removeInvalidGroups ();
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

static GBytes *
write (OvrDataset &self,
       const char *syntax,
       GError **error)
{
  DcmDataset &dataset = *self.file->getDataset ();
  const E_TransferSyntax target = to_xfer (syntax);
  DcmElement *pixels = find_element (&self, OVR_TAG (0x7fe0, 0x0010));
  const bool was_packed = is_packed (pixels);
  const bool is_same = was_packed && self.syntax == syntax;

  if (parameter_uid (&dataset, DCM_SOPClassUID)[0] == '\0' ||
      parameter_uid (&dataset, DCM_SOPInstanceUID)[0] == '\0')
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                           "SOP Class UID (0008,0016) or SOP Instance UID (0008,0018) is missing");
      return nullptr;
    }
  if (target == EXS_Unknown || (!can_encode (target) && self.syntax != syntax))
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                   "transfer syntax %s can't be written", syntax);
      return nullptr;
    }
  if (was_packed && !is_same)
    return write_unpacked (self, syntax, error);
  if (!was_packed && pixels != nullptr && DcmXfer (target).isEncapsulated () && !check_native (self, error))
    return nullptr;
  if (!encode (dataset, target, is_same))
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                   "the pixels can't be brought into transfer syntax %s", syntax);
      return nullptr;
    }
  return write_file (self, syntax, target, error);
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
