//! What risks cost, on a page for all of them and on the page of each: the loss of a year with its curve, the appetite, what moves the answer, what each adds,
//! and the place in the matrix that the numbers give. Serves ISO/IEC 42001 6.1.2, 8.2 and 9.1.

pub(super) mod charts;
pub(super) mod figures;
pub(super) mod table;

use axum::extract::Path;
use governance::risking::quantifying::answered::Wanted;
use governance::risking::quantifying::whole::{Asked, OfType, Told};
use governance::risking::quantifying::written::speaks;
use governance::risking::{CRITERIA, RISK};
use hypertext::{maud_borrow as maud, prelude::*};

use super::{id, tabs};
use crate::call::Call;
use crate::failure::Failure;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::{Html, page, parts, words};
use crate::pages::detail::View;
use crate::panels::Drawing;
use crate::reply::Reply;
use crate::screens::pictures;

/// What a query names.
pub(crate) const ASKS: &[&str] = &["on", "risk", "years", "seed"];

/// What a query asks for.
pub(crate) fn asked(call: &Call) -> Result<Asked, Failure> {
    call.query.only(ASKS)?;
    let number = call.say("losses.takes_number");
    let wanted = Wanted { years: call.query.parse("years", number)?, seed: call.query.parse("seed", number)? };
    let on = call.query.parse("on", call.say("duties.takes_day"))?;
    Ok(Asked { on, risk: id(call, "risk")?, wanted, ..Asked::default() })
}

/// `GET /risks/losses`
pub(crate) async fn overview(call: Call) -> Reply {
    let asked = asked(&call)?;
    let told = call.aims().quantified(&call.actor, asked).await?;
    let title = call.say("losses.title");
    let lead = maud! { p { (call.say("losses.lead")) } };
    let heading = Heading { lead: Some(lead.memoize()), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        (tabs(&call, "/risks/losses"))
        (filter(&call))
        (by(&call, &told))
        @for it in &told.types { (of_type(&call, &told, it, true)) }
        (untold(&call, &told))
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `GET /risks/losses/charts/{file}`: a chart of a type, such as `curve-organisation.svg`, with the query of the page.
pub(crate) async fn file(call: Call, Path(file): Path<String>) -> Reply {
    let asked = asked(&call)?;
    let (name, ending) = file.rsplit_once('.').unwrap_or((&file, ""));
    let Some((name, of)) = name.split_once('-') else { return Err(pictures::unknown(&call, &file)) };
    let told = call.aims().quantified(&call.actor, asked).await?;
    let one = told.types.iter().find(|it| it.of == of);
    let chart = one.and_then(|it| charts::all(&call, &told, it).into_iter().find(|it| it.0 == name));
    let (_, chart) = chart.ok_or_else(|| pictures::unknown(&call, &file))?;
    pictures::answer(&call, &chart, &format!("{name}-{of}"), ending)
}

/// What a risk costs, on its own page.
pub(crate) fn risk(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let call = view.call;
        // Nothing is read or drawn for the page of a risk of whose loss nobody wrote.
        if !speaks(&view.record.document) {
            return Ok(maud! {}.memoize());
        }
        let asked = Asked { risk: Some(view.record.id.clone()), ..Asked::default() };
        let told = call.aims().quantified(&call.actor, asked).await?;
        Ok(maud! {
            @for it in &told.types { (of_type(call, &told, it, false)) }
            @if !told.not_assessable.is_empty() { (untold(call, &told)) }
            @if !told.types.is_empty() || !told.not_assessable.is_empty() {
                p { a href="/risks/losses" { (call.say("losses.open")) } }
            }
        }
        .memoize())
    })
}

/// The form that asks for another day, more years or another seed.
fn filter(call: &Call) -> Html {
    let given = |name: &str| call.query.get(name).unwrap_or_default().to_owned();
    maud! {
        form .inline.row.no-print action="/risks/losses" method="get" {
            label for="on" { (call.say("risks.on")) }
            input #on type="date" name="on" value=(given("on"));
            label for="years" { (call.say("losses.years")) }
            input #years type="text" inputmode="numeric" name="years" value=(given("years")) size="8";
            label for="seed" { (call.say("losses.seed")) }
            input #seed type="text" inputmode="numeric" name="seed" value=(given("seed")) size="10";
            button type="submit" { (call.say("risks.show")) }
        }
    }
    .memoize()
}

