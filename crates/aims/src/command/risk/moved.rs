//! What moves risks, on a terminal: the queue with the way of each event, likelihoods that are proposed, and levels that moved.

use governance::risking::moving::answered::Told;
use governance::risking::moving::paper::{path, what};

use super::word;
use crate::context::Context;
use crate::table::Table;

/// Everything, list by list.
pub(super) fn show(context: &Context, told: &Told) {
    let days = |it: Option<i32>| it.map(|it| it.to_string()).unwrap_or_default();
    let mut table = Table::new(["by", "risk", "level", "owner", "reason", "why", "days assessed", "days event"]);
    for it in &told.queue {
        let owner = it.owner.as_ref().map(ToString::to_string).unwrap_or_default();
        let (level, reason) = (it.gravest.clone().unwrap_or_default(), word(it.due.reason.name()));
        let first = [it.due.on.to_string(), it.risk.to_string(), level, owner, reason, it.due.says.clone()];
        let [on, risk, level, owner, reason, why] = first;
        table.row([on, risk, level, owner, reason, why, days(it.days_assessed), days(it.days_event)]);
    }
    context.output.table(&table);
    for it in &told.queue {
        it.events
            .iter()
            .for_each(|of| context.output.line(format!("{} {}: {}", word(&of.event), of.on, path(told, of))));
    }
    for it in &told.proposals {
        let by = it.owner.as_ref().map_or_else(|| "nobody".to_owned(), ToString::to_string);
        let (from, to) = (&it.from.1, &it.to.1);
        context.output.line(format!(
            "{}: {from} becomes {to}: {}; to be taken over by {by} with `aims risk learn`",
            it.risk, it.because
        ));
    }
    told.untold.iter().for_each(|it| context.output.line(format!("{}: not assessable: {}", it.risk, it.why)));
    for it in &told.feed {
        let level = |it: &Option<String>| it.clone().unwrap_or_else(|| "none".to_owned());
        let shifts: Vec<String> =
            it.shifts.iter().map(|it| format!("{} {} -> {}", what(it), level(&it.before), level(&it.after))).collect();
        let cause = it.cause.as_ref().map(|it| format!(" for {it}")).unwrap_or_default();
        let why = it.why.as_ref().map(|it| format!(": {it}")).unwrap_or_default();
        context.output.line(format!("{} {} by {}{cause}, {}{why}", it.on, it.risk, it.by, shifts.join(", ")));
    }
    let of = &told.figures;
    context.output.remark(format!(
        "{} of {} risks must be assessed again now, events reach {}, {} of them since {}; levels of {} moved; on {}",
        of.now, of.risks, of.reached, of.newly_reached, told.since, of.moved, told.on
    ));
}
