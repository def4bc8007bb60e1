/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-report-words.h"

#include <string.h>

/* One row per value, one column per language: what is printed in a report. */

enum
{
  EN,
  DE,
  FR,
  ES,
  IT,
  PT,
  N_LANGUAGES,
};

typedef const char *const Row[N_LANGUAGES];

static const char *const languages[N_LANGUAGES] = { "en", "de", "fr", "es", "it", "pt" };

static const char *const verdict_signs[] = { "", "✓", "≈", "✗", "?", "–" };

static Row verdict_rows[] = {
  { "open", "offen", "en suspens", "pendiente", "in sospeso", "em aberto" },
  { "agree", "Zustimmung", "accord", "de acuerdo", "d’accordo", "de acordo" },
  { "agree with modification", "Zustimmung mit Änderung", "accord avec modification",
    "de acuerdo con modificación", "d’accordo con modifica", "de acordo com modificação" },
  { "disagree", "Widerspruch", "désaccord", "en desacuerdo", "in disaccordo", "em desacordo" },
  { "not assessable", "nicht beurteilbar", "non évaluable", "no valorable", "non valutabile", "não avaliável" },
  { "out of scope", "nicht Gegenstand", "hors du champ", "fuera del alcance", "fuori ambito", "fora do âmbito" },
};

static Row certainty_rows[] = {
  { "", "", "", "", "", "" },
  { "most likely", "höchstwahrscheinlich", "quasi certain", "casi seguro", "quasi certo", "quase certo" },
  { "likely", "wahrscheinlich", "probable", "probable", "probabile", "provável" },
  { "possible", "möglich", "possible", "posible", "possibile", "possível" },
  { "unlikely", "unwahrscheinlich", "peu probable", "poco probable", "poco probabile", "pouco provável" },
  { "very unlikely", "sehr unwahrscheinlich", "très peu probable", "muy poco probable", "molto improbabile",
    "muito pouco provável" },
  { "not assessable", "nicht beurteilbar", "non évaluable", "no valorable", "non valutabile", "não avaliável" },
};

/* A no-break space between number and percent sign. */
static const char *const certainty_ranges[] = {
  "",
  ">90\u00a0%",
  "75–90\u00a0%",
  "25–75\u00a0%",
  "5–25\u00a0%",
  "<5\u00a0%",
  "",
};

static Row impact_rows[] = {
  { "", "", "", "", "", "" },
  { "does not change treatment", "ändert die Behandlung nicht", "ne change pas le traitement",
    "no cambia el tratamiento", "non cambia la terapia", "não altera o tratamento" },
  { "changes treatment", "ändert die Behandlung", "change le traitement", "cambia el tratamiento",
    "cambia la terapia", "altera o tratamento" },
};

static Row side_rows[] = {
  { "", "", "", "", "", "" },
  { "left", "links", "gauche", "izquierda", "sinistra", "esquerda" },
  { "right", "rechts", "droite", "derecha", "destra", "direita" },
  { "both sides", "beidseits", "des deux côtés", "ambos lados", "entrambi i lati", "ambos os lados" },
};

static Row reason_rows[] = {
  { "before a major procedure or treatment", "vor einem größeren Eingriff oder einer Behandlung",
    "avant une intervention ou un traitement important", "antes de una intervención o un tratamiento importante",
    "prima di un intervento o di una terapia importante", "antes de uma intervenção ou tratamento importante" },
  { "original report inconclusive or images technically limited", "Erstbefund nicht eindeutig oder Bilder technisch eingeschränkt",
    "compte rendu initial non concluant ou images limitées", "informe original no concluyente o imágenes limitadas",
    "referto originale non conclusivo o immagini limitate", "relatório original inconclusivo ou imagens limitadas" },
  { "symptoms persist after treatment", "Beschwerden bestehen nach der Behandlung fort",
    "symptômes persistants après traitement", "síntomas que persisten tras el tratamiento",
    "sintomi persistenti dopo la terapia", "sintomas persistentes após o tratamento" },
  { "reading by a subspecialist wanted", "Befundung durch Spezialisten gewünscht",
    "lecture par un surspécialiste souhaitée", "se desea la lectura de un subespecialista",
    "richiesta lettura di un sottospecialista", "desejada a leitura por um subespecialista" },
  { "a child’s study", "Untersuchung eines Kindes", "examen d’un enfant", "estudio de un niño",
    "esame di un bambino", "exame de uma criança" },
  { "other reason", "anderer Grund", "autre raison", "otro motivo", "altro motivo", "outro motivo" },
};

