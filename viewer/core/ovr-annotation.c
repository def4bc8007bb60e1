/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-annotation.h"

#include "ovr-cielab.h"

#include <math.h>

#define TAG_LAYER OVR_TAG (0x0070, 0x0002)
#define TAG_BOX_UNITS OVR_TAG (0x0070, 0x0003)
#define TAG_ANCHOR_UNITS OVR_TAG (0x0070, 0x0004)
#define TAG_GRAPHIC_UNITS OVR_TAG (0x0070, 0x0005)
#define TAG_TEXT OVR_TAG (0x0070, 0x0006)
#define TAG_TEXT_OBJECTS OVR_TAG (0x0070, 0x0008)
#define TAG_GRAPHIC_OBJECTS OVR_TAG (0x0070, 0x0009)
#define TAG_BOX_BEGIN OVR_TAG (0x0070, 0x0010)
#define TAG_BOX_END OVR_TAG (0x0070, 0x0011)
#define TAG_JUSTIFICATION OVR_TAG (0x0070, 0x0012)
#define TAG_ANCHOR OVR_TAG (0x0070, 0x0014)
#define TAG_ANCHOR_VISIBLE OVR_TAG (0x0070, 0x0015)
#define TAG_N_POINTS OVR_TAG (0x0070, 0x0021)
#define TAG_GRAPHIC_DATA OVR_TAG (0x0070, 0x0022)
#define TAG_GRAPHIC_TYPE OVR_TAG (0x0070, 0x0023)
#define TAG_FILLED OVR_TAG (0x0070, 0x0024)
#define TAG_LAYERS OVR_TAG (0x0070, 0x0060)
#define TAG_LAYER_ORDER OVR_TAG (0x0070, 0x0062)
#define TAG_LAYER_GREY OVR_TAG (0x0070, 0x0066)
#define TAG_LAYER_RGB OVR_TAG (0x0070, 0x0067)
#define TAG_LAYER_CIELAB OVR_TAG (0x0070, 0x0401)

/* Sky blue: not the yellow of the reader's own marks. */
#define DEFAULT_PIXEL 0xff56b4e9u

#define MAX_LAYERS 256
#define MAX_TEXT_BYTES 4096

/* Image coordinates beyond this are damage. */
#define MAX_COORDINATE 1e6

void
ovr_annotation_free (OvrAnnotation *self)
{
  g_free (self->points);
  g_free (self->text);
  g_free (self);
}

void
ovr_annotation_layer_free (OvrAnnotationLayer *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->overlays);
  g_ptr_array_unref (self->annotations);
  g_free (self);
}

static OvrAnnotationLayer *
layer_new (const char *name)
{
  OvrAnnotationLayer *self = g_new0 (OvrAnnotationLayer, 1);

  self->name = g_strdup (name);
  self->pixel = DEFAULT_PIXEL;
  self->overlays = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_overlay_free);
  self->annotations = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_annotation_free);
  return self;
}

static guint16
component (double value)
{
  return (guint16) CLAMP (value, 0.0, 65535.0);
}

static void
read_colour (OvrAnnotationLayer *self,
             const OvrDataset *item)
{
  double lab[3];
  double rgb[3];
  double grey;

  if (ovr_dataset_get_doubles (item, TAG_LAYER_CIELAB, lab, 3))
    self->pixel = ovr_cielab_to_srgb ((const guint16[]){ component (lab[0]), component (lab[1]), component (lab[2]) });
  else if (ovr_dataset_get_doubles (item, TAG_LAYER_RGB, rgb, 3))
    self->pixel = 0xff000000u | ((guint32) component (rgb[0]) >> 8) << 16 | ((guint32) component (rgb[1]) >> 8) << 8 |
                  (guint32) component (rgb[2]) >> 8;
  else if (ovr_dataset_get_double (item, TAG_LAYER_GREY, 0, &grey))
    self->pixel = 0xff000000u | ((guint32) component (grey) >> 8) * 0x010101u;
}

static int
compare_layers (gconstpointer pa,
                gconstpointer pb)
{
  const OvrAnnotationLayer *a = *(const OvrAnnotationLayer *const *) pa;
  const OvrAnnotationLayer *b = *(const OvrAnnotationLayer *const *) pb;

  return (a->order > b->order) - (a->order < b->order);
}

