/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-offer.h"

#include "ovr-import.h"

#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Icons and logos are smaller. */
#define MIN_SIDE 300

#define MAX_PIXELS ((gint64) 64 * 1000 * 1000)

/* As many as somebody can look through. */
#define MAX_OFFERS 300

#define MAX_DOCUMENT_BYTES ((guint64) 64 * 1024 * 1024)

/**
 * Sorting:
 * @programs: folders in which programs or pages of help lie
 * @tops: folders on top of a medium
 */
typedef struct
{
  GHashTable *programs;
  GHashTable *tops;
} Sorting;

static void
offer_free (gpointer data)
{
  OvrOffer *self = data;

  g_free (self->path);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self->sha256);
  g_free (self);
}

/* ---- Where it lies */

/* Of "/a/disc.zip: x/y.pdf" first "/a/disc.zip: x", then "/a/disc.zip:", then
 * "/a". (transfer full) (nullable) */
static char *
folder_of (const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *colon = strstr (slash != NULL ? slash : path, ": ");

  if (colon != NULL)
    return g_strndup (path, (gsize) (colon + 1 - path));
  return slash != NULL && slash != path ? g_strndup (path, (gsize) (slash - path)) : NULL;
}

static const char *
base_name (const char *path)
{
  const char *slash = strrchr (path, '/');
  const char *base = slash != NULL ? slash + 1 : path;
  const char *colon = strstr (base, ": ");

  return colon != NULL ? colon + 2 : base;
}

static gboolean
ends_with_one_of (const char *name,
                  const char *const *endings)
{
  const char *ending = strrchr (name, '.');

  for (; ending != NULL && *endings != NULL; endings++)
    if (g_ascii_strcasecmp (ending, *endings) == 0)
      return TRUE;
  return FALSE;
}

static void
note_folder (Sorting *self,
             const char *path)
{
  static const char *const endings[] = { ".exe", ".dll", ".htm", ".html", ".chm", ".jar", ".app", NULL };
  const char *name = base_name (path);
  char *folder = folder_of (path);

  if (folder == NULL)
    return;
  /* A disc starts nothing from anywhere else. */
  if (g_ascii_strcasecmp (name, "autorun.inf") == 0)
    g_hash_table_add (self->tops, g_strdup (folder));
  if (ends_with_one_of (name, endings))
    g_hash_table_add (self->programs, folder);
  else
    g_free (folder);
}

/* Folder by folder upwards to the top of the medium. */
static gboolean
lies_with_a_program (Sorting *self,
                     const char *path)
{
  g_autofree char *folder = folder_of (path);

  while (folder != NULL && !g_hash_table_contains (self->tops, folder))
    {
      char *outer;

      if (g_hash_table_contains (self->programs, folder))
        return TRUE;
      outer = folder_of (folder);
      g_free (folder);
      folder = outer;
    }
  return FALSE;
}

/* ---- What it is */

/* Letters are called anything; what comes with programs is not. */
static gboolean
is_called_letter (const char *name)
{
  static const char *const endings[] = { ".txt", ".text", ".asc", NULL };
  static const char *const notes[] = { "readme", "read me", "liesmich", "license", "licence", "lizenz", "copying", "copyright", "autorun", "version", "changelog" };

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    if (g_ascii_strncasecmp (name, notes[i], strlen (notes[i])) == 0)
      return FALSE;
  return strchr (name, '.') == NULL || ends_with_one_of (name, endings);
}

static void
on_size_prepared (GdkPixbufLoader *loader,
                  int columns,
                  int rows,
                  OvrOffer *self)
{
  self->columns = columns;
  self->rows = rows;

  /* Nothing is decoded at full size only to be measured. */
  gdk_pixbuf_loader_set_size (loader, 1, 1);
}

/* A member's, from its head. */
static void
measure_bytes (OvrOffer *self)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  gsize size;
  const guint8 *data = g_bytes_get_data (self->bytes, &size);

  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), self);
  for (gsize at = 0; at < size && self->columns == 0; at += 4096)
    if (!gdk_pixbuf_loader_write (loader, data + at, MIN (size - at, 4096), NULL))
      break;
  gdk_pixbuf_loader_close (loader, NULL);
}

