//! What is refused of predicates when they are entered.

use record::{Catalog, Problem};
use serde_json::Value;
use store::RecordRow;

use super::unfit::unfit;
use crate::conformity::checks::conditions;

/// Rows of predicates in a field that cannot be read; a row without a kind of records is none.
pub(crate) fn unread(catalog: &Catalog, row: &RecordRow, field: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    for (at, it) in row.list(field).enumerate() {
        let text = |name: &str| it.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let kind = text("kind");
        let problem = |says: String| Problem::of(field, format!("row {}: {says}", at + 1));
        if kind.is_empty() {
            continue;
        }
        let Some(of) = catalog.kind(&kind) else {
            found.push(problem(format!("there is no kind `{kind}`; name one such as `measurement`")));
            continue;
        };
        let dated = Some(text("dated")).filter(|it| !it.is_empty()).map(|it| format!("{it}>=2000-01-01"));
        for filter in [text("filter"), text("of")].into_iter().chain(dated) {
            let why = match conditions(catalog, &kind, &filter) {
                Ok(read) => unfit(of, &read),
                Err(why) => Some(why.to_string()),
            };
            found.extend(why.map(problem));
        }
        if text("holds") == "all" && text("filter").is_empty() {
            found
                .push(problem("`all` holds for everything without a `filter`; say what must be so of each".to_owned()));
        }
    }
    found
}
