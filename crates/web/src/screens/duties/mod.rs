//! Who answers for what: findings first, then how the duties lie upon people; and of one person, AI system or assignment more closely.
//! One plan: the survey of responsibility. Serves ISO/IEC 42001 5.3 and A.3.2.

mod heat;
mod letter;
pub(crate) mod person;
pub(crate) mod system;

use axum::extract::Path;
use governance::responsibility::catalogue::UNKNOWN;
use governance::responsibility::check::{CHECKS, Finding, of as check};
use governance::responsibility::map::Duty;
use governance::responsibility::whole::{Asked, Names, Survey};
use governance::responsibility::{ASSIGNMENT, PERSON};
use governance::surroundings::SYSTEM;
use hypertext::{maud_borrow as maud, prelude::*};
use jiff::civil::Date;
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts};
use crate::reply::Reply;

/// AI systems of a finding that are named; the interface has all.
const SHOWN: usize = 12;
/// Findings of one check that are shown; the interface has all.
const MOST: usize = 50;

/// `GET /responsibilities`
pub(crate) async fn survey(call: Call) -> Reply {
    call.query.only(&["on", "unit", "tier"])?;
    let asked = asked(&call)?;
    let survey = call.aims().responsibilities(&call.actor, asked.clone()).await?;
    let title = call.say("duties.title");
    let lead =
        call.tell("duties.lead", &[("answered", &survey.answered), ("duties", &survey.duties), ("day", &survey.day)]);
    let own = call.actor.person.as_ref().map(|it| format!("/duties/{it}"));
    let acts = maud! { @if let Some(own) = &own { a .button href=(own) { (call.say("duties.mine")) } } };
    let body = maud! {
        (Heading { lead: Some(maud! { p { (lead) } }.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) }.draw(call.language()))
        (filter(&call, &asked, &survey))
        (found(&call, &survey.findings, &survey.names))
        (heat::heat(&call, &survey))
        (heat::loads(&call, &survey))
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `GET /duties/{id}`: of a person, an AI system or an assignment.
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["on"])?;
    let gone = || Failure::missing(call.tell("data.no_record", &[("id", &id)]));
    let id: Id = id.parse().map_err(|_| gone())?;
    let kind = call.configuration.catalog.kind_of_prefix(&id.prefix).ok_or_else(gone)?.kind.clone();
    match kind.as_str() {
        PERSON => person::page(&call, &id).await,
        SYSTEM => system::page(&call, &id).await,
        ASSIGNMENT => letter::page(&call, &id).await,
        _ => Err(Failure::missing(call.tell("duties.no_duties", &[("id", &id)]))),
    }
}

/// The day of the query.
pub(crate) fn day(call: &Call) -> Result<Option<Date>, Failure> {
    call.query.parse("on", call.say("duties.takes_day"))
}

/// What the query asks for.
pub(crate) fn asked(call: &Call) -> Result<Asked, Failure> {
    let tier = call.query.get("tier").map(str::to_owned);
    Ok(Asked { on: day(call)?, unit: call.query.parse("unit", call.say("duties.takes_unit"))?, tier })
}

/// The form that narrows the page to a day, a unit or a tier.
fn filter(call: &Call, asked: &Asked, survey: &Survey) -> Html {
    let on = asked.on.map(|it| it.to_string()).unwrap_or_default();
    let unit = asked.unit.as_ref().map(ToString::to_string).unwrap_or_default();
    let tier = asked.tier.clone().unwrap_or_default();
    let units: Vec<(String, &str)> = survey.units.iter().map(|(id, name)| (id.to_string(), name.as_str())).collect();
    let tiers: Vec<&str> =
        call.configuration.libraries.duties.tiers.keys().map(String::as_str).chain([UNKNOWN]).collect();
    maud! {
        form .inline.row action="/responsibilities" method="get" {
            label for="on" { (call.say("duties.on")) }
            input #on type="date" name="on" value=(on);
            label for="unit" { (call.say("duties.unit")) }
            select #unit name="unit" {
                option value="" { (call.say("duties.all")) }
                @for (id, name) in &units {
                    @if *id == unit { option value=(id) selected { (name) } } @else { option value=(id) { (name) } }
                }
            }
            label for="tier" { (call.say("duties.tier")) }
            select #tier name="tier" {
                option value="" { (call.say("duties.all")) }
                @for it in &tiers {
                    @if **it == tier { option value=(it) selected { (it) } } @else { option value=(it) { (it) } }
                }
            }
            button type="submit" { (call.say("duties.show")) }
        }
    }
    .memoize()
}

