//! The status of every node for the organisation and for each AI system, made whole once and renewed where something changed.
//!
//! Most AI systems have little of their own, so that what bears on all of them is weighed once a node, and a system is weighed by itself
//! only where something names it or where it changed after the proof.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use crate::asked::{Everyone, of_all, of_any, of_system};
use crate::ground::{Control, Exclusion, Ground, Judgement, Proof, System};
use crate::plan::{About, Plan};
use crate::status::{Bearing, Standing, Status, status};
use crate::weigh::{Source, Weighed};

/// Something that changed; nothing in the place of what is no longer there.
#[derive(Debug, Clone)]
pub enum Change {
    /// A control.
    Control(String, Option<Control>),
    /// A proof.
    Proof(String, Option<Proof>),
    /// An AI system.
    System(String, Option<System>),
    /// What checks and measurements say of a node.
    Judgements(String, Vec<Judgement>),
    /// Who excludes a node.
    Excluded(String, BTreeMap<Option<String>, Exclusion>),
}

/// All statuses on a day.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// Nodes.
    pub plan: Arc<Plan>,
    /// What is there.
    pub ground: Ground,
    /// AI systems in order, as [`Column::systems`] has them.
    pub systems: Vec<String>,
    /// A column a node.
    pub columns: Vec<Column>,
    /// For each node, controls and proofs that name it themselves or through a control.
    pub(crate) named: Vec<BTreeSet<Source>>,
    /// Parts and classes of all AI systems together.
    pub(crate) everyone: Everyone,
    /// For each control, the proofs that serve it.
    served: HashMap<String, BTreeSet<String>>,
    /// For each node, what bears on it.
    weighed: Vec<Weighed>,
}

/// The statuses of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// For the organisation; for a node that asks of AI systems, the lowest of theirs.
    pub organisation: Status,
    /// For each AI system.
    pub systems: Vec<Told>,
}

/// The status of a node for an AI system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Whether it is asked of it.
    pub asked: bool,
    /// The status.
    pub status: Status,
}

/// What is the same of a node for every AI system.
struct Common<'a> {
    /// The status where it has nothing of its own and has not changed.
    base: Status,
    /// The status of the organisation, as far as it is asked.
    organisation: Status,
    /// First day that any proof for all covers.
    earliest: Option<Date>,
    /// Who excludes it.
    excluded: Option<&'a BTreeMap<Option<String>, Exclusion>>,
    /// Whether it is excluded for all.
    out: bool,
    /// Why it is asked of no AI system, as a status.
    of_any: Option<Status>,
}

impl Matrix {
    /// All statuses of what is there.
    pub fn of(plan: Arc<Plan>, ground: Ground) -> Matrix {
        let mut matrix = Matrix {
            named: vec![BTreeSet::new(); plan.lines.len()],
            systems: ground.systems.keys().cloned().collect(),
            columns: Vec::new(),
            everyone: Everyone::of(&ground),
            served: HashMap::new(),
            weighed: Vec::new(),
            plan,
            ground: Ground::default(),
        };
        for (name, proof) in &ground.proofs {
            for control in &proof.controls {
                matrix.served.entry(control.clone()).or_default().insert(name.clone());
            }
        }
        matrix.ground = ground;
        let controls: Vec<String> = matrix.ground.controls.keys().cloned().collect();
        let proofs: Vec<String> = matrix.ground.proofs.keys().cloned().collect();
        controls.into_iter().for_each(|it| matrix.name(&Source::Control(it), true));
        proofs.into_iter().for_each(|it| matrix.name(&Source::Proof(it), true));
        matrix.weighed = (0..matrix.plan.lines.len()).map(|it| matrix.gather(it)).collect();
        matrix.columns = (0..matrix.plan.lines.len()).map(|it| matrix.column(it)).collect();
        matrix
    }

    /// Renews what depends on these changes.
    pub fn change(&mut self, changes: Vec<Change>) {
        let (mut touched, mut moved, mut came) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for change in changes {
            match change {
                Change::System(name, system) => {
                    if self.enter(&name, system) {
                        came.insert(name.clone());
                    }
                    moved.insert(name);
                }
                Change::Judgements(reference, judgements) => {
                    touched.extend(self.plan.place(&reference));
                    self.ground.judgements.insert(reference, judgements);
                }
                Change::Excluded(reference, excluded) => {
                    touched.extend(self.plan.place(&reference));
                    self.ground.excluded.insert(reference, excluded);
                }
                Change::Control(name, control) => {
                    let serving: Vec<Source> =
                        self.served.get(&name).into_iter().flatten().cloned().map(Source::Proof).collect();
                    let sources: Vec<Source> = [Source::Control(name.clone())].into_iter().chain(serving).collect();
                    touched.extend(self.unnamed(&sources));
                    match control {
                        Some(it) => _ = self.ground.controls.insert(name, it),
                        None => _ = self.ground.controls.remove(&name),
                    }
                    touched.extend(self.renamed(&sources));
                }
                Change::Proof(name, proof) => {
                    let sources = [Source::Proof(name.clone())];
                    touched.extend(self.unnamed(&sources));
                    if let Some(before) = self.ground.proofs.remove(&name) {
                        before
                            .controls
                            .iter()
                            .filter_map(|it| self.served.get_mut(it).map(|all| all.remove(&name)))
                            .for_each(drop);
                    }
                    if let Some(it) = proof {
                        for control in &it.controls {
                            self.served.entry(control.clone()).or_default().insert(name.clone());
                        }
                        self.ground.proofs.insert(name, it);
                    }
                    touched.extend(self.renamed(&sources));
                }
            }
        }
        touched.extend(came.iter().flat_map(|it| self.naming(it)));
        for &place in &touched {
            self.weighed[place] = self.gather(place);
        }
        if !moved.is_empty() {
            self.everyone = Everyone::of(&self.ground);
            let moved: Vec<usize> = moved.iter().filter_map(|it| self.system(it)).collect();
            for place in (0..self.plan.lines.len()).filter(|it| !touched.contains(it)) {
                self.columns[place] = self.column_with(place, &moved);
            }
        }
        for place in touched {
            self.columns[place] = self.column(place);
        }
    }

