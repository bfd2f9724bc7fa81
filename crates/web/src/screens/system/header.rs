//! The head of a system's page: name, stage, tier with its reason, who answers, and what can be done from here.

use governance::surroundings::SYSTEM;
use hypertext::{maud_borrow as maud, prelude::*};

use super::View;
use crate::html::head::Heading;
use crate::html::tone::Tone;
use crate::html::{Html, badge, moment, parts, words};
use crate::screens::{inventory, lights};

/// The head.
pub(super) fn header(view: &View<'_>) -> Html {
    let (call, system) = (view.call, &view.around.system);
    let number = system.id.to_string();
    let crumbs = [("/inventory".to_owned(), call.say("inventory.title").to_owned())];
    maud! {
        (Heading { crumbs: &crumbs, number: Some(&number), title: &system.title, lead: Some(lead(view)), acts: Some(acts(view)) }.draw(call.language()))
        (parts::done(done(view)))
        @if system.retired { p .notice { (call.say("system.retired")) } }
    }
    .memoize()
}

fn done(view: &View<'_>) -> Option<&'static str> {
    view.call.query.get("done").map(|it| {
        view.call.say(match it {
            "made" => "system.done_made",
            "same" => "system.done_same",
            _ => "system.done",
        })
    })
}

/// Stage, tier, health, owner, unit, and when it changed.
fn lead(view: &View<'_>) -> Html {
    let (call, system) = (view.call, &view.around.system);
    maud! {
        p .facts {
            (parts::state(call, SYSTEM, &system.state, system.retired))
            span { (call.say("inventory.tier")) ": " (inventory::tier(call, view.summary, &system.id.to_string())) }
            @if let Some((class, why)) = &view.summary.legal_class {
                span { (call.say("tiering.legal_class")) ": " (badge::reasoned(Tone::Info, &words(class), "legal-class", &parts::sentence(why))) }
            }
            (lights::whole(call, view.signs, "health"))
        }
        p .facts {
            span { (call.say("inventory.owner")) ": " (linked(view, system.owner.as_deref(), "inventory.nobody")) }
            span { (call.say("system.unit")) ": " (linked(view, system.unit.as_deref(), "system.no_unit")) }
            span { (call.tell("system.changed", &[("version", &system.version), ("moment", &moment(&system.changed))])) }
        }
        (conformity(view))
    }
    .memoize()
}

/// How many requirements of the default framework have which status for it, in one line that leads to them.
fn conformity(view: &View<'_>) -> Html {
    let default = &view.call.configuration.libraries.conformity.rules.default;
    let told = view.conformity.iter().find(|it| it.0 == *default);
    let said = |it: &(String, std::collections::BTreeMap<&'static str, usize>)| {
        it.1.iter()
            .map(|(name, count)| format!("{count} {}", words(name).to_lowercase()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    maud! {
        @if let Some(told) = told {
            p .facts {
                span {
                    a href={ "/conformity?system=" (view.around.system.id.to_string()) } { (view.call.say("conformity.title")) }
                    ": " (said(told))
                }
            }
        }
    }
    .memoize()
}

fn linked(view: &View<'_>, id: Option<&str>, none: &'static str) -> Html {
    let known = id.and_then(|id| Some((id, view.titles.get(id)?)));
    maud! {
        @match (id, known) {
            (_, Some((id, (kind, title, _)))) => { a href={ "/" (kind) "/" (id) } { (title) } },
            (Some(_), None) => (view.call.say("value.unseen")),
            (None, _) => strong { (view.call.say(none)) },
        }
    }
    .memoize()
}

fn acts(view: &View<'_>) -> Html {
    let (call, address) = (view.call, view.address());
    maud! {
        form action="/reminders/calendars" method="post" {
            input type="hidden" name="about" value=(view.around.system.id.to_string());
            button .plain type="submit" { (call.say("system.calendar")) }
        }
        a .button.plain href={ "/tiering/" (view.around.system.id.to_string()) } { (call.say("tiering.work_out_one")) }
        a .button.plain href={ (view.files()) "/dossier" } { (call.say("system.dossier")) }
        a .button href=(view.record()) { (call.say("system.record_page")) }
        @if !view.around.system.retired { a .button.main href={ (address) "/edit" } { (call.say("system.edit")) } }
    }
    .memoize()
}
