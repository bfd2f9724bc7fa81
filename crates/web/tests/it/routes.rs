//! The list of routes against the server: who is refused, what each leaves, that each is there.

mod insiders;
mod made;
mod sample;
mod screens;

use serde_json::{Value, json};
use web::{Leaves, ROUTES, Route};

use self::made::{ENTRY, clash, entered};
pub use self::sample::sample;
use self::screens::through_screens;
use crate::house::{Answer, House};

/// A quiz that everybody may take.
fn quiz(house: &House) -> String {
    let competence = put(house, "competence", None, json!({ "title": "one", "means": ["examination"] }));
    let asked = json!([{ "question": "Which?", "a": "this", "b": "that", "right": "a" }]);
    let fields = json!({ "title": "one", "competence": competence, "level": "able", "access": "restricted", "questions": asked });
    put(house, "quiz", Some("in_use"), fields)
}

/// A gap assessment by these assessors.
fn assessment(by: &[String]) -> Value {
    json!({ "title": "one", "framework": "ISO/IEC 42001", "baseline": "2026-03-02", "scale": "nplf", "assessors": by })
}

/// A table that decides everything alike.
const RULES: &str = r#"
table = "points"
policy = "first"
[[input]]
name = "exposure"
[[output]]
name = "points"
type = "number"
[[row]]
id = "all"
then.points = 3
"#;

#[test]
fn every_route_refuses_the_anonymous() {
    let house = House::new();
    let before = house.entries();
    for route in ROUTES.iter().filter(|it| !it.public()) {
        let path = sample(route);
        let answer = house.anonymous(route.method, &path).send();
        match route.method == "GET" && !path.starts_with("/api/") {
            true => {
                assert_eq!(answer.status, 303, "{} {path}", route.method);
                assert!(answer.header("location").starts_with("/sign-in?next="), "{path}");
            }
            false => assert_eq!(answer.status, 401, "{} {path}: {}", route.method, answer.text()),
        }
        let stale = house.anonymous(route.method, &path).header("cookie", "aims=0123456789abcdef").send();
        assert!(matches!(stale.status, 303 | 401), "{} {path} with a wrong cookie: {}", route.method, stale.status);
    }
    assert_eq!(house.entries(), before);
}

#[test]
fn no_path_is_there_twice_and_none_hides_a_kind() {
    let house = House::new();
    let mut seen = std::collections::BTreeSet::new();
    assert!(ROUTES.iter().all(|it| seen.insert((it.method, it.path))));
    let configuration = house.aims.configuration();
    for route in ROUTES.iter() {
        let first = route.path.split('/').nth(1).unwrap_or_default();
        assert!(configuration.catalog.kind(first).is_none(), "`{first}` is a kind and a fixed page");
    }
}

