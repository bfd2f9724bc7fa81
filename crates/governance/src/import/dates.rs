//! Spellings of dates: how one is read, and how the order of day and month is found in a whole column.

use std::fmt;
use std::str::FromStr;

/// How a column spells its dates, such as `M/D/YYYY`, `DD.MM.YYYY` or `MMM YYYY`.
///
/// `YYYY` and `YY` are years, `M` and `MM` months by number, `MMM` months by name, `D` and `DD` days; everything else
/// stands for itself. A format without a day means the first of the month.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DateFormat(String);

/// The formats that a proposal looks for; each names a whole day.
pub const FORMATS: [&str; 16] = [
    "YYYY-MM-DD",
    "M/D/YYYY",
    "D/M/YYYY",
    "D.M.YYYY",
    "YYYY/M/D",
    "M-D-YYYY",
    "D-M-YYYY",
    "D MMM YYYY",
    "D-MMM-YYYY",
    "MMM D, YYYY",
    "M/D/YY",
    "D/M/YY",
    "D.M.YY",
    "D-MMM-YY",
    "YYYYMMDD",
    "YYYY-MM-DDTHH:MM:SS",
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl DateFormat {
    /// The ISO date that `text` means, when it is spelled in this format and exists.
    pub fn read(&self, text: &str) -> Option<String> {
        let (mut year, mut month, mut day) = (None, None, Some(1));
        let mut rest = text.trim();
        for (letter, length) in runs(&self.0) {
            rest = match (letter, length) {
                ('Y', 4) => digits(rest, 4, 4, &mut year)?,
                ('Y', _) => {
                    let rest = digits(rest, 2, 2, &mut year)?;
                    year = year.map(|it| if it < 70 { it + 2000 } else { it + 1900 });
                    rest
                }
                ('M', 3) => named_month(rest, &mut month)?,
                ('M', _) => digits(rest, if self.is_packed() { 2 } else { 1 }, 2, &mut month)?,
                ('D', _) => digits(rest, if self.is_packed() { 2 } else { 1 }, 2, &mut day)?,
                ('H' | 'S', _) => digits(rest, 2, 2, &mut None)?,
                (other, count) => rest.strip_prefix(other.to_string().repeat(count).as_str())?,
            };
        }
        let (year, month, day) = (i16::try_from(year?).ok()?, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?);
        let date = jiff::civil::Date::new(year, month, day).ok().filter(|_| rest.is_empty())?;
        (1900..=2199).contains(&year).then(|| date.to_string())
    }

    /// Without anything between year, month and day, so that each needs all its digits.
    fn is_packed(&self) -> bool {
        self.0.bytes().all(|it| it.is_ascii_alphabetic())
    }
}

impl FromStr for DateFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<DateFormat, String> {
        match text.contains("YY") && text.contains('M') && text.len() <= 40 {
            true => Ok(DateFormat(text.to_owned())),
            false => Err(format!("`{text}` is no format of dates; write one such as `M/D/YYYY` or `DD.MM.YYYY`")),
        }
    }
}

impl TryFrom<String> for DateFormat {
    type Error = String;

    fn try_from(text: String) -> Result<DateFormat, String> {
        text.parse()
    }
}

impl From<DateFormat> for String {
    fn from(format: DateFormat) -> String {
        format.0
    }
}

impl fmt::Display for DateFormat {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Letters of a format with how often each stands in a row; minutes after a colon are read like seconds.
fn runs(format: &str) -> Vec<(char, usize)> {
    let mut runs: Vec<(char, usize)> = Vec::new();
    let mut before = ' ';
    for letter in format.chars() {
        let read = if letter == 'M' && (before == ':' || runs.last() == Some(&('S', 1)) && before == 'M') {
            'S'
        } else {
            letter
        };
        match runs.last_mut() {
            Some((last, count)) if *last == read => *count += 1,
            _ => runs.push((read, 1)),
        }
        before = letter;
    }
    runs
}

/// Takes from `least` to `most` digits off the front.
fn digits<'a>(text: &'a str, least: usize, most: usize, into: &mut Option<i32>) -> Option<&'a str> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(count).filter(|_| count >= least)?;
    *into = Some(number.parse().ok()?);
    Some(rest)
}

