//! What policies may know of findings, nonconformities and corrective actions.

use std::collections::{BTreeMap, BTreeSet};

use policy::Fact as Known;
use record::Id;
use store::{RecordRow, Visible};

use super::closing::{actions, lacks};
use super::effect::{Effect, effect};
use super::extent::like_cases;
use super::proof::proven;
use super::{CLOSED, FINDING, NONCONFORMITY};
use crate::Error;
use crate::conformity::kept::covered_in;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};
use crate::responsibility::PERSON;

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

/// What keeps nonconformities from being closed.
pub(crate) fn closing_problems(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let open: Vec<RecordRow> = rows.iter().filter(|it| it.state != CLOSED).map(|it| (*it).clone()).collect();
    let (ids, mut told) = (open.iter().map(|it| it.id.clone()).collect::<Vec<_>>(), BTreeMap::new());
    if !open.is_empty() {
        let actions = actions(at, &ids)?;
        let covered = covered_in(at, true, String::new(), day(at.time), 0)?;
        let like = like_cases(at, &open, &covered)?;
        for row in &open {
            let own = |of: &BTreeMap<Id, Vec<RecordRow>>| of.get(&row.id).cloned().unwrap_or_default();
            let lacks = lacks(at, row, &own(&actions), &like[&row.id])?;
            told.insert(row.id.clone(), lacks.into_iter().map(|it| it.says).collect());
        }
    }
    Ok(rows.iter().map(|it| Known::Texts(told.remove(&it.id).unwrap_or_default())).collect())
}

/// Who carried out what is to be judged: who owns an action, or the actions of a nonconformity or a finding.
pub(crate) fn doers(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let ids: Vec<Id> = rows.iter().filter(|it| it.kind == NONCONFORMITY).map(|it| it.id.clone()).collect();
    let actions = actions(at, &ids)?;
    let is_person = |it: &Id| at.catalog.kind_of_prefix(&it.prefix).is_some_and(|it| it.kind == PERSON);
    let one = |row: &&RecordRow| {
        let mut people: BTreeSet<String> = row.owner.iter().cloned().collect();
        people.extend(actions.get(&row.id).into_iter().flatten().filter_map(|it| it.owner.clone()));
        people.extend(row.list("correction").filter_map(|it| it.get("who")?.as_str().map(str::to_owned)));
        if row.kind == FINDING {
            people.extend(targets(&row.document, "about").iter().filter(|it| is_person(it)).map(ToString::to_string));
        }
        Known::Texts(people.into_iter().collect())
    };
    Ok(rows.iter().map(one).collect())
}
