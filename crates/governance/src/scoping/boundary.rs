//! A scope as its record says it, and where a unit lies to it. Pure.

use std::collections::{BTreeMap, BTreeSet};

use record::Id;
use serde_json::Value;
use store::RecordRow;

use crate::data::lineage::targets;

/// What is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exclusion {
    /// The unit, use or AI system; nothing where it is an activity.
    pub what: Option<Id>,
    /// The activity; blank where it is a record.
    pub activity: String,
    /// Why.
    pub reason: String,
    /// The issue or requirement that justifies it.
    pub because: Option<Id>,
}

/// Where what is inside meets others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Interface {
    /// The other side.
    pub with: Option<Id>,
    /// The use, AI system or unit about which it is.
    pub about: Option<Id>,
    /// What passes across.
    pub what: String,
    /// Who looks after it.
    pub owner: Option<Id>,
}

/// A scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Units inside.
    pub units: BTreeSet<Id>,
    /// Activities inside, in words.
    pub activities: Vec<String>,
    /// Parts that it covers; all where none stands.
    pub parts: BTreeSet<String>,
    /// Uses inside by name.
    pub uses: BTreeSet<Id>,
    /// What is left out.
    pub exclusions: Vec<Exclusion>,
    /// Where it meets others.
    pub interfaces: Vec<Interface>,
    /// Issues and requirements that were weighed.
    pub considered: BTreeSet<Id>,
}

/// Where a unit lies to a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// It or a unit above is named.
    Inside,
    /// It is neither, and a unit below it is named.
    Partly,
    /// It or a unit above is left out.
    Excluded,
    /// Nothing is said of it.
    Outside,
}

/// Where each unit stands: the unit directly above.
pub type Above = BTreeMap<Id, Option<Id>>;

/// Two names of an activity are the same where nothing but case and spaces tells them apart.
pub fn alike(one: &str, other: &str) -> bool {
    let plain = |it: &str| it.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(one) == plain(other)
}

impl Scope {
    /// What a record says.
    pub fn read(row: &RecordRow) -> Scope {
        let text = |it: &Value, name: &str| it[name].as_str().unwrap_or_default().trim().to_owned();
        let link = |it: &Value, name: &str| it[name].as_str().and_then(|it| it.parse().ok());
        let set = |field: &str| targets(&row.document, field).into_iter().collect();
        let exclusion = |it: &Value| Exclusion {
            what: link(it, "what"),
            activity: text(it, "activity"),
            reason: text(it, "reason"),
            because: link(it, "because"),
        };
        let interface = |it: &Value| Interface {
            with: link(it, "with"),
            about: link(it, "about"),
            what: text(it, "what"),
            owner: link(it, "owner"),
        };
        Scope {
            units: set("units"),
            activities: row.list("activities").map(|it| text(it, "activity")).collect(),
            parts: row.list("parts").filter_map(|it| it.as_str().map(str::to_owned)).collect(),
            uses: set("use_cases"),
            exclusions: row.list("exclusions").map(exclusion).collect(),
            interfaces: row.list("interfaces").map(interface).collect(),
            considered: set("considered"),
        }
    }

    /// The exclusion that names a record.
    pub fn excludes(&self, id: &Id) -> Option<&Exclusion> {
        self.exclusions.iter().find(|it| it.what.as_ref() == Some(id))
    }

    /// The exclusion that names an activity.
    pub fn excludes_activity(&self, name: &str) -> Option<&Exclusion> {
        self.exclusions.iter().find(|it| !it.activity.is_empty() && alike(&it.activity, name))
    }

    /// Where a unit lies, and the unit that decides it: the nearest from it upwards that the scope names. What is left out goes first.
    pub fn place(&self, unit: &Id, above: &Above) -> (Place, Option<Id>) {
        for it in upwards(unit, above) {
            if self.excludes(&it).is_some() {
                return (Place::Excluded, Some(it));
            }
            if self.units.contains(&it) {
                return (Place::Inside, Some(it));
            }
        }
        let below = self.units.iter().find(|it| self.excludes(it).is_none() && upwards(it, above).contains(unit));
        match below {
            Some(it) => (Place::Partly, Some(it.clone())),
            None => (Place::Outside, None),
        }
    }

