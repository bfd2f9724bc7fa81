//! Valid documents made from a number, for tests of what must hold for every document.

use serde_json::{Map, Value, json};

use crate::samples::{DIGEST, complete, in_order, number, targets};
use crate::{Catalog, Document, Field, FieldType, Kind};

/// A valid document made from `seed`; the same seed gives the same document.
///
/// Only fields that people fill are in it; links point to number 1 of a kind to which they may point.
pub fn arbitrary(catalog: &Catalog, kind: &Kind, seed: u64) -> Document {
    let mut chance = Chance(seed);
    let mut document = Document::new();
    for field in kind.fields.iter().filter(|it| it.is_input()) {
        if field.required || chance.below(2) == 0 {
            document.insert(field.name.clone(), value(catalog, field, &mut chance));
        }
    }
    complete(kind, &mut document, |field| value(catalog, field, &mut chance));
    in_order(kind, &mut document);
    document
}

/// A stream of numbers from a seed: SplitMix64, as its authors published it.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `end` exclusive; 0 when `end` is 0.
    fn below(&mut self, end: usize) -> usize {
        self.next().checked_rem(end as u64).unwrap_or_default() as usize
    }

    fn of<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let index = self.below(items.len());
        items.get(index)
    }

    fn some<T: Clone>(&mut self, items: &[T]) -> Vec<T> {
        let mut kept: Vec<T> = items.iter().filter(|_| self.below(2) == 0).cloned().collect();
        kept.extend(items.first().filter(|_| kept.is_empty()).cloned());
        kept
    }
}

/// Pieces of text that have broken spreadsheets, pages and queries before.
const PIECES: [&str; 24] = [
    "words",
    "two words",
    "Größe",
    "=1+1",
    "+49",
    "-3",
    "@name",
    "'quoted'",
    "\"double\"",
    "a,b",
    "c;d",
    "<b>bold</b>",
    "&amp;",
    "100 %",
    "NULL",
    "ﬁ",
    "👩‍🔬",
    "日本語",
    "שלום",
    "e\u{301}",
    "\\",
    "`code`",
    "{}",
    "  wide  ",
];

fn text(chance: &mut Chance, breaks: &[&str]) -> String {
    let mut text = chance.of(&PIECES).copied().unwrap_or("text").to_owned();
    for _ in 0..chance.below(6) {
        text.push_str(chance.of(breaks).copied().unwrap_or(" "));
        text.push_str(chance.of(&PIECES).copied().unwrap_or("text"));
    }
    text
}

fn date(chance: &mut Chance, years: usize) -> String {
    format!("{:04}-{:02}-{:02}", 1990 + chance.below(years), 1 + chance.below(12), 1 + chance.below(28))
}

fn decimal(chance: &mut Chance, min: f64, max: f64) -> Value {
    let digits = [1.0, 10.0, 1000.0].get(chance.below(3)).copied().unwrap_or(1.0);
    let share = chance.below(1 << 30) as f64 / (1u64 << 30) as f64;
    let rounded = ((min + share * (max - min)) * digits).round() / digits;
    number(rounded.clamp(min, max))
}

fn value(catalog: &Catalog, field: &Field, chance: &mut Chance) -> Value {
    if let Some(example) = &field.example {
        return json!(example);
    }
    match &field.ty {
        FieldType::Text => json!(text(chance, &[" ", "", " - "])),
        FieldType::Prose => json!(text(chance, &[" ", "\n", "\n\n", "\t"])),
        FieldType::Number { min, max, .. } => match (min, max) {
            (None, None) => [json!(1.5e-9), json!(-2.5e30), decimal(chance, -1e6, 1e6)]
                .get(chance.below(3))
                .cloned()
                .unwrap_or_default(),
            (min, max) => {
                let (low, high) =
                    (min.or(max.map(|it| it - 1e6)).unwrap_or(0.0), max.or(min.map(|it| it + 1e6)).unwrap_or(0.0));
                decimal(chance, low, high)
            }
        },
        FieldType::Count { max } => json!(chance.next() % max.unwrap_or(1_000_000).saturating_add(1).max(1)),
        FieldType::Percent => decimal(chance, 0.0, 100.0),
        FieldType::Money => {
            let currency = chance.of(&["EUR", "USD", "JPY", "CHF"]).copied();
            json!({ "amount": format!("{}.{:02}", chance.below(100_000), chance.below(100)), "currency": currency })
        }
        FieldType::Date => json!(date(chance, if field.past { 30 } else { 60 })),
        FieldType::Period => {
            let (one, other) = (date(chance, 60), date(chance, 60));
            let (from, until) = if one <= other { (one, other) } else { (other, one) };
            if chance.below(3) == 0 { json!({ "from": from }) } else { json!({ "from": from, "until": until }) }
        }
        FieldType::Flag => json!(chance.below(2) == 0),
        FieldType::Choice { choices } => json!(chance.of(choices)),
        FieldType::Choices { choices } => json!(chance.some(choices)),
        FieldType::Scale { scale } => json!(1 + chance.below(catalog.scale(scale).map_or(1, |it| it.levels.len()))),
        FieldType::Link { to } => json!(chance.of(&targets(catalog, to))),
        FieldType::Links { to } => json!(chance.some(&targets(catalog, to))),
        FieldType::File => {
            let name = chance.of(&["report.pdf", "Ä b.csv", "=cmd.txt"]).copied();
            json!({ "digest": DIGEST, "name": name, "size": chance.below(1 << 30), "media": "application/octet-stream" })
        }
        FieldType::Table { columns } => {
            (0..1 + chance.below(4)).map(|_| row(catalog, columns, chance)).collect::<Vec<_>>().into()
        }
        FieldType::Duration => {
            let number = 1 + chance.below(999);
            json!(chance.of(&["P#D", "PT#H", "P#Y6M", "P1DT#M"]).map(|it| it.replace('#', &number.to_string())))
        }
        FieldType::Url => json!(format!("https://example.org/{}", chance.below(1000))),
    }
}

fn row(catalog: &Catalog, columns: &[Field], chance: &mut Chance) -> Value {
    let mut row = Map::new();
    for (index, column) in columns.iter().enumerate() {
        // The first column is always there, so that no row is empty.
        if column.required || index == 0 || chance.below(2) == 0 {
            row.insert(column.name.clone(), value(catalog, column, chance));
        }
    }
    Value::Object(row)
}
