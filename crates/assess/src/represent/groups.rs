//! Groups and their intersections beside the reference: what is counted, what the reference says of it, and how it is told.

use std::collections::BTreeMap;

use measure::Coded;
use measure::inference::resample::Draws;
use measure::report::Line;
use measure::represent::groups::{Counted, Group, Standing, groups};

use super::Population;
use crate::number;
use crate::plan::Represent;
use crate::report::{Cell, Figure, Found, Note, Table};
use crate::run::Ask;

/// Judges all groups as one family, and tells it.
pub(super) fn judged(
    found: &mut Found,
    columns: &[Coded<'_>],
    population: &Population,
    settings: &Represent,
    ask: &Ask<'_>,
) {
    let (mut counted, mut unknown) = (Vec::new(), Vec::new());
    for subset in subsets(columns, settings.depth) {
        match population.get(&name(&subset)) {
            Some(shares) => counted.extend(cells(&subset, shares)),
            None => unknown.push(name(&subset)),
        }
    }
    let mut all = groups(&counted, ask.minimum, ask.draws.level, settings.alike);
    let mut greyed = 0;
    all.retain(|it| {
        greyed += usize::from(it.standing == Standing::NotAssessable);
        it.standing != Standing::NotAssessable || greyed <= settings.most
    });
    told(found, &all, ask.minimum, settings.alike);
    found.notes.extend(unknown.iter().map(|by| {
        let sentence = format!(
            "the reference tells no shares of these intersections; give rows as the reference, or shares of a column `{by}`"
        );
        Note::new("no_shares", by, sentence)
    }));
}

/// The name of a combination of columns.
pub(super) fn name(subset: &[&Coded<'_>]) -> String {
    subset.iter().map(|it| it.name).collect::<Vec<_>>().join(" x ")
}

/// Every choice of one to `depth` columns, narrow ones first.
pub(super) fn subsets<'a, 'b>(columns: &'a [Coded<'b>], depth: usize) -> Vec<Vec<&'a Coded<'b>>> {
    let mut all: Vec<Vec<usize>> = (0..columns.len()).map(|it| vec![it]).collect();
    let mut last = all.clone();
    for _ in 1..depth {
        let longer = |it: &Vec<usize>| {
            let (it, from) = (it.clone(), it.last().map_or(0, |it| it + 1));
            (from..columns.len()).map(move |next| it.iter().copied().chain([next]).collect::<Vec<_>>())
        };
        last = last.iter().flat_map(longer).collect();
        all.extend(last.iter().cloned());
    }
    all.iter().map(|it| it.iter().map(|&at| &columns[at]).collect()).collect()
}

/// Rows of each combination of words; those that lack a word are left out.
pub(super) fn tally(subset: &[&Coded<'_>]) -> BTreeMap<String, u64> {
    let mut codes: BTreeMap<Vec<u32>, u64> = BTreeMap::new();
    for row in 0..subset.first().map_or(0, |it| it.codes.len()) {
        let cell: Vec<u32> = subset.iter().map(|it| it.codes[row]).collect();
        if cell.iter().zip(subset).all(|(code, it)| *code < it.missing()) {
            *codes.entry(cell).or_default() += 1;
        }
    }
    let words = |cell: Vec<u32>| {
        cell.iter().zip(subset).map(|(code, it)| it.words[*code as usize].as_str()).collect::<Vec<_>>().join(", ")
    };
    codes.into_iter().map(|(cell, rows)| (words(cell), rows)).collect()
}

fn cells(subset: &[&Coded<'_>], shares: &[(String, f64)]) -> Vec<Counted> {
    let (by, own) = (name(subset), tally(subset));
    let (among, total) = (own.values().sum(), shares.iter().map(|it| it.1).sum::<f64>());
    let one = |it: &(String, f64)| Counted {
        name: format!("{by} = {}", it.0),
        rows: own.get(&it.0).copied().unwrap_or(0),
        among,
        expected: it.1 / total,
    };
    shares.iter().filter(|_| total > 0.0).map(one).collect()
}

fn told(found: &mut Found, all: &[Group], minimum: u64, alike: f64) {
    found.lines.splice(0..0, all.iter().map(Group::line));
    let columns = ["group", "share", "reference", "rows", "rows expected", "corrected p", "verdict"];
    let mut table = Table::new("Groups and intersections beside the reference", &columns);
    table.rows = all.iter().map(row).collect();
    let judged = all.iter().filter(|it| it.chance.is_some());
    let ratio = |it: &Group| {
        let found = it.share.get().map_err(Clone::clone);
        let expected = it.counted.expected;
        let scaled = |own: &measure::Estimate| measure::Estimate {
            value: own.value / expected,
            fraction: None,
            interval: own.interval.map(|it| measure::Interval {
                low: it.low / expected,
                high: it.high / expected,
                ..it
            }),
            ..*own
        };
        Line::new("representation_ratio", it.counted.name.clone(), found.map(scaled))
    };
    let rows: Vec<Line> = judged.map(ratio).collect();
    if !rows.is_empty() {
        found.figures.push(Figure::Intervals {
            title: "Groups beside the reference".to_owned(),
            beside: Some(1.0),
            rows,
        });
    }
    if !all.is_empty() {
        found.tables.push(table);
    }
    let sentence = format!(
        "all groups are one family of tests, so that a fair sample is blamed in any at most as often as the level allows; where \
         the reference expects fewer than {minimum} rows nothing is said; a group is fair where the whole interval of its share over \
         that of the reference lies between {} and {}",
        number::number(alike),
        number::number(1.0 / alike)
    );
    found.notes.push(Note::new("family", "", sentence));
}

fn row(it: &Group) -> Vec<Cell> {
    let verdict = match it.standing {
        Standing::Fair => "fair",
        Standing::Unclear => "nothing shown, too wide to call fair",
        Standing::Under => "under-represented",
        Standing::Over => "over-represented",
        Standing::NotAssessable => "not enough data to say",
    };
    vec![
        it.counted.name.clone().into(),
        it.share.clone().into(),
        it.counted.expected.into(),
        it.counted.rows.into(),
        (it.counted.expected * it.counted.among as f64).into(),
        it.adjusted.map_or(Cell::Blank(()), |p| Cell::Words(number::p_value(p))),
        verdict.into(),
    ]
}

/// What other columns tell of each attribute, the strongest first.
pub(super) fn proxies(found: &mut Found, attributes: &[Coded<'_>], others: &[Coded<'_>], draws: Draws) {
    let mut table = Table::new("Columns that give groups away", &["attribute", "column", "strength"]);
    for attribute in attributes {
        for it in measure::represent::proxy::proxies(attribute, others, draws) {
            let of = format!("{} by {}", attribute.name, it.column);
            found.lines.push(Line::new(measure::represent::proxy::METRIC.id, of, it.strength.clone()));
            table.rows.push(vec![attribute.name.to_owned().into(), it.column.into(), it.strength.into()]);
        }
    }
    found.tables.extend((!table.rows.is_empty()).then_some(table));
}
