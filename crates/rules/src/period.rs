//! Periods of time as ISO 8601 writes them, `P30D` or `P1Y6M`: what deadlines are made of.

use crate::problem::{Problem, short};

/// Months, and seconds beside them: a month has no fixed length, everything else has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Period {
    months: i64,
    seconds: i64,
}

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// Letters of a period before and behind the `T`, each with its months or seconds.
const DATES: &[(char, i64, i64)] = &[('Y', 12, 0), ('M', 1, 0), ('W', 0, 7 * DAY), ('D', 0, DAY)];
const TIMES: &[(char, i64, i64)] = &[('H', 0, HOUR), ('M', 0, 60), ('S', 0, 1)];
/// The most of a unit, so that sums never overflow.
const MOST: i64 = 999_999;

impl Period {
    /// Reads `P30D`, `P1Y6M`, `P2W`, `PT48H`.
    pub fn parse(text: &str) -> Result<Period, Problem> {
        let strange = || Problem::new(format!("`{}` is no period; write one as `P30D`, `P6M` or `PT48H`", short(text)));
        let rest = text.strip_prefix('P').filter(|it| !it.is_empty() && !it.ends_with('T')).ok_or_else(strange)?;
        let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
        let mut period = Period::default();
        for (part, units) in [(date, DATES), (time, TIMES)] {
            let (mut digits, mut left) = (String::new(), units);
            for letter in part.chars() {
                if letter.is_ascii_digit() {
                    digits.push(letter);
                    continue;
                }
                let at = left.iter().position(|it| it.0 == letter).ok_or_else(strange)?;
                let count: i64 = digits.parse().ok().filter(|it| *it <= MOST).ok_or_else(strange)?;
                period.months += count * left[at].1;
                period.seconds += count * left[at].2;
                (digits, left) = (String::new(), &left[at + 1..]);
            }
            if !digits.is_empty() {
                return Err(strange());
            }
        }
        Ok(period)
    }

    /// Both one after the other.
    pub fn and(self, other: Period) -> Period {
        Period { months: self.months + other.months, seconds: self.seconds + other.seconds }
    }

    /// Whether this period is longer than the other whenever both begin.
    pub fn surely_exceeds(self, other: Period) -> bool {
        self.beyond(other, LEAST, MOST_OF)
    }

    /// Whether there is a day on which both begin and this period is longer than the other.
    pub fn may_exceed(self, other: Period) -> bool {
        self.beyond(other, MOST_OF, LEAST)
    }

    /// Whether it is longer, with months more as long as `more` says, and months less as long as `less`.
    fn beyond(self, other: Period, more: Months, less: Months) -> bool {
        let (months, seconds) = (self.months - other.months, self.seconds - other.seconds);
        let days = if months >= 0 { days_of(months, more) } else { -days_of(-months, less) };
        days * DAY + seconds > 0
    }
}

/// Days of so many months in a row below a year, and years after which a leap day is sure, or may come first.
type Months = ([i64; 12], i64);
/// At least, and at most, over every month in which they may begin; the calendar skips leap years so seldom that no deadline hangs on it.
const LEAST: Months = ([0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334], 0);
const MOST_OF: Months = ([0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337], 3);

/// Days of months in a row.
fn days_of(months: i64, (of, early): Months) -> i64 {
    let years = months / 12;
    let rest = usize::try_from(months % 12).unwrap_or_default();
    365 * years + (years + early) / 4 + of[rest]
}

impl std::fmt::Display for Period {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (years, months) = (self.months / 12, self.months % 12);
        let (days, rest) = (self.seconds / DAY, self.seconds % DAY);
        let parts = |parts: &[(i64, char)]| -> String {
            parts.iter().filter(|it| it.0 != 0).map(|it| format!("{}{}", it.0, it.1)).collect()
        };
        let date = parts(&[(years, 'Y'), (months, 'M'), (days, 'D')]);
        let time = parts(&[(rest / HOUR, 'H'), (rest % HOUR / 60, 'M'), (rest % 60, 'S')]);
        match (date.is_empty(), time.is_empty()) {
            (true, true) => write!(out, "P0D"),
            (_, true) => write!(out, "P{date}"),
            _ => write!(out, "P{date}T{time}"),
        }
    }
}
