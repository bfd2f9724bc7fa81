//! Releases: what is part of one that was submitted stays what was looked at and approved, and grave AI systems go into operation by one.
//! Serves ISO/IEC 42001 8.1 and 7.5.3.

use std::collections::BTreeMap;

use policy::Fact as Known;
use record::Id;
use serde::Deserialize;
use store::{Heading, RecordRow};

use crate::Error;
use crate::bodies::in_effect::outdated;
use crate::bodies::{DECISION, matter};
use crate::data::lineage::targets;
use crate::derived::Snapshot;

/// The kind of releases, and the field that lists their parts.
pub(crate) const RELEASE: (&str, &str) = ("release", "bundle");
/// The field of a release that names its AI system.
const OF: &str = "system";
/// States in which a release binds its parts: it was submitted, and did not end.
const BINDS: &[&str] = &["in_review", "approved", "in_service"];

/// The first release that binds each of these parts; empty where none does.
pub(crate) fn held(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let mut by: BTreeMap<Id, Id> = BTreeMap::new();
    for (part, link) in at.read.links_to_any(&ids, &[RELEASE.0])? {
        let end = link.end;
        if link.field == RELEASE.1 && BINDS.contains(&end.state.as_str()) && !end.retired {
            by.entry(part).and_modify(|it| *it = end.id.clone().min(it.clone())).or_insert(end.id);
        }
    }
    let told = |it: &Id| by.get(it).map(ToString::to_string).unwrap_or_default();
    Ok(ids.iter().map(|it| Known::Text(told(it))).collect())
}

/// The AI system of each of these releases that is not used, with its state; empty where it is.
pub(crate) fn out_of_use(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let ids: Vec<Id> = rows.iter().flat_map(|it| targets(&it.document, OF)).collect();
    let systems = at.records(&ids)?;
    let told = |row: &&RecordRow| {
        let own = targets(&row.document, OF);
        let gone = |it: &&RecordRow| {
            own.contains(&it.id) && (it.retired || at.libraries.deciding.into_use.unused.contains(&it.state))
        };
        let says = |it: &RecordRow| format!("{} is {}", it.id, it.state.replace('_', " "));
        Known::Text(systems.iter().find(gone).map(says).unwrap_or_default())
    };
    Ok(rows.iter().map(told).collect())
}

/// By what AI systems go into operation, as data: `data/library/decision_rights.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IntoUse {
    /// States of a release in which it was approved.
    pub states: Vec<String>,
    /// The tiers that ask for one, as tables of rights call them.
    pub tiers: Vec<String>,
    /// States of an AI system of which nothing goes into service.
    pub unused: Vec<String>,
}

/// Why a grave AI system does not go into operation: no release of it was approved, or what was decided about it speaks of something else;
/// empty where one was, and for systems whose tier asks for none.
pub(crate) fn unreleased(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let asked = &at.libraries.deciding.into_use;
    let matters = matter::read(at, rows, true)?;
    let tier = |id: &Id| matters.get(id).map(|it| it.tier.as_str()).filter(|it| asked.tiers.iter().any(|of| of == it));
    let grave: Vec<Id> = rows.iter().filter(|it| tier(&it.id).is_some()).map(|it| it.id.clone()).collect();
    let links = at.read.links_to_any(&grave, &[RELEASE.0])?;
    let approved = |end: &Heading| asked.states.contains(&end.state) && !end.retired;
    let releases: Vec<(Id, Id)> = links
        .into_iter()
        .filter(|it| it.1.field == OF && approved(&it.1.end))
        .map(|(system, link)| (system, link.end.id))
        .collect();
    let lapsed = lapsed(at, &releases.iter().map(|it| it.1.clone()).collect::<Vec<_>>())?;
    let told = |row: &&RecordRow| {
        let Some(tier) = tier(&row.id) else { return String::new() };
        let own: Vec<&Id> = releases.iter().filter(|it| it.0 == row.id).map(|it| &it.1).collect();
        match own.first() {
            None => format!("its tier is {tier}, and no release of it was approved"),
            Some(_) if own.iter().any(|it| !lapsed.contains_key(*it)) => String::new(),
            Some(first) => format!("what was decided about {first} counts no longer: {}", lapsed[*first]),
        }
    };
    Ok(rows.iter().map(|it| Known::Text(told(it))).collect())
}

/// Releases about which it was decided and no decision speaks of what they are today, each with the reason.
fn lapsed(at: &Snapshot, releases: &[Id]) -> Result<BTreeMap<Id, String>, Error> {
    let links = at.read.links_to_any(releases, &[DECISION])?;
    let about: Vec<(Id, Id)> =
        links.into_iter().filter(|it| it.1.field == "subject").map(|it| (it.0, it.1.end.id)).collect();
    let rows = at.records(&about.iter().map(|it| it.1.clone()).collect::<Vec<_>>())?;
    let taken: Vec<RecordRow> = rows.into_iter().filter(|it| it.state == "taken" && !it.retired).collect();
    let outdated = outdated(at, &taken)?;
    let mut found: BTreeMap<Id, Option<String>> = BTreeMap::new();
    for (release, decision) in about.iter().filter(|it| taken.iter().any(|row| row.id == it.1)) {
        let why = outdated.get(decision).cloned();
        found.entry(release.clone()).and_modify(|it| *it = it.take().and(why.clone())).or_insert(why);
    }
    Ok(found.into_iter().filter_map(|(id, why)| Some((id, why?))).collect())
}
