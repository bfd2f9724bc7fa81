//! Reviews of access: opening one over a dataset, how far it is, and closing it. Confirming and revoking stand on the page of each
//! grant. Serves ISO/IEC 42001 A.7.2.

use axum::body::Body;
use axum::extract::Path;
use governance::access::review::{CAMPAIGN, Campaign, Outcome};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::{number, plain, remarks};
use crate::call::Call;
use crate::failure::Failure;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// `POST /access/{id}/review`: opens a review of all grants of a dataset or of a steward.
pub(crate) async fn open(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let subject = number(&call, &id)?;
    let sent = Sent::read(&call, body).await?;
    let due = sent.posted.text("due").and_then(|it| it.parse().ok());
    let due = due.ok_or_else(|| Failure::problem("due", call.say("access.no_due")))?;
    let review = call.aims().open_access_review(&call.actor, &subject, due).await?;
    Ok(page::see(&format!("/{CAMPAIGN}/{review}?done=made")))
}

/// `POST /access/{id}/close`: closes a review; what nobody reviewed is revoked or escalated.
pub(crate) async fn close(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let review = number(&call, &id)?;
    Sent::read(&call, body).await?;
    call.aims().close_access_review(&call.actor, &review).await?;
    Ok(page::see(&format!("/{CAMPAIGN}/{review}?done=moved")))
}

/// The form that opens one.
pub(super) fn form(call: &Call, subject: &Id) -> Html {
    maud! {
        section .panel aria-labelledby="review" {
            h2 #review { (call.say("access.review")) }
            p .help { (call.say("access.review_help")) }
            form action={ "/access/" (subject.to_string()) "/review" } method="post" {
                (parts::once())
                div .field {
                    label for="review-due" { (call.say("access.due")) }
                    input #review-due type="date" name="due" required;
                }
                button type="submit" { (call.say("access.review_button")) }
            }
        }
    }
    .memoize()
}

/// How far a review is.
pub(crate) fn progress(call: &Call, campaign: &Campaign) -> Html {
    let columns: Vec<Column> = [
        call.say("access.grant"),
        call.say("access.purpose"),
        call.say("access.outcome"),
        call.say("access.last_used"),
        call.say("access.remarks"),
    ]
    .iter()
    .map(|it| Column::of(*it))
    .collect();
    let line = |(grant, outcome): &(governance::access::matrix::Looked, Outcome)| {
        let (href, tone) = (format!("/access_grant/{}", grant.id), tone(*outcome));
        let cells = vec![
            maud! { a href=(href) { (grant.title) } " " span .number { (grant.id.to_string()) } }.memoize(),
            plain(&grant.purpose),
            badge::badge(tone, &words(&format!("{outcome:?}").to_lowercase())),
            plain(grant.last_used.as_deref().unwrap_or(call.say("access.never"))),
            remarks(call, grant),
        ];
        Line { cells, href: Some(href) }
    };
    let lines: Vec<Line> = campaign.grants.iter().map(line).collect();
    let done = campaign.grants.iter().filter(|it| it.1 != Outcome::Open).count();
    let told = call.tell("access.progress", &[("done", &done), ("all", &lines.len()), ("due", &campaign.due)]);
    maud! {
        section .panel aria-labelledby="progress" {
            h2 #progress { (call.say("access.review")) }
            p { (told) @if campaign.overdue { " " (badge::badge(Tone::Bad, call.say("access.overdue"))) } }
            (Table { caption: call.say("access.review"), columns: &columns, lines: &lines }.draw())
            @if campaign.state == "in_review" {
                p .help { (call.say("access.close_help")) }
                form action={ "/access/" (campaign.id.to_string()) "/close" } method="post" {
                    (parts::once())
                    button type="submit" { (call.say("access.close_button")) }
                }
            }
        }
    }
    .memoize()
}

fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Open => Tone::Watch,
        Outcome::Confirmed => Tone::Good,
        Outcome::Revoked | Outcome::Lapsed => Tone::Info,
    }
}
