//! Search through all records.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::{page, parts};
use crate::reply::Reply;

/// Most hits that are shown.
const HITS: u32 = 100;

/// `GET /search`
pub(crate) async fn search(call: Call) -> Reply {
    call.query.only(&["q"])?;
    let text = call.query.get("q").unwrap_or_default();
    // A number leads straight to its record.
    if let Ok(id) = text.parse::<record::Id>()
        && let Some(kind) = call.configuration.catalog.kind_of_prefix(&id.prefix)
    {
        return Ok(page::see(&format!("/{}/{id}", kind.kind)));
    }
    let hits = call.aims().search(&call.actor, text, &[], HITS).await?;
    let kind =
        |name: &str| call.configuration.catalog.kind(name).map_or_else(|| name.to_owned(), |it| it.label.clone());
    let body = maud! {
        h1 { "Search" }
        @if hits.is_empty() {
            p .help { "Nothing that you may see holds all these words: " (text) }
        } @else {
            ol .plain.hits {
                @for hit in &hits {
                    li {
                        a href={ "/" (hit.record.kind) "/" (hit.record.id.to_string()) } {
                            span .number { (hit.record.id.to_string()) } " " (hit.record.title)
                        }
                        " " small { (kind(&hit.record.kind)) } " " (parts::state(&call, &hit.record.kind, &hit.record.state, hit.record.retired))
                    }
                }
            }
        }
    }
    .memoize();
    Ok(page::page(&call, "Search", body))
}
