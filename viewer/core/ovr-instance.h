/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-dataset.h"
#include "ovr-date.h"
#include "ovr-plane.h"

G_BEGIN_DECLS

/**
 * OvrFrameFacts:
 * @plane: (0020,0032), (0020,0037), (0028,0030); its origin and directions are
 *   NaN where the frame has no usable plane, each spacing is where it has none
 * @thickness_mm: Slice Thickness (0018,0050); NaN unknown
 * @b_value: Diffusion b-value (0018,9087), s/mm²; NaN unknown
 * @gradient: Diffusion Gradient Orientation (0018,9089); NaN unknown
 * @echo_ms: Echo Time (0018,0081) or Effective Echo Time (0018,9082); NaN
 * @temporal: Temporal Position Identifier (0020,0100) or Index (0020,9128); NaN
 * @trigger_ms: Trigger Time (0018,1060) or Nominal Cardiac Trigger Delay
 *   (0020,9153); NaN
 * @inversion_ms: Inversion Time (0018,0082); NaN
 * @segment: Referenced Segment Number (0062,000B); NaN where it is no segment
 * @acquired_s: time of day of the acquisition in seconds, (0008,0032) or
 *   (0018,9074); NaN unknown
 *
 * Where one frame lies and what tells it from its neighbours at the same place
 * (PS3.3 C.7.6.2, C.7.6.16). Doubles only, so that it is stored as it is.
 * Where the origin is known, both directions are unit vectors, orthogonal
 * within 1e-2: a measurement asks ovr_plane_validate().
 */
typedef struct
{
  OvrPlane plane;
  double thickness_mm;
  double b_value;
  double gradient[3];
  double echo_ms;
  double temporal;
  double trigger_ms;
  double inversion_ms;
  double segment;
  double acquired_s;
} OvrFrameFacts;

/**
 * OvrTriState:
 *
 * A flag that a file may leave out.
 */
typedef enum
{
  OVR_TRI_UNKNOWN,
  OVR_TRI_NO,
  OVR_TRI_YES,
} OvrTriState;

/**
 * OvrInstance:
 * @patient_key: short hash of patient ID, issuer, name and birth date; of the
 *   study's UID where neither name nor ID is given
 * @patient_name: (0010,0010) with its ^ and =, UTF-8
 * @patient_id: (0010,0020)
 * @patient_id_issuer: (0010,0021)
 * @sex: (0010,0040): "F", "M", "O" or ""
 * @birth_date: (0010,0030)
 * @stated_age: (0010,1010)
 * @study_uid: (0020,000D)
 * @study_date: (0008,0020)
 * @study_time: (0008,0030) as it stands
 * @study_description: (0008,1030)
 * @accession: (0008,0050)
 * @institution: (0008,0080)
 * @referrer: (0008,0090) as it stands
 * @series_uid: (0020,000E)
 * @modality: (0008,0060)
 * @series_description: (0008,103E)
 * @body_part: (0018,0015)
 * @laterality: (0020,0062), else (0020,0060): "L", "R", "B" or ""
 * @series_number: (0020,0011); 0 none
 * @frame_of_reference: (0020,0052)
 * @sop_uid: (0008,0018)
 * @sop_class: (0008,0016)
 * @transfer_syntax: of the file
 * @image_type: (0008,0008), values joined by "\"
 * @photometric: (0028,0004)
 * @lossy_ratio: (0028,2112) as it stands
 * @lossy_method: (0028,2114) as it stands
 * @number: Instance Number (0020,0013); %G_MININT where there is none
 * @acquisition_number: (0020,0012); %G_MININT where there is none
 * @echo_number: (0018,0086); %G_MININT where there is none
 * @acquisition_date: (0008,0022), else the date of (0008,002A) or (0018,9074)
 * @rows: (0028,0010); 0 where the instance is no image
 * @columns: (0028,0011); 0 where the instance is no image
 * @n_frames: frames, at least 1 (0028,0008)
 * @spacing_between_mm: (0018,0088); NaN unknown
 * @gantry_tilt_deg: (0018,1120); NaN unknown
 * @lossy: (0028,2110)
 * @burned_in: (0028,0301)
 * @charset_doubt: text whose bytes its character set can't explain
 * @truncated: the file ends before its pixel data do
 * @n_facts: 1, or @n_frames where the file has functional groups
 * @facts: (array length=n_facts): the frames' planes and dimensions
 * @stack_ids: (array length=n_facts) (nullable): (0020,9056)
 * @frame_types: (array length=n_facts) (nullable): Frame Type (0008,9007)
 * @path: (nullable): absolute path in the file system's encoding; NULL where
 *   the data were never a file of their own
 * @file_size: bytes
 *
 * What the study model and the index know of one SOP instance: its header, not
 * its pixels. Strings are never NULL but where it is said, and are shared
 * among instances. Immutable after it is made and reference counted:
 * thread-safe.
 */
