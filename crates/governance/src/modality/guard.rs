//! Whether a reference may be the criterion of a finding, and what stands in its place where it may not: guidance and information cannot be
//! breached, a group asks for nothing itself, and a control that is not necessary asks for nothing at all.

use std::fmt;

use library::{Found, Framework, Node, Shelf};
use serde::Serialize;

use super::order::Necessity;

/// How many requirements of a group are named in its place.
const NAMED: usize = 6;

/// Why a reference is no criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The reference.
    pub reference: String,
    /// Why.
    pub why: String,
    /// What can be cited in its place; nothing where nothing is known.
    pub instead: Vec<String>,
}

impl fmt::Display for Refused {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "`{}` {}", self.reference, self.why)?;
        match self.instead.as_slice() {
            [] => write!(to, "; cite the requirement that is not met"),
            all => write!(to, "; cite {}", all.join(" or ")),
        }
    }
}

/// Whether a reference may anchor a finding; `necessary` tells of a control whether it is.
pub fn may_anchor(shelf: &Shelf, reference: &str, necessary: &dyn Fn(&Found) -> Necessity) -> Result<(), Refused> {
    let refused = |why: String, instead: Vec<String>| Refused { reference: reference.to_owned(), why, instead };
    let Some(found) = shelf.find(reference) else {
        return Err(refused("is known to no library".to_owned(), near(shelf, reference)));
    };
    if let Some(guided) = &found.node.guides {
        let control = of(found.framework, guided);
        return Err(refused("is guidance, not a requirement".to_owned(), vec![control]));
    }
    if !found.node.assessable {
        return Err(refused(informs(&found), in_place(&found)));
    }
    match (found.binding(), necessary(&found)) {
        (false, _) => Err(refused(informs(&found), in_place(&found))),
        (true, Necessity::NotNecessary { .. }) => {
            let why = "is a control that is not necessary, so that it cannot be breached; the way it was left out can";
            Err(refused(why.to_owned(), in_place(&found)))
        }
        (true, _) => Ok(()),
    }
}

fn of(framework: &Framework, id: &str) -> String {
    format!("{}:{id}", framework.prefix)
}

fn informs(found: &Found) -> String {
    let below = assessable_below(found.framework, found.node);
    match (below.is_empty(), found.framework.part_of(found.node)) {
        (false, _) => "holds others together and asks for nothing itself".to_owned(),
        (true, Some(part)) if !part.normative => format!("is information ({})", part.label),
        (true, Some(part)) if !part.binding => format!("is guidance ({})", part.label),
        _ => "asks for nothing that could be breached".to_owned(),
    }
}

/// What can be cited in place of a node: the requirements below it, or what its part names.
fn in_place(found: &Found) -> Vec<String> {
    let below = assessable_below(found.framework, found.node);
    if !found.node.assessable && !below.is_empty() {
        return below.into_iter().take(NAMED).map(|it| of(found.framework, it)).collect();
    }
    let part = found.framework.part_of(found.node).and_then(|it| it.instead.as_deref());
    part.into_iter().map(|it| of(found.framework, it)).collect()
}

fn assessable_below<'a>(framework: &'a Framework, node: &'a Node) -> Vec<&'a str> {
    let below = framework.below(&node.id).into_iter().skip(1);
    below.filter(|it| framework.node(it).is_some_and(|it| it.assessable)).collect()
}

/// The nearest reference of a library, for one that is known to none: that with the most parts in common from the first on, since numbers that differ in
/// one letter can stand in different places.
fn near(shelf: &Shelf, reference: &str) -> Vec<String> {
    let (prefix, _) = reference.rsplit_once(':').unwrap_or((super::STANDARD, reference));
    let framework = shelf.framework(prefix);
    let all = framework.into_iter().flat_map(|it| it.assessable().map(move |node| it.reference(node)));
    let in_common = |it: &str| it.split('.').zip(reference.split('.')).take_while(|it| it.0 == it.1).count();
    let alike = |it: &str| strsim::jaro_winkler(it, reference);
    // Of those that are alike the first.
    all.min_by(|a, b| in_common(b).cmp(&in_common(a)).then_with(|| alike(b).total_cmp(&alike(a)))).into_iter().collect()
}
