/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-pdf-value.h"

#include <string.h>

/* Real files nest a dozen deep; the limit keeps a hostile one off the stack. */
#define MAX_DEPTH 100
/* More keys than any real dictionary has; looking for doubled ones is quadratic. */
#define MAX_KEYS 4096

gboolean
ovr_pdf_is_space (guint8 byte)
{
  return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t' || byte == '\f' || byte == '\0';
}

static gboolean
is_delimiter (guint8 byte)
{
  return byte != '\0' && strchr ("()<>[]{}/%", byte) != NULL;
}

static gboolean
is_regular (guint8 byte)
{
  return !ovr_pdf_is_space (byte) && !is_delimiter (byte);
}

void
ovr_pdf_lexer_skip (OvrPdfLexer *self)
{
  while (self->at < self->length)
    {
      guint8 byte = self->data[self->at];

      if (byte == '%')
        while (self->at < self->length && self->data[self->at] != '\n' && self->data[self->at] != '\r')
          self->at++;
      else if (ovr_pdf_is_space (byte))
        self->at++;
      else
        return;
    }
}

static gboolean
at_end_of_token (const OvrPdfLexer *self)
{
  return self->at >= self->length || !is_regular (self->data[self->at]);
}

gboolean
ovr_pdf_lexer_keyword (OvrPdfLexer *self,
                       const char *keyword)
{
  gsize length = strlen (keyword);
  gsize before = self->at;

  ovr_pdf_lexer_skip (self);
  if (self->length - self->at >= length && memcmp (self->data + self->at, keyword, length) == 0)
    {
      self->at += length;
      if (at_end_of_token (self))
        return TRUE;
    }
  self->at = before;
  return FALSE;
}

gboolean
ovr_pdf_lexer_unsigned (OvrPdfLexer *self,
                        gint64 *value)
{
  gsize before = self->at;
  gint64 number = 0;
  int digits = 0;

  ovr_pdf_lexer_skip (self);
  while (self->at < self->length && g_ascii_isdigit (self->data[self->at]) && digits < 18)
    {
      number = number * 10 + (self->data[self->at++] - '0');
      digits++;
    }
  if (digits == 0 || !at_end_of_token (self))
    {
      self->at = before;
      return FALSE;
    }
  *value = number;
  return TRUE;
}

static OvrPdfValue *
new_value (const OvrPdfLexer *self,
           OvrPdfType type,
           gsize start)
{
  OvrPdfValue *value = g_new0 (OvrPdfValue, 1);

  value->type = type;
  value->start = self->in_file ? start : OVR_PDF_NOWHERE;
  value->end = self->in_file ? self->at : OVR_PDF_NOWHERE;
  return value;
}

static OvrPdfValue *
text_value (const OvrPdfLexer *self,
            OvrPdfType type,
            gsize start,
            GString *text)
{
  OvrPdfValue *value = new_value (self, type, start);

  value->length = text->len;
  value->text = g_string_free (text, FALSE);
  return value;
}

static OvrPdfValue *
read_name (OvrPdfLexer *self)
{
  gsize start = self->at++;
  g_autoptr (GString) text = g_string_new (NULL);

  while (self->at < self->length && is_regular (self->data[self->at]))
    {
      guint8 byte = self->data[self->at++];

      if (byte == '#')
        {
          int high = self->at + 1 < self->length ? g_ascii_xdigit_value ((char) self->data[self->at]) : -1;
          int low = high >= 0 ? g_ascii_xdigit_value ((char) self->data[self->at + 1]) : -1;

          if (low < 0 || (high == 0 && low == 0))
            return NULL;
          byte = (guint8) (high * 16 + low);
          self->at += 2;
        }
      g_string_append_c (text, (char) byte);
    }
  return text_value (self, OVR_PDF_NAME, start, g_steal_pointer (&text));
}

