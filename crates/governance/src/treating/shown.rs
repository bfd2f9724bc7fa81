//! What somebody sees of treatment plans: what they may not see is left out and counted, and no sentence names it.

use record::Id;

use super::whole::Told;
use crate::responsibility::whole::Names;

impl Told {
    /// Every record that it names.
    pub(super) fn named(&self) -> Vec<Id> {
        let mut ids: Vec<Id> = self.by.iter().chain(self.of.iter().map(|it| &it.0)).cloned().collect();
        for it in &self.plans {
            ids.push(it.id.clone());
            ids.extend(it.owner.iter().chain(&it.treats).cloned());
            ids.extend(it.tasks.iter().flat_map(|it| it.owner.iter().chain([&it.id]).chain(&it.after)).cloned());
            ids.extend(
                it.owners.iter().flat_map(|it| it.steps.iter().flat_map(|it| &it.tasks).chain([&it.person])).cloned(),
            );
            ids.extend(it.success.looked.iter().flat_map(|it| &it.against).cloned());
            ids.extend(it.changes.iter().flat_map(|it| it.control.iter().chain([&it.risk])).cloned());
        }
        ids.extend(self.risks.iter().map(|it| it.risk.clone()));
        ids.extend(self.controls.iter().flat_map(|it| [it.control.clone(), it.statement.clone()]));
        ids.extend(self.lags.iter().flat_map(|it| it.records.iter().chain([&it.statement])).cloned());
        ids.extend(self.gaps.iter().flat_map(|it| it.records.clone()));
        ids
    }

    /// What those see who may see these records.
    pub(super) fn shown(mut self, names: Names) -> Told {
        let seen = |it: &Id| names.contains_key(&it.to_string());
        let before = self.plans.len() + self.risks.len();
        self.plans.retain(|it| seen(&it.id));
        self.risks.retain(|it| seen(&it.risk));
        self.hidden = before - self.plans.len() - self.risks.len();
        for it in &mut self.plans {
            it.treats.retain(seen);
            it.owner = it.owner.take().filter(seen);
            it.moved.retain(|it| seen(&it.risk));
            it.worth.retain(|it| seen(&it.risk));
            it.changes.retain(|it| seen(&it.risk) && it.control.as_ref().is_none_or(seen));
            it.tasks.retain(|it| seen(&it.id));
            it.tasks.iter_mut().for_each(|it| it.after.retain(seen));
            it.owners.retain(|it| seen(&it.person));
            it.owners.iter_mut().flat_map(|it| &mut it.steps).for_each(|it| it.tasks.retain(seen));
            it.success.looked.iter_mut().for_each(|it| it.against.retain(seen));
        }
        self.risks.iter_mut().for_each(|it| it.plans.retain(seen));
        self.controls.retain(|it| seen(&it.control) && seen(&it.statement));
        self.lags.retain(|it| seen(&it.statement) && it.records.iter().all(seen));
        self.gaps.retain(|it| it.records.iter().all(seen));
        self.names = names;
        self
    }
}
