//! Who gains and who loses: the impacts of each group side by side, and groups that bear harms while others have the benefits. Harms and
//! benefits are counted apart and never set off against each other. Pure.

use serde::Serialize;

use super::group::{Group, is};
use super::impact::{Direction, Impact};

/// What a group has of a system, by assessments that stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Profile {
    /// The group.
    pub group: String,
    /// Whether it can defend itself less well than others.
    pub vulnerable: bool,
    /// Impacts that are good for it.
    pub benefits: usize,
    /// Impacts that are bad for it.
    pub harms: usize,
    /// The gravest harm, by its place in the scale.
    pub gravest: Option<u64>,
    /// The most people who feel one of its harms.
    pub harmed: Option<u64>,
    /// Harms that cannot be undone.
    pub for_good: usize,
}

/// Benefits for some and harms for others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asymmetry {
    /// Groups that have harms and no benefit.
    pub harmed: Vec<String>,
    /// Groups that have benefits and no harm.
    pub benefiting: Vec<String>,
    /// Those of the harmed that can defend themselves less well.
    pub vulnerable: Vec<String>,
    /// The same in a sentence.
    pub says: String,
}

/// What each group has, those that are named first, then those that only impacts name.
pub fn profiles(groups: &[Group], impacts: &[Impact]) -> Vec<Profile> {
    let counted: Vec<&Impact> = impacts.iter().filter(|it| it.stands).collect();
    let mut found = Vec::new();
    for group in groups {
        let own: Vec<&Impact> = counted.iter().copied().filter(|it| is(group, it)).collect();
        found.push(profile(&group.name, group.vulnerable, &own));
    }
    let mut others: Vec<&Impact> = counted.into_iter().filter(|it| !groups.iter().any(|of| is(of, it))).collect();
    while let Some(first) = others.first().copied() {
        let same = |it: &&Impact| super::plain(&it.group) == super::plain(&first.group);
        let (own, rest): (Vec<&Impact>, Vec<&Impact>) = others.into_iter().partition(|it| same(it));
        found.push(profile(&first.group, false, &own));
        others = rest;
    }
    found
}

fn profile(group: &str, vulnerable: bool, own: &[&Impact]) -> Profile {
    let harms: Vec<&&Impact> = own.iter().filter(|it| it.direction == Direction::Harm).collect();
    Profile {
        group: group.to_owned(),
        vulnerable,
        benefits: own.iter().filter(|it| it.direction == Direction::Benefit).count(),
        harms: harms.len(),
        gravest: harms.iter().filter_map(|it| it.severity).max(),
        harmed: harms.iter().filter_map(|it| it.people).max(),
        for_good: harms.iter().filter(|it| it.reversible.as_deref() == Some("not_at_all")).count(),
    }
}

/// Whether some bear harms alone while others have benefits alone; nothing where that is not so.
pub fn asymmetry(profiles: &[Profile]) -> Option<Asymmetry> {
    let names = |of: &dyn Fn(&Profile) -> bool| -> Vec<String> {
        profiles.iter().filter(|it| of(it)).map(|it| it.group.clone()).collect()
    };
    let loses = |it: &Profile| it.harms > 0 && it.benefits == 0;
    let harmed = names(&loses);
    let benefiting = names(&|it| it.benefits > 0 && it.harms == 0);
    if harmed.is_empty() || benefiting.is_empty() {
        return None;
    }
    let vulnerable = names(&|it| loses(it) && it.vulnerable);
    let weak = match vulnerable.is_empty() {
        true => String::new(),
        false => format!("; {} can hardly defend themselves", vulnerable.join(", ")),
    };
    let says = format!(
        "{} bear harms and have no benefit, while {} have benefits and no harm{weak}",
        harmed.join(", "),
        benefiting.join(", ")
    );
    Some(Asymmetry { harmed, benefiting, vulnerable, says })
}
