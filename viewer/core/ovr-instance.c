/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-instance-private.h"

#include "ovr-shared-text.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Nothing but the meta information can be searched in those. */
#define UID_DEFLATED "1.2.840.10008.1.2.1.99"

#define N_DOUBLES (sizeof (OvrFrameFacts) / sizeof (double))

G_STATIC_ASSERT (sizeof (OvrFrameFacts) % sizeof (double) == 0);

/* Offsets of all shared strings, for making, freeing and storing. The order is
 * part of the stored form: append only, and count OVR_INSTANCE_FORM up. */
static const gsize string_offsets[] = {
  G_STRUCT_OFFSET (OvrInstance, patient_key),
  G_STRUCT_OFFSET (OvrInstance, patient_name),
  G_STRUCT_OFFSET (OvrInstance, patient_id),
  G_STRUCT_OFFSET (OvrInstance, patient_id_issuer),
  G_STRUCT_OFFSET (OvrInstance, sex),
  G_STRUCT_OFFSET (OvrInstance, study_uid),
  G_STRUCT_OFFSET (OvrInstance, study_time),
  G_STRUCT_OFFSET (OvrInstance, study_description),
  G_STRUCT_OFFSET (OvrInstance, accession),
  G_STRUCT_OFFSET (OvrInstance, institution),
  G_STRUCT_OFFSET (OvrInstance, referrer),
  G_STRUCT_OFFSET (OvrInstance, series_uid),
  G_STRUCT_OFFSET (OvrInstance, modality),
  G_STRUCT_OFFSET (OvrInstance, series_description),
  G_STRUCT_OFFSET (OvrInstance, body_part),
  G_STRUCT_OFFSET (OvrInstance, laterality),
  G_STRUCT_OFFSET (OvrInstance, frame_of_reference),
  G_STRUCT_OFFSET (OvrInstance, sop_uid),
  G_STRUCT_OFFSET (OvrInstance, sop_class),
  G_STRUCT_OFFSET (OvrInstance, transfer_syntax),
  G_STRUCT_OFFSET (OvrInstance, image_type),
  G_STRUCT_OFFSET (OvrInstance, photometric),
  G_STRUCT_OFFSET (OvrInstance, lossy_ratio),
  G_STRUCT_OFFSET (OvrInstance, lossy_method),
};

/* The whole numbers of the stored form, in order. */
enum
{
  INT_BIRTH_DATE,
  INT_AGE_VALUE,
  INT_AGE_UNIT,
  INT_STUDY_DATE,
  INT_SERIES_NUMBER,
  INT_NUMBER,
  INT_ACQUISITION_NUMBER,
  INT_ECHO_NUMBER,
  INT_ACQUISITION_DATE,
  INT_ROWS,
  INT_COLUMNS,
  INT_FRAMES,
  INT_LOSSY,
  INT_BURNED_IN,
  INT_CHARSET_DOUBT,
  INT_TRUNCATED,
  N_INTS,
};

static const char **
string_at (OvrInstance *self,
           guint i)
{
  return (const char **) G_STRUCT_MEMBER_P (self, string_offsets[i]);
}

void
ovr_instance_set_string (const char **field,
                         const char *text)
{
  const char *old = *field;

  *field = ovr_shared_text_get (text);
  if (old != NULL)
    ovr_shared_text_unref (old);
}

