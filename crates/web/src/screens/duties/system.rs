//! Who answers for an AI system, today or on any day: each group of duties with its people.

use governance::responsibility::whole::{Held, Line as Answer, Names, OfSystem};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::{day, found, group, named, people};
use crate::call::Call;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, page, parts};
use crate::reply::Reply;

/// `GET /duties/{id}` of an AI system.
pub(super) async fn page(call: &Call, id: &Id) -> Reply {
    let answers = call.aims().answers_for(&call.actor, id, day(call)?).await?;
    let name = answers.names.get(&id.to_string()).cloned().unwrap_or_default();
    let title = call.tell("duties.of_system", &[("name", &name)]);
    let crumbs = [
        ("/responsibilities".to_owned(), call.say("duties.title").to_owned()),
        (format!("/ai_system/{id}"), format!("{id} {name}")),
    ];
    let lead = call.tell("duties.tier_on", &[("day", &answers.day), ("tier", &answers.tier)]);
    let body = maud! {
        (Heading { crumbs: &crumbs, lead: Some(maud! { p { (lead) } }.memoize()), ..Heading::of(&title) }.draw(call.language()))
        (picker(call, id, Some(&answers)))
        (later(call, &answers))
        (table(call, &answers))
        @if !answers.findings.is_empty() { (found(call, &answers.findings, &answers.names)) }
    };
    Ok(page::page(call, &title, body.memoize()))
}

/// The form that asks for a day.
pub(crate) fn picker(call: &Call, id: &Id, answers: Option<&OfSystem>) -> Html {
    let on = answers.map(|it| it.day.to_string()).unwrap_or_default();
    maud! {
        form .inline.row action={ "/duties/" (id.to_string()) } method="get" {
            label for="on" { (call.say("duties.who_on")) }
            input #on type="date" name="on" value=(on);
            button type="submit" { (call.say("duties.show")) }
        }
    }
    .memoize()
}

/// What was entered later about that day, where it gives another answer.
fn later(call: &Call, answers: &OfSystem) -> Html {
    maud! {
        @if !answers.later.is_empty() {
            div .notice {
                p { (call.say("duties.later")) }
                ul { @for (name, all) in &answers.later { li { (group(call, name)) ": " (people(all, &answers.names)) } } }
            }
        }
    }
    .memoize()
}

fn table(call: &Call, answers: &OfSystem) -> Html {
    let columns = [
        Column::title(call.say("duties.group")),
        Column::of(call.say("duties.accountable")),
        Column::of(call.say("duties.responsible")),
        Column::of(call.say("duties.challenger")),
        Column::wide(call.say("duties.consulted")),
        Column::wide(call.say("duties.informed")),
    ];
    let lines: Vec<Line> = answers.lines.iter().map(|it| line(call, it, &answers.names)).collect();
    maud! {
        section .panel aria-labelledby="answers" {
            h2 #answers { (call.say("duties.answers")) }
            (Table { caption: call.say("duties.answers"), columns: &columns, lines: &lines }.draw())
        }
    }
    .memoize()
}

fn line(call: &Call, it: &Answer, names: &Names) -> Line {
    let challenged = if it.challenged { held(call, &it.challenger, names) } else { maud! {}.memoize() };
    let accountable = match &it.why {
        Some(why) => maud! { (parts::sentence(why)) }.memoize(),
        None => held(call, &it.accountable, names),
    };
    let cells = vec![
        maud! { (group(call, &it.group)) }.memoize(),
        accountable,
        held(call, &it.responsible, names),
        challenged,
        people(&it.consulted, names),
        people(&it.informed, names),
    ];
    Line { cells, href: None }
}

/// People with who acts for them and to whom they passed it on.
fn held(call: &Call, all: &[Held], names: &Names) -> Html {
    maud! {
        @if all.is_empty() { (call.say("duties.nobody_holds")) }
        @for it in all {
            div {
                (named(&it.person, names))
                @if let Some(acting) = &it.acting { ", " (call.say("duties.acts")) " " (named(acting, names)) }
                @for other in &it.delegated { ", " (call.say("duties.delegated")) " " (named(other, names)) }
            }
        }
    }
    .memoize()
}

/// The block on the page of an AI system.
pub(crate) fn block(call: &Call, id: &Id) -> Html {
    let href = format!("/duties/{id}");
    maud! {
        p { a href=(href) { (call.say("duties.who_answers")) } }
        (picker(call, id, None))
    }
    .memoize()
}
