//! The first minutes: from an empty store to an inventory with its owners and units, by a path that needs no manual.
//!
//! Where somebody stands on it follows from the records. Each step ends in ordinary records, made through the one write path.

use axum::body::Body;
use governance::{Listing, Moment};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Change, Document, Id};
use serde_json::{Value, json};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::rail::{Place, Step, rail};
use crate::html::{Html, page, parts};
use crate::pages::form::Sent;
use crate::reply::Reply;
use crate::screens::demonstration;

/// Roles that are asked for at the beginning, where the organisation has them.
const ROLES: &[&str] = &["executive", "risk_officer", "legal", "internal_auditor"];
/// Next actions that are shown.
const NEXT: usize = 5;

/// What the path needs to know of the store.
struct Known {
    units: u64,
    systems: u64,
    unowned: u64,
    unhoused: u64,
    discovered: u64,
    people: u64,
    assessments: u64,
    classified: u64,
    risks: u64,
    sign_ins: u64,
}

/// Something to do next: when it is there to do, what it says, and where it leads.
struct Action {
    /// How much of it there is; none when it is done.
    left: fn(&Known) -> u64,
    /// The key of what it says.
    says: &'static str,
    to: &'static str,
}

/// Every next action, the most urgent first.
const ACTIONS: &[Action] = &[
    Action { left: |it| it.unowned, says: "start.next_owners", to: "/inventory?filter=-has:owner" },
    Action { left: |it| it.unhoused, says: "start.next_units", to: "/inventory?filter=-has:unit" },
    Action { left: |it| it.discovered, says: "start.next_take_on", to: "/inventory?filter=state:discovered" },
    Action {
        left: |it| it.systems.saturating_sub(it.classified),
        says: "start.next_classify",
        to: "/classification/new",
    },
    Action {
        left: |it| it.systems.saturating_sub(it.assessments),
        says: "start.next_assess",
        to: "/impact_assessment/new",
    },
    Action { left: |it| u64::from(it.risks == 0 && it.systems > 0), says: "start.next_risks", to: "/risk/new" },
    Action { left: |it| u64::from(it.sign_ins < 2), says: "start.next_people", to: "/accounts" },
    Action { left: |it| u64::from(it.people < 3), says: "start.next_roles", to: "/role_assignment" },
];

/// What the store holds, in two statements.
async fn known(call: &Call) -> Result<Known, Failure> {
    let counts = call.aims().counts(&call.actor).await?;
    let of = |kind: &str| counts.iter().find(|it| it.0 == kind).map_or(0, |it| it.1);
    let coverage = call.aims().coverage(&call.actor).await?;
    let sign_ins = match call.aims().accounts(&call.actor).await {
        Ok(accounts) => accounts.len() as u64,
        // Who may not see accounts is not asked to invite anybody.
        Err(governance::Error::Refused(_)) => 2,
        Err(error) => return Err(error.into()),
    };
    Ok(Known {
        units: of("organization_unit"),
        systems: coverage.known,
        unowned: coverage.known - coverage.owned,
        unhoused: coverage.known - coverage.housed,
        discovered: coverage.known - coverage.registered,
        people: of("person"),
        assessments: of("impact_assessment"),
        classified: of("classification"),
        risks: of("risk"),
        sign_ins,
    })
}

/// On Today, until the beginning is made: where to begin, or what is left of it.
pub(crate) async fn invitation(call: &Call) -> Result<Option<Html>, Failure> {
    let counts = call.aims().counts(&call.actor).await?;
    let any = |kind: &str| counts.iter().any(|it| it.0 == kind && it.1 > 0);
    let (systems, assessed) = (any(governance::surroundings::SYSTEM), any("risk") || any("impact_assessment"));
    let (title, why, to) = match (systems, assessed) {
        (false, _) => ("start.welcome", "start.welcome_why", "start.begin"),
        (true, false) => ("start.go_on", "start.go_on_why", "start.next"),
        (true, true) => return Ok(None),
    };
    let html = maud! {
        section .panel.welcome aria-labelledby="welcome" {
            h2 #welcome { (call.say(title)) }
            p { (call.say(why)) }
            p { a .button.main href="/start" { (call.say(to)) } }
        }
    };
    Ok(Some(html.memoize()))
}

/// `GET /start`
pub(crate) async fn start(call: Call) -> Reply {
    call.query.only(&["step", "done"])?;
    draw(&call, None, None).await
}

