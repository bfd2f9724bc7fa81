//! The form in which an assessor rates: a row for each requirement and column with what evidence shows, to confirm or to choose another step and
//! say why. Each choice has a letter, so that a row takes two keys; one button confirms whatever was left. One plan: the assessment as it is told.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::gaps::ASSESSMENT;
use governance::gaps::claim::Rated;
use governance::gaps::saying::Said;
use governance::gaps::whole::Told;
use hypertext::{maud_borrow as maud, prelude::*};

use super::tables::{column, explained, step};
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::table::{Column, Line, Table};
use crate::html::{Html, page, parts};
use crate::pages::form::Sent;
use crate::reply::Reply;
use crate::screens::conformity::status;

/// What a confirmed row sends in the place of a step.
const CONFIRM: &str = "confirm";

/// `GET /gaps/{id}/rate?group=6&subject=ORG-0001`
pub(crate) async fn page(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&["group", "subject", "done"])?;
    drawn(&call, &id, &[], None).await
}

/// The form, with what was typed where it was refused.
async fn drawn(call: &Call, id: &str, typed: &[Said], failure: Option<Failure>) -> Reply {
    let (_, told) = super::told(call, id).await?;
    let title = call.tell("gaps.rating_of", &[("title", &told.title)]);
    let crumbs =
        [("/gaps".to_owned(), call.say("gaps.title").to_owned()), (format!("/gaps/{}", told.id), told.title.clone())];
    let lead = maud! { p { (call.say("gaps.rating_lead")) } }.memoize();
    let heading = Heading { crumbs: &crumbs, lead: Some(lead), ..Heading::of(&title) }.draw(call.language());
    let by = call.actor.person.as_ref().map(ToString::to_string).unwrap_or_default();
    let body = maud! {
        (heading)
        @if let Some(failure) = &failure { (parts::alert(call.language(), failure)) }
        @if told.state != "in_progress" { p .notice { (call.say("gaps.not_open")) } }
        @else if !told.assessors.contains(&by) { p .notice { (call.say("gaps.no_assessor")) } }
        (groups(call, &told))
        @if told.state == "in_progress" { (form(call, &told, &by, typed)) }
    };
    let mut answer = page::page(call, &title, body.memoize());
    if failure.is_some() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

/// The clauses, each on a page of its own.
fn groups(call: &Call, told: &Told) -> Html {
    let chosen = call.query.get("group").unwrap_or_default();
    let base = format!("/gaps/{}/rate", told.id);
    maud! {
        nav .facts.among aria-label=(call.say("gaps.clauses")) {
            a href=(base) { (call.say("gaps.everything")) }
            @for it in &told.heat {
                @if it.group == chosen { a href={ (base) "?group=" (it.group) } aria-current="page" { (it.group) } }
                @else { a href={ (base) "?group=" (it.group) } { (it.group) } }
            }
        }
    }
    .memoize()
}

fn form(call: &Call, told: &Told, by: &str, typed: &[Said]) -> Html {
    let get = |name: &str| call.query.get(name).unwrap_or_default();
    let (group, subject) = (get("group"), get("subject"));
    let fits = |it: &&Rated| {
        it.cell.asked()
            && (group.is_empty() || it.cell.group == group)
            && (subject.is_empty() || it.cell.subject == subject)
    };
    let columns = [
        Column::title(call.say("gaps.requirement")),
        Column::of(call.say("gaps.column")),
        Column::of(call.say("gaps.evidenced")),
        Column::wide(call.say("gaps.why")),
        Column::of(call.say("gaps.rating")),
        Column::wide(call.say("gaps.reason")),
    ];
    let lines: Vec<Line> =
        told.cells.iter().filter(fits).enumerate().map(|(at, it)| line(call, told, (at, it), by, typed)).collect();
    maud! {
        form action={ "/gaps/" (told.id) "/rate" } method="post" {
            (parts::once())
            input type="hidden" name="group" value=(group);
            (Table { caption: call.say("gaps.ratings"), columns: &columns, lines: &lines }.draw())
            p .no-print {
                button .main type="submit" { (call.say("gaps.save")) } " "
                button type="submit" name="rest" value=(CONFIRM) { (call.say("gaps.save_rest")) } " "
                span .help { (call.say("gaps.save_help")) }
            }
        }
    }
    .memoize()
}

fn line(call: &Call, told: &Told, (at, it): (usize, &Rated), by: &str, typed: &[Said]) -> Line {
    let own = it.claims.iter().find(|it| it.by == by);
    let sent = typed.iter().find(|said| said.requirement == it.cell.reference && said.subject == it.cell.subject);
    let chosen = match (sent, own) {
        (Some(sent), _) if sent.level.is_empty() => CONFIRM.to_owned(),
        (Some(sent), _) => sent.level.clone(),
        (None, Some(own)) if own.confirmed && Some(own.level) == it.cell.evidenced => CONFIRM.to_owned(),
        (None, Some(own)) => told.step(Some(own.level)).to_owned(),
        (None, None) => String::new(),
    };
    let reason = sent.map(|it| it.reason.clone()).or_else(|| own.map(|it| it.reason.clone())).unwrap_or_default();
    let label = |what: &str| format!("{what} {} {}", it.cell.id, column(call, told, &it.cell.subject));
    let option = |value: &str, text: String| {
        maud! { @if value == chosen { option value=(value) selected { (text) } } @else { option value=(value) { (text) } } }
            .memoize()
    };
    let confirm = call.tell("gaps.confirm", &[("step", &told.step(it.cell.evidenced))]);
    let select = maud! {
        input type="hidden" name={ "reference." (at) } value=(it.cell.reference);
        input type="hidden" name={ "subject." (at) } value=(it.cell.subject);
        input type="hidden" name={ "seen." (at) } value=(told.step(it.cell.evidenced));
        select name={ "level." (at) } aria-label=(label(call.say("gaps.rating"))) {
            (option("", "–".to_owned()))
            @if it.cell.evidenced.is_some() { (option(CONFIRM, confirm.clone())) }
            @for level in &told.scale.level { (option(&level.name, format!("{} {}", level.name, level.label))) }
        }
    };
    let why = it.cell.lacks.first().unwrap_or(&it.cell.why);
    let cells = vec![
        maud! { a href=(explained(&it.cell.reference, &it.cell.subject)) { (it.cell.id) " " (it.cell.title) } }.memoize(),
        maud! { (column(call, told, &it.cell.subject)) }.memoize(),
        maud! { (step(told, it.cell.evidenced)) " " (status(it.cell.status)) }.memoize(),
        maud! { (parts::sentence(why)) }.memoize(),
        select.memoize(),
        maud! { input type="text" name={ "reason." (at) } value=(reason) maxlength="2000" aria-label=(label(call.say("gaps.reason"))); }
            .memoize(),
    ];
    Line { cells, href: None }
}

/// `POST /gaps/{id}/rate`: everything that was chosen, as one change of the sheet.
pub(crate) async fn save(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let number = call.id(call.kind(ASSESSMENT)?, &id)?;
    let sent = Sent::read(&call, body).await?;
    let rest = sent.posted.text("rest").is_some();
    let said: Vec<Said> = (0..).map_while(|at| row(&sent, at, rest)).flatten().collect();
    match call.aims().rate(&call.actor, &number, None, said.clone()).await {
        Ok(_) => {
            let group = sent.posted.text("group").unwrap_or_default();
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("group", group).finish();
            Ok(page::see(&format!("/gaps/{number}/rate?{query}&done=saved")))
        }
        Err(error) => {
            let failure = Failure::from(error);
            match failure.problems.is_empty() {
                true => Err(failure),
                false => drawn(&call, &id, &said, Some(failure)).await,
            }
        }
    }
}

/// A row that was sent: nothing after the last one, and nothing in it where nothing was chosen.
fn row(sent: &Sent, at: usize, rest: bool) -> Option<Option<Said>> {
    let text = |name: &str| sent.posted.text(&format!("{name}.{at}")).unwrap_or_default().to_owned();
    let requirement = sent.posted.text(&format!("reference.{at}"))?.to_owned();
    let (level, seen) = (text("level"), text("seen"));
    let chosen = if level.is_empty() && rest && !seen.is_empty() { CONFIRM.to_owned() } else { level };
    let said = Said {
        requirement,
        subject: text("subject"),
        level: if chosen == CONFIRM { String::new() } else { chosen.clone() },
        reason: text("reason"),
        seen,
        evidence: Vec::new(),
    };
    Some((!chosen.is_empty()).then_some(said))
}
