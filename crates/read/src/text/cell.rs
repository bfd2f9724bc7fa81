//! What a cell of text may mean: every spelling that fits it, and its value in one of them.
//!
//! A cell often fits several: `1,234` is a decimal comma or a grouped thousand, `03/04/2026` begins with its day or its
//! month. Nothing is decided here; `look` decides for a column, from all of its cells.

use jiff::civil::{Date, DateTime};

/// Spellings as bits of a set.
pub(crate) type Spellings = u16;

pub(crate) const FLAG: Spellings = 1;
pub(crate) const INTEGER: Spellings = 1 << 1;
pub(crate) const POINT: Spellings = 1 << 2;
pub(crate) const COMMA: Spellings = 1 << 3;
pub(crate) const GROUPED_POINT: Spellings = 1 << 4;
pub(crate) const GROUPED_COMMA: Spellings = 1 << 5;
pub(crate) const YEAR_DASH: Spellings = 1 << 6;
pub(crate) const YEAR_SLASH: Spellings = 1 << 7;
pub(crate) const DAY_DOT: Spellings = 1 << 8;
pub(crate) const DAY_SLASH: Spellings = 1 << 9;
pub(crate) const MONTH_SLASH: Spellings = 1 << 10;
pub(crate) const DAY_NAME: Spellings = 1 << 11;
pub(crate) const INSTANT: Spellings = 1 << 12;
pub(crate) const LOCAL: Spellings = 1 << 13;
pub(crate) const ZEROS: Spellings = 1 << 14;
pub(crate) const LONG: Spellings = 1 << 15;

/// All spellings of numbers.
pub(crate) const NUMBERS: Spellings = INTEGER | POINT | COMMA | GROUPED_POINT | GROUPED_COMMA;
/// All spellings of dates.
pub(crate) const DATES: Spellings = YEAR_DASH | YEAR_SLASH | DAY_DOT | DAY_SLASH | MONTH_SLASH | DAY_NAME;

/// All spellings of dates and moments.
pub(crate) const TIMES: Spellings = DATES | INSTANT | LOCAL;

/// The names of spellings for reports.
pub(crate) const NAMES: &[(Spellings, &str)] = &[
    (FLAG, "true or false"),
    (INTEGER, "whole numbers"),
    (POINT, "numbers with a decimal point"),
    (COMMA, "numbers with a decimal comma"),
    (GROUPED_POINT, "numbers with a decimal point and grouped thousands, as 1,234.5"),
    (GROUPED_COMMA, "numbers with a decimal comma and grouped thousands, as 1.234,5"),
    (YEAR_DASH, "dates as 2026-01-31"),
    (YEAR_SLASH, "dates as 2026/01/31"),
    (DAY_DOT, "dates as 31.01.2026"),
    (DAY_SLASH, "dates as 31/01/2026, the day first"),
    (MONTH_SLASH, "dates as 01/31/2026, the month first"),
    (DAY_NAME, "dates as 31-Jan-2026"),
    (INSTANT, "moments with their zone"),
    (LOCAL, "moments without a zone, read as UTC"),
    (ZEROS, "digits with leading zeros"),
    (LONG, "more digits than a number holds exactly"),
];

/// Words by which people say that there is no value; the empty cell is always one.
pub(crate) const NULLS: &[&str] = &[
    "NA", "N/A", "n/a", "na", "#N/A", "NULL", "null", "Null", "None", "NaN", "nan", "NAN", "nil", "-", "--", "?", ".",
];

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Every spelling that fits the cell; none when it is only text.
pub(crate) fn spellings(cell: &str) -> Spellings {
    let cell = cell.trim();
    match cell.as_bytes() {
        [] => 0,
        [b't' | b'f' | b'T' | b'F', ..] if flag(cell).is_some() => FLAG,
        [b'0'..=b'9' | b'+' | b'-' | b'.' | b',', ..] => match numbers(cell) {
            0 => dates(cell),
            numbers => numbers,
        },
        [b'i' | b'I', ..] if cell.parse::<f64>().is_ok() => POINT,
        _ => 0,
    }
}

fn numbers(cell: &str) -> Spellings {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    if digits.bytes().all(|it| it.is_ascii_digit()) {
        return match (digits.as_bytes(), cell.parse::<i64>()) {
            ([], _) => 0,
            ([b'0', _, ..], _) => ZEROS,
            (_, Ok(value)) if value.unsigned_abs() < 1 << f64::MANTISSA_DIGITS => NUMBERS,
            _ => NUMBERS & !INTEGER | LONG,
        };
    }
    let fits = |it: Spellings| if number(cell, it).is_some() { it } else { 0 };
    fits(POINT) | fits(COMMA) | fits(GROUPED_POINT) | fits(GROUPED_COMMA)
}

fn dates(cell: &str) -> Spellings {
    if !(8..=40).contains(&cell.len()) {
        return 0;
    }
    let days = [YEAR_DASH, YEAR_SLASH, DAY_DOT, DAY_SLASH, MONTH_SLASH, DAY_NAME];
    let found = days.into_iter().filter(|&it| date(cell, it).is_some()).fold(0, |all, it| all | it);
    match found {
        0 if moment(cell, INSTANT).is_some() => INSTANT,
        0 if moment(cell, LOCAL).is_some() => LOCAL,
        found => found,
    }
}

/// True or false.
pub(crate) fn flag(cell: &str) -> Option<bool> {
    let cell = cell.trim();
    match () {
        () if cell.eq_ignore_ascii_case("true") => Some(true),
        () if cell.eq_ignore_ascii_case("false") => Some(false),
        () => None,
    }
}

