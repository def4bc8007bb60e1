/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-fields-private.h"

#include <string.h>

gpointer
ovr_type_new (const OvrType *type)
{
  gpointer self = g_malloc0 (type->size);

  ovr_type_init (type, self);
  return self;
}

void
ovr_type_free (const OvrType *type,
               gpointer self)
{
  if (self == NULL)
    return;
  ovr_type_clear (type, self);
  g_free (self);
}

/* @self is zeroed: only what is never NULL has to be made. */
void
ovr_type_init (const OvrType *type,
               gpointer self)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      const OvrField *field = &type->fields[i];
      gpointer at = ovr_field_at (field, self);

      switch (field->kind)
        {
        case OVR_FIELD_STRINGS:
          *(GPtrArray **) at = g_ptr_array_new_with_free_func (g_free);
          break;
        case OVR_FIELD_LIST:
          *(GPtrArray **) at = g_ptr_array_new_with_free_func (field->type->destroy);
          break;
        case OVR_FIELD_STRUCT:
          ovr_type_init (field->type, at);
          break;
        case OVR_FIELD_VIEW:
          *(OvrView **) at = ovr_view_new ();
          break;
        default:
          break;
        }
    }
}

void
ovr_type_clear (const OvrType *type,
                gpointer self)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      const OvrField *field = &type->fields[i];
      gpointer at = ovr_field_at (field, self);

      switch (field->kind)
        {
        case OVR_FIELD_STRING:
          g_clear_pointer ((char **) at, g_free);
          break;
        case OVR_FIELD_STRINGS:
        case OVR_FIELD_LIST:
          g_clear_pointer ((GPtrArray **) at, g_ptr_array_unref);
          break;
        case OVR_FIELD_STRUCT:
          ovr_type_clear (field->type, at);
          break;
        case OVR_FIELD_VIEW:
          g_clear_pointer ((OvrView **) at, ovr_view_free);
          break;
        case OVR_FIELD_IMAGE:
          ovr_image_ref_clear (at);
          break;
        case OVR_FIELD_MEASUREMENT:
          ovr_measurement_clear (at);
          break;
        default:
          break;
        }
    }
}

static void
copy_strings (GPtrArray *to,
              const GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, g_strdup (from->pdata[i]));
}

static void
copy_list (const OvrType *type,
           GPtrArray *to,
           const GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    {
      gpointer part = ovr_type_new (type);

      ovr_type_copy (type, part, from->pdata[i]);
      g_ptr_array_add (to, part);
    }
}

static void
copy_field (const OvrField *field,
            gpointer to,
            gconstpointer from)
{
  switch (field->kind)
    {
    case OVR_FIELD_STRING:
      *(char **) to = g_strdup (*(char *const *) from);
      break;
    case OVR_FIELD_INT:
    case OVR_FIELD_COUNT:
    case OVR_FIELD_BOOL:
    case OVR_FIELD_ENUM:
      memcpy (to, from, sizeof (int));
      break;
    case OVR_FIELD_NUMBER:
    case OVR_FIELD_EXTENT:
      memcpy (to, from, sizeof (double));
      break;
    case OVR_FIELD_DATE:
      memcpy (to, from, sizeof (OvrDate));
      break;
    case OVR_FIELD_STRINGS:
      copy_strings (*(GPtrArray **) to, *(GPtrArray *const *) from);
      break;
    case OVR_FIELD_LIST:
      copy_list (field->type, *(GPtrArray **) to, *(GPtrArray *const *) from);
      break;
    case OVR_FIELD_STRUCT:
      ovr_type_copy (field->type, to, from);
      break;
    case OVR_FIELD_VIEW:
      ovr_view_free (*(OvrView **) to);
      *(OvrView **) to = ovr_view_copy (*(OvrView *const *) from);
      break;
    case OVR_FIELD_IMAGE:
      ovr_image_ref_copy (to, from);
      break;
    case OVR_FIELD_MEASUREMENT:
      ovr_measurement_copy (to, from);
      break;
    case OVR_FIELD_SHAPES: /* only in views, which copy themselves */
      break;
    }
}

void
ovr_type_copy (const OvrType *type,
               gpointer self,
               gconstpointer from)
{
  for (guint i = 0; i < type->n_fields; i++)
    copy_field (&type->fields[i],
                ovr_field_at (&type->fields[i], self),
                ovr_field_at (&type->fields[i], from));
}
