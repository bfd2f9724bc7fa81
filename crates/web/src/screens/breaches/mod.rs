//! Breaches: the docket with what is proposed and what keeps a measure from being set, whether units are treated alike, and cases to decide again
//! without names. One plan: the docket of governance. Serves ISO/IEC 42001 7.3, 10.2, A.2.2 and A.3.2.

pub(crate) mod again;
mod alike;

use axum::body::Body;
use axum::extract::Path;
use governance::consequences::BREACH;
use governance::consequences::whole::{Docket, Line as Case};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;
use crate::screens::pictures;

/// Breaches that are shown; the list of the kind has all.
const SHOWN: usize = 200;

/// `GET /breaches`
pub(crate) async fn docket(call: Call) -> Reply {
    call.query.only(&["done"])?;
    let docket = call.aims().docket(&call.actor).await?;
    let (compared, names) = call.aims().consistency(&call.actor).await?;
    let title = call.say("breaches.title");
    let acts = maud! {
        form .inline action="/breaches/detect" method="post" {
            (parts::once())
            button .main type="submit" { (call.say("breaches.look")) }
        }
        a .button href={ "/" (BREACH) "/new" } { (call.say("breaches.add")) }
        a .button href="/breaches/again" { (call.say("breaches.again")) }
    };
    let lead = maud! { p { (call.tell("breaches.lead", &[("table", &docket.table)])) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        @if docket.lines.is_empty() {
            (empty::empty("gavel", call.say("breaches.none"), call.say("breaches.none_help"), &[(format!("/{BREACH}/new"), call.say("breaches.add").to_owned())]))
        } @else {
            (list(&call, &docket))
            @if !compared.units.is_empty() {
                (figure(call.language(), &alike::chart(&call, &compared, &names), "alike", Some("/breaches/charts/alike")))
                (alike::tables(&call, &compared, &names))
            }
        }
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `GET /breaches/charts/{file}`: `alike.svg` or `alike.csv`.
pub(crate) async fn file(call: Call, Path(file): Path<String>) -> Reply {
    call.query.only(&[])?;
    let Some(("alike", ending)) = file.rsplit_once('.') else { return Err(pictures::unknown(&call, &file)) };
    let (compared, names) = call.aims().consistency(&call.actor).await?;
    pictures::answer(&call, &alike::chart(&call, &compared, &names), "breaches", ending)
}

/// `POST /breaches/detect`: enters what the program sees, as alleged.
pub(crate) async fn detect(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    Sent::read(&call, body).await?;
    call.aims().detect_breaches(&call.actor).await?;
    Ok(page::see("/breaches?done=saved"))
}

fn list(call: &Call, docket: &Docket) -> Html {
    let columns = [
        Column::title(call.say("breaches.breach")),
        Column::of(call.say("breaches.state")),
        Column::of(call.say("breaches.severity")),
        Column::of(call.say("breaches.who")),
        Column::wide(call.say("breaches.proposal")),
        Column::of(call.say("breaches.measure")),
        Column::of(call.say("breaches.limitation")),
        Column::wide(call.say("breaches.lacks")),
    ];
    let lines: Vec<Line> = docket.lines.iter().take(SHOWN).map(|it| line(call, docket, it)).collect();
    maud! {
        section .panel aria-labelledby="docket" {
            h2 #docket { (call.say("breaches.docket")) " (" (docket.lines.len()) ")" }
            (Table { caption: call.say("breaches.docket"), columns: &columns, lines: &lines }.draw())
            @if docket.lines.len() > SHOWN { p .help { a href={ "/" (BREACH) } { (call.say("breaches.all")) } } }
        }
    }
    .memoize()
}

fn line(call: &Call, docket: &Docket, it: &Case) -> Line {
    let href = format!("/{BREACH}/{}", it.id);
    let proposal = match &it.proposal {
        Ok(found) => {
            maud! { (words(&found.measure)) ": " (parts::sentence(&found.says)) " " span .number { (found.row) } }
                .memoize()
        }
        Err(why) => maud! { (parts::sentence(why)) }.memoize(),
    };
    let late =
        it.limitation.is_some_and(|day| day < docket.today) && !["closed", "dismissed"].contains(&it.state.as_str());
    let limitation = it.limitation.map(|it| it.to_string()).unwrap_or_default();
    let cells = vec![
        maud! { a href=(href) { (it.title) } " " span .number { (it.id.to_string()) } }.memoize(),
        parts::state(call, BREACH, &it.state, false),
        maud! { (words(&it.severity)) }.memoize(),
        maud! { @for id in &it.who { div { (who(call, docket, id)) } } }.memoize(),
        proposal,
        measure(call, it),
        maud! { @if late { (badge::badge(Tone::Bad, &limitation)) } @else { (limitation) } }.memoize(),
        maud! { @for why in &it.lacks { div { (parts::sentence(why)) } } }.memoize(),
    ];
    Line { cells, href: Some(href) }
}

fn who(call: &Call, docket: &Docket, id: &Id) -> Html {
    let kind = call.configuration.catalog.kind_of_prefix(&id.prefix).map(|it| it.kind.clone()).unwrap_or_default();
    let number = id.to_string();
    match docket.names.get(&number) {
        Some(name) => maud! { a href={ "/" (kind) "/" (number) } { (name) } }.memoize(),
        None => maud! { span .number { (number) } }.memoize(),
    }
}

/// The measure with how it stands.
fn measure(call: &Call, it: &Case) -> Html {
    let (yes, why) = &it.executable;
    maud! {
        @if !it.measure.is_empty() {
            div { (words(&it.measure)) }
            @if it.appeal_pending { (badge::badge(Tone::Watch, call.say("breaches.appeal"))) }
            @else if *yes { (badge::badge(Tone::Good, call.say("breaches.executable"))) }
            @else { p .help { (parts::sentence(why)) } }
        }
    }
    .memoize()
}
