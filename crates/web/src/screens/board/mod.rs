//! The pack for those who direct: choose audience, period and day, read it, take it along as a file, issue it. One plan: the pack.
//! Serves ISO/IEC 42001 5.1, 9.1 and 9.3.

pub(crate) mod review;

use axum::body::Body;
use axum::extract::Path;
use axum::http::StatusCode;
use governance::packing::REPORT;
use governance::packing::issue::{FORMS, media};
use governance::packing::period::Asked;
use hypertext::{Raw, maud_borrow as maud, prelude::*};
use report::html::{Links, sections};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, page, parts};
use crate::pages::form::Sent;
use crate::reply::{self, Reply};

/// What a pack is asked by.
const ASKED: [&str; 4] = ["audience", "from", "until", "as_of"];

/// The pack that the query asks for.
pub(crate) fn asked(call: &Call, more: &[&str]) -> Result<Asked, Failure> {
    let known: Vec<&str> = ASKED.iter().chain(more).copied().collect();
    call.query.only(&known)?;
    let [audience, from, until, as_of] = ASKED.map(|it| call.query.get(it).unwrap_or_default());
    Ok(Asked::read(audience, from, until, as_of)?)
}

/// `GET /board?audience=board&from=2026-01-01&until=2026-03-31&as_of=2026-04-10`
pub(crate) async fn page(call: Call) -> Reply {
    let found = match asked(&call, &["done"]) {
        Ok(asked) => call.aims().pack(&call.actor, &asked).await.map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    let title = call.say("board.title");
    let lead = maud! { p { (call.say("board.lead")) } }.memoize();
    let heading = Heading { lead: Some(lead), ..Heading::of(title) }.draw(call.language());
    let (told, wrong) = match found {
        Ok(pack) => (Some(call.aims().paper(&pack)?.0), None),
        Err(failure) if !failure.problems.is_empty() => (None, Some(failure)),
        Err(failure) => return Err(failure),
    };
    let body = maud! {
        (heading)
        @if let Some(failure) = &wrong { (parts::alert(call.language(), failure)) }
        (form(&call))
        @if let Some(document) = &told {
            (acts(&call))
            div .pack {
                p { (document.subtitle) }
                p .help { (document.words.as_of) " " (document.as_of.to_string()) }
                (Raw::<_>::dangerously_create(sections(document, Links::Kept)))
            }
        }
    };
    let mut answer = page::page(&call, title, body.memoize());
    if wrong.is_some() {
        *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(answer)
}

/// Audience, period and day.
fn form(call: &Call) -> Html {
    let libraries = call.aims().configuration().libraries.clone();
    let chosen = call.query.get("audience").unwrap_or_default();
    maud! {
        form .inline.row action="/board" method="get" {
            label for="audience" { (call.say("board.audience")) }
            select #audience name="audience" {
                @for it in &libraries.packs.audience {
                    @if it.name == chosen { option value=(it.name) selected { (it.title) } } @else { option value=(it.name) { (it.title) } }
                }
            }
            @for (name, label) in [("from", "board.from"), ("until", "board.until"), ("as_of", "board.as_of")] {
                label for=(name) { (call.say(label)) }
                input type="date" id=(name) name=(name) value=(call.query.get(name).unwrap_or_default());
            }
            button .main type="submit" { (call.say("board.show")) }
            " " a .button href="/board" { (call.say("board.plain")) }
        }
        p .help { (call.say("board.months")) }
    }
    .memoize()
}

/// The query of this page, for its files.
fn query(call: &Call) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    for name in ASKED {
        if let Some(value) = call.query.get(name) {
            pairs.append_pair(name, value);
        }
    }
    pairs.finish()
}

/// Files, and the button that freezes the pack.
fn acts(call: &Call) -> Html {
    let query = query(call);
    maud! {
        p .no-print {
            (call.say("board.files")) " "
            @for (ending, _) in FORMS { a .button href={ "/board/pack." (ending) "?" (query) } { (ending.to_uppercase()) } " " }
            a .button href={ "/" (REPORT) } { (call.say("board.issued")) }
        }
        form .inline.no-print action="/board" method="post" {
            (parts::once())
            @for name in ASKED { input type="hidden" name=(name) value=(call.query.get(name).unwrap_or_default()); }
            button type="submit" { (call.say("board.issue")) }
            " " span .help { (call.say("board.issue_help")) }
        }
    }
    .memoize()
}

/// `GET /board/pack.pdf?as_of=2026-04-10`
pub(crate) async fn file(call: Call, Path(name): Path<String>) -> Reply {
    let asked = asked(&call, &[])?;
    let ending = name.rsplit_once('.').map_or(name.as_str(), |it| it.1);
    let form = ending.parse()?;
    let bytes = call.aims().pack_file(&call.actor, &asked, form).await?;
    Ok(reply::file(&name, media(ending), bytes))
}

/// `POST /board`: freezes the pack.
pub(crate) async fn issue(call: Call, body: Body) -> Reply {
    call.query.only(&[])?;
    let sent = Sent::read(&call, body).await?;
    let [audience, from, until, as_of] = ASKED.map(|it| sent.posted.text(it).unwrap_or_default());
    let issued = call.aims().issue_pack(&call.actor, &Asked::read(audience, from, until, as_of)?).await?;
    Ok(page::see(&format!("/{REPORT}/{}?done=saved", issued.id)))
}
