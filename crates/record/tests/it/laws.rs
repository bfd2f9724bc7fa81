//! What holds for every kind and every document: samples, schema, text, changes.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use record::{
    Applied, Catalog, Change, Document, Id, Kind, Source, apply, arbitrary, check, difference, incomplete, json_schema,
    parse_text, samples, show,
};
use serde_json::{Value, json};

use crate::fixture::catalog as small;

/// The small catalog and the shipped one.
fn catalogs() -> &'static [Catalog] {
    static CATALOGS: OnceLock<Vec<Catalog>> = OnceLock::new();
    CATALOGS.get_or_init(|| {
        let shelves = ["kinds", "scales"]
            .map(|shelf| (shelf, Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(shelf)));
        let files = shelves
            .iter()
            .flat_map(|(shelf, folder)| fs::read_dir(folder).unwrap().map(move |it| (shelf, it.unwrap())));
        let sources: Vec<Source> = files
            .map(|(shelf, file)| {
                Source::new(
                    format!("{shelf}/{}", file.file_name().to_string_lossy()),
                    fs::read_to_string(file.path()).unwrap(),
                )
            })
            .collect();
        // Whether the shipped files are sound is a test of its own; the laws are told apart from it.
        [Some(small()), Catalog::load(&sources, &[]).ok()].into_iter().flatten().collect()
    })
}

fn every_kind() -> Vec<(&'static Catalog, &'static Kind)> {
    catalogs().iter().flat_map(|catalog| catalog.kinds().map(move |kind| (catalog, kind))).collect()
}

/// A kind with its catalog, of which a failing test shows only the name.
#[derive(Clone)]
struct Of(&'static Catalog, &'static Kind);

impl std::fmt::Debug for Of {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}", self.1.kind)
    }
}

fn any_kind() -> impl Strategy<Value = Of> {
    let kinds: Vec<Of> = every_kind().into_iter().map(|(catalog, kind)| Of(catalog, kind)).collect();
    prop::sample::select(kinds).no_shrink()
}

#[test]
fn samples_are_valid_and_show_every_field() {
    for (catalog, kind) in every_kind() {
        let samples = samples(catalog, kind);
        for sample in &samples {
            assert_eq!(check(catalog, kind, None, sample), vec![], "{}: {sample:?}", kind.kind);
        }
        let (least, full) = (&samples[0], &samples[1]);
        assert!(incomplete(kind, full).is_empty(), "{}", kind.kind);
        assert!(least.keys().all(|name| full.contains_key(name)));
        for field in kind.fields.iter().filter(|it| it.derived.is_none()) {
            assert!(full.contains_key(&field.name), "{}.{}", kind.kind, field.name);
            if let record::FieldType::Choice { choices } = &field.ty {
                let shown = |choice: &String| samples.iter().any(|it| it.get(&field.name) == Some(&json!(choice)));
                assert!(choices.iter().all(shown), "{}.{}", kind.kind, field.name);
            }
        }
    }
}

#[test]
fn the_schema_accepts_every_sample_and_refuses_each_damage() {
    for (catalog, kind) in every_kind() {
        let schema = json_schema(catalog, kind);
        let options = jsonschema::draft202012::options().should_validate_formats(true);
        let validator = options.build(&schema).unwrap_or_else(|error| panic!("{}: {error}", kind.kind));
        jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{}: {error}", kind.kind));
        let agree = |document: &Document| {
            let problems = check(catalog, kind, None, document);
            let whole = Value::Object(document.clone());
            let told: Vec<String> = validator.iter_errors(&whole).map(|it| it.to_string()).collect();
            assert_eq!(
                problems.is_empty(),
                told.is_empty(),
                "{}: {whole}\ncheck: {problems:?}\nschema: {told:?}",
                kind.kind
            );
        };
        let samples = samples(catalog, kind);
        samples.iter().for_each(agree);
        for field in kind.fields.iter().filter(|it| it.derived.is_none()) {
            for value in damages() {
                let mut damaged = samples[0].clone();
                damaged.insert(field.name.clone(), value);
                agree(&damaged);
            }
            let mut without = samples[1].clone();
            without.remove(&field.name);
            agree(&without);
        }
    }
}

