//! Tokens with which programs call the interface in my name.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use governance::account::{SCOPES, Token};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::{Html, moment, page, parts, words};
use crate::pages::form::Sent;
use crate::reply::Reply;

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
        h1 { "API tokens" }
        (parts::done(call.query.get("done").map(|_| "Done.")))
        @if let Some(failure) = &failure { (parts::alert(failure)) }
        @if let Some(secret) = secret {
            div .done role="status" { p { "Copy the token now; it is not shown again." } p { code .secret { (secret) } } }
        }
        p .help { "A token speaks for you, within its scopes: send it as " code { "Authorization: Bearer …" } "." }
        div .scroll {
            table {
                thead { tr { th scope="col" { "Label" } th scope="col" { "Scopes" } th scope="col" { "Ends" } th scope="col" { "Last used" } th scope="col" { "Change" } } }
                tbody { @for token in &tokens { (line(token)) } }
            }
        }
        (add_form())
    }
    .memoize();
    Ok(page::page_with(status, call, "API tokens", body))
}

fn line(token: &Token) -> Html {
    maud! {
        tr {
            th scope="row" { (token.label) }
            td { (token.scopes.join(", ")) }
            td { @if let Some(expires) = &token.expires { (moment(expires)) } }
            td { @if let Some(used) = &token.used { (moment(used)) } @else { "never" } }
            td {
                @if token.revoked.is_some() { span .state.retired { "Revoked" } }
                @else { form action={ "/tokens/" (token.id) "/revoke" } method="post" { button type="submit" { "Revoke" } } }
            }
        }
    }
    .memoize()
}

fn add_form() -> Html {
    maud! {
        h2 { "New token" }
        form .narrow action="/tokens" method="post" {
            div .field { label for="label" { "Label" } input #label type="text" name="label" maxlength="100" required; }
            fieldset .field {
                legend { "Scopes" }
                @for scope in SCOPES { label .check { input type="checkbox" name="scopes" value=(scope); (words(scope)) } }
            }
            div .field { label for="days" { "Days until it ends" } input #days type="text" inputmode="numeric" name="days" value="90" required; }
            button .main type="submit" { "Make the token" }
        }
    }
    .memoize()
}
