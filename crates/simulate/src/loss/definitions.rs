//! What each number is, how it is computed and where that comes from: one list, so that a page can explain what it shows.

use serde::Serialize;

/// One number, by the name of its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// The field.
    pub name: &'static str,
    /// What it is.
    pub is: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// How its interval is made, or why it has none.
    pub interval: &'static str,
    /// Source.
    pub source: &'static str,
}

const fn of(
    name: &'static str,
    is: &'static str,
    formula: &'static str,
    interval: &'static str,
    source: &'static str,
) -> Definition {
    Definition { name, is, formula, interval, source }
}

const HALL: &str = "mean of skewed values over independent years";
const SECTIONS: &str = "spread of the figure over 20 sections of the years, with Student's law";
const EXACT: &str = "none: it is exact for the laws that were stated";
const ORDER: &str = "order statistics, for any law";
const COUNTED: &str = "exact interval of a share of years";

/// Every number that this module tells, by name.
pub const DEFINITIONS: &[Definition] = &[
    of(
        "alone",
        "mean loss of the worst years of a risk or AI system by itself",
        "as `shortfalls`, of its own years",
        "none: it is told beside the contribution",
        "Rockafellar and Uryasev 2002",
    ),
    of(
        "any",
        "probability of at least one event or loss",
        "years with a loss / years; after updating 1 - P(no event to come)",
        COUNTED,
        "Clopper and Pearson 1934",
    ),
    of(
        "closed",
        "events, mean and standard deviation of a year without drawing",
        "E N · E X; E N · Var X + Var N · (E X)²",
        EXACT,
        "Wald 1944",
    ),
    of(
        "conflict",
        "probability, under what was thought before, of a count at least as far out",
        "2 min(P(K <= k), P(K >= k)), at most 1",
        "none: it is a probability",
        "Box 1980",
    ),
    of(
        "contribution",
        "mean loss of a risk in the worst years of all together",
        "E(L_i | L in its tail); sums to the shortfall",
        SECTIONS,
        "Tasche 2007",
    ),
    of(
        "cost",
        "cost of a unit of loss that a treatment saves",
        "cost / reduction",
        "the ends of the reduction and of the cost",
        "paired years",
    ),
    of(
        "counted",
        "what events cost above deductibles and below caps",
        "sum of max(0, min(cost, cap) - deductible)",
        "normal, over independent years",
        "Klugman, Panjer and Willmot 2012",
    ),
    of(
        "diversification",
        "part of the shortfalls alone that holding risks together saves",
        "1 - shortfall / sum of shortfalls alone",
        "none: it follows from two shortfalls",
        "Tasche 2007",
    ),
    of(
        "equivalent_events",
        "events that would make one as sure of a rate or probability",
        "shape of the gamma law, or first parameter of the beta law",
        "none: it is a parameter",
        "Gelman and others 2013",
    ),
    of(
        "equivalent_exposure",
        "exposure in which those events would have been seen",
        "rate of the gamma law, or sum of the parameters of the beta law",
        "none: it is a parameter",
        "Gelman and others 2013",
    ),
    of(
        "events",
        "events in a year",
        "mean over years",
        "normal, over independent years",
        "Klugman, Panjer and Willmot 2012",
    ),
    of(
        "exceeding",
        "probability of a year that costs more than an amount",
        "years above the amount / years",
        COUNTED,
        "Clopper and Pearson 1934",
    ),
    of("expected", "mean loss of a year", "mean over years", HALL, "Hall 1992"),
    of(
        "frequency",
        "events a year at the value of an indicator",
        "the declared curve",
        "least and largest of the curve over the interval of the indicator",
        "the declared curve",
    ),
    of(
        "paid",
        "what layers pay in a year",
        "share · clamp(counted - retention, 0, limit), at most the limit of the year",
        "normal, over independent years",
        "Klugman, Panjer and Willmot 2012",
    ),
    of(
        "posterior",
        "rate or probability after what happened",
        "(events before + events) / (exposure before + exposure)",
        "equal tails of the gamma or beta law",
        "Gelman and others 2013",
    ),
    of(
        "quantiles",
        "loss that is not exceeded with a probability",
        "the year of rank ceil(n p)",
        ORDER,
        "Conover 1999",
    ),
    of(
        "rank",
        "rank correlation of a part of a risk with the loss of all risks",
        "correlation of midranks",
        SECTIONS,
        "Spearman 1904",
    ),
    of(
        "reduction",
        "what a treatment takes off a figure",
        "before - after in the same years",
        "paired years, or their sections",
        "Hall 1992",
    ),
    of(
        "returned",
        "what is saved beyond the cost, as a part of it",
        "reduction / cost - 1",
        "the ends of the reduction and of the cost",
        "paired years",
    ),
    of(
        "share",
        "part of the shortfall of all risks",
        "contribution / sum of contributions",
        "none: it follows from contributions",
        "Tasche 2007",
    ),
    of(
        "shortfall",
        "expected shortfall of all risks together, or what changes in it",
        "as `shortfalls`",
        "as `shortfalls`; of changes the spread over 20 sections of the years",
        "Rockafellar and Uryasev 2002",
    ),
    of(
        "shortfalls",
        "mean loss of the worst years",
        "q + mean of max(0, L - q) / (1 - p), with q the quantile at p",
        HALL,
        "Rockafellar and Uryasev 2002",
    ),
    of(
        "variance",
        "part of the variance of all risks that goes when a part of one is known",
        "1 - variance around lines over pieces of neighbours / variance",
        SECTIONS,
        "Kelley 1935; Saltelli and others 2008",
    ),
    of(
        "width",
        "how far apart the shortfalls with a parameter at its two ends lie",
        "|shortfall at high - shortfall at low|",
        "none: each end has its own",
        "Saltelli and others 2008",
    ),
];

/// The definition of a field; none for what is no number of this module.
pub fn definition(name: &str) -> Option<&'static Definition> {
    DEFINITIONS.iter().find(|it| it.name == name)
}
