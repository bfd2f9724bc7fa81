//! Every place in one list: what the command palette offers to those who have scripts.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::head::Heading;
use crate::html::{menu, page, parts};
use crate::navigation::{groups, places};
use crate::reply::Reply;

/// `GET /go`
pub(crate) async fn go(call: Call) -> Reply {
    call.query.only(&[])?;
    let groups = groups(&call.configuration.catalog);
    let body = maud! {
        (Heading::of(call.say("go.title")).draw(call.language()))
        div .cards {
            section .card {
                h2 { (call.say("go.pages")) }
                ul .plain { @for it in menu::open(&call, places()) { li { a href=(it.href) { (call.say(it.name)) } } } }
            }
            @for group in &groups {
                section .card {
                    h2 { (parts::area(call.language(), group.area)) }
                    ul .counts {
                        @for kind in &group.kinds {
                            li { a href={ "/" (kind.kind) } { (kind.plural) } a href={ "/" (kind.kind) "/new" } { (call.tell("palette.new", &[("kind", &kind.label)])) } }
                        }
                    }
                }
            }
        }
    }
    .memoize();
    Ok(page::page(&call, call.say("go.title"), body))
}
