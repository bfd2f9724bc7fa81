//! What surrounds every page: the navigation on the left, and the bar on top with search and what is one's own.

use hypertext::{maud_borrow as maud, prelude::*};
use record::Kind;

use crate::call::Call;
use crate::html::icon::icon;
use crate::html::{Html, parts};
use crate::navigation::{FIRST, Group, LAST, Place, groups, letter};
use crate::pages::appearance;
use crate::route::Whom;
use crate::routes::ROUTES;

/// The navigation: a column where there is room, a drawer that opens by a button where there is none.
pub(crate) fn navigation(call: &Call) -> Html {
    let groups = groups(&call.configuration.catalog);
    let (first, last) = (open(call, FIRST), open(call, LAST));
    maud! {
        nav #nav .nav popover aria-label=(call.say("nav.name")) {
            (brand())
            ul { @for it in &first { li { (fixed(call, it)) } } }
            hr;
            @for group in &groups { (folded(call, group)) }
            hr;
            ul { @for it in &last { li { (fixed(call, it)) } } }
        }
    }
    .memoize()
}

/// Those of these pages that answer whoever asks: figures of many are for those who read what is internal, imports for those who may.
pub(crate) fn open(call: &Call, places: impl IntoIterator<Item = &'static Place>) -> Vec<&'static Place> {
    let answers = |it: &&'static Place| match ROUTES.iter().find(|route| route.method == "GET" && route.path == it.href)
    {
        Some(route) if route.whom == Whom::Insider => call.insider,
        _ if it.href == "/import" => call.app.aims.may_in_all(&call.actor, "import"),
        _ => true,
    };
    places.into_iter().filter(answers).collect()
}

/// The name of the product, which leads to the start.
pub(crate) fn brand() -> Html {
    maud! { a .brand href="/" { img src="/static/icon.svg" alt="" width="22" height="22"; "aims" } }.memoize()
}

fn fixed(call: &Call, place: &Place) -> Html {
    let letter = Some(place.letter).filter(|it| !it.is_empty());
    maud! {
        a href=(place.href) data-letter=[letter] aria-current=[(call.path == place.href).then_some("page")] {
            (icon(place.icon)) (call.say(place.name))
        }
    }
    .memoize()
}

/// A group of pages and kinds, open when the page is about one of them.
fn folded(call: &Call, group: &Group<'_>) -> Html {
    let here = call.path.split('/').nth(1).unwrap_or_default();
    let places = open(call, group.places);
    let page = places.iter().any(|it| it.href.trim_start_matches('/') == here);
    let open = page || group.kinds.iter().any(|it| it.kind == here);
    maud! {
        details open[open] {
            summary { (icon(group.icon)) (parts::area(call.reader.language, group.area)) }
            ul {
                @for it in &places { li { (fixed(call, it)) } }
                @for kind in &group.kinds {
                    li {
                        a href={ "/" (kind.kind) } data-letter=[letter(&kind.kind)] data-new=(kind.label)
                            aria-current=[(kind.kind == here).then_some("page")] { (kind.plural) }
                    }
                }
            }
        }
    }
    .memoize()
}

/// The bar: the button of the drawer, search, and the menu of whoever is signed in.
pub(crate) fn bar(call: &Call) -> Html {
    let sought = if call.path == "/search" { call.query.get("q").unwrap_or_default() } else { "" };
    maud! {
        header .bar {
            button .plain.icon-only.only-narrow type="button" popovertarget="nav" aria-label=(call.say("nav.open")) { (icon("menu")) }
            form #search .search role="search" action="/search" method="get" {
                button .plain.icon-only type="submit" aria-label=(call.say("search.button")) { (icon("search")) }
                label .hidden for="search-text" { (call.say("search.label")) }
                input #search-text type="search" name="q" value=(sought) placeholder=(call.say("search.placeholder")) maxlength="200" autocomplete="off";
                kbd aria-hidden="true" { "Ctrl K" }
            }
            div .who {
                button .plain type="button" popovertarget="me" title=(call.say("me.open")) {
                    span .initials aria-hidden="true" { (initials(&call.actor.name)) }
                    span .name { (call.actor.name) }
                }
            }
            (mine(call))
        }
    }
    .memoize()
}

/// What is one's own: accounts, tokens, how pages look, and the way out.
fn mine(call: &Call) -> Html {
    maud! {
        div #me .menu popover {
            (appearance::form(call.reader, &call.path))
            hr;
            a href="/go" { (call.say("nav.go")) }
            a href="/tokens" { (call.say("nav.tokens")) }
            @if call.app.aims.may_in_all(&call.actor, "administer") { a href="/accounts" { (call.say("nav.accounts")) } }
            form action="/sign-out" method="post" { button .row type="submit" { (call.say("me.out")) } }
        }
    }
    .memoize()
}

/// The kinds by area, in the order of the navigation.
pub(crate) fn areas(call: &Call) -> Vec<(&str, Vec<&Kind>)> {
    groups(&call.configuration.catalog).into_iter().map(|it| (it.area, it.kinds)).collect()
}

/// The first letters of the first and the last name.
fn initials(name: &str) -> String {
    let names: Vec<&str> = name.split_whitespace().collect();
    let ends = [names.first(), names.last().filter(|_| names.len() > 1)];
    ends.into_iter().flatten().filter_map(|it| it.chars().next()).flat_map(char::to_uppercase).collect()
}