OvrInstance *
ovr_instance_alloc (void)
{
  OvrInstanceBox *box = g_new0 (OvrInstanceBox, 1);

  g_atomic_ref_count_init (&box->ref_count);
  for (guint i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    ovr_instance_set_string (string_at (&box->pub, i), "");
  box->pub.number = G_MININT;
  box->pub.acquisition_number = G_MININT;
  box->pub.echo_number = G_MININT;
  box->pub.n_frames = 1;
  box->pub.spacing_between_mm = NAN;
  box->pub.gantry_tilt_deg = NAN;
  return &box->pub;
}

void
ovr_instance_set_path (OvrInstance *self,
                       const char *path)
{
  g_free ((gpointer) self->path);
  self->path = g_strdup (path);
}

OvrFrameFacts *
ovr_instance_alloc_facts (OvrInstance *self,
                          guint n,
                          gboolean with_words,
                          const char ***stack_ids,
                          const char ***frame_types)
{
  OvrFrameFacts *facts = g_new (OvrFrameFacts, n);
  double *values = (double *) facts;

  for (gsize i = 0; i < n * N_DOUBLES; i++)
    values[i] = NAN;
  self->n_facts = n;
  self->facts = facts;

  if (with_words)
    {
      const char **ids = g_new0 (const char *, n);
      const char **types = g_new0 (const char *, n);

      for (guint i = 0; i < n; i++)
        {
          ovr_instance_set_string (&ids[i], "");
          ovr_instance_set_string (&types[i], "");
        }
      self->stack_ids = ids;
      self->frame_types = types;
      if (stack_ids != NULL)
        *stack_ids = ids;
      if (frame_types != NULL)
        *frame_types = types;
    }
  return facts;
}

OvrInstance *
ovr_instance_ref (OvrInstance *self)
{
  g_atomic_ref_count_inc (&((OvrInstanceBox *) self)->ref_count);
  return self;
}

static void
free_words (const char *const *words,
            guint n)
{
  for (guint i = 0; words != NULL && i < n; i++)
    ovr_shared_text_unref (words[i]);
  g_free ((gpointer) words);
}

void
ovr_instance_unref (OvrInstance *self)
{
  OvrInstanceBox *box = (OvrInstanceBox *) self;

  if (!g_atomic_ref_count_dec (&box->ref_count))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    ovr_shared_text_unref (*string_at (self, i));
  free_words (self->stack_ids, self->n_facts);
  free_words (self->frame_types, self->n_facts);
  g_free ((gpointer) self->facts);
  g_free ((gpointer) self->path);
  g_free (box);
}

const OvrFrameFacts *
ovr_instance_get_facts (const OvrInstance *self,
                        guint frame)
{
  g_return_val_if_fail (self->n_facts > 0, NULL);

  return &self->facts[frame >= 1 && frame <= self->n_facts ? frame - 1 : 0];
}

gboolean
ovr_frame_facts_has_plane (const OvrFrameFacts *self)
{
  return !isnan (self->plane.origin_mm[0]);
}

gboolean
ovr_instance_is_image (const OvrInstance *self)
{
  return self->rows > 0 && self->columns > 0;
}

gboolean
ovr_instance_is_localizer (const OvrInstance *self)
{
  return strstr (self->image_type, "LOCALIZER") != NULL;
}

/* TRUE where the UID stands in the first @n bytes of the file: in its meta
 * information (0002,0003), or as (0008,0018) soon thereafter. */
static gboolean
has_uid_within (int fd,
                const char *uid,
                gsize n)
{
  g_autofree char *head = g_malloc (n);
  gssize size = pread (fd, head, n, 0);

  return size > 0 && memmem (head, (gsize) size, uid, strlen (uid)) != NULL;
}

/* What lies at a path may be another disc's by now. */
static gboolean
is_still_there (const OvrInstance *self,
                int fd,
                const struct stat *info)
{
  if (info->st_size != self->file_size)
    return FALSE;
  return g_str_equal (self->transfer_syntax, UID_DEFLATED) || has_uid_within (fd, self->sop_uid, 4096) ||
         has_uid_within (fd, self->sop_uid, 65536);
}

int
ovr_instance_open (const OvrInstance *self,
                   GError **error)
{
  struct stat info;
  int fd = -1;
  int saved = ENOENT;

  if (self->path != NULL)
    {
      fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
      saved = errno;
    }
  if (fd >= 0 && (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode)))
    saved = EINVAL;
  else if (fd >= 0 && !is_still_there (self, fd, &info))
    saved = ESTALE;
  else if (fd >= 0)
    return fd;

  if (fd >= 0)
    close (fd);
  g_set_error (error, G_FILE_ERROR, (gint) g_file_error_from_errno (saved), "an image's file can't be opened: %s",
               saved == ESTALE ? "another one lies in its place" : g_strerror (saved));
  return -1;
}

static int
date_to_int (OvrDate date)
{
  return date.year * 10000 + date.month * 100 + date.day;
}

static OvrDate
date_from_int (int value)
{
  OvrDate date = { (gint16) (value / 10000), (guint8) (value / 100 % 100), (guint8) (value % 100) };

  return date;
}

static void
collect_ints (const OvrInstance *self,
              gint32 ints[N_INTS])
{
  ints[INT_BIRTH_DATE] = date_to_int (self->birth_date);
  ints[INT_AGE_VALUE] = self->stated_age.value;
  ints[INT_AGE_UNIT] = (gint32) self->stated_age.unit;
  ints[INT_STUDY_DATE] = date_to_int (self->study_date);
  ints[INT_SERIES_NUMBER] = self->series_number;
  ints[INT_NUMBER] = self->number;
  ints[INT_ACQUISITION_NUMBER] = self->acquisition_number;
  ints[INT_ECHO_NUMBER] = self->echo_number;
  ints[INT_ACQUISITION_DATE] = date_to_int (self->acquisition_date);
  ints[INT_ROWS] = (gint32) self->rows;
  ints[INT_COLUMNS] = (gint32) self->columns;
  ints[INT_FRAMES] = (gint32) self->n_frames;
  ints[INT_LOSSY] = (gint32) self->lossy;
  ints[INT_BURNED_IN] = (gint32) self->burned_in;
  ints[INT_CHARSET_DOUBT] = self->charset_doubt;
  ints[INT_TRUNCATED] = self->truncated;
}

