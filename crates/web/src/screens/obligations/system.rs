//! The duties of one AI system with what decided each, its source, who read it, what is missing, and the way to make records of them.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::obligations::agreed::Agreed;
use governance::obligations::duty::Verdict;
use governance::obligations::reading::{Interpretation, Reads};
use governance::obligations::whole::{Asked, Line as Duty, Told};
use governance::surroundings::SYSTEM;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::{form, tables, totals, understood, verdict};
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page as sheet, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// `GET /system/{id}/obligations`; a question that is not understood is told above the form.
pub(crate) async fn page(call: Call, Path(id): Path<String>) -> Reply {
    let id = call.id(call.kind(SYSTEM)?, &id)?;
    let (asked, mut wrong) = understood(&call)?;
    let told = match call.aims().obligations(&call.actor, &id, asked).await.map_err(Failure::from) {
        Err(failure) if !failure.problems.is_empty() => {
            wrong = Some(failure);
            call.aims().obligations(&call.actor, &id, Asked::default()).await?
        }
        other => other?,
    };
    let name = told.system.title.clone();
    let title = call.tell("obligations.of", &[("name", &name)]);
    let crumbs = [
        ("/obligations".to_owned(), call.say("nav.obligations").to_owned()),
        (format!("/{SYSTEM}/{id}"), format!("{id} {name}")),
    ];
    let lead = call.tell("obligations.lead", &[("on", &told.days.on), ("known", &told.days.known)]);
    let heading = Heading { crumbs: &crumbs, lead: Some(maud! { p { (lead) } }.memoize()), ..Heading::of(&title) };
    let body = maud! {
        (heading.draw(call.language()))
        @if let Some(failure) = &wrong { (parts::alert(call.language(), failure)) }
        (form(&call, &format!("/system/{id}/obligations")))
        (class(&call, &told))
        (totals(&call, &told.counts))
        (tables::moved(&call, &told.moved))
        (tables::gaps(&call, &told.gaps))
        (tables::missing(&call, &told.missing))
        (duties(&call, &told))
        (adopting(&call, &id))
        (agreed(&call, &told))
        @if !told.clashes.is_empty() {
            section .panel aria-labelledby="clashes" {
                h2 #clashes { (call.say("obligations.clashes")) }
                @for it in &told.clashes { (tables::clash(&call, it)) }
            }
        }
        (strictest(&call, &told))
    };
    let mut answer = sheet::page(&call, &title, body.memoize());
    if wrong.is_some() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

/// `POST /system/{id}/obligations/adopt`: makes obligations of what applies today.
pub(crate) async fn adopt(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    Sent::read(&call, body).await?;
    let id = call.id(call.kind(SYSTEM)?, &id)?;
    call.aims().adopt_obligations(&call.actor, &id).await?;
    Ok(sheet::see(&format!("/system/{id}/obligations?done=saved")))
}

/// The class in the law on that day, and what it will be.
fn class(call: &Call, told: &Told) -> Html {
    let now = told.class.now.outcome.as_deref().map_or_else(|| call.say("obligations.undecided").to_owned(), words);
    let ahead = told.class.ahead.outcome.as_deref().filter(|it| Some(*it) != told.class.now.outcome.as_deref());
    let why = told.class.now.why();
    maud! {
        section .panel aria-labelledby="class" {
            h2 #class { (call.say("obligations.class")) ": " (now) }
            p { (parts::sentence(&why)) }
            @if let Some(ahead) = ahead {
                p {
                    (call.tell("obligations.class_ahead", &[("class", &words(ahead))]))
                    @if let Some((day, provision)) = &told.class.next { " " (day.to_string()) " (" (provision) ")" }
                }
            }
        }
    }
    .memoize()
}

/// The duties of laws, without those that do not concern it unless they are asked for.
fn duties(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("obligations.provision")),
        Column::of(call.say("obligations.verdict")),
        Column::wide(call.say("obligations.why")),
        Column::wide(call.say("obligations.proof")),
        Column::wide(call.say("obligations.source")),
    ];
    let all = call.query.get("verdict").is_some_and(|it| !it.is_empty());
    let shown = told.duties.iter().filter(|it| all || it.verdict != Verdict::Never);
    let lines: Vec<Line> = shown.map(|it| line(call, told, it)).collect();
    let left = told.duties.len() - lines.len();
    maud! {
        section .panel aria-labelledby="duties" {
            h2 #duties { (call.say("obligations.duties")) " (" (lines.len().to_string()) ")" }
            @if lines.is_empty() { p .help { (call.say("obligations.no_duties")) } }
            @else { (Table { caption: call.say("obligations.duties"), columns: &columns, lines: &lines }.draw()) }
            @if left > 0 { p .help { (call.count("obligations.left_out", left as u64)) } }
        }
    }
    .memoize()
}

