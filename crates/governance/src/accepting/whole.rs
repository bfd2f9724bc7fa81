//! Acceptances for the command, the interface and pages: of an AI system, of a risk, one of them, or all; named as far as they may be seen.

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Read, RecordRow};

use super::acceptance::{Acceptance, Review};
use super::answers::wanting;
use super::around::Around;
use super::authority::{Asked, asked, rungs};
use super::gap::{Gap, gaps};
use super::standing::{self, Stands, told};
use super::unaccepted::{Unaccepted, unkept};
use super::weighed::{Sum, sums};
use super::{ACCEPT, ACCEPTANCE, REQUESTED};
use crate::bodies::gate::undecided;
use crate::bodies::rights::told::Told as Rights;
use crate::data::lineage::targets;
use crate::derived::Snapshot;
use crate::responsibility::whole::Names;
use crate::risking::{OVER, RISK};
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error};

/// Which part is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The day; today when it is not given.
    pub on: Option<Date>,
    /// One AI system.
    pub system: Option<Id>,
    /// One risk.
    pub risk: Option<Id>,
    /// One acceptance.
    pub acceptance: Option<Id>,
}

/// An acceptance in the register.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// The record.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its state, which people set.
    pub state: String,
    /// The risk.
    pub risk: Option<Id>,
    /// The level accepted.
    pub level: Option<String>,
    /// Who answers for it.
    pub owner: Option<Id>,
    /// The first day on which it counts.
    pub from: Option<Date>,
    /// The last day on which it counts.
    pub expires: Option<Date>,
    /// The time zone of its days.
    pub zone: String,
    /// Whether it counts, and why.
    pub standing: standing::Told,
    /// Whether another acceptance of the same risk counts now.
    pub followed: bool,
    /// What it asks of whoever grants it, as it would be asked now; why that cannot be told, where it cannot.
    #[serde(serialize_with = "crate::answered::or_why")]
    pub asked: Result<Asked, String>,
    /// Who may grant it now, in words; blank where it does not wait for anybody.
    pub who: String,
    /// The people who may.
    pub able: Vec<Id>,
    /// The day on which it was granted here.
    pub granted_on: Option<Date>,
    /// The rung by which it was granted.
    pub rung: Option<String>,
    /// By which authority it was granted, as it was told then.
    pub authority: Option<String>,
    /// Whether the ladder asks for a higher rung now than that by which it was granted.
    pub asks_more: bool,
    /// Its days of review.
    pub reviews: Vec<Review>,
    /// Days of review that have passed without one.
    pub overdue: Vec<Date>,
    #[serde(skip)]
    pub(crate) row: RecordRow,
}

impl Line {
    /// Whether nothing about it is open any more.
    pub fn closed(&self) -> bool {
        ["refused", super::ENDED].contains(&self.state.as_str())
    }

    /// Whether it was granted and not ended.
    pub fn granted(&self) -> bool {
        [super::GRANTED, super::SUSPENDED].contains(&self.state.as_str())
    }

    /// Whether it stands on the list of exceptions for those who direct.
    pub fn exception(&self) -> bool {
        !self.closed() && self.asked.as_ref().is_ok_and(|it| it.exception)
    }
}

/// A day on which something is due.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// What: `expiry` or `review`.
    pub what: &'static str,
    /// The acceptance.
    pub acceptance: Id,
}

/// Acceptances on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The day.
    pub on: Date,
    /// What was asked for: a system, a risk or an acceptance with its title; nothing for all.
    pub of: Option<(Id, String)>,
    /// Acceptances, the newest first.
    pub register: Vec<Line>,
    /// Risks that were accepted and are kept by nothing that counts.
    pub unaccepted: Vec<Unaccepted>,
    /// What is kept together by owner, unit and AI system: all that counts there, where something of what is asked for does.
    pub sums: Vec<Sum>,
    /// Days to come, and those that were let pass.
    pub days: Vec<Due>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// What is left out, since the reader may not see it.
    pub hidden: usize,
    /// Names of records.
    pub names: Names,
}

