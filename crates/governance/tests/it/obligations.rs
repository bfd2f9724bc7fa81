//! Duties of laws and contracts, on both databases: verdicts by day and by what was known, readings that grow stale, records of what applies,
//! places that nobody assessed and keep use from starting, duties that clash, and deadlines against a count of days.

use governance::Error;
use governance::escalating::calendar::{Calendars, named};
use governance::libraries::Libraries;
use governance::obligations::class::Classes;
use governance::obligations::clock::{Counted, deadline};
use governance::obligations::duty::{Days, Judge, Verdict};
use governance::obligations::moved::moved;
use governance::obligations::reading::Reads;
use governance::obligations::subject::Subject;
use governance::obligations::time::laws;
use governance::obligations::whole::{Asked, Line, Told};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use library::Shelf;
use proptest::prelude::*;
use record::{Change, Id};
use serde_json::{Value, json};

use crate::house::{House, object, on_both, operator};

async fn add(house: &House, kind: &str, state: Option<&str>, fields: Value) -> Id {
    let (kind, state) = (kind.to_owned(), state.map(str::to_owned));
    house.aims.commit(&operator(), Change::Create { kind, state, document: object(fields) }, None).await.unwrap().id
}

async fn told(house: &House, system: &Id, on: &str) -> Told {
    house.aims.obligations(&operator(), system, Asked { on: on.parse().ok(), ..Asked::default() }).await.unwrap()
}

fn line<'a>(told: &'a Told, provision: &str) -> &'a Line {
    told.duties.iter().find(|it| it.provision == provision).unwrap()
}

/// A hiring tool that the organisation uses in France, with everything known that the law of the Union asks.
fn hiring() -> Value {
    json!({
        "title": "Hiring tool", "our_parts": ["deployer"], "countries": [{ "country": "France" }], "is_ai": true, "law_exclusion": "none",
        "prohibited_practice": "none", "law_area": "employment", "law_point": "recruitment", "law_exception": "none", "profiling": true,
        "safety_component": false, "third_party_assessment": false, "affects_workers": true, "public_body": false, "role_change": "none",
        "decision_effect": "triage", "personal_data": true, "talks_to_people": false, "generative": false, "reads_people": false, "purpose": "sorts applications", "in_service_on": "2026-01-10", "redesigned_on": "2026-01-10",
    })
}

/// The same, of which nobody says whether its design has changed since.
fn changed_or_not() -> Value {
    let mut fields = hiring();
    fields["redesigned_on"] = Value::Null;
    fields
}

#[test]
fn a_verdict_follows_from_the_day_and_from_what_was_known_and_every_one_has_a_reason_and_a_source() {
    on_both(async |house| {
        let system = add(&house, "ai_system", Some("operation"), hiring()).await;
        let now = told(&house, &system, "2026-03-02").await;
        let workers = line(&now, "EU AI Act:Art. 26(7)");
        assert_eq!(
            (workers.verdict, workers.from),
            (Verdict::Excepted, "2026-08-02".parse().ok()),
            "as known in March 2026, and it was in service before and was not changed"
        );
        for it in &now.duties {
            assert!(!it.why.is_empty() || !it.needs.is_empty(), "{} has no reason", it.provision);
            assert!(!it.source.is_empty() && !it.written_by.is_empty(), "{} has no source", it.provision);
        }
        let later = Asked { on: "2026-12-15".parse().ok(), known: "2026-12-15".parse().ok(), ..Asked::default() };
        let told = house.aims.obligations(&operator(), &system, later).await.unwrap();
        assert_eq!(line(&told, "EU AI Act:Art. 26(7)").from, "2027-12-02".parse().ok());
        assert_eq!(told.class.now.outcome.as_deref(), Some("minimal"), "no listed use is high-risk before the day");
        assert_eq!(told.class.ahead.outcome.as_deref(), Some("high_risk"));
        assert_eq!(line(&told, "EU AI Act:Art. 10(5)").verdict, Verdict::Repealed);

        house.edit_as(&operator(), &system, json!({ "profiling": null, "law_exception": null })).await.unwrap();
        let blank = house.aims.obligations(&operator(), &system, Asked::default()).await.unwrap();
        let workers = line(&blank, "EU AI Act:Art. 26(7)");
        assert_eq!(workers.verdict, Verdict::CannotDecide);
        let asked: Vec<(&str, &str)> = workers.needs.iter().map(|it| (it.fact.as_str(), it.ask.as_str())).collect();
        assert_eq!(asked, [("law_exception", "legal counsel"), ("profiling", "the data protection officer")]);
    });
}