static OvrPdfValue *
read_hex_string (OvrPdfLexer *self)
{
  gsize start = self->at++;
  g_autoptr (GString) text = g_string_new (NULL);
  int high = -1;
  OvrPdfValue *value;

  for (; self->at < self->length && self->data[self->at] != '>'; self->at++)
    {
      int digit = g_ascii_xdigit_value ((char) self->data[self->at]);

      if (digit < 0 && !ovr_pdf_is_space (self->data[self->at]))
        return NULL;
      if (digit < 0)
        continue;
      if (high >= 0)
        g_string_append_c (text, (char) (high * 16 + digit));
      high = high >= 0 ? -1 : digit;
    }
  if (self->at >= self->length)
    return NULL;
  self->at++;
  if (high >= 0)
    g_string_append_c (text, (char) (high * 16));
  value = text_value (self, OVR_PDF_STRING, start, g_steal_pointer (&text));
  value->hex = TRUE;
  return value;
}

/* The characters behind a backslash, 7.3.4.2. */
static void
read_escape (OvrPdfLexer *self,
             GString *text)
{
  static const char names[] = "nrtbf";
  static const char values[] = "\n\r\t\b\f";
  guint8 byte = self->data[self->at++];
  const char *known = byte != '\0' ? strchr (names, byte) : NULL;

  if (known != NULL)
    {
      g_string_append_c (text, values[known - names]);
    }
  else if (byte >= '0' && byte <= '7')
    {
      int octal = byte - '0';

      for (int i = 0; i < 2 && self->at < self->length && self->data[self->at] >= '0' && self->data[self->at] <= '7'; i++)
        octal = octal * 8 + (self->data[self->at++] - '0');
      g_string_append_c (text, (char) (octal & 0xff));
    }
  else if (byte == '\r')
    {
      if (self->at < self->length && self->data[self->at] == '\n')
        self->at++;
    }
  else if (byte != '\n')
    {
      g_string_append_c (text, (char) byte);
    }
}

static OvrPdfValue *
read_literal_string (OvrPdfLexer *self)
{
  gsize start = self->at++;
  g_autoptr (GString) text = g_string_new (NULL);
  int open = 1;

  while (self->at < self->length)
    {
      guint8 byte = self->data[self->at++];

      if (byte == '\\')
        {
          if (self->at >= self->length)
            return NULL;
          read_escape (self, text);
          continue;
        }
      if (byte == '(')
        open++;
      if (byte == ')' && --open == 0)
        return text_value (self, OVR_PDF_STRING, start, g_steal_pointer (&text));
      g_string_append_c (text, (char) byte);
    }
  return NULL;
}

static OvrPdfValue *
read_number (OvrPdfLexer *self)
{
  gsize start = self->at;
  char buffer[32];
  gsize used = 0;
  gboolean real = FALSE;
  gboolean digits = FALSE;
  OvrPdfValue *value;

  while (self->at < self->length && is_regular (self->data[self->at]) && used < sizeof buffer - 1)
    {
      guint8 byte = self->data[self->at];

      if (byte == '.' ? real : (byte == '+' || byte == '-') ? used > 0
                                                            : !g_ascii_isdigit (byte))
        return NULL;
      real = real || byte == '.';
      digits = digits || g_ascii_isdigit (byte);
      buffer[used++] = (char) byte;
      self->at++;
    }
  buffer[used] = '\0';
  if (!digits || !at_end_of_token (self) || (!real && used > 18))
    return NULL;
  value = new_value (self, real ? OVR_PDF_REAL : OVR_PDF_INTEGER, start);
  if (real)
    value->real = g_ascii_strtod (buffer, NULL);
  else
    value->integer = g_ascii_strtoll (buffer, NULL, 10);
  return value;
}

/* An integer, or "12 0 R". */
static OvrPdfValue *
read_number_or_reference (OvrPdfLexer *self)
{
  OvrPdfValue *value = read_number (self);
  gsize after = self->at;
  gint64 generation;

  if (value == NULL || value->type != OVR_PDF_INTEGER || value->integer < 0)
    return value;
  if (ovr_pdf_lexer_unsigned (self, &generation) && generation <= 65535 && ovr_pdf_lexer_keyword (self, "R"))
    {
      value->type = OVR_PDF_REFERENCE;
      value->generation = (guint) generation;
      value->end = self->in_file ? self->at : OVR_PDF_NOWHERE;
      return value;
    }
  self->at = after;
  return value;
}

