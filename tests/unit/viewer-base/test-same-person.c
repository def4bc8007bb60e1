/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ovr-same-person.h"

/* One pair of headers: "name|birth date|sex|ID|issuer". */
typedef struct
{
  const char *a;
  const char *b;
} Pair;

/* One person in two spellings. */
static const Pair proposed[] = {
  { "MUSTERFRAU^ANNA|19600229|F|4711|", "Musterfrau^Anna|19600229|F|4711|" },
  { "Musterfrau^Anna^^|19600229|F|4711|", "Musterfrau^Anna|19600229|F|04711|" },
  { "Musterfrau, Anna|19600229|F|4711|", "Musterfrau^Anna|19600229|F|4711|" },
  { "MUSTERFRAU ANNA|19600229|F|4711|", "Musterfrau^Anna|19600229|F|4711|" },
  { "Anna Musterfrau|19600229|F|4711|", "Musterfrau^Anna|19600229|F|4711|" },
  { "Musterfrau^Anna^^Dr.|19600229|F|4711|", "Musterfrau^Anna|19600229|F|4711|" },
  { "Müller^Jörg|19701103|M|88123|", "Mueller^Joerg|19701103|M|88123|" },
  { "Müller^Jörg|19701103|M|88123|", "Muller^Jorg|19701103|M|88123|" },
  { "MÜLLER^JÖRG|19701103|M|88123|", "mueller^jorg|19701103|M|88123|" },
  { "M?LLER^HANS|19701103|M|88123|", "Müller^Hans|19701103|M|88123|" },
  { "M\xef\xbf\xbdLLER^HANS|19701103|M|88123|", "MUELLER^HANS|19701103|M|88123|" },
  { "M??LLER^HANS|19701103|M|88123|", "Müller^Hans|19701103|M|88123|" },
  { "M?ller^J?rg|19701103|M|88123|", "Müller^Jörg|19701103|M|88123|" },
  { "GRO?MANN^EVA|19440501|F|102030|", "Großmann^Eva|19440501|F|102030|" },
  { "Großmann^Eva|19440501|F|102030|", "GROSSMANN^EVA|19440501|F|102030|" },
  { "Østergård-Kučera^Žofie|19870612|F|55-10-20|", "OESTERGAARD KUCERA^ZOFIE|19870612|F|551020|" },
  { "Østergård^Søren|19870612|M|551020|", "Ostergard^Soren|19870612|M|551020|" },
  { "Østergård^Søren|19870612|M|551020|", "Östergård^Sören|19870612|M|551020|" },
  { "Þorsteinsdóttir^Guðrún|19870612|F|551020|", "THORSTEINSDOTTIR^GUDRUN|19870612|F|551020|" },
  { "Łukaszewicz^Michał|19870612|M|551020|", "Lukaszewicz^Michal|19870612|M|551020|" },
  { "Nguyễn^Thị Hà|19870612|F|551020|", "NGUYEN^THI HA|19870612|F|551020|" },
  { "O'Brien^Seán|19550317|M|700123|", "OBRIEN^SEAN|19550317|M|700123|" },
  { "Meyer-Lüdenscheidt^Karl|19550317|M|700123|", "MEYER LUEDENSCHEIDT^KARL|19550317|M|700123|" },
  { "Schmidt^Anna-Lena|19990909|F|313233|", "SCHMIDT^ANNA LENA|19990909|F|313233|" },
  { "Schmidt^Anna-Lena|19990909|F|313233|", "Schmidt^Anna^Lena|19990909|F|313233|" },
  { "Schmidt^Annalena|19990909|F|313233|", "Schmidt^Anna Lena|19990909|F|313233|" },
  { "Smith^John^Q|19480704|M|900800|", "Smith^John|19480704|M|900800|" },
  { "Smith^John^Quincy|19480704|M|900800|", "Smith^John^Q|19480704|M|900800|" },
  { "Martin^Thomas|19480704|M|900800|", "Thomas^Martin|19480704|M|900800|" },
  { "Ivanov^Ivan=Иванов^Иван|19610412|M|42424|", "Иванов^Иван|19610412|M|42424|" },
  { "Ivanov^Ivan=Иванов^Иван|19610412|M|42424|", "IVANOV^IVAN|19610412|M|42424|" },
  { "=Иванов^Иван|19610412|M|42424|", "ИВАНОВ^ИВАН|19610412|M|42424|" },
  { "Yamada^Tarou=山田^太郎=やまだ^たろう|19610412|M|42424|", "=山田^太郎|19610412|M|42424|" },
  { "Yamada^Tarou=山田^太郎=やまだ^たろう|19610412|M|42424|", "Yamada^Tarou|19610412|M|42424|" },
  { "Musterfrau^Anna|19600229|F|0004711|", "Musterfrau^Anna|19600229|F|4711|" },
  { "Musterfrau^Anna|19600229|F|KH-0004711|", "Musterfrau^Anna|19600229|F|4711|" },
  { "Musterfrau^Anna|19600229|F|UKX4711|", "Musterfrau^Anna|19600229|F|004711|" },
  { "Musterfrau^Anna|19600229|F|K4711|K", "Musterfrau^Anna|19600229|F|4711|" },
  { "Musterfrau^Anna|19600229|F|12-34-56|", "Musterfrau^Anna|19600229|F|123456|" },
  { "Musterfrau^Anna|19600229|F|4711|KH Nord", "MUSTERFRAU^ANNA|19600229|F|4711|" },
  { "Musterfrau^Anna|19600229|F|4711|KH Nord", "MUSTERFRAU^ANNA|19600229|F|998822|KH Süd" },
  { "Musterfrau^Anna|19600229|F|4711|", "MUSTERFRAU^ANNA|19600229|F||" },
  { "Musterfrau^Anna|19600229|f|4711|", "MUSTERFRAU^ANNA|19600229|F|4711|" },
};

