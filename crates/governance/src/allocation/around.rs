//! Components with the parties, contracts and obligations around them on a day, and the tiers of their AI systems, read as sets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use record::{Catalog, Id};
use store::{Read, RecordRow, Way};

use super::party::{PARTS, Party};
use super::{COMPONENT, CONTRACT, OBLIGATION, PARTY};
use crate::Error;
use crate::data::lineage::targets;
use crate::derived::{Snapshot, day};
use crate::libraries::Libraries;
use crate::reached::{self, begins_new};
use crate::responsibility::catalogue::UNKNOWN;
use crate::responsibility::{ROLE, UNIT};
use crate::surroundings::{SYSTEM, counts};
use crate::tiering::OWN_TIER;
use crate::tiering::counting::{by_subject, of_scheme};

/// From an AI system to its components and all that these need.
pub(super) const TO_COMPONENTS: &[Way] =
    &[Way::against(COMPONENT, "systems", SYSTEM), Way::along(COMPONENT, "depends_on", COMPONENT)];

/// From components to all that bears on who takes which part in them.
const BEHIND: &[Way] = &[
    Way::along(COMPONENT, "systems", SYSTEM),
    Way::along(COMPONENT, "depends_on", COMPONENT),
    Way::against(COMPONENT, "depends_on", COMPONENT),
    Way::along(COMPONENT, "hands_over", COMPONENT),
    Way::against(COMPONENT, "hands_over", COMPONENT),
    Way::along(COMPONENT, "accountable", ROLE),
    Way::along(COMPONENT, "accountable", PARTY),
    Way::along(COMPONENT, "operated_by", UNIT),
    Way::along(COMPONENT, "operated_by", PARTY),
    Way::along(COMPONENT, "supplied_by", PARTY),
    Way::along(COMPONENT, "changes_made_by", ROLE),
    Way::along(COMPONENT, "changes_made_by", UNIT),
    Way::along(COMPONENT, "changes_made_by", PARTY),
    Way::along(COMPONENT, "incidents_by", ROLE),
    Way::along(COMPONENT, "incidents_by", UNIT),
    Way::along(COMPONENT, "incidents_by", PARTY),
    Way::along(COMPONENT, "backed_by", OBLIGATION),
    Way::along(PARTY, "parent", PARTY),
    Way::against(CONTRACT, "party", PARTY),
    Way::along(CONTRACT, "party", PARTY),
    Way::against(OBLIGATION, "contract", CONTRACT),
    Way::along(OBLIGATION, "contract", CONTRACT),
    Way::along(OBLIGATION, "duty_holder", PARTY),
    Way::against(OBLIGATION, "duty_holder", PARTY),
    Way::against(OBLIGATION, "covers", PARTY),
];

/// From what changes to the components whose answers may differ.
const CONCERNED: &[Way] = &[
    Way::along("classification", "subject", SYSTEM),
    Way::against(COMPONENT, "systems", SYSTEM),
    Way::along(COMPONENT, "depends_on", COMPONENT),
    Way::against(COMPONENT, "depends_on", COMPONENT),
    Way::along(COMPONENT, "hands_over", COMPONENT),
    Way::against(COMPONENT, "hands_over", COMPONENT),
    Way::against(COMPONENT, "accountable", PARTY),
    Way::against(COMPONENT, "operated_by", PARTY),
    Way::against(COMPONENT, "supplied_by", PARTY),
    Way::against(COMPONENT, "backed_by", OBLIGATION),
    Way::against(PARTY, "parent", PARTY),
    Way::along(CONTRACT, "party", PARTY),
    Way::along(OBLIGATION, "contract", CONTRACT),
    Way::against(OBLIGATION, "contract", CONTRACT),
    Way::along(OBLIGATION, "covers", PARTY),
    Way::along(OBLIGATION, "duty_holder", PARTY),
];

/// A component.
#[derive(Debug, Clone)]
pub struct Component {
    /// Number.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its type.
    pub form: String,
    /// State of the record.
    pub state: String,
    /// AI systems that need it.
    pub systems: Vec<Id>,
    /// Who takes each part, by its name.
    pub parts: BTreeMap<&'static str, Party>,
    /// Obligations on which the organisation relies for it.
    pub backed_by: Vec<Id>,
    /// Components that it needs.
    pub needs: Vec<Id>,
    /// What it hands over, and to which component.
    pub hands: Vec<(Id, String)>,
}

/// The tier of an AI system, and when the clock alone may change it.
pub type Tier = (String, Option<Timestamp>);

/// Components with all that bears on them.
#[derive(Debug, Clone)]
pub struct Around {
    /// The day.
    pub day: Date,
    /// Components that are in use or planned.
    pub components: BTreeMap<Id, Component>,
    /// AI systems that count, with their tiers.
    pub systems: BTreeMap<Id, Tier>,
    /// Contracts, obligations, roles, units and parties.
    pub rows: BTreeMap<Id, RecordRow>,
    /// What is asked.
    pub libraries: Arc<Libraries>,
}

