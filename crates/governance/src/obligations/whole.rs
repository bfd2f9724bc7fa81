//! The duties of one AI system for those who ask: on a day, as known on a day, with reasons, what is missing, clashes and gaps.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use library::Shelf;
use record::Id;
use serde::Serialize;
use store::{Query, Read, RecordRow, Visible};

use super::agreed::{Agreed, Records, agreed};
use super::clash::{Clashing, Strict, clashes, strictest};
use super::class::Classes;
use super::duty::{Days, Duty, Judge, Verdict};
use super::gap::{Gap, gaps};
use super::in_time::{InTimeClass, class_on};
use super::library::Obligations;
use super::moved::{Moved, moved};
use super::reading::{Interpretation, readings};
use super::subject::Subject;
use super::{CONTRACT, EVERYWHERE, OBLIGATION};
use crate::deciding::in_force::{Deciding, Tables, of_records};
use crate::deciding::shipped::scheme;
use crate::derived::Snapshot;
use crate::libraries::Libraries;
use crate::responsibility::whole::Names;
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error};

/// The scheme whose class is told beside duties.
pub const LAW: &str = "eu_ai_act";
/// Obligations and contracts that are read; nobody keeps more.
const MOST: u32 = 20_000;

/// What is asked about duties.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The day for which is asked; today when it is not given.
    pub on: Option<Date>,
    /// The day whose knowledge of the law counts; today when it is not given.
    pub known: Option<Date>,
    /// Only laws of this place, by code.
    pub jurisdiction: Option<String>,
    /// Only these verdicts.
    pub verdict: Option<String>,
    /// Another day for which is asked, to be compared.
    pub than: Option<Date>,
    /// Another day whose knowledge counts, to be compared.
    pub than_known: Option<Date>,
}

/// A fact that is missing, and whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Need {
    /// The fact.
    pub fact: String,
    /// Whom to ask.
    pub ask: String,
}

/// A duty with its verdict, as it is told.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// The provision.
    pub provision: String,
    /// Its title.
    pub title: String,
    /// What it wants.
    pub intent: String,
    /// The law.
    pub law: String,
    /// Where it holds, by code.
    pub jurisdictions: Vec<String>,
    /// Whether it asks once of the organisation or for each system.
    pub about: String,
    /// The verdict.
    pub verdict: Verdict,
    /// From when it holds for this system.
    pub from: Option<Date>,
    /// What decided.
    pub why: Vec<String>,
    /// What is missing.
    pub needs: Vec<Need>,
    /// Where its dates are written.
    pub source: String,
    /// Who wrote the entry, and who looked it through.
    pub written_by: String,
    /// Readings, where the source has several: what, verdict, from, source.
    pub readings: Vec<(String, Verdict, Option<Date>, String)>,
    /// What was adopted or proposed, and binds nobody on that day.
    pub ahead: Option<String>,
    /// Proof that it wants, with the kinds of records that hold it.
    pub evidence: Vec<(String, Vec<String>)>,
    /// What people of the organisation read it to say.
    pub interpretations: Vec<Interpretation>,
}

/// The duties of a system.
#[derive(Debug, Serialize)]
pub struct Told {
    /// The system.
    pub system: Subject,
    /// The days.
    pub days: Days,
    /// Its class in the law on that day, and once everything holds.
    pub class: InTimeClass,
    /// How many duties have each verdict.
    pub counts: BTreeMap<Verdict, usize>,
    /// The duties of laws.
    pub duties: Vec<Line>,
    /// Duties that were agreed.
    pub agreed: Vec<Agreed>,
    /// Duties that pull in two directions.
    pub clashes: Vec<Clashing>,
    /// The strictest measures.
    pub strictest: Vec<Strict>,
    /// Places whose duties nobody assessed.
    pub gaps: Vec<Gap>,
    /// Missing facts by whom to ask, with the number of duties that wait for each.
    pub missing: Vec<(String, Vec<(String, usize)>)>,
    /// What moves between the two days and those compared with.
    pub moved: Vec<Moved>,
    /// Names of records.
    pub names: Names,
}

