//! Who must be heard about a harm, by the decision table with that purpose, and whether they were. Pure. Serves ISO/IEC 42001 6.1.4.

use jiff::civil::Date;
use record::Id;
use rules::{Case, Table, Value, Verdict};
use serde::Serialize;
use store::RecordRow;

use super::impact::Impact;
use super::plain;
use crate::deciding::purpose::Purpose;
use crate::derived::date;

const SHIPPED: &str = include_str!("../../../../data/tables/consultation.toml");

/// The table that says who is heard.
pub(crate) static TABLE: Purpose = Purpose::new("consultation", SHIPPED);

/// The output that says it.
const OUTPUT: &str = "hear";

/// Who is heard, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hear {
    /// Nobody needs to be.
    Nobody,
    /// Those affected are told.
    Told,
    /// They are heard.
    Heard,
    /// Those who speak for them are heard.
    Represented,
}

impl Hear {
    /// Its name, as the table writes it.
    pub fn name(self) -> &'static str {
        match self {
            Hear::Nobody => "nobody",
            Hear::Told => "told",
            Hear::Heard => "heard",
            Hear::Represented => "represented",
        }
    }

    fn named(name: &str) -> Option<Hear> {
        [Hear::Nobody, Hear::Told, Hear::Heard, Hear::Represented].into_iter().find(|it| it.name() == name)
    }
}

/// What is asked about one harm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hearing {
    /// The assessment.
    pub assessment: Id,
    /// The row of the harm there.
    pub row: usize,
    /// The group that feels it.
    pub group: String,
    /// Who is heard; nothing as long as that depends on what nobody has filled in.
    pub hear: Option<Hear>,
    /// The row of the table that says so.
    pub by: String,
    /// Why, in words.
    pub says: String,
    /// What is not there yet; nothing where everybody was heard.
    pub lacks: Option<String>,
}

impl Hearing {
    /// Whether an assessment is not to be approved like this: those who are told are told after it.
    pub fn holds_up(&self) -> bool {
        self.lacks.is_some() && self.hear != Some(Hear::Told)
    }
}

/// Who was heard.
struct Held<'a> {
    who: &'a str,
    party: Option<Id>,
    done: bool,
    answered: bool,
    speaks_as: &'a str,
}

/// What is asked about a harm of an assessment, and what of it is not there on a day.
///
/// Errors: a table that cannot be asked, in a sentence.
pub fn hearing(
    table: &Table,
    assessment: &RecordRow,
    harm: &Impact,
    vulnerable: bool,
    on: Date,
) -> Result<Hearing, String> {
    let mut case =
        Case::default().with("level", Value::word(harm.level.name())).with("vulnerable", Value::Flag(vulnerable));
    let number = |it: u64| Value::whole(i64::try_from(it).unwrap_or(i64::MAX));
    harm.severity.into_iter().for_each(|it| case.set("severity", number(it)));
    harm.people.into_iter().for_each(|it| case.set("people", number(it)));
    harm.reversible.iter().for_each(|it| case.set("reversible", Value::word(it)));
    let outcome = table.evaluate(&case).map_err(|it| it.to_string())?;
    let blank = |hear, by: String, says: String, lacks| Hearing {
        assessment: harm.assessment.clone(),
        row: harm.row,
        group: harm.group.clone(),
        hear,
        by,
        says,
        lacks,
    };
    let row = match &outcome.verdict {
        Verdict::Decided { row, .. } => table.rows.get(*row),
        Verdict::Undecided { needs } => {
            let says = format!("who is heard cannot be told before {} of the harm is filled in", needs.join(", "));
            return Ok(blank(None, String::new(), says.clone(), Some(says)));
        }
        _ => return Err("the table of consultation decides nothing for a harm; let it decide every case".to_owned()),
    };
    let hear = outcome.value(OUTPUT).and_then(|it| Hear::named(&it.bare()));
    let (by, says) = row.map(|it| (it.id.clone(), it.says.clone())).unwrap_or_default();
    let lacks = hear.and_then(|it| lacks(it, assessment, harm, on));
    Ok(blank(hear, by, says, lacks))
}

