//! The rows of a list, what can be done with those that are ticked, and the way to the next page.

use governance::listing::Row;
use governance::{Moment, Page};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Kind;

use crate::call::Call;
use crate::html::empty::empty;
use crate::html::table::{Column, Line, Table};
use crate::html::value::Shown;
use crate::html::{Html, light, parts, words};
use crate::language::grouped;
use crate::pages::bulk;
use crate::pages::list::{Asked, ROWS};

/// The rows, or why there are none and what to do.
pub(super) fn rows(asked: &Asked<'_>, page: &Page, may_create: bool) -> Html {
    if page.rows.is_empty() {
        return none(asked, may_create);
    }
    let (call, kind) = (asked.call, asked.kind);
    let keep = call.keep();
    let (language, catalog) = (call.language(), &call.configuration.catalog);
    let shown = Shown { language, catalog, titles: &page.titles, keep: &keep };
    let columns = columns(asked);
    let lines: Vec<Line> = page.rows.iter().map(|it| line(asked, it, &shown)).collect();
    maud! {
        form #rows action={ "/" (kind.kind) "/bulk/preview" } method="post" {
            (Table { caption: &kind.plural, columns: &columns, lines: &lines }.draw())
            @if asked.listing.moment == Moment::Now { (bulk::bar(asked.call, kind, &asked.listing, page.total)) }
        }
        (pages(asked, page))
    }
    .memoize()
}

/// An empty list: nothing matches, or nothing is there yet.
fn none(asked: &Asked<'_>, may_create: bool) -> Html {
    let (call, kind) = (asked.call, asked.kind);
    let narrowed = !asked.listing.filter.is_empty() || asked.at > 1;
    if narrowed {
        let all = asked.address(&[("filter", ""), ("page", "")]);
        let next = [(all, call.tell("list.show_all", &[("kinds", &kind.plural)]))];
        return empty("search", call.say("list.nothing"), call.say("list.nothing_why"), &next);
    }
    let mut next = vec![(format!("/import?kind={}", kind.kind), call.say("list.import").to_owned())];
    if may_create {
        next.insert(0, (format!("/{}/new", kind.kind), call.tell("list.new", &[("kind", &kind.label)])));
    }
    empty("layers", &call.tell("list.none", &[("kinds", &kind.plural)]), &kind.summary, &next)
}

fn columns(asked: &Asked<'_>) -> Vec<Column> {
    let call = asked.call;
    let mut columns = vec![Column { class: "pick", ..Column::of(call.say("list.select")) }];
    columns.push(sorted(asked, "number", call.say("list.number").to_owned(), ""));
    columns.push(sorted(asked, "title", label(call, asked.kind, "title"), "title"));
    columns.extend(asked.columns.iter().map(|it| sorted(asked, it, label(call, asked.kind, it), "")));
    columns
}

/// What a column is called.
pub(super) fn label(call: &Call, kind: &Kind, name: &str) -> String {
    match (kind.field(name), name) {
        (Some(field), _) => field.label.clone(),
        (None, "state") => call.say("list.state").to_owned(),
        (None, "changed") => call.say("list.changed_at").to_owned(),
        _ => words(name),
    }
}

/// A column whose heading sorts by it: upwards first, then downwards, then not at all.
fn sorted(asked: &Asked<'_>, name: &str, label: String, class: &'static str) -> Column {
    let sort = asked.listing.sort.first().map(String::as_str).unwrap_or_default();
    let (next, order) = match sort.strip_prefix('-').map_or((sort, false), |it| (it, true)) {
        (sorted, false) if sorted == name => (format!("-{name}"), Some("ascending")),
        (sorted, true) if sorted == name => (String::new(), Some("descending")),
        _ => (name.to_owned(), None),
    };
    Column { label, class, order, sort: Some(asked.address(&[("sort", &next), ("page", "")])) }
}

fn line(asked: &Asked<'_>, row: &Row, shown: &Shown<'_>) -> Line {
    let (call, id) = (asked.call, row.id.to_string());
    let href = format!("/{}/{id}", row.kind);
    let pick = maud! { input type="checkbox" name="ids" value={ (id) "@" (row.version) } aria-label=(call.tell("list.pick", &[("id", &id)])); };
    let number = maud! { a .number href=(href) { (id) } };
    let title = maud! { a href=(href) { (if row.title.is_empty() { &id } else { &row.title }) } };
    let mut cells = vec![pick.memoize(), number.memoize(), title.memoize()];
    cells.extend(asked.columns.iter().map(|it| cell(asked, it, row, shown)));
    Line { cells, href: Some(href.clone()) }
}

fn cell(asked: &Asked<'_>, name: &str, row: &Row, shown: &Shown<'_>) -> Html {
    let (call, kind) = (asked.call, asked.kind);
    if let Some(standing) = row.standing.iter().find(|it| it.name == name) {
        return light::standing(shown, kind, &row.id, standing);
    }
    maud! {
        @match (name, kind.field(name), row.document.get(name)) {
            ("state", _, _) => (parts::state(call, &row.kind, &row.state, row.retired)),
            ("changed", _, _) => (crate::html::moment(&row.changed)),
            (_, Some(field), Some(value)) => (shown.cell(field, value)),
            _ => {},
        }
    }
    .memoize()
}

fn pages(asked: &Asked<'_>, page: &Page) -> Html {
    let call = asked.call;
    let last = page.total.div_ceil(ROWS).max(1);
    let to = |page: u64| asked.address(&[("page", &page.to_string())]);
    let from = (asked.at - 1) * ROWS + 1;
    let until = from + (page.rows.len() as u64) - 1;
    let (from, until, total) = (grouped(from), grouped(until), grouped(page.total));
    maud! {
        nav .pages aria-label=(call.say("list.pages")) {
            span { (call.tell("list.of", &[("from", &from), ("until", &until), ("total", &total)])) }
            @if asked.at > 1 { a .button href=(to(asked.at - 1)) rel="prev" { (call.say("list.before")) } }
            @if asked.at < last { a .button href=(to(asked.at + 1)) rel="next" { (call.say("list.next")) } }
        }
    }
    .memoize()
}
