//! The list of records of a kind: filtered, counted, sorted, paged, and changed many at once.

use axum::extract::Path;
use governance::listing::Row;
use governance::{Listing, Page};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Field, FieldType, Kind};

use crate::api::list::moment;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::value::Shown;
use crate::html::{Html, page, parts, words};
use crate::reply::Reply;

/// Rows of one page.
const ROWS: u64 = 50;
/// Fields whose values are counted beside the list.
const FACETS: usize = 4;

const KNOWN: &[&str] = &["filter", "sort", "page", "retired", "as_of", "done"];

/// `GET /{kind}`
pub(crate) async fn list(call: Call, Path(name): Path<String>) -> Reply {
    let kind = call.kind(&name)?;
    call.query.only(KNOWN)?;
    let at = call.query.count("page", 1, 1_000_000)?.unwrap_or(1);
    let listing = Listing {
        filter: call.query.get("filter").unwrap_or_default().to_owned(),
        sort: call.query.list("sort"),
        limit: u32::try_from(ROWS).unwrap_or(50),
        offset: (at - 1) * ROWS,
        retired: call.query.flag("retired")?,
        moment: moment(&call)?,
        ..Listing::of(&kind.kind)
    };
    let rows = call.aims().list(&call.actor, &listing).await?;
    let facets = facets(&call, kind, &listing).await?;
    let may_create = call.aims().may_create(&call.actor, &kind.kind).await?;
    let body = maud! {
        h1 { (kind.plural) " " span .count { (rows.total) } }
        p .help { (kind.summary) " " a href={ "/kinds/" (kind.kind) } { "Reference" } }
        (parts::done(call.query.get("done").and_then(done)))
        @if may_create { p { a .button href={ "/" (kind.kind) "/new" } { "New: " (kind.label) } } }
        (filter(&call, kind))
        div .with-facets {
            div { (table(&call, kind, &rows)) (pages(&call, kind, at, rows.total)) (exports(&call, kind)) }
            (facets)
        }
    }
    .memoize();
    Ok(page::page(&call, &kind.plural, body))
}

fn done(word: &str) -> Option<&'static str> {
    (word == "changed").then_some("The selected records were changed.")
}

fn filter(call: &Call, kind: &Kind) -> Html {
    let sort = call.query.get("sort").unwrap_or_default();
    let retired = call.query.flag("retired").unwrap_or_default();
    maud! {
        form .filter action={ "/" (kind.kind) } method="get" {
            label for="filter" { "Filter" }
            input #filter type="search" name="filter" value=(call.query.get("filter").unwrap_or_default()) maxlength="1000"
                placeholder="state:open owner:me words" aria-describedby="filter-help";
            @if !sort.is_empty() { input type="hidden" name="sort" value=(sort); }
            label .check {
                @if retired { input type="checkbox" name="retired" value="yes" checked; }
                @else { input type="checkbox" name="retired" value="yes"; }
                "also those out of use"
            }
            button type="submit" { "Filter" }
            p #filter-help .help {
                "Words, or conditions such as " code { "state:open" } ", " code { "owner:me" } ", " code { "-has:owner" }
                ", " code { "changed>=2026-01-31" } "."
            }
        }
    }
    .memoize()
}

/// Counts of the values of a few fields, each a link that narrows the list.
async fn facets(call: &Call, kind: &Kind, listing: &Listing) -> Result<Html, Failure> {
    let countable = |it: &&Field| matches!(it.ty, FieldType::Choice { .. } | FieldType::Flag | FieldType::Scale { .. });
    let columns = kind.columns.iter().filter_map(|it| kind.field(it)).filter(countable).take(FACETS);
    let names: Vec<(String, String)> = std::iter::once(("state".to_owned(), "State".to_owned()))
        .chain(columns.map(|it| (it.name.clone(), it.label.clone())))
        .collect();
    let mut counted = Vec::new();
    for (name, label) in names {
        let values = call.aims().facet(&call.actor, listing, &name).await?;
        if values.len() > 1 {
            counted.push((name, label, values));
        }
    }
    let html = maud! {
        aside .facets aria-label="Counts" {
            @for (name, label, values) in &counted {
                h2 { (label) }
                ul .counts {
                    @for (value, count) in values {
                        li { a href=(narrowed(call, kind, name, value)) { (words(value)) } " " span .count { (count) } }
                    }
                }
            }
        }
    };
    Ok(html.memoize())
}

fn narrowed(call: &Call, kind: &Kind, name: &str, value: &str) -> String {
    let condition =
        if value.contains(char::is_whitespace) { format!("{name}:\"{value}\"") } else { format!("{name}:{value}") };
    let filter = call.query.get("filter").unwrap_or_default();
    let all = if filter.split_whitespace().any(|it| it == condition) {
        filter.to_owned()
    } else {
        format!("{filter} {condition}")
    };
    address(call, kind, &[("filter", all.trim()), ("page", "")])
}