static const char *
judge_picture (OvrOffer *self)
{
  if (self->bytes != NULL)
    measure_bytes (self);
  else
    gdk_pixbuf_get_file_info (self->path, &self->columns, &self->rows);
  if (self->columns <= 0 || self->rows <= 0)
    return _ ("It can’t be read as a picture");
  if (self->columns < MIN_SIDE || self->rows < MIN_SIDE)
    return _ ("Smaller than 300 × 300 pixels: a symbol");
  if (self->columns > G_MAXUINT16 || self->rows > G_MAXUINT16 || (gint64) self->columns * self->rows > MAX_PIXELS)
    return _ ("Above 64 megapixels: too large");
  return NULL;
}

/* Its hash tells whether the case has it already. */
static const char *
judge_document (OvrOffer *self)
{
  g_autoptr (GMappedFile) file = NULL;

  if (self->kind == OVR_FILE_TEXT && !is_called_letter (self->name))
    return _ ("A note on the disc or a program");
  if (self->size > MAX_DOCUMENT_BYTES)
    return _ ("Too large for a document");
  if (self->bytes != NULL)
    {
      self->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->bytes);
      return NULL;
    }
  file = g_mapped_file_new (self->path, FALSE, NULL);
  if (file == NULL)
    return _ ("It can’t be opened");
  self->sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) g_mapped_file_get_contents (file),
                                              g_mapped_file_get_length (file));
  return NULL;
}

static const char *
judge (Sorting *sorting,
       OvrOffer *self,
       gboolean is_member)
{
  if (is_member && self->bytes == NULL)
    return _ ("In an archive with too much of such: unpack it first");
  if (*self->name == '.' || strstr (self->path, "__MACOSX") != NULL)
    return _ ("A hidden file");
  if (lies_with_a_program (sorting, self->path))
    return _ ("It lies with a program or its help");
  return self->kind == OVR_FILE_PICTURE ? judge_picture (self) : judge_document (self);
}

static OvrOffer *
make_offer (const OvrSkippedFile *file)
{
  OvrOffer *self = g_new0 (OvrOffer, 1);
  GStatBuf info;

  self->path = g_strdup (file->path);
  self->bytes = file->bytes != NULL ? g_bytes_ref (file->bytes) : NULL;
  self->name = g_filename_display_name (base_name (file->path));
  self->kind = file->kind;
  if (file->bytes != NULL)
    self->size = g_bytes_get_size (file->bytes);
  else if (!file->is_member && g_stat (file->path, &info) == 0 && info.st_size > 0)
    self->size = (guint64) info.st_size;
  return self;
}

GPtrArray *
ovr_offers_sort_out (GPtrArray *skipped,
                     const char *const *handed)
{
  g_autoptr (GHashTable) programs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) tops = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *offers = g_ptr_array_new_with_free_func (offer_free);
  Sorting sorting = { programs, tops };
  guint n_offered = 0;

  for (; *handed != NULL; handed++)
    {
      char *path = g_canonicalize_filename (*handed, NULL);

      /* What an archive holds on top is called so. */
      g_hash_table_add (tops, g_strconcat (path, ":", NULL));
      g_hash_table_add (tops, path);
    }
  for (guint i = 0; i < skipped->len; i++)
    note_folder (&sorting, ((OvrSkippedFile *) skipped->pdata[i])->path);
  for (guint i = 0; i < skipped->len; i++)
    {
      const OvrSkippedFile *file = skipped->pdata[i];
      OvrOffer *offer;

      if (file->kind == OVR_FILE_OTHER)
        continue;
      offer = make_offer (file);
      offer->reason = judge (&sorting, offer, file->is_member);
      if (offer->reason == NULL && n_offered++ >= MAX_OFFERS)
        offer->reason = _ ("After 300 others: hand its folder over by itself");
      g_ptr_array_add (offers, offer);
    }
  return offers;
}

