//! Whether a version stands for those it is about: its groups beside a reference, by the newest measurement of these very bytes.
//!
//! Which group is too rare was judged when it was measured, all groups together; nothing is measured here. How long a measurement
//! counts is data of the tier (`data/library/data_tiers.toml`). Serves ISO/IEC 42001 A.7.2, A.7.4 and A.5.4.

use jiff::Timestamp;
use record::Id;
use serde_json::Value;
use store::RecordRow;

use super::chain::{self, digest, short};
use super::lineage::Lineage;
use crate::derived::{date, day_after};

/// The family of measurements that tell of it, and the metric of a group.
const FAMILY: &str = "represent";
const SHARE: &str = "representation_share";
/// The metrics of a label in a group.
const RATE: &str = "label_rate";
const DIFFERENCE: &str = "label_rate_difference";

/// How a version stands.
#[derive(Debug, Clone)]
pub struct Representation {
    /// `fair`, `inconclusive`, `under_represented`, `over_represented`, `not_assessable`, `stale`, `nothing_counts` or `never_measured`.
    pub word: &'static str,
    /// What it follows from.
    pub why: String,
    /// When the clock alone may change it.
    pub until: Option<Timestamp>,
    /// The measurement that says so.
    pub by: Option<Id>,
    /// Its groups and intersections.
    pub groups: Vec<Group>,
    /// Labels in them; none where they were not asked of.
    pub labels: Vec<OfLabel>,
}

/// A label in a group.
#[derive(Debug, Clone)]
pub struct OfLabel {
    /// The group, such as `sex = f`.
    pub group: String,
    /// The label.
    pub label: String,
    /// How often it stands in the group.
    pub rate: Option<f64>,
    /// Rows of the group that have any label.
    pub n: u64,
    /// How much more often it stands there than in all other rows, with its interval.
    pub difference: Option<(f64, Option<(f64, f64)>)>,
    /// `differs`, `alike`, `inconclusive` or `not_assessable`.
    pub word: &'static str,
}

/// A group or an intersection of groups.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its name, such as `sex = f`.
    pub name: String,
    /// Its share; none where there is no row at all.
    pub share: Option<f64>,
    /// The interval of its share.
    pub interval: Option<(f64, f64)>,
    /// Its share in the reference.
    pub expected: f64,
    /// Rows that could be in it.
    pub among: u64,
    /// `fair`, `inconclusive`, `under_represented`, `over_represented` or `not_assessable`.
    pub word: &'static str,
}

impl Group {
    /// Rows in it.
    pub fn rows(&self) -> u64 {
        (self.share.unwrap_or(0.0) * self.among as f64).round() as u64
    }

    /// Rows that the reference expects of it.
    pub fn rows_expected(&self) -> f64 {
        self.expected * self.among as f64
    }

    /// Its share, the interval and the share of the reference, in a few words.
    pub fn said(&self) -> String {
        let percent = |it: f64| format!("{:.1} %", 100.0 * it);
        let share = self.share.map_or_else(|| "no rows".to_owned(), percent);
        let interval = self.interval.map(|it| format!(" [{}, {}]", percent(it.0), percent(it.1))).unwrap_or_default();
        format!("{} is {share}{interval}, {} in the reference", self.name, percent(self.expected))
    }
}

/// How a version stands; `None` where it belongs to no dataset.
pub fn representation(lineage: &Lineage, version: &RecordRow) -> Option<Representation> {
    let tier = lineage.tier(lineage.dataset(version)?);
    let mut measured = lineage.from(&version.id, "measurement", "of");
    measured.retain(|it| it.state == "recorded" && it.text("family") == Some(FAMILY));
    measured.sort_by_key(|it| std::cmp::Reverse((it.text("measured_on").unwrap_or_default().to_owned(), it.id.number)));
    let own = digest(version);
    let found = match measured.iter().find(|it| !own.is_empty() && chain::measured(it) == own) {
        Some(it) => judged(lineage, it, tier.lasts()),
        None => match measured.first() {
            None => nothing("never_measured", "nobody compared it with a reference".to_owned()),
            Some(it) if own.is_empty() => {
                let why = format!(
                    "{} measured {}, and {} says no digest of its bytes",
                    it.id,
                    short(&chain::measured(it)),
                    version.id
                );
                nothing("nothing_counts", why)
            }
            Some(it) => {
                let why = format!(
                    "{} measured {}, and {} is {}",
                    it.id,
                    short(&chain::measured(it)),
                    version.id,
                    short(&own)
                );
                nothing("nothing_counts", why)
            }
        },
    };
    Some(Representation { until: [found.until, tier.until].into_iter().flatten().min(), ..found })
}

