//! The requirement libraries: frameworks and crosswalks, one crosswalk with what was decided about it, the tree of one framework, a node with all that is known of it, and what comes next.
//! Each page has one plan: the shelf that is in force, and counts of the lists that the checks of what is shown name. Serves ISO/IEC 42001
//! 4.4 and 6.1.3.

pub(crate) mod crosswalk;
mod framework;
mod next;
mod node;
mod shelf;

use governance::modality::guard;
use governance::modality::order::Necessity;
use hypertext::{maud_borrow as maud, prelude::*};
use library::{Framework, Modality, Node, Shelf};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::tone::Tone;
use crate::html::{Html, badge};

pub(crate) use framework::page as framework;
pub(crate) use next::page as next;
pub(crate) use node::page as node;
pub(crate) use shelf::{confirmed, page as shelf};

/// The framework of this name, or which there are.
pub(crate) fn found<'a>(call: &Call, shelf: &'a Shelf, name: &str) -> Result<&'a Framework, Failure> {
    shelf.named(name).ok_or_else(|| {
        let all: Vec<String> = shelf.frameworks().iter().map(|it| format!("`{}`", it.name())).collect();
        Failure::missing(call.tell("library.no_framework", &[("name", &name), ("all", &all.join(", "))]))
    })
}

/// The node of this identifier, or the nearest.
pub(crate) fn node_of<'a>(call: &Call, framework: &'a Framework, id: &str) -> Result<&'a Node, Failure> {
    framework.node(id).ok_or_else(|| {
        let near = framework.node.iter().max_by(|a, b| strsim::jaro(&a.id, id).total_cmp(&strsim::jaro(&b.id, id)));
        let near = near.map(|it| it.id.as_str()).unwrap_or_default();
        let told: [(&str, &dyn std::fmt::Display); 3] = [("prefix", &framework.prefix), ("id", &id), ("near", &near)];
        Failure::missing(call.tell("library.no_node", &told))
    })
}

/// The address of a node.
pub(crate) fn address(framework: &Framework, id: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(id.as_bytes()).collect();
    format!("/library/{}/{}", framework.name(), encoded.replace('+', "%20"))
}

/// The address of a reference, where a library knows it.
fn address_of(shelf: &Shelf, reference: &str) -> Option<String> {
    shelf.find(reference).map(|it| address(it.framework, &it.node.id))
}

/// How strongly a node speaks, and whether it is no requirement.
fn speaks(call: &Call, framework: &Framework, node: &Node) -> Html {
    let binding = framework.part_of(node).is_some_and(|it| it.binding);
    let (tone, label) = match node.modality {
        None => return maud! {}.memoize(),
        _ if node.guides.is_some() => (Tone::Quiet, call.say("library.guidance")),
        Some(Modality::Shall) if binding => (Tone::Info, call.say("library.shall")),
        Some(Modality::Should) if binding => (Tone::Quiet, call.say("library.should")),
        Some(Modality::May) => (Tone::Quiet, call.say("library.may")),
        Some(Modality::Can) => (Tone::Quiet, call.say("library.can")),
        _ => (Tone::Quiet, call.say("library.information")),
    };
    badge::badge(tone, label)
}

/// Why a node is no criterion of a finding; nothing where it is one.
fn no_criterion(call: &Call, framework: &Framework, node: &Node) -> Option<String> {
    let shelf = call.configuration.libraries.shelf();
    guard::may_anchor(shelf, &framework.reference(node), &|_| Necessity::Undecided).err().map(|it| it.to_string())
}