#[test]
fn what_is_still_to_come_is_judged_as_on_its_first_day() {
    on_both(async |house| {
        let of = |more: Value| {
            let mut fields = hiring();
            more.as_object().unwrap().iter().for_each(|(name, value)| fields[name] = value.clone());
            fields
        };
        let day = |text: &str| text.parse::<Date>().ok();
        let cases = [
            ("operation", json!({}), Verdict::Excepted, day("2026-08-02")),
            ("operation", json!({ "redesigned_on": "2026-10-01" }), Verdict::NotYet, day("2026-10-01")),
            ("operation", json!({ "redesigned_on": null }), Verdict::NotYet, day("2026-08-02")),
            ("operation", json!({ "public_body": true }), Verdict::NotYet, day("2030-08-02")),
            (
                "development",
                json!({ "in_service_on": null, "redesigned_on": null }),
                Verdict::NotYet,
                day("2026-08-02"),
            ),
        ];
        for (state, more, verdict, from) in cases {
            let system = add(&house, "ai_system", Some(state), of(more.clone())).await;
            let told = told(&house, &system, "2026-03-02").await;
            let workers = line(&told, "EU AI Act:Art. 26(7)");
            assert_eq!((workers.verdict, workers.from), (verdict, from), "{state} {more}: {:?}", workers.why);
            // What is announced for a day holds on that day, as far as is known today.
            if let (Verdict::NotYet, Some(day), true) =
                (verdict, from, more["redesigned_on"] != Value::Null || state != "operation")
            {
                let asked = Asked { on: Some(day), known: "2026-03-02".parse().ok(), ..Asked::default() };
                let then = house.aims.obligations(&operator(), &system, asked).await.unwrap();
                assert_eq!(line(&then, "EU AI Act:Art. 26(7)").verdict, Verdict::Applies, "{state} {more}");
            }
        }
    });
}

#[test]
fn a_place_that_nobody_assessed_keeps_use_from_starting_and_its_twin_starts() {
    on_both(async |house| {
        let owner = add(&house, "person", None, json!({ "title": "Ada" })).await;
        let mut fields = hiring();
        fields["owner"] = json!(owner);
        let system = add(&house, "ai_system", Some("deployment"), fields).await;
        // What is light is taken up again without further signatures.
        let tier =
            json!({ "title": "light", "subject": system, "scheme": "own_tier", "outcome": "T4", "reasons": "by hand" });
        add(&house, "classification", Some("confirmed"), tier).await;
        let refused = house.move_as(&operator(), &system, "operate", json!({})).await.unwrap_err();
        assert!(
            matches!(refused, Error::Refused(_)) && format!("{refused:?}").contains("used in France"),
            "{refused:?}"
        );
        let gap = &told(&house, &system, "2026-03-02").await.gaps[0];
        assert_eq!((gap.place.as_str(), gap.laws), ("FR", true));

        let duty = json!({ "title": "Literacy", "direction": "ours", "source": "law", "provision": "EU AI Act:Art. 4", "text": "people know", "covers": [system] });
        let duty = add(&house, "obligation", None, duty).await;
        assert!(
            house.move_as(&operator(), &system, "operate", json!({})).await.is_err(),
            "a record that nobody judged assesses nothing"
        );
        house.move_as(&operator(), &duty, "apply", json!({})).await.unwrap();
        house.move_as(&operator(), &system, "operate", json!({})).await.unwrap();

        house.move_as(&operator(), &system, "suspend", json!({})).await.unwrap();
        house
            .edit_as(&operator(), &system, json!({ "countries": [{ "country": "FR" }, { "country": "Brazil" }] }))
            .await
            .unwrap();
        let refused = house.move_as(&operator(), &system, "resume", json!({})).await.unwrap_err();
        assert!(format!("{refused:?}").contains("Brazil"), "{refused:?}");
        let none = json!({ "title": "Brazil", "direction": "ours", "source": "law", "jurisdiction": "BR", "text": "nothing on AI yet", "why_not": "no act in force" });
        let none = add(&house, "obligation", None, none).await;
        house.move_as(&operator(), &none, "set_aside", json!({})).await.unwrap();
        house.move_as(&operator(), &system, "resume", json!({})).await.unwrap();
    });
}

