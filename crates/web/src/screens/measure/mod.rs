//! Measuring in the browser: choose a question, drop the data, read the report, and record it where one may.
//!
//! What is measured and how stands in crate `assess`, which the command line asks too. Whoever is signed in may measure, which
//! reads and changes no record; recording asks the policies. Serves ISO/IEC 42001 9.1, A.6.2.4 and A.7.4.

mod answer;
mod asked;
mod form;
mod kept;

use std::sync::Arc;

use assess::Family;
use assess::plan::Plan;
use assess::report::Report;
use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::measuring::KIND;
use record::Id;

use crate::call::Call;
use crate::failure::{Failure, failed};
use crate::html::{page, pick};
use crate::multipart::{Posted, Upload, posted};
use crate::pages::form::Sent;
use crate::reply::{self, Reply};

pub(crate) use asked::uploaded;
use kept::Made;
pub(crate) use kept::Measured;

/// Kinds of which a report can be recorded from its page.
const ABOUT: &[&str] = &["ai_system", "dataset_version", "model_version"];

/// `GET /measure`; `?family=drift` shows the form of one question, `for` says of which record, `plan` which plan is chosen.
pub(crate) async fn form(call: Call) -> Reply {
    call.query.only(&["family", "for", "plan"])?;
    let family = call.query.get("family").map(assess::family).transpose()?;
    let about = call.query.get("for").and_then(pick::number_in).map(|it| it.to_string());
    let plan = call.query.get("plan").map(str::to_owned);
    let given = [("about", about), ("plan", plan)].into_iter().filter_map(|(name, it)| Some((name.to_owned(), it?)));
    form::draw(&call, family, &Posted { texts: given.collect(), ..Posted::default() }, None).await
}

/// `POST /measure`: measures, and leads to the report.
pub(crate) async fn measure(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    let (texts, files) = (call.app.settings.body_limit, call.app.settings.file_limit);
    let mut posted = posted(&call.headers, body, texts, files).await?;
    take_up(&call, &mut posted);
    match measured(&call, &posted).await {
        Ok(made) => {
            call.app.measured.release(&call.actor.account);
            let key = call.app.measured.keep(&call.actor.account, made);
            let about = posted.text("about").and_then(pick::number_in);
            Ok(page::see(&format!("/measure/{key}{}", about.map(|it| format!("?for={it}")).unwrap_or_default())))
        }
        Err(failure) if failure.status.is_client_error() => {
            let family = posted.text("family").and_then(|it| assess::family(it).ok());
            hold(&call, &mut posted);
            form::draw(&call, family, &posted, Some(&failure)).await
        }
        Err(failure) => Err(failure),
    }
}

/// Adds the files that came with the form before it was put right, where no others came now.
fn take_up(call: &Call, posted: &mut Posted) {
    let held = posted.text(form::HELD).and_then(|key| call.app.measured.held(&call.actor.account, key));
    let new = |it: &&Upload| posted.file(&it.field).is_none();
    let again: Vec<Upload> = held.iter().flat_map(|it| it.iter()).filter(new).cloned().collect();
    posted.files.extend(again);
}

/// Keeps the files of a form that must be put right, and names them in it.
fn hold(call: &Call, posted: &mut Posted) {
    posted.texts.retain(|it| it.0 != form::HELD);
    if !posted.files.is_empty() {
        let key = call.app.measured.hold(&call.actor.account, posted.files.clone());
        posted.texts.push((form::HELD.to_owned(), key));
    }
}

/// The report on what was dropped; the upload is gone when this ends.
async fn measured(call: &Call, posted: &Posted) -> Result<Made, Failure> {
    let family = posted.text("family").ok_or_else(|| Failure::input(call.say("measure.no_family")))?;
    let family = assess::family(family)?;
    if posted.file("data").is_none() {
        return Err(
            Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "not-measured", call.say("measure.no_file")).at("data")
        );
    }
    let (plan, carried) = planned(call, family, posted, "plan").await?;
    let quality = match posted.text("quality_plan") {
        Some(_) => Some(planned(call, assess::family("quality")?, posted, "quality_plan").await?.0),
        None => None,
    };
    let place = call
        .app
        .measured
        .place()
        .ok_or_else(|| Failure::new(StatusCode::TOO_MANY_REQUESTS, "busy", call.say("measure.busy")))?;
    let plan = Plan { quality_plan: quality.map(Box::new).or(plan.quality_plan.clone()), ..plan };
    let (posted, language) = (posted.clone(), call.language());
    let work = tokio::task::spawn_blocking(move || {
        // Held until the work ends, also when nobody waits for it any more.
        let _place = place;
        asked::measured(family, &posted, plan, language)
    });
    match tokio::time::timeout(kept::WITHIN, work).await {
        Ok(ended) => Ok(Made { report: ended.map_err(|cause| failed(&cause.to_string()))??, plan: carried }),
        Err(_) => {
            let seconds = kept::WITHIN.as_secs();
            let detail = call.tell("measure.too_slow", &[("seconds", &seconds)]);
            Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "too-slow", detail))
        }
    }
}

