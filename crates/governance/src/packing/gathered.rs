//! What is read for a pack: for every figure the records of two moments, and the sections that are no figures.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use record::Id;
use store::{Condition, Query, Read, RecordRow, Visible};

use super::asking::asks;
use super::asks::Asks;
use super::capacity::{COUNTS, Capacity, capacity};
use super::cause::{Known, moves};
use super::figure::{Counted, Figure, told};
use super::library::{Audience, Form, Shows, Wanted};
use super::pack::{FORMAT, Pack, parts};
use super::period::Period;
use super::valued;
use crate::derived::Snapshot;
use crate::surroundings::{SYSTEM, counts};
use crate::{Actor, Aims, Configuration, Error, Listing, Moment};

/// Classes of access, from the widest to the tightest.
const CLASSES: &[&str] = &["public", policy::UNMARKED, "confidential", "restricted"];
/// Makes a class as tight as another one.
pub(crate) fn tighten(access: &mut String, other: &str) {
    // A class of which nothing is known here counts as tighter than all.
    let rank = |it: &str| CLASSES.iter().position(|known| *known == it).unwrap_or(CLASSES.len());
    if access.is_empty() || (!other.is_empty() && rank(other) > rank(access)) {
        other.clone_into(access);
    }
}

/// Records as they stood at a moment, for one who asks.
pub(super) struct Then<'a> {
    pub configuration: Arc<Configuration>,
    actor: &'a Actor,
    visible: Visible,
    pub at: Snapshot<'a>,
    place: u64,
    pub period: Period,
    access: RefCell<String>,
}

impl Then<'_> {
    /// Records of a kind that fit a filter, whose days are filled in.
    pub fn listed(&self, kind: &str, filter: &str) -> Result<Vec<RecordRow>, Error> {
        let listing = Listing { filter: self.period.fill(filter), limit: 1, ..Listing::of(kind) };
        let query = listing.query(&self.configuration.catalog, self.actor, self.visible.clone(), Some(self.place))?;
        self.read(Query { limit: u32::MAX, ..query })
    }

    /// These records, also where they are retired.
    pub fn known(&self, ids: Vec<Id>) -> Result<Known, Error> {
        if ids.is_empty() {
            return Ok(Known::new());
        }
        let conditions = vec![Condition::Ids(ids)];
        let query = Query { conditions, as_of: Some(self.place), limit: u32::MAX, ..Query::all(self.visible.clone()) };
        Ok(self.read(query)?.into_iter().map(|it| (it.id.clone(), it)).collect())
    }

    fn read(&self, query: Query) -> Result<Vec<RecordRow>, Error> {
        let rows = self.at.read.list(&query)?;
        rows.iter().for_each(|it| tighten(&mut self.access.borrow_mut(), &it.access));
        Ok(rows)
    }

    /// What was counted for a figure, with every record that was looked at.
    pub fn counted(&self, wanted: &Wanted) -> Result<(Counted, Vec<RecordRow>), Error> {
        let ids = |rows: &[RecordRow]| rows.iter().map(|it| it.id.clone()).collect();
        let part = self.listed(&wanted.kind, &format!("{} {}", wanted.within, wanted.filter))?;
        let whole = match (&wanted.per, wanted.form) {
            (Some(per), Form::Rate) => self.listed(per, &wanted.per_within)?,
            _ => self.listed(&wanted.kind, &wanted.within)?,
        };
        let counted =
            Counted { part: ids(&part), whole: ids(&whole), days: self.period.passed(), on: Some(self.period.as_of) };
        Ok((counted, if wanted.form == Form::Rate { part } else { whole }))
    }
}

impl Aims {
    /// Everything of a pack but its indicators, and the place of the ledger as of which it is told.
    pub(super) fn gathered(
        &self,
        read: &Read,
        actor: &Actor,
        audience: &Audience,
        period: Period,
    ) -> Result<(Pack, u64), Error> {
        let actor = &self.with_roles(read, actor)?;
        let now = self.then(read, actor, period).map_err(|it| Error::problem("as_of", it.to_string()))?;
        let before = match period.before() {
            Some(it) => self.then(read, actor, it).map_err(|it| it.to_string()),
            None => Err("days do not go back so far".to_owned()),
        };
        let configuration = self.configuration();
        let packs = &configuration.libraries.packs;
        let sections = parts(packs, audience);
        let mut figures = Vec::new();
        for part in sections.iter().filter(|it| it.shows == Shows::Figures) {
            for wanted in packs.figure.iter().filter(|it| it.section == part.name) {
                figures.extend(figure(wanted, &now, before.as_ref())?);
            }
        }
        let mut pack = Pack {
            format: FORMAT,
            audience: audience.clone(),
            period,
            before: before.as_ref().ok().map(|it| it.period),
            before_why: before.as_ref().err().cloned().unwrap_or_default(),
            configuration: configuration.digest.clone(),
            access: String::new(),
            sections,
            figures,
            indicators: Vec::new(),
            asks: Asks::default(),
            capacity: Capacity::default(),
        };
        if pack.shows(Shows::Asks) {
            pack.asks = asks(&now)?;
        }
        if pack.shows(Shows::Capacity) {
            pack.capacity = people(&now)?;
        }
        let looked = before.iter().map(|it| it.access.borrow().clone()).chain([now.access.borrow().clone()]);
        looked.for_each(|it| tighten(&mut pack.access, &it));
        if pack.access.is_empty() {
            policy::UNMARKED.clone_into(&mut pack.access);
        }
        Ok((pack, now.place))
    }

