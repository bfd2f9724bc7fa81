//! The report as one page that needs nothing else: styles and pictures are inside, and every picture has its table.

use hypertext::{Raw, maud_borrow as maud, prelude::*};
use web::chart::{WIDE, svg};

use super::picture::chart;
use super::{LINES, RULINGS, TESTS, conclusion, lines, note, origin, rulings, tests, title};
use crate::measure::report::{Cell, Figure, Report};
use crate::measure::verdict;

/// The style sheet of the page.
const STYLE: &str = include_str!("report.css");

/// Figures that are drawn; beyond them only their tables would be too many to read.
const DRAWN: usize = 200;

/// The report as HTML.
pub fn write(report: &Report) -> String {
    let tone = report.overall.as_ref().map_or("none", |it| verdict::word(it));
    let page = maud! {
        !DOCTYPE
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title(report)) }
                style { (Raw::dangerously_create(STYLE)) (Raw::dangerously_create(svg::STYLE)) }
            }
            body {
                main {
                    h1 { (title(report)) }
                    p .verdict data-verdict=(tone) { (conclusion(report)) }
                    (part("Rules", &table("", &RULINGS, rulings(report))))
                    (part("Numbers", &table("", &LINES, lines(report))))
                    (part("Pictures", &pictures(report)))
                    (part("Tables", &tables(report)))
                    (part("Tests", &table("", &TESTS, tests(report))))
                    (part("Notes", &notes(report)))
                    (part("Origin", &table("", &["", ""], origin(report).into_iter().map(|(name, what)| [name, what]))))
                }
            }
        }
    };
    page.render().into_inner() + "\n"
}

type Html = Raw<String>;

/// A part of the page under its heading; nothing when it holds nothing.
fn part(heading: &str, body: &Html) -> Html {
    maud! { @if !body.as_inner().is_empty() { section { h2 { (heading) } (body) } } }.memoize()
}

/// A table without columns that hold nothing.
fn table<R>(caption: &str, headers: &[&str], rows: impl IntoIterator<Item = R>) -> Html
where
    R: IntoIterator<Item = String>,
{
    let rows: Vec<Vec<String>> = rows.into_iter().map(|it| it.into_iter().collect()).collect();
    let kept: Vec<usize> = (0..headers.len()).filter(|&at| rows.iter().any(|row| !row[at].is_empty())).collect();
    maud! {
        @if !rows.is_empty() {
            div .wide tabindex="0" role="region" aria-label=(if caption.is_empty() { headers[0] } else { caption }) {
                table {
                    @if !caption.is_empty() { caption { (caption) } }
                    thead { tr { @for &at in &kept { th scope="col" { (headers[at]) } } } }
                    tbody { @for row in &rows { tr { @for &at in &kept { td { (row[at]) } } } } }
                }
            }
        }
    }
    .memoize()
}

fn pictures(report: &Report) -> Html {
    let drawn: Vec<Html> = report.figures.iter().take(DRAWN).enumerate().map(picture).collect();
    maud! { @for it in &drawn { (it) } }.memoize()
}

/// A picture with its table, or the sentence that stands in its place.
fn picture((at, figure): (usize, &Figure)) -> Html {
    let chart = chart(figure);
    let table_ = chart.plot.table().without_empty_columns();
    let headers: Vec<&str> = table_.columns.iter().map(String::as_str).collect();
    let data = table(&chart.title, &headers, table_.rows.clone());
    let (drawn, instead) = match chart.plot.draw(WIDE) {
        Ok(scene) => (svg::inline(&chart, &scene, &format!("figure-{at}"), "chart-picture"), String::new()),
        Err(sentence) => (String::new(), sentence),
    };
    maud! {
        figure {
            figcaption { (chart.title) }
            (Raw::dangerously_create(&drawn))
            @if !instead.is_empty() { p { (instead) } }
            details { summary { "The same as a table" } (data) }
        }
    }
    .memoize()
}

fn tables(report: &Report) -> Html {
    let all: Vec<Html> = report
        .tables
        .iter()
        .map(|it| {
            let headers: Vec<&str> = it.columns.iter().map(String::as_str).collect();
            table(&it.title, &headers, it.rows.iter().map(|row| row.iter().map(Cell::words)))
        })
        .collect();
    maud! { @for it in &all { (it) } }.memoize()
}

fn notes(report: &Report) -> Html {
    maud! { @if !report.notes.is_empty() { ul { @for it in &report.notes { li { (note(it)) } } } } }.memoize()
}
