//! The risk cockpit: where risks lie, what moved, what they cost, how hazards stand, when acceptances end, and what is to be done, each narrowed by one query. One
//! plan: what is told; the parts stand in [`PARTS`]. Serves ISO/IEC 42001 6.1.2, 6.1.3, 8.2, 8.3 and 9.1.

mod costs;
mod ending;
mod hazards;
mod map;
mod moved;
mod todo;

use axum::extract::Path;
use governance::accepting::ACCEPTANCE;
use governance::packing::issue::{FILES, media_of};
use governance::risking::cockpit::asked::{Asked, basis, cell, direction};
use governance::risking::cockpit::paper::MORE;
use governance::risking::cockpit::whole::Told;
use governance::risking::level::Basis;
use governance::risking::{ASSESSMENT, CRITERIA};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::tabs;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, page, words};
use crate::reply::{self, Reply};
use crate::screens::pictures;

/// The page.
const PAGE: &str = "/risks/cockpit";

/// What a query narrows it by.
pub(crate) const NARROWS: &[&str] = &["on", "since", "system", "unit", "owner", "type", "direction", "basis", "cell"];

/// What is drawn: what is told, and what the reader may begin.
struct View<'a> {
    call: &'a Call,
    told: &'a Told,
    /// Whether they may ask for an acceptance.
    may_ask: bool,
    /// Whether they may begin a risk assessment.
    may_assess: bool,
}

/// The parts of the page, in their order.
const PARTS: [fn(&View) -> Html; 6] = [map::part, moved::part, costs::part, hazards::part, ending::part, todo::part];

/// What a query asks for; an owner of `me` is the one who asks.
pub(crate) fn asked(call: &Call) -> Result<Asked, Failure> {
    call.query.only(NARROWS)?;
    let id = |name: &str| call.query.parse::<Id>(name, call.say("competence.takes_number"));
    let day = |name: &str| call.query.parse(name, call.say("duties.takes_day"));
    let owner = match call.query.get("owner") {
        Some("me") => call.actor.person.clone(),
        _ => id("owner")?,
    };
    Ok(Asked {
        on: day("on")?,
        since: day("since")?,
        system: id("system")?,
        unit: id("unit")?,
        owner,
        of: call.query.get("type").map(str::to_owned),
        opportunities: call.query.get("direction").map(direction).transpose()?,
        basis: call.query.get("basis").map(basis).transpose()?,
        cell: call.query.get("cell").map(cell).transpose()?,
    })
}

