//! On whom AI systems hang: which share of them, by tier, would be hit if one party failed, and how concentrated all of it is.
//!
//! Parties that belong to one owner are one. Along which links a system hangs on a party, and from when somebody should look, is data
//! (`data/library/concentration.toml`); nothing is decided here. Serves ISO/IEC 42001 A.10.2, A.10.3 and 6.1.2.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use record::{Catalog, Id};
use serde::Deserialize;

use crate::libraries::{Libraries, Part};

/// What is asked about dependence.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Ways from an AI system to a party.
    pub way: Vec<Way>,
    /// The share of the systems of a tier that may hang on one party.
    pub share: Shares,
    /// Limits of the sum of squared shares.
    pub herfindahl: Herfindahl,
}

/// A way from an AI system to a party.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// What is supplied, in words.
    pub label: String,
    /// Its steps: `> kind.field` along a field, `< kind.field` against it.
    pub path: Vec<String>,
}

/// The share of the systems of each tier that may hang on one party.
#[derive(Debug, Default, Deserialize)]
pub struct Shares {
    /// Systems that a tier needs before a share says anything.
    pub least: usize,
    /// The share, by the name of the tier.
    #[serde(flatten)]
    pub most: BTreeMap<String, f64>,
}

/// Limits of the sum of squared shares.
#[derive(Debug, Default, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Herfindahl {
    /// Dependencies that it needs to say anything.
    pub least: usize,
    /// From here it is moderately concentrated.
    pub watch: f64,
    /// From here highly.
    pub high: f64,
}

impl Part for Asked {
    fn faults(&self, all: &Libraries, catalog: &Catalog) -> Vec<String> {
        let mut faults = Vec::new();
        for way in &self.way {
            let known = |text: &String| {
                step(text).is_some_and(|it| catalog.kind(it.1).is_some_and(|kind| kind.field(it.2).is_some()))
            };
            let unknown = way.path.iter().filter(|it| !known(it));
            faults
                .extend(unknown.map(|it| format!("`{it}` is no step; write one as `> kind.field` or `< kind.field`")));
            if !way.path.last().is_some_and(|it| it.starts_with('>')) {
                faults.push(format!("the way `{}` does not end along a field", way.label));
            }
        }
        if self.herfindahl.watch >= self.herfindahl.high {
            faults.push("`herfindahl.watch` must be below `herfindahl.high`".to_owned());
        }
        faults.extend(all.tiers.unknown(self.share.most.keys()));
        faults
    }
}

/// A step of a way: along or against a field of a kind.
pub(crate) fn step(text: &str) -> Option<(bool, &str, &str)> {
    let (sign, rest) = text.split_once(' ')?;
    let (kind, field) = rest.split_once('.')?;
    matches!(sign, ">" | "<").then_some((sign == ">", kind, field))
}

/// Links by kind and field, each from its source to its target; only those between records that count.
pub type Links = HashMap<(String, String), Vec<(Id, Id)>>;

/// Why a system hangs on a party: what is supplied, and the record that says so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    /// What is supplied, in words.
    pub label: String,
    /// The first record on the way.
    pub by: Id,
}

/// A party, with those that belong to it, and the AI systems that hang on it.
#[derive(Debug, Clone, PartialEq)]
pub struct OfParty {
    /// The party that owns the others.
    pub party: Id,
    /// The parties that supply.
    pub members: BTreeSet<Id>,
    /// Each system with the reasons.
    pub systems: BTreeMap<Id, BTreeSet<Reason>>,
    /// Of each tier how many systems hang on it, and how many there are.
    pub tiers: Vec<(String, usize, usize)>,
    /// The tiers of which more hang on it than may.
    pub beyond: Vec<String>,
}

/// On whom all AI systems hang.
#[derive(Debug, Clone, PartialEq)]
pub struct Concentration {
    /// How many AI systems there are.
    pub systems: usize,
    /// How many hang on nobody outside.
    pub alone: usize,
    /// Parties, the one on which most systems hang first.
    pub parties: Vec<OfParty>,
    /// The sum of squared shares of all dependencies; none where nothing hangs on anybody.
    pub herfindahl: Option<f64>,
    /// From where it is how concentrated.
    pub limits: Herfindahl,
}

impl Concentration {
    /// The party or the owner of the party of this number.
    pub fn of(&self, party: &Id) -> Option<&OfParty> {
        self.parties.iter().find(|it| it.party == *party || it.members.contains(party))
    }

