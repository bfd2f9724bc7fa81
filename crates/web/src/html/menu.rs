//! The menu at the top of every page: search, the kinds by area, and the rest.

use hypertext::{maud_borrow as maud, prelude::*};
use record::Kind;

use crate::call::Call;
use crate::html::{Html, parts};

/// The top of a page for whoever is signed in.
pub(crate) fn menu(call: &Call) -> Html {
    let areas = areas(call);
    let sought = call.query.get("q").unwrap_or_default();
    maud! {
        header .top {
            a .brand href="/" { "aims" }
            form .search role="search" action="/search" method="get" {
                label .hidden for="menu-search" { "Search all records" }
                input #menu-search type="search" name="q" value=(sought) placeholder="Search" maxlength="200";
                button type="submit" { "Search" }
            }
            nav aria-label="Records" {
                details .menu {
                    summary { "Records" }
                    div .areas {
                        @for (area, kinds) in &areas {
                            section {
                                h2 { (parts::area(area)) }
                                ul { @for kind in kinds { li { a href={ "/" (kind.kind) } { (kind.plural) } } } }
                            }
                        }
                    }
                }
                details .menu {
                    summary { "More" }
                    ul .areas {
                        li { a href="/import" { "Import" } }
                        li { a href="/kinds" { "Reference" } }
                        li { a href="/authority" { "Who may do what" } }
                        li { a href="/accounts" { "Accounts" } }
                        li { a href="/tokens" { "API tokens" } }
                    }
                }
            }
            form .who action="/sign-out" method="post" {
                span { (call.actor.name) }
                button type="submit" { "Sign out" }
            }
        }
    }
    .memoize()
}

/// The kinds by area, in the order of the catalog.
pub(crate) fn areas(call: &Call) -> Vec<(&str, Vec<&Kind>)> {
    let mut areas: Vec<(&str, Vec<&Kind>)> = Vec::new();
    for kind in call.configuration.catalog.kinds() {
        match areas.iter_mut().find(|(area, _)| *area == kind.area) {
            Some((_, kinds)) => kinds.push(kind),
            None => areas.push((&kind.area, vec![kind])),
        }
    }
    areas
}