static OvrPdfValue *
read_array (OvrPdfLexer *self)
{
  gsize start = self->at++;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_pdf_value_free);
  OvrPdfValue *value;

  for (;;)
    {
      ovr_pdf_lexer_skip (self);
      if (self->at < self->length && self->data[self->at] == ']')
        break;
      value = ovr_pdf_lexer_value (self);
      if (value == NULL)
        return NULL;
      g_ptr_array_add (items, value);
    }
  self->at++;
  value = new_value (self, OVR_PDF_ARRAY, start);
  value->items = g_steal_pointer (&items);
  return value;
}

static gboolean
has_key (GPtrArray *items,
         const OvrPdfValue *key)
{
  for (guint i = 0; i < items->len; i += 2)
    {
      const OvrPdfValue *other = g_ptr_array_index (items, i);

      if (other->length == key->length && memcmp (other->text, key->text, key->length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* A key that stands twice is read differently by different programs. */
static gboolean
read_entry (OvrPdfLexer *self,
            GPtrArray *items)
{
  g_autoptr (OvrPdfValue) key = ovr_pdf_lexer_value (self);
  OvrPdfValue *value;

  if (key == NULL || key->type != OVR_PDF_NAME || items->len >= 2 * MAX_KEYS ||
      has_key (items, key))
    return FALSE;
  value = ovr_pdf_lexer_value (self);
  if (value == NULL)
    return FALSE;
  g_ptr_array_add (items, g_steal_pointer (&key));
  g_ptr_array_add (items, value);
  return TRUE;
}

static OvrPdfValue *
read_dict (OvrPdfLexer *self)
{
  gsize start = self->at;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) ovr_pdf_value_free);
  OvrPdfValue *value;

  self->at += 2;
  for (;;)
    {
      ovr_pdf_lexer_skip (self);
      if (self->at + 1 < self->length && self->data[self->at] == '>' && self->data[self->at + 1] == '>')
        break;
      if (!read_entry (self, items))
        return NULL;
    }
  self->at += 2;
  value = new_value (self, OVR_PDF_DICT, start);
  value->items = g_steal_pointer (&items);
  return value;
}

static OvrPdfValue *
read_word (OvrPdfLexer *self)
{
  gsize start = self->at;
  OvrPdfValue *value;

  if (ovr_pdf_lexer_keyword (self, "null"))
    return new_value (self, OVR_PDF_NULL, start);
  if (ovr_pdf_lexer_keyword (self, "false"))
    return new_value (self, OVR_PDF_BOOLEAN, start);
  if (!ovr_pdf_lexer_keyword (self, "true"))
    return NULL;
  value = new_value (self, OVR_PDF_BOOLEAN, start);
  value->integer = 1;
  return value;
}

OvrPdfValue *
ovr_pdf_lexer_value (OvrPdfLexer *self)
{
  OvrPdfValue *value = NULL;
  guint8 byte;

  ovr_pdf_lexer_skip (self);
  if (self->at >= self->length || self->depth >= MAX_DEPTH)
    return NULL;
  byte = self->data[self->at];
  self->depth++;
  if (byte == '/')
    value = read_name (self);
  else if (byte == '(')
    value = read_literal_string (self);
  else if (byte == '[')
    value = read_array (self);
  else if (byte == '<' && self->at + 1 < self->length && self->data[self->at + 1] == '<')
    value = read_dict (self);
  else if (byte == '<')
    value = read_hex_string (self);
  else if (g_ascii_isdigit (byte) || byte == '+' || byte == '-' || byte == '.')
    value = read_number_or_reference (self);
  else
    value = read_word (self);
  self->depth--;
  return value;
}
