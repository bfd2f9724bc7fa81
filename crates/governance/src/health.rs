//! The health of an AI system: one look at a time, each with its light, its reason and the records from which it follows.
//!
//! Pure over the system and the records around it, which `surroundings` reads. Serves ISO/IEC 42001 8.1, 9.1 and A.6.2.6.

use jiff::civil::Date;
use record::Id;
use serde_json::Value;
use store::RecordRow;

use crate::derived::{Standing, date};
use crate::surroundings::counts;

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Light {
    /// As it should be.
    Good,
    /// Wants attention soon, or cannot be told.
    Watch,
    /// Wrong now.
    Bad,
}

/// What one look found.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Sign {
    /// Name of the look.
    pub look: &'static str,
    /// How it stands.
    pub light: Light,
    /// Why, in a sentence.
    pub why: String,
    /// The records from which it follows.
    pub records: Vec<Id>,
}

/// An AI system with the records around it that the one who asks may see.
#[derive(Debug, Clone)]
pub struct Around {
    /// The system.
    pub system: RecordRow,
    /// Its own derived values.
    pub standing: Vec<Standing>,
    /// Records that link to it, and acceptances of its risks; those out of use are left out.
    pub near: Vec<Near>,
    /// The day for which it is asked.
    pub today: Date,
}

/// A record around a system.
#[derive(Debug, Clone)]
pub struct Near {
    /// The record.
    pub row: RecordRow,
    /// Its derived values.
    pub standing: Vec<Standing>,
}

/// What a look sees: a light, why, and the records from which it follows.
type Seen = (Light, String, Vec<Id>);

/// One look at a system.
pub struct Look {
    /// Its name.
    pub name: &'static str,
    /// What it looks for, for the reference.
    pub summary: &'static str,
    look: fn(&Around) -> Option<Seen>,
}

/// Every look, in the order in which people ask.
pub const LOOKS: &[Look] = &[
    Look { name: "answering", summary: "a person answers for it and a unit looks after it", look: answering },
    Look {
        name: "classification",
        summary: "a confirmed classification that is still valid and rests on the facts of today",
        look: classification,
    },
    Look { name: "impact", summary: "an impact assessment in force whose review is not overdue", look: impact },
    Look {
        name: "risks",
        summary: "risks are recorded, assessed in time, and grave ones treated or accepted",
        look: risks,
    },
    Look { name: "acceptances", summary: "no acceptance of one of its risks has run out", look: acceptances },
    Look { name: "evidence", summary: "evidence about it that is still fresh", look: evidence },
    Look {
        name: "data",
        summary: "licences of its data allow what it does, and its models were made with data that may still be used",
        look: data,
    },
    Look { name: "findings", summary: "no open findings or nonconformities", look: findings },
    Look { name: "incidents", summary: "no open incidents", look: incidents },
    Look {
        name: "supply",
        summary: "contracts run, no component is past its end of life, and clauses in force back the duties of suppliers",
        look: supply,
    },
];

/// Kinds of records around a system that the looks read; those that link to its risks stand last.
pub(crate) const NEAR: &[&str] = &[
    "classification",
    "impact_assessment",
    "risk",
    "evidence",
    "finding",
    "nonconformity",
    "incident",
    "component",
    "contract",
    "dataset",
    "model",
];
/// Kinds of records that link to a risk of the system.
pub(crate) const BEHIND_RISKS: &[&str] = &["risk_acceptance"];

/// Every sign of a system; a system that nobody uses any more or that was refused has none.
pub fn signs(around: &Around) -> Vec<Sign> {
    if !counts(&around.system) {
        return Vec::new();
    }
    let sign = |it: &Look| {
        let (light, why, records) = (it.look)(around)?;
        Some(Sign { look: it.name, light, why, records })
    };
    LOOKS.iter().filter_map(sign).collect()
}

/// The worst light among signs.
pub fn worst(signs: &[Sign]) -> Option<Light> {
    signs.iter().map(|it| it.light).max()
}

impl Around {
    fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Near> {
        self.near.iter().filter(move |it| it.row.kind == kind)
    }

    /// Whether people rely on it by now.
    fn in_use(&self) -> bool {
        ["deployment", "operation", "suspended"].contains(&self.system.state.as_str())
    }

    /// What is missing: wrong for a system that people rely on, to be watched before.
    fn missing(&self, why: &str) -> Option<Seen> {
        Some((if self.in_use() { Light::Bad } else { Light::Watch }, why.to_owned(), Vec::new()))
    }
}

impl Near {
    fn text(&self, field: &str) -> &str {
        self.row.text(field).unwrap_or_default()
    }