/// The number in that spelling.
pub(crate) fn number(cell: &str, spelling: Spellings) -> Option<f64> {
    let cell = cell.trim();
    match spelling {
        INTEGER | POINT => cell.parse().ok(),
        COMMA if cell.contains('.') => None,
        COMMA => cell.replacen(',', ".", 1).parse().ok(),
        GROUPED_POINT => ungrouped(cell, ',', '.')?.parse().ok(),
        GROUPED_COMMA => ungrouped(cell, '.', ',')?.parse().ok(),
        _ => None,
    }
}

/// The number without its grouping and with a point, when the groups are of three digits and the first is not 0.
fn ungrouped(cell: &str, group: char, decimal: char) -> Option<String> {
    let (whole, fraction) = cell.split_once(decimal).unwrap_or((cell, ""));
    let digits = whole.strip_prefix(['+', '-']).unwrap_or(whole);
    let mut groups = digits.split(group);
    let first = groups.next()?;
    let later: Vec<&str> = groups.collect();
    let is_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let fits = match later.is_empty() {
        true => !first.is_empty(),
        false => (1..=3).contains(&first.len()) && !first.starts_with('0') && later.iter().all(|it| it.len() == 3),
    };
    (fits && is_digits(first) && later.iter().all(|it| is_digits(it)) && is_digits(fraction))
        .then(|| format!("{}.{fraction}", whole.replace(group, "")))
}

/// Days since 1970-01-01 of the date in that spelling.
pub(crate) fn date(cell: &str, spelling: Spellings) -> Option<i32> {
    let cell = cell.trim();
    let parts = |between: char| {
        let mut parts = cell.split(between);
        let three = [parts.next()?, parts.next()?, parts.next()?];
        parts.next().is_none().then_some(three)
    };
    match spelling {
        YEAR_DASH => parts('-').and_then(|[y, m, d]| days(y, m, d)),
        YEAR_SLASH => parts('/').and_then(|[y, m, d]| days(y, m, d)),
        DAY_DOT => parts('.').and_then(|[d, m, y]| days(y, m, d)),
        DAY_SLASH => parts('/').and_then(|[d, m, y]| days(y, m, d)),
        MONTH_SLASH => parts('/').and_then(|[m, d, y]| days(y, m, d)),
        DAY_NAME => parts(if cell.contains('-') { '-' } else { ' ' }).and_then(|[d, name, y]| {
            let month = MONTHS.iter().position(|it| name.get(..3).is_some_and(|name| name.eq_ignore_ascii_case(it)))?;
            (name.len() == 3).then(|| days(y, &(month + 1).to_string(), d))?
        }),
        _ => None,
    }
}

fn days(year: &str, month: &str, day: &str) -> Option<i32> {
    let fits = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
    let digits = [year, month, day].iter().all(|it| it.bytes().all(|it| it.is_ascii_digit()));
    let date =
        (fits && digits).then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok())??;
    i32::try_from(date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24).ok()
}

/// Microseconds since 1970-01-01T00:00:00Z.
pub(crate) fn moment(cell: &str, spelling: Spellings) -> Option<i64> {
    let cell = cell.trim();
    match spelling {
        INSTANT => cell.parse::<jiff::Timestamp>().ok().map(|it| it.as_microsecond()),
        LOCAL if cell.contains(':') => {
            let local: DateTime = cell.parse().ok()?;
            local.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|it| it.timestamp().as_microsecond())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_spellings_of_a_date_name_the_same_day() {
        let spelled = [
            ("2026-01-31", YEAR_DASH),
            ("2026/01/31", YEAR_SLASH),
            ("31.01.2026", DAY_DOT),
            ("31/01/2026", DAY_SLASH),
            ("01/31/2026", MONTH_SLASH),
            ("31-Jan-2026", DAY_NAME),
        ];
        for (cell, spelling) in spelled {
            assert_eq!(spellings(cell), spelling, "{cell}");
            assert_eq!(date(cell, spelling), Some(20_484), "{cell}");
        }
        assert_eq!(spellings("31/02/2026"), 0, "no such day");
    }

    #[test]
    fn what_can_be_read_in_two_ways_says_so() {
        assert_eq!(spellings("03/04/2026"), DAY_SLASH | MONTH_SLASH);
        assert_eq!(spellings("1,234"), COMMA | GROUPED_COMMA | GROUPED_POINT);
        assert_eq!(spellings("1.234"), POINT | GROUPED_POINT | GROUPED_COMMA);
        assert_eq!(spellings("1.234,5"), GROUPED_COMMA);
        assert_eq!(spellings("0,5"), COMMA | GROUPED_COMMA);
        assert_eq!(spellings("00123"), ZEROS);
        assert_eq!(spellings("12"), NUMBERS);
        assert_eq!(spellings("9007199254740991"), NUMBERS);
        assert_eq!(spellings("-9007199254740993"), NUMBERS & !INTEGER | LONG);
        assert_eq!(spellings("123456789012345678901234"), NUMBERS & !INTEGER | LONG);
        assert_eq!(spellings("abc") | spellings("1.2.3"), 0);
    }

    #[test]
    fn values_follow_their_spelling() {
        assert_eq!(number("1.234,5", GROUPED_COMMA), Some(1234.5));
        assert_eq!(number("-1,234.5", GROUPED_POINT), Some(-1234.5));
        assert_eq!(number("1,234", COMMA), Some(1.234));
        assert_eq!(number("-inf", POINT), Some(f64::NEG_INFINITY));
        assert_eq!(moment("1970-01-01T01:00:00+01:00", INSTANT), Some(0));
        assert_eq!(moment("1970-01-01 00:00:01.5", LOCAL), Some(1_500_000));
    }
}
