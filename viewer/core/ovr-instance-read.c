/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-frame-facts.h"
#include "ovr-person.h"
#include "ovr-study-tags.h"
#include "ovr-uid.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define UID_DICOMDIR "1.2.840.10008.1.3.10"
#define UID_IMPLICIT "1.2.840.10008.1.2"
#define UID_EXPLICIT "1.2.840.10008.1.2.1"
#define UID_BIG_ENDIAN "1.2.840.10008.1.2.2"

/* The longest text that is kept of one attribute, in bytes: LO and PN hold 64
 * characters a component, and a megabyte of them is an attack. */
#define MAX_TEXT 2048

/* Where the head of native pixel data is looked for before all is read. */
#define HEAD ((goffset) 64 * 1024)

/* Standard: 64 (PS3.5 9.1). Some de-identifiers write longer ones. */
#define MAX_UID 128

/**
 * Source:
 * @fd: the file, or -1
 * @bytes: (nullable): the file, where it is in memory
 * @size: its length in bytes
 *
 * The two places that a file is read from.
 */
typedef struct
{
  int fd;
  GBytes *bytes;
  goffset size;
} Source;

static void
read_text (const OvrDataset *dataset,
           guint32 tag,
           const char **field)
{
  g_autofree char *text = ovr_dataset_get_text (dataset, tag);

  if (text == NULL)
    return;
  if (strlen (text) > MAX_TEXT)
    {
      char *end = g_utf8_find_prev_char (text, text + MAX_TEXT);

      *(end != NULL ? end : text) = '\0';
    }
  ovr_instance_set_string (field, text);
}

static int
read_int (const OvrDataset *dataset,
          guint32 tag,
          int otherwise)
{
  gint64 value;

  if (!ovr_dataset_get_int (dataset, tag, 0, &value) || value <= G_MININT || value > G_MAXINT)
    return otherwise;
  return (int) value;
}

static OvrDate
read_date (const OvrDataset *dataset,
           guint32 tag)
{
  g_autofree char *text = ovr_dataset_get_value (dataset, tag, 0);
  OvrDate date = { 0 };

  if (text != NULL)
    {
      /* A DT starts like a DA. */
      if (strlen (text) > 8 && g_ascii_isdigit (text[4]))
        text[8] = '\0';
      ovr_date_parse (text, &date);
    }
  return date;
}

static OvrTriState
read_flag (const OvrDataset *dataset,
           guint32 tag,
           const char *yes,
           const char *no)
{
  g_autofree char *text = ovr_dataset_get_value (dataset, tag, 0);

  if (g_strcmp0 (text, yes) == 0)
    return OVR_TRI_YES;
  return g_strcmp0 (text, no) == 0 ? OVR_TRI_NO : OVR_TRI_UNKNOWN;
}

static gboolean
is_filing_uid (const char *uid)
{
  gsize length = strlen (uid);

  return length > 0 && length <= MAX_UID && g_str_is_ascii (uid);
}

static gboolean
read_uids (OvrInstance *self,
           const OvrDataset *dataset,
           GError **error)
{
  read_text (dataset, TAG_SOP_INSTANCE, &self->sop_uid);
  if (*self->sop_uid == '\0')
    read_text (dataset, TAG_MEDIA_SOP_INSTANCE, &self->sop_uid);
  read_text (dataset, TAG_SOP_CLASS, &self->sop_class);
  if (*self->sop_class == '\0')
    read_text (dataset, TAG_MEDIA_SOP_CLASS, &self->sop_class);
  read_text (dataset, TAG_STUDY_UID, &self->study_uid);
  read_text (dataset, TAG_SERIES_UID, &self->series_uid);
  if (g_str_is_ascii (ovr_dataset_get_transfer_syntax (dataset)))
    ovr_instance_set_string (&self->transfer_syntax, ovr_dataset_get_transfer_syntax (dataset));

  if (is_filing_uid (self->sop_uid))
    return TRUE;

  if (ovr_dataset_is_truncated (dataset))
    g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_TRUNCATED,
                         "the file ends within its header");
  else
    g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                         "no usable SOP Instance UID (0008,0018)");
  return FALSE;
}

/* Images without the UID of their study or series are filed under one that is
 * made of what else they say of it, so that they can be looked at. */