static Row sex_rows[] = {
  { "sex not stated", "Geschlecht nicht angegeben", "sexe non indiqué", "sexo no indicado", "sesso non indicato",
    "sexo não indicado" },
  { "female", "weiblich", "féminin", "femenino", "femminile", "feminino" },
  { "male", "männlich", "masculin", "masculino", "maschile", "masculino" },
  { "other", "divers", "autre", "otro", "altro", "outro" },
};

static Row channel_rows[] = {
  { "telephone", "Telefon", "téléphone", "teléfono", "telefono", "telefone" },
  { "mail", "E-Mail", "courriel", "correo electrónico", "posta elettronica", "correio eletrónico" },
  { "letter", "Brief", "courrier", "carta", "lettera", "carta" },
  { "in person", "persönlich", "en personne", "en persona", "di persona", "pessoalmente" },
  { "other", "auf anderem Weg", "autre voie", "otra vía", "altra via", "outra via" },
};

static guint
get_column (const char *language)
{
  for (guint i = 0; language != NULL && i < N_LANGUAGES; i++)
    if (g_ascii_strncasecmp (language, languages[i], 2) == 0 && !g_ascii_isalpha (language[2]))
      return i;
  return EN;
}

#define PICK(rows, value, language) \
  ((guint) (value) < G_N_ELEMENTS (rows) ? rows[value][get_column (language)] : "")
#define PICK_ONE(list, value) ((guint) (value) < G_N_ELEMENTS (list) ? list[value] : "")

const char *
ovr_verdict_sign (OvrVerdict verdict)
{
  return PICK_ONE (verdict_signs, verdict);
}

const char *
ovr_verdict_words (OvrVerdict verdict,
                   const char *language)
{
  return PICK (verdict_rows, verdict, language);
}

const char *
ovr_certainty_words (OvrCertainty certainty,
                     const char *language)
{
  return PICK (certainty_rows, certainty, language);
}

const char *
ovr_certainty_range (OvrCertainty certainty)
{
  return PICK_ONE (certainty_ranges, certainty);
}

const char *
ovr_impact_words (OvrImpact impact,
                  const char *language)
{
  return PICK (impact_rows, impact, language);
}

const char *
ovr_side_words (OvrSide side,
                const char *language)
{
  return PICK (side_rows, side, language);
}

const char *
ovr_reason_words (OvrReason reason,
                  const char *language)
{
  return PICK (reason_rows, reason, language);
}

const char *
ovr_channel_get (guint index)
{
  return index < G_N_ELEMENTS (channel_rows) ? channel_rows[index][EN] : NULL;
}

const char *
ovr_channel_words (const char *channel,
                   const char *language)
{
  for (guint i = 0; channel != NULL && i < G_N_ELEMENTS (channel_rows); i++)
    if (strcmp (channel, channel_rows[i][EN]) == 0)
      return channel_rows[i][get_column (language)];
  return channel != NULL ? channel : "";
}

/**
 * ovr_sex_words:
 * @sex: (nullable): Patient's Sex (0010,0040): "F", "M", "O" or ""
 */
const char *
ovr_sex_words (const char *sex,
               const char *language)
{
  static const char *const codes[] = { "", "F", "M", "O" };
  guint row = 0;

  for (guint i = 1; sex != NULL && i < G_N_ELEMENTS (codes); i++)
    if (strcmp (sex, codes[i]) == 0)
      row = i;
  return PICK (sex_rows, row, language);
}
