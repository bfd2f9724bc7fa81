//! The status of every node for the organisation and for each AI system, made whole once and renewed where something changed.
//!
//! Most AI systems have little of their own, so that what bears on all of them is weighed once a node, and a system is weighed by itself
//! only where something names it or where it changed after the proof.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use crate::ground::{Control, Exclusion, Ground, Judgement, Proof, Stage, System, Verdict};
use crate::plan::{About, Line, Plan};
use crate::status::{Bearing, Piece, Standing, Status, status};

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
    served: HashMap<String, BTreeSet<String>>,
}

/// The statuses of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// For the organisation; for a node that asks of AI systems, the lowest of theirs.
    pub organisation: Status,
    /// For each AI system.
    pub systems: Vec<Status>,
}

/// A control or a proof, by its name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Source {
    /// A control.
    Control(String),
    /// A proof.
    Proof(String),
}

/// A source that bears on a node, for whom, and by which way.
pub(crate) struct Route<'a> {
    /// The node that it names.
    pub node: usize,
    /// Nodes from there to this one.
    pub by: &'a [usize],
    /// The control through which it does; nothing where it does itself.
    pub through: Option<&'a str>,
    /// AI systems for which it counts; all where nothing stands.
    pub systems: Option<BTreeSet<&'a str>>,
}

/// What bears on a node.
#[derive(Default)]
struct Part {
    stages: Vec<Stage>,
    pieces: Vec<Piece>,
    verdicts: Vec<Verdict>,
}

/// What bears on a node, for all and for single AI systems.
#[derive(Default)]
struct Weighed {
    all: Part,
    own: HashMap<usize, Part>,
}

