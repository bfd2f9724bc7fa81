//! The inventory of AI systems: who answers for each, where it stands, how it is doing and why, and how far the list covers
//! what is known. One plan: a page of systems with what is around them, and the counts of stages.

use axum::body::Body;
use governance::Listing;
use governance::listing::Row;
use governance::surroundings::{Coverage, Inventory, SYSTEM, Summary};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::badge;
use crate::html::empty::empty;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::icon::icon;
use crate::html::table::{Column, Line, Table};
use crate::html::tabs::{Tab, tabs};
use crate::html::tone::Tone;
use crate::html::{Html, page, parts};
use crate::pages::form::Sent;
use crate::pages::list::views::{self, View};
use crate::pages::list::{self, ROWS};
use crate::query::Query;
use crate::reply::Reply;
use crate::screens::{lights, pictures};

/// Questions that people ask of an inventory again and again: filter, and the key of its name.
const QUESTIONS: &[(&str, &str)] = &[
    ("", "inventory.all"),
    ("owner:me", "inventory.mine"),
    ("-has:owner", "inventory.unowned"),
    ("state:discovered", "inventory.found"),
    ("state:operation", "inventory.operating"),
    ("declared_impact:rights,safety,rights_and_safety", "inventory.grave"),
];

/// `GET /inventory`
pub(crate) async fn inventory(call: Call) -> Reply {
    call.query.only(&["filter", "sort", "page", "show"])?;
    let (at, listing) = list::paged(&call, SYSTEM)?;
    let found = call.aims().inventory(&call.actor, &listing).await?;
    let stages = pictures::by_stage(&call, &found.stages);
    let views = views::saved(&call, call.kind(SYSTEM)?).await?;
    let body = maud! {
        (Heading { acts: Some(acts(&call)), lead: Some(maud! { p { (call.say("inventory.lead")) } }.memoize()), ..Heading::of(call.say("inventory.title")) }.draw(call.language()))
        @if found.coverage.known == 0 && listing.filter.is_empty() {
            (empty("layers", call.say("inventory.empty"), call.say("inventory.empty_why"), &[("/start".to_owned(), call.say("inventory.begin").to_owned()), ("/import".to_owned(), call.say("inventory.import").to_owned())]))
        } @else {
            (coverage(&call, &found.coverage))
            (filter(&call, &listing, &views))
            (systems(&call, &found))
            (pages(&call, at, found.page.total))
            details .panel { summary { (call.say("inventory.by_stage")) } (figure(call.language(), &stages, "stages", Some("/inventory/charts/stages"))) }
        }
    }
    .memoize();
    Ok(page::page(&call, call.say("inventory.title"), body))
}

fn acts(call: &Call) -> Html {
    maud! {
        a .button.plain href={ "/" (SYSTEM) } { (call.say("inventory.list")) }
        a .button href="/import" { (call.say("inventory.import")) }
        a .button.main href={ "/" (SYSTEM) "/new" } { (call.say("inventory.new")) }
    }
    .memoize()
}

/// What can be said of how far the inventory reaches, each with its denominator.
fn coverage(call: &Call, it: &Coverage) -> Html {
    let figures = [
        ("inventory.registered", it.registered, "state:discovered"),
        ("inventory.owned", it.owned, "-has:owner"),
        ("inventory.housed", it.housed, "-has:unit"),
    ];
    maud! {
        section .figures aria-label=(call.say("inventory.coverage")) {
            @for (key, count, gap) in figures {
                div {
                    strong { (call.tell("inventory.of", &[("count", &count), ("all", &it.known)])) }
                    span { (call.say(key)) }
                    @if it.known > count { a href={ "/inventory?filter=" (gap) } { (call.count("inventory.gap", it.known - count)) } }
                }
            }
        }
        p .help { (call.say("inventory.coverage_help")) }
    }
    .memoize()
}

