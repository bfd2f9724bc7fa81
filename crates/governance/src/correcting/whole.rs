//! Findings and corrective action for those who ask: what comes first, how old things are, who carries how much, what has one cause, and what keeps
//! nonconformities from being closed; named as far as they may see it, counted from everything.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Query, Read, RecordRow, Visible};

use super::closing::{actions, lacks};
use super::effect::{Told, effect};
use super::extent::{Like, like_cases};
use super::order::{Burden, Finding, Placed, ages, burdens, place};
use super::proof::{Proven, criteria, proven};
use super::repeats::{Cluster, Repeat, Seen, clusters, repeats};
use super::{ACTION, FINDING, MOST, NONCONFORMITY};
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date, day};
use crate::responsibility::whole::Names;
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error};

/// A finding on the board.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// In one line.
    pub title: String,
    /// Its grade.
    pub grade: String,
    /// Its state.
    pub state: String,
    /// The unit to which it belongs.
    pub unit: Option<String>,
    /// Who answers it.
    pub owner: Option<String>,
    /// Age, limits and priority.
    pub placed: Placed,
    /// How many earlier findings of the same thing there are.
    pub repeated: usize,
    /// Those of them that may be seen.
    pub repeats: Vec<Repeat>,
    /// Its evidence, and what of it shows nothing.
    pub proven: Proven,
}

/// A nonconformity on the board.
#[derive(Debug, Clone, Serialize)]
pub struct Case {
    /// Its number.
    pub id: Id,
    /// In one line.
    pub title: String,
    /// Its state.
    pub state: String,
    /// What it lacks before it can be closed; nothing where it can, or is.
    pub lacks: Vec<String>,
    /// Where the same may be, as far as it may be seen.
    pub like: Vec<Like>,
    /// Its corrective actions.
    pub actions: Vec<Acted>,
}

/// A corrective action.
#[derive(Debug, Clone, Serialize)]
pub struct Acted {
    /// Its number.
    pub id: Id,
    /// In one line.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Who carries it out.
    pub owner: Option<String>,
    /// The day by which it is due.
    pub due: Option<Date>,
    /// How its effect stands.
    pub effect: Told,
}

/// Everything that is open, and what it adds up to.
#[derive(Debug, Serialize)]
pub struct Board {
    /// The day.
    pub on: Date,
    /// Findings that are open, what weighs most first; then those that are settled, the newest first.
    pub findings: Vec<Line>,
    /// Open findings by class of age, each with its upper end in days.
    pub ages: Vec<(Option<i64>, usize)>,
    /// What each unit has open.
    pub burdens: Vec<Burden>,
    /// Findings with one cause.
    pub clusters: Vec<Cluster>,
    /// Findings that wait for somebody independent.
    pub to_verify: usize,
    /// Nonconformities, those that are open first.
    pub cases: Vec<Case>,
    /// Names of people, units and records.
    pub names: Names,
}