#[test]
fn a_reading_stands_beside_the_verdict_grows_stale_and_names_a_provision_that_is_there() {
    on_both(async |house| {
        let system = add(&house, "ai_system", Some("operation"), changed_or_not()).await;
        let wrong = json!({ "title": "Workers", "provision": "EU AI Act:Art. 26(77)" });
        let refused = house.add_as(&operator(), "obligation", wrong).await.unwrap_err();
        assert!(format!("{refused:?}").contains("did you mean `EU AI Act:Art. 26(7)`"), "{refused:?}");
        let fields = json!({
            "title": "Workers", "direction": "ours", "source": "law", "provision": "EU AI Act:Art. 26(7)", "text": "no workplace",
            "why_not": "applicants are no workers", "covers": [system], "read_on": "2026-02-01",
        });
        let reading = add(&house, "obligation", None, fields).await;
        house.move_as(&operator(), &reading, "set_aside", json!({})).await.unwrap();
        let now = told(&house, &system, "2026-03-02").await;
        let workers = line(&now, "EU AI Act:Art. 26(7)");
        assert_eq!(workers.verdict, Verdict::NotYet, "a reading never replaces the verdict");
        let own = &workers.interpretations[0];
        assert_eq!((own.reads, own.agrees(workers.verdict), own.stale.is_none()), (Reads::DoesNot, Some(false), true));
        let later = Asked { known: "2026-08-01".parse().ok(), ..Asked::default() };
        let later = house.aims.obligations(&operator(), &system, later).await.unwrap();
        let own = &line(&later, "EU AI Act:Art. 26(7)").interpretations[0];
        assert!(own.stale.as_deref().is_some_and(|it| it.contains("since 2026-07-24")), "{own:?}");
    });
}

#[test]
fn records_of_what_applies_are_made_once_and_contracts_stand_in_the_same_list() {
    on_both(async |house| {
        let system = add(&house, "ai_system", Some("operation"), hiring()).await;
        let first = house.aims.adopt_obligations(&operator(), &system).await.unwrap();
        let provisions: Vec<&str> = first.made.iter().map(|it| it.1.as_str()).collect();
        assert_eq!(provisions, ["EU AI Act:Art. 4", "GDPR:Art. 5(1)(e)", "GDPR:Art. 33(1)"]);
        let again = house.aims.adopt_obligations(&operator(), &system).await.unwrap();
        assert_eq!((again.made.len(), again.there.len()), (0, 3));

        let party = add(&house, "external_party", None, json!({ "title": "Customer" })).await;
        let deal = json!({ "title": "Deal", "party": party, "form": "customer", "systems": [system], "from": "2026-01-01", "until": "2026-06-30" });
        let deal = add(&house, "contract", Some("in_force"), deal).await;
        let duty = json!({
            "title": "Logs for a year", "direction": "ours", "source": "contract", "contract": deal, "topic": "records", "text": "keep logs",
            "from": "2026-01-01", "clock": [],
        });
        add(&house, "obligation", Some("applicable"), duty).await;
        let now = told(&house, &system, "2026-03-02").await;
        let own = &now.agreed[0];
        assert_eq!((own.verdict, own.customer, now.agreed.len()), (Verdict::Applies, true, 1));
        let clash = &now.clashes[0];
        assert_eq!(
            (clash.name.as_str(), clash.one.len(), clash.other[0].duty.as_str()),
            ("keep_or_delete", 1, "GDPR:Art. 5(1)(e)")
        );
        let ended = told(&house, &system, "2026-07-01").await;
        assert_eq!((ended.agreed[0].verdict, ended.clashes.len()), (Verdict::Ended, 0));
    });
}

