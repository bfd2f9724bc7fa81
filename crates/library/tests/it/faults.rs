//! A sound library has no fault, and any single mistake of the list is found, at its place.

use std::collections::BTreeSet;

use library::{Crosswalk, FAULTS, Framework, Modality, Relation, Shelf, Standing};
use proptest::prelude::*;

use crate::made::{crosswalk, framework, map, node, period, proof, sound};

type Libraries = (Vec<Framework>, Vec<Crosswalk>);

/// A mistake: what it is, the sort of fault and the place that must be told.
struct Mistake {
    sort: &'static str,
    at: &'static str,
    make: fn(&mut Libraries),
}

const fn mistake(sort: &'static str, at: &'static str, make: fn(&mut Libraries)) -> Mistake {
    Mistake { sort, at, make }
}

/// Every mistake that a file can hold beside its form.
const MISTAKES: &[Mistake] = &[
    mistake("schema", "", |it| it.0[0].schema = "aims.library/v0".to_owned()),
    mistake("schema", "", |it| it.1[0].schema = String::new()),
    mistake("twice", "", |it| it.0[1].urn = it.0[0].urn.clone()),
    mistake("twice", "", |it| it.1[0].urn = it.0[0].urn.clone()),
    mistake("twice", "", |it| it.0[1].prefix = it.0[0].prefix.clone()),
    mistake("twice", "1.2", |it| {
        let again = it.0[0].node[2].clone();
        it.0[0].node.push(again);
    }),
    mistake("twice", "", |it| {
        let again = it.0[0].part[0].clone();
        it.0[0].part.push(again);
    }),
    mistake("dangling", "1.2", |it| it.0[0].node[2].parent = Some("9".to_owned())),
    mistake("dangling", "G.1.1", |it| it.0[0].node[3].guides = Some("9".to_owned())),
    mistake("dangling", "1.2", |it| it.0[0].node[2].needs.push("9".to_owned())),
    mistake("dangling", "", |it| it.0[0].part[1].instead = Some("9".to_owned())),
    mistake("dangling", "", |it| it.0[0].edition.supersedes = Some("urn:test:nowhere".to_owned())),
    mistake("dangling", "", |it| it.1[0].source = "urn:test:nowhere".to_owned()),
    mistake("dangling", "9 > 1.1", |it| it.1[0].map[0].from = "9".to_owned()),
    mistake("dangling", "1.1 > 9", |it| it.1[0].map[0].to = "9".to_owned()),
    mistake("circular", "1", |it| it.0[0].node[0].parent = Some("1.2".to_owned())),
    mistake("circular", "1.1", |it| it.0[0].node[1].needs.push("1.2".to_owned())),
    mistake("circular", "1.1", |it| it.0[0].node[1].needs.push("1.1".to_owned())),
    mistake("part", "1.2", |it| it.0[0].node[2].part = "annex".to_owned()),
    mistake("modality", "1", |it| it.0[0].node[0].modality = Some(Modality::Shall)),
    mistake("modality", "1.1", |it| it.0[0].node[1].level = "group".to_owned()),
    mistake("modality", "1.1", |it| it.0[0].node[1].modality = None),
    mistake("modality", "1.1", |it| it.0[0].node[1].intent = " ".to_owned()),
    mistake("modality", "1.1", |it| it.0[0].node[1].modality = Some(Modality::Note)),
    mistake("guidance", "G.1.1", |it| it.0[0].node[3].assessable = true),
    mistake("guidance", "1.1", |it| it.0[0].part[0].binding = false),
    mistake("itself", "G.1.1", |it| it.0[0].node[3].guides = Some("G.1.1".to_owned())),
    mistake("itself", "", |it| it.0[0].edition.supersedes = Some(it.0[0].urn.clone())),
    mistake("period", "1.1", |it| it.0[0].node[1].period[0].until = Some("2024-01-01".parse().unwrap())),
    mistake("period", "1.1", |it| it.0[0].node[1].period[0].until = it.0[0].node[1].period[0].from),
    mistake("period", "1.1", |it| it.0[0].node[1].period[0].until = Some("2026-01-02".parse().unwrap())),
    mistake("period", "1.1", |it| it.0[0].node[1].period[1].from = None),
    mistake("period", "1.1", |it| it.0[0].node[1].period[0].source = String::new()),
    mistake("period", "1.1", |it| {
        it.0[0].node[1].period[0].known_from = Some("2025-01-02".parse().unwrap());
        it.0[0].node[1].period[0].known_until = Some("2025-01-01".parse().unwrap());
    }),
    mistake("evidence", "1.1", |it| it.0[0].node[1].evidence.push(proof("a"))),
    mistake("evidence", "1.1", |it| it.0[0].node[1].evidence[0].freshness = Some("a year".to_owned())),
    mistake("evidence", "1.1", |it| it.0[0].node[1].evidence[0].freshness = Some("-P1Y".to_owned())),
    mistake("words", "1.1", |it| it.0[0].node[1].evidence[0].what = String::new()),
    mistake("words", "1.1", |it| it.0[0].node[1].title = String::new()),
    mistake("words", "", |it| it.0[0].prefix = " ".to_owned()),
    mistake("words", "1.1 > 1.1", |it| it.1[0].map[0].rationale = String::new()),
    mistake("words", "1.1 > 1.1", |it| it.1[0].map[0].reviewer = Some(" ".to_owned())),
    mistake("strength", "1.1 > 1.1", |it| it.1[0].map[0].strength = 0),
    mistake("strength", "1.1 > 1.1", |it| it.1[0].map[0].strength = 11),
    mistake("itself", "1.1 > 1.1", |it| it.1[0].target = it.1[0].source.clone()),
    mistake("twice", "1.1 > 1.1", |it| {
        let again = it.1[0].map[0].clone();
        it.1[0].map.push(again);
    }),
    mistake("contradiction", "1.1 > 1.1", |it| it.1[0].map.push(map("1.1", "1.1", Relation::NoRelationship, None))),
    mistake("contradiction", "1.1 > 1.1", |it| {
        it.1.push(crosswalk("b", "a", vec![map("1.1", "1.1", Relation::SubsetOf, None)]));
    }),
];

