//! What policies may know of assessments and rating sheets: what is wrong with a sheet, and what keeps an assessment from being concluded.

use std::collections::BTreeSet;

use policy::Fact as Known;
use record::Id;
use store::RecordRow;

use super::around::{CONCLUDED, columns, sheets};
use super::claim::{claims, key, settlements, text};
use super::{ASSESSMENT, RATING};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;

/// What is wrong with a sheet, of the assessment, its assessor or a row; empty where nothing is.
pub(crate) fn rating_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let one = |row: &&RecordRow| match row.kind == RATING {
        true => problem(at, row),
        false => Ok(String::new()),
    };
    rows.iter().map(|it| one(it).map(Known::Text)).collect()
}

fn problem(at: &Snapshot, sheet: &RecordRow) -> Result<String, Error> {
    let found = at.records(&targets(&sheet.document, "assessment"))?;
    let Some(assessment) = found.iter().find(|it| it.kind == ASSESSMENT) else { return Ok(String::new()) };
    let (id, by) = (&assessment.id, sheet.owner.clone().unwrap_or_default());
    if assessment.state != "in_progress" {
        return Ok(format!(
            "{id} is {}; sheets are filled in while it is in progress",
            assessment.state.replace('_', " ")
        ));
    }
    if !targets(&assessment.document, "assessors").iter().any(|it| it.to_string() == by) {
        return Ok(format!("{by} is no assessor of {id}; name them there"));
    }
    let double = sheets(at, id)?.into_iter().find(|it| it.id != sheet.id && it.owner.as_deref() == Some(&by));
    if let Some(other) = double {
        return Ok(format!("{} is their sheet already; fill in that one", other.id));
    }
    let (scale, shelf) = (at.libraries.gaps.scale(assessment.text("scale").unwrap_or_default()), at.libraries.shelf());
    let columns = columns(assessment);
    let wrong = sheet.list("rows").find_map(|row| {
        let (reference, subject) = key(row);
        let (level, reason) = (text(row, "level"), text(row, "reason"));
        let says = match () {
            () if shelf.find(&reference).is_none_or(|it| !it.node.assessable) => {
                "no library knows it, or it cannot be assessed"
            }
            () if !columns.contains(&subject) => "the assessment has no such column",
            () if scale.and_then(|it| it.place(level)).is_none() => "it has no step of the scale",
            () if text(row, "said") == "challenged" && reason.trim().is_empty() => "it is challenged without a reason",
            () => return None,
        };
        Some(format!("`{}`: {says}", format!("{reference} {subject}").trim()))
    });
    Ok(wrong.unwrap_or_default())
}

/// What keeps an assessment from being begun or concluded; empty where nothing does.
pub(crate) fn assessment_problem(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    let one = |row: &&RecordRow| match row.kind == ASSESSMENT {
        true => unready(at, row),
        false => Ok(String::new()),
    };
    rows.iter().map(|it| one(it).map(Known::Text)).collect()
}

fn unready(at: &Snapshot, row: &RecordRow) -> Result<String, Error> {
    let name = row.text("framework").unwrap_or_default();
    let shelf = at.libraries.shelf();
    if shelf.framework(&conformity::reference::framework(shelf, name)).is_none() {
        return Ok(format!("`{name}` is no framework that is known"));
    }
    let named = row.text("scale").unwrap_or_default();
    let Some(scale) = at.libraries.gaps.scale(named) else {
        let all: Vec<&str> = at.libraries.gaps.scale.iter().map(|it| it.name.as_str()).collect();
        return Ok(format!("`{named}` is no scale; there are {}", all.join(", ")));
    };
    // It is asked again of what the move would make of it.
    if row.state != CONCLUDED {
        return Ok(String::new());
    }
    let sheets = sheets(at, &row.id)?;
    let open: Vec<&Id> = sheets.iter().filter(|it| it.state != "handed_in").map(|it| &it.id).collect();
    if let Some(id) = open.first() {
        return Ok(format!("{id} is not handed in yet"));
    }
    if sheets.is_empty() {
        return Ok("nobody has rated anything".to_owned());
    }
    let (said, settled) = (claims(sheets.iter(), scale), settlements(row, scale));
    let differ = said.iter().find(|(key, all)| {
        let levels: BTreeSet<usize> = all.iter().map(|it| it.level).collect();
        levels.len() > 1 && !settled.contains_key(*key)
    });
    Ok(differ
        .map(|((reference, subject), _)| {
            format!("assessors differ about `{}`; settle it with a reason", format!("{reference} {subject}").trim())
        })
        .unwrap_or_default())
}
