//! What follows for a grant: whether it is in force, what it opens, when it was used, whether it lies dormant or gives too much.
//!
//! Pure over the records around it. Limits are data (`data/library/access.toml`). Serves ISO/IEC 42001 A.7.2.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;
use store::RecordRow;

use super::around::{Around, gone};
use super::limits::{Limits, span};
use super::same;
use crate::data::lineage::targets;
use crate::derived::{date, day, day_after, midnight};

/// Class of a column that its dataset does not list.
pub const UNDECLARED: &str = "undeclared";
/// Class of a field about which nothing is said.
pub const ORDINARY: &str = "ordinary";

/// Something that holds or does not, with the reason and the moment at which the clock alone may change it.
#[derive(Debug, Clone, PartialEq)]
pub struct Holds {
    /// Whether it holds.
    pub yes: bool,
    /// What it follows from.
    pub why: String,
    /// When to ask again.
    pub until: Option<Timestamp>,
}

impl Holds {
    fn no(why: impl Into<String>) -> Holds {
        Holds { yes: false, why: why.into(), until: None }
    }
}

/// The text in a field of a record.
pub(crate) fn text<'a>(row: &'a RecordRow, field: &str) -> &'a str {
    row.text(field).unwrap_or_default()
}

/// The rows of a table in a document, by the text of one column.
fn cells<'a>(row: &'a RecordRow, table: &str, column: &'a str) -> impl Iterator<Item = &'a str> {
    row.list(table).filter_map(move |it| it[column].as_str())
}

/// The purposes that a dataset names.
pub fn purposes(dataset: &RecordRow) -> Vec<&str> {
    cells(dataset, "purposes", "purpose").collect()
}

/// The fields that a dataset lists, each with its class.
pub fn fields(dataset: &RecordRow) -> Vec<(&str, &str)> {
    let rows = dataset.list("fields");
    rows.filter_map(|it| Some((it["field"].as_str()?, it["class"].as_str().unwrap_or(ORDINARY)))).collect()
}

/// The class of a column of a dataset.
pub fn class_of<'a>(dataset: &'a RecordRow, column: &str) -> &'a str {
    fields(dataset).into_iter().find(|it| same(it.0, column)).map_or(UNDECLARED, |it| it.1)
}

/// Whether a grant opens a field of a class.
pub fn opens(limits: &Limits, grant: &RecordRow, field: &str, class: &str) -> bool {
    let classes = grant.list("classes");
    !limits.is_restricted(class)
        || classes.filter_map(Value::as_str).any(|it| it == class)
        || cells(grant, "fields", "field").any(|it| same(it, field))
}

/// The classes that a grant names, and the single fields.
pub fn named(grant: &RecordRow) -> Vec<String> {
    let classes = grant.list("classes");
    classes.filter_map(Value::as_str).chain(cells(grant, "fields", "field")).map(str::to_owned).collect()
}

/// What is wrong with the purpose of a grant, in a sentence; nothing when the dataset names it.
pub fn purpose_problem(grant: &RecordRow, dataset: &RecordRow) -> Option<String> {
    let (wanted, known) = (text(grant, "purpose"), purposes(dataset));
    if known.iter().any(|it| same(it, wanted)) {
        return None;
    }
    let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
    Some(format!("`{wanted}` is no purpose of {}, which names {known}", dataset.id))
}

/// What is wrong with the fields of a grant, in a sentence; nothing when the dataset lists them all.
pub fn fields_problem(grant: &RecordRow, dataset: &RecordRow) -> Option<String> {
    let known = fields(dataset);
    let strange = |it: &&str| !known.iter().any(|(field, _)| same(field, it));
    let strange: Vec<&str> = cells(grant, "fields", "field").filter(strange).collect();
    (!strange.is_empty()).then(|| format!("{} does not list {}", dataset.id, strange.join(", ")))
}

/// First and last moment of a grant's days.
pub(crate) fn days(grant: &RecordRow) -> (Option<Timestamp>, Option<Timestamp>) {
    (date(&grant.document, "from").and_then(midnight), date(&grant.document, "expires").and_then(day_after))
}

