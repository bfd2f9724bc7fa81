//! What is done on the screens, in an order in which it can be.

use serde_json::{Value, json};

use super::{CSV, Done, RULES, assessment, clash, disposed, entered, put, through_audits};
use crate::house::House;

/// An entry of a register beside that of the interface.
const OTHER_ENTRY: &[u8] = b"Risk ID,Risk,Likelihood,Impact,Category\nR-3,From there,possible,moderate,technology\n";

/// What is done on the screens.
pub(super) fn through_screens(house: &House, done: Done<'_>) {
    let operator = governance::Actor::operator(governance::Via::System);
    let make = |kind: &str, document: Value| {
        let document = serde_json::from_value(document).unwrap();
        let change = record::Change::Create { kind: kind.to_owned(), state: None, document };
        house.wait(house.aims.commit(&operator, change, None)).unwrap().id.to_string()
    };
    let system = make("ai_system", json!({ "title": "Scorer" }));
    done("POST", "/tiering/{id}", &|| {
        house.ask("POST", &format!("/tiering/{system}")).form(&[("a.profiling", "false")]).send()
    });
    let confirmed = [("act", "confirm"), ("why", "read"), ("map", "7.5.3|7.5.3")];
    let walk = "/library/crosswalks/iso-iec-42001--iso-iec-27001/reviews";
    done("POST", "/library/crosswalks/{crosswalk}/reviews", &|| house.ask("POST", walk).form(&confirmed).send());
    duties(house, done);
    let quiz = super::quiz(house);
    done("POST", "/competences/quiz/{id}", &|| {
        house.ask("POST", &format!("/competences/quiz/{quiz}")).form(&[("q1", "a")]).send()
    });
    let table = make("decision_table", json!({ "title": "t", "purpose": "threshold", "rules": RULES }));
    let grid = [("rows", "1"), ("id.0", "all"), ("then.0.0", "4")];
    done("POST", "/tables/{id}/check", &|| house.ask("POST", &format!("/tables/{table}/check")).form(&grid).send());
    done("POST", "/tables/{id}", &|| house.ask("POST", &format!("/tables/{table}")).form(&grid).send());
    let body = make("governance_body", json!({ "title": "Board", "key": "board", "seats": [{ "seat": "chair" }] }));
    let agenda = json!([{ "item": system, "asked": "approve" }]);
    let meeting = json!({ "title": "m", "body": body, "held_on": "2026-03-02", "agenda": agenda });
    let meeting = make("meeting", meeting);
    let vote = format!("vote.{}", house.reader.id);
    let votes = [("item", system.as_str()), (vote.as_str(), "for")];
    done("POST", "/bodies/{id}/votes", &|| house.ask("POST", &format!("/bodies/{meeting}/votes")).form(&votes).send());
    let item = [("item", table.as_str()), ("asked", "other")];
    done("POST", "/bodies/{id}/agenda", &|| house.ask("POST", &format!("/bodies/{meeting}/agenda")).form(&item).send());
    done("POST", "/conflicts/{id}/decide", &|| house.ask("POST", "/conflicts/CNF-0001/decide").form(&[]).send());
    put(house, "release", Some("in_service"), json!({ "title": "ungated too", "system": "SYS-0001" }));
    done("POST", "/breaches/detect", &|| house.ask("POST", "/breaches/detect").form(&[]).send());
    let set =
        json!({ "title": "set", "form": "other", "severity": "low", "measure": "coaching", "who": [house.reader.id] });
    let breach = put(house, "breach", Some("closed"), set);
    let again = [("breach", breach.as_str()), ("measure", "coaching")];
    done("POST", "/breaches/again", &|| house.ask("POST", "/breaches/again").form(&again).send());
    clash(house, "5", "third");
    through_audits(house, "/audits", done);
    papers(house, done);
    done("POST", "/conflicts/look", &|| house.ask("POST", "/conflicts/look").form(&[]).send());
    concerns(house, done);
    let file = [("file", "r.csv", OTHER_ENTRY)];
    let kind = [("register", "enterprise"), ("kind", "risk")];
    done("POST", "/enterprise-risk/compare", &|| {
        house.ask("POST", "/enterprise-risk/compare").parts(&kind, &file).send()
    });
    done("POST", "/enterprise-risk/import", &|| {
        house.ask("POST", "/enterprise-risk/import").parts(&kind, &file).send()
    });
    let risk = entered(house);
    let goes = [("register", "enterprise"), ("kind", "risk"), ("goes", "theirs")];
    done("POST", "/enterprise-risk/{id}/settle", &|| {
        house.ask("POST", &format!("/enterprise-risk/{risk}/settle")).form(&goes).send()
    });
    let pasted = [("title", "Hiring"), ("text", "when exposure is public then decider is board")];
    done("POST", "/conflicts/paste", &|| house.ask("POST", "/conflicts/paste").form(&pasted).send());
    done("POST", "/conflicts/tables", &|| house.ask("POST", "/conflicts/tables").form(&pasted).send());
    done("POST", "/retention/{rule}/plan", &|| house.ask("POST", "/retention/RET-1/plan").form(&[]).send());
    let (run, model) = disposed(house);
    let stays = [("model", model.as_str()), ("form", "approve"), ("reasons", "r"), ("sure", "yes")];
    done("POST", "/retention/{rule}/decide", &|| {
        house.ask("POST", &format!("/retention/{run}/decide")).form(&stays).send()
    });
    let asked = make("model", json!({ "title": "Model", "task": "t" }));
    let decided =
        make("model_version", json!({ "title": "1.0", "model": asked, "artefact_digest": "d", "results": "good" }));
    let task = make("action", json!({ "title": "Task", "form": "task", "owner": house.lead.id }));
    done("POST", "/today/{id}/moves/{transition}", &|| {
        house.ask("POST", &format!("/today/{decided}/moves/approve")).form(&[]).send()
    });
    let later = [("until", "2026-03-09"), ("why", "w")];
    done("POST", "/today/{id}/later", &|| house.ask("POST", &format!("/today/{task}/later")).form(&later).send());
    done("POST", "/today/{id}/now", &|| house.ask("POST", &format!("/today/{task}/now")).form(&[]).send());
    let to = house.reader.id.to_string();
    done("POST", "/today/{id}/delegate", &|| {
        house.ask("POST", &format!("/today/{task}/delegate")).form(&[("owner", to.as_str())]).send()
    });
    done("POST", "/today/seen", &|| house.ask("POST", "/today/seen").form(&[]).send());
    for act in ["/start/demonstration", "/start/demonstration/remove"] {
        done("POST", act, &|| house.ask("POST", act).form(&[]).send());
    }
    done("POST", "/start/organisation", &|| house.ask("POST", "/start/organisation").form(&[("name", "Us")]).send());
    done("POST", "/reminders", &|| house.ask("POST", "/reminders").form(&[("digest", "never")]).send());
    done("POST", "/reminders/calendars", &|| house.ask("POST", "/reminders/calendars").form(&[]).send());
    let feed = house.wait(house.aims.feeds(&house.lead.actor)).unwrap().remove(0).id;
    let revoke = format!("/reminders/calendars/{feed}/revoke");
    done("POST", "/reminders/calendars/{id}/revoke", &|| house.ask("POST", &revoke).form(&[]).send());
    let report = std::cell::RefCell::new(String::new());
    done("POST", "/measure", &|| {
        let answer = house.ask("POST", "/measure").parts(&[("family", "profile")], &[("data", "a.csv", CSV)]).send();
        *report.borrow_mut() = answer.header("location").to_owned();
        answer
    });
    done("POST", "/measure/{key}/record", &|| {
        house.ask("POST", &format!("{}/record", report.borrow())).form(&[("about", decided.as_str())]).send()
    });
    let (monitor, _, _) = crate::monitor::watched(house);
    for (path, csv) in [
        ("/api/v1/monitors/{id}/batches", "amount,word\n1,red\n2,red\n"),
        ("/monitors/{id}/batches", "amount,word\n3,red\n4,red\n"),
    ] {
        done("POST", path, &|| {
            house.ask("POST", &path.replace("{id}", &monitor)).parts(&[], &[("data", "b.csv", csv.as_bytes())]).send()
        });
    }
    let pair = [("ids", "SYS-0001"), ("ids", "SYS-0002")];
    done("POST", "/inventory/compare", &|| house.ask("POST", "/inventory/compare").form(&pair).send());
    let (dataset, _) = crate::access::opened_to_the_lead(house);
    let search = [("column", "client"), ("value", "C1"), ("case", "17")];
    done("POST", "/access/{id}/subject", &|| {
        house.ask("POST", &format!("/access/{dataset}/subject")).form(&search).send()
    });
    let log = [("log", "week.csv", crate::access::LATER_LOG)];
    done("POST", "/access/{id}/log", &|| {
        house.ask("POST", &format!("/access/{dataset}/log")).parts(&[("source", "dwh")], &log).send()
    });
    done("POST", "/access/{id}/review", &|| {
        house.ask("POST", &format!("/access/{dataset}/review")).form(&[("due", "2099-12-31")]).send()
    });
    // Who opened a review does not close it.
    let review = crate::access::reviewed(house, &dataset);
    done("POST", "/access/{id}/close", &|| house.ask("POST", &format!("/access/{review}/close")).form(&[]).send());
    let view = [("name", "mine"), ("query", "filter=owner:me")];
    done("POST", "/inventory/views", &|| house.ask("POST", "/inventory/views").form(&view).send());
}

