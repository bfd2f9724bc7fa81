//! Whether the mandate of a body covers an item: its decision tables are asked, and say by which row.

use jiff::civil::Date;
use rules::Verdict;

use crate::bodies::around::{Around, Matter};
use crate::bodies::case::Case;
use crate::bodies::charter::Body;
use crate::deciding::shipped::Ruled;
use crate::responsibility::catalogue::UNKNOWN;

/// To whom a table gives a matter.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Given {
    /// The key of the body.
    pub body: String,
    /// The table and its row, in words.
    pub by: String,
    /// Why, in the words of the row.
    pub says: String,
}

/// To whom a table gives a matter; nobody where no row speaks of it.
///
/// Errors: why it cannot be said, in a sentence.
pub fn given(ruled: &Ruled, matter: &Matter, action: &str) -> Result<Option<Given>, String> {
    let outcome = ruled.table.evaluate(&matter.case(&ruled.table, action)).map_err(|it| it.to_string())?;
    match &outcome.verdict {
        Verdict::Decided { row, .. } => {
            let row = ruled.table.rows.get(*row);
            let body = outcome.value("body").map(rules::Value::bare).unwrap_or_default();
            let by = format!("{}, row `{}`", ruled.name(), row.map_or("", |it| it.id.as_str()));
            Ok(Some(Given { body, by, says: row.map(|it| it.says.clone()).unwrap_or_default() }))
        }
        Verdict::Nothing => Ok(None),
        Verdict::Contradicted { .. } => Err(format!("{} contradicts itself about it", ruled.name())),
        Verdict::Undecided { needs } => Err(format!("{} must know {} first", ruled.name(), needs.join(", "))),
    }
}

/// What the tables of a body make of a matter on a day: who gets it, or why nobody does.
pub fn matter(around: &Around, body: &Body, matter: &Matter, action: &str, day: Date) -> Result<Given, String> {
    let tables = around.mandate(body, day);
    if tables.is_empty() {
        return Err(format!("none of the tables of its mandate was in force on {day}"));
    }
    let mut other = None;
    for ruled in tables {
        match given(&ruled, matter, action)? {
            Some(it) if it.body == body.key => return Ok(it),
            Some(it) => other = Some(it),
            None => {}
        }
    }
    let what = format!("{} at {}", action.replace('_', " "), matter.tier);
    Err(match other {
        Some(it) => format!("{what} belongs to `{}` ({})", it.body, it.by),
        None => format!("{what} is not within its mandate"),
    })
}

/// An item outside of the mandate.
pub(super) fn outside(case: &Case) -> Vec<String> {
    let (Some(body), Some(day), Some(item)) = (case.body, case.day(), &case.item) else { return Vec::new() };
    let mut about = case.around.matters.get(item).cloned().unwrap_or_default();
    if let Some(kept) = case.decision {
        // The tier of then decided, whatever the system is today.
        about.tier = kept.text("tier").unwrap_or(UNKNOWN).to_owned();
        about.change_class = kept.text("change_class").unwrap_or("none").to_owned();
    }
    matter(case.around, body, &about, &case.action, day).err().into_iter().collect()
}