GPtrArray *
ovr_annotation_layers_read (const OvrDataset *state)
{
  GPtrArray *layers = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_annotation_layer_free);
  guint n = MIN (ovr_dataset_get_n_items (state, TAG_LAYERS), MAX_LAYERS);

  for (guint i = 0; i < n; i++)
    {
      const OvrDataset *item = ovr_dataset_get_item (state, TAG_LAYERS, i);
      g_autofree char *name = ovr_dataset_get_value (item, TAG_LAYER, 0);
      OvrAnnotationLayer *layer;

      if (name == NULL)
        continue;
      layer = layer_new (name);
      ovr_dataset_get_int (item, TAG_LAYER_ORDER, 0, &layer->order);
      read_colour (layer, item);
      g_ptr_array_add (layers, layer);
    }
  g_ptr_array_sort (layers, compare_layers);

  return layers;
}

OvrAnnotationLayer *
ovr_annotation_layers_find (GPtrArray *layers,
                            const char *name)
{
  OvrAnnotationLayer *layer;

  for (guint i = 0; i < layers->len; i++)
    if (g_strcmp0 (((OvrAnnotationLayer *) layers->pdata[i])->name, name) == 0)
      return layers->pdata[i];

  layer = layer_new (name != NULL ? name : "");
  g_ptr_array_add (layers, layer);
  return layer;
}

static gboolean
is_usable (OvrPoint p)
{
  return fabs (p.col) <= MAX_COORDINATE && fabs (p.row) <= MAX_COORDINATE;
}

/* From annotation units to image coordinates. PIXEL counts from the upper left
 * corner of the first pixel; DISPLAY is a part of the displayed area. FALSE for
 * other units and for numbers that can't be meant. */
static gboolean
to_image (const char *units,
          const OvrAnnotationSpace *space,
          double x,
          double y,
          OvrPoint *out)
{
  OvrPoint p;

  if (g_strcmp0 (units, "DISPLAY") == 0)
    {
      p.col = space->top_left.col + x * (space->top_right.col - space->top_left.col) +
              y * (space->bottom_left.col - space->top_left.col);
      p.row = space->top_left.row + x * (space->top_right.row - space->top_left.row) +
              y * (space->bottom_left.row - space->top_left.row);
    }
  else if (g_strcmp0 (units, "PIXEL") == 0)
    p = (OvrPoint){ x - 0.5, y - 0.5 };
  else
    return FALSE;

  if (!is_usable (p))
    return FALSE;
  *out = p;
  return TRUE;
}

static gboolean
read_point (const OvrDataset *item,
            guint32 tag,
            guint32 units_tag,
            const OvrAnnotationSpace *space,
            OvrPoint *out)
{
  g_autofree char *units = ovr_dataset_get_value (item, units_tag, 0);
  double xy[2];

  return ovr_dataset_get_doubles (item, tag, xy, 2) && to_image (units, space, xy[0], xy[1], out);
}

static double
read_justification (const OvrDataset *item)
{
  g_autofree char *word = ovr_dataset_get_value (item, TAG_JUSTIFICATION, 0);

  if (g_strcmp0 (word, "CENTER") == 0)
    return 0.5;
  return g_strcmp0 (word, "RIGHT") == 0 ? 1.0 : 0.0;
}

/* Lines end with CR LF in DICOM; other control characters are nothing to draw. */
static char *
clean_text (const char *raw)
{
  GString *text = g_string_new (NULL);

  for (const char *p = raw; *p != '\0' && text->len < MAX_TEXT_BYTES; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || (c == '\r' && p[1] != '\n'))
        g_string_append_c (text, '\n');
      else if (c == '\t')
        g_string_append_c (text, ' ');
      else if (!g_unichar_iscntrl (c))
        g_string_append_unichar (text, c);
    }
  return g_strchomp (g_string_free (text, FALSE));
}

static OvrAnnotation *
read_text (const OvrDataset *item,
           const OvrAnnotationSpace *space)
{
  g_autofree char *raw = ovr_dataset_get_text (item, TAG_TEXT);
  g_autofree char *visible = ovr_dataset_get_value (item, TAG_ANCHOR_VISIBLE, 0);
  OvrAnnotation *self;

  if (raw == NULL)
    return NULL;

  self = g_new0 (OvrAnnotation, 1);
  self->kind = OVR_ANNOTATION_TEXT;
  self->text = clean_text (raw);
  self->has_box = read_point (item, TAG_BOX_BEGIN, TAG_BOX_UNITS, space, &self->box[0]) &&
                  read_point (item, TAG_BOX_END, TAG_BOX_UNITS, space, &self->box[1]);
  self->justification = read_justification (item);
  self->has_anchor = read_point (item, TAG_ANCHOR, TAG_ANCHOR_UNITS, space, &self->anchor);
  self->anchor_visible = g_strcmp0 (visible, "Y") == 0;
  if (*self->text == '\0' || (!self->has_box && !self->has_anchor))
    g_clear_pointer (&self, ovr_annotation_free);

  return self;
}