fn line(call: &Call, told: &Told, it: &Duty) -> Line {
    let from = it.from.map(|it| it.to_string()).unwrap_or_default();
    let ask = |fact: &str, whom: &str| call.tell("obligations.ask_whom", &[("fact", &words(fact)), ("whom", &whom)]);
    let cells = vec![
        maud! { (it.title) " " span .number { (it.provision) } p .help { (it.intent) } }.memoize(),
        maud! { (verdict(it.verdict)) " " (from) }.memoize(),
        maud! {
            @for why in &it.why { p { (parts::sentence(why)) } }
            @for need in &it.needs { p .notice { (ask(&need.fact, &need.ask)) } }
            @for of in &it.interpretations { (interpretation(call, told, it, of)) }
            @if let Some(ahead) = &it.ahead { p .help { (call.say("obligations.pending")) " " (ahead) } }
        }
        .memoize(),
        maud! { ul { @for (what, kinds) in &it.evidence { li { (what) " " @for kind in kinds { a href={ "/" (kind) } { (words(kind)) } " " } } } } }.memoize(),
        maud! {
            p { (it.source) }
            @for (reading, _, from, source) in &it.readings { p { (reading) ": " (from.map(|it| it.to_string()).unwrap_or_default()) " " span .help { (source) } } }
            p .help { (it.written_by) }
        }
        .memoize(),
    ];
    Line { cells, href: None }
}

/// What somebody of the organisation reads it to say, beside the verdict.
fn interpretation(call: &Call, told: &Told, duty: &Duty, it: &Interpretation) -> Html {
    let name = |id: &Id| told.names.get(&id.to_string()).cloned().unwrap_or_else(|| id.to_string());
    let reads = call.say(match it.reads {
        Reads::Applies => "obligations.reads_applies",
        Reads::OnlyIf => "obligations.reads_only_if",
        Reads::DoesNot => "obligations.reads_not",
        Reads::Open => "obligations.reads_open",
    });
    let by = it.by.as_ref().map(name).unwrap_or_default();
    let on = it.on.map(|it| it.to_string()).unwrap_or_default();
    maud! {
        p {
            a .number href={ "/obligation/" (it.id.to_string()) } { (it.id.to_string()) } " " (reads) " "
            @if !it.says.is_empty() && it.reads != Reads::Applies { (it.says) " " }
            (by) " " (on) " "
            @if it.agrees(duty.verdict) == Some(false) { (badge::badge(Tone::Watch, call.say("obligations.differs"))) " " }
            @if let Some(stale) = &it.stale { (badge::badge(Tone::Watch, call.say("obligations.stale"))) " " (parts::sentence(stale)) }
        }
    }
    .memoize()
}

fn adopting(call: &Call, id: &Id) -> Html {
    maud! {
        form action={ "/system/" (id.to_string()) "/obligations/adopt" } method="post" {
            (parts::once())
            button type="submit" { (call.say("obligations.adopt")) }
            p .help { (call.say("obligations.adopt_help")) }
        }
    }
    .memoize()
}

/// Duties from contracts, licences, policies and promises, in both directions.
fn agreed(call: &Call, told: &Told) -> Html {
    let columns = [
        Column::title(call.say("obligations.duty")),
        Column::of(call.say("obligations.whose")),
        Column::of(call.say("obligations.verdict")),
        Column::wide(call.say("obligations.why")),
    ];
    let line = |it: &Agreed| {
        let whose = if it.customer { call.say("obligations.customer").to_owned() } else { words(&it.direction) };
        let contract = it.contract.as_ref().map(ToString::to_string).unwrap_or_default();
        let cells = vec![
            maud! { a href={ "/obligation/" (it.id.to_string()) } { (it.title) } " " span .number { (it.id.to_string()) } }.memoize(),
            maud! { (whose) }.memoize(),
            verdict(it.verdict),
            maud! { (parts::sentence(&it.why)) " " span .help { (words(&it.source)) " " (contract) } }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = told.agreed.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="agreed" {
            h2 #agreed { (call.say("obligations.agreed")) " (" (lines.len().to_string()) ")" }
            p .help { (call.say("obligations.agreed_help")) }
            @if !lines.is_empty() { (Table { caption: call.say("obligations.agreed"), columns: &columns, lines: &lines }.draw()) }
        }
    }
    .memoize()
}

fn strictest(call: &Call, told: &Told) -> Html {
    maud! {
        @if !told.strictest.is_empty() {
            section .panel aria-labelledby="strictest" {
                h2 #strictest { (call.say("obligations.strictest")) }
                ul {
                    @for it in &told.strictest {
                        li { (it.label) ": " strong { (it.is) } " " span .help { (it.of.iter().map(|(by, is)| format!("{by}: {is}")).collect::<Vec<_>>().join("; ")) } }
                    }
                }
            }
        }
    }
    .memoize()
}

/// The block on the page of an AI system.
pub(crate) fn block(call: &Call, id: &Id) -> Html {
    maud! { p { a .button.plain href={ "/system/" (id.to_string()) "/obligations" } { (call.say("obligations.open")) } } }
        .memoize()
}
