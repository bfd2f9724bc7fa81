//! What counted for a node and a subject, what did not and why, and what keeps it from being more.

use std::collections::BTreeSet;

use jiff::civil::Date;
use library::Relation;
use serde::Serialize;

use crate::asked::{of_all, of_system};
use crate::ground::{Exclusion, Form, Judgement, Proof, Stage, Verdict};
use crate::matrix::Matrix;
use crate::plan::{About, Line};
use crate::status::{Standing, Status};
use crate::weigh::{Route, Source};

/// A control or proof as it was weighed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weighed {
    /// Number of its record.
    pub record: String,
    /// Whether it is a control or the kind of its record.
    pub kind: String,
    /// Whether it counted.
    pub counts: bool,
    /// Why, or why not.
    pub why: String,
    /// The node for which it was given, where that is another one.
    pub given_for: Option<String>,
    /// The control through which it serves.
    pub through: Option<String>,
    /// Last day on which it counts as fresh here.
    pub fresh_until: Option<Date>,
    /// Whether it is for other AI systems alone.
    pub elsewhere: bool,
}

/// Something of another framework that may be of use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Offered {
    /// The node.
    pub reference: String,
    /// How it stands to this one.
    pub relation: Relation,
    /// Why it does not simply count.
    pub why: String,
    /// Records that bear on it.
    pub records: Vec<String>,
}

/// Everything about a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// The node.
    pub reference: String,
    /// The AI system; the organisation where none stands.
    pub system: Option<String>,
    /// The status.
    pub status: Status,
    /// What it follows from, in a sentence.
    pub why: String,
    /// What keeps it from being more, each in a sentence that says what to do.
    pub lacks: Vec<String>,
    /// First day of unbroken proof.
    pub operating_since: Option<Date>,
    /// First day on which it falls by itself.
    pub falls_on: Option<Date>,
    /// Who looks after it.
    pub owners: BTreeSet<String>,
    /// Controls and proofs.
    pub weighed: Vec<Weighed>,
    /// What checks and measurements say.
    pub judgements: Vec<Judgement>,
    /// What may be of use, once somebody has confirmed it.
    pub reusable: Vec<Offered>,
}

/// What stands of a requirement beside its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// First day of unbroken proof, where it operates.
    pub operating_since: Option<Date>,
    /// First day on which it falls by itself.
    pub falls_on: Option<Date>,
    /// Who looks after it.
    pub owners: BTreeSet<String>,
}

impl Matrix {
    /// The days of a node and who looks after it, for an AI system or for the organisation; as [`Matrix::explain`] has them, without weighing every proof.
    pub fn summary(&self, node: usize, system: Option<usize>) -> Summary {
        self.summed(node, &self.standing(node, system))
    }

    fn summed(&self, node: usize, standing: &Standing) -> Summary {
        Summary {
            operating_since: standing.since.filter(|_| standing.status == Status::Operating),
            falls_on: standing.falls.filter(|_| standing.status > Status::Stale && standing.status.counts()),
            owners: self.owners(node),
        }
    }

    /// Everything about the status of a node for an AI system, or for the organisation.
    pub fn explain(&self, node: usize, system: Option<usize>) -> Explained {
        let line = &self.plan.lines[node];
        let name = system.and_then(|it| self.systems.get(it));
        let standing = self.standing(node, system);
        let weighed = self.weigh(node, line, name);
        let judgements: Vec<Judgement> = self.judged(line, name).cloned().collect();
        let told = self.summed(node, &standing);
        Explained {
            reference: line.reference.clone(),
            system: name.cloned(),
            status: standing.status,
            why: self.why(node, line, name, standing.status, &judgements),
            lacks: self.lacks(line, &weighed, &judgements, (standing.status, standing.records, standing.days)),
            operating_since: told.operating_since,
            falls_on: told.falls_on,
            owners: told.owners,
            weighed,
            judgements,
            reusable: self.offered(node),
        }
    }

    fn judged<'a>(&'a self, line: &Line, name: Option<&'a String>) -> impl Iterator<Item = &'a Judgement> {
        let all = self.ground.judgements.get(&line.reference).into_iter().flatten();
        all.filter(move |it| it.system.is_none() || it.system.as_ref() == name)
    }