    /// `low`, `moderate` or `high`, by the limits that are data; `too_few` dependencies say nothing, and `none` there may be.
    pub fn word(&self) -> &'static str {
        match self.herfindahl {
            None => "none",
            Some(_) if self.parties.iter().map(|it| it.systems.len()).sum::<usize>() < self.limits.least => "too_few",
            Some(it) if it >= self.limits.high => "high",
            Some(it) if it >= self.limits.watch => "moderate",
            Some(_) => "low",
        }
    }
}

/// On which of these parties these systems hang, each with its tier, along these links.
pub fn concentration(
    libraries: &Libraries,
    systems: &BTreeMap<Id, String>,
    parties: &BTreeSet<Id>,
    links: &Links,
) -> Concentration {
    let asked = &libraries.concentration;
    let mut found: BTreeMap<Id, OfParty> = BTreeMap::new();
    let owner = owners(links);
    let maps = Maps::of(links);
    for system in systems.keys() {
        let reached = asked.way.iter().flat_map(|way| walked(system, way, &maps));
        for (party, reason) in reached.filter(|it| parties.contains(&it.0)) {
            let root = root(&party, &owner);
            let of = found.entry(root.clone()).or_insert_with(|| OfParty {
                party: root,
                members: BTreeSet::new(),
                systems: BTreeMap::new(),
                tiers: Vec::new(),
                beyond: Vec::new(),
            });
            of.members.insert(party);
            of.systems.entry(system.clone()).or_default().insert(reason);
        }
    }
    let hanging: BTreeSet<&Id> = found.values().flat_map(|it| it.systems.keys()).collect();
    let alone = systems.len() - hanging.len();
    let all: usize = found.values().map(|it| it.systems.len()).sum();
    let share = |it: &OfParty| it.systems.len() as f64 / all as f64;
    let herfindahl = (all > 0).then(|| found.values().map(|it| share(it).powi(2)).sum());
    let mut parties: Vec<OfParty> = found.into_values().map(|it| with_tiers(libraries, it, systems)).collect();
    parties.sort_by_key(|it| (std::cmp::Reverse(it.systems.len()), it.party.clone()));
    Concentration { systems: systems.len(), alone, parties, herfindahl, limits: asked.herfindahl }
}

