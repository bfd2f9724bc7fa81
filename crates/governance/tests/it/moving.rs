//! What moves risks, at the write path, on both databases: an incident on a shared model and whom it reaches, events of every sort, a law whose day comes
//! earlier, a likelihood learned from incidents, levels that do not move silently, what moved since a day, and what somebody may not see.

use governance::import::Mapping;
use governance::importing::ImportOptions;
use governance::risking::moving::answered::{Told, Waiting};
use governance::risking::moving::learning::Shown;
use governance::risking::moving::whole::Part;
use governance::{Actor, Error};
use jiff::civil::date;
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator, put, refused};

/// Criteria with bands of likelihood in events a year.
fn criteria() -> Value {
    let rows = |names: [&str; 3]| {
        names.map(|it| json!({ "likelihood": it, "levels": if it == "Rare" { "low, medium" } else { "medium, high" } }))
    };
    json!({
        "title": "Ours", "scale_version": "2026", "from": "2026-01-01",
        "likelihood": [
            { "level": "Rare", "up_to": 0.2 }, { "level": "Unlikely", "up_to": 1.0 }, { "level": "Likely" },
        ],
        "consequences": [
            { "type": "individuals", "level": "Slight" }, { "type": "individuals", "level": "Grave" },
        ],
        "matrix": rows(["Rare", "Unlikely", "Likely"]),
        "line": [{ "type": "individuals", "acceptable": "low", "tolerable": "medium" }],
        "intervals": [{ "every": "P1Y" }],
        "triggers": ["incident", "significant_change", "criteria_changed", "impact_assessment"],
    })
}

struct World {
    owner: Actor,
    other: Actor,
    vendor: Id,
    model: Id,
    unit: Id,
    /// Five AI systems that use the model: three by it, one by a component, one by a component that needs it.
    sharing: Vec<Id>,
    /// AI systems that share the supplier, the unit or the owner alone, and one that shares nothing.
    apart: Vec<Id>,
}

impl World {
    fn risk(&self, told: &Told, system: &Id) -> Id {
        told.queue.iter().find(|it| it.systems == [system.clone()]).map(|it| it.risk.clone()).expect("a risk")
    }
}

async fn world(house: &House) -> World {
    let by = put(house, "risk_criteria", "in_force", criteria()).await;
    let owner = house.person("Owner", "system_owner", None).await;
    let other = house.person("Other", "system_owner", None).await;
    let unit = house.add("organization_unit", json!({ "title": "Whole" })).await.id;
    let vendor = house.add("external_party", json!({ "title": "Vendor", "parts_played": ["supplier"] })).await.id;
    let mut systems = Vec::new();
    for at in 0..9 {
        let mut fields = json!({ "title": format!("System {at}"), "owner": other.person });
        if at == 6 {
            fields["unit"] = json!(unit);
        }
        if at == 7 || at == 0 {
            fields["owner"] = json!(owner.person);
        }
        systems.push(house.add("ai_system", fields).await.id);
    }
    let shared = json!({ "title": "Scorer", "systems": &systems[..3], "made_by": vendor });
    let model = house.add("model", shared).await.id;
    let part = json!({ "title": "Scoring", "systems": [systems[3]], "model": model, "form": "model_service" });
    let part = house.add("component", part).await.id;
    let needs = json!({ "title": "Front", "systems": [systems[4]], "depends_on": [part], "form": "api" });
    house.add("component", needs).await;
    let else_ = json!({ "title": "Reader", "systems": [systems[5]], "supplied_by": vendor, "form": "model_service" });
    house.add("component", else_).await;
    for (at, system) in systems.iter().enumerate() {
        let who = if at == 0 { &owner } else { &other };
        let risk = json!({
            "title": format!("Risk {at}"), "direction": "threat", "systems": [system], "owner": who.person, "criteria": by,
            "consequence_types": ["individuals"], "likelihood": 1, "by_type": [{ "type": "individuals", "current": 2 }],
            "assessed_on": "2026-02-01",
        });
        house.add("risk", risk).await;
    }
    let apart = systems.split_off(5);
    World { owner, other, vendor, model, unit, sharing: systems, apart }
}

