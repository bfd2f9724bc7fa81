//! The page of a dataset by its address: what follows and why, measuring a file for a version, the gate, and the lineage as files.

use governance::{Actor, Via};
use record::{Change, Document};
use serde_json::{Value, json};

use crate::house::House;

/// Ten rows, none twice.
const CLEAN: &str = "id,label\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n7,a\n8,b\n9,a\n10,b\n";
/// The same with one of them twice.
const TWICE: &str = "id,label\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n7,a\n8,b\n9,a\n9,a\n";

/// A record made by the operator, so that the lead may decide on it; its number.
fn made(house: &House, kind: &str, document: Value) -> String {
    let document: Document = serde_json::from_value(document).unwrap();
    let change = Change::Create { kind: kind.to_owned(), state: None, document };
    house.wait(house.aims.commit(&Actor::operator(Via::System), change, None)).unwrap().id.to_string()
}

/// A dataset for an AI system that nobody has classified, with a version of these bytes.
fn with_version(house: &House, bytes: &str) -> (String, String) {
    let system = made(house, "ai_system", json!({ "title": "Sorter", "exploitation": "commercial" }));
    let dataset = json!({ "title": "Mail <b>", "licence": "CC-BY-NC-4.0", "systems": [system] });
    let dataset = made(house, "dataset", dataset);
    let stored = house.wait(house.aims.put_file(&Actor::operator(Via::System), "mail.csv", bytes.into())).unwrap();
    let digest = json!(stored)["digest"].clone();
    let version = json!({ "title": "Mail 1", "dataset": dataset, "file_digest": digest,
                          "split": "train", "labels_from": "people", "owner": house.lead.id.to_string() });
    let version = made(house, "dataset_version", version);
    (dataset, version)
}

/// Measures a file for a version by its page; the number of the measurement.
fn measured(house: &House, version: &str, bytes: &str, plan: &str) -> String {
    let texts = [("family", "quality"), ("about", version), ("label", "label"), ("plan", plan)];
    let sent = house.ask("POST", "/measure").parts(&texts, &[("data", "mail.csv", bytes.as_bytes())]).send();
    assert_eq!(sent.status, 303, "{}", sent.text());
    let report = sent.header("location").to_owned();
    assert!(report.ends_with(&format!("?for={version}")), "{report}");
    let page = house.ask("GET", &report).send().text();
    assert!(page.contains(&format!("value=\"{version}\"")), "the version is filled in");
    let address = report.split('?').next().unwrap();
    let kept = house.ask("POST", &format!("{address}/record")).form(&[("about", version)]).send();
    assert_eq!(kept.status, 303, "{}", kept.text());
    kept.header("location").split(['/', '?']).nth(2).unwrap().to_owned()
}

#[test]
fn a_dataset_without_versions_says_what_to_do() {
    let house = House::new();
    let dataset = made(&house, "dataset", json!({ "title": "Bare" }));
    let page = house.ask("GET", &format!("/dataset/{dataset}")).send();
    assert_eq!(page.status, 200);
    let text = page.text();
    for said in
        ["No version is recorded yet", "aims lineage record", "no AI system uses the data", "No licence is named"]
    {
        assert!(text.contains(said) || text.to_lowercase().contains(&said.to_lowercase()), "{said}: {text}");
    }
    assert_eq!(house.ask("GET", &format!("/dataset/{dataset}?version=DSV-9999")).send().status, 404);
    assert_eq!(house.ask("GET", &format!("/dataset/{dataset}?view=record")).send().status, 200);
    let sheet = house.ask("GET", &format!("/data/{dataset}/files/datasheet.html")).send();
    assert!(sheet.status == 200 && sheet.text().contains("Bare"), "{}", sheet.text());
    assert_eq!(house.ask("GET", &format!("/data/{dataset}/files/datasheet.doc")).send().status, 404);
}