fn faults(of: Libraries) -> Vec<library::Fault> {
    Shelf::new(of.0, of.1).faults()
}

#[test]
fn a_sound_library_has_no_fault() {
    assert_eq!(faults(sound()), Vec::new());
    // A second crosswalk that says the same in the other direction is no contradiction.
    let (frameworks, mut crosswalks) = sound();
    crosswalks.push(crosswalk("b", "a", vec![map("1.1", "1.1", Relation::EqualTo, None)]));
    assert_eq!(faults((frameworks, crosswalks)), Vec::new());
}

#[test]
fn every_mistake_is_found_where_it_was_made() {
    for (at, it) in MISTAKES.iter().enumerate() {
        let mut of = sound();
        (it.make)(&mut of);
        let found = faults(of);
        let told = found.iter().any(|of| of.sort == it.sort && of.at == it.at);
        assert!(told, "mistake {at}: no fault `{}` at `{}` in {found:#?}", it.sort, it.at);
    }
}

#[test]
fn every_sort_of_fault_is_tried() {
    let tried: BTreeSet<&str> = MISTAKES.iter().map(|it| it.sort).collect();
    assert_eq!(tried, FAULTS.iter().copied().collect());
}

#[test]
fn what_is_proposed_may_stand_beside_what_is_in_force_and_other_readings_beside_each_other() {
    let mut of = framework("a");
    let mut adopted = period("2025-06-01", None);
    adopted.standing = Standing::Adopted;
    let mut reading = period("2025-06-01", None);
    reading.reading = Some("strict".to_owned());
    let mut audience = period("2025-06-01", None);
    audience.concerns = Some("authorities".to_owned());
    of.node[1].period.extend([adopted, reading, audience]);
    assert_eq!(of.faults(), Vec::new());
}

#[test]
fn a_circle_is_told_with_its_way() {
    let mut of = framework("a");
    let three: Vec<_> = [("x", "y"), ("y", "z"), ("z", "x")]
        .iter()
        .map(|(id, needs)| {
            let mut it = node(id, None);
            it.needs = vec![(*needs).to_owned()];
            it
        })
        .collect();
    of.node.extend(three);
    let told: Vec<String> = of.faults().iter().map(ToString::to_string).collect();
    assert_eq!(told, ["`x`: needs lead in a circle: `x` → `y` → `z` → `x`; take one away"]);
}

proptest! {
    /// One mistake or another on top of it: the first is found all the same, unless the second takes its place away.
    #[test]
    fn any_single_mistake_of_the_list_is_found(at in 0..MISTAKES.len(), framework in 0..2_usize) {
        let mut of = sound();
        if framework == 1 {
            of.0.reverse();
            of.1[0] = crosswalk("b", "a", of.1[0].map.clone());
        }
        (MISTAKES[at].make)(&mut of);
        let found = faults(of);
        prop_assert!(found.iter().any(|it| it.sort == MISTAKES[at].sort), "{found:#?}");
    }
}