impl Aims {
    /// Everything that is open, and what it adds up to.
    pub async fn corrections(&self, actor: &Actor) -> Result<Board, Error> {
        let (this, actor) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let (at, visible) = (this.snapshot(read, None), this.visible(read, &actor)?);
            let (findings, lines) = lines(&at, &visible)?;
            let placed: Vec<Placed> = lines.iter().map(|it| it.placed.clone()).collect();
            let library = at.libraries.correcting.clone();
            let mut board = Board {
                on: day(at.time),
                ages: ages(&placed, &library.order.buckets),
                burdens: burdens(&findings, &placed),
                clusters: of_visible(clusters(&seen(&at)?, &library), &lines, library.repeat.cluster),
                to_verify: lines.iter().filter(|it| library.states.to_verify.contains(&it.state)).count(),
                findings: lines,
                cases: this.cases(read, &at, &visible)?,
                names: Names::default(),
            };
            board.sort();
            board.names = this.names_of(read, &actor, board.named())?;
            Ok::<_, Error>(board.shown())
        };
        self.0.store.read_async(read).await
    }

    /// What is known of one nonconformity, with names.
    pub async fn correction(&self, actor: &Actor, id: &Id) -> Result<(Case, Names), Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let row = this.readable(read, &actor, &id, None)?;
            if row.kind != NONCONFORMITY {
                return Err(Error::Missing(format!("{id} is no nonconformity")));
            }
            let (at, visible) = (this.snapshot(read, None), this.visible(read, &actor)?);
            let mut case = this.case(read, &at, &visible, &row)?;
            let names = this.names_of(read, &actor, case_names(&case))?;
            case.like.retain(|it| names.contains_key(&it.system.to_string()));
            Ok::<_, Error>((case, names))
        };
        self.0.store.read_async(read).await
    }

    /// How the effect of a corrective action stands.
    pub async fn effect_of(&self, actor: &Actor, id: &Id) -> Result<Told, Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let row = this.readable(read, &actor, &id, None)?;
            if row.kind != ACTION {
                return Err(Error::Missing(format!("{id} is no corrective action")));
            }
            effect(&this.snapshot(read, None), &row, &this.visible(read, &actor)?)
        };
        self.0.store.read_async(read).await
    }

    /// Earlier findings of the same thing, as far as they may be seen, and what of its evidence shows nothing.
    pub async fn finding_told(&self, actor: &Actor, id: &Id) -> Result<(Line, Names), Error> {
        let (this, actor, id) = (self.clone(), actor.clone(), id.clone());
        let read = move |read: &Read| {
            let actor = this.with_roles(read, &actor)?;
            let row = this.readable(read, &actor, &id, None)?;
            if row.kind != FINDING {
                return Err(Error::Missing(format!("{id} is no finding")));
            }
            let at = this.snapshot(read, None);
            let (_, mut lines) = lines_of(&at, vec![row])?;
            let mut line = lines.pop().ok_or_else(|| Error::Missing(format!("{id} is no finding")))?;
            let ids =
                line.repeats.iter().map(|it| it.id.clone()).chain(line.repeats.iter().flat_map(|it| it.about.clone()));
            let names = this.names_of(read, &actor, ids.collect())?;
            line.repeats.retain(|it| names.contains_key(&it.id.to_string()));
            Ok::<_, Error>((line, names))
        };
        self.0.store.read_async(read).await
    }

    fn cases(&self, read: &Read, at: &Snapshot, visible: &Visible) -> Result<Vec<Case>, Error> {
        let rows = read.list(&Query { limit: MOST, ..Query::of(NONCONFORMITY, visible.clone()) })?;
        let mut cases = rows.iter().map(|it| self.case(read, at, visible, it)).collect::<Result<Vec<_>, Error>>()?;
        cases.sort_by_key(|it| (it.state == "closed", it.id.number));
        Ok(cases)
    }

    fn case(&self, read: &Read, at: &Snapshot, visible: &Visible, row: &RecordRow) -> Result<Case, Error> {
        let open = row.state != "closed";
        let rows = actions(at, std::slice::from_ref(&row.id))?;
        let like = if open { like_cases(at, row, self.covered(read)?.as_ref())? } else { Vec::new() };
        let acted = |it: &RecordRow| {
            Ok::<_, Error>(Acted {
                id: it.id.clone(),
                title: it.title.clone(),
                state: it.state.clone(),
                owner: it.owner.clone(),
                due: date(&it.document, "due"),
                effect: effect(at, it, visible)?,
            })
        };
        Ok(Case {
            lacks: if open { lacks(at, row, &rows, &like)? } else { Vec::new() },
            actions: rows.iter().map(acted).collect::<Result<_, _>>()?,
            id: row.id.clone(),
            title: row.title.clone(),
            state: row.state.clone(),
            like,
        })
    }
}

impl Board {
    fn sort(&mut self) {
        let weight = |it: &Line| it.placed.priority.map_or(-1.0, |it| it.value);
        self.findings
            .sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| b.placed.id.number.cmp(&a.placed.id.number)));
    }

    fn named(&self) -> Vec<Id> {
        let of_lines = self.findings.iter().flat_map(|it| {
            let people = it.owner.iter().chain(&it.unit).filter_map(|it| it.parse().ok());
            people.chain(it.repeats.iter().map(|it| it.id.clone())).collect::<Vec<_>>()
        });
        let units = self.burdens.iter().filter_map(|it| it.unit.as_ref()?.parse().ok());
        of_lines.chain(units).chain(self.cases.iter().flat_map(case_names)).collect()
    }

    /// Without what may not be named.
    fn shown(mut self) -> Board {
        let names = &self.names;
        let known = |it: &Id| names.contains_key(&it.to_string());
        self.findings.iter_mut().for_each(|it| it.repeats.retain(|it| known(&it.id)));
        self.cases.iter_mut().for_each(|it| it.like.retain(|it| known(&it.system)));
        self
    }
}

fn case_names(case: &Case) -> Vec<Id> {
    let people = case.actions.iter().filter_map(|it| it.owner.as_ref()?.parse().ok());
    people.chain(case.like.iter().map(|it| it.system.clone())).collect()
}

/// Clusters of what may be seen.
fn of_visible(all: Vec<Cluster>, lines: &[Line], least: usize) -> Vec<Cluster> {
    let seen: BTreeSet<&Id> = lines.iter().map(|it| &it.placed.id).collect();
    let own = |mut it: Cluster| {
        it.findings.retain(|it| seen.contains(it));
        it
    };
    all.into_iter().map(own).filter(|it| it.findings.len() >= least).collect()
}

