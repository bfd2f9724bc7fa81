//! The privacy budget of a dataset as a ledger: what was spent, by which version, what is left, and whether one more fits.
//!
//! A version that was made with noise spends its loss on the day on which it is first accepted, and nothing that happens to it
//! later gives the loss back. It is charged to every dataset from whose versions it was made; what was made from a version that
//! already paid is charged no further back, since working on with what was released costs nothing more.
//!
//! Two rules add losses up, and the dataset names the one that counts, since taking the better one after the fact is proven
//! for neither: *basic* adds epsilons and deltas (Dwork and others 2006); *zcdp* adds rhos, epsilon^2/2 where none is given,
//! and turns the sum into epsilon + delta (Bun and Steinke 2016, propositions 1.3, 1.4 and lemma 8.2), which also holds where each
//! release is chosen after seeing the ones before (Whitehouse and others 2023). Serves ISO/IEC 42001 A.7.2 and A.7.6.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use record::Id;
use store::RecordRow;

use super::VERSION;
use super::lineage::Lineage;
use crate::derived::{day, day_after, midnight};

/// How far sums may be off by being written in binary.
const SLACK: f64 = 1e-9;

/// Techniques whose loss must be stated.
const NOISE: &str = "noise";

/// How losses add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Epsilons and deltas are added.
    Basic,
    /// Rhos are added.
    Zcdp,
}

/// A loss of privacy.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize)]
pub struct Loss {
    /// Epsilon.
    pub epsilon: f64,
    /// Delta.
    pub delta: f64,
}

/// A loss with the rho by which it is known, where one is given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stated {
    /// Epsilon and delta.
    pub loss: Loss,
    /// The rho of zero-concentrated differential privacy.
    pub rho: Option<f64>,
}

/// Losses added up by adding them.
pub fn basic(losses: &[Stated]) -> Loss {
    let add =
        |sum: Loss, it: &Stated| Loss { epsilon: sum.epsilon + it.loss.epsilon, delta: sum.delta + it.loss.delta };
    losses.iter().fold(Loss::default(), add)
}

/// The epsilon of all losses at a delta by adding rhos; `None` where deltas leave nothing of that delta.
///
/// With rho the sum and delta' what the stated deltas leave: rho + 2 sqrt(rho ln(1 / delta')).
pub fn zcdp(losses: &[Stated], delta: f64) -> Option<f64> {
    // A rho speaks for the whole loss, so the delta beside it is only that of its translation.
    let own: f64 = losses.iter().filter(|it| it.rho.is_none()).map(|it| it.loss.delta).sum();
    let rho: f64 = losses.iter().map(|it| it.rho.unwrap_or(it.loss.epsilon.powi(2) / 2.0)).sum();
    let left = delta - own;
    (left > 0.0 && left < 1.0).then(|| rho + 2.0 * (rho * (1.0 / left).ln()).sqrt())
}

/// What a version cost.
#[derive(Debug, Clone)]
pub struct Spent {
    /// The version.
    pub version: Id,
    /// Its name.
    pub title: String,
    /// The day on which it was first accepted; none while it was not.
    pub on: Option<Date>,
    /// What it says that it cost; none where it was made with noise and says nothing.
    pub stated: Option<Stated>,
    /// Whether it counts: it was accepted, within the period.
    pub counts: bool,
}

/// The ledger of a dataset's privacy budget.
#[derive(Debug, Clone)]
pub struct Budget {
    /// The most that may be spent; none where nobody said.
    pub most: Option<Loss>,
    /// The rule that counts.
    pub rule: Rule,
    /// From when to when spending counts.
    pub period: (Option<Date>, Option<Date>),
    /// The day for which it is asked; outside the period nothing may be spent.
    pub today: Date,
    /// Every version that spends, the oldest first; those that do not count too.
    pub rows: Vec<Spent>,
    /// What is spent by basic composition.
    pub basic: Loss,
    /// The epsilon that is spent by adding rhos, at the delta of the budget.
    pub zcdp: Option<f64>,
    /// `unspent`, `within`, `spent`, `overspent`, `ended`, `no_budget` or `unstated`.
    pub word: &'static str,
    /// What it follows from.
    pub why: String,
    /// When the clock alone may change it.
    pub until: Option<Timestamp>,
}

