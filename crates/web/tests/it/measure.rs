//! Measuring in the browser, by address: every question once, what cannot be measured, and recording.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use crate::house::{Answer, House};

/// A file whose answers are known from elsewhere, which the command line is tested with too.
fn golden(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../aims/tests/it/measure/golden");
    std::fs::read(folder.join(name)).unwrap()
}

/// A question with the texts of its form and the golden files of its inputs.
type Question<'a> = (&'a [(&'a str, &'a str)], &'a [(&'a str, &'a str)]);

fn send(house: &House, (texts, files): Question<'_>) -> Answer {
    let bytes: Vec<Vec<u8>> = files.iter().map(|it| golden(it.1)).collect();
    let files: Vec<(&str, &str, &[u8])> =
        files.iter().zip(&bytes).map(|(it, bytes)| (it.0, it.1, &bytes[..])).collect();
    house.ask("POST", "/measure").parts(texts, &files).send()
}

/// The address of the report on people who were treated unlike one another.
pub fn measured(house: &House) -> String {
    let texts = [("family", "fairness"), ("prediction", "prediction"), ("group", "group"), ("plan", "fairness-high")];
    let texts: Vec<_> = texts.into_iter().chain([("label", "label")]).collect();
    let answer = send(house, (&texts, &[("data", "people_faulty.csv")]));
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.header("location").to_owned()
}