/* Two persons, or too little to ask. */
static const Pair never[] = {
  /* Twins. */
  { "Weber^Lena|20150310|F|30012|", "Weber^Lea|20150310|F|30013|" },
  { "Weber^Lena|20150310|F|30012|", "Weber^Lea|20150310|F|30012|" },
  { "Weber^Jan|20150310|M|30012|", "Weber^Jon|20150310|M|30012|" },
  { "Weber^Jan|20150310|M|30012|", "Weber^J?n|20150310|M|30012|" },
  { "Weber^Tim|20150310|M|30012|", "Weber^Tom|20150310|M||" },
  { "Weber^Anna|20150310|F||", "Weber^Hanna|20150310|F||" },
  { "Weber^Maria|20150310|F|30012|", "Weber^Marie|20150310|F|30012|" },
  { "Weber^Jo|20150310|M|30012|", "Weber^Joe|20150310|M|30012|" },
  { "Weber^Christian|20150310|M|30012|", "Weber^Christina|20150310|M|30012|" },
  { "Weber^Anna^Lena|20150310|F|30012|", "Weber^Anna^Marie|20150310|F|30012|" },
  /* A middle name that only one has, and another ID or none. */
  { "Weber^Anna^Lena|20150310|F|30012|", "Weber^Anna|20150310|F||" },
  { "Weber^Anna^L|20150310|F|30012|", "Weber^Anna|20150310|F|77777|" },
  /* IDs one edit apart. */
  { "Weber^Anna|20150310|F|30012|", "Weber^Anna|20150310|F|30013|" },
  { "Weber^Anna|20150310|F|30012|", "Weber^Anna|20150310|F|30021|" },
  { "Weber^Anna|20150310|F|30012|", "Weber^Anna|20150310|F|300012|" },
  { "Weber^Anna|20150310|F|30012A|", "Weber^Anna|20150310|F|30012B|" },
  { "Weber^Anna|20150310|F|30012|", "Weber^Anna|20150310|F|30012A|" },
  { "Weber^Anna|20150310|F|A30012|", "Weber^Anna|20150310|F|30012|" },
  { "Weber^Anna|20150310|F|A30012|", "Weber^Anna|20150310|F|B30012|" },
  { "Weber^Anna|20150310|F|30012|Nord", "WEBER^ANNA|20150310|F|30013|Süd" },
  /* Other IDs of one issuer, or of nobody knows whom. */
  { "Weber^Anna|20150310|F|30012|Nord", "Weber^Anna|20150310|F|99871|Nord" },
  { "Weber^Anna|20150310|F|30012|", "Weber^Anna|20150310|F|99871|" },
  { "Weber^Anna|20150310|F|30012|Nord", "Weber^Anna|20150310|F|99871|" },
  /* Temporary names. */
  { "BABY^BOY|20260101|M|555001|", "Baby^Boy|20260101|M|555001|" },
  { "Smith^Baby Girl|20260101|F|555001|", "SMITH^BABY GIRL|20260101|F|555001|" },
  { "NEWBORN^MALE A|20260101|M|555001|", "Newborn^Male A|20260101|M|555001|" },
  { "B/O SMITH^JANE|20260101|F|555001|", "B/O Smith^Jane|20260101|F|555001|" },
  { "SMITH^TWIN A|20260101|F|555001|", "Smith^Twin A|20260101|F|555001|" },
  { "Schulz^Neugeborenes|20260101|F|555001|", "SCHULZ^NEUGEBORENES|20260101|F|555001|" },
  { "Schulz^Zwilling 1|20260101|F|555001|", "SCHULZ^ZWILLING 1|20260101|F|555001|" },
  { "Schulz^Mädchen|20260101|F|555001|", "SCHULZ^MAEDCHEN|20260101|F|555001|" },
  { "Dupont^Bébé|20260101|F|555001|", "DUPONT^BEBE|20260101|F|555001|" },
  { "García^RN|20260101|F|555001|", "GARCIA^RN|20260101|F|555001|" },
  { "Unknown^Trauma|19000101|M|555001|", "UNKNOWN^TRAUMA|19000101|M|555001|" },
  { "Anonymous^Patient|19700101|M|1|", "ANONYMOUS^PATIENT|19700101|M|1|" },
  /* Another birth date, half a date or none; another sex or none. */
  { "Weber^Anna|20150310|F|30012|", "WEBER^ANNA|20150311|F|30012|" },
  { "Weber^Anna||F|30012|", "WEBER^ANNA||F|30012|" },
  { "Weber^Anna|2015|F|30012|", "WEBER^ANNA|2015|F|30012|" },
  { "Weber^Anna|20150310|F|30012|", "WEBER^ANNA|20150310|M|30012|" },
  { "Weber^Anna|20150310||30012|", "WEBER^ANNA|20150310||30012|" },
  { "Weber^Anna|20150310|F|30012|", "WEBER^ANNA|20150310||30012|" },
  /* Other names. */
  { "Bauer^Eva|19440501|F|102030|", "Baur^Eva|19440501|F|102030|" },
  { "Meier^Eva|19440501|F|102030|", "Meyer^Eva|19440501|F|102030|" },
  { "M?LLER^EVA|19440501|F|102030|", "MILLER^EVA|19440501|F|102030|" },
  { "M?LLER^EVA|19440501|F|102030|", "KELLER^EVA|19440501|F|102030|" },
  { "????^???|19440501|F|102030|", "Иванова^Ева|19440501|F|102030|" },
  { "Müller|19440501|F|102030|", "Mueller|19440501|F|102030|" },
  { "Smith^John^^^Jr|19480704|M|900800|", "Smith^John^^^Sr|19480704|M|900800|" },
  { "Martin^Thomas|19480704|M|900800|", "Thomas^Martin|19480704|M||" },
  { "|19480704|M|900800|", "|19480704|M|900800|" },
  /* Groups that contradict each other. */
  { "Li^Wei=李^伟|19800808|F|60606|", "Li^Wei=李^薇|19800808|F|60606|" },
  { "Sato^Yuko=佐藤^裕子=サトウ^ユウコ|19800808|F|60606|", "Sato^Hiroko=佐藤^裕子=サトウ^ヒロコ|19800808|F|60606|" },
  { "Ivanov^Ivan=Иванов^Иван|19610412|M|42424|", "Ivanov^Ivan=Иванов^Игорь|19610412|M|42424|" },
  /* Nothing that could be compared: no group tells. */
  { "Ivanov^Ivan|19610412|M|42424|", "Иванов^Иван|19610412|M|42424|" },
};