#[test]
fn reads_leave_what_the_list_says() {
    let house = House::new();
    let file = house.ask("POST", "/api/v1/files").parts(&[], &[("file", "a.txt", b"text")]).send().json();
    house.make("risk", json!({ "title": "one", "files": [{ "file": file }] }));
    house.make("ai_system", json!({ "title": "one" }));
    house.make("ai_system", json!({ "title": "two" }));
    house.make("monitor", json!({ "title": "one" }));
    let vendor = house.make("external_party", json!({ "title": "one" }));
    let parts = json!({ "title": "one", "systems": ["SYS-0001"], "operated_by": vendor });
    house.make("component", parts);
    house.make("component", json!({ "title": "two", "systems": ["SYS-0001"], "depends_on": ["CMP-0001"] }));
    house.make("decision_table", json!({ "title": "one", "purpose": "tiering", "scheme": "own_tier", "rules": RULES }));
    let rights = include_str!("../../../../data/tables/decision_rights.toml");
    house.make("decision_table", json!({ "title": "two", "purpose": "decision_right", "rules": rights }));
    let paths = include_str!("../../../../data/tables/review_path.toml");
    house.make("decision_table", json!({ "title": "three", "purpose": "review_path", "rules": paths }));
    house.make("resource_plan", json!({ "title": "one" }));
    house.make("management_review", json!({ "title": "one" }));
    house.make("escalation", json!({ "title": "one" }));
    house.make("organization_unit", json!({ "title": "one" }));
    house.make("aims_scope", json!({ "title": "one" }));
    house.make("certification", json!({ "title": "one", "framework": "ISO/IEC 42001" }));
    house.make("statement_of_applicability", json!({ "title": "one", "framework": "ISO/IEC 42001" }));
    house.make("review_request", json!({ "title": "one" }));
    house.make("nonconformity", json!({ "title": "one" }));
    quiz(&house);
    house.make("audit", json!({ "title": "one", "type": "internal", "from": "2026-03-02" }));
    house.make("audit_programme", json!({ "title": "one", "from": "2026-01-01", "until": "2028-12-31" }));
    house.make("assessment", assessment(&[]));
    house.make("governance_body", json!({ "title": "Board", "key": "board" }));
    crate::practice::statement(&house);
    put(&house, "risk_criteria", Some("in_force"), crate::risks::criteria("medium"));
    let amount = json!([{ "parameter": "amount", "value": 1.0 }]);
    let mean = json!([{ "parameter": "mean", "value": 1.0 }]);
    house.make(
        "risk",
        json!({ "title": "one", "loss_type": "organisation", "frequency_law": "poisson", "frequency_parameters": mean,
            "severity_law": "point", "severity_parameters": amount }),
    );
    house.make("risk_assessment", json!({ "title": "one" }));
    house.make("treatment", json!({ "title": "one", "treats": ["RSK-0001"] }));
    let calendar = house.wait(house.aims.add_feed(&house.lead.actor, None)).unwrap();
    let digest = file["digest"].as_str().unwrap().to_owned();
    let (dataset, version) = crate::access::opened_to_the_lead(&house);
    let key = imported(&house);
    let measured = crate::measure::measured(&house);
    // The first measurement keeps a report; the second is of a treatment of the version.
    house.ask("POST", &format!("{measured}/record")).form(&[("about", version.as_str())]).send();
    treated(&house, &dataset, &version);
    for route in ROUTES.iter().filter(|it| it.method == "GET") {
        let path = sample(route)
            .replace("/measure/0", &measured)
            .replace("sha256:00", &digest)
            .replace("/running/0", &format!("/running/{key}"));
        let path = path.replace("/tile/0/000", "/tile/0/000.p/1").replace("/search", "/search?q=one");
        let path = path.replace("/calendar/risk.csv", &format!("/calendar/{calendar}.ics"));
        let before = house.entries();
        let answer = house.ask("GET", &path).send();
        assert!(answer.status == 200, "{path}: {} {}", answer.status, answer.text());
        compare(&house, route, before);
    }
}

/// A version that treats another, with what is weighed measured of its bytes.
fn treated(house: &House, dataset: &str, version: &str) {
    let digest = format!("sha256:{}", "a".repeat(64));
    let treated = json!({ "title": "Loans k", "dataset": dataset, "treats": version, "file_digest": digest });
    let treated = put(house, "dataset_version", None, treated);
    let values = json!([{ "metric": "prosecutor_risk", "value": 0.1, "verdict": "not_judged" },
                        { "metric": "auc_loss", "value": 0.01, "verdict": "not_judged" }]);
    let measured = json!({ "title": "privacy", "family": "privacy", "of": treated, "data_digest": digest,
                           "measured_on": "2026-03-02", "values": values });
    put(house, "measurement", Some("recorded"), measured);
}

/// A record made by the operator in a state.
pub(crate) fn put(house: &House, kind: &str, state: Option<&str>, document: Value) -> String {
    let document = serde_json::from_value(document).unwrap();
    let change = record::Change::Create { kind: kind.to_owned(), state: state.map(str::to_owned), document };
    let operator = governance::Actor::operator(governance::Via::System);
    house.wait(house.aims.commit(&operator, change, None)).unwrap().id.to_string()
}

