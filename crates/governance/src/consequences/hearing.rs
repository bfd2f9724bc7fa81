//! What must have happened before a breach is confirmed or a measure is set: evidence, a hearing or its documented refusal, in time, and never for a
//! report. Each question is answered with what is wrong, in a sentence; nothing where nothing is.

use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use super::around::{Around, counts};
use super::repeat::limitation;
use crate::concerns;
use crate::data::lineage::targets;
use crate::derived::date;

/// Measures that need no hearing where the table asks for none.
const MILD: &[&str] = &["none", "coaching", "notice"];

/// Whether they must be heard before this measure, or before the one that is proposed.
pub fn needed(around: &Around, breach: &RecordRow) -> bool {
    let harsh = breach.text("measure").is_some_and(|it| !MILD.contains(&it));
    harsh || around.proposal(breach).map_or(true, |it| it.hearing)
}

/// Why they do not count as heard.
pub fn unheard(around: &Around, breach: &RecordRow) -> Option<String> {
    if !needed(around, breach) {
        return None;
    }
    let hearing = breach.text("hearing").unwrap_or_default();
    let statement = breach.text("statement").is_some_and(|it| !it.trim().is_empty());
    match date(&breach.document, "heard_on") {
        _ if hearing.is_empty() => Some("they were not heard; hear them, or write down that they declined".to_owned()),
        None => Some("the day of the hearing is missing".to_owned()),
        Some(day) if day > around.today() => Some(format!("the hearing is on {day}, which has not come")),
        _ if !statement => Some("nobody wrote down what they said or how they declined".to_owned()),
        Some(day) => heard_by_them(around, breach, day),
    }
}

fn heard_by_them(around: &Around, breach: &RecordRow, on: Date) -> Option<String> {
    let by: Id = breach.text("heard_by").and_then(|it| it.parse().ok())?;
    around.concerned(breach, on).contains(&by).then(|| format!("{by} heard themself; let somebody else hear them"))
}

/// Why no evidence shows it.
pub fn unshown(around: &Around, breach: &RecordRow) -> Option<String> {
    let facts = around.named(breach, "facts");
    match (facts.is_empty(), facts.iter().any(|it| counts(it))) {
        (true, _) => Some("it names no evidence; collect it, and name it in the field `facts`".to_owned()),
        (false, false) => Some(
            "none of the evidence that it names is accepted; let somebody who did not collect it accept it".to_owned(),
        ),
        _ => None,
    }
}

/// Why it is too late.
pub fn limited(around: &Around, breach: &RecordRow) -> Option<String> {
    limitation(around, breach).filter(|it| *it < around.today()).map(|it| format!("it was limited until {it}"))
}

/// Who would answer for something that they reported.
pub fn reported(around: &Around, breach: &RecordRow) -> Option<String> {
    let accused = around.accused(breach);
    let by = |row: &&RecordRow| {
        let who = reporter(row)?;
        accused.contains(&who).then(|| format!("{who} reported {}, from which this follows", row.id))
    };
    around.named(breach, "detected_from").iter().find_map(by)
}

/// Kinds of reports by who entered them.
const REPORTS: &[&str] = &["incident", "comment"];

/// Who reported something by name. Of a concern in confidence nothing is said here, since a refusal would tell whose it is; what happens to its
/// reporter is told to those who protect reporters.
fn reporter(row: &RecordRow) -> Option<Id> {
    match row.kind.as_str() {
        "escalation" => row.text("raised_by_person")?.parse().ok(),
        // Whoever raised one by name and did not say who they are entered it.
        concerns::KIND => {
            let entered = || row.makers.creator.parse().ok().filter(|_| row.text("reporter") == Some("named"));
            targets(&row.document, "reporter_person").pop().or_else(entered)
        }
        kind if REPORTS.contains(&kind) => row.makers.creator.parse().ok(),
        _ => None,
    }
}