/* Keeps the parts that the identity borrows. */
static OvrIdentity
read_identity (const char *text,
               GStrv *parts)
{
  OvrIdentity identity = { 0 };

  *parts = g_strsplit (text, "|", 5);
  g_assert_cmpuint (g_strv_length (*parts), ==, 5);
  identity.name = (*parts)[0];
  if (*(*parts)[1] != '\0')
    ovr_date_parse ((*parts)[1], &identity.birth_date);
  identity.sex = (*parts)[2];
  identity.id = (*parts)[3];
  identity.issuer = (*parts)[4];
  return identity;
}

static void
check_pair (const Pair *pair,
            gboolean wanted)
{
  g_auto (GStrv) parts_a = NULL;
  g_auto (GStrv) parts_b = NULL;
  OvrIdentity a = read_identity (pair->a, &parts_a), b = read_identity (pair->b, &parts_b);

  g_test_message ("%s / %s", pair->a, pair->b);
  g_assert_cmpint (ovr_identity_may_be_same (&a, &b), ==, wanted);
  g_assert_cmpint (ovr_identity_may_be_same (&b, &a), ==, wanted);
}

static void
test_spellings_are_proposed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (proposed); i++)
    check_pair (&proposed[i], TRUE);
}

static void
test_two_persons_are_never_proposed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (never); i++)
    check_pair (&never[i], FALSE);
}

