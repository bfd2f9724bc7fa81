//! Findings and corrective action for those who ask: what comes first, how old things are, who carries how much, what has one cause, and what keeps
//! nonconformities from being closed; named as far as they may see it, counted from everything.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Query, Read, RecordRow, Visible};

use super::closing::{Lack, actions, lacks};
use super::effect::{Told, effect};
use super::extent::{Like, like_cases};
use super::order::{Burden, Finding, Placed, ages, burdens, place};
use super::proof::{Proven, criteria, proven};
use super::repeats::{Cluster, Repeat, Seen, clusters, repeats};
use super::{ACTION, CLOSED, FINDING, MOST, NONCONFORMITY};
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
    /// What it lacks before it can be closed, as far as it may be seen; nothing where it can, or is.
    pub lacks: Vec<String>,
    /// Where the same may be, as far as it may be seen.
    pub like: Vec<Like>,
    /// Its corrective actions, as far as they may be seen.
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
            let known = seen(&at)?;
            let all = |kind: &str| read.list(&Query { limit: MOST, ..Query::of(kind, visible.clone()) });
            let (findings, lines) = lines(&at, all(FINDING)?, &known)?;
            let placed: Vec<Placed> = lines.iter().map(|it| it.placed.clone()).collect();
            let library = at.libraries.correcting.clone();
            let (cases, around) = this.cases(&actor, &at, &visible, all(NONCONFORMITY)?)?;
            let mut board = Board {
                on: day(at.time),
                ages: ages(&placed, &library.order.buckets),
                burdens: burdens(&findings, &placed),
                clusters: of_visible(clusters(&known, &library), &lines, library.repeat.cluster),
                to_verify: lines.iter().filter(|it| library.states.to_verify.contains(&it.state)).count(),
                findings: lines,
                cases,
                names: around,
            };
            board.sort();
            board.names.extend(this.names_of(read, &actor, board.named())?);
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
            let (mut cases, names) = this.cases(&actor, &at, &visible, vec![row])?;
            let case = cases.pop().ok_or_else(|| Error::Missing(format!("{id} is no nonconformity")))?;
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
            let (_, mut lines) = lines(&at, vec![row], &seen(&at)?)?;
            let mut line = lines.pop().ok_or_else(|| Error::Missing(format!("{id} is no finding")))?;
            let names = this.names_of(read, &actor, line.named())?;
            line.keep(&names);
            Ok::<_, Error>((line, names))
        };
        self.0.store.read_async(read).await
    }

    /// What is known of nonconformities, those that are open first, with the names of what may be seen around them; of the rest it is told that it is
    /// there.
    fn cases(
        &self,
        actor: &Actor,
        at: &Snapshot,
        visible: &Visible,
        mut rows: Vec<RecordRow>,
    ) -> Result<(Vec<Case>, Names), Error> {
        rows.sort_by_key(|it| (it.state == CLOSED, it.id.number));
        let open: Vec<RecordRow> = rows.iter().filter(|it| it.state != CLOSED).cloned().collect();
        let mut actions = actions(at, &rows.iter().map(|it| it.id.clone()).collect::<Vec<_>>())?;
        let mut like = match open.is_empty() {
            true => BTreeMap::new(),
            false => like_cases(at, &open, self.covered(at.read)?.as_ref())?,
        };
        let all = actions.values().flatten();
        let around = all.flat_map(|it| it.owner.iter().filter_map(|it| it.parse().ok()).chain([it.id.clone()]));
        let systems = like.values().flatten().map(|it| it.system.clone());
        let names = self.names_of(at.read, actor, around.chain(systems).collect())?;
        let seen = |it: &Id| names.contains_key(&it.to_string());
        let mut cases = Vec::new();
        for row in rows {
            let (own, like) = (actions.remove(&row.id).unwrap_or_default(), like.remove(&row.id));
            let lacks = like.as_ref().map(|it| lacks(at, &row, &own, it)).transpose()?.unwrap_or_default();
            let shown = own.iter().filter(|it| seen(&it.id));
            cases.push(Case {
                lacks: lacks.into_iter().map(|it| said(it, &seen)).collect(),
                actions: shown.map(|it| acted(at, it, visible)).collect::<Result<_, _>>()?,
                like: like.unwrap_or_default().into_iter().filter(|it| seen(&it.system)).collect(),
                id: row.id,
                title: row.title,
                state: row.state,
            });
        }
        Ok((cases, names))
    }
}

/// What is lacking, without what lies at a record that may not be seen.
fn said(lack: Lack, seen: &impl Fn(&Id) -> bool) -> String {
    match lack.at.is_none_or(|it| seen(&it)) {
        true => lack.says,
        false => "something is open at a record that you may not see; ask somebody who may".to_owned(),
    }
}

fn acted(at: &Snapshot, row: &RecordRow, visible: &Visible) -> Result<Acted, Error> {
    Ok(Acted {
        id: row.id.clone(),
        title: row.title.clone(),
        state: row.state.clone(),
        owner: row.owner.clone(),
        due: date(&row.document, "due"),
        effect: effect(at, row, visible)?,
    })
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
            people.chain(it.named()).collect::<Vec<_>>()
        });
        let units = self.burdens.iter().filter_map(|it| it.unit.as_ref()?.parse().ok());
        of_lines.chain(units).collect()
    }

    /// Without what may not be named.
    fn shown(mut self) -> Board {
        self.findings.iter_mut().for_each(|it| it.keep(&self.names));
        self
    }
}

impl Line {
    /// Records that it names beside itself.
    fn named(&self) -> Vec<Id> {
        let repeats = self.repeats.iter().flat_map(|it| it.about.iter().chain([&it.id]));
        repeats.chain(self.proven.weak.iter().map(|it| &it.id)).cloned().collect()
    }

    /// Without what may not be named.
    fn keep(&mut self, names: &Names) {
        let known = |it: &Id| names.contains_key(&it.to_string());
        self.repeats.retain(|it| known(&it.id));
        self.proven.weak.retain(|it| known(&it.id));
    }
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

/// Findings as their order depends on them and as they are shown, held against every one that is known.
fn lines(at: &Snapshot, rows: Vec<RecordRow>, known: &BTreeMap<Id, Seen>) -> Result<(Vec<Finding>, Vec<Line>), Error> {
    let (library, today) = (&at.libraries.correcting, day(at.time));
    let ids: Vec<Id> = rows.iter().map(|it| it.id.clone()).collect();
    let first = |state: &str| -> Result<HashMap<Id, Date>, Error> {
        Ok(at.read.first_in(&ids, state, at.place)?.into_iter().map(|it| (it.0, day(it.1))).collect())
    };
    let (issued, answered) = (first("issued")?, first("answered")?);
    let tiers = tiers(at, &rows)?;
    let changed: HashMap<Id, Date> =
        at.read.states_since(&ids, at.place)?.into_iter().map(|it| (it.0, day(it.2))).collect();
    let mut found = (Vec::new(), Vec::new());
    for row in &rows {
        let repeats = repeats(&row.id, known, library);
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