/// What is not there of what is asked.
fn lacks(hear: Hear, assessment: &RecordRow, harm: &Impact, on: Date) -> Option<String> {
    let held: Vec<Held<'_>> = held(assessment, on);
    let fits = |it: &&Held<'_>| (harm.party.is_some() && it.party == harm.party) || plain(it.who) == plain(&harm.group);
    let own: Vec<&Held<'_>> = held.iter().filter(fits).filter(|it| it.done && it.speaks_as != "expert").collect();
    let published = date(&assessment.document, "published_on").is_some_and(|it| it <= on)
        && assessment.text("public_summary").is_some_and(|it| !it.trim().is_empty());
    let (heard, who): (Vec<&Held<'_>>, _) = match hear {
        Hear::Nobody => return None,
        Hear::Told if published || !own.is_empty() => return None,
        Hear::Told => return Some(format!("nothing was told to {}: publish a summary, or hear them", harm.group)),
        Hear::Heard => (own, "nobody"),
        Hear::Represented => {
            (own.into_iter().filter(|it| it.speaks_as == "representative").collect(), "nobody who speaks for them")
        }
    };
    match (heard.is_empty(), heard.iter().any(|it| it.answered)) {
        (true, _) => Some(format!("{who} of {} was heard", harm.group)),
        (_, false) => Some(format!("{} were heard, and nobody has answered what they said", harm.group)),
        _ => None,
    }
}

fn held(assessment: &RecordRow, on: Date) -> Vec<Held<'_>> {
    let filled = |it: &serde_json::Value| it.as_str().is_some_and(|it| !it.trim().is_empty());
    let row = |it: &'_ serde_json::Value| -> (bool, bool) {
        let day = it["when"].as_str().and_then(|it| it.parse::<Date>().ok());
        (day.is_some_and(|it| it <= on) && filled(&it["view"]), filled(&it["answer"]))
    };
    let rows = assessment.list("consulted").map(|it| {
        let (done, answered) = row(it);
        Held {
            who: it["who"].as_str().unwrap_or_default(),
            party: it["party"].as_str().and_then(|it| it.parse().ok()),
            done,
            answered,
            speaks_as: it["speaks_as"].as_str().unwrap_or("affected"),
        }
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const REVERSIBLE: [&str; 3] = ["fully", "partly", "not_at_all"];
    const LEVELS: [&str; 4] = ["individual", "group", "society", "environment"];

    fn hear(severity: i64, people: i64, reversible: usize, vulnerable: bool, level: usize) -> Hear {
        let case = Case::default()
            .with("severity", Value::whole(severity))
            .with("people", Value::whole(people))
            .with("reversible", Value::word(REVERSIBLE[reversible]))
            .with("vulnerable", Value::Flag(vulnerable))
            .with("level", Value::word(LEVELS[level]));
        let outcome = TABLE.shipped().unwrap().table.evaluate(&case).unwrap();
        Hear::named(&outcome.value(OUTPUT).unwrap().bare()).unwrap()
    }

    #[test]
    fn the_shipped_table_decides_every_case_and_is_proved_monotone() {
        let table = TABLE.shipped().unwrap();
        let findings = rules::verify(&[&table.table], &rules::Vocabulary::default());
        assert!(findings.clean(), "{:?}", findings.faults.iter().map(|it| &it.says).collect::<Vec<_>>());
    }

    /// Every case by brute force: one step more of anything never asks for less.
    #[test]
    fn more_of_anything_never_asks_for_less() {
        let mut seen = std::collections::BTreeSet::new();
        for (severity, people) in (1..=5).flat_map(|it| [0, 999, 1000, 50_000].map(|people| (it, people))) {
            for (reversible, level) in (0..3).flat_map(|it| (0..4).map(move |level| (it, level))) {
                for vulnerable in [false, true] {
                    let own = hear(severity, people, reversible, vulnerable, level);
                    seen.insert(own);
                    assert!(hear((severity + 1).min(5), people, reversible, vulnerable, level) >= own);
                    assert!(hear(severity, people + 1, reversible, vulnerable, level) >= own);
                    assert!(hear(severity, people, (reversible + 1).min(2), vulnerable, level) >= own);
                    assert!(hear(severity, people, reversible, true, level) >= own);
                }
            }
        }
        assert_eq!(seen.len(), 4, "every answer is given to some case");
    }
}
