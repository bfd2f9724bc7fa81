//! Coverage for the page, the command and the interface. Every status is told to everybody who may see its AI system; records that somebody
//! may not see count without being named.

use std::collections::{BTreeMap, BTreeSet};

use conformity::explain::Explained;
use conformity::plan::About;
use conformity::{Judgement, Matrix, Status};
use jiff::civil::Date;
use library::{Expected, Modality, Relation};
use record::Id;
use serde::Serialize;
use store::{Read, RecordRow, Visible};

use super::framework_named;
use super::kept::Covered;
use super::making::gap_key;
use super::statement::bare;
use crate::bodies::matter::{units, upwards};
use crate::derived::Snapshot;
use crate::responsibility::UNIT;
use crate::surroundings::SYSTEM;
use crate::{Actor, Aims, Error};

/// What is asked for; what is blank leaves everything in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Prefix of the framework; the default one, where it is blank.
    pub framework: String,
    /// Name of the part.
    pub part: String,
    /// Modality, such as `shall`.
    pub modality: String,
    /// An AI system.
    pub system: Option<Id>,
    /// Unit of AI systems, with those below it.
    pub unit: Option<Id>,
    /// Statuses that are shown.
    pub status: Option<Status>,
    /// The day; today, where none stands.
    pub on: Option<Date>,
    /// An earlier day with which it is compared.
    pub since: Option<Date>,
}

/// A requirement in the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its reference.
    pub reference: String,
    /// Its identifier in the framework.
    pub id: String,
    /// Its short title.
    pub title: String,
    /// Its part.
    pub part: String,
    /// How strongly the source speaks.
    pub modality: Option<Modality>,
    /// Its status for the organisation or the AI system that was asked for.
    pub status: Status,
    /// Its status on the earlier day.
    pub was: Option<Status>,
    /// AI systems by status, where the node asks of them.
    pub systems: BTreeMap<&'static str, usize>,
    /// First day of unbroken proof.
    pub operating_since: Option<Date>,
    /// First day on which it falls by itself.
    pub falls_on: Option<Date>,
    /// Who looks after it.
    pub owners: Vec<String>,
}

/// A framework that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Its prefix.
    pub prefix: String,
    /// Its title.
    pub title: String,
    /// Its parts with nodes that can be assessed: name and label.
    pub parts: Vec<(String, String)>,
}

/// The matrix of a framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The framework.
    pub framework: String,
    /// The day.
    pub on: Date,
    /// The earlier day.
    pub since: Option<Date>,
    /// Requirements, in the order of the framework.
    pub rows: Vec<Row>,
    /// Requirements by status, of all that fit but for the status.
    pub counts: BTreeMap<&'static str, usize>,
    /// The same on the earlier day.
    pub before: Option<BTreeMap<&'static str, usize>>,
    /// AI systems that are looked at.
    pub systems: Vec<(Id, String)>,
    /// How many AI systems the scope in force leaves out, of which nothing is asked.
    pub left_out: usize,
    /// Frameworks.
    pub frameworks: Vec<Choice>,
    /// Titles of people.
    pub titles: BTreeMap<String, String>,
}

/// A control or proof, as far as it may be seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weighed {
    /// Its record; nothing where it may not be seen.
    pub record: Option<String>,
    /// Its kind; nothing where it may not be seen.
    pub kind: Option<String>,
    /// Its title.
    pub title: String,
    /// Whether it counted.
    pub counts: bool,
    /// Why, or why not; nothing where it may not be seen.
    pub why: String,
    /// The requirement for which it was given, where that is another one.
    pub given_for: Option<String>,
    /// The control through which it serves.
    pub through: Option<String>,
}

/// Something that may be of use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offered {
    /// The requirement for which it was given.
    pub reference: String,
    /// How that stands to this one.
    pub relation: Relation,
    /// Why it does not simply count.
    pub why: String,
    /// Records, as far as they may be seen.
    pub records: Vec<String>,
}

/// Everything about a requirement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Requirement {
    /// Its reference.
    pub reference: String,
    /// Its short title.
    pub title: String,
    /// What it wants.
    pub intent: String,
    /// The AI system; the organisation where none stands.
    pub system: Option<String>,
    /// The day.
    pub on: Date,
    /// The status.
    pub status: Status,
    /// What it follows from.
    pub why: String,
    /// What keeps it from being more.
    pub lacks: Vec<String>,
    /// First day of unbroken proof.
    pub operating_since: Option<Date>,
    /// First day on which it falls by itself.
    pub falls_on: Option<Date>,
    /// Who looks after it.
    pub owners: Vec<String>,
    /// Controls and proofs.
    pub weighed: Vec<Weighed>,
    /// Machine checks and measurements.
    pub judgements: Vec<Judgement>,
    /// What may be of use.
    pub reusable: Vec<Offered>,
    /// What it expects as proof.
    pub expected: Vec<Expected>,
    /// AI systems of which it is asked, with their statuses.
    pub systems: Vec<(Id, String, Status)>,
    /// Titles of records and people.
    pub titles: BTreeMap<String, String>,
    /// The open action that closes its gap.
    pub action: Option<Id>,
}

