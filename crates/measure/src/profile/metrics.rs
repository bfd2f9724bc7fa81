//! What a profile measures, in words.

use crate::metric::{Family, Metric};

const fn metric(
    id: &'static str,
    title: &'static str,
    definition: &'static str,
    formula: &'static str,
    reading: &'static str,
    source: &'static str,
) -> Metric {
    Metric { id, title, family: Family::Profile, definition, formula, reading, source }
}

const MOMENTS: &str = "Pebay, SAND2008-6212 (2008) for one pass";
const COUNT: &str = "by count";

/// The metrics of profiles.
pub const METRICS: &[Metric] = &[
    metric(
        "missing_share",
        "Share of missing values",
        "The share of rows without a value or with NaN.",
        "missing / rows",
        "0 nothing is missing",
        COUNT,
    ),
    metric(
        "distinct_share",
        "Share of distinct values",
        "Distinct values for each row with a value.",
        "distinct / rows with a value",
        "1 every row has its own value, near 0 few values repeat",
        "Flajolet and others, HyperLogLog, AofA (2007) beyond what is counted",
    ),
    metric(
        "commonest_share",
        "Share of the commonest value",
        "The share of rows with a value that hold the commonest one.",
        "count of the commonest / rows with a value",
        "1 a constant",
        COUNT,
    ),
    metric(
        "mean",
        "Mean",
        "The sum of finite values over their number.",
        "sum x / n",
        "in the unit of the values",
        MOMENTS,
    ),
    metric(
        "standard_deviation",
        "Standard deviation",
        "The root of the mean squared distance from the mean.",
        "sqrt(sum (x - mean)^2 / (n - 1))",
        "in the unit of the values; 0 a constant",
        MOMENTS,
    ),
    metric(
        "skewness",
        "Skewness",
        "How much farther the values reach to one side of the mean.",
        "m3 / m2^(3/2)",
        "0 symmetric, above 0 a long tail of high values",
        MOMENTS,
    ),
    metric(
        "excess_kurtosis",
        "Excess kurtosis",
        "How heavy the tails are beside those of a normal distribution.",
        "m4 / m2^2 - 3",
        "0 as normal, above 0 more outliers",
        MOMENTS,
    ),
    metric(
        "zero_share",
        "Share of zeros",
        "The share of values that are zero.",
        "zeros / rows with a value",
        "1 only zeros",
        COUNT,
    ),
    metric(
        "negative_share",
        "Share of negative values",
        "The share of values below zero.",
        "negative / rows with a value",
        "1 all below zero",
        COUNT,
    ),
    metric(
        "entropy",
        "Entropy",
        "How many yes-or-no questions it takes on average to tell the word of a row.",
        "- sum p log2 p",
        "0 one word; log2 k for k words equally often",
        "Shannon, Bell System Technical Journal 27 (1948)",
    ),
    metric(
        "empty_share",
        "Share of empty words",
        "The share of words without a character.",
        "empty / rows with a value",
        "0 no empty word",
        COUNT,
    ),
];