impl Asked {
    /// From the words of a person.
    ///
    /// Errors: the name of what is not understood, and why.
    pub fn read(words: [(&'static str, &str); 6]) -> Result<Asked, (&'static str, String)> {
        let mut asked = Asked::default();
        for (name, text) in words {
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            let day = || {
                text.parse::<Date>().map_err(|_| (name, format!("`{text}` is no day; write one such as 2026-12-02")))
            };
            match name {
                "on" => asked.on = Some(day()?),
                "known" => asked.known = Some(day()?),
                "than" => asked.than = Some(day()?),
                "than_known" => asked.than_known = Some(day()?),
                "verdict" => {
                    if !super::duty::VERDICTS.iter().any(|it| it.word() == text) {
                        let all: Vec<&str> = super::duty::VERDICTS.iter().map(|it| it.word()).collect();
                        return Err((name, format!("`{text}` is no verdict; there are {}", all.join(", "))));
                    }
                    asked.verdict = Some(text.to_owned());
                }
                _ => asked.jurisdiction = Some(text.to_owned()),
            }
        }
        Ok(asked)
    }

    /// The days that are asked for.
    pub fn days(&self, today: Date) -> Days {
        Days { on: self.on.unwrap_or(today), known: self.known.unwrap_or(today) }
    }

    /// The days that are compared with, where any are given.
    pub fn others(&self, today: Date) -> Option<Days> {
        let own = self.days(today);
        (self.than.is_some() || self.than_known.is_some())
            .then(|| Days { on: self.than.unwrap_or(own.on), known: self.than_known.unwrap_or(own.known) })
    }

    /// Whether a duty is asked for.
    pub(super) fn wants(&self, library: &Obligations, duty: &Duty) -> bool {
        let place = self.jurisdiction.as_deref().map(|it| library.code(it));
        place.is_none_or(|it| duty.framework.jurisdictions.iter().any(|of| touches(library, of, &it)))
            && self.verdict.as_deref().is_none_or(|it| duty.verdict.word() == it)
    }

    /// Refuses a place that nobody knows, and one of whose law no library says anything, so that an empty answer is never taken for no duties.
    ///
    /// Errors: such a place.
    pub(super) fn checked(&self, library: &Obligations, shelf: &Shelf) -> Result<(), Error> {
        let Some(text) = self.jurisdiction.as_deref() else { return Ok(()) };
        let problem = |says: String| Err(Error::problem("jurisdiction", says));
        if library.place(text).is_none() && !super::place::is_code(text) {
            return problem(format!(
                "`{text}` is no place that is known; write a name such as `Germany`, or a code such as `EU` or `US-CO`"
            ));
        }
        let code = library.code(text);
        let laws: BTreeSet<&str> =
            shelf.frameworks().iter().flat_map(|it| &it.jurisdictions).map(String::as_str).collect();
        let laws: Vec<&str> = laws.into_iter().filter(|it| *it != EVERYWHERE).collect();
        if !laws.iter().any(|it| touches(library, it, &code)) {
            let there = laws.join(", ");
            return problem(format!(
                "no library says anything about the law of `{text}`, so that no duty there can be told; there are laws of {there}, \
                 and `aims library import` brings in others"
            ));
        }
        Ok(())
    }
}

/// Whether a law of one place can matter in another: one of them lies in the other.
fn touches(library: &Obligations, law: &str, place: &str) -> bool {
    library.upwards(law).contains(&place) || library.upwards(place).contains(&law)
}

/// Obligations and contracts at a moment, whoever may see them: facts for policies look at all.
pub(crate) fn records_at(at: &Snapshot) -> Result<Records, Error> {
    records_of(at, &Visible::All)
}

/// Obligations and contracts at a moment, as far as they may be seen.
pub(super) fn records_of(at: &Snapshot, visible: &Visible) -> Result<Records, Error> {
    let all = |kind: &str| -> Result<Vec<RecordRow>, Error> {
        Ok(at.read.list(&Query { limit: MOST, as_of: at.place, ..Query::of(kind, visible.clone()) })?)
    };
    let contracts = all(CONTRACT)?.into_iter().map(|it| (it.id.clone(), it)).collect();
    Ok(Records { obligations: all(OBLIGATION)?, contracts })
}

/// Everything beside the systems.
pub(super) struct Ground {
    pub libraries: std::sync::Arc<Libraries>,
    pub in_force: Vec<Deciding>,
    pub records: Records,
    pub tables: Tables,
}

impl Ground {
    pub fn read(at: &Snapshot, visible: &Visible) -> Result<Ground, Error> {
        let in_force = of_records(at)?;
        let tables = scheme(LAW).map(|it| Tables::choose(&in_force, it)).unwrap_or_default();
        Ok(Ground { libraries: at.libraries.clone(), tables, records: records_of(at, visible)?, in_force })
    }
}

impl Aims {
    /// The duties of an AI system.
    ///
    /// Errors: no AI system, a place that is none.
    pub async fn obligations(&self, actor: &Actor, system: &Id, asked: Asked) -> Result<Told, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), system.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let row = this.readable(read, &who, &id, None)?;
            if row.kind != SYSTEM {
                return Err(Error::Missing(format!("`{id}` is no AI system; `aims list {SYSTEM}` shows them")));
            }
            let at = this.snapshot(read, None);
            let ground = Ground::read(&at, &this.visible(read, &who)?)?;
            asked.checked(&ground.libraries.obligations, ground.libraries.shelf())?;
            let mut told = told(&ground, &row, &asked, this.today());
            told.names = this.names_of(read, &who, told.named())?;
            Ok::<_, Error>(told)
        };
        self.0.store.read_async(read).await
    }
}

