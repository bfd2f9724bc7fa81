//! Two editions held against each other name what came, went and changed, and nothing else.

use library::{Modality, differing};

use crate::made::{framework, node};

#[test]
fn only_affected_nodes_are_named() {
    let before = framework("a");
    let mut after = before.clone();
    assert!(differing(&before, &after).none());
    after.edition.name = "2".to_owned();
    after.node[1].modality = Some(Modality::Should);
    after.node.retain(|it| it.id != "1.2");
    after.node.push(node("1.3", Some("1")));
    let found = differing(&before, &after);
    assert_eq!((found.added.join(","), found.removed.join(",")), ("1.3".to_owned(), "1.2".to_owned()));
    let moved: Vec<_> = found
        .changed
        .iter()
        .map(|it| (it.id.as_str(), it.keys.iter().map(|it| it.key.as_str()).collect::<Vec<_>>()))
        .collect();
    assert_eq!(moved, [("1.1", vec!["modality"])]);
    assert_eq!(found.head.iter().map(|it| it.key.as_str()).collect::<Vec<_>>(), ["edition"]);
}

#[test]
fn the_order_of_nodes_does_not_count() {
    let before = framework("a");
    let mut after = before.clone();
    after.node.reverse();
    assert!(differing(&before, &after).none());
}

#[test]
fn nodes_come_after_what_they_need() {
    let mut of = framework("a");
    of.node[1].needs.clear();
    of.node[2].needs.clear();
    of.node[1].needs.push("1.2".to_owned());
    let order: Vec<&str> = of.by_needs().iter().map(|it| it.id.as_str()).collect();
    assert_eq!(order, ["1", "1.2", "1.1", "G.1.1"]);
}
