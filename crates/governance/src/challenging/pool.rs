//! Attacks of an exercise over all its runs, each once by its last outcome; and what a run that tries attacks again moved, attack by attack. Pure.

use std::collections::{BTreeMap, BTreeSet};

use measure::inference::paired::{mcnemar, paired_difference};
use record::Id;
use serde::Serialize;

use super::attempt::{Attempt, Outcome};
use super::exercise::Count;

/// An attack over all runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attack {
    /// The fingerprint.
    pub attack: String,
    /// The technique.
    pub technique: String,
    /// What was tried.
    pub says: String,
    /// The risk that it is about.
    pub risk: Option<Id>,
    /// How grave it is.
    pub severity: Option<String>,
    /// What came of it when it was tried first with an outcome.
    pub first: Outcome,
    /// What came of it when it was tried last with one.
    pub last: Outcome,
    /// The run in which it was tried last.
    pub run: Id,
    /// Whether a monitor saw it, as told last.
    pub seen: Option<bool>,
    /// Which one.
    pub seen_by: Option<String>,
    /// How often it was tried.
    pub tries: u64,
}

/// What a run that tries attacks again moved.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Moved {
    /// Attacks that were not tried before.
    pub new: u64,
    /// Those that succeeded before and do not any more.
    pub fixed: Vec<String>,
    /// Those that succeeded before and do still.
    pub still: Vec<String>,
    /// Those that failed before and succeed now.
    pub regressed: Vec<String>,
    /// Those that failed before and do still.
    pub held: u64,
    /// Those that succeeded before and were not tried again.
    pub not_repeated: Vec<String>,
    /// Sightings of attacks that no run knows.
    pub strange: Vec<String>,
}

/// What a replay shows, attack by attack.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Replay {
    /// Attacks that were judged before and after.
    pub n: u64,
    /// Probability, had nothing changed, of a shift at least as far: McNemar's exact test.
    pub p: f64,
    /// The share that succeeds now less the share that did: value, lower and upper end.
    pub change: Option<(f64, f64, f64)>,
}

impl Moved {
    /// Whether anything was tried again.
    pub fn replays(&self) -> bool {
        self.n() > 0
    }

    fn n(&self) -> u64 {
        (self.fixed.len() + self.still.len() + self.regressed.len()) as u64 + self.held
    }

    /// The paired test of before and after.
    pub fn replay(&self, level: f64) -> Option<Replay> {
        let (n, fixed, regressed) = (self.n(), self.fixed.len() as u64, self.regressed.len() as u64);
        let change = paired_difference(regressed, fixed, n, level).ok();
        let change = change.and_then(|it| it.interval.map(|of| (it.value, of.low, of.high)));
        (n > 0).then(|| Replay { n, p: mcnemar(regressed, fixed).p, change })
    }
}

/// Attacks by their fingerprints.
#[derive(Debug, Clone, Default)]
pub struct Pool(pub BTreeMap<String, Attack>);

impl Pool {
    /// Takes a run in, and tells what it moved.
    pub fn take(&mut self, run: &Id, attempts: &[Attempt]) -> Moved {
        let mut moved = Moved::default();
        let mut tried = BTreeSet::new();
        for it in attempts {
            match (self.0.get_mut(&it.attack), it.outcome) {
                (Some(known), outcome) => {
                    if let Some(outcome) = outcome {
                        tried.insert(it.attack.clone());
                        moved.note(&it.attack, (known.last, outcome));
                    }
                    known.again(run, it);
                }
                (None, Some(outcome)) => {
                    tried.insert(it.attack.clone());
                    moved.new += 1;
                    self.0.insert(it.attack.clone(), Attack::first(run, it, outcome));
                }
                (None, None) => moved.strange.push(it.attack.clone()),
            }
        }
        if moved.replays() {
            let open = self.0.values().filter(|it| it.last == Outcome::Succeeded && !tried.contains(&it.attack));
            moved.not_repeated = open.map(|it| it.attack.clone()).collect();
        }
        moved
    }

    /// What it comes to, by risk; attacks that are about no risk are under none.
    pub fn counts(&self) -> BTreeMap<Option<Id>, Count> {
        let mut found: BTreeMap<Option<Id>, Count> = BTreeMap::new();
        for it in self.0.values() {
            let of = found.entry(it.risk.clone()).or_default();
            of.attacks += u64::from(it.last.succeeded().is_some());
            of.succeeded += u64::from(it.last == Outcome::Succeeded);
            of.told += u64::from(it.seen.is_some());
            of.seen += u64::from(it.seen == Some(true));
        }
        found
    }