/// Every question, with a sentence of its report.
const QUESTIONS: &[(Question<'_>, &str)] = &[
    ((&[("family", "profile")], &[("data", "drift_faulty.csv")]), "Measured without a verdict"),
    (
        (
            &[("family", "quality"), ("label", "paid"), ("plan", "quality-high")],
            &[("data", "deliveries_faulty.csv"), ("reference", "deliveries_clean.csv")],
        ),
        "2 of 4 rules broken",
    ),
    (
        (&[("family", "drift")], &[("data", "drift_faulty.csv"), ("reference", "drift_reference.csv")]),
        "4 of 9 rules broken",
    ),
    (
        (
            &[
                ("family", "fairness"),
                ("label", "label"),
                ("prediction", "prediction"),
                ("group", "group"),
                ("plan", "fairness-high"),
            ],
            &[("data", "people_clean.csv")],
        ),
        "2 of 2 rules kept",
    ),
    (
        (
            &[("family", "performance"), ("label", "label"), ("prediction", "prediction"), ("score", "score")],
            &[("data", "people_faulty.csv")],
        ),
        "[0.7428, 0.7802]",
    ),
    (
        (
            &[("family", "privacy"), ("quasi", "zip\nage"), ("sensitive", "illness"), ("plan", "privacy-release")],
            &[("data", "persons_faulty.csv")],
        ),
        "2 of 2 rules broken",
    ),
    (
        (
            &[("family", "compare"), ("label", "label"), ("prediction", "old\nworse"), ("plan", "compare-not-worse")],
            &[("data", "systems.csv")],
        ),
        "1 of 1 rules broken",
    ),
    (
        (
            &[("family", "represent"), ("group", "region"), ("plan", "represent-limits")],
            &[("data", "sample_faulty.csv"), ("reference", "population.csv")],
        ),
        "2 of 5 rules broken",
    ),
    ((&[("family", "agreement"), ("rater", "ann\nbea\ncay")], &[("data", "labels.csv")]), "0.7091"),
    (
        (&[("family", "hazard"), ("label", "label"), ("group", "group")], &[("data", "people_faulty.csv")]),
        "label_leakage",
    ),
];

#[test]
fn every_question_has_a_form_and_a_report() {
    let house = House::new();
    let before = house.entries();
    let all = house.ask("GET", "/measure").send().text();
    for (question, sentence) in QUESTIONS {
        let family = question.0[0].1;
        assert!(all.contains(&format!("/measure?family={family}")), "{family}");
        let form = house.ask("GET", &format!("/measure?family={family}")).send();
        for (name, _) in question.0.iter().chain(question.1) {
            assert!(form.text().contains(&format!("name=\"{name}\"")), "{family} asks for {name}");
        }
        let answer = send(&house, *question);
        assert_eq!(answer.status, 303, "{family}: {}", answer.text());
        let report = house.ask("GET", answer.header("location")).send();
        assert_eq!(report.status, 200, "{family}");
        assert!(report.text().contains(sentence), "{family}: {}", report.text());
        assert!(report.text().contains(&format!("aims measure {family}")), "{family} says how to measure again");
    }
    let families: Vec<&str> = QUESTIONS.iter().map(|it| it.0.0[0].1).collect();
    assert_eq!(families, assess::FAMILIES.iter().map(|it| it.name).collect::<Vec<_>>(), "every question is tried");
    assert_eq!(house.entries(), before, "measuring leaves nothing");
}

#[test]
fn the_report_comes_as_files_for_who_made_it() {
    let house = House::new();
    let address = measured(&house);
    let page = house.ask("GET", &address).send().text();
    assert!(page.contains("demographic_parity_difference") && page.contains("<svg"), "numbers and pictures");
    for form in assess::form::FORMS {
        assert!(page.contains(&format!("{address}/{}", form.name)), "{}", form.name);
        let file = house.ask("GET", &format!("{address}/{}", form.name)).send();
        assert_eq!((file.status, file.header("content-type")), (200, form.media));
        assert!(file.header("content-disposition").ends_with(&format!("fairness.{}", form.ending)));
    }
    let report = house.ask("GET", &format!("{address}/json")).send().json();
    assert_eq!(report["data"][0]["name"], "people_faulty.csv");
    assert_eq!(house.ask("GET", &format!("{address}/pdf")).send().status, 404);
    assert_eq!(house.reader_asks("GET", &address).send().status, 404, "another does not see it");
}

#[test]
fn what_cannot_be_measured_is_said_and_what_was_typed_stays() {
    let house = House::new();
    let csv: &[u8] = b"y,h,g\n1,1,a\n0,1,b\n";
    let send = |texts: &[(&str, &str)], files: &[(&str, &str, &[u8])]| {
        let answer = house.ask("POST", "/measure").parts(texts, files).send();
        (answer.status, answer.text())
    };
    let data = [("data", "../../etc/data.csv", csv)];
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [(&'a str, &'a str, &'a [u8])], u16, &'a str);
    let cases: &[Case<'_>] = &[
        (&[], &data, 400, "Choose what is to be measured"),
        (&[("family", "colour")], &data, 404, "the families are"),
        (&[("family", "profile")], &[], 422, "Choose a file"),
        (&[("family", "fairness"), ("prediction", "h"), ("group", "sex")], &data, 422, "no column `sex`"),
        (&[("family", "profile")], &[("data", "empty.csv", b" ")], 422, "`empty.csv`"),
        (&[("family", "profile")], &[("data", "a.parquet", b"PAR1 not at all PAR1")], 422, "`a.parquet`"),
        (&[("family", "profile"), ("plan", "../../Cargo")], &data, 422, "There is no plan"),
        (&[("family", "profile"), ("plan", "quality-high")], &data, 422, "the plan is for `quality`"),
        (&[("family", "profile"), ("plan", "SYS-0001")], &data, 422, "there is no record `SYS-0001`"),
        (&[("family", "profile"), ("group", "g")], &data, 422, "does nothing with"),
        (&[("family", "profile"), ("seed", "many")], &data, 422, "`many` is no seed"),
        (&[("family", "drift")], &data, 422, "--reference"),
        (&[("family", "performance"), ("label", "y"), ("prediction", "h"), ("task", "odd")], &data, 422, "`odd`"),
    ];
    for (texts, files, status, words) in cases {
        let (found, page) = send(texts, files);
        assert_eq!(found, *status, "{texts:?}: {page}");
        assert!(page.contains(words) && !page.contains("/tmp"), "{texts:?}: {page}");
    }
    let (_, page) = send(&[("family", "fairness"), ("prediction", "h"), ("group", "sex"), ("seed", "7")], &data);
    assert!(page.contains(">\nsex</textarea>") && page.contains("value=\"7\""), "{page}");
    assert_eq!(house.ask("GET", "/measure?family=colour").send().status, 404);
    assert_eq!(house.ask("GET", "/measure/0123").send().status, 404);
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one_is_not_read() {
    let house = House::new();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b'7'; 1 << 20];
    (0..520).for_each(|_| packed.write_all(&block).unwrap());
    let packed = packed.finish().unwrap();
    let answer = house.ask("POST", "/measure").parts(&[("family", "profile")], &[("data", "a.csv.gz", &packed)]).send();
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("`a.csv.gz` unpacks to more than 512 MiB"), "{}", answer.text());
}

#[test]
fn more_rows_than_a_browser_may_ask_for_are_refused() {
    let house = House::new();
    let rows = format!("a\n{}", "1\n".repeat(1_000_001));
    let sent =
        house.ask("POST", "/measure").parts(&[("family", "profile")], &[("data", "a.csv", rows.as_bytes())]).send();
    assert_eq!(sent.status, 422);
    assert!(sent.text().contains("more than 1,000,000 rows"), "{}", sent.text());
}

#[test]
fn a_report_is_recorded_once_with_its_evidence() {
    let house = House::new();
    let system = house.make("ai_system", json!({ "title": "Scoring" }));
    let address = measured(&house);
    let report = house.ask("GET", &format!("{address}/json")).send();
    let record = |about: &str| house.ask("POST", &format!("{address}/record")).form(&[("about", about)]).send();
    for about in ["", "the scoring system", "PER-0001"] {
        let refused = record(about);
        assert_eq!(refused.status, 422, "{about}");
        assert!(refused.text().contains("by its number"), "{about}: {}", refused.text());
    }
    assert_eq!(record("SYS-9999").status, 404);
    let done = record(&format!("{system} Scoring"));
    assert_eq!(done.header("location"), "/measurement/MSR-0001?done=made", "{}", done.text());
    assert_eq!(record(&system).header("location"), "/measurement/MSR-0001?done=made", "sent twice, entered once");
    let document = house.ask("GET", "/api/v1/records/measurement/MSR-0001").send().json()["document"].clone();
    assert_eq!(
        (&document["of"], &document["verdict"], &document["family"]),
        (&json!(system), &json!("fail"), &json!("fairness"))
    );
    let kept = house.ask("GET", &format!("/files/{}", document["report"]["digest"].as_str().unwrap())).send();
    assert_eq!(kept.bytes, report.bytes, "the evidence is the report");
}

#[test]
fn who_may_not_record_measures_and_is_refused_to_record() {
    let house = House::new();
    let system = house.make("ai_system", json!({ "title": "Scoring" }));
    let data = golden("drift_faulty.csv");
    let sent =
        house.reader_asks("POST", "/measure").parts(&[("family", "profile")], &[("data", "a.csv", &data)]).send();
    let address = sent.header("location").to_owned();
    let page = house.reader_asks("GET", &address).send();
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("/record\""), "nothing is offered that is not permitted");
    let refused = house.reader_asks("POST", &format!("{address}/record")).form(&[("about", system.as_str())]).send();
    assert_eq!(refused.status, 403, "{}", refused.text());
    assert_eq!(house.ask("GET", "/api/v1/records/measurement").send().json()["total"], 0);
}

