//! How many rows are far more than usual: the rows of one person, dataset and day against all others of the same log.
//!
//! The distance of `ln(1 + rows)` from its median, in units of 1.4826 times the median absolute deviation, is held to the limit that
//! data that are normal exceed anywhere with a stated chance (`scripts/access_bulk.py`). Where too little is known, or it does
//! not vary, nothing is usual, and a fixed limit alone holds. Source of the scale: Rousseeuw and Croux, 1993.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use record::Id;

use super::Events;
use crate::access::limits::{Alerts, Bulk};

/// Makes the median absolute deviation of normal values their standard deviation.
const SCALE: f64 = 1.4826;

/// What is usual for a dataset in a log.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Usual {
    /// The dataset.
    pub dataset: Id,
    /// Person-days on which it rests.
    pub n: usize,
    /// Median of the rows of a person and day.
    pub median: f64,
    /// Rows of a person and day from which on it is far more than usual; nothing where that cannot be told.
    pub most: Option<f64>,
    /// The chance of any alert in a log without a bulk export.
    pub false_alarms: Option<f64>,
    /// What it follows from.
    pub why: String,
}

/// Person, dataset and day.
pub type Key = (usize, usize, Date);

/// The days on which a person read far more rows than usual, with the rows; and what is usual for each dataset.
pub fn unusual(events: &Events, alerts: &Alerts, zone: &TimeZone) -> (HashMap<Key, u64>, Vec<Usual>) {
    let mut days: HashMap<Key, u64> = HashMap::new();
    for event in &events.all {
        if let Some(rows) = event.rows {
            let day = event.time.to_zoned(zone.clone()).date();
            let all = days.entry((event.person, event.dataset, day)).or_default();
            *all = all.saturating_add(rows);
        }
    }
    let (mut unusual, mut told) = (HashMap::new(), Vec::new());
    for (place, dataset) in events.datasets.iter().enumerate() {
        let of: Vec<(&Key, &u64)> = days.iter().filter(|it| it.0.1 == place).collect();
        let rows: Vec<f64> = of.iter().map(|it| *it.1 as f64).collect();
        let usual = usual(dataset, &rows, &alerts.bulk);
        let much = |rows: u64| rows > alerts.bulk.limit || usual.most.is_some_and(|most| rows as f64 > most);
        unusual.extend(of.into_iter().filter(|it| much(*it.1)).map(|(key, rows)| (*key, *rows)));
        told.push(usual);
    }
    (unusual, told)
}

/// What is usual among these numbers of rows.
pub fn usual(dataset: &Id, rows: &[f64], bulk: &Bulk) -> Usual {
    let logs: Vec<f64> = rows.iter().map(|it| it.ln_1p()).collect();
    let centre = median(&logs);
    let spread = SCALE * median(&logs.iter().map(|it| (it - centre).abs()).collect::<Vec<_>>());
    let known = Usual {
        dataset: dataset.clone(),
        n: rows.len(),
        median: centre.exp_m1(),
        most: None,
        false_alarms: None,
        why: String::new(),
    };
    let fixed = bulk.limit;
    match critical(rows.len(), bulk) {
        None => {
            let least = bulk.critical.first().map_or(0, |it| it.n);
            let why = format!(
                "{} person-days are too few to tell what is usual, at least {least} are needed; only the limit of {fixed} rows holds",
                rows.len()
            );
            Usual { why, ..known }
        }
        Some(_) if spread <= 0.0 => {
            let why = format!(
                "most person-days have the same rows, so their spread tells nothing; only the limit of {fixed} rows holds"
            );
            Usual { why, ..known }
        }
        Some(z) => {
            let most = (centre + z * spread).exp_m1().max(bulk.times * known.median);
            let chance = bulk.false_alarms;
            let why = format!(
                "more than {most:.0} rows a person and day, where {:.0} are the median of {} person-days; where their logarithms are normal, at most {chance} of logs without a bulk export exceed it",
                known.median, known.n
            );
            Usual { most: Some(most), false_alarms: Some(chance), why, ..known }
        }
    }
}

/// The limit for so many values: the greater of those for the numbers on both sides; beyond the last one, its own grown by the
/// slower growth of normal extremes.
fn critical(n: usize, bulk: &Bulk) -> Option<f64> {
    let below = bulk.critical.iter().rev().find(|it| it.n <= n)?;
    let above = bulk.critical.iter().find(|it| it.n >= n);
    match above {
        Some(above) => Some(below.z.max(above.z)),
        None => Some(below.z * ((n as f64).ln() / (below.n as f64).ln()).sqrt()),
    }
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match (sorted.len() % 2, sorted.get(middle), middle.checked_sub(1).and_then(|it| sorted.get(it))) {
        (1, Some(one), _) => *one,
        (_, Some(one), Some(other)) => (one + other) / 2.0,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::libraries::Libraries;

    fn id() -> Id {
        "DST-1".parse().unwrap()
    }

    #[test]
    fn few_days_and_equal_days_tell_nothing() {
        assert!(usual(&id(), &[100.0; 5], &Libraries::shipped().alerts.bulk).most.is_none());
        let same = usual(&id(), &[100.0; 40], &Libraries::shipped().alerts.bulk);
        assert!(same.most.is_none() && same.why.contains("spread"), "{}", same.why);
    }

    /// Splitmix and Box-Muller, so that normal values come from nothing of ours.
    fn normal(state: &mut u64) -> f64 {
        let mut uniform = || {
            *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
        };
        let (one, other) = (uniform().max(f64::MIN_POSITIVE), uniform());
        (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos()
    }

    #[test]
    fn clean_logs_alarm_no_more_often_than_is_stated() {
        // The fixed factor is left out, so that the limit itself is tried: 3,000 logs, 99 % bound of a share of 0.01.
        let bulk = Bulk {
            times: 0.0,
            ..toml::from_str::<crate::access::limits::Alerts>(include_str!(
                "../../../../../data/tables/access_alerts.toml"
            ))
            .unwrap()
            .bulk
        };
        let mut state = 7;
        for n in [20, 40, 90] {
            let mut alarms = 0;
            for _ in 0..3000 {
                let rows: Vec<f64> = (0..n).map(|_| (6.0 + normal(&mut state)).exp()).collect();
                let most = usual(&id(), &rows, &bulk).most.unwrap();
                alarms += u32::from(rows.iter().any(|it| *it > most));
            }
            assert!(alarms <= 44, "{alarms} of 3000 clean logs of {n} person-days alarm");
            assert!(alarms >= 5, "{alarms}: the limit is so wide that it finds nothing");
        }
    }
}
