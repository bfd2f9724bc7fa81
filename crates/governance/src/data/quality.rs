//! Whether the quality of a version is shown: the newest measurement that counts, held to limits as strict as the tier of the
//! data asks, of these very bytes, not too old; and decisions to use the data although it is not.
//!
//! What was measured stands in records; nothing is measured here. Which limits and how long is data
//! (`data/library/data_tiers.toml`, `data/plans/`). Serves ISO/IEC 42001 A.7.4.

use jiff::Timestamp;
use record::{Document, Id};
use serde_json::Value;
use store::RecordRow;

use super::chain::{self, digest, said, short};
use super::library::{Limit, Tiers};
use super::lineage::Lineage;
use super::tier::Tiered;
use crate::bodies::says_yes;
use crate::derived::{date, day_after};
use crate::libraries::Libraries;
use crate::reading::Record;

/// How the quality of a version stands.
#[derive(Debug, Clone)]
pub struct Quality {
    /// `pass`, `excepted`, `fail`, `not_assessable`, `stale`, `nothing_counts` or `never_measured`.
    pub word: &'static str,
    /// What it follows from.
    pub why: String,
    /// When the clock alone may change it.
    pub until: Option<Timestamp>,
    /// The tier that asks.
    pub tier: Tiered,
    /// The measurement that counts.
    pub by: Option<Id>,
    /// Every number that was held to a limit and did not pass.
    pub broken: Vec<Broken>,
    /// Measurements that do not count, each with its reason.
    pub passed_over: Vec<(Id, String)>,
}

/// A number that did not pass.
#[derive(Debug, Clone)]
pub struct Broken {
    /// The metric or the name of the rule, and what it is of.
    pub rule: String,
    /// `fail`, `inconclusive` or `not_assessable`.
    pub verdict: String,
    /// The number, or why there is none.
    pub found: String,
}

/// How the quality of a version stands; `None` where it belongs to no dataset.
pub fn quality(lineage: &Lineage, version: &RecordRow) -> Option<Quality> {
    let tier = lineage.tier(lineage.dataset(version)?);
    let mut measured: Vec<&RecordRow> = lineage
        .from(&version.id, "measurement", "of")
        .into_iter()
        .filter(|it| it.state == "recorded" && text(it, "family") == "quality")
        .collect();
    measured.sort_by_key(|it| std::cmp::Reverse((text(it, "measured_on").to_owned(), it.id.number)));
    let (mut passed_over, mut counting) = (Vec::new(), None);
    for it in measured {
        match lacking(&lineage.libraries, it, version, &tier) {
            Some(why) => passed_over.push((it.id.clone(), why)),
            None => counting = counting.or(Some(it)),
        }
    }
    let found = counting.map(|it| judged(lineage, version, it, &tier));
    let found = found.unwrap_or_else(|| unmeasured(&passed_over));
    let until = [found.until, tier.until].into_iter().flatten().min();
    let quality = Quality { until, tier, passed_over, ..found };
    Some(excepted(lineage, version, quality))
}

fn text<'a>(row: &'a RecordRow, field: &str) -> &'a str {
    row.text(field).unwrap_or_default()
}

fn nothing(word: &'static str, why: String) -> Quality {
    let tier = Tiered::default();
    Quality { word, why, until: None, tier, by: None, broken: Vec::new(), passed_over: Vec::new() }
}

fn unmeasured(passed_over: &[(Id, String)]) -> Quality {
    match passed_over.first() {
        None => nothing("never_measured", "its quality was never measured".to_owned()),
        Some((id, why)) => nothing("nothing_counts", format!("{id} does not count: {why}")),
    }
}

/// That a measurement with these fields is of other bytes than the version that it is entered for, where it is: then it is evidence of
/// nothing about that version.
pub fn other_bytes(about: &Record, fields: &Document) -> Option<String> {
    let (own, bytes) = (said(&about.document, "file_digest"), said(fields, "data_digest"));
    let other = about.kind == super::VERSION && !own.is_empty() && own != bytes;
    let id = &about.id;
    other.then(|| {
        format!(
            "what was measured is {}, and {id} is {}: its quality stays as it was; measure the file of {id}, or enter these bytes with `aims lineage record`",
            short(&bytes),
            short(&own)
        )
    })
}

/// Why a measurement does not count for a version, where it does not.
fn lacking(asked: &Libraries, measured: &RecordRow, version: &RecordRow, tier: &Tiered) -> Option<String> {
    let (bytes, own) = (chain::measured(measured), digest(version));
    if own.is_empty() {
        return Some(format!("{} says no digest, so nobody knows whether these bytes were measured", version.id));
    }
    if bytes != own {
        return Some(format!("it measured {}, and {} is {}", short(&bytes), version.id, short(&own)));
    }
    let plan = &tier.tier.as_ref()?.plan;
    let limits = asked.plans.get(plan)?.limit.iter().filter(|it| applies(&asked.tiers, version, &it.metric));
    let weak = limits.into_iter().find_map(|it| weaker(measured, it))?;
    Some(format!("tier {} asks for limits as strict as `{plan}`, and {weak}", tier.name()))
}

/// Whether a limit can be held for a version at all; what is not said is taken to apply.
pub fn applies(tiers: &Tiers, version: &RecordRow, metric: &str) -> bool {
    let only = tiers.only.iter().find(|it| it.metric == metric);
    only.is_none_or(|only| {
        let value = text(version, &only.field);
        value.is_empty() || only.any.iter().any(|it| it == value)
    })
}

