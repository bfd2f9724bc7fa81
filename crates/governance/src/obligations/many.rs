//! The duties of all AI systems: by system and place with counts, days ahead, what clashes, what is missing and whom to ask, and what a law
//! that moves moves. A fixed number of statements for any number of systems.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Query, Read, RecordRow};

use super::agreed::agreed;
use super::clash::{Clashing, clashes};
use super::class::Classes;
use super::duty::{Days, Duty, Judge, Verdict};
use super::gap::{Gap, gaps};
use super::in_time::class_on;
use super::moved::{Moved, moved};
use super::subject::Subject;
use super::whole::{Asked, Ground, LAW, missing};
use crate::ical::{Calendar, Event};
use crate::surroundings::{SYSTEM, counts};
use crate::{Actor, Aims, Error};

/// AI systems that are looked at.
const MOST: u32 = 10_000;

/// How many duties of a place have each verdict for a system.
pub type Counts = BTreeMap<Verdict, usize>;

/// A system in the matrix.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// Number.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its class in the law of the Union on that day; nothing where facts are missing.
    pub class: Option<String>,
    /// By place: how many duties have each verdict.
    pub places: BTreeMap<String, Counts>,
}

/// A day ahead on which duties begin.
#[derive(Debug, Clone, Serialize)]
pub struct Ahead {
    /// The day.
    pub on: Date,
    /// Provisions that begin, each with the number of systems that it concerns.
    pub provisions: Vec<(String, usize)>,
    /// Systems for which something begins.
    pub systems: usize,
}

/// The duties of all systems.
#[derive(Debug, Serialize)]
pub struct Matrix {
    /// The days.
    pub days: Days,
    /// Places whose laws the shelf knows, in order.
    pub places: Vec<(String, String)>,
    /// Systems in order of their numbers.
    pub systems: Vec<Row>,
    /// How many duties of all systems have each verdict.
    pub counts: Counts,
    /// Days ahead.
    pub ahead: Vec<Ahead>,
    /// Clashes, with the number of systems that have each.
    pub clashes: Vec<(Clashing, usize)>,
    /// Places whose duties nobody assessed.
    pub gaps: Vec<Gap>,
    /// Missing facts by whom to ask, with the number of duties that wait for each.
    pub missing: Vec<(String, Vec<(String, usize)>)>,
    /// What moves between the days compared.
    pub moved: Vec<Moved>,
}

impl Aims {
    /// The duties of all AI systems that this person may see.
    ///
    /// Errors: a place that is none.
    pub async fn all_obligations(&self, actor: &Actor, asked: Asked) -> Result<Matrix, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let at = this.snapshot(read, None);
            let visible = this.visible(read, &who)?;
            let rows = read.list(&Query { limit: MOST, ..Query::of(SYSTEM, visible.clone()) })?;
            let ground = Ground::read(&at, &visible)?;
            asked.checked(&ground.libraries.obligations, ground.libraries.shelf())?;
            Ok::<_, Error>(matrix(&ground, &rows, &asked, this.today()))
        };
        self.0.store.read_async(read).await
    }

    /// Days ahead as a calendar: each day on which duties begin, with what begins.
    pub async fn obligations_calendar(&self, actor: &Actor) -> Result<Calendar, Error> {
        let matrix = self.all_obligations(actor, Asked::default()).await?;
        let made = self.clock();
        let event = |it: &Ahead| Event {
            uid: format!("duties-{}@aims", it.on),
            on: it.on,
            summary: format!("duties begin: {} provisions, {} AI systems", it.provisions.len(), it.systems),
            description: it.provisions.iter().map(|it| it.0.as_str()).collect::<Vec<_>>().join(", "),
            url: String::new(),
            changed: made,
            version: 1,
            category: "duties".to_owned(),
        };
        Ok(Calendar { name: "aims: duties".to_owned(), made, events: matrix.ahead.iter().map(event).collect() })
    }
}

/// The duties of these systems, without those that do not count any more.
pub(super) fn matrix(ground: &Ground, rows: &[RecordRow], asked: &Asked, today: Date) -> Matrix {
    let (libraries, days) = (&ground.libraries, asked.days(today));
    let (shelf, library) = (libraries.shelf(), &libraries.obligations);
    let classes = Classes::new(library, &ground.in_force);
    let judge = Judge::new(shelf, library, &classes, days);
    let other = asked.others(today).map(|it| Judge::new(shelf, library, &classes, it));
    let mut found = Found::default();
    for row in rows.iter().filter(|it| counts(it)) {
        let subject = Subject::of(libraries, row);
        let all = judge.duties(&subject);
        let own = agreed(shelf, &ground.records, &subject.id, days.on);
        found.clashing(clashes(library, &all, &own));
        found.gaps.extend(gaps(shelf, library, &ground.records, &subject));
        if let Some(other) = &other {
            found.moved.extend(moved(&subject.id, &other.duties(&subject), &all));
        }
        let class = class_on(shelf, library, &ground.tables, LAW, &subject, days).now.outcome;
        let wanted: Vec<&Duty> = all.iter().filter(|it| asked.wants(library, it)).collect();
        found.add(subject, class, &wanted);
    }
    let codes: BTreeSet<&String> =
        shelf.frameworks().iter().flat_map(|it| &it.jurisdictions).filter(|it| *it != super::EVERYWHERE).collect();
    Matrix {
        days,
        places: codes.into_iter().map(|it| (it.clone(), library.label(it).to_owned())).collect(),
        counts: found.counts,
        ahead: found.ahead.into_iter().map(|(on, of)| of.told(on)).collect(),
        clashes: found.clashes.into_values().collect(),
        gaps: found.gaps,
        missing: missing(
            library,
            found.needs.iter().flat_map(|(fact, n)| std::iter::repeat_n(vec![fact.as_str()], *n)),
        ),
        moved: found.moved,
        systems: found.systems,
    }
}

/// What begins on a day.
#[derive(Default)]
struct Begins {
    provisions: BTreeMap<String, usize>,
    systems: BTreeSet<Id>,
}

impl Begins {
    fn told(self, on: Date) -> Ahead {
        Ahead { on, provisions: self.provisions.into_iter().collect(), systems: self.systems.len() }
    }
}

#[derive(Default)]
struct Found {
    systems: Vec<Row>,
    counts: Counts,
    ahead: BTreeMap<Date, Begins>,
    clashes: BTreeMap<String, (Clashing, usize)>,
    gaps: Vec<Gap>,
    needs: BTreeMap<String, usize>,
    moved: Vec<Moved>,
}

impl Found {
    fn clashing(&mut self, all: Vec<Clashing>) {
        for it in all {
            let name = it.name.clone();
            self.clashes.entry(name).or_insert_with(|| (it, 0)).1 += 1;
        }
    }

    fn add(&mut self, subject: Subject, class: Option<String>, duties: &[&Duty]) {
        let mut places: BTreeMap<String, Counts> = BTreeMap::new();
        for duty in duties {
            *self.counts.entry(duty.verdict).or_default() += 1;
            for code in &duty.framework.jurisdictions {
                *places.entry(code.clone()).or_default().entry(duty.verdict).or_default() += 1;
            }
            for fact in &duty.needs {
                *self.needs.entry(fact.to_string()).or_default() += 1;
            }
            if let (Verdict::NotYet, Some(from)) = (duty.verdict, duty.from) {
                let day = self.ahead.entry(from).or_default();
                *day.provisions.entry(duty.reference.to_string()).or_default() += 1;
                day.systems.insert(subject.id.clone());
            }
        }
        self.systems.push(Row { id: subject.id, title: subject.title, class, places });
    }
}