    /// The same scope with a unit and all below it outside, or inside.
    pub fn moved(&self, unit: &Id, inside: bool, above: &Above) -> Scope {
        let mut scope = self.clone();
        let below = |it: &Id| upwards(it, above).contains(unit);
        let is_unit = |it: &Id| it.prefix == unit.prefix && below(it);
        scope.exclusions.retain(|it| !it.what.as_ref().is_some_and(is_unit));
        scope.units.retain(|it| !below(it));
        match inside {
            true => _ = scope.units.insert(unit.clone()),
            false => {
                let reason = "moved out to see what follows".to_owned();
                scope.exclusions.push(Exclusion { what: Some(unit.clone()), reason, ..Exclusion::default() });
            }
        }
        scope
    }
}

/// A unit and those above it, from the nearest on; one that leads back to itself ends.
pub fn upwards(unit: &Id, above: &Above) -> Vec<Id> {
    let (mut found, mut next) = (Vec::new(), Some(unit.clone()));
    while let Some(it) = next.filter(|it| !found.contains(it)) {
        next = above.get(&it).cloned().flatten();
        found.push(it);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: i64) -> Id {
        format!("ORG-{number}").parse().unwrap()
    }

    /// House 1 holds 2 and 3; 2 holds 4; 9 stands apart.
    fn above() -> Above {
        [(1, None), (2, Some(1)), (3, Some(1)), (4, Some(2)), (9, None)].map(|(it, to)| (id(it), to.map(id))).into()
    }

    fn out(number: i64) -> Exclusion {
        Exclusion { what: Some(id(number)), reason: "no AI there".to_owned(), ..Exclusion::default() }
    }

    #[test]
    fn the_nearest_unit_that_is_named_decides() {
        let scope = Scope { units: [id(1), id(4)].into(), exclusions: vec![out(2)], ..Scope::default() };
        let place = |number: i64| scope.place(&id(number), &above());
        assert_eq!(place(3), (Place::Inside, Some(id(1))));
        assert_eq!(place(2), (Place::Excluded, Some(id(2))));
        assert_eq!(place(4), (Place::Inside, Some(id(4))));
        assert_eq!(place(9), (Place::Outside, None));
        let part = Scope { units: [id(4)].into(), ..Scope::default() };
        assert_eq!(part.place(&id(1), &above()).0, Place::Partly);
        assert_eq!(part.place(&id(3), &above()).0, Place::Outside);
    }

    #[test]
    fn a_unit_takes_what_is_below_it_along() {
        let scope = Scope { units: [id(1), id(4)].into(), exclusions: vec![out(3)], ..Scope::default() };
        let moved = scope.moved(&id(2), false, &above());
        assert_eq!([2, 4].map(|it| moved.place(&id(it), &above()).0), [Place::Excluded; 2]);
        assert_eq!(moved.place(&id(3), &above()).0, Place::Excluded);
        let back = moved.moved(&id(2), true, &above());
        assert_eq!([2, 4].map(|it| back.place(&id(it), &above()).0), [Place::Inside; 2]);
    }

    #[test]
    fn units_in_a_circle_end() {
        let circle: Above = [(1, Some(2)), (2, Some(1))].map(|(it, to)| (id(it), to.map(id))).into();
        assert_eq!(upwards(&id(1), &circle), vec![id(1), id(2)]);
        assert_eq!(Scope::default().place(&id(1), &circle).0, Place::Outside);
    }

    #[test]
    fn names_of_activities_are_compared_without_case_and_spaces() {
        assert!(alike(" Credit  scoring", "credit Scoring") && !alike("credit", "credit scoring"));
    }
}
