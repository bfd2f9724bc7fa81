//! What is done with challenges: a file of a tool is brought in, what no monitor saw becomes actions, and a likelihood is taken over.

use axum::body::Body;
use axum::extract::Path;
use governance::challenging::reading::{Given, Tool};
use governance::challenging::whole::{Line, Told};
use governance::challenging::{EXERCISE, OPEN, RUN};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::{Call, number};
use crate::failure::Failure;
use crate::html::{Html, page, parts};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// `POST /challenges/{id}/runs`: a file of a tool, into an exercise.
pub(crate) async fn bring_in(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(EXERCISE)?, &id)?;
    let sent = Sent::read(&call, body).await?;
    let file = sent.posted.file("run").ok_or_else(|| Failure::problem("run", call.say("challenges.file_none")))?;
    let said = |name: &str| sent.posted.text(name).map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
    let tool = said("tool").as_deref().map(Tool::of).transpose()?;
    let given = Given { name: file.name.clone(), bytes: file.bytes.to_vec(), tool, success: said("success") };
    let taken = call.aims().import_run(&call.actor, &id, given, false).await?;
    let made = taken.id.map(|it| format!("/{it}?done=made")).unwrap_or_default();
    Ok(page::see(&format!("/{RUN}{made}")))
}

/// `POST /challenges/{id}/actions`: an action of every attack that no monitor saw.
pub(crate) async fn act(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(EXERCISE)?, &id)?;
    Sent::read(&call, body).await?;
    call.aims().act_on_missed(&call.actor, &id).await?;
    Ok(page::see(&format!("/challenges?exercise={id}")))
}

/// `POST /challenges/{id}/take`: a likelihood that an exercise shows is taken over by whoever answers for the risk.
pub(crate) async fn take(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(EXERCISE)?, &id)?;
    let sent = Sent::read(&call, body).await?;
    let risk = number(sent.posted.text("risk").unwrap_or_default())?;
    call.aims().take_likelihood(&call.actor, (&risk, sent.base()), sent.key().as_deref()).await?;
    Ok(page::see(&format!("/challenges?exercise={id}")))
}

/// The forms below an exercise.
pub(super) fn forms(call: &Call, told: &Told) -> Html {
    let open: Vec<&Line> = told.exercises.iter().filter(|it| OPEN.contains(&it.state.as_str())).collect();
    maud! { @for it in &open { (upload(call, it)) } }.memoize()
}

/// The form that takes a file.
fn upload(call: &Call, it: &Line) -> Html {
    let action = format!("/challenges/{}/runs", it.id);
    maud! {
        section .panel.no-print aria-labelledby="run" {
            h2 #run { (call.say("challenges.file")) }
            p .help { (call.say("challenges.file_help")) }
            form action=(action) method="post" enctype="multipart/form-data" {
                (parts::once())
                div .field { label for="run-file" { (call.say("challenges.file_label")) } input #run-file type="file" name="run" required; }
                div .field {
                    label for="run-tool" { (call.say("challenges.tool")) }
                    select #run-tool name="tool" {
                        option value="" { (call.say("challenges.tool_found")) }
                        @for tool in Tool::ALL { option value=(tool.name()) { (tool.name()) } }
                    }
                }
                div .field {
                    label for="run-success" { (call.say("challenges.success")) }
                    input #run-success type="text" name="success" maxlength="200" aria-describedby="run-success-help";
                    p #run-success-help .help { (call.say("challenges.success_help")) }
                }
                button type="submit" { (call.say("challenges.file_button")) }
            }
        }
    }
    .memoize()
}

/// The button that makes actions, below an exercise of which something is left to act on.
pub(super) fn acting(call: &Call, it: &Line, left: usize) -> Html {
    let action = format!("/challenges/{}/actions", it.id);
    maud! {
        form .inline.no-print action=(action) method="post" {
            (parts::once())
            button type="submit" { (call.tell("challenges.act", &[("count", &left), ("exercise", &it.id)])) }
        }
    }
    .memoize()
}
