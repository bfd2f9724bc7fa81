//! Internal audits: programmes with what their cycle covers, audits over time, and on the pages of records the checklist, samples and frozen
//! evidence. One plan: the programmes and audits of lists, and each programme told. Serves ISO/IEC 42001 9.2.

pub(crate) mod doing;
pub(crate) mod line;
pub(crate) mod one;
pub(crate) mod programme;

use axum::extract::Path;
use chart::timeline::{Day, Row, Span, Timeline};
use chart::{Chart, Plot};
use governance::Listing;
use governance::auditing::{AUDIT, PROGRAMME};
use governance::listing::Row as Listed;
use hypertext::{maud_borrow as maud, prelude::*};
use jiff::civil::Date;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, page, parts, words};
use crate::reply::Reply;
use crate::screens::pictures;

/// Most programmes and audits of the page.
const MOST: u32 = 100;

/// Programmes and audits.
struct Told {
    programmes: Vec<Listed>,
    audits: Vec<Listed>,
}

async fn told(call: &Call) -> Result<Told, Failure> {
    let of = |kind: &str| Listing { limit: MOST, sort: vec!["-number".to_owned()], ..Listing::of(kind) };
    let programmes = call.aims().list(&call.actor, &of(PROGRAMME)).await?.rows;
    let audits = call.aims().list(&call.actor, &of(AUDIT)).await?.rows;
    Ok(Told { programmes, audits })
}

/// `GET /audits`
pub(crate) async fn page(call: Call) -> Reply {
    call.query.only(&[])?;
    let told = told(&call).await?;
    let title = call.say("audits.title");
    let lead = maud! { p { (call.say("audits.lead")) } }.memoize();
    let heading = Heading { lead: Some(lead), ..Heading::of(title) }.draw(call.language());
    let newest = told.programmes.iter().find(|it| it.state == "in_force").or(told.programmes.first());
    let cycle = match newest {
        Some(it) => programme::covered(&call, &it.id).await?,
        None => maud! { p { (call.say("audits.no_programme")) } }.memoize(),
    };
    let drawn = chart(&call, &told.audits);
    let body = maud! {
        (heading)
        p .no-print {
            a .button href={ "/" (AUDIT) "/new" } { (call.say("audits.new")) } " "
            a .button href={ "/" (PROGRAMME) "/new" } { (call.say("audits.new_programme")) }
        }
        (audits(&call, &told.audits))
        @if dated(&told.audits) {
            (figure(call.language(), &drawn, "audits", Some("/audits/charts/audits")))
        }
        (programmes(&call, &told.programmes))
        (cycle)
    };
    Ok(page::page(&call, title, body.memoize()))
}

fn text<'a>(row: &'a Listed, field: &str) -> &'a str {
    row.document.get(field).and_then(|it| it.as_str()).unwrap_or_default()
}

fn audits(call: &Call, all: &[Listed]) -> Html {
    let columns = [
        Column::title(call.say("audits.audit")),
        Column::of(call.say("audits.type")),
        Column::of(call.say("audits.from")),
        Column::of(call.say("audits.until")),
        Column::end(call.say("audits.days")),
        Column::of(call.say("audits.state")),
    ];
    let number = |row: &Listed, field: &str| row.document.get(field).map(ToString::to_string).unwrap_or_default();
    let line = |it: &Listed| {
        let href = format!("/{AUDIT}/{}", it.id);
        let (planned, used) = (number(it, "days_planned"), number(it, "days_used"));
        let cells = vec![
            maud! { a href=(href) { (it.id.to_string()) " " (it.title) } }.memoize(),
            maud! { (words(text(it, "type"))) }.memoize(),
            maud! { (text(it, "from")) }.memoize(),
            maud! { (text(it, "until")) }.memoize(),
            maud! { (call.tell("audits.planned_used", &[("planned", &planned), ("used", &used)])) }.memoize(),
            parts::state(call, AUDIT, &it.state, it.retired),
        ];
        Line { cells, href: Some(href.clone()) }
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    let table = Table { caption: call.say("audits.audits"), columns: &columns, lines: &lines };
    maud! {
        section .panel aria-labelledby="all-audits" {
            h2 #all-audits { (call.say("audits.audits")) }
            @if lines.is_empty() { p { (call.say("audits.none")) } } @else { (table.draw()) }
        }
    }
    .memoize()
}

fn programmes(call: &Call, all: &[Listed]) -> Html {
    let columns = [
        Column::title(call.say("audits.programme")),
        Column::of(call.say("audits.from")),
        Column::of(call.say("audits.until")),
        Column::of(call.say("audits.state")),
    ];
    let line = |it: &Listed| {
        let href = format!("/{PROGRAMME}/{}", it.id);
        let cells = vec![
            maud! { a href=(href) { (it.id.to_string()) " " (it.title) } }.memoize(),
            maud! { (text(it, "from")) }.memoize(),
            maud! { (text(it, "until")) }.memoize(),
            parts::state(call, PROGRAMME, &it.state, it.retired),
        ];
        Line { cells, href: Some(href.clone()) }
    };
    let lines: Vec<Line> = all.iter().map(line).collect();
    let table = Table { caption: call.say("audits.programmes"), columns: &columns, lines: &lines };
    maud! {
        @if !lines.is_empty() {
            section .panel aria-labelledby="all-programmes" {
                h2 #all-programmes { (call.say("audits.programmes")) }
                (table.draw())
            }
        }
    }
    .memoize()
}

fn day(row: &Listed, field: &str) -> Option<Date> {
    text(row, field).parse().ok()
}

fn dated(all: &[Listed]) -> bool {
    all.iter().any(|it| day(it, "from").is_some())
}

/// Audits over time.
fn chart(call: &Call, all: &[Listed]) -> Chart {
    let row = |it: &Listed| {
        let from = day(it, "from")?;
        let to = day(it, "until").unwrap_or(from).max(from);
        let span = Span { from, to, late: None, label: words(&it.state), sort: usize::from(it.state != "closed") };
        let days = day(it, "told_on").map(|on| Day { on, label: call.say("audits.told").to_owned() });
        Some(Row {
            label: format!("{} {}", it.id, it.title),
            spans: vec![span],
            days: days.into_iter().collect(),
            link: format!("/{AUDIT}/{}", it.id),
        })
    };
    Chart {
        title: call.say("audits.picture").to_owned(),
        description: call.say("audits.picture_help").to_owned(),
        plot: Plot::Timeline(Timeline {
            of: call.say("audits.audit").to_owned(),
            rows: all.iter().filter_map(row).take(80).collect(),
            today: Some(call.aims().today()),
        }),
    }
}

/// `GET /audits/charts/audits.svg`
pub(crate) async fn picture(call: Call, Path(file): Path<String>) -> Reply {
    call.query.only(&[])?;
    let Some(("audits", ending)) = file.rsplit_once('.') else { return Err(pictures::unknown(&call, &file)) };
    let told = told(&call).await?;
    pictures::answer(&call, &chart(&call, &told.audits), "audits", ending)
}
