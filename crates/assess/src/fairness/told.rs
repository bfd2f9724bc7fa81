//! What an assessment of fairness says, as figures, tables, tests and notes.

use measure::Measured;
use measure::fairness::assess::Assessment;
use measure::fairness::cells::{Group, MOST_GROUPS};
use measure::fairness::compare::Comparison;
use measure::fairness::confusion::SELECTION_RATE;
use measure::fairness::hiring::HiringTable;
use measure::fairness::impossible::Impossible;
use measure::fairness::parity::demographic_parity;
use measure::fairness::parity::disparate_impact::{FourFifths, Relation};
use measure::report::Line;

use crate::number;
use crate::report::{Cell, Figure, Found, Note, Table, Test};
use crate::run::Ask;

/// Groups that a note names before it counts the rest.
const NAMED: usize = 8;

/// Everything that was found.
pub fn found(assessment: &Assessment, ask: &Ask<'_>) -> Found {
    let mut figures: Vec<Figure> =
        assessment.comparisons.iter().filter(|it| it.grouping.by.len() == 1).map(rates).collect();
    figures.extend(gaps(assessment));
    let mut tables: Vec<Table> = assessment.comparisons.iter().map(groups).collect();
    // What counts rows alike would mislead beside numbers that do not.
    if assessment.weights.is_none() {
        tables.extend(assessment.hiring.iter().map(|it| hiring("Selection by category", it)));
        tables.extend(assessment.scoring.iter().map(|it| hiring("Scores above the median by category", it)));
        tables.extend(scores(assessment));
        tables.extend(mitigation(assessment));
    }
    Found {
        rows: assessment.rows,
        lines: assessment.lines(),
        tests: tests(assessment),
        notes: notes(assessment, ask.minimum),
        figures,
        tables,
        ..Found::default()
    }
}

/// The selection rate of each group, beside that of the reference.
fn rates(comparison: &Comparison) -> Figure {
    let by = comparison.grouping.by.join(" x ");
    let groups = &comparison.grouping.groups;
    let row = comparison.rates.iter().find(|it| it.rate == SELECTION_RATE.metric.id);
    let values = row.map(|it| it.groups.as_slice()).unwrap_or_default();
    let line = |(group, value): (&Group, &Measured)| Line::new(SELECTION_RATE.metric.id, &group.name, value.clone());
    let reference = groups.iter().position(|it| Some(&it.name) == comparison.reference.as_ref());
    Figure::Intervals {
        title: format!("Selection rate by {by}"),
        beside: reference.and_then(|at| values.get(at)?.value()),
        rows: groups.iter().zip(values).map(line).collect(),
    }
}

/// The named measures of all combinations, beside no gap.
fn gaps(assessment: &Assessment) -> Option<Figure> {
    let of = |it: &Comparison| {
        let by = it.grouping.by.join(" x ");
        let gap = it.parities.iter().find(|it| it.metric == demographic_parity::DIFFERENCE.metric.id)?;
        Some(Line { between: gap.between.clone(), ..Line::new(gap.metric.clone(), by, gap.value.clone()) })
    };
    let rows: Vec<Line> = assessment.comparisons.iter().filter_map(of).collect();
    let title = "Largest difference of selection rates, by attribute and intersection".to_owned();
    (rows.len() > 1).then_some(Figure::Intervals { title, beside: Some(0.0), rows })
}

/// The line of a hiring table for persons whose category nobody knows.
const UNKNOWN_CATEGORY: &str = "(category unknown)";

/// Groups that stand side by side; more of them stand one below the other.
const BESIDE: usize = 6;

/// Every rate of every group.
fn groups(comparison: &Comparison) -> Table {
    let by = comparison.grouping.by.join(" x ");
    let mut table = Table::new(format!("Rates by {by}"), &["group", "rows"]);
    table.columns.extend(comparison.rates.iter().map(|it| it.rate.to_owned()));
    for (at, group) in comparison.grouping.groups.iter().enumerate() {
        let own = comparison.rates.iter().map(|it| Cell::from(it.groups[at].clone()));
        table.rows.push([group.name.clone().into(), group.counts.n().into()].into_iter().chain(own).collect());
    }
    if table.rows.len() <= BESIDE { table.turned() } else { table }
}

