/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dicom.h"

G_BEGIN_DECLS

/**
 * OvrDataset:
 *
 * A data set, or one item of a sequence. A whole data set is owned by who read
 * or made it; an item is borrowed from its data set and lives as long. One
 * thread at a time; different data sets may be used in different threads.
 * Getters never change what they are asked of.
 *
 * Tags given to a getter may be those of the file meta information (group
 * 0002) as well. "Absent" means: not there, empty, or of a form that can't be
 * read as the type that was asked for.
 */
typedef struct _OvrDataset OvrDataset;

/**
 * OvrReadScope:
 * @OVR_READ_HEADER: everything before the pixel data (stops before
 *   (7FE0,0001) so that float pixel data are left out too)
 * @OVR_READ_ALL: everything
 */
typedef enum
{
  OVR_READ_HEADER,
  OVR_READ_ALL,
} OvrReadScope;

/* Reads from the start of @fd, which stays open and the caller's. Files
 * without preamble or meta information are read too (implicit or explicit
 * little endian, by looking). */
OvrDataset *ovr_dataset_read_fd (int fd,
                                 OvrReadScope scope,
                                 GError **error);
OvrDataset *ovr_dataset_read_bytes (GBytes *bytes,
                                    OvrReadScope scope,
                                    GError **error);
OvrDataset *ovr_dataset_new (void);
void ovr_dataset_free (OvrDataset *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrDataset, ovr_dataset_free)

/* The transfer syntax that the data were read in: (0002,0010) where it stands,
 * else the UID of what was found. Borrowed. */
const char *ovr_dataset_get_transfer_syntax (const OvrDataset *self);

/* TRUE where the file ended before its last element did. What came before is
 * readable. */
gboolean ovr_dataset_is_truncated (const OvrDataset *self);

gboolean ovr_dataset_has (const OvrDataset *self,
                          guint32 tag);

/* All values as UTF-8, joined by "\" as in the file, spaces that only pad
 * taken off; NULL if absent. Bytes are converted by the Specific Character Set
 * (0008,0005) in force at that item (PS3.5 6.1.2); a byte that no declared set
 * explains becomes U+FFFD. (transfer full) */
char *ovr_dataset_get_text (const OvrDataset *self,
                            guint32 tag);

/* Value number @index from 0. (transfer full) (nullable) */
char *ovr_dataset_get_value (const OvrDataset *self,
                             guint32 tag,
                             guint index);

/* How many values: 0 if absent. */
guint ovr_dataset_get_n_values (const OvrDataset *self,
                                guint32 tag);

/* Numbers of any numeric VR, and of DS and IS texts. FALSE if absent, and @out
 * is untouched. */
gboolean ovr_dataset_get_double (const OvrDataset *self,
                                 guint32 tag,
                                 guint index,
                                 double *out);
gboolean ovr_dataset_get_int (const OvrDataset *self,
                              guint32 tag,
                              guint index,
                              gint64 *out);

/* Exactly @n numbers, or FALSE with @out untouched. */
gboolean ovr_dataset_get_doubles (const OvrDataset *self,
                                  guint32 tag,
                                  double *out,
                                  guint n);

/* The raw value field in little endian order (OB, OW, UN, …); 8- and 16-bit
 * LUT data come as they are stored. (transfer full) (nullable) */
GBytes *ovr_dataset_get_bytes (const OvrDataset *self,
                               guint32 tag);

/* Sequences. Items are borrowed; NULL beyond the last. */
guint ovr_dataset_get_n_items (const OvrDataset *self,
                               guint32 sequence);
const OvrDataset *ovr_dataset_get_item (const OvrDataset *self,
                                        guint32 sequence,
                                        guint index);

/* The functional group macro @sequence that holds for @frame (from 1):
 * per-frame (5200,9230), else shared (5200,9229), else NULL. Its first item. */
const OvrDataset *ovr_dataset_get_frame_group (const OvrDataset *self,
                                               guint frame,
                                               guint32 sequence);

/* TRUE if any text value of the whole data set has a byte that its declared
 * character set can't explain: the health finding "charset". */
gboolean ovr_dataset_has_charset_doubt (const OvrDataset *self);

/* Setting. Texts are UTF-8 and written as such: (0008,0005) becomes ISO_IR 192
 * as soon as one is not ASCII. VRs come from the dictionary. A value that its
 * VR can't hold is a programmer's error. Several values are joined by "\". */
void ovr_dataset_set_text (OvrDataset *self,
                           guint32 tag,
                           const char *utf8);
void ovr_dataset_set_int (OvrDataset *self,
                          guint32 tag,
                          gint64 value);
void ovr_dataset_set_ints (OvrDataset *self,
                           guint32 tag,
                           const gint64 *values,
                           guint n);

/* Numbers: DS (at most 16 characters, the closest that fit), FD, FL. */
void ovr_dataset_set_doubles (OvrDataset *self,
                              guint32 tag,
                              const double *values,
                              guint n);

/* OB or OW; @word_size 1 or 2: bytes as stored in little endian order. */
void ovr_dataset_set_bytes (OvrDataset *self,
                            guint32 tag,
                            GBytes *bytes,
                            guint word_size);

/* An empty element (type 2). */
void ovr_dataset_set_empty (OvrDataset *self,
                            guint32 tag);

/* Appends an item to a sequence that is made if need be; borrowed. */
OvrDataset *ovr_dataset_append_item (OvrDataset *self,
                                     guint32 sequence);

/* The whole Part 10 file, explicit little endian unless @transfer_syntax names
 * another native one, RLE, JPEG lossless, JPEG-LS lossless or JPEG baseline
 * (pixels are encoded then). SOP class and instance UID must be set. */
GBytes *ovr_dataset_write (OvrDataset *self,
                           const char *transfer_syntax,
                           GError **error);

/* The data set, one line an element, as UTF-8: tag, VR, value, name; long
 * binary values cut. For people; not a format. (transfer full) */
char *ovr_dataset_dump (const OvrDataset *self);

G_END_DECLS
