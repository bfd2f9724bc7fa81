//! Competence for those who ask: who stands how to what their roles ask for on a day, what each person needs next, which certificates there are, who
//! knows the AI policy, and what somebody would lack in a role; named as far as they may see it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use serde::Serialize;
use store::{Read, RecordRow};

use super::answers;
use super::around::{Around, Of, concerns};
use super::standing::{Standing, Status, altogether};
use crate::data::lineage::targets;
use crate::derived::{Snapshot, date};
use crate::documents::readers::below;
use crate::documents::{ACKNOWLEDGEMENT, DOCUMENT, POLICY};
use crate::responsibility::whole::Names;
use crate::responsibility::{PERSON, ROLE, UNIT};
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error};

/// Which part is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The day; today when it is not given.
    pub on: Option<Date>,
    /// One person.
    pub person: Option<Id>,
    /// What this role asks for.
    pub role: Option<Id>,
    /// People of this unit and those below it.
    pub unit: Option<Id>,
    /// What is asked because of this AI system, or everywhere.
    pub system: Option<Id>,
}

/// By what something is asked of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Because {
    /// The assignment.
    pub assignment: Id,
    /// The role.
    pub role: Id,
    /// The AI systems for whose tier it is asked; none where it is asked whatever the tier.
    pub systems: BTreeSet<Id>,
}

/// How somebody stands to one competence.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// How they stand, with their proofs.
    pub standing: Standing,
    /// By what it is asked of them.
    pub because: Vec<Because>,
    /// The gravest tier of the AI systems for which it is asked; nothing where it is asked whatever the tier.
    pub tier: Option<String>,
}

/// Whether somebody knows the AI policies in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Aware {
    /// They confirmed every one of which they were asked.
    Confirmed,
    /// They were asked and have not confirmed.
    Open,
    /// They were not asked of any edition that is in force.
    NotAsked,
}

impl Aware {
    /// Its name, as data write it.
    pub fn name(self) -> &'static str {
        match self {
            Aware::Confirmed => "confirmed",
            Aware::Open => "open",
            Aware::NotAsked => "not_asked",
        }
    }
}

/// Somebody, with what is asked of them.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The person.
    pub person: Id,
    /// Their unit.
    pub unit: Option<Id>,
    /// How they stand to each competence that is asked of them.
    pub cells: Vec<Cell>,
    /// Whether they know the AI policies in force.
    pub aware: Aware,
}

/// What somebody needs next.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// Who.
    pub person: Id,
    /// What.
    pub competence: Id,
    /// The place of the level that is asked for.
    pub level: usize,
    /// How they stand.
    pub status: Status,
    /// By when: at once where something is lacking, else the last day of the proof.
    pub by: Date,
    /// The gravest tier for which it is asked.
    pub tier: Option<String>,
}

/// A proof, with its last day.
#[derive(Debug, Clone, Serialize)]
pub struct Certificate {
    /// The record.
    pub id: Id,
    /// Whose it is.
    pub person: Id,
    /// What it proves.
    pub competence: Id,
    /// The place of its level.
    pub level: Option<usize>,
    /// Its last day; nothing where it has no end.
    pub until: Option<Date>,
    /// Why it does not count at its level, the gravest reason first; nothing where it does.
    pub why_not: Vec<super::proof::Why>,
}

/// How much of what is asked is met.
#[derive(Debug, Clone, Serialize)]
pub struct Covered {
    /// The role or the AI system.
    pub of: Id,
    /// How often something is asked.
    pub asked: usize,
    /// How often proof counts.
    pub met: usize,
}

/// Everything on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Matrix {
    /// The day.
    pub on: Date,
    /// Levels, the lowest first.
    pub levels: Vec<String>,
    /// Competences that are asked of somebody, by name.
    pub competences: Vec<Id>,
    /// People of whom something is asked, by name.
    pub people: Vec<Row>,
    /// How many people of whom something is asked may not be seen.
    pub hidden: usize,
    /// What people need next, the most urgent first.
    pub plan: Vec<Step>,
    /// Proofs of these people, those that end first at the top.
    pub certificates: Vec<Certificate>,
    /// Gaps by role.
    pub roles: Vec<Covered>,
    /// Gaps by AI system for whose tier something is asked.
    pub systems: Vec<Covered>,
    /// The AI policies in force.
    pub policies: Vec<Id>,
    /// Names of people, units, roles, competences, systems and proofs.
    pub names: Names,
}