/// The plan that was chosen in a field: that of a record by its number, or a shipped one.
async fn planned(
    call: &Call,
    family: &'static Family,
    posted: &Posted,
    field: &str,
) -> Result<(Plan, Option<Id>), Failure> {
    let wrong = |sentence: String| Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "not-measured", sentence).at(field);
    let chosen = posted.text(field).map(str::trim).filter(|it| !it.is_empty());
    match chosen.and_then(|it| it.parse::<Id>().ok()) {
        Some(id) => match call.aims().planned(&call.actor, &id, family).await {
            Ok(found) => Ok((found.plan, Some(found.id))),
            Err(governance::Error::Input(said) | governance::Error::Missing(said)) => Err(wrong(said)),
            Err(error) => Err(error.into()),
        },
        None => Ok((Plan::shipped(family, chosen).map_err(|it| wrong(it.to_string()))?, None)),
    }
}

/// `GET /measure/{key}`: the report.
pub(crate) async fn report(call: Call, Path(key): Path<String>) -> Reply {
    call.query.only(&["for"])?;
    let made = kept(&call, &key)?;
    answer::draw(&call, &key, &made.report, call.query.get("for").unwrap_or_default(), None).await
}

/// `GET /measure/{key}/{form}`: the report as a file.
pub(crate) async fn file(call: Call, Path((key, form)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let (made, form) = (kept(&call, &key)?, assess::form::form(&form)?);
    let name = format!("{}.{}", made.report.family, form.ending);
    Ok(reply::file(&name, form.media, (form.write)(&made.report)?.into_bytes()))
}

/// `POST /measure/{key}/record`: enters the report as a measurement of a record.
pub(crate) async fn record(call: Call, Path(key): Path<String>, body: Body) -> Reply {
    call.query.only(&[])?;
    let sent = Sent::read(&call, body).await?;
    let made = kept(&call, &key)?;
    let about = sent.posted.text("about").unwrap_or_default();
    match recorded(&call, &key, &made, about).await {
        Ok(id) => Ok(page::see(&format!("/{KIND}/{id}?done=made"))),
        Err(failure) if failure.status.is_client_error() => {
            answer::draw(&call, &key, &made.report, about, Some(&failure)).await
        }
        Err(failure) => Err(failure),
    }
}

/// The number of the measurement; a form sent twice makes one.
async fn recorded(call: &Call, key: &str, made: &Made, about: &str) -> Result<Id, Failure> {
    let id = pick::number_in(about).ok_or_else(|| Failure::problem("of", call.say("measure.no_record")))?;
    let kind = call.configuration.catalog.kind_of_prefix(&id.prefix);
    if !kind.is_some_and(|it| ABOUT.contains(&it.kind.as_str())) {
        return Err(Failure::problem("of", call.say("measure.no_record")));
    }
    call.aims().record(&call.actor, &id, &governance::Moment::Now).await?;
    let (fields, whole) = (assess::kept::fields(&made.report), assess::form::json(&made.report)?.into_bytes());
    let once = format!("measure-{key}-{id}");
    Ok(call.aims().keep_measurement(&call.actor, &id, made.plan.as_ref(), fields, whole, Some(&once)).await?.id)
}

/// `GET /measured/{id}`: the report that a measurement keeps; reading it is entered like every opening of its file.
pub(crate) async fn of_record(call: Call, Path(id): Path<String>) -> Reply {
    call.query.only(&[])?;
    let id = call.id(call.kind(KIND)?, &id)?;
    let record = call.aims().record(&call.actor, &id, &governance::Moment::Now).await?;
    let digest = record.document.get("report").and_then(|it| it["digest"].as_str());
    let digest = digest.ok_or_else(|| Failure::missing(call.tell("measure.no_report", &[("id", &id)])))?;
    let (_, bytes) = call.aims().get_file(&call.actor, digest).await?;
    answer::of_record(&call, &record, &Report::read(&bytes)?)
}

fn kept(call: &Call, key: &str) -> Result<Arc<Made>, Failure> {
    let gone = || Failure::missing(call.say("measure.gone"));
    call.app.measured.find(&call.actor.account, key).ok_or_else(gone)
}