    /// Records as they stood at the end of the last day of a period.
    fn then<'a>(&'a self, read: &'a Read, actor: &'a Actor, period: Period) -> Result<Then<'a>, Error> {
        let end: Moment = period.as_of.to_string().parse()?;
        let Moment::Time(time) = end else { return Err(Error::input("a day has an end")) };
        let early = || Error::Missing(format!("the ledger begins after {}", period.as_of));
        let place = end.place(read).ok().flatten().ok_or_else(early)?;
        let configuration = self.configuration();
        let at = Snapshot::new(read, &configuration, time, Some(place));
        let visible = self.visible(read, actor)?;
        let access = RefCell::default();
        Ok(Then { configuration, actor, visible, at, place, period, access })
    }
}

/// The figures of what is wanted: one, or one for each value of a field.
fn figure(wanted: &Wanted, now: &Then, before: Result<&Then, &String>) -> Result<Vec<Figure>, Error> {
    if let Some(field) = &wanted.by {
        return valued::each(wanted, field, now, before);
    }
    if let Some(of) = &wanted.counts {
        return Ok(vec![valued::some(wanted, of, now, before)?]);
    }
    let (counted, rows) = now.counted(wanted)?;
    let earlier = match before {
        Ok(it) => Ok(it.counted(wanted)?.0),
        Err(why) => Err(why),
    };
    Ok(vec![one(wanted, (&counted, &rows), earlier.as_ref().map_err(|it| *it), (now, before))?])
}

/// One figure with what moved it.
pub(super) fn one(
    wanted: &Wanted,
    (counted, rows): (&Counted, &[RecordRow]),
    earlier: Result<&Counted, &String>,
    (now, before): (&Then, Result<&Then, &String>),
) -> Result<Figure, Error> {
    let moved = match earlier.ok().zip(before.ok()) {
        None => Vec::new(),
        Some((old, before)) => {
            let one_side = old.part.iter().filter(|it| !counted.part.contains(it));
            let other = counted.part.iter().filter(|it| !old.part.contains(it));
            let ids: Vec<Id> = one_side.chain(other).cloned().collect();
            moves(&old.part, &counted.part, &before.known(ids.clone())?, &now.known(ids)?)
        }
    };
    let filled =
        Wanted { within: now.period.fill(&wanted.within), filter: now.period.fill(&wanted.filter), ..wanted.clone() };
    Ok(told(&filled, counted, earlier, &rows.iter().collect::<Vec<_>>(), moved))
}

/// How the resource plan in force stood.
fn people(now: &Then) -> Result<Capacity, Error> {
    let plans = now.listed(COUNTS.0, COUNTS.1)?;
    if plans.is_empty() {
        return capacity(&now.at, &now.visible, &plans, &[]);
    }
    let systems: Vec<RecordRow> = now.listed(SYSTEM, "")?.into_iter().filter(counts).collect();
    let tiers = now.held(&systems, "tier")?.into_iter();
    let tiers: Vec<(Id, String)> = tiers.map(|it| (it.id, it.values.concat())).collect();
    capacity(&now.at, &now.visible, &plans, &tiers)
}

/// Records by the kind and filter for which they were asked.
pub(super) type Proposed = BTreeMap<(String, String), Vec<RecordRow>>;

impl Aims {
    /// Records as they stood at the end of a period, for several questions of kind and filter at once.
    pub(super) fn proposed_for_review(
        &self,
        read: &Read,
        actor: &Actor,
        period: Period,
        asked: &[(String, String)],
    ) -> Result<Proposed, Error> {
        let actor = &self.with_roles(read, actor)?;
        let then = self.then(read, actor, period)?;
        let one = |it: &(String, String)| Ok((it.clone(), then.listed(&it.0, &it.1)?));
        asked.iter().map(one).collect()
    }
}
