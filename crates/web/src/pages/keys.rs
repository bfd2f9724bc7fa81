//! What keys do, as a page; scripts show the same list in a dialog when `?` is pressed.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::head::Heading;
use crate::html::{Html, page};
use crate::navigation::{letter, places};
use crate::reply::Reply;

/// Keys and the texts that say what they do.
const KEYS: &[(&[&str], &str)] = &[
    (&["Ctrl", "K"], "keys.palette"),
    (&["/"], "keys.search"),
    (&["?"], "keys.help"),
    (&["j"], "keys.down"),
    (&["k"], "keys.up"),
    (&["x"], "keys.tick"),
    (&["Enter"], "keys.open"),
    (&["c"], "keys.new"),
    (&["e"], "keys.edit"),
    (&["f"], "keys.filter"),
    (&["Esc"], "keys.close"),
];

/// `GET /keys`
pub(crate) async fn keys(call: Call) -> Reply {
    call.query.only(&[])?;
    let body = maud! {
        (Heading::of(call.say("keys.title")).draw(call.language()))
        p .help { (call.say("keys.scripts")) }
        div #keys {
            dl {
                @for (keys, what) in KEYS { dt { @for key in *keys { kbd { (key) } " " } } dd { (call.say(what)) } }
                (jumps(&call))
            }
        }
    }
    .memoize();
    Ok(page::page(&call, call.say("keys.title"), body))
}

/// The letters that lead to places after `g`.
fn jumps(call: &Call) -> Html {
    let fixed = places().filter(|it| !it.letter.is_empty());
    let mut jumps: Vec<(&str, &str)> = fixed.map(|it| (it.letter, call.say(it.name))).collect();
    jumps.extend(call.configuration.catalog.kinds().filter_map(|it| Some((letter(&it.kind)?, it.plural.as_str()))));
    maud! { @for (letter, name) in &jumps { dt { kbd { "g" } " " kbd { (letter) } } dd { (name) } } }.memoize()
}
