//! What ships is sound, complete where it says so, and says nothing that the standards do not.

use library::{Form, Modality};

use crate::made::shelf;

#[test]
fn nothing_that_ships_has_a_fault() {
    assert_eq!(shelf().faults(), Vec::new());
}

#[test]
fn every_requirement_and_control_says_what_it_wants_and_how_an_auditor_finds_out() {
    let shelf = shelf();
    let standard = shelf.framework("ISO/IEC 42001").unwrap();
    for node in standard.assessable() {
        let sentences = node.intent.matches(". ").count() + 1;
        assert!(node.intent.len() > 60 && sentences <= 6, "{}: {}", node.id, node.intent);
        assert!((2..=4).contains(&node.question.len()), "{} has {} questions", node.id, node.question.len());
        assert!(node.question.iter().all(|it| it.ask.ends_with('?')), "{}", node.id);
        assert!(!node.evidence.is_empty(), "{} asks for no evidence", node.id);
    }
}

/// Sub-clauses that ask for documented information themselves, as the papers of certification bodies list them.
const WRITTEN: [&str; 19] = [
    "4.3", "4.4", "5.2", "6.1.1", "6.1.2", "6.1.3", "6.1.4", "6.2", "7.2", "7.5.1", "7.5.3", "8.1", "8.2", "8.3",
    "8.4", "9.1", "9.2.2", "9.3.3", "10.2",
];

/// Controls that need only be demonstrable.
const DEMONSTRABLE: [&str; 11] =
    ["A.2.3", "A.2.4", "A.3.2", "A.3.3", "A.5.2", "A.6.2.8", "A.8.3", "A.9.4", "A.10.2", "A.10.3", "A.10.4"];

#[test]
fn documented_information_is_asked_for_where_the_standard_asks() {
    let shelf = shelf();
    let standard = shelf.framework("ISO/IEC 42001").unwrap();
    let written = |level: &str| -> Vec<&str> {
        let of = standard.node.iter().filter(|it| it.level == level && it.evidence.iter().any(|it| it.mandatory));
        of.map(|it| it.id.as_str()).collect()
    };
    assert_eq!(written("clause"), WRITTEN);
    let open: Vec<&str> = standard
        .node
        .iter()
        .filter(|it| it.level == "control" && !written("control").contains(&it.id.as_str()))
        .map(|it| it.id.as_str())
        .collect();
    assert_eq!(open, DEMONSTRABLE);
    let forms = standard.node.iter().flat_map(|it| &it.evidence).filter(|it| it.mandatory);
    assert!(forms.clone().all(|it| it.form != Form::Demonstrable));
}

#[test]
fn guidance_guides_each_control_once_and_binds_nobody() {
    let shelf = shelf();
    let standard = shelf.framework("ISO/IEC 42001").unwrap();
    let controls: Vec<&str> =
        standard.node.iter().filter(|it| it.level == "control").map(|it| it.id.as_str()).collect();
    let guided: Vec<&str> = standard.node.iter().filter_map(|it| it.guides.as_deref()).collect();
    assert_eq!(controls, guided);
    for node in standard.node.iter().filter(|it| it.guides.is_some()) {
        assert_eq!((node.modality, node.assessable, node.part.as_str()), (Some(Modality::Should), false, "annex_b"));
        assert_eq!(node.id.strip_prefix('B'), node.guides.as_deref().unwrap().strip_prefix('A'));
    }
}

/// Words that are common and are not of the standard.
const FOREIGN: [&str; 6] = [
    "risk register",
    "risk owner",
    "preventive action",
    "major nonconformity",
    "minor nonconformity",
    "acceptance criteria",
];

#[test]
fn words_that_are_not_of_the_standard_stay_out() {
    let shelf = shelf();
    let standard = serde_json::to_string(shelf.framework("ISO/IEC 42001").unwrap()).unwrap().to_lowercase();
    for word in FOREIGN {
        assert!(!standard.contains(word), "`{word}` is no term of the standard");
    }
}

#[test]
fn no_shipped_relation_claims_a_reviewer_and_the_act_is_never_met_by_the_standard() {
    for walk in shelf().crosswalks() {
        assert!(walk.map.iter().all(|it| it.reviewer.is_none()), "{}", walk.urn);
        let act = walk.target.contains("ai-act");
        assert!(walk.map.iter().all(|it| !act || !it.relation.passes_on()), "{}", walk.urn);
    }
}
