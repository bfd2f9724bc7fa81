//! Periods whose days are in no order, or that say two things of one day as it was known on one day.

use jiff::civil::Date;

use super::{Found, blank};
use crate::framework::{Framework, Node, Period, Standing};

/// Every fault of periods.
pub(super) fn periods(of: &Framework, found: &mut Found) {
    for node in &of.node {
        for period in &node.period {
            ordered(node, period, found);
        }
        for (at, one) in node.period.iter().enumerate() {
            for other in node.period.iter().skip(at + 1).filter(|it| clash(one, it)) {
                let says = format!(
                    "two periods from {} and from {} say something of one day to the same audience, as known on one day",
                    day(one.from),
                    day(other.from)
                );
                found.note("period", &node.id, says);
            }
        }
    }
}

fn ordered(node: &Node, it: &Period, found: &mut Found) {
    for (first, last, from, until) in
        [("from", "until", it.from, it.until), ("known_from", "known_until", it.known_from, it.known_until)]
    {
        if let (Some(from), Some(until)) = (from, until)
            && from >= until
        {
            found.note("period", &node.id, format!("`{first}` {from} is not before `{last}` {until}; mend one"));
        }
    }
    if blank(&it.source) {
        found.note("period", &node.id, "a period has a `source`; write where its days are written");
    }
}

/// Whether two periods of one audience and reading say different things of one day. What is proposed or adopted binds nobody yet, so it may
/// stand beside what is in force.
fn clash(one: &Period, other: &Period) -> bool {
    let same = one.reading == other.reading && one.concerns == other.concerns && rank(one) == rank(other);
    same && meet((one.from, one.until), (other.from, other.until))
        && meet((one.known_from, one.known_until), (other.known_from, other.known_until))
}

fn rank(it: &Period) -> u8 {
    match it.standing {
        Standing::Proposed => 0,
        Standing::Adopted => 1,
        Standing::InForce | Standing::Repealed => 2,
    }
}

/// Whether two spans of days, open where an end is absent, have a day in common.
fn meet(one: (Option<Date>, Option<Date>), other: (Option<Date>, Option<Date>)) -> bool {
    let before =
        |end: Option<Date>, start: Option<Date>| matches!((end, start), (Some(end), Some(start)) if end <= start);
    !before(one.1, other.0) && !before(other.1, one.0)
}

fn day(it: Option<Date>) -> String {
    it.map_or_else(|| "the beginning".to_owned(), |it| it.to_string())
}
