//! What follows where a unit moves out of the scope or into it: uses and AI systems, requirements, audits, the inventory, controls without
//! evidence, and contradictions.

use governance::contradictions::Clash;
use governance::scoping::effect::{Alone, Audit, Effect, Moved, Requirement, To};
use hypertext::{maud_borrow as maud, prelude::*};

use super::tables::{badge_of, links};
use crate::call::Call;
use crate::html::Html;
use crate::html::table::{Column, Line, Table};
use crate::screens::conformity::{explained, status};
use crate::screens::readiness::tables::{named, section, text};

/// The difference of a move.
pub(super) fn drawn(call: &Call, it: &Effect) -> Html {
    let key = if it.to == To::Out { "scope.moves_out" } else { "scope.moves_in" };
    let unit = it.titles.get(&it.unit.to_string()).cloned().unwrap_or_default();
    let title = call.tell(key, &[("unit", &format!("{} {unit}", it.unit))]);
    let (before, after) = &it.inventory;
    let figure = |name: &'static str, one: usize, other: usize| {
        maud! { li { (call.say(name)) ": " (one) " → " (other) } }.memoize()
    };
    let inner = maud! {
        (verdicts(call, it, "scope.uses", &it.uses))
        (verdicts(call, it, "scope.systems", &it.systems))
        h3 { (call.say("scope.inventory_of")) }
        ul {
            (figure("scope.known", before.known, after.known))
            (figure("scope.registered", before.registered, after.registered))
            (figure("scope.owned", before.owned, after.owned))
            (figure("scope.housed", before.housed, after.housed))
        }
        (requirements(call, it))
        (audits(call, it))
        (controls(call, it))
        (certificates(call, it))
        (clashes(call, it, "scope.new_clashes", &it.new_clashes))
        (clashes(call, it, "scope.gone_clashes", &it.gone_clashes))
        @if it.hidden > 0 { p .help { (call.tell("scope.hidden", &[("count", &it.hidden)])) } }
    };
    section(call, "effect", title, "scope.effect_help", &inner.memoize())
}

fn table(call: &Call, caption: &'static str, columns: &[Column], lines: &[Line]) -> Html {
    maud! {
        @if lines.is_empty() { h3 { (call.say(caption)) } p .help { (call.say("scope.nothing_moves")) } }
        @else { (Table { caption: call.say(caption), columns, lines }.draw()) }
    }
    .memoize()
}

fn verdicts(call: &Call, of: &Effect, caption: &'static str, all: &[Moved]) -> Html {
    let columns = [
        Column::title(call.say(caption)),
        Column::of(call.say("scope.before")),
        Column::of(call.say("scope.after")),
        Column::wide(call.say("scope.why")),
    ];
    let line = |it: &Moved| {
        let name = named(call, &of.titles, &it.id.to_string());
        Line { cells: vec![name, badge_of(call, &it.before), badge_of(call, &it.after), text(&it.why)], href: None }
    };
    table(call, caption, &columns, &all.iter().map(line).collect::<Vec<_>>())
}

fn requirements(call: &Call, of: &Effect) -> Html {
    let columns = [
        Column::title(call.say("conformity.requirement")),
        Column::of(call.say("scope.before")),
        Column::of(call.say("scope.after")),
        Column::of(call.say("scope.asked_of")),
        Column::of(call.say("scope.entry")),
    ];
    let line = |it: &Requirement| {
        let href = explained(call, &it.reference, None);
        let entry = it.statement.iter().cloned().collect::<Vec<_>>();
        let cells = vec![
            maud! { a href=(href) { (it.reference) } }.memoize(),
            status(it.before),
            status(it.after),
            links(call, &of.titles, &it.systems),
            links(call, &of.titles, &entry),
        ];
        Line { cells, href: None }
    };
    table(call, "scope.requirements", &columns, &of.requirements.iter().map(line).collect::<Vec<_>>())
}

fn audits(call: &Call, of: &Effect) -> Html {
    let columns = [
        Column::title(call.say("scope.audit")),
        Column::end(call.say("scope.lines")),
        Column::end(call.say("scope.lines_gone")),
        Column::end(call.say("scope.lines_new")),
        Column::of(call.say("scope.names")),
    ];
    let line = |it: &Audit| {
        let counts = [it.lines, it.gone.len(), it.new.len()].map(|it| text(it.to_string()));
        let name = named(call, &of.titles, &it.id.to_string());
        let names = links(call, &of.titles, &it.names);
        Line { cells: std::iter::once(name).chain(counts).chain([names]).collect(), href: None }
    };
    table(call, "scope.audits", &columns, &of.audits.iter().map(line).collect::<Vec<_>>())
}

fn certificates(call: &Call, of: &Effect) -> Html {
    let columns = [
        Column::title(call.say("scope.certificate")),
        Column::wide(call.say("scope.to_tell")),
        Column::of(call.say("scope.records")),
    ];
    let lines = of.certificates.iter().flat_map(|certificate| {
        certificate.changes.iter().map(move |it| {
            let name = named(call, &of.titles, &certificate.id.to_string());
            Line {
                cells: vec![name, text(&it.says), links(call, &of.titles, std::slice::from_ref(&it.record))],
                href: None,
            }
        })
    });
    table(call, "scope.certificates", &columns, &lines.collect::<Vec<_>>())
}

fn controls(call: &Call, of: &Effect) -> Html {
    let columns = [Column::title(call.say("scope.control")), Column::wide(call.say("scope.evidence"))];
    let line = |it: &Alone| {
        let name = named(call, &of.titles, &it.id.to_string());
        Line { cells: vec![name, links(call, &of.titles, &it.evidence)], href: None }
    };
    table(call, "scope.controls", &columns, &of.controls.iter().map(line).collect::<Vec<_>>())
}

fn clashes(call: &Call, of: &Effect, caption: &'static str, all: &[Clash]) -> Html {
    let columns = [Column::title(call.say(caption)), Column::of(call.say("scope.records"))];
    let line = |it: &Clash| Line { cells: vec![text(&it.says), links(call, &of.titles, &it.records)], href: None };
    table(call, caption, &columns, &all.iter().map(line).collect::<Vec<_>>())
}
