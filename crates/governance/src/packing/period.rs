//! Which days a pack tells of: its period, the day as of which it is told, and the period before. Pure.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::Serialize;

use crate::Error;

/// Longest period, in days.
const LONGEST: i64 = 3_660;

/// What is asked for; what is left out follows from the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Who is told; the first audience when blank.
    pub audience: String,
    /// First day of the period.
    pub from: Option<Date>,
    /// Last day of the period.
    pub until: Option<Date>,
    /// The day as of which it is told.
    pub as_of: Option<Date>,
}

/// Days of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// The day as of which it is told.
    pub as_of: Date,
}

impl Asked {
    /// Reads the four words of a form or a query; blank ones are left out.
    pub fn read(audience: &str, from: &str, until: &str, as_of: &str) -> Result<Asked, Error> {
        let day = |field: &str, text: &str| match text.trim() {
            "" => Ok(None),
            text => text
                .parse()
                .map(Some)
                .map_err(|_| Error::problem(field, format!("`{text}` is no day; write one such as `2026-03-31`"))),
        };
        let audience = audience.trim().to_owned();
        Ok(Asked { audience, from: day("from", from)?, until: day("until", until)?, as_of: day("as_of", as_of)? })
    }

    /// The days that are meant, on a day, where a period without a beginning has so many months.
    pub fn period(&self, today: Date, months: i32) -> Result<Period, Error> {
        let as_of = self.as_of.unwrap_or_else(|| self.until.filter(|it| *it <= today).unwrap_or(today));
        if as_of > today {
            let says = format!("`{as_of}` lies ahead; nothing is known yet of a day after {today}");
            return Err(Error::problem("as_of", says));
        }
        let until = self.until.unwrap_or(as_of);
        let from = match self.from {
            Some(from) => from,
            None => until.checked_sub(months.months()).and_then(|it| it.tomorrow()).map_err(|_| early("until"))?,
        };
        if until < from {
            return Err(Error::problem(
                "until",
                format!("the period ends on {until}, before it begins on {from}; turn the two days round"),
            ));
        }
        if as_of < from {
            return Err(Error::problem(
                "as_of",
                format!("`{as_of}` lies before the period, which begins on {from}; choose a day in it or after it"),
            ));
        }
        let period = Period { from, until, as_of };
        match period.days() > LONGEST {
            true => Err(Error::problem(
                "from",
                format!("the period has {} days; at most {LONGEST} are told at once", period.days()),
            )),
            false => Ok(period),
        }
    }
}

fn early(field: &str) -> Error {
    Error::problem(field, "lies too far back; choose a later day")
}

impl Period {
    /// Days of the period, first and last included.
    pub fn days(&self) -> i64 {
        i64::from((self.until - self.from).get_days()) + 1
    }

    /// Days of it that had passed on the day as of which it is told.
    pub fn passed(&self) -> i64 {
        Period { until: self.until.min(self.as_of), ..*self }.days()
    }

    /// The period of the same length before, as it stood on its last day; nothing where days end.
    pub fn before(&self) -> Option<Period> {
        let until = self.from.yesterday().ok()?;
        let from = until.checked_sub(Span::new().try_days(self.days() - 1).ok()?).ok()?;
        Some(Period { from, until, as_of: until })
    }

    /// A text with the days in the places of their names.
    pub fn fill(&self, text: &str) -> String {
        let days = [("{from}", self.from), ("{until}", self.until), ("{as_of}", self.as_of)];
        days.iter().fold(text.to_owned(), |text, (name, day)| text.replace(name, &day.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn asked(from: &str, until: &str, as_of: &str) -> Result<Period, Error> {
        Asked::read("", from, until, as_of)?.period(day("2026-07-15"), 3)
    }

    #[test]
    fn what_is_left_out_follows_from_the_rest() {
        let told =
            |from: &str, until: &str, as_of: &str| Period { from: day(from), until: day(until), as_of: day(as_of) };
        assert_eq!(asked("", "", "").unwrap(), told("2026-04-16", "2026-07-15", "2026-07-15"));
        assert_eq!(asked("", "2026-03-31", "").unwrap(), told("2026-01-01", "2026-03-31", "2026-03-31"));
        assert_eq!(asked("2026-07-01", "2026-09-30", "").unwrap(), told("2026-07-01", "2026-09-30", "2026-07-15"));
        let quarter = asked("2026-01-01", "2026-03-31", "2026-04-10").unwrap();
        assert_eq!(quarter.before().unwrap(), told("2025-10-03", "2025-12-31", "2025-12-31"));
        assert_eq!(
            (quarter.days(), quarter.passed(), asked("2026-07-01", "2026-09-30", "").unwrap().passed()),
            (90, 90, 15)
        );
        assert_eq!(quarter.fill("a>={from} a<={until} b<{as_of}"), "a>=2026-01-01 a<=2026-03-31 b<2026-04-10");
    }

    #[test]
    fn days_that_cannot_be_meant_are_refused_at_their_field() {
        for (from, until, as_of, field) in [
            ("2026-03-31", "2026-01-01", "", "until"),
            ("", "", "2026-07-16", "as_of"),
            ("2026-03-01", "2026-03-31", "2026-02-01", "as_of"),
            ("soon", "", "", "from"),
            ("1900-01-01", "2026-03-31", "", "from"),
        ] {
            let Err(Error::Problems(problems)) = asked(from, until, as_of) else { panic!("{from} {until} {as_of}") };
            assert_eq!(problems[0].field, field, "{from} {until} {as_of}");
        }
    }
}
