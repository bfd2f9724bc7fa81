//! Governance bodies: which could decide today, the log of what they decided with its validity, and mandates that overlap.
//! One plan: how bodies stand. A body, a meeting and decision rights stand in files of their own. Serves ISO/IEC 42001 5.1 and 5.3.

pub(crate) mod body;
pub(crate) mod meeting;
pub(crate) mod rights;
pub(crate) mod supposed;

use std::collections::BTreeMap;

use axum::extract::Path;
use governance::bodies::ground::{Reason, of as ground};
use governance::bodies::whole::{Checked, Judged, Standing};
use governance::bodies::{BODY, DECISION, MEETING};
use governance::packing::issue::{FILES, media};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, empty, page, parts, words};
use crate::reply::{self, Reply};

/// Decisions of the log that are shown; lists and the interface have all.
const SHOWN: usize = 200;

/// `GET /bodies`
pub(crate) async fn bodies(call: Call) -> Reply {
    call.query.only(&[])?;
    let checked = call.aims().check_bodies(&call.actor).await?;
    let title = call.say("bodies.title");
    let lead = call.tell("bodies.lead", &[("day", &checked.day), ("wrong", &checked.wrong())]);
    let acts = maud! {
        a .button.main href={ "/" (BODY) "/new" } { (call.say("bodies.add")) }
        a .button href="/rights" { (call.say("rights.title")) }
    };
    let lead = maud! { p { (lead) } }.memoize();
    let body = maud! {
        (Heading { lead: Some(lead.clone()), acts: Some(acts.memoize()), ..Heading::of(title) }.draw(call.language()))
        @if checked.bodies.is_empty() {
            (empty::empty("gavel", call.say("bodies.none"), call.say("bodies.none_help"), &[(format!("/{BODY}/new"), call.say("bodies.add").to_owned())]))
        } @else { (standings(&call, &checked.bodies)) }
        (overlapping(&call, &checked))
        (unfollowed(&call, &checked))
        (log(&call, checked.bodies.iter().flat_map(|it| &it.decisions)))
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `GET /bodies/{id}`: of a body or of a meeting.
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["done"])?;
    let id = number(&call, &id)?;
    match kind(&call, &id) {
        Some(BODY) => body::page(&call, &id).await,
        Some(MEETING) => meeting::page(&call, &id).await,
        _ => Err(Failure::missing(call.tell("bodies.no_body", &[("id", &id)]))),
    }
}

/// `GET /bodies/{id}/{file}`: the charter of a body as `charter.pdf`, or the minutes of a meeting as `minutes.pdf`; also as `.xlsx`, `.html` and `.json`.
pub(crate) async fn file(call: Call, Path((id, name)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let id = number(&call, &id)?;
    let ending = name.rsplit_once('.').map_or(name.as_str(), |it| it.1);
    let bytes = call.aims().body_file(&call.actor, &id, ending).await?;
    Ok(reply::file(&format!("{id}-{name}"), media(ending), bytes))
}

/// The ways to the files of a charter or of minutes.
fn files(call: &Call, id: &Id, name: &str) -> Html {
    maud! {
        p .no-print {
            (call.say("bodies.files"))
            @for (ending, _) in FILES { " " a .button href={ "/bodies/" (id.to_string()) "/" (name) "." (ending) } { (ending.to_uppercase()) } }
        }
    }
    .memoize()
}

/// The number of an address.
pub(crate) fn number(call: &Call, id: &str) -> Result<Id, Failure> {
    id.parse().map_err(|_| Failure::missing(call.tell("data.no_record", &[("id", &id)])))
}

/// Whether a number is that of a body or of a meeting.
pub(crate) fn kind(call: &Call, id: &Id) -> Option<&'static str> {
    let kind = call.configuration.catalog.kind_of_prefix(&id.prefix)?;
    [BODY, MEETING].into_iter().find(|it| *it == kind.kind)
}

