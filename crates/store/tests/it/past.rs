//! The past: what a list said at a place it still says when asked as of that place, whatever happened since; only what
//! may no longer be seen now is not seen as it was then either.
//!
//! The answers of then come from SQL, those as of a place from the judgement in Rust: one is the oracle of the other.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use store::{Class, Condition, Direction, Facet, Key, Op, Query, RecordRow, Scalar, Visible};

use crate::bed::{Bed, derive, id, next, record};

#[test]
fn sqlite_answers_as_it_did() {
    check(32, Bed::sqlite);
}

#[test]
fn postgres_answers_as_it_did() {
    check(8, Bed::postgres);
}

/// One change: of which record, and what it becomes.
#[derive(Debug, Clone)]
struct Step {
    record: i64,
    row: RecordRow,
}

/// What the list, the count and the facets of a query said.
type Said = (Vec<String>, u64, Vec<Facet>, Vec<Facet>);

fn check(cases: u32, bed: fn() -> Bed) {
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let result = runner.run(&(vec(step(), 1..10), vec(query(), 10)), |(steps, queries)| {
        let bed = bed();
        bed.store.derive_with(derive);
        let mut said = Vec::new();
        for (place, step) in steps.iter().enumerate() {
            bed.pass(1_000);
            take(&bed, step);
            said.push(queries.iter().map(|query| whole(&bed, query)).collect::<Vec<_>>());
            assert_eq!(bed.read(|it| it.head()).size, place as u64 + 1);
        }
        for (place, then) in said.iter().enumerate() {
            for (query, then) in queries.iter().zip(then) {
                let asked = Query { as_of: Some(place as u64), ..query.clone() };
                let seen_now = whole(&bed, &Query { as_of: None, retired: true, ..Query::all(query.visible.clone()) });
                prop_assert_eq!(ask(&bed, &asked), still_seen(then, query, &seen_now), "as of {} {:?}", place, query);
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

fn take(bed: &Bed, step: &Step) {
    let number = if step.record % 2 == 0 { "RSK" } else { "THG" };
    let id = id(&format!("{number}-{}", step.record));
    let row = match bed.read(|it| it.record(&id)) {
        None => RecordRow { id: id.clone(), ..step.row.clone() },
        Some(held) => RecordRow {
            id: id.clone(),
            version: held.version + 1,
            created: held.created,
            ..next(&step.row, Value::Object(step.row.document.clone()))
        },
    };
    let kind = record(&id.to_string(), "", json!({})).kind;
    bed.put(&RecordRow { kind, ..row });
}

fn ask(bed: &Bed, query: &Query) -> Said {
    bed.read(|it| {
        let listed = it.list(query)?;
        assert_eq!(it.list_ids(query)?, listed.iter().map(|row| row.id.clone()).collect::<Vec<_>>());
        let shown = listed.iter().map(|row| format!("{}@{} {}", row.id, row.version, row.title)).collect();
        let levels = it.facet(query, &Key::Field("level".to_owned()), 3)?;
        Ok((shown, it.count(query)?, levels, it.facet(query, &Key::Owner, 9)?))
    })
}

/// Every record that a query finds, whatever its page, in its order.
fn whole(bed: &Bed, query: &Query) -> Vec<RecordRow> {
    bed.read(|it| it.list(&Query { offset: 0, limit: u32::MAX, ..query.clone() }))
}

/// What a query says of then about records that may be seen now too.
fn still_seen(then: &[RecordRow], query: &Query, now: &[RecordRow]) -> Said {
    let rows: Vec<&RecordRow> = then.iter().filter(|row| now.iter().any(|it| it.id == row.id)).collect();
    let page = rows.iter().skip(query.offset as usize).take(query.limit as usize);
    let shown = page.map(|row| format!("{}@{} {}", row.id, row.version, row.title)).collect();
    let levels = rows.iter().flat_map(|row| {
        let texts = derive(row).terms.into_iter().filter(|it| it.field == "level").map(|it| it.text);
        texts.collect::<std::collections::BTreeSet<_>>()
    });
    let owners = rows.iter().map(|row| row.owner.clone().unwrap_or_default());
    (shown, rows.len() as u64, counted(levels, 3), counted(owners, 9))
}

/// How often each value is there, the commonest first.
fn counted(values: impl Iterator<Item = String>, limit: usize) -> Vec<Facet> {
    let mut counts: std::collections::BTreeMap<String, u64> = Default::default();
    values.for_each(|it| *counts.entry(it).or_default() += 1);
    let mut facets: Vec<Facet> = counts.into_iter().map(|(value, count)| Facet { value, count }).collect();
    facets.sort_by_key(|it| std::cmp::Reverse(it.count));
    facets.truncate(limit);
    facets
}

fn step() -> impl Strategy<Value = Step> {
    let values = (1..6_i64, word(), -3..12_i32, vec(1..7_i64, 0..3), vec(word(), 0..3));
    let heads = (prop::option::of(1..3), prop::option::of(1..3), 0..2_usize, 0..5_usize, word());
    (values, heads).prop_map(|((number, level, score, links, tags), (unit, owner, access, state, title))| {
        let links: Vec<String> =
            links.iter().map(|it| format!("{}-{it:04}", if it % 2 == 0 { "RSK" } else { "THG" })).collect();
        let mut fields = json!({"links": links, "tags": tags, "score": score});
        if level != "none" {
            fields["level"] = Value::from(level);
        }
        let mut row = record("RSK-1", &title, fields);
        row.unit = unit.map(|it| format!("UNT-000{it}"));
        row.owner = owner.map(|it| format!("PER-000{it}"));
        row.access = ["internal", "secret"][access].to_owned();
        row.state = ["open", "closed", "draft", "open", "open"][state].to_owned();
        row.retired = state == 4;
        Step { record: number, row }
    })
}

/// Words that agree and differ in case, accents, beginnings and what LIKE takes for wildcards.
fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "none",
        "High",
        "high",
        "Hígh",
        "low",
        "a_b",
        "a%b",
        "axb",
        "two words",
        "10",
        "9",
        "Ä é",
    ])
    .prop_map(str::to_owned)
}

fn query() -> impl Strategy<Value = Query> {
    let sort = vec((key(), prop::sample::select(vec![Direction::Ascending, Direction::Descending])), 0..3);
    let page = (prop::sample::select(vec![1_u32, 3, 100]), 0..3_u64);
    let kind = prop::option::of(prop::sample::select(vec!["risk".to_owned(), "thing".to_owned()]));
    let text = prop::option::of(prop::sample::select(vec!["hi", "high", "hi lo", "w", "rsk", "ä", "", "b"]));
    (kind, vec(condition(), 0..3), text, visible(), sort, page, any::<bool>()).prop_map(
        |(kind, conditions, text, visible, sort, (limit, offset), retired)| Query {
            kind,
            conditions,
            text: text.map(str::to_owned),
            visible,
            sort,
            limit,
            offset,
            retired,
            as_of: None,
        },
    )
}

fn key() -> impl Strategy<Value = Key> {
    prop::sample::select(vec![
        Key::Number,
        Key::Title,
        Key::State,
        Key::Changed,
        Key::Created,
        Key::Kind,
        Key::Unit,
        Key::Owner,
        Key::Field("level".to_owned()),
        Key::Field("score".to_owned()),
        Key::Field("tags".to_owned()),
    ])
}

fn visible() -> impl Strategy<Value = Visible> {
    let class = (0..2_usize, prop::option::of(1..3), 0..2_usize).prop_map(|(kind, unit, access)| Class {
        kind: ["risk", "thing"][kind].to_owned(),
        unit: unit.map(|it| format!("UNT-000{it}")),
        access: ["internal", "secret"][access].to_owned(),
    });
    let person = prop::option::of(1..3).prop_map(|it| it.map(|it| format!("PER-000{it}")));
    let some = || {
        vec(((0..2_usize), 1..9_u32), 0..4).prop_map(|it| {
            let named = |(kind, number): (usize, u32)| id(&format!("{}-{number:04}", ["RSK", "THG"][kind]));
            it.into_iter().map(named).collect::<Vec<_>>()
        })
    };
    let people = (person, some(), some());
    let classes = (vec(class.clone(), 0..9), vec(class.clone(), 0..9), vec(class, 0..9), people).prop_map(
        |(allowed, published, mine, (person, also, except))| Visible::Classes {
            allowed,
            published,
            mine,
            also,
            person,
            except,
        },
    );
    prop_oneof![3 => Just(Visible::All), 6 => classes, 1 => Just(Visible::Nothing)]
}

fn condition() -> impl Strategy<Value = Condition> {
    let op = prop::sample::select(vec![
        Op::Eq,
        Op::Ne,
        Op::In,
        Op::Lt,
        Op::Le,
        Op::Gt,
        Op::Ge,
        Op::Contains,
        Op::Has,
        Op::Missing,
    ]);
    let scalar = prop_oneof![word().prop_map(Scalar::Text), (-3..12).prop_map(|it| Scalar::Number(f64::from(it)))];
    let name = prop::sample::select(vec!["level", "score", "tags", "links", "nothing"]);
    let some = |it: Option<i32>, prefix: &str| it.map(|it| format!("{prefix}-000{it}"));
    let other = (prop::option::of(Just("links".to_owned())), 0..7_i64).prop_map(|(field, it)| {
        (field, id(&format!("{}-{it:04}", if it % 2 == 0 { "RSK" } else { "THG" }).replace("0000", "0008")))
    });
    let leaf = prop_oneof![
        8 => (name, op, vec(scalar, 0..3))
            .prop_map(|(field, op, values)| Condition::Field { field: field.to_owned(), op, values }),
        1 => prop::sample::select(vec!["open", "closed", "draft", "lost"]).prop_map(|it| Condition::State(vec![it.to_owned()])),
        1 => (0..4_i64, 2..6_i64).prop_map(|(from, until)| Condition::Number(from, until)),
        1 => prop::option::of(1..3).prop_map(move |it| Condition::Owner(some(it, "PER"))),
        1 => vec(prop::option::of(1..3), 0..3)
            .prop_map(move |it| Condition::Unit(it.into_iter().map(|it| some(it, "UNT")).collect())),
        1 => Just(Condition::Access(vec!["secret".to_owned()])),
        1 => (0..9_i64, 4..14_i64).prop_map(|(from, until)| {
            let at = |it: i64| jiff::Timestamp::from_millisecond(1_800_000_000_000 + it * 1_000).unwrap();
            Condition::Changed(Some(at(from)), Some(at(until)))
        }),
        2 => other.clone().prop_map(|(field, target)| Condition::LinkedTo { field, target }),
        2 => other.prop_map(|(field, source)| Condition::LinkedFrom { field, source }),
        1 => vec(1..6_i64, 0..3).prop_map(|it| Condition::Ids(it.iter().map(|it| id(&format!("THG-{it}"))).collect())),
    ];
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Condition::Any),
            inner.prop_map(|it| Condition::Not(Box::new(it))),
        ]
    })
}
