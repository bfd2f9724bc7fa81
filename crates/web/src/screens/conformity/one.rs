//! One requirement: what counted, what did not and why, and what keeps it from being more. One plan: the requirement explained.

use governance::conformity::whole::{Requirement, Weighed};
use hypertext::{maud_borrow as maud, prelude::*};

use super::{day, explained, status};
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, page, parts, words};
use crate::reply::Reply;

/// `GET /conformity/requirement?reference=ISO/IEC 42001:6.1.3&system=SYS-0001&on=2026-03-31`
pub(crate) async fn page(call: Call) -> Reply {
    let told = asked(&call).await?;
    let title = format!("{} {}", told.reference, told.title);
    let crumbs = [("/conformity".to_owned(), call.say("conformity.title").to_owned())];
    let lead = maud! {
        p .facts { (status(told.status)) @if let Some(system) = &told.system { span { (system) } } span { (told.on.to_string()) } }
        p { (told.intent) }
    };
    let heading = Heading { crumbs: &crumbs, lead: Some(lead.memoize()), ..Heading::of(&title) }.draw(call.language());
    let body = maud! {
        (heading)
        (why(&call, &told))
        (weighed(&call, &told))
        (judged(&call, &told))
        (reusable(&call, &told))
        (systems(&call, &told))
    };
    Ok(page::page(&call, &title, body.memoize()))
}

/// The requirement that the query asks for.
pub(crate) async fn asked(call: &Call) -> Result<Requirement, Failure> {
    call.query.only(&["reference", "system", "on", "done"])?;
    let get = |name: &str| call.query.get(name).map(str::trim).unwrap_or_default();
    let system = match get("system") {
        "" => None,
        it => Some(it.parse().map_err(Failure::input)?),
    };
    let reference = get("reference");
    Ok(call.aims().requirement(&call.actor, reference, system.as_ref(), day(call, get("on"))?).await?)
}

fn why(call: &Call, told: &Requirement) -> Html {
    let owners = told.owners.iter().filter_map(|it| told.titles.get(it).cloned()).collect::<Vec<_>>().join(", ");
    maud! {
        section .panel aria-labelledby="why" {
            h2 #why { (call.say("conformity.why")) }
            p { (parts::sentence(&told.why)) }
            @if !told.lacks.is_empty() {
                h3 { (call.say("conformity.lacks")) }
                ul { @for it in &told.lacks { li { (it) } } }
            }
            dl {
                @if let Some(day) = told.operating_since { dt { (call.say("conformity.operating_since")) } dd { (day.to_string()) } }
                @if let Some(day) = told.falls_on { dt { (call.say("conformity.falls")) } dd { (day.to_string()) } }
                @if !owners.is_empty() { dt { (call.say("conformity.owner")) } dd { (owners) } }
            }
            @match &told.action {
                Some(open) => { p { (call.say("conformity.open_action")) " " a href={ "/action/" (open.to_string()) } { (open.to_string()) } } },
                None => {
                    form .inline.no-print action="/conformity/action" method="post" {
                        (parts::once())
                        input type="hidden" name="reference" value=(told.reference);
                        @if let Some(system) = &told.system { input type="hidden" name="system" value=(system); }
                        button type="submit" { (call.say("conformity.open_gap")) }
                    }
                },
            }
        }
    }
    .memoize()
}

fn weighed(call: &Call, told: &Requirement) -> Html {
    if told.weighed.is_empty() {
        return maud! {}.memoize();
    }
    let columns = [
        Column::title(call.say("conformity.proof")),
        Column::of(call.say("conformity.counts_here")),
        Column::wide(call.say("conformity.reason")),
        Column::wide(call.say("conformity.given_for")),
    ];
    let line = |it: &Weighed| {
        let record = it.record.clone().zip(it.kind.clone());
        let by = it.through.iter().cloned().chain(it.given_for.clone()).collect::<Vec<_>>().join(", ");
        let cells = vec![
            maud! {
                @match &record {
                    Some((id, kind)) => { a href={ "/" (kind) "/" (id) } { (id) " " (it.title) } },
                    None => (call.say("conformity.hidden")),
                }
            }
            .memoize(),
            maud! { @if it.counts { (call.say("conformity.yes")) } @else { strong { (call.say("conformity.no")) } } }
                .memoize(),
            maud! { (it.why) }.memoize(),
            maud! { (by) }.memoize(),
        ];
        Line { cells, href: record.map(|(id, kind)| format!("/{kind}/{id}")) }
    };
    let lines: Vec<Line> = told.weighed.iter().map(line).collect();
    let table = Table { caption: call.say("conformity.weighed"), columns: &columns, lines: &lines };
    maud! {
        section .panel aria-labelledby="weighed" { h2 #weighed { (call.say("conformity.weighed")) } (table.draw()) }
    }
    .memoize()
}

/// Records of a judgement, each leading to itself.
fn records(call: &Call, all: &[String]) -> Html {
    let kind = |id: &String| {
        let id: record::Id = id.parse().ok()?;
        call.configuration.catalog.kind_of_prefix(&id.prefix).map(|it| it.kind.clone())
    };
    maud! {
        @for id in all {
            @if let Some(kind) = kind(id) { a href={ "/" (kind) "/" (id) } { (id) } " " }
        }
    }
    .memoize()
}

fn judged(call: &Call, told: &Requirement) -> Html {
    maud! {
        @if !told.judgements.is_empty() {
            section .panel aria-labelledby="checks" {
                h2 #checks { (call.say("conformity.checks")) }
                ul {
                    @for it in &told.judgements {
                        li { strong { (words(verdict(it.verdict))) } ": " (it.says) " " (records(call, &it.records)) }
                    }
                }
            }
        }
    }
    .memoize()
}

fn verdict(it: conformity::Verdict) -> &'static str {
    match it {
        conformity::Verdict::Yes => "so",
        conformity::Verdict::Missing => "not_yet",
        conformity::Verdict::No => "not_so",
        conformity::Verdict::Unknown => "not_known",
    }
}

fn reusable(call: &Call, told: &Requirement) -> Html {
    maud! {
        @if !told.reusable.is_empty() {
            section .panel aria-labelledby="reusable" {
                h2 #reusable { (call.say("conformity.reusable")) }
                p .help { (call.say("conformity.reusable_help")) }
                ul {
                    @for it in &told.reusable {
                        li { a href=(explained(call, &it.reference, None)) { (it.reference) } ": " (it.why) " " (records(call, &it.records)) }
                    }
                }
            }
        }
    }
    .memoize()
}

fn systems(call: &Call, told: &Requirement) -> Html {
    if told.systems.is_empty() {
        return maud! {}.memoize();
    }
    let columns = [Column::title(call.say("conformity.system")), Column::of(call.say("conformity.status"))];
    let line = |it: &(record::Id, String, conformity::Status)| {
        let href = explained(call, &told.reference, Some(&it.0.to_string()));
        let cells = vec![maud! { a href=(href) { (it.0.to_string()) " " (it.1) } }.memoize(), status(it.2)];
        Line { cells, href: Some(href.clone()) }
    };
    let lines: Vec<Line> = told.systems.iter().map(line).collect();
    let table = Table { caption: call.say("conformity.systems"), columns: &columns, lines: &lines };
    maud! {
        section .panel aria-labelledby="systems" { h2 #systems { (call.say("conformity.systems")) } (table.draw()) }
    }
    .memoize()
}
