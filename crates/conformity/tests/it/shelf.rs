//! Small frameworks, and a ground on which random changes happen.

use std::collections::BTreeSet;

use conformity::ground::{Control, Exclusion, Form, Ground, Judgement, Proof, Rules, Stage, System, Verdict};
use conformity::{Change, Plan};
use jiff::ToSpan;
use jiff::civil::Date;
use library::{Crosswalk, Framework, Links, Shelf};
use proptest::prelude::*;
use std::sync::Arc;

/// The day of every test.
pub const TODAY: Date = Date::constant(2026, 6, 30);

/// A framework with so many controls, and a node that asks of AI systems.
fn framework(prefix: &str, nodes: &[(&str, &str)]) -> Framework {
    let head = format!(
        "schema = \"aims.library/v1\"\nurn = \"urn:{prefix}\"\nprefix = \"{prefix}\"\ntitle = \"t\"\npublisher = \"p\"\nversion = \"1\"\n\
         jurisdictions = [\"INT\"]\nedition = {{ name = \"2026\", published = \"2026\", status = \"current\" }}\n\
         rights = {{ text = \"own-words\", licence = \"Apache-2.0\", source_licence = \"none\", notice = \"n\", redistributable = true }}\n\
         provenance = {{ authors = [], sources = [] }}\npart = [{{ name = \"clause\", label = \"c\", normative = true, binding = true }}]\n"
    );
    let node = |(id, more): &(&str, &str)| {
        format!(
            "[[node]]\nid = \"{id}\"\npart = \"clause\"\nlevel = \"control\"\ntitle = \"{id}\"\nintent = \"i\"\nmodality = \"shall\"\n\
             assessable = true\n{more}\n"
        )
    };
    let text = head + &nodes.iter().map(node).collect::<String>();
    toml::from_str(&text).unwrap_or_else(|it| panic!("{it}\n{text}"))
}

/// Relations from the first to the second framework.
pub fn crosswalk(maps: &[(&str, &str, &str, bool)]) -> Crosswalk {
    let head = "schema = \"aims.library/v1\"\nurn = \"urn:walk\"\ntitle = \"t\"\nsource = \"urn:ONE\"\ntarget = \"urn:TWO\"\nversion = \"1\"\n\
         rights = { text = \"own-words\", licence = \"Apache-2.0\", source_licence = \"none\", notice = \"n\", redistributable = true }\n\
         provenance = { authors = [], sources = [] }\n";
    let map = |it: &(&str, &str, &str, bool)| {
        let reviewer = if it.3 { "reviewer = \"PER-0001\"\n" } else { "" };
        format!(
            "[[map]]\nfrom = \"{}\"\nto = \"{}\"\nrelation = \"{}\"\nstrength = 5\nrationale = \"r\"\n{reviewer}",
            it.0, it.1, it.2
        )
    };
    let none = if maps.is_empty() { "map = []\n" } else { "" };
    let text = if maps.is_empty() {
        format!("{none}{head}")
    } else {
        head.to_owned() + &maps.iter().map(map).collect::<String>()
    };
    toml::from_str(&text).unwrap_or_else(|it| panic!("{it}\n{text}"))
}

const RECORD: &str =
    "evidence = [{ id = \"r\", what = \"a record\", form = \"record\", mandatory = true, freshness = \"P6M\" }]";
const DOCUMENT: &str = "evidence = [{ id = \"d\", what = \"a document\", form = \"document\", mandatory = true }]";
const SYSTEM: &str = "applies = { about = \"system\" }";
const PROVIDER: &str = "applies = { roles = [\"provider\"] }";

/// Two frameworks and what relates them.
pub fn shelf(maps: &[(&str, &str, &str, bool)]) -> Shelf {
    let one = framework("ONE", &[("1", ""), ("2", RECORD), ("3", DOCUMENT), ("4", SYSTEM), ("5", PROVIDER)]);
    let two = framework("TWO", &[("1", ""), ("2", ""), ("3", RECORD), ("4", SYSTEM)]);
    Shelf::new(vec![one, two], vec![crosswalk(maps)])
}

/// The maps with which most tests run.
pub const MAPS: &[(&str, &str, &str, bool)] = &[
    ("1", "1", "equal-to", true),
    ("2", "2", "superset-of", true),
    ("3", "3", "subset-of", true),
    ("4", "4", "equivalent-to", false),
    ("5", "2", "intersects-with", true),
];

/// The plan of these frameworks on the day.
pub fn plan(maps: &[(&str, &str, &str, bool)]) -> Arc<Plan> {
    let shelf = shelf(maps);
    Plan::of(&shelf, &Links::of(&shelf, &[]), &Rules::default(), TODAY)
}

/// A record about the whole organisation that serves a node, between days before today.
pub fn record(reference: &str, from: i64, until: i64) -> Proof {
    let day = |ago: i64| TODAY.checked_sub(ago.days()).unwrap();
    Proof {
        kind: "evidence".to_owned(),
        meets: BTreeSet::from([reference.to_owned()]),
        controls: BTreeSet::new(),
        systems: BTreeSet::new(),
        beyond: false,
        form: Form::Record,
        from: day(from),
        until: day(until),
        expires: None,
        refused: None,
        denies: false,
        owner: None,
    }
}

