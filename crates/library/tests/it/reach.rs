//! What a proof reaches: downwards over confirmed relations, never through what merely intersects, the same whichever way a crosswalk is
//! written.

use std::collections::{BTreeMap, BTreeSet};

use library::{Crosswalk, Framework, Links, Map, Passing, Relation, Reviewed, Shelf, Step, gaps};
use proptest::prelude::*;

use crate::made::{crosswalk, framework, map, node, shelf};

fn flat(name: &str, nodes: usize) -> Framework {
    let mut of = framework(name);
    of.node = (0..nodes).map(|it| node(&it.to_string(), None)).collect();
    of
}

fn reached(shelf: &Shelf, from: &str) -> BTreeMap<String, Passing> {
    Links::of(shelf, &[]).reach(from).into_iter().map(|it| (it.reference, it.passing)).collect()
}

fn of(frameworks: &[&str], crosswalks: Vec<Crosswalk>) -> Shelf {
    Shelf::new(frameworks.iter().map(|it| flat(it, 4)).collect(), crosswalks)
}

#[test]
fn proofs_pass_on_downwards_alone() {
    let yes = Some("somebody");
    let shelf = of(
        &["a", "b", "c"],
        vec![
            crosswalk(
                "a",
                "b",
                vec![
                    map("0", "0", Relation::SupersetOf, yes),
                    map("1", "1", Relation::SubsetOf, yes),
                    map("2", "2", Relation::EqualTo, None),
                    map("3", "3", Relation::NoRelationship, yes),
                ],
            ),
            crosswalk(
                "b",
                "c",
                vec![
                    map("0", "0", Relation::EquivalentTo, yes),
                    map("0", "1", Relation::IntersectsWith, yes),
                    map("2", "2", Relation::SupersetOf, yes),
                ],
            ),
        ],
    );
    let expected = |all: &[(&str, Passing)]| all.iter().map(|it| (it.0.to_owned(), it.1)).collect::<BTreeMap<_, _>>();
    assert_eq!(
        reached(&shelf, "A:0"),
        expected(&[("B:0", Passing::Shows), ("C:0", Passing::Shows), ("C:1", Passing::Confirm)])
    );
    assert_eq!(reached(&shelf, "A:1"), expected(&[("B:1", Passing::Confirm)]));
    assert_eq!(reached(&shelf, "B:1"), expected(&[("A:1", Passing::Shows)]));
    assert_eq!(reached(&shelf, "A:2"), expected(&[("B:2", Passing::Proposed), ("C:2", Passing::Proposed)]));
    assert_eq!(reached(&shelf, "A:3"), expected(&[]));
    // Up to the wider and down again would widen what was shown.
    assert_eq!(
        reached(&shelf, "C:0"),
        expected(&[("B:0", Passing::Shows), ("A:0", Passing::Confirm), ("C:1", Passing::Confirm)])
    );
}

#[test]
fn gaps_are_told_in_both_directions() {
    let yes = Some("somebody");
    let walk = crosswalk(
        "a",
        "b",
        vec![
            map("0", "0", Relation::SupersetOf, yes),
            map("1", "1", Relation::EqualTo, None),
            map("2", "2", Relation::IntersectsWith, yes),
            map("3", "3", Relation::NoRelationship, yes),
        ],
    );
    let shelf = of(&["a", "b"], vec![walk.clone()]);
    let found = gaps(&shelf, &Links::of(&shelf, &[]), &walk).unwrap();
    let side =
        |it: &library::Side| [it.shown.join(","), it.proposed.join(","), it.partly.join(","), it.nothing.join(",")];
    assert_eq!(side(&found.source), ["", "1", "0,2", "3"]);
    assert_eq!(side(&found.target), ["0", "1", "2", "3"]);
}

#[test]
fn nothing_that_ships_passes_a_proof_on_by_itself() {
    let shelf = shelf();
    let links = Links::of(&shelf, &[]);
    for framework in shelf.frameworks() {
        for node in &framework.node {
            let shown = links.reach(&framework.reference(node));
            assert!(shown.iter().all(|it| it.passing != Passing::Shows), "{}", framework.reference(node));
        }
    }
}

