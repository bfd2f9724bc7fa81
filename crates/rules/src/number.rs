//! Exact decimal numbers: billionths, so that bounds compare as people wrote them and every interval has a next value.

use crate::problem::{Problem, short};

/// Parts of one.
pub(crate) const ONE: i128 = 1_000_000_000;
/// Digits before the point that are understood.
const DIGITS: usize = 18;
/// Digits behind the point that are understood.
const DECIMALS: usize = 9;

/// A decimal with up to eighteen digits before and nine behind the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(pub(crate) i128);

impl Number {
    /// The least and the most number there is.
    pub(crate) const ENDS: (i128, i128) = (-(ONE * ONE * ONE), ONE * ONE * ONE);

    /// Reads `50000`, `50_000`, `-0.5`; not NaN, no exponent.
    pub fn parse(text: &str) -> Result<Number, Problem> {
        let strange =
            || Problem::new(format!("`{}` is no number; write digits such as `50000` or `0.25`", short(text)));
        let (sign, rest) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, part) = rest.split_once('.').unwrap_or((rest, ""));
        let digits: String = whole.chars().filter(|it| *it != '_').collect();
        let all_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        if digits.is_empty() || !all_digits(&digits) || !all_digits(part) || (part.is_empty() && rest.contains('.')) {
            return Err(strange());
        }
        if digits.len() > DIGITS || part.len() > DECIMALS {
            return Err(Problem::new(format!(
                "`{}` is too long; a number has at most {DIGITS} digits before and {DECIMALS} behind the point",
                short(text)
            )));
        }
        let value: i128 = format!("{digits}{part:0<DECIMALS$}").parse().map_err(|_| strange())?;
        Ok(Number(sign * value))
    }

    /// A whole number.
    pub fn whole(value: i64) -> Number {
        Number(i128::from(value) * ONE)
    }

    /// Whether nothing stands behind the point.
    pub fn is_whole(self) -> bool {
        self.0 % ONE == 0
    }

    /// The nearest floating-point number.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / ONE as f64
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (sign, size) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let (whole, part) = (size / ONE as u128, size % ONE as u128);
        match part {
            0 => write!(out, "{sign}{whole}"),
            _ => write!(out, "{sign}{whole}.{}", format!("{part:09}").trim_end_matches('0')),
        }
    }
}