fn told(ground: &Ground, row: &RecordRow, asked: &Asked, today: Date) -> Told {
    let (libraries, days) = (&ground.libraries, asked.days(today));
    let (shelf, library) = (libraries.shelf(), &libraries.obligations);
    let classes = Classes::new(library, &ground.in_force);
    let subject = Subject::of(libraries, row);
    let all = Judge::new(shelf, library, &classes, days).duties(&subject);
    let own = agreed(shelf, &ground.records, &subject.id, days.on);
    let others = asked.others(today).map(|it| Judge::new(shelf, library, &classes, it).duties(&subject));
    let wanted: Vec<&Duty> = all.iter().filter(|it| asked.wants(library, it)).collect();
    let line = |it: &&Duty| {
        let readings = readings(shelf, &ground.records, &it.reference, &subject.id, days.known);
        Line { interpretations: readings, ..line(library, it) }
    };
    let mut counts = BTreeMap::new();
    all.iter().for_each(|it| *counts.entry(it.verdict).or_default() += 1);
    Told {
        class: class_on(shelf, library, &ground.tables, LAW, &subject, days),
        counts,
        duties: wanted.iter().map(line).collect(),
        clashes: clashes(library, &all, &own),
        strictest: strictest(library, &all, &own),
        gaps: gaps(shelf, library, &ground.records, &subject),
        missing: missing(library, all.iter().map(|it| it.needs.iter().map(|it| &**it).collect())),
        moved: others.map(|it| moved(&subject.id, &it, &all)).unwrap_or_default(),
        agreed: own,
        system: subject,
        days,
        names: BTreeMap::new(),
    }
}

/// A duty as it is told, without readings of people.
pub(super) fn line(library: &Obligations, duty: &Duty) -> Line {
    let need = |it: &std::sync::Arc<str>| Need { fact: it.to_string(), ask: library.whom(it).to_owned() };
    let by = &duty.framework.provenance;
    let looked = by
        .review
        .as_ref()
        .map_or("nobody has looked it through".to_owned(), |it| format!("looked through by {} on {}", it.by, it.on));
    let days = |it: &library::Period| it.from.map(|it| it.to_string()).unwrap_or_default();
    Line {
        provision: duty.reference.to_string(),
        title: duty.node.title.clone(),
        intent: duty.node.intent.clone(),
        law: duty.framework.title.clone(),
        jurisdictions: duty.framework.jurisdictions.clone(),
        about: duty.node.applies.as_ref().map(|it| it.about.clone()).unwrap_or_default(),
        verdict: duty.verdict,
        from: duty.from,
        why: duty.why.iter().map(|it| it.to_string()).collect(),
        needs: duty.needs.iter().map(need).collect(),
        source: duty.source.to_owned(),
        written_by: format!("{}; {looked}", by.authors.join(", ")),
        readings: duty
            .readings
            .iter()
            .map(|it| (it.reading.to_owned(), it.verdict, it.from, it.source.to_owned()))
            .collect(),
        ahead: duty.ahead.map(|it| format!("from {}: {}", days(it), it.source)),
        evidence: duty.node.evidence.iter().map(|it| (it.what.clone(), it.kinds.clone())).collect(),
        interpretations: Vec::new(),
    }
}

