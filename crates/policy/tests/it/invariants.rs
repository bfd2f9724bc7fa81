//! What must hold for every shipped kind, whatever roles somebody collects.

use policy::{Action, Actor, Fact, Policies, Question, RecordView, Resource, SYSTEM_ACTIONS};
use record::{Document, Kind};

use crate::shipped::{CATALOG, POLICIES, known};

const ACTS: &[Action] = &[Action::Create, Action::Edit, Action::Retire, Action::Restore, Action::Erase];

/// Transitions by which somebody decides about the work of others.
const DECIDING: &[&str] = &["approve", "grant", "accept", "verify"];

/// Somebody who holds every role of which policies speak, but for these.
fn everything_but(without: &[&str]) -> Actor {
    let roles = POLICIES.roles().iter().filter(|role| !without.contains(&role.as_str()));
    Actor::session("ada", "PER-1", roles.cloned())
}

struct Asked {
    retired: bool,
    created_by: &'static str,
    last_editor: &'static str,
    submitted_by: &'static str,
}

const BY_OTHERS: Asked = Asked { retired: false, created_by: "PER-7", last_editor: "PER-8", submitted_by: "PER-9" };

fn may(actor: &Actor, kind: &Kind, state: &str, action: Action, asked: &Asked) -> bool {
    let document: Document = Document::from_iter([("owner".to_owned(), "PER-2".into())]);
    let facts = known(&kind.kind, |name| match name {
        "last_editor" => Some(Fact::Text(asked.last_editor.to_owned())),
        "submitted_by" => Some(Fact::Text(asked.submitted_by.to_owned())),
        "subject_owner" => Some(Fact::Text("PER-6".to_owned())),
        _ => None,
    });
    let record = RecordView {
        kind: &kind.kind,
        id: "X-0001",
        state,
        retired: asked.retired,
        created_by: asked.created_by,
        document: &document,
    };
    POLICIES.permits(&Question { actor, action, resource: Resource::Record(record), changed: &[], facts: &facts })
}

/// Every act on every kind in every state that is permitted.
fn permitted(actor: &Actor, asked: &Asked) -> Vec<String> {
    let mut found = Vec::new();
    for kind in CATALOG.kinds() {
        let moves = kind.lifecycle.transitions.iter().map(|it| Action::Move(&it.name));
        for action in ACTS.iter().copied().chain(moves) {
            for state in kind.states().into_iter().filter(|state| may(actor, kind, state, action, asked)) {
                found.push(format!("{} {action:?} {state}", kind.kind));
            }
        }
    }
    found
}

#[test]
fn an_external_auditor_changes_nothing_whatever_else_they_are() {
    assert_eq!(permitted(&everything_but(&[]), &BY_OTHERS), Vec::<String>::new());
    assert!(permitted(&everything_but(&["external_auditor"]), &BY_OTHERS).len() > 500);
}

#[test]
fn the_anonymous_and_empty_tokens_change_nothing() {
    assert_eq!(permitted(&Actor::anonymous(), &BY_OTHERS), Vec::<String>::new());
    let token = Actor { scopes: Some(["read".to_owned()].into()), ..everything_but(&["external_auditor"]) };
    assert_eq!(permitted(&token, &BY_OTHERS), Vec::<String>::new());
}

#[test]
fn nobody_decides_about_their_own_work() {
    let actor = everything_but(&["external_auditor"]);
    let edited = Asked { last_editor: "PER-1", ..BY_OTHERS };
    let submitted = Asked { submitted_by: "PER-1", ..BY_OTHERS };
    let mut seen = 0;
    for kind in CATALOG.kinds() {
        for transition in kind.lifecycle.transitions.iter().filter(|it| DECIDING.contains(&it.name.as_str())) {
            let (action, state) = (Action::Move(&transition.name), transition.from[0].as_str());
            assert!(may(&actor, kind, state, action, &BY_OTHERS), "{} {}", kind.kind, transition.name);
            for own in [&edited, &submitted] {
                assert!(!may(&actor, kind, state, action, own), "{} {}", kind.kind, transition.name);
            }
            seen += 1;
        }
    }
    assert!(seen >= 15, "{seen}");
}

#[test]
fn no_service_and_nobody_without_a_person_decides() {
    let service = Actor { service: true, ..everything_but(&["external_auditor"]) };
    let console = Actor::session("console", "", ["operator"]);
    for kind in CATALOG.kinds() {
        for transition in kind.lifecycle.transitions.iter().filter(|it| DECIDING.contains(&it.name.as_str())) {
            let (action, state) = (Action::Move(&transition.name), transition.from[0].as_str());
            assert!(!may(&service, kind, state, action, &BY_OTHERS), "{} {}", kind.kind, transition.name);
            assert!(!may(&console, kind, state, action, &BY_OTHERS), "{} {}", kind.kind, transition.name);
        }
    }
}

#[test]
fn what_is_retired_is_only_restored_retired_or_erased() {
    let actor = everything_but(&["external_auditor"]);
    let retired = Asked { retired: true, ..BY_OTHERS };
    let odd = permitted(&actor, &retired).into_iter().find(|it| it.contains(" Edit ") || it.contains(" Move("));
    assert_eq!(odd, None);
}

#[test]
fn only_administrators_and_the_console_erase_or_configure() {
    let others = everything_but(&["administrator", "operator", "external_auditor"]);
    let odd = permitted(&others, &BY_OTHERS).into_iter().find(|it| it.contains("Erase"));
    assert_eq!(odd, None);
    let may = |actor: &Actor, name| {
        let (action, resource) = (Action::System(name), Resource::Organization);
        POLICIES.permits(&Question { actor, action, resource, changed: &[], facts: &[] })
    };
    let open: Vec<&str> = SYSTEM_ACTIONS.iter().map(|(name, _)| *name).filter(|name| may(&others, name)).collect();
    assert_eq!(open, ["import", "export", "undo", "read_ledger", "protect", "bundle"]);
    assert!(SYSTEM_ACTIONS.iter().all(|(name, _)| !may(&Actor::anonymous(), name)));
    // Who raised concerns is not told to whoever runs the program.
    let root = Actor::session("root", "", ["administrator"]);
    assert!(SYSTEM_ACTIONS.iter().all(|(name, _)| may(&root, name) == (*name != "protect")));
}

#[test]
fn policies_are_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Policies>();
}
