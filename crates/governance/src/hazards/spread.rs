//! How the hazards of the catalogue stand over many AI systems: of each system every hazard, also those that nothing brings up. Serves ISO/IEC 42001 6.1.2.

use std::collections::{BTreeMap, HashMap};

use record::Id;
use serde::Serialize;
use store::{Condition, RecordRow};

use super::HAZARD;
use super::facts::known_of;
use super::planned::{ABOUT, Plan, in_force};
use super::shown::RECORDED;
use super::standing::{Around, Standing, all};
use super::table::TABLE;
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::measuring::KIND as MEASUREMENT;

/// What is said of a hazard that nothing brings up.
pub const UNTOUCHED: &str = "untouched";

/// How hazards can stand, in the order in which they are told.
pub const STANDINGS: [&str; 5] = ["measured", "suspected", "not_found", "excluded", UNTOUCHED];

/// Hazards of one AI system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfSystem {
    /// The AI system.
    pub system: Id,
    /// Hazards of the catalogue by how they stand; each stands once.
    pub hazards: BTreeMap<&'static str, Vec<String>>,
    /// Why nothing can be told, where facts cannot be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// How the hazards of these AI systems stand; nothing where no table suggests any. The number of statements does not grow with that of systems.
pub(crate) fn spread(at: &Snapshot, systems: &[RecordRow]) -> Result<Vec<OfSystem>, Error> {
    let Some(ruled) = TABLE.in_force(at)?.filter(|_| !systems.is_empty()) else { return Ok(Vec::new()) };
    let hazards = &at.libraries.hazards;
    let mut families: Vec<&str> =
        hazards.hazard.iter().flat_map(|it| it.shown_by.iter().map(|it| it.family.as_str())).collect();
    families.sort_unstable();
    families.dedup();
    let family = Condition::Any(families.into_iter().map(|it| Condition::is("family", it)).collect());
    let recorded = at.list(MEASUREMENT, vec![Condition::State(vec![RECORDED.to_owned()]), family])?;
    let mut measured = by_system(recorded, "of");
    let mut plans = by_system(in_force(at, None)?, ABOUT);
    let mut said = by_system(at.list(HAZARD, Vec::new())?, "system");
    said.values_mut().for_each(|it| it.sort_by_key(|it| std::cmp::Reverse(it.id.number)));
    let one = |(system, facts): (&RecordRow, Vec<_>)| {
        let around = Around {
            hazards,
            table: &ruled.table,
            facts,
            measurements: measured.remove(&system.id).unwrap_or_default(),
            plans: plans.remove(&system.id).unwrap_or_default().iter().map(Plan::of).collect(),
            said: said.remove(&system.id).unwrap_or_default(),
        };
        of_system(&around, &system.id)
    };
    Ok(systems.iter().zip(known_of(at, systems)?).map(one).collect())
}

/// Records by the AI systems that they name.
fn by_system(rows: Vec<RecordRow>, field: &str) -> HashMap<Id, Vec<RecordRow>> {
    let mut found: HashMap<Id, Vec<RecordRow>> = HashMap::new();
    for row in rows {
        targets(&row.document, field).into_iter().for_each(|of| found.entry(of).or_default().push(row.clone()));
    }
    found
}

fn of_system(around: &Around, system: &Id) -> OfSystem {
    let (told, why) = match all(around) {
        Ok(told) => (told, None),
        Err(why) => return OfSystem { system: system.clone(), hazards: BTreeMap::new(), why: Some(why) },
    };
    let standing: HashMap<&str, Standing> = told.iter().map(|it| (it.hazard.as_str(), it.standing)).collect();
    let mut hazards: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for it in &around.hazards.hazard {
        let how = standing.get(it.name.as_str()).map_or(UNTOUCHED, |it| it.name());
        hazards.entry(how).or_default().push(it.name.clone());
    }
    OfSystem { system: system.clone(), hazards, why }
}