async fn draw(call: &Call, sent: Option<&Sent>, failure: Option<&Failure>) -> Reply {
    let known = known(call).await?;
    let reached = match (known.units, known.systems) {
        (0, 0) => "choose",
        (_, 0) => "inventory",
        _ => "next",
    };
    let step = call.query.get("step").unwrap_or(if failure.is_some() { "organisation" } else { reached });
    let shown = match step {
        "choose" => choose(call),
        "organisation" => organisation(call, sent).await?,
        "inventory" => inventory(call),
        "next" => next(call, &known),
        other => {
            return Err(Failure::input(call.tell("start.no_step", &[("step", &other)])));
        }
    };
    let body = maud! {
        (Heading { lead: Some(maud! { p { (call.say("start.lead")) } }.memoize()), ..Heading::of(call.say("start.title")) }.draw(call.language()))
        (steps(call, &known, step))
        (parts::done(call.query.get("done").map(|it| call.say(if it == "removed" { "start.demo_removed" } else { "start.done" }))))
        @if let Some(failure) = failure { (parts::alert(call.language(), failure)) }
        (shown)
    }
    .memoize();
    let status = failure.map_or(axum::http::StatusCode::OK, |it| it.status);
    Ok(page::page_with(status, call, call.say("start.title"), body))
}

/// The path as a rail.
fn steps(call: &Call, known: &Known, here: &str) -> Html {
    let all = [
        ("choose", "start.choose", true),
        ("organisation", "start.organisation", known.units > 0),
        ("inventory", "start.inventory", known.systems > 0),
        ("next", "start.next", false),
    ];
    let step = |(name, label, done): &(&str, &'static str, bool)| Step {
        label: call.say(label).to_owned(),
        place: match (*name == here, done) {
            (true, _) => Place::Here,
            (false, true) => Place::Past,
            (false, false) => Place::Ahead,
        },
        note: None,
    };
    rail(call.language(), call.say("start.title"), &all.iter().map(step).collect::<Vec<_>>())
}

/// Look around first, or begin.
fn choose(call: &Call) -> Html {
    maud! {
        div .cards {
            section .card {
                header { h2 { (call.say("start.mine")) } }
                p { (call.say("start.mine_why")) }
                p { a .button.main href="/start?step=organisation" { (call.say("start.mine_begin")) } }
            }
            (demonstration::card(call))
        }
    }
    .memoize()
}

/// Three questions: what you are called, where you work, who does what.
async fn organisation(call: &Call, sent: Option<&Sent>) -> Result<Html, Failure> {
    let text = |name: &str| sent.and_then(|it| it.posted.text(name)).unwrap_or_default().to_owned();
    let roles = roles(call).await?;
    let me = match &call.actor.person {
        Some(person) => call.aims().record(&call.actor, person, &Moment::Now).await?.document,
        None => Document::new(),
    };
    let own = |field: &str| me.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let html = maud! {
        form .panel.narrow-form action="/start/organisation" method="post" {
            (parts::once())
            h2 { (call.say("start.question_name")) }
            div .field {
                label for="name" { (call.say("start.name")) " " span .required { (call.say("start.required")) } }
                input #name type="text" name="name" value=(text("name")) maxlength="200" required autofocus autocomplete="organization";
            }
            h2 { (call.say("start.question_countries")) }
            div .field {
                label for="countries" { (call.say("start.countries")) }
                p #countries-help .help { (call.say("start.countries_help")) }
                input #countries type="text" name="countries" value=(text("countries")) maxlength="1000" aria-describedby="countries-help";
            }
            h2 { (call.say("start.question_roles")) }
            p .help { (call.say("start.roles_help")) }
            div .who-does-what {
                span .role { (call.say("start.me")) }
                (input(call, "me", &own("title"), &own("email")))
                @for (key, _, title) in &roles {
                    span .role { (title) }
                    (input(call, key, &text(&format!("{key}-name")), &text(&format!("{key}-email"))))
                }
            }
            div .actions { button .main type="submit" { (call.say("start.keep")) } " " a href="/start?step=inventory" { (call.say("start.skip")) } }
        }
    };
    Ok(html.memoize())
}

fn input(call: &Call, key: &str, name: &str, email: &str) -> Html {
    maud! {
        div .field { label for={ (key) "-name" } { (call.say("start.person_name")) } input id={ (key) "-name" } type="text" name={ (key) "-name" } value=(name) maxlength="200" autocomplete="off"; }
        div .field { label for={ (key) "-email" } { (call.say("start.person_email")) } input id={ (key) "-email" } type="email" name={ (key) "-email" } value=(email) maxlength="200" autocomplete="off"; }
    }
    .memoize()
}

