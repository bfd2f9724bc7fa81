//! Whether a plan is the one that was approved: the digest of what it said, and what it left of each risk. Pure.

use jiff::civil::Date;
use record::{Document, Id};
use serde::Serialize;
use serde_json::{Value, json};

use super::plan::Plan;
use super::residual::Moved;
use crate::bodies::binding;
use crate::derived::date;
use crate::risking::level::Verdict;

/// Fields that an approval does not bind: how it is carried out and what came of it.
const BESIDE: [&str; 8] =
    ["tasks", "result", "in_place_on", "agreed_on", "agreed_digest", "agreed", "shown_on", "shown"];

/// Whether an approval stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// The day of the approval.
    pub on: Option<Date>,
    /// Whether it stands; nothing where there is none, or none that was given here.
    pub stands: Option<bool>,
    /// Why, in a sentence.
    pub why: String,
}

/// Digest of what a plan says.
pub fn digest(document: &Document) -> String {
    let mut said = document.clone();
    BESIDE.iter().for_each(|it| drop(said.remove(*it)));
    binding::digest(&said)
}

/// What a plan leaves, as its approval keeps it.
pub fn kept(moved: &[Moved]) -> Value {
    let row = |it: &Moved| {
        let mut row = json!({ "risk": it.risk, "type": it.of, "verdict": it.after.verdict.name() });
        if let Some(level) = &it.after.level {
            row["level"] = json!(level);
        }
        row
    };
    moved.iter().map(row).collect()
}

/// Whether the approval of a plan stands, with what it leaves now; `levels` from the mildest.
pub fn agreement(plan: &Plan, moved: &[Moved], levels: &[String]) -> Agreement {
    let on = date(&plan.row.document, "agreed_on");
    let told = |stands: Option<bool>, why: String| Agreement { on, stands, why };
    if !plan.approved() {
        return told(None, format!("it is {}", plan.row.state.replace('_', " ")));
    }
    let (Some(day), Some(agreed)) = (on, plan.row.text("agreed_digest")) else {
        return told(None, "its approval was not given here, so nothing says what was approved".to_owned());
    };
    if agreed != digest(&plan.row.document) {
        let why =
            format!("it says something else than what was approved on {day}; rework it, and let it be approved again");
        return told(Some(false), why);
    }
    match moved.iter().find_map(|it| graver(plan, it, levels)) {
        Some(why) => told(Some(false), format!("{why}; rework it, and let what is left be approved again")),
        None => told(Some(true), format!("approved on {day}, as it says now and for what it leaves now")),
    }
}

/// How what is left is graver than what was approved.
fn graver(plan: &Plan, it: &Moved, levels: &[String]) -> Option<String> {
    let text = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let own =
        |row: &&Value| text(row, "risk").parse::<Id>().is_ok_and(|id| id == it.risk) && text(row, "type") == it.of;
    let (risk, of) = (&it.risk, &it.of);
    let now = it.after.level.as_deref();
    let Some(row) = plan.row.list("agreed").find(own) else {
        // What could not be told then and cannot be told now is no more than was approved.
        now?;
        return Some(format!("what it leaves of {risk} for {of} was not approved"));
    };
    let then = text(row, "level");
    let place = |it: &str| levels.iter().position(|of| of == it);
    // Of an opportunity the lower level is the worse one; there, and where nothing can be told, the side of the line speaks.
    let chance = matches!(it.after.verdict, Verdict::Pursue | Verdict::NotPursued);
    let worse = match (place(&then), now.and_then(place)) {
        _ if chance => text(row, "verdict") != it.after.verdict.name(),
        (Some(then), Some(now)) => now > then,
        (Some(_), None) => true,
        (None, _) => text(row, "verdict") != it.after.verdict.name(),
    };
    let said = |it: &str| if it.is_empty() { "what could not be told".to_owned() } else { it.to_owned() };
    worse.then(|| {
        format!("{} was approved for {risk} and {of}, and it leaves {} now", said(&then), said(now.unwrap_or_default()))
    })
}
