//! Accounts: who can sign in.

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use governance::account::{Account, NewAccount};
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, moment, page, parts};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// The headings of the table.
const COLUMNS: [&str; 5] = ["accounts.name", "accounts.email", "accounts.person", "accounts.made", "accounts.change"];

/// `GET /accounts`
pub(crate) async fn list(call: Call) -> Reply {
    call.query.only(&["done"])?;
    draw(&call, None).await
}

/// `POST /accounts`
pub(crate) async fn add(call: Call, body: Body) -> Reply {
    let sent = Sent::read(&call, body).await?;
    let text = |name: &str| sent.posted.text(name).unwrap_or_default().trim().to_owned();
    let person = match text("person") {
        blank if blank.is_empty() => None,
        text => match text.parse::<Id>() {
            Ok(id) => Some(id),
            Err(message) => return draw(&call, Some(Failure::problem("person", message))).await,
        },
    };
    let password = Some(text("password")).filter(|it| !it.is_empty());
    let new =
        NewAccount { name: text("name"), email: text("email"), password, person, service: !text("service").is_empty() };
    done(&call, call.aims().add_account(&call.actor, new).await.map(|_| ())).await
}

/// `POST /accounts/{id}/disable`
pub(crate) async fn disable(call: Call, Path(id): Path<String>) -> Reply {
    done(&call, call.aims().disable_account(&call.actor, &id, true).await).await
}

/// `POST /accounts/{id}/enable`
pub(crate) async fn enable(call: Call, Path(id): Path<String>) -> Reply {
    done(&call, call.aims().disable_account(&call.actor, &id, false).await).await
}

/// `POST /accounts/{id}/password`
pub(crate) async fn password(call: Call, Path(id): Path<String>, body: Body) -> Reply {
    let sent = Sent::read(&call, body).await?;
    let password = sent.posted.text("password").unwrap_or_default();
    done(&call, call.aims().set_password(&call.actor, &id, password).await).await
}

async fn done(call: &Call, outcome: Result<(), governance::Error>) -> Reply {
    match outcome {
        Ok(()) => Ok(page::see("/accounts?done=yes")),
        Err(error) => match Failure::from(error) {
            failure if failure.status.is_client_error() => draw(call, Some(failure)).await,
            failure => Err(failure),
        },
    }
}

async fn draw(call: &Call, failure: Option<Failure>) -> Result<Response, Failure> {
    // Who may not see the accounts is told why by the question itself.
    let accounts = call.aims().accounts(&call.actor).await?;
    let status = failure.as_ref().map_or(StatusCode::OK, |it| it.status);
    let body = maud! {
        (Heading::of(call.say("accounts.title")).draw(call.language()))
        (parts::done(call.query.get("done").map(|_| call.say("accounts.done"))))
        @if let Some(failure) = &failure { (parts::alert(call.language(), failure)) }
        div .scroll role="region" tabindex="0" aria-label=(call.say("accounts.title")) {
            table {
                thead { tr { @for key in COLUMNS { th scope="col" { (call.say(key)) } } } }
                tbody { @for account in &accounts { (line(call, account)) } }
            }
        }
        (add_form(call))
    }
    .memoize();
    Ok(page::page_with(status, call, call.say("accounts.title"), body))
}

fn line(call: &Call, account: &Account) -> Html {
    let verb = if account.disabled.is_some() { "enable" } else { "disable" };
    let label = if account.disabled.is_some() { call.say("accounts.enable") } else { call.say("accounts.disable") };
    maud! {
        tr {
            th scope="row" { (account.name) @if account.service { " " small { (call.say("accounts.program")) } } @if account.disabled.is_some() { " " span .state.retired { (call.say("accounts.disabled")) } } }
            td { (account.email) }
            td { @if let Some(person) = &account.person { (person) } }
            td { (moment(&account.created)) }
            td .actions {
                form action={ "/accounts/" (account.id) "/" (verb) } method="post" { button type="submit" { (label) } }
                form action={ "/accounts/" (account.id) "/password" } method="post" {
                    input type="password" name="password" aria-label=(call.tell("accounts.new_password", &[("name", &account.name)])) autocomplete="new-password" required;
                    button type="submit" { (call.say("accounts.set_password")) }
                }
            }
        }
    }
    .memoize()
}

fn add_form(call: &Call) -> Html {
    maud! {
        h2 { (call.say("accounts.new")) }
        form .narrow action="/accounts" method="post" {
            div .field { label for="name" { (call.say("accounts.name")) } input #name type="text" name="name" required; }
            div .field { label for="email" { (call.say("accounts.email")) } input #email type="text" inputmode="email" name="email" required; }
            div .field {
                label for="person" { (call.say("accounts.person")) }
                p #person-help .help { (call.say("accounts.person_help")) }
                input #person type="text" name="person" aria-describedby="person-help";
            }
            div .field {
                label for="password" { (call.say("accounts.password")) }
                p #password-help .help { (call.say("accounts.password_help")) }
                input #password type="password" name="password" autocomplete="new-password" aria-describedby="password-help";
            }
            label .check { input type="checkbox" name="service" value="yes"; (call.say("accounts.is_program")) }
            button .main type="submit" { (call.say("accounts.make")) }
        }
    }
    .memoize()
}