/// What scores are worth in each group.
fn scores(assessment: &Assessment) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for it in &assessment.scores {
        let title = format!("Scores by {}", it.by);
        if tables.last().is_none_or(|last| last.title != title) {
            let columns = [
                "group",
                "rows",
                "area under the ROC curve",
                "area to the curve of the reference",
                "Brier score",
                "expected calibration error",
                "calibration intercept",
                "calibration slope",
            ];
            tables.push(Table::new(title, &columns));
        }
        let apart = it.abroca.clone().map_or(Cell::Blank(()), Cell::from);
        let errors =
            [&it.brier_score, &it.expected_calibration_error, &it.calibration_intercept, &it.calibration_slope];
        let own = [it.group.clone().into(), it.n.into(), it.roc_auc.clone().into(), apart];
        let row = own.into_iter().chain(errors.map(|it| Cell::from(it.clone()))).collect();
        if let Some(table) = tables.last_mut() {
            table.rows.push(row);
        }
    }
    tables.into_iter().map(|it| if it.rows.len() <= BESIDE { it.turned() } else { it }).collect()
}

/// What scores alone tell.
pub(super) fn scored(tables: &[HiringTable], rows: u64) -> Found {
    let mut found = Found { rows, ..Found::default() };
    for table in tables {
        for row in &table.categories {
            let of = format!("{} = {}", table.by.join(" x "), row.category);
            found.lines.push(Line::new("scoring_rate", of.clone(), row.rate.clone()));
            found.lines.push(Line::new("impact_ratio", of, row.impact_ratio.clone()));
        }
        found.tables.push(hiring("Scores above the median by category", table));
    }
    found.notes.extend(tables.iter().filter_map(unknown));
    let sentence = "nobody is selected yet, so rates and ratios are those of scores above the median";
    found.notes.push(Note::new("scores_alone", "", sentence));
    found
}

fn hiring(title: &str, it: &HiringTable) -> Table {
    let columns = ["category", "persons", "selected", "rate", "impact ratio"];
    let mut table = Table::new(format!("{title}: {}", it.by.join(" x ")), &columns);
    for row in &it.categories {
        let (rate, ratio) = (row.rate.clone(), row.impact_ratio.clone());
        table.rows.push(vec![
            row.category.clone().into(),
            row.applicants.into(),
            row.selected.into(),
            rate.into(),
            ratio.into(),
        ]);
    }
    if it.unknown > 0 {
        let blank = [(); 3].map(Cell::Blank);
        table.rows.push([Cell::from(UNKNOWN_CATEGORY), it.unknown.into()].into_iter().chain(blank).collect());
    }
    table
}

/// What would bring groups together, and what it would cost.
fn mitigation(assessment: &Assessment) -> Vec<Table> {
    let single = assessment.comparisons.iter().filter(|it| it.grouping.by.len() == 1 && it.grouping.labelled);
    let mut tables = Vec::new();
    for (it, comparison) in assessment.reweighing.iter().zip(single) {
        let title = format!(
            "Weights under which label and {} are independent: the difference of base rates goes from {} to {}, the rows are then worth {} of what they are, and the predictions as measured are right in {} of the weighted rows instead of {}",
            comparison.grouping.by.join(" x "),
            number::number(it.before),
            number::number(tidy(it.after)),
            number::number(it.effective_share),
            number::number(it.weighted_accuracy),
            number::number(it.accuracy)
        );
        let mut table = Table::new(title, &["group", "weight of negative rows", "weight of positive rows"]);
        table.rows =
            it.weights.iter().map(|it| vec![it.group.clone().into(), it.negative.into(), it.positive.into()]).collect();
        tables.push(table);
    }
    for it in assessment.thresholds.iter().filter(|it| it.narrows()) {
        let (before, common, after) = (it.measured, it.found.before, it.found.after);
        let title = format!(
            "Thresholds by {} for an equal {}: the difference goes from {} as measured to {}, accuracy from {} to {}; the best threshold for all has {} and {}",
            it.by,
            it.rate,
            number::number(before.difference),
            number::number(after.difference),
            number::number(before.accuracy),
            number::number(after.accuracy),
            number::number(common.difference),
            number::number(common.accuracy)
        );
        let mut table = Table::new(title, &["group", "positive from a score of", it.rate]);
        table.rows = it
            .found
            .thresholds
            .iter()
            .map(|it| vec![it.group.clone().into(), it.at_least.into(), it.rate.into()])
            .collect();
        tables.push(table);
    }
    tables
}

/// Nothing, where only rounding is left.
fn tidy(value: f64) -> f64 {
    if value.abs() < 1e-12 { 0.0 } else { value }
}

/// Thresholds that were sought and do not bring groups closer together.
fn no_remedy(assessment: &Assessment) -> impl Iterator<Item = Note> + '_ {
    assessment.thresholds.iter().filter(|it| !it.narrows()).map(|it| {
        let sentence = format!(
            "thresholds by group for an equal {} are no remedy: the most accurate within the tolerance have a difference of {}, and the predictions as measured {}",
            it.rate,
            number::number(it.found.after.difference),
            number::number(it.measured.difference)
        );
        Note::new("no_remedy", &it.by, sentence)
    })
}