static void
test_a_birth_date_that_was_never_read_is_none (void)
{
  OvrIdentity identity = { "Weber^Anna", { 0 }, "F", "30012", NULL };

  g_assert_false (ovr_identity_may_be_same (&identity, &identity));
}

static void
test_a_long_run_of_lost_letters_ends_soon (void)
{
  g_autofree char *lost = g_strnfill (60, '?');
  g_autofree char *umlauts = g_strdup ("");
  OvrIdentity a = { NULL, { 1960, 2, 29 }, "F", "4711", NULL }, b = a;
  g_autofree char *name_a = g_strconcat ("A", lost, "^B", NULL);
  g_autofree char *name_b = NULL;

  for (guint i = 0; i < 40; i++)
    {
      char *longer = g_strconcat (umlauts, "ü", NULL);

      g_free (umlauts);
      umlauts = longer;
    }
  name_b = g_strconcat ("A", umlauts, "x^B", NULL);
  a.name = name_a;
  b.name = name_b;
  g_assert_false (ovr_identity_may_be_same (&a, &b));
}

static void
test_damaged_names (void)
{
  g_assert_true (ovr_name_is_damaged ("M?LLER^HANS"));
  g_assert_true (ovr_name_is_damaged ("M\xef\xbf\xbdller"));
  g_assert_false (ovr_name_is_damaged ("Müller"));
  g_assert_false (ovr_name_is_damaged (""));
  g_assert_false (ovr_name_is_damaged (NULL));
}

static void
test_temporary_names (void)
{
  g_assert_true (ovr_name_is_temporary ("Smith^BabyBoy"));
  g_assert_true (ovr_name_is_temporary ("Smith^Infant1"));
  g_assert_false (ovr_name_is_temporary ("Smith^Barbara"));
  g_assert_false (ovr_name_is_temporary ("Newman^Malcolm"));
  g_assert_false (ovr_name_is_temporary (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/same-person/spellings-are-proposed", test_spellings_are_proposed);
  g_test_add_func ("/same-person/two-persons-never", test_two_persons_are_never_proposed);
  g_test_add_func ("/same-person/no-birth-date", test_a_birth_date_that_was_never_read_is_none);
  g_test_add_func ("/same-person/long-damage", test_a_long_run_of_lost_letters_ends_soon);
  g_test_add_func ("/same-person/damaged", test_damaged_names);
  g_test_add_func ("/same-person/temporary", test_temporary_names);
  return g_test_run ();
}