static void
complete_uids (OvrInstance *self)
{
  if (!is_filing_uid (self->study_uid))
    {
      g_autofree char *date = ovr_date_to_dicom (self->study_date);
      g_autofree char *name = g_strjoin ("/", "study", self->patient_key, date, self->accession, NULL);
      g_autofree char *uid = ovr_uid_derive (name);

      ovr_instance_set_string (&self->study_uid, uid);
    }
  if (!is_filing_uid (self->series_uid))
    {
      g_autofree char *name = g_strdup_printf ("series/%s/%s/%d/%s", self->study_uid, self->modality,
                                               self->series_number, self->series_description);
      g_autofree char *uid = ovr_uid_derive (name);

      ovr_instance_set_string (&self->series_uid, uid);
    }
}

static void
read_person (OvrInstance *self,
             const OvrDataset *dataset)
{
  g_autofree char *age = ovr_dataset_get_value (dataset, TAG_AGE, 0);
  g_autofree char *key = NULL;

  read_text (dataset, TAG_PATIENT_NAME, &self->patient_name);
  read_text (dataset, TAG_PATIENT_ID, &self->patient_id);
  read_text (dataset, TAG_PATIENT_ID_ISSUER, &self->patient_id_issuer);
  read_text (dataset, TAG_SEX, &self->sex);
  self->birth_date = read_date (dataset, TAG_BIRTH_DATE);
  if (age != NULL)
    ovr_age_parse (age, &self->stated_age);

  /* Who is not named at all is nobody else either: one person a study. */
  if (strspn (self->patient_name, "^= ") == strlen (self->patient_name) && *self->patient_id == '\0' &&
      *self->study_uid != '\0')
    key = ovr_person_key (NULL, self->study_uid, NULL, self->birth_date);
  else
    key = ovr_person_key (self->patient_id, self->patient_id_issuer, self->patient_name, self->birth_date);
  ovr_instance_set_string (&self->patient_key, key);
}

static void
read_study_and_series (OvrInstance *self,
                       const OvrDataset *dataset)
{
  self->study_date = read_date (dataset, TAG_STUDY_DATE);
  read_text (dataset, TAG_STUDY_TIME, &self->study_time);
  read_text (dataset, TAG_STUDY_DESCRIPTION, &self->study_description);
  read_text (dataset, TAG_ACCESSION, &self->accession);
  read_text (dataset, TAG_INSTITUTION, &self->institution);
  read_text (dataset, TAG_REFERRER, &self->referrer);
  read_text (dataset, TAG_MODALITY, &self->modality);
  read_text (dataset, TAG_SERIES_DESCRIPTION, &self->series_description);
  read_text (dataset, TAG_BODY_PART, &self->body_part);
  read_text (dataset, TAG_IMAGE_LATERALITY, &self->laterality);
  if (*self->laterality == '\0')
    read_text (dataset, TAG_LATERALITY, &self->laterality);
  self->series_number = read_int (dataset, TAG_SERIES_NUMBER, 0);
  read_text (dataset, TAG_FRAME_OF_REFERENCE, &self->frame_of_reference);
}

static gboolean
read_image (OvrInstance *self,
            const OvrDataset *dataset,
            GError **error)
{
  int rows = read_int (dataset, TAG_ROWS, 0);
  int columns = read_int (dataset, TAG_COLUMNS, 0);
  int frames = read_int (dataset, TAG_FRAMES, 1);

  if (frames > OVR_INSTANCE_MAX_FRAMES)
    {
      g_set_error (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_INVALID,
                   "Number of Frames (0028,0008) is %d", frames);
      return FALSE;
    }

  self->number = read_int (dataset, TAG_INSTANCE_NUMBER, G_MININT);
  self->acquisition_number = read_int (dataset, TAG_ACQUISITION_NUMBER, G_MININT);
  self->acquisition_date = read_date (dataset, TAG_ACQUISITION_DATE);
  if (!ovr_date_is_known (self->acquisition_date))
    self->acquisition_date = read_date (dataset, TAG_ACQUISITION_DATE_TIME);
  if (rows <= 0 || columns <= 0)
    return TRUE;

  self->rows = (guint) rows;
  self->columns = (guint) columns;
  self->n_frames = (guint) MAX (frames, 1);
  self->echo_number = read_int (dataset, TAG_ECHO_NUMBER, G_MININT);
  read_text (dataset, TAG_IMAGE_TYPE, &self->image_type);
  read_text (dataset, TAG_PHOTOMETRIC, &self->photometric);
  read_text (dataset, TAG_LOSSY_RATIO, &self->lossy_ratio);
  read_text (dataset, TAG_LOSSY_METHOD, &self->lossy_method);
  self->lossy = read_flag (dataset, TAG_LOSSY, "01", "00");
  self->burned_in = read_flag (dataset, TAG_BURNED_IN, "YES", "NO");
  ovr_dataset_get_double (dataset, TAG_SPACING_BETWEEN, 0, &self->spacing_between_mm);
  ovr_dataset_get_double (dataset, TAG_GANTRY_TILT, 0, &self->gantry_tilt_deg);
  return TRUE;
}