/// A disposal that destroyed data with which a model was made; both.
fn disposed(house: &House) -> (String, String) {
    let dataset = put(house, "dataset", None, json!({ "title": "gone" }));
    let version = json!({ "title": "gone 1", "dataset": dataset, "produced_on": "2020-01-31" });
    let version = put(house, "dataset_version", None, version);
    let model = put(house, "model", None, json!({ "title": "Model", "task": "t" }));
    let data = json!([{ "dataset_version": version, "used_for": "train" }]);
    let model = put(house, "model_version", None, json!({ "title": "2.0", "model": model, "data": data }));
    let run = json!({ "title": "run", "rule": "RET-0001", "items": [version], "method": "delete" });
    let run = put(house, "disposition", None, run);
    let moves = |name: &str, document: Value| {
        let path = format!("/api/v1/records/disposition/{run}/moves/{name}");
        let answer = house.ask("POST", &path).header("if-match", "*").json(&json!({ "document": document })).send();
        assert_eq!(answer.status, 200, "{}", answer.text());
    };
    moves("approve", json!({}));
    moves("perform", json!({ "done_by": house.reader.id.to_string() }));
    (run, model)
}

/// Brings a file in by the pages; the key of the import.
fn imported(house: &House) -> String {
    let preview = house.ask("POST", "/import").parts(&[("kind", "risk")], &[("file", "risks.csv", CSV)]).send();
    let (key, mapping) = (preview.hidden("upload"), mapping(&preview));
    let texts = [("kind", "risk"), ("upload", key.as_str()), ("mapping", mapping.as_str())];
    let begun = house.ask("POST", "/import/run").parts(&texts, &[]).send();
    assert_eq!(begun.header("location"), format!("/import/running/{key}"), "{}", begun.text());
    key
}

#[track_caller]
fn compare(house: &House, route: &Route, before: u64) {
    let left = house.entries() - before;
    match route.leaves {
        Leaves::Nothing => assert_eq!(left, 0, "{} {} leaves nothing", route.method, route.path),
        Leaves::Change | Leaves::Event => assert!(left >= 1, "{} {} leaves an entry", route.method, route.path),
    }
}

/// One mutation that succeeds for each route that is no `GET`, in an order in which they can.
#[test]
fn mutations_leave_what_the_list_says() {
    let settings = web::Settings { demonstration: Some(demonstration()), ..web::Settings::default() };
    let house = House::with(|home| store::Place::Sqlite(home.join("aims.db")), settings);
    let mut left: Vec<&Route> = ROUTES.iter().filter(|it| it.method != "GET").collect();
    let mut done = |method: &str, path: &str, answer: &dyn Fn() -> Answer| {
        let at = left.iter().position(|it| it.method == method && it.path == path);
        let route = left.remove(at.unwrap_or_else(|| panic!("{method} {path} is not in the list, or was done")));
        let before = house.entries();
        let answer = answer();
        assert!(answer.status < 400, "{method} {path}: {} {}", answer.status, answer.text());
        compare(&house, route, before);
    };
    through_the_interface(&house, &mut done);
    through_pages(&house, &mut done);
    through_screens(&house, &mut done);
    let names: Vec<_> = left.iter().map(|it| format!("{} {}", it.method, it.path)).collect();
    assert!(names.is_empty(), "routes that no test tried: {names:?}");
}

/// One that is nowhere: the program's own is tried where the program is.
fn demonstration() -> web::Demonstration {
    let shown = || web::Shown { url: "http://127.0.0.1:1".to_owned(), sign_ins: Vec::new() };
    web::Demonstration {
        open: std::sync::Arc::new(move || Box::pin(async move { Ok(shown()) })),
        remove: std::sync::Arc::new(|| Box::pin(async {})),
    }
}

/// An audit is carried out by its addresses, below the interface or on pages.
pub(crate) fn through_audits(house: &House, base: &str, done: Done<'_>) {
    let pages = base == "/audits";
    let fields = json!({ "title": "one", "type": "internal", "criteria": [{ "criterion": "9.2" }], "as_of": "2026-03-02", "seed": "word" });
    let audit = house.make("audit", fields.clone());
    let ask = |id: &str, what: &str, form: &[(&str, &str)]| {
        let asked = house.ask("POST", &format!("{base}/{id}/{what}"));
        match (pages, form) {
            (true, _) => asked.form(form).send(),
            (false, [(name, value), ..]) => asked.json(&json!({ *name: value })).send(),
            (false, []) => asked.send(),
        }
    };
    let path = |what: &str| format!("{base}/{{id}}/{what}");
    done("POST", &path("lines"), &|| ask(&audit, "lines", &[]));
    let items = house.ask("GET", &format!("/api/v1/audits/{audit}")).send().json();
    let line = items["items"][0]["id"].as_str().unwrap().to_owned();
    done("POST", &path("sample"), &|| ask(&line, "sample", &[("kind", "risk")]));
    done("POST", &path("freeze"), &|| ask(&line, "freeze", &[]));
    done("POST", &path("finding"), &|| ask(&line, "finding", &[]));
    let sheet = format!("Item,Answer,Result\n{line},It is so.,conforms\n");
    let file = [("file", "list.csv", sheet.as_bytes())];
    done("POST", &path("answers"), &|| house.ask("POST", &format!("{base}/{audit}/answers")).parts(&[], &file).send());
    let reported = put(house, "audit", Some("reported"), fields);
    let issue = if pages { "issue" } else { "report" };
    done("POST", &path(issue), &|| ask(&reported, issue, &[]));
}

