//! Fields that the program fills from the record itself and the configuration; stored with each version.

use record::{Catalog, Document, Kind};
use serde_json::{Value, json};

/// One way to fill a field.
pub struct Computed {
    /// Name by which kind files refer to it.
    pub name: &'static str,
    /// What it says and how, for the reference.
    pub summary: &'static str,
    /// The value, or nothing while what it needs is missing.
    pub value: fn(&Document, &Catalog) -> Option<Value>,
}

/// Every computed field.
pub const COMPUTED: &[Computed] = &[
    Computed {
        name: "risk.inherent",
        summary: "cell of the matrix `risk` at the likelihood and consequence without controls",
        value: |document, catalog| {
            matrix_cell(document, catalog, "risk", "inherent_likelihood", "inherent_consequence")
        },
    },
    Computed {
        name: "risk.level",
        summary: "cell of the matrix `risk` at the likelihood and consequence with the controls now in place",
        value: |document, catalog| matrix_cell(document, catalog, "risk", "likelihood", "consequence"),
    },
    Computed {
        name: "file.digest",
        summary: "SHA-256 of the file that the record holds",
        value: |document, _| document.get("file")?.get("digest").cloned(),
    },
];

/// Fills every computed field of `kind` in `document`, and those that people left blank and the program can fill; a field whose inputs are missing
/// is left blank.
pub fn compute(kind: &Kind, document: &mut Document, catalog: &Catalog) {
    let value = |name: &str, document: &Document| {
        COMPUTED.iter().find(|it| it.name == name).and_then(|it| (it.value)(document, catalog))
    };
    for field in &kind.fields {
        if let (Some(name), false) = (&field.filled, document.contains_key(&field.name)) {
            value(name, document).into_iter().for_each(|it| drop(document.insert(field.name.clone(), it)));
        }
        let Some(name) = &field.computed else { continue };
        match value(name, document) {
            Some(value) => document.insert(field.name.clone(), value),
            None => document.remove(&field.name),
        };
    }
}

/// What a matrix says at two scale levels of the document.
fn matrix_cell(document: &Document, catalog: &Catalog, matrix: &str, row: &str, column: &str) -> Option<Value> {
    let level = |field: &str| Some(document.get(field)?.as_u64()? as usize).filter(|it| *it > 0);
    let cell = catalog.matrix(matrix)?.cells.get(level(row)? - 1)?.get(level(column)? - 1)?;
    Some(json!(cell))
}