fn by(call: &Call, told: &Told) -> Html {
    maud! {
        @match &told.by {
            Some(it) => p { (call.tell("risks.by", &[("version", &it.version), ("on", &told.on)])) " "
                a href={ "/" (CRITERIA) "/" (it.id.to_string()) } { (it.id.to_string()) } },
            None => p { (call.say("losses.no_criteria")) " " a .button href={ "/" (CRITERIA) "/new" } { (call.say("risks.add_criteria")) } },
        }
        @if told.hidden > 0 { p .help { (call.count("losses.hidden", told.hidden as u64)) } }
    }
    .memoize()
}

/// One type of consequence: of all its risks, or of one.
fn of_type(call: &Call, told: &Told, it: &OfType, whole: bool) -> Html {
    let unit = it.unit.clone().unwrap_or_else(|| call.say("losses.no_unit").to_owned());
    let title = call.tell("losses.of_type", &[("of", &words(&it.of)), ("unit", &unit)]);
    let asked: Vec<String> = ASKS.iter().filter_map(|it| Some(format!("{it}={}", call.query.get(it)?))).collect();
    let query = asked.join("&");
    let drawn = charts::all(call, told, it);
    let files = |name: &str| match (whole, told.types.first().and_then(|it| it.numbers.as_ref()?.risks.first())) {
        (false, Some(of)) => format!("/risks/losses/charts/{name}-{}?risk={}", it.of, of.risk),
        _ if query.is_empty() => format!("/risks/losses/charts/{name}-{}", it.of),
        _ => format!("/risks/losses/charts/{name}-{}?{query}", it.of),
    };
    let heading = format!("losses-{}", it.of);
    maud! {
        section .panel aria-labelledby=(heading) {
            h2 id=(heading) { (title) }
            @if let Some(why) = &it.why { p .notice { (parts::sentence(why)) } }
            @if let Some(numbers) = &it.numbers {
                p .help { (call.tell("losses.drawn", &[("years", &numbers.losses.draws.years), ("seed", &numbers.losses.draws.seed), ("on", &told.on)])) }
                @if whole { (table::appetites(call, numbers)) }
                (figures::figures(call, numbers, if whole { "losses.together" } else { "losses.alone" }))
                (table::risks(call, told, numbers))
                @if numbers.not_swung > 0 { p .help { (call.count("losses.not_swung", numbers.not_swung as u64)) } }
                @if let Some(why) = &numbers.together_why { p .help { (parts::sentence(why)) } }
            }
        }
        @for (name, chart) in &drawn { (figure(call.language(), chart, &format!("{name}-{}", it.of), Some(&files(name)))) }
    }
    .memoize()
}

/// Risks of which nothing can be told, and why; then those of which no loss is written.
fn untold(call: &Call, told: &Told) -> Html {
    let name = |id: &record::Id| told.names.get(&id.to_string()).cloned().unwrap_or_default();
    maud! {
        @if !told.not_assessable.is_empty() {
            section .panel aria-labelledby="not-assessable" {
                h2 #not-assessable { (call.say("losses.not_assessable")) " (" (told.not_assessable.len()) ")" }
                ul { @for it in &told.not_assessable {
                    li { a href={ "/" (RISK) "/" (it.risk.to_string()) } { (name(&it.risk)) } " " span .number { (it.risk.to_string()) } ": " (parts::sentence(&it.why)) }
                } }
            }
        }
        @if !told.unwritten.is_empty() {
            section .panel aria-labelledby="unwritten" {
                h2 #unwritten { (call.say("losses.unwritten")) " (" (told.unwritten.len()) ")" }
                p .help { (call.say("losses.unwritten_help")) }
                ul { @for it in &told.unwritten { li { a href={ "/" (RISK) "/" (it.to_string()) } { (name(it)) } " " span .number { (it.to_string()) } } } }
            }
        }
    }
    .memoize()
}