/// Persons in no line of a hiring table.
fn unknown(it: &HiringTable) -> Option<Note> {
    let sentence = format!(
        "{} persons have no category by `{}`; the hiring table counts them apart, and no rate or ratio holds them",
        number::rows(it.unknown),
        it.by.join("`, `")
    );
    (it.unknown > 0).then(|| Note::new("unknown_category", it.by.join(" x "), sentence))
}

fn tests(assessment: &Assessment) -> Vec<Test> {
    let mut all = Vec::new();
    for comparison in &assessment.comparisons {
        let by = comparison.grouping.by.join(" x ");
        for row in &comparison.rates {
            let question = format!("may {} be the same in all groups by `{by}`", row.rate);
            all.extend(row.alike.map(|tested| Test { question, tested, adjusted: row.adjusted }));
        }
    }
    for it in assessment.conditional.iter().filter(|_| assessment.weights.is_none()) {
        let same = format!("may the odds of `{}` and `{}` be the same within strata", it.group, it.reference);
        let one = format!("may one odds ratio of `{}` and `{}` fit all strata", it.group, it.reference);
        all.extend(it.same_odds.map(|tested| Test { question: same, tested, adjusted: None }));
        all.extend(it.one_ratio.map(|tested| Test { question: one, tested, adjusted: None }));
    }
    all
}

fn notes(assessment: &Assessment, minimum: u64) -> Vec<Note> {
    let rows = |name, count: u64, what: &str| {
        (count > 0)
            .then(|| Note::new(name, "", format!("{} rows have no {what} and are left out", number::rows(count))))
    };
    let mut notes: Vec<Note> =
        rows("without_prediction", assessment.without_prediction, "prediction").into_iter().collect();
    notes.extend(rows("without_label", assessment.without_label, "label"));
    if assessment.hiring.is_empty() {
        notes.extend(assessment.without_group.iter().map(|(by, count)| ungrouped(by, *count)));
    }
    notes.extend(assessment.too_many.iter().map(|(by, count)| crowded(by, *count)));
    notes.extend(assessment.weights.map(|it| weighted(it.rows, it.worth)));
    for comparison in &assessment.comparisons {
        let by = comparison.grouping.by.join(" x ");
        notes.extend(small(&by, &comparison.small, minimum));
        if let Some(rule) = comparison.four_fifths {
            notes.push(Note::new("four_fifths", &by, four_fifths(&rule)));
        }
    }
    if assessment.weights.is_none() {
        notes.extend(assessment.hiring.iter().filter_map(unknown));
        notes.extend(no_remedy(assessment));
    }
    let impossible = assessment.impossible.iter().filter(|_| assessment.weights.is_none());
    notes.extend(impossible.map(|it: &Impossible| Note::new("impossible", "", it.note.clone())));
    notes
}

/// Rows that stand in no group.
fn ungrouped(by: &str, count: u64) -> Note {
    let sentence = format!("{} rows have no value by `{by}` and stand in no group of it", number::rows(count));
    Note::new("without_group", by, sentence)
}

/// Groups that are too many to be compared with one another.
fn crowded(by: &str, count: usize) -> Note {
    let sentence = format!(
        "{count} groups are too many to be compared with one another, the most are {MOST_GROUPS}; join small ones, or cross fewer columns"
    );
    Note::new("too_many_groups", by, sentence)
}

/// What weights leave of the rows, and what is not told with them.
pub fn weighted(rows: u64, worth: f64) -> Note {
    let sentence = format!(
        "rows count by their weights: {} rows are worth {} of equal weight; tests and measures without a weighted form are not assessable",
        number::rows(rows),
        number::number(worth)
    );
    Note::new("weights", "", sentence)
}

/// Groups with too few rows.
pub fn small(by: &str, groups: &[String], minimum: u64) -> Option<Note> {
    let named: Vec<String> = groups.iter().take(NAMED).map(|it| format!("`{it}`")).collect();
    let more = if groups.len() > NAMED { format!(" and {} more", groups.len() - NAMED) } else { String::new() };
    let sentence = format!("fewer than {minimum} rows, so not compared: {}{more}", named.join(", "));
    (!groups.is_empty()).then(|| Note::new("small_groups", by, sentence))
}

fn four_fifths(rule: &FourFifths) -> String {
    let point = if rule.below { "below" } else { "at or above" };
    let relation = match rule.relation {
        Relation::Violates => "the whole interval is below it too, so the rule is broken",
        Relation::Consistent => "the whole interval keeps the rule",
        Relation::Inconclusive => "the interval lies on both sides, so more rows are needed to tell",
    };
    format!("the ratio itself is {point} {}; {relation}", number::number(rule.limit))
}