    fn weigh(&self, node: usize, line: &Line, name: Option<&String>) -> Vec<Weighed> {
        let mut found = Vec::new();
        for (number, source) in self.sources(node).into_iter().enumerate() {
            for route in self.routes(source, node) {
                found.extend(self.weighed_by(line, number, source, &route, name));
            }
        }
        found.sort_by(|a: &Weighed, b| b.counts.cmp(&a.counts).then_with(|| a.record.cmp(&b.record)));
        found
    }

    fn weighed_by(
        &self,
        line: &Line,
        number: usize,
        source: &Source,
        route: &Route,
        system: Option<&String>,
    ) -> Option<Weighed> {
        let given = &self.plan.lines[route.node].reference;
        let covers = match (&route.systems, system) {
            (None, _) => None,
            (Some(only), Some(it)) if only.contains(it.as_str()) => None,
            (Some(_), None) if route.beyond => None,
            (Some(only), _) if only.is_empty() => Some("something else".to_owned()),
            (Some(only), _) => Some(only.iter().copied().collect::<Vec<_>>().join(", ")),
        };
        let elsewhere = covers.is_some();
        let (record, kind, counts, why, fresh_until) = match source {
            Source::Control(name) => {
                let control = self.ground.controls.get(name)?;
                let counts = control.stage > Stage::None && covers.is_none();
                let why = match covers {
                    Some(only) => format!("it applies to {only} alone"),
                    None => format!("it is {}", control.state.replace('_', " ")),
                };
                (name, "control".to_owned(), counts, why, None)
            }
            Source::Proof(name) => {
                let proof = self.ground.proofs.get(name)?;
                let changed = system.and_then(|it| self.ground.systems.get(it)?.since);
                let piece = self.piece(line, number, name, route.through);
                let why_not = covers.map(|only| format!("it is about {only} alone")).or_else(|| match &piece {
                    None => Some(refusal(proof, self.ground.today)),
                    Some(it) if it.is_older(changed) => {
                        let day = it.floor.max(changed).map(|it| it.to_string()).unwrap_or_default();
                        Some(format!("it tells of {}, before what it proves began or changed on {day}", it.until))
                    }
                    Some(it) if !it.is_fresh(self.ground.today) => {
                        let day = it.expires.map(|it| it.to_string()).unwrap_or_default();
                        Some(format!("it was fresh until {day}; take newer proof"))
                    }
                    Some(_) => None,
                });
                let counts = why_not.is_none();
                let why = why_not.unwrap_or_else(|| match piece.and_then(|it| it.expires) {
                    Some(day) => format!("it is fresh until {day}"),
                    None => "it counts as long as it stands".to_owned(),
                });
                (name, proof.kind.clone(), counts, why, piece.and_then(|it| it.expires))
            }
        };
        Some(Weighed {
            record: record.clone(),
            kind,
            counts,
            why,
            given_for: (!route.by.is_empty()).then(|| given.clone()),
            through: route.through.map(str::to_owned),
            fresh_until,
            elsewhere,
        })
    }

    /// What a status follows from.
    fn why(&self, node: usize, line: &Line, name: Option<&String>, status: Status, judged: &[Judgement]) -> String {
        let excluded = |it: &Exclusion| format!("{} says that it is not necessary: {}", it.by, it.why);
        let out = self.ground.excluded.get(&line.reference);
        let out = out.and_then(|it| it.get(&None).or_else(|| it.get(&Some(name?.clone()))));
        if let Some(it) = out {
            return excluded(it);
        }
        let system = name.and_then(|it| self.ground.systems.get(it));
        let asked = match system {
            Some(system) => of_system(line, system),
            None if line.about == About::System => {
                let of = self.systems.len();
                let told = self.columns[node].systems.iter().filter(|it| it.status.counts()).count();
                if status == Status::NotAssessable && told > 0 {
                    return "nothing tells of one of the AI systems of which it is asked".to_owned();
                }
                return format!("the lowest of {told} AI systems of which it is asked, out of {of}");
            }
            None => of_all(line, &self.everyone),
        };
        if let Some(why) = asked {
            return why.to_string();
        }
        let says = |wanted: Verdict| judged.iter().find(|it| it.verdict == wanted).map(|it| it.says.clone());
        match status {
            Status::Failing => match says(Verdict::No) {
                Some(says) => format!("not so: {says}"),
                None => "a measurement behind a proof says no".to_owned(),
            },
            Status::NotStarted => "no control, document or record says anything of it".to_owned(),
            Status::Designed => "it is described, and nothing shows that it is done".to_owned(),
            Status::Stale => "what showed it is no longer fresh, or older than what it proves".to_owned(),
            Status::DesignedNotOperating => "it was shown, and not yet in whole over a span of time".to_owned(),
            Status::Operating => "fresh records show it over a span of time".to_owned(),
            Status::NotApplicable => "it is not asked".to_owned(),
            Status::NotAssessable => says(Verdict::Unknown).unwrap_or_else(|| "nothing tells".to_owned()),
        }
    }

