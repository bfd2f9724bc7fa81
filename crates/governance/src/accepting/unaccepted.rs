//! Risks that acceptances kept and that none keeps now: what holds AI systems and their releases back, whatever people write.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use serde::Serialize;
use store::{RecordRow, Visible};

use super::ACCEPTANCE;
use super::acceptance::Acceptance;
use super::around::judged;
use super::borne::Borne;
use super::standing::{Stands, told};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::libraries::choices;
use crate::risking::{OVER, RISK};

/// A risk that was accepted and is not any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unaccepted {
    /// The risk.
    pub risk: Id,
    /// The acceptance that began last of those that do not count any more.
    pub acceptance: Id,
    /// How it stands.
    pub stands: Stands,
    /// Why.
    pub why: String,
    /// Its AI systems, which are held back by it.
    pub systems: Vec<Id>,
}

impl Unaccepted {
    /// In a sentence, for whoever is held back by it.
    pub(crate) fn says(&self) -> String {
        format!("{} ({} is {}: {})", self.risk, self.acceptance, self.stands.name().replace('_', " "), self.why)
    }
}

/// Risks of these AI systems that were accepted, bear more than is acceptable, and are kept by no acceptance that counts.
pub(crate) fn lapsed(at: &Snapshot, systems: &BTreeSet<Id>) -> Result<Vec<Unaccepted>, Error> {
    let systems: Vec<Id> = systems.iter().cloned().collect();
    let links = at.read.links_to_any(&systems, &[RISK])?;
    let ids: BTreeSet<Id> = links.into_iter().filter(|it| it.1.field == "systems").map(|it| it.1.end.id).collect();
    let risks = at.records(&ids.into_iter().collect::<Vec<_>>())?;
    let open: Vec<RecordRow> = risks.into_iter().filter(|it| !it.retired && it.state != OVER).collect();
    let ids: Vec<Id> = open.iter().map(|it| it.id.clone()).collect();
    let links = at.read.links_to_any(&ids, &[ACCEPTANCE])?;
    let ids: BTreeSet<Id> = links.into_iter().filter(|it| it.1.field == "risk").map(|it| it.1.end.id).collect();
    let rows = at.records(&ids.into_iter().collect::<Vec<_>>())?;
    let all: Vec<Acceptance> = rows.iter().filter(|it| !it.retired).map(Acceptance::of).collect();
    if all.is_empty() {
        return Ok(Vec::new());
    }
    let levels = choices(&at.catalog, RISK, "level");
    let borne = judged(at, open.iter(), &levels)?;
    unkept(at, &open, &all, (&borne, &levels, &Visible::All))
}

/// Of these risks those that acceptances kept and that none keeps now, by what each bears, levels from the mildest, and records that somebody may see.
pub(crate) fn unkept<'a>(
    at: &Snapshot,
    risks: impl IntoIterator<Item = &'a RecordRow>,
    all: &[Acceptance],
    (borne, levels, visible): (&BTreeMap<Id, Borne>, &[String], &Visible),
) -> Result<Vec<Unaccepted>, Error> {
    let mut found = Vec::new();
    for risk in risks {
        let now = borne.get(&risk.id);
        let mut last: Option<Unaccepted> = None;
        let mut kept = now.is_some_and(Borne::acceptable);
        let mut own: Vec<&Acceptance> =
            all.iter().filter(|it| it.risk.as_ref() == Some(&risk.id) && it.held()).collect();
        own.sort_by_key(|it| (it.from, it.id().number));
        for it in own {
            let told = told(at, it, visible, (now, levels))?;
            kept |= told.stands == Stands::InEffect;
            if told.stands.lapsed() {
                let (acceptance, systems) = (it.id().clone(), targets(&risk.document, "systems"));
                let (stands, why) = (told.stands, told.why);
                last = Some(Unaccepted { risk: risk.id.clone(), acceptance, stands, why, systems });
            }
        }
        found.extend(last.filter(|_| !kept));
    }
    Ok(found)
}
