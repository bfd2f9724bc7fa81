//! Promises of suppliers held against what was delivered: which delivery broke which clause, what was promised, what came, and
//! by how much. Nothing is guessed: what cannot be told is said to be so.

use jiff::civil::Date;
use jiff::{Span, Timestamp};
use record::Id;
use serde_json::Value;
use store::RecordRow;

use super::around::{Around, Delivery};
use super::{CONTRACT, OBLIGATION};
use crate::derived::{date, day_after};

mod columns;
mod figure;

/// A promise that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The obligation, and its place in the contract.
    pub obligation: Id,
    /// Where it is written, such as `§ 4.2`; empty where nobody said.
    pub clause: String,
    /// The data.
    pub dataset: Id,
    /// The delivery; none where nothing came.
    pub delivery: Option<Id>,
    /// What was promised.
    pub promised: String,
    /// What came.
    pub came: String,
    /// By how much it missed.
    pub by: String,
}

impl Breach {
    /// The breach in a sentence.
    pub fn why(&self) -> String {
        let clause = if self.clause.is_empty() { String::new() } else { format!(" ({})", self.clause) };
        let what = self.delivery.as_ref().unwrap_or(&self.dataset);
        format!("{what} breaks {}{clause}: {}, promised {}, {}", self.obligation, self.came, self.promised, self.by)
    }
}

/// How the promises of an obligation stand.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// Promises that were not kept, by delivery.
    pub breaches: Vec<Breach>,
    /// What cannot be told, in words.
    pub unknown: Vec<String>,
    /// How many deliveries kept a promise.
    pub kept: usize,
    /// When the clock alone may change it.
    pub until: Option<Timestamp>,
}

impl Judged {
    /// `broken`, `not_assessable`, `kept` or `not_due`.
    pub fn word(&self) -> &'static str {
        match (self.breaches.len(), self.unknown.len(), self.kept) {
            (0, 0, 0) => "not_due",
            (0, 0, _) => "kept",
            (0, _, _) => "not_assessable",
            _ => "broken",
        }
    }

    /// The word in a sentence.
    pub fn why(&self) -> String {
        let breaches: Vec<String> = self.breaches.iter().map(Breach::why).collect();
        match self.word() {
            "broken" => breaches.join("; "),
            "not_assessable" => self.unknown.join("; "),
            "kept" => format!("{} found it kept", times(self.kept, "look")),
            _ => "nothing was due yet".to_owned(),
        }
    }

    pub(super) fn and(mut self, other: Judged) -> Judged {
        self.breaches.extend(other.breaches);
        self.unknown.extend(other.unknown);
        self.kept += other.kept;
        self.until = [self.until, other.until].into_iter().flatten().min();
        self
    }
}

/// One promise about one dataset.
struct Asked<'a> {
    around: &'a Around,
    obligation: &'a RecordRow,
    dataset: &'a RecordRow,
    metric: &'a str,
    limit: &'a str,
    period: &'a str,
    /// First and last day on which it must be kept.
    from: Option<Date>,
    until: Option<Date>,
    /// Whether more is expected.
    goes_on: bool,
}

/// How a promise is held against deliveries.
type Look = fn(&Asked, &[Delivery]) -> Judged;

/// Promises about deliveries themselves; every other metric is one of measurements.
const PROMISES: &[(&str, Look)] = &[("delivery", delivered), ("schema", columns::kept), ("notice", untold)];

/// How the promises of an obligation that is owed to the organisation stand; `None` where it promises no figures or does not apply.
pub fn judge(around: &Around, obligation: &RecordRow) -> Option<Judged> {
    let contract = around.contract(obligation).filter(|it| it.kind == CONTRACT)?;
    let rows = obligation.document.get("promise").and_then(Value::as_array).filter(|it| !it.is_empty())?;
    let owed = obligation.kind == OBLIGATION && obligation.text("direction") == Some("owed_to_us");
    if !owed || obligation.state != "applicable" || obligation.retired {
        return None;
    }
    let either = |field: &str| date(&obligation.document, field).or_else(|| date(&contract.document, field));
    let (from, until) = (either("from"), either("until"));
    let covered = around.covered(obligation);
    if covered.is_empty() {
        let unknown = vec![format!("no data are known that {} covers", obligation.id)];
        return Some(Judged { unknown, ..Judged::default() });
    }
    let mut judged = Judged::default();
    for (row, dataset) in rows.iter().flat_map(|row| covered.iter().map(move |it| (row, *it))) {
        let text = |column: &str| row[column].as_str().unwrap_or_default().trim();
        let (metric, limit, period) = (text("metric"), text("limit"), text("period"));
        let goes_on = contract.state != "ended";
        let asked = Asked { around, obligation, dataset, metric, limit, period, from, until, goes_on };
        let within =
            |it: &Delivery| from.is_none_or(|from| from <= it.day) && until.is_none_or(|until| it.day <= until);
        let mut deliveries = around.deliveries(&dataset.id);
        deliveries.retain(within);
        let look = PROMISES.iter().find(|it| it.0 == metric).map_or(figure::kept as Look, |it| it.1);
        judged = judged.and(look(&asked, &deliveries));
    }
    Some(judged)
}

impl Asked<'_> {
    fn breach(&self, delivery: Option<&Delivery>, promised: String, came: String, by: String) -> Breach {
        Breach {
            obligation: self.obligation.id.clone(),
            clause: self.obligation.text("provision").unwrap_or_default().to_owned(),
            dataset: self.dataset.id.clone(),
            delivery: delivery.map(|it| it.row.id.clone()),
            promised,
            came,
            by,
        }
    }

    fn unknown(&self, why: String) -> Judged {
        Judged { unknown: vec![format!("{}: {why}", self.obligation.id)], ..Judged::default() }
    }
}

/// A delivery in every period: each is due so long after the one before, the first so long after the promise begins.
fn delivered(asked: &Asked, deliveries: &[Delivery]) -> Judged {
    let written = if asked.period.is_empty() { asked.limit } else { asked.period };
    let Ok(every) = written.parse::<Span>() else {
        return asked.unknown(format!("`{written}` is no time between deliveries; write one such as P1M"));
    };
    let next = |day: Date| day.checked_add(every).ok();
    let promised = |due: Date| format!("by {due}, {written} after the one before");
    let (mut judged, mut due) = (Judged::default(), asked.from.and_then(next));
    for it in deliveries {
        match due.filter(|due| *due < it.day) {
            Some(due) => {
                let by = format!("{} late", times(days(due, it.day), "day"));
                judged.breaches.push(asked.breach(Some(it), promised(due), format!("came on {}", it.day), by));
            }
            None => judged.kept += 1,
        }
        due = next(it.day);
    }
    let Some(due) = due.filter(|due| asked.goes_on && asked.until.is_none_or(|until| *due <= until)) else {
        return judged;
    };
    match due < asked.around.today {
        true => {
            let by = format!("overdue since {due}");
            judged.breaches.push(asked.breach(None, promised(due), "nothing came".to_owned(), by));
        }
        false => judged.until = day_after(due),
    }
    judged
}

/// A promise of notice: no delivery shows whether it was kept.
fn untold(asked: &Asked, _: &[Delivery]) -> Judged {
    asked.unknown("no delivery shows whether notice was given; enter a breach of your own where it was not".to_owned())
}

fn days(from: Date, to: Date) -> usize {
    from.until(to).map(|it| it.get_days()).ok().and_then(|it| usize::try_from(it).ok()).unwrap_or_default()
}

fn times(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
