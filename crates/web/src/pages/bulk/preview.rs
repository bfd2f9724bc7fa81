//! Before many records change: the form for the value, then what would come of it for each of them. Nothing is written.

use axum::body::Body;
use axum::extract::Path;
use governance::foresight::Foreseen;
use governance::listing::Titles;
use governance::{Error, Listing};
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Id, Kind};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::badge::badge;
use crate::html::filled::Filled;
use crate::html::head::Heading;
use crate::html::pick::Picks;
use crate::html::table::{Column, Line, Table};
use crate::html::tone::Tone;
use crate::html::value::Shown;
use crate::html::widget::Widgets;
use crate::html::{Html, page, parts, words};
use crate::pages::bulk::{Act, changes, selected};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// `POST /{kind}/bulk/preview`
pub(crate) async fn preview(call: Call, Path(name): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let kind = call.kind(&name)?;
    let sent = Sent::read(&call, body).await?;
    let act = Act::read(&call, kind, sent.posted.text("do"))?;
    let rows = selected(&call, kind, &sent).await?;
    if sent.posted.text("ready").is_none() {
        return form(&call, kind, act, &rows, &Filled::default(), None).await;
    }
    let foreseen = match changes(&call, kind, act, rows.clone(), &sent).await {
        Ok(changes) => call.aims().foresee(&call.actor, changes).await?,
        Err(failure) if failure.status.is_client_error() => {
            return form(&call, kind, act, &rows, &sent.filled, Some(&failure)).await;
        }
        Err(failure) => return Err(failure),
    };
    outcome(&call, kind, act, &rows, &foreseen, &sent).await
}

fn heading(call: &Call, kind: &Kind, title: &str) -> Html {
    let crumbs = [(format!("/{}", kind.kind), kind.plural.clone())];
    Heading { crumbs: &crumbs, ..Heading::of(title) }.draw(call.language())
}

/// The form for the value, with the selected rows kept in it.
async fn form(
    call: &Call,
    kind: &Kind,
    act: Act<'_>,
    rows: &[(Id, i64)],
    filled: &Filled,
    failure: Option<&Failure>,
) -> Reply {
    let fields = act.fields(kind);
    let picks = Picks::load(call, &fields).await?;
    let problems = failure.map(|it| it.problems.as_slice()).unwrap_or_default();
    let (language, catalog) = (call.language(), &call.configuration.catalog);
    let widgets = Widgets { language, catalog, filled, problems, form: "bulk-", found: None };
    let title = format!("{}: {}", act.said(call), call.count("list.records", rows.len() as u64));
    let body = maud! {
        (heading(call, kind, &title))
        @if let Some(failure) = failure { (parts::alert(call.language(), failure)) }
        @if let Act::Move(transition) = act { p { (transition.help) } }
        form .record action={ "/" (kind.kind) "/bulk/preview" } method="post" {
            input type="hidden" name="do" value=(act.written());
            input type="hidden" name="ready" value="yes";
            @for (id, version) in rows { input type="hidden" name="ids" value={ (id.to_string()) "@" (version) }; }
            (picks.lists(&fields))
            @for field in &fields { (widgets.field(field, None)) }
            (why(call, act.wants_reason()))
            div .actions {
                button .main type="submit" { (call.say("bulk.preview")) }
                a .button.plain href={ "/" (kind.kind) } { (call.say("bulk.cancel")) }
            }
        }
    };
    let status = failure.map_or(axum::http::StatusCode::OK, |it| it.status);
    Ok(page::page_with(status, call, &title, body.memoize()))
}

fn why(call: &Call, required: bool) -> Html {
    maud! {
        div .field {
            label for="why" { (call.say("bulk.why")) @if required { " " span .required { (call.say("bulk.required")) } } }
            input #why type="text" name="why" maxlength="500" required[required];
        }
    }
    .memoize()
}

/// What would come of it, record by record, and the button that does it for those that may change.
async fn outcome(
    call: &Call,
    kind: &Kind,
    act: Act<'_>,
    rows: &[(Id, i64)],
    foreseen: &[Foreseen],
    sent: &Sent,
) -> Reply {
    let titles = titles(call, rows).await?;
    let shown = Shown { language: call.language(), catalog: &call.configuration.catalog, titles: &titles, keep: "" };
    let columns = ["bulk.record", "bulk.outcome", "bulk.changes", "bulk.follows"].map(|it| Column::of(call.say(it)));
    let columns =
        columns.map(|it| Column { class: if it.label == call.say("bulk.record") { "title" } else { "wide" }, ..it });
    let lines: Vec<Line> = foreseen.iter().map(|it| line(call, kind, it, &shown)).collect();
    let willing = |it: &&Foreseen| it.outcome.as_ref().is_ok_and(|it| it.changed);
    let ready: Vec<&Id> = foreseen.iter().filter(willing).map(|it| &it.id).collect();
    let refused = foreseen.iter().filter(|it| it.outcome.is_err()).count();
    let same = foreseen.len() - ready.len() - refused;
    let kept: Vec<&(Id, i64)> = rows.iter().filter(|it| ready.contains(&&it.0)).collect();
    let title = call.tell("bulk.foreseen", &[("act", &act.said(call))]);
    let body = maud! {
        (heading(call, kind, &title))
        p .facts {
            (badge(Tone::Info, &call.count("bulk.would_change", ready.len() as u64)))
            @if same > 0 { (badge(Tone::Quiet, &call.count("bulk.stay", same as u64))) }
            @if refused > 0 { (badge(Tone::Bad, &call.count("bulk.refused", refused as u64))) }
            (call.say("bulk.nothing_yet"))
        }
        (confirm(call, kind, act, &kept, sent))
        (Table { caption: &title, columns: &columns, lines: &lines }.draw())
    };
    Ok(page::page(call, &title, body.memoize()))
}