    /// Lets proof pass on as another plan of the same nodes says, and renews the nodes to which it passes from others than before; the columns of
    /// these as they were, by their places.
    pub fn pass_on(&mut self, plan: Arc<Plan>) -> Vec<(usize, Column)> {
        let moved: Vec<usize> = (0..plan.lines.len()).filter(|it| plan.from[*it] != self.plan.from[*it]).collect();
        self.plan = plan;
        let renewed = |place: usize| {
            self.weighed[place] = self.gather(place);
            let now = self.column(place);
            (place, std::mem::replace(&mut self.columns[place], now))
        };
        moved.into_iter().map(renewed).collect()
    }

    /// Puts an AI system in its place or takes it out; whether it is there and was not before.
    fn enter(&mut self, name: &str, system: Option<System>) -> bool {
        let (place, there) = (self.systems.binary_search_by(|it| it.as_str().cmp(name)), system.is_some());
        match system {
            Some(it) => _ = self.ground.systems.insert(name.to_owned(), it),
            None => _ = self.ground.systems.remove(name),
        }
        match (place, there) {
            (Err(place), true) => {
                self.systems.insert(place, name.to_owned());
                self.weighed.iter_mut().for_each(|it| it.open(place));
                // Its statuses are told when all that changed is renewed.
                let blank = Told { asked: false, status: Status::NotAssessable };
                self.columns.iter_mut().for_each(|it| it.systems.insert(place, blank));
            }
            (Ok(place), false) => {
                self.systems.remove(place);
                self.weighed.iter_mut().for_each(|it| it.close(place));
                self.columns.iter_mut().for_each(|it| _ = it.systems.remove(place));
            }
            _ => {}
        }
        place.is_err() && there
    }

    /// Nodes of which something that names an AI system says something.
    fn naming(&self, name: &str) -> Vec<usize> {
        let controls = self.ground.controls.iter().filter(|it| it.1.systems.contains(name));
        let proofs = self.ground.proofs.iter().filter(|it| it.1.systems.contains(name));
        let controls = controls.flat_map(|it| {
            let serving = self.served.get(it.0).into_iter().flatten().cloned().map(Source::Proof);
            [Source::Control(it.0.clone())].into_iter().chain(serving)
        });
        let sources: Vec<Source> = controls.chain(proofs.map(|it| Source::Proof(it.0.clone()))).collect();
        let judged = self.ground.judgements.iter();
        let judged = judged.filter(|it| it.1.iter().any(|it| it.system.as_deref() == Some(name)));
        self.bears_on(&sources).into_iter().chain(judged.filter_map(|it| self.plan.place(it.0))).collect()
    }

    /// The place of an AI system.
    pub fn system(&self, name: &str) -> Option<usize> {
        self.systems.binary_search_by(|it| it.as_str().cmp(name)).ok()
    }

    /// The status of a node for an AI system, or for the organisation.
    pub fn status(&self, node: usize, system: Option<usize>) -> Status {
        match system {
            Some(it) => self.columns[node].systems[it].status,
            None => self.columns[node].organisation,
        }
    }

    /// The lowest status of a node among these AI systems.
    pub fn lowest_of(&self, node: usize, systems: &[usize]) -> Status {
        lowest(&systems.iter().map(|it| self.columns[node].systems[*it]).collect::<Vec<_>>())
    }

    fn unnamed(&mut self, sources: &[Source]) -> Vec<usize> {
        let before = self.bears_on(sources);
        sources.iter().for_each(|it| self.name(it, false));
        before
    }

    fn renamed(&mut self, sources: &[Source]) -> Vec<usize> {
        sources.iter().for_each(|it| self.name(it, true));
        self.bears_on(sources)
    }

    /// Nodes on which these bear.
    fn bears_on(&self, sources: &[Source]) -> Vec<usize> {
        let direct = sources.iter().flat_map(|it| self.direct(it));
        direct.flat_map(|it| self.plan.to[it].iter().copied()).collect()
    }

