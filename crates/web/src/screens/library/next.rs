//! What is open of a framework, in the order in which it can be met.

use axum::extract::Path;
use governance::Moment;
use governance::modality::order::{Item, Place};
use governance::modality::whole::Next;
use hypertext::{maud_borrow as maud, prelude::*};
use library::Framework;

use super::{address, found};
use crate::call::Call;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, page, parts};
use crate::reply::Reply;

/// `GET /library/{name}/next`
pub(crate) async fn page(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&[])?;
    let libraries = call.configuration.libraries.clone();
    let framework = found(&call, libraries.shelf(), &name)?;
    let next = call.aims().next_of(&call.actor, framework, Moment::Now).await?;
    let title = call.tell("library.next_title", &[("prefix", &framework.prefix)]);
    let crumbs = [
        ("/library".to_owned(), call.say("library.title").to_owned()),
        (format!("/library/{name}"), framework.prefix.clone()),
    ];
    let lead = call.tell("library.next_lead", &[("met", &next.met), ("asked", &next.asked)]);
    let heading = Heading { crumbs: &crumbs, lead: Some(maud! { p { (lead) } }.memoize()), ..Heading::of(&title) };
    let body = maud! {
        (heading.draw(call.language()))
        @if next.items.is_empty() { (empty::empty("book", call.say("library.nothing_open"), call.say("library.nothing_open_help"), &[])) } @else { (table(&call, framework, &next)) }
    };
    Ok(page::page(&call, &title, body.memoize()))
}

fn table(call: &Call, framework: &Framework, next: &Next) -> Html {
    let columns = [
        Column::end(call.say("library.number")),
        Column::title(call.say("library.requirement")),
        Column::of(call.say("library.why_here")),
        Column::wide(call.say("library.missing")),
        Column::wide(call.say("library.after")),
        Column::wide(call.say("library.help_for_it")),
    ];
    let lines: Vec<Line> = next.items.iter().enumerate().map(|(at, it)| line(call, framework, at + 1, it)).collect();
    Table { caption: call.say("library.what_next"), columns: &columns, lines: &lines }.draw()
}

fn line(call: &Call, framework: &Framework, number: usize, it: &Item) -> Line {
    let href = address(framework, &it.id);
    let (tone, place) = match it.place {
        Place::Mandatory => (Tone::Bad, call.say("library.place_mandatory")),
        Place::Untold => (Tone::Watch, call.say("library.place_untold")),
        Place::Unjustified => (Tone::Watch, call.say("library.place_unjustified")),
        Place::Recommended => (Tone::Info, call.say("library.place_recommended")),
        Place::RecommendedUntold => (Tone::Quiet, call.say("library.place_recommended_untold")),
    };
    let links = |ids: &[String]| {
        maud! { span .among { @for id in ids { a href=(address(framework, id)) { (id) } " " } } }.memoize()
    };
    let cells = vec![
        maud! { (number) }.memoize(),
        maud! { a href=(href) { (it.id) " " (it.title) } }.memoize(),
        badge::badge(tone, place),
        maud! { (parts::sentence(&it.why)) }.memoize(),
        links(&it.after),
        links(&it.guidance),
    ];
    Line { cells, href: Some(href) }
}