/// Values that are wrong for most fields and right for some.
fn damages() -> Vec<Value> {
    vec![
        json!(null),
        json!(""),
        json!(" "),
        json!("x"),
        json!("a\nb"),
        json!("a\u{0}b"),
        json!("a\u{85}b"),
        json!("x".repeat(501)),
        json!(0),
        json!(1),
        json!(-1),
        json!(2.5),
        json!(1.0),
        json!(101),
        json!(1e15),
        json!(9_007_199_254_740_993u64),
        json!(true),
        json!([]),
        json!({}),
        json!(["x"]),
        json!([1]),
        json!([{}]),
        json!([{ "x": 1 }]),
        json!("2026-02-30"),
        json!("2026-1-1"),
        json!("P"),
        json!("PT"),
        json!("P1D"),
        json!("P1DT"),
        json!("P0Y12345M"),
        json!("P1234567D"),
        json!("-P1D"),
        json!("p1d"),
        json!("https://"),
        json!("https://a"),
        json!("ftp://a"),
        json!("https://a b"),
        json!("https://a/b c"),
        json!("https://a:99999"),
        json!("https://a:"),
        json!("https://u@a"),
        json!("https://.a"),
        json!("https://[::1]"),
        json!("https://[x]"),
        json!("https://a%20b"),
        json!("THG-0001"),
        json!("THG-0000"),
        json!("THG-1"),
        json!("THG-01234"),
        json!("THG-12345"),
        json!("thg-0001"),
        json!(["THG-0001", "THG-0001"]),
        json!({ "amount": "01", "currency": "EUR" }),
        json!({ "amount": "1.", "currency": "EUR" }),
        json!({ "amount": "1.5", "currency": "EUR" }),
        json!({ "amount": "1.5", "currency": "eur" }),
        json!({ "amount": "1" }),
        json!({ "from": "2026-01-01" }),
        json!({ "until": "2026-01-01" }),
        json!({ "from": "2026-01-01", "x": 1 }),
        json!({ "digest": "sha256:x", "name": "a", "size": 1, "media": "a/b" }),
        json!({ "digest": format!("sha256:{}", "a".repeat(64)), "name": " ", "size": 1, "media": "a/b" }),
        json!({ "digest": format!("sha256:{}", "a".repeat(64)), "name": "a", "size": 1, "media": "A/b" }),
        json!({ "digest": format!("sha256:{}", "a".repeat(64)), "name": "a", "size": 1, "media": "a/b" }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_documents_are_valid(Of(catalog, kind) in any_kind(), seed: u64) {
        let document = arbitrary(catalog, kind, seed);
        prop_assert_eq!(check(catalog, kind, None, &document), vec![]);
        prop_assert_eq!(arbitrary(catalog, kind, seed), document);
    }

    #[test]
    fn what_is_shown_is_read_back(Of(catalog, kind) in any_kind(), seed: u64) {
        is_read_back(catalog, kind, &arbitrary(catalog, kind, seed));
    }

    #[test]
    fn a_change_to_what_is_there_makes_no_difference(Of(catalog, kind) in any_kind(), seed: u64) {
        let made = Change::Create { kind: kind.kind.clone(), state: None, document: arbitrary(catalog, kind, seed) };
        let record = apply(&made, kind, None).unwrap();
        prop_assert_eq!(&record.document, &arbitrary(catalog, kind, seed), "the stored form stays as it is");
        let other = arbitrary(catalog, kind, seed ^ 1);
        let mut set: Document = record.document.keys().map(|it| (it.clone(), Value::Null)).collect();
        set.extend(other.clone());
        let edit = Change::Edit { id: Id::new(&kind.prefix, 1), base: None, set, why: None };
        let edited = apply(&edit, kind, Some(&record)).unwrap();
        prop_assert_eq!(difference(&edited.document, &other), vec![]);
        prop_assert_eq!(check(catalog, kind, Some(&record.document), &edited.document), vec![]);
    }

    #[test]
    fn nothing_that_is_sent_causes_a_panic(Of(catalog, kind) in any_kind(), seed: u64, junk in junk(), name in ".{0,12}", text in "\\PC{0,40}") {
        let mut document = arbitrary(catalog, kind, seed);
        let index = seed as usize % kind.fields.len();
        document.insert(kind.fields[index].name.clone(), junk.clone());
        document.insert(name.clone(), junk);
        let id = Id::new(&kind.prefix, 1);
        let before = Applied { document: document.clone(), state: name.clone(), retired: seed & 1 == 0 };
        for change in [
            Change::Create { kind: kind.kind.clone(), state: Some(name.clone()), document: document.clone() },
            Change::Edit { id: id.clone(), base: None, set: document.clone(), why: Some(text.clone()) },
            Change::Move { id, base: None, transition: name, set: document.clone(), why: None },
        ] {
            let _ = apply(&change, kind, None);
            if let Ok(after) = apply(&change, kind, Some(&before)) {
                check(catalog, kind, None, &after.document);
            }
        }
        check(catalog, kind, None, &document);
        let _ = parse_text(catalog, &kind.fields[index], &text);
        for (name, value) in &document {
            kind.field(name).map(|field| show(field, value));
        }
    }
}

#[test]
fn what_samples_show_is_read_back() {
    for (catalog, kind) in every_kind() {
        samples(catalog, kind).iter().for_each(|it| is_read_back(catalog, kind, it));
    }
}

fn is_read_back(catalog: &Catalog, kind: &Kind, document: &Document) {
    for (name, value) in document {
        let field = kind.field(name).unwrap();
        let text = show(field, value);
        assert_eq!(parse_text(catalog, field, &text), Ok(value.clone()), "{}.{name} as `{text}`", kind.kind);
    }
}

/// Any JSON, three levels deep.
fn junk() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        "[A-Z]{2,4}-[0-9]{1,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,8}", inner, 0..6).prop_map(|it| json!(it)),
        ]
    })
}
