//! What policies may know of the risk process: what is wrong with criteria, scores, assessments and sheets, and which stages of an AI system are not assessed.

use std::collections::BTreeSet;

use policy::Fact as Known;
use record::Id;
use store::RecordRow;

use super::agreeing::{Sheet, agreed, settled, sheet};
use super::around::{Around, criteria};
use super::criteria::Criteria;
use super::level::Risk;
use super::library::Step;
use super::taking_over::lapsed;
use super::{ASSESSMENT, CONCLUDED, CRITERIA, DECIDED, IN_FORCE, RISK, SHEET};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};
use crate::libraries::choices;
use crate::surroundings::SYSTEM;

/// An answer for each record of a kind; blank for those of others.
fn of_kind(
    rows: &[&RecordRow],
    kind: &str,
    one: impl Fn(&RecordRow) -> Result<Option<String>, Error>,
) -> Result<Vec<Known>, Error> {
    let answer = |row: &&RecordRow| match row.kind == kind {
        true => Ok(Known::Text(one(row)?.unwrap_or_default())),
        false => Ok(Known::Text(String::new())),
    };
    rows.iter().map(answer).collect()
}

/// The first thing that is wrong with criteria; empty where nothing is.
pub(crate) fn criteria_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let levels = choices(&at.catalog, RISK, "level");
    of_kind(rows, CRITERIA, |row| {
        let others: Vec<Criteria> = criteria(at)?.into_iter().filter(|it| it.id != row.id).collect();
        let versions: BTreeSet<String> =
            others.iter().map(|it| it.version.clone()).filter(|it| !it.is_empty()).collect();
        let by = Criteria::of(row, &levels);
        let faults = by.faults(&versions);
        // Those that begin later leave the others in force until then.
        let begun = by.from.is_none_or(|from| from <= day(at.time));
        let before = others.iter().find(|it| it.state == IN_FORCE && row.state == IN_FORCE && begun);
        let twice = before.map(|it| {
            format!(
                "{} are in force already; enter these as a draft and put them in force, which takes their place",
                it.id
            )
        });
        Ok(faults.into_iter().next().or(twice))
    })
}

/// What is wrong with the scores of risks; empty where nothing is, none is by criteria, or no criteria are in force.
pub(crate) fn score_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    of_kind(rows, RISK, |row| {
        let risk = Risk::of(row);
        let scored = row.list("by_type").next().is_some();
        if !scored && risk.criteria.is_none() {
            return Ok(None);
        }
        let Some(now) = super::around::in_force(&criteria(at)?, day(at.time)).map(|it| it.id.clone()) else {
            return Ok(None);
        };
        if let Some(of) = risk.twice.first() {
            return Ok(Some(format!("`by_type` scores {of} twice; keep one row for each type")));
        }
        let Some(id) = &risk.criteria else {
            return Ok(Some(format!(
                "`by_type` has scores, and `criteria` does not say by which they were made; name {now} or those by which they were"
            )));
        };
        Ok(match named(at, id)? {
            Err(why) => Some(why),
            Ok(by) => misplaced(&risk, &by),
        })
    })
}

/// Criteria by their number that are or were in force, or why they are not.
fn named(at: &Snapshot, id: &Id) -> Result<Result<Criteria, String>, Error> {
    let rows = at.records(std::slice::from_ref(id))?;
    let Some(row) = rows.first().filter(|it| it.kind == CRITERIA) else {
        return Ok(Err(format!("`criteria` names {id}, which is not there; name risk criteria that are in force")));
    };
    let levels = choices(&at.catalog, RISK, "level");
    Ok(match DECIDED.contains(&row.state.as_str()) {
        true => Ok(Criteria::of(row, &levels)),
        false => Err(format!(
            "`criteria` names {id}, which is {}; its scales count once it is in force",
            row.state.replace('_', " ")
        )),
    })
}

/// A score beyond the scales by which it was made.
fn misplaced(risk: &Risk, by: &Criteria) -> Option<String> {
    let beyond = |what: String, place: usize, most: usize| {
        (place > most).then(|| format!("{what} is at level {place}, and {} has {most}; choose one of them", by.id))
    };
    let likelihood =
        risk.likelihood.values().find_map(|it| beyond("`likelihood`".to_owned(), *it, by.likelihood.len()));
    let consequence = risk.consequence.iter().find_map(|((_, of), place)| match by.consequences.get(of) {
        Some(levels) => beyond(format!("the consequence for {of}"), *place, levels.len()),
        None => Some(format!("{} has no scale for {of}; score only types that it has", by.id)),
    });
    likelihood.or(consequence)
}

