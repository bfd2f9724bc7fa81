//! What the forms of audits do: lines, samples, frozen evidence, findings, answers and reports.

use axum::body::Body;
use axum::extract::Path;
use governance::auditing::entering::Asked;
use governance::auditing::{FINDING, ITEM};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use super::one::address;
use crate::call::{Call, number};
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::page;
use crate::html::table::{Column, Line, Table};
use crate::multipart::Posted;
use crate::pages::form::Sent;
use crate::reply::Reply;

/// `POST /audits/AUD-0001/lines`: enters the lines that are not there yet.
pub(crate) async fn lines(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    let id = sent(&call, &id, body).await?.0;
    call.aims().make_lines(&call.actor, &id).await?;
    Ok(page::see(&address(&id)))
}

/// `POST /audits/AUI-0001/sample`: draws the sample of a line.
pub(crate) async fn sample(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    let (id, sent) = sent(&call, &id, body).await?;
    call.aims().draw_sample(&call.actor, &id, &asked(&call, &sent.posted)?).await?;
    Ok(page::see(&format!("/{ITEM}/{id}?done=saved")))
}

/// `POST /audits/AUI-0001/freeze`: freezes the sample of a line.
pub(crate) async fn freeze(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    let id = sent(&call, &id, body).await?.0;
    call.aims().freeze_sample(&call.actor, &id).await?;
    Ok(page::see(&format!("/{ITEM}/{id}?done=saved")))
}

/// `POST /audits/AUI-0001/finding`: makes a finding of a line.
pub(crate) async fn finding(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    let id = sent(&call, &id, body).await?.0;
    let made = call.aims().finding_of(&call.actor, &id).await?;
    Ok(page::see(&format!("/{FINDING}/{made}?done=saved")))
}

/// `POST /audits/AUD-0001/issue`: issues the report.
pub(crate) async fn issue(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    let id = sent(&call, &id, body).await?.0;
    let made = call.aims().issue_audit_report(&call.actor, &id).await?;
    Ok(page::see(&format!("/report/{}?done=saved", made.id)))
}

/// `POST /audits/AUD-0001/answers`: takes a sheet back; rows that could not be taken are shown with their reasons.
pub(crate) async fn answers(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    let (id, sent) = sent(&call, &id, body).await?;
    let none = || Failure::problem("file", call.say("audits.no_file"));
    let file = sent.posted.file("file").ok_or_else(none)?;
    let taken = call.aims().take_answers(&call.actor, &id, &file.name, file.bytes.to_vec()).await?;
    if taken.refused.is_empty() {
        return Ok(page::see(&address(&id)));
    }
    let columns = [
        Column::title(call.say("audits.sheet_line")),
        Column::of(call.say("audits.column")),
        Column::of(call.say("audits.value")),
        Column::wide(call.say("audits.reason")),
    ];
    let line = |it: &governance::auditing::taking::Refused| {
        let cells = vec![
            maud! { (it.line) }.memoize(),
            maud! { (it.column) }.memoize(),
            maud! { (it.value) }.memoize(),
            maud! { (it.reason) }.memoize(),
        ];
        Line { cells, href: None }
    };
    let lines: Vec<Line> = taken.refused.iter().map(line).collect();
    let title = call.say("audits.taken");
    let counted = call.tell(
        "audits.taken_of",
        &[("taken", &taken.taken.len()), ("same", &taken.unchanged), ("refused", &lines.len())],
    );
    let body = maud! {
        (Heading::of(title).draw(call.language()))
        p { (counted) }
        (Table { caption: title, columns: &columns, lines: &lines }.draw())
        p { a href=(address(&id)) { (id.to_string()) } }
    };
    Ok(page::page(&call, title, body.memoize()))
}

async fn sent(call: &Call, id: &str, body: Body) -> Result<(Id, Sent), Failure> {
    call.query.only(&[])?;
    Ok((number(id)?, Sent::read(call, body).await?))
}

/// What a form asks of a sample.
pub(crate) fn asked(call: &Call, posted: &Posted) -> Result<Asked, Failure> {
    let text = |name: &str| posted.text(name).map(str::trim).unwrap_or_default().to_owned();
    let share = |name: &str| match text(name).replace(',', ".").as_str() {
        "" => Ok(None),
        it => it.parse().map(Some).map_err(|_| {
            Failure::problem(name, call.tell("audits.no_share", &[("word", &it as &dyn std::fmt::Display)]))
        }),
    };
    let chosen = text("chosen");
    let ids = chosen.split([',', ' ']).filter(|it| !it.is_empty()).map(|it| it.parse::<Id>().map_err(Failure::input));
    Ok(Asked {
        kind: text("kind"),
        filter: text("filter"),
        confidence: share("confidence")?,
        tolerable: share("tolerable")?,
        chosen: ids.collect::<Result<_, _>>()?,
        because: text("because"),
    })
}
