//! What one person does, and what falls when that person goes: every duty with who is left or who could stand in.

use governance::responsibility::leaving::Falling;
use governance::responsibility::map::{Duty, Part};
use governance::responsibility::whole::{Leaving, Names, OfPerson};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::{day, found, named, people, touched};
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts};
use crate::pages::detail::View;
use crate::reply::Reply;

/// The parts in their order, each with its heading.
const PARTS: &[(Part, &str)] = &[
    (Part::Accountable, "duties.accountable"),
    (Part::Responsible, "duties.responsible"),
    (Part::Challenger, "duties.challenger"),
];

/// `GET /duties/{id}` of a person.
pub(super) async fn page(call: &Call, id: &Id) -> Reply {
    let on = day(call)?;
    let does = call.aims().duties_of(&call.actor, id, on).await?;
    let leaves = if on.is_none() { Some(call.aims().if_leaves(&call.actor, id).await?) } else { None };
    let name = does.names.get(&id.to_string()).cloned().unwrap_or_default();
    let title = call.tell("duties.of_person", &[("name", &name)]);
    let crumbs = [
        ("/responsibilities".to_owned(), call.say("duties.title").to_owned()),
        (format!("/person/{id}"), format!("{id} {name}")),
    ];
    let body = maud! {
        (Heading { crumbs: &crumbs, lead: Some(maud! { p { (call.tell("duties.as_on", &[("day", &does.day)])) } }.memoize()), ..Heading::of(&title) }.draw(call.language()))
        (duties(call, &does))
        (roles(call, &does))
        @if !does.findings.is_empty() { (found(call, &does.findings, &does.names)) }
        @if let Some(leaves) = &leaves { (falling(call, leaves)) }
    };
    Ok(page::page(call, &title, body.memoize()))
}

fn duties(call: &Call, does: &OfPerson) -> Html {
    let of =
        |part: Part| -> Vec<Duty> { does.duties.iter().filter(|it| it.0 == part).map(|it| it.1.clone()).collect() };
    let all: Vec<(&'static str, Vec<Duty>)> = PARTS.iter().map(|(part, key)| (*key, of(*part))).collect();
    maud! {
        section .panel aria-labelledby="duties" {
            h2 #duties { (call.say("duties.duties")) }
            @if does.duties.is_empty() { p .help { (call.say("duties.none")) } }
            @for (key, duties) in &all {
                @if !duties.is_empty() {
                    h3 { (call.say(key)) " (" (duties.len()) ")" }
                    (touched(call, duties, &does.names))
                }
            }
        }
    }
    .memoize()
}

fn roles(call: &Call, does: &OfPerson) -> Html {
    maud! {
        @if !does.roles.is_empty() {
            section .panel aria-labelledby="roles" {
                h2 #roles { (call.say("duties.roles")) }
                ul {
                    @for (id, role, covers, behind) in &does.roles {
                        li {
                            (role) " " a href={ "/duties/" (id.to_string()) } { (call.tell("duties.letter_of", &[("id", id)])) }
                            @if let Some(covers) = covers { ", " (call.tell("duties.covers", &[("what", &label(covers, &does.names))])) }
                            @if let Some(behind) = behind { ", " (call.say("duties.behalf")) " " (named(behind, &does.names)) }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// A record by name and number.
pub(super) fn label(id: &Id, names: &Names) -> String {
    names.get(&id.to_string()).map_or_else(|| id.to_string(), |it| format!("{it} ({id})"))
}

/// Every duty of the person with what becomes of it, equal ones together.
fn falling(call: &Call, leaves: &Leaving) -> Html {
    let columns = [
        Column::title(call.say("duties.then")),
        Column::of(call.say("duties.part")),
        Column::wide(call.say("duties.touches")),
    ];
    let lines: Vec<Line> =
        together(&leaves.duties).into_iter().map(|(first, all)| line(call, leaves, first, &all)).collect();
    let falls = leaves.duties.iter().filter(|it| it.left.is_empty()).count() as u64;
    maud! {
        section .panel aria-labelledby="leaves" {
            h2 #leaves { (call.say("duties.if_leaves")) }
            p .help { (call.count("duties.fall_count", falls)) }
            @if !lines.is_empty() { (Table { caption: call.say("duties.if_leaves"), columns: &columns, lines: &lines }.draw()) }
        }
    }
    .memoize()
}

/// Duties of which the same becomes, those that fall first.
fn together(all: &[Falling]) -> Vec<(&Falling, Vec<Duty>)> {
    let mut found: Vec<(&Falling, Vec<Duty>)> = Vec::new();
    let same = |one: &Falling, other: &Falling| {
        (one.part, &one.left, &one.proposal) == (other.part, &other.left, &other.proposal)
    };
    for it in all {
        match found.iter_mut().find(|known| same(known.0, it)) {
            Some(known) => known.1.push(it.duty.clone()),
            None => found.push((it, vec![it.duty.clone()])),
        }
    }
    found.sort_by_key(|it| !it.0.left.is_empty());
    found
}

fn line(call: &Call, leaves: &Leaving, first: &Falling, duties: &[Duty]) -> Line {
    let then = match (&first.proposal, first.left.is_empty()) {
        (Some(it), _) => maud! {
            (badge::badge(Tone::Watch, call.say("duties.proposed"))) " " (named(&it.person, &leaves.names)) ": " (it.why)
        }
        .memoize(),
        (None, true) => maud! { (badge::badge(Tone::Bad, call.say("duties.falls"))) " " (call.say("duties.nobody_fits")) }.memoize(),
        (None, false) => maud! { (badge::badge(Tone::Good, call.say("duties.stays"))) " " (people(&first.left, &leaves.names)) }.memoize(),
    };
    let part = PARTS.iter().find(|it| it.0 == first.part).map_or("", |it| call.say(it.1));
    let part = maud! { (parts::sentence(part)) }.memoize();
    Line { cells: vec![then, part, touched(call, duties, &leaves.names)], href: None }
}

/// The panel on the page of a person: how much the person carries and what falls.
pub(crate) async fn panel(view: View<'_>) -> Result<Html, Failure> {
    if view.record.retired {
        return Ok(maud! {}.memoize());
    }
    let (call, id) = (view.call, &view.record.id);
    let leaves = call.aims().if_leaves(&call.actor, id).await?;
    let answers = leaves.duties.iter().filter(|it| it.part == Part::Accountable).count() as u64;
    let href = format!("/duties/{id}");
    Ok(maud! {
        p { (call.count("duties.answers_count", answers)) }
        (falling(call, &leaves))
        p { a .button href=(href) { (call.say("duties.all_duties")) } }
    }
    .memoize())
}