/// In which way a measurement was held to less than a limit.
fn weaker(measured: &RecordRow, limit: &Limit) -> Option<String> {
    let rows: Vec<&Value> = ruled(measured).filter(|it| it["metric"].as_str() == Some(&limit.metric)).collect();
    let name = &limit.metric;
    if rows.is_empty() {
        return Some(format!("`{name}` was held to no limit"));
    }
    for row in rows {
        let (least, most) = (row["at_least"].as_f64(), row["at_most"].as_f64());
        if let Some(asked) = limit.at_least.filter(|asked| least.is_none_or(|it| it < *asked)) {
            return Some(format!("`{name}` was held to {}, not to at least {asked}", held("at least", least)));
        }
        if let Some(asked) = limit.at_most.filter(|asked| most.is_none_or(|it| it > *asked)) {
            return Some(format!("`{name}` was held to {}, not to at most {asked}", held("at most", most)));
        }
    }
    None
}

fn held(way: &str, bound: Option<f64>) -> String {
    bound.map_or_else(|| "nothing of the kind".to_owned(), |it| format!("{way} {it}"))
}

/// The numbers of a measurement that were held to a limit.
fn ruled(measured: &RecordRow) -> impl Iterator<Item = &Value> {
    let rows = measured.list("values");
    rows.filter(|it| it["verdict"].as_str().is_some_and(|it| it != "not_judged"))
}

/// What a measurement that counts says.
fn judged(lineage: &Lineage, version: &RecordRow, measured: &RecordRow, tier: &Tiered) -> Quality {
    let id = &measured.id;
    let made =
        Quality { by: Some(id.clone()), ..nothing("pass", format!("{id} kept every limit of tier {}", tier.name())) };
    let lasts = tier.lasts();
    let end = date(&measured.document, "measured_on").zip(lasts).and_then(|(day, lasts)| day.checked_add(lasts).ok());
    let until = end.and_then(day_after);
    if let Some(end) = end.filter(|_| until.is_some_and(|it| it <= lineage.time)) {
        return Quality { word: "stale", why: format!("{id} counted until {end}; measure again"), ..made };
    }
    let broken: Vec<Broken> =
        ruled(measured).filter_map(|it| not_passed(&lineage.libraries.tiers, version, it)).collect();
    let failed = broken.iter().any(|it| it.verdict == "fail");
    let names: Vec<&str> =
        broken.iter().filter(|it| !failed || it.verdict == "fail").map(|it| it.rule.as_str()).collect();
    match (broken.is_empty(), failed) {
        (true, _) => Quality { until, ..made },
        (_, true) => Quality { word: "fail", why: format!("{id} breaks {}", names.join(", ")), until, broken, ..made },
        (_, false) => {
            let why = format!("{id} cannot tell about {}: {}", names.join(", "), broken[0].found);
            Quality { word: "not_assessable", why, until, broken, ..made }
        }
    }
}

fn not_passed(tiers: &Tiers, version: &RecordRow, row: &Value) -> Option<Broken> {
    let text = |column: &str| row[column].as_str().unwrap_or_default();
    let (metric, of, verdict) = (text("metric"), text("of"), text("verdict"));
    if verdict == "pass" || (verdict == "not_assessable" && !applies(tiers, version, metric)) {
        return None;
    }
    let rule = if of.is_empty() { metric.to_owned() } else { format!("{metric} of {of}") };
    let found = row["value"].as_f64().map_or_else(|| text("note").to_owned(), |it| it.to_string());
    Some(Broken { rule, verdict: verdict.to_owned(), found })
}

/// The same, where a decision lets the version be used until a day although its quality is not shown.
fn excepted(lineage: &Lineage, version: &RecordRow, quality: Quality) -> Quality {
    if quality.word == "pass" {
        return quality;
    }
    let end = |it: &RecordRow| date(&it.document, "valid_until").and_then(day_after);
    let holds = |it: &&RecordRow| text(it, "form") == "except" && end(it).is_some() && lineage.opens(it);
    let mut granted: Vec<&RecordRow> =
        lineage.from(&version.id, "decision", "subject").into_iter().filter(holds).collect();
    granted.sort_by_key(|it| end(it));
    let Some(decision) = granted.pop() else { return quality };
    let why =
        format!("{} lets it be used until {} although {}", decision.id, text(decision, "valid_until"), quality.why);
    let until = [quality.until, end(decision)].into_iter().flatten().min();
    Quality { word: "excepted", why, until, ..quality }
}

/// Whether a decision was a yes that opens something at a moment: taken, its conditions met, its validity not ended.
pub(crate) fn in_effect(decision: &RecordRow, time: jiff::Timestamp) -> bool {
    let end = date(&decision.document, "valid_until").and_then(day_after);
    decision.state == "taken" && says_yes(decision) && conditions_met(decision) && end.is_none_or(|end| time < end)
}

/// A yes with conditions opens nothing before they are met.
pub(crate) fn conditions_met(decision: &RecordRow) -> bool {
    let rows = decision.document.get("conditions").and_then(Value::as_array);
    text(decision, "outcome") == "yes"
        || rows.is_some_and(|rows| rows.iter().all(|it| it["met"].as_bool() == Some(true)))
}
