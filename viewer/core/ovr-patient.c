/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-study-private.h"

struct _OvrPatient
{
  GObject parent_instance;

  GPtrArray *studies; /* Owned: of OvrStudy */
};

static void ovr_patient_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OvrPatient, ovr_patient, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, ovr_patient_list_model_init))

static GType
ovr_patient_get_item_type (GListModel *model)
{
  return OVR_TYPE_STUDY;
}

static guint
ovr_patient_get_n_items (GListModel *model)
{
  return OVR_PATIENT (model)->studies->len;
}

static gpointer
ovr_patient_get_item (GListModel *model,
                      guint position)
{
  OvrPatient *self = OVR_PATIENT (model);

  return position < self->studies->len ? g_object_ref (self->studies->pdata[position]) : NULL;
}

static void
ovr_patient_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = ovr_patient_get_item_type;
  iface->get_n_items = ovr_patient_get_n_items;
  iface->get_item = ovr_patient_get_item;
}

static void
ovr_patient_finalize (GObject *object)
{
  g_ptr_array_unref (OVR_PATIENT (object)->studies);
  G_OBJECT_CLASS (ovr_patient_parent_class)->finalize (object);
}

static void
ovr_patient_class_init (OvrPatientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ovr_patient_finalize;
}

static void
ovr_patient_init (OvrPatient *self)
{
}

OvrPatient *
ovr_patient_new_take (GPtrArray *studies)
{
  OvrPatient *self = g_object_new (OVR_TYPE_PATIENT, NULL);

  self->studies = studies;
  return self;
}

const char *
ovr_patient_get_key (OvrPatient *self)
{
  return ovr_study_get_patient_key (self->studies->pdata[0]);
}

guint
ovr_patient_get_n_studies (OvrPatient *self)
{
  return self->studies->len;
}

OvrStudy *
ovr_patient_get_study (OvrPatient *self,
                       guint index)
{
  g_return_val_if_fail (index < self->studies->len, NULL);

  return self->studies->pdata[index];
}

guint
ovr_patient_get_n_instances (OvrPatient *self)
{
  guint n = 0;

  for (guint i = 0; i < self->studies->len; i++)
    n += ovr_study_get_n_instances (self->studies->pdata[i]);
  return n;
}
