//! Responsibility for those who ask: on a day, for a part of the organisation, of a person, of an AI system, as far as they may see it.
//!
//! A past day is read as the ledger had it at the end of that day; what was entered later about that day is told beside it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::Id;
use store::Read;

use super::catalogue::UNKNOWN;
use super::check::{Finding, findings};
use super::holders::{Acting, Holding, acting, delegates, holders};
use super::leaving::{Falling, leaving};
use super::letter::{Letter, letter};
use super::load::{Load, loads};
use super::map::{Cell, Duty, Map, Part};
use super::organisation::Organisation;
use super::{ASSIGNMENT, PERSON};
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error};

/// Which part of the duties is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The day; today when it is not given.
    pub on: Option<Date>,
    /// AI systems of this unit and those below it.
    pub unit: Option<Id>,
    /// AI systems of this tier.
    pub tier: Option<String>,
}

/// Names of records by their numbers, as far as the one who asks may see them.
pub type Names = BTreeMap<String, String>;

/// How responsibility stands.
#[derive(Debug, serde::Serialize)]
pub struct Survey {
    /// The day for which it is told.
    pub day: Date,
    /// What is wrong, the gravest first.
    pub findings: Vec<Finding>,
    /// What each person carries.
    pub loads: BTreeMap<String, Load>,
    /// Duties of the organisation, and groups of duties of AI systems.
    pub duties: usize,
    /// Of these, those with exactly one person who answers.
    pub answered: usize,
    /// Names.
    pub names: Names,
    /// Units that can be asked for.
    #[serde(skip)]
    pub units: Vec<(Id, String)>,
}

/// What one person does.
#[derive(Debug, serde::Serialize)]
pub struct OfPerson {
    /// The person.
    pub person: Id,
    /// The day.
    pub day: Date,
    /// The duties with what the person does for each, and the assignment by which.
    pub duties: Vec<(Part, Duty, Option<Id>)>,
    /// Assignments that count on the day: number, key of the role, what it covers, and the person on whose behalf.
    pub roles: Vec<(Id, String, Option<Id>, Option<Id>)>,
    /// What is wrong and touches the person.
    pub findings: Vec<Finding>,
    /// Names.
    pub names: Names,
}

/// Somebody who holds a part of a duty, and who acts.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Held {
    /// Who holds it.
    pub person: Id,
    /// By which assignment; none where the AI system names the person.
    pub by: Option<Id>,
    /// Who acts, when that is somebody else.
    pub acting: Option<Id>,
    /// Those to whom it was passed on.
    pub delegated: Vec<Id>,
}

/// Who does what for a group of duties of an AI system.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Line {
    /// The group of duties.
    pub group: String,
    /// Whether somebody independent must challenge it.
    pub challenged: bool,
    /// Who answers.
    pub accountable: Vec<Held>,
    /// Who does the work.
    pub responsible: Vec<Held>,
    /// Who is asked before.
    pub consulted: Vec<Id>,
    /// Who is told after.
    pub informed: Vec<Id>,
    /// Who challenges.
    pub challenger: Vec<Held>,
    /// Why the table names nobody, where it does not.
    pub why: Option<String>,
}

/// Who answers for an AI system.
#[derive(Debug, serde::Serialize)]
pub struct OfSystem {
    /// The AI system.
    pub system: Id,
    /// The day.
    pub day: Date,
    /// Its tier then.
    pub tier: String,
    /// Each group of duties.
    pub lines: Vec<Line>,
    /// Groups whose accountable person is another one by what was entered later about that day: the group and the people.
    pub later: Vec<(String, Vec<Id>)>,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// Names.
    pub names: Names,
}

/// What falls when somebody goes.
#[derive(Debug, serde::Serialize)]
pub struct Leaving {
    /// The person.
    pub person: Id,
    /// The day.
    pub day: Date,
    /// Every duty of the person.
    pub duties: Vec<Falling>,
    /// Names.
    pub names: Names,
}

