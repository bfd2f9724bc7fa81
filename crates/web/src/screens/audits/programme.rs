//! On the page of an audit programme: how often what is audited and why, whether its cycle covers it, and what is wrong.

use governance::auditing::planning::Programme;
use governance::auditing::programme::Planned;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::Html;
use crate::html::table::{Column, Line, Table};
use crate::pages::detail::View;
use crate::panels::Drawing;

/// The panel on the page of a programme.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move { covered(view.call, &view.record.id).await })
}

/// What the cycle of a programme covers, or what keeps that from being told.
pub(crate) async fn covered(call: &Call, id: &Id) -> Result<Html, Failure> {
    match call.aims().audit_programme(&call.actor, id).await.map_err(Failure::from) {
        Ok(told) => Ok(draw(call, &told)),
        Err(failure) if !failure.problems.is_empty() => Ok(maud! {
            section .panel aria-labelledby="cycle" {
                h2 #cycle { (call.say("audits.cycle")) }
                ul { @for it in &failure.problems { li { (it.message) } } }
            }
        }
        .memoize()),
        Err(failure) => Err(failure),
    }
}

fn draw(call: &Call, told: &Programme) -> Html {
    let columns = [
        Column::title(call.say("audits.requirement")),
        Column::end(call.say("audits.points")),
        Column::end(call.say("audits.months")),
        Column::wide(call.say("audits.because")),
        Column::of(call.say("audits.last")),
        Column::of(call.say("audits.due")),
        Column::of(call.say("audits.next")),
        Column::wide(call.say("audits.wrong")),
    ];
    let dated = |it: &Option<(jiff::civil::Date, String)>| -> Html {
        maud! {
            @if let Some((day, audit)) = it {
                (day.to_string()) " "
                @if told.titles.contains_key(audit) { a href={ "/audit/" (audit) } { (audit) } }
            }
        }
        .memoize()
    };
    let line = |it: &Planned| {
        // A statement, a duty or a unit is a record with a page of its own.
        let href = match it.reference.parse::<Id>() {
            Ok(id) => {
                let kind = call.configuration.catalog.kind_of_prefix(&id.prefix).map(|it| it.kind.as_str());
                format!("/{}/{id}", kind.unwrap_or_default())
            }
            Err(_) => crate::screens::conformity::explained(call, &it.reference, None),
        };
        let cells = vec![
            maud! { a href=(href) { (it.reference) " " (it.title) } }.memoize(),
            maud! { (it.points) }.memoize(),
            maud! { (it.months) }.memoize(),
            maud! { (it.because.join("; ")) }.memoize(),
            dated(&it.last),
            maud! { (it.due.to_string()) }.memoize(),
            dated(&it.next),
            maud! { (it.wrong.join("; ")) }.memoize(),
        ];
        Line { cells, href: Some(href.clone()) }
    };
    let table = |caption: &str, rows: &[Planned]| {
        let lines: Vec<Line> = rows.iter().map(line).collect();
        Table { caption, columns: &columns, lines: &lines }.draw()
    };
    let covered = |rows: &[Planned]| rows.iter().filter(|it| it.covered).count();
    let (from, until) = told.cycle;
    let all = told.rows.len();
    maud! {
        section .panel aria-labelledby="cycle" {
            h2 #cycle { (call.say("audits.cycle")) }
            p { (call.tell("audits.covered", &[("covered", &told.covered), ("all", &all), ("from", &from), ("until", &until)])) }
            (table(call.say("audits.cycle"), &told.rows))
            @for (caption, rows) in [(call.say("audits.stated"), &told.records), (call.say("audits.units"), &told.units)] {
                h3 { (caption) }
                @if rows.is_empty() { p .help { (call.say("audits.none_stated")) } }
                @else {
                    p { (call.tell("audits.covered", &[("covered", &covered(rows)), ("all", &rows.len()), ("from", &from), ("until", &until)])) }
                    (table(caption, rows))
                }
            }
            @if told.hidden > 0 { p .help { (call.count("audits.hidden_criteria", told.hidden as u64)) } }
            @if !told.left_out.is_empty() { p .help { (call.tell("audits.left_out", &[("controls", &told.left_out.join(", "))])) } }
        }
    }
    .memoize()
}