fn names(prefix: &'static str, most: usize) -> impl Strategy<Value = String> {
    (0..most).prop_map(move |it| format!("{prefix}-{it}"))
}

fn some(prefix: &'static str, most: usize) -> impl Strategy<Value = BTreeSet<String>> {
    prop::collection::btree_set(names(prefix, most), 0..3)
}

fn references() -> impl Strategy<Value = BTreeSet<String>> {
    let one =
        prop_oneof![(1..6usize).prop_map(|it| format!("ONE:{it}")), (1..5usize).prop_map(|it| format!("TWO:{it}")),];
    prop::collection::btree_set(one, 0..3)
}

fn day() -> impl Strategy<Value = Date> {
    (0..900i64).prop_map(|it| TODAY.checked_sub(it.days()).unwrap())
}

pub fn control() -> impl Strategy<Value = Control> {
    let stage = prop_oneof![Just(Stage::None), Just(Stage::Designed), Just(Stage::Operating)];
    (references(), some("SYS", 4), stage, prop::option::of(day())).prop_map(|(meets, systems, stage, since)| Control {
        meets,
        systems,
        beyond: false,
        stage,
        state: "state".to_owned(),
        since,
        owner: None,
    })
}

pub fn proof() -> impl Strategy<Value = Proof> {
    let form = prop_oneof![Just(Form::Document), Just(Form::Record), Just(Form::Record)];
    let refused = prop::option::weighted(0.2, Just("nobody accepted it".to_owned()));
    let expires = prop::option::of((0..800i64).prop_map(|it| TODAY.checked_add((it - 400).days()).unwrap()));
    (references(), some("CTL", 4), some("SYS", 4), form, day(), 0..200i64, expires, refused).prop_map(
        |(meets, controls, systems, form, from, long, expires, refused)| Proof {
            kind: "evidence".to_owned(),
            meets,
            controls,
            systems,
            beyond: false,
            form,
            from,
            until: from.checked_add(long.days()).unwrap().min(TODAY),
            expires,
            refused,
            denies: false,
            owner: None,
        },
    )
}

fn system() -> impl Strategy<Value = System> {
    let parts =
        prop::collection::btree_set(prop_oneof![Just("provider".to_owned()), Just("deployer".to_owned())], 0..2);
    (parts, prop::option::weighted(0.3, day())).prop_map(|(parts, since)| System { parts, since, ..System::default() })
}

fn reference() -> impl Strategy<Value = String> {
    prop_oneof![(1..6usize).prop_map(|it| format!("ONE:{it}")), (1..5usize).prop_map(|it| format!("TWO:{it}"))]
}

fn judgements() -> impl Strategy<Value = (String, Vec<Judgement>)> {
    let verdict = prop_oneof![Just(Verdict::Yes), Just(Verdict::Missing), Just(Verdict::No), Just(Verdict::Unknown)];
    let one = (prop::option::of(names("SYS", 4)), verdict);
    (reference(), prop::collection::vec(one, 0..3)).prop_map(|(reference, all)| {
        let of = |(system, verdict)| Judgement {
            reference: reference.clone(),
            system,
            verdict,
            says: "says".to_owned(),
            records: Vec::new(),
        };
        let judged = all.into_iter().map(of).collect();
        (reference, judged)
    })
}

fn excluded() -> impl Strategy<Value = Change> {
    let exclusion = || Exclusion { by: "SOA-1".to_owned(), why: "not needed".to_owned() };
    (reference(), prop::option::of(prop::option::of(names("SYS", 4)))).prop_map(move |(reference, of)| {
        Change::Excluded(reference, of.map(|it| (it, exclusion())).into_iter().collect())
    })
}

/// Anything that can change.
pub fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        2 => (names("CTL", 4), prop::option::weighted(0.8, control())).prop_map(|it| Change::Control(it.0, it.1)),
        5 => (names("EVD", 8), prop::option::weighted(0.8, proof())).prop_map(|it| Change::Proof(it.0, it.1)),
        2 => (names("SYS", 4), prop::option::weighted(0.9, system())).prop_map(|it| Change::System(it.0, it.1)),
        1 => judgements().prop_map(|it| Change::Judgements(it.0, it.1)),
        1 => excluded(),
    ]
}

/// What is there after these changes.
pub fn ground(changes: &[Change]) -> Ground {
    let mut ground = Ground { today: TODAY, ..Ground::default() };
    for change in changes {
        match change.clone() {
            Change::Control(name, Some(it)) => _ = ground.controls.insert(name, it),
            Change::Control(name, None) => _ = ground.controls.remove(&name),
            Change::Proof(name, Some(it)) => _ = ground.proofs.insert(name, it),
            Change::Proof(name, None) => _ = ground.proofs.remove(&name),
            Change::System(name, Some(it)) => _ = ground.systems.insert(name, it),
            Change::System(name, None) => _ = ground.systems.remove(&name),
            Change::Judgements(name, it) => _ = ground.judgements.insert(name, it),
            Change::Excluded(name, it) => _ = ground.excluded.insert(name, it),
        }
    }
    ground
}
