//! The hazards of an AI system: how each stands, what it follows from, and a form to exclude one for a reason. One plan: what is told of the system.
//! Serves ISO/IEC 42001 6.1.2.

use axum::body::Body;
use axum::extract::Path;
use governance::hazards::spread::{STANDINGS, UNTOUCHED};
use governance::hazards::standing::{Standing, Told};
use governance::hazards::whole::Hazards;
use governance::surroundings::SYSTEM;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;
use crate::screens::duties;

/// `GET /hazards/{id}`
pub(crate) async fn page(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["on", "done", "standing"])?;
    let id = call.id(call.kind(SYSTEM)?, &id)?;
    let mut told = call.aims().hazards(&call.actor, &id, duties::day(&call)?).await?;
    let untouched = untouched(&call, &told);
    if let Some(of) = standing(&call)? {
        told.hazards.retain(|it| it.standing.name() == of);
    }
    let title = call.tell("hazards.of", &[("title", &told.title)]);
    let crumbs = [(format!("/{SYSTEM}/{id}"), told.title.clone())];
    let lead = maud! { p { (call.say("hazards.lead")) } p .help { (call.tell("hazards.suggested_by", &[("table", &told.table)])) } };
    let heading = Heading { crumbs: &crumbs, lead: Some(lead.memoize()), ..Heading::of(&title) }.draw(call.language());
    let body = maud! { (heading) (narrowed(&call, &told)) (hazards(&call, &told)) (untouched) (facts(&call, &told)) (form(&call, &told)) }.memoize();
    Ok(page::page(&call, &title, body))
}

/// `POST /hazards/{id}`: excludes a hazard for a reason.
pub(crate) async fn exclude(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(SYSTEM)?, &id)?;
    let sent = Sent::read(&call, body).await?;
    let text = |name: &str| sent.posted.text(name).unwrap_or_default();
    call.aims().exclude_hazard(&call.actor, &id, text("hazard"), text("reason")).await?;
    Ok(page::see(&format!("/hazards/{id}?done=saved")))
}

/// The standing that a query names.
fn standing(call: &Call) -> Result<Option<&str>, Failure> {
    match call.query.get("standing") {
        Some(it) if !STANDINGS.contains(&it) => Err(Failure::input(
            call.tell("hazards.no_standing", &[("standing", &it), ("known", &STANDINGS.join(", "))]),
        )),
        other => Ok(other),
    }
}

/// That only hazards of one standing are shown, where a query says so.
fn narrowed(call: &Call, told: &Hazards) -> Html {
    maud! {
        @if let Some(it) = call.query.get("standing") {
            p .notice { (call.tell("hazards.narrowed", &[("standing", &words(it).to_lowercase())])) " " a href={ "/hazards/" (told.system.to_string()) } { (call.say("hazards.all")) } }
        }
    }
    .memoize()
}

/// Hazards of the catalogue that nothing brings up, where they are asked for.
fn untouched(call: &Call, told: &Hazards) -> Html {
    let asked = call.query.get("standing") == Some(UNTOUCHED);
    let catalogue = call.configuration.libraries.hazards.hazard.iter();
    let left = || catalogue.clone().filter(|it| asked && !told.hazards.iter().any(|of| of.hazard == it.name));
    maud! {
        @if asked { ul { @for it in left() { li { (it.label) ": " (it.says) } } } }
    }
    .memoize()
}

fn tone(standing: Standing) -> Tone {
    match standing {
        Standing::Measured => Tone::Bad,
        Standing::Suspected => Tone::Watch,
        Standing::NotFound => Tone::Good,
        Standing::Excluded => Tone::Quiet,
    }
}

fn hazards(call: &Call, told: &Hazards) -> Html {
    let columns = [
        Column::title(call.say("hazards.hazard")),
        Column::of(call.say("hazards.standing")),
        Column::wide(call.say("hazards.why")),
        Column::of(call.say("hazards.catalogues")),
    ];
    let line = |it: &Told| {
        let record = it.record.as_ref().map(|it| (format!("/hazard/{it}"), it.to_string()));
        let cells = vec![
            maud! { (it.label) p .help { (it.says) } }.memoize(),
            badge::badge(tone(it.standing), &words(it.standing.name())),
            maud! {
                (parts::sentence(&it.why))
                @for of in &it.shown { " " a href={ "/measurement/" (of.measurement.to_string()) } { (of.measurement.to_string()) } }
                @if let Some((href, number)) = &record { " " a href=(href) { (number) } }
            }
            .memoize(),
            maud! { (it.references.join(", ")) }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = told.hazards.iter().map(line).collect();
    maud! {
        @if lines.is_empty() { p { (call.say("hazards.none")) } }
        @else { (Table { caption: call.say("hazards.title"), columns: &columns, lines: &lines }.draw()) }
    }
    .memoize()
}

fn facts(call: &Call, told: &Hazards) -> Html {
    let columns = [
        Column::title(call.say("hazards.fact")),
        Column::of(call.say("hazards.value")),
        Column::wide(call.say("hazards.source")),
    ];
    let line = |it: &governance::tiering::facts::Fact| {
        let cells = [&it.fact, &it.value, &it.source].map(|it| maud! { (it) }.memoize());
        Line { cells: cells.into(), href: None }
    };
    let lines: Vec<Line> = told.facts.iter().map(line).collect();
    maud! {
        @if !lines.is_empty() {
            details { summary { (call.say("hazards.facts")) } (Table { caption: call.say("hazards.facts"), columns: &columns, lines: &lines }.draw()) }
        }
    }
    .memoize()
}

fn form(call: &Call, told: &Hazards) -> Html {
    let open: Vec<&Told> = told.hazards.iter().filter(|it| it.standing != Standing::Excluded).collect();
    maud! {
        @if !open.is_empty() {
            form .panel.no-print action={ "/hazards/" (told.system.to_string()) } method="post" {
                (parts::once())
                h2 { (call.say("hazards.exclude")) }
                p .help { (call.say("hazards.exclude_help")) }
                label { (call.say("hazards.hazard")) " "
                    select name="hazard" { @for it in &open { option value=(it.hazard) { (it.label) } } }
                }
                label { (call.say("hazards.reason")) " " textarea name="reason" required rows="3" {} }
                button type="submit" { (call.say("hazards.exclude")) }
            }
        }
    }
    .memoize()
}