#[test]
fn measuring_a_file_opens_the_gate_when_it_passes_for_the_tier() {
    let house = House::new();
    let (dataset, version) = with_version(&house, CLEAN);
    let page = |house: &House| house.ask("GET", &format!("/dataset/{dataset}")).send().text();
    let first = page(&house);
    assert!(first.contains("Nothing was measured of this version") && first.contains("Mail &lt;b&gt;"), "{first}");
    let link = format!("/measure?family=quality&amp;for={version}&amp;plan=quality-high");
    assert!(first.contains(&link), "the way to measuring has version and plan");
    let form = house.ask("GET", &link.replace("&amp;", "&")).send().text();
    assert!(form.contains("value=\"quality-high\" selected"), "the plan of the tier is chosen");
    let accept = || {
        let moves = format!("/api/v1/records/dataset_version/{version}/moves/accept");
        let answer = house.ask("POST", &moves).header("if-match", "*").json(&json!({})).send();
        (answer.status, answer.text())
    };
    let (status, why) = accept();
    assert!(status == 403 && why.contains("its quality was never measured"), "{status} {why}");

    let weak = measured(&house, &version, CLEAN, "quality-low");
    let said = page(&house);
    assert!(said.contains(&weak) && said.contains("Does not count") && said.contains("not to at least 0.99"), "{said}");
    let before = house.entries();
    let report = house.ask("GET", &format!("/measured/{weak}")).send();
    let text = report.text();
    assert_eq!(report.status, 200, "{text}");
    assert!(
        text.contains("quality-low") && text.contains("mail.csv"),
        "the report itself, with its plan and files: {text}"
    );
    assert_eq!(house.entries(), before + 1, "reading it is entered as opening its file is");
    let record = house.ask("GET", &format!("/measurement/{weak}")).send().text();
    assert!(record.contains(&format!("href=\"/measured/{weak}\"")), "the page of the record leads to it");
    let other = measured(&house, &version, TWICE, "quality-high");
    let said = page(&house);
    assert!(said.contains(&other) && said.contains("It measured sha256:"), "{said}");
    assert_eq!(accept().0, 403);
    let good = measured(&house, &version, CLEAN, "quality-high");
    let said = page(&house);
    assert!(said.contains(&format!("{good} kept every limit of tier high")) && said.contains("at most 0.01"), "{said}");
    let (status, why) = accept();
    assert_eq!(status, 200, "{why}");
}

#[test]
fn a_licence_for_research_blocks_the_model_of_a_commercial_system() {
    let house = House::new();
    let (dataset, version) = with_version(&house, CLEAN);
    let model = made(&house, "model", json!({ "title": "Scorer", "systems": ["SYS-0001"] }));
    let data = json!([{ "dataset_version": version, "used_for": "train" }]);
    let model = json!({ "title": "Scorer 1", "model": model, "results": "fine", "data": data });
    let model = made(&house, "model_version", model);
    let moves = format!("/api/v1/records/model_version/{model}/moves/approve");
    let refused = house.ask("POST", &moves).header("if-match", "*").json(&json!({})).send();
    let why = refused.text();
    assert!(refused.status == 403 && why.contains(&dataset) && why.contains("CC-BY-NC-4.0"), "{why}");
    let page = house.ask("GET", &format!("/dataset/{dataset}")).send().text();
    assert!(page.contains("Blocked") && page.contains(&model), "{page}");
    let system = house.ask("GET", "/ai_system/SYS-0001").send().text();
    assert!(
        system.contains("the licence of its data does not allow")
            || system.contains("The licence of its data does not allow"),
        "health"
    );
    let terms = json!([{ "term": "commercial_use", "answer": "yes", "where": "a letter" }]);
    let path = format!("/api/v1/records/dataset/{dataset}");
    let set = house.ask("PATCH", &path).header("if-match", "*").json(&json!({ "document": { "terms": terms } })).send();
    assert_eq!(set.status, 200, "{}", set.text());
    let approved = house.ask("POST", &moves).header("if-match", "*").json(&json!({})).send();
    assert_eq!(approved.status, 200, "{}", approved.text());
}

#[test]
fn the_lineage_is_a_picture_a_table_and_files_for_who_may_see_it() {
    let house = House::new();
    let (dataset, version) = with_version(&house, CLEAN);
    for (id, other, means) in [
        (dataset.as_str(), version.as_str(), "has the version"),
        (&version, &dataset, "has the version"),
        ("SYS-0001", &dataset, "is used by"),
    ] {
        let page = house.ask("GET", &format!("/lineage/{id}")).send();
        assert!(page.status == 200 && page.text().contains("<svg") && page.text().contains(means), "{id}");
        let csv = house.ask("GET", &format!("/lineage/{id}/charts/lineage.csv")).send();
        assert!(csv.status == 200 && csv.text().contains(other), "{}", csv.text());
        assert_eq!(house.ask("GET", &format!("/lineage/{id}/charts/lineage.svg")).send().status, 200);
    }
    for gone in [
        "/lineage/DSV-9999",
        "/lineage/nothing",
        "/lineage/DSV-0001/charts/other.svg",
        "/lineage/DSV-0001/charts/lineage.pdf",
    ] {
        assert_eq!(house.ask("GET", gone).send().status, 404, "{gone}");
    }
    let secret = json!({ "title": "Hidden", "dataset": dataset, "derived_from": [version], "access": "restricted" });
    let secret = made(&house, "dataset_version", secret);
    let seen = house.ask("GET", &format!("/lineage/{dataset}/charts/lineage.csv")).send().text();
    let unseen = house.reader_asks("GET", &format!("/lineage/{dataset}/charts/lineage.csv")).send().text();
    assert!(seen.contains(&secret) && !unseen.contains(&secret) && unseen.contains(&version), "{unseen}");
    assert!(!house.reader_asks("GET", &format!("/dataset/{dataset}")).send().text().contains("Hidden"));
}