/// Takes the name of a month, whole or its first three letters, off the front.
fn named_month<'a>(text: &'a str, into: &mut Option<i32>) -> Option<&'a str> {
    let count = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, rest) = text.split_at_checked(count).filter(|_| count >= 3)?;
    let name = name.to_lowercase();
    let index = MONTHS.iter().position(|it| {
        *it == name || (name.len() == 3 && it.starts_with(&name)) || (name == "sept" && *it == "september")
    })?;
    *into = Some(index as i32 + 1);
    Some(rest.strip_prefix('.').unwrap_or(rest))
}

/// What a column's spellings say about its dates.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Dates {
    /// Formats, the commonest first.
    pub formats: Vec<DateFormat>,
    /// How many of the values they read.
    pub read: usize,
    /// Two orders of day and month that read equally well; neither is chosen.
    pub ambiguous: Option<(DateFormat, DateFormat)>,
}

/// Pairs that differ in the order of day and month alone, the same separator given.
const ORDERS: [(&str, &str); 3] = [("M/D/YYYY", "D/M/YYYY"), ("M-D-YYYY", "D-M-YYYY"), ("M/D/YY", "D/M/YY")];

/// The formats of a column with these values (each with how often it stands there).
///
/// `month_first` is what other columns of the file say about the order, for a column that does not tell by itself.
pub(crate) fn detect(values: &[(&str, usize)], month_first: Option<bool>) -> Dates {
    let mut found = Dates::default();
    let count =
        |format: &DateFormat| values.iter().filter(|it| format.read(it.0).is_some()).map(|it| it.1).sum::<usize>();
    let mut counts: Vec<(DateFormat, usize)> = FORMATS
        .iter()
        .filter_map(|it| it.parse().ok())
        .map(|it: DateFormat| (count(&it), it))
        .map(|(n, it)| (it, n))
        .collect();
    for (first, second) in ORDERS {
        let of =
            |name: &str, counts: &[(DateFormat, usize)]| counts.iter().find(|it| it.0.0 == name).map_or(0, |it| it.1);
        let (months, days) = (of(first, &counts), of(second, &counts));
        let loser = match (months.cmp(&days), month_first) {
            (std::cmp::Ordering::Greater, _) => Some(second),
            (std::cmp::Ordering::Less, _) => Some(first),
            (_, Some(true)) => Some(second),
            (_, Some(false)) => Some(first),
            (_, None) => None,
        };
        let contradicted = only(values, first, second) && only(values, second, first);
        match loser {
            _ if months + days == 0 => {}
            Some(loser) if !contradicted => counts.retain(|it| it.0.0 != loser),
            _ => {
                found.ambiguous = Some((DateFormat(first.to_owned()), DateFormat(second.to_owned())));
                counts.retain(|it| it.0.0 != first && it.0.0 != second);
            }
        }
    }
    counts.retain(|it| it.1 > 0);
    counts.sort_by_key(|it| std::cmp::Reverse(it.1));
    found.formats = counts.into_iter().map(|it| it.0).collect();
    found.read =
        values.iter().filter(|(text, _)| found.formats.iter().any(|it| it.read(text).is_some())).map(|it| it.1).sum();
    found
}

/// Whether some value can be read in the one format alone.
fn only(values: &[(&str, usize)], one: &str, other: &str) -> bool {
    let (one, other) = (DateFormat(one.to_owned()), DateFormat(other.to_owned()));
    values.iter().any(|(text, _)| one.read(text).is_some() && other.read(text).is_none())
}

/// What a column says about the order of day and month, when it says anything.
pub(crate) fn month_first(values: &[(&str, usize)]) -> Option<bool> {
    let says = |one: usize| {
        ORDERS.iter().any(|pair| if one == 0 { only(values, pair.0, pair.1) } else { only(values, pair.1, pair.0) })
    };
    match (says(0), says(1)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}