fn filter(call: &Call, listing: &Listing, views: &[View]) -> Html {
    let show = call.query.get("show").unwrap_or_default();
    maud! {
        nav .chips aria-label=(call.say("inventory.questions")) {
            @for (filter, name) in QUESTIONS {
                a .button.plain href={ "/inventory?" (address(call, &[("filter", filter), ("page", "")])) } aria-current=[(listing.filter == *filter).then_some("true")] { (call.say(name)) }
            }
            @for view in views { a .button.plain href={ "/inventory?" (known(&view.query)) } aria-current=[(known(&view.query) == address(call, &[("page", ""), ("show", "")])).then_some("true")] { (icon("save")) (view.name) } }
            (saving(call))
        }
        form .filter.tools action="/inventory" method="get" {
            label .hidden for="filter" { (call.say("inventory.filter")) }
            div .in { (icon("search")) input #filter type="search" name="filter" value=(listing.filter) maxlength="1000" placeholder=(call.say("inventory.filter_hint")); }
            @if !show.is_empty() { input type="hidden" name="show" value=(show); }
            button type="submit" { (call.say("inventory.filter")) }
        }
        (tabs(call.say("inventory.show"), &[
            Tab { href: format!("/inventory?{}", address(call, &[("show", "")])), label: call.say("inventory.table").to_owned(), count: None, here: show != "cards" },
            Tab { href: format!("/inventory?{}", address(call, &[("show", "cards")])), label: call.say("inventory.cards").to_owned(), count: None, here: show == "cards" },
        ]))
    }
    .memoize()
}

/// The query of this page with other values in it.
fn address(call: &Call, changes: &[(&str, &str)]) -> String {
    let query = changes.iter().fold(call.query.clone(), |it, (name, value)| Query::read(Some(&it.with(name, value))));
    query.with("", "")
}

/// What the inventory knows of the query of a view.
fn known(query: &str) -> String {
    let query = Query::read(Some(query));
    let known = ["filter", "sort"].iter().filter_map(|it| Some((*it, query.get(it)?)));
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(known).finish()
}

/// The button that saves what is shown as a view, and its form.
fn saving(call: &Call) -> Html {
    maud! {
        button .plain type="button" popovertarget="view" { (icon("add")) (call.say("list.save_view")) }
        div #view .pop popover {
            form action="/inventory/views" method="post" {
                input type="hidden" name="query" value=(address(call, &[("page", ""), ("show", "")]));
                div .field { label for="view-name" { (call.say("list.view_name")) } input #view-name type="text" name="name" maxlength="60" required; }
                button .main type="submit" { (call.say("list.save")) } " "
                button .plain type="submit" name="forget" value="yes" { (call.say("list.forget")) }
            }
        }
    }
    .memoize()
}

/// `POST /inventory/views`: saves what is shown under a name, or forgets the view of that name.
pub(crate) async fn keep(call: Call, body: Body) -> Reply {
    let sent = Sent::read(&call, body).await?;
    let query = views::save(&call, call.kind(SYSTEM)?, &sent).await?;
    Ok(page::see(format!("/inventory?{}", known(&query)).trim_end_matches('?')))
}

fn systems(call: &Call, found: &Inventory) -> Html {
    let pairs: Vec<(&Row, &Summary)> = found.page.rows.iter().zip(&found.around).collect();
    if pairs.is_empty() {
        return maud! { p .notice { (call.say("inventory.no_match")) } }.memoize();
    }
    match call.query.get("show") {
        Some("cards") => cards(call, found, &pairs),
        _ => table(call, found, &pairs),
    }
}

fn table(call: &Call, found: &Inventory, pairs: &[(&Row, &Summary)]) -> Html {
    let heading = |key: &'static str, sort: &str| Column {
        sort: (!sort.is_empty()).then(|| sorted(call, sort)),
        ..Column::of(call.say(key))
    };
    let columns = [
        Column { class: "pick", ..Column::of(call.say("inventory.pick")) },
        Column { class: "title", ..heading("inventory.name", "title") },
        heading("inventory.stage", "state"),
        heading("inventory.health", ""),
        heading("inventory.tier", ""),
        heading("inventory.owner", "owner"),
        heading("inventory.unit", "unit"),
        heading("inventory.supplier", "supplier"),
        heading("inventory.reviewed", ""),
    ];
    let lines: Vec<Line> = pairs.iter().map(|(row, around)| line(call, found, row, around)).collect();
    maud! {
        form action="/inventory/compare" method="post" {
            (Table { caption: call.say("inventory.title"), columns: &columns, lines: &lines }.draw())
            p { button type="submit" { (call.say("inventory.compare")) } " " span .help { (call.say("inventory.compare_help")) } }
        }
    }
    .memoize()
}