async fn told(house: &House, part: Part) -> Told {
    house.aims.moving(&operator(), part).await.unwrap()
}

fn now(told: &Told) -> Vec<&Waiting> {
    told.queue.iter().filter(|it| it.now).collect()
}

fn systems(all: &[&Waiting]) -> Vec<Id> {
    let mut found: Vec<Id> = all.iter().flat_map(|it| it.systems.clone()).collect();
    found.sort();
    found
}

fn incident(it: &World, day: &str) -> Value {
    json!({ "title": "Wrong scores", "arose_in": [it.model], "detected_on": day, "severity": "major" })
}

#[test]
fn an_incident_on_a_shared_model_reaches_exactly_the_systems_that_hang_on_it() {
    on_both(async |house: House| {
        let it = world(&house).await;
        assert!(now(&told(&house, Part::default()).await).is_empty());
        let incident_id = put(&house, "incident", "confirmed", incident(&it, "2026-03-01")).await;
        let all = told(&house, Part { since: Some(date(2026, 2, 28)), ..Part::default() }).await;
        let waiting = now(&all);
        assert_eq!(systems(&waiting), it.sharing, "{:#?}", all.queue);
        for of in &waiting {
            assert_eq!((of.due.reason.name(), of.due.because.as_ref()), ("incident", Some(&incident_id)));
            assert_eq!((of.due.on, of.days_assessed, of.days_event), (date(2026, 3, 1), Some(29), Some(1)));
            assert!(of.newly_reached && of.became_due);
            let path: Vec<&Id> = of.events[0].path.iter().map(|it| &it.id).collect();
            assert_eq!((path[0], *path.last().unwrap()), (&it.model, &of.risk));
        }
        let far = waiting.iter().find(|of| of.systems == [it.sharing[4].clone()]).unwrap();
        let says: Vec<&str> = far.events[0].path.iter().map(|it| it.says.as_str()).collect();
        assert_eq!(says, ["", "is in", "is needed by", "is part of", "has the risk"]);
        assert_eq!((all.figures.now, all.figures.newly_reached, all.figures.risks), (5, 5, 9));
        // Whoever assesses one of them anew closes it, and no other.
        let risk = it.risk(&all, &it.sharing[1]);
        let silent = house.edit_as(&operator(), &risk, json!({ "assessed_on": "2026-03-02" })).await;
        refused(silent, "`assessed_on` would be another");
        let again = json!({ "assessed_on": "2026-03-02", "assessed_because": incident_id });
        house.edit_as(&operator(), &risk, again).await.unwrap();
        assert_eq!(now(&told(&house, Part::default()).await).len(), 4);
        let mine = Part { owner: it.owner.person.clone(), ..Part::default() };
        assert_eq!(now(&told(&house, mine).await).len(), 1);
        // The process tells the same.
        let process = house.aims.risk_method(&operator(), Default::default()).await.unwrap();
        assert_eq!(process.risks.iter().filter(|it| it.overdue).count(), 4);
        // Before that day nothing was known of it.
        house.later(72);
        let past = Part { on: Some(date(2026, 3, 2)), since: Some(date(2026, 3, 1)), ..Part::default() };
        assert_eq!(now(&told(&house, past).await).len(), 4);
    });
}