/* How many points a graphic needs, and how many it may have (0 for any). */
static gboolean
find_kind (const char *type,
           OvrAnnotationKind *kind,
           guint *least,
           guint *most)
{
  static const struct
  {
    const char *type;
    guint least;
    guint most;
  } kinds[] = {
    [OVR_ANNOTATION_POINT] = { "POINT", 1, 1 },
    [OVR_ANNOTATION_POLYLINE] = { "POLYLINE", 2, 0 },
    [OVR_ANNOTATION_INTERPOLATED] = { "INTERPOLATED", 2, 0 },
    [OVR_ANNOTATION_CIRCLE] = { "CIRCLE", 2, 2 },
    [OVR_ANNOTATION_ELLIPSE] = { "ELLIPSE", 4, 4 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (type, kinds[i].type) == 0)
      {
        *kind = (OvrAnnotationKind) i;
        *least = kinds[i].least;
        *most = kinds[i].most;
        return TRUE;
      }
  return FALSE;
}

/* Up to @n points; fewer where the data end or go wrong. Read from one text: it
 * costs the same whatever the VR that a file gives them. */
static guint
read_points (const OvrDataset *item,
             const OvrAnnotationSpace *space,
             guint n,
             OvrPoint *points)
{
  g_autofree char *units = ovr_dataset_get_value (item, TAG_GRAPHIC_UNITS, 0);
  g_autofree char *data = ovr_dataset_get_text (item, TAG_GRAPHIC_DATA);
  const char *at = data;
  guint done = 0;

  for (; at != NULL && done < n; done++)
    {
      char *end;
      double x = g_ascii_strtod (at, &end);
      double y;

      if (end == at || *end != '\\')
        break;
      at = end + 1;
      y = g_ascii_strtod (at, &end);
      if (end == at || (*end != '\\' && *end != '\0') || !to_image (units, space, x, y, &points[done]))
        break;
      at = *end == '\\' ? end + 1 : NULL;
    }
  return done;
}

static OvrAnnotation *
read_graphic (const OvrDataset *item,
              const OvrAnnotationSpace *space,
              guint *budget)
{
  g_autofree char *type = ovr_dataset_get_value (item, TAG_GRAPHIC_TYPE, 0);
  g_autofree char *filled = ovr_dataset_get_value (item, TAG_FILLED, 0);
  g_autofree OvrPoint *points = NULL;
  OvrAnnotationKind kind;
  guint least;
  guint most;
  gint64 n;
  OvrAnnotation *self;

  if (!find_kind (type, &kind, &least, &most) || !ovr_dataset_get_int (item, TAG_N_POINTS, 0, &n) || n < least ||
      (most > 0 && n > most) || n > *budget)
    return NULL;

  points = g_new (OvrPoint, n);
  if (read_points (item, space, (guint) n, points) != n)
    return NULL;

  *budget -= (guint) n;
  self = g_new0 (OvrAnnotation, 1);
  self->kind = kind;
  self->points = g_steal_pointer (&points);
  self->n_points = (guint) n;
  self->filled = g_strcmp0 (filled, "Y") == 0;
  return self;
}

guint
ovr_annotation_read (OvrAnnotationLayer *layer,
                     const OvrDataset *item,
                     const OvrAnnotationSpace *space,
                     guint *budget)
{
  guint n_graphics = ovr_dataset_get_n_items (item, TAG_GRAPHIC_OBJECTS);
  guint n_texts = ovr_dataset_get_n_items (item, TAG_TEXT_OBJECTS);
  guint left_out = 0;

  for (guint i = 0; i < n_graphics + n_texts; i++)
    {
      OvrAnnotation *object = NULL;

      if (*budget > 0)
        {
          (*budget)--;
          object = i < n_graphics ? read_graphic (ovr_dataset_get_item (item, TAG_GRAPHIC_OBJECTS, i), space, budget)
                                  : read_text (ovr_dataset_get_item (item, TAG_TEXT_OBJECTS, i - n_graphics), space);
        }
      if (object != NULL)
        g_ptr_array_add (layer->annotations, object);
      else
        left_out++;
    }
  return left_out;
}