/// Where a heading leads: upwards first, then downwards.
fn sorted(call: &Call, by: &str) -> String {
    let next = if call.query.get("sort") == Some(by) { format!("-{by}") } else { by.to_owned() };
    format!("/inventory?{}", address(call, &[("sort", &next), ("page", "")]))
}

fn line(call: &Call, found: &Inventory, row: &Row, around: &Summary) -> Line {
    let id = row.id.to_string();
    let href = format!("/{SYSTEM}/{id}");
    let cells = vec![
        maud! { input type="checkbox" name="ids" value=(id) aria-label={ (call.say("inventory.pick")) " " (id) }; }.memoize(),
        maud! { a href=(href) { (row.title) } " " span .number { (id) } }.memoize(),
        parts::state(call, SYSTEM, &row.state, row.retired),
        lights::whole(call, &around.signs, &format!("health-{id}")),
        tier(call, around, &id),
        named(call, found, row, "owner", "inventory.nobody"),
        named(call, found, row, "unit", ""),
        named(call, found, row, "supplier", ""),
        maud! { @if let Some(day) = around.reviewed { time { (day.to_string()) } } @else { span .help { (call.say("inventory.never")) } } }.memoize(),
    ];
    Line { cells, href: Some(href) }
}

/// The tier that counts, with its reason; else that none does.
pub(crate) fn tier(call: &Call, around: &Summary, id: &str) -> Html {
    maud! {
        @match &around.tier {
            Some((tier, why)) => (badge::reasoned(Tone::Info, tier, &format!("tier-{id}"), &parts::sentence(why))),
            None => span .help { (call.say("inventory.no_tier")) },
        }
    }
    .memoize()
}

/// The record to which a field links, by its title.
fn named(call: &Call, found: &Inventory, row: &Row, field: &str, none: &'static str) -> Html {
    let id = row.document.get(field).and_then(|it| it.as_str());
    let known = id.and_then(|id| Some((id, found.page.titles.get(id)?)));
    maud! {
        @match (id, known) {
            (_, Some((id, (kind, title, _)))) => { a href={ "/" (kind) "/" (id) } { (title) } },
            (Some(_), None) => span .help { (call.say("value.unseen")) },
            (None, _) if !none.is_empty() => (badge::badge(Tone::Bad, call.say(none))),
            _ => {},
        }
    }
    .memoize()
}

fn cards(call: &Call, found: &Inventory, pairs: &[(&Row, &Summary)]) -> Html {
    maud! {
        div .cards {
            @for (row, around) in pairs {
                section .card {
                    header { h2 { a href={ "/" (SYSTEM) "/" (row.id.to_string()) } { (row.title) } } span .number { (row.id.to_string()) } }
                    p .facts { (parts::state(call, SYSTEM, &row.state, row.retired)) (tier(call, around, &row.id.to_string())) }
                    p { (lights::whole(call, &around.signs, &format!("health-{}", row.id))) }
                    p .facts { (named(call, found, row, "owner", "inventory.nobody")) (named(call, found, row, "supplier", "")) }
                    footer { (call.say("inventory.reviewed")) ": " @if let Some(day) = around.reviewed { (day.to_string()) } @else { (call.say("inventory.never")) } }
                }
            }
        }
    }
    .memoize()
}

fn pages(call: &Call, at: u64, total: u64) -> Html {
    let last = total.div_ceil(ROWS).max(1);
    let to = |page: u64| format!("/inventory?{}", address(call, &[("page", &page.to_string())]));
    maud! {
        nav .pages aria-label=(call.say("inventory.pages")) {
            @if at > 1 { a href=(to(at - 1)) rel="prev" { (call.say("inventory.previous")) } " " }
            span { (call.tell("inventory.page", &[("page", &at), ("last", &last), ("total", &total)])) }
            @if at < last { " " a href=(to(at + 1)) rel="next" { (call.say("inventory.next")) } }
        }
    }
    .memoize()
}

/// `POST /inventory/compare`: the ticked systems become an address that can be passed on.
pub(crate) async fn choose(call: Call, body: Body) -> Reply {
    let sent = Sent::read(&call, body).await?;
    let ids: Vec<&str> = sent.posted.all("ids").collect();
    if !(2..=4).contains(&ids.len()) {
        return Err(Failure::problem("ids", call.tell("inventory.tick", &[("count", &ids.len())])));
    }
    Ok(page::see(&format!("/inventory/compare?ids={}", ids.join(","))))
}
