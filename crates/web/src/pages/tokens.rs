//! Tokens with which programs call the interface in my name.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use governance::account::{SCOPES, Token};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, moment, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// The headings of the table.
const COLUMNS: [&str; 5] = ["tokens.label", "tokens.scopes", "tokens.ends", "tokens.used", "tokens.change"];

/// `GET /tokens`
pub(crate) async fn list(call: Call) -> Reply {
    call.query.only(&["done"])?;
    draw(&call, None, None).await
}

/// `POST /tokens`
pub(crate) async fn add(call: Call, body: Body) -> Reply {
    let sent = Sent::read(&call, body).await?;
    let label = sent.posted.text("label").unwrap_or_default();
    let scopes = sent.posted.all("scopes").map(str::to_owned).collect();
    let days = sent.posted.text("days").and_then(|it| it.parse().ok()).unwrap_or_default();
    match call.aims().add_token(&call.actor, label, scopes, days).await {
        Ok(secret) => draw(&call, Some(&secret), None).await,
        Err(error) => match Failure::from(error) {
            failure if failure.status.is_client_error() => draw(&call, None, Some(failure)).await,
            failure => Err(failure),
        },
    }
}

/// `POST /tokens/{id}/revoke`
pub(crate) async fn revoke(call: Call, Path(id): Path<String>) -> Reply {
    call.aims().revoke_token(&call.actor, &id).await?;
    Ok(page::see("/tokens?done=yes"))
}

async fn draw(call: &Call, secret: Option<&str>, failure: Option<Failure>) -> Result<Response, Failure> {
    let tokens = call.aims().tokens(&call.actor).await?;
    let status = failure.as_ref().map_or(StatusCode::OK, |it| it.status);
    let body = maud! {
        (Heading::of(call.say("tokens.title")).draw(call.language()))
        (parts::done(call.query.get("done").map(|_| call.say("tokens.done"))))
        @if let Some(failure) = &failure { (parts::alert(call.language(), failure)) }
        @if let Some(secret) = secret {
            div .done role="status" { p { (call.say("tokens.copy")) } p { code .secret { (secret) } } }
        }
        p .help { (call.say("tokens.help")) " " code { "Authorization: Bearer …" } }
        div .scroll role="region" tabindex="0" aria-label=(call.say("tokens.title")) {
            table {
                thead { tr { @for key in COLUMNS { th scope="col" { (call.say(key)) } } } }
                tbody { @for token in &tokens { (line(call, token)) } }
            }
        }
        (add_form(call))
    }
    .memoize();
    Ok(page::page_with(status, call, call.say("tokens.title"), body))
}

fn line(call: &Call, token: &Token) -> Html {
    maud! {
        tr {
            th scope="row" { (token.label) }
            td { (token.scopes.join(", ")) }
            td { @if let Some(expires) = &token.expires { (moment(expires)) } }
            td { @if let Some(used) = &token.used { (moment(used)) } @else { (call.say("tokens.never")) } }
            td {
                @if token.revoked.is_some() { span .state.retired { (call.say("tokens.revoked")) } }
                @else { form action={ "/tokens/" (token.id) "/revoke" } method="post" { button type="submit" { (call.say("tokens.revoke")) } } }
            }
        }
    }
    .memoize()
}

fn add_form(call: &Call) -> Html {
    maud! {
        h2 { (call.say("tokens.new")) }
        form .narrow action="/tokens" method="post" {
            div .field { label for="label" { (call.say("tokens.label")) } input #label type="text" name="label" maxlength="100" required; }
            fieldset .field {
                legend { (call.say("tokens.scopes")) }
                @for scope in SCOPES { label .check { input type="checkbox" name="scopes" value=(scope); (words(scope)) } }
            }
            div .field { label for="days" { (call.say("tokens.days")) } input #days type="text" inputmode="numeric" name="days" value="90" required; }
            button .main type="submit" { (call.say("tokens.make")) }
        }
    }
    .memoize()
}
