//! Coverage: requirements of a framework with their status from evidence, for the organisation or an AI system, beside an earlier day; and the
//! button that proposes a statement of applicability. One plan: the coverage of a day. Serves ISO/IEC 42001 6.1.3 and 9.1.

pub(crate) mod one;
pub(crate) mod statement;

use axum::body::Body;
use axum::http::StatusCode;
use conformity::Status;
use governance::conformity::STATEMENT;
use governance::conformity::whole::{Asked, Coverage, Row};
use hypertext::{maud_borrow as maud, prelude::*};
use jiff::civil::Date;
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::{Html, badge, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// What the matrix is asked by.
pub(crate) const ASKED: [&str; 8] = ["framework", "part", "modality", "system", "unit", "status", "on", "since"];
/// Modalities that can be asked for.
const MODALITIES: [&str; 5] = ["shall", "should", "may", "can", "note"];

/// The matrix that the query asks for.
pub(crate) fn asked(call: &Call, more: &[&str]) -> Result<Asked, Failure> {
    let known: Vec<&str> = ASKED.iter().chain(more).copied().collect();
    call.query.only(&known)?;
    let get = |name: &str| call.query.get(name).map(str::trim).unwrap_or_default();
    let id = |name: &str| match get(name) {
        "" => Ok(None),
        it => it.parse::<Id>().map(Some).map_err(Failure::input),
    };
    let modality = get("modality");
    if !modality.is_empty() && !MODALITIES.contains(&modality) {
        let told = [("word", &modality as &dyn std::fmt::Display), ("all", &MODALITIES.join(", "))];
        return Err(Failure::input(call.tell("conformity.no_modality", &told)));
    }
    let known = Status::ALL.map(Status::name).join(", ");
    let status = match get("status") {
        "" => None,
        it => Some(
            Status::ALL
                .into_iter()
                .find(|status| status.name() == it)
                .ok_or_else(|| Failure::input(call.tell("conformity.no_status", &[("word", &it), ("all", &known)])))?,
        ),
    };
    Ok(Asked {
        framework: get("framework").to_owned(),
        part: get("part").to_owned(),
        modality: modality.to_owned(),
        system: id("system")?,
        unit: id("unit")?,
        status,
        on: day(call, get("on"))?,
        since: day(call, get("since"))?,
    })
}

/// A day of a query; none where it is blank.
pub(crate) fn day(call: &Call, text: &str) -> Result<Option<Date>, Failure> {
    match text.trim() {
        "" => Ok(None),
        it => {
            let wrong = || Failure::input(call.tell("conformity.bad_day", &[("word", &it)]));
            it.parse().map(Some).map_err(|_| wrong())
        }
    }
}

/// `GET /conformity?framework=ISO/IEC 42001&status=stale`
pub(crate) async fn page(call: Call) -> Reply {
    let found = match asked(&call, &["done"]) {
        Ok(asked) => call.aims().conformity(&call.actor, &asked).await.map_err(Failure::from),
        Err(failure) => return Err(failure),
    };
    let (told, wrong) = match found {
        Ok(told) => (Some(told), None),
        Err(failure) if !failure.problems.is_empty() => (None, Some(failure)),
        Err(failure) => return Err(failure),
    };
    let may_propose = call.aims().may_create(&call.actor, STATEMENT).await?;
    let title = call.say("conformity.title");
    let lead = maud! { p { (call.say("conformity.lead")) } }.memoize();
    let heading = Heading { lead: Some(lead), ..Heading::of(title) }.draw(call.language());
    let body = maud! {
        (heading)
        @if let Some(failure) = &wrong { (parts::alert(call.language(), failure)) p { a href="/conformity" { (call.say("conformity.whole")) } } }
        @if let Some(told) = &told {
            (form(&call, told))
            (counts(&call, told))
            (rows(&call, told))
            (make(&call, told, may_propose))
        }
    };
    let mut answer = page::page(&call, title, body.memoize());
    if wrong.is_some() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

/// What is shown.
fn form(call: &Call, told: &Coverage) -> Html {
    let get = |name: &str| call.query.get(name).unwrap_or_default().to_owned();
    let parts: Vec<(String, String)> =
        told.frameworks.iter().filter(|it| it.prefix == told.framework).flat_map(|it| it.parts.clone()).collect();
    let plain = |all: &[&str]| all.iter().map(|it| ((*it).to_owned(), words(it))).collect::<Vec<_>>();
    let named = |it: &governance::conformity::whole::Choice| (it.prefix.clone(), format!("{} {}", it.prefix, it.title));
    let frameworks: Vec<(String, String)> = told.frameworks.iter().map(named).collect();
    let (modalities, statuses) = (plain(&MODALITIES), plain(&Status::ALL.map(Status::name)));
    maud! {
        form .inline.row action="/conformity" method="get" {
            (choose(call, "framework", "conformity.framework", &frameworks, &told.framework, false))
            (choose(call, "part", "conformity.part", &parts, &get("part"), true))
            (choose(call, "modality", "conformity.modality", &modalities, &get("modality"), true))
            (choose(call, "status", "conformity.status", &statuses, &get("status"), true))
            @for (name, label) in [("system", "conformity.system"), ("unit", "conformity.unit")] {
                label for=(name) { (call.say(label)) }
                input type="text" id=(name) name=(name) value=(get(name)) size="10";
            }
            @for (name, label) in [("on", "conformity.on"), ("since", "conformity.since")] {
                label for=(name) { (call.say(label)) }
                input type="date" id=(name) name=(name) value=(get(name));
            }
            button .main type="submit" { (call.say("conformity.show")) }
            " " a .button href="/conformity" { (call.say("conformity.whole")) }
        }
    }
    .memoize()
}

fn choose(call: &Call, name: &str, label: &'static str, all: &[(String, String)], chosen: &str, blank: bool) -> Html {
    maud! {
        label for=(name) { (call.say(label)) }
        select id=(name) name=(name) {
            @if blank { option value="" { (call.say("conformity.all")) } }
            @for (value, text) in all {
                @if value == chosen { option value=(value) selected { (text) } } @else { option value=(value) { (text) } }
            }
        }
    }
    .memoize()
}

/// How many requirements have which status, each leading to them, with the earlier day beside it.
fn counts(call: &Call, told: &Coverage) -> Html {
    let all: usize = told.counts.values().sum();
    let columns = [
        Column::title(call.say("conformity.status")),
        Column::end(call.say("conformity.requirements")),
        Column::end(call.say("conformity.before")),
    ];
    let line = |it: &Status| {
        let count = told.counts.get(it.name()).copied().unwrap_or_default();
        let was = told.before.as_ref().map(|before| before.get(it.name()).copied().unwrap_or_default());
        let href = address(call, &[("status", it.name())]);
        let before = was.map_or_else(|| call.say("conformity.no_day").to_owned(), |was| moved(was, count));
        let cells = vec![
            maud! { a href=(href) { (status(*it)) } }.memoize(),
            maud! { (call.tell("conformity.of", &[("count", &count), ("all", &all)])) }.memoize(),
            maud! { (before) }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = Status::ALL.iter().map(line).collect();
    let table = Table { caption: call.say("conformity.counts"), columns: &columns, lines: &lines };
    maud! {
        section .panel aria-labelledby="counts" {
            h2 #counts { (call.say("conformity.counts")) }
            p .help { (call.tell("conformity.as_of", &[("framework", &told.framework), ("day", &told.on), ("systems", &told.systems.len())]))
                @if told.left_out > 0 { " " a href="/scope" { (call.tell("conformity.left_out", &[("count", &told.left_out)])) } }
            }
            (table.draw())
        }
    }
    .memoize()
}

/// What it was, and by how much it moved.
fn moved(was: usize, now: usize) -> String {
    match now.cmp(&was) {
        std::cmp::Ordering::Equal => format!("{was} (±0)"),
        std::cmp::Ordering::Greater => format!("{was} (+{})", now - was),
        std::cmp::Ordering::Less => format!("{was} (−{})", was - now),
    }
}

/// This page with other words in its address.
fn address(call: &Call, with: &[(&str, &str)]) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for name in ASKED {
        let own = with.iter().find(|it| it.0 == name).map(|it| it.1);
        if let Some(value) = own.or_else(|| call.query.get(name)).filter(|it| !it.is_empty()) {
            pairs.append_pair(name, value);
        }
    }
    format!("/conformity?{}", pairs.finish())
}

/// A status as a badge.
pub(crate) fn status(it: Status) -> Html {
    let tone = match it {
        Status::Operating => Tone::Good,
        Status::DesignedNotOperating | Status::Stale => Tone::Watch,
        Status::Failing | Status::NotStarted => Tone::Bad,
        Status::Designed => Tone::Info,
        Status::NotApplicable | Status::NotAssessable => Tone::Quiet,
    };
    badge::badge(tone, &words(it.name()))
}

/// Where a requirement is explained.
pub(crate) fn explained(call: &Call, reference: &str, system: Option<&str>) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("reference", reference);
    if let Some(system) = system.or_else(|| call.query.get("system")).filter(|it| !it.is_empty()) {
        pairs.append_pair("system", system);
    }
    if let Some(on) = call.query.get("on").filter(|it| !it.is_empty()) {
        pairs.append_pair("on", on);
    }
    format!("/conformity/requirement?{}", pairs.finish())
}

fn rows(call: &Call, told: &Coverage) -> Html {
    if told.rows.is_empty() {
        return maud! { p { (call.say("conformity.none")) } }.memoize();
    }
    let columns = [
        Column::title(call.say("conformity.requirement")),
        Column::of(call.say("conformity.modality")),
        Column::of(call.say("conformity.status")),
        Column::of(call.say("conformity.before")),
        Column::wide(call.say("conformity.systems")),
        Column::of(call.say("conformity.falls")),
        Column::of(call.say("conformity.owner")),
    ];
    let line = |it: &Row| {
        let href = explained(call, &it.reference, None);
        let systems =
            it.systems.iter().map(|(name, count)| format!("{count} {}", words(name))).collect::<Vec<_>>().join(", ");
        let owners = it.owners.iter().filter_map(|id| told.titles.get(id).cloned()).collect::<Vec<_>>().join(", ");
        let modality = it.modality.map(|it| format!("{it:?}").to_lowercase()).unwrap_or_default();
        let cells = vec![
            maud! { a href=(href) { (it.id) " " (it.title) } }.memoize(),
            maud! { (modality) }.memoize(),
            status(it.status),
            maud! { @if let Some(was) = it.was { (words(was.name())) } }.memoize(),
            maud! { (systems) }.memoize(),
            maud! { (it.falls_on.map(|it| it.to_string()).unwrap_or_default()) }.memoize(),
            maud! { (owners) }.memoize(),
        ];
        Line { cells, href: Some(href.clone()) }
    };
    let lines: Vec<Line> = told.rows.iter().map(line).collect();
    Table { caption: call.say("conformity.title"), columns: &columns, lines: &lines }.draw()
}

/// The button that proposes a statement.
fn make(call: &Call, told: &Coverage, may_propose: bool) -> Html {
    maud! {
        section .panel.no-print aria-labelledby="statement" {
            h2 #statement { (call.say("conformity.statement")) }
            @if may_propose {
                form .inline action="/conformity/statement" method="post" {
                    (parts::once())
                    input type="hidden" name="framework" value=(told.framework);
                    button type="submit" { (call.say("conformity.propose")) }
                    " " span .help { (call.say("conformity.propose_help")) }
                }
            }
            p { a href={ "/" (STATEMENT) } { (call.say("conformity.statements")) } }
        }
    }
    .memoize()
}

/// `POST /conformity/statement`: proposes the entries of a statement.
pub(crate) async fn propose(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    let sent = Sent::read(&call, body).await?;
    let framework = sent.posted.text("framework").unwrap_or_default();
    let made = call.aims().propose_statement(&call.actor, framework).await?;
    Ok(page::see(&format!("/{STATEMENT}/{}?done=saved", made.id)))
}

/// `POST /conformity/action`: an action that closes the gap of a requirement; the one that is open, where there is one.
pub(crate) async fn action(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    let sent = Sent::read(&call, body).await?;
    let reference = sent.posted.text("reference").unwrap_or_default();
    let system = match sent.posted.text("system").map(str::trim).unwrap_or_default() {
        "" => None,
        it => Some(it.parse::<Id>().map_err(Failure::input)?),
    };
    let open = call.aims().open_gap(&call.actor, reference, system.as_ref()).await?;
    Ok(page::see(&format!("/action/{open}?done=saved")))
}
