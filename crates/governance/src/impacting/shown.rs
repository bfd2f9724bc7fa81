//! What somebody sees of the impacts of a system: what rests on records that they may not see is left out and counted.

use std::collections::BTreeMap;

use record::Id;

use super::impact::Impact;
use super::profile::profiles;
use super::whole::{Societal, Told};

impl Told {
    /// Every record that it names.
    pub(super) fn named(&self) -> Vec<Id> {
        let mut ids: Vec<Id> = self.statements.iter().map(|it| it.of.clone()).collect();
        ids.extend(self.gaps.iter().flat_map(|it| it.records.clone()));
        ids.extend(self.considered.iter().flat_map(|it| it.by.iter().map(|it| it.0.clone())));
        ids.extend(self.technical.iter().flatten().filter_map(|it| it.id.clone()));
        ids.extend(self.map.iter().flat_map(|it| &it.nodes).filter_map(|it| it.id.clone()));
        ids.extend(
            self.laws.iter().flat_map(|it| &it.questions).flat_map(|it| &it.answers).map(|it| it.record.clone()),
        );
        ids.extend(self.laws.iter().map(|it| it.assessment.clone()));
        if let Some(it) = &self.societal {
            ids.extend(it.assessments.iter().flat_map(|it| it.supersedes.iter().chain([&it.id])).cloned());
            ids.extend(it.groups.iter().flat_map(|it| it.named_by.iter().chain(&it.in_work).chain(&it.party)).cloned());
            ids.extend(it.work.iter().filter_map(|it| it.unit.clone()));
            ids.extend(it.impacts.iter().flat_map(|it| it.causes.iter().chain(&it.party)).cloned());
        }
        ids
    }

    /// What those see who may see these records.
    pub(super) fn shown(mut self, names: BTreeMap<String, String>) -> Told {
        let seen = |it: &Id| names.contains_key(&it.to_string());
        let mut hidden = 0;
        let mut keep = |before: usize, after: usize| hidden += before - after;
        let before = self.statements.len() + self.gaps.len() + self.laws.len() + self.considered.len();
        self.statements.retain(|it| seen(&it.of));
        self.gaps.retain(|it| it.records.iter().all(seen));
        self.laws.retain(|it| seen(&it.assessment));
        self.considered.retain(|it| seen(&it.assessment) && it.by.iter().all(|it| seen(&it.0)));
        keep(before, self.statements.len() + self.gaps.len() + self.laws.len() + self.considered.len());
        for it in self.laws.iter_mut().flat_map(|it| &mut it.questions) {
            it.answers.retain(|it| seen(&it.record));
        }
        if let Some(nodes) = &mut self.technical {
            let before = nodes.len();
            nodes.retain(|it| it.id.as_ref().is_none_or(seen));
            keep(before, nodes.len());
        }
        if let Some(map) = &mut self.map {
            map.nodes.retain(|it| it.id.as_ref().is_none_or(seen));
            let own: std::collections::BTreeSet<&str> = map.nodes.iter().map(|it| it.key.as_str()).collect();
            map.links.retain(|it| own.contains(it.from.as_str()) && own.contains(it.to.as_str()) && seen(&it.by));
            map.roots.retain(|it, _| own.contains(it.as_str()));
            map.roots.values_mut().for_each(|it| it.retain(|it| own.contains(it.as_str())));
            map.loose.retain(|it| own.contains(it.as_str()));
        }
        if let Some(it) = &mut self.societal {
            keep(it.parts(), it.without(&seen));
        }
        self.hidden = hidden;
        self.names = names;
        self
    }
}

impl Societal {
    fn parts(&self) -> usize {
        self.assessments.len() + self.groups.len() + self.impacts.len() + self.hearings.len() + self.work.len()
    }

    /// Leaves out what rests on records that are not seen; profiles are counted of the rest, and what follows from all groups is not told.
    fn without(&mut self, seen: &impl Fn(&Id) -> bool) -> usize {
        let before = self.parts();
        self.assessments.retain(|it| seen(&it.id));
        self.assessments.iter_mut().for_each(|it| it.supersedes = it.supersedes.take().filter(seen));
        self.groups.retain(|it| it.named_by.iter().any(seen));
        let keys: Vec<String> = self.impacts.iter().filter(|it| seen(&it.assessment)).map(Impact::key).collect();
        for it in &mut self.groups {
            let known = it.names.iter().find(|of| seen(&of.1)).map(|of| of.0.clone());
            it.name = known.unwrap_or_else(|| it.name.clone());
            it.named_by.retain(seen);
            let before = it.assessed.len();
            it.assessed.retain(|of| keys.contains(of));
            if it.assessed.is_empty() && before > 0 {
                it.assessed.push("an assessment that you may not see".to_owned());
            }
            it.in_work.retain(seen);
            it.party = it.party.take().filter(seen);
        }
        self.impacts.retain(|it| seen(&it.assessment));
        for it in &mut self.impacts {
            it.causes.retain(seen);
            it.party = it.party.take().filter(seen);
        }
        self.hearings.retain(|it| seen(&it.assessment));
        self.work.retain(|it| seen(&it.assessment) && it.unit.as_ref().is_none_or(seen));
        if self.parts() < before {
            self.profiles = profiles(&self.groups, &self.impacts);
            self.asymmetry = None;
            self.why = "records that you may not see bear on it".to_owned();
        }
        self.parts()
    }
}
