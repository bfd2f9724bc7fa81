//! A chart on a page: heading, picture as wide as there is room for, and beneath it its table and its files.

use hypertext::{Raw, maud_borrow as maud, prelude::*};

use crate::html::{Html, parts};
use crate::language::Language;
use chart::table::Table;
use chart::{Chart, NARROW, WIDE, Words, svg};

/// The figure; `id` is its own on the page, `files` is the address of its files without their ending, where it has some.
pub(crate) fn figure(language: Language, chart: &Chart, id: &str, files: Option<&str>) -> Html {
    let say = |key| language.say(key);
    let words = Words(&say);
    let table = chart.plot.table(words);
    let drawn = chart.plot.draw(WIDE, words).and_then(|wide| Ok((wide, chart.plot.draw(NARROW, words)?)));
    maud! {
        figure .panel.chart id=(id) {
            figcaption { (chart.title) }
            p .help { (chart.description) }
            @match &drawn {
                Ok((wide, narrow)) => {
                    // Safe: every text in a picture is escaped where it is written.
                    div .drawn.wide tabindex="0" role="group" aria-label=(chart.title) { (Raw::<_>::dangerously_create(svg::inline(chart, wide, &format!("{id}-w"), "chart-picture"))) }
                    div .drawn.narrow tabindex="0" role="group" aria-label=(chart.title) { (Raw::<_>::dangerously_create(svg::inline(chart, narrow, &format!("{id}-n"), "chart-picture"))) }
                },
                Err(why) => p .notice { (parts::sentence(&why.said(words))) },
            }
            div .beneath {
                details { summary { (language.say("chart.table")) } (data(&table)) }
                @if let Some(files) = files {
                    a href=(file(files, "csv")) download { (language.say("chart.csv")) }
                    @if drawn.is_ok() { a href=(file(files, "svg")) download { (language.say("chart.svg")) } }
                }
            }
        }
    }
    .memoize()
}

/// The address of a file: its ending stands before a query.
fn file(address: &str, ending: &str) -> String {
    match address.split_once('?') {
        Some((path, query)) => format!("{path}.{ending}?{query}"),
        None => format!("{address}.{ending}"),
    }
}

/// The data of a chart as a table, its first cells with links to the rows behind them.
fn data(table: &Table) -> Html {
    maud! {
        div .scroll {
            table .list {
                thead { tr { @for column in &table.columns { th scope="col" { (column) } } } }
                tbody {
                    @for (cells, link) in table.rows.iter().zip(&table.links) {
                        tr {
                            @for (index, cell) in cells.iter().enumerate() {
                                @if index == 0 && link.starts_with('/') { th scope="row" { a href=(link) { (cell) } } }
                                @else if index == 0 { th scope="row" { (cell) } }
                                @else { td { (cell) } }
                            }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}