#[test]
fn each_sort_of_event_reaches_what_hangs_on_it() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let reached = async |kind: &str, state: &str, fields: Value| {
            let id = put(&house, kind, state, fields).await;
            let all = told(&house, Part::default()).await;
            let of: Vec<&Waiting> = all.queue.iter().filter(|of| of.events.iter().any(|it| it.id == id)).collect();
            systems(&of)
        };
        let notice = json!({ "title": "The model drifts", "direction": "inward", "from_party": it.vendor, "sent_on": "2026-02-20" });
        let mut about = notice.clone();
        about["speaks_of"] = json!([it.model]);
        assert_eq!(reached("communication", "sent", about).await, it.sharing);
        let mut all: Vec<Id> = it.sharing.clone();
        all.push(it.apart[0].clone());
        assert_eq!(reached("communication", "sent", notice).await, all, "what names no part is about all of a sender");
        let letter =
            json!({ "title": "Training", "direction": "inward", "speaks_of": [it.model], "sent_on": "2026-02-20" });
        assert!(reached("communication", "sent", letter).await.is_empty(), "what comes from inside is no notice");
        let failed = |family: &str| json!({ "title": "Drift", "of": it.model, "family": family, "verdict": "fail", "measured_on": "2026-02-20" });
        assert_eq!(reached("measurement", "recorded", failed("drift")).await, it.sharing);
        let passed = json!({ "title": "Drift", "of": it.model, "family": "drift", "verdict": "pass", "measured_on": "2026-02-20" });
        assert!(reached("measurement", "recorded", passed).await.is_empty());
        let before = json!({ "title": "Drift", "of": it.model, "family": "drift", "verdict": "fail", "measured_on": "2026-01-20" });
        assert!(reached("measurement", "recorded", before).await.is_empty(), "what was there was assessed");
        let finding =
            json!({ "title": "No log", "about": [it.unit], "grade": "minor_nonconformity", "issued_on": "2026-02-20" });
        assert_eq!(reached("finding", "issued", finding).await, [it.apart[1].clone()]);
        let change = json!({ "title": "New data", "about": [it.apart[3]], "planned_or_found": "found", "class": "significant", "when": { "from": "2026-02-20" } });
        assert_eq!(reached("change", "proposed", change).await, [it.apart[3].clone()]);
        let concern = json!({ "title": "Unfair", "about": it.apart[3], "reporter": "anonymous", "words": "It is unfair.", "received_on": "2026-02-20" });
        assert_eq!(reached("concern", "under_investigation", concern).await, [it.apart[3].clone()]);
        // A duty that names nothing touches what its contract is about, and every AI system where it has none.
        let contract = json!({ "title": "Hosting", "party": it.vendor, "systems": [it.apart[3]] });
        let contract = put(&house, "contract", "draft", contract).await;
        let mut duty = json!({ "title": "Tell of updates", "source": "contract", "direction": "ours", "contract": contract, "from": "2026-02-01" });
        assert_eq!(reached("obligation", "applicable", duty.clone()).await, [it.apart[3].clone()]);
        duty["direction"] = json!("owed_to_us");
        assert!(reached("obligation", "applicable", duty).await.is_empty(), "what others owe us is their duty");
        let law = json!({ "title": "Log what it does", "source": "law", "direction": "ours", "from": "2026-02-01" });
        assert_eq!(reached("obligation", "applicable", law).await.len(), 9);
        // Who left answers for nothing, until somebody else does.
        house.later(24);
        let gone = json!({ "until": "2026-03-02" });
        house.move_as(&operator(), it.owner.person.as_ref().unwrap(), "leave", gone).await.unwrap();
        let all = told(&house, Part::default()).await;
        let left = |of: &&Waiting| of.events.iter().any(|of| Some(&of.id) == it.owner.person.as_ref());
        let found: Vec<&Waiting> = all.queue.iter().filter(left).collect();
        assert_eq!(systems(&found), [it.sharing[0].clone(), it.apart[2].clone()]);
        // A unit that comes below another is another organisation for what it has.
        let above = house.add("organization_unit", json!({ "title": "Above" })).await.id;
        house.edit_as(&operator(), &it.unit, json!({ "parent": above })).await.unwrap();
        let all = told(&house, Part::default()).await;
        let moved = |of: &&Waiting| of.events.iter().any(|of| of.id == it.unit && of.moved.contains("`parent` moved"));
        assert_eq!(systems(&all.queue.iter().filter(moved).collect::<Vec<_>>()), [it.apart[1].clone()]);
    });
}