#[test]
fn quality_over_time_leads_from_each_value_to_its_measurement() {
    let house = House::new();
    let (dataset, version) = with_version(&house, CLEAN);
    let page = || house.ask("GET", &format!("/dataset/{dataset}")).send().text();
    let first = measured(&house, &version, CLEAN, "quality-low");
    assert!(!page().contains("Quality over time"), "one value is no trend");
    let second = measured(&house, &version, TWICE, "quality-low");
    let text = page();
    let trend = &text[text.find("id=\"trend\"").unwrap()..];
    for said in [
        "Share of repeated rows",
        &format!("/measurement/{first}"),
        &format!("/measurement/{second}"),
        "Too few values",
    ] {
        assert!(trend.contains(said), "{said}: {trend}");
    }
    assert!(text.contains("picture-trend-0"), "a chart of it");
}

/// A duty that is owed to the organisation and applies.
fn owed(house: &House, contract: &str, topic: &str, promise: Value) {
    let document = json!({ "title": topic, "contract": contract, "topic": topic, "direction": "owed_to_us",
                           "source": "contract", "provision": "§ 4", "promise": promise });
    let document: Document = serde_json::from_value(document).unwrap();
    let change = Change::Create { kind: "obligation".into(), state: Some("applicable".into()), document };
    house.wait(house.aims.commit(&Actor::operator(Via::System), change, None)).unwrap();
}

#[test]
fn the_page_of_a_contract_tells_what_is_agreed_kept_open_and_ending() {
    let house = House::new();
    let party = made(&house, "external_party", json!({ "title": "Feeds <i>" }));
    let money = |amount: &str| json!({ "amount": amount, "currency": "EUR" });
    let contract = json!({ "title": "Deal", "party": party, "form": "data", "from": "2026-01-01",
                           "expected_loss": money("750000"), "liability_cap": money("500000") });
    let contract = made(&house, "contract", contract);
    let system = made(&house, "ai_system", json!({ "title": "Sorter" }));
    let dataset = json!({ "title": "Feed", "supplied_by": party, "systems": [system], "licence_until": "2020-01-31" });
    let dataset = made(&house, "dataset", dataset);
    for (title, day) in [("1", "2026-01-10"), ("2", "2026-03-01")] {
        made(&house, "dataset_version", json!({ "title": title, "dataset": dataset, "received_on": day }));
    }
    owed(&house, &contract, "update", json!([{ "metric": "delivery", "limit": "1", "period": "P1M" }]));
    let page = house.ask("GET", &format!("/contract/{contract}")).send().text();
    for said in [
        "Topics that the contract must speak of",
        "Right to audit",
        "missing",
        "Agreed",
        "Promises (1)",
        "Broken",
        "/dataset_version/DSV-0002",
        "§ 4",
        "Uncovered liability",
        "250000 EUR",
        "Ended on 2020-01-31",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let bare = made(&house, "contract", json!({ "title": "Customer", "party": party, "form": "customer" }));
    let page = house.ask("GET", &format!("/contract/{bare}")).send().text();
    for absent in ["Topics that the contract must speak of", "Uncovered liability"] {
        assert!(!page.contains(absent), "{absent}");
    }
    assert!(page.contains("No obligation that is owed to the organisation promises figures"), "{page}");
    let past = house.ask("GET", &format!("/contract/{contract}?as_of=2100-01-01")).send();
    assert!(!past.text().contains("Promises (1)"), "it is told for now alone");
}

#[test]
fn on_whom_systems_hang_leads_from_the_party_to_each_system_and_why() {
    let house = House::new();
    let page = house.ask("GET", "/suppliers").send();
    assert!(page.status == 200 && page.text().contains("No AI system is known to hang on anybody outside"));
    let [party, other] = ["Model maker <b>", "Second"].map(|it| made(&house, "external_party", json!({ "title": it })));
    let systems: Vec<String> =
        (0..5).map(|at| made(&house, "ai_system", json!({ "title": format!("System {at}") }))).collect();
    let contract = json!({ "title": "Deal", "party": party, "form": "supply", "systems": systems[..4] });
    let contract = made(&house, "contract", contract);
    made(&house, "dataset", json!({ "title": "Feed", "supplied_by": other, "systems": [systems[0]] }));
    let text = house.ask("GET", "/suppliers").send().text();
    // Four of five dependencies and one of five: 0.64 + 0.04.
    for said in [
        "is 0.68",
        "High",
        "1 of 5 AI systems hang on nobody outside",
        "Model maker &lt;b&gt;",
        "80 %",
        "4 of 5 high",
        "Above what is set: high",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let text = house.ask("GET", &format!("/external_party/{party}")).send().text();
    let depends = &text[text.find("id=\"depends\"").unwrap()..];
    for said in [systems[3].as_str(), &format!("/contract/{contract}"), "Contract"] {
        assert!(depends.contains(said), "{said}: {depends}");
    }
    assert!(!depends.contains(&systems[4]));
    let text = house.ask("GET", &format!("/external_party/{other}")).send().text();
    assert!(text.contains("Within what is set"), "one of five is no concentration: {text}");
}