fn standings(call: &Call, all: &[Standing]) -> Html {
    let columns = [
        Column::title(call.say("bodies.body")),
        Column::of(call.say("bodies.state")),
        Column::wide(call.say("bodies.today")),
        Column::end(call.say("bodies.decided")),
        Column::end(call.say("bodies.not_valid")),
        Column::end(call.say("bodies.waits")),
    ];
    let line = |it: &Standing| {
        let href = format!("/bodies/{}", it.id);
        let invalid = it.decisions.iter().filter(|it| !it.reasons.is_empty()).count();
        let cells = vec![
            maud! { a href=(href) { (it.title) } " " span .number { (it.id.to_string()) } }.memoize(),
            maud! { (words(&it.state)) }.memoize(),
            able(call, &it.faults),
            maud! { (it.decisions.len()) }.memoize(),
            maud! { (invalid) }.memoize(),
            maud! { (it.waiting.len()) }.memoize(),
        ];
        Line { cells, href: Some(href.clone()) }
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    maud! {
        section .panel aria-labelledby="all-bodies" {
            h2 #all-bodies { (call.say("bodies.all")) " (" (all.len()) ")" }
            (Table { caption: call.say("bodies.all"), columns: &columns, lines: &lines }.draw())
        }
    }
    .memoize()
}

/// Whether a body could decide today, with everything for which it could not.
pub(super) fn able(call: &Call, faults: &[String]) -> Html {
    maud! {
        @if faults.is_empty() { (badge::badge(Tone::Good, call.say("bodies.able"))) }
        @else {
            (badge::badge(Tone::Bad, call.say("bodies.unable")))
            @for it in faults { " " (parts::sentence(it)) }
        }
    }
    .memoize()
}

/// Tables in force that cannot be followed any more, each with why; nothing where all can.
pub(in crate::screens) fn unfollowed(call: &Call, checked: &Checked) -> Html {
    maud! {
        @if !checked.unfollowed.is_empty() {
            section .panel aria-labelledby="unfollowed" {
                h2 #unfollowed { (call.say("bodies.unfollowed")) " (" (checked.unfollowed.len()) ")" }
                p .help { (call.say("bodies.unfollowed_help")) }
                ul {
                    @for it in &checked.unfollowed {
                        li { (linked(call, &it.id, &BTreeMap::from([(it.id.to_string(), it.title.clone())]))) ": " (parts::sentence(&it.says)) }
                    }
                }
            }
        }
    }
    .memoize()
}

/// Mandates of bodies that give one case to several, each with its case; nothing where none do.
pub(in crate::screens) fn overlapping(call: &Call, checked: &Checked) -> Html {
    maud! {
        @if !checked.overlaps.is_empty() || !checked.unsettled.is_empty() {
            section .panel aria-labelledby="overlaps" {
                h2 #overlaps { (call.say("bodies.overlaps")) " (" (checked.overlaps.len()) ")" }
                p .help { (call.say("bodies.overlaps_help")) }
                ul {
                    @for it in &checked.overlaps {
                        li {
                            (badge::badge(Tone::Bad, call.say("bodies.overlap"))) " " (parts::sentence(&it.says)) " "
                            (call.tell("bodies.example", &[("case", &it.case)]))
                        }
                    }
                    @for it in &checked.unsettled { li { (badge::badge(Tone::Watch, call.say("bodies.unsettled"))) " " (parts::sentence(it)) } }
                }
            }
        }
    }
    .memoize()
}

/// What was decided, the newest first, with why it does not count where it does not.
pub(super) fn log<'a>(call: &Call, all: impl Iterator<Item = &'a Judged>) -> Html {
    let mut all: Vec<&Judged> = all.collect();
    all.sort_by_key(|it| std::cmp::Reverse((it.decided_on, it.id.number)));
    let columns = [
        Column::title(call.say("bodies.decision")),
        Column::of(call.say("bodies.day")),
        Column::of(call.say("bodies.about")),
        Column::of(call.say("bodies.outcome")),
        Column::wide(call.say("bodies.valid")),
    ];
    let lines: Vec<Line> = all.iter().take(SHOWN).map(|it| line(call, it)).collect();
    maud! {
        section .panel aria-labelledby="log" {
            h2 #log { (call.say("bodies.log")) " (" (all.len()) ")" }
            @if lines.is_empty() { p .help { (call.say("bodies.no_decisions")) } }
            @else { (Table { caption: call.say("bodies.log"), columns: &columns, lines: &lines }.draw()) }
            @if all.len() > SHOWN { p .help { (call.count("bodies.more", (all.len() - SHOWN) as u64)) } }
        }
    }
    .memoize()
}

fn line(call: &Call, it: &Judged) -> Line {
    let href = format!("/{DECISION}/{}", it.id);
    let cells = vec![
        maud! { a href=(href) { (it.title) } " " span .number { (it.id.to_string()) } }.memoize(),
        maud! { @if let Some(day) = it.decided_on { (day.to_string()) } }.memoize(),
        maud! { @if let Some(id) = &it.subject { (linked(call, id, &BTreeMap::new())) } }.memoize(),
        maud! { (words(&it.outcome)) }.memoize(),
        reasons(call, &it.reasons, "bodies.counts"),
    ];
    Line { cells, href: Some(href) }
}

/// Reasons, each with what to do, or a word that there are none.
pub(super) fn reasons(call: &Call, all: &[Reason], fine: &'static str) -> Html {
    maud! {
        @if all.is_empty() { (badge::badge(Tone::Good, call.say(fine))) }
        @for it in all {
            div { (badge::badge(Tone::Bad, &words(it.ground))) " " (parts::sentence(&it.says)) }
            @if let Some(ground) = ground(it.ground) { div .help { (parts::sentence(ground.next)) } }
        }
    }
    .memoize()
}

/// A record as a link, with its name where it is known.
pub(super) fn linked(call: &Call, id: &Id, names: &BTreeMap<String, String>) -> Html {
    let (text, kind) = (id.to_string(), call.configuration.catalog.kind_of_prefix(&id.prefix));
    let name = names.get(&text);
    maud! {
        @match kind {
            Some(kind) => { a href={ "/" (kind.kind) "/" (text) } { @if let Some(name) = name { (name) " " } span .number { (text) } } },
            None => span .number { (text) },
        }
    }
    .memoize()
}