/// The part of a page between a label and the end of its field.
fn field<'a>(page: &'a str, name: &str) -> &'a str {
    let from = page.find(&format!("<label for=\"{name}\"")).unwrap_or_else(|| panic!("no field `{name}`: {page}"));
    let rest = &page[from..];
    &rest[..rest[1..].find("<label").map_or(rest.len(), |it| it + 1)]
}

#[test]
fn a_form_that_must_be_put_right_keeps_its_files_and_says_so_beside_the_field() {
    let house = House::new();
    let people = golden("people_clean.csv");
    let texts = [("family", "fairness"), ("label", "label"), ("prediction", "prediction"), ("group", "colour")];
    let sent = house.ask("POST", "/measure").parts(&texts, &[("data", "people.csv", &people)]).send();
    let page = sent.text();
    assert_eq!(sent.status, 422);
    assert!(
        field(&page, "group").contains("class=\"problem\"") && field(&page, "group").contains("aria-invalid"),
        "{page}"
    );
    assert!(!field(&page, "label").contains("class=\"problem\""), "only the wrong field is told of");
    assert!(field(&page, "data").contains("Still here: people.csv"), "{page}");
    let (held, no_files): (_, &[(&str, &str, &[u8])]) = (sent.hidden("held"), &[]);
    let right =
        [("family", "fairness"), ("label", "label"), ("prediction", "prediction"), ("group", "group"), ("held", &held)];
    let other = house.reader_asks("POST", "/measure").parts(&right, no_files).send();
    assert_eq!(other.status, 422, "files are there for who sent them alone");
    let done = house.ask("POST", "/measure").parts(&right, no_files).send();
    assert_eq!(done.status, 303, "{}", done.text());
    let report = house.ask("GET", &format!("{}/json", done.header("location"))).send().json();
    assert_eq!(report["data"][0]["name"], "people.csv");
    let gone = house.ask("POST", "/measure").parts(&right, no_files).send();
    assert_eq!(gone.status, 422, "what was measured is not kept");
    assert!(field(&gone.text(), "data").contains("Choose a file"), "{}", gone.text());
    for (name, value) in [("seed", "many"), ("plan", "nothing"), ("as_of", "someday")] {
        let texts = [("family", "profile"), (name, value)];
        let page = house.ask("POST", "/measure").parts(&texts, &[("data", "people.csv", &people)]).send();
        if name != "as_of" {
            assert!(field(&page.text(), name).contains("class=\"problem\""), "{name}: {}", page.text());
        }
    }
    let broken = house.ask("POST", "/measure").parts(&[("family", "profile")], &[("data", "empty.csv", b" ")]).send();
    assert!(field(&broken.text(), "data").contains("class=\"problem\""), "{}", broken.text());
}