#[test]
fn what_people_decide_goes_before_what_a_crosswalk_says() {
    let walk = crosswalk(
        "a",
        "b",
        vec![
            map("0", "0", Relation::EqualTo, None),
            map("1", "1", Relation::SupersetOf, Some("the file")),
            map("2", "2", Relation::IntersectsWith, None),
        ],
    );
    let shelf = of(&["a", "b"], vec![walk]);
    let decided = |from: &str, to: &str, relation: Relation, proposed: Option<Relation>| Reviewed {
        step: Step {
            from: from.to_owned(),
            to: to.to_owned(),
            relation,
            strength: 9,
            rationale: "looked at".to_owned(),
            reviewer: Some("Ada".to_owned()),
        },
        proposed,
    };
    let shows = |decided: &[Reviewed], from: &str| -> Vec<String> {
        let all = Links::of(&shelf, decided).reach(from).into_iter().filter(|it| it.passing == Passing::Shows);
        all.map(|it| it.reference).collect()
    };
    assert_eq!(shows(&[], "A:0"), Vec::<String>::new());
    let equal = Some(Relation::EqualTo);
    assert_eq!(shows(&[decided("A:0", "B:0", Relation::EqualTo, equal)], "A:0"), ["B:0"]);
    // Read from the other side it is the same decision.
    assert_eq!(shows(&[decided("B:0", "A:0", Relation::EqualTo, equal)], "B:0"), ["A:0"]);
    assert_eq!(shows(&[decided("B:0", "A:0", Relation::SubsetOf, equal)], "B:0"), Vec::<String>::new());
    assert_eq!(shows(&[decided("B:0", "A:0", Relation::SubsetOf, equal)], "A:0"), ["B:0"]);
    // The file says something else since: nobody decided about that.
    assert_eq!(
        shows(&[decided("A:0", "B:0", Relation::EqualTo, Some(Relation::SubsetOf))], "A:0"),
        Vec::<String>::new()
    );
    // Rejected is gone, though the file names a reviewer; the later decision counts.
    let rejected = decided("A:1", "B:1", Relation::NoRelationship, Some(Relation::SupersetOf));
    let kept = decided("A:1", "B:1", Relation::SupersetOf, Some(Relation::SupersetOf));
    assert_eq!(shows(&[], "A:1"), ["B:1"]);
    assert_eq!(shows(&[kept.clone(), rejected.clone()], "A:1"), Vec::<String>::new());
    assert_eq!(shows(&[rejected, kept], "A:1"), ["B:1"]);
    // What merely intersects passes nothing on, whoever confirms it; a relation that no crosswalk has is one of our own.
    assert_eq!(shows(&[decided("A:2", "B:2", Relation::IntersectsWith, None)], "A:2"), Vec::<String>::new());
    assert_eq!(shows(&[decided("A:3", "B:3", Relation::EqualTo, None)], "A:3"), ["B:3"]);
}

fn relation() -> impl Strategy<Value = Relation> {
    prop::sample::select(vec![
        Relation::EquivalentTo,
        Relation::EqualTo,
        Relation::SubsetOf,
        Relation::SupersetOf,
        Relation::IntersectsWith,
        Relation::NoRelationship,
    ])
}

fn maps() -> impl Strategy<Value = Vec<Map>> {
    let one = (0..4_u8, 0..4_u8, relation(), any::<bool>());
    prop::collection::btree_map(any::<(u8, u8)>().prop_map(|it| (it.0 % 4, it.1 % 4)), one, 0..8).prop_map(|all| {
        all.into_iter()
            .map(|((from, to), (_, _, relation, known))| {
                map(&from.to_string(), &to.to_string(), relation, known.then_some("x"))
            })
            .collect()
    })
}

