//! Bins of words, made of both samples alike, so that no bin hangs on which of them is the reference: while words are few each is a bin, of very many
//! the common ones are, and the rare ones stand together by parts that hang on the word alone. A test on these bins is as exact as it is on any.

use std::collections::BTreeMap;

use super::bins::Binned;
use crate::estimate::Undefined;
use crate::inference::table::THIN;
use crate::summary::ColumnSummary;
use crate::summary::parts::{PARTS, parts};

/// Words of both samples up to which each is a bin, however thin: resamples of more thin bins would say too little of how far a size may be off.
const EACH: usize = 20;
/// Common words that are bins beside parts of the rare ones.
const COMMON: usize = 500;

/// Rows of the reference and of the current data.
type Both = [u64; 2];

/// Counts of the words of two columns.
///
/// Errors: a summary of an earlier version cannot say of so many words which rows belong together.
pub(super) fn words(reference: &ColumnSummary, current: &ColumnSummary) -> Result<Binned, Undefined> {
    let mut binned = Binned::default();
    let totals = [reference.values(), current.values()];
    match [reference, current].map(|it| it.known_words().is_some()) {
        [true, true] => named(&mut binned, totals, union(reference, current)),
        _ => {
            let why = "a summary that was written before holds more words than are counted one by one; write it again";
            let of = |it: &ColumnSummary| it.word_parts().ok_or_else(|| Undefined::because(why));
            by_parts(&mut binned, totals, "words", (of(reference)?, of(current)?));
        }
    }
    binned.push("no value".to_owned(), reference.nulls, current.nulls);
    Ok(binned)
}

/// The word whose share changed most, by what is known of very many words: those that are named, and how far their counts may be off.
pub(super) fn most_changed(reference: &ColumnSummary, current: &ColumnSummary) -> Option<String> {
    let ((_, off_before), (_, off_now)) = (reference.word_counts(), current.word_counts());
    let share = |count: u64, of: &ColumnSummary| count as f64 / of.values().max(1) as f64;
    let off = share(off_before, reference) + share(off_now, current);
    let changes = union(reference, current).into_iter().map(|(word, [before, now])| {
        let change = (share(now, current) - share(before, reference)).abs();
        (word, change)
    });
    changes.filter(|it| it.1 > off).max_by(|a, b| a.1.total_cmp(&b.1)).map(|it| it.0)
}

/// Every word that is named on a side, with its rows.
fn union(reference: &ColumnSummary, current: &ColumnSummary) -> BTreeMap<String, Both> {
    let mut all: BTreeMap<String, Both> = BTreeMap::new();
    for (side, of) in [reference, current].into_iter().enumerate() {
        of.word_counts().0.into_iter().for_each(|(word, count)| all.entry(word).or_default()[side] += count);
    }
    all
}

fn named(to: &mut Binned, totals: Both, all: BTreeMap<String, Both>) {
    let mut all: Vec<(String, Both)> = all.into_iter().collect();
    all.sort_by(|a, b| sum(b.1).cmp(&sum(a.1)).then_with(|| a.0.cmp(&b.0)));
    let common = match all.len() <= EACH {
        true => all.len(),
        false => all.iter().take(COMMON).take_while(|it| expected(sum(it.1), totals) >= THIN).count(),
    };
    let rare = all.split_off(common);
    all.into_iter().for_each(|(word, [before, now])| to.push(word, before, now));
    if !rare.is_empty() {
        let of = |side: usize| parts(rare.iter().map(|it| (it.0.as_str(), it.1[side])));
        by_parts(to, totals, "rare words", (of(0), of(1)));
    }
}

/// Adds rows by parts, so few of them that chance leaves none thin, and at least two.
fn by_parts(to: &mut Binned, totals: Both, what: &str, (before, now): (Vec<u64>, Vec<u64>)) {
    let all = expected(before.iter().chain(&now).sum(), totals);
    let most = (all / (2.0 * THIN)) as usize;
    let bins = (1..=PARTS.ilog2()).map(|it| 1_usize << it).rev().find(|it| *it <= most).unwrap_or(2);
    let folded = before.chunks(PARTS / bins).zip(now.chunks(PARTS / bins));
    let mut bins: Vec<Both> = Vec::new();
    for rows in folded.map(|it| [it.0.iter().sum(), it.1.iter().sum()]) {
        // A part that is thin stays with the next one.
        match bins.last_mut().filter(|it| expected(sum(**it), totals) < THIN) {
            Some(thin) => *thin = [thin[0] + rows[0], thin[1] + rows[1]],
            None => bins.push(rows),
        }
    }
    let thin = bins.last().is_some_and(|it| expected(sum(*it), totals) < THIN);
    if let (true, true, Some(last)) = (thin, bins.len() > 2, bins.last().copied()) {
        bins.pop();
        bins.iter_mut().next_back().into_iter().for_each(|it| *it = [it[0] + last[0], it[1] + last[1]]);
    }
    let of = bins.len();
    for (at, [before, now]) in bins.into_iter().enumerate() {
        to.push(format!("{what}, part {} of {of}", at + 1), before, now);
    }
}

fn sum(rows: Both) -> u64 {
    rows[0] + rows[1]
}

/// Rows of the smaller side that so many of both are expected to be.
fn expected(rows: u64, totals: Both) -> f64 {
    rows as f64 * totals[0].min(totals[1]) as f64 / sum(totals).max(1) as f64
}
