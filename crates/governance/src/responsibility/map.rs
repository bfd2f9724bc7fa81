//! Every duty with its people: for each group of duties, and where it is about AI systems for each of them, who answers, who does
//! the work and who challenges.

use std::collections::HashMap;
use std::sync::Arc;

use record::Id;

use super::catalogue::{About, Group, ORGANISATION, UNKNOWN};
use super::holders::{Holding, Subject, holders};
use super::organisation::Organisation;
use super::table::{self, Named};

/// A group of duties of the organisation or of one AI system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Duty {
    /// Name of the group.
    pub group: String,
    /// The AI system, where it is about one.
    pub system: Option<Id>,
}

/// A group of duties with its people.
#[derive(Debug, Clone)]
pub struct Cell {
    /// What it is.
    pub duty: Duty,
    /// Tier of the AI system, or that it is about the organisation.
    pub tier: String,
    /// The roles, or why the table names none.
    pub named: Arc<Result<Named, String>>,
    /// Whether somebody independent must challenge it.
    pub challenged: bool,
    /// Who answers.
    pub accountable: Vec<Holding>,
    /// Who does the work.
    pub responsible: Vec<Holding>,
    /// Who challenges.
    pub challenger: Vec<Holding>,
}

/// What a person does for a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Answers for it.
    Accountable,
    /// Does the work.
    Responsible,
    /// Challenges it independently.
    Challenger,
}

/// Every part.
pub const PARTS: &[Part] = &[Part::Accountable, Part::Responsible, Part::Challenger];

impl Part {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Part::Accountable => "accountable",
            Part::Responsible => "responsible",
            Part::Challenger => "challenger",
        }
    }
}

/// An organisation with all its duties.
#[derive(Debug)]
pub struct Map {
    /// The organisation.
    pub org: Organisation,
    /// The duties, in the order of the catalogue and then of the AI systems.
    pub cells: Vec<Cell>,
}

impl Cell {
    /// What the duty is about.
    pub fn subject(&self) -> Subject {
        self.duty.system.clone().map_or(Subject::Organisation, Subject::System)
    }

    /// The people of a part.
    pub fn people(&self, part: Part) -> &[Holding] {
        match part {
            Part::Accountable => &self.accountable,
            Part::Responsible => &self.responsible,
            Part::Challenger => &self.challenger,
        }
    }

    /// The keys of the roles of a part.
    pub fn roles(&self, part: Part) -> Vec<&str> {
        let Ok(named) = self.named.as_ref() else { return Vec::new() };
        match part {
            Part::Accountable => vec![named.accountable.as_str()],
            Part::Responsible => named.responsible.iter().map(String::as_str).collect(),
            Part::Challenger => named.challenger.iter().map(String::as_str).collect(),
        }
    }

    /// Every part with a holding.
    pub fn held(&self) -> impl Iterator<Item = (Part, &Holding)> {
        PARTS.iter().flat_map(|part| self.people(*part).iter().map(|it| (*part, it)))
    }
}

impl Map {
    /// All duties of an organisation.
    pub fn of(org: Organisation) -> Map {
        let mut build = Build { org: &org, named: HashMap::new(), held: HashMap::new() };
        let mut cells = Vec::new();
        for group in &org.libraries.duties.group {
            match group.about {
                About::Organisation => cells.push(build.cell(group, None)),
                About::System => cells.extend(org.systems.keys().map(|it| build.cell(group, Some(it)))),
            }
        }
        Map { cells, org }
    }

    /// The same with the duties of one AI system alone.
    pub fn of_system(&self, system: &Id) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(move |it| it.duty.system.as_ref() == Some(system))
    }
}

/// What the table is asked: group, tier and unit.
type Case<'a> = (&'a str, String, Option<Id>);

/// Cells in the making; what many of them share is found once.
struct Build<'a> {
    org: &'a Organisation,
    named: HashMap<Case<'a>, Arc<Result<Named, String>>>,
    held: HashMap<(String, Subject), Vec<Holding>>,
}

impl<'a> Build<'a> {
    fn cell(&mut self, group: &'a Group, system: Option<&Id>) -> Cell {
        let known = system.and_then(|it| self.org.systems.get(it));
        let unit = known.and_then(|it| it.unit.clone());
        let unsettled = if system.is_some() { UNKNOWN } else { ORGANISATION };
        let tier = known.map_or(unsettled, |it| it.tier.as_str()).to_owned();
        let named = self.roles(group, &tier, unit);
        let mut cell = Cell {
            duty: Duty { group: group.name.clone(), system: system.cloned() },
            challenged: group.challenge.contains(&tier),
            tier,
            named,
            accountable: Vec::new(),
            responsible: Vec::new(),
            challenger: Vec::new(),
        };
        let subject = cell.subject();
        let [accountable, responsible, challenger] =
            [Part::Accountable, Part::Responsible, Part::Challenger].map(|it| {
                let roles: Vec<String> = cell.roles(it).into_iter().map(str::to_owned).collect();
                self.holders(&roles, &subject)
            });
        (cell.accountable, cell.responsible, cell.challenger) = (accountable, responsible, challenger);
        cell
    }

    fn roles(&mut self, group: &'a Group, tier: &str, unit: Option<Id>) -> Arc<Result<Named, String>> {
        let org = self.org;
        let find = || {
            let path = org.upwards(unit.as_ref());
            let units: Vec<&str> = path.iter().filter_map(|it| org.units.get(it)).map(|it| it.title.as_str()).collect();
            let Some(ruled) = &org.table else { return Err("no table says who answers".to_owned()) };
            let named = table::named(&ruled.table, &group.name, tier, &units)?;
            match org.role(&named.accountable) {
                Some(_) => Ok(named),
                None => Err(format!("the table names `{}`, and no role in use has that key", named.accountable)),
            }
        };
        self.named.entry((&group.name, tier.to_owned(), unit.clone())).or_insert_with(|| Arc::new(find())).clone()
    }

    fn holders(&mut self, roles: &[String], subject: &Subject) -> Vec<Holding> {
        let mut found = Vec::new();
        for role in roles {
            let key = (role.clone(), subject.clone());
            let org = self.org;
            found.extend(self.held.entry(key).or_insert_with(|| holders(org, role, subject, None)).iter().cloned());
        }
        found.sort();
        found.dedup_by(|one, other| one.person == other.person);
        found
    }
}