/// Missing facts by whom to ask, with the number of duties that wait for each.
pub(super) fn missing<'a>(
    library: &Obligations,
    needs: impl Iterator<Item = Vec<&'a str>>,
) -> Vec<(String, Vec<(String, usize)>)> {
    let mut of: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for fact in needs.flatten() {
        *of.entry(library.whom(fact).to_owned()).or_default().entry(fact.to_owned()).or_default() += 1;
    }
    of.into_iter().map(|(whom, facts)| (whom, facts.into_iter().collect())).collect()
}

impl Told {
    /// The records that it names.
    fn named(&self) -> Vec<Id> {
        let mut all: BTreeSet<Id> = [self.system.id.clone()].into();
        for it in self.duties.iter().flat_map(|it| &it.interpretations) {
            all.extend([it.id.clone()].into_iter().chain(it.by.clone()));
        }
        for it in &self.agreed {
            all.extend([it.id.clone()].into_iter().chain(it.contract.clone()).chain(it.read_by.clone()));
        }
        all.into_iter().collect()
    }
}

/// What is asked about deadlines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineAsked {
    /// The moment of the event.
    pub event: jiff::Timestamp,
    /// The clock; every one when it is not given.
    pub clock: Option<String>,
    /// The calendar of the place.
    pub calendar: String,
}

/// A deadline of a clock.
#[derive(Debug, Clone, Serialize)]
pub struct Timed {
    /// The clock.
    pub clock: super::library::Clock,
    /// When it is due.
    pub deadline: super::clock::Deadline,
}

/// The calendar that counts where none is named.
const CALENDAR: &str = "office";

impl DeadlineAsked {
    /// From the words of a person.
    ///
    /// Errors: the name of what is not understood, and why.
    pub fn read(event: &str, clock: &str, calendar: &str) -> Result<DeadlineAsked, (&'static str, String)> {
        let wrong = || ("event", format!("`{event}` is no moment; write one such as 2027-12-20T10:00:00Z"));
        let filled = |it: &str| Some(it.trim().to_owned()).filter(|it| !it.is_empty());
        Ok(DeadlineAsked {
            event: event.trim().parse().map_err(|_| wrong())?,
            clock: filled(clock),
            calendar: filled(calendar).unwrap_or_else(|| CALENDAR.to_owned()),
        })
    }
}

impl Aims {
    /// When something is due by the clocks of duties.
    ///
    /// Errors: a clock or a calendar that is not there.
    pub fn deadlines(&self, asked: &DeadlineAsked) -> Result<Vec<Timed>, Error> {
        let libraries = &self.configuration().libraries;
        let calendars = &libraries.calendars.calendar;
        let names = || calendars.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ");
        let none =
            || Error::problem("calendar", format!("there is no calendar `{}`; there are {}", asked.calendar, names()));
        let calendar = crate::escalating::calendar::named(calendars, &asked.calendar).ok_or_else(none)?;
        let all = &libraries.obligations.clock;
        let wanted: Vec<_> = all.iter().filter(|it| asked.clock.as_ref().is_none_or(|of| *of == it.name)).collect();
        if wanted.is_empty() {
            let names = all.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ");
            let name = asked.clock.clone().unwrap_or_default();
            return Err(Error::problem("clock", format!("there is no clock `{name}`; there are {names}")));
        }
        let timed = |it: &super::library::Clock| {
            let deadline = super::clock::deadline(asked.event, &it.offset, it.counted, calendar);
            Ok(Timed { clock: it.clone(), deadline: deadline.map_err(|says| Error::problem("clock", says))? })
        };
        wanted.into_iter().map(timed).collect()
    }
}
