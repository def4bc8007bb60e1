/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-step.h"

typedef struct
{
  GPtrArray *list;     /* borrowed */
  GPtrArray *elements; /* borrowed ones, in their order */
} ListSlot;

typedef struct
{
  char **field; /* borrowed */
  char *text;
} StringSlot;

typedef struct
{
  int *place; /* borrowed */
  int value;
} IntSlot;

struct _OvrReportStep
{
  guint parts;
  GArray *lists;
  GArray *strings;
  GArray *ints;
};

static void
list_slot_clear (ListSlot *slot)
{
  g_ptr_array_unref (slot->elements);
}

static void
string_slot_clear (StringSlot *slot)
{
  g_free (slot->text);
}

OvrReportStep *
ovr_report_step_new (guint parts)
{
  OvrReportStep *self = g_new0 (OvrReportStep, 1);

  self->parts = parts;
  self->lists = g_array_new (FALSE, FALSE, sizeof (ListSlot));
  self->strings = g_array_new (FALSE, FALSE, sizeof (StringSlot));
  self->ints = g_array_new (FALSE, FALSE, sizeof (IntSlot));
  g_array_set_clear_func (self->lists, (GDestroyNotify) list_slot_clear);
  g_array_set_clear_func (self->strings, (GDestroyNotify) string_slot_clear);
  return self;
}

void
ovr_report_step_free (OvrReportStep *self)
{
  g_array_unref (self->lists);
  g_array_unref (self->strings);
  g_array_unref (self->ints);
  g_free (self);
}

guint
ovr_report_step_get_parts (const OvrReportStep *self)
{
  return self->parts;
}

/* Without a free function: the elements are the report's or the attic's. */
static GPtrArray *
copy_makeup (GPtrArray *list)
{
  GPtrArray *copy = g_ptr_array_sized_new (list->len);

  for (guint i = 0; i < list->len; i++)
    g_ptr_array_add (copy, g_ptr_array_index (list, i));
  return copy;
}

void
ovr_report_step_keep_list (OvrReportStep *self,
                           GPtrArray *list)
{
  ListSlot slot = { list, copy_makeup (list) };

  g_array_append_val (self->lists, slot);
}

void
ovr_report_step_keep_string (OvrReportStep *self,
                             char **field)
{
  StringSlot slot = { field, g_strdup (*field) };

  g_array_append_val (self->strings, slot);
}

void
ovr_report_step_keep_int (OvrReportStep *self,
                          int *value)
{
  IntSlot slot = { value, *value };

  g_array_append_val (self->ints, slot);
}

static void
swap_list (ListSlot *slot,
           OvrReportAttic *attic)
{
  g_autoptr (GPtrArray) wanted = slot->elements;

  slot->elements = copy_makeup (slot->list);
  for (guint i = slot->list->len; i > 0; i--)
    if (!g_ptr_array_find (wanted, g_ptr_array_index (slot->list, i - 1), NULL))
      ovr_report_attic_take (attic, slot->list, i - 1);
  g_free (g_ptr_array_steal (slot->list, NULL));
  for (guint i = 0; i < wanted->len; i++)
    {
      g_hash_table_remove (attic, g_ptr_array_index (wanted, i));
      g_ptr_array_add (slot->list, g_ptr_array_index (wanted, i));
    }
}

void
ovr_report_step_swap (OvrReportStep *self,
                      OvrReportAttic *attic)
{
  for (guint i = 0; i < self->lists->len; i++)
    swap_list (&g_array_index (self->lists, ListSlot, i), attic);
  for (guint i = 0; i < self->strings->len; i++)
    {
      StringSlot *slot = &g_array_index (self->strings, StringSlot, i);
      char *text = *slot->field;

      *slot->field = slot->text;
      slot->text = text;
    }
  for (guint i = 0; i < self->ints->len; i++)
    {
      IntSlot *slot = &g_array_index (self->ints, IntSlot, i);
      int value = *slot->place;

      *slot->place = slot->value;
      slot->value = value;
    }
}

OvrReportAttic *
ovr_report_attic_new (void)
{
  return g_hash_table_new (NULL, NULL);
}

void
ovr_report_attic_take (OvrReportAttic *self,
                       GPtrArray *list,
                       guint index)
{
  g_hash_table_insert (self, g_ptr_array_steal_index (list, index), list);
}

void
ovr_report_attic_free (OvrReportAttic *self)
{
  GHashTableIter iter;
  gpointer element, list;

  g_hash_table_iter_init (&iter, self);
  while (g_hash_table_iter_next (&iter, &element, &list))
    g_ptr_array_add (list, element);
  g_hash_table_unref (self);
}