/* (transfer full) (element-type utf8): a part for each kind that there is. */
static GPtrArray *
count_kinds (GPtrArray *offers)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  guint n[OVR_FILE_TEXT + 1] = { 0 };

  for (guint i = 0; i < offers->len; i++)
    {
      const OvrOffer *offer = offers->pdata[i];

      n[offer->kind] += offer->reason == NULL;
    }
  if (n[OVR_FILE_PDF] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u PDF", "%u PDFs", n[OVR_FILE_PDF]), n[OVR_FILE_PDF]));
  if (n[OVR_FILE_TEXT] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u text", "%u texts", n[OVR_FILE_TEXT]), n[OVR_FILE_TEXT]));
  if (n[OVR_FILE_PICTURE] > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u picture", "%u pictures", n[OVR_FILE_PICTURE]), n[OVR_FILE_PICTURE]));
  return parts;
}

char *
ovr_offers_describe (GPtrArray *offers)
{
  g_autoptr (GPtrArray) parts = count_kinds (offers);
  g_autofree char *all = NULL;

  switch (parts->len)
    {
    case 0:
      return NULL;
    case 1:
      all = g_strdup (parts->pdata[0]);
      break;
    case 2:
      /* Translators: "1 PDF and 3 pictures" */
      all = g_strdup_printf (_ ("%s and %s"), (char *) parts->pdata[0], (char *) parts->pdata[1]);
      break;
    default:
      /* Translators: "1 PDF, 2 texts and 3 pictures" */
      all = g_strdup_printf (_ ("%s, %s and %s"), (char *) parts->pdata[0], (char *) parts->pdata[1], (char *) parts->pdata[2]);
      break;
    }
  /* Translators: then a count of files that are no images: "1 PDF and 3 pictures" */
  return g_strdup_printf (_ ("What came along with these images: %s."), all);
}

/* ---- Pictures */

gboolean
ovr_offer_is_lossy (const OvrOffer *self)
{
  guint8 head[3] = { 0 };
  int fd;

  if (self->bytes != NULL)
    return g_bytes_get_size (self->bytes) > 3 && memcmp (g_bytes_get_data (self->bytes, NULL), "\xff\xd8\xff", 3) == 0;
  fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    return FALSE;
  if (read (fd, head, sizeof head) != sizeof head)
    head[0] = 0;
  close (fd);
  return memcmp (head, "\xff\xd8\xff", 3) == 0;
}

GdkPixbuf *
ovr_offer_load_picture (const OvrOffer *self,
                        int max_side,
                        GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->path);
  g_autoptr (GInputStream) stream = self->bytes != NULL ? g_memory_input_stream_new_from_bytes (self->bytes)
                                                        : G_INPUT_STREAM (g_file_read (file, NULL, error));
  g_autoptr (GdkPixbuf) loaded = NULL;

  if (stream == NULL)
    return NULL;
  if (max_side > 0)
    loaded = gdk_pixbuf_new_from_stream_at_scale (stream, max_side, max_side, TRUE, NULL, error);
  else
    loaded = gdk_pixbuf_new_from_stream (stream, NULL, error);
  return loaded != NULL ? gdk_pixbuf_apply_embedded_orientation (loaded) : NULL;
}

/* @value on white, where @alpha is 255 for what hides it. */
static guint8
on_white (guint value,
          guint alpha)
{
  return (guint8) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

GBytes *
ovr_offer_picture_to_rgb (GdkPixbuf *picture)
{
  const gsize columns = (gsize) gdk_pixbuf_get_width (picture), rows = (gsize) gdk_pixbuf_get_height (picture);
  const gsize channels = (gsize) gdk_pixbuf_get_n_channels (picture), stride = (gsize) gdk_pixbuf_get_rowstride (picture);
  const guint8 *pixels = gdk_pixbuf_read_pixels (picture);
  guint8 *rgb = g_malloc (columns * rows * 3);
  guint8 *out = rgb;

  for (gsize row = 0; row < rows; row++)
    for (gsize column = 0; column < columns; column++)
      {
        const guint8 *pixel = pixels + row * stride + column * channels;
        const guint alpha = channels == 4 ? pixel[3] : 255;

        for (gsize i = 0; i < 3; i++)
          *out++ = on_white (pixel[i], alpha);
      }
  return g_bytes_new_take (rgb, columns * rows * 3);
}