/* Enhanced images have no acquisition date outside their functional groups. */
static void
complete_acquisition_date (OvrInstance *self,
                           const OvrDataset *dataset)
{
  const OvrDataset *content;

  if (ovr_date_is_known (self->acquisition_date) || !ovr_instance_is_image (self))
    return;
  content = ovr_dataset_get_frame_group (dataset, 1, TAG_FRAME_CONTENT_GROUP);
  if (content != NULL)
    self->acquisition_date = read_date (content, TAG_FRAME_ACQUIRED);
}

static gboolean
source_peek (const Source *source,
             goffset offset,
             guint8 *buffer,
             gsize length)
{
  if (offset < 0 || offset + (goffset) length > source->size)
    return FALSE;
  if (source->bytes != NULL)
    {
      memcpy (buffer, (const guint8 *) g_bytes_get_data (source->bytes, NULL) + offset, length);
      return TRUE;
    }
  return pread (source->fd, buffer, length, offset) == (gssize) length;
}

static gboolean
is_native (const char *transfer_syntax)
{
  return g_str_equal (transfer_syntax, UID_EXPLICIT) || g_str_equal (transfer_syntax, UID_IMPLICIT) ||
         g_str_equal (transfer_syntax, UID_BIG_ENDIAN);
}

/* Bytes of the value of native pixel data; 0 where it can't be told. */
static guint64
native_length (const OvrInstance *self,
               const OvrDataset *dataset)
{
  guint64 samples = (guint64) CLAMP (read_int (dataset, TAG_SAMPLES, 1), 1, 4);
  guint64 bits = (guint64) CLAMP (read_int (dataset, TAG_BITS_ALLOCATED, 0), 0, 64);
  guint64 pixels = (guint64) MIN (self->rows, 65535) * MIN (self->columns, 65535) * self->n_frames;
  guint64 bytes;

  if (g_str_has_suffix (self->photometric, "_422") && samples == 3)
    samples = 2;
  bytes = (pixels * samples * bits + 7) / 8;
  return bytes + bytes % 2;
}

/* TRUE where the pixel data's element starts exactly its length before the
 * file's end: nothing is missing, told by one short read. */
static gboolean
native_pixels_end_the_file (const Source *source,
                            guint64 length,
                            gboolean big_endian)
{
  static const guint8 little[] = { 0xe0, 0x7f, 0x10, 0x00 };
  static const guint8 big[] = { 0x7f, 0xe0, 0x00, 0x10 };
  const guint8 *tag = big_endian ? big : little;
  guint8 head[12];

  if (length > (guint64) source->size ||
      !source_peek (source, source->size - (goffset) length - 12, head, sizeof head))
    return FALSE;
  return memcmp (head, tag, 4) == 0 || memcmp (head + 4, tag, 4) == 0;
}

/* TRUE where an element head of pixel data of that length stands in the first
 * HEAD bytes, and the file goes on for as long: something stands behind the
 * pixel data, which are whole. */
static gboolean
native_pixels_are_near (const Source *source,
                        guint64 length)
{
  static const guint8 tag[] = { 0xe0, 0x7f, 0x10, 0x00 };
  gsize size = (gsize) MIN (source->size, HEAD);
  g_autofree guint8 *head = g_malloc (size + 1);
  const guint8 *found = head;

  if (length > G_MAXUINT32 || !source_peek (source, 0, head, size))
    return FALSE;
  while ((found = memmem (found, size - (gsize) (found - head), tag, sizeof tag)) != NULL)
    {
      gsize offset = (gsize) (found - head);
      gboolean is_explicit = offset + 12 <= size && found[4] == 'O' && (found[5] == 'W' || found[5] == 'B');
      gsize value = offset + (is_explicit ? 12 : 8);
      guint32 stated;

      if (value > size)
        return FALSE;
      memcpy (&stated, head + value - 4, sizeof stated);
      if (GUINT32_FROM_LE (stated) == length && value + length <= (guint64) source->size)
        return TRUE;
      found++;
    }
  return FALSE;
}