    fn holds(&self, name: &str, value: Value) -> bool {
        self.standing.iter().any(|it| it.name == name && it.value == value)
    }

    /// What is derived of it under a name, where anything is.
    fn says(&self, name: &str) -> Option<&Standing> {
        self.standing.iter().find(|it| it.name == name)
    }

    fn before(&self, field: &str, today: Date) -> bool {
        date(&self.row.document, field).is_some_and(|it| it < today)
    }

    fn is(&self, states: &[&str]) -> bool {
        states.contains(&self.row.state.as_str())
    }
}

type Found = Option<(Light, String, Vec<Id>)>;

fn ids(near: &[&Near]) -> Vec<Id> {
    near.iter().map(|it| it.row.id.clone()).collect()
}

fn good(why: impl Into<String>) -> Found {
    Some((Light::Good, why.into(), Vec::new()))
}

/// `1 risk`, `2 risks`.
fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

fn answering(around: &Around) -> Found {
    match (&around.system.owner, &around.system.unit) {
        (None, _) => Some((Light::Bad, "nobody answers for it".to_owned(), Vec::new())),
        (_, None) => Some((Light::Watch, "it belongs to no organisation unit".to_owned(), Vec::new())),
        _ => good("a person answers for it, and a unit looks after it"),
    }
}

fn classification(around: &Around) -> Found {
    let confirmed: Vec<&Near> = around.of("classification").filter(|it| it.is(&["confirmed"])).collect();
    let valid: Vec<&&Near> = confirmed.iter().filter(|it| !it.before("valid_until", around.today)).collect();
    match (confirmed.len(), valid.len()) {
        (0, _) => {
            Some((Light::Watch, "no classification is confirmed, so its tier is not known".to_owned(), Vec::new()))
        }
        (_, 0) => Some((Light::Bad, "its classification is no longer valid".to_owned(), ids(&confirmed))),
        _ => match valid.iter().find_map(|it| Some((it, it.says("facts_moved")?))) {
            Some((moved, why)) => {
                let why = format!("facts of its classification are others today: {}", why.why);
                Some((Light::Watch, why, vec![moved.row.id.clone()]))
            }
            None => good("its classification is confirmed and valid, and rests on the facts of today"),
        },
    }
}

fn impact(around: &Around) -> Found {
    let in_force: Vec<&Near> = around.of("impact_assessment").filter(|it| it.is(&["in_force"])).collect();
    let late: Vec<&Near> = in_force.iter().filter(|it| it.before("review_by", around.today)).copied().collect();
    match (in_force.len(), late.len()) {
        (0, _) => around.missing("no impact assessment is in force"),
        (all, late_ones) if late_ones == all => {
            Some((Light::Bad, "the review of its impact assessment is overdue".to_owned(), ids(&late)))
        }
        _ => good("an impact assessment is in force"),
    }
}

fn risks(around: &Around) -> Found {
    let open: Vec<&Near> = around.of("risk").filter(|it| !it.is(&["closed"])).collect();
    let late: Vec<&Near> = open.iter().filter(|it| it.holds("assessment_overdue", true.into())).copied().collect();
    let grave =
        |it: &&&Near| ["high", "critical"].contains(&it.text("level")) && !it.is(&["in_treatment", "monitored"]);
    let untreated: Vec<&Near> = open.iter().filter(grave).copied().collect();
    match (around.of("risk").count(), late.len(), untreated.len()) {
        (0, _, _) => around.missing("no risk has been recorded"),
        (_, 1.., _) => {
            let why = format!("{} overdue", counted(late.len(), "risk assessment is", "risk assessments are"));
            Some((Light::Bad, why, ids(&late)))
        }
        (_, _, 1..) => {
            let why = format!("{} not yet in treatment", counted(untreated.len(), "grave risk is", "grave risks are"));
            Some((Light::Watch, why, ids(&untreated)))
        }
        _ => good(format!("{} recorded, none overdue", counted(open.len(), "open risk is", "open risks are"))),
    }
}

fn acceptances(around: &Around) -> Found {
    let granted: Vec<&Near> = around.of("risk_acceptance").filter(|it| it.is(&["granted"])).collect();
    let ended: Vec<&Near> = granted.iter().filter(|it| it.holds("expired", true.into())).copied().collect();
    match (granted.len(), ended.len()) {
        (0, _) => None,
        (_, 0) => good(format!("{} in effect", counted(granted.len(), "acceptance is", "acceptances are"))),
        (_, count) => {
            let why = format!("{} run out", counted(count, "acceptance of a risk has", "acceptances of risks have"));
            Some((Light::Bad, why, ids(&ended)))
        }
    }
}

