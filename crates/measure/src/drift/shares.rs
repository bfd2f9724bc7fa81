//! Distances between the shares of two samples in the same bins: Jensen-Shannon, Hellinger, L-infinity.

use super::bins::Binned;
use crate::estimate::{Estimate, Undefined};
use crate::metric::{Family, Metric};

/// Jensen-Shannon in words.
pub const JENSEN_SHANNON: Metric = Metric {
    id: "jensen_shannon",
    title: "Jensen-Shannon distance (base 2)",
    family: Family::Drift,
    definition: "The square root of the average information by which each sample's shares differ from the mean of both, in bits.",
    formula: "sqrt(1/2 sum r log2(r / m) + 1/2 sum c log2(c / m)), m = (r + c) / 2",
    reading: "0 the same shares, 1 nothing in common; with natural logarithms it would be 0.8326 times as large",
    source: "Lin, IEEE Transactions on Information Theory 37 (1991); Endres and Schindelin (2003) for the root",
};

/// Hellinger in words.
pub const HELLINGER: Metric = Metric {
    id: "hellinger",
    title: "Hellinger distance",
    family: Family::Drift,
    definition: "The distance between the square roots of both samples' shares.",
    formula: "sqrt(1 - sum sqrt(r c))",
    reading: "0 the same shares, 1 nothing in common",
    source: "Hellinger, Journal fuer die reine und angewandte Mathematik 136 (1909)",
};

/// L-infinity in words.
pub const L_INFINITY: Metric = Metric {
    id: "l_infinity",
    title: "Largest change of a share",
    family: Family::Drift,
    definition: "The largest change of the share of any bin, which is then named.",
    formula: "max |c - r|",
    reading: "0 no share changed, 1 everything moved to one bin",
    source: "Breck and others, Data Validation for Machine Learning, MLSys (2019)",
};

fn shares(binned: &Binned) -> Result<(Vec<f64>, Vec<f64>, u64), Undefined> {
    let (m, n) = binned.totals();
    let (r, c) = binned.shares().ok_or_else(|| Undefined::because("the comparison needs rows on both sides"))?;
    Ok((r, c, m + n))
}

/// The Jensen-Shannon distance in base 2.
pub fn jensen_shannon(binned: &Binned) -> Result<Estimate, Undefined> {
    let (r, c, n) = shares(binned)?;
    let part = |p: f64, middle: f64| if p > 0.0 { p * (p / middle).log2() } else { 0.0 };
    let sum: f64 = r.iter().zip(&c).map(|(&r, &c)| part(r, (r + c) / 2.0) + part(c, (r + c) / 2.0)).sum();
    // Sums of rounded parts may lie beyond the ends by a few last digits.
    Estimate::plain((sum / 2.0).clamp(0.0, 1.0).sqrt(), n)
}

/// The Hellinger distance.
pub fn hellinger(binned: &Binned) -> Result<Estimate, Undefined> {
    let (r, c, n) = shares(binned)?;
    let overlap: f64 = r.iter().zip(&c).map(|(r, c)| (r * c).sqrt()).sum();
    Estimate::plain((1.0 - overlap).max(0.0).sqrt(), n)
}

/// The largest change of a share, and the bin whose share it is.
pub fn l_infinity(binned: &Binned) -> Result<(Estimate, String), Undefined> {
    let (r, c, n) = shares(binned)?;
    let gaps = r.iter().zip(&c).map(|(r, c)| (c - r).abs()).zip(&binned.labels);
    let (gap, label) = gaps.fold((0.0, ""), |best, (gap, label)| if gap > best.0 { (gap, label) } else { best });
    Ok((Estimate::plain(gap, n)?, label.to_owned()))
}
