//! Earlier breaches of the same type by the same, within the window, and until when a measure can be set.

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use super::HELD;
use super::around::Around;
use super::library::Type;
use crate::data::lineage::targets;
use crate::derived::date;

/// The type of a breach.
fn of_type<'a>(around: &'a Around, breach: &RecordRow) -> Option<&'a Type> {
    around.libraries.consequences.of_type(breach.text("form")?)
}

/// Breaches of the same type by one of the same that were confirmed and were done within the window before this one.
pub fn earlier(around: &Around, breach: &RecordRow) -> Vec<Id> {
    let (Some(own), Some(on)) = (of_type(around, breach), date(&breach.document, "committed_on")) else {
        return Vec::new();
    };
    let Some(since) = back(on, &own.window) else { return Vec::new() };
    let who = targets(&breach.document, "who");
    let before = |it: &&RecordRow| {
        let done = date(&it.document, "committed_on");
        let same =
            it.text("form") == breach.text("form") && targets(&it.document, "who").iter().any(|it| who.contains(it));
        let within = done.is_some_and(|done| since < done && (done, it.id.number) < (on, breach.id.number));
        it.id != breach.id && !it.retired && HELD.contains(&it.state.as_str()) && same && within
    };
    around.breaches().filter(before).map(|it| it.id.clone()).collect()
}

/// The last day on which a measure can be set.
pub fn limitation(around: &Around, breach: &RecordRow) -> Option<Date> {
    let span: Span = of_type(around, breach)?.limitation.parse().ok()?;
    date(&breach.document, "detected_on")?.checked_add(span).ok()
}

/// A day so long before another.
fn back(on: Date, window: &str) -> Option<Date> {
    on.checked_sub(window.parse::<Span>().ok()?).ok()
}
