//! The frame of every page: head, navigation, bar, the page, and on paper what tells one print from another.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::asset;
use crate::call::Call;
use crate::html::{Html, menu, moment};
use crate::reader::Reader;

/// What a print of the page names besides its title: for a record its version and its digest.
#[derive(Default, Clone, Copy)]
pub(crate) struct Sheet<'a> {
    pub version: Option<i64>,
    /// Digest of what is shown; that of the configuration when there is none.
    pub digest: Option<&'a str>,
}

/// A page for somebody who is signed in.
pub(crate) fn page(call: &Call, title: &str, body: Html) -> Response {
    page_with(StatusCode::OK, call, title, body)
}

/// The same with another status.
pub(crate) fn page_with(status: StatusCode, call: &Call, title: &str, body: Html) -> Response {
    sheet(status, call, title, body, Sheet::default())
}

/// The same, with what its print names.
pub(crate) fn sheet(status: StatusCode, call: &Call, title: &str, body: Html, sheet: Sheet<'_>) -> Response {
    let inside = maud! {
        body .shell data-new=(call.say("palette.new")) {
            a .skip href="#main" { (call.say("page.skip")) }
            (menu::navigation(call))
            (menu::bar(call))
            main #main tabindex="-1" { (paper(call, title, sheet)) (body) }
            (palette(call))
            script type="module" src=(asset::address("js/app.js")) {}
        }
    };
    html(status, whole(call.reader, title, inside.memoize()))
}

/// A page without navigation, for nobody in particular.
pub(crate) fn bare(reader: Reader, status: StatusCode, title: &str, body: Html) -> Response {
    let inside = maud! { body .bare { header { (menu::brand()) } main #main tabindex="-1" { (body) } } };
    html(status, whole(reader, title, inside.memoize()))
}

/// Back to a page after something was done.
pub(crate) fn see(address: &str) -> Response {
    axum::response::Redirect::to(address).into_response()
}

fn whole(reader: Reader, title: &str, body: Html) -> String {
    let Reader { theme, density, language } = reader;
    // One more stylesheet for high contrast: by the system's wish, or by the reader's.
    let contrast = if theme == "contrast" { "all" } else { "(prefers-contrast: more)" };
    let document = maud! {
        !DOCTYPE
        html lang=(language.tag()) data-theme=(theme) data-density=(density) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · aims" }
                link rel="icon" href="/static/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href=(asset::address("aims.css"));
                link rel="stylesheet" href=(asset::address("css/contrast.css")) media=(contrast);
            }
            (body)
        }
    };
    document.render().into_inner()
}

/// What stands on top of a print: title, version, moment, digest.
fn paper(call: &Call, title: &str, sheet: Sheet<'_>) -> Html {
    let as_of = call.query.get("as_of").map_or_else(|| moment(&call.aims().clock()), str::to_owned);
    let digest = sheet.digest.unwrap_or(&call.configuration.digest);
    maud! {
        div .paper aria-hidden="true" {
            strong { (title) }
            span { (call.tell("page.as_of", &[("moment", &as_of)])) }
            code { (digest) }
            span { @if let Some(version) = sheet.version { (call.tell("page.version", &[("version", &version)])) } }
        }
    }
    .memoize()
}

/// The dialog of the command palette; scripts fill it, and `/go` does its work without them.
fn palette(call: &Call) -> Html {
    maud! {
        dialog #palette .palette aria-label=(call.say("palette.name")) {
            input type="text" role="combobox" aria-expanded="true" aria-controls="palette-found" aria-label=(call.say("palette.name"))
                placeholder=(call.say("palette.placeholder")) autocomplete="off" maxlength="200";
            ul #palette-found .found role="listbox" aria-label=(call.say("palette.found")) {}
        }
    }
    .memoize()
}

fn html(status: StatusCode, text: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}
