/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ovr-identity.h"
#include "ovr-openssl-private.h"

G_BEGIN_DECLS

struct _OvrIdentity
{
  /* Owned */
  EVP_PKEY *key;
  X509 *certificate;
  OvrX509Stack *chain; /* never NULL; without the certificate itself */
  char *name;
  char *fingerprint;
};

/* Takes the references of @key, @certificate and @chain (nullable). */
OvrIdentity *ovr_identity_take (EVP_PKEY *key,
                                X509 *certificate,
                                OvrX509Stack *chain);

G_END_DECLS
