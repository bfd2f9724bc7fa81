//! Lists, counts and facets of now.

use serde_json::json;
use store::{Class, Condition, Direction, Facet, Key, Op, Query, Scalar, Visible};

use crate::bed::{Bed, id, ids, record};

both!(conditions_select, sorts_and_pages, counts_facets, classes_are_remembered, many_classes_make_a_short_condition);

fn fill(bed: &Bed) {
    for (n, level, score) in [(1, "high", 9.5), (2, "low", 1.0), (3, "high", 10.0), (4, "Medium", -2.5)] {
        let mut row = record(&format!("RSK-{n}"), &format!("Risk {}", 9 - n), json!({"level": level, "score": score}));
        row.owner = (n > 2).then(|| "PER-0001".to_owned());
        row.unit = (n == 1).then(|| "UNT-0001".to_owned());
        row.state = if n == 2 { "closed" } else { "open" }.to_owned();
        bed.put(&row);
    }
    bed.put(&record("RSK-5", "Risk without values", json!({"tags": ["a", "b_c"], "links": ["RSK-0001"]})));
}

fn field(name: &str, op: Op, values: &[Scalar]) -> Condition {
    Condition::Field { field: name.to_owned(), op, values: values.to_vec() }
}

fn numbers(bed: &Bed, condition: Condition) -> Vec<i64> {
    for kind in [Some("risk".to_owned()), None] {
        let mut query = Query { kind, ..Query::all(Visible::All) };
        query.conditions.push(condition.clone());
        let found: Vec<i64> = bed.read(|it| it.list(&query)).iter().map(|it| it.id.number).collect();
        assert_eq!(bed.read(|it| it.count(&query)), found.len() as u64);
        if query.kind.is_none() {
            return found;
        }
    }
    unreachable!()
}

fn conditions_select(bed: Bed) {
    fill(&bed);
    let n = Scalar::Number;
    let cases: Vec<(Condition, &[i64])> = vec![
        (field("level", Op::Eq, &["HIGH".into()]), &[1, 3]),
        (field("level", Op::In, &["low".into(), "medium".into()]), &[2, 4]),
        (field("level", Op::Ne, &["high".into()]), &[2, 4, 5]),
        (field("level", Op::Eq, &[]), &[]),
        (field("level", Op::Ne, &[]), &[1, 2, 3, 4, 5]),
        (field("level", Op::Contains, &["ED".into()]), &[4]),
        (field("tags", Op::Contains, &["_".into()]), &[5]),
        (field("tags", Op::Contains, &["%".into()]), &[]),
        (field("tags", Op::Eq, &["b_c".into()]), &[5]),
        (field("score", Op::Gt, &[n(9.5)]), &[3]),
        (field("score", Op::Ge, &[n(9.5)]), &[1, 3]),
        (field("score", Op::Lt, &[n(0.0)]), &[4]),
        (field("score", Op::Le, &[n(1.0)]), &[2, 4]),
        (field("score", Op::Has, &[]), &[1, 2, 3, 4]),
        (field("score", Op::Missing, &[]), &[5]),
        (Condition::State(vec!["closed".to_owned()]), &[2]),
        (Condition::State(vec![]), &[]),
        (Condition::Number(2, 3), &[2, 3]),
        (Condition::Owner(Some("PER-0001".to_owned())), &[3, 4]),
        (Condition::Owner(None), &[1, 2, 5]),
        (Condition::Unit(vec![Some("UNT-0001".to_owned())]), &[1]),
        (Condition::Unit(vec![None]), &[2, 3, 4, 5]),
        (Condition::Not(Box::new(Condition::Unit(vec![]))), &[1, 2, 3, 4, 5]),
        (Condition::Ids(vec![id("RSK-0004"), id("RSK-0077")]), &[4]),
        (Condition::LinkedTo { field: None, target: id("RSK-0001") }, &[5]),
        (Condition::LinkedTo { field: Some("other".to_owned()), target: id("RSK-0001") }, &[]),
        (Condition::LinkedFrom { field: Some("links".to_owned()), source: id("RSK-0005") }, &[1]),
        (Condition::Changed(Some(bed.now()), None), &[1, 2, 3, 4, 5]),
        (Condition::Changed(None, Some(bed.now())), &[]),
        (Condition::Any(vec![Condition::Number(1, 1), field("tags", Op::Has, &[])]), &[1, 5]),
        (Condition::Any(vec![]), &[]),
    ];
    for (condition, expected) in cases {
        assert_eq!(numbers(&bed, condition.clone()), expected, "{condition:?}");
    }
}

