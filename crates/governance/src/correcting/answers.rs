//! What policies may know of findings, nonconformities and corrective actions.

use policy::Fact as Known;
use store::{RecordRow, Visible};

use super::closing::{actions, lacks};
use super::effect::{Effect, effect};
use super::extent::like_cases;
use super::proof::proven;
use super::{FINDING, NONCONFORMITY};
use crate::Error;
use crate::conformity::kept::covered_in;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};

/// Why no evidence of a finding could have shown the opposite; empty where some could, or none is named.
pub(crate) fn evidence_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let one = |row: &&RecordRow| match row.kind == FINDING {
        true => Ok(proven(at, row)?.problem().unwrap_or_default()),
        false => Ok(String::new()),
    };
    rows.iter().map(|it| one(it).map(Known::Text)).collect()
}

/// Why the effect of an action cannot be judged as good now; empty where records show it, or nothing in records would.
pub(crate) fn effect_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let one = |row: &&RecordRow| {
        let told = effect(at, row, &Visible::All)?;
        Ok::<_, Error>(match told.effect {
            Effect::Holds => String::new(),
            // Where nothing in records would show it, a person judges by evidence; the page says so.
            Effect::NotAssessable if told.looked.is_empty() => String::new(),
            _ => told.why,
        })
    };
    rows.iter().map(|it| one(it).map(Known::Text)).collect()
}

/// What keeps a nonconformity from being closed.
pub(crate) fn closing_problems(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let one = |row: &&RecordRow| match row.kind == NONCONFORMITY && row.state != "closed" {
        true => lacks_of(at, row),
        false => Ok(Vec::new()),
    };
    rows.iter().map(|it| one(it).map(Known::Texts)).collect()
}

fn lacks_of(at: &Snapshot, row: &RecordRow) -> Result<Vec<String>, Error> {
    let actions = actions(at, std::slice::from_ref(&row.id))?;
    let covered = covered_in(at, Some(&at.catalog), String::new(), day(at.time), 0)?;
    lacks(at, row, &actions, &like_cases(at, row, &covered)?)
}

/// Who carried out what is to be judged: who owns an action, or the actions of a nonconformity or a finding.
pub(crate) fn doers(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let one = |row: &&RecordRow| {
        let mut people: Vec<String> = row.owner.iter().cloned().collect();
        if row.kind == NONCONFORMITY {
            people.extend(actions(at, std::slice::from_ref(&row.id))?.into_iter().filter_map(|it| it.owner));
            let corrected = row.list("correction").filter_map(|it| it.get("who")?.as_str().map(str::to_owned));
            people.extend(corrected);
        }
        if row.kind == FINDING {
            people.extend(
                targets(&row.document, "about").iter().filter(|it| it.prefix == "PER").map(ToString::to_string),
            );
        }
        people.sort();
        people.dedup();
        Ok::<_, Error>(Known::Texts(people))
    };
    rows.iter().map(one).collect()
}