/// Everything that is wrong, check by check.
pub(super) fn found(call: &Call, all: &[Finding], names: &Names) -> Html {
    let columns = [
        Column::title(call.say("duties.wrong")),
        Column::of(call.say("duties.people")),
        Column::wide(call.say("duties.touches")),
        Column::wide(call.say("duties.next")),
    ];
    let by_check = CHECKS.iter().map(|it| (it, all.iter().filter(|of| of.check == it.name).collect::<Vec<_>>()));
    let by_check: Vec<_> = by_check.filter(|it| !it.1.is_empty()).collect();
    maud! {
        section .panel aria-labelledby="findings" {
            h2 #findings { (call.say("duties.findings")) " (" (all.len()) ")" }
            @if by_check.is_empty() { p .done { (call.say("duties.nothing")) } }
            @for (check, found) in &by_check {
                h3 { (badge::badge(Tone::Bad, &found.len().to_string())) " " (parts::sentence(check.summary)) }
                (Table { caption: check.summary, columns: &columns, lines: &found.iter().take(MOST).map(|it| line(it, names, call)).collect::<Vec<_>>() }.draw())
                @if found.len() > MOST { p .help { (call.count("duties.more", (found.len() - MOST) as u64)) } }
            }
        }
    }
    .memoize()
}

fn line(it: &Finding, names: &Names, call: &Call) -> Line {
    let next = check(it.check).map_or(it.next, |it| it.next);
    let records: Vec<(String, String)> =
        it.records.iter().filter_map(|id| Some((address(call, id)?, id.to_string()))).collect();
    let cells = vec![
        maud! { (parts::sentence(&it.says)) @for (href, id) in &records { " " a href=(href) { (id) } } }.memoize(),
        people(&it.people, names),
        touched(call, &it.duties, names),
        maud! { (parts::sentence(next)) }.memoize(),
    ];
    Line { cells, href: None }
}

/// Where a record stands.
fn address(call: &Call, id: &Id) -> Option<String> {
    call.configuration.catalog.kind_of_prefix(&id.prefix).map(|it| format!("/{}/{id}", it.kind))
}

/// People with their names, as far as they may be seen.
pub(super) fn people(all: &[Id], names: &Names) -> Html {
    maud! { @for id in all { div { (named(id, names)) } } }.memoize()
}

/// Somebody as a link to what the person does.
pub(super) fn named(id: &Id, names: &Names) -> Html {
    let (number, name) = (id.to_string(), names.get(&id.to_string()));
    maud! {
        @match name { Some(name) => { a href={ "/duties/" (number) } { (name) } " " span .number { (number) } }, None => span .number { (number) } }
    }
    .memoize()
}

/// Groups of duties with the AI systems that they are about.
pub(super) fn touched(call: &Call, all: &[Duty], names: &Names) -> Html {
    let groups: Vec<(&str, Vec<&Id>)> = call
        .configuration
        .libraries
        .duties
        .group
        .iter()
        .filter(|group| all.iter().any(|it| it.group == group.name))
        .map(|group| {
            let of = all.iter().filter(|it| it.group == group.name);
            (group.label.as_str(), of.filter_map(|it| it.system.as_ref()).collect())
        })
        .collect();
    let more = |of: &Vec<&Id>| of.len().saturating_sub(SHOWN) as u64;
    maud! {
        @for (label, systems) in &groups {
            div {
                (label)
                @for id in systems.iter().take(SHOWN) { " " (system_named(id, names)) }
                @if more(systems) > 0 { " " (call.count("duties.more", more(systems))) }
            }
        }
    }
    .memoize()
}

/// An AI system as a link to who answers for it.
pub(super) fn system_named(id: &Id, names: &Names) -> Html {
    let number = id.to_string();
    let name = names.get(&number).cloned().unwrap_or_default();
    maud! { a href={ "/duties/" (number) } title=(name) { (number) } }.memoize()
}

/// The name of a group of duties.
pub(super) fn group<'a>(call: &'a Call, name: &'a str) -> &'a str {
    call.configuration.libraries.duties.group(name).map_or(name, |it| it.label.as_str())
}