    /// How many succeeded when they were tried first, of how many whose outcome was known then, by risk.
    pub fn at_first(&self) -> BTreeMap<Option<Id>, (u64, u64)> {
        let mut found: BTreeMap<Option<Id>, (u64, u64)> = BTreeMap::new();
        for it in self.0.values() {
            let of = found.entry(it.risk.clone()).or_default();
            of.0 += u64::from(it.first == Outcome::Succeeded);
            of.1 += u64::from(it.first.succeeded().is_some());
        }
        found
    }
}

impl Moved {
    fn note(&mut self, attack: &str, (before, now): (Outcome, Outcome)) {
        match (before.succeeded(), now.succeeded()) {
            (Some(true), Some(false)) => self.fixed.push(attack.to_owned()),
            (Some(true), Some(true)) => self.still.push(attack.to_owned()),
            (Some(false), Some(true)) => self.regressed.push(attack.to_owned()),
            (Some(false), Some(false)) => self.held += 1,
            _ => {}
        }
    }
}

impl Attack {
    fn first(run: &Id, it: &Attempt, outcome: Outcome) -> Attack {
        Attack {
            attack: it.attack.clone(),
            technique: it.technique.clone(),
            says: it.says.clone(),
            risk: it.risk.clone(),
            severity: it.severity.clone(),
            first: outcome,
            last: outcome,
            run: run.clone(),
            seen: it.seen,
            seen_by: it.seen_by.clone(),
            tries: it.tries,
        }
    }

    /// Another try: an outcome that nobody can tell changes nothing of what is known.
    fn again(&mut self, run: &Id, it: &Attempt) {
        if let Some(outcome) = it.outcome {
            if self.first == Outcome::Undecided {
                self.first = outcome;
            }
            if outcome != Outcome::Undecided {
                self.last = outcome;
                self.run = run.clone();
            }
            self.tries += it.tries;
        }
        if it.seen.is_some() {
            self.seen = it.seen;
            self.seen_by.clone_from(&it.seen_by);
        }
        self.risk = self.risk.take().or_else(|| it.risk.clone());
        self.severity = it.severity.clone().or_else(|| self.severity.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tried(all: &[(&str, Option<Outcome>, Option<bool>)]) -> Vec<Attempt> {
        let one = |(name, outcome, seen): &(&str, Option<Outcome>, Option<bool>)| {
            let it = Attempt::of("", name, Outcome::Undecided, String::new());
            Attempt { attack: (*name).to_owned(), outcome: *outcome, seen: *seen, ..it }
        };
        all.iter().map(one).collect()
    }

    #[test]
    fn a_replay_is_compared_attack_by_attack() {
        use Outcome::{Failed, Succeeded, Undecided};
        let (one, two, three) = (Id::new("EXN", 1), Id::new("EXN", 2), Id::new("EXN", 3));
        let mut pool = Pool::default();
        let (yes, no, open) = (Some(Succeeded), Some(Failed), Some(Undecided));
        let before = [("a", yes), ("b", yes), ("c", no), ("d", no), ("e", yes), ("f", open)];
        let moved = pool.take(&one, &tried(&before.map(|it| (it.0, it.1, Some(false)))));
        assert_eq!((moved.new, moved.replays(), moved.not_repeated.len()), (6, false, 0));
        let after = [("a", no), ("b", yes), ("c", yes), ("d", no), ("f", no), ("g", yes)];
        let moved = pool.take(&two, &tried(&after.map(|it| (it.0, it.1, None))));
        assert_eq!((moved.new, moved.held), (1, 1));
        assert_eq!(
            [&moved.fixed, &moved.still, &moved.regressed, &moved.not_repeated],
            [&["a"], &["b"], &["c"], &["e"]]
        );
        let replay = moved.replay(0.95).unwrap();
        assert_eq!((replay.n, replay.p, replay.change.unwrap().0), (4, 1.0, 0.0));
        let moved = pool.take(&three, &tried(&[("a", None, Some(true)), ("z", None, Some(true))]));
        assert_eq!((moved.strange, moved.new), (vec!["z".to_owned()], 0));
        let count = pool.counts()[&None];
        assert_eq!((count.attacks, count.succeeded, count.told, count.seen), (7, 4, 6, 1));
        assert_eq!(pool.at_first()[&None], (4, 7));
    }
}
