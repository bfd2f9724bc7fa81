//! How pages look: theme and density, chosen by a form and kept in cookies, for those who are signed in and those who are not.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::html::{Html, page};
use crate::multipart::Posted;
use crate::pages::sign_in::own;
use crate::reader::{DENSITIES, Reader, THEMES, keep};
use crate::reply::Reply;
use crate::{App, body};

/// `POST /appearance`
pub(crate) async fn choose(State(app): State<App>, headers: HeaderMap, body: Body) -> Reply {
    let texts = body::form(&headers, body, app.settings.body_limit).await?;
    let posted = Posted { texts, files: Vec::new() };
    let mut response = page::see(own(posted.text("next").unwrap_or("/")));
    for (name, among) in [("theme", THEMES), ("density", DENSITIES)] {
        if let Some(value) = keep(name, among, posted.text(name)) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    Ok(response)
}

/// Two rows of buttons, one for each thing that can be chosen.
pub(crate) fn form(reader: Reader, here: &str) -> Html {
    let rows = [("theme", "look.theme", THEMES, reader.theme), ("density", "look.density", DENSITIES, reader.density)];
    maud! {
        form action="/appearance" method="post" {
            input type="hidden" name="next" value=(here);
            @for (name, legend, among, chosen) in rows {
                fieldset {
                    legend { (reader.say(legend)) }
                    div .segments {
                        @for value in among {
                            button type="submit" name=(name) value=(value) aria-pressed=(if *value == chosen { "true" } else { "false" }) {
                                (reader.say(said(value)))
                            }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// The key of the name of a theme or a density.
fn said(value: &str) -> &'static str {
    match value {
        "light" => "look.light",
        "dark" => "look.dark",
        "contrast" => "look.contrast",
        "comfortable" => "look.comfortable",
        "compact" => "look.compact",
        _ => "look.system",
    }
}
