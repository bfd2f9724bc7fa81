//! What somebody sees of acceptances: what they may not see is left out and counted, and no sentence names it.

use record::Id;

use super::whole::{Line, Told};
use crate::responsibility::whole::Names;

/// What is said in the place of a sentence that names what somebody may not see.
const WITHHELD: &str = "it names records that you may not see";

impl Told {
    /// Every record that it names.
    pub(crate) fn named(&self) -> Vec<Id> {
        let mut ids: Vec<Id> = self.of.iter().map(|it| it.0.clone()).collect();
        for it in &self.register {
            ids.push(it.id.clone());
            ids.extend(it.risk.iter().chain(&it.owner).chain(&it.able).cloned());
            ids.extend(it.standing.looked.iter().flat_map(|it| &it.against).cloned());
            ids.extend(behind(it));
        }
        ids.extend(self.unaccepted.iter().flat_map(|it| it.systems.iter().chain([&it.risk, &it.acceptance])).cloned());
        ids.extend(self.sums.iter().flat_map(|it| it.acceptances.iter().cloned().chain(it.of.parse())));
        ids.extend(self.gaps.iter().flat_map(|it| it.records.clone()));
        ids
    }

    /// What those see who may see these records.
    pub(crate) fn shown(mut self, names: Names) -> Told {
        let seen = |it: &Id| names.contains_key(&it.to_string());
        let before = self.register.len();
        self.register.retain(|it| seen(&it.id));
        self.hidden = before - self.register.len();
        for it in &mut self.register {
            if !behind(it).iter().all(seen) {
                withhold(it);
            }
            it.risk = it.risk.take().filter(seen);
            it.owner = it.owner.take().filter(seen);
            it.able.retain(seen);
            it.standing.looked.iter_mut().for_each(|it| it.against.retain(seen));
        }
        let before = self.sums.len();
        self.sums.retain(|it| it.acceptances.iter().all(seen) && it.of.parse::<Id>().as_ref().is_ok_and(seen));
        self.hidden += before - self.sums.len();
        self.unaccepted.retain(|it| seen(&it.risk) && seen(&it.acceptance));
        self.unaccepted.iter_mut().for_each(|it| it.systems.retain(seen));
        self.days.retain(|it| seen(&it.acceptance));
        let clean = |it: &super::gap::Gap| it.records.iter().all(seen);
        self.gaps.retain(clean);
        self.names = names;
        self
    }
}

/// Records that stand behind what an acceptance asks: its risk, its renewals, the parts of one risk.
fn behind(it: &Line) -> Vec<Id> {
    let Ok(asked) = &it.asked else { return Vec::new() };
    let parts = asked.together.iter().flat_map(|it| it.risks.iter().chain(&it.acceptances));
    let limits = asked.beyond.iter().flat_map(|it| &it.acceptances);
    asked.renewals.iter().chain(parts).chain(limits).chain(&it.risk).cloned().collect()
}

/// Leaves out what would name records that may not be seen; the rung and the roles stay.
fn withhold(it: &mut Line) {
    if let Ok(asked) = &mut it.asked {
        asked.why = WITHHELD.to_owned();
        asked.now.says = WITHHELD.to_owned();
        asked.together = None;
        asked.beyond.clear();
        asked.renewals.clear();
    }
    it.authority = it.authority.take().map(|_| WITHHELD.to_owned());
    it.who = WITHHELD.to_owned();
}