/// What keeps an assessment from being begun or concluded; empty where nothing does.
pub(crate) fn run_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    of_kind(rows, ASSESSMENT, |row| {
        let assessors = targets(&row.document, "assessors");
        if row.state == "planned" || row.state == "dropped" {
            return Ok(None);
        }
        let by = match row.link("criteria") {
            None => return Ok(Some("`criteria` names none; name the risk criteria in force".to_owned())),
            Some(id) => match named(at, &id)? {
                Err(why) => return Ok(Some(why)),
                Ok(by) => by,
            },
        };
        if !CONCLUDED.contains(&row.state.as_str()) {
            return Ok(None);
        }
        // Who handed in a sheet assessed, whatever the list says now.
        let sheets = sheets(at, &row.id)?;
        let handed = sheets.iter().filter(|it| it.handed_in).filter_map(|it| it.by.parse::<Id>().ok());
        let all: BTreeSet<Id> = assessors.into_iter().chain(handed).collect();
        if all.len() < 2 {
            return Ok(None);
        }
        Ok(unsettled(at, row, &all.into_iter().collect::<Vec<_>>(), &by, &sheets))
    })
}

/// Sheets of an assessment.
pub(crate) fn sheets(at: &Snapshot, assessment: &Id) -> Result<Vec<Sheet>, Error> {
    let links = at.read.links_to_any(std::slice::from_ref(assessment), &[SHEET])?;
    let ids: Vec<Id> = links.into_iter().filter(|it| it.1.field == "assessment").map(|it| it.1.end.id).collect();
    Ok(at.records(&ids)?.iter().filter(|it| !it.retired).map(sheet).collect())
}

fn unsettled(at: &Snapshot, row: &RecordRow, assessors: &[Id], by: &Criteria, sheets: &[Sheet]) -> Option<String> {
    let told = agreed(assessors, sheets, settled(row), Some(by), &at.libraries.risks.agreement);
    if let Some(who) = told.waiting.first() {
        return Some(format!("{who} has not handed in a score sheet; each assessor scores alone first"));
    }
    let open = told.differences.iter().find(|it| !it.open.is_empty())?;
    let what = open.of.as_ref().map_or("the likelihood".to_owned(), |of| format!("the consequence for {of}"));
    Some(format!(
        "assessors differ about {what} of {}, and {} {} not agreed on a level; each enters in `reconciled` for themself that they agree, with the level and why",
        open.risk,
        open.open.join(" and "),
        if open.open.len() == 1 { "has" } else { "have" }
    ))
}

/// What is wrong with score sheets; empty where nothing is.
pub(crate) fn sheet_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    of_kind(rows, SHEET, |row| {
        let Some(id) = row.link("assessment") else { return Ok(None) };
        let found = at.records(std::slice::from_ref(&id))?;
        let Some(run) = found.iter().find(|it| it.kind == ASSESSMENT) else { return Ok(None) };
        let by = row.owner.clone().unwrap_or_default();
        if run.state != "in_progress" {
            let state = run.state.replace('_', " ");
            return Ok(Some(format!("{id} is {state}; sheets are filled in while it is in progress")));
        }
        if !targets(&run.document, "assessors").iter().any(|it| it.to_string() == by) {
            return Ok(Some(format!("{by} is no assessor of {id}; name them there first")));
        }
        let other = sheets(at, &id)?.into_iter().find(|it| it.id != row.id && it.by == by);
        if let Some(other) = other {
            return Ok(Some(format!(
                "{} is their sheet already, and one person is one assessor; fill in that one",
                other.id
            )));
        }
        let Some(of) = run.link("criteria") else { return Ok(None) };
        Ok(match named(at, &of)? {
            Err(why) => Some(why),
            Ok(by) => out_of_scale(row, &by, &targets(&run.document, "risks")),
        })
    })
}