    fn name(&mut self, source: &Source, stands: bool) {
        for node in self.direct(source) {
            match stands {
                true => self.named[node].insert(source.clone()),
                false => self.named[node].remove(source),
            };
        }
    }

    /// Nodes that a source names itself or through controls.
    fn direct(&self, source: &Source) -> BTreeSet<usize> {
        let places = |all: &BTreeSet<String>| all.iter().filter_map(|it| self.plan.place(it)).collect::<Vec<_>>();
        match source {
            Source::Control(name) => {
                self.ground.controls.get(name).map(|it| places(&it.meets)).into_iter().flatten().collect()
            }
            Source::Proof(name) => {
                let Some(proof) = self.ground.proofs.get(name) else { return BTreeSet::new() };
                let through = proof.controls.iter().filter_map(|it| self.ground.controls.get(it));
                places(&proof.meets).into_iter().chain(through.flat_map(|it| places(&it.meets))).collect()
            }
        }
    }

    fn column(&self, node: usize) -> Column {
        let common = self.common(node);
        let all = self.ground.systems.iter().enumerate();
        let systems = all.map(|(place, (name, it))| self.told(node, &common, place, (name, it))).collect();
        self.whole(node, &common, systems)
    }

    /// The column of a node of which nothing changed but these AI systems.
    fn column_with(&mut self, node: usize, places: &[usize]) -> Column {
        let mut systems = std::mem::take(&mut self.columns[node].systems);
        let common = self.common(node);
        for &place in places {
            let Some(system) = self.systems.get(place).and_then(|it| self.ground.systems.get_key_value(it)) else {
                continue;
            };
            systems[place] = self.told(node, &common, place, system);
        }
        self.whole(node, &common, systems)
    }

    fn common(&self, node: usize) -> Common<'_> {
        let (line, weighed) = (&self.plan.lines[node], &self.weighed[node]);
        let excluded = self.ground.excluded.get(&line.reference);
        Common {
            base: status(line, &self.plan.rules, self.ground.today, &weighed.all.bearing(None)).status,
            organisation: weighed.of_organisation(|it| status(line, &self.plan.rules, self.ground.today, it)).status,
            earliest: weighed.all.pieces.iter().map(|it| it.from).min(),
            excluded,
            out: excluded.is_some_and(|it| it.contains_key(&None)),
            of_any: of_any(line).map(|it| it.status()),
        }
    }

    /// The status of a node for an AI system.
    fn told(&self, node: usize, common: &Common, place: usize, (name, system): (&String, &System)) -> Told {
        let (line, rules, today) = (&self.plan.lines[node], &self.plan.rules, self.ground.today);
        if common.out || common.excluded.is_some_and(|it| it.contains_key(&Some(name.clone()))) {
            return Told { asked: false, status: Status::NotApplicable };
        }
        let unasked = common.of_any.or_else(|| of_system(line, system).map(|it| it.status()));
        if let Some(status) = unasked {
            return Told { asked: false, status };
        }
        let weighed = &self.weighed[node];
        let old = system.since.is_some_and(|since| common.earliest.is_some_and(|it| it < since));
        let status = match (weighed.own.get(&place), old) {
            (None, false) => common.base,
            (None, true) => {
                status(line, rules, today, &Bearing { changed: system.since, ..weighed.all.bearing(None) }).status
            }
            (Some(_), _) => weighed.of(place, system, |it| status(line, rules, today, it)).status,
        };
        Told { asked: true, status }
    }

    /// A column with what follows for the organisation.
    fn whole(&self, node: usize, common: &Common, systems: Vec<Told>) -> Column {
        let line = &self.plan.lines[node];
        let organisation = if common.out || line.not_in_force.is_some() {
            Status::NotApplicable
        } else if line.about == About::System {
            lowest(&systems)
        } else {
            of_all(line, &self.everyone).map_or(common.organisation, |it| it.status())
        };
        Column { organisation, systems }
    }

    /// The standing of a node for a subject, with its days.
    pub fn standing(&self, node: usize, system: Option<usize>) -> Standing {
        let (line, today, rules) = (&self.plan.lines[node], self.ground.today, &self.plan.rules);
        let weighed = &self.weighed[node];
        let found = match system.and_then(|place| Some((place, self.ground.systems.get(self.systems.get(place)?)?))) {
            Some((place, system)) => weighed.of(place, system, |it| status(line, rules, today, it)),
            None => weighed.of_organisation(|it| status(line, rules, today, it)),
        };
        Standing { status: self.status(node, system), ..found }
    }
}

/// The lowest of those that can be told, each with whether it is asked; of the others, why there is none. Where nothing tells of one that is
/// asked, nothing tells of all: it may be the lowest, and would be once proof of it were taken away.
fn lowest(all: &[Told]) -> Status {
    if all.contains(&Told { asked: true, status: Status::NotAssessable }) {
        return Status::NotAssessable;
    }
    let all = || all.iter().map(|it| it.status);
    let told = all().filter(|it| it.counts()).min();
    told.or_else(|| all().max()).unwrap_or(Status::NotAssessable)
}