    fn lacks(&self, line: &Line, all: &[Weighed], judged: &[Judgement], at: (Status, usize, i64)) -> Vec<String> {
        let (status, records, days) = at;
        if !status.counts() {
            return Vec::new();
        }
        let mut found: Vec<String> = judged
            .iter()
            .filter(|it| matches!(it.verdict, Verdict::No | Verdict::Missing))
            .map(|it| match it.verdict {
                Verdict::No => format!("not so: {}", it.says),
                _ => format!("not there yet: {}", it.says),
            })
            .collect();
        let of = |it: &Weighed, form: Form| self.ground.proofs.get(&it.record).is_some_and(|it| it.form == form);
        for (form, _, what) in &line.mandatory {
            if !all.iter().any(|it| it.counts && of(it, *form)) {
                found.push(format!("what must be in writing and no fresh proof shows: {what}"));
            }
        }
        let here = all.iter().filter(|it| !it.elsewhere);
        let controls: Vec<&Weighed> = here.filter(|it| self.ground.controls.contains_key(&it.record)).collect();
        let runs = |it: &&Weighed| self.ground.controls.get(&it.record).is_some_and(|it| it.stage == Stage::Operating);
        if !controls.is_empty() && !controls.iter().filter(|it| it.counts).any(runs) {
            found.push("no control of it is operating".to_owned());
        }
        let rules = &self.plan.rules;
        if records == 0 && status < Status::DesignedNotOperating {
            found.push("no fresh record shows that it is done".to_owned());
        } else if status < Status::Operating && (days < rules.days || (1 < records && records < rules.records)) {
            // One record that covers the days itself is enough.
            found.push(format!(
                "{records} fresh {} over {days} days; at least {} over {} days show that it operates",
                if records == 1 { "record" } else { "records" },
                rules.records,
                rules.days
            ));
        }
        found
    }

    /// Who looks after the controls of a node; where nobody does, after its proof.
    fn owners(&self, node: usize) -> BTreeSet<String> {
        let sources = self.sources(node);
        let of = |source: &&Source| match source {
            Source::Control(it) => self.ground.controls.get(it).and_then(|it| it.owner.clone()),
            Source::Proof(_) => None,
        };
        let found: BTreeSet<String> = sources.iter().filter_map(of).collect();
        let of_proof = |source: &&Source| match source {
            Source::Control(_) => None,
            Source::Proof(it) => self.ground.proofs.get(it).and_then(|it| it.owner.clone()),
        };
        if found.is_empty() { sources.iter().filter_map(of_proof).collect() } else { found }
    }

    fn offered(&self, node: usize) -> Vec<Offered> {
        let one = |it: &crate::plan::Reusable| Offered {
            reference: self.plan.lines[it.node].reference.clone(),
            relation: it.relation,
            why: it.why.to_owned(),
            records: self.sources(it.node).into_iter().map(name).collect(),
        };
        self.plan.reusable[node].iter().map(one).filter(|it| !it.records.is_empty()).collect()
    }
}

fn name(source: &Source) -> String {
    match source {
        Source::Control(it) | Source::Proof(it) => it.clone(),
    }
}

/// Why a proof shows nothing.
fn refusal(proof: &Proof, today: Date) -> String {
    match &proof.refused {
        Some(why) => why.clone(),
        None if proof.from > today => format!("it begins on {}, after the day", proof.from),
        None => "it does not count".to_owned(),
    }
}
