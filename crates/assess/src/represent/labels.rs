//! Labels by group: counted for each group and intersection, judged as one family, and told as a table and a mosaic.

use std::collections::{BTreeMap, BTreeSet};

use measure::inference::difference::Side;
use measure::represent::labels::{Counted, LabelRate, label_rates};
use measure::{Batch, Coded, Verdict};

use super::groups::{name, subsets};
use crate::Error;
use crate::data::said;
use crate::number;
use crate::plan::Represent;
use crate::report::{Cell, Figure, Found, MosaicRow, Note, Table};
use crate::run::Ask;

/// The most distinct labels: more are no classes.
const MOST: usize = 12;

/// Words that are the positive one of two labels where nobody says which.
const POSITIVE: &[&str] = &["1", "1.0", "true", "yes"];

/// Rows of each group by label, in the order of the labels.
type Counts = BTreeMap<String, Vec<u64>>;

/// Judges the labels of all groups, and tells it.
pub(super) fn judged(
    found: &mut Found,
    (batch, label): (&Batch<'_>, &str),
    columns: &[Coded<'_>],
    settings: &Represent,
    ask: &Ask<'_>,
) -> Result<(), Error> {
    let labels = batch.column(label).and_then(|it| it.coded(MOST)).map_err(said)?;
    let asked = asked(&labels, ask.columns.positive.as_deref())?;
    let mut counted = Vec::new();
    for subset in subsets(columns, settings.depth) {
        let counts = counts(&subset, &labels);
        counted.extend(compared(&name(&subset), &counts, &asked, &labels.words));
        if subset.len() == 1 {
            found.figures.push(mosaic(&name(&subset), label, &counts, &labels.words, ask.minimum));
        }
    }
    let replicates = ask.draws.replicates.max(1000);
    let mut all =
        label_rates(&counted, (ask.minimum, settings.label_margin), ask.draws.level, (replicates, ask.draws.seed));
    let mut greyed = 0;
    all.retain(|it| {
        let grey = matches!(it.verdict, Verdict::NotAssessable { .. });
        greyed += usize::from(grey);
        !grey || greyed <= settings.most
    });
    found.lines.extend(all.iter().flat_map(LabelRate::lines));
    found.tables.extend((!all.is_empty()).then(|| table(label, &all)));
    let sentence = format!(
        "rates of `{label}` are compared with all other rows, as one family of tests; unequal rates may be the world or the way in which \
         it was labelled, and a group of fewer than {} rows is not assessable",
        ask.minimum
    );
    found.notes.push(Note::new("labels", label, sentence));
    Ok(())
}

/// The labels that are asked of: the positive one of two, each of several.
fn asked(labels: &Coded<'_>, positive: Option<&str>) -> Result<BTreeSet<usize>, Error> {
    let place = |word: &str| labels.words.iter().position(|it| it.eq_ignore_ascii_case(word));
    if let Some(word) = positive {
        let known = || labels.words.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
        let lacking = || Error::input(format!("no row of `{}` holds `{word}`; it holds {}", labels.name, known()));
        return Ok(BTreeSet::from([labels.words.iter().position(|it| it == word).ok_or_else(lacking)?]));
    }
    let plain = POSITIVE.iter().find_map(|it| place(it)).filter(|_| labels.words.len() == 2);
    Ok(plain.map_or_else(|| (0..labels.words.len()).collect(), |it| BTreeSet::from([it])))
}

fn counts(subset: &[&Coded<'_>], labels: &Coded<'_>) -> Counts {
    let mut cells: BTreeMap<Vec<u32>, Vec<u64>> = BTreeMap::new();
    for row in 0..labels.codes.len() {
        let (cell, label): (Vec<u32>, _) = (subset.iter().map(|it| it.codes[row]).collect(), labels.codes[row]);
        if label < labels.missing() && cell.iter().zip(subset).all(|(code, it)| *code < it.missing()) {
            cells.entry(cell).or_insert_with(|| vec![0; labels.words.len()])[label as usize] += 1;
        }
    }
    let words = |cell: &[u32]| {
        cell.iter().zip(subset).map(|(code, it)| it.words[*code as usize].as_str()).collect::<Vec<_>>().join(", ")
    };
    cells.into_iter().map(|(cell, counts)| (words(&cell), counts)).collect()
}

/// Every label that is asked of, in each group and in all other rows that have a group.
fn compared(by: &str, counts: &Counts, asked: &BTreeSet<usize>, words: &[String]) -> Vec<Counted> {
    let rows = |it: &[u64]| it.iter().sum::<u64>();
    let all: u64 = counts.values().map(|it| rows(it)).sum();
    let one = |(group, own): (&String, &Vec<u64>), label: usize| {
        let with: u64 = counts.values().map(|it| it[label]).sum();
        let (k, n) = (own[label], rows(own));
        Counted {
            group: format!("{by} = {group}"),
            label: words[label].clone(),
            own: Side::new(k, n),
            others: Side::new(with - k, all - n),
        }
    };
    counts.iter().flat_map(|group| asked.iter().map(move |label| one(group, *label))).collect()
}

fn mosaic(by: &str, label: &str, counts: &Counts, words: &[String], minimum: u64) -> Figure {
    let row = |(group, counts): (&String, &Vec<u64>)| MosaicRow {
        group: group.clone(),
        counts: counts.clone(),
        enough: counts.iter().sum::<u64>() >= minimum,
    };
    Figure::Mosaic {
        title: format!("{label} by {by}"),
        of: by.to_owned(),
        labels: words.to_vec(),
        rows: counts.iter().map(row).collect(),
    }
}

fn table(label: &str, all: &[LabelRate]) -> Table {
    let columns = ["group", "label", "rate", "less the others", "rows", "corrected p", "verdict"];
    let mut table = Table::new(format!("Rates of {label} by group, beside all other rows"), &columns);
    let verdict = |it: &LabelRate| match it.verdict {
        Verdict::Fail => "differs",
        Verdict::NotAssessable { .. } => "not enough data to say",
        Verdict::Inconclusive => "nothing shown, too wide to call alike",
        Verdict::Pass => "alike",
    };
    let row = |it: &LabelRate| -> Vec<Cell> {
        vec![
            it.counted.group.clone().into(),
            it.counted.label.clone().into(),
            it.rate.clone().into(),
            it.difference.clone().into(),
            it.counted.own.n.into(),
            it.adjusted.map_or(Cell::Blank(()), |p| Cell::Words(number::p_value(p))),
            verdict(it).into(),
        ]
    };
    table.rows = all.iter().map(row).collect();
    table
}