/// Duties that apply become records, by the interface and by the page.
fn duties(house: &House, done: Done<'_>) {
    let used = |title: &str| {
        let places = json!([{ "country": "DE" }]);
        put(
            house,
            "ai_system",
            None,
            json!({ "title": title, "our_parts": ["deployer"], "countries": places, "personal_data": true }),
        )
    };
    let (one, other) = (used("here"), used("there"));
    done("POST", "/api/v1/systems/{id}/obligations", &|| {
        house.ask("POST", &format!("/api/v1/systems/{one}/obligations")).send()
    });
    done("POST", "/system/{id}/obligations/adopt", &|| {
        house.ask("POST", &format!("/system/{other}/obligations/adopt")).form(&[]).send()
    });
}

/// Packs and papers are issued, and a document is acknowledged.
fn papers(house: &House, done: Done<'_>) {
    done("POST", "/board", &|| house.ask("POST", "/board").form(&[]).send());
    // What is proposed twice from the same records differs in nothing.
    house.make("control", json!({ "title": "one of our own" }));
    done("POST", "/conformity/statement", &|| house.ask("POST", "/conformity/statement").form(&[]).send());
    done("POST", "/conformity/action", &|| {
        house.ask("POST", "/conformity/action").form(&[("reference", "6.1.3")]).send()
    });
    let rated = put(house, "assessment", Some("in_progress"), assessment(&[house.lead.id.to_string()]));
    let one = [("reference.0", "ISO/IEC 42001:4.2"), ("level.0", "L"), ("reason.0", "seen on site")];
    done("POST", "/gaps/{id}/rate", &|| house.ask("POST", &format!("/gaps/{rated}/rate")).form(&one).send());
    done("POST", "/gaps/{id}/actions", &|| {
        house.ask("POST", &format!("/gaps/{rated}/actions")).form(&[("requirement", "4.2")]).send()
    });
    let (stated, bad) = (crate::practice::statement(house), crate::practice::incident(house));
    let at = |what: &str| format!("/practice/{stated}/{what}");
    done("POST", "/practice/{id}/run", &|| house.ask("POST", &at("run")).form(&[]).send());
    done("POST", "/practice/{id}/ask", &|| house.ask("POST", &at("ask")).form(&[]).send());
    done("POST", "/practice/{id}/findings", &|| {
        house.ask("POST", &at("findings")).form(&[("record", bad.as_str())]).send()
    });
    let review = house.make("management_review", json!({ "title": "one" }));
    done("POST", "/management-reviews/{id}/issue", &|| {
        house.ask("POST", &format!("/management-reviews/{review}/issue")).form(&[]).send()
    });
    let (run, risk) = crate::risks::concluded(house);
    done("POST", "/risk-assessments/{id}/take", &|| {
        house.ask("POST", &format!("/risk-assessments/{run}/take")).form(&[("risk", risk.as_str())]).send()
    });
    let taught = crate::moving::taught(house);
    done("POST", "/risks/{id}/take", &|| house.ask("POST", &format!("/risks/{taught}/take")).form(&[]).send());
    let taught = crate::moving::taught(house);
    done("POST", "/api/v1/risks/{id}/take", &|| {
        house.ask("POST", &format!("/api/v1/risks/{taught}/take")).header("if-match", "*").send()
    });
    let (exercise, rare) = crate::challenges::running(house);
    let bring = format!("/challenges/{exercise}/runs");
    done("POST", "/challenges/{id}/runs", &|| {
        let file = crate::challenges::attacks(6);
        house.ask("POST", &bring).parts(&[], &[("run", "attacks.csv", file.as_bytes())]).send()
    });
    done("POST", "/challenges/{id}/actions", &|| {
        house.ask("POST", &format!("/challenges/{exercise}/actions")).form(&[]).send()
    });
    done("POST", "/challenges/{id}/take", &|| {
        house.ask("POST", &format!("/challenges/{exercise}/take")).form(&[("risk", rare.as_str())]).send()
    });
    // Another exercise, so that there is something to bring in, to act on and to take over once more.
    let (exercise, rare) = crate::challenges::running(house);
    done("POST", "/api/v1/challenges/{id}/runs", &|| {
        let to = format!("/api/v1/challenges/{exercise}/runs?name=attacks.csv");
        house.ask("POST", &to).body("text/csv", crate::challenges::attacks(6)).send()
    });
    done("POST", "/api/v1/challenges/{id}/actions", &|| {
        house.ask("POST", &format!("/api/v1/challenges/{exercise}/actions")).send()
    });
    done("POST", "/api/v1/challenges/{id}/take", &|| {
        let asked = house.ask("POST", &format!("/api/v1/challenges/{exercise}/take")).header("if-match", "*");
        asked.json(&json!({ "risk": rare })).send()
    });
    done("POST", "/strategy/indicators", &|| house.ask("POST", "/strategy/indicators").form(&[]).send());
    let other = json!({ "document": { "title": "Called otherwise" } });
    let renamed = house.ask("PATCH", "/api/v1/records/indicator/IND-1").header("if-match", "*").json(&other).send();
    assert_eq!(renamed.status, 200, "{}", renamed.text());
    done("POST", "/api/v1/strategy/indicators", &|| {
        house.ask("POST", "/api/v1/strategy/indicators").json(&json!({})).send()
    });
    // Scored otherwise again, so that there is something to take over once more.
    let otherwise = json!({ "document": { "likelihood": 1 }, "why": "scored otherwise" });
    let edited =
        house.ask("PATCH", &format!("/api/v1/records/risk/{risk}")).header("if-match", "*").json(&otherwise).send();
    assert_eq!(edited.status, 200, "{}", edited.text());
    done("POST", "/api/v1/risk-assessments/{id}/take", &|| {
        let asked = house.ask("POST", &format!("/api/v1/risk-assessments/{run}/take")).header("if-match", "*");
        asked.json(&json!({ "risk": risk })).send()
    });
    let (person, of) = (house.lead.id.to_string(), house.make("document", json!({ "title": "one" })));
    let asked = json!({ "title": "one", "person": person, "owner": person, "of": of });
    let asked = house.make("acknowledgement", asked);
    done("POST", "/documents/{id}/acknowledge", &|| {
        house.ask("POST", &format!("/documents/{asked}/acknowledge")).form(&[]).send()
    });
}