type Done<'a> = &'a mut dyn FnMut(&str, &str, &dyn Fn() -> Answer);

const CSV: &[u8] = b"Title,Nature\nFrom a file,legal\n";

fn through_the_interface(house: &House, done: Done<'_>) {
    let sign_in = json!({ "email": house.reader.email, "password": crate::house::PASSWORD });
    done("POST", "/api/v1/session", &|| house.anonymous("POST", "/api/v1/session").json(&sign_in).send());
    done("DELETE", "/api/v1/session", &|| house.reader_asks("DELETE", "/api/v1/session").send());
    let document = json!({ "document": { "title": "one", "affected": "Ada" } });
    done("POST", "/api/v1/records/{kind}", &|| house.ask("POST", "/api/v1/records/risk").json(&document).send());
    let one = "/api/v1/records/risk/RSK-0001";
    let patch = json!({ "document": { "title": "uno" } });
    done("PATCH", "/api/v1/records/{kind}/{id}", &|| house.ask("PATCH", one).version(1).json(&patch).send());
    let why = json!({ "why": "because" });
    done("POST", "/api/v1/records/{kind}/{id}/moves/{transition}", &|| {
        house.ask("POST", &format!("{one}/moves/close")).version(2).json(&why).send()
    });
    done("POST", "/api/v1/records/{kind}/{id}/retire", &|| {
        house.ask("POST", &format!("{one}/retire")).version(3).json(&why).send()
    });
    done("POST", "/api/v1/records/{kind}/{id}/restore", &|| {
        house.ask("POST", &format!("{one}/restore")).version(4).json(&why).send()
    });
    let owner = json!({ "field": "owner", "to": house.reader.id });
    done("POST", "/api/v1/records/{kind}/{id}/links", &|| {
        house.ask("POST", &format!("{one}/links")).json(&owner).send()
    });
    done("DELETE", "/api/v1/records/{kind}/{id}/links/{field}/{to}", &|| {
        house.ask("DELETE", &format!("{one}/links/owner/{}", house.reader.id)).send()
    });
    let erase = json!({ "fields": ["affected"], "why": "asked for" });
    done("POST", "/api/v1/records/{kind}/{id}/erase", &|| {
        house.ask("POST", &format!("{one}/erase")).json(&erase).send()
    });
    let bulk = json!({ "changes": [{ "create": { "kind": "risk", "document": { "title": "two" } } }] });
    done("POST", "/api/v1/bulk", &|| house.ask("POST", "/api/v1/bulk").json(&bulk).send());
    done("POST", "/api/v1/files", &|| house.ask("POST", "/api/v1/files").parts(&[], &[("file", "b.txt", b"b")]).send());
    done("POST", "/api/v1/imports", &|| {
        house.ask("POST", "/api/v1/imports").parts(&[("kind", "risk")], &[("file", "risks.csv", CSV)]).send()
    });
    done("POST", "/api/v1/imports/proposals", &|| {
        house.ask("POST", "/api/v1/imports/proposals").parts(&[("kind", "risk")], &[("file", "risks.csv", CSV)]).send()
    });
    done("POST", "/api/v1/imports/{batch}/undo", &|| house.ask("POST", "/api/v1/imports/1/undo").send());
    let due = json!({ "title": "old", "dataset": house.make("dataset", json!({ "title": "d" })), "produced_on": "2020-01-31" });
    house.make("dataset_version", due);
    let rule = json!({ "title": "r", "form": "schedule", "basis": "legal", "why": "w", "most": "P1Y" });
    put(house, "retention_rule", Some("in_force"), rule);
    let system: Value = house
        .ask("POST", "/api/v1/records/ai_system")
        .json(&json!({ "document": { "title": "Scorer" } }))
        .send()
        .json();
    let system = system["id"].as_str().unwrap().to_owned();
    clash(house, "3", "first");
    clash(house, "4", "second");
    let kind = [("register", "enterprise")];
    done("POST", "/api/v1/erm/imports", &|| {
        house.ask("POST", "/api/v1/erm/imports").parts(&kind, &[("file", "r.csv", ENTRY)]).send()
    });
    done("POST", "/api/v1/erm/reconciliations", &|| {
        house.ask("POST", "/api/v1/erm/reconciliations").parts(&kind, &[("file", "r.csv", ENTRY)]).send()
    });
    let risk = entered(house);
    let goes = json!({ "register": "enterprise", "goes": "ours" });
    done("POST", "/api/v1/erm/{id}/settle", &|| {
        house.ask("POST", &format!("/api/v1/erm/{risk}/settle")).json(&goes).send()
    });
    done("POST", "/api/v1/board", &|| house.ask("POST", "/api/v1/board").send());
    done("POST", "/api/v1/conformity/statements", &|| house.ask("POST", "/api/v1/conformity/statements").send());
    through_audits(house, "/api/v1/audits", done);
    let rated = put(house, "assessment", Some("in_progress"), assessment(&[house.lead.id.to_string()]));
    let one = json!({ "ratings": [{ "requirement": "4.1", "level": "L", "reason": "seen" }] });
    done("POST", "/api/v1/gaps/{id}/ratings", &|| {
        house.ask("POST", &format!("/api/v1/gaps/{rated}/ratings")).json(&one).send()
    });
    let confirmed = json!({ "maps": [{ "from": "7.5.2", "to": "7.5.2" }], "act": "confirm", "why": "read" });
    let walk = "/api/v1/library/crosswalks/iso-iec-42001--iso-iec-27001/reviews";
    done("POST", "/api/v1/library/crosswalks/{crosswalk}/reviews", &|| house.ask("POST", walk).json(&confirmed).send());
    let reason = json!({ "hazard": "drift", "reason": "nothing changes" });
    done("POST", "/api/v1/hazards/{id}/exclude", &|| {
        house.ask("POST", &format!("/api/v1/hazards/{system}/exclude")).json(&reason).send()
    });
    done("POST", "/api/v1/gaps/{id}/actions", &|| {
        house.ask("POST", &format!("/api/v1/gaps/{rated}/actions")).json(&json!({ "requirement": "4.1" })).send()
    });
    let (stated, bad) = (crate::practice::statement(house), crate::practice::incident(house));
    let at = |what: &str| format!("/api/v1/practice/{stated}/{what}");
    done("POST", "/api/v1/practice/{id}/runs", &|| house.ask("POST", &at("runs")).send());
    done("POST", "/api/v1/practice/{id}/logs", &|| {
        house.ask("POST", &at("logs")).parts(&[], &[("log", "log.csv", crate::practice::LOG)]).send()
    });
    done("POST", "/api/v1/practice/{id}/attestations", &|| house.ask("POST", &at("attestations")).send());
    done("POST", "/api/v1/practice/{id}/findings", &|| {
        house.ask("POST", &at("findings")).json(&json!({ "record": bad })).send()
    });
    done("POST", "/api/v1/conflicts", &|| house.ask("POST", "/api/v1/conflicts").send());
    let pasted = json!({ "name": "p", "text": "when exposure is public then decider is board" });
    put(house, "release", Some("in_service"), json!({ "title": "ungated", "system": system }));
    done("POST", "/api/v1/breaches/detect", &|| house.ask("POST", "/api/v1/breaches/detect").send());
    let table = json!({ "title": "sheet", "purpose": "house_procedure", "rules": RULES });
    let table = put(house, "decision_table", None, table);
    for (route, base, points) in
        [("/api/v1/tables/{id}/sheet", "/api/v1/tables", "= 4"), ("/tables/{id}/sheet", "/tables", "= 5")]
    {
        let rules = RULES.replace("= 3", points);
        done("POST", route, &|| {
            let asked = house.ask("POST", &format!("{base}/{table}/sheet")).header("if-match", "*");
            asked.parts(&[], &[("file", "t.toml", rules.as_bytes())]).send()
        });
    }
    done("POST", "/api/v1/conflicts/proposals", &|| {
        house.ask("POST", "/api/v1/conflicts/proposals").json(&pasted).send()
    });
    done("POST", "/api/v1/tiers/{id}", &|| {
        house
            .ask("POST", &format!("/api/v1/tiers/{system}"))
            .json(&json!({ "answers": { "profiling": "false" } }))
            .send()
    });
    done("POST", "/api/v1/retention/{rule}/plan", &|| house.ask("POST", "/api/v1/retention/RET-1/plan").send());
    let token = json!({ "label": "t", "scopes": ["read"] });
    done("POST", "/api/v1/tokens", &|| house.ask("POST", "/api/v1/tokens").json(&token).send());
    let id = first_id(house, "tokens");
    done("DELETE", "/api/v1/tokens/{id}", &|| house.ask("DELETE", &format!("/api/v1/tokens/{id}")).send());
    let account = json!({ "name": "N", "email": "n@test.example", "password": crate::house::PASSWORD });
    done("POST", "/api/v1/accounts", &|| house.ask("POST", "/api/v1/accounts").json(&account).send());
    let id = account_id(house, "n@test.example");
    for verb in ["disable", "enable"] {
        done("POST", &format!("/api/v1/accounts/{{id}}/{verb}"), &|| {
            house.ask("POST", &format!("/api/v1/accounts/{id}/{verb}")).send()
        });
    }
    done("POST", "/api/v1/access/logs", &|| {
        house.ask("POST", "/api/v1/access/logs?name=week.csv").body("text/csv", crate::access::LOG).send()
    });
    let password = json!({ "password": "another long password" });
    done("POST", "/api/v1/accounts/{id}/password", &|| {
        house.ask("POST", &format!("/api/v1/accounts/{id}/password")).json(&password).send()
    });
}