impl Told {
    /// Those that stand on the list of exceptions for those who direct.
    pub fn exceptions(&self) -> impl Iterator<Item = &Line> {
        self.register.iter().filter(|it| it.exception())
    }
}

impl Aims {
    /// Acceptances on a day.
    ///
    /// Errors: a record that is none of the kind that is asked for or that the reader may not see; a day before the ledger begins, or to come.
    pub async fn acceptances(&self, actor: &Actor, part: Part) -> Result<Told, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let told = this.acceptances_in(read, &who, &part)?;
            let names = this.names_of(read, &who, told.named())?;
            Ok::<_, Error>(told.shown(names))
        };
        self.0.store.read_async(read).await
    }

    /// The same within a reading, with all that it names.
    pub(crate) fn acceptances_in(&self, read: &Read, who: &Actor, part: &Part) -> Result<Told, Error> {
        let (at, on) = self.at_day(read, part.on)?;
        let asked_for = [(&part.system, SYSTEM), (&part.risk, RISK), (&part.acceptance, ACCEPTANCE)];
        let mut of = None;
        for (id, kind) in asked_for.into_iter().filter_map(|it| Some((it.0.as_ref()?, it.1))) {
            let row = self.readable(read, who, id, at.place)?;
            if row.kind != kind {
                return Err(Error::Missing(format!("`{id}` is no {}; name one", kind.replace('_', " "))));
            }
            of = Some((row.id, row.title));
        }
        let around = Around::read(&at)?;
        let visible = self.visible(read, who)?;
        let fitting: Vec<&Acceptance> = around.all.iter().filter(|it| fits(part, &around, it)).collect();
        let mut register = lines(&at, &around, &fitting, &visible)?;
        register.sort_by_key(|it| std::cmp::Reverse((it.from, it.id.number)));
        let risks: BTreeSet<&Id> = fitting.iter().filter_map(|it| it.risk.as_ref()).collect();
        let open = around.risks.values().filter(|it| risks.contains(&it.id) && !it.retired && it.state != OVER);
        let unaccepted = unkept(&at, open, &around.all, (&around.borne, &around.levels, &visible))?;
        let mut sums = sums(&around.weighed, &around.libraries.accepting);
        let named = |it: &Sum| it.acceptances.iter().any(|id| register.iter().any(|line| line.id == *id));
        sums.retain(|it| of.is_none() || named(it));
        Ok(Told {
            on,
            of,
            days: days(&register, on),
            gaps: gaps(&register, &sums),
            register,
            unaccepted,
            sums,
            hidden: 0,
            names: Names::new(),
        })
    }
}

/// Whether an acceptance belongs to what is asked for.
fn fits(part: &Part, around: &Around, it: &Acceptance) -> bool {
    let risk = it.risk.as_ref().and_then(|it| around.risks.get(it));
    let of_system = |system: &Id| risk.is_some_and(|it| targets(&it.document, "systems").contains(system));
    part.system.as_ref().is_none_or(of_system)
        && part.risk.as_ref().is_none_or(|of| it.risk.as_ref() == Some(of))
        && part.acceptance.as_ref().is_none_or(|of| it.id() == of)
}

