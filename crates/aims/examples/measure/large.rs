//! A large organisation that is the same in each run: AI systems with their risks, treatments, evidence, findings, actions,
//! decisions and comments, linked as real ones are and with some history, entered through the one write path.
//!
//! Ten records an AI system, besides units, people and controls; so 10,000 systems make 100,000 records.

use governance::{Actor, Aims, Committed, Via};
use record::{Change, Document, Id};
use serde_json::{Value, json};

/// AI systems that are entered together with what belongs to them.
const BLOCK: usize = 100;
/// Changes in one transaction.
const TOGETHER: usize = 500;

const PURPOSES: &[&str] =
    &["eligibility", "fraud", "translation", "triage", "forecast", "search", "summary", "scheduling"];
const PLACES: &[&str] =
    &["benefits", "housing", "roads", "schools", "permits", "libraries", "water", "transport", "taxes"];
const FORMS: &[&str] = &["check", "assistant", "ranking", "detector", "model", "service", "pilot"];
const EVENTS: &[&str] =
    &["wrong refusals", "stale data", "hidden bias", "outage of the supplier", "drift", "leak of letters"];
const DOMAINS: &[&str] = &["in_house", "contracted", "bought", "open_source"];

/// What others link to.
struct Ground {
    units: Vec<Id>,
    people: Vec<Id>,
    controls: Vec<Id>,
}

/// The member of a list for a number; neighbouring numbers get members far apart.
fn pick<T>(list: &[T], number: usize, salt: usize) -> &T {
    let mixed = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(salt as u32 * 7 + 11);
    &list[(mixed % list.len() as u64) as usize]
}

/// A day of 2026, as documents write it.
fn day(number: usize) -> String {
    format!("2026-{:02}-{:02}", number % 12 + 1, number % 28 + 1)
}

fn create(kind: &str, value: Value) -> Change {
    let document: Document = value.as_object().cloned().unwrap_or_default();
    Change::Create { kind: kind.to_owned(), state: None, document }
}

/// Makes changes in transactions of a good size.
async fn make(aims: &Aims, changes: Vec<Change>) -> Result<Vec<Committed>, String> {
    let operator = Actor::operator(Via::System);
    let mut made = Vec::with_capacity(changes.len());
    for part in changes.chunks(TOGETHER) {
        made.extend(aims.commit_all(&operator, part.to_vec(), None).await.map_err(|cause| cause.to_string())?);
    }
    Ok(made)
}

fn ids(made: &[Committed]) -> Vec<Id> {
    made.iter().map(|it| it.id.clone()).collect()
}

/// Enters so many AI systems with all that belongs to them.
pub async fn enter(aims: &Aims, systems: usize) -> Result<(), String> {
    let ground = ground(aims, systems).await?;
    for first in (0..systems).step_by(BLOCK) {
        let numbers: Vec<usize> = (first..systems.min(first + BLOCK)).collect();
        let made = make(aims, numbers.iter().map(|it| system(&ground, *it)).collect()).await?;
        let made: Vec<(usize, Id)> = numbers.into_iter().zip(ids(&made)).collect();
        belongings(aims, &ground, &made).await?;
    }
    Ok(())
}

/// Units in a tree, people in them, and controls.
async fn ground(aims: &Aims, systems: usize) -> Result<Ground, String> {
    let mut units: Vec<Id> = Vec::new();
    for number in 0..(systems / 100).clamp(8, 100) {
        let mut unit =
            json!({ "title": format!("Department of {} {number}", pick(PLACES, number, 1)), "form": "function" });
        if let Some(parent) = units.get(number / 8).filter(|_| number > 0) {
            unit["parent"] = json!(parent);
        }
        units.extend(ids(&make(aims, vec![create("organization_unit", unit)]).await?));
    }
    let person = |number: usize| {
        let value = json!({ "title": format!("Person {number}"), "email": format!("person{number}@large.example"),
            "unit": pick(&units, number, 2), "job": "caseworker" });
        create("person", value)
    };
    let people = ids(&make(aims, (0..(systems / 20).clamp(60, 500)).map(person).collect()).await?);
    let control = |number: usize| {
        create("control", json!({ "title": format!("Control {number}"), "owner": pick(&people, number, 3) }))
    };
    let controls = ids(&make(aims, (0..60).map(control).collect()).await?);
    Ok(Ground { units, people, controls })
}

