//! Review by lanes: how each lane works, what waits, what took a lane that does not fit, and what another table would have done. One plan:
//! the board. Where one request stands is told on its own page (`one`). Serves ISO/IEC 42001 6.1.2, 8.1 and A.6.1.3.

mod board;
pub(crate) mod one;

use governance::deciding;
use governance::reviewing::REQUEST;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::tone::Tone;
use crate::html::{Html, badge, page};
use crate::reply::Reply;
use crate::screens::pictures;

use axum::extract::Path;

/// `GET /reviews?table=DTB-2`
pub(crate) async fn page(call: Call) -> Reply {
    call.query.only(&["table"])?;
    let board = call.aims().review_board(&call.actor).await?;
    let replayed = match call.query.get("table").filter(|it| !it.trim().is_empty()) {
        Some(table) => {
            let id = table.trim().parse().map_err(Failure::missing)?;
            Some(call.aims().review_replay(&call.actor, &id).await?)
        }
        None => None,
    };
    let title = call.say("reviews.title");
    let acts = maud! {
        a .button.main href={ "/" (REQUEST) "/new" } { (call.say("reviews.ask")) }
        a .button href={ "/" (REQUEST) } { (call.say("reviews.all")) }
        a .button href={ "/" (deciding::KIND) } { (call.say("tiering.all_tables")) }
    };
    let lead = maud! { p { (call.tell("reviews.lead", &[("table", &board.table)])) } };
    let heading = Heading { lead: Some(lead.memoize()), acts: Some(acts.memoize()), ..Heading::of(title) };
    let body = maud! {
        (heading.draw(call.language()))
        (board::lanes(&call, &board))
        (board::picture(&call, &board))
        (board::open(&call, &board))
        (board::mislaid(&call, "reviews.under", &board.under, &board.shares[0]))
        (board::mislaid(&call, "reviews.over", &board.over, &board.shares[1]))
        (board::sample(&call, &board))
        (board::replay(&call, replayed.as_ref()))
    };
    Ok(page::page(&call, title, body.memoize()))
}

/// `GET /reviews/charts/{file}`: days of each lane, as `lanes.svg` or `lanes.csv`.
pub(crate) async fn file(call: Call, Path(file): Path<String>) -> Reply {
    call.query.only(&[])?;
    let Some(("lanes", ending)) = file.rsplit_once('.') else { return Err(pictures::unknown(&call, &file)) };
    let board = call.aims().review_board(&call.actor).await?;
    pictures::answer(&call, &board::chart(&call, &board), "lanes", ending)
}

/// A lane as a badge: the stricter, the louder.
pub(super) fn badged(call: &Call, lane: &str) -> Html {
    let tone = match lane {
        "fast" => Tone::Good,
        "standard" => Tone::Info,
        "deep" => Tone::Watch,
        "prohibited" => Tone::Bad,
        _ => Tone::Quiet,
    };
    let reviews = &call.configuration.libraries.reviews;
    let label = if lane.is_empty() {
        call.say("reviews.undecided")
    } else {
        governance::reviewing::board::label(reviews, lane)
    };
    badge::badge(tone, label)
}
