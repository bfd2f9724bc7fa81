//! A hierarchy of units, given as data: a cell that names a unit speaks of everything below it.

use std::collections::{BTreeMap, BTreeSet};

use crate::problem::{Problem, listed, short};

/// A hierarchy of units, numbered from the top down so that everything below a unit is one range.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Units {
    names: Vec<String>,
    /// For each unit its parent, and the last unit below it.
    parents: Vec<Option<usize>>,
    last: Vec<u32>,
    places: BTreeMap<String, u32>,
}

impl Units {
    /// From pairs of a unit and the unit above it; a unit above it that is not listed itself stands at the top.
    pub fn new(pairs: &[(String, Option<String>)]) -> Result<Units, Problem> {
        let mut above: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for (name, parent) in pairs {
            if above.insert(name, parent.as_deref()).is_some() {
                return Err(Problem::new(format!("unit `{}` is listed twice; list each unit once", short(name))));
            }
        }
        let tops: Vec<&str> = above.values().flatten().copied().filter(|it| !above.contains_key(it)).collect();
        above.extend(tops.into_iter().map(|it| (it, None)));
        let mut below: BTreeMap<Option<&str>, BTreeSet<&str>> = BTreeMap::new();
        for (name, parent) in &above {
            below.entry(*parent).or_default().insert(name);
        }
        let mut units = Units::default();
        // Down from the top with a stack, however deep the hierarchy is.
        let mut waiting: Vec<(&str, Option<usize>)> = Vec::new();
        let put = |waiting: &mut Vec<_>, of: Option<&str>, place| {
            waiting.extend(below.get(&of).into_iter().flatten().rev().map(|it| (*it, place)));
        };
        put(&mut waiting, None, None);
        while let Some((name, parent)) = waiting.pop() {
            let place = units.names.len();
            units.names.push(name.to_owned());
            units.parents.push(parent);
            units.places.insert(name.to_owned(), place as u32);
            put(&mut waiting, Some(name), Some(place));
        }
        if let Some(name) = above.keys().find(|it| !units.places.contains_key(**it)) {
            return Err(Problem::new(format!(
                "unit `{}` stands below itself; name another unit above it",
                short(name)
            )));
        }
        units.last = (0..units.names.len() as u32).collect();
        for place in (0..units.names.len()).rev() {
            if let Some(parent) = units.parents[place] {
                units.last[parent] = units.last[parent].max(units.last[place]);
            }
        }
        Ok(units)
    }

    /// Every unit, each after the one above it.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Every unit with the one above it.
    pub fn pairs(&self) -> Vec<(String, Option<String>)> {
        let parent = |place: usize| self.parents[place].map(|it| self.names[it].clone());
        self.names.iter().enumerate().map(|(place, name)| (name.clone(), parent(place))).collect()
    }

    /// The place of a unit and of the last one below it.
    pub(crate) fn range(&self, name: &str) -> Option<(u32, u32)> {
        self.places.get(name).map(|place| (*place, self.last[*place as usize]))
    }

    /// The place of a unit, or what is allowed.
    pub(crate) fn known(&self, name: &str) -> Result<(), Problem> {
        match self.places.contains_key(name) {
            true => Ok(()),
            false => {
                Err(Problem::new(format!("there is no unit `{}`; there are {}", short(name), listed(&self.names))))
            }
        }
    }
}