impl Aims {
    /// How responsibility stands on a day, for all or a part of the AI systems.
    ///
    /// Errors: a tier that there is not.
    pub async fn responsibilities(&self, actor: &Actor, asked: Asked) -> Result<Survey, Error> {
        let configuration = self.configuration();
        let tiers = || configuration.libraries.duties.tiers.keys().map(String::as_str).chain([UNKNOWN]);
        if let Some(other) = asked.tier.as_ref().filter(|it| tiers().all(|tier| tier != it.as_str())) {
            let tiers = tiers().collect::<Vec<_>>().join(", ");
            return Err(Error::input(format!("`{other}` is no tier; the tiers are {tiers}")));
        }
        self.with_map(actor, asked.on, None, move |this, read, who, map| {
            let units = map.org.units.iter().map(|(id, it)| (id.clone(), it.title.clone())).collect();
            let mut found = findings(&map);
            let map = narrowed(map, &asked);
            keep(&mut found, &map, &asked);
            let loads: BTreeMap<String, Load> = loads(&map).into_iter().map(|(id, it)| (id.to_string(), it)).collect();
            let mut named = ids_of(&found);
            named.extend(loads.keys().filter_map(|it| it.parse::<Id>().ok()));
            let answered = map.cells.iter().filter(|it| it.accountable.len() == 1).count();
            let names = this.names_of(read, who, named.into_iter().collect())?;
            Ok(Survey { day: map.org.day, findings: found, loads, duties: map.cells.len(), answered, names, units })
        })
        .await
    }

    /// What a person does on a day.
    pub async fn duties_of(&self, actor: &Actor, person: &Id, on: Option<Date>) -> Result<OfPerson, Error> {
        let id = person.clone();
        self.with_map(actor, on, None, move |this, read, who, map| {
            this.of_kind(read, who, &id, PERSON)?;
            let of = |cell: &Cell| {
                let own = cell.held().filter(|it| it.1.person == id);
                own.map(|(part, it)| (part, cell.duty.clone(), it.by.clone())).collect::<Vec<_>>()
            };
            let duties: Vec<_> = map.cells.iter().flat_map(of).collect();
            let role = |it: &Id| map.org.roles.get(it).map(|it| it.key.clone()).unwrap_or_default();
            let behind = |it: &Id| map.org.assignments.get(it).map(|it| it.person.clone());
            let held = map.org.in_force().filter(|it| it.person == id);
            let roles: Vec<_> = held
                .map(|it| (it.id.clone(), role(&it.role), it.covers.clone(), it.on_behalf_of.as_ref().and_then(behind)))
                .collect();
            let mut found = findings(&map);
            found.retain(|it| it.people.contains(&id));
            let mut named = ids_of(&found);
            named.extend(duties.iter().flat_map(|it| it.1.system.clone()));
            named.extend(roles.iter().flat_map(|it| [it.2.clone(), it.3.clone()]).flatten().chain([id.clone()]));
            let names = this.names_of(read, who, named.into_iter().collect())?;
            Ok(OfPerson { person: id, day: map.org.day, duties, roles, findings: found, names })
        })
        .await
    }

    /// Who answers for an AI system on a day.
    pub async fn answers_for(&self, actor: &Actor, system: &Id, on: Option<Date>) -> Result<OfSystem, Error> {
        let id = system.clone();
        self.with_map(actor, on, Some(system.clone()), move |this, read, who, map| {
            this.of_kind(read, who, &id, SYSTEM)?;
            let day = map.org.day;
            let absent = || {
                Error::problem(
                    "",
                    format!("nobody had duties for `{id}` on {day}; it was not there, retired or refused"),
                )
            };
            let tier = map.org.systems.get(&id).ok_or_else(absent)?.tier.clone();
            let lines: Vec<Line> = map.of_system(&id).map(|it| line(&map, it)).collect();
            let later = match day < this.today() {
                true => this.entered_later(read, who, &map, &id)?,
                false => Vec::new(),
            };
            let mut found = findings(&map);
            found.iter_mut().for_each(|it| it.duties.retain(|it| it.system.as_ref() == Some(&id)));
            found.retain(|it| !it.duties.is_empty());
            let mut named = ids_of(&found);
            named.extend(lines.iter().flat_map(people_of).chain(later.iter().flat_map(|it| it.1.clone())));
            named.insert(id.clone());
            let names = this.names_of(read, who, named.into_iter().collect())?;
            Ok(OfSystem { system: id, day, tier, lines, later, findings: found, names })
        })
        .await
    }

