//! Marks on an axis at round numbers: each is a whole multiple of a step of 1, 2 or 5 times a power of ten, and its label
//! is that number exactly, so that nothing is rounded into what the data do not say.

use jiff::civil::Date;

/// A mark on an axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// Where it stands.
    pub at: f64,
    /// What it says: exactly `at`.
    pub label: String,
}

/// Largest multiple of a step: above it neighbours are no longer told apart.
const MOST: f64 = 9.0e15;

/// About `about` marks from at most `low` to at least `high`, upwards; both ends are marks.
pub fn ticks(low: f64, high: f64, about: usize) -> Vec<Tick> {
    let (low, high) = ends(low, high);
    let rough = (high / about.max(1) as f64 - low / about.max(1) as f64).max(f64::MIN_POSITIVE);
    let mut power = rough.log10().floor() as i32;
    let mut factor = 1;
    for candidate in [1, 2, 5, 10] {
        factor = candidate;
        if f64::from(candidate) * ten(power) >= rough * 0.999_999 {
            break;
        }
    }
    while (low.abs().max(high.abs()) / (f64::from(factor) * ten(power))) > MOST {
        power += 1;
    }
    if factor == 10 {
        (factor, power) = (1, power + 1);
    }
    let step = f64::from(factor) * ten(power);
    let (first, last) = ((low / step).floor() as i64, (high / step).ceil() as i64);
    (first..=last).map(|count| tick(count, factor, power)).filter(|it| it.at.is_finite()).collect()
}

/// Ends that lie apart and are finite.
fn ends(low: f64, high: f64) -> (f64, f64) {
    let finite = |it: f64, other: f64| if it.is_finite() { it } else { other };
    let (low, high) = (finite(low, 0.0), finite(high, 1.0));
    let (low, high) = (low.min(high), low.max(high));
    match (high - low) <= low.abs().max(high.abs()) * 1e-12 {
        true if low == 0.0 => (0.0, 1.0),
        // Half as much again may be more than there is.
        true => ((low - low.abs() * 0.5).max(f64::MIN), (high + high.abs() * 0.5).min(f64::MAX)),
        false => (low, high),
    }
}

fn ten(power: i32) -> f64 {
    10_f64.powi(power)
}

fn tick(count: i64, factor: i32, power: i32) -> Tick {
    let label = decimal(i128::from(count) * i128::from(factor), power);
    Tick { at: label.parse().unwrap_or(f64::NAN), label }
}

/// Digits above which a number is written with a power of ten.
const LONG: i32 = 12;

/// `whole` times ten to the `power`, digit by digit.
fn decimal(whole: i128, power: i32) -> String {
    if whole == 0 {
        return "0".to_owned();
    }
    let sign = if whole < 0 { "-" } else { "" };
    let digits = whole.unsigned_abs().to_string();
    if power.abs() > LONG {
        let short = digits.trim_end_matches('0');
        return format!("{sign}{short}e{}", power + (digits.len() - short.len()) as i32);
    }
    if power >= 0 {
        return format!("{sign}{digits}{}", "0".repeat(power as usize));
    }
    let after = power.unsigned_abs() as usize;
    let padded = format!("{}{digits}", "0".repeat((after + 1).saturating_sub(digits.len())));
    let (before, fraction) = padded.split_at(padded.len() - after);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{before}{point}{fraction}")
}

/// Days since the beginning of 1970, as an axis counts them.
pub fn day(date: Date) -> f64 {
    const BEGINNING: Date = Date::constant(1970, 1, 1);
    let days = date.since((jiff::Unit::Day, BEGINNING)).map(|it| it.get_days()).unwrap_or_default();
    f64::from(days)
}

/// At most `most` dates between two days: first days of years, quarters or months, Mondays, or days.
pub fn dates(low: Date, high: Date, most: usize) -> Vec<Tick> {
    let steps: [fn(Date) -> bool; 7] = [
        |_| true,
        |it| it.weekday() == jiff::civil::Weekday::Monday,
        |it| it.day() == 1,
        |it| it.day() == 1 && (it.month() - 1) % 3 == 0,
        |it| it.day() == 1 && it.month() == 1,
        |it| it.day() == 1 && it.month() == 1 && it.year() % 5 == 0,
        |it| it.day() == 1 && it.month() == 1 && it.year() % 25 == 0,
    ];
    let days = (day(high) - day(low)).max(0.0) as usize;
    // Years are stepped through by their first days when a range is long, so that no loop counts single days of centuries.
    let walked: Vec<Date> = match days > 4000 {
        true => (low.year()..=high.year()).filter_map(|it| Date::new(it, 1, 1).ok()).filter(|it| *it >= low).collect(),
        false => low.series(jiff::Span::new().days(1)).take_while(|it| *it <= high).collect(),
    };
    let chosen = steps.iter().map(|step| walked.iter().copied().filter(|it| step(*it)).collect::<Vec<_>>());
    let fitting = chosen.into_iter().find(|it| it.len() <= most.max(1)).unwrap_or_default();
    let ends = || [low, high].into_iter().take(most.clamp(1, 2)).collect();
    let fitting: Vec<Date> = if fitting.is_empty() { ends() } else { fitting };
    fitting.into_iter().map(|it| Tick { at: day(it), label: it.to_string() }).collect()
}