impl Matrix {
    /// All statuses of what is there.
    pub fn of(plan: Arc<Plan>, ground: Ground) -> Matrix {
        let mut matrix = Matrix {
            named: vec![BTreeSet::new(); plan.lines.len()],
            systems: ground.systems.keys().cloned().collect(),
            columns: Vec::new(),
            served: HashMap::new(),
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
        matrix.columns = (0..matrix.plan.lines.len()).map(|it| matrix.column(it)).collect();
        matrix
    }

    /// Renews what depends on these changes.
    pub fn change(&mut self, changes: Vec<Change>) {
        let mut touched = BTreeSet::new();
        let mut all = false;
        for change in changes {
            match change {
                Change::System(name, system) => {
                    match system {
                        Some(it) => _ = self.ground.systems.insert(name, it),
                        None => _ = self.ground.systems.remove(&name),
                    }
                    self.systems = self.ground.systems.keys().cloned().collect();
                    all = true;
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
        if all {
            touched = (0..self.plan.lines.len()).collect();
        }
        for place in touched {
            self.columns[place] = self.column(place);
        }
    }

    /// The place of an AI system.
    pub fn system(&self, name: &str) -> Option<usize> {
        self.systems.binary_search_by(|it| it.as_str().cmp(name)).ok()
    }

    /// The status of a node for an AI system, or for the organisation.
    pub fn status(&self, node: usize, system: Option<usize>) -> Status {
        match system {
            Some(it) => self.columns[node].systems[it],
            None => self.columns[node].organisation,
        }
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

    /// Every way by which a source bears on a node.
    pub(crate) fn routes<'a>(&'a self, source: &'a Source, node: usize) -> Vec<Route<'a>> {
        let mut found = Vec::new();
        for from in &self.plan.from[node] {
            if !self.named[from.node].contains(source) {
                continue;
            }
            let reference = &self.plan.lines[from.node].reference;
            let route = |through, systems| Route { node: from.node, by: &from.by, through, systems };
            match source {
                Source::Control(name) => {
                    let Some(it) = self.ground.controls.get(name) else { continue };
                    found.push(route(None, scope(&it.systems, &NONE)));
                }
                Source::Proof(name) => {
                    let Some(it) = self.ground.proofs.get(name) else { continue };
                    if it.meets.contains(reference) {
                        found.push(route(None, scope(&it.systems, &NONE)));
                    }
                    let controls = it.controls.iter().filter_map(|name| self.ground.controls.get_key_value(name));
                    for (name, control) in controls.filter(|it| it.1.meets.contains(reference)) {
                        found.push(route(Some(name), scope(&it.systems, &control.systems)));
                    }
                }
            }
        }
        found
    }

    /// Every source that bears on a node.
    pub(crate) fn sources(&self, node: usize) -> BTreeSet<&Source> {
        self.plan.from[node].iter().flat_map(|it| &self.named[it.node]).collect()
    }

    /// A proof as it bears on a node by one way.
    pub(crate) fn piece(&self, line: &Line, number: usize, name: &str, through: Option<&str>) -> Option<Piece> {
        let proof = self.ground.proofs.get(name)?;
        let floor = through.and_then(|it| self.ground.controls.get(it)?.since);
        let fresh = line.fresh[proof.form as usize].and_then(|it| proof.until.checked_add(it).ok());
        let expires = proof.expires.into_iter().chain(fresh).min();
        let counts = proof.refused.is_none() && proof.from <= self.ground.today;
        counts.then_some(Piece {
            proof: number,
            form: proof.form,
            from: proof.from,
            until: proof.until,
            expires,
            floor,
        })
    }

    fn weighed(&self, node: usize) -> Weighed {
        let (line, mut weighed) = (&self.plan.lines[node], Weighed::default());
        for (number, source) in self.sources(node).into_iter().enumerate() {
            for route in self.routes(source, node) {
                match source {
                    Source::Control(name) => {
                        let Some(stage) = self.ground.controls.get(name).map(|it| it.stage) else { continue };
                        weighed.add(self, &route, |of| of.stages.push(stage));
                    }
                    Source::Proof(name) => {
                        // What says no of one requirement says nothing of those that it contains.
                        let denies = self.ground.proofs.get(name).is_some_and(|it| it.denies) && route.by.is_empty();
                        if denies {
                            weighed.add(self, &route, |of| of.verdicts.push(Verdict::No));
                        }
                        let Some(piece) = self.piece(line, number, name, route.through) else { continue };
                        weighed.add(self, &route, |of| put(&mut of.pieces, piece));
                    }
                }
            }
        }
        for it in self.ground.judgements.get(&line.reference).into_iter().flatten() {
            match &it.system {
                None => weighed.all.verdicts.push(it.verdict),
                Some(name) => {
                    if let Some(place) = self.system(name) {
                        weighed.own.entry(place).or_default().verdicts.push(it.verdict);
                    }
                }
            }
        }
        weighed
    }

    fn column(&self, node: usize) -> Column {
        let (line, today) = (&self.plan.lines[node], self.ground.today);
        let weighed = self.weighed(node);
        let rules = &self.plan.rules;
        let common = weighed.all.bearing(None);
        let base = status(line, rules, today, &common).status;
        let earliest = weighed.all.pieces.iter().map(|it| it.from).min();
        let excluded = self.ground.excluded.get(&line.reference);
        let out = excluded.is_some_and(|it| it.contains_key(&None));
        let one = |(place, (name, system)): (usize, (&String, &System))| {
            if out || excluded.is_some_and(|it| it.contains_key(&Some(name.clone()))) {
                return (false, Status::NotApplicable);
            }
            if let Some((status, _)) = applies(line, system) {
                return (false, status);
            }
            let own = weighed.own.get(&place);
            let old = system.since.is_some_and(|since| earliest.is_some_and(|it| it < since));
            let status = match (own, old) {
                (None, false) => base,
                (None, true) => status(line, rules, today, &Bearing { changed: system.since, ..common }).status,
                (Some(_), _) => weighed.of(place, system, |it| status(line, rules, today, it)).status,
            };
            (true, status)
        };
        let told: Vec<(bool, Status)> = self.ground.systems.iter().enumerate().map(one).collect();
        let systems = told.iter().map(|it| it.1).collect();
        let organisation = if out || line.not_in_force.is_some() {
            Status::NotApplicable
        } else if line.about == About::System {
            lowest(&told)
        } else {
            applies_to_all(line, &self.ground).map_or(base, |it| it.0)
        };
        Column { organisation, systems }
    }

    /// The standing of a node for a subject, with its days.
    pub fn standing(&self, node: usize, system: Option<usize>) -> Standing {
        let (line, today, rules) = (&self.plan.lines[node], self.ground.today, &self.plan.rules);
        let weighed = self.weighed(node);
        let found = match system.and_then(|place| Some((place, self.ground.systems.get(self.systems.get(place)?)?))) {
            Some((place, system)) => weighed.of(place, system, |it| status(line, rules, today, it)),
            None => status(line, rules, today, &weighed.all.bearing(None)),
        };
        Standing { status: self.status(node, system), ..found }
    }
}

impl Part {
    fn bearing(&self, changed: Option<Date>) -> Bearing<'_> {
        Bearing { stages: &self.stages, pieces: &self.pieces, verdicts: &self.verdicts, changed }
    }
}

impl Weighed {
    /// Adds to what bears on those for whom a way counts.
    fn add(&mut self, matrix: &Matrix, route: &Route, to: impl Fn(&mut Part)) {
        match &route.systems {
            None => to(&mut self.all),
            Some(systems) => {
                let places: Vec<usize> = systems.iter().filter_map(|it| matrix.system(it)).collect();
                places.into_iter().for_each(|place| to(self.own.entry(place).or_default()));
            }
        }
    }

    /// What bears on an AI system: what bears on all, and its own.
    fn of(&self, place: usize, system: &System, ask: impl Fn(&Bearing) -> Standing) -> Standing {
        let blank = Part::default();
        let own = self.own.get(&place).unwrap_or(&blank);
        let mut pieces = self.all.pieces.clone();
        own.pieces.iter().for_each(|it| put(&mut pieces, *it));
        let part = Part {
            stages: self.all.stages.iter().chain(&own.stages).copied().collect(),
            pieces,
            verdicts: self.all.verdicts.iter().chain(&own.verdicts).copied().collect(),
        };
        ask(&part.bearing(system.since))
    }
}

/// Adds a proof, once: of two ways by which it bears, the one by which it shows more.
fn put(pieces: &mut Vec<Piece>, piece: Piece) {
    match pieces.iter_mut().find(|it| it.proof == piece.proof) {
        None => pieces.push(piece),
        Some(it) => it.floor = it.floor.min(piece.floor),
    }
}

/// No AI systems are named.
static NONE: BTreeSet<String> = BTreeSet::new();

/// AI systems of both; nothing where neither names any.
fn scope<'a>(one: &'a BTreeSet<String>, other: &'a BTreeSet<String>) -> Option<BTreeSet<&'a str>> {
    let names = |it: &'a BTreeSet<String>| it.iter().map(String::as_str).collect::<BTreeSet<&str>>();
    match (one.is_empty(), other.is_empty()) {
        (true, true) => None,
        (false, true) => Some(names(one)),
        (true, false) => Some(names(other)),
        (false, false) => Some(names(one).intersection(&names(other)).copied().collect()),
    }
}

/// The lowest of those that can be told, each with whether it is asked; of the others, why there is none. Where nothing tells of one that is
/// asked, nothing tells of all: it may be the lowest, and would be once proof of it were taken away.
fn lowest(all: &[(bool, Status)]) -> Status {
    if all.contains(&(true, Status::NotAssessable)) {
        return Status::NotAssessable;
    }
    let all = || all.iter().map(|it| it.1);
    let told = all().filter(|it| it.counts()).min();
    told.or_else(|| all().max()).unwrap_or(Status::NotAssessable)
}

/// Why a node is not asked of an AI system, or why that cannot be told; nothing where it is asked.
pub(crate) fn applies(line: &Line, system: &System) -> Option<(Status, String)> {
    if let Some(why) = &line.not_in_force {
        return Some((Status::NotApplicable, why.clone()));
    }
    if line.about == About::Organisation {
        return Some((Status::NotApplicable, "it is asked once, of the organisation".to_owned()));
    }
    role(line, &system.parts).or_else(|| class(line, system.classes.as_ref()))
}

/// The same of the organisation, which plays the parts that it plays for any AI system.
pub(crate) fn applies_to_all(line: &Line, ground: &Ground) -> Option<(Status, String)> {
    if let Some(why) = &line.not_in_force {
        return Some((Status::NotApplicable, why.clone()));
    }
    let parts: BTreeSet<String> = ground.systems.values().flat_map(|it| it.parts.iter().cloned()).collect();
    let classes: BTreeSet<String> =
        ground.systems.values().filter_map(|it| it.classes.as_ref()).flatten().cloned().collect();
    role(line, &parts).or_else(|| class(line, (!classes.is_empty()).then_some(&classes)))
}

fn role(line: &Line, parts: &BTreeSet<String>) -> Option<(Status, String)> {
    let words = |it: &BTreeSet<String>| it.iter().cloned().collect::<Vec<_>>().join(", ").replace('_', " ");
    if line.roles.is_empty() || !line.roles.is_disjoint(parts) {
        return None;
    }
    Some(match parts.is_empty() {
        true => (Status::NotAssessable, format!("it is asked of {}, and our part is not stated", words(&line.roles))),
        false => (Status::NotApplicable, format!("it is asked of {}, and we are {}", words(&line.roles), words(parts))),
    })
}

fn class(line: &Line, classes: Option<&BTreeSet<String>>) -> Option<(Status, String)> {
    let words = |it: &BTreeSet<String>| it.iter().cloned().collect::<Vec<_>>().join(", ").replace('_', " ");
    if line.classes.is_empty() {
        return None;
    }
    match classes {
        None => {
            Some((Status::NotAssessable, format!("it is asked of {}, and no class is confirmed", words(&line.classes))))
        }
        Some(it) if it.is_disjoint(&line.classes) => {
            Some((Status::NotApplicable, format!("it is asked of {}, and this is {}", words(&line.classes), words(it))))
        }
        Some(_) => None,
    }
}