#[test]
fn suppliers_and_parts_of_releases_lead_to_what_hangs_on_them() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let maker = house.add("external_party", json!({ "title": "Maker", "parts_played": ["supplier"] })).await.id;
        house.edit_as(&operator(), &it.apart[3], json!({ "supplier": maker })).await.unwrap();
        let model = house.add("model", json!({ "title": "Ranker" })).await.id;
        let version = house.add("model_version", json!({ "title": "Ranker 2", "model": model })).await.id;
        let bundle = json!([{ "part": "Ranker", "model_version": version }]);
        let release = |system: &Id| json!({ "title": "Of a system", "system": system, "bundle": bundle });
        put(&house, "release", "in_service", release(&it.apart[2])).await;
        // Of one that is only drafted nothing hangs on it yet.
        put(&house, "release", "draft", release(&it.apart[1])).await;
        let incident =
            |of: &Id| json!({ "title": "Wrong", "arose_in": [of], "detected_on": "2026-03-01", "severity": "major" });
        for (of, wanted) in [(&maker, &it.apart[3]), (&version, &it.apart[2])] {
            let id = put(&house, "incident", "confirmed", incident(of)).await;
            let all = told(&house, Part::default()).await;
            let found: Vec<&Waiting> = all.queue.iter().filter(|it| it.events.iter().any(|it| it.id == id)).collect();
            assert_eq!(systems(&found), std::slice::from_ref(wanted));
        }
    });
}

/// How a file of risks is read.
const FILE: &str = r#"
kind = "risk"
key = { columns = [{ position = 1, header = "Risk" }] }
column = [
    { position = 1, header = "Risk", field = "title", how = { as = "text" } },
    { position = 2, header = "Likelihood", field = "likelihood", how = { as = "value" } },
    { position = 3, header = "Assessed", field = "assessed_on", how = { as = "value" } },
    { position = 4, header = "Reasons", field = "rationale", how = { as = "text" } },
]
"#;

#[test]
fn a_file_moves_no_level_silently_and_a_risk_that_is_taken_out_of_use_stands_in_the_feed() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let all = told(&house, Part::default()).await;
        let other = it.risk(&all, &it.apart[1]);
        let import = async |row: &str| {
            let mapping = Some(Mapping::from_toml("mapping.toml", FILE).unwrap());
            let options = ImportOptions { mapping, ..ImportOptions::default() };
            let file = format!("Risk,Likelihood,Assessed,Reasons\n{row}\n").into_bytes();
            house.aims.import(&operator(), "risk", "risks.csv", file, options).await.unwrap()
        };
        assert_eq!(import("Late answers,1,2026-02-01,").await.created, 1);
        let report = import("Late answers,3,2026-02-01,").await;
        assert_eq!((report.updated, report.rejected), (0, 1), "{report:?}");
        assert!(report.errors[0].reason.contains("do not move silently"), "{report:?}");
        let report = import("Late answers,3,2026-02-01,Two cases were seen.").await;
        assert_eq!((report.updated, report.rejected), (1, 0), "{report:?}");
        let gone = Change::Retire { id: other.clone(), base: None, why: "entered twice".to_owned() };
        house.aims.commit(&operator(), gone, None).await.unwrap();
        let feed = told(&house, Part::default()).await.feed;
        assert!(feed.iter().any(|it| it.risk == other && it.why.as_deref() == Some("entered twice")), "{feed:#?}");
    });
}