/* The slow way, for big headers and broken files: reads everything. */
static gboolean
whole_is_truncated (const Source *source,
                    guint64 length)
{
  g_autoptr (OvrDataset) whole = NULL;
  g_autoptr (GBytes) pixels = NULL;

  if (source->bytes != NULL)
    whole = ovr_dataset_read_bytes (source->bytes, OVR_READ_ALL, NULL);
  else if (lseek (source->fd, 0, SEEK_SET) == 0)
    whole = ovr_dataset_read_fd (source->fd, OVR_READ_ALL, NULL);
  if (whole == NULL)
    return TRUE;

  pixels = ovr_dataset_get_bytes (whole, TAG_PIXELS);
  if (pixels != NULL)
    return g_bytes_get_size (pixels) + 1 < length;
  return !ovr_dataset_has (whole, TAG_FLOAT_PIXELS) && !ovr_dataset_has (whole, TAG_DOUBLE_PIXELS);
}

/* What stands behind whole pixel data, or is missing there, doesn't matter. */
static gboolean
is_truncated (const OvrInstance *self,
              const OvrDataset *dataset,
              const Source *source)
{
  gboolean cut = ovr_dataset_is_truncated (dataset);
  guint64 length;

  if (!ovr_instance_is_image (self) || !is_native (self->transfer_syntax))
    return cut;
  length = native_length (self, dataset);
  if (native_pixels_end_the_file (source, length, g_str_equal (self->transfer_syntax, UID_BIG_ENDIAN)) ||
      native_pixels_are_near (source, length))
    return FALSE;
  return cut || whole_is_truncated (source, length);
}

static gboolean
is_medium_index (const OvrDataset *dataset)
{
  g_autofree char *sop_class = ovr_dataset_get_value (dataset, TAG_MEDIA_SOP_CLASS, 0);

  return g_strcmp0 (sop_class, UID_DICOMDIR) == 0 || ovr_dataset_has (dataset, TAG_RECORD_SEQUENCE);
}

static OvrInstance *
instance_from (const OvrDataset *dataset,
               const Source *source,
               const char *path,
               gboolean *is_index,
               GError **error)
{
  g_autoptr (OvrInstance) self = NULL;

  if (is_medium_index (dataset))
    {
      if (is_index != NULL)
        *is_index = TRUE;
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_UNSUPPORTED,
                           "a DICOMDIR, which holds no images itself");
      return NULL;
    }

  self = ovr_instance_alloc ();
  if (!read_uids (self, dataset, error))
    return NULL;
  read_person (self, dataset);
  read_study_and_series (self, dataset);
  complete_uids (self);
  if (!read_image (self, dataset, error))
    return NULL;
  ovr_frame_facts_read (self, dataset);
  complete_acquisition_date (self, dataset);
  self->charset_doubt = ovr_dataset_has_charset_doubt (dataset);
  self->truncated = is_truncated (self, dataset, source);
  self->path = g_strdup (path);
  self->file_size = source->size;
  return g_steal_pointer (&self);
}

OvrInstance *
ovr_instance_read_fd (int fd,
                      const char *path,
                      gboolean *is_index,
                      GError **error)
{
  g_autoptr (OvrDataset) dataset = NULL;
  struct stat info;
  Source source = { .fd = fd };

  if (is_index != NULL)
    *is_index = FALSE;
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_NOT_DICOM, "not a regular file");
      return NULL;
    }
  source.size = info.st_size;
  dataset = ovr_dataset_read_fd (fd, OVR_READ_HEADER, error);
  return dataset != NULL ? instance_from (dataset, &source, path, is_index, error) : NULL;
}

OvrInstance *
ovr_instance_read_path (const char *path,
                        GError **error)
{
  int fd = path != NULL ? open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
  OvrInstance *self;

  if (fd < 0)
    {
      g_set_error_literal (error, OVR_DICOM_ERROR, OVR_DICOM_ERROR_NOT_DICOM, "the file can't be opened");
      return NULL;
    }
  self = ovr_instance_read_fd (fd, path, NULL, error);
  close (fd);
  return self;
}

OvrInstance *
ovr_instance_read_bytes (GBytes *file,
                         const char *path,
                         gboolean *is_index,
                         GError **error)
{
  g_autoptr (OvrDataset) dataset = ovr_dataset_read_bytes (file, OVR_READ_HEADER, error);
  Source source = { .fd = -1, .bytes = file, .size = (goffset) g_bytes_get_size (file) };

  if (is_index != NULL)
    *is_index = FALSE;
  return dataset != NULL ? instance_from (dataset, &source, path, is_index, error) : NULL;
}
