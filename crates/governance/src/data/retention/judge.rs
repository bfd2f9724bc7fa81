//! What the rules together say of one record on a day: kept, may go, due, held, or contradictory.
//!
//! The longest of the shortest times and the shortest of the longest ones count; a hold stops everything.

use jiff::civil::Date;
use record::Id;

use super::rule::{From, Item, Rule};

/// What the rules say of a record, from nothing to be done to what must be done.
pub const WORDS: &[&str] = &["no_rule", "undated", "kept", "may_go", "due", "held", "conflict", "gone"];

/// What the rules say of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// One of [`WORDS`].
    pub word: &'static str,
    /// The sentence for it.
    pub why: String,
    /// The first day on which it may go.
    pub may: Option<Date>,
    /// The day by which it must go.
    pub must: Option<Date>,
    /// The rules that decided.
    pub by: Vec<Id>,
    /// The day on which the answer may be another one.
    pub turns: Option<Date>,
}

/// One bound in time and the rule that sets it.
type Bound<'a> = Option<(Date, &'a Rule)>;

/// What the rules say of a record on a day.
pub fn judge(rules: &[Rule], item: &Item, today: Date) -> Kept {
    if item.gone {
        return said("gone", "nothing of it is kept here any more".to_owned());
    }
    let covering: Vec<&Rule> = rules.iter().filter(|it| it.covers(item)).collect();
    let (holds, schedules): (Vec<&Rule>, Vec<&Rule>) = covering.into_iter().partition(|it| it.hold);
    let scheduled = schedule(&schedules, item, today);
    match holds.into_iter().filter(|it| it.until.is_none_or(|it| today <= it)).max_by_key(|it| it.until.is_none()) {
        Some(hold) => held(hold, scheduled),
        None => scheduled,
    }
}

fn schedule(rules: &[&Rule], item: &Item, today: Date) -> Kept {
    if rules.is_empty() {
        return said("no_rule", "no schedule in force covers it".to_owned());
    }
    if let Some(kept) = uncounted(rules, item) {
        return kept;
    }
    let days = |rule: &&Rule| item.start(rule.from).map(|it| rule.days(it)).unwrap_or_default();
    let may: Bound = rules.iter().filter_map(|it| Some((days(it).0?, *it))).max_by_key(|it| it.0);
    let must: Bound = rules.iter().filter_map(|it| Some((days(it).1?, *it))).min_by_key(|it| it.0);
    let (first, last) = (may.map(|it| it.0), must.map(|it| it.0));
    let by = may.into_iter().chain(must).map(|it| it.1.id.clone());
    let by = by.fold(Vec::new(), |mut all, it| {
        if !all.contains(&it) {
            all.push(it);
        }
        all
    });
    let kept = |word, why, turns| Kept { word, why, may: first, must: last, by: by.clone(), turns };
    match (may, must) {
        (Some((may, long)), Some((must, short))) if may > must => {
            let keeps = format!("{} keeps it until {may}", long.id);
            kept("conflict", format!("{keeps}, and {} asks that it goes by {must}", short.id), None)
        }
        (Some((may, rule)), _) if today < may => kept("kept", format!("{} keeps it until {may}", rule.id), Some(may)),
        (_, Some((must, rule))) if must <= today => {
            kept("due", format!("{} asks that it went by {must}", rule.id), None)
        }
        (_, Some((must, rule))) => {
            kept("may_go", format!("it may go now, and {} asks that it goes by {must}", rule.id), Some(must))
        }
        (Some((may, rule)), None) => kept("due", format!("the time of {} ended on {may}", rule.id), None),
        (None, None) => kept("kept", "the schedules that cover it name no time".to_owned(), None),
    }
}

/// A rule that cannot be counted yet: what is in use has no end of use, and some days are not said.
fn uncounted(rules: &[&Rule], item: &Item) -> Option<Kept> {
    let waiting =
        rules.iter().find(|it| item.start(it.from).is_none() && (it.from != From::OutOfUse || it.least.is_some()))?;
    let by = vec![waiting.id.clone()];
    Some(match waiting.from {
        From::OutOfUse => {
            Kept { by, ..said("kept", format!("{} counts from the day on which it goes out of use", waiting.id)) }
        }
        _ => Kept {
            by,
            ..said("undated", format!("{} counts from the day on which it was made, which is not said", waiting.id))
        },
    })
}

fn held(hold: &Rule, scheduled: Kept) -> Kept {
    let until = hold.until.map_or_else(|| "until it is lifted".to_owned(), |it| format!("until {it}"));
    let why = format!("{} `{}` holds it {until}; without the hold: {}", hold.id, hold.title, scheduled.why);
    let ends = hold.until.and_then(|it| it.tomorrow().ok());
    let turns = [ends, scheduled.turns].into_iter().flatten().min();
    Kept { word: "held", why, by: vec![hold.id.clone()], turns, ..scheduled }
}

fn said(word: &'static str, why: String) -> Kept {
    Kept { word, why, may: None, must: None, by: Vec::new(), turns: None }
}

#[cfg(test)]
mod tests;
