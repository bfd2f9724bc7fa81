//! Whether practice became better or worse: recent cases beside those before them, by Fisher's exact test, corrected for all statements that are
//! looked at together.

use measure::inference::multiple::{Correction, adjust};
use measure::inference::table::Table;
use serde::Serialize;

use super::log::told::Share;

/// What became of a rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Moved {
    /// It fell.
    Worse,
    /// It rose.
    Better,
    /// What differs may be chance.
    NotDistinguishable,
    /// One side has no case, or both are alike in every case.
    NotAssessable,
}

impl Moved {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Moved::Worse => "worse",
            Moved::Better => "better",
            Moved::NotDistinguishable => "not_distinguishable",
            Moved::NotAssessable => "not_assessable",
        }
    }
}

/// A rate beside the one before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// What came before.
    pub before: Option<Share>,
    /// What is recent.
    pub recent: Option<Share>,
    /// Probability, were nothing different, of counts at least as far apart.
    pub p: Option<f64>,
    /// The same corrected for all that are looked at, after Holm.
    pub corrected: Option<f64>,
    /// What follows.
    pub moved: Moved,
}

/// Counts beside each other, each kept and all; nothing is corrected yet.
pub fn trend(before: (u64, u64), recent: (u64, u64), level: f64) -> Trend {
    let cells = [before.0, before.1 - before.0, recent.0, recent.1 - recent.0];
    let p = match before.1 > 0 && recent.1 > 0 {
        true => Table::new(&cells, 2).and_then(|it| it.fisher()).ok().map(|it| it.p.min(1.0)),
        false => None,
    };
    let share = |it: (u64, u64)| Share::of(it.0, it.1, level);
    Trend { before: share(before), recent: share(recent), p, corrected: None, moved: Moved::NotAssessable }
}

/// Corrects trends that are looked at together, and says what follows.
pub fn correct(trends: &mut [&mut Trend], alpha: f64) {
    let p: Vec<f64> = trends.iter().filter_map(|it| it.p).collect();
    let corrected = adjust(&p, Correction::Holm);
    for (trend, corrected) in trends.iter_mut().filter(|it| it.p.is_some()).zip(corrected) {
        let value = |it: Option<Share>| it.map_or(0.0, |it| it.value);
        trend.corrected = Some(corrected);
        trend.moved = match () {
            () if corrected >= alpha => Moved::NotDistinguishable,
            () if value(trend.recent) < value(trend.before) => Moved::Worse,
            () => Moved::Better,
        };
    }
}
