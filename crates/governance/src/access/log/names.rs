//! Whom and what the names in a log mean: numbers, addresses, names, and keys of other registers; a name that means two is nobody's.

use std::collections::HashMap;

use record::Id;
use store::{Read, RecordRow};

use crate::Error;

/// Records that are read at once.
const PAGE: u32 = 1000;

/// Names of records of one kind; `None` for a name that several have.
#[derive(Debug, Default)]
pub struct Names(HashMap<String, Option<Id>>);

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// One record.
    One(Id),
    /// More than one.
    Several,
    /// None.
    Nobody,
}

impl Names {
    /// The names of all records of a kind: number, title, these fields, and keys of other registers.
    pub(crate) fn of(read: &Read, kind: &str, fields: &[&str]) -> Result<(Names, Vec<RecordRow>), Error> {
        let (mut names, mut all, mut after) = (Names::default(), Vec::new(), 0);
        loop {
            let rows = read.records_of(kind, after, PAGE)?;
            let Some(last) = rows.last() else { break };
            after = last.id.number;
            all.extend(rows);
        }
        for row in &all {
            names.add(&row.title, &row.id);
            fields.iter().filter_map(|it| row.text(it)).for_each(|it| names.add(it, &row.id));
            let keys = row.list("external_ids");
            keys.filter_map(|it| it["key"].as_str()).for_each(|it| names.add(it, &row.id));
        }
        // A number is always one's own, whatever others are called.
        for row in &all {
            names.0.insert(row.id.to_string().to_lowercase(), Some(row.id.clone()));
        }
        Ok((names, all))
    }

    /// Says what a name means, whatever it meant before.
    pub fn set(&mut self, name: &str, id: &Id) {
        self.0.insert(plain(name), Some(id.clone()));
    }

    fn add(&mut self, name: &str, id: &Id) {
        let name = plain(name);
        if name.is_empty() {
            return;
        }
        let known = self.0.entry(name).or_insert_with(|| Some(id.clone()));
        if known.as_ref().is_some_and(|it| it != id) {
            *known = None;
        }
    }

    /// What a name means.
    pub fn get(&self, name: &str) -> Meaning {
        let by_number = || name.trim().parse::<Id>().ok().and_then(|it| self.0.get(&it.to_string().to_lowercase()));
        match self.0.get(&plain(name)).or_else(by_number) {
            Some(Some(id)) => Meaning::One(id.clone()),
            Some(None) => Meaning::Several,
            None => Meaning::Nobody,
        }
    }
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase()
}
