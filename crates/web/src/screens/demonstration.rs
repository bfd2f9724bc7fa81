//! The demonstration beside the organisation's own store: opened, shown and removed from the first steps.
//!
//! What runs it is given by the program; here are only its pages. It has a store, an address and sign-ins of its own, so that
//! nothing of it mixes with anybody's records.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::Body;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, page, parts};
use crate::pages::form::Sent;
use crate::reply::Reply;

/// A demonstration that runs.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its address.
    pub url: String,
    /// Whom one may be in it: name, what for, e-mail address, password.
    pub sign_ins: Vec<[String; 4]>,
}

/// Work that a program does for the pages.
type Work<T> = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = T> + Send>> + Send + Sync>;

/// How the program opens a demonstration and removes it; opening one that runs tells of it again.
#[derive(Clone)]
pub struct Demonstration {
    /// Opens it; the error is a sentence.
    pub open: Work<Result<Shown, String>>,
    /// Ends it and deletes all of it.
    pub remove: Work<()>,
}

impl std::fmt::Debug for Demonstration {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(std::any::type_name::<Demonstration>())
    }
}

/// The card on the first page: a button where the program can open one, else the command that does.
pub(crate) fn card(call: &Call) -> Html {
    maud! {
        section .card {
            header { h2 { (call.say("start.demo")) } }
            p { (call.say("start.demo_why")) }
            @match &call.app.settings.demonstration {
                Some(_) => form action="/start/demonstration" method="post" { button .main type="submit" { (call.say("start.demo_open")) } },
                None => {
                    p { (call.say("start.demo_command")) }
                    p { code { "aims serve --demo" } }
                },
            }
        }
    }
    .memoize()
}

/// `POST /start/demonstration`: opens it, and shows where it is and whom one may be there.
pub(crate) async fn open(call: Call, body: Body) -> Reply {
    let demonstration = allowed(&call, body).await?;
    let shown = (demonstration.open)().await.map_err(|why| Failure::new(STOPPED, "demonstration", why))?;
    let columns = ["start.demo_name", "start.demo_role", "start.person_email", "start.demo_password"];
    let body = maud! {
        (Heading::of(call.say("start.demo")).draw(call.language()))
        p { a .button.main href=(shown.url) target="_blank" rel="noopener" { (call.say("start.demo_go")) } " " code { (shown.url) } }
        p { (call.say("start.demo_sign_in")) }
        div .scroll {
            table .list.stack {
                thead { tr { @for key in columns { th scope="col" { (call.say(key)) } } } }
                tbody {
                    @for [name, role, email, password] in &shown.sign_ins {
                        tr {
                            th scope="row" { (name) }
                            td data-label=(call.say("start.demo_role")) { (role) }
                            td data-label=(call.say("start.person_email")) { code { (email) } }
                            td data-label=(call.say("start.demo_password")) { code { (password) } }
                        }
                    }
                }
            }
        }
        p .help { (call.say("start.demo_gone")) }
        div .actions {
            form action="/start/demonstration/remove" method="post" { (parts::once()) button type="submit" { (call.say("start.demo_remove")) } }
            a .button href="/start" { (call.say("start.demo_back")) }
        }
    };
    Ok(page::page(&call, call.say("start.demo"), body.memoize()))
}

/// `POST /start/demonstration/remove`
pub(crate) async fn remove(call: Call, body: Body) -> Reply {
    let demonstration = allowed(&call, body).await?;
    (demonstration.remove)().await;
    Ok(page::see("/start?done=removed"))
}

const STOPPED: axum::http::StatusCode = axum::http::StatusCode::SERVICE_UNAVAILABLE;

/// The demonstration, for who may see the accounts: it starts a server on this machine.
async fn allowed(call: &Call, body: Body) -> Result<Demonstration, Failure> {
    Sent::read(call, body).await?;
    call.aims().accounts(&call.actor).await?;
    let none = || Failure::missing(call.say("start.demo_none"));
    call.app.settings.demonstration.clone().ok_or_else(none)
}
