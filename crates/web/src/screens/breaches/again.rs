//! A case to decide again by somebody who sees no names.

use axum::body::Body;
use governance::consequences::whole::Unnamed;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// `GET /breaches/again`: the next case that is open to whoever asks.
pub(crate) async fn form(call: Call) -> Reply {
    call.query.only(&["done"])?;
    let case = call.aims().unnamed(&call.actor).await?;
    let title = call.say("breaches.again_title");
    let crumbs = [("/breaches".to_owned(), call.say("breaches.title").to_owned())];
    let lead = maud! { p { (call.say("breaches.again_lead")) } };
    let heading = Heading { crumbs: &crumbs, lead: Some(lead.memoize()), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        @match &case {
            Some(case) => (asked(&call, case)),
            None => p .done { (call.say("breaches.none_again")) },
        }
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `POST /breaches/again`: keeps what was chosen.
pub(crate) async fn keep(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    let sent = Sent::read(&call, body).await?;
    let text = |name: &str| sent.posted.text(name).unwrap_or_default().to_owned();
    let id = text("breach").parse().map_err(|why: String| Failure::problem("breach", why))?;
    call.aims().decide_again(&call.actor, &id, &text("measure")).await?;
    Ok(page::see("/breaches/again?done=saved"))
}

fn asked(call: &Call, case: &Unnamed) -> Html {
    let list = |all: &[String]| all.iter().map(|it| words(it)).collect::<Vec<_>>().join(", ");
    let none = || call.say("breaches.no_factors").to_owned();
    let facts = [
        ("breaches.type", words(&case.form)),
        ("breaches.severity", words(&case.severity)),
        ("breaches.whom", list(&case.whom)),
        ("breaches.factors", if case.factors.is_empty() { none() } else { list(&case.factors) }),
        ("breaches.repeat", case.repeat.to_string()),
        ("breaches.facts", case.facts.to_string()),
    ];
    let measures = &call.configuration.libraries.consequences.measure;
    maud! {
        section .panel aria-labelledby="case" {
            h2 #case { (call.say("breaches.case")) }
            dl .fields { @for (key, value) in &facts { div { dt { (call.language().say(key)) } dd { (value) } } } }
            form .narrow action="/breaches/again" method="post" {
                (parts::once())
                input type="hidden" name="breach" value=(case.id.to_string());
                div .field {
                    label for="measure" { (call.say("breaches.would_set")) }
                    select #measure name="measure" required {
                        @for it in measures { option value=(it.name) { (words(&it.name)) } }
                    }
                }
                button .main type="submit" { (call.say("breaches.keep")) }
            }
        }
    }
    .memoize()
}
