//! Numbers of a plan that cannot mean anything: a share above one, a level of nothing, a limit that nothing keeps.

use record::Fault;
use toml::Value;

use super::Plan;

/// Which numbers a key of a plan may have.
struct Range {
    /// The section, empty for the top, and the key.
    key: (&'static str, &'static str),
    low: f64,
    high: f64,
}

const fn range(section: &'static str, key: &'static str, low: f64, high: f64) -> Range {
    Range { key: (section, key), low, high }
}

/// The smallest number that counts as above nothing.
const SOME: f64 = 1e-12;
const ANY: f64 = f64::INFINITY;

/// Every key with a number. What counts is a whole number by its type already.
const RANGES: &[Range] = &[
    range("", "level", 0.5 + SOME, 1.0 - SOME),
    range("", "resamples", 1.0, 1e6),
    range("", "minimum", 0.0, ANY),
    range("profile", "missing", 0.0, 1.0),
    range("profile", "zeros", 0.0, 1.0),
    range("profile", "skewness", 0.0, ANY),
    range("profile", "distinct_words", 0.0, ANY),
    range("profile", "commonest", 0.0, 1.0),
    range("quality", "near", SOME, 1.0),
    range("quality", "near_rows", 0.0, ANY),
    range("drift", "bins", 2.0, 1e4),
    range("drift", "replicates", 1.0, 1e6),
    range("drift", "joint_cells", 0.0, ANY),
    range("drift", "joint_margin", 0.0, 0.5),
    range("drift", "joint_level", 0.5 + SOME, 1.0 - SOME),
    range("drift.margins", "alpha", SOME, 1.0 - SOME),
    range("drift.margins", "numbers", 0.0, 1.0),
    range("drift.margins", "words", 0.0, 1.0),
    range("drift.margins", "missing", 0.0, 1.0),
    range("drift.watch", "alpha", SOME, 1.0 - SOME),
    range("fairness", "depth", 1.0, 8.0),
    range("fairness", "neighbours", 1.0, 1e4),
    range("fairness", "bins", 2.0, 1e4),
    range("fairness", "four_fifths", SOME, 1.0),
    range("fairness", "aside", 0.0, 1.0),
    range("fairness", "tolerance", 0.0, 1.0),
    range("performance", "bins", 2.0, 1e4),
    range("privacy", "k", 1.0, ANY),
    range("privacy", "l", 1.0, ANY),
    range("privacy", "accepted", 0.0, 1.0),
    range("privacy", "few", 0.0, 1.0),
    range("privacy", "near", 0.0, 1.0),
    range("compare", "margin", 0.0, ANY),
    range("represent", "half_width", SOME, 0.5),
    range("represent", "depth", 1.0, 8.0),
    range("represent", "most", 0.0, ANY),
    range("represent", "alike", SOME, 1.0),
    range("represent", "label_margin", 0.0, 1.0),
    range("represent", "tolerance", SOME, 1.0),
    range("represent", "bins", 2.0, 1e4),
    range("hazard", "bins", 2.0, 1e4),
    range("hazard", "quantile", SOME, 1.0 - SOME),
    range("hazard", "feedback", 0.0, 1.0),
    range("hazard", "selection", 0.0, 1.0),
    range("hazard", "leakage", 0.0, 1.0),
    range("hazard", "proxy", 0.0, 1.0),
    range("hazard", "flips", 0.0, 1.0),
    range("hazard", "small", 0.0, ANY),
    range("hazard", "reliance", 0.0, 1.0),
    range("hazard", "outputs", 0.0, 1.0),
];

/// The first number of a plan that cannot mean anything, with its line.
pub(super) fn mistake(plan: &Plan, file: &str, text: &str) -> Option<Fault> {
    let table: toml::Table = text.parse().ok()?;
    RANGES.iter().find_map(|it| it.broken(&table, file, text)).or_else(|| limits(plan, file, text))
}

impl Range {
    fn broken(&self, plan: &toml::Table, file: &str, text: &str) -> Option<Fault> {
        let (section, key) = self.key;
        let mut table = plan;
        for name in section.split('.').filter(|it| !it.is_empty()) {
            table = table.get(name)?.as_table()?;
        }
        let found = table.get(key)?;
        let number = number(found)?;
        if number >= self.low && number <= self.high {
            return None;
        }
        let wanted = match (self.low, self.high) {
            (low, ANY) => format!("a number of at least {low}"),
            (low, high) => format!("a number from {} to {}", edge(low), edge(high)),
        };
        Some(placed(file, text, section, key, format!("`{key}` is {found}; give {wanted}")))
    }
}

/// An edge as people say it: what lies just beside a number is said as "above" or "below" it.
fn edge(it: f64) -> String {
    let near = (it * 10.0).round() / 10.0;
    match it {
        _ if it > near && it - near <= 2.0 * SOME => format!("above {near}"),
        _ if it < near && near - it <= 2.0 * SOME => format!("below {near}"),
        _ => it.to_string(),
    }
}

/// A limit that is no number, or between bounds of which none can be kept with the other.
fn limits(plan: &Plan, file: &str, text: &str) -> Option<Fault> {
    let odd = |it: &Option<f64>| it.is_some_and(|it| it.is_nan());
    plan.limit.iter().find_map(|it| {
        let message = match (it.at_least, it.at_most) {
            _ if odd(&it.at_least) || odd(&it.at_most) => {
                format!("the limit of `{}` is no number; give one", it.metric)
            }
            (Some(least), Some(most)) if least > most => {
                format!("nothing is at least {least} and at most {most}; turn the limits of `{}` round", it.metric)
            }
            _ => return None,
        };
        Some(Fault::about(file, text, &it.metric, message))
    })
}

fn number(it: &Value) -> Option<f64> {
    match it {
        Value::Integer(it) => Some(*it as f64),
        Value::Float(it) => Some(*it),
        _ => None,
    }
}

/// The fault at the line of the key below the head of its section.
fn placed(file: &str, text: &str, section: &str, key: &str, message: String) -> Fault {
    let head = format!("[{section}]");
    let after = if section.is_empty() { 0 } else { text.lines().position(|it| it.trim() == head).unwrap_or(0) };
    let is_key = |it: &str| it.trim_start().strip_prefix(key).is_some_and(|it| it.trim_start().starts_with('='));
    match text.lines().enumerate().skip(after).find(|it| is_key(it.1)) {
        Some((at, _)) => Fault { file: file.to_owned(), line: at + 1, column: 1, message },
        None => Fault::of_file(file, message),
    }
}

#[cfg(test)]
mod tests {
    /// Every key of a shipped plan that holds a number is in the list, so that no new one is forgotten.
    #[test]
    fn every_number_of_a_shipped_plan_has_its_range() {
        let known = |section: &str, key: &str| super::RANGES.iter().any(|it| it.key == (section, key));
        let free = |key: &str| key == "seed" || key == "at_most" || key == "at_least";
        let mut lacking = Vec::new();
        for name in super::super::names() {
            let text = super::super::file::text_of_shipped(&name).unwrap();
            walk("", &text.parse().unwrap(), &mut |section, key| {
                if !known(section, key) && !free(key) {
                    lacking.push(format!("{name}: {section} {key}"));
                }
            });
        }
        assert!(lacking.is_empty(), "{lacking:?}");
    }

    fn walk(section: &str, table: &toml::Table, seen: &mut dyn FnMut(&str, &str)) {
        for (key, value) in table {
            match value {
                toml::Value::Table(below) => walk([section, key].join(".").trim_start_matches('.'), below, seen),
                _ if super::number(value).is_some() => seen(section, key),
                _ => {}
            }
        }
    }
}
