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

/// Techniques of MITRE ATLAS 4.5.2 that are listed, by the last two digits.
const TECHNIQUES: [u32; 16] = [10, 15, 18, 20, 24, 29, 31, 34, 43, 46, 48, 51, 53, 54, 56, 57];

/// Catalogues of hazards with the identifiers of their sources, as their tables of contents list them.
fn hazards() -> [(&'static str, Vec<String>); 5] {
    let numbered = |name: &str, most: u32| (1..=most).map(|it| format!("{name}{it:02}")).collect();
    let of_domain = |(domain, most): (u32, u32)| (1..=most).map(move |it| format!("{domain}.{it}"));
    let domains = [(1, 3), (2, 2), (3, 2), (4, 3), (5, 2), (6, 6), (7, 6)];
    [
        ("OWASP LLM Top 10", numbered("LLM", 10)),
        ("OWASP Agentic Top 10", numbered("ASI", 10)),
        ("MIT AI Risk Repository", domains.into_iter().flat_map(of_domain).collect()),
        ("NIST AI 600-1", (1..=12).map(|it| format!("Risk {it}")).collect()),
        ("MITRE ATLAS", TECHNIQUES.map(|it| format!("AML.T00{it}")).into()),
    ]
}

#[test]
fn catalogues_of_hazards_hold_every_identifier_of_their_source_once() {
    let shelf = shelf();
    for (prefix, ids) in hazards() {
        let risks = shelf.framework(prefix).unwrap().node.iter().filter(|it| it.level == "risk");
        assert_eq!(risks.map(|it| it.id.clone()).collect::<Vec<_>>(), ids, "{prefix}");
    }
    assert_eq!(hazards()[2].1.len(), 24, "the repository counts 24 subdomains");
}

#[test]
fn hazards_bind_nobody_say_what_they_are_in_own_words_and_under_which_licence_their_source_stands() {
    let shelf = shelf();
    for (prefix, _) in hazards() {
        let of = shelf.framework(prefix).unwrap();
        assert!(of.part.iter().all(|it| !it.binding && !it.normative), "{prefix}");
        assert!(of.assessable().next().is_none(), "{prefix}");
        assert_eq!((of.rights.text.as_str(), of.rights.licence.as_str()), ("own-words", "Apache-2.0"), "{prefix}");
        assert!(!of.rights.source_licence.is_empty() && !of.provenance.sources.is_empty(), "{prefix}");
        for node in of.node.iter().filter(|it| it.level == "risk") {
            let reference = format!("{prefix}:{}", node.id);
            assert_eq!(shelf.find(&reference).map(|it| it.node.id.as_str()), Some(node.id.as_str()), "{reference}");
            assert!(node.modality == Some(Modality::Note) && node.evidence.is_empty(), "{prefix}:{}", node.id);
            assert!(
                node.intent.len() > 40 && node.intent.ends_with('.') && node.intent != node.title,
                "{prefix}:{}",
                node.id
            );
        }
    }
}
