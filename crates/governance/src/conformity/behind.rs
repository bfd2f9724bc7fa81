//! Which AI systems stand behind a record: those to which it points itself, or by models, data, components and units between them. What is
//! about a model says something of the AI systems that use it, and of no other.

use std::collections::{BTreeSet, HashMap};

use record::{Catalog, FieldType, Id};
use store::{Derived, RecordRow};

use super::checks::PREFIX;
use super::known::Records;
use crate::bodies::matter::{Units, unit, upwards};
use crate::responsibility::UNIT;
use crate::surroundings::SYSTEM;
use crate::writing::links;

/// Steps from a record to its AI systems that are followed: a version is of a model, and a model of a system.
const STEPS: usize = 4;

/// AI systems behind records that hang on them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Behind(HashMap<Id, BTreeSet<String>>);

impl Behind {
    /// Those behind all records of these kinds, and of units.
    pub fn of(catalog: &Catalog, between: &[String], rows: &HashMap<String, Records>) -> Behind {
        let mut found = Behind::default();
        found.units(rows);
        let of_kind = |it: &String| rows.get(it).zip(catalog.kind(it));
        let points: Vec<(&Id, Vec<Id>)> = between
            .iter()
            .filter_map(of_kind)
            .flat_map(|(rows, kind)| {
                let ends = |row: &RecordRow| links(kind, &row.document).into_iter().map(|it| it.1).collect();
                rows.rows().iter().map(move |row| (&row.id, ends(row)))
            })
            .collect();
        for _ in 0..STEPS {
            let more: Vec<(Id, BTreeSet<String>)> = points
                .iter()
                .map(|(id, links)| ((*id).clone(), found.of_links(links.iter(), &BTreeSet::new())))
                .collect();
            more.into_iter().filter(|it| !it.1.is_empty()).for_each(|(id, systems)| _ = found.0.insert(id, systems));
        }
        found
    }

    /// AI systems that units use: those of a unit and of the units below it.
    fn units(&mut self, rows: &HashMap<String, Records>) {
        let all = |kind: &str| rows.get(kind).into_iter().flat_map(Records::rows);
        let units: Units = all(UNIT).map(unit).collect();
        for system in all(SYSTEM) {
            for unit in upwards(system.unit.clone(), &units).0 {
                self.0.entry(unit).or_default().insert(system.id.to_string());
            }
        }
    }

    /// AI systems to which links lead; those to what is left out lead nowhere.
    fn of_links<'a>(&self, links: impl Iterator<Item = &'a Id>, aside: &BTreeSet<&Id>) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        for id in links.filter(|it| !aside.contains(it)) {
            match id.prefix == PREFIX {
                true => _ = all.insert(id.to_string()),
                false => all.extend(self.0.get(id).into_iter().flatten().cloned()),
            }
        }
        all
    }

    /// AI systems behind those that somebody names, and whether something else is named.
    pub fn named(&self, ids: &[Id]) -> (BTreeSet<String>, bool) {
        (self.of_links(ids.iter(), &BTreeSet::new()), ids.iter().any(|it| it.prefix != PREFIX))
    }

    /// The AI systems of a record: itself, those behind it, or those to which it points; where it lies in the organisation says nothing of
    /// what it is about.
    pub fn systems(&self, row: &RecordRow, derived: &Derived) -> BTreeSet<String> {
        if row.kind == SYSTEM {
            return BTreeSet::from([row.id.to_string()]);
        }
        if let Some(own) = self.0.get(&row.id) {
            return own.clone();
        }
        let unit: Option<Id> = row.unit.as_ref().and_then(|it| it.parse().ok());
        self.of_links(derived.links.iter().map(|it| &it.1), &unit.iter().collect())
    }
}

/// Whether records of a kind are AI systems, hang on one, or can point to one or to what hangs on one.
pub(crate) fn points(catalog: &Catalog, between: &[String], kind: &str) -> bool {
    let ahead = |it: &str| it == SYSTEM || between.iter().any(|own| own == it);
    let leads = |it: &record::Target| matches!(it, record::Target::Kinds(all) if all.iter().any(|it| ahead(it)));
    let field = |it: &record::Field| matches!(&it.ty, FieldType::Link { to } | FieldType::Links { to } if leads(to));
    ahead(kind) || catalog.kind(kind).is_some_and(|it| it.fields.iter().any(field))
}
