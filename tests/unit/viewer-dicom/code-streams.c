/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "code-streams.h"

#include "dicom-bytes.h"
#include "ovr-dicom.h"

#include <openjpeg.h>
#include <zlib.h>

#ifdef HAVE_LIBJXL
#include <jxl/encode.h>
#endif

void
stream_image_init (StreamImage *self,
                   guint columns,
                   guint rows,
                   guint samples,
                   guint bits,
                   gboolean is_signed,
                   guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  const gsize n = (gsize) columns * rows * samples;
  const gint64 range = G_GINT64_CONSTANT (1) << bits;
  const gint64 lowest = is_signed ? -range / 2 : 0;

  *self = (StreamImage){ columns, rows, samples, bits, is_signed, g_new (gint32, n) };
  for (gsize i = 0; i < n; i++)
    {
      gint64 value = (gint64) (i * (gsize) range / n) + g_rand_int_range (random, -3, 4);

      self->values[i] = (gint32) (lowest + CLAMP (value, 0, range - 1));
    }
  self->values[0] = (gint32) (lowest + range - 1);
  self->values[n - 1] = (gint32) lowest;
}

void
stream_image_clear (StreamImage *self)
{
  g_clear_pointer (&self->values, g_free);
}

GBytes *
stream_image_cells (const StreamImage *self,
                    guint allocated)
{
  const gsize n = (gsize) self->columns * self->rows * self->samples;
  guint8 *cells = g_malloc (n * allocated / 8);

  for (gsize i = 0; i < n; i++)
    for (guint byte = 0; byte < allocated / 8; byte++)
      cells[i * allocated / 8 + byte] = (guint8) ((guint32) self->values[i] >> (8 * byte));
  return g_bytes_new_take (cells, n * allocated / 8);
}

/* ---- JPEG 2000 */

typedef struct
{
  GByteArray *bytes;
  gsize at;
} Writer;

static OPJ_SIZE_T
write_bytes (void *bytes,
             OPJ_SIZE_T n,
             void *data)
{
  Writer *writer = data;

  if (writer->at + n > writer->bytes->len)
    g_byte_array_set_size (writer->bytes, (guint) (writer->at + n));
  memcpy (writer->bytes->data + writer->at, bytes, n);
  writer->at += n;
  return n;
}

static OPJ_OFF_T
skip_bytes (OPJ_OFF_T n,
            void *data)
{
  Writer *writer = data;

  writer->at += (gsize) n;
  return n;
}

static OPJ_BOOL
seek_bytes (OPJ_OFF_T at,
            void *data)
{
  Writer *writer = data;

  writer->at = (gsize) at;
  return OPJ_TRUE;
}

static opj_image_t *
make_image (const StreamImage *self,
            StreamJ2k how)
{
  const guint offset = how & STREAM_J2K_OFFSET ? 6 : 0;
  opj_image_cmptparm_t parameters[4] = { 0 };
  opj_image_t *image;

  for (guint c = 0; c < self->samples; c++)
    {
      const guint step = how & STREAM_J2K_SUBSAMPLED && c > 0 ? 2 : 1;

      parameters[c].dx = parameters[c].dy = step;
      parameters[c].x0 = parameters[c].y0 = offset;
      parameters[c].w = (self->columns + step - 1) / step;
      parameters[c].h = (self->rows + step - 1) / step;
      parameters[c].prec = self->bits;
      parameters[c].sgnd = self->is_signed;
    }
  image = opj_image_create (self->samples, parameters, self->samples >= 3 ? OPJ_CLRSPC_SRGB : OPJ_CLRSPC_GRAY);
  image->x0 = image->y0 = offset;
  image->x1 = offset + self->columns;
  image->y1 = offset + self->rows;
  for (guint c = 0; c < self->samples; c++)
    for (guint y = 0; y < parameters[c].h; y++)
      for (guint x = 0; x < parameters[c].w; x++)
        image->comps[c].data[y * parameters[c].w + x] =
            self->values[((gsize) y * parameters[c].dy * self->columns + x * parameters[c].dx) * self->samples + c];
  return image;
}

