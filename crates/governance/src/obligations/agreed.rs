//! Duties that were agreed or taken on: contracts, licences, policies, promises and what customers expect, in both directions. They stand
//! beside those of laws in one list, with the same verdicts.

use std::collections::BTreeMap;

use jiff::civil::Date;
use library::Shelf;
use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::duty::Verdict;
use crate::data::lineage::targets;
use crate::derived::date;

/// Records of duties with their contracts.
#[derive(Debug, Default)]
pub struct Records {
    /// Obligations that are not retired.
    pub obligations: Vec<RecordRow>,
    /// Contracts by number.
    pub contracts: BTreeMap<Id, RecordRow>,
}

/// A duty that was agreed, as it stands for a system on a day.
#[derive(Debug, Clone, Serialize)]
pub struct Agreed {
    /// The record.
    pub id: Id,
    /// The duty in one line.
    pub title: String,
    /// Where it comes from.
    pub source: String,
    /// `ours` or `owed_to_us`.
    pub direction: String,
    /// What sort of duty it is.
    pub topic: String,
    /// The contract.
    pub contract: Option<Id>,
    /// Whether a customer expects it.
    pub customer: bool,
    /// The verdict.
    pub verdict: Verdict,
    /// From when it holds.
    pub from: Option<Date>,
    /// Why.
    pub why: String,
    /// How much time it gives once something has happened.
    pub times: Vec<String>,
    /// Who read it last.
    pub read_by: Option<Id>,
}

/// Whether a duty touches a system: it names it, its contract does, or it names nothing.
pub fn touches(records: &Records, row: &RecordRow, system: &Id) -> bool {
    let covers = targets(&row.document, "covers");
    if !covers.is_empty() {
        return covers.contains(system);
    }
    let contract = targets(&row.document, "contract").pop().and_then(|it| records.contracts.get(&it));
    let named = contract.map(|it| targets(&it.document, "systems")).unwrap_or_default();
    named.is_empty() || named.contains(system)
}

/// Whether a record reads a provision of a law rather than a duty of its own.
pub fn reads_law(shelf: &Shelf, row: &RecordRow) -> bool {
    row.text("provision").is_some_and(|it| shelf.find(it).is_some())
}

/// The duties that were agreed and touch a system, on a day.
pub fn agreed(shelf: &Shelf, records: &Records, system: &Id, on: Date) -> Vec<Agreed> {
    let own = records.obligations.iter().filter(|it| !reads_law(shelf, it) && touches(records, it, system));
    own.map(|it| stands(records, it, on)).collect()
}

fn stands(records: &Records, row: &RecordRow, on: Date) -> Agreed {
    let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
    let contract = targets(&row.document, "contract").pop();
    let with = contract.as_ref().and_then(|it| records.contracts.get(it));
    let (verdict, from, why) = judged(row, with, on);
    let times = row.list("clock").filter_map(|it| it["offset"].as_str()).map(str::to_owned).collect();
    Agreed {
        id: row.id.clone(),
        title: row.title.clone(),
        source: text("source"),
        direction: text("direction"),
        topic: text("topic"),
        customer: with.is_some_and(|it| it.text("form") == Some("customer")),
        contract,
        verdict,
        from,
        why,
        times,
        read_by: targets(&row.document, "read_by").pop(),
    }
}

fn judged(row: &RecordRow, contract: Option<&RecordRow>, on: Date) -> (Verdict, Option<Date>, String) {
    let (from, until) = (date(&row.document, "from"), date(&row.document, "until"));
    match row.state.as_str() {
        "identified" => {
            let why = "nobody has said yet whether it applies; let it be judged".to_owned();
            return (Verdict::CannotDecide, from, why);
        }
        "not_applicable" => {
            let why = row.text("why_not").unwrap_or("it was found not to apply").to_owned();
            return (Verdict::Excepted, None, why);
        }
        "ended" => return (Verdict::Ended, until, "its record says that it has ended".to_owned()),
        _ => {}
    }
    if let Some(from) = from.filter(|it| on < *it) {
        return (Verdict::NotYet, Some(from), format!("it holds from {from}"));
    }
    if let Some(until) = until.filter(|it| *it < on) {
        return (Verdict::Ended, Some(until), format!("it held until {until}"));
    }
    if let Some(contract) = contract {
        let ended = date(&contract.document, "until").filter(|it| *it < on);
        let renews = contract.document.get("renews_itself").and_then(|it| it.as_bool()).unwrap_or_default();
        match (contract.state.as_str(), ended) {
            ("draft", _) => return (Verdict::NotYet, from, format!("{} is not signed", contract.id)),
            ("ended", _) => return (Verdict::Ended, None, format!("{} has ended", contract.id)),
            (_, Some(day)) if !renews => return (Verdict::Ended, Some(day), format!("{} ended on {day}", contract.id)),
            _ => {}
        }
    }
    (Verdict::Applies, from, "its record says that it applies".to_owned())
}
