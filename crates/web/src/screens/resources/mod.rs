//! People, hours and money of a resource plan against the work of AI systems: capacity and waits as pictures, costs by tier, budget,
//! and a form that asks what if. One plan: what the plan is told to be. Serves ISO/IEC 42001 7.1 and A.4.6.

mod pictures;
mod tables;

use axum::extract::Path;
use axum::http::StatusCode;
use governance::Listing;
use governance::resourcing::KIND;
use governance::resourcing::scenario::Scenario;
use governance::resourcing::whole::Told;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::figure::figure;
use crate::html::head::Heading;
use crate::html::{Html, empty, page, parts};
use crate::pages::detail::View;
use crate::panels::Drawing;
use crate::reply::Reply;

pub(crate) use pictures::file;

/// What a scenario is asked by: the name of the parameter, the keys of its label and help.
const ASKED: [(&str, &str, &str); 4] = [
    ("plus", "resources.plus", "resources.plus_help"),
    ("cadence", "resources.cadence", "resources.cadence_help"),
    ("people", "resources.people", "resources.people_help"),
    ("delay", "resources.delay", "resources.delay_help"),
];

/// The scenario of the query.
pub(crate) fn scenario(call: &Call) -> Result<Scenario, Failure> {
    call.query.only(&ASKED.map(|it| it.0))?;
    let text = |name: &str| call.query.get(name).unwrap_or_default();
    Scenario::read(text("plus"), text("cadence"), text("people"), text("delay"))
        .map_err(|(field, says)| Failure::problem(field, says))
}

/// `GET /resources`: the plan in force, the newest where there are several.
pub(crate) async fn newest(call: Call) -> Reply {
    call.query.only(&[])?;
    let listing = Listing { filter: "state:in_force".to_owned(), sort: vec!["-from".to_owned()], ..Listing::of(KIND) };
    let found = call.aims().list(&call.actor, &listing).await?;
    match found.rows.first() {
        Some(row) => drawn(&call, &row.id).await,
        None => {
            let next = [
                (format!("/{KIND}"), call.say("resources.all").to_owned()),
                (format!("/{KIND}/new"), call.say("resources.add").to_owned()),
            ];
            let title = call.say("resources.title");
            let body = maud! {
                (Heading::of(title).draw(call.language()))
                (empty::empty("people", call.say("resources.none"), call.say("resources.none_help"), &next))
            };
            Ok(page::page(&call, title, body.memoize()))
        }
    }
}

/// `GET /resources/{id}`: one plan, with what a scenario would make of it.
pub(crate) async fn one(call: Call, Path(id): Path<String>) -> Reply {
    let id = call.id(call.kind(KIND)?, &id)?;
    drawn(&call, &id).await
}

/// The page; a scenario that is not understood is told above the form, with what was typed.
async fn drawn(call: &Call, id: &Id) -> Reply {
    let asked = match scenario(call) {
        Ok(it) => call.aims().resources(&call.actor, id, it).await.map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    let (told, wrong) = match asked {
        Err(failure) if !failure.problems.is_empty() => {
            (call.aims().resources(&call.actor, id, Scenario::default()).await?, Some(failure))
        }
        other => (other?, None),
    };
    let title = call.tell("resources.of", &[("title", &told.title)]);
    let number = id.to_string();
    let crumbs = [(format!("/{KIND}/{number}"), format!("{number} {}", told.title))];
    let lead = maud! { p { (call.say("resources.lead")) " " (call.say("resources.seen")) } }.memoize();
    let heading = Heading { crumbs: &crumbs, lead: Some(lead), ..Heading::of(&title) }.draw(call.language());
    let body = maud! {
        (heading)
        @if let Some(failure) = &wrong { (parts::alert(call.language(), failure)) }
        (wanting(call, &told))
        (form(call, &number))
        (tables::deltas(call, &told))
        (whole(call, &told))
    };
    let mut answer = page::page(call, &title, body.memoize());
    if wrong.is_some() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

/// Pictures and tables, by the scenario where there is one.
fn whole(call: &Call, told: &Told) -> Html {
    let shown = told.then.as_ref().unwrap_or(&told.now);
    let files = |name: &str| format!("/resources/{}/charts/{name}", told.id);
    let own = told.then.is_none();
    let file = |name: &str| own.then(|| files(name));
    maud! {
        (figure(call.language(), &pictures::capacity(call, shown), "capacity", file("capacity").as_deref()))
        (tables::roles(call, shown))
        (figure(call.language(), &pictures::waiting(call, shown), "waiting", file("waiting").as_deref()))
        (tables::waits(call, shown))
        (tables::lines(call, shown))
        (tables::costs(call, shown))
        (tables::budget(call, shown))
    }
    .memoize()
}

/// What is wrong with the plan, and what is in no figure.
fn wanting(call: &Call, told: &Told) -> Html {
    let undecided = told.now.undecided.len();
    maud! {
        @if !told.faults.is_empty() {
            section .panel aria-labelledby="faults" {
                h2 #faults { (call.say("resources.faults")) }
                ul { @for it in &told.faults { li { (parts::sentence(it)) } } }
            }
        }
        @if undecided > 0 {
            p .notice { (call.count("resources.undecided", undecided as u64)) " " a href="/tiering#tier-undecided" { (call.say("resources.decide")) } }
        }
    }
    .memoize()
}

fn form(call: &Call, id: &str) -> Html {
    maud! {
        section .panel aria-labelledby="what-if" {
            h2 #what-if { (call.say("resources.what_if")) }
            form .narrow action={ "/resources/" (id) } method="get" {
                @for (name, label, help) in &ASKED {
                    div .field {
                        label for=(name) { (call.language().say(label)) }
                        input type="text" id=(name) name=(name) value=(call.query.get(name).unwrap_or_default()) aria-describedby={ (name) "-help" } maxlength="300";
                        p .help id={ (name) "-help" } { (call.language().say(help)) }
                    }
                }
                button .main type="submit" { (call.say("resources.tell")) }
                " " a .button href={ "/resources/" (id) } { (call.say("resources.plain")) }
            }
        }
    }
    .memoize()
}

/// The panel on the page of a plan: how its roles stand, and the way to all of it.
pub(crate) fn panel(view: View<'_>) -> Drawing<'_> {
    Box::pin(async move {
        let (call, id) = (view.call, &view.record.id);
        let told = call.aims().resources(&call.actor, id, Scenario::default()).await?;
        Ok(maud! {
            (wanting(call, &told))
            (tables::roles(call, &told.now))
            p { a .button href={ "/resources/" (id.to_string()) } { (call.say("resources.open")) } }
        }
        .memoize())
    })
}
