//! How much is known of where data come from, by their tier: what is asked, what is there, and what is missing, each with its
//! clause. Serves ISO/IEC 42001 A.7.3, A.7.5 and A.4.3.

use serde_json::Value;
use store::RecordRow;

use super::library::Element;
use super::lineage::Lineage;
use super::{DATASET, VERSION};

/// One element that is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The element.
    pub element: Element,
    /// Whether it is there.
    pub there: bool,
}

/// What is known of where a version comes from.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// The tier that asks.
    pub tier: String,
    /// Every element that it asks for.
    pub asked: Vec<Asked>,
}

impl Provenance {
    /// How many elements are there.
    pub fn there(&self) -> usize {
        self.asked.iter().filter(|it| it.there).count()
    }

    /// The elements that are missing.
    pub fn missing(&self) -> impl Iterator<Item = &Element> {
        self.asked.iter().filter(|it| !it.there).map(|it| &it.element)
    }

    /// The share that is there, in percent with one decimal.
    pub fn percent(&self) -> f64 {
        match self.asked.len() {
            0 => 100.0,
            all => (1000.0 * self.there() as f64 / all as f64).round() / 10.0,
        }
    }

    /// What is missing, in a sentence.
    pub fn why(&self) -> String {
        let missing: Vec<String> = self
            .missing()
            .map(|it| format!("{} ({})", it.label, it.clause.rsplit(':').next().unwrap_or_default()))
            .collect();
        let known =
            format!("{} of {} elements that tier {} asks for are known", self.there(), self.asked.len(), self.tier);
        if missing.is_empty() { known } else { format!("{known}; missing: {}", missing.join(", ")) }
    }
}

/// What is known of where a version comes from.
pub fn provenance(lineage: &Lineage, version: &RecordRow) -> Option<Provenance> {
    let dataset = lineage.dataset(version)?;
    let tier = lineage.tier(dataset).name().to_owned();
    let of = |element: &Element| match element.of.as_str() {
        DATASET => dataset,
        _ => version,
    };
    let asked = |it: &&Element| {
        let derived = !it.derived || !super::lineage::targets(&version.document, "derived_from").is_empty();
        let when = it.when.as_ref().is_none_or(|when| {
            [dataset, version].iter().any(|row| {
                values(row, &when.field).iter().any(|it| when.any.iter().any(|known| it.as_str() == Some(known)))
            })
        });
        it.tiers.contains(&tier) && derived && when && [DATASET, VERSION].contains(&it.of.as_str())
    };
    let there = |it: &Element| {
        let filled = filled(of(it), &it.field);
        let measured = it.measured.as_ref().is_some_and(|family| measured(lineage, version, family));
        Asked { element: it.clone(), there: filled || measured }
    };
    let asked = lineage.libraries.provenance.element.iter().filter(asked).map(there).collect();
    Some(Provenance { tier, asked })
}

/// Whether a family was measured of a version; what was measured may be another file, such as the labels that raters gave.
fn measured(lineage: &Lineage, version: &RecordRow, family: &str) -> bool {
    let counts = |it: &&RecordRow| it.state == "recorded" && it.text("family") == Some(family);
    lineage.from(&version.id, "measurement", "of").iter().any(counts)
}

/// The values of a field, those in every row where it is a column of a table.
fn values<'a>(row: &'a RecordRow, field: &str) -> Vec<&'a Value> {
    let (field, column) = field.split_once('.').map_or((field, None), |it| (it.0, Some(it.1)));
    let value = row.document.get(field).unwrap_or(&Value::Null);
    match (value, column) {
        (Value::Array(rows), Some(column)) => rows.iter().map(|it| &it[column]).collect(),
        (Value::Array(all), None) => all.iter().collect(),
        (_, Some(_)) => Vec::new(),
        (one, None) => vec![one],
    }
}

/// Whether a field says something, in every row where it is a column of a table.
fn filled(row: &RecordRow, field: &str) -> bool {
    let values = values(row, field);
    !values.is_empty() && values.iter().all(|it| !record::is_blank(it))
}