/// The first score that is on no scale, of a risk that is not assessed, or there twice.
fn out_of_scale(row: &RecordRow, by: &Criteria, risks: &[Id]) -> Option<String> {
    let mut seen = BTreeSet::new();
    row.list("scores").find_map(|it| {
        let (risk, of) = super::agreeing::key(it)?;
        let level = it.get("level")?.as_u64()? as usize;
        let most = match &of {
            None => by.likelihood.len(),
            Some(of) => by.consequences.get(of).map_or(0, Vec::len),
        };
        let what = of.clone().map_or("the likelihood".to_owned(), |of| format!("the consequence for {of}"));
        if !risks.is_empty() && !risks.contains(&risk) {
            return Some(format!("{risk} is none of the risks of the assessment; score those that it names"));
        }
        if level == 0 || level > most {
            return Some(format!("{what} of {risk} is at level {level}, and {} has {most}; choose one of them", by.id));
        }
        (!seen.insert((risk.clone(), of))).then(|| format!("{what} of {risk} is scored twice; keep one row"))
    })
}

/// What stages of AI systems lack before they may be in their state; nothing where no criteria are in force.
pub(crate) fn unassessed_stages(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let method = &at.libraries.risks;
    let asked = |it: &&RecordRow| it.kind == SYSTEM && !method.before(&it.state).is_empty();
    let none = || rows.iter().map(|_| Known::Texts(Vec::new())).collect();
    if !rows.iter().any(asked) {
        return Ok(none());
    }
    if super::around::in_force(&criteria(at)?, day(at.time)).is_none() {
        let lapsed: Vec<String> = lapsed(at)?.into_iter().collect();
        let shut = |row: &&RecordRow| if asked(row) { lapsed.clone() } else { Vec::new() };
        return Ok(rows.iter().map(|it| Known::Texts(shut(it))).collect());
    }
    let owned: Vec<RecordRow> = rows.iter().filter(|it| asked(it)).map(|it| (*it).clone()).collect();
    // Only the last steps ask when risks are assessed again.
    let around = Around::read_with(at, Some(&owned), method.gate.steps.contains(&Step::Monitor))?;
    let one = |row: &&RecordRow| {
        let system = around.systems.iter().find(|it| it.id == row.id).filter(|_| asked(row));
        Known::Texts(system.map(|it| lacking(at, &around, it, method.before(&row.state))).unwrap_or_default())
    };
    Ok(rows.iter().map(one).collect())
}

/// What these stages of an AI system lack of the steps without which it does not move on, in words.
pub(crate) fn lacking(
    at: &Snapshot,
    around: &Around,
    system: &super::around::System,
    stages: &[String],
) -> Vec<String> {
    let gate = &at.libraries.risks.gate.steps;
    let mut found = Vec::new();
    for stage in stages {
        for it in around.steps(at, system, stage).into_iter().filter(|it| it.asked && gate.contains(&it.step)) {
            let says = it.lacks.into_iter().map(|lack| {
                let who = lack.risk.map(|it| format!("{it}: ")).unwrap_or_default();
                format!("{} ({}): {who}{}", stage.replace('_', " "), it.step.name(), lack.says)
            });
            found.extend(says);
        }
    }
    found
}

/// How many high and critical risks of the AI systems of releases are open; two statements for all rows together.
pub(crate) fn open_high_risks(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let read = at.read;
    let system = |row: &RecordRow| row.document.get("system")?.as_str()?.parse::<Id>().ok();
    let mut systems: Vec<Id> = rows.iter().filter_map(|row| system(row)).collect();
    systems.sort();
    systems.dedup();
    let links = read.links_to_any(&systems, &[RISK])?;
    let ids: Vec<Id> = links.iter().map(|(_, link)| link.end.id.clone()).collect();
    let grave = |risk: &RecordRow| {
        let level = risk.text("level").unwrap_or_default();
        !risk.retired && risk.state != "closed" && ["high", "critical"].contains(&level)
    };
    let grave: BTreeSet<Id> = read.records(&ids)?.into_iter().filter(grave).map(|it| it.id).collect();
    let count = |row: &&RecordRow| {
        let Some(system) = system(row) else { return Known::Long(0) };
        let of: BTreeSet<&Id> = links.iter().filter(|it| it.0 == system).map(|it| &it.1.end.id).collect();
        Known::Long(of.into_iter().filter(|it| grave.contains(*it)).count() as i64)
    };
    Ok(rows.iter().map(count).collect())
}
