//! What policies may know of a concern: whether its investigator, or who asks, is concerned.

use std::collections::BTreeSet;

use policy::Fact as Known;
use record::Id;
use store::{RecordRow, Visible};

use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};
use crate::escalating::reached::Matter;
use crate::responsibility::organisation::{Assignment, Organisation};

fn matter(row: &RecordRow) -> Matter {
    let concerned: BTreeSet<Id> = targets(&row.document, "concerned").into_iter().collect();
    Matter { concerned, ..Matter::default() }
}

fn organisation(at: &Snapshot) -> Result<Organisation, Error> {
    Organisation::read(at, &Visible::All, day(at.time), None)
}

/// Why the investigators of concerns may not be that; empty where nothing is against it.
pub(crate) fn investigator_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    if rows.iter().all(|it| targets(&it.document, "owner").is_empty() || targets(&it.document, "concerned").is_empty())
    {
        return Ok(rows.iter().map(|_| Known::Text(String::new())).collect());
    }
    let org = organisation(at)?;
    let problem = |row: &&RecordRow| {
        let (matter, owner) = (matter(row), targets(&row.document, "owner").pop());
        match owner {
            Some(it) if matter.concerned.contains(&it) => format!("{it} is whom the concern is about"),
            Some(it) if barred(&org, &matter, &it) => format!("{it} reports to somebody whom the concern is about"),
            _ => String::new(),
        }
    };
    Ok(rows.iter().map(|it| Known::Text(problem(it))).collect())
}

/// Everybody who may have nothing to do with concerns: those whom they are about, and those who report to them.
pub(crate) fn touched(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    if rows.iter().all(|it| targets(&it.document, "concerned").is_empty()) {
        return Ok(rows.iter().map(|_| Known::Texts(Vec::new())).collect());
    }
    let org = organisation(at)?;
    let everybody = |row: &&RecordRow| {
        let matter = matter(row);
        org.people.keys().filter(|it| barred(&org, &matter, it)).map(ToString::to_string).collect()
    };
    Ok(rows.iter().map(|it| Known::Texts(everybody(it))).collect())
}

/// Whether somebody has nothing to do with a concern: whom it is about, and who reports to them. Where it is about whoever is at the top, to whom
/// all who audit report, these see to it all the same: the third line answers to those who govern.
fn barred(org: &Organisation, matter: &Matter, person: &Id) -> bool {
    if !matter.touches(org, person) || matter.concerned.contains(person) {
        return matter.concerned.contains(person);
    }
    let third = |it: &&Assignment| org.roles.get(&it.role).is_some_and(|it| it.third_line);
    let audits: Vec<&Id> = org.in_force().filter(third).map(|it| &it.person).collect();
    !(audits.contains(&person) && audits.iter().all(|it| matter.touches(org, it)))
}
