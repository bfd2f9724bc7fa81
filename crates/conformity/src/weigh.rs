//! What bears on a node, by which ways, for all AI systems or for some.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use crate::ground::{Stage, System, Verdict};
use crate::matrix::Matrix;
use crate::plan::Line;
use crate::status::{Bearing, Piece, Standing};

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
    /// Whether it counts for the organisation where it names AI systems.
    pub beyond: bool,
}

/// Controls, proofs and verdicts that bear on a node.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    pub stages: Vec<Stage>,
    pub pieces: Vec<Piece>,
    pub verdicts: Vec<Verdict>,
}

/// What bears on a node, for all and for single AI systems.
#[derive(Debug, Clone, Default)]
pub(crate) struct Weighed {
    /// For all.
    pub all: Part,
    /// For the organisation, and no AI system.
    pub organisation: Part,
    /// For AI systems, by their places.
    pub own: HashMap<usize, Part>,
}

impl Matrix {
    /// Every way by which a source bears on a node.
    pub(crate) fn routes<'a>(&'a self, source: &'a Source, node: usize) -> Vec<Route<'a>> {
        let mut found = Vec::new();
        for from in &self.plan.from[node] {
            if !self.named[from.node].contains(source) {
                continue;
            }
            let reference = &self.plan.lines[from.node].reference;
            let route = |through, (systems, beyond)| Route { node: from.node, by: &from.by, through, systems, beyond };
            match source {
                Source::Control(name) => {
                    let Some(it) = self.ground.controls.get(name) else { continue };
                    found.push(route(None, scope((&it.systems, it.beyond), ALL)));
                }
                Source::Proof(name) => {
                    let Some(it) = self.ground.proofs.get(name) else { continue };
                    if it.meets.contains(reference) {
                        found.push(route(None, scope((&it.systems, it.beyond), ALL)));
                    }
                    let controls = it.controls.iter().filter_map(|name| self.ground.controls.get_key_value(name));
                    for (name, control) in controls.filter(|it| it.1.meets.contains(reference)) {
                        found.push(route(
                            Some(name),
                            scope((&it.systems, it.beyond), (&control.systems, control.beyond)),
                        ));
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

    /// What bears on a node.
    pub(crate) fn gather(&self, node: usize) -> Weighed {
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
}

impl Part {
    pub fn bearing(&self, changed: Option<Date>) -> Bearing<'_> {
        Bearing { stages: &self.stages, pieces: &self.pieces, verdicts: &self.verdicts, changed }
    }
}

impl Weighed {
    /// Adds to what bears on those for whom a way counts.
    fn add(&mut self, matrix: &Matrix, route: &Route, to: impl Fn(&mut Part)) {
        match &route.systems {
            None => to(&mut self.all),
            Some(systems) => {
                if route.beyond {
                    to(&mut self.organisation);
                }
                let places: Vec<usize> = systems.iter().filter_map(|it| matrix.system(it)).collect();
                places.into_iter().for_each(|place| to(self.own.entry(place).or_default()));
            }
        }
    }

    /// Makes room for an AI system at a place.
    pub fn open(&mut self, place: usize) {
        self.own = self.own.drain().map(|(at, it)| (at + usize::from(at >= place), it)).collect();
    }

    /// Takes the AI system at a place away.
    pub fn close(&mut self, place: usize) {
        self.own.remove(&place);
        self.own = self.own.drain().map(|(at, it)| (at - usize::from(at > place), it)).collect();
    }

    /// What bears on an AI system: what bears on all, and its own.
    pub fn of(&self, place: usize, system: &System, ask: impl Fn(&Bearing) -> Standing) -> Standing {
        let blank = Part::default();
        self.with(self.own.get(&place).unwrap_or(&blank), system.since, ask)
    }

    /// What bears on the organisation.
    pub fn of_organisation(&self, ask: impl Fn(&Bearing) -> Standing) -> Standing {
        self.with(&self.organisation, None, ask)
    }

    fn with(&self, own: &Part, changed: Option<Date>, ask: impl Fn(&Bearing) -> Standing) -> Standing {
        let mut pieces = self.all.pieces.clone();
        own.pieces.iter().for_each(|it| put(&mut pieces, *it));
        let part = Part {
            stages: self.all.stages.iter().chain(&own.stages).copied().collect(),
            pieces,
            verdicts: self.all.verdicts.iter().chain(&own.verdicts).copied().collect(),
        };
        ask(&part.bearing(changed))
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

/// AI systems that are named, and whether something else is.
type Named<'a> = (&'a BTreeSet<String>, bool);

/// Nothing is named: it is about all.
static ALL: Named<'static> = (&NONE, false);

/// AI systems of both, nothing where neither names anything; and whether the organisation is meant beside them.
fn scope<'a>(one: Named<'a>, other: Named<'a>) -> (Option<BTreeSet<&'a str>>, bool) {
    let names = |it: Named<'a>| it.0.iter().map(String::as_str).collect::<BTreeSet<&str>>();
    let all = |it: Named| it.0.is_empty() && !it.1;
    match (all(one), all(other)) {
        (true, true) => (None, false),
        (false, true) => (Some(names(one)), one.1),
        (true, false) => (Some(names(other)), other.1),
        (false, false) => (Some(names(one).intersection(&names(other)).copied().collect()), one.1 && other.1),
    }
}