GBytes *
stream_j2k (const StreamImage *self,
            StreamJ2k how)
{
  Writer writer = { g_byte_array_new (), 0 };
  opj_codec_t *codec = opj_create_compress (how & STREAM_J2K_BOXES ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K);
  opj_stream_t *stream = opj_stream_create (1 << 16, OPJ_FALSE);
  opj_image_t *image = make_image (self, how);
  opj_cparameters_t parameters;

  opj_set_default_encoder_parameters (&parameters);
  parameters.numresolution = MIN (self->columns, self->rows) < 32 ? 1 : 4;
  parameters.tcp_numlayers = 1;
  parameters.cp_disto_alloc = 1;
  parameters.tcp_rates[0] = how & STREAM_J2K_IRREVERSIBLE ? 4 : 0;
  parameters.irreversible = how & STREAM_J2K_IRREVERSIBLE ? 1 : 0;
  parameters.tcp_mct = how & STREAM_J2K_COLOUR ? 1 : 0;
  parameters.tile_size_on = how & STREAM_J2K_TILES ? OPJ_TRUE : OPJ_FALSE;
  parameters.cp_tdx = how & STREAM_J2K_TILES ? 16 : 0;
  parameters.cp_tdy = how & STREAM_J2K_TILES ? 24 : 0;
  opj_stream_set_user_data (stream, &writer, NULL);
  opj_stream_set_write_function (stream, write_bytes);
  opj_stream_set_skip_function (stream, skip_bytes);
  opj_stream_set_seek_function (stream, seek_bytes);
  g_assert_true (opj_setup_encoder (codec, &parameters, image));
  g_assert_true (opj_start_compress (codec, image, stream));
  g_assert_true (opj_encode (codec, stream));
  g_assert_true (opj_end_compress (codec, stream));
  opj_image_destroy (image);
  opj_stream_destroy (stream);
  opj_destroy_codec (codec);
  return g_byte_array_free_to_bytes (writer.bytes);
}

/* ---- JPEG XL */

GBytes *
stream_jxl (const StreamImage *self,
            float distance)
{
#ifdef HAVE_LIBJXL
  JxlEncoder *encoder = JxlEncoderCreate (NULL);
  const guint cell = self->bits > 8 ? 16 : 8;
  const JxlPixelFormat format = { self->samples, cell == 16 ? JXL_TYPE_UINT16 : JXL_TYPE_UINT8, JXL_LITTLE_ENDIAN, 0 };
  const gsize n = (gsize) self->columns * self->rows * self->samples;
  const guint64 full = cell == 16 ? 65535 : 255;
  const guint64 top = (1u << self->bits) - 1;
  g_autofree guint8 *cells = g_malloc (n * cell / 8);
  guint8 *out = g_malloc (1 << 20);
  size_t left = 1 << 20;
  guint8 *next = out;
  JxlEncoderFrameSettings *settings;
  JxlBasicInfo info;
  JxlColorEncoding colours;

  /* libjxl 0.7 takes samples of the full range of 8 or 16 bits only. */
  for (gsize i = 0; i < n; i++)
    {
      const guint64 value = ((guint64) self->values[i] * full + top / 2) / top;

      cells[i * cell / 8] = (guint8) value;
      if (cell == 16)
        cells[i * 2 + 1] = (guint8) (value >> 8);
    }
  JxlEncoderInitBasicInfo (&info);
  info.xsize = self->columns;
  info.ysize = self->rows;
  info.bits_per_sample = self->bits;
  info.num_color_channels = self->samples;
  info.uses_original_profile = distance > 0 ? JXL_FALSE : JXL_TRUE;
  g_assert_cmpint (JxlEncoderSetBasicInfo (encoder, &info), ==, JXL_ENC_SUCCESS);
  JxlColorEncodingSetToSRGB (&colours, self->samples == 1 ? JXL_TRUE : JXL_FALSE);
  g_assert_cmpint (JxlEncoderSetColorEncoding (encoder, &colours), ==, JXL_ENC_SUCCESS);
  settings = JxlEncoderFrameSettingsCreate (encoder, NULL);
  if (distance > 0)
    JxlEncoderSetFrameDistance (settings, distance);
  else
    JxlEncoderSetFrameLossless (settings, JXL_TRUE);
  g_assert_cmpint (JxlEncoderAddImageFrame (settings, &format, cells, n * cell / 8), ==, JXL_ENC_SUCCESS);
  JxlEncoderCloseInput (encoder);
  g_assert_cmpint (JxlEncoderProcessOutput (encoder, &next, &left), ==, JXL_ENC_SUCCESS);
  JxlEncoderDestroy (encoder);
  return g_bytes_new_take (out, (gsize) (next - out));
#else
  return NULL;
#endif
}

