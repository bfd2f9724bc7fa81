//! Who may do what, as a table.

use hypertext::{maud_borrow as maud, prelude::*};

use crate::api::authority::table;
use crate::call::Call;
use crate::html::head::Heading;
use crate::html::{page, words};
use crate::reply::Reply;

/// `GET /authority`
pub(crate) async fn authority(call: Call) -> Reply {
    call.query.only(&[])?;
    let table = table(&call).await?;
    let lead = Some(maud! { p { (call.say("authority.help")) } }.memoize());
    let heading = Heading { lead, ..Heading::of(call.say("authority.title")) }.draw(call.language());
    let body = maud! {
        (heading)
        div .matrix role="region" tabindex="0" aria-label=(call.say("authority.title")) {
            table .dense {
                thead { tr { th scope="col" { (call.say("authority.records")) } th scope="col" { (call.say("authority.act")) } @for role in &table.roles { th scope="col" { (words(role)) } } } }
                tbody {
                    @for row in &table.rows {
                        tr {
                            th scope="row" { (words(&row.kind)) } td { (words(&row.act)) }
                            @for cell in &row.cells { td { (cell.show()) } }
                        }
                    }
                }
            }
        }
    }
    .memoize();
    Ok(page::page(&call, call.say("authority.title"), body))
}