/// What somebody would lack in a role.
#[derive(Debug, Clone, Serialize)]
pub struct Before {
    /// The day.
    pub on: Date,
    /// How they stand to each thing that is asked.
    pub standings: Vec<Standing>,
    /// What is lacking, in words.
    pub lacks: Vec<String>,
    /// Names of competences and proofs.
    pub names: Names,
}

impl Aims {
    /// How people stand to what their roles ask for, on a day.
    pub async fn competence(&self, actor: &Actor, part: Part) -> Result<Matrix, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            for (id, kind) in [(&part.person, PERSON), (&part.role, ROLE), (&part.unit, UNIT), (&part.system, SYSTEM)] {
                id.as_ref().map(|it| this.is_of_kind(read, &who, it, kind)).transpose()?;
            }
            let (at, on) = this.at_any_day(read, part.on)?;
            let matrix = told(&at, on, &part)?;
            let names = this.names_of(read, &who, matrix.named())?;
            Ok::<_, Error>(matrix.shown(names))
        };
        self.0.store.read_async(read).await
    }

    /// What somebody would lack if they held a role, over something or over everything, from a day on.
    pub async fn competence_before(
        &self,
        actor: &Actor,
        person: &Id,
        role: &Id,
        covers: Option<&Id>,
        on: Option<Date>,
    ) -> Result<Before, Error> {
        let (this, who, person, role, covers) =
            (self.clone(), actor.clone(), person.clone(), role.clone(), covers.cloned());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            this.is_of_kind(read, &who, &person, PERSON)?;
            this.is_of_kind(read, &who, &role, ROLE)?;
            covers.as_ref().map(|it| this.readable(read, &who, it, None)).transpose()?;
            let (at, on) = (this.snapshot(read, None), on.unwrap_or(this.today()));
            let people = BTreeSet::from([person.clone()]);
            let rows = at.records(std::slice::from_ref(&role))?;
            let around = Around::read(&at, &rows, &Of::People(&people), &covers.iter().cloned().collect())?;
            let mut standings = around.standings(&person, &role, covers.as_ref(), on);
            let named = standings.iter().flat_map(of_standing).collect();
            let names = this.names_of(read, &who, named)?;
            let lacks = standings.iter().filter(|it| !it.status.holds()).map(|it| around.lacks(it)).collect();
            standings.iter_mut().for_each(|it| it.proofs.retain(|it| names.contains_key(&it.proof.to_string())));
            Ok::<_, Error>(Before { on, standings, lacks, names })
        };
        self.0.store.read_async(read).await
    }

    /// That a record is there, may be seen and has this kind.
    fn is_of_kind(&self, read: &Read, who: &Actor, id: &Id, kind: &str) -> Result<(), Error> {
        let row = self.readable(read, who, id, None)?;
        match row.kind == kind {
            true => Ok(()),
            false => Err(Error::input(format!("`{id}` is no {}", kind.replace('_', " ")))),
        }
    }
}

fn of_standing(it: &Standing) -> Vec<Id> {
    it.proofs.iter().map(|it| it.proof.clone()).chain([it.competence.clone()]).collect()
}

/// Everything that is asked on a day, whoever asks.
fn told(at: &Snapshot, on: Date, part: &Part) -> Result<Matrix, Error> {
    let (around, assignments) = answers::around(at, part.person.as_ref(), part.role.as_ref())?;
    let below = part.unit.as_ref().map(|it| units_below(at, it)).transpose()?;
    let people: BTreeSet<Id> = assignments.iter().filter_map(|it| it.link("person")).collect();
    let units = units_of(at, &people)?;
    let (policies, aware) = awareness(at)?;
    let mut people: BTreeMap<Id, Vec<(&RecordRow, Id)>> = BTreeMap::new();
    for row in assignments.iter().filter(|it| held(it, on)) {
        if let (Some(person), Some(role)) = (row.link("person"), row.link("role")) {
            people.entry(person).or_default().push((row, role));
        }
    }
    let mut matrix = Matrix::empty(on, around.levels.clone(), policies);
    let (mut by_role, mut by_system) = (BTreeMap::new(), BTreeMap::new());
    for (person, held) in people {
        let unit = units.get(&person).cloned().flatten();
        let elsewhere = below.as_ref().is_some_and(|it| !unit.as_ref().is_some_and(|of| it.contains(of)));
        if elsewhere || part.person.as_ref().is_some_and(|it| *it != person) {
            continue;
        }
        let cells = cells(&around, &person, &held, part, on);
        if cells.is_empty() {
            continue;
        }
        for cell in &cells {
            count(cell, &mut by_role, &mut by_system);
            matrix.plan.extend(step(&person, cell, on));
        }
        let aware = aware.get(&person).copied().unwrap_or(Aware::NotAsked);
        matrix.certificates.extend(certificates(&around, &person, on));
        matrix.people.push(Row { person, unit, cells, aware });
    }
    matrix.roles = by_role.into_iter().map(|(of, (asked, met))| Covered { of, asked, met }).collect();
    matrix.systems = by_system.into_iter().map(|(of, (asked, met))| Covered { of, asked, met }).collect();
    matrix.plan.sort_by(|a, b| order(a).cmp(&order(b)));
    matrix.certificates.sort_by_key(|it| (it.until.unwrap_or(Date::MAX), it.id.number));
    Ok(matrix)
}