/* ---- Deflate */

GBytes *
stream_deflate (GBytes *bytes,
                int window_bits)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const gsize room = compressBound ((uLong) size) + 64;
  guint8 *out = g_malloc (room);
  z_stream state = { 0 };

  g_assert_cmpint (deflateInit2 (&state, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY), ==, Z_OK);
  state.next_in = (Bytef *) data;
  state.avail_in = (uInt) size;
  state.next_out = out;
  state.avail_out = (uInt) room;
  g_assert_cmpint (deflate (&state, Z_FINISH), ==, Z_STREAM_END);
  deflateEnd (&state);
  return g_bytes_new_take (out, state.total_out);
}

/* ---- JPEG lossless */

typedef struct
{
  GByteArray *bytes;
  guint32 bits;
  guint n_bits;
} BitWriter;

static void
put_bits (BitWriter *self,
          guint value,
          guint n)
{
  for (guint i = n; i > 0; i--)
    {
      self->bits = self->bits << 1 | (value >> (i - 1) & 1);
      if (++self->n_bits < 8)
        continue;
      g_byte_array_append (self->bytes, (const guint8[]){ (guint8) self->bits }, 1);
      if ((self->bits & 0xff) == 0xff)
        g_byte_array_append (self->bytes, (const guint8[]){ 0 }, 1);
      self->n_bits = 0;
    }
}

static void
flush_bits (BitWriter *self)
{
  while (self->n_bits > 0)
    put_bits (self, 1, 1);
}

static void
put_marker (GByteArray *bytes,
            guint marker,
            const guint8 *segment,
            guint length)
{
  g_byte_array_append (bytes, (const guint8[]){ 0xff, (guint8) marker, (guint8) ((length + 2) >> 8), (guint8) (length + 2) }, 4);
  g_byte_array_append (bytes, segment, length);
}

/* Codes of the seventeen categories: one of 2 bits for category 5, four of 4
 * bits, and ever longer ones up to 15 bits, so that each way through a decoder
 * is taken. */
static const guint8 code_counts[16] = { 0, 1, 0, 4, 2, 2, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0 };
static const guint8 code_values[17] = { 5, 4, 6, 3, 7, 2, 8, 1, 9, 0, 10, 11, 12, 13, 14, 15, 16 };

static void
put_difference (BitWriter *out,
                int difference)
{
  const int wrapped = (gint16) (guint16) difference;
  const guint size = wrapped == -32768 ? 16 : g_bit_storage ((gulong) ABS (wrapped)) * (wrapped != 0);
  guint code = 0;
  guint index = 0;

  for (guint length = 1; length <= 16; length++, code <<= 1)
    for (guint i = 0; i < code_counts[length - 1]; i++, code++, index++)
      if (code_values[index] == size)
        put_bits (out, code, length);
  if (size > 0 && size < 16)
    put_bits (out, (guint) (wrapped < 0 ? wrapped + (1 << size) - 1 : wrapped), size);
}

static int
predict (guint selector,
         int left,
         int above,
         int corner)
{
  const int all[] = { left, above, corner, left + above - corner, left + ((above - corner) >> 1),
                      above + ((left - corner) >> 1), (left + above) >> 1 };

  return all[selector - 1];
}

static int
value_at (const StreamImage *self,
          guint shift,
          guint x,
          guint y,
          guint c)
{
  const gint32 value = self->values[((gsize) y * self->columns + x) * self->samples + c];

  return (int) (((guint32) value & ((1u << self->bits) - 1)) >> shift);
}

static void
put_pixel (const StreamImage *self,
           BitWriter *out,
           guint selector,
           guint shift,
           guint x,
           guint y,
           guint c,
           gboolean is_first)
{
  const int here = value_at (self, shift, x, y, c);
  int wanted;

  if (is_first)
    wanted = x == 0 ? 1 << (self->bits - shift - 1) : value_at (self, shift, x - 1, y, c);
  else if (x == 0)
    wanted = value_at (self, shift, x, y - 1, c);
  else
    wanted = predict (selector, value_at (self, shift, x - 1, y, c), value_at (self, shift, x, y - 1, c),
                      value_at (self, shift, x - 1, y - 1, c));
  put_difference (out, here - wanted);
}

