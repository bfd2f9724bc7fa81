//! The model of one type of consequence: risks with their laws, and the causes that strike several; what cannot be told stays out, with the reason. Pure.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use simulate::loss::{Cause, Model, Strike};

use super::rates::{Known, Rate};
use super::written::{Often, Written};

/// Risks with what is written and known of each.
#[derive(Debug)]
pub struct Ground {
    /// What is written.
    pub written: BTreeMap<Id, Written>,
    /// How often each happens by itself, or why that cannot be told.
    pub rates: BTreeMap<Id, Result<Rate, String>>,
    /// Those that strike others.
    causes: BTreeSet<Id>,
}

impl Ground {
    /// Risks on a day.
    pub fn of(written: Vec<Written>, known: &Known) -> Ground {
        let causes = written.iter().flat_map(|it| &it.struck).map(|it| it.0.clone()).collect();
        let rates = written.iter().map(|it| (it.id.clone(), known.rate(it))).collect();
        Ground { written: written.into_iter().map(|it| (it.id.clone(), it)).collect(), rates, causes }
    }

    /// The types for which a loss is written of one of the risks that are wanted.
    pub fn types(&self, wanted: impl Fn(&Id) -> bool) -> BTreeSet<String> {
        let own = self.written.values().filter(|it| it.severity.is_some() && wanted(&it.id));
        own.filter_map(|it| it.of.clone()).collect()
    }

    /// Why nothing can be computed of a risk; nothing where something can.
    pub fn lacks(&self, of: &Written) -> Option<String> {
        if let Some(first) = of.lacks.first() {
            return Some(first.clone());
        }
        if of.severity.is_none() && !self.causes.contains(&of.id) {
            return Some("no law says what one event costs".to_owned());
        }
        self.unknown(of, &mut Vec::new())
    }

    /// Why it cannot be told how often a risk happens, by itself or by its causes.
    fn unknown(&self, of: &Written, way: &mut Vec<Id>) -> Option<String> {
        if let Some(Err(why)) = self.rates.get(&of.id) {
            return Some(why.clone());
        }
        way.push(of.id.clone());
        // Circles are told by the engine.
        let ahead = of.struck.iter().filter(|it| !way.contains(&it.0)).collect::<Vec<_>>();
        let found = ahead.into_iter().find_map(|(id, _)| {
            let why = match self.written.get(id) {
                None => Some("nothing is written of its loss, or it is over".to_owned()),
                Some(cause) if cause.often == Often::Unsaid && cause.struck.is_empty() => {
                    Some("nothing says how often it happens".to_owned())
                }
                Some(cause) => self.unknown(cause, way),
            };
            why.map(|why| format!("its cause {id} cannot be told: {why}"))
        });
        way.pop();
        found
    }

    /// The model of those of the risks that are wanted whose loss a type bears; those of which nothing can be computed stay out.
    pub fn model(&self, of: &str, wanted: impl Fn(&Id) -> bool) -> Model {
        let fits = |it: &&Written| it.of.as_deref() == Some(of) && wanted(&it.id);
        let own = self.written.values().filter(fits).filter(|it| self.lacks(it).is_none());
        let mut risks = Vec::new();
        let mut needed = BTreeSet::new();
        for it in own {
            let Some(severity) = it.severity.clone() else { continue };
            let rate = self.rates.get(&it.id).and_then(|it| it.as_ref().ok());
            // What strikes others is drawn once, as a cause, and costs whenever it happens.
            let mut risk = match self.causes.contains(&it.id) {
                true => it.risk(None, severity, vec![Strike { cause: it.id.to_string(), probability: 1.0 }]),
                false => it.risk(rate.and_then(|it| it.law.clone()), severity, it.strikes()),
            };
            risk.uncertain.frequency = risk.uncertain.frequency.or(rate.and_then(|it| it.factors));
            if risk.frequency.is_none() {
                risk.uncertain.frequency = None;
            }
            needed.extend(risk.causes.iter().filter_map(|it| it.cause.parse::<Id>().ok()));
            risks.push(risk);
        }
        Model { risks, causes: self.causes(needed) }
    }

    /// Causes with everything that makes them happen.
    fn causes(&self, needed: BTreeSet<Id>) -> Vec<Cause> {
        let (mut all, mut next) = (BTreeSet::new(), Vec::from_iter(needed));
        while let Some(id) = next.pop() {
            if all.insert(id.clone()) {
                next.extend(self.written.get(&id).into_iter().flat_map(|it| it.struck.iter().map(|it| it.0.clone())));
            }
        }
        let cause = |id: &Id| {
            let written = self.written.get(id)?;
            let law = self.rates.get(id)?.as_ref().ok()?.law.clone();
            Some(Cause { id: id.to_string(), frequency: law, causes: written.strikes() })
        };
        all.iter().filter_map(cause).collect()
    }
}
