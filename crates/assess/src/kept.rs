//! A report as the fields of a record: the values that matter, the digests, and how to measure again.
//!
//! The whole report is kept beside them as evidence. The day stands in the record and not in the report, so the report can be
//! made again. Entering the record is left to `governance`. Serves ISO/IEC 42001 9.1.

use measure::drift::cause::CAUSES;
use measure::estimate::Limit;
use measure::report::Line;
use measure::{Measured, Verdict};
use serde_json::{Map, Value, json};

use super::form;
use super::report::{Note, Report};

/// Values that a record shows; the report holds all.
const VALUES: usize = 200;

/// The fields of a measurement that the report settles.
pub fn fields(report: &Report) -> Map<String, Value> {
    let digests: Vec<&str> = report.data.iter().filter(|it| it.role == "data").map(|it| it.sha256.as_str()).collect();
    let fields = json!({
        "title": form::title(report),
        "family": report.family,
        "plan_name": report.plan.name,
        "verdict": report.overall.as_ref().map_or("not_judged", name),
        "values": values(report),
        "data_digest": format!("sha256:{}", read::together(digests.into_iter())),
        "rows": report.rows,
        "plan_digest": format!("sha256:{}", report.plan.sha256),
        "engine": report.engine,
        "seed": report.plan.settings["seed"].to_string(),
        "command": form::command(report),
    });
    let mut fields = match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    let causes = causes(report);
    if !causes.is_empty() {
        fields.insert("causes".to_owned(), json!(causes));
    }
    fields
}

/// Notes that name why something changed, or why it cannot be compared.
fn causes(report: &Report) -> Vec<Value> {
    let named = |it: &&Note| CAUSES.contains(&&*it.name) || it.name == "quality" || it.name == "column_lost";
    let row = |it: &Note| match it.of.is_empty() {
        true => json!({ "cause": it.name, "sentence": it.sentence }),
        false => json!({ "cause": it.name, "of": it.of, "sentence": it.sentence }),
    };
    report.notes.iter().filter(named).take(VALUES).map(row).collect()
}

/// What was held against a limit, then the other numbers that the short forms show.
fn values(report: &Report) -> Vec<Value> {
    let mut rulings: Vec<_> = report.rulings.iter().collect();
    if rulings.len() > VALUES {
        // What is wrong is kept before what is not.
        rulings.sort_by_key(|it| std::cmp::Reverse(it.verdict.rank()));
    }
    let ruled = rulings.into_iter().map(|it| {
        let mut row = value(&it.rule, &it.of, &it.found, Some(&it.verdict), it.between.as_ref());
        let (least, most) = it.limit.map_or((None, None), bounds);
        least.into_iter().for_each(|bound| row["at_least"] = json!(bound));
        most.into_iter().for_each(|bound| row["at_most"] = json!(bound));
        it.p.into_iter().for_each(|p| row["p"] = json!(p));
        it.adjusted_p.into_iter().for_each(|p| row["adjusted_p"] = json!(p));
        row
    });
    let known = |line: &&Line| !report.rulings.iter().any(|it| it.rule == line.metric && it.of == line.of);
    // A family whose short forms show tables instead of numbers keeps the numbers all the same.
    let tables = report.shown.as_ref().is_some_and(Vec::is_empty);
    let others = report.lines.iter().filter(|line| tables || report.shown().any(|it| std::ptr::eq(it, *line)));
    let others = others.filter(known).map(other);
    ruled.chain(others).take(VALUES).collect()
}

/// A number without a limit, with what its family holds it against.
fn other(line: &Line) -> Value {
    let beside = line.beside.as_ref();
    let mut row = value(&line.metric, &line.of, &line.value, beside.map(|it| &it.verdict), line.between.as_ref());
    if let Some(it) = beside {
        row["expected"] = json!(it.expected);
        it.p.into_iter().for_each(|p| row["p"] = json!(p));
        it.adjusted_p.into_iter().for_each(|p| row["adjusted_p"] = json!(p));
    }
    row
}

/// The ends of a limit.
fn bounds(limit: Limit) -> (Option<f64>, Option<f64>) {
    match limit {
        Limit::AtLeast(least) => (Some(least), None),
        Limit::AtMost(most) => (None, Some(most)),
        Limit::Within(least, most) => (Some(least), Some(most)),
    }
}

fn value(metric: &str, of: &str, found: &Measured, verdict: Option<&Verdict>, between: Option<&[String; 2]>) -> Value {
    let mut row = json!({ "metric": metric, "verdict": verdict.map_or("not_judged", name) });
    let mut say = |name: &str, value: Value| row[name] = value;
    if !of.is_empty() {
        say("of", json!(of));
    }
    match found.get() {
        Ok(it) => {
            say("value", json!(it.value));
            say("n", json!(it.n));
            let ends = it.interval.map(|it| [("low", it.low), ("high", it.high)]);
            ends.into_iter().flatten().filter(|it| it.1.is_finite()).for_each(|(name, end)| say(name, json!(end)));
            between.iter().for_each(|it| say("note", json!(format!("between {} and {}", it[0], it[1]))));
        }
        Err(none) => say("note", json!(none.why)),
    }
    row
}

/// The verdict as the kind names it.
fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Inconclusive => "inconclusive",
        Verdict::NotAssessable { .. } => "not_assessable",
    }
}