typedef struct _OvrInstance OvrInstance;
struct _OvrInstance
{
  const char *patient_key;
  const char *patient_name;
  const char *patient_id;
  const char *patient_id_issuer;
  const char *sex;
  OvrDate birth_date;
  OvrAge stated_age;

  const char *study_uid;
  OvrDate study_date;
  const char *study_time;
  const char *study_description;
  const char *accession;
  const char *institution;
  const char *referrer;

  const char *series_uid;
  const char *modality;
  const char *series_description;
  const char *body_part;
  const char *laterality;
  int series_number;

  const char *frame_of_reference;
  const char *sop_uid;
  const char *sop_class;
  const char *transfer_syntax;
  const char *image_type;
  const char *photometric;
  const char *lossy_ratio;
  const char *lossy_method;
  int number;
  int acquisition_number;
  int echo_number;
  OvrDate acquisition_date;
  guint rows;
  guint columns;
  guint n_frames;
  double spacing_between_mm;
  double gantry_tilt_deg;
  OvrTriState lossy;
  OvrTriState burned_in;
  gboolean charset_doubt;
  gboolean truncated;

  guint n_facts;
  const OvrFrameFacts *facts;
  const char *const *stack_ids;
  const char *const *frame_types;

  const char *path;
  gint64 file_size;
};

/**
 * ovr_instance_read_fd:
 * @fd: a regular file, read from its start; stays the caller's
 * @path: (nullable): where the pixels will be found later: absolute
 * @is_index: (out) (nullable): TRUE with an error where the file is a DICOMDIR
 * @error: return location; domain OVR_DICOM_ERROR
 *
 * Reads the header only; pixel data are looked at no further than to see
 * whether they are all there.
 *
 * Returns: (transfer full): an instance, or NULL: no DICOM, or one without the
 *   UIDs that it takes to file it
 */
OvrInstance *ovr_instance_read_fd (int fd,
                                   const char *path,
                                   gboolean *is_index,
                                   GError **error);

/* The same from the file at @path: absolute. */
OvrInstance *ovr_instance_read_path (const char *path,
                                     GError **error);

/* The same from a whole file in memory. */
OvrInstance *ovr_instance_read_bytes (GBytes *file,
                                      const char *path,
                                      gboolean *is_index,
                                      GError **error);

OvrInstance *ovr_instance_ref (OvrInstance *self);
void ovr_instance_unref (OvrInstance *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OvrInstance, ovr_instance_unref)

/* The facts that hold for @frame (from 1). Never NULL. */
const OvrFrameFacts *ovr_instance_get_facts (const OvrInstance *self,
                                             guint frame);

/* TRUE where the frame has a position and an orientation in the patient. */
gboolean ovr_frame_facts_has_plane (const OvrFrameFacts *self);

/* TRUE where there are pixels to show: rows and columns are known. */
gboolean ovr_instance_is_image (const OvrInstance *self);

/* TRUE where Image Type (0008,0008) says LOCALIZER. */
gboolean ovr_instance_is_localizer (const OvrInstance *self);

/* TRUE where pixels went through a lossy compression at any time (PS3.3
 * C.7.6.1.1.5): by flag, by a ratio or a method, which only such a history has,
 * or by transfer syntax. No later lossless syntax takes it back. */
gboolean ovr_instance_is_lossy (const OvrInstance *self);

/* Opens the file for ovr_frame_decode_fd(): a descriptor to close, or -1 with
 * an error of G_FILE_ERROR whose message names no path. A file of another size,
 * or without the instance's UID near its start, is refused: a second disc is
 * mounted where the first one was, with files of the same names. */
int ovr_instance_open (const OvrInstance *self,
                       GError **error);

/* The stored form, for the index: what ovr_instance_from_bytes() of the same
 * OVR_INSTANCE_FORM reads back. @path and @file_size are not in it. */
#define OVR_INSTANCE_FORM 1
GBytes *ovr_instance_to_bytes (const OvrInstance *self);
OvrInstance *ovr_instance_from_bytes (GBytes *stored,
                                      const char *path,
                                      gint64 file_size);

G_END_DECLS
