//! What comes next: requirements that must be met and are not, each after what it needs; then those of which that cannot be told; controls
//! that are left out without a reason; then recommendations. Guidance has no place of its own and stands beside what it guides.

use library::{Found, Framework, Modality, Node};
use serde::Serialize;

/// Whether a requirement is met, as far as it can be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "standing", content = "why", rename_all = "snake_case")]
pub enum Standing {
    /// It is, as far as records can show it.
    Met,
    /// It is not, and what is missing.
    Unmet(String),
    /// That cannot be told, and why.
    NotAssessable(String),
}

/// Whether a control is necessary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Necessity {
    /// It is.
    Necessary,
    /// Nobody decided yet, so that it counts as necessary.
    Undecided,
    /// It is not.
    NotNecessary {
        /// Whether a reason is given.
        justified: bool,
    },
}

/// Why something stands where it does, the first places first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// It must be met and is not.
    Mandatory,
    /// It must be met, and whether it is cannot be told.
    Untold,
    /// It is left out, and nobody said why.
    Unjustified,
    /// It is recommended and not met.
    Recommended,
    /// It is recommended, and whether it is met cannot be told.
    RecommendedUntold,
}

/// A requirement in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// Its reference.
    pub reference: String,
    /// Its identifier.
    pub id: String,
    /// Its short title.
    pub title: String,
    /// How strongly it speaks.
    pub modality: Modality,
    /// Why it stands here.
    pub place: Place,
    /// What is missing or cannot be told, or what is asked for.
    pub why: String,
    /// What it needs that is open too, by identifier; it stands after these.
    pub after: Vec<String>,
    /// Guidance for it, by identifier.
    pub guidance: Vec<String>,
}

/// Everything of a framework that is open, in the order in which it can be met; what is met is left out.
pub fn order(
    framework: &Framework,
    met: &dyn Fn(&Found) -> Standing,
    necessary: &dyn Fn(&Found) -> Necessity,
) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for node in framework.by_needs() {
        let found = Found { framework, node };
        if !found.binding() {
            continue;
        }
        let Some((place, why)) = placed(&found, met, necessary) else { continue };
        let after =
            node.needs.iter().flat_map(|it| framework.below(it)).filter(|it| items.iter().any(|of| of.id == **it));
        items.push(Item {
            reference: framework.reference(node),
            id: node.id.clone(),
            title: node.title.clone(),
            modality: node.modality.unwrap_or(Modality::Note),
            place,
            why,
            after: after.map(str::to_owned).collect(),
            guidance: guidance(framework, node).map(|it| it.id.clone()).collect(),
        });
    }
    // The sort is stable: within a place the order of needs stays.
    items.sort_by_key(|it| it.place);
    items
}

/// The guidance for a node.
pub fn guidance<'a>(framework: &'a Framework, node: &'a Node) -> impl Iterator<Item = &'a Node> {
    framework.node.iter().filter(|it| it.guides.as_deref() == Some(&node.id))
}

/// Where a node stands and why; nothing where it is met, or left out for a reason.
fn placed(
    found: &Found,
    met: &dyn Fn(&Found) -> Standing,
    necessary: &dyn Fn(&Found) -> Necessity,
) -> Option<(Place, String)> {
    match necessary(found) {
        Necessity::NotNecessary { justified: true } => return None,
        Necessity::NotNecessary { justified: false } => {
            let why = "it is said not to be necessary; write why, against risks, laws and contracts, or take it in";
            return Some((Place::Unjustified, why.to_owned()));
        }
        Necessity::Necessary | Necessity::Undecided => {}
    }
    let must = found.node.modality == Some(Modality::Shall);
    match met(found) {
        Standing::Met => None,
        Standing::Unmet(why) => Some((if must { Place::Mandatory } else { Place::Recommended }, why)),
        Standing::NotAssessable(why) => Some((if must { Place::Untold } else { Place::RecommendedUntold }, why)),
    }
}