fn through_pages(house: &House, done: Done<'_>) {
    let who = [("email", house.reader.email.as_str()), ("password", crate::house::PASSWORD)];
    let cookie = std::cell::RefCell::new(String::new());
    done("POST", "/sign-in", &|| {
        let answer = house.anonymous("POST", "/sign-in").form(&who).send();
        *cookie.borrow_mut() = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        answer
    });
    done("POST", "/sign-out", &|| {
        house.anonymous("POST", "/sign-out").header("cookie", &cookie.borrow()).form(&[]).send()
    });
    let id = house.make("risk", json!({ "title": "page" }));
    let page = format!("/risk/{id}");
    done("POST", "/{kind}/new", &|| house.ask("POST", "/risk/new").form(&[("f.title", "by form")]).send());
    done("POST", "/{kind}/{id}/edit", &|| {
        house.ask("POST", &format!("{page}/edit")).form(&[("base", "1"), ("f.title", "edited")]).send()
    });
    done("POST", "/{kind}/{id}/moves/{transition}", &|| {
        house.ask("POST", &format!("{page}/moves/close")).form(&[("base", "2"), ("why", "x")]).send()
    });
    done("POST", "/{kind}/{id}/retire", &|| {
        house.ask("POST", &format!("{page}/retire")).form(&[("base", "3"), ("why", "x")]).send()
    });
    done("POST", "/{kind}/{id}/restore", &|| {
        house.ask("POST", &format!("{page}/restore")).form(&[("base", "4"), ("why", "x")]).send()
    });
    done("POST", "/{kind}/{id}/comments", &|| {
        house.ask("POST", &format!("{page}/comments")).form(&[("body", "I see")]).send()
    });
    done("POST", "/{kind}/{id}/comments/{comment}/{transition}", &|| {
        house.ask("POST", &format!("{page}/comments/CMT-0001/resolve")).form(&[]).send()
    });
    done("POST", "/{kind}/{id}/draft", &|| {
        house.ask("POST", &format!("{page}/draft")).form(&[("f.title", "not yet")]).send()
    });
    done("POST", "/{kind}/{id}/files", &|| {
        house.ask("POST", &format!("{page}/files")).parts(&[], &[("file", "c.txt", b"c")]).send()
    });
    let system = house.make("ai_system", json!({ "title": "excluded on a page" }));
    done("POST", "/hazards/{id}", &|| {
        let sent = [("hazard", "drift"), ("reason", "nothing changes")];
        house.ask("POST", &format!("/hazards/{system}")).form(&sent).send()
    });
    let row = format!("{id}@6");
    let bulk = [("ids", row.as_str()), ("do", "retire"), ("why", "x"), ("ready", "yes")];
    done("POST", "/{kind}/bulk/preview", &|| house.ask("POST", "/risk/bulk/preview").form(&bulk).send());
    done("POST", "/{kind}/columns", &|| house.ask("POST", "/risk/columns").form(&[("columns", "state")]).send());
    done("POST", "/{kind}/views", &|| house.ask("POST", "/risk/views").form(&[("name", "v"), ("query", "")]).send());
    done("POST", "/appearance", &|| house.anonymous("POST", "/appearance").form(&[("theme", "dark")]).send());
    done("POST", "/{kind}/bulk", &|| house.ask("POST", "/risk/bulk").form(&bulk).send());
    let upload = std::cell::RefCell::new((String::new(), String::new()));
    done("POST", "/import", &|| {
        let answer = house.ask("POST", "/import").parts(&[("kind", "risk")], &[("file", "risks.csv", CSV)]).send();
        *upload.borrow_mut() = (answer.hidden("upload"), mapping(&answer));
        answer
    });
    for step in ["mapping", "errors", "run"] {
        done("POST", &format!("/import/{step}"), &|| {
            let (key, mapping) = upload.borrow().clone();
            let texts = [("kind", "risk"), ("upload", key.as_str()), ("mapping", mapping.as_str())];
            house.ask("POST", &format!("/import/{step}")).parts(&texts, &[]).send()
        });
    }
    done("POST", "/import/{batch}/undo", &|| house.ask("POST", "/import/2/undo").form(&[]).send());
    let chart = b"Name,E-mail,Manager\nAda,ada@test.example,Bo\nBo,bo@test.example,\n";
    let preview = || house.ask("POST", "/import/chart").parts(&[], &[("chart", "people.csv", chart.as_slice())]).send();
    done("POST", "/import/chart", &preview);
    let key = preview().hidden("upload");
    done("POST", "/import/chart/run", &|| {
        house.ask("POST", "/import/chart/run").parts(&[("upload", key.as_str())], &[]).send()
    });
    done("POST", "/tokens", &|| {
        house.ask("POST", "/tokens").form(&[("label", "t"), ("scopes", "read"), ("days", "9")]).send()
    });
    let id = first_id(house, "tokens");
    done("POST", "/tokens/{id}/revoke", &|| house.ask("POST", &format!("/tokens/{id}/revoke")).form(&[]).send());
    let account = [("name", "P"), ("email", "p@test.example"), ("password", crate::house::PASSWORD)];
    done("POST", "/accounts", &|| house.ask("POST", "/accounts").form(&account).send());
    let id = account_id(house, "p@test.example");
    for verb in ["disable", "enable"] {
        done("POST", &format!("/accounts/{{id}}/{verb}"), &|| {
            house.ask("POST", &format!("/accounts/{id}/{verb}")).form(&[]).send()
        });
    }
    let password = [("password", "another long password")];
    done("POST", "/accounts/{id}/password", &|| {
        house.ask("POST", &format!("/accounts/{id}/password")).form(&password).send()
    });
}

/// The mapping that a preview proposes.
pub fn mapping(answer: &Answer) -> String {
    let page = answer.text();
    let at = page.find("name=\"mapping\"").expect("a mapping");
    let text = page[at..].split_once('>').unwrap().1.split("</textarea").next().unwrap().to_owned();
    text.trim_start().replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The first token that is not revoked.
fn first_id(house: &House, list: &str) -> String {
    let answer = house.ask("GET", &format!("/api/v1/{list}")).send().json();
    let live = answer[list].as_array().unwrap().iter().find(|it| it["revoked"].is_null()).unwrap().clone();
    live["id"].as_str().unwrap().to_owned()
}

fn account_id(house: &House, email: &str) -> String {
    let answer: Value = house.ask("GET", "/api/v1/accounts").send().json();
    let found = answer["accounts"].as_array().unwrap().iter().find(|it| it["email"] == email).unwrap().clone();
    found["id"].as_str().unwrap().to_owned()
}