fn nothing(word: &'static str, why: String) -> Representation {
    Representation { word, why, until: None, by: None, groups: Vec::new(), labels: Vec::new() }
}

/// What a measurement of these bytes says.
fn judged(lineage: &Lineage, measured: &RecordRow, lasts: Option<jiff::Span>) -> Representation {
    let id = &measured.id;
    let rows = measured.list("values");
    let groups: Vec<Group> = rows.filter(|it| it["metric"].as_str() == Some(SHARE)).filter_map(group).collect();
    let labels: Vec<OfLabel> = measured.list("values").filter_map(|it| of_label(it, measured)).collect();
    let made = Representation { by: Some(id.clone()), groups, labels, ..nothing("fair", String::new()) };
    let end = date(&measured.document, "measured_on").zip(lasts).and_then(|(day, lasts)| day.checked_add(lasts).ok());
    let until = end.and_then(day_after);
    if let Some(end) = end.filter(|_| until.is_some_and(|it| it <= lineage.time)) {
        return Representation { word: "stale", why: format!("{id} counted until {end}; measure again"), ..made };
    }
    let of = |word: &str| -> Vec<String> { made.groups.iter().filter(|it| it.word == word).map(Group::said).collect() };
    let (under, over) = (of("under_represented"), of("over_represented"));
    let (unclear, fair) = (of("inconclusive"), of("fair"));
    let (word, why) = match () {
        () if !under.is_empty() => ("under_represented", format!("{id}: {}", under.join("; "))),
        () if !over.is_empty() => ("over_represented", format!("{id}: {}", over.join("; "))),
        () if !unclear.is_empty() => {
            let (groups, more) =
                (unclear.join("; "), "shows no difference, and more rows are needed to call these fair");
            ("inconclusive", format!("{id} {more}: {groups}"))
        }
        () if !fair.is_empty() => {
            ("fair", format!("{id} found all {} groups as common as in the reference", fair.len()))
        }
        () => ("not_assessable", format!("{id} has not enough rows of any group to say")),
    };
    Representation { word, why, until, ..made }
}

fn group(row: &Value) -> Option<Group> {
    let (share, expected) = (row["value"].as_f64(), row["expected"].as_f64()?);
    let word = match row["verdict"].as_str()? {
        "pass" => "fair",
        "fail" if share.unwrap_or(0.0) < expected => "under_represented",
        "fail" => "over_represented",
        "inconclusive" => "inconclusive",
        _ => "not_assessable",
    };
    Some(Group {
        name: row["of"].as_str()?.to_owned(),
        share,
        interval: row["low"].as_f64().zip(row["high"].as_f64()),
        expected,
        among: row["n"].as_u64().unwrap_or(0),
        word,
    })
}

/// A difference, with the rate beside it.
fn of_label(row: &Value, measured: &RecordRow) -> Option<OfLabel> {
    let of = row["of"].as_str().filter(|_| row["metric"].as_str() == Some(DIFFERENCE))?;
    let rate = measured.list("values").find(|it| it["metric"].as_str() == Some(RATE) && it["of"].as_str() == Some(of));
    let (group, label) = of.rsplit_once(": ")?;
    let word = match row["verdict"].as_str()? {
        "fail" => "differs",
        "pass" => "alike",
        "inconclusive" => "inconclusive",
        _ => "not_assessable",
    };
    Some(OfLabel {
        group: group.to_owned(),
        label: label.to_owned(),
        rate: rate.and_then(|it| it["value"].as_f64()),
        n: rate.and_then(|it| it["n"].as_u64()).unwrap_or(0),
        difference: row["value"].as_f64().map(|it| (it, row["low"].as_f64().zip(row["high"].as_f64()))),
        word,
    })
}