fn evidence(around: &Around) -> Found {
    let kept: Vec<&Near> = around.of("evidence").filter(|it| it.is(&["collected", "accepted"])).collect();
    let stale: Vec<&Near> = kept.iter().filter(|it| it.holds("fresh", false.into())).copied().collect();
    match (kept.len(), stale.len()) {
        (0, _) => around.missing("there is no evidence about it"),
        (all, 0) => {
            good(format!("{} fresh or without an end", counted(all, "piece of evidence is", "pieces of evidence are")))
        }
        (all, count) => Some((
            Light::Bad,
            format!("{count} of {} stale", counted(all, "piece of evidence is", "pieces of evidence are")),
            ids(&stale),
        )),
    }
}

fn data(around: &Around) -> Found {
    let worth = |it: &&Near| !it.is(&["retired", "disposed"]);
    let all: Vec<&Near> = around.of("dataset").chain(around.of("model")).filter(worth).collect();
    let those = |name: &str, value: &str| -> Vec<&Near> {
        all.iter().filter(|it| it.holds(name, value.into())).copied().collect()
    };
    for (name, value, light, why) in DATA {
        let found = those(name, value);
        if !found.is_empty() {
            return Some((*light, (*why).to_owned(), ids(&found)));
        }
    }
    if all.is_empty() { None } else { good("licences allow its use of data, and its models were made with the newest") }
}

/// What can be wrong with the data of a system, the worst first: a derived field, its value, the light and the reason.
const DATA: &[(&str, &str, Light, &str)] = &[
    ("licence_standing", "blocked", Light::Bad, "the licence of its data does not allow what is done with them"),
    ("data_standing", "withdrawn", Light::Bad, "a model was made with data that must not be used any more"),
    ("licence_standing", "undecided", Light::Watch, "nobody can tell whether the licence of its data allows this use"),
    ("data_standing", "older", Light::Watch, "a model was made with data of which a newer version exists"),
    ("licence_standing", "attention", Light::Watch, "the licence of its data puts a duty on what is given to others"),
];

fn findings(around: &Around) -> Found {
    let open = |it: &&Near| match it.row.kind.as_str() {
        "finding" => it.is(&["issued", "answered"]),
        _ => !it.is(&["closed"]),
    };
    let all: Vec<&Near> = around.of("finding").chain(around.of("nonconformity")).filter(open).collect();
    let grave = all.iter().any(|it| it.text("grade") == "major_nonconformity" || it.row.kind == "nonconformity");
    match all.len() {
        0 => good("no finding and no nonconformity is open"),
        count => {
            let light = if grave { Light::Bad } else { Light::Watch };
            Some((light, format!("{} open", counted(count, "finding is", "findings are")), ids(&all)))
        }
    }
}

fn incidents(around: &Around) -> Found {
    let open: Vec<&Near> = around.of("incident").filter(|it| !it.is(&["closed", "no_incident", "reviewed"])).collect();
    match open.len() {
        0 => good("no incident is open"),
        count => Some((Light::Bad, format!("{} open", counted(count, "incident is", "incidents are")), ids(&open))),
    }
}

fn supply(around: &Around) -> Found {
    let contracts: Vec<&Near> = around.of("contract").filter(|it| it.is(&["in_force"])).collect();
    let components: Vec<&Near> = around.of("component").filter(|it| it.is(&["in_use", "end_announced"])).collect();
    let ended: Vec<&Near> = contracts.iter().filter(|it| it.before("until", around.today)).copied().collect();
    let past: Vec<&Near> = components.iter().filter(|it| it.before("end_of_life", around.today)).copied().collect();
    let announced: Vec<&Near> = components.iter().filter(|it| it.is(&["end_announced"])).copied().collect();
    let counted = |it: &Near| it.standing.iter().any(|it| it.name == "unbacked_duties" && it.value.as_u64() > Some(0));
    let unbacked: Vec<&Near> = components.iter().filter(|it| counted(it)).copied().collect();
    match (ended.len(), past.len(), announced.len(), contracts.len() + components.len()) {
        (0, 0, 0, 0) => None,
        (1.., _, _, _) => Some((Light::Bad, "a contract in force has passed its end".to_owned(), ids(&ended))),
        (_, 1.., _, _) => Some((Light::Bad, "a component is past its end of life".to_owned(), ids(&past))),
        (_, _, 1.., _) => Some((Light::Watch, "the end of a component is announced".to_owned(), ids(&announced))),
        _ if !unbacked.is_empty() => {
            let why = "no clause in force backs duties of whoever supplies a component";
            Some((Light::Watch, why.to_owned(), ids(&unbacked)))
        }
        _ => good("contracts run, components are supported, and duties of suppliers are backed"),
    }
}