    /// What falls when somebody goes, and who could stand in.
    pub async fn if_leaves(&self, actor: &Actor, person: &Id) -> Result<Leaving, Error> {
        let id = person.clone();
        self.with_map(actor, None, None, move |this, read, who, map| {
            this.of_kind(read, who, &id, PERSON)?;
            let duties = leaving(&map, &id);
            let others = duties.iter().flat_map(|it| it.left.iter().chain(it.proposal.iter().map(|it| &it.person)));
            let mut named: BTreeSet<Id> = others.cloned().chain([id.clone()]).collect();
            named.extend(duties.iter().flat_map(|it| it.duty.system.clone()));
            let names = this.names_of(read, who, named.into_iter().collect())?;
            Ok(Leaving { person: id, day: map.org.day, duties, names })
        })
        .await
    }

    /// The letter of appointment of an assignment.
    pub async fn letter(&self, actor: &Actor, assignment: &Id) -> Result<(Letter, Names), Error> {
        let id = assignment.clone();
        self.with_organisation(actor, None, None, move |this, read, who, org| {
            this.of_kind(read, who, &id, ASSIGNMENT)?;
            let said = letter(org, &id);
            let said =
                said.ok_or_else(|| Error::input(format!("`{id}` names no person or no role; fill them in first")))?;
            let mut named: BTreeSet<Id> = said.duties.iter().flat_map(|it| it.1.system.clone()).collect();
            named.extend(
                [Some(&said.person), said.covers.as_ref(), said.deputy.as_ref(), said.manager.as_ref()]
                    .into_iter()
                    .flatten()
                    .cloned(),
            );
            let names = this.names_of(read, who, named.into_iter().collect())?;
            Ok((said, names))
        })
        .await
    }

    /// Does something with all duties of the organisation on a day.
    async fn with_map<T: Send + 'static>(
        &self,
        actor: &Actor,
        on: Option<Date>,
        only: Option<Id>,
        work: impl FnOnce(&Aims, &Read, &Actor, Map) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.with_organisation(actor, on, only, |this, read, who, org| work(this, read, who, Map::of(org))).await
    }

    /// Reads the organisation on a day, with all AI systems or only one, and does something with it.
    async fn with_organisation<T: Send + 'static>(
        &self,
        actor: &Actor,
        on: Option<Date>,
        only: Option<Id>,
        work: impl FnOnce(&Aims, &Read, &Actor, Organisation) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            let (at, on) = this.at_any_day(read, on)?;
            let org = Organisation::read(&at, &this.visible(read, &who)?, on, only.as_ref())?;
            work(&this, read, &who, org)
        };
        self.0.store.read_async(read).await
    }

    /// Groups of duties of an AI system for which another person answers by what is known now about a past day.
    fn entered_later(
        &self,
        read: &Read,
        who: &Actor,
        then: &Map,
        system: &Id,
    ) -> Result<Vec<(String, Vec<Id>)>, Error> {
        let at = self.snapshot(read, None);
        let mut known = Organisation::read(&at, &self.visible(read, who)?, then.org.day, Some(system))?;
        // Who owns a system and where units stand bears no dates: what they are today says nothing of the past day.
        (known.systems, known.units) = (then.org.systems.clone(), then.org.units.clone());
        let now = Map::of(known);
        let answers = |it: &Cell| it.accountable.iter().map(|it| it.person.clone()).collect::<Vec<_>>();
        let before: BTreeMap<&str, Vec<Id>> =
            then.of_system(system).map(|it| (it.duty.group.as_str(), answers(it))).collect();
        let moved = now
            .of_system(system)
            .filter(|it| before.get(it.duty.group.as_str()).is_some_and(|old| *old != answers(it)));
        Ok(moved.map(|it| (it.duty.group.clone(), answers(it))).collect())
    }

    /// That a record is there, may be seen and has this kind.
    fn of_kind(&self, read: &Read, who: &Actor, id: &Id, kind: &str) -> Result<(), Error> {
        let row = self.readable(read, who, id, None)?;
        match row.kind == kind {
            true => Ok(()),
            false => Err(Error::input(format!("`{id}` is no {}", kind.replace('_', " ")))),
        }
    }
}