impl Around {
    /// What there is around these records at a moment, which are taken as they are given; `on` is the day for which dates are asked.
    pub(crate) fn read(at: &Snapshot, seeds: &[RecordRow], on: Date) -> Result<Around, Error> {
        let given: BTreeSet<&Id> = seeds.iter().map(|it| &it.id).collect();
        let mut all = reached::rows(at, seeds, [BEHIND])?;
        all.retain(|it| !it.retired || given.contains(&it.id));
        let systems: Vec<RecordRow> = all.iter().filter(|it| it.kind == SYSTEM && counts(it)).cloned().collect();
        let systems = tiers(at, &systems, at.time)?;
        let rows: BTreeMap<Id, RecordRow> = all.into_iter().map(|it| (it.id.clone(), it)).collect();
        let live = rows.values().filter(|it| it.kind == COMPONENT && it.state != "retired" && !it.retired);
        let components = live.map(|it| (it.id.clone(), component(it, &rows))).collect();
        Ok(Around { day: on, components, systems, rows, libraries: at.libraries.clone() })
    }

    /// Everything around these components today, as derived fields ask.
    pub(crate) fn of_components(at: &Snapshot, rows: &[RecordRow]) -> Result<Around, Error> {
        Around::read(at, rows, day(at.time))
    }

    /// Records of a kind.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a RecordRow> {
        self.rows.values().filter(move |it| it.kind == kind)
    }

    /// The contract from which an obligation follows.
    pub fn contract(&self, obligation: &RecordRow) -> Option<&RecordRow> {
        self.rows.get(targets(&obligation.document, "contract").first()?).filter(|it| it.kind == CONTRACT)
    }

    /// A party and those to which it belongs, from the nearest on.
    pub fn owners(&self, party: &Id) -> Vec<Id> {
        let mut found: Vec<Id> = Vec::new();
        let mut next = Some(party.clone());
        while let Some(id) = next.filter(|it| !found.contains(it)) {
            next = self.rows.get(&id).and_then(|it| targets(&it.document, "parent").pop());
            found.push(id);
        }
        found
    }
}

impl Component {
    /// The party outside from which it comes, or which runs it where nobody supplies it.
    pub fn supplier(&self) -> Option<&Id> {
        ["supplies", "operates"].iter().find_map(|it| self.parts.get(it).and_then(Party::outside))
    }

    /// Who has it in hand: who runs it, else who supplies it, else who answers for it.
    pub fn holder(&self) -> Option<&Party> {
        ["operates", "supplies", "accountable"].iter().find_map(|it| self.parts.get(it))
    }
}

fn component(row: &RecordRow, rows: &BTreeMap<Id, RecordRow>) -> Component {
    let kind = |id: &Id| rows.get(id).map(|it| it.kind.clone());
    let hand = |it: &serde_json::Value| {
        Some((it["to"].as_str()?.parse().ok()?, it["what"].as_str().unwrap_or_default().trim().to_owned()))
    };
    Component {
        id: row.id.clone(),
        title: row.title.clone(),
        form: row.text("form").unwrap_or_default().to_owned(),
        state: row.state.clone(),
        systems: targets(&row.document, "systems"),
        parts: PARTS.iter().filter_map(|it| Some((it.name, Party::of(row, it.field, kind)?))).collect(),
        backed_by: targets(&row.document, "backed_by"),
        needs: targets(&row.document, "depends_on"),
        hands: row.list("hands_over").filter_map(hand).collect(),
    }
}

/// The tier of each of these AI systems, by the one reading of classifications.
fn tiers(at: &Snapshot, systems: &[RecordRow], time: Timestamp) -> Result<BTreeMap<Id, Tier>, Error> {
    let classified = at.classified(systems)?;
    let mut of = by_subject(&classified.rows);
    let tier = |system: &RecordRow| {
        let own = of.remove(&system.id).unwrap_or_default();
        let counted = of_scheme(&own, &classified.around, OWN_TIER, time).map(|it| it.0);
        let until = counted.as_ref().and_then(|it| it.until);
        let outcome = counted.and_then(|it| it.outcome);
        let name = outcome.map_or(UNKNOWN.to_owned(), |it| at.libraries.duties.tier(&it).to_owned());
        (system.id.clone(), (name, until))
    };
    Ok(systems.iter().map(tier).collect())
}

/// The components whose answers may differ once this record is stored, given what else it moves.
pub(crate) fn touched(read: &Read, catalog: &Catalog, row: &RecordRow, moved: &[Id]) -> Result<Vec<Id>, Error> {
    let moves = [COMPONENT, CONTRACT, OBLIGATION, PARTY, SYSTEM, "classification"].contains(&row.kind.as_str());
    let tiered = moved.iter().filter(|it| reached::is_of(catalog, it, &[SYSTEM])).cloned();
    let own = if moves { begins_new(row, CONCERNED) } else { BTreeSet::new() };
    let from: Vec<Id> = own.into_iter().chain(tiered).collect();
    if from.is_empty() {
        return Ok(Vec::new());
    }
    let mut reached = read.reach(&from, CONCERNED, None)?;
    reached.retain(|it| *it != row.id && reached::is_of(catalog, it, &[COMPONENT]));
    Ok(reached)
}
