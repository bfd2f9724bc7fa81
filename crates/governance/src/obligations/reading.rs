//! What people of the organisation read a provision to say: a record beside the answer of the program, never in its place. It is stale as
//! soon as something else became known of the provision than when it was read.

use jiff::civil::Date;
use library::Shelf;
use record::Id;
use serde::Serialize;
use store::RecordRow;

use super::agreed::{Records, touches};
use super::duty::Verdict;
use crate::data::lineage::targets;
use crate::derived::date;

/// What somebody reads a provision to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reads {
    /// It applies.
    Applies,
    /// It applies under a condition.
    OnlyIf,
    /// It does not apply.
    DoesNot,
    /// It was not judged yet.
    Open,
}

/// A reading of a provision.
#[derive(Debug, Clone, Serialize)]
pub struct Interpretation {
    /// The record.
    pub id: Id,
    /// What it reads.
    pub reads: Reads,
    /// The condition or the reason.
    pub says: String,
    /// Who read it.
    pub by: Option<Id>,
    /// When.
    pub on: Option<Date>,
    /// Why it is asked again, where it is.
    pub stale: Option<String>,
}

impl Interpretation {
    /// Whether it says what the program says; nothing where one of them says nothing.
    pub fn agrees(&self, verdict: Verdict) -> Option<bool> {
        let applies = match verdict {
            Verdict::Applies | Verdict::NotYet => true,
            Verdict::Never | Verdict::Excepted | Verdict::Ended | Verdict::Repealed => false,
            Verdict::CannotDecide => return None,
        };
        match self.reads {
            Reads::Applies => Some(applies),
            Reads::DoesNot => Some(!applies),
            Reads::OnlyIf | Reads::Open => None,
        }
    }
}

/// The readings of a provision that touch a system, the latest first.
pub fn readings(shelf: &Shelf, records: &Records, provision: &str, system: &Id, known: Date) -> Vec<Interpretation> {
    let of =
        |it: &&RecordRow| it.text("provision").is_some_and(|it| it.trim() == provision) && touches(records, it, system);
    let mut found: Vec<Interpretation> =
        records.obligations.iter().filter(of).map(|it| read(shelf, it, known)).collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.on));
    found
}

fn read(shelf: &Shelf, row: &RecordRow, known: Date) -> Interpretation {
    let text = |field: &str| row.text(field).unwrap_or_default().to_owned();
    let condition = text("only_if");
    let (reads, says) = match row.state.as_str() {
        "applicable" if !condition.is_empty() => (Reads::OnlyIf, condition),
        "applicable" => (Reads::Applies, text("text")),
        "not_applicable" => (Reads::DoesNot, text("why_not")),
        _ => (Reads::Open, String::new()),
    };
    let on = date(&row.document, "read_on");
    let stale = stale(shelf, &text("provision"), on, known);
    Interpretation { id: row.id.clone(), reads, says, by: targets(&row.document, "read_by").pop(), on, stale }
}

/// Why a reading of a provision is asked again.
pub fn stale(shelf: &Shelf, provision: &str, read: Option<Date>, known: Date) -> Option<String> {
    let found = shelf.find(provision)?;
    let Some(read) = read else { return Some("nobody says when it was read; let it be read again".to_owned()) };
    let all = found.framework.periods_of(found.node).iter();
    let later = all.filter_map(|it| it.known_from).filter(|it| read < *it && *it <= known).max();
    later.map(|it| format!("something else is known of it since {it}; let it be read again"))
}