static void
spread_ints (OvrInstance *self,
             const gint32 ints[N_INTS])
{
  self->birth_date = date_from_int (ints[INT_BIRTH_DATE]);
  self->stated_age.value = ints[INT_AGE_VALUE];
  self->stated_age.unit = (OvrAgeUnit) ints[INT_AGE_UNIT];
  self->study_date = date_from_int (ints[INT_STUDY_DATE]);
  self->series_number = ints[INT_SERIES_NUMBER];
  self->number = ints[INT_NUMBER];
  self->acquisition_number = ints[INT_ACQUISITION_NUMBER];
  self->echo_number = ints[INT_ECHO_NUMBER];
  self->acquisition_date = date_from_int (ints[INT_ACQUISITION_DATE]);
  self->rows = (guint) ints[INT_ROWS];
  self->columns = (guint) ints[INT_COLUMNS];
  self->n_frames = (guint) ints[INT_FRAMES];
  self->lossy = (OvrTriState) ints[INT_LOSSY];
  self->burned_in = (OvrTriState) ints[INT_BURNED_IN];
  self->charset_doubt = ints[INT_CHARSET_DOUBT];
  self->truncated = ints[INT_TRUNCATED];
}

static void
put_words (GByteArray *out,
           const char *const *words,
           guint n)
{
  for (guint i = 0; words != NULL && i < n; i++)
    g_byte_array_append (out, (const guint8 *) words[i], (guint) strlen (words[i]) + 1);
}

/* The stored form: numbers in this machine's byte order (the index never
 * leaves it), then strings that end in NUL. */
typedef struct
{
  guint32 n_facts;
  guint32 has_words;
  gint32 ints[N_INTS];
  double doubles[2];
} StoredHead;

GBytes *
ovr_instance_to_bytes (const OvrInstance *self)
{
  GByteArray *out = g_byte_array_sized_new (1024);
  StoredHead head = { .n_facts = self->n_facts, .has_words = self->stack_ids != NULL };

  collect_ints (self, head.ints);
  head.doubles[0] = self->spacing_between_mm;
  head.doubles[1] = self->gantry_tilt_deg;
  g_byte_array_append (out, (const guint8 *) &head, sizeof head);
  g_byte_array_append (out, (const guint8 *) self->facts, (guint) (self->n_facts * sizeof (OvrFrameFacts)));
  for (guint i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    put_words (out, string_at ((OvrInstance *) self, i), 1);
  put_words (out, self->stack_ids, self->n_facts);
  put_words (out, self->frame_types, self->n_facts);
  return g_byte_array_free_to_bytes (out);
}

/* Takes @n strings from @rest; FALSE where the data end first. */
static gboolean
take_words (const guint8 **rest,
            const guint8 *end,
            const char **words,
            guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const guint8 *nul = memchr (*rest, '\0', (gsize) (end - *rest));

      if (nul == NULL)
        return FALSE;
      ovr_instance_set_string (&words[i], (const char *) *rest);
      *rest = nul + 1;
    }
  return TRUE;
}

OvrInstance *
ovr_instance_from_bytes (GBytes *stored,
                         const char *path,
                         gint64 file_size)
{
  gsize size;
  const guint8 *rest = g_bytes_get_data (stored, &size);
  const guint8 *end = rest + size;
  g_autoptr (OvrInstance) self = NULL;
  const char **ids = NULL;
  const char **types = NULL;
  OvrFrameFacts *facts;
  StoredHead head;

  if (size < sizeof head)
    return NULL;
  memcpy (&head, rest, sizeof head);
  rest += sizeof head;
  if (head.n_facts == 0 || head.n_facts > OVR_INSTANCE_MAX_FRAMES ||
      head.n_facts * sizeof *facts > (gsize) (end - rest))
    return NULL;

  self = ovr_instance_alloc ();
  spread_ints (self, head.ints);
  self->spacing_between_mm = head.doubles[0];
  self->gantry_tilt_deg = head.doubles[1];
  facts = ovr_instance_alloc_facts (self, head.n_facts, head.has_words != 0, &ids, &types);
  memcpy (facts, rest, head.n_facts * sizeof *facts);
  rest += head.n_facts * sizeof *facts;

  for (guint i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    if (!take_words (&rest, end, string_at (self, i), 1))
      return NULL;
  if (head.has_words != 0 &&
      (!take_words (&rest, end, ids, head.n_facts) || !take_words (&rest, end, types, head.n_facts)))
    return NULL;

  self->path = g_strdup (path);
  self->file_size = file_size;
  return g_steal_pointer (&self);
}