/// Links by where they begin and by where they end.
struct Maps<'a> {
    along: HashMap<(&'a str, &'a str, &'a Id), Vec<&'a Id>>,
    against: HashMap<(&'a str, &'a str, &'a Id), Vec<&'a Id>>,
}

impl<'a> Maps<'a> {
    fn of(links: &'a Links) -> Maps<'a> {
        let (mut along, mut against): (HashMap<_, Vec<_>>, HashMap<_, Vec<_>>) = Default::default();
        for ((kind, field), pairs) in links {
            for (source, target) in pairs {
                along.entry((kind.as_str(), field.as_str(), source)).or_default().push(target);
                against.entry((kind.as_str(), field.as_str(), target)).or_default().push(source);
            }
        }
        Maps { along, against }
    }
}

/// The parties at the end of a way, each with the first record on it, which is the system itself where the way is one step.
fn walked<'a>(system: &'a Id, way: &Way, maps: &Maps<'a>) -> Vec<(Id, Reason)> {
    let mut at: Vec<(&'a Id, Option<&'a Id>)> = vec![(system, None)];
    for text in &way.path {
        let Some((along, kind, field)) = step(text) else { return Vec::new() };
        let map = if along { &maps.along } else { &maps.against };
        let next = |(here, first): &(&'a Id, Option<&'a Id>)| -> Vec<(&'a Id, Option<&'a Id>)> {
            map.get(&(kind, field, *here)).into_iter().flatten().map(|it| (*it, first.or(Some(*it)))).collect()
        };
        at = at.iter().flat_map(next).collect();
    }
    let reason = |first: Option<&Id>, party: &Id| Reason {
        label: way.label.clone(),
        by: first.filter(|it| *it != party).unwrap_or(system).clone(),
    };
    at.into_iter().map(|(party, first)| (party.clone(), reason(first, party))).collect()
}

/// The owner of each party that has one.
fn owners(links: &Links) -> HashMap<&Id, &Id> {
    let pairs = links.get(&("external_party".to_owned(), "parent".to_owned())).into_iter().flatten();
    pairs.map(|(party, owner)| (party, owner)).collect()
}

/// The party at the top; where parties own each other in a circle, the first of them by number.
fn root(party: &Id, owner: &HashMap<&Id, &Id>) -> Id {
    let (mut here, mut seen) = (party, BTreeSet::from([party]));
    while let Some(above) = owner.get(here) {
        if !seen.insert(above) {
            return seen.into_iter().next().unwrap_or(party).clone();
        }
        here = above;
    }
    here.clone()
}

/// With its share of each tier, and the tiers of which more hang on it than may.
fn with_tiers(libraries: &Libraries, of: OfParty, systems: &BTreeMap<Id, String>) -> OfParty {
    let shares = &libraries.concentration.share;
    let (mut tiers, mut beyond) = (Vec::new(), Vec::new());
    for tier in libraries.tiers.tier.iter().rev() {
        let all = systems.values().filter(|it| **it == tier.name).count();
        let own = of.systems.keys().filter(|it| systems.get(*it) == Some(&tier.name)).count();
        let most = shares.most.get(&tier.name).copied().unwrap_or(1.0);
        if all >= shares.least && own as f64 > most * all as f64 {
            beyond.push(tier.name.clone());
        }
        if all > 0 {
            tiers.push((tier.name.clone(), own, all));
        }
    }
    OfParty { tiers, beyond, ..of }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Id {
        text.parse().unwrap()
    }

    /// A kind, its field, and who links to whom in it.
    type Written<'a> = (&'static str, &'static str, &'a [(&'a str, &'a str)]);

    fn links(pairs: &[Written<'_>]) -> Links {
        let one = |it: &[(&str, &str)]| it.iter().map(|it| (id(it.0), id(it.1))).collect();
        pairs.iter().map(|it| ((it.0.to_owned(), it.1.to_owned()), one(it.2))).collect()
    }

    fn parties() -> BTreeSet<Id> {
        ["PTY-1", "PTY-2", "PTY-3"].map(id).into()
    }

    fn systems(tiers: &[(&str, &str)]) -> BTreeMap<Id, String> {
        tiers.iter().map(|it| (id(it.0), it.1.to_owned())).collect()
    }

    fn concentration(systems: &BTreeMap<Id, String>, parties: &BTreeSet<Id>, links: &Links) -> Concentration {
        super::concentration(&Libraries::shipped(), systems, parties, links)
    }

    #[test]
    fn the_hand_figure_comes_out() {
        let systems =
            systems(&[("SYS-1", "high"), ("SYS-2", "high"), ("SYS-3", "high"), ("SYS-4", "high"), ("SYS-5", "low")]);
        let links = links(&[
            ("ai_system", "supplier", &[("SYS-1", "PTY-1")]),
            ("contract", "systems", &[("CON-1", "SYS-2"), ("CON-2", "SYS-3")]),
            ("contract", "party", &[("CON-1", "PTY-2"), ("CON-2", "PTY-3")]),
            ("external_party", "parent", &[("PTY-2", "PTY-1")]),
            ("component", "systems", &[("COM-1", "SYS-5")]),
            ("component", "operated_by", &[("COM-1", "ORG-1")]),
        ]);
        let found = concentration(&systems, &parties(), &links);
        // Two systems hang on the first with its subsidiary, one on the third: (2/3)^2 + (1/3)^2.
        assert!((found.herfindahl.unwrap() - 5.0 / 9.0).abs() < 1e-12 && found.word() == "too_few");
        assert_eq!((found.systems, found.alone, found.parties.len()), (5, 2, 2));
        let first = found.of(&id("PTY-2")).unwrap();
        assert_eq!((first.party.clone(), first.members.len()), (id("PTY-1"), 2));
        assert_eq!(first.tiers, [("high".to_owned(), 2, 4), ("low".to_owned(), 0, 1)]);
        assert_eq!(first.beyond, ["high"], "half of the high tier hangs on it");
        assert!(found.of(&id("PTY-3")).unwrap().beyond.is_empty(), "its clean twin: one in four");
        let reason = first.systems[&id("SYS-2")].iter().next().unwrap();
        assert_eq!((reason.label.as_str(), &reason.by), ("contract", &id("CON-1")));
    }

    #[test]
    fn few_systems_and_owners_in_a_circle_say_nothing_wrong() {
        let few = systems(&[("SYS-1", "high")]);
        let mut links = links(&[("ai_system", "supplier", &[("SYS-1", "PTY-2")])]);
        assert!(concentration(&few, &parties(), &links).parties[0].beyond.is_empty());
        links.insert(
            ("external_party".to_owned(), "parent".to_owned()),
            vec![(id("PTY-1"), id("PTY-2")), (id("PTY-2"), id("PTY-1"))],
        );
        assert_eq!(concentration(&few, &parties(), &links).parties[0].party, id("PTY-1"));
        let none = concentration(&few, &parties(), &Links::new());
        assert_eq!((none.herfindahl, none.alone, none.word()), (None, 1, "none"));
    }
}
