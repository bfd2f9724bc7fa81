//! Age, time limits and priority of findings: what a finding weighs by its grade and the highest tier that it concerns, how old it is, and how
//! often it was found before.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;
use record::Id;
use serde::Serialize;

use super::library::Correcting;

/// A finding as its order depends on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Its number.
    pub id: Id,
    /// Its grade.
    pub grade: String,
    /// Its state.
    pub state: String,
    /// The day on which it became official.
    pub issued: Option<Date>,
    /// The day by which it is to be answered, where one is stated.
    pub answer_by: Option<Date>,
    /// The day on which it was answered first.
    pub answered: Option<Date>,
    /// The day on which it was settled.
    pub settled: Option<Date>,
    /// Tiers of the AI systems concerned, as far as they are known.
    pub tiers: Vec<String>,
    /// Earlier findings of the same thing.
    pub repeats: usize,
    /// The unit to which it belongs.
    pub unit: Option<String>,
}

/// Where a finding stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Placed {
    /// Its number.
    pub id: Id,
    /// Days since it became official, to the day on which it was settled; nothing before it is official.
    pub age: Option<i64>,
    /// The day by which it is to be answered.
    pub answer_by: Option<Date>,
    /// The day by which it is to be settled.
    pub close_by: Option<Date>,
    /// Whether a day has passed without what was to be done, and which.
    pub late: Option<Late>,
    /// What it weighs; nothing where it is not open.
    pub priority: Option<Priority>,
}

/// What is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Late {
    /// It is not answered.
    Answer,
    /// It is not settled.
    Settling,
}

/// What a finding weighs, and of what that is made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Priority {
    /// The product.
    pub value: f64,
    /// By its grade.
    pub grade: f64,
    /// By the highest tier concerned.
    pub tier: f64,
    /// By its age: 1 when it is new.
    pub age: f64,
    /// By how often it was found before: 1 where never.
    pub repeats: f64,
}

/// Findings of a unit.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Burden {
    /// The unit; nothing where none is named.
    pub unit: Option<String>,
    /// Open findings.
    pub open: usize,
    /// Of these, findings of which something is late.
    pub late: usize,
    /// Middle age of those that are open, in days; between two it is their mean.
    pub median_age: Option<f64>,
    /// What they weigh together.
    pub weight: f64,
}

/// Where a finding stands on a day.
pub fn place(finding: &Finding, library: &Correcting, today: Date) -> Placed {
    let grade = library.grade(&finding.grade);
    let after = |length: &str| finding.issued?.checked_add(length.parse::<Span>().ok()?).ok();
    let answer_by = finding.answer_by.or_else(|| after(&grade?.answer_within));
    let close_by = grade.and_then(|it| after(&it.close_within));
    let open = library.states.open.contains(&finding.state);
    let end = if open { today } else { finding.settled.unwrap_or(today) };
    let age = finding.issued.and_then(|it| end.since(it).ok()).map(|it| i64::from(it.get_days()).max(0));
    let passed = |day: Option<Date>| open && day.is_some_and(|it| it < today);
    let late = match () {
        () if finding.answered.is_none() && passed(answer_by) => Some(Late::Answer),
        () if passed(close_by) => Some(Late::Settling),
        () => None,
    };
    let priority = (open && grade.is_some()).then(|| priority(finding, library, age.unwrap_or_default()));
    Placed { id: finding.id.clone(), age, answer_by, close_by, late, priority }
}

fn priority(finding: &Finding, library: &Correcting, age: i64) -> Priority {
    let grade = library.grade(&finding.grade).map_or(0.0, |it| it.weight);
    let tier = library.weight_of(finding.tiers.iter().map(String::as_str));
    let age = 1.0 + age as f64 / library.doubling();
    let repeats = 1.0 + finding.repeats as f64;
    Priority { value: grade * tier * age * repeats, grade, tier, age, repeats }
}

/// Open findings by class of age: how many are at most so many days old and older than the class before; the last has no end.
pub fn ages(placed: &[Placed], buckets: &[i64]) -> Vec<(Option<i64>, usize)> {
    let ages: Vec<i64> = placed.iter().filter(|it| it.priority.is_some()).filter_map(|it| it.age).collect();
    let ends: Vec<Option<i64>> = buckets.iter().copied().map(Some).chain([None]).collect();
    let mut from = i64::MIN;
    ends.into_iter()
        .map(|end| {
            let to = end.unwrap_or(i64::MAX);
            let count = ages.iter().filter(|it| **it > from && **it <= to).count();
            from = to;
            (end, count)
        })
        .collect()
}

/// What each unit has open, the heaviest first.
pub fn burdens(findings: &[Finding], placed: &[Placed]) -> Vec<Burden> {
    let mut units: BTreeMap<Option<String>, Vec<&Placed>> = BTreeMap::new();
    for (finding, place) in findings.iter().zip(placed).filter(|it| it.1.priority.is_some()) {
        units.entry(finding.unit.clone()).or_default().push(place);
    }
    let burden = |(unit, all): (Option<String>, Vec<&Placed>)| Burden {
        unit,
        open: all.len(),
        late: all.iter().filter(|it| it.late.is_some()).count(),
        median_age: median(all.iter().filter_map(|it| it.age).collect()),
        weight: all.iter().filter_map(|it| it.priority).map(|it| it.value).sum(),
    };
    let mut burdens: Vec<Burden> = units.into_iter().map(burden).collect();
    burdens.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.unit.cmp(&b.unit)));
    burdens
}

fn median(mut ages: Vec<i64>) -> Option<f64> {
    ages.sort_unstable();
    let middle = ages.len() / 2;
    match ages.len() {
        0 => None,
        count if count % 2 == 1 => Some(ages[middle] as f64),
        _ => Some((ages[middle - 1] + ages[middle]) as f64 / 2.0),
    }
}