/// Key, number and title of the roles that are asked for.
async fn roles(call: &Call) -> Result<Vec<(String, Id, String)>, Failure> {
    let listing = Listing { limit: 200, ..Listing::of("role") };
    let page = call.aims().list(&call.actor, &listing).await?;
    let key = |document: &Document| document.get("key").and_then(Value::as_str).map(str::to_owned);
    let all = page.rows.into_iter().filter_map(|it| Some((key(&it.document)?, it.id, it.title)));
    Ok(all.filter(|it| ROLES.contains(&it.0.as_str())).collect())
}

/// `POST /start/organisation`
pub(crate) async fn found(call: Call, body: Body) -> Reply {
    let sent = Sent::read(&call, body).await?;
    match make(&call, &sent).await {
        Ok(()) => Ok(page::see("/start?step=inventory&done=organisation")),
        Err(failure) if failure.status.is_client_error() => draw(&call, Some(&sent), Some(&failure)).await,
        Err(failure) => Err(failure),
    }
}

/// The records that the answers make: the organisation, the people, and who holds which role.
async fn make(call: &Call, sent: &Sent) -> Result<(), Failure> {
    let text = |name: &str| sent.posted.text(name).map(str::trim).unwrap_or_default().to_owned();
    let name = text("name");
    if name.is_empty() {
        return Err(governance::Error::problem("name", call.say("start.unnamed")).into());
    }
    let countries: Vec<Value> = text("countries")
        .split([',', ';'])
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .map(|it| json!({ "country": it }))
        .collect();
    let unit = json!({ "title": name, "form": "legal_entity", "countries": countries, "head": call.actor.person });
    let key = |part: &str| sent.key().map(|it| format!("{it}-{part}"));
    create(call, "organization_unit", unit, key("unit")).await?;
    if let Some(me) = &call.actor.person {
        let set = object(json!({ "title": text("me-name"), "email": text("me-email") }));
        let set: Document = set.into_iter().filter(|it| it.1 != "").collect();
        let change = Change::Edit { id: me.clone(), base: None, set, why: None };
        call.aims().commit(&call.actor, change, key("me").as_deref()).await?;
    }
    let today = call.aims().today().to_string();
    for (role, id, title) in roles(call).await? {
        let (name, email) = (text(&format!("{role}-name")), text(&format!("{role}-email")));
        if name.is_empty() {
            continue;
        }
        let person = create(call, "person", json!({ "title": name, "email": email }), key(&role)).await?;
        let assigned = json!({ "title": format!("{name}: {title}"), "person": person, "role": id, "basis": "appointment", "from": today });
        create(call, "role_assignment", assigned, key(&format!("{role}-assigned"))).await?;
    }
    Ok(())
}

async fn create(call: &Call, kind: &str, document: Value, key: Option<String>) -> Result<Id, Failure> {
    let document = object(document).into_iter().filter(|it| !record::is_blank(&it.1)).collect();
    let change = Change::Create { kind: kind.to_owned(), state: None, document };
    Ok(call.aims().commit(&call.actor, change, key.as_deref()).await?.id)
}

fn object(value: Value) -> Document {
    match value {
        Value::Object(document) => document,
        _ => Document::new(),
    }
}

/// Bring the list that exists already, or write the first one down.
fn inventory(call: &Call) -> Html {
    maud! {
        div .cards {
            section .card {
                header { h2 { (call.say("start.drop")) } }
                p { (call.say("start.drop_why")) }
                p { a .button.main href="/import?kind=ai_system" { (call.say("start.drop_begin")) } }
            }
            section .card {
                header { h2 { (call.say("start.by_hand")) } }
                p { (call.say("start.by_hand_why")) }
                p { a .button href="/ai_system/new" { (call.say("start.by_hand_begin")) } }
            }
        }
    }
    .memoize()
}

/// The next actions, as the records ask for them.
fn next(call: &Call, known: &Known) -> Html {
    let left: Vec<(&Action, u64)> =
        ACTIONS.iter().map(|it| (it, (it.left)(known))).filter(|it| it.1 > 0).take(NEXT).collect();
    maud! {
        section .panel.items aria-labelledby="next" {
            h2 #next { (call.say("start.next")) }
            @if left.is_empty() { p { (call.say("start.nothing_left")) } }
            @else {
                p .help { (call.count("start.so_far", known.systems)) }
                ol .plain {
                    @for (action, count) in &left {
                        li { div { (call.count(action.says, *count)) } div .acts { a .button href=(action.to) aria-label={ (call.say("start.do_it")) ": " (call.count(action.says, *count)) } { (call.say("start.do_it")) } } }
                    }
                }
            }
            p { a href="/" { (call.say("start.to_today")) } " · " a href="/inventory" { (call.say("start.to_inventory")) } }
        }
    }
    .memoize()
}