/// The duties that were asked for.
fn narrowed(mut map: Map, asked: &Asked) -> Map {
    let org = &map.org;
    let within = |cell: &Cell| {
        let Some(system) = &cell.duty.system else { return asked.unit.is_none() && asked.tier.is_none() };
        let unit = org.systems.get(system).and_then(|it| it.unit.as_ref());
        let housed = asked.unit.as_ref().is_none_or(|it| org.upwards(unit).contains(it));
        housed && asked.tier.as_ref().is_none_or(|it| *it == cell.tier)
    };
    let cells = map.cells.iter().filter(|it| within(it)).cloned().collect();
    map.cells = cells;
    map
}

/// Findings that touch what was asked for, with those duties alone.
fn keep(found: &mut Vec<Finding>, map: &Map, asked: &Asked) {
    if asked.unit.is_none() && asked.tier.is_none() {
        return;
    }
    let wanted: BTreeSet<&Duty> = map.cells.iter().map(|it| &it.duty).collect();
    found.iter_mut().for_each(|it| it.duties.retain(|it| wanted.contains(it)));
    found.retain(|it| !it.duties.is_empty());
}

fn ids_of(found: &[Finding]) -> BTreeSet<Id> {
    let systems = found.iter().flat_map(|it| it.duties.iter().filter_map(|it| it.system.clone()));
    found.iter().flat_map(|it| it.people.iter().chain(&it.records).cloned()).chain(systems).collect()
}

fn people_of(line: &Line) -> Vec<Id> {
    let held = [&line.accountable, &line.responsible, &line.challenger].into_iter().flatten();
    let held = held.flat_map(|it| [it.person.clone()].into_iter().chain(it.acting.clone()).chain(it.delegated.clone()));
    held.chain(line.consulted.iter().chain(&line.informed).cloned()).collect()
}

fn line(map: &Map, cell: &Cell) -> Line {
    let org = &map.org;
    let of = |all: &[Holding]| all.iter().map(|it| held(org, it)).collect();
    let named = cell.named.as_ref().as_ref();
    let subject = cell.subject();
    let people = |roles: Option<&Vec<String>>| {
        let all = roles.into_iter().flatten().flat_map(|it| holders(org, it, &subject, None)).map(|it| it.person);
        all.collect::<BTreeSet<Id>>().into_iter().collect()
    };
    Line {
        group: cell.duty.group.clone(),
        challenged: cell.challenged,
        accountable: of(&cell.accountable),
        responsible: of(&cell.responsible),
        consulted: people(named.ok().map(|it| &it.consulted)),
        informed: people(named.ok().map(|it| &it.informed)),
        challenger: of(&cell.challenger),
        why: named.err().cloned(),
    }
}

fn held(org: &Organisation, it: &Holding) -> Held {
    let acting = match acting(org, it) {
        Acting::Deputy(deputy) => Some(deputy),
        _ => None,
    };
    let delegated = it.by.iter().flat_map(|by| delegates(org, by)).map(|it| it.person.clone()).collect();
    Held { person: it.person.clone(), by: it.by.clone(), acting, delegated }
}