impl Aims {
    /// The matrix of a framework.
    pub async fn conformity(&self, actor: &Actor, asked: &Asked) -> Result<Coverage, Error> {
        let (this, who, asked) = (self.clone(), actor.clone(), asked.clone());
        self.0.store.read_async(move |read| this.coverage_in(read, &who, &asked)).await
    }

    /// Everything about a requirement, for an AI system or for the organisation.
    pub async fn requirement(
        &self,
        actor: &Actor,
        reference: &str,
        system: Option<&Id>,
        on: Option<Date>,
    ) -> Result<Requirement, Error> {
        let (this, who, reference, system) = (self.clone(), actor.clone(), reference.to_owned(), system.cloned());
        let read = move |read: &Read| this.requirement_in(read, &who, &reference, system.as_ref(), on);
        let mut told = self.0.store.read_async(read).await?;
        let key = gap_key(&told.reference, told.system.as_deref().unwrap_or_default());
        told.action = self.gap_actions(actor).await?.remove(&key);
        Ok(told)
    }

    /// Requirements by status for an AI system, framework by framework.
    pub async fn coverage_of(
        &self,
        actor: &Actor,
        system: &Id,
    ) -> Result<Vec<(String, BTreeMap<&'static str, usize>)>, Error> {
        let (this, who, id) = (self.clone(), actor.clone(), system.clone());
        let read = move |read: &Read| {
            let who = this.with_roles(read, &who)?;
            this.readable(read, &who, &id, None)?;
            let covered = this.covered(read)?;
            let Some(place) = covered.matrix.system(&id.to_string()) else { return Ok(Vec::new()) };
            let mut all: BTreeMap<String, BTreeMap<&'static str, usize>> = BTreeMap::new();
            for (node, line) in
                covered.matrix.plan.lines.iter().enumerate().filter(|it| it.1.about != About::Organisation)
            {
                let status = covered.matrix.status(node, Some(place));
                *all.entry(line.framework.clone()).or_default().entry(status.name()).or_default() += 1;
            }
            Ok(all.into_iter().collect())
        };
        self.0.store.read_async(read).await
    }

    fn coverage_in(&self, read: &Read, actor: &Actor, asked: &Asked) -> Result<Coverage, Error> {
        let actor = self.with_roles(read, actor)?;
        let (at, on, covered) = self.stood(read, asked.on)?;
        let then = asked.since.map(|it| self.stood(read, Some(it))).transpose()?.map(|it| it.2);
        let libraries = self.configuration().libraries.clone();
        let framework = framework_named(&libraries, &asked.framework)?;
        let name = framework.prefix.clone();
        let systems = self.systems_of(read, &actor, (&covered, at.place.is_none()), asked)?;
        let places = places(&covered.matrix, &systems);
        let earlier = then.as_ref().map(|it| (&it.matrix, self::places(&it.matrix, &systems)));
        let one = asked.system.as_ref().and_then(|it| covered.matrix.system(&it.to_string()));
        let mut rows = Vec::new();
        for node in framework.assessable() {
            let modality = format!("{:?}", node.modality.unwrap_or(Modality::Shall)).to_lowercase();
            let fits = (asked.part.is_empty() || asked.part == node.part)
                && (asked.modality.is_empty() || asked.modality == modality);
            let reference = framework.reference(node);
            let Some(place) = covered.matrix.plan.place(&reference).filter(|_| fits) else { continue };
            let about = covered.matrix.plan.lines[place].about;
            if asked.system.is_some() && about == About::Organisation {
                continue;
            }
            let told = covered.matrix.summary(place, one);
            let was = |(matrix, places): &(&Matrix, Vec<usize>)| {
                Some(status_of(matrix, matrix.plan.place(&reference)?, asked, places))
            };
            rows.push(Row {
                id: node.id.clone(),
                title: node.title.clone(),
                part: node.part.clone(),
                modality: node.modality,
                status: status_of(&covered.matrix, place, asked, &places),
                was: earlier.as_ref().and_then(was),
                systems: by_status(&covered.matrix, place, about, &places),
                operating_since: told.operating_since,
                falls_on: told.falls_on,
                owners: told.owners.into_iter().collect(),
                reference,
            });
        }
        let counted = |of: &dyn Fn(&Row) -> Option<Status>| {
            let mut all: BTreeMap<&'static str, usize> = BTreeMap::new();
            rows.iter().filter_map(of).for_each(|it| *all.entry(it.name()).or_default() += 1);
            all
        };
        let (counts, before) = (counted(&|it| Some(it.status)), then.is_some().then(|| counted(&|it| it.was)));
        let people = rows.iter().flat_map(|it| it.owners.iter()).filter_map(|it| it.parse().ok());
        let titles = self.names_of(read, &actor, people.collect())?;
        rows.retain(|it| asked.status.is_none_or(|wanted| it.status == wanted));
        for row in &mut rows {
            row.owners.retain(|it| titles.contains_key(it));
        }
        let frameworks = choices(libraries.shelf());
        let left_out = covered.out.len();
        let since = asked.since;
        Ok(Coverage { framework: name, on, since, rows, counts, before, systems, left_out, frameworks, titles })
    }

