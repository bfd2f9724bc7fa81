//! Documents that between them show all that a kind allows: example, tutorial and fixture at once.
//!
//! Code that reads records through a view of its own is tested against each of them, so that a kind and the code that
//! reasons about it cannot drift apart unseen.

use serde_json::{Map, Value, json};

use crate::{Catalog, Document, Field, FieldType, Kind, Target, check};

/// A digest for samples, that of the empty file.
pub(crate) const DIGEST: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The least document, the fullest, and the fullest with each other value that a field can show.
///
/// Computed fields are filled as they would be stored, derived ones are left out, links point to number 1 of a kind.
pub fn samples(catalog: &Catalog, kind: &Kind) -> Vec<Document> {
    let stored: Vec<&Field> = kind.fields.iter().filter(|it| it.derived.is_none()).collect();
    let full: Document = stored.iter().map(|it| (it.name.clone(), typical(catalog, it))).collect();
    let mut all = vec![least(catalog, kind), full.clone()];
    for field in stored {
        for other in values(catalog, field).into_iter().skip(1) {
            let mut document = full.clone();
            document.insert(field.name.clone(), other);
            in_order(kind, &mut document);
            all.push(document);
        }
    }
    all
}

/// Only what a record cannot be without.
fn least(catalog: &Catalog, kind: &Kind) -> Document {
    let required = kind.fields.iter().filter(|it| it.required);
    let mut document: Document = required.map(|it| (it.name.clone(), typical(catalog, it))).collect();
    complete(kind, &mut document, |field| typical(catalog, field));
    document
}

/// Fills what other fields' values make required, until nothing more is.
pub(crate) fn complete(kind: &Kind, document: &mut Document, mut value: impl FnMut(&Field) -> Value) {
    // Each round fills at least one field, so there are no more rounds than fields.
    for _ in &kind.fields {
        let lacking = |it: &&Field| check::lacks(document, it) && check::demanded(it, document).is_some();
        let Some(field) = kind.fields.iter().find(lacking) else { return };
        let value = value(field);
        document.insert(field.name.clone(), value);
    }
}

/// Exchanges days that lie before those before which they cannot lie.
pub(crate) fn in_order(kind: &Kind, document: &mut Document) {
    let pairs: Vec<(&String, &String)> =
        kind.fields.iter().filter_map(|it| Some((&it.name, it.not_before.as_ref()?))).collect();
    // One may be after another that is after a third, so each is looked at as often as there are some.
    for (field, first) in pairs.iter().flat_map(|_| &pairs) {
        let day = |name: &str| document.get(name).and_then(Value::as_str).map(str::to_owned);
        if let (Some(from), Some(day)) = (day(first), day(field))
            && day < from
        {
            document.insert((*first).clone(), day.into());
            document.insert((*field).clone(), from.into());
        }
    }
}

fn typical(catalog: &Catalog, field: &Field) -> Value {
    values(catalog, field).into_iter().next().unwrap_or_default()
}

/// Values that between them show all that a field allows, the most ordinary first.
fn values(catalog: &Catalog, field: &Field) -> Vec<Value> {
    if let Some(example) = &field.example {
        return vec![json!(example)];
    }
    match &field.ty {
        FieldType::Text => {
            vec![json!(field.label), json!("Überprüfung \"Ω\"; = 1, 'zwei' — 三 ✓"), json!("x".repeat(500))]
        }
        FieldType::Prose => vec![json!(format!("{}.", field.label)), json!("One line.\nAnother line.\n\n- a\tb\n")],
        FieldType::Number { min, max, .. } => numbers(*min, *max),
        FieldType::Count { max } => {
            vec![json!(max.map_or(3, |it| it.min(3))), json!(0), json!(max.unwrap_or(2_000_000))]
        }
        FieldType::Percent => vec![json!(12.5), json!(0), json!(100)],
        FieldType::Money => {
            vec![json!({ "amount": "12.50", "currency": "EUR" }), json!({ "amount": "-1000000", "currency": "JPY" })]
        }
        FieldType::Date => vec![json!("2026-01-31"), json!("2024-02-29")],
        FieldType::Period => {
            vec![json!({ "from": "2026-01-01", "until": "2026-12-31" }), json!({ "from": "2026-01-01" })]
        }
        FieldType::Flag => vec![json!(true), json!(false)],
        FieldType::Choice { choices } => choices.iter().map(|it| json!(it)).collect(),
        FieldType::Choices { choices } => {
            let single = choices.iter().filter(|_| choices.len() > 1).map(|it| json!([it]));
            [json!(choices)].into_iter().chain(single).collect()
        }
        FieldType::Scale { scale } => {
            let levels = catalog.scale(scale).map(|it| it.levels.len()).unwrap_or_default();
            (1..=levels).map(|it| json!(it)).collect()
        }
        FieldType::Link { to } => targets(catalog, to).into_iter().map(Value::from).collect(),
        FieldType::Links { to } => {
            let all = targets(catalog, to);
            let first = all.first().cloned().into_iter().collect::<Vec<_>>();
            let more = (all.len() > 1).then(|| json!(first));
            [json!(all)].into_iter().chain(more).collect()
        }
        FieldType::File => {
            let file = |name: &str, media: &str| json!({ "digest": DIGEST, "name": name, "size": 0, "media": media });
            vec![
                file("report.pdf", "application/pdf"),
                file("Prüfbericht 2026 (final).xlsx", "application/octet-stream"),
            ]
        }
        FieldType::Table { columns } => vec![rows(catalog, columns)],
        FieldType::Duration => vec![json!("P30D"), json!("PT4H"), json!("P1Y2M3W4DT5H6M7S")],
        FieldType::Url => vec![json!("https://example.org/page?id=1#part"), json!("http://[2001:db8::1]:8080")],
    }
}

fn numbers(min: Option<f64>, max: Option<f64>) -> Vec<Value> {
    let inside = |it: f64| it.max(min.unwrap_or(f64::NEG_INFINITY)).min(max.unwrap_or(f64::INFINITY));
    [12.5, -0.25, 1_000_000.0].into_iter().map(|it| number(inside(it))).collect()
}

/// A number in its stored form.
pub(crate) fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}

/// Number 1 of each kind to which a link may point, of the first three kinds when it may point to any.
pub(crate) fn targets(catalog: &Catalog, to: &Target) -> Vec<String> {
    let most = if *to == Target::Any { 3 } else { usize::MAX };
    let kinds = catalog.kinds().filter(|it| to.allows(&it.kind)).take(most);
    kinds.map(|it| crate::Id::new(&it.prefix, 1).to_string()).collect()
}

/// Rows that show each value of each column, and one with as little as possible.
fn rows(catalog: &Catalog, columns: &[Field]) -> Value {
    let shown: Vec<(&Field, Vec<Value>)> = columns.iter().map(|it| (it, values(catalog, it))).collect();
    let most = shown.iter().map(|(_, values)| values.len()).max().unwrap_or_default();
    let row = |index: usize| -> Map<String, Value> {
        let cell = |(column, values): &(&Field, Vec<Value>)| {
            Some((column.name.clone(), values.get(index % values.len().max(1))?.clone()))
        };
        shown.iter().filter_map(cell).collect()
    };
    let full = (0..most).map(row);
    let needed = columns.iter().any(|it| it.required);
    let kept = columns.iter().enumerate().filter(|(index, it)| if needed { it.required } else { *index == 0 });
    let bare: Map<_, _> = kept.map(|(_, it)| (it.name.clone(), typical(catalog, it))).collect();
    full.chain([bare]).map(Value::Object).collect::<Vec<_>>().into()
}