fn lines(at: &Snapshot, visible: &Visible) -> Result<(Vec<Finding>, Vec<Line>), Error> {
    lines_of(at, at.read.list(&Query { limit: MOST, ..Query::of(FINDING, visible.clone()) })?)
}

fn lines_of(at: &Snapshot, rows: Vec<RecordRow>) -> Result<(Vec<Finding>, Vec<Line>), Error> {
    let (library, today) = (&at.libraries.correcting, day(at.time));
    let (known, ids) = (seen(at)?, rows.iter().map(|it| it.id.clone()).collect::<Vec<_>>());
    let first = |state: &str| -> Result<HashMap<Id, Date>, Error> {
        Ok(at.read.first_in(&ids, state, at.place)?.into_iter().map(|it| (it.0, day(it.1))).collect())
    };
    let (issued, answered) = (first("issued")?, first("answered")?);
    let tiers = tiers(at, &rows)?;
    let changed: HashMap<Id, Date> =
        at.read.states_since(&ids, at.place)?.into_iter().map(|it| (it.0, day(it.2))).collect();
    let mut found = (Vec::new(), Vec::new());
    for row in &rows {
        let repeats = repeats(&row.id, &known, library);
        let finding = Finding {
            id: row.id.clone(),
            grade: row.text("grade").unwrap_or_default().to_owned(),
            state: row.state.clone(),
            issued: date(&row.document, "issued_on").or_else(|| issued.get(&row.id).copied()),
            answer_by: date(&row.document, "answer_by"),
            answered: answered.get(&row.id).copied(),
            settled: changed.get(&row.id).copied(),
            tiers: tiers.get(&row.id).cloned().unwrap_or_default(),
            repeats: repeats.len(),
            unit: row.unit.clone(),
        };
        found.1.push(Line {
            title: row.title.clone(),
            grade: finding.grade.clone(),
            state: row.state.clone(),
            unit: row.unit.clone(),
            owner: row.owner.clone(),
            placed: place(&finding, library, today),
            repeated: repeats.len(),
            repeats,
            proven: proven(at, row)?,
        });
        found.0.push(finding);
    }
    Ok(found)
}

/// Every finding as it is compared; the cause stands in it, or in the nonconformity that came from it.
fn seen(at: &Snapshot) -> Result<BTreeMap<Id, Seen>, Error> {
    let all = |kind: &str| at.read.list(&Query { limit: MOST, as_of: at.place, ..Query::of(kind, Visible::All) });
    let rows = all(FINDING)?;
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let issued: HashMap<Id, Date> =
        at.read.first_in(&ids, "issued", at.place)?.into_iter().map(|it| (it.0, day(it.1))).collect();
    let mut causes: HashMap<Id, String> = HashMap::new();
    for row in all(NONCONFORMITY)? {
        let cause = row.text("cause_class").map(str::to_owned);
        causes.extend(targets(&row.document, "source").into_iter().filter_map(|it| Some((it, cause.clone()?))));
    }
    let one = |row: &RecordRow| Seen {
        criteria: criteria(at, row),
        cause: row.text("cause_class").map(str::to_owned).or_else(|| causes.get(&row.id).cloned()),
        about: targets(&row.document, "about").into_iter().collect(),
        on: date(&row.document, "issued_on")
            .or_else(|| issued.get(&row.id).copied())
            .or_else(|| Some(day(row.created))),
        counts: !["drafted", "withdrawn"].contains(&row.state.as_str()) && row.text("grade") != Some("conformity"),
    };
    Ok(rows.iter().map(|it| (it.id.clone(), one(it))).collect())
}

/// Tiers of the AI systems that findings are about, as they stand now.
fn tiers(at: &Snapshot, rows: &[RecordRow]) -> Result<HashMap<Id, Vec<String>>, Error> {
    let about: BTreeSet<Id> = rows.iter().flat_map(|it| targets(&it.document, "about")).collect();
    let mut systems = at.records(&about.into_iter().collect::<Vec<_>>())?;
    systems.retain(|it| it.kind == SYSTEM);
    let told = crate::tiering::answers::tiers(at, &systems)?;
    let tier = |it: Option<crate::derived::Answer>| it?.0.as_str().map(str::to_owned);
    let known: HashMap<Id, String> =
        systems.iter().zip(told).filter_map(|(row, it)| Some((row.id.clone(), tier(it)?))).collect();
    let own =
        |row: &RecordRow| targets(&row.document, "about").iter().filter_map(|it| known.get(it).cloned()).collect();
    Ok(rows.iter().map(|it| (it.id.clone(), own(it))).collect())
}