#[test]
fn a_plan_that_a_record_carries_can_be_chosen() {
    let house = House::new();
    let system = house.make("ai_system", json!({ "title": "Scoring" }));
    let plan = "name = \"ours\"\nfamily = \"fairness\"\n[[limit]]\nmetric = \"demographic_parity_difference\"\nat_most = 0.5\n";
    let file = house.ask("POST", "/api/v1/files?name=ours.toml").body("application/octet-stream", plan).send().json();
    let carried = house.make("measurement_plan", json!({ "title": "Our <groups>", "file": file }));
    house.make("measurement_plan", json!({ "title": "On paper" }));
    let page = house.ask("GET", "/measure?family=fairness").send().text();
    assert!(field(&page, "plan").contains(&format!("{carried}: Our &lt;groups&gt; (draft)")), "{page}");
    assert!(!page.contains("On paper"), "it carries nothing to measure by");
    assert!(
        !house.ask("GET", "/measure?family=drift").send().text().contains("Our &lt;groups&gt;"),
        "of another family"
    );
    let texts = [
        ("family", "fairness"),
        ("label", "label"),
        ("prediction", "prediction"),
        ("group", "group"),
        ("plan", &carried),
    ];
    let sent = send(&house, (&texts, &[("data", "people_faulty.csv")]));
    assert_eq!(sent.status, 303, "{}", sent.text());
    let address = sent.header("location").to_owned();
    let done = house.ask("POST", &format!("{address}/record")).form(&[("about", system.as_str())]).send();
    assert_eq!(done.header("location"), "/measurement/MSR-0001?done=made", "{}", done.text());
    let document = house.ask("GET", "/api/v1/records/measurement/MSR-0001").send().json()["document"].clone();
    assert_eq!(
        (&document["plan"], &document["plan_name"], &document["verdict"]),
        (&json!(carried), &json!("ours"), &json!("pass"))
    );
    let wrong = [("family", "profile"), ("plan", carried.as_str())];
    let wrong = send(&house, (&wrong, &[("data", "people_faulty.csv")]));
    assert!(
        wrong.status == 422 && field(&wrong.text(), "plan").contains("the plan is for `fairness`"),
        "{}",
        wrong.text()
    );
}

#[test]
fn what_notes_ask_to_settle_can_be_settled_in_the_form() {
    let house = House::new();
    let bytes = b"a;a;code\n1.123;x;17\n2.500;unknown;18\n";
    let ask = |more: &[(&str, &str)]| {
        let texts: Vec<(&str, &str)> = [("family", "profile")].into_iter().chain(more.iter().copied()).collect();
        house.ask("POST", "/measure").parts(&texts, &[("data", "a.csv", bytes)]).send()
    };
    let plain = ask(&[]);
    assert!(plain.status == 422 && plain.text().contains("two columns named `a`"), "{}", plain.text());
    let report = |answer: Answer| {
        assert_eq!(answer.status, 303, "{}", answer.text());
        house.ask("GET", answer.header("location")).send().text()
    };
    let numbered = report(ask(&[("number_repeated", "yes")]));
    assert!(numbered.contains("may be decimal or grouped"), "{numbered}");
    let settled = [("number_repeated", "yes"), ("decimal", ","), ("null", "unknown\n\nnobody"), ("text", "code")];
    let settled = report(ask(&settled));
    assert!(settled.contains("1,123") || settled.contains("1123"), "grouped thousands are a number: {settled}");
    assert!(!settled.contains("may be decimal or grouped") && settled.contains("--null unknown"), "{settled}");
    let form = house.ask("GET", "/measure?family=profile").send().text();
    for name in ["delimiter", "decimal", "encoding", "null", "text", "number_repeated"] {
        assert!(form.contains(&format!("name=\"{name}\"")), "{name}");
    }
}
