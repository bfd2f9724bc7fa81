//! The duty catalogue and the limits of responsibility, as data: `data/library/duties.toml`.

use std::collections::BTreeMap;

use record::Catalog as Kinds;
use serde::Deserialize;

use crate::libraries::{Libraries, Part, lengths};

/// Everything that is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// How long somebody may have left and keep their roles when they return, as an ISO 8601 duration.
    pub anew_after: String,
    /// How independent a challenger must be.
    pub independence: Independence,
    /// How much one person should carry.
    pub limits: Limits,
    /// What classifications write, in lower case, by the tier that it is.
    pub tiers: BTreeMap<String, Vec<String>>,
    /// Fields that name the holder of a role.
    pub holder: Vec<Holder>,
    /// Groups of duties, in order.
    pub group: Vec<Group>,
    /// The duties, in order.
    pub duty: Vec<Duty>,
}

/// How independent a challenger must be.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Independence {
    /// The greatest depth at which the nearest common manager may stand; who reports to nobody has depth 0.
    pub common_manager_at_most: usize,
    /// Whether somebody who stands there may be challenged by somebody below, since nobody else is above.
    pub top_challenged_from_below: bool,
}

/// How much one person should carry, in duties of the organisation and groups of duties of AI systems.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The most for which one person answers.
    pub most_accountable: usize,
    /// The most that fall when one person goes and nobody stands in.
    pub most_that_fall: usize,
}

/// A field that names the holder of a role.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// Kind of the record.
    pub kind: String,
    /// Its field.
    pub field: String,
    /// Key of the role.
    pub role: String,
}

/// Whether a duty exists once or for every AI system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// Once.
    Organisation,
    /// For every AI system.
    System,
}

/// Duties that one person cannot sensibly hold apart.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// A short name that does not change.
    pub name: String,
    /// What it is, in words.
    pub label: String,
    /// Whether it exists once or for every AI system.
    pub about: About,
    /// Tiers for which somebody independent must challenge it.
    pub challenge: Vec<String>,
}

/// One duty.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// The identifier of clause, control or stage.
    pub id: String,
    /// Its group.
    pub group: String,
    /// What is to be done, in words.
    pub label: String,
    /// Where the duty comes from.
    pub clause: String,
}

/// The tier of what is about no single AI system.
pub const ORGANISATION: &str = "organisation";
/// The tier of an AI system that nobody has settled.
pub const UNKNOWN: &str = "unknown";

impl Catalogue {
    /// The duties of a group.
    pub fn duties<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Duty> {
        self.duty.iter().filter(move |it| it.group == group)
    }

    /// A group by its name.
    pub fn group(&self, name: &str) -> Option<&Group> {
        self.group.iter().find(|it| it.name == name)
    }

    /// The tier that a classification's outcome means; [`UNKNOWN`] when it means none.
    pub fn tier(&self, outcome: &str) -> &str {
        let said = outcome.trim().to_lowercase();
        self.tiers.iter().find(|it| it.1.contains(&said)).map_or(UNKNOWN, |it| it.0)
    }
}

impl Part for Catalogue {
    fn faults(&self, _: &Libraries, kinds: &Kinds) -> Vec<String> {
        let mut faults = lengths([&self.anew_after]);
        let homeless = self.duty.iter().filter(|it| self.group(&it.group).is_none());
        faults
            .extend(homeless.map(|it| format!("duty `{}` names the group `{}`, which there is not", it.id, it.group)));
        let empty = self.group.iter().filter(|it| self.duties(&it.name).next().is_none());
        faults.extend(empty.map(|it| format!("group `{}` has no duty", it.name)));
        faults.extend(twice(self.duty.iter().map(|it| &it.id)).map(|it| format!("duty `{it}` is there twice")));
        faults.extend(twice(self.tiers.values().flatten()).map(|it| format!("`{it}` means two tiers")));
        let unknown =
            self.holder.iter().filter(|it| kinds.kind(&it.kind).is_none_or(|kind| kind.field(&it.field).is_none()));
        faults.extend(unknown.map(|it| format!("`{}` has no field `{}`", it.kind, it.field)));
        faults
    }
}

/// Texts that are there before.
fn twice<'a>(texts: impl Iterator<Item = &'a String>) -> impl Iterator<Item = &'a String> {
    let mut seen = std::collections::BTreeSet::new();
    texts.filter(move |it| !seen.insert(*it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clause_control_and_stage_is_one_duty() {
        let all = &Libraries::shipped().duties;
        let of = |from: fn(&str) -> bool| all.duty.iter().filter(|it| from(&it.id)).count();
        // 32 requirement clauses from 4 to 10, 38 controls of Annex A, 9 steps of a life.
        assert_eq!(of(|it| it.starts_with(|c: char| c.is_ascii_digit())), 32);
        assert_eq!(of(|it| it.starts_with("A.")), 38);
        assert_eq!(of(|it| it.starts_with("stage.")), 9);
    }

    #[test]
    fn a_spelling_means_one_tier_and_what_is_not_listed_none() {
        let all = &Libraries::shipped().duties;
        assert_eq!((all.tier(" Tier 2 "), all.tier("T4"), all.tier("2b")), ("T2", "T4", UNKNOWN));
    }
}
