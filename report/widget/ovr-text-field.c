/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-text-field.h"

#define MIN_WIDTH_PX 80
#define NATURAL_WIDTH_PX 240

struct _OvrTextField
{
  GtkWidget parent_instance;

  /* Template */
  GtkWidget *overlay;
  GtkTextView *view;
  GtkLabel *placeholder;

  /* Owned */
  OvrReportEditor *editor;
  char *label;
  char *field_name;

  /* Borrowed: within the editor's report */
  char **field;
  OvrReportPart part;
};

G_DEFINE_FINAL_TYPE (OvrTextField, ovr_text_field, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_LABEL,
  PROP_PLACEHOLDER,
  PROP_FIELD_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
on_buffer_changed (GtkTextBuffer *buffer,
                   OvrTextField *self)
{
  g_autofree char *text = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), gtk_text_iter_equal (&start, &end));
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (self->field == NULL)
    return;

  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  ovr_report_editor_set_text (self->editor, self->part, self->field, text);
}

void
ovr_text_field_bind (OvrTextField *self,
                     OvrReportEditor *editor,
                     OvrReportPart part,
                     char **field)
{
  GtkTextBuffer *buffer;

  g_return_if_fail (OVR_IS_TEXT_FIELD (self));

  /* Unbound first: filling the buffer isn't typing. */
  self->field = NULL;
  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_begin_irreversible_action (buffer);
  gtk_text_buffer_set_text (buffer, field != NULL && *field != NULL ? *field : "", -1);
  gtk_text_buffer_end_irreversible_action (buffer);

  g_set_object (&self->editor, editor);
  self->part = part;
  self->field = field;
  gtk_text_view_set_editable (self->view, field != NULL && ovr_report_editor_is_editable (editor));
}

const char *
ovr_text_field_get_field_name (OvrTextField *self)
{
  g_return_val_if_fail (OVR_IS_TEXT_FIELD (self), NULL);

  return self->field_name;
}

int
ovr_text_field_get_cursor (OvrTextField *self)
{
  GtkTextBuffer *buffer;
  int position;

  g_return_val_if_fail (OVR_IS_TEXT_FIELD (self), 0);

  buffer = gtk_text_view_get_buffer (self->view);
  g_object_get (buffer, "cursor-position", &position, NULL);
  return position;
}

void
ovr_text_field_set_cursor (OvrTextField *self,
                           int position)
{
  GtkTextBuffer *buffer;
  GtkTextIter place;

  g_return_if_fail (OVR_IS_TEXT_FIELD (self));

  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_get_iter_at_offset (buffer, &place, position);
  gtk_text_buffer_place_cursor (buffer, &place);
}

/* A text view tells the height of the width that it had last: in a form that
 * isn't laid out yet, that of one letter a line. The height is measured here,
 * and what the view takes beyond it is cut off. */
static int
text_height (OvrTextField *self,
             int width)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  g_autoptr (PangoLayout) layout = NULL;
  g_autofree char *text = NULL;
  GtkTextIter start, end;
  int height;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view),
                                           *text != '\0' ? text : gtk_label_get_text (self->placeholder));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (width >= 0)
    pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

static GtkSizeRequestMode
ovr_text_field_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ovr_text_field_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  OvrTextField *self = OVR_TEXT_FIELD (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH_PX;
      *natural = NATURAL_WIDTH_PX;
    }
  else
    *minimum = *natural = text_height (self, for_size);
}

static void
ovr_text_field_size_allocate (GtkWidget *widget,
                              int width,
                              int height,
                              int baseline)
{
  OvrTextField *self = OVR_TEXT_FIELD (widget);
  int least;

  gtk_widget_measure (self->overlay, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  gtk_widget_allocate (self->overlay, width, MAX (height, least), -1, NULL);
}

static gboolean
ovr_text_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (OVR_TEXT_FIELD (widget)->view));
}

static void
ovr_text_field_set_property (GObject *object,
                             guint id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  OvrTextField *self = OVR_TEXT_FIELD (object);

  switch (id)
    {
    case PROP_LABEL:
      g_free (self->label);
      self->label = g_value_dup_string (value);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->view),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, self->label, -1);
      break;
    case PROP_PLACEHOLDER:
      gtk_label_set_text (self->placeholder, g_value_get_string (value));
      break;
    case PROP_FIELD_NAME:
      g_free (self->field_name);
      self->field_name = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ovr_text_field_dispose (GObject *object)
{
  OvrTextField *self = OVR_TEXT_FIELD (object);

  self->field = NULL;
  g_clear_object (&self->editor);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->field_name, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), OVR_TYPE_TEXT_FIELD);
  G_OBJECT_CLASS (ovr_text_field_parent_class)->dispose (object);
}

static void
ovr_text_field_class_init (OvrTextFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = ovr_text_field_set_property;
  object_class->dispose = ovr_text_field_dispose;
  widget_class->grab_focus = ovr_text_field_grab_focus;
  widget_class->get_request_mode = ovr_text_field_get_request_mode;
  widget_class->measure = ovr_text_field_measure;
  widget_class->size_allocate = ovr_text_field_size_allocate;
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL,
                                                      G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_FIELD_NAME] = g_param_spec_string ("field-name", NULL, NULL, NULL,
                                                     G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/overread/Overread/report/ovr-text-field.ui");
  gtk_widget_class_bind_template_child (widget_class, OvrTextField, overlay);
  gtk_widget_class_bind_template_child (widget_class, OvrTextField, view);
  gtk_widget_class_bind_template_child (widget_class, OvrTextField, placeholder);
}

static void
ovr_text_field_init (OvrTextField *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->view), "changed",
                           G_CALLBACK (on_buffer_changed), self, 0);
}

GtkWidget *
ovr_text_field_new (const char *label,
                    const char *placeholder,
                    const char *field_name)
{
  return g_object_new (OVR_TYPE_TEXT_FIELD, "label", label, "placeholder", placeholder,
                       "field-name", field_name, NULL);
}