/// In order of date, then of tier: the gravest first, what is asked whatever the tier last.
fn order(it: &Step) -> (Date, &str, i64, &Id) {
    (it.by, it.tier.as_deref().unwrap_or("~"), it.person.number, &it.competence)
}

/// Whether an assignment counts on a day; one that is proposed does not yet.
fn held(row: &RecordRow, on: Date) -> bool {
    let (from, until) = (date(&row.document, "from"), date(&row.document, "until"));
    row.state == "accepted" && !row.retired && from.is_none_or(|it| it <= on) && until.is_none_or(|it| on <= it)
}

/// What is asked of a person by the roles that they hold, each competence once, at the highest level.
fn cells(around: &Around, person: &Id, held: &[(&RecordRow, Id)], part: &Part, on: Date) -> Vec<Cell> {
    let mut asked = Vec::new();
    let mut because: BTreeMap<Id, Vec<Because>> = BTreeMap::new();
    let mut tiers: BTreeMap<Id, String> = BTreeMap::new();
    for (row, role) in held.iter().filter(|it| part.role.as_ref().is_none_or(|role| it.1 == *role)) {
        let covers = row.link("covers");
        for it in around.roles.get(role).map(|it| it.asks.as_slice()).unwrap_or_default() {
            let reach = around.reach(covers.as_ref()).filter(|of| part.system.as_ref().is_none_or(|it| of.id == *it));
            let by: Vec<_> = reach.filter(|of| !it.tiers.is_empty() && concerns(it, of)).collect();
            if by.is_empty() && !it.tiers.is_empty() {
                continue;
            }
            if let Some(tier) = by.iter().filter_map(|it| it.tier.as_ref()).min() {
                let gravest = tiers.entry(it.competence.clone()).or_insert_with(|| tier.clone());
                *gravest = tier.min(gravest).clone();
            }
            asked.push(it);
            because.entry(it.competence.clone()).or_default().push(Because {
                assignment: row.id.clone(),
                role: role.clone(),
                systems: by.iter().map(|it| it.id.clone()).collect(),
            });
        }
    }
    let cell = |it: super::standing::Asked| {
        Some(Cell {
            standing: around.stands(person, &it, on)?,
            because: because.remove(&it.competence).unwrap_or_default(),
            tier: tiers.get(&it.competence).cloned(),
        })
    };
    altogether(asked).into_iter().filter_map(cell).collect()
}

type Counts = BTreeMap<Id, (usize, usize)>;

/// Counts a cell for each role and each AI system by which it is asked.
fn count(cell: &Cell, by_role: &mut Counts, by_system: &mut Counts) {
    let met = usize::from(cell.standing.status.holds());
    let roles: BTreeSet<&Id> = cell.because.iter().map(|it| &it.role).collect();
    let systems: BTreeSet<&Id> = cell.because.iter().flat_map(|it| &it.systems).collect();
    for (id, of) in roles.into_iter().map(|it| (it, true)).chain(systems.into_iter().map(|it| (it, false))) {
        let counted = if of { &mut *by_role } else { &mut *by_system }.entry(id.clone()).or_default();
        *counted = (counted.0 + 1, counted.1 + met);
    }
}

fn step(person: &Id, cell: &Cell, on: Date) -> Option<Step> {
    let it = &cell.standing;
    let by = match it.status {
        Status::Met => return None,
        Status::Expiring => it.until?,
        _ => on,
    };
    Some(Step {
        person: person.clone(),
        competence: it.competence.clone(),
        level: it.level,
        status: it.status,
        by,
        tier: cell.tier.clone(),
    })
}

