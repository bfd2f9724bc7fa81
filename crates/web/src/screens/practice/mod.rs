//! Policy and practice: every statement beside what records, logs and people show, and what can be done about one of them. One plan: the matrix, or
//! one statement as it is told. Serves ISO/IEC 42001 9.1, 9.2, A.2.3 and A.2.4.

mod one;

use std::str::FromStr;

use axum::body::Body;
use axum::extract::Path;
use governance::Moment;
use governance::correcting::FINDING;
use governance::documents::STATEMENT;
use governance::packing::issue::{FILES, media};
use governance::practising::paper::{rate, tests};
use governance::practising::trend::Moved;
use governance::practising::whole::{ACTIVE, Line as Statement, Matrix, Verdict};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::{Call, number};
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::{self, Reply};

pub(crate) use one::{one, panel};

/// The moment that an address asks for; now where it asks for none.
pub(crate) fn moment(call: &Call) -> Result<Moment, Failure> {
    Ok(call.query.get("on").map(Moment::from_str).transpose()?.unwrap_or_default())
}

/// `GET /practice?verdict=broken&owner=PER-0001&on=2026-03-01`
pub(crate) async fn matrix(call: Call) -> Reply {
    call.query.only(&["verdict", "owner", "on", "done"])?;
    let told = call.aims().practice(&call.actor, &moment(&call)?).await?;
    let title = call.say("practice.title");
    let add = (format!("/{STATEMENT}/new"), call.say("practice.add").to_owned());
    let lead = maud! { p { (call.tell("practice.lead", &[("day", &told.on)])) } };
    let acts = maud! { a .button.main href=(add.0) { (add.1) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) };
    let heading = heading.draw(call.language());
    let body = maud! {
        (heading)
        @if told.statements.is_empty() {
            (empty::empty("shield", call.say("practice.none"), call.say("practice.none_help"), std::slice::from_ref(&add)))
        } @else {
            (verdicts(&call, &told))
            (table(&call, &told))
            (clashes(&call, &told))
            p .no-print { @for (ending, _) in FILES { a .button href={ "/practice/files/practice." (ending) } { (ending.to_uppercase()) } " " } }
        }
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// Verdicts as filters, with how many statements in force have each.
fn verdicts(call: &Call, told: &Matrix) -> Html {
    let chosen = call.query.get("verdict").unwrap_or_default();
    maud! {
        nav .facts.among aria-label=(call.say("practice.verdict")) {
            @if chosen.is_empty() { a href="/practice" aria-current="page" { (call.say("practice.all")) } }
            @else { a href="/practice" { (call.say("practice.all")) } }
            @for (name, count) in &told.verdicts {
                @if *name == chosen { a href={ "/practice?verdict=" (name) } aria-current="page" { (words(name)) " (" (count) ")" } }
                @else { a href={ "/practice?verdict=" (name) } { (words(name)) " (" (count) ")" } }
            }
        }
    }
    .memoize()
}

fn table(call: &Call, told: &Matrix) -> Html {
    let get = |name: &str| call.query.get(name).unwrap_or_default();
    let (verdict, owner) = (get("verdict"), get("owner"));
    let fits = |it: &&Statement| {
        (verdict.is_empty() || (it.verdict.name() == verdict && it.state == ACTIVE))
            && (owner.is_empty() || it.owner.as_deref() == Some(owner))
    };
    let columns = [
        Column::title(call.say("practice.statement")),
        Column::wide(call.say("practice.shown_by")),
        Column::of(call.say("practice.verdict")),
        Column::of(call.say("practice.rate")),
        Column::end(call.say("practice.exceptions")),
        Column::of(call.say("practice.trend")),
        Column::of(call.say("practice.last_run")),
        Column::of(call.say("practice.owner")),
    ];
    let lines: Vec<Line> = told.statements.iter().filter(fits).map(|it| line(call, told, it)).collect();
    maud! {
        section .panel aria-labelledby="statements" {
            h2 #statements { (call.say("practice.statements")) " (" (lines.len()) ")" }
            p .help { (call.say("practice.statements_help")) }
            (Table { caption: call.say("practice.statements"), columns: &columns, lines: &lines }.draw())
        }
    }
    .memoize()
}

fn line(call: &Call, told: &Matrix, it: &Statement) -> Line {
    let href = format!("/practice/{}", it.id);
    let owner = it.owner.as_ref().and_then(|it| told.names.get(it)).cloned().unwrap_or_default();
    let contradicted = it.attested.as_ref().map_or(0, |it| it.contradicted.len());
    let last = it.last_run.map(|it| it.to_string()).unwrap_or_default();
    let cells = vec![
        maud! {
            a href=(href) { (it.title) } " " span .number { (it.anchor) " " (it.id.to_string()) }
            div .help { (it.says) }
            @if it.state != ACTIVE { " " (parts::state(call, STATEMENT, &it.state, false)) }
        }
        .memoize(),
        maud! {
            @for test in tests(it) { div { (test) } }
            @if it.verdict == Verdict::Unverifiable { (call.say("practice.no_test")) }
        }
        .memoize(),
        maud! {
            (shown(it.verdict))
            @if contradicted > 0 { " " (badge::badge(Tone::Bad, &call.count("practice.contradicted", contradicted as u64))) }
        }
        .memoize(),
        maud! { (rate(it.share())) }.memoize(),
        maud! { (it.excepted.len()) }.memoize(),
        trend(it),
        maud! { (last) @if it.is_late(told.on) { " " (badge::badge(Tone::Watch, call.say("practice.late"))) } }.memoize(),
        maud! { (owner) }.memoize(),
    ];
    Line { cells, href: Some(href.clone()) }
}

pub(super) fn shown(verdict: Verdict) -> Html {
    let tone = match verdict {
        Verdict::Broken => Tone::Bad,
        Verdict::Unverifiable => Tone::Watch,
        Verdict::Attested => Tone::Info,
        Verdict::Kept => Tone::Good,
        Verdict::NotAssessable => Tone::Quiet,
    };
    badge::badge(tone, &words(verdict.name()))
}

pub(super) fn trend(it: &Statement) -> Html {
    let Some(trend) = it.trend() else { return maud! {}.memoize() };
    let tone = match trend.moved {
        Moved::Worse => Tone::Bad,
        Moved::Better => Tone::Good,
        Moved::NotDistinguishable | Moved::NotAssessable => Tone::Quiet,
    };
    let p = trend.corrected.map(|it| format!("p = {}", parts::rounded(it, 3))).unwrap_or_default();
    maud! { (badge::badge(tone, &words(trend.moved.name()))) " " span .help { (p) } }.memoize()
}

/// Statements that cannot both be kept, each with a record that shows it.
fn clashes(call: &Call, told: &Matrix) -> Html {
    let all = &told.clashes;
    maud! {
        @if !all.found.is_empty() || !all.untold.is_empty() {
            section .panel aria-labelledby="clashes" {
                h2 #clashes { (call.say("practice.clashes")) }
                p .help { (call.say("practice.clashes_help")) }
                ul {
                    @for it in &all.found {
                        li {
                            a href={ "/practice/" (it.one.to_string()) } { (it.one.to_string()) } ", "
                            a href={ "/practice/" (it.other.to_string()) } { (it.other.to_string()) } ": "
                            (it.witness.iter().map(|(field, it)| format!("{field} = {it}")).collect::<Vec<_>>().join(", "))
                        }
                    }
                    @for (one, other, why) in &all.untold {
                        li { (one.to_string()) ", " (other.to_string()) ": " (call.say("practice.untold")) " " (parts::sentence(why)) }
                    }
                }
            }
        }
    }
    .memoize()
}

/// `GET /practice/files/practice.pdf`
pub(crate) async fn file(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&["on"])?;
    let ending = name.rsplit_once('.').map_or("", |it| it.1);
    let bytes = call.aims().practice_file(&call.actor, &moment(&call)?, ending).await?;
    Ok(reply::file(&name, media(ending), bytes))
}

/// `POST /practice/{id}/run`: runs what records show, or holds a log that is sent along against the allowed paths.
pub(crate) async fn run(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = number(&id)?;
    let sent = Sent::read(&call, body).await?;
    match sent.posted.file("log") {
        Some(log) => drop(call.aims().keep_log_run(&call.actor, &id, &log.name, log.bytes.to_vec()).await?),
        None => drop(call.aims().keep_records_run(&call.actor, &id).await?),
    }
    Ok(page::see(&format!("/practice/{id}?done=saved")))
}

/// `POST /practice/{id}/ask`: asks people to attest it for a sample of records.
pub(crate) async fn ask(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = number(&id)?;
    Sent::read(&call, body).await?;
    call.aims().ask_attestations(&call.actor, &id).await?;
    Ok(page::see(&format!("/practice/{id}?done=saved")))
}

/// `POST /practice/{id}/findings`: a finding that a record breaks it, made once.
pub(crate) async fn raise(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = number(&id)?;
    let sent = Sent::read(&call, body).await?;
    let record = number(sent.posted.text("record").unwrap_or_default())?;
    let made = call.aims().raise_violation(&call.actor, &id, &record).await?;
    Ok(page::see(&format!("/{FINDING}/{}", made.id)))
}
