//! What is around an AI system for its impacts: assessments, interested parties, risks and their assessments, hazards, and units that its
//! exposed work names. Of a past day whole kinds are read, since links are known as they are now.

use std::collections::BTreeMap;

use record::Id;
use store::{Condition, RecordRow};

use super::{ASSESSMENT, IN_WORK, STANDS};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::hazards::HAZARD;
use crate::risking;

/// What is around a system.
pub(crate) struct Around {
    /// Assessments that stand or are in work, the newest last.
    pub assessments: Vec<RecordRow>,
    /// Interested parties that name it.
    pub parties: Vec<RecordRow>,
    /// Its risks.
    pub risks: Vec<RecordRow>,
    /// Its risk assessments.
    pub runs: Vec<RecordRow>,
    /// What people said about its hazards.
    pub hazards: Vec<RecordRow>,
    /// The AI systems that its assessments cover.
    pub covered: BTreeMap<Id, RecordRow>,
    /// The units that exposed work names.
    pub units: BTreeMap<Id, RecordRow>,
}

impl Around {
    /// Reads it.
    pub(crate) fn read(at: &Snapshot, system: &Id) -> Result<Around, Error> {
        let mut assessments = pointing(at, ASSESSMENT, "systems", system)?;
        assessments.retain(|it| STANDS.iter().chain(&IN_WORK).any(|of| *of == it.state));
        assessments.sort_by_key(|it| it.id.number);
        let named =
            |field: &str| -> Vec<Id> { assessments.iter().flat_map(|it| targets(&it.document, field)).collect() };
        let (covered, units) = (known(at, named("systems"))?, known(at, exposed(&assessments))?);
        Ok(Around {
            parties: pointing(at, "interested_party", "systems", system)?,
            risks: pointing(at, risking::RISK, "systems", system)?,
            runs: pointing(at, risking::ASSESSMENT, "covers", system)?,
            hazards: pointing(at, HAZARD, "system", system)?,
            covered,
            units,
            assessments,
        })
    }
}

/// Records of a kind that point to one by a field.
fn pointing(at: &Snapshot, kind: &str, field: &str, to: &Id) -> Result<Vec<RecordRow>, Error> {
    let linked = Condition::LinkedTo { field: Some(field.to_owned()), target: to.clone() };
    let mut rows = at.list(kind, if at.place.is_none() { vec![linked] } else { Vec::new() })?;
    rows.retain(|it| !it.retired && targets(&it.document, field).contains(to));
    Ok(rows)
}

fn exposed(assessments: &[RecordRow]) -> Vec<Id> {
    let rows = assessments.iter().flat_map(|it| it.list("exposed_work"));
    rows.filter_map(|it| it["unit"].as_str()?.parse().ok()).collect()
}

fn known(at: &Snapshot, mut ids: Vec<Id>) -> Result<BTreeMap<Id, RecordRow>, Error> {
    ids.sort();
    ids.dedup();
    Ok(at.records(&ids)?.into_iter().map(|it| (it.id.clone(), it)).collect())
}