    /// What stood at the end of a day, with its coverage: what is kept for today, else made of the versions of that day.
    pub(crate) fn stood<'a>(
        &self,
        read: &'a Read,
        on: Option<Date>,
    ) -> Result<(Snapshot<'a>, Date, std::sync::Arc<Covered>), Error> {
        let (at, on) = self.at_day(read, on)?;
        let covered = match at.place {
            None => self.covered(read)?,
            Some(_) => std::sync::Arc::new(self.covered_at(&at, on)?),
        };
        Ok((at, on, covered))
    }

    /// The AI systems that are looked at and may be seen, with their titles.
    fn systems_of(
        &self,
        read: &Read,
        actor: &Actor,
        (covered, now): (&Covered, bool),
        asked: &Asked,
    ) -> Result<Vec<(Id, String)>, Error> {
        let ids: Vec<Id> = covered.matrix.systems.iter().filter_map(|it| it.parse().ok()).collect();
        // What is kept of now is as good as the store for whoever sees everything.
        let titles = match now && self.visible(read, actor)? == Visible::All {
            true => covered.of_kind(SYSTEM).map(|it| (it.id.to_string(), it.title.clone())).collect(),
            false => self.names_of(read, actor, ids.clone())?,
        };
        if let Some(system) = asked.system.as_ref().filter(|it| !titles.contains_key(&it.to_string())) {
            return Err(Error::problem("system", format!("there is no AI system `{system}` that counts")));
        }
        let tree = if asked.unit.is_some() { units(&self.snapshot(read, None))? } else { Default::default() };
        if let Some(unit) = asked.unit.as_ref().filter(|it| !tree.contains_key(&it.to_string())) {
            return Err(Error::problem("unit", format!("there is no unit `{unit}`; `aims list {UNIT}` shows them")));
        }
        let row = |id: &Id| covered.record(SYSTEM, id);
        let of_unit = |row: Option<&RecordRow>| match &asked.unit {
            None => true,
            Some(unit) => row.is_some_and(|it| upwards(it.unit.clone(), &tree).0.contains(unit)),
        };
        let kept = ids.into_iter().filter(|it| asked.system.as_ref().is_none_or(|only| only == it) && of_unit(row(it)));
        Ok(kept.filter_map(|it| Some((it.clone(), titles.get(&it.to_string())?.clone()))).collect())
    }

    fn requirement_in(
        &self,
        read: &Read,
        actor: &Actor,
        reference: &str,
        system: Option<&Id>,
        on: Option<Date>,
    ) -> Result<Requirement, Error> {
        let actor = self.with_roles(read, actor)?;
        let (at, on, covered) = self.stood(read, on)?;
        let libraries = self.configuration().libraries.clone();
        let read_as = conformity::reference::read(libraries.shelf(), reference, &libraries.conformity.rules.default);
        let unknown =
            || Error::Missing(format!("no library knows the requirement `{reference}`, or it cannot be assessed"));
        let reference = read_as.map_err(|_| unknown())?;
        let matrix = &covered.matrix;
        let place = matrix.plan.place(&reference).ok_or_else(unknown)?;
        let node = libraries.shelf().find(&reference).ok_or_else(unknown)?.node;
        let asked = Asked { system: system.cloned(), ..Asked::default() };
        let systems = self.systems_of(read, &actor, (&covered, at.place.is_none()), &asked)?;
        let told = matrix.explain(place, system.and_then(|it| matrix.system(&it.to_string())));
        let about = matrix.plan.lines[place].about;
        let listed = systems.iter().filter(|_| about != About::Organisation && system.is_none());
        let statuses = listed.filter_map(|it| {
            Some((it.0.clone(), it.1.clone(), matrix.status(place, Some(matrix.system(&it.0.to_string())?))))
        });
        let mut requirement = Requirement {
            title: node.title.clone(),
            intent: node.intent.clone(),
            on,
            expected: node.evidence.clone(),
            systems: statuses.collect(),
            ..Requirement::of(&told, on)
        };
        let titles = self.names_of(read, &actor, named(&told))?;
        requirement.fill(told, titles);
        Ok(requirement)
    }
}