impl Budget {
    /// What is spent by the rule that counts.
    pub fn spent(&self) -> Option<Loss> {
        match self.rule {
            Rule::Basic => Some(self.basic),
            Rule::Zcdp => Some(Loss { epsilon: self.zcdp?, delta: self.most.map_or(0.0, |it| it.delta) }),
        }
    }

    /// What is left of epsilon by the rule that counts.
    pub fn left(&self) -> Option<f64> {
        Some(self.most?.epsilon - self.spent()?.epsilon)
    }
}

/// The datasets to which what a version spends is charged.
pub fn charged(lineage: &Lineage, version: &RecordRow) -> BTreeSet<Id> {
    let parents = |row: &RecordRow| [lineage.to(row, "treats"), lineage.to(row, "derived_from")].concat();
    let (mut found, mut seen, mut way) = (BTreeSet::new(), BTreeSet::new(), parents(version));
    found.extend(way.is_empty().then(|| lineage.dataset(version)).flatten().map(|it| it.id.clone()));
    while let Some(row) = way.pop() {
        if seen.insert(&row.id) {
            found.extend(lineage.dataset(row).map(|it| it.id.clone()));
            // What was released with noise may be worked on at no further cost.
            way.extend(if stated(row).is_some() { Vec::new() } else { parents(row) });
        }
    }
    found
}

/// What a version says that it cost.
pub fn stated(version: &RecordRow) -> Option<Stated> {
    let number = |field: &str| version.document.get(field).and_then(serde_json::Value::as_f64);
    let epsilon = number("epsilon")?;
    Some(Stated { loss: Loss { epsilon, delta: number("delta").unwrap_or(0.0) }, rho: number("rho") })
}

/// Whether a version spends: it states a loss, or was made with noise.
pub fn spends(version: &RecordRow) -> bool {
    let techniques = version.document.get("privacy_techniques").and_then(serde_json::Value::as_array);
    stated(version).is_some() || techniques.is_some_and(|it| it.iter().any(|it| it.as_str() == Some(NOISE)))
}

/// The ledger of a dataset; a version `with` counts as if it were accepted now.
pub fn budget(lineage: &Lineage, dataset: &RecordRow, with: Option<&Id>) -> Budget {
    let number = |field: &str| dataset.document.get(field).and_then(serde_json::Value::as_f64);
    let delta = number("privacy_budget_delta").unwrap_or(0.0);
    let most = number("privacy_budget").map(|epsilon| Loss { epsilon, delta });
    let rule = if dataset.text("privacy_composition") == Some("zcdp") { Rule::Zcdp } else { Rule::Basic };
    let end = |name: &str| dataset.document.get("privacy_budget_period")?.get(name)?.as_str()?.parse::<Date>().ok();
    let period = (end("from"), end("until"));
    let today = day(lineage.time);
    let within = |day: Date| period.0.is_none_or(|it| it <= day) && period.1.is_none_or(|it| day <= it);
    let mut rows: Vec<Spent> = lineage
        .rows()
        .filter(|it| it.kind == VERSION && spends(it) && charged(lineage, it).contains(&dataset.id))
        .map(|it| {
            let on = lineage.accepted(it).map(day);
            let counted = on.or((with == Some(&it.id)).then_some(today));
            let counts = counted.is_some_and(within);
            Spent { version: it.id.clone(), title: it.title.clone(), on, stated: stated(it), counts }
        })
        .collect();
    rows.sort_by(|one, other| {
        (one.on.is_none(), one.on, &one.version).cmp(&(other.on.is_none(), other.on, &other.version))
    });
    let losses: Vec<Stated> = rows.iter().filter(|it| it.counts).filter_map(|it| it.stated).collect();
    let turns = [period.0.and_then(midnight), period.1.and_then(day_after)];
    let until = turns.into_iter().flatten().filter(|it| *it > lineage.time).min();
    let (basic, zcdp) = (basic(&losses), zcdp(&losses, delta));
    judged(Budget { most, rule, period, today, rows, basic, zcdp, word: "", why: String::new(), until })
}

