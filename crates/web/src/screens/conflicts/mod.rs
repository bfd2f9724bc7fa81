//! The board of conflicts: rules that clash side by side, the case that shows it, which one is proposed to go before, and the way to bring
//! it under decision. One plan: the board of governance. Pasting a procedure stands in a file of its own. Serves ISO/IEC 42001 4.1 and A.2.3.

pub(crate) mod paste;

use axum::body::Body;
use axum::extract::Path;
use governance::conflicts::KIND;
use governance::conflicts::board::{Board, Item, Shown};
use governance::deciding;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Document, Id};
use serde_json::json;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;
use crate::screens::bodies::overlapping;

/// Conflicts that are shown; the interface has all.
const SHOWN: usize = 100;

/// `GET /conflicts`
pub(crate) async fn board(call: Call) -> Reply {
    call.query.only(&["state", "done"])?;
    let state = call.query.get("state").filter(|it| !it.is_empty()).map(str::to_owned);
    let board = call.aims().conflicts(&call.actor, state.as_deref()).await?;
    let mandates = call.aims().check_bodies(&call.actor).await?;
    let title = call.say("conflicts.title");
    let acts = maud! {
        form .inline action="/conflicts/look" method="post" {
            (parts::once())
            button .main type="submit" { (call.say("conflicts.look")) }
        }
        a .button href="/conflicts/paste" { (call.say("conflicts.paste")) }
        a .button href={ "/" (deciding::KIND) } { (call.say("tiering.all_tables")) }
    };
    let lead = maud! { p { (call.tell("conflicts.lead", &[("tables", &board.tables)])) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) };
    let none = board.conflicts.is_empty() && board.unrecorded.is_empty() && mandates.overlaps.is_empty();
    let body = maud! {
        (heading.draw(call.language()))
        (filter(&call, &board, state.as_deref()))
        @if none { (empty::empty("gavel", call.say("conflicts.none"), call.say("conflicts.none_help"), &[])) }
        @if !board.unrecorded.is_empty() {
            section .panel aria-labelledby="new" {
                h2 #new { (call.say("conflicts.new")) " (" (board.unrecorded.len()) ")" }
                p .help { (call.say("conflicts.new_help")) }
                @for (at, it) in board.unrecorded.iter().take(SHOWN).enumerate() { (one(&call, it, &format!("new-{at}"))) }
            }
        }
        @for it in board.conflicts.iter().take(SHOWN) { (conflict(&call, it)) }
        (overlapping(&call, &mandates))
        @if board.conflicts.len() > SHOWN { p .help { (call.count("conflicts.more", (board.conflicts.len() - SHOWN) as u64)) } }
        @if !board.unsettled.is_empty() {
            section .panel aria-labelledby="open" {
                h2 #open { (call.say("conflicts.unsettled")) }
                ul { @for it in &board.unsettled { li { (parts::sentence(it)) } } }
            }
        }
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `POST /conflicts/look`: keeps what is new, and brings back what is there again.
pub(crate) async fn look(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    Sent::read(&call, body).await?;
    call.aims().record_conflicts(&call.actor).await?;
    Ok(page::see("/conflicts?done=saved"))
}

/// `POST /conflicts/{id}/decide`: brings a conflict under decision; whoever asks sees to it, unless somebody does already.
pub(crate) async fn decide(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let sent = Sent::read(&call, body).await?;
    let id: Id = call.id(call.kind(KIND)?, &id)?;
    let record = call.aims().record(&call.actor, &id, &governance::Moment::Now).await?;
    let mut set = Document::new();
    if !record.document.contains_key("owner") {
        let person = call.actor.person.as_ref();
        let person = person.ok_or_else(|| Failure::problem("owner", call.say("conflicts.no_person")))?;
        set.insert("owner".to_owned(), json!(person));
    }
    let transition = "bring_under_decision".to_owned();
    let change = Change::Move { id: id.clone(), base: None, transition, set, why: None };
    call.aims().commit(&call.actor, change, sent.key().as_deref()).await?;
    Ok(page::see(&format!("/{KIND}/{id}?done=saved")))
}

/// The states with their counts, as a form and as links.
fn filter(call: &Call, board: &Board, state: Option<&str>) -> Html {
    let states: Vec<&str> = call.kind(KIND).map(|it| it.states()).unwrap_or_default();
    maud! {
        form .inline.row action="/conflicts" method="get" {
            label for="state" { (call.say("conflicts.state")) }
            select #state name="state" {
                option value="" { (call.say("conflicts.all")) }
                @for it in &states {
                    @if state == Some(*it) { option value=(it) selected { (counted(board, it)) } } @else { option value=(it) { (counted(board, it)) } }
                }
            }
            button type="submit" { (call.say("conflicts.show")) }
        }
    }
    .memoize()
}

fn counted(board: &Board, state: &str) -> String {
    format!("{} ({})", words(state), board.states.get(state).copied().unwrap_or_default())
}

/// A conflict that has a record.
fn conflict(call: &Call, it: &Item) -> Html {
    let Some(id) = it.id.as_ref().map(ToString::to_string) else { return maud! {}.memoize() };
    let heading = format!("of-{id}");
    maud! {
        section .panel aria-labelledby=(heading) {
            h2 id=(heading) {
                a href={ "/" (KIND) "/" (id) } { (id) } " "
                (badge::badge(Tone::Info, &words(&it.form))) " "
                (parts::state(call, KIND, &it.state, false)) " "
                @if it.present { (badge::badge(Tone::Bad, call.say("conflicts.present"))) } @else { (badge::badge(Tone::Good, call.say("conflicts.gone"))) }
            }
            (one(call, it, &id))
            @if let Some(decision) = &it.resolution { p { (call.say("conflicts.decided_by")) " " a href={ "/decision/" (decision) } { (decision) } } }
            @if let Some(day) = it.tolerated_until.as_ref().filter(|_| it.state == "tolerated") { p { (call.tell("conflicts.until", &[("day", day)])) } }
            @if it.state == "found" {
                form action={ "/conflicts/" (id) "/decide" } method="post" {
                    (parts::once())
                    button type="submit" { (call.say("conflicts.decide")) span .hidden { " " (id) } }
                }
            }
            @if it.state == "under_decision" {
                p { a .button href={ "/decision/new?f.subject=" (id) "&f.form=resolve" } { (call.say("conflicts.write_decision")) span .hidden { " " (id) } } }
            }
        }
    }
    .memoize()
}

/// What clashes: the sentence, the rows side by side, the case, and what is proposed.
fn one(call: &Call, it: &Item, key: &str) -> Html {
    let title = |id: &Id| it.tables.iter().find(|it| it.0 == *id).map_or_else(|| id.to_string(), |it| it.1.clone());
    maud! {
        p { (parts::sentence(&it.says)) }
        @if it.rows.is_empty() {
            p { @for (id, name) in &it.tables { a href={ "/" (deciding::KIND) "/" (id.to_string()) } { (name) } " " } }
        } @else { (rows(call, &it.rows, key)) }
        @if !it.witness.is_empty() { p { (call.say("conflicts.witness")) ": " code { (it.witness) } } }
        @match &it.proposal {
            Some(proposal) => p {
                (call.say("conflicts.proposed")) ": " a href={ "/" (deciding::KIND) "/" (proposal.table.to_string()) } { (title(&proposal.table)) }
                " – " (parts::sentence(&proposal.why))
            },
            None => @if it.present && it.tables.len() > 1 { p .help { (call.say("conflicts.no_proposal")) } },
        }
    }
    .memoize()
}

fn rows(call: &Call, all: &[Shown], key: &str) -> Html {
    let columns = [
        Column::title(call.say("conflicts.table")),
        Column::of(call.say("conflicts.row")),
        Column::wide(call.say("conflicts.asks")),
        Column::wide(call.say("conflicts.says")),
    ];
    let line = |it: &Shown| {
        let href = format!("/{}/{}", deciding::KIND, it.table);
        let cells = vec![
            maud! { a href=(href) { (it.title) } " " span .number { (it.table) } }.memoize(),
            maud! { (it.row) }.memoize(),
            maud! { (it.asks) }.memoize(),
            maud! { (it.says) }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    let caption = call.tell("conflicts.rows_of", &[("id", &key)]);
    Table { caption: &caption, columns: &columns, lines: &lines }.draw()
}