/// The address of this list with other values in its query.
fn address(call: &Call, kind: &Kind, changes: &[(&str, &str)]) -> String {
    let query = changes
        .iter()
        .fold(call.query.clone(), |query, (name, value)| crate::query::Query::read(Some(&query.with(name, value))));
    format!("/{}?{}", kind.kind, query.with("done", ""))
}

fn table(call: &Call, kind: &Kind, rows: &Page) -> Html {
    let shown = Shown { language: call.language(), catalog: &call.configuration.catalog, titles: &rows.titles };
    let columns: Vec<&str> = kind.columns.iter().map(String::as_str).filter(|it| *it != "title").collect();
    maud! {
        form action={ "/" (kind.kind) "/bulk" } method="post" {
            (parts::once())
            div .scroll {
                table .list {
                    thead {
                        tr {
                            th scope="col" { span .hidden { "Select" } }
                            (heading(call, kind, "number", "Number"))
                            (heading(call, kind, "title", "Title"))
                            @for name in &columns { (heading(call, kind, name, &label(kind, name))) }
                        }
                    }
                    tbody { @for row in &rows.rows { (line(call, kind, &columns, row, &shown)) } }
                }
            }
            @if rows.rows.is_empty() { p .help { "Nothing here matches." } }
            @else { (bulk()) }
        }
    }
    .memoize()
}

fn label(kind: &Kind, name: &str) -> String {
    kind.field(name).map_or_else(|| words(name), |it| it.label.clone())
}

/// A column's heading, which sorts by it: upwards first, then downwards.
fn heading(call: &Call, kind: &Kind, name: &str, label: &str) -> Html {
    let sort = call.query.get("sort").unwrap_or_default();
    let (next, order) = match sort.strip_prefix('-').map_or((sort, false), |it| (it, true)) {
        (sorted, false) if sorted == name => (format!("-{name}"), Some("ascending")),
        (sorted, true) if sorted == name => (String::new(), Some("descending")),
        _ => (name.to_owned(), None),
    };
    let mark = match order {
        Some("ascending") => " ↑",
        Some(_) => " ↓",
        None => "",
    };
    let to = address(call, kind, &[("sort", &next), ("page", "")]);
    maud! { th scope="col" aria-sort=[order] { a href=(to) { (label) (mark) } } }.memoize()
}

fn line(call: &Call, kind: &Kind, columns: &[&str], row: &Row, shown: &Shown<'_>) -> Html {
    let id = row.id.to_string();
    maud! {
        tr {
            td { input type="checkbox" name="ids" value={ (id) "@" (row.version) } aria-label={ "Select " (id) }; }
            td .number { a href={ "/" (kind.kind) "/" (id) } { (id) } }
            td .title { a href={ "/" (kind.kind) "/" (id) } { (row.title) } }
            @for name in columns { td { (cell(call, kind, name, row, shown)) } }
        }
    }
    .memoize()
}

fn cell(call: &Call, kind: &Kind, name: &str, row: &Row, shown: &Shown<'_>) -> Html {
    let standing = row.standing.iter().find(|it| it.name == name).map(|it| &it.value);
    let value = row.document.get(name).or(standing);
    maud! {
        @match (name, kind.field(name), value) {
            ("state", _, _) => (parts::state(call, &row.kind, &row.state, row.retired)),
            ("changed", _, _) => (crate::html::moment(&row.changed)),
            (_, Some(field), Some(value)) => (shown.cell(field, value)),
            _ => {},
        }
    }
    .memoize()
}

/// What can be done with the selected rows.
fn bulk() -> Html {
    maud! {
        fieldset .bulk {
            legend { "With the selected records" }
            label for="bulk-owner" { "Owner" }
            input #bulk-owner type="text" name="owner" placeholder="Number of a person" autocomplete="off";
            button type="submit" name="act" value="owner" { "Set owner" }
            label for="bulk-why" { "Why" }
            input #bulk-why type="text" name="why" maxlength="500";
            button type="submit" name="act" value="retire" { "Take out of use" }
        }
    }
    .memoize()
}

fn pages(call: &Call, kind: &Kind, at: u64, total: u64) -> Html {
    let last = total.div_ceil(ROWS).max(1);
    let to = |page: u64| address(call, kind, &[("page", &page.to_string())]);
    maud! {
        nav .pages aria-label="Pages" {
            @if at > 1 { a href=(to(at - 1)) rel="prev" { "← Previous" } " " }
            "Page " (at) " of " (last)
            @if at < last { " " a href=(to(at + 1)) rel="next" { "Next →" } }
        }
    }
    .memoize()
}

fn exports(call: &Call, kind: &Kind) -> Html {
    let query = ["sort", "page", "done"]
        .iter()
        .fold(call.query.clone(), |query, name| crate::query::Query::read(Some(&query.with(name, ""))));
    let query = query.with("", "");
    maud! {
        p .help {
            "Export: "
            @for ending in ["csv", "xlsx", "json", "jsonl"] {
                a href={ "/api/v1/exports/" (kind.kind) "." (ending) "?" (query) } { (ending) } " "
            }
        }
    }
    .memoize()
}