static void
put_scan (const StreamImage *self,
          GByteArray *bytes,
          guint selector,
          guint shift,
          guint restart_rows,
          guint first,
          guint n)
{
  guint8 head[10] = { (guint8) n };
  BitWriter out = { bytes, 0, 0 };

  for (guint c = 0; c < n; c++)
    head[1 + 2 * c] = (guint8) (first + c + 1);
  head[1 + 2 * n] = (guint8) selector;
  head[3 + 2 * n] = (guint8) shift;
  put_marker (bytes, 0xda, head, 4 + 2 * n);
  for (guint y = 0; y < self->rows; y++)
    {
      const gboolean is_first = y == 0 || (restart_rows > 0 && y % restart_rows == 0);

      if (is_first && y > 0)
        {
          flush_bits (&out);
          g_byte_array_append (bytes, (const guint8[]){ 0xff, (guint8) (0xd0 + (y / restart_rows - 1) % 8) }, 2);
        }
      for (guint x = 0; x < self->columns; x++)
        for (guint c = first; c < first + n; c++)
          put_pixel (self, &out, selector, shift, x, y, c, is_first);
    }
  flush_bits (&out);
}

GBytes *
stream_process14 (const StreamImage *self,
                  guint selector,
                  guint shift,
                  guint restart_rows,
                  gboolean is_interleaved)
{
  GByteArray *bytes = g_byte_array_new ();
  const guint interval = restart_rows * self->columns;
  guint8 frame[15] = { (guint8) self->bits, (guint8) (self->rows >> 8), (guint8) self->rows,
                       (guint8) (self->columns >> 8), (guint8) self->columns, (guint8) self->samples };
  guint8 table[34] = { 0 };

  for (guint c = 0; c < self->samples; c++)
    {
      frame[6 + 3 * c] = (guint8) (c + 1);
      frame[7 + 3 * c] = 0x11;
    }
  memcpy (table + 1, code_counts, 16);
  memcpy (table + 17, code_values, 17);
  g_byte_array_append (bytes, (const guint8[]){ 0xff, 0xd8 }, 2);
  put_marker (bytes, 0xc3, frame, 6 + 3 * self->samples);
  put_marker (bytes, 0xc4, table, sizeof table);
  if (interval > 0)
    put_marker (bytes, 0xdd, (const guint8[]){ (guint8) (interval >> 8), (guint8) interval }, 2);
  for (guint c = 0; c < (is_interleaved ? 1 : self->samples); c++)
    put_scan (self, bytes, selector, shift, restart_rows, c, is_interleaved ? self->samples : 1);
  g_byte_array_append (bytes, (const guint8[]){ 0xff, 0xd9 }, 2);
  return g_byte_array_free_to_bytes (bytes);
}

/* ---- Files */

StreamFile
stream_file_for (const StreamImage *image,
                 const char *syntax)
{
  return (StreamFile){
    .syntax = syntax,
    .photometric = image->samples == 3 ? "RGB" : "MONOCHROME2",
    .samples = image->samples,
    .rows = image->rows,
    .columns = image->columns,
    .allocated = image->bits > 16 ? 32 : image->bits > 8 ? 16
                                                         : 8,
    .stored = image->bits,
    .is_signed = image->is_signed,
    .n_fragments = 1,
    .table = STREAM_TABLE_EMPTY,
  };
}

static void
put_fragments (const StreamFile *self,
               GBytes *stream,
               GByteArray *out)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (stream, &size);
  const gsize step = (size / self->n_fragments + 1) & ~(gsize) 1;
  gsize at = 0;

  for (guint i = 0; i < self->n_fragments; i++)
    {
      const gsize n = i + 1 == self->n_fragments ? size - at : MIN (step, size - at);

      bytes_mark (out, 0xfffee000, (guint32) (n + n % 2));
      g_byte_array_append (out, data + at, (guint) n);
      if (n % 2 == 1)
        g_byte_array_append (out, (const guint8[]){ 0 }, 1);
      at += n;
    }
}

