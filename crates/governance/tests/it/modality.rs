//! What comes next and what may be cited, over a small framework of one's own and the one that ships.

use std::sync::Arc;

use governance::Configuration;
use governance::modality::cited::cited;
use governance::modality::guard::may_anchor;
use governance::modality::order::{Necessity, Place, Standing, order};
use library::{Found, Shelf};

fn shelf() -> Arc<governance::libraries::Libraries> {
    Configuration::load(None).unwrap().libraries
}

#[test]
fn references_are_found_in_texts_and_sentences_are_left_alone() {
    let libraries = shelf();
    let of = |text: &str| cited(libraries.shelf(), text);
    let standard = |ids: &[&str]| ids.iter().map(|it| format!("ISO/IEC 42001:{it}")).collect::<Vec<_>>();
    assert_eq!(of("ISO/IEC 42001:6.1.3"), standard(&["6.1.3"]));
    assert_eq!(of("ISO/IEC 42001:2023, 6.1.3"), standard(&["6.1.3"]));
    assert_eq!(of("ISO/IEC 42001 6.1.3 is not met"), standard(&["6.1.3"]));
    assert_eq!(of("clauses 6.1.3 and 8.3"), standard(&["6.1.3", "8.3"]));
    assert_eq!(of("control A.6.2.4 (see B.6.2.4)"), standard(&["A.6.2.4", "B.6.2.4"]));
    assert_eq!(of("A.6.2.4."), standard(&["A.6.2.4"]));
    assert_eq!(of("NIST AI RMF:GOVERN 1.2, A.2.2"), ["NIST AI RMF:GOVERN 1.2", "ISO/IEC 42001:A.2.2"]);
    assert_eq!(of("ISO/IEC 27001:A.5.1"), ["ISO/IEC 27001:A.5.1"]);
    for text in [
        "version 6.1 of the procedure",
        "weekly check of fifty answers",
        "rule 7 of the grant DST-1",
        "",
        "page 4.2 of the manual",
    ] {
        assert_eq!(of(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn what_cannot_be_breached_is_refused_with_what_can() {
    let libraries = shelf();
    let asked = |reference: &str, necessary: Necessity| {
        may_anchor(libraries.shelf(), reference, &|_| necessary.clone())
            .err()
            .map(|it| it.to_string())
            .unwrap_or_default()
    };
    let yes = || Necessity::Necessary;
    for fine in ["ISO/IEC 42001:6.1.3", "ISO/IEC 42001:A.6.2.4", "NIST AI RMF:GOVERN 1.1", "ISO/IEC 27001:A.5.1"] {
        assert_eq!(asked(fine, yes()), "");
    }
    for (reference, says) in [
        ("ISO/IEC 42001:B.6.2.4", "is guidance, not a requirement; cite ISO/IEC 42001:A.6.2.4"),
        ("ISO/IEC 42001:C.2.5", "cite ISO/IEC 42001:6.1.3"),
        ("ISO/IEC 42001:D.1", "is information"),
        ("ISO/IEC 42001:9.3", "cite ISO/IEC 42001:9.3.1 or ISO/IEC 42001:9.3.2 or ISO/IEC 42001:9.3.3"),
        ("ISO/IEC 42001:B.4", "is guidance"),
        ("ISO/IEC 42001:A.6.1.4", "is known to no library"),
        ("NIST AI 600-1:Risk 2", "is information"),
        ("Nowhere:1", "is known to no library"),
    ] {
        assert!(asked(reference, yes()).contains(says), "{reference}: {}", asked(reference, yes()));
    }
    let out = asked("ISO/IEC 42001:A.6.2.4", Necessity::NotNecessary { justified: true });
    assert!(out.contains("not necessary") && out.contains("cite ISO/IEC 42001:6.1.3"), "{out}");
}

#[test]
fn mandatory_and_unmet_comes_first_and_a_control_that_is_left_out_below_every_unmet_clause() {
    let libraries = shelf();
    let shelf: &Shelf = libraries.shelf();
    let standard = shelf.framework("ISO/IEC 42001").unwrap();
    let met = |it: &Found| match it.node.id.as_str() {
        "4.1" => Standing::Met,
        "4.2" => Standing::NotAssessable("no check".to_owned()),
        _ => Standing::Unmet("missing".to_owned()),
    };
    let without = order(standard, &met, &|_| Necessity::Undecided);
    let at = |of: &[governance::modality::order::Item], id: &str| of.iter().position(|it| it.id == id);
    assert_eq!(at(&without, "4.1"), None);
    assert!(at(&without, "4.2") > at(&without, "10.2") && at(&without, "4.2") > at(&without, "A.10.4"));
    assert!(at(&without, "6.1.4") < at(&without, "6.1.2") && at(&without, "8.4") < at(&without, "8.2"));
    assert!(without.iter().all(|it| !it.id.starts_with('B') && !it.id.starts_with('C')));
    let control = &without[at(&without, "A.6.2.4").unwrap()];
    assert_eq!((control.guidance.join(""), control.after.contains(&"6.1.3".to_owned())), ("B.6.2.4".to_owned(), true));

    let dropped = |justified| {
        move |it: &Found| {
            if it.node.id == "A.4.5" { Necessity::NotNecessary { justified } } else { Necessity::Undecided }
        }
    };
    let with = order(standard, &met, &dropped(false));
    let place = at(&with, "A.4.5").unwrap();
    assert_eq!(with[place].place, Place::Unjustified);
    assert!(with[place].why.contains("write why"), "{}", with[place].why);
    let clauses = with.iter().enumerate().filter(|it| !it.1.id.starts_with('A'));
    assert!(
        clauses.clone().count() > 30 && clauses.clone().all(|it| it.0 < place),
        "it stands below every unmet clause"
    );
    assert_eq!(at(&order(standard, &met, &dropped(true)), "A.4.5"), None);

    let rmf = order(shelf.framework("NIST AI RMF").unwrap(), &met, &|_| Necessity::Undecided);
    assert!(rmf.len() == 72 && rmf.iter().all(|it| it.place == Place::Recommended));
}
