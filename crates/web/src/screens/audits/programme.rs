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
        let href = crate::screens::conformity::explained(call, &it.reference, None);
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
    let lines: Vec<Line> = told.rows.iter().map(line).collect();
    let table = Table { caption: call.say("audits.cycle"), columns: &columns, lines: &lines };
    let (from, until) = told.cycle;
    let all = told.rows.len();
    maud! {
        section .panel aria-labelledby="cycle" {
            h2 #cycle { (call.say("audits.cycle")) }
            p { (call.tell("audits.covered", &[("covered", &told.covered), ("all", &all), ("from", &from), ("until", &until)])) }
            (table.draw())
            @if !told.left_out.is_empty() { p .help { (call.tell("audits.left_out", &[("controls", &told.left_out.join(", "))])) } }
        }
    }
    .memoize()
}
