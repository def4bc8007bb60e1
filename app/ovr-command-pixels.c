/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-command.h"
#include "ovr-commands.h"
#include "ovr-file.h"
#include "ovr-frame.h"
#include "ovr-log.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* overread pixels: what the bridge makes of a file's frames, before anything
 * else touches them. */

/* What no --frame says. */
#define ALL_FRAMES G_MININT

typedef struct
{
  int fd;
  const char *file;
  GString *json;   /* NULL unless --json */
  GByteArray *raw; /* NULL unless --raw */
} Pixels;

static void
tell_frame (const Pixels *self,
            guint frame,
            GBytes *cells)
{
  g_autofree char *md5 = g_compute_checksum_for_bytes (G_CHECKSUM_MD5, cells);

  if (self->json != NULL)
    g_string_append_printf (self->json, "%s{\"frame\": %u, \"md5\": \"%s\"}",
                            self->json->len > 0 ? ", " : "", frame, md5);
  else if (self->raw == NULL)
    printf ("%u %s\n", frame, md5);
}

/* Frames @first to @last; @last 0 is the file's last one. */
static int
run_frames (Pixels *self,
            guint first,
            guint last)
{
  OvrFrameInfo info = { 0 };

  for (guint frame = first; last == 0 || frame <= last; frame++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) cells = ovr_frame_decode_fd (self->fd, frame, &info, &error);

      if (cells == NULL)
        return ovr_command_fail_input ("%s: frame %u: %s", self->file, frame, error->message);
      if (last == 0)
        last = info.n_frames;
      tell_frame (self, frame, cells);
      if (self->raw == NULL)
        continue;
      if (g_bytes_get_size (cells) > G_MAXINT32 - self->raw->len)
        return ovr_command_fail_input ("%s: the frames are more than 2 GiB; take them one by one", self->file);
      g_byte_array_append (self->raw, g_bytes_get_data (cells, NULL), (guint) g_bytes_get_size (cells));
    }
  return OVR_EXIT_DONE;
}

static int
run_file (const char *path,
          int frame,
          gboolean json,
          const char *raw)
{
  g_autofree char *file = ovr_log_file (path);
  g_autoptr (GString) text = json ? g_string_new (NULL) : NULL;
  g_autoptr (GByteArray) bytes = raw != NULL ? g_byte_array_new () : NULL;
  g_autoptr (GError) error = NULL;
  Pixels self = { .file = file, .json = text, .raw = bytes };
  int code;

  self.fd = ovr_file_open (path, &error);
  if (self.fd < 0)
    return ovr_command_fail_input ("%s: %s", file, error->message);
  code = run_frames (&self, frame > 0 ? (guint) frame : 1, frame > 0 ? (guint) frame : 0);
  close (self.fd);
  if (code == OVR_EXIT_DONE && raw != NULL &&
      !ovr_command_write_file (raw, bytes->data, bytes->len, 0666, &error))
    return ovr_command_fail_input ("--raw: the file can't be written: %s", error->message);
  if (code == OVR_EXIT_DONE && json)
    printf ("{\"frames\": [%s]}\n", text->str);
  return code;
}

int
ovr_command_pixels (int argc,
                    char **argv)
{
  int frame = ALL_FRAMES;
  gboolean json = FALSE;
  g_autofree char *raw = NULL;
  const GOptionEntry entries[] = {
    { "frame", 'f', 0, G_OPTION_ARG_INT, &frame, "Only this frame, from 1", "N" },
    { "raw", 'r', 0, G_OPTION_ARG_FILENAME, &raw, "Write the bytes to a file", "OUT" },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
    G_OPTION_ENTRY_NULL
  };
  int code = OVR_EXIT_DONE;

  if (!ovr_command_parse ("FILE", "Prints the MD5 of each frame's cells as they are stored.", entries, &argc, &argv, &code))
    return code;
  if (argc != 2)
    return ovr_command_fail_usage ("pixels: one file is wanted");
  if (frame < 1 && frame != ALL_FRAMES)
    return ovr_command_fail_usage ("pixels: frames count from 1");
  return run_file (argv[1], frame != ALL_FRAMES ? frame : 0, json, raw);
}
