//! What policies know of an impact assessment that is to be approved.

use policy::Fact as Known;
use store::RecordRow;

use super::around::Around;
use super::group::{Group, groups, is};
use super::hearing::{Hearing, TABLE, hearing};
use super::impact::{Direction, Impact, impacts};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};

/// Who must be heard about the harms of assessments and was not, each in a sentence.
pub(crate) fn unconsulted(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<Known>, Error> {
    rows.iter().map(|it| Ok(Known::Texts(open(at, it)?))).collect()
}

fn open(at: &Snapshot, row: &RecordRow) -> Result<Vec<String>, Error> {
    let library = &at.libraries.impacts;
    let own = impacts(library, row);
    if !own.iter().any(|it| it.direction == Direction::Harm) {
        return Ok(Vec::new());
    }
    let mut known: Vec<Group> = groups(library, None, &[], std::slice::from_ref(row), &[]);
    for system in at.records(&targets(&row.document, "systems"))? {
        let around = Around::read(at, &system.id)?;
        known.extend(groups(library, Some(&system), &around.parties, &around.assessments, &[]));
    }
    let asked = hearings(at, std::slice::from_ref(row), &own, &known)?;
    let open = asked.iter().filter(|it| it.holds_up());
    Ok(open.filter_map(|it| Some(format!("row {} of its impacts: {}", it.row, it.lacks.as_ref()?))).collect())
}

/// What is asked about the harms of these assessments.
///
/// Errors: a table that cannot be asked.
pub(crate) fn hearings(
    at: &Snapshot,
    assessments: &[RecordRow],
    impacts: &[Impact],
    groups: &[Group],
) -> Result<Vec<Hearing>, Error> {
    let harms = impacts.iter().filter(|it| it.direction == Direction::Harm);
    let Some(ruled) = TABLE.in_force(at)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for harm in harms {
        let Some(row) = assessments.iter().find(|it| it.id == harm.assessment) else { continue };
        let vulnerable = groups.iter().any(|it| it.vulnerable && is(it, harm));
        let told = hearing(&ruled.table, row, harm, vulnerable, day(at.time));
        found.push(told.map_err(|it| Error::problem("impacts", it))?);
    }
    Ok(found)
}