fn lines(at: &Snapshot, around: &Around, all: &[&Acceptance], visible: &store::Visible) -> Result<Vec<Line>, Error> {
    let waiting: Vec<(&RecordRow, String)> =
        all.iter().filter(|it| it.row.state == REQUESTED).map(|it| (&it.row, ACCEPT.to_owned())).collect();
    let rights = at.rights(&waiting)?;
    let bodies = undecided(at, &waiting.iter().map(|it| (it.0, it.1.as_str())).collect::<Vec<_>>())?;
    let rungs = around.table.as_ref().map(|it| rungs(it)).unwrap_or_default();
    let place = |it: &str| rungs.iter().position(|of| of == it);
    let mut counting: BTreeSet<(Id, Id)> = BTreeSet::new();
    let mut found = Vec::new();
    for it in all {
        let now = it.risk.as_ref().and_then(|it| around.borne.get(it));
        let standing = told(at, it, visible, (now, &around.levels))?;
        if let Some(risk) = it.risk.clone().filter(|_| standing.stands == Stands::InEffect) {
            counting.insert((risk, it.id().clone()));
        }
        let (who, able) = granting((at, around), it, rights.get(it.id()), bodies.get(it.id()))?;
        let asked = asked(around, it);
        let rung = it.row.text("rung").map(str::to_owned);
        let asks_more = match (&asked, &rung) {
            (Ok(asked), Some(then)) => place(&asked.rung).zip(place(then)).is_some_and(|(now, then)| now > then),
            _ => false,
        };
        let zone = if it.row.text("zone").is_some() || it.held() { it.zone() } else { around.zone(it) };
        // What is not granted yet would end by the clock of its unit.
        let standing = standing::Told { ends: it.ends_in(&zone), ..standing };
        found.push(Line {
            id: it.id().clone(),
            title: it.row.title.clone(),
            state: it.row.state.clone(),
            risk: it.risk.clone(),
            level: it.level.clone(),
            owner: it.row.owner.as_deref().and_then(|it| it.parse().ok()),
            from: it.from,
            expires: it.expires,
            zone: zone.iana_name().unwrap_or("UTC").to_owned(),
            standing,
            followed: false,
            asked,
            who,
            able,
            granted_on: it.granted_on,
            rung,
            authority: it.row.text("authority").map(str::to_owned),
            asks_more,
            overdue: it
                .reviews()
                .iter()
                .filter(|of| it.keeps(at.time) && of.overdue(around.on))
                .map(|it| it.due)
                .collect(),
            reviews: it.reviews(),
            row: it.row.clone(),
        });
    }
    for it in &mut found {
        it.followed = counting.iter().any(|(risk, of)| Some(risk) == it.risk.as_ref() && *of != it.id);
    }
    Ok(found)
}

/// Who may grant an acceptance that waits, in words and as people: a body where one decides, else whoever the rights name; and what keeps it from being
/// granted as it stands.
fn granting(
    (at, around): (&Snapshot, &Around),
    it: &Acceptance,
    right: Option<&Rights>,
    body: Option<&String>,
) -> Result<(String, Vec<Id>), Error> {
    // Where a body decides nobody does alone, whatever their rights.
    let right = right.filter(|_| body.is_none());
    let able = right.map(|it| it.deciding().map(|it| it.person.clone()).collect()).unwrap_or_default();
    let who = body.cloned().or_else(|| right.map(Rights::who)).unwrap_or_default();
    let wanting = if it.row.state == REQUESTED { wanting(at, around, it)? } else { None };
    let says = match (who.is_empty(), wanting) {
        (_, None) => who,
        (true, Some(why)) => why,
        (false, Some(why)) => format!("{who}; not as it stands: {why}"),
    };
    Ok((says, able))
}

/// Days on which acceptances end or are to be reviewed: those to come, and those of reviews that were not held.
fn days(register: &[Line], on: Date) -> Vec<Due> {
    let mut found = Vec::new();
    for it in register.iter().filter(|it| it.granted()) {
        let due = |on: Date, what: &'static str| Due { on, what, acceptance: it.id.clone() };
        found.extend(it.expires.filter(|it| *it >= on).map(|day| due(day, "expiry")));
        let open = it.reviews.iter().filter(|it| it.held.is_none());
        let last = it.expires.unwrap_or(Date::MAX);
        found.extend(open.filter(|it| it.due <= last && last >= on).map(|it| due(it.due, "review")));
    }
    found.sort();
    found
}