/// A concern comes in, is followed, answered and watched over.
fn concerns(house: &House, done: Done<'_>) {
    let code = std::cell::RefCell::new(String::new());
    done("POST", "/concerns", &|| {
        let page = crate::concerns::raised(house);
        *code.borrow_mut() = crate::concerns::code_of(&page);
        page
    });
    let code = code.into_inner();
    done("POST", "/concerns/follow", &|| house.anonymous("POST", "/concerns/follow").form(&[("code", &code)]).send());
    done("POST", "/concerns/follow/words", &|| {
        house.anonymous("POST", "/concerns/follow/words").form(&[("code", &code), ("words", "more")]).send()
    });
    let told = governance::concerns::channel::Told {
        reporter: "confidential".to_owned(),
        name: "Rita".to_owned(),
        topic: "t".to_owned(),
        words: "w".to_owned(),
        ..Default::default()
    };
    house.wait(house.aims.raise_concern(told)).unwrap();
    let operator = governance::Actor::operator(governance::Via::System);
    let roles = ["internal_auditor"];
    let auditor = house.wait(crate::house::person(&house.aims, &operator, "Ina", "ina@test.example", &roles));
    let set = serde_json::from_value(json!({ "owner": auditor.id })).unwrap();
    let id = "CRN-0002".parse().unwrap();
    house.wait(house.aims.commit(&operator, record::Change::Edit { id, base: None, set, why: None }, None)).unwrap();
    let asks = |path: &str| house.anonymous("POST", path).header("cookie", &format!("aims={}", auditor.secret));
    done("POST", "/concerns/{id}/answer", &|| asks("/concerns/CRN-0002/answer").form(&[("words", "thanks")]).send());
    done("POST", "/concerns/{id}/reporter", &|| asks("/concerns/CRN-0002/reporter").form(&[]).send());
    done("POST", "/concerns/watch", &|| asks("/concerns/watch").form(&[]).send());
}
