//! Part 5: acceptances by when they end, those of which a condition does not hold, what is kept together beside its limits, and what it costs in money.

use governance::accepting::standing::Stands;
use governance::accepting::weighed::Sum;
use governance::risking::cockpit::ending::{Kept, When};
use hypertext::{maud_borrow as maud, prelude::*};

use super::{View, costs, more, most, narrowed};
use crate::html::section::{all_named, behind, day, line, named, section, text};
use crate::html::table::Line;
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};

/// The part.
pub(super) fn part(view: &View) -> Html {
    let (call, told) = (view.call, view.told);
    let all = &told.ending;
    let count = |it: When| all.of(it).count();
    let holds_not = all.acceptances.iter().filter(|it| it.does_not_hold).count();
    let figures = [
        call.tell("cockpit.ended", &[("n", &count(When::Ended))]),
        call.tell("cockpit.soon", &[("n", &count(When::Soon)), ("until", &all.soon)]),
        call.tell("cockpit.later", &[("n", &count(When::Later))]),
        call.tell("cockpit.holds_not", &[("n", &holds_not)]),
        call.tell("cockpit.waits", &[("n", &count(When::Waits))]),
        call.tell("cockpit.followed", &[("n", &count(When::Followed))]),
    ];
    maud! {
        section .panel aria-labelledby="cockpit-ending" {
            h2 #cockpit-ending { (call.say("cockpit.ending")) " (" (all.acceptances.len()) ")" }
            ul { @for it in &figures { li { (it) } } }
            p { a href=(narrowed(call, "/acceptances", &["on", "system"])) { (call.say("acceptances.open")) } }
        }
        (register(view))
        (sums(view))
        (money(view))
    }
    .memoize()
}

/// Each acceptance, the first to end first; the reader is offered what the rights let them grant.
fn register(view: &View) -> Html {
    let (call, told) = (view.call, view.told);
    let row = |it: &Kept| {
        let tone = match it.stands {
            Stands::InEffect => Tone::Good,
            it if it.lapsed() => Tone::Bad,
            _ => Tone::Quiet,
        };
        let when = if it.when == When::Ended {
            Tone::Bad
        } else if it.when == When::Soon {
            Tone::Watch
        } else {
            Tone::Quiet
        };
        let grant = maud! {
            @if it.may { a .button href={ "/risk_acceptance/" (it.id.to_string()) "#moves" } { (call.say("cockpit.accept")) span .hidden { " " (it.id.to_string()) } } }
            @else if !it.who.is_empty() { (parts::sentence(&it.who)) }
        };
        line(vec![
            named(call, &told.names, &it.id),
            named(call, &told.names, &it.risk),
            badge::badge(when, &words(it.when.name())),
            day(it.expires),
            behind(tone, &words(it.stands.name()), &it.why),
            grant.memoize(),
        ])
    };
    let names = [
        ("acceptances.acceptance", "title"),
        ("acceptances.risk", ""),
        ("cockpit.when", ""),
        ("acceptances.ends", ""),
        ("acceptances.standing", ""),
        ("acceptances.who", "wide"),
    ];
    let lines: Vec<Line> = told.ending.acceptances.iter().take(most(call)).map(row).collect();
    maud! {
        (section(call, "cockpit-acceptances", ["acceptances.register", "cockpit.acceptances_help"], &names, &lines))
        (more(call, told.ending.acceptances.len()))
    }
    .memoize()
}

/// What is kept together, beside its limit.
fn sums(view: &View) -> Html {
    let (call, told) = (view.call, view.told);
    let row = |it: &Sum| {
        let whose = match it.of.parse() {
            Ok(id) => named(call, &told.names, &id),
            Err(_) => text(it.of.clone()),
        };
        let tone = if it.beyond() { Tone::Bad } else { Tone::Good };
        line(vec![
            text(words(it.by.name())),
            whose,
            badge::badge(tone, &it.points.to_string()),
            text(it.limit.map(|it| it.to_string()).unwrap_or_default()),
            all_named(call, &told.names, &it.acceptances),
        ])
    };
    let names = [
        ("acceptances.by", "title"),
        ("acceptances.whose", ""),
        ("acceptances.points", "end"),
        ("acceptances.limit", "end"),
        ("acceptances.behind", "wide"),
    ];
    let lines: Vec<Line> = told.ending.sums.iter().take(most(call)).map(row).collect();
    section(call, "cockpit-sums", ["acceptances.exposure", "cockpit.exposure_help"], &names, &lines)
}

/// What the risks cost that an acceptance keeps which counts now.
fn money(view: &View) -> Html {
    let (call, told) = (view.call, view.told);
    let n = told.ending.kept.len();
    let Some(costs) = told.accepted.as_ref().filter(|_| n > 0) else { return maud! {}.memoize() };
    maud! {
        section .panel aria-labelledby="cockpit-money" {
            h2 #cockpit-money { (call.say("cockpit.money")) }
            p .help { (call.tell("cockpit.money_help", &[("n", &n)])) }
            @if costs.types.is_empty() { p .notice { (call.say("cockpit.no_money")) } }
            @for it in &costs.types { (costs::of_type(call, it)) }
            (costs::missing(call, costs))
        }
    }
    .memoize()
}
