/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-dataset-private.hh"
#include "ovr-syntax.hh"

#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcmetinf.h>
#include <dcmtk/dcmdata/dcxfer.h>

#include <algorithm>

_OvrDataset *
_OvrDataset::root ()
{
  _OvrDataset *self = this;

  while (self->parent != nullptr)
    self = self->parent;
  return self;
}

const _OvrDataset *
_OvrDataset::root () const
{
  return const_cast<_OvrDataset *> (this)->root ();
}

_OvrDataset *
_OvrDataset::wrap (DcmItem *child) const
{
  std::unique_ptr<_OvrDataset> &slot = children[child];

  if (slot == nullptr)
    {
      slot = std::make_unique<_OvrDataset> ();
      slot->item = child;
      slot->parent = const_cast<_OvrDataset *> (this);
    }
  return slot.get ();
}

void
_OvrDataset::make_index ()
{
  index.reserve (item->card ());
  for (DcmObject *object = item->nextInContainer (nullptr); object != nullptr; object = item->nextInContainer (object))
    index.emplace_back (OVR_TAG (object->getGTag (), object->getETag ()), static_cast<DcmElement *> (object));
  if (!std::is_sorted (index.begin (), index.end ()))
    index.clear ();
}

void
_OvrDataset::forget_index () const
{
  index.clear ();
}

const ovr::Charset &
_OvrDataset::text_charset () const
{
  if (!charset.has_value ())
    {
      DcmElement *element = nullptr;
      std::string terms;

      if (item->findAndGetElement (DCM_SpecificCharacterSet, element).good () &&
          element->getLength () > 0 && ovr::raw_text (*element, terms))
        charset = ovr::Charset (terms);
      else if (parent != nullptr)
        charset = parent->text_charset ();
      else
        charset = ovr::Charset ("");
    }
  return *charset;
}

DcmTagKey
ovr::to_key (guint32 tag)
{
  return DcmTagKey (static_cast<Uint16> (tag >> 16), static_cast<Uint16> (tag & 0xffff));
}

E_TransferSyntax
ovr::to_xfer (const char *uid)
{
  const E_TransferSyntax xfer = DcmXfer (uid).getXfer ();
  const Syntax *syntax = find_syntax (uid);

  if (xfer == EXS_Unknown && syntax != nullptr && syntax->packing != Packing::NATIVE)
    return EXS_JPEG2000LosslessOnly;
  return xfer;
}

DcmElement *
ovr::find_element (const OvrDataset *self,
                   guint32 tag)
{
  DcmItem *item = self->item;
  DcmElement *element = nullptr;

  if (tag >> 16 == 0x0002)
    {
      item = self->root ()->file->getMetaInfo ();
    }
  else if (!self->index.empty ())
    {
      const auto found = std::lower_bound (self->index.begin (), self->index.end (), tag,
                                           [] (const auto &entry, guint32 wanted) { return entry.first < wanted; });

      return found != self->index.end () && found->first == tag ? found->second : nullptr;
    }
  if (item->findAndGetElement (to_key (tag), element).bad ())
    return nullptr;
  return element;
}

OvrDataset *
ovr_dataset_new (void)
{
  return ovr::guard<OvrDataset *> (nullptr, nullptr, [] {
    auto self = std::make_unique<OvrDataset> ();

    self->file = std::make_unique<DcmFileFormat> ();
    self->item = self->file->getDataset ();
    self->syntax = "1.2.840.10008.1.2.1";
    return self.release ();
  });
}

void
ovr_dataset_free (OvrDataset *self)
{
  if (self == nullptr)
    return;
  g_return_if_fail (self->parent == nullptr);
  delete self;
}

const char *
ovr_dataset_get_transfer_syntax (const OvrDataset *self)
{
  g_return_val_if_fail (self != nullptr, nullptr);
  return self->root ()->syntax.c_str ();
}

gboolean
ovr_dataset_is_truncated (const OvrDataset *self)
{
  g_return_val_if_fail (self != nullptr, FALSE);
  return self->root ()->truncated;
}
