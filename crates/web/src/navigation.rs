//! How kinds are arranged for people: groups of work in the order of `data/navigation.toml`, and letters that lead to lists.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use record::{Catalog, Kind};
use serde::Deserialize;

/// The file.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    group: Vec<Named>,
    keys: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    area: String,
    icon: String,
}

/// A file that cannot be read leaves the order of the catalog; a test reads it.
static FILE: LazyLock<File> =
    LazyLock::new(|| toml::from_str(include_str!("../../../data/navigation.toml")).unwrap_or_default());

/// A page that is not the list of a kind.
pub(crate) struct Place {
    pub href: &'static str,
    /// The key of its name.
    pub name: &'static str,
    pub icon: &'static str,
    /// The letter that leads there after `g`, or nothing.
    pub letter: &'static str,
}

/// Pages at the top of the navigation.
pub(crate) const FIRST: &[Place] = &[
    Place { href: "/", name: "nav.today", icon: "home", letter: "t" },
    Place { href: "/inventory", name: "nav.inventory", icon: "layers", letter: "v" },
    Place { href: "/import", name: "nav.import", icon: "import", letter: "" },
];

/// Pages of the groups of work, by the area of the group; they stand before the lists of its kinds.
pub(crate) const WITHIN: &[(&str, &[Place])] = &[
    (
        "Inventory and direction",
        &[
            Place { href: "/scope", name: "nav.scope", icon: "layers", letter: "" },
            Place { href: "/obligations", name: "nav.obligations", icon: "gavel", letter: "" },
            Place { href: "/tiering", name: "nav.tiering", icon: "tiers", letter: "" },
            Place { href: "/strategy", name: "nav.strategy", icon: "layers", letter: "" },
        ],
    ),
    (
        "Risk and impact",
        &[
            Place { href: "/risks/cockpit", name: "nav.cockpit", icon: "shield", letter: "" },
            Place { href: "/risks", name: "nav.risks", icon: "shield", letter: "" },
            Place { href: "/risks/moved", name: "nav.moving", icon: "shield", letter: "" },
            Place { href: "/treatments", name: "nav.treatments", icon: "shield", letter: "" },
            Place { href: "/acceptances", name: "nav.acceptances", icon: "shield", letter: "" },
            Place { href: "/challenges", name: "nav.challenges", icon: "shield", letter: "" },
            Place { href: "/enterprise-risk", name: "nav.enterprise", icon: "shield", letter: "" },
        ],
    ),
    (
        "Requirements, controls, evidence",
        &[
            Place { href: "/library", name: "nav.library", icon: "book", letter: "" },
            Place { href: "/conformity", name: "nav.conformity", icon: "shield", letter: "" },
            Place { href: "/gaps", name: "nav.gaps", icon: "shield", letter: "" },
            Place { href: "/readiness", name: "nav.readiness", icon: "shield", letter: "" },
        ],
    ),
    (
        "Data and measurement",
        &[
            Place { href: "/measure", name: "nav.measure", icon: "data", letter: "" },
            Place { href: "/retention", name: "nav.retention", icon: "cycle", letter: "" },
            Place { href: "/suppliers", name: "nav.suppliers", icon: "supply", letter: "" },
        ],
    ),
    ("Life cycle", &[Place { href: "/reviews", name: "nav.reviews", icon: "lanes", letter: "" }]),
    (
        "Audit and improvement",
        &[
            Place { href: "/corrections", name: "nav.corrections", icon: "cycle", letter: "" },
            Place { href: "/audits", name: "nav.audits", icon: "shield", letter: "" },
            Place { href: "/practice", name: "nav.practice", icon: "cycle", letter: "" },
        ],
    ),
    (
        "Governance",
        &[
            Place { href: "/escalations", name: "nav.escalations", icon: "bell", letter: "" },
            Place { href: "/breaches", name: "nav.breaches", icon: "gavel", letter: "" },
            Place { href: "/bodies", name: "nav.bodies", icon: "gavel", letter: "" },
            Place { href: "/rights", name: "nav.rights", icon: "gavel", letter: "" },
            Place { href: "/board", name: "nav.board", icon: "book", letter: "" },
            Place { href: "/documents", name: "nav.documents", icon: "book", letter: "" },
            Place { href: "/conflicts", name: "nav.conflicts", icon: "gavel", letter: "" },
        ],
    ),
    (
        "Organisation and people",
        &[
            Place { href: "/responsibilities", name: "nav.responsibilities", icon: "people", letter: "" },
            Place { href: "/competences", name: "nav.competence", icon: "people", letter: "" },
            Place { href: "/resources", name: "nav.resources", icon: "hours", letter: "" },
        ],
    ),
];

/// Pages at its end.
pub(crate) const LAST: &[Place] = &[
    Place { href: "/authority", name: "nav.authority", icon: "gavel", letter: "" },
    Place { href: "/kinds", name: "nav.reference", icon: "book", letter: "" },
    Place { href: "/keys", name: "nav.keys", icon: "list", letter: "" },
];

/// Kinds that belong together.
pub(crate) struct Group<'a> {
    pub area: &'a str,
    pub icon: &'static str,
    /// Its pages.
    pub places: &'static [Place],
    /// Its lists.
    pub kinds: Vec<&'a Kind>,
}

/// The kinds in their groups.
pub(crate) fn groups(catalog: &Catalog) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for kind in catalog.kinds() {
        match groups.iter_mut().find(|it| it.area == kind.area) {
            Some(group) => group.kinds.push(kind),
            None => groups.push(Group {
                area: &kind.area,
                icon: icon(&kind.area),
                places: WITHIN.iter().find(|it| it.0 == kind.area).map_or(&[], |it| it.1),
                kinds: vec![kind],
            }),
        }
    }
    let place = |area: &str| FILE.group.iter().position(|it| it.area == area).unwrap_or(usize::MAX);
    groups.sort_by_key(|it| place(it.area));
    groups
}

/// Every page of the navigation.
pub(crate) fn places() -> impl Iterator<Item = &'static Place> {
    FIRST.iter().chain(WITHIN.iter().flat_map(|it| it.1)).chain(LAST)
}

/// The letter that leads to the list of a kind after `g`.
pub(crate) fn letter(kind: &str) -> Option<&'static str> {
    FILE.keys.get(kind).map(String::as_str)
}

fn icon(area: &str) -> &'static str {
    FILE.group.iter().find(|it| it.area == area).map_or("list", |it| it.icon.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_reads_and_no_letter_leads_to_two_places() {
        let file: File = toml::from_str(include_str!("../../../data/navigation.toml")).unwrap();
        assert!(!file.group.is_empty());
        let mut letters: Vec<&str> = file.keys.values().map(String::as_str).collect();
        letters.extend(places().map(|it| it.letter).filter(|it| !it.is_empty()));
        assert!(WITHIN.iter().all(|it| file.group.iter().any(|of| of.area == it.0)), "every page has a group");
        let all = letters.len();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), all);
    }
}
