//! What somebody sees of challenges: what they may not see is left out and counted, and no sentence names it.

use record::Id;

use super::whole::{Line, Told, Waiting};
use crate::responsibility::whole::Names;

/// What is said in the place of a sentence that names what somebody may not see.
const WITHHELD: &str = "it names records that you may not see";

impl Told {
    /// Every record that it names.
    pub(super) fn named(&self) -> Vec<Id> {
        let mut ids: Vec<Id> = self.of.iter().map(|it| it.0.clone()).collect();
        self.exercises.iter().for_each(|it| ids.extend(of_line(it)));
        for it in &self.besides {
            ids.extend([&it.risk, &it.exercise].into_iter().chain(&it.run).cloned());
        }
        ids.extend(self.proposals.iter().flat_map(|it| it.owner.iter().chain([&it.risk, &it.exercise])).cloned());
        for it in self.queue.iter().chain(&self.missed) {
            ids.extend([&it.exercise, &it.attack.run].into_iter().chain(&it.attack.risk).chain(&it.action).cloned());
        }
        ids.extend(self.coverage.top_untested.iter().chain(&self.coverage.never).cloned());
        ids.extend(self.gaps.iter().flat_map(|it| it.records.clone()));
        ids.sort();
        ids.dedup();
        ids
    }

    /// What those see who may see these records.
    pub(super) fn shown(mut self, names: Names) -> Told {
        let seen = |it: &Id| names.contains_key(&it.to_string());
        let before = self.exercises.len();
        self.exercises.retain(|it| seen(&it.id));
        self.hidden = before - self.exercises.len();
        self.exercises.iter_mut().for_each(|it| clean(it, &seen));
        let before = self.besides.len();
        self.besides.retain(|it| seen(&it.risk) && seen(&it.exercise));
        self.hidden += before - self.besides.len();
        self.proposals.retain(|it| seen(&it.risk) && seen(&it.exercise));
        for all in [&mut self.queue, &mut self.missed] {
            all.retain(|it| seen(&it.exercise));
            all.iter_mut().for_each(|it| bare(it, &seen));
        }
        self.attacks.retain(|it| seen(&it.0));
        for (_, it) in &mut self.attacks {
            it.risk = it.risk.take().filter(seen);
        }
        self.coverage.top_untested.retain(seen);
        self.coverage.never.retain(seen);
        self.gaps.retain(|it| it.records.iter().all(seen));
        self.names = names;
        self
    }
}

fn of_line(it: &Line) -> Vec<Id> {
    let mut ids = vec![it.id.clone()];
    ids.extend(it.owner.iter().chain(&it.systems).chain(&it.challengers).cloned());
    ids.extend(it.dependences.iter().flat_map(|it| it.behind.iter().chain([&it.person, &it.system])).cloned());
    ids.extend(it.hypotheses.iter().map(|it| it.risk.clone()));
    ids.extend(it.scenarios.iter().map(|it| it.risk.clone()));
    ids.extend(it.runs.iter().map(|it| it.id.clone()));
    ids.extend(it.by_risk.iter().filter_map(|it| it.risk.clone()));
    ids
}

/// An exercise without what may not be seen; figures over all of its attacks stay.
fn clean(it: &mut Line, seen: &impl Fn(&Id) -> bool) {
    it.owner = it.owner.take().filter(seen);
    it.systems.retain(seen);
    it.untold.retain(seen);
    it.challengers.retain(seen);
    for of in &mut it.dependences {
        if ![&of.person, &of.system].into_iter().chain(&of.behind).all(seen) {
            WITHHELD.clone_into(&mut of.says);
            of.behind.clear();
        }
    }
    it.hypotheses.retain(|it| seen(&it.risk));
    it.scenarios.retain(|it| seen(&it.risk));
    it.runs.retain(|it| seen(&it.id));
    it.by_risk.retain(|it| it.risk.as_ref().is_none_or(seen));
}

fn bare(it: &mut Waiting, seen: &impl Fn(&Id) -> bool) {
    it.attack.risk = it.attack.risk.take().filter(seen);
    it.action = it.action.take().filter(seen);
}
