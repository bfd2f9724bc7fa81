//! What is around acceptances: all of them, the risks that they keep with what these bear now, the units, and the table of authority in force.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use record::Id;
use store::RecordRow;

use super::ACCEPTANCE;
use super::acceptance::Acceptance;
use super::authority::TABLE;
use super::borne::{Borne, borne};
use super::library::Axis;
use super::weighed::Kept;
use crate::Error;
use crate::data::lineage::targets;
use crate::deciding::shipped::Ruled;
use crate::derived::{Snapshot, day};
use crate::libraries::{Libraries, choices};
use crate::responsibility::UNIT;
use crate::risking::RISK;

/// The time zone of each unit, where it names one, with the unit above it.
type Zones = BTreeMap<String, (Option<String>, Option<String>)>;

/// What is around acceptances.
pub(crate) struct Around {
    /// The day.
    pub on: Date,
    /// The moment.
    pub time: Timestamp,
    /// Levels of risk, from the mildest.
    pub levels: Vec<String>,
    /// All acceptances that were not retired.
    pub all: Vec<Acceptance>,
    /// The risks that they keep.
    pub risks: BTreeMap<Id, RecordRow>,
    /// What these bear now.
    pub borne: BTreeMap<Id, Borne>,
    /// What is kept or asked for, as it is added up.
    pub weighed: Vec<Kept>,
    /// Time zones of units.
    zones: Zones,
    /// Units of AI systems.
    units: BTreeMap<Id, String>,
    /// The table of authority.
    pub table: Option<Arc<Ruled>>,
    /// What acceptances go by.
    pub libraries: Arc<Libraries>,
}

impl Around {
    /// Everything.
    pub(crate) fn read(at: &Snapshot) -> Result<Around, Error> {
        Around::with(at, &[])
    }

    /// Everything, with the risks of these records, which may stand otherwise in the store.
    pub(crate) fn with(at: &Snapshot, more: &[&RecordRow]) -> Result<Around, Error> {
        let rows = at.list(ACCEPTANCE, Vec::new())?;
        let all: Vec<Acceptance> = rows.iter().filter(|it| !it.retired).map(Acceptance::of).collect();
        let named = all.iter().filter_map(|it| it.risk.clone()).chain(more.iter().filter_map(|it| it.link("risk")));
        let ids: BTreeSet<Id> = named.collect();
        let risks = at.records(&ids.into_iter().collect::<Vec<_>>())?;
        let risks: BTreeMap<Id, RecordRow> =
            risks.into_iter().filter(|it| it.kind == RISK).map(|it| (it.id.clone(), it)).collect();
        let systems: BTreeSet<Id> = risks.values().flat_map(|it| targets(&it.document, "systems")).collect();
        let systems = at.records(&systems.into_iter().collect::<Vec<_>>())?;
        let levels = choices(&at.catalog, RISK, "level");
        let mut around = Around {
            on: day(at.time),
            time: at.time,
            borne: judged(at, risks.values(), &levels)?,
            levels,
            zones: zones(at)?,
            units: systems.into_iter().filter_map(|it| Some((it.id, it.unit?))).collect(),
            table: TABLE.in_force(at)?,
            libraries: at.libraries.clone(),
            weighed: Vec::new(),
            risks,
            all,
        };
        let waits = |it: &&Acceptance| it.row.state == super::REQUESTED || it.keeps(around.time);
        around.weighed = around.all.iter().filter(waits).filter_map(|it| around.kept(it)).collect();
        Ok(around)
    }

    /// What an acceptance would keep, as it is added up; nothing where it names no risk.
    pub(crate) fn kept(&self, it: &Acceptance) -> Option<Kept> {
        let risk = self.risks.get(it.risk.as_ref()?)?;
        let now = self.borne.get(&risk.id).and_then(|it| it.level.clone());
        let place = |it: &Option<String>| it.as_ref().and_then(|it| self.levels.iter().position(|of| of == it));
        let level = if place(&now) > place(&it.level) { now } else { it.level.clone() };
        let systems: BTreeSet<String> = targets(&risk.document, "systems").iter().map(ToString::to_string).collect();
        let owner = risk.owner.clone().or_else(|| it.row.owner.clone());
        let by = BTreeMap::from([
            (Axis::Owner, owner.into_iter().collect()),
            (Axis::Unit, self.unit(it).into_iter().collect()),
            (Axis::System, systems),
        ]);
        let day_asked = day(it.row.created);
        Some(Kept {
            acceptance: it.id().clone(),
            risk: risk.id.clone(),
            points: self.libraries.accepting.points_of(level.as_deref()),
            level,
            counts: it.keeps(self.time),
            from: it.granted_on.unwrap_or_else(|| it.from.map_or(day_asked, |it| it.max(day_asked))),
            by,
        })
    }

    /// The unit of an acceptance: its own, that of its risk, or that of the AI system.
    fn unit(&self, it: &Acceptance) -> Option<String> {
        let risk = it.risk.as_ref().and_then(|it| self.risks.get(it));
        let of_system = || targets(&risk?.document, "systems").iter().find_map(|it| self.units.get(it).cloned());
        it.row.unit.clone().or_else(|| risk?.unit.clone()).or_else(of_system)
    }

    /// The time zone by which an acceptance ends: that of its unit or the nearest above, or of the organisation where one unit stands at its top; UTC where
    /// none says any.
    pub(crate) fn zone(&self, it: &Acceptance) -> TimeZone {
        let tops: Vec<&String> = self.zones.iter().filter(|it| it.1.1.is_none()).map(|it| it.0).collect();
        let top = || (tops.len() == 1).then(|| tops[0].clone());
        let (mut next, mut seen) = (self.unit(it).or_else(top), BTreeSet::new());
        while let Some(unit) = next.take().filter(|it| seen.insert(it.clone())) {
            let Some((zone, above)) = self.zones.get(&unit) else { break };
            if let Some(zone) = zone.as_ref().and_then(|it| TimeZone::get(it).ok()) {
                return zone;
            }
            next.clone_from(above);
        }
        TimeZone::UTC
    }

    /// What is said of a risk of which nothing is known.
    pub(crate) fn unknown(&self, risk: &Id) -> Borne {
        Borne { level: None, side: "not_told", says: format!("{risk} is not known here") }
    }
}

/// What risks bear now.
pub(crate) fn judged<'a>(
    at: &Snapshot,
    risks: impl Iterator<Item = &'a RecordRow>,
    levels: &[String],
) -> Result<BTreeMap<Id, Borne>, Error> {
    let lines = at.lines()?;
    Ok(risks.map(|it| (it.id.clone(), borne(it, lines.judged(it).as_deref(), levels))).collect())
}

/// Time zones of units, with the unit above each.
fn zones(at: &Snapshot) -> Result<Zones, Error> {
    let text = |it: &RecordRow, field: &str| it.text(field).map(str::to_owned);
    let unit = |it: &RecordRow| (it.id.to_string(), (text(it, "time_zone"), text(it, "parent")));
    Ok(at.list(UNIT, Vec::new())?.iter().filter(|it| !it.retired).map(unit).collect())
}