#[test]
fn what_moves_when_a_law_moves_is_that_and_no_more_and_a_matrix_counts_all() {
    on_both(async |house| {
        add(&house, "ai_system", Some("operation"), changed_or_not()).await;
        let mut other = hiring();
        other["title"] = json!("Elsewhere");
        other["countries"] = json!([{ "country": "Japan" }]);
        let elsewhere = add(&house, "ai_system", Some("operation"), other).await;
        let asked =
            Asked { known: "2026-08-01".parse().ok(), than_known: "2026-07-01".parse().ok(), ..Asked::default() };
        let all = house.aims.all_obligations(&operator(), asked).await.unwrap();
        assert!(all.moved.iter().all(|it| it.system != elsewhere));
        let moved: Vec<&str> = all.moved.iter().map(|it| it.provision.as_str()).collect();
        assert!(
            moved.contains(&"EU AI Act:Art. 26(7)")
                && !moved.contains(&"EU AI Act:Art. 4")
                && !moved.contains(&"GDPR:Art. 33(1)"),
            "{moved:?}"
        );
        assert_eq!(all.systems.len(), 2);
        let sum: usize = all.counts.values().sum();
        assert_eq!(sum, all.systems.iter().flat_map(|it| it.places.values()).flat_map(|it| it.values()).sum::<usize>());
        let day = all.ahead.iter().find(|it| it.on.to_string() == "2027-12-02").unwrap();
        assert_eq!((day.systems, day.provisions.iter().all(|it| it.1 == 1)), (1, true));
        // A place that nobody knows, and those of whose law nothing is known; a part of one whose law is known is none of them.
        for (place, says) in [
            ("Atlantis", Some("no place that is known")),
            ("XX", Some("no library says anything about the law of `XX`")),
            ("Japan", Some("no library says anything about the law of `Japan`")),
            ("US-NY", None),
            ("Germany", None),
        ] {
            let asked = Asked { jurisdiction: Some(place.to_owned()), ..Asked::default() };
            let all = house.aims.all_obligations(&operator(), asked.clone()).await.err().map(|it| format!("{it:?}"));
            let one = house.aims.obligations(&operator(), &elsewhere, asked).await.err().map(|it| format!("{it:?}"));
            for refused in [all, one] {
                assert_eq!(
                    refused.as_deref().map(|it| says.is_some_and(|says| it.contains(says))),
                    says.map(|_| true),
                    "{place}: {refused:?}"
                );
            }
        }
    });
}

#[test]
fn another_shelf_moves_the_duties_whose_dates_it_moves() {
    let libraries = Libraries::shipped();
    let text = std::fs::read_to_string("../../data/frameworks/eu-ai-act.toml").unwrap();
    let read = |text: &str| Shelf::read([("frameworks/eu-ai-act.toml", text)]).0.unwrap();
    let (before, after) = (read(&text), read(&text.replace("from = \"2027-12-02\"", "from = \"2028-01-01\"")));
    let row =
        store::RecordRow { kind: "ai_system".into(), document: object(hiring()), state: "operation".into(), ..row() };
    let subject = Subject::of(&libraries, &row);
    let classes = Classes::new(&libraries.obligations, &[]);
    let day: Date = "2026-12-15".parse().unwrap();
    let days = Days { on: day, known: day };
    let duties = |shelf| Judge::new(shelf, &libraries.obligations, &classes, days).duties(&subject);
    let moved = moved(&subject.id, &duties(&before), &duties(&after));
    let deployer = ["1", "2", "4", "5", "6", "7", "9", "11", "12"].map(|it| format!("EU AI Act:Art. 26({it})"));
    let expected: std::collections::BTreeSet<String> =
        deployer.into_iter().chain(["EU AI Act:Art. 86".to_owned()]).collect();
    assert_eq!(moved.iter().map(|it| it.provision.clone()).collect::<std::collections::BTreeSet<_>>(), expected);
}

#[test]
fn every_provision_of_a_law_has_dates_a_source_and_evidence_and_every_table_is_sound() {
    let libraries = Libraries::shipped();
    let all = laws(libraries.shelf(), "2026-11-26".parse().unwrap());
    assert_eq!(all.len(), 10);
    for it in all.iter().flat_map(|it| &it.provisions) {
        assert!(it.dated && !it.periods.is_empty(), "{} has no dates", it.reference);
        assert!(it.periods.iter().all(|it| !it.source.is_empty()), "{} has no source", it.reference);
        assert!(!it.node.intent.is_empty() && !it.node.question.is_empty(), "{} says nothing", it.reference);
    }
    let tables: Vec<&rules::Table> =
        governance::deciding::shipped::tables().iter().filter(|it| it.0 == "duties").map(|it| &it.1.table).collect();
    assert_eq!(tables.len(), std::fs::read_dir("../../data/tables/duties").unwrap().count());
    let found = rules::verify(&tables, &governance::deciding::shipped::shipped().vocabulary);
    assert!(found.clean(), "{:#?} {:#?}", found.faults, found.unsettled);
}

/// A record with nothing in it.
fn row() -> store::RecordRow {
    store::RecordRow {
        id: "SYS-1".parse().unwrap(),
        kind: String::new(),
        version: 1,
        state: String::new(),
        title: String::new(),
        unit: None,
        owner: None,
        access: String::new(),
        retired: false,
        place: 0,
        created: Timestamp::UNIX_EPOCH,
        changed: Timestamp::UNIX_EPOCH,
        document: record::Document::new(),
        makers: store::Makers::default(),
        commitment: [0; 32],
    }
}

