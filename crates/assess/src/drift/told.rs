//! What the drift of columns says, as lines, tests, rulings, figures and one table.

use measure::Verdict;
use measure::drift::cause::causes;
use measure::drift::compare::Named;
use measure::drift::{ColumnDrift, Margins, judge};
use measure::estimate::Limit;
use measure::inference::Tested;
use measure::report::Line;

use crate::number;
use crate::report::{Cell, Figure, Found, Note, Ruling, Table, Test};
use crate::verdict::ruling;

/// Words that a note names before it counts the rest.
const NAMED: usize = 5;

/// All columns of all groups as one family of tests, told as lines, tests, rulings, figures and tables.
pub fn told(found: &mut Found, drifts: Vec<(String, Vec<ColumnDrift>)>, margins: Option<&Margins>) {
    let groups: Vec<String> = drifts.iter().flat_map(|it| it.1.iter().map(|_| it.0.clone())).collect();
    let all: Vec<ColumnDrift> = drifts.into_iter().flat_map(|it| it.1).collect();
    let judged = match margins {
        Some(margins) => judge(all, margins.clone()).columns,
        None => all,
    };
    let mut table = Table::new(
        "Columns, the most changed first",
        &["column", "verdict", "change", "interval", "by", "p", "missing", "before", "now"],
    );
    for (group, it) in groups.iter().zip(&judged) {
        let of = if group.is_empty() { it.column.clone() } else { format!("{} where {group}", it.column) };
        found.lines.extend(lines(it, &of));
        found.tests.extend(tests(it, &of));
        found.rulings.extend(margins.iter().flat_map(|margins| rulings(it, &of, margins)));
        found.notes.extend(unseen(it, &of));
        found.notes.extend(causes(it).into_iter().map(|it| Note::new(it.name, &of, it.sentence)));
        found.figures.extend(shape(it, &of));
        table.rows.push(row(it, &of, margins.is_some()));
    }
    let size = |row: &Vec<Cell>| match &row[2] {
        Cell::Number(value) => value.abs(),
        _ => -1.0,
    };
    table.rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
    found.tables.insert(0, table);
}

fn lines(it: &ColumnDrift, of: &str) -> Vec<Line> {
    let named = [&it.effect, &it.missing].into_iter().chain(&it.measures);
    let known = |it: &&Named| !it.metric.is_empty();
    named.filter(known).map(|it| Line::new(it.metric, of, it.value.clone())).collect()
}

fn tests(it: &ColumnDrift, of: &str) -> Vec<Test> {
    let values = format!("may `{of}` be spread as before");
    let missing = format!("may as much of `{of}` be missing as before");
    let first = it.test.map(|tested| Test { question: values.clone(), tested, adjusted: it.adjusted_p });
    let second = it.missing_test.map(|tested| Test { question: missing, tested, adjusted: it.missing_adjusted_p });
    let others = it.tests.iter().map(|&tested| Test { question: values.clone(), tested, adjusted: None });
    first.into_iter().chain(second).chain(others).collect()
}

fn rulings(it: &ColumnDrift, of: &str, margins: &Margins) -> [Ruling; 2] {
    let words = it.effect.metric == measure::drift::words::CRAMER_V.id;
    let usual = if words { margins.words } else { margins.numbers };
    let margin = margins.columns.get(&it.column).copied().unwrap_or(usual);
    let one = |named: &Named, verdict: &Verdict, margin: f64, p: (Option<f64>, Option<f64>)| {
        let wanted = format!("a change of at most {}", number::number(margin));
        let limit = Some(Limit::Within(-margin, margin));
        Ruling { p: p.0, adjusted_p: p.1, ..ruling(named.metric, of, limit, &named.value, verdict, wanted) }
    };
    let p = |test: Option<Tested>, adjusted: Option<f64>| (test.map(|it| it.p), adjusted);
    let (values, missing) = (p(it.test, it.adjusted_p), p(it.missing_test, it.missing_adjusted_p));
    [one(&it.effect, &it.verdict, margin, values), one(&it.missing, &it.missing_verdict, margins.missing, missing)]
}

fn unseen(it: &ColumnDrift, of: &str) -> Option<Note> {
    let named: Vec<String> =
        it.unseen.iter().take(NAMED).map(|it| format!("`{}` in {} rows", it.0, number::rows(it.1))).collect();
    let more = it.unseen.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
    let sentence = format!("the reference never held {}{rest}", named.join(", "));
    (!it.unseen.is_empty()).then(|| Note::new("unseen", of, sentence))
}

fn shape(it: &ColumnDrift, of: &str) -> Option<Figure> {
    let series =
        vec![("reference".to_owned(), it.reference_counts.clone()), ("data".to_owned(), it.current_counts.clone())];
    (!it.labels.is_empty()).then(|| Figure::Counts { title: of.to_owned(), labels: it.labels.clone(), series })
}

fn row(it: &ColumnDrift, of: &str, judged: bool) -> Vec<Cell> {
    let verdict = match (judged, &it.verdict, &it.missing_verdict) {
        (false, ..) => "–",
        (true, Verdict::Fail, _) | (true, _, Verdict::Fail) => "drifted",
        (true, Verdict::Pass, Verdict::Pass) => "as before",
        _ => "not clear",
    };
    vec![
        of.into(),
        verdict.into(),
        it.effect.value.value().into(),
        number::interval(&it.effect.value).into(),
        it.effect.metric.into(),
        it.adjusted_p.or(it.test.map(|it| it.p)).map_or(Cell::Blank(()), |it| number::p_value(it).into()),
        it.missing.value.value().into(),
        number::sparkline(&it.reference_counts).into(),
        number::sparkline(&it.current_counts).into(),
    ]
}