/// Sets of atoms, one a node, drawn so that every relation holds; what a proof shows must be contained in it.
fn contained(shelf: &Shelf) -> BTreeMap<String, BTreeSet<String>> {
    // The least solution of: a node contains itself and whatever passes on from it, by repeating until nothing is new.
    let mut sets: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for framework in shelf.frameworks() {
        for node in &framework.node {
            let name = framework.reference(node);
            sets.insert(name.clone(), BTreeSet::from([name]));
        }
    }
    loop {
        let before = sets.clone();
        for walk in shelf.crosswalks() {
            let name = |urn: &str, id: &str| format!("{}:{id}", shelf.by_urn(urn).unwrap().prefix);
            for it in walk.map.iter().filter(|it| it.reviewer.is_some()) {
                let (from, to) = (name(&walk.source, &it.from), name(&walk.target, &it.to));
                let down = matches!(it.relation, Relation::EqualTo | Relation::EquivalentTo | Relation::SupersetOf);
                let up = matches!(it.relation, Relation::EqualTo | Relation::EquivalentTo | Relation::SubsetOf);
                if down {
                    let more = sets[&to].clone();
                    sets.get_mut(&from).unwrap().extend(more);
                }
                if up {
                    let more = sets[&from].clone();
                    sets.get_mut(&to).unwrap().extend(more);
                }
            }
        }
        if before == sets {
            return sets;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_shown_is_what_is_contained(ab in maps(), bc in maps(), ca in maps()) {
        let shelf = of(&["a", "b", "c"], vec![crosswalk("a", "b", ab), crosswalk("b", "c", bc), crosswalk("c", "a", ca)]);
        for (name, set) in contained(&shelf) {
            let shown: BTreeSet<String> = reached(&shelf, &name).into_iter().filter(|it| it.1 == Passing::Shows).map(|it| it.0).collect();
            let others: BTreeSet<String> = set.into_iter().filter(|it| *it != name).collect();
            prop_assert_eq!(shown, others, "from {}", name);
        }
    }

    #[test]
    fn a_turned_crosswalk_says_the_same(ab in maps(), bc in maps()) {
        let turned = |it: &Map| Map { from: it.to.clone(), to: it.from.clone(), relation: it.relation.turned(), ..it.clone() };
        let (ba, cb) = (ab.iter().map(turned).collect(), bc.iter().map(turned).collect());
        let one = of(&["a", "b", "c"], vec![crosswalk("a", "b", ab), crosswalk("b", "c", bc)]);
        let other = of(&["a", "b", "c"], vec![crosswalk("b", "a", ba), crosswalk("c", "b", cb)]);
        for name in ["A:0", "A:1", "B:0", "B:1", "C:0", "C:3"] {
            prop_assert_eq!(reached(&one, name), reached(&other, name));
        }
    }

    #[test]
    fn what_intersects_never_shows_anything(ab in maps(), at in 0..4_u8, to in 0..4_u8) {
        let shown = |shelf: &Shelf| -> Vec<String> {
            let links = Links::of(shelf, &[]);
            let all = (0..4).flat_map(|it| links.reach(&format!("A:{it}")).into_iter().map(move |of| (it, of)));
            all.filter(|it| it.1.passing == Passing::Shows).map(|it| format!("{} {}", it.0, it.1.reference)).collect()
        };
        let without: Vec<Map> = ab.into_iter().filter(|it| (it.from.as_str(), it.to.as_str()) != (&*at.to_string(), &*to.to_string())).collect();
        let mut with = without.clone();
        with.push(map(&at.to_string(), &to.to_string(), Relation::IntersectsWith, Some("x")));
        let (one, other) = (of(&["a", "b"], vec![crosswalk("a", "b", without)]), of(&["a", "b"], vec![crosswalk("a", "b", with)]));
        prop_assert_eq!(shown(&one), shown(&other));
    }

    #[test]
    fn taking_a_confirmation_away_never_shows_more(ab in maps(), bc in maps(), at in any::<prop::sample::Index>()) {
        let shown = |ab: &[Map]| -> BTreeSet<String> {
            let shelf = of(&["a", "b", "c"], vec![crosswalk("a", "b", ab.to_vec()), crosswalk("b", "c", bc.clone())]);
            (0..4).flat_map(|it| reached(&shelf, &format!("A:{it}")).into_iter().filter(|it| it.1 == Passing::Shows).map(move |of| format!("{it} {}", of.0)).collect::<Vec<_>>()).collect()
        };
        prop_assume!(!ab.is_empty());
        let mut less = ab.clone();
        let at = at.index(less.len());
        less[at].reviewer = None;
        prop_assert!(shown(&less).is_subset(&shown(&ab)));
    }
}