const PLACE: &str = "[[calendar]]\nname = \"there\"\nzone = \"Europe/Lisbon\"\ndays = [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\"]\nfrom = \"09:00\"\nuntil = \"17:00\"\nholidays = [\"2027-12-24\", \"2027-12-27\", \"2027-12-28\", \"2028-01-03\"]";

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// The rule of the Union against a walk from one day to the next.
    #[test]
    fn a_period_of_the_union_ends_where_a_walk_over_the_days_ends(minute in 0i64..60 * 24 * 60, days in 1i32..20) {
        let calendars: Calendars = toml::from_str(PLACE).unwrap();
        let place = named(&calendars.calendar, "there").unwrap();
        let event = "2027-12-01T00:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_mins(minute);
        let found = deadline(event, &format!("P{days}D"), Counted::EuPeriodRule, place).unwrap();
        let mut walked: Vec<Date> = Vec::new();
        let mut day = place.day(event);
        loop {
            day = day.tomorrow().unwrap();
            walked.push(day);
            let work = walked.iter().filter(|it| place.works_on(**it)).count();
            if walked.len() >= days as usize && place.works_on(day) && (days < 2 || work >= 2) {
                break;
            }
        }
        prop_assert_eq!(found.last_day, day);
        prop_assert!(found.strict <= found.late_from && event < found.strict);
        let counted = place.day(event).checked_add(days.days()).unwrap();
        prop_assert!(found.last_day >= counted);
    }

    /// Days of work against the same walk.
    #[test]
    fn days_of_work_end_where_a_walk_over_the_days_ends(minute in 0i64..60 * 24 * 60, days in 1i32..20) {
        let calendars: Calendars = toml::from_str(PLACE).unwrap();
        let place = named(&calendars.calendar, "there").unwrap();
        let event = "2027-12-01T00:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_mins(minute);
        let found = deadline(event, &format!("P{days}D"), Counted::WorkingDays, place).unwrap();
        let (mut day, mut left) = (place.day(event), days);
        while left > 0 {
            day = day.tomorrow().unwrap();
            left -= i32::from(place.works_on(day));
        }
        prop_assert_eq!(found.last_day, day);
    }
}

#[test]
fn hours_are_not_moved_and_lengths_that_cannot_be_counted_are_refused_with_a_sentence() {
    let calendars: Calendars = toml::from_str(PLACE).unwrap();
    let place = named(&calendars.calendar, "there").unwrap();
    let event: Timestamp = "2027-12-24T16:20:00Z".parse().unwrap();
    let at = |offset: &str, counted| deadline(event, offset, counted, place);
    assert_eq!(at("PT72H", Counted::Hours).unwrap().late_from, "2027-12-27T16:20:00Z".parse::<Timestamp>().unwrap());
    let eu = at("PT72H", Counted::EuPeriodRule).unwrap();
    assert_eq!(
        (eu.strict, eu.late_from),
        ("2027-12-27T16:20:00Z".parse().unwrap(), "2027-12-27T17:00:00Z".parse().unwrap())
    );
    // Two days from the evening before Christmas: 26 December is a Sunday, 27 and 28 are holidays, and two days of work must be in it.
    assert_eq!(at("P2D", Counted::EuPeriodRule).unwrap().last_day.to_string(), "2027-12-30");
    assert_eq!(at("P1M", Counted::EuPeriodRule).unwrap().last_day.to_string(), "2028-01-24");
    // A year of which the calendar knows no holidays is said, and one that it knows is not.
    let unknown = |offset: &str, counted| {
        at(offset, counted).unwrap().steps.iter().any(|it| it.contains("names no holiday after 2028"))
    };
    assert!(unknown("P13M", Counted::EuPeriodRule) && unknown("P300D", Counted::WorkingDays));
    assert!(
        !unknown("P2D", Counted::EuPeriodRule)
            && !unknown("P13M", Counted::CalendarDays)
            && !unknown("PT9600H", Counted::Hours)
    );
    for (offset, counted, says) in [
        ("soon", Counted::Hours, "is no length of time"),
        ("PT0H", Counted::Hours, "is no time at all"),
        ("P1DT4H", Counted::EuPeriodRule, "mixes days with hours"),
        ("P2D", Counted::Hours, "is in days"),
        ("PT4H", Counted::WorkingDays, "is in hours"),
        ("P1M", Counted::WorkingDays, "is in months"),
    ] {
        assert!(at(offset, counted).unwrap_err().contains(says), "{offset}");
    }
}