#[test]
fn a_law_that_applies_earlier_pulls_its_risks_forward() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let law = |title: &str, from: &str, system: &Id| json!({ "title": title, "source": "law", "direction": "ours", "covers": [system], "from": from });
        let late = put(&house, "obligation", "applicable", law("Late", "2026-12-02", &it.apart[0])).await;
        put(&house, "obligation", "applicable", law("Soon", "2026-10-02", &it.apart[1])).await;
        house.later(24);
        let order = async || {
            let all = told(&house, Part::default()).await.queue;
            let law: Vec<(Vec<Id>, String)> = all
                .iter()
                .filter(|it| it.due.reason.name() == "obligation")
                .map(|it| (it.systems.clone(), it.due.on.to_string()))
                .collect();
            law
        };
        // Ninety days before each applies.
        let (first, second) = (vec![it.apart[0].clone()], vec![it.apart[1].clone()]);
        assert_eq!(order().await, [(second.clone(), "2026-07-04".into()), (first.clone(), "2026-09-03".into())]);
        house.edit_as(&operator(), &late, json!({ "from": "2026-08-02" })).await.unwrap();
        assert_eq!(order().await, [(first.clone(), "2026-05-04".into()), (second, "2026-07-04".into())]);
        // So early that the day by which it should have been is over: it is due since the law moved.
        house.edit_as(&operator(), &late, json!({ "from": "2026-04-01" })).await.unwrap();
        assert_eq!(order().await[0], (first, "2026-03-03".into()));
        let all = told(&house, Part::default()).await;
        assert!(
            all.queue[0].due.says.contains("`from` moved from 2026-08-02 to 2026-04-01"),
            "{}",
            all.queue[0].due.says
        );
        assert!(all.queue[0].now);
    });
}

#[test]
fn incidents_teach_a_likelihood_that_only_whoever_answers_takes_over() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let all = told(&house, Part::default()).await;
        let risk = it.risk(&all, &it.sharing[0]);
        for day in ["2026-02-10", "2026-02-20"] {
            let mut fields = incident(&it, day);
            fields["risks"] = json!([risk]);
            put(&house, "incident", "confirmed", fields).await;
        }
        house.later(24 * 30);
        let all = told(&house, Part::default()).await;
        let [proposal] = &all.proposals[..] else { panic!("{:#?}", all.proposals) };
        let Shown::Incidents { count, months, prior, .. } = proposal.learned.shown else { panic!() };
        // Rare holds up to 0.2 a year: its middle is one event in ten years. 59 days passed since the first of February.
        let years = 59.0 / 365.25;
        assert_eq!((count, prior), (2, (1.0, 10.0)));
        assert!((months - 12.0 * years).abs() < 1e-9);
        assert!((proposal.learned.events - 3.0 / (10.0 + years)).abs() < 1e-12);
        assert_eq!((proposal.from.0, proposal.to.0), (1, 2), "{proposal:#?}");
        let other = house.aims.take_shown(&it.other, (&risk, None), None).await;
        assert!(matches!(&other, Err(Error::Problems(all)) if all[0].message.contains("ask them")), "{other:?}");
        let taken = house.aims.take_shown(&it.owner, (&risk, Some(proposal.version)), Some("once")).await.unwrap();
        assert_eq!(taken.risk.document["likelihood"], json!(2));
        let run = house.aims.record(&operator(), &taken.assessment, &governance::Moment::Now).await.unwrap();
        assert_eq!((&run.document["cause"], run.state.as_str()), (&json!(proposal.cause), "concluded"));
        assert_eq!(run.document["risks"], json!([risk]));
        let same = house.aims.take_shown(&it.owner, (&risk, None), None).await;
        assert!(matches!(&same, Err(Error::Problems(_))), "nothing is left to take over: {same:?}");
        let after = told(&house, Part { risk: Some(risk.clone()), ..Part::default() }).await;
        assert!(after.proposals.is_empty() && now(&after).is_empty());
        let moved = &after.feed[0];
        assert_eq!((moved.cause.as_ref(), moved.by.as_str()), (proposal.cause.as_ref(), "Owner"));
        let shift = moved.shifts.iter().find(|it| it.of.as_deref() == Some("individuals")).unwrap();
        assert_eq!((shift.before.as_deref(), shift.after.as_deref()), (Some("medium"), Some("high")));
    });
}