/// The same with its word and its reason.
fn judged(budget: Budget) -> Budget {
    let counting = budget.rows.iter().filter(|it| it.counts).count();
    let silent = budget.rows.iter().find(|it| it.counts && it.stated.is_none());
    let ended = budget.period.1.filter(|it| *it < budget.today);
    let (word, why) = match (silent, budget.most, budget.spent()) {
        (Some(it), ..) => ("unstated", format!("{} was made with noise and does not say its epsilon", it.version)),
        (_, None, _) if counting == 0 => ("no_budget", "no budget is said, and nothing was spent".to_owned()),
        (_, None, _) => {
            ("no_budget", format!("{} of epsilon are spent, and no budget is said", shown(budget.basic.epsilon)))
        }
        (_, Some(most), _) if ended.is_some() => {
            let (basic, end) = (shown(budget.basic.epsilon), ended.map(|it| it.to_string()).unwrap_or_default());
            ("ended", format!("the budget of {} ended on {end}, with epsilons of {basic} spent", shown(most.epsilon)))
        }
        (_, Some(most), _) if counting == 0 => {
            ("unspent", format!("nothing of {} of epsilon is spent", shown(most.epsilon)))
        }
        (_, Some(_), None) => {
            let why = "adding rhos needs a delta that the stated deltas do not use up; say one, or let losses add up by basic";
            ("unstated", why.to_owned())
        }
        (_, Some(most), Some(spent)) => held(most, spent, budget.rule),
    };
    Budget { word, why, ..budget }
}

/// Whether what is spent keeps to the most that may be.
fn held(most: Loss, spent: Loss, rule: Rule) -> (&'static str, String) {
    let over = |spent: f64, most: f64| spent > most * (1.0 + SLACK) + f64::EPSILON;
    let by = match rule {
        Rule::Basic => "by basic composition",
        Rule::Zcdp => "by adding rhos",
    };
    let of =
        |spent: f64, most: f64, name: &str| format!("{} of {} of {name} are spent {by}", shown(spent), shown(most));
    let (epsilon, delta) = (of(spent.epsilon, most.epsilon, "epsilon"), of(spent.delta, most.delta, "delta"));
    match (over(spent.epsilon, most.epsilon), over(spent.delta, most.delta)) {
        (true, _) => ("overspent", epsilon),
        (_, true) => ("overspent", delta),
        _ if spent.epsilon >= most.epsilon * (1.0 - SLACK) => ("spent", epsilon),
        _ => ("within", epsilon),
    }
}

/// A loss as people write it: at most six digits behind the point, or a power of ten.
pub fn shown(value: f64) -> String {
    if value != 0.0 && value.abs() < 1e-4 {
        return format!("{value:e}");
    }
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Why a version cannot be accepted within the budgets of the datasets that it would be charged to; empty where it can.
pub fn beyond(lineage: &Lineage, version: &RecordRow) -> String {
    if !spends(version) || lineage.accepted(version).is_some_and(|it| it < lineage.time) {
        return String::new();
    }
    let over = charged(lineage, version).into_iter().filter_map(|id| {
        let dataset = lineage.row(&id)?;
        let budget = budget(lineage, dataset, Some(&version.id));
        let early = budget.period.0.filter(|it| budget.today < *it && budget.most.is_some());
        if let Some(from) = early {
            return Some(format!("{} `{}`: the budget begins on {from}", dataset.id, dataset.title));
        }
        let refused = budget.most.is_some() && ["overspent", "unstated", "ended"].contains(&budget.word);
        refused.then(|| format!("{} `{}`: with {} {}", dataset.id, dataset.title, version.id, budget.why))
    });
    over.collect::<Vec<_>>().join("; ")
}