fn system(ground: &Ground, number: usize) -> Change {
    let (purpose, place) = (pick(PURPOSES, number, 1), pick(PLACES, number, 2));
    create(
        "ai_system",
        json!({
            "title": format!("{} {purpose} {} {number}", capital(place), pick(FORMS, number, 3)),
            "purpose": format!("Helps the people who work on {place} with {purpose}, so that clear cases are quick and others get time."),
            "outputs": "A score from 0 to 100 with the three fields that moved it most.",
            "owner": pick(&ground.people, number, 4), "unit": pick(&ground.units, number, 5),
            "used_by": [pick(&ground.units, number, 6)], "origin": pick(DOMAINS, number, 7),
            "generative": number.is_multiple_of(3), "autonomy": "direct_human_oversight", "personal_data": number.is_multiple_of(2),
            "initiated_on": day(number), "decision_effect": "advice", "decisions_a_year": number % 5000,
        }),
    )
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What belongs to these AI systems, and some of what became of it.
async fn belongings(aims: &Aims, ground: &Ground, systems: &[(usize, Id)]) -> Result<(), String> {
    let risks = systems.iter().flat_map(|(number, id)| [2 * number, 2 * number + 1].map(|it| risk(ground, it, id)));
    let risks = make(aims, risks.collect()).await?;
    let mut others: Vec<Change> = systems.iter().flat_map(|(number, id)| around(ground, *number, id)).collect();
    let treated = systems.iter().zip(risks.chunks(2));
    others.extend(treated.map(|((number, _), risks)| treatment(ground, *number, risks)));
    make(aims, others).await?;
    let analysed = risks.iter().step_by(2).map(|it| Change::Move {
        id: it.id.clone(),
        base: None,
        transition: "analyse".to_owned(),
        set: Document::new(),
        why: None,
    });
    let edited = systems.iter().step_by(5).map(|(number, id)| Change::Edit {
        id: id.clone(),
        base: None,
        set: Document::from_iter([("key_risks".to_owned(), json!(format!("Seen again in round {number}.")))]),
        why: Some("yearly look".to_owned()),
    });
    make(aims, analysed.chain(edited).collect()).await?;
    Ok(())
}

fn risk(ground: &Ground, number: usize, system: &Id) -> Change {
    let event = pick(EVENTS, number, 1);
    create(
        "risk",
        json!({
            "title": format!("{} {number}", capital(event)), "direction": "threat", "systems": [system],
            "event": format!("There are {event}, and nobody notices for some weeks."),
            "effect": "Somebody waits longer than they should, and asks why.",
            "nature": pick(&["technical", "societal", "legal", "operational"], number, 2),
            "consequence_types": ["organisation", "individuals"], "likelihood": number % 5 + 1, "consequence": number % 4 + 1,
            "owner": pick(&ground.people, number, 3), "unit": pick(&ground.units, number, 4),
            "held_by": [pick(&ground.controls, number, 5)], "assessed_on": day(number).replacen("2026", "2025", 1), "next_assessment": day(number + 7),
        }),
    )
}

fn treatment(ground: &Ground, number: usize, risks: &[Committed]) -> Change {
    create(
        "treatment",
        json!({
            "title": format!("Look at a sample each month {number}"), "treats": ids(risks), "option": "change_likelihood",
            "controls": [pick(&ground.controls, number, 1)], "due": day(number + 3), "owner": pick(&ground.people, number, 2),
        }),
    )
}

/// Two pieces of evidence, two comments, an action, and a finding or a decision.
fn around(ground: &Ground, number: usize, system: &Id) -> Vec<Change> {
    let owner = |salt: usize| pick(&ground.people, number, salt);
    let mut days = [day(number), day(number + 9)];
    days.sort();
    let evidence = |half: usize| {
        let value = json!({ "title": format!("Sample of cases {number}.{half}"), "form": "record", "about": [system],
            "serves": [pick(&ground.controls, 2 * number + half, 1)], "shows": "That the cases were looked at.",
            "collected_on": days[0], "valid_until": days[1], "owner": owner(2) });
        create("evidence", value)
    };
    let comment = |half: usize| {
        create(
            "comment",
            json!({ "about": system, "body": format!("Question {half} about case {number}."), "owner": owner(3) }),
        )
    };
    let action = json!({ "title": format!("Tell the caseworkers {number}"), "form": "task", "source": [system], "owner": owner(4),
        "due": day(number + 1) });
    let last = match number % 2 {
        0 => create(
            "finding",
            json!({ "title": format!("No sample in one month {number}"), "about": [system], "condition": "One month lacks its sample.",
                "grade": "observation", "owner": owner(5) }),
        ),
        _ => create(
            "decision",
            json!({ "title": format!("Go on with it {number}"), "subject": system, "subject_version": 1, "outcome": "yes",
                "reasons": "The samples were in order.", "deciders": [owner(6)], "decided_on": "2026-02-01" }),
        ),
    };
    vec![evidence(0), evidence(1), comment(0), comment(1), create("action", action), last]
}
