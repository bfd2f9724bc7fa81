//! The report as one page that needs nothing else: styles and pictures are inside, and every picture has its table.

use chart::{WIDE, svg};
use hypertext::{Raw, maud_borrow as maud, prelude::*};

use super::picture::chart;
use super::words::english;
use super::{Grid, conclusion, lines, note, origin, rulings, tests, title};
use crate::report::{Figure, Report};
use crate::verdict;

/// The style sheet of the page.
const STYLE: &str = include_str!("report.css");

/// Figures that are drawn; more are too many for one page.
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
                    (part("Rules", &table(&rulings(report), false)))
                    (part("Numbers", &table(&lines(report), false)))
                    (part("Pictures", &pictures(report)))
                    (part("Tables", &tables(report)))
                    (part("Tests", &table(&tests(report), false)))
                    (part("Notes", &notes(report)))
                    (part("Origin", &table(&origin(report), false)))
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

/// A table, with its title as a caption where no heading says the same.
fn table(grid: &Grid, caption: bool) -> Html {
    maud! {
        @if !grid.rows.is_empty() {
            div .wide tabindex="0" role="region" aria-label=(grid.title) {
                table {
                    @if caption { caption { (grid.title) } }
                    thead { tr { @for header in &grid.headers { th scope="col" { (header) } } } }
                    tbody { @for row in &grid.rows { tr { @for cell in row { td { (cell) } } } } }
                }
            }
        }
    }
    .memoize()
}

fn pictures(report: &Report) -> Html {
    let drawn: Vec<Html> = report.figures.iter().take(DRAWN).enumerate().map(picture).collect();
    let more = report.figures.len() - drawn.len();
    maud! {
        @for it in &drawn { (it) }
        @if more > 0 { p { "… and " (more) " more; their data are in the JSON form" } }
    }
    .memoize()
}

/// A picture with its table, or the sentence that stands in its place.
fn picture((at, figure): (usize, &Figure)) -> Html {
    let chart = chart(figure);
    let twin = chart.plot.table(english());
    let headers: Vec<&str> = twin.columns.iter().map(String::as_str).collect();
    let data = table(&Grid::new(&chart.title, &headers, twin.rows.iter().cloned()), true);
    let (drawn, instead) = match chart.plot.draw(WIDE, english()) {
        Ok(scene) => (svg::inline(&chart, &scene, &format!("figure-{at}"), "chart-picture"), String::new()),
        Err(why) => (String::new(), why.said(english())),
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
    let all: Vec<Html> = report.tables.iter().map(|it| table(&Grid::of(it), true)).collect();
    maud! { @for it in &all { (it) } }.memoize()
}

fn notes(report: &Report) -> Html {
    maud! { @if !report.notes.is_empty() { ul { @for it in &report.notes { li { (note(it)) } } } } }.memoize()
}