/// Whether a grant opens anything at the moment.
pub fn in_force(around: &Around, grant: &RecordRow) -> Holds {
    let (from, end) = days(grant);
    let today = day(around.time);
    if grant.retired || grant.state != "granted" {
        return Holds::no(format!("it is {}", if grant.retired { "retired" } else { &grant.state }));
    }
    if let Some(why) = out_of_use(around, grant, today) {
        return Holds::no(why);
    }
    if let Some(it) = holder(around, grant).and_then(|it| around.suspended(&it.id)) {
        return Holds { until: it.until, ..Holds::no(format!("{} suspends it", it.breach)) };
    }
    match (from, end) {
        (Some(from), _) if around.time < from => {
            Holds { until: Some(from), ..Holds::no(format!("it begins on {}", text(grant, "from"))) }
        }
        (_, None) => Holds::no("it has no last day"),
        (_, Some(end)) if end <= around.time => Holds::no(format!("it expired after {}", text(grant, "expires"))),
        (_, end) => {
            let why = format!("granted for `{}` until {}", text(grant, "purpose"), text(grant, "expires"));
            let leaves = holder(around, grant).and_then(|it| date(&it.document, "until")).and_then(day_after);
            Holds { yes: true, why, until: end.into_iter().chain(leaves).min() }
        }
    }
}

fn holder<'a>(around: &'a Around, grant: &RecordRow) -> Option<&'a RecordRow> {
    around.row(targets(&grant.document, "who").first()?).filter(|it| it.kind == "person")
}

/// Why a grant opens nothing although it was given and its days are not over.
fn out_of_use(around: &Around, grant: &RecordRow, today: Date) -> Option<String> {
    let Some(dataset) = around.dataset(grant) else { return Some("its dataset is not there".to_owned()) };
    if dataset.retired || ["retired", "disposed"].contains(&dataset.state.as_str()) {
        return Some(format!("{} is out of use", dataset.id));
    }
    if let Some(why) = purpose_problem(grant, dataset) {
        return Some(why);
    }
    holder(around, grant).and_then(|it| gone(it, today).map(|last| format!("{} left on {last}", it.id)))
}

/// The day of the last use that is known.
pub fn last_used(around: &Around, grant: &RecordRow) -> Option<Date> {
    around.uses(&grant.id).iter().map(|it| day(it.time)).max()
}

/// Whether a grant in force lies unused.
pub fn dormant(around: &Around, grant: &RecordRow) -> Holds {
    let force = in_force(around, grant);
    if !force.yes {
        return Holds { yes: false, ..force };
    }
    let begun = date(&grant.document, "from");
    let used = last_used(around, grant);
    let Some(since) = used.max(begun) else { return Holds::no("nothing is known of its use") };
    let waits = around.libraries.access.dormant_after.as_str();
    let Some(turn) = since.checked_add(span(waits)).ok().and_then(day_after) else { return Holds::no("") };
    let used = used.map_or_else(|| format!("never used since {since}"), |it| format!("last used on {it}"));
    match turn <= around.time {
        true => Holds { yes: true, why: format!("{used}, longer ago than {waits}"), until: force.until },
        false => Holds { yes: false, why: used, until: force.until.into_iter().chain([turn]).min() },
    }
}

/// Whether a grant in force gives more than is needed, with every reason.
pub fn excessive(around: &Around, grant: &RecordRow) -> Holds {
    let force = in_force(around, grant);
    if !force.yes {
        return Holds { yes: false, ..force };
    }
    let reasons: Vec<String> =
        [too_long(around, grant), too_many(around, grant), untouched(around, grant)].into_iter().flatten().collect();
    match reasons.is_empty() {
        true => Holds { yes: false, why: "within the limits".to_owned(), until: force.until },
        false => Holds { yes: true, why: reasons.join("; "), until: force.until },
    }
}

fn too_long(around: &Around, grant: &RecordRow) -> Option<String> {
    let longest = around.libraries.access.longest.as_str();
    let (from, expires) = (date(&grant.document, "from")?, date(&grant.document, "expires")?);
    let last = from.checked_add(span(longest)).ok()?;
    (expires > last).then(|| format!("it lasts from {from} until {expires}, longer than {longest}"))
}

fn too_many(around: &Around, grant: &RecordRow) -> Option<String> {
    let (holders, most) = (around.holders(grant, around.time).len(), around.libraries.access.most_holders);
    (holders > most).then(|| format!("{holders} people hold its role, more than {most}"))
}

/// Restricted fields that its many uses never touched.
fn untouched(around: &Around, grant: &RecordRow) -> Option<String> {
    let uses = around.uses(&grant.id);
    let times: u64 = uses.iter().map(|it| it.times).sum();
    if times < around.libraries.access.used_often {
        return None;
    }
    let (known, limits) = (fields(around.dataset(grant)?), &around.libraries.access);
    let open = known.iter().filter(|(field, class)| limits.is_restricted(class) && opens(limits, grant, field, class));
    let never = |it: &&(&str, &str)| !uses.iter().any(|one| one.fields.contains(&it.0.to_lowercase()));
    let never: Vec<&str> = open.filter(never).map(|it| it.0).collect();
    (!never.is_empty()).then(|| format!("used {times} times and never for {}", never.join(", ")))
}
