/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-charset.hh"
#include "ovr-dataset.h"
#include "ovr-dicom-private.hh"

#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dcfilefo.h>

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

static_assert (G_BYTE_ORDER == G_LITTLE_ENDIAN, "the bridge hands out values in host order as little endian");

/* One wrapper for the root and one for each item that somebody asked for. */
struct _OvrDataset
{
  /* Borrowed: from @file of the root. */
  DcmItem *item = nullptr;
  _OvrDataset *parent = nullptr;

  /* Owned. The maps and the character set are caches: an item's wrapper is
   * made when it is first asked for. */
  mutable std::unordered_map<DcmItem *, std::unique_ptr<_OvrDataset> > children;
  mutable std::optional<ovr::Charset> charset;

  /* DCMTK walks through a list to an item; here each sequence that was asked
   * for has its items in an array. */
  mutable std::unordered_map<guint32, std::vector<DcmItem *> > sequences;

  /* The root's elements by ascending tag, where only its header was read, and
   * until it is changed: DCMTK walks through a list to each. */
  mutable std::vector<std::pair<guint32, DcmElement *> > index;

  /* Owned; of the root only. */
  std::unique_ptr<DcmFileFormat> file;
  std::string syntax;
  bool truncated = false;

  _OvrDataset *root ();
  const _OvrDataset *root () const;

  /* Fills, and empties, the index. */
  void make_index ();
  void forget_index () const;

  /* The wrapper of @child, which is an item within this one. */
  _OvrDataset *wrap (DcmItem *child) const;

  /* The character set in force: the item's own (0008,0005), else its
   * parent's (PS3.3 C.12.1.1.2). */
  const ovr::Charset &text_charset () const;
};

namespace ovr
{

DcmTagKey to_key (guint32 tag);

/* DCMTK's number for a transfer syntax. For encapsulated ones that are younger
 * than it, that of one that is packed the same way; EXS_Unknown for the rest. */
E_TransferSyntax to_xfer (const char *uid);

/* nullptr if absent; an empty element is found. Group 0002 is looked up in the
 * file meta information. */
DcmElement *find_element (const OvrDataset *self, guint32 tag);

/* The raw bytes of a text element without its trailing pad character. */
bool raw_text (DcmElement &element, std::string &out);

/* TRUE if @evr holds characters (also the coded ones: CS, UI, DA, …). */
bool is_text_vr (DcmEVR evr);

/* The values of a text element as UTF-8, and whether a byte had no meaning. */
struct Text
{
  std::vector<std::string> values;
  bool doubt = false;
};
Text element_text (const OvrDataset *self, DcmElement &element);

} // namespace ovr