fn certificates(around: &Around, person: &Id, on: Date) -> Vec<Certificate> {
    let one = |it: &super::proof::Proof| {
        let (_, of) = around.competences.get(&it.competence)?;
        Some(Certificate {
            id: it.id.clone(),
            person: it.person.clone(),
            competence: it.competence.clone(),
            level: it.level,
            until: it.last(of),
            why_not: it.why_not(of, 0, on),
        })
    };
    around.proofs.get(person).into_iter().flatten().filter_map(one).collect()
}

/// The unit of each person.
fn units_of(at: &Snapshot, people: &BTreeSet<Id>) -> Result<BTreeMap<Id, Option<Id>>, Error> {
    let rows = at.records(&people.iter().cloned().collect::<Vec<_>>())?;
    Ok(rows.into_iter().map(|it| (it.id.clone(), it.link("unit"))).collect())
}

/// A unit and those below it.
fn units_below(at: &Snapshot, unit: &Id) -> Result<BTreeSet<Id>, Error> {
    let above = |it: &RecordRow| Some((it.id.to_string(), it.link("parent")?.to_string()));
    let parents: Vec<(String, String)> = at.list(UNIT, Vec::new())?.iter().filter_map(above).collect();
    let found = below(&parents, std::slice::from_ref(unit));
    Ok(found.into_iter().filter_map(|it| it.parse().ok()).collect())
}

/// The AI policies in force, and whether each person who was asked has confirmed them.
fn awareness(at: &Snapshot) -> Result<(Vec<Id>, BTreeMap<Id, Aware>), Error> {
    let policy = |it: &RecordRow| it.state == "in_force" && it.text("form") == Some(POLICY) && !it.retired;
    let policies: Vec<Id> = at.list(DOCUMENT, Vec::new())?.into_iter().filter(policy).map(|it| it.id).collect();
    let mut aware: BTreeMap<Id, Aware> = BTreeMap::new();
    for row in at.list(ACKNOWLEDGEMENT, Vec::new())? {
        let of_policy = targets(&row.document, "of").iter().any(|it| policies.contains(it));
        if let Some(person) = row.link("person").filter(|_| of_policy && row.state != "lapsed" && !row.retired) {
            let given = if row.state == "given" { Aware::Confirmed } else { Aware::Open };
            let known = aware.entry(person).or_insert(given);
            if given == Aware::Open {
                *known = Aware::Open;
            }
        }
    }
    Ok((policies, aware))
}

impl Matrix {
    fn empty(on: Date, levels: Vec<String>, policies: Vec<Id>) -> Matrix {
        Matrix {
            on,
            levels,
            competences: Vec::new(),
            people: Vec::new(),
            hidden: 0,
            plan: Vec::new(),
            certificates: Vec::new(),
            roles: Vec::new(),
            systems: Vec::new(),
            policies,
            names: Names::new(),
        }
    }

    /// Everything that it names.
    fn named(&self) -> Vec<Id> {
        let mut all: BTreeSet<Id> = self.policies.iter().cloned().collect();
        for row in &self.people {
            all.extend(row.unit.iter().chain([&row.person]).cloned());
            for cell in &row.cells {
                all.extend(of_standing(&cell.standing));
                all.extend(
                    cell.because.iter().flat_map(|it| it.systems.iter().chain([&it.role, &it.assignment])).cloned(),
                );
            }
        }
        all.extend(self.certificates.iter().flat_map(|it| [it.id.clone(), it.competence.clone()]));
        all.into_iter().collect()
    }

    /// Without what may not be seen.
    fn shown(mut self, names: Names) -> Matrix {
        let seen = |it: &Id| names.contains_key(&it.to_string());
        let before = self.people.len();
        self.people.retain(|it| seen(&it.person));
        self.hidden = before - self.people.len();
        for cell in self.people.iter_mut().flat_map(|it| &mut it.cells) {
            cell.standing.proofs.retain(|it| seen(&it.proof));
            cell.because.iter_mut().for_each(|it| it.systems.retain(|it| seen(it)));
        }
        self.plan.retain(|it| seen(&it.person));
        self.certificates.retain(|it| seen(&it.person) && seen(&it.id));
        self.roles.retain(|it| seen(&it.of));
        self.systems.retain(|it| seen(&it.of));
        self.policies.retain(|it| seen(it));
        let name = |it: &Id| names.get(&it.to_string()).cloned().unwrap_or_default();
        let asked: BTreeSet<Id> =
            self.people.iter().flat_map(|it| &it.cells).map(|it| it.standing.competence.clone()).collect();
        self.competences = asked.into_iter().collect();
        self.competences.sort_by_key(|it| (name(it), it.number));
        self.people.sort_by_key(|it| (name(&it.person), it.person.number));
        self.names = names;
        self
    }
}
