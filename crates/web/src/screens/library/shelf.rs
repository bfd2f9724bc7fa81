//! Every framework and crosswalk, and what is found in them.

use hypertext::{maud_borrow as maud, prelude::*};
use jiff::civil::Date;
use library::{Crosswalk, Found, Framework, Links, Provenance, Shelf, gaps};

use super::{address, speaks};
use crate::call::Call;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, page};
use crate::reply::Reply;

/// Nodes that a search shows.
const SHOWN: usize = 50;

/// `GET /library`
pub(crate) async fn page(call: Call) -> Reply {
    call.query.only(&["q"])?;
    let libraries = call.configuration.libraries.clone();
    let shelf = libraries.shelf();
    let links = call.aims().links_of_library(&call.actor).await?;
    let sought = call.query.get("q").unwrap_or_default().trim().to_owned();
    let title = call.say("library.title");
    let lead = maud! { p { (call.say("library.lead")) } }.memoize();
    let heading = Heading { lead: Some(lead), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        form .inline.row action="/library" method="get" role="search" {
            label for="sought" { (call.say("library.search")) }
            input #sought type="search" name="q" value=(sought) maxlength="100";
            button type="submit" { (call.say("library.find")) }
        }
        @if !sought.is_empty() { (hits(&call, shelf, &sought)) }
        section .panel aria-labelledby="frameworks" {
            h2 #frameworks { (call.say("library.frameworks")) }
            (frameworks(&call, shelf))
        }
        section .panel aria-labelledby="crosswalks" {
            h2 #crosswalks { (call.say("library.crosswalks")) }
            p .help { (call.say("library.crosswalks_help")) }
            (crosswalks(&call, shelf, &links))
        }
    };
    Ok(page::page(&call, title, body.memoize()))
}

fn frameworks(call: &Call, shelf: &Shelf) -> Html {
    let columns = [
        Column::title(call.say("library.framework")),
        Column::of(call.say("library.edition")),
        Column::end(call.say("library.nodes")),
        Column::end(call.say("library.assessable")),
        Column::of(call.say("library.holds_in")),
        Column::wide(call.say("library.rights")),
        Column::of(call.say("library.looked_at")),
    ];
    let line = |it: &Framework| {
        let href = format!("/library/{}", it.name());
        let cells = vec![
            maud! { a href=(href) { (it.prefix) } " " (it.title) }.memoize(),
            maud! { (it.edition.name) ", " (it.edition.status) }.memoize(),
            maud! { (it.node.len()) }.memoize(),
            maud! { (it.assessable().count()) }.memoize(),
            maud! { (it.jurisdictions.join(", ")) }.memoize(),
            maud! { (it.rights.licence) "; " (it.rights.notice) }.memoize(),
            looked_at(call, &it.provenance),
        ];
        Line { cells, href: Some(href) }
    };
    let lines: Vec<Line> = shelf.frameworks().iter().map(line).collect();
    Table { caption: call.say("library.frameworks"), columns: &columns, lines: &lines }.draw()
}

/// The newest day on which a source was looked at, and whether somebody else looked the file through.
fn looked_at(call: &Call, of: &Provenance) -> Html {
    let newest: Option<Date> = of.sources.iter().map(|it| it.on).max();
    maud! {
        @if let Some(day) = newest { (day.to_string()) " " }
        @match &of.review {
            Some(review) => span .help { (call.tell("library.reviewed_by", &[("who", &review.by), ("day", &review.on)])) },
            None => span .help { (call.say("library.not_reviewed")) },
        }
    }
    .memoize()
}

fn crosswalks(call: &Call, shelf: &Shelf, links: &Links) -> Html {
    let columns = [
        Column::title(call.say("library.crosswalk")),
        Column::end(call.say("library.relations")),
        Column::end(call.say("library.confirmed")),
        Column::wide(call.say("library.without_source")),
        Column::wide(call.say("library.without_target")),
    ];
    let line = |it: &Crosswalk| {
        let missing = gaps(shelf, links, it).unwrap_or_default();
        let side = |it: &library::Side| {
            let told: [(&str, &dyn std::fmt::Display); 5] = [
                ("prefix", &it.prefix),
                ("shown", &it.shown.len()),
                ("proposed", &it.proposed.len()),
                ("partly", &it.partly.len()),
                ("nothing", &it.nothing.len()),
            ];
            call.tell("library.side", &told)
        };
        let href = format!("/library/crosswalks/{}", it.name());
        let confirmed = confirmed(shelf, links, it);
        let cells = vec![
            maud! { a href=(href) { (it.title) } }.memoize(),
            maud! { (it.map.len()) }.memoize(),
            maud! { (confirmed) }.memoize(),
            maud! { (side(&missing.source)) }.memoize(),
            maud! { (side(&missing.target)) }.memoize(),
        ];
        Line { cells, href: Some(href.clone()) }
    };
    let lines: Vec<Line> = shelf.crosswalks().iter().map(line).collect();
    Table { caption: call.say("library.crosswalks"), columns: &columns, lines: &lines }.draw()
}

/// How many relations of a crosswalk somebody confirmed, in its file or by a record.
pub(crate) fn confirmed(shelf: &Shelf, links: &Links, of: &Crosswalk) -> usize {
    let prefix = |urn: &str| shelf.by_urn(urn).map(|it| it.prefix.as_str()).unwrap_or_default();
    let (source, target) = (prefix(&of.source), prefix(&of.target));
    let holds = |it: &&library::Map| {
        let to = format!("{target}:{}", it.to);
        links.from(&format!("{source}:{}", it.from)).iter().any(|step| step.to == to && step.reviewer.is_some())
    };
    of.map.iter().filter(holds).count()
}

/// Nodes whose identifier, title, intent or tags hold every word.
fn hits(call: &Call, shelf: &Shelf, sought: &str) -> Html {
    let words: Vec<String> = sought.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let holds = |it: &Found| {
        let text =
            format!("{} {} {} {}", it.node.id, it.node.title, it.node.intent, it.node.tags.join(" ")).to_lowercase();
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let all = shelf
        .frameworks()
        .iter()
        .flat_map(|framework| framework.node.iter().map(move |node| Found { framework, node }));
    let found: Vec<Found> = all.filter(holds).collect();
    maud! {
        section .panel aria-labelledby="hits" {
            h2 #hits { (call.count("library.hits", found.len() as u64)) }
            ul .plain {
                @for it in found.iter().take(SHOWN) {
                    li { a href=(address(it.framework, &it.node.id)) { (it.framework.prefix) ":" (it.node.id) " " (it.node.title) } " " (speaks(call, it.framework, it.node)) }
                }
            }
            @if found.len() > SHOWN { p .help { (call.tell("library.first_hits", &[("count", &SHOWN)])) } }
        }
    }
    .memoize()
}