/// Records and people that an explanation names.
fn named(told: &Explained) -> Vec<Id> {
    let weighed = told.weighed.iter().flat_map(|it| [Some(bare(&it.record)), it.through.as_deref()]).flatten();
    let judged = told.judgements.iter().flat_map(|it| it.records.iter().map(String::as_str));
    let offered = told.reusable.iter().flat_map(|it| it.records.iter().map(|it| bare(it)));
    let owners = told.owners.iter().map(String::as_str);
    weighed.chain(judged).chain(offered).chain(owners).filter_map(|it| it.parse().ok()).collect()
}

impl Requirement {
    fn of(told: &Explained, on: Date) -> Requirement {
        Requirement {
            reference: told.reference.clone(),
            title: String::new(),
            intent: String::new(),
            system: told.system.clone(),
            on,
            status: told.status,
            why: told.why.clone(),
            lacks: told.lacks.clone(),
            operating_since: told.operating_since,
            falls_on: told.falls_on,
            owners: Vec::new(),
            weighed: Vec::new(),
            judgements: Vec::new(),
            reusable: Vec::new(),
            expected: Vec::new(),
            systems: Vec::new(),
            titles: BTreeMap::new(),
            action: None,
        }
    }

    /// Fills in what may be seen; of the rest, that it is there and whether it counts.
    fn fill(&mut self, told: Explained, titles: BTreeMap<String, String>) {
        let seen = |it: &str| titles.contains_key(bare(it));
        self.owners = told.owners.iter().filter(|it| seen(it)).cloned().collect();
        let weighed = |it: conformity::explain::Weighed| {
            let open = seen(&it.record);
            Weighed {
                title: titles.get(bare(&it.record)).cloned().unwrap_or_default(),
                record: open.then(|| bare(&it.record).to_owned()),
                kind: open.then_some(it.kind),
                counts: it.counts,
                why: if open { it.why } else { String::new() },
                given_for: it.given_for,
                through: it.through.filter(|it| seen(it)),
            }
        };
        let mut known = BTreeSet::new();
        let all: Vec<Weighed> = told.weighed.into_iter().map(weighed).collect();
        let first = |it: &Weighed| {
            it.record.is_none() || known.insert((it.record.clone(), it.counts, it.why.clone(), it.through.clone()))
        };
        self.weighed = {
            let mut first = first;
            all.into_iter().filter(|it| first(it)).collect()
        };
        let judged =
            |it: Judgement| Judgement { records: it.records.iter().filter(|it| seen(it)).cloned().collect(), ..it };
        self.judgements = told.judgements.into_iter().map(judged).collect();
        let offered = |it: conformity::explain::Offered| Offered {
            records: it.records.iter().filter(|it| seen(it)).map(|it| bare(it).to_owned()).collect(),
            reference: it.reference,
            relation: it.relation,
            why: it.why,
        };
        self.reusable = told.reusable.into_iter().map(offered).collect();
        self.titles = titles;
    }
}

/// Frameworks that can be asked for.
pub(crate) fn choices(shelf: &library::Shelf) -> Vec<Choice> {
    shelf.frameworks().iter().filter(|it| it.assessable().next().is_some()).map(choice).collect()
}

fn choice(it: &library::Framework) -> Choice {
    let asked = it.part.iter().filter(|part| it.assessable().any(|node| node.part == part.name));
    Choice {
        prefix: it.prefix.clone(),
        title: it.title.clone(),
        parts: asked.map(|it| (it.name.clone(), it.label.clone())).collect(),
    }
}

/// The places of AI systems in a matrix, of those that are in it.
fn places(matrix: &Matrix, systems: &[(Id, String)]) -> Vec<usize> {
    systems.iter().filter_map(|it| matrix.system(&it.0.to_string())).collect()
}

/// The status of a node for what was asked: of an AI system, of those of a unit, or of the organisation.
fn status_of(matrix: &Matrix, place: usize, asked: &Asked, systems: &[usize]) -> Status {
    if let Some(system) = &asked.system {
        return matrix.system(&system.to_string()).map_or(Status::NotAssessable, |it| matrix.status(place, Some(it)));
    }
    if asked.unit.is_none() || matrix.plan.lines[place].about != About::System {
        return matrix.status(place, None);
    }
    matrix.lowest_of(place, systems)
}

/// AI systems by status.
fn by_status(matrix: &Matrix, place: usize, about: About, systems: &[usize]) -> BTreeMap<&'static str, usize> {
    let mut all = BTreeMap::new();
    let asked = systems.iter().filter(|_| about != About::Organisation);
    asked.for_each(|it| *all.entry(matrix.status(place, Some(*it)).name()).or_default() += 1);
    all
}