#[test]
fn a_level_of_an_assessed_risk_does_not_move_without_a_reason_or_an_event_that_reaches_it() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let all = told(&house, Part::default()).await;
        let (risk, apart) = (it.risk(&all, &it.sharing[0]), it.risk(&all, &it.apart[0]));
        for (field, value) in [
            ("likelihood", json!(3)),
            ("likelihood", Value::Null),
            ("by_type", json!([{ "type": "individuals", "current": 1 }])),
            ("direction", json!("opportunity")),
            ("consequence_types", json!(["organisation"])),
            ("criteria", Value::Null),
            ("assessed_on", Value::Null),
        ] {
            for who in [&operator(), &it.owner] {
                refused(house.edit_as(who, &risk, json!({ field: value })).await, "do not move silently");
            }
        }
        // What says nothing of a level moves as before, and what is blank is filled in.
        house.edit_as(&it.owner, &risk, json!({ "source": "The vendor", "likelihood_after": 1 })).await.unwrap();
        // Assessed again on its day as it was, with nothing that waits.
        let third = it.risk(&all, &it.apart[1]);
        house.edit_as(&operator(), &third, json!({ "assessed_on": "2026-02-15" })).await.unwrap();
        let incident = put(&house, "incident", "confirmed", incident(&it, "2026-03-01")).await;
        let by = |id: &Id| json!({ "likelihood": 2, "assessed_because": id });
        refused(house.edit_as(&operator(), &apart, by(&incident)).await, "does not reach it");
        house.edit_as(&it.owner, &risk, by(&incident)).await.unwrap();
        let again = json!({ "likelihood": 3, "assessed_because": incident });
        refused(house.edit_as(&it.owner, &risk, again).await, "was named before");
        let why = Some("counted wrongly".to_owned());
        let change = Change::Edit { id: apart.clone(), base: None, set: object(json!({ "likelihood": 2 })), why };
        house.aims.commit(&it.other, change, None).await.unwrap();
        let reasons = json!({ "likelihood": 1, "rationale": "Two years without one." });
        house.edit_as(&it.other, &apart, reasons).await.unwrap();
        let spaced = json!({ "likelihood": 3, "rationale": "two years,  without one" });
        refused(house.edit_as(&it.other, &apart, spaced).await, "do not move silently");
        let feed = told(&house, Part::default()).await.feed;
        let cause = |of: &Id| feed.iter().find(|it| it.risk == *of && it.version > 1).unwrap();
        assert_eq!(cause(&risk).cause.as_ref(), Some(&incident));
        let both: Vec<Option<&str>> = feed.iter().filter(|it| it.risk == apart).map(|it| it.why.as_deref()).collect();
        assert_eq!(both, [Some("Two years without one."), Some("counted wrongly"), None]);
    });
}

#[test]
fn an_event_that_comes_to_light_after_the_assessment_was_entered_reopens_it_though_it_lies_before() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let all = told(&house, Part::default()).await;
        // What is entered on the same day was known to whoever assessed; what is only reported is no event yet.
        put(&house, "incident", "confirmed", incident(&it, "2026-01-10")).await;
        let doubted = put(&house, "incident", "reported", incident(&it, "2026-01-15")).await;
        assert!(now(&told(&house, Part::default()).await).is_empty());
        house.later(24);
        assert!(now(&told(&house, Part::default()).await).is_empty());
        let facts = json!({ "systems": [it.sharing[0]], "facts": "Scores of a day.", "owner": it.owner.person });
        house.move_as(&operator(), &doubted, "confirm", facts).await.unwrap();
        let found = told(&house, Part::default()).await;
        let waiting = now(&found);
        assert_eq!(systems(&waiting), it.sharing);
        for of in &waiting {
            assert_eq!((of.due.on, of.due.because.as_ref()), (date(2026, 3, 3), Some(&doubted)), "{:?}", of.due);
            assert!(of.due.says.contains("came to light on 2026-03-03"), "{}", of.due.says);
            assert_eq!((of.events[0].on, of.events[0].known), (date(2026, 1, 15), date(2026, 3, 3)));
            assert!(of.newly_reached);
        }
        // Assessed anew for it, it is closed; a day on which it was not known yet closes it no more than the first.
        let risk = it.risk(&all, &it.sharing[0]);
        refused(house.edit_as(&it.owner, &risk, json!({ "assessed_on": "2026-02-20" })).await, "do not move silently");
        let again = json!({ "assessed_on": "2026-03-03", "assessed_because": doubted });
        house.edit_as(&it.owner, &risk, again).await.unwrap();
        assert_eq!(now(&told(&house, Part::default()).await).len(), 4);
        // That more hangs on it is news of the next day.
        house.later(24);
        let wider = json!({ "systems": [it.apart[0]], "arose_in": [it.model] });
        house.edit_as(&operator(), &doubted, wider).await.unwrap();
        let found = told(&house, Part::default()).await;
        let mut reached = it.sharing.clone();
        reached.push(it.apart[0].clone());
        assert_eq!(systems(&now(&found)), reached);
    });
}

