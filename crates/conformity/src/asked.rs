//! Whether a node is asked of an AI system, or of the organisation, and why not.

use std::collections::BTreeSet;
use std::fmt;

use crate::ground::{Ground, System};
use crate::plan::{About, Line};
use crate::status::Status;

/// Why a node is not asked, or why that cannot be told.
pub(crate) enum Unasked<'a> {
    /// It does not hold on the day, for this reason.
    NotInForce(&'a str),
    /// It is asked once, and this is one AI system.
    Once,
    /// It is asked of those who play a part in the chain, and these are ours.
    Part(&'a BTreeSet<String>, &'a BTreeSet<String>),
    /// It is asked of classes of AI systems, and these are of this one; nothing where it is not settled.
    Class(&'a BTreeSet<String>, Option<&'a BTreeSet<String>>),
}

/// Parts and classes of all AI systems together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Everyone {
    parts: BTreeSet<String>,
    classes: Option<BTreeSet<String>>,
    open: BTreeSet<String>,
}

impl Everyone {
    /// Those of what is there.
    pub fn of(ground: &Ground) -> Everyone {
        let parts: BTreeSet<&String> = ground.systems.values().flat_map(|it| &it.parts).collect();
        let classes = ground.systems.values().filter_map(|it| it.classes.as_ref()).flatten();
        let classes: BTreeSet<&String> = classes.collect();
        Everyone {
            parts: parts.into_iter().cloned().collect(),
            classes: (!classes.is_empty()).then(|| classes.into_iter().cloned().collect()),
            open: ground.systems.values().flat_map(|it| &it.open).cloned().collect(),
        }
    }
}

/// Why a node is not asked of an AI system; nothing where it is asked.
pub(crate) fn of_system<'a>(line: &'a Line, system: &'a System) -> Option<Unasked<'a>> {
    if let Some(it) = of_any(line) {
        return Some(it);
    }
    unasked(line, &system.parts, (system.classes.as_ref(), &system.open))
}

/// Why it is asked of no AI system whatever it is.
pub(crate) fn of_any(line: &Line) -> Option<Unasked<'_>> {
    match &line.not_in_force {
        Some(why) => Some(Unasked::NotInForce(why)),
        None => (line.about == About::Organisation).then_some(Unasked::Once),
    }
}

/// The same of the organisation, which plays the parts that it plays for any AI system.
pub(crate) fn of_all<'a>(line: &'a Line, everyone: &'a Everyone) -> Option<Unasked<'a>> {
    match &line.not_in_force {
        Some(why) => Some(Unasked::NotInForce(why)),
        None => unasked(line, &everyone.parts, (everyone.classes.as_ref(), &everyone.open)),
    }
}

fn unasked<'a>(
    line: &'a Line,
    parts: &'a BTreeSet<String>,
    (classes, open): (Option<&'a BTreeSet<String>>, &BTreeSet<String>),
) -> Option<Unasked<'a>> {
    if !line.roles.is_empty() && line.roles.is_disjoint(parts) {
        return Some(Unasked::Part(&line.roles, parts));
    }
    let other = !line.classes.is_empty() && classes.is_none_or(|it| it.is_disjoint(&line.classes));
    let settled = classes.filter(|_| open.is_disjoint(&line.classes));
    other.then_some(Unasked::Class(&line.classes, settled))
}

impl Unasked<'_> {
    /// The status that follows.
    pub fn status(&self) -> Status {
        let known = match self {
            Unasked::NotInForce(_) | Unasked::Once => true,
            Unasked::Part(_, ours) => !ours.is_empty(),
            Unasked::Class(_, ours) => ours.is_some(),
        };
        if known { Status::NotApplicable } else { Status::NotAssessable }
    }
}

impl fmt::Display for Unasked<'_> {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let words = |it: &BTreeSet<String>| it.iter().cloned().collect::<Vec<_>>().join(", ").replace('_', " ");
        match self {
            Unasked::NotInForce(why) => to.write_str(why),
            Unasked::Once => to.write_str("it is asked once, of the organisation"),
            Unasked::Part(asked, ours) if ours.is_empty() => {
                write!(to, "it is asked of {}, and our part is not stated", words(asked))
            }
            Unasked::Part(asked, ours) => write!(to, "it is asked of {}, and we are {}", words(asked), words(ours)),
            Unasked::Class(asked, None) => {
                write!(to, "it is asked of {}, and whether this is one is not settled", words(asked))
            }
            Unasked::Class(asked, Some(ours)) => {
                write!(to, "it is asked of {}, and this is {}", words(asked), words(ours))
            }
        }
    }
}