static void
put_table (GByteArray *out,
           StreamTable table,
           const guint *offsets,
           guint n)
{
  bytes_mark (out, 0xfffee000, table == STREAM_TABLE_EMPTY || table == STREAM_TABLE_EXTENDED ? 0 : n * 4);
  for (guint i = 0; i < n; i++)
    switch (table)
      {
      case STREAM_TABLE_BASIC:
        bytes_put32 (out, offsets[i]);
        break;
      case STREAM_TABLE_SHIFTED:
        bytes_put32 (out, offsets[i] + 2);
        break;
      case STREAM_TABLE_ZERO:
        bytes_put32 (out, 0);
        break;
      case STREAM_TABLE_OTHER:
        bytes_put32 (out, offsets[(i + 1) % n]);
        break;
      default:
        break;
      }
}

static void
put_extended_table (GByteArray *out,
                    const guint *offsets,
                    guint n)
{
  bytes_head (out, OVR_TAG (0x7fe0, 0x0001), "OV", n * 8);
  for (guint i = 0; i < n; i++)
    {
      bytes_put32 (out, offsets[i]);
      bytes_put32 (out, 0);
    }
}

GBytes *
stream_file (const StreamFile *self,
             GBytes *const *streams,
             guint n_streams)
{
  GByteArray *out = bytes_new_file (self->syntax);
  g_autoptr (GByteArray) fragments = g_byte_array_new ();
  g_autofree guint *offsets = g_new (guint, n_streams);
  g_autofree char *frames = g_strdup_printf ("%u", self->n_frames > 0 ? self->n_frames : n_streams);

  bytes_us (out, OVR_TAG (0x0028, 0x0002), self->samples);
  bytes_text (out, OVR_TAG (0x0028, 0x0004), "CS", self->photometric);
  bytes_us (out, OVR_TAG (0x0028, 0x0006), self->planar);
  bytes_text (out, OVR_TAG (0x0028, 0x0008), "IS", frames);
  bytes_us (out, OVR_TAG (0x0028, 0x0010), self->rows);
  bytes_us (out, OVR_TAG (0x0028, 0x0011), self->columns);
  bytes_us (out, OVR_TAG (0x0028, 0x0100), self->allocated);
  bytes_us (out, OVR_TAG (0x0028, 0x0101), self->stored);
  bytes_us (out, OVR_TAG (0x0028, 0x0102), self->stored - 1);
  bytes_us (out, OVR_TAG (0x0028, 0x0103), self->is_signed ? 1 : 0);
  if (self->overlay_bit > 0)
    bytes_us (out, OVR_TAG (0x6000, 0x0102), self->overlay_bit);
  for (guint i = 0; i < n_streams; i++)
    {
      offsets[i] = fragments->len;
      put_fragments (self, streams[i], fragments);
    }
  if (self->table == STREAM_TABLE_EXTENDED)
    put_extended_table (out, offsets, n_streams);
  bytes_head (out, OVR_TAG (0x7fe0, 0x0010), "OB", 0xffffffff);
  put_table (out, self->table, offsets, n_streams);
  g_byte_array_append (out, fragments->data, fragments->len);
  bytes_mark (out, 0xfffee0dd, 0);
  return g_byte_array_free_to_bytes (out);
}

GBytes *
stream_decode (const StreamFile *file,
               GBytes *stream,
               OvrFrameInfo *info,
               GError **error)
{
  g_autoptr (GBytes) bytes = stream_file (file, &stream, 1);

  return ovr_frame_decode (bytes, 1, info, error);
}

OvrFrameInfo
stream_assert_decodes (const StreamFile *file,
                       GBytes *stream,
                       GBytes *wanted)
{
  g_autoptr (GError) error = NULL;
  OvrFrameInfo info = { 0 };
  g_autoptr (GBytes) cells = stream_decode (file, stream, &info, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (cells, NULL), g_bytes_get_size (cells),
                   g_bytes_get_data (wanted, NULL), g_bytes_get_size (wanted));
  return info;
}

void
stream_assert_refused (const StreamFile *file,
                       GBytes *stream)
{
  g_autoptr (GError) error = NULL;
  OvrFrameInfo info = { .rows = 4711 };

  g_assert_null (stream_decode (file, stream, &info, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (info.rows, ==, 4711);
}
