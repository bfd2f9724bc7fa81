//! The error of figures that are no means: drawn years are cut into sections, each tells the figure anew, and their spread is the error.
//!
//! Source: Asmussen and Glynn, Stochastic Simulation (2007), section III.5 (sectioning).

use measure::inference::distribution::student_quantile;
use measure::{Estimate, Interval, Method, Undefined};

/// Sections; as many as Student's law needs to be near the normal, and few enough that each has a tail of its own.
pub(crate) const SECTIONS: usize = 20;

/// The years of each section, which differ by at most one in length.
pub(crate) fn sections(years: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    (0..SECTIONS).map(move |it| it * years / SECTIONS..(it + 1) * years / SECTIONS)
}

/// `value` of all years with the interval that the values of sections give.
pub(crate) fn sectioned(value: f64, of_sections: &[f64], n: u64, level: f64) -> Result<Estimate, Undefined> {
    let k = of_sections.len() as f64;
    let mean = of_sections.iter().sum::<f64>() / k;
    let variance = of_sections.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / (k - 1.0);
    let half = student_quantile(level, k - 1.0) * (variance / k).sqrt();
    let interval = Interval { low: value - half, high: value + half, level, method: Method::Normal };
    Ok(Estimate::plain(value, n)?.with(interval))
}