fn sorts_and_pages(bed: Bed) {
    fill(&bed);
    let listed = |key: Key, direction: Direction| {
        let mut query = Query::of("risk", Visible::All);
        query.sort = vec![(key, direction)];
        let all: Vec<i64> = bed.read(|it| it.list(&query)).iter().map(|it| it.id.number).collect();
        query.offset = 1;
        query.limit = 3;
        let page: Vec<i64> = bed.read(|it| it.list(&query)).iter().map(|it| it.id.number).collect();
        assert_eq!(page, all[1..4]);
        query.conditions = vec![Condition::State(vec!["open".to_owned()])];
        for offset in [0, 1, 9] {
            query.offset = offset;
            let (rows, total) = bed.read(|it| it.page(&query));
            assert_eq!((rows, total), (bed.read(|it| it.list(&query)), 4), "{query:?}");
        }
        all
    };
    assert_eq!(listed(Key::Number, Direction::Descending), [5, 4, 3, 2, 1]);
    assert_eq!(listed(Key::Title, Direction::Ascending), [4, 3, 2, 1, 5]);
    assert_eq!(listed(Key::Field("score".to_owned()), Direction::Ascending), [4, 2, 1, 3, 5]);
    assert_eq!(listed(Key::Field("score".to_owned()), Direction::Descending), [3, 1, 2, 4, 5]);
    assert_eq!(listed(Key::Field("level".to_owned()), Direction::Ascending), [1, 3, 2, 4, 5]);
    assert_eq!(listed(Key::State, Direction::Ascending), [2, 1, 3, 4, 5]);
    assert_eq!(listed(Key::Owner, Direction::Descending), [3, 4, 1, 2, 5]);
}

fn counts_facets(bed: Bed) {
    fill(&bed);
    let query = Query::of("risk", Visible::All);
    let facet = |value: &str, count| Facet { value: value.to_owned(), count };
    let levels = bed.read(|it| it.facet(&query, &Key::Field("level".to_owned()), 10));
    assert_eq!(levels, [facet("high", 2), facet("low", 1), facet("medium", 1)]);
    assert_eq!(bed.read(|it| it.facet(&query, &Key::State, 1)), [facet("open", 4)]);
    assert_eq!(bed.read(|it| it.facet(&query, &Key::Owner, 9)), [facet("", 3), facet("PER-0001", 2)]);
    assert!(bed.store.read(|it| it.facet(&query, &Key::Title, 9)).is_err());
}

fn classes_are_remembered(bed: Bed) {
    let mut row = record("RSK-0001", "One", json!({}));
    row.unit = Some("UNT-0001".to_owned());
    let row = bed.put(&row);
    let mut moved = crate::bed::next(&row, json!({}));
    moved.unit = None;
    let moved = bed.put(&moved);
    assert_eq!(bed.read(|it| it.classes()), [moved.class(), row.class()]);
}

fn many_classes_make_a_short_condition(bed: Bed) {
    let mut allowed = Vec::new();
    bed.write(|tx| {
        for n in 1..=60 {
            for (prefix, access) in [("RSK", "internal"), ("THG", "secret")] {
                let mut row = record(&format!("{prefix}-{n}"), "x", json!({}));
                row.unit = Some(format!("UNT-{n:04}"));
                row.access = access.to_owned();
                crate::bed::put(tx, row)?;
            }
        }
        Ok(())
    });
    for class in bed.read(|it| it.classes()) {
        if class.kind == "risk" || class.unit.as_deref() < Some("UNT-0011") {
            allowed.push(class);
        }
    }
    let mine = vec![Class { kind: "thing".to_owned(), unit: Some("UNT-0060".to_owned()), access: "secret".to_owned() }];
    let mut query = Query::all(Visible::Classes {
        allowed,
        published: Vec::new(),
        mine,
        also: Vec::new(),
        person: Some("PER-0001".to_owned()),
        except: Vec::new(),
    });
    query.limit = 1_000;
    assert_eq!(bed.read(|it| it.count(&query)), 70);
    query.kind = Some("thing".to_owned());
    assert_eq!(ids(&bed.read(|it| it.list(&query))).len(), 10);
    query.visible = Visible::Nothing;
    assert_eq!(bed.read(|it| it.count(&query)), 0);
}
