//! What libraries name of records is there: kinds, fields, states, choices, and filters that lists understand.

use library::{Check, Framework, Node, Shelf};
use record::{Catalog, Fault, FieldType, Kind};

use crate::listing::{parts, read_filter};
use crate::{Actor, Via};

/// Everything that frameworks name of records and that is not there.
pub(crate) fn faults(shelf: &Shelf, catalog: &Catalog) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (framework, path) in shelf.frameworks().iter().zip(shelf.paths().0) {
        let of = framework.node.iter().flat_map(|it| node(framework, it, catalog));
        faults.extend(of.map(|it| Fault::of_file(path, it)));
    }
    faults
}

fn node(framework: &Framework, of: &Node, catalog: &Catalog) -> Vec<String> {
    let told = |it: String| format!("`{}`: {it}", framework.reference(of));
    let mut wrong = Vec::new();
    for proof in &of.evidence {
        let kinds: Vec<&Kind> = proof.kinds.iter().filter_map(|it| catalog.kind(it)).collect();
        let unknown = proof.kinds.iter().filter(|it| catalog.kind(it).is_none());
        wrong.extend(unknown.map(|it| format!("there is no kind `{it}`, which evidence `{}` names", proof.id)));
        let nowhere = proof.fields.iter().filter(|name| kinds.iter().all(|it| it.field(name).is_none()));
        wrong.extend(nowhere.map(|it| format!("none of the kinds of evidence `{}` has a field `{it}`", proof.id)));
    }
    wrong.extend(of.check.iter().flat_map(|it| check(it, catalog)));
    wrong.into_iter().map(told).collect()
}

fn check(of: &Check, catalog: &Catalog) -> Vec<String> {
    let Some(kind) = catalog.kind(&of.kind) else { return vec![format!("there is no kind `{}`", of.kind)] };
    let mut wrong = Vec::new();
    wrong.extend([&of.filter, &of.of].into_iter().flat_map(|it| unread(it, kind)));
    if of.holds == library::Holds::All && of.filter.is_empty() {
        wrong.push("a check of all says what they must be; write `filter`".to_owned());
    }
    wrong
}

/// What keeps a filter from finding exactly what it says, each in a sentence.
pub(crate) fn unread(filter: &str, kind: &Kind) -> Vec<String> {
    match read_filter(filter, Some(kind), &Actor::operator(Via::System)) {
        Err(error) => vec![format!("the filter `{filter}` cannot be read: {error}")],
        Ok((_, words)) if !words.is_empty() => vec![format!("the filter `{filter}` seeks words, which is not exact")],
        Ok(_) => parts(filter).into_iter().flatten().filter_map(|it| part(&it, kind)).collect(),
    }
}

/// What a part of a filter names that the kind does not have.
fn part(part: &str, kind: &Kind) -> Option<String> {
    let bare = part.trim_start_matches('-');
    let at = bare.find([':', '<', '>', '=', '~'])?;
    let (name, values) = (&bare[..at], bare[at..].trim_start_matches([':', '<', '>', '=', '~']));
    if name == "state" {
        let states = kind.states();
        let unknown = values.split(',').find(|it| !states.iter().any(|state| state == it))?;
        return Some(format!("`{}` has no state `{unknown}`", kind.kind));
    }
    let field = kind.field(if name == "has" { values } else { name })?;
    match &field.ty {
        FieldType::Choice { choices } | FieldType::Choices { choices } if name != "has" => {
            let unknown = values.split(',').find(|it| !choices.iter().any(|choice| choice == it))?;
            Some(format!("`{}` has no choice `{unknown}`", field.name))
        }
        FieldType::Flag if name != "has" && !matches!(values, "yes" | "no") => Some(format!("`{name}` is yes or no")),
        _ => None,
    }
}
