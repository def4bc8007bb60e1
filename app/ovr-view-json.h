/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-view.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A view as a member of the view state. (transfer full) */
JsonObject *ovr_view_json_write (const OvrView *view);

/* NULL where @object is no view; numbers that can't be are left out. The state
 * comes from a file that anybody may have edited. */
OvrView *ovr_view_json_read (JsonObject *object);

G_END_DECLS