/// The form that does it; every value goes along as it was typed.
fn confirm(call: &Call, kind: &Kind, act: Act<'_>, rows: &[&(Id, i64)], sent: &Sent) -> Html {
    let values = sent.posted.texts.iter().filter(|it| it.0.starts_with("f.") || it.0 == "why");
    maud! {
        form .actions.block action={ "/" (kind.kind) "/bulk" } method="post" {
            (parts::once())
            input type="hidden" name="do" value=(act.written());
            @for (name, value) in values.clone() { input type="hidden" name=(name) value=(value); }
            @for (id, version) in rows { input type="hidden" name="ids" value={ (id.to_string()) "@" (version) }; }
            @if !rows.is_empty() { button .main type="submit" { (call.count("bulk.go", rows.len() as u64)) } }
            a .button.plain href={ "/" (kind.kind) } { (call.say("bulk.cancel")) }
        }
    }
    .memoize()
}

/// Titles of the selected records, and of those to which they link.
async fn titles(call: &Call, rows: &[(Id, i64)]) -> Result<Titles, Failure> {
    let ids: Vec<String> = rows.iter().map(|it| it.0.to_string()).collect();
    let filter = format!("id:{}", ids.join(","));
    let limit = u32::try_from(rows.len()).unwrap_or(1).max(1);
    let listing = Listing { filter, limit, retired: true, ..Listing::default() };
    let page = call.aims().list(&call.actor, &listing).await?;
    let mut titles = page.titles;
    titles.extend(page.rows.into_iter().map(|it| (it.id.to_string(), (it.kind, it.title, it.state))));
    Ok(titles)
}

fn line(call: &Call, kind: &Kind, foreseen: &Foreseen, shown: &Shown<'_>) -> Line {
    let outcome = match &foreseen.outcome {
        Ok(it) if it.changed => badge(Tone::Info, call.say("bulk.changes_one")),
        Ok(_) => badge(Tone::Quiet, call.say("bulk.same_one")),
        Err(error) => refusal(call, error),
    };
    let cells = vec![
        shown.link(&foreseen.id.to_string()),
        outcome,
        differences(call, kind, foreseen, shown),
        follows(kind, foreseen, shown),
    ];
    Line { cells, href: None }
}

fn refusal(call: &Call, error: &Error) -> Html {
    let reasons: Vec<String> = match error {
        Error::Refused(refusals) => refusals.iter().map(|it| parts::sentence(&it.message)).collect(),
        Error::Problems(problems) => {
            problems.iter().map(|it| format!("{}: {}", words(&it.field), it.message)).collect()
        }
        other => vec![parts::sentence(&other.to_string())],
    };
    maud! { (badge(Tone::Bad, call.say("bulk.refused_one"))) ul .plain.help { @for reason in &reasons { li { (reason) } } } }.memoize()
}

fn differences(call: &Call, kind: &Kind, foreseen: &Foreseen, shown: &Shown<'_>) -> Html {
    let before = shown.titles.get(&foreseen.id.to_string()).map(|it| it.2.as_str()).unwrap_or_default();
    let state = foreseen.outcome.as_ref().ok().map(|it| (it.state.as_str(), it.retired));
    let moved = state.filter(|it| it.0 != before || it.1);
    let side = |field: Option<&record::Field>, value: &Option<serde_json::Value>| match (field, value) {
        (Some(field), Some(value)) => shown.cell(field, value),
        (None, Some(value)) => maud! { (value.to_string()) }.memoize(),
        _ => maud! { "—" }.memoize(),
    };
    maud! {
        ul .plain {
            @for it in foreseen.differences() {
                li { (kind.field(&it.field).map_or_else(|| words(&it.field), |it| it.label.clone())) ": "
                    del { (side(kind.field(&it.field), &it.before)) } " → " ins { (side(kind.field(&it.field), &it.after)) } }
            }
            @if let Some((state, retired)) = moved { li { (parts::state(call, &kind.kind, before, false)) " → " (parts::state(call, &kind.kind, state, retired)) } }
        }
    }
    .memoize()
}

/// Derived values that would turn.
fn follows(kind: &Kind, foreseen: &Foreseen, shown: &Shown<'_>) -> Html {
    if foreseen.standings.is_empty() {
        return maud! {}.memoize();
    }
    maud! {
        ul .plain {
            @for (before, after) in &foreseen.standings {
                @if let Some(it) = after.as_ref().or(before.as_ref()) {
                    li {
                        (kind.field(&it.name).map_or_else(|| words(&it.name), |it| it.label.clone())) ": "
                        @if let (Some(field), Some(after)) = (kind.field(&it.name), after) { (shown.cell(field, &after.value)) " " small { (after.why) } }
                        @else { "—" }
                    }
                }
            }
        }
    }
    .memoize()
}