#[test]
fn an_assessment_that_was_taken_back_is_not_forgotten_and_none_lies_ahead() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let risk = it.risk(&told(&house, Part::default()).await, &it.apart[0]);
        let back = Change::Edit {
            id: risk.clone(),
            base: None,
            set: object(json!({ "assessed_on": null })),
            why: Some("of another risk".to_owned()),
        };
        house.aims.commit(&operator(), back, None).await.unwrap();
        for fields in [json!({ "likelihood": 3 }), json!({ "assessed_on": "2026-03-01" })] {
            refused(house.edit_as(&operator(), &risk, fields).await, "do not move silently");
        }
        let anew = json!({ "likelihood": 3, "assessed_on": "2026-03-01", "rationale": "Seen twice in a month." });
        house.edit_as(&operator(), &risk, anew).await.unwrap();
        let ahead = json!({ "assessed_on": "2026-03-05", "rationale": "Of a day to come." });
        let problem = |it: Result<governance::aims::Committed, Error>| it.unwrap_err().to_string();
        assert!(problem(house.edit_as(&operator(), &risk, ahead).await).contains("lies ahead"));
        let ahead = json!({ "title": "Not yet", "arose_in": [it.model], "detected_on": "2026-04-01" });
        assert!(problem(house.add_as(&operator(), "incident", ahead).await).contains("lies ahead"));
    });
}

#[test]
fn nobody_learns_of_what_they_may_not_see_by_what_follows_from_it() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let mut hidden = incident(&it, "2026-03-01");
        hidden["access"] = json!("restricted");
        let id = put(&house, "incident", "confirmed", hidden).await;
        let reader = house.person("Reader", "reader", None).await;
        assert_eq!(now(&told(&house, Part::default()).await).len(), 5);
        let seen = house.aims.moving(&reader, Part::default()).await.unwrap();
        assert!(now(&seen).is_empty(), "{:#?}", seen.queue);
        let text = serde_json::to_string(&seen).unwrap();
        assert!(!text.contains(&id.to_string()), "{text}");
        let process = house.aims.risk_method(&reader, Default::default()).await.unwrap();
        let text = serde_json::to_string(&process).unwrap();
        assert!(!text.contains(&id.to_string()), "{text}");
    });
}

#[test]
fn what_cannot_be_is_refused() {
    on_both(async |house: House| {
        let it = world(&house).await;
        let asks = async |part: Part| house.aims.moving(&operator(), part).await.map(|it| it.figures);
        let since = Part { since: Some(date(2026, 3, 3)), ..Part::default() };
        assert!(matches!(asks(since).await, Err(Error::Problems(_))));
        let ahead = Part { on: Some(date(2027, 1, 1)), ..Part::default() };
        assert!(matches!(asks(ahead).await, Err(Error::Problems(_))));
        assert!(asks(Part { risk: Some(it.model.clone()), ..Part::default() }).await.is_err());
        assert!(asks(Part { system: Some(Id::new("SYS", 99)), ..Part::default() }).await.is_err());
        assert!(house.aims.take_shown(&operator(), (&it.model, None), None).await.is_err());
    });
}
