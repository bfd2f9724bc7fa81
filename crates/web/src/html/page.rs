//! The frame of every page: head, menu, heading, foot.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::{Html, menu};

/// A page for somebody who is signed in.
pub(crate) fn page(call: &Call, title: &str, body: Html) -> Response {
    page_with(StatusCode::OK, call, title, body)
}

/// The same with another status.
pub(crate) fn page_with(status: StatusCode, call: &Call, title: &str, body: Html) -> Response {
    let top = menu::menu(call);
    html(status, whole(title, top, body))
}

/// A page without menu, for nobody in particular.
pub(crate) fn bare(status: StatusCode, title: &str, body: Html) -> Response {
    let top = maud! { header .top { a .brand href="/" { "aims" } } }.memoize();
    html(status, whole(title, top, body))
}

/// Back to a page after something was done.
pub(crate) fn see(address: &str) -> Response {
    axum::response::Redirect::to(address).into_response()
}

fn whole(title: &str, top: Html, body: Html) -> String {
    let document = maud! {
        !DOCTYPE
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · aims" }
                link rel="icon" href="/static/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/static/aims.css";
            }
            body {
                a .skip href="#main" { "Skip to content" }
                (top)
                main #main tabindex="-1" { (body) }
            }
        }
    };
    document.render().into_inner()
}

fn html(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}