/// `GET /risks/cockpit`
pub(crate) async fn overview(call: Call) -> Reply {
    let told = call.aims().cockpit(&call.actor, asked(&call)?).await?;
    let view = View {
        call: &call,
        told: &told,
        may_ask: call.aims().may_create(&call.actor, ACCEPTANCE).await?,
        may_assess: call.aims().may_create(&call.actor, ASSESSMENT).await?,
    };
    let title = call.say("cockpit.title");
    let acts = maud! {
        @for (ending, _) in FILES.iter().chain(&MORE) {
            a .button href=(with(&call, &format!("/files/cockpit.{ending}"), &[])) { (ending.to_uppercase()) }
        }
    };
    let lead = maud! { p { (call.say("cockpit.lead")) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        (tabs(&call, PAGE))
        (filter(&view))
        (by(&call, &told))
        @for part in &PARTS { (part(&view)) }
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `GET /risks/cockpit/files/{file}`: as `cockpit.xlsx`, `.pdf`, `.html` or `.json`, and the rows of the heat map as `.csv`.
pub(crate) async fn paper(call: Call, Path(name): Path<String>) -> Reply {
    let asked = asked(&call)?;
    let ending = name.strip_prefix("cockpit.").unwrap_or_default();
    let bytes = call.aims().cockpit_file(&call.actor, asked, ending).await?;
    Ok(reply::file(&name, media_of(ending, &MORE), bytes))
}

/// `GET /risks/cockpit/charts/{file}`: the heat map as `map.svg` or `map.csv`, with the query of the page.
pub(crate) async fn chart(call: Call, Path(file): Path<String>) -> Reply {
    let told = call.aims().cockpit(&call.actor, asked(&call)?).await?;
    match file.rsplit_once('.') {
        Some(("map", ending)) => pictures::answer(&call, &map::chart(&call, &told), "map", ending),
        _ => Err(pictures::unknown(&call, &file)),
    }
}

/// The address of the page, or below it, with its query; some parts of it are said otherwise, and those that are blank left out.
fn with(call: &Call, below: &str, other: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in NARROWS {
        let own = other.iter().find(|it| it.0 == *name).map(|it| it.1);
        let value = own.or_else(|| call.query.get(name)).filter(|it| !it.is_empty());
        if let Some(it) = value {
            query.append_pair(name, it);
        }
    }
    let query = query.finish();
    if query.is_empty() { format!("{PAGE}{below}") } else { format!("{PAGE}{below}?{query}") }
}

/// The address of another page of risks, narrowed as far as that page can be.
fn narrowed(call: &Call, page: &str, names: &[&str]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in names {
        if let Some(it) = call.query.get(name) {
            query.append_pair(name, it);
        }
    }
    let query = query.finish();
    if query.is_empty() { page.to_owned() } else { format!("{page}?{query}") }
}

/// How many of a list stand on the page.
fn most(call: &Call) -> usize {
    call.configuration.libraries.cockpit.most_listed
}

/// A note where not all of a list stand on the page.
fn more(call: &Call, all: usize) -> Html {
    let shown = most(call);
    maud! { @if all > shown { p .notice { (call.tell("cockpit.more", &[("shown", &shown), ("all", &all)])) } } }
        .memoize()
}

/// The form that asks for another part of the risks; what it does not name is kept.
fn filter(view: &View) -> Html {
    let (call, told) = (view.call, view.told);
    let given = |name: &str| call.query.get(name).unwrap_or_default().to_owned();
    let (of, direction) = (given("type"), given("direction"));
    let choose = |name: &'static str, all: Vec<(String, String)>, chosen: &str| {
        maud! {
            select id=(name) name=(name) {
                @for (value, label) in &all {
                    @if value == chosen { option value=(value) selected { (label) } } @else { option value=(value) { (label) } }
                }
            }
        }
        .memoize()
    };
    let any = || (String::new(), call.say("cockpit.any").to_owned());
    let types = told.types.iter().map(|it| (it.of.clone(), words(&it.of)));
    let directions = ["threat", "opportunity"].map(|it| (it.to_owned(), words(it)));
    let bases = Basis::ALL.map(|it| (it.name().to_owned(), words(it.name())));
    let types = choose("type", std::iter::once(any()).chain(types).collect(), &of);
    let directions = choose("direction", std::iter::once(any()).chain(directions).collect(), &direction);
    let bases = choose("basis", bases.into(), told.map.basis.name());
    maud! {
        form .inline.row.no-print action=(PAGE) method="get" {
            label { (call.say("risks.system")) " " input #system type="text" name="system" value=(given("system")) size="10"; }
            label { (call.say("cockpit.unit")) " " input #unit type="text" name="unit" value=(given("unit")) size="10"; }
            label { (call.say("cockpit.owner")) " " input #owner type="text" name="owner" value=(given("owner")) size="10"; }
            label { (call.say("cockpit.type")) " " (types) }
            label { (call.say("cockpit.direction")) " " (directions) }
            label { (call.say("cockpit.basis")) " " (bases) }
            label { (call.say("moving.since")) " " input #since type="date" name="since" value=(told.since.to_string()); }
            label { (call.say("risks.on")) " " input #on type="date" name="on" value=(given("on")); }
            button type="submit" { (call.say("risks.show")) }
            @if call.actor.person.is_some() { " " a href=(with(call, "", &[("owner", "me"), ("cell", "")])) { (call.say("moving.mine")) } }
        }
    }
    .memoize()
}

/// By which criteria is told, of how many risks.
fn by(call: &Call, told: &Told) -> Html {
    maud! {
        p { (call.tell("cockpit.n", &[("n", &told.n), ("on", &told.on)])) " "
            @match &told.by {
                Some(it) => { (call.tell("risks.by", &[("version", &it.version), ("on", &told.on)])) " "
                    a href={ "/" (CRITERIA) "/" (it.id.to_string()) } { (it.id.to_string()) } },
                None => { (call.say("risks.by_none")) " " a .button href={ "/" (CRITERIA) "/new" } { (call.say("risks.add_criteria")) } },
            }
        }
    }
    .memoize()
}
