//! A node: what it wants, what proves it, what an auditor asks, what the records say, guidance, relations, and the kinds that serve it.

use axum::extract::Path;
use governance::Moment;
use governance::modality::order::guidance;
use governance::modality::seen::Seen;
use hypertext::{maud_borrow as maud, prelude::*};
use library::{Expected, Form, Framework, Method, Node, Passing, Reached, Shelf};

use super::{address, address_of, found, no_criterion, node_of, speaks};
use crate::call::Call;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts};
use crate::reply::Reply;

/// `GET /library/{name}/{id}`
pub(crate) async fn page(call: Call, Path((name, id)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let libraries = call.configuration.libraries.clone();
    let shelf = libraries.shelf();
    let framework = found(&call, shelf, &name)?;
    let node = node_of(&call, framework, &id)?;
    let seen = call.aims().checks_of(&call.actor, node, Moment::Now).await?;
    let links = call.aims().links_of_library(&call.actor).await?;
    let bought = call.aims().licensed_text(&framework.prefix, &node.id).await?;
    let title = format!("{} {}", node.id, node.title);
    let crumbs = [
        ("/library".to_owned(), call.say("library.title").to_owned()),
        (format!("/library/{name}"), framework.prefix.clone()),
    ];
    let lead = maud! { p { (speaks(&call, framework, node)) } }.memoize();
    let heading = Heading { crumbs: &crumbs, lead: Some(lead), ..Heading::of(&title) };
    let body = maud! {
        (heading.draw(call.language()))
        (wants(&call, framework, node, bought.as_deref()))
        (helps(&call, framework, node))
        (proofs(&call, &node.evidence))
        (questions(&call, node))
        (checks(&call, &seen))
        (relations(&call, shelf, &links.reach(&framework.reference(node))))
        (kinds(&call, &framework.reference(node)))
    };
    Ok(page::page(&call, &title, body.memoize()))
}

/// What it wants in our words, the text that was bought, and what it needs.
fn wants(call: &Call, framework: &Framework, node: &Node, bought: Option<&str>) -> Html {
    let below: Vec<&Node> = framework.children(&node.id).collect();
    maud! {
        section .panel aria-labelledby="wants" {
            h2 #wants { (call.say("library.wants")) }
            @if !node.intent.is_empty() { p { (node.intent) } }
            @if let Some(text) = bought {
                h3 { (call.say("library.bought")) }
                p { (text) }
                p .help { (call.say("library.bought_help")) }
            }
            @if let Some(why) = no_criterion(call, framework, node) { p { (badge::badge(Tone::Watch, call.say("library.no_criterion"))) " " (parts::sentence(&why)) } }
            @if !node.needs.is_empty() { p { (call.say("library.needs")) " " (links(framework, &node.needs)) } }
            @if !below.is_empty() { ul { @for it in &below { li { a href=(address(framework, &it.id)) { (it.id) " " (it.title) } " " (speaks(call, framework, it)) } } } }
        }
    }
    .memoize()
}

fn links(framework: &Framework, ids: &[String]) -> Html {
    maud! { @for id in ids { a href=(address(framework, id)) { (id) } " " } }.memoize()
}

/// Guidance for it, or what it guides.
fn helps(call: &Call, framework: &Framework, node: &Node) -> Html {
    let all: Vec<&Node> = guidance(framework, node).collect();
    maud! {
        @if !all.is_empty() {
            section .panel aria-labelledby="guidance" {
                h2 #guidance { (call.say("library.guidance_for_it")) }
                @for it in &all { p { a href=(address(framework, &it.id)) { (it.id) } " " (speaks(call, framework, it)) } p { (it.intent) } }
            }
        }
        @if let Some(to) = &node.guides { p { (call.say("library.guides")) " " (links(framework, std::slice::from_ref(to))) } }
    }
    .memoize()
}

fn proofs(call: &Call, all: &[Expected]) -> Html {
    let columns = [
        Column::title(call.say("library.proof")),
        Column::of(call.say("library.form")),
        Column::of(call.say("library.kept_in")),
        Column::of(call.say("library.fresh_for")),
        Column::wide(call.say("library.stale_when")),
    ];
    let line = |it: &Expected| {
        let form = match it.form {
            Form::Document => call.say("library.form_document"),
            Form::Record => call.say("library.form_record"),
            Form::Demonstrable => call.say("library.form_demonstrable"),
        };
        let cells = vec![
            maud! { (it.what) @if it.mandatory { " " (badge::badge(Tone::Info, call.say("library.in_writing"))) } }
                .memoize(),
            maud! { (form) }.memoize(),
            maud! { @for kind in &it.kinds { (list(call, kind, "")) " " } }.memoize(),
            maud! { (it.freshness.as_deref().unwrap_or_default()) }.memoize(),
            maud! { (it.triggers.join("; ")) }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    let table = Table { caption: call.say("library.evidence"), columns: &columns, lines: &lines };
    maud! {
        @if !all.is_empty() {
            section .panel aria-labelledby="evidence" { h2 #evidence { (call.say("library.evidence")) } (table.draw()) }
        }
    }
    .memoize()
}

/// A link to the list of a kind.
fn list(call: &Call, kind: &str, filter: &str) -> Html {
    let label = call.configuration.catalog.kind(kind).map_or_else(|| kind.to_owned(), |it| it.plural.clone());
    maud! { a href=(crate::query::list(kind, filter)) { (label) } }.memoize()
}

fn questions(call: &Call, node: &Node) -> Html {
    let method = |it: Method| match it {
        Method::Interview => call.say("library.by_interview"),
        Method::Observe => call.say("library.by_observation"),
        Method::Examine => call.say("library.by_examination"),
        Method::Reperform => call.say("library.by_reperformance"),
        Method::Automated => call.say("library.by_machine"),
    };
    maud! {
        @if !node.question.is_empty() {
            section .panel aria-labelledby="questions" {
                h2 #questions { (call.say("library.questions")) }
                ul { @for it in &node.question { li { (it.ask) " " span .help { (method(it.method)) } } } }
            }
        }
    }
    .memoize()
}

/// What the checks say now, each with the list that was counted.
fn checks(call: &Call, all: &[Seen]) -> Html {
    let verdict = |it: &Seen| match it.passes {
        Some(true) => badge::badge(Tone::Good, call.say("library.so")),
        Some(false) => badge::badge(Tone::Bad, call.say("library.not_so")),
        None => badge::badge(Tone::Quiet, call.say("library.nothing_to_see")),
    };
    maud! {
        @if !all.is_empty() {
            section .panel aria-labelledby="checks" {
                h2 #checks { (call.say("library.checks")) }
                p .help { (call.say("library.checks_help")) }
                ul {
                    @for it in all {
                        li {
                            (verdict(it)) " " (it.says) " "
                            span .help {
                                (list(call, &it.kind, &it.filter)) ": " (it.counted)
                                @if let Some(whole) = it.out_of { " " (call.tell("library.out_of", &[("count", &whole)])) }
                                @if let Some(against) = it.against.as_ref().filter(|_| it.passes == Some(false)) { "; " (call.say("library.against")) " " (list(call, &it.kind, against)) }
                            }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// Where a proof for it goes, and every relation with its reason.
fn relations(call: &Call, shelf: &Shelf, reached: &[Reached]) -> Html {
    let columns = [
        Column::title(call.say("library.related")),
        Column::of(call.say("library.passing")),
        Column::of(call.say("library.relation")),
        Column::wide(call.say("library.rationale")),
        Column::of(call.say("library.confirmed_by")),
    ];
    let lines: Vec<Line> = reached.iter().filter_map(|it| line(call, shelf, it)).collect();
    let table = Table { caption: call.say("library.relations_of_it"), columns: &columns, lines: &lines };
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby="relations" {
                h2 #relations { (call.say("library.relations_of_it")) }
                p .help { (call.say("library.relations_help")) }
                (table.draw())
            }
        }
    }
    .memoize()
}

fn line(call: &Call, shelf: &Shelf, it: &Reached) -> Option<Line> {
    let found = shelf.find(&it.reference)?;
    let (tone, passing) = match it.passing {
        Passing::Shows => (Tone::Good, call.say("library.shows")),
        Passing::Proposed => (Tone::Watch, call.say("library.proposed")),
        Passing::Confirm => (Tone::Quiet, call.say("library.confirm")),
    };
    let way: Vec<String> =
        it.way.iter().map(|it| format!("{} {} {}, {}/10", it.from, it.relation, it.to, it.strength)).collect();
    let reviewers: Vec<&str> = it.way.iter().filter_map(|it| it.reviewer.as_deref()).collect();
    let href = address_of(shelf, &it.reference)?;
    let cells = vec![
        maud! { a href=(href) { (it.reference) " " (found.node.title) } }.memoize(),
        badge::badge(tone, passing),
        maud! { (way.join("; ")) }.memoize(),
        maud! { @for step in &it.way { (step.rationale) " " } }.memoize(),
        maud! { @if reviewers.len() == it.way.len() { (reviewers.join(", ")) } @else { (call.say("library.nobody_yet")) } }.memoize(),
    ];
    Some(Line { cells, href: None })
}

/// Kinds of records that serve it, as they say themselves.
fn kinds(call: &Call, reference: &str) -> Html {
    let serves =
        |clause: &str| clause == reference || reference.strip_prefix(clause).is_some_and(|it| it.starts_with('.'));
    let all: Vec<&record::Kind> =
        call.configuration.catalog.kinds().filter(|it| it.clauses.iter().any(|it| serves(it))).collect();
    maud! {
        @if !all.is_empty() {
            section .panel aria-labelledby="kinds" {
                h2 #kinds { (call.say("library.kinds")) }
                ul { @for it in &all { li { a href={ "/" (it.kind) } { (it.plural) } " " span .help { (it.summary) } } } }
            }
        }
    }
    .memoize()
}
