/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-fixture.h"

#include <math.h>
#include <string.h>

#define CURRENT_UID "2.25.1001"
#define PRIOR_UID "2.25.1002"
#define FIXTURE_TIME "2026-11-23T18:08:00+01:00"
/* Pictures show 512 × 512 images at half size. */
#define SIZE 256

static OvrDate
date (const char *iso)
{
  OvrDate out;

  g_assert_true (ovr_date_parse (iso, &out));
  return out;
}

static void
set (char **field,
     const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

/* ---- Claims, questions -------------------------------------------------- */

OvrClaim *
export_fixture_add_claim (OvrReport *report,
                          const char *text,
                          const char *translation,
                          OvrVerdict verdict,
                          const char *comment,
                          OvrImpact impact)
{
  OvrDocument *document = g_ptr_array_index (report->documents, 0);
  OvrClaim *claim = ovr_claim_new ();
  g_autofree char *longer = g_strconcat (document->text != NULL ? document->text : "", text, "\n", NULL);
  g_autofree char *id = ovr_report_new_id (report, "c");

  claim->start = document->text != NULL ? (int) g_utf8_strlen (document->text, -1) : 0;
  claim->end = claim->start + (int) g_utf8_strlen (text, -1);
  set (&document->text, longer);
  set (&claim->id, id);
  set (&claim->document_id, document->id);
  set (&claim->study_uid, CURRENT_UID);
  set (&claim->section, "findings");
  set (&claim->translation, translation);
  set (&claim->comment, comment);
  claim->number = (int) report->claims->len + 1;
  claim->verdict = verdict;
  claim->impact = impact;
  g_ptr_array_add (report->claims, claim);
  return claim;
}

void
export_fixture_add_question (OvrReport *report,
                             const char *text,
                             const char *lead,
                             const char *answer_text,
                             OvrCertainty certainty,
                             const char *finding_id)
{
  OvrQuestion *question = ovr_question_new ();
  OvrAnswer *answer = ovr_answer_new ();

  question->number = (int) report->referral.questions->len + 1;
  question->id = g_strdup_printf ("q%d", question->number);
  set (&question->text, text);
  set (&answer->question_id, question->id);
  set (&answer->lead, lead);
  set (&answer->text, answer_text);
  answer->certainty = certainty;
  if (finding_id != NULL)
    g_ptr_array_add (answer->finding_ids, g_strdup (finding_id));
  g_ptr_array_add (report->referral.questions, question);
  g_ptr_array_add (report->answers, answer);
}

/* ---- Findings ----------------------------------------------------------- */

static OvrFinding *
add_finding (OvrReport *report,
             const char *title,
             const char *text,
             OvrSide side,
             OvrCertainty certainty)
{
  OvrFinding *finding = ovr_finding_new ();

  finding->id = g_strdup_printf ("f%u", report->findings->len + 1);
  set (&finding->title, title);
  set (&finding->text, text);
  finding->side = side;
  finding->certainty = certainty;
  g_ptr_array_add (report->findings, finding);
  return finding;
}

static OvrKeyImage *
add_key_image (OvrFinding *finding,
               const char *id,
               const char *study,
               const char *caption,
               const char *pair)
{
  OvrKeyImage *key_image = ovr_key_image_new ();
  const OvrPoint arrow[] = { { 300.0, 200.0 }, { 360.0, 150.0 } };

  set (&key_image->id, id);
  set (&key_image->study_uid, study);
  set (&key_image->caption, caption);
  set (&key_image->pair_id, pair);
  if (key_image->view == NULL)
    key_image->view = ovr_view_new ();
  ovr_image_ref_set (&key_image->view->image, "2.25.2001", 1);
  g_ptr_array_add (key_image->view->shapes, ovr_shape_new (OVR_SHAPE_ARROW, arrow, 2, NULL));
  g_ptr_array_add (finding->key_images, key_image);
  return key_image;
}

static void
add_measurement (OvrFinding *finding,
                 const char *label,
                 const char *study,
                 double value,
                 const char *unit)
{
  OvrReportMeasurement *measurement = ovr_report_measurement_new ();

  set (&measurement->label, label);
  set (&measurement->study_uid, study);
  set (&measurement->measurement.unit, unit);
  measurement->measurement.value = value;
  measurement->measurement.provenance = strcmp (unit, "mm") == 0 ? OVR_PROVENANCE_PIXEL_SPACING : OVR_PROVENANCE_NONE;
  measurement->measurement.resolution = 0.35;
  g_ptr_array_add (finding->measurements, measurement);
}

static void
add_shape (OvrKeyImage *key_image,
           OvrShapeKind kind,
           const OvrPoint *points,
           guint n_points,
           const char *text)
{
  g_ptr_array_add (key_image->view->shapes, ovr_shape_new (kind, points, n_points, text));
}

static void
add_findings (OvrReport *report)
{
  OvrFinding *nodule = add_finding (report, "Nodule in the right upper lobe, grown",
                                    "Solid nodule beside a segmental artery of S2. Long axis 14 mm, before 8 mm: grown by 75 % in 11 months, "
                                    "volume doubling time about 137 days. Spiculated border, pleural tag. No calcification, no fat.",
                                    OVR_SIDE_RIGHT, OVR_CERTAINTY_MOST_LIKELY);
  OvrFinding *adrenal = add_finding (report, "Nodule of the left adrenal gland, adenoma",
                                     "18 mm, smooth, −5 HU without contrast: a lipid-rich adenoma by number. It lies LEFT; the impression of the original says right.",
                                     OVR_SIDE_LEFT, OVR_CERTAINTY_MOST_LIKELY);
  OvrFinding *bone = add_finding (report, "Sclerotic focus in T8", "9 mm, dense, without mass. Not mentioned in the original.",
                                  OVR_SIDE_NONE, OVR_CERTAINTY_POSSIBLE);
  OvrFinding *effusion = add_finding (report, "Small pleural effusion", "Left, up to 9 mm, free.", OVR_SIDE_LEFT, OVR_CERTAINTY_LIKELY);
  const OvrPoint length[] = { { 230.0, 250.0 }, { 282.0, 262.0 } };
  const OvrPoint ellipse[] = { { 210.0, 230.0 }, { 300.0, 290.0 } };
  const OvrPoint cross[] = { { 220.0, 250.0 }, { 290.0, 260.0 }, { 250.0, 225.0 }, { 258.0, 285.0 } };
  OvrKeyImage *image;

  image = add_key_image (nodule, "k1", CURRENT_UID, "Nodule in the right upper lobe, spiculated; arrow: pleural tag.", NULL);
  add_shape (image, OVR_SHAPE_LENGTH, length, 2, "14 mm");
  add_key_image (nodule, "k2", PRIOR_UID, "The same place eleven months before: 8 mm, smooth.", "k3");
  add_key_image (nodule, "k3", CURRENT_UID, "Current study, same window and scale: 14 mm.", "k2");
  image = add_key_image (adrenal, "k4", CURRENT_UID, "Left adrenal nodule; the ellipse measures −5 HU.", NULL);
  add_shape (image, OVR_SHAPE_ELLIPSE, ellipse, 2, "−5 HU");
  image = add_key_image (bone, "k5", CURRENT_UID, "Sclerotic focus in the body of T8.", NULL);
  add_shape (image, OVR_SHAPE_BIDIRECTIONAL, cross, 4, "9 × 8 mm");
  add_key_image (bone, "k6", CURRENT_UID, "The same focus, sagittal.", NULL);
  add_key_image (effusion, "k7", CURRENT_UID, "Effusion in the left dorsal recess.", "k8");
  add_key_image (effusion, "k8", PRIOR_UID, "No effusion before.", "k7");
  bone->addition = TRUE;
  bone->impact = OVR_IMPACT_MAJOR;
  add_measurement (nodule, "long axis", PRIOR_UID, 8.2, "mm");
  add_measurement (nodule, "long axis", CURRENT_UID, 14.1, "mm");
  add_measurement (adrenal, "long axis", PRIOR_UID, 17.8, "mm");
  add_measurement (adrenal, "long axis", CURRENT_UID, 18.0, "mm");
  add_measurement (adrenal, "mean", CURRENT_UID, -5.2, "[hnsf'U]");
  add_measurement (bone, "long axis", CURRENT_UID, 9.0, "mm");
}

/* ---- Case --------------------------------------------------------------- */

static void
add_series (OvrReportStudy *study,
            int number,
            const char *description,
            int instances,
            double thickness,
            const char *health,
            const char *where)
{
  OvrReportSeries *series = ovr_report_series_new ();

  series->number = number;
  series->instances = instances;
  series->thickness_mm = thickness;
  set (&series->description, description);
  set (&series->modality, "CT");
  if (health != NULL)
    {
      OvrReportHealth *finding = ovr_report_health_new ();

      set (&finding->code, "missing-slices");
      set (&finding->text, health);
      set (&finding->where, where);
      g_ptr_array_add (series->health, finding);
    }
  g_ptr_array_add (study->series, series);
}

static void
add_studies (OvrReport *report)
{
  OvrReportStudy *current = ovr_report_study_new ();
  OvrReportStudy *prior = ovr_report_study_new ();

  set (&current->uid, CURRENT_UID);
  set (&current->description, "CT chest with contrast");
  set (&current->modality, "CT");
  set (&current->institution, "Radiologie Nord, Musterstadt");
  set (&current->accession, "A-20261103-17");
  current->role = OVR_STUDY_CURRENT;
  current->acquired = date ("2026-11-03");
  add_series (current, 2, "Thorax 1.25 soft", 160, 1.25, NULL, NULL);
  add_series (current, 3, "Thorax 1.25 lung", 160, 1.25, NULL, NULL);
  set (&prior->uid, PRIOR_UID);
  set (&prior->description, "CT chest");
  set (&prior->modality, "CT");
  set (&prior->institution, "Klinikum am See");
  prior->role = OVR_STUDY_PRIOR;
  prior->acquired = date ("2025-12-05");
  add_series (prior, 4, "Thx nativ 3.0 B30f", 117, 3.0, "Three slices are missing.", "after image 60");
  g_ptr_array_add (report->studies, current);
  g_ptr_array_add (report->studies, prior);
}

static void
add_documents (OvrReport *report)
{
  OvrDocument *original = ovr_document_new ();
  OvrDocument *request = ovr_document_new ();

  set (&original->id, "d1");
  original->role = OVR_DOCUMENT_ORIGINAL;
  set (&original->study_uid, CURRENT_UID);
  set (&original->title, "CT Thorax mit Kontrastmittel");
  set (&original->author, "Dr. C. Vogt");
  set (&original->institution, "Radiologie Nord");
  original->date = date ("2026-11-04");
  set (&original->language, "de");
  original->origin = OVR_TEXT_OCR;
  set (&original->confirmed_by, "Dr Maria Silva");
  set (&original->translation_author, "Dr Maria Silva");
  set (&request->id, "d2");
  request->role = OVR_DOCUMENT_REQUEST;
  set (&request->title, "Mail with three questions");
  set (&request->author, "Dr B. Keller");
  request->date = date ("2026-11-20");
  set (&request->language, "en");
  set (&request->text, "Dear colleague, …");
  g_ptr_array_add (report->documents, original);
  g_ptr_array_add (report->documents, request);
}

static void
add_claims (OvrReport *report)
{
  OvrClaim *claim;

  export_fixture_add_claim (report, "Spiral-CT des Thorax nach i.v. Kontrastmittelgabe.", "Spiral CT of the chest after i.v. contrast.",
                            OVR_VERDICT_AGREE, NULL, OVR_IMPACT_NONE);
  claim = export_fixture_add_claim (report, "Rundherd im rechten Oberlappen 1,2 cm, im Wesentlichen unverändert.",
                                    "Nodule in the right upper lobe 1.2 cm, essentially unchanged.", OVR_VERDICT_DISAGREE,
                                    "Grown from 8 to 14 mm in 11 months.", OVR_IMPACT_MAJOR);
  g_ptr_array_add (claim->finding_ids, g_strdup ("f1"));
  export_fixture_add_claim (report, "Keine vergrößerten Lymphknoten mediastinal oder hilär.", "No enlarged mediastinal or hilar nodes.",
                            OVR_VERDICT_AGREE, NULL, OVR_IMPACT_NONE);
  claim = export_fixture_add_claim (report, "Kein Erguss.", "No effusion.", OVR_VERDICT_DISAGREE, "Small effusion on the left, 9 mm.", OVR_IMPACT_MINOR);
  g_ptr_array_add (claim->finding_ids, g_strdup ("f4"));
  export_fixture_add_claim (report, "Herz normal groß, kein Perikarderguss.", "Heart of normal size, no pericardial effusion.", OVR_VERDICT_AGREE,
                            NULL, OVR_IMPACT_NONE);
  export_fixture_add_claim (report, "Aorta mit Wandverkalkungen, nicht erweitert.", "Aorta with calcified wall, not dilated.", OVR_VERDICT_AGREE, NULL,
                            OVR_IMPACT_NONE);
  export_fixture_add_claim (report, "Raumforderung der linken Nebenniere 18 mm.", "Mass of the left adrenal gland 18 mm.", OVR_VERDICT_AGREE, NULL,
                            OVR_IMPACT_NONE);
  export_fixture_add_claim (report, "Leber, Milz und Oberbauch, soweit erfasst, o. B.", "Liver, spleen and upper abdomen, as far as seen, normal.",
                            OVR_VERDICT_AGREE, NULL, OVR_IMPACT_NONE);
  export_fixture_add_claim (report, "Knochen ohne Destruktion.", "Bones without destruction.", OVR_VERDICT_AGREE_MODIFIED,
                            "No destruction, but a sclerotic focus in T8.", OVR_IMPACT_MINOR);
  claim = export_fixture_add_claim (report, "Beurteilung: Raumforderung der rechten Nebenniere, V. a. Filia nicht sicher auszuschließen.",
                                    "Impression: mass of the right adrenal gland, metastasis can't be excluded with certainty.",
                                    OVR_VERDICT_DISAGREE, "It lies left, and −5 HU make it an adenoma: no metastasis.", OVR_IMPACT_MAJOR);
  g_ptr_array_add (claim->finding_ids, g_strdup ("f2"));
  export_fixture_add_claim (report, "Siehe Serie 3, Bild 57, und die koronaren Rekonstruktionen.", "See series 3, image 57, and the coronal reformats.",
                            OVR_VERDICT_NOT_ASSESSABLE, "The coronal reformats were not delivered.", OVR_IMPACT_NONE);
  export_fixture_add_claim (report, "Im Vergleich zur Voruntersuchung vom 12.05.2025.", "Compared with the study of 12 May 2025.",
                            OVR_VERDICT_NOT_ASSESSABLE, "No study of that date was submitted; the prior is of December 2025.", OVR_IMPACT_NONE);
  export_fixture_add_claim (report, "Klinische Korrelation empfohlen.", "Clinical correlation recommended.", OVR_VERDICT_OUT_OF_SCOPE, NULL,
                            OVR_IMPACT_NONE);
  export_fixture_add_claim (report, "Vorstellung beim Endokrinologen.", "Referral to an endocrinologist.", OVR_VERDICT_OUT_OF_SCOPE,
                            "Addressed to another doctor.", OVR_IMPACT_NONE);
}

static void
add_people (OvrReport *report)
{
  OvrReferral *referral = &report->referral;
  OvrReader *reader = &report->reader;

  set (&report->patient.name, "Østergård-Kučera, Žofie");
  set (&report->patient.sex, "F");
  set (&report->patient.id, "4711-0815");
  set (&report->patient.id_issuer, "Klinik Musterstadt");
  report->patient.birth_date = date ("1956-02-29");
  set (&referral->requester, "Dr B. Keller");
  set (&referral->specialty, "thoracic surgery");
  set (&referral->institution, "Klinik Musterstadt");
  set (&referral->reply_address, "keller@klinik-musterstadt.example");
  set (&referral->decision, "before a planned lobectomy on the right");
  set (&referral->history, "Smoker, 40 pack years. Weight loss of 6 kg in half a year.");
  referral->reason = OVR_REASON_TREATMENT;
  referral->asked = date ("2026-11-20");
  referral->due = date ("2026-11-25");
  set (&reader->name, "Dr Maria Silva");
  set (&reader->qualification, "MD, consultant radiologist");
  set (&reader->specialty, "thoracic radiology");
  set (&reader->fellowship, "Fellowship in thoracic imaging, Lisbon 2014");
  set (&reader->licence, "12345");
  set (&reader->jurisdiction, "Portugal");
  set (&reader->institution, "Instituto de Imagem, Lisboa");
  set (&reader->telephone, "+351 210 000 000");
  set (&reader->email, "silva@imagem.example");
  set (&reader->display, "two 3-megapixel diagnostic monitors, calibrated in October");
}

static void
add_opinion (OvrReport *report)
{
  OvrRecommendation *surgeon = ovr_recommendation_new ();
  OvrRecommendation *nuclear = ovr_recommendation_new ();
  OvrCommunication *call = ovr_communication_new ();

  set (&report->answer, "The nodule in the right upper lobe has grown from 8 to 14 mm in eleven months: treat it as lung cancer. "
                        "The adrenal nodule lies left and is a benign adenoma. A new focus in T8 must be clarified before the lobectomy.");
  set (&report->urgency, "before the operation, within 10 days");
  set (&report->impression, "1. Growing spiculated nodule in the right upper lobe, 14 mm: lung cancer most likely.\n"
                            "2. Left adrenal adenoma, no metastasis.\n3. Sclerotic focus in T8, 9 mm: bone island or metastasis.\n4. Small left effusion.");
  set (&report->limitations, "Prior study without contrast and with three missing slices; the apex is degraded by motion.");
  set (&report->adequacy, "Enough for the questions about the nodule and the adrenal gland; tissue type can't be told from images.");
  set (&surgeon->actor, "Thoracic surgeon");
  set (&surgeon->action, "discuss in the tumour board; postpone the lobectomy until T8 is clarified.");
  set (&surgeon->by_text, "before the operation");
  set (&nuclear->actor, "Nuclear medicine");
  set (&nuclear->action, "FDG PET/CT from skull base to thigh.");
  nuclear->by = date ("2026-12-03");
  g_ptr_array_add (report->recommendations, surgeon);
  g_ptr_array_add (report->recommendations, nuclear);
  set (&call->at, "2026-11-23T17:40:00+01:00");
  set (&call->with, "Dr B. Keller");
  set (&call->channel, "telephone");
  set (&call->text, "told of the focus in T8; read back.");
  g_ptr_array_add (report->communications, call);
  report->blind.grade = OVR_BLIND_FULL;
  set (&report->blind.impression, "Spiculated nodule in the right upper lobe, 14 mm, grown against the prior study: suspicious of lung cancer. "
                                  "Left adrenal nodule with fat density, adenoma. Sclerotic focus in T8, unclear. Small left effusion. No enlarged nodes.");
  set (&report->blind.locked_at, "2026-11-23T16:02:00+01:00");
  set (&report->blind.unsealed_at, "2026-11-23T16:03:00+01:00");
}

OvrReport *
export_fixture_report (void)
{
  OvrReport *report = ovr_report_new ();

  set (&report->number, "OR-2026-0412-7");
  set (&report->language, "en");
  set (&report->front_key_image, "k1");
  report->version = 1;
  report->phantom = TRUE;
  add_people (report);
  add_studies (report);
  add_documents (report);
  add_claims (report);
  add_findings (report);
  add_opinion (report);
  export_fixture_add_question (report, "Has the nodule in the right upper lobe grown?", "Yes.",
                               "From 8 to 14 mm in 11 months; doubling time about 137 days.", OVR_CERTAINTY_MOST_LIKELY, "f1");
  export_fixture_add_question (report, "Is the adrenal nodule a metastasis?", "No.",
                               "It lies left, measures 18 mm and −5 HU: an adenoma.", OVR_CERTAINTY_VERY_UNLIKELY, "f2");
  export_fixture_add_question (report, "Which tissue type is the nodule?", "Can't be told from images.",
                               "A biopsy answers it: CT-guided, or bronchoscopic by the segmental bronchus.",
                               OVR_CERTAINTY_NOT_ASSESSABLE, NULL);
  return report;
}

/* ---- Pictures ----------------------------------------------------------- */

/* A body with lungs, a spine and a nodule; grain, so that it compresses as
 * real images do. */
static guint8
shade (int x,
       int y,
       guint seed)
{
  double u = (x - 256.0) / 220.0, v = (y - 256.0) / 170.0;
  double lung_l = hypot ((x - 150.0) / 85.0, (y - 250.0) / 110.0);
  double lung_r = hypot ((x - 362.0) / 85.0, (y - 250.0) / 110.0);
  double nodule = hypot (x - 300.0 - seed % 7, y - 200.0);
  double grey = hypot (u, v) < 1.0 ? 150.0 : 4.0;
  guint32 noise = ((guint32) x * 374761393u + (guint32) y * 668265263u + seed * 2246822519u);

  if (lung_l < 1.0 || lung_r < 1.0)
    grey = 38.0;
  if (nodule < 16.0)
    grey = 190.0;
  if (hypot (x - 256.0, y - 380.0) < 30.0)
    grey = 225.0;
  noise = (noise ^ (noise >> 13)) * 1274126177u;
  return (guint8) CLAMP (grey + (noise >> 24) % 17 - 8.0, 0.0, 255.0);
}

static GBytes *
make_rgb (guint seed)
{
  guint8 *rgb = g_malloc (SIZE * SIZE * 3);

  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      memset (rgb + 3 * (y * SIZE + x), shade (2 * x, 2 * y, seed), 3);
  return g_bytes_new_take (rgb, SIZE * SIZE * 3);
}

static OvrKeyPicture *
make_picture (const OvrKeyImage *key_image,
              guint seed)
{
  OvrKeyPicture *picture = ovr_key_picture_new ();
  static const char *const letters[] = { "R", "A", "L", "P" };
  const gboolean prior = g_strcmp0 (key_image->study_uid, PRIOR_UID) == 0;

  ovr_view_free (picture->view);
  picture->view = ovr_view_copy (key_image->view);
  picture->width = picture->height = SIZE;
  picture->rgb = make_rgb (seed);
  picture->transform = (OvrViewTransform){ 0.5, 0.0, 0.25, 0.0, 0.5, 0.25 };
  picture->mm_per_px = prior ? 1.56 : 1.36;
  picture->provenance = OVR_PROVENANCE_PIXEL_SPACING;
  for (int i = 0; i < 4; i++)
    picture->letters[i] = g_strdup (letters[i]);
  picture->modality = g_strdup ("CT");
  picture->series_description = g_strdup (prior ? "Thx nativ 3.0 B30f" : "Thorax 1.25 lung");
  picture->series_number = prior ? 4 : 3;
  picture->image_index = 57;
  picture->n_images = prior ? 0 : 160; /* the prior lacks some */
  picture->study_uid = g_strdup (key_image->study_uid);
  picture->study_date = date (prior ? "2025-12-05" : "2026-11-03");
  picture->window_center = -600.0;
  picture->window_width = 1500.0;
  picture->value_unit = g_strdup ("HU");
  return picture;
}

GHashTable *
export_fixture_pictures (const OvrReport *report)
{
  GHashTable *pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) ovr_key_picture_free);
  guint seed = 1;

  for (guint i = 0; i < report->findings->len; i++)
    {
      const OvrFinding *finding = g_ptr_array_index (report->findings, i);

      for (guint k = 0; k < finding->key_images->len; k++)
        {
          const OvrKeyImage *key_image = g_ptr_array_index (finding->key_images, k);

          g_hash_table_insert (pictures, g_strdup (key_image->id), make_picture (key_image, seed++));
        }
    }
  return pictures;
}

GBytes *
export_fixture_export (const OvrReport *report,
                       gboolean final,
                       GError **error)
{
  g_autoptr (GHashTable) pictures = export_fixture_pictures (report);
  const OvrExportRequest request = {
    .report = report,
    .pictures = pictures,
    .final = final,
    .signer = final ? report->reader.name : NULL,
    .time = FIXTURE_TIME,
  };

  return ovr_export_pdf (&request, error);
}
