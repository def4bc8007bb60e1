/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-study-private.h"

struct _OvrSubject
{
  GObject parent_instance;

  GPtrArray *studies; /* Owned: of OvrStudy */
};

static void ovr_subject_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OvrSubject, ovr_subject, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, ovr_subject_list_model_init))

static GType
ovr_subject_get_item_type (GListModel *model)
{
  return OVR_TYPE_STUDY;
}

static guint
ovr_subject_get_n_items (GListModel *model)
{
  return OVR_SUBJECT (model)->studies->len;
}

static gpointer
ovr_subject_get_item (GListModel *model,
                      guint position)
{
  OvrSubject *self = OVR_SUBJECT (model);

  return position < self->studies->len ? g_object_ref (self->studies->pdata[position]) : NULL;
}

static void
ovr_subject_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = ovr_subject_get_item_type;
  iface->get_n_items = ovr_subject_get_n_items;
  iface->get_item = ovr_subject_get_item;
}

static void
ovr_subject_finalize (GObject *object)
{
  g_ptr_array_unref (OVR_SUBJECT (object)->studies);
  G_OBJECT_CLASS (ovr_subject_parent_class)->finalize (object);
}

static void
ovr_subject_class_init (OvrSubjectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ovr_subject_finalize;
}

static void
ovr_subject_init (OvrSubject *self)
{
}

OvrSubject *
ovr_subject_new_take (GPtrArray *studies)
{
  OvrSubject *self = g_object_new (OVR_TYPE_SUBJECT, NULL);

  self->studies = studies;
  return self;
}

const char *
ovr_subject_get_key (OvrSubject *self)
{
  return ovr_study_get_patient_key (self->studies->pdata[0]);
}

guint
ovr_subject_get_n_studies (OvrSubject *self)
{
  return self->studies->len;
}

OvrStudy *
ovr_subject_get_study (OvrSubject *self,
                       guint index)
{
  g_return_val_if_fail (index < self->studies->len, NULL);

  return self->studies->pdata[index];
}

guint
ovr_subject_get_n_instances (OvrSubject *self)
{
  guint n = 0;

  for (guint i = 0; i < self->studies->len; i++)
    n += ovr_study_get_n_instances (self->studies->pdata[i]);
  return n;
}
